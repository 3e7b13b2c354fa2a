"""The whole program, each time in a process of its own, in places and on machines that are not as one would wish."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fieldref.core.user_data import UserData
from tests.durability.harm import ROOT, WINDOW, run_command, run_python

posix = pytest.mark.skipif(os.name == "nt", reason="a matter of POSIX systems")
USE = (
    WINDOW
    + """
assert search("tourniquet").hits
window.visit(Place("page", "mitigate/triage")); settle()
window.screens.use_tool("bookmark")
window.visit(Place("card", "cards/mitigate/le")); settle()
program.choices.change(theme="red")
"""
)
FINISH = "finish()\n"
NOBODY = 65534


def check(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stdout.endswith("done\n"), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def as_nobody() -> tuple[str, ...]:
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        pytest.skip("only root can become somebody else")
    return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


@pytest.fixture
def for_nobody(bundle: Path) -> None:
    """Skip where another user cannot read the program."""
    code = "import PySide6, fieldref"
    probe = subprocess.run([*as_nobody(), sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    listing = subprocess.run([*as_nobody(), "test", "-r", str(bundle / "manifest.json")])
    if probe.returncode or listing.returncode:
        pytest.skip("another user may not read this program")


@pytest.mark.parametrize("name", ["with space #1 100% ünï 日本", "a;b'c\"d&e?f=g", "x" * 200])
def test_a_user_folder_of_any_name(bundle: Path, tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    said = check(run_python(USE + FINISH, home, FIELDREF_BUNDLE=str(bundle)))
    assert "said" not in said
    assert UserData(home / "user-data.sqlite3").is_bookmarked("mitigate/triage")


@pytest.mark.slow
def test_an_over_long_user_folder_reads_on(bundle: Path, tmp_path: Path) -> None:
    home = tmp_path.joinpath(*["long" * 50] * 25)
    check(run_python(USE + FINISH, home, FIELDREF_BUNDLE=str(bundle)))


@pytest.mark.parametrize("name", ["with space #1 100% ünï 日本", "a;b'c\"d&e?f=g"])
def test_a_program_folder_of_any_name(bundle: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / name
    shutil.copytree(ROOT / "fieldref", copy / "fieldref", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", copy / "fieldref" / "_resources")
    shutil.copytree(bundle, copy / "fieldref" / "_bundle")
    code = f"import sys; sys.path.insert(0, {str(copy)!r})\n" + USE + FINISH
    done = run_python(code, tmp_path / "home", FIELDREF_BUNDLE=str(copy / "fieldref" / "_bundle"), PYTHONSAFEPATH="1")
    check(done)


def test_a_relative_user_folder(bundle: Path, tmp_path: Path) -> None:
    home = Path(os.path.relpath(tmp_path / "home", ROOT))
    check(run_python(USE + FINISH, home, FIELDREF_BUNDLE=str(bundle)))
    assert (tmp_path / "home" / "user-data.sqlite3").is_file()


@posix
def test_c_locale_and_no_fonts_and_no_temporary_folder(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{tmp_path / 'none'}</dir></fontconfig>")
    code = (
        USE
        + """
from PySide6.QtGui import QFontInfo
assert QFontInfo(app.font()).family() == "Atkinson Hyperlegible", QFontInfo(app.font()).family()
finish()
"""
    )
    done = run_python(
        code, tmp_path / "home", FIELDREF_BUNDLE=str(bundle), LC_ALL="C", LANG="C", TMPDIR="/proc/nowhere",
        FONTCONFIG_FILE=str(tmp_path / "fonts.conf"),
    )  # fmt: skip
    check(done)


@posix
def test_the_command_line_in_a_c_locale(bundle: Path, tmp_path: Path) -> None:
    more = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "FIELDREF_BUNDLE": str(bundle)}
    done = run_command(["show", "M21"], tmp_path, more=more)
    assert done.returncode == 0, done.stderr
    assert run_command(["search", "größe"], tmp_path, more=more).returncode in (0, 1)


@posix
def test_write_protected_media_show_what_is_kept_and_keep_nothing(bundle: Path, tmp_path: Path, read_only_copy) -> None:
    home = tmp_path / "stick"
    data = UserData(home / "user-data.sqlite3")
    data.add_bookmark("mitigate/zones", "", "Zones")
    data.set_local_value("pio", "Pat")
    data.close()
    before = sorted(path.name for path in home.iterdir())
    read_only_copy(home)
    code = (
        USE
        + """
assert program.data.is_bookmarked("mitigate/zones") and program.data.local_values()["pio"].value == "Pat"
finish()
"""
    )
    said = check(run_python(code, home, FIELDREF_BUNDLE=str(bundle)))
    assert said.count("cannot be written") == 1
    assert said.count("Settings cannot be saved") == 1
    assert sorted(path.name for path in home.iterdir()) == before


@posix
def test_a_home_that_is_not_ours_keeps_nothing_and_says_so(for_nobody, bundle: Path, tmp_path: Path) -> None:
    code = USE + "assert program.data.read_only\n" + FINISH
    done = run_python(code, Path("/root/fieldref of nobody"), before=as_nobody(), FIELDREF_BUNDLE=str(bundle))
    assert check(done).count("keeps nothing") == 1


@posix
def test_a_user_without_any_home(for_nobody, bundle: Path, tmp_path: Path) -> None:
    before = ("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups", "env", "-u", "HOME", "-u", "FIELDREF_HOME",
              "-u", "XDG_DATA_HOME")  # fmt: skip
    if subprocess.run([*before, sys.executable, "-c", "import PySide6.QtWidgets"], capture_output=True).returncode:
        pytest.skip("another user may not run this Python")
    said = check(run_python(USE + FINISH, tmp_path, before=before, FIELDREF_BUNDLE=str(bundle)))
    assert "keeps nothing" in said
    assert not (ROOT / "~").exists()


@posix
@pytest.mark.parametrize("year", ["1971-01-02 03:04:05", "2099-12-31 23:59:59"])
def test_a_clock_that_is_years_off(bundle: Path, tmp_path: Path, year: str) -> None:
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        pytest.skip("libfaketime is not installed")
    done = run_python(USE + FINISH, tmp_path, FIELDREF_BUNDLE=str(bundle), LD_PRELOAD=str(library), FAKETIME=f"@{year}")
    assert "said" not in check(done)


@posix
def test_a_portable_copy_writes_nothing_into_the_home(bundle: Path, tmp_path: Path) -> None:
    copy, home = tmp_path / "stick", tmp_path / "home"
    home.mkdir()
    shutil.copytree(ROOT / "fieldref", copy / "fieldref", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", copy / "fieldref" / "_resources")
    (copy / "portable.txt").touch()
    more = {name: str(home / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")}
    code = f"import os, sys; del os.environ['FIELDREF_HOME']; sys.path.insert(0, {str(copy)!r})\n" + USE + FINISH
    done = run_python(code, tmp_path, HOME=str(home), FIELDREF_BUNDLE=str(bundle), PYTHONSAFEPATH="1",
                      TMPDIR=str(home), **more)  # fmt: skip
    check(done)
    assert sorted(home.rglob("*")) == []
    assert UserData(copy / "fieldref-data" / "user-data.sqlite3").is_bookmarked("mitigate/triage")


@posix
def test_a_machine_without_any_network(bundle: Path, tmp_path: Path) -> None:
    if os.geteuid() != 0 or subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode:
        pytest.skip("this machine makes no network namespaces")
    check(run_python(USE + FINISH, tmp_path, before=("unshare", "-n"), FIELDREF_BUNDLE=str(bundle)))


@posix
def test_no_socket_is_opened_but_the_displays(bundle: Path, tmp_path: Path) -> None:
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    trace = tmp_path / "trace"
    code = USE + ('window.visit(Place("print", "card:cards/mitigate/le")); settle(1.5); finish()')
    before = ("strace", "-f", "-qq", "-e", "trace=network", "-o", str(trace))
    check(run_python(code, tmp_path / "home", before=before, FIELDREF_BUNDLE=str(bundle)))
    calls = [line for line in trace.read_text().splitlines() if "SIG" not in line.split("(")[0]]
    assert [line for line in calls if "socket(" in line and "AF_UNIX" not in line] == []
    assert [line for line in calls if "connect(" in line and ("cups" in line or ":631" in line or "sin_" in line)] == []
