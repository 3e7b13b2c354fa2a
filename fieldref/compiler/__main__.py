"""`python -m fieldref.compiler CONTENT OUT`: the same as `fieldref compile`."""

import sys

from fieldref.cli import main

if __name__ == "__main__":
    sys.exit(main(["compile", *sys.argv[1:]]))
