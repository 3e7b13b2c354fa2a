"""Export and import in the window: nothing is replaced unasked, Enter does what was asked, what is left out is said."""

from __future__ import annotations

import datetime
import json
import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldref.core.user_data import UserData
from tests.durability.harm import run_python

PAGE = "mitigate/triage"


def pane_of(user, kind: str = "bookmarks"):
    user.visit(kind)
    return user.window.center.currentWidget()


def press_enter_in(user, pane, path: Path) -> None:
    pane.files.path.edit.setText(str(path))
    pane.files.path.edit.setFocus()
    QTest.keyClick(pane.files.path.edit, Qt.Key.Key_Return)
    user.settle()


def test_enter_in_the_field_imports_and_presses_nothing_else(user, tmp_path: Path) -> None:
    other = UserData(None)
    other.add_bookmark(PAGE)
    other.export_bookmarks(tmp_path / "b.json")
    pane = pane_of(user)
    pane.files.ask("import")
    press_enter_in(user, pane, tmp_path / "b.json")
    assert user.program.data.is_bookmarked(PAGE)
    assert pane.files.path.isHidden()


@pytest.mark.parametrize("kind", ["bookmarks", "local"])
def test_an_export_asks_before_it_replaces_a_file(user, tmp_path: Path, kind: str) -> None:
    user.program.data.add_bookmark(PAGE)
    user.program.data.set_local_value("pio", "Pat")
    (tmp_path / "backup.json").write_text("the only one")
    pane = pane_of(user, kind)
    pane.files.ask("export")
    press_enter_in(user, pane, tmp_path / "backup.json")
    assert "Replace it?" in pane.files.path.question.text()
    assert (tmp_path / "backup.json").read_text() == "the only one"
    user.key(Qt.Key.Key_Return)  # the answer that has the focus keeps it
    assert (tmp_path / "backup.json").read_text() == "the only one"
    assert json.loads((tmp_path / "backup (2).json").read_text())["entries"]


def test_a_file_is_replaced_when_that_is_said(user, tmp_path: Path) -> None:
    user.program.data.add_bookmark(PAGE)
    (tmp_path / "backup.json").write_text("old")
    pane = pane_of(user)
    pane.files.ask("export")
    pane.files.path.edit.setText(str(tmp_path / "backup.json"))
    user.press(pane.files.path.go)
    assert pane.files.path.go.accessibleName() == "Replace it"
    user.press(pane.files.path.go)
    assert PAGE in (tmp_path / "backup.json").read_text()


def test_another_path_is_another_question(user, tmp_path: Path) -> None:
    user.program.data.add_bookmark(PAGE)
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("old")
    pane = pane_of(user)
    pane.files.ask("export")
    for name in ("a.json", "b.json"):
        pane.files.path.edit.setText(str(tmp_path / name))
        pane.files.path.go.click()
        assert name in pane.files.path.question.text()
    assert (tmp_path / "b.json").read_text() == "old"


def test_an_export_offers_a_dated_name_that_is_free(user, tmp_path: Path) -> None:
    pane = pane_of(user)
    today = datetime.date.today().isoformat()
    pane.files.path.edit.setText(str(tmp_path / "x"))
    pane.files.ask("export")
    first = Path(pane.files.path.edit.text())
    assert first == tmp_path / f"bookmarks-and-notes {today}.json"
    first.touch()
    pane.files.ask("export")
    assert Path(pane.files.path.edit.text()).name == f"bookmarks-and-notes {today} (2).json"
    pane.files.ask("import")
    assert Path(pane.files.path.edit.text()) == first


def test_an_export_of_nothing_is_refused_in_words(user, tmp_path: Path) -> None:
    pane = pane_of(user)
    pane.files.ask("export")
    press_enter_in(user, pane, tmp_path / "b.json")
    assert "nothing to export" in user.window.messages.last
    assert not (tmp_path / "b.json").exists()


def test_what_an_import_leaves_out_is_said(user, tmp_path: Path) -> None:
    good = {"value": "Pat", "date": "2026-01-03"}
    entries = {"pio": good, "staging-area": {"value": None, "date": "2026-01-01"}, "of-a-later-edition": good}
    values = {"file": "fieldref local details", "version": 1, "entries": entries}
    (tmp_path / "d.json").write_text(json.dumps(values))
    pane = pane_of(user, "local")
    pane.files.ask("import")
    press_enter_in(user, pane, tmp_path / "d.json")
    assert "1 that cannot be used" in user.window.messages.last
    assert "of-a-later-edition" in user.window.messages.last
    assert set(user.program.data.local_values()) == {"pio"}


def test_a_date_of_odd_digits_does_not_shut_the_pane(user) -> None:
    with user.program.data._change() as database:
        database.execute("INSERT INTO bookmarks VALUES ('gone', '', 'Gone', '2026-0\u00b91-01')")
    assert pane_of(user)._bookmarks.rows


CHOOSE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog
from fieldref.gui.app import make_application
from fieldref.gui.look import Look
from fieldref.gui.path_row import PathRow
app = make_application(["fieldref"])
row = PathRow(Look(), "x.json")
row.ask("Export", existing=False)
def reject():
    dialogs = [widget for widget in app.topLevelWidgets() if isinstance(widget, QFileDialog)]
    assert dialogs
    dialogs[0].reject()
QTimer.singleShot(300, reject)
row._choose.click()
print("done")
"""


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there Qt keeps its settings elsewhere")
def test_choosing_a_file_leaves_no_trace_of_folders(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    done = run_python(CHOOSE, tmp_path / "home", XDG_CONFIG_HOME=str(tmp_path / "config"))
    assert done.stdout == "done\n", done.stderr
    assert os.listdir(tmp_path / "config") == []
