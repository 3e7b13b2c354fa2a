"""The house: gui -> printing -> core <- compiler; Qt, Whoosh, Markdown and YAML each behind its door."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "fieldref"

MAY_IMPORT = {
    "core": {"core"},
    "compiler": {"core", "compiler"},
    "printing": {"core", "printing"},
    "gui": {"core", "printing", "gui"},
}
DOORS = {
    "PySide6": lambda path: path.parts[0] in ("gui", "printing"),
    "shiboken6": lambda path: path.parts[0] == "gui",
    "whoosh": lambda path: path.as_posix() in ("core/index.py", "core/index_codec.py"),
    "markdown": lambda path: path.parts[0] == "compiler",
    "yaml": lambda path: path.parts[0] == "compiler",
}
"""Third parties and where they may be imported."""
PUTS_TOGETHER = {"cli.py", "selftest.py", "__main__.py", "__init__.py"}
EXCEPTIONS = {"compiler/__main__.py": {"cli"}, "gui/app.py": {"cli", "core", "printing", "gui"}}


def imports(text: str) -> set[str]:
    """The dotted names that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def faults(path: Path, text: str) -> list[str]:
    """What a file (its path inside the package) imports though it may not."""
    wrong = []
    for name in sorted(imports(text)):
        first, *rest = name.split(".")
        if first in DOORS and not DOORS[first](path) and len(path.parts) > 1:
            wrong.append(f"{path.as_posix()} imports {name}")
        if first == "fieldref" and rest and len(path.parts) > 1:
            allowed = MAY_IMPORT[path.parts[0]] | EXCEPTIONS.get(path.as_posix(), set()) | {"__version__"}
            if rest[0] not in allowed:
                wrong.append(f"{path.as_posix()} imports {name}")
    return wrong


FILES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if "_bundle" not in path.parts)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_imports_only_what_its_layer_may(path: Path) -> None:
    if len(path.parts) == 1:
        assert path.name in PUTS_TOGETHER, f"{path} belongs in core, compiler, printing or gui"
    assert faults(path, (PACKAGE / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("core/model.py", "import PySide6.QtCore"),
        ("core/library.py", "def f():\n    from fieldref.gui import app"),
        ("core/search.py", "from whoosh import index"),
        ("compiler/render.py", "from fieldref.printing import sheets"),
        ("printing/sheets.py", "from fieldref.gui import theme"),
        ("gui/reader.py", "import markdown"),
        ("gui/reader.py", "from fieldref.compiler import pipeline"),
    ],
)
def test_a_wrong_import_would_be_found(path: str, text: str) -> None:
    assert faults(Path(path), text)


def test_core_and_compiler_run_without_qt() -> None:
    names = "fieldref.cli, fieldref.core.library, fieldref.compiler.pipeline"
    code = f"import sys, {names}; print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"


def test_the_window_starts_without_what_it_needs_only_now_and_then() -> None:
    code = (
        "import sys, fieldref.gui.app, fieldref.core.library; "
        "print([m for m in ('whoosh', 'markdown', 'yaml', 'PySide6.QtPrintSupport') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_a_search_loads_nothing_that_reaches_a_network(bundle: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from fieldref.core.library import Library; "
        "print(len(Library.open(Path(sys.argv[1])).search('tourniquet').hits), "
        "[m for m in ('socket', 'ssl', 'http.client', 'urllib.request', 'email') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(bundle)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    found, loaded = done.stdout.strip().split(maxsplit=1)
    assert int(found) > 0
    assert loaded == "[]"
