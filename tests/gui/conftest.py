"""The window on the real content with an empty user, as a user meets it."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from fieldref.core import paths
from fieldref.core.library import Library
from fieldref.core.settings import Settings, save
from fieldref.gui.app import Program, make_application
from fieldref.gui.look import Look
from fieldref.gui.style import load_fonts
from tests.gui.user import User


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    application = make_application(["fieldref"])
    load_fonts(paths.resources_dir() / "fonts")
    return application


@pytest.fixture(scope="session")
def library(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The real content in a copy of its own: another run may compile anew while the windows of this one are open."""
    copy = tmp_path_factory.mktemp("content") / "bundle"
    shutil.copytree(bundle, copy)
    return Library.open(copy)


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look()


@pytest.fixture
def start(qapp: QApplication, library: Library, tmp_path: Path, qtbot) -> Iterator[Callable[..., User]]:
    """Start the program with settings and user data of this test; `start()` again is a restart."""
    programs: list[Program] = []

    def begin(**settings: object) -> User:
        path = tmp_path / "user" / "settings.json"
        if settings or not path.exists():
            save(path, Settings(**{"role": "LE", "role_asked": True, **settings}))
        program = Program(
            library,
            settings_path=path,
            user_data_path=tmp_path / "user" / "data.sqlite3",
            session_path=tmp_path / "user" / "window.json",
        )
        programs.append(program)
        program.show()
        program.window.showNormal()  # the offscreen platform's screen is smaller: it opened maximized
        program.window.setGeometry(0, 0, 1366, 768)
        qtbot.addWidget(program.window)
        user = User(program, qtbot)
        user.settle()
        return user

    yield begin
    for program in programs:
        program.window.close()
    programs.clear()
    gc.collect()


@pytest.fixture
def user(start: Callable[..., User]) -> User:
    return start()
