"""Hatchling build hook: compile the content and put the bundle into the wheel."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds fieldref/_bundle to the wheel; a problem in the content stops the build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a temporary folder that hatchling then reads."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from fieldref.compiler.pipeline import compile_content

        self._folder = tempfile.TemporaryDirectory(prefix="fieldref-bundle-")
        out = Path(self._folder.name) / "bundle"
        report = compile_content(root / "content", out, resources=root / "resources")
        if report.problems:
            self.app.display_warning(f"{len(report.problems)} problems in the content; run `build/make.py content`")
        build_data["force_include"][str(out)] = "fieldref/_bundle"
        build_data["pure_python"] = True
