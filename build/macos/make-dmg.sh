#!/bin/sh
# Make a disk image with the .app and a link to Applications: make-dmg.sh fieldref.app TARGET.dmg VERSION
# Signed only ad hoc: macOS asks before the first start until a release is signed and notarized. Not run so far.
set -eu

app=$1
target=$2
version=$3

codesign --verify --deep --strict "$app"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ditto "$app" "$scratch/fieldref.app"
ln -s /Applications "$scratch/Applications"
rm -f "$target"
hdiutil create -volname "fieldref $version" -srcfolder "$scratch" -fs HFS+ -format ULMO -ov "$target"
hdiutil verify "$target"
