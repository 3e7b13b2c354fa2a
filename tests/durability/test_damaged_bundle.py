"""Every file of the bundle altered, cut short or gone while the window runs: it reads on and says so once."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldref.core.library import Library
from fieldref.gui.app import Program
from tests.durability.harm import flip
from tests.gui.user import User

PAGE = "mitigate/first-officers"
FILES = ("library.json", "contents.json", "cards.json", "reference.json", "sections.jsonl", "synonyms.json",
         f"pages/{PAGE}.json", "index", "figures", "manifest.json")  # fmt: skip

AT_START = ("library.json", "contents.json", "cards.json", "manifest.json")
"""Without these there is nothing to show, which one window says."""

HARMS = ("flipped", "truncated", "gone")
QUICK = [("sections.jsonl", "gone"), ("reference.json", "truncated"), ("figures", "flipped")]
SLOW = [
    pytest.param(name, harm, marks=pytest.mark.slow) for name in FILES for harm in HARMS if (name, harm) not in QUICK
]


def damage(bundle: Path, name: str, harm: str) -> None:
    target = bundle / name
    for path in sorted(target.iterdir()) if target.is_dir() else [target]:
        if harm == "gone":
            path.unlink()
        elif harm == "truncated":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        else:
            flip(path)


@pytest.fixture
def open_window(qapp, qtbot, bundle_copy: Path, tmp_path: Path):
    programs: list[Program] = []

    def begin() -> User:
        library = Library.open(bundle_copy)
        folder = tmp_path / "user"
        program = Program(
            library, settings_path=folder / "settings.json", user_data_path=folder / "data.sqlite3",
            session_path=folder / "window.json",
        )  # fmt: skip
        programs.append(program)
        program.choices.change(role="LE", role_asked=True)
        program.show()
        program.window.showNormal()
        program.window.setGeometry(0, 0, 1366, 768)
        qtbot.addWidget(program.window)
        user = User(program, qtbot)
        user.said = []
        user.reports = []
        before = program.window.messages.show_message
        program.window.messages.show_message = lambda words, *rest, **how: (
            user.said.append(words) if words else None,
            before(words, *rest, **how),
        )
        program.hook._show = user.reports.append
        user.settle()
        return user

    yield begin
    for program in programs:
        program.window.close()


def use_everything(user: User) -> None:
    user.search("reunification")
    user.preview()
    user.visit("page", PAGE)
    user.visit("page", "mitigate/triage")
    user.visit("card", "cards/mitigate/le")
    user.visit("cards")
    user.visit("directory")
    user.visit("glossary")
    user.visit("sources")
    user.visit("index", "a")
    user.visit("bookmarks")
    user.visit("local")
    user.visit("preferences")
    user.visit("print", "card:cards/mitigate/le")
    user.visit("print", f"page:{PAGE}")
    user.window.go_home()
    user.settle()


@pytest.mark.parametrize(("name", "harm"), QUICK + SLOW)
def test_damage_while_the_window_runs_stops_nothing(open_window, bundle_copy: Path, name: str, harm: str) -> None:
    user = open_window()
    damage(bundle_copy, name, harm)
    use_everything(user)
    assert user.reports == []
    shown = [words for words, *_ in user.window.messages._waiting]
    assert len(shown) == len(set(shown))
    user.search("tourniquet")
    assert user.results.result.hits


@pytest.mark.parametrize(("name", "harm"), [case for case in QUICK + SLOW if not any(
    f"'{name}'" in str(case) for name in AT_START)])  # fmt: skip
def test_damage_before_the_start_stops_nothing(open_window, bundle_copy: Path, name: str, harm: str) -> None:
    damage(bundle_copy, name, harm)
    user = open_window()
    use_everything(user)
    assert user.reports == []
    user.search("tourniquet")
    assert user.results.result.hits


def test_an_altered_page_is_shown_with_a_warning(open_window, bundle_copy: Path) -> None:
    user = open_window()
    path = bundle_copy / "pages" / f"{PAGE}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("the", "thé", 1), encoding="utf-8")
    user.visit("page", PAGE)
    assert "is not as it was released" in user.page_text


def test_a_page_that_is_gone_leaves_the_reader_where_he_was(open_window, bundle_copy: Path) -> None:
    user = open_window()
    user.visit("page", "mitigate/triage")
    (bundle_copy / "pages" / f"{PAGE}.json").unlink()
    user.visit("page", PAGE)
    assert user.title.startswith("Triage")
    assert "Install fieldref again" in user.window.messages.last


@pytest.mark.parametrize("harm", ["flipped", "truncated", "gone"])
def test_without_its_index_search_says_so_once(open_window, bundle_copy: Path, harm: str) -> None:
    damage(bundle_copy, "index", harm)
    user = open_window()
    user.search("reunification")
    user.search("triage")
    user.qtbot.waitUntil(lambda: bool(user.said), timeout=10000)
    assert sum("search index" in words for words in user.said) == 1
