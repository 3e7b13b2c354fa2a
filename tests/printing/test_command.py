"""`fieldref cards` and `fieldref check-cards`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from fieldref.core.errors import NotFound, PrintError
from fieldref.core.library import Library
from fieldref.core.model import ROLE_CODES
from fieldref.core.user_data import UserData
from fieldref.printing.command import check_card_fit, write_card_files
from fieldref.printing.imprint import imprint_of
from fieldref.printing.sheets import wallet_title


def options(**changes: object) -> argparse.Namespace:
    usual = {
        "role": None,
        "part": None,
        "card": None,
        "format": "letter",
        "paper": None,
        "out": None,
        "local": None,
        "color": False,
        "list": False,
    }
    return argparse.Namespace(**{**usual, **changes})


def test_list_says_what_would_be_written_and_writes_nothing(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write_card_files(library, options(card=["M-LE"], list=True, out=tmp_path / "out")) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 card in 1 file."
    assert not (tmp_path / "out").exists()


def test_cards_of_a_role_and_part_are_written_and_counted(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write_card_files(library, options(role=["LE"], part=["mitigate"], out=tmp_path)) == 0
    expected = len(library.cards(role="LE", part="mitigate"))
    assert len(list(tmp_path.glob("2-mitigate-*-letter.pdf"))) == expected
    assert f"{expected} cards on {expected} sheets in {expected} files written." in capsys.readouterr().out


def test_a_card_may_be_named_by_its_id(library: Library, tmp_path: Path) -> None:
    write_card_files(library, options(card=["cards/mitigate/le"], out=tmp_path))
    assert [path.name[:15] for path in tmp_path.iterdir()] == ["2-mitigate-m-le"]


def codes_listed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [word for line in capsys.readouterr().out.splitlines()[:-1] for word in line.split()[1:]]


def test_a_card_may_be_named_by_the_end_of_its_id_and_is_made_once(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    write_card_files(library, options(card=["mitigate/le", "M-LE"], list=True))
    assert codes_listed(capsys) == ["M-LE"]


def test_two_roles_have_the_cards_of_both(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    write_card_files(library, options(role=["LE", "PM"], part=["mitigate"], list=True))
    listed = codes_listed(capsys)
    expected = {card.code for role in ("LE", "PM") for card in library.cards(role=role, part="mitigate")}
    assert (set(listed), len(listed)) == (expected, len(expected))


def test_a_named_card_that_the_role_leaves_out_is_told(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    write_card_files(library, options(card=["M-LE", "M-PM"], role=["PM"], list=True))
    assert "M-LE is not for that role and part, and is left out." in capsys.readouterr().err


def test_a_paper_that_contradicts_the_format_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="The format letter has its own paper"):
        write_card_files(library, options(card=["M-LE"], paper="a4", out=tmp_path))


def test_a_file_name_instead_of_a_folder_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="--out names a folder"):
        write_card_files(library, options(card=["M-LE"], out=tmp_path / "cards.pdf"))
    assert list(tmp_path.iterdir()) == []


def test_a_detail_that_the_edition_does_not_know_is_told(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = UserData(None)
    data.set_local_value("hospital-notfy", "555-0100")
    data.export_local(tmp_path / "local.txt")
    write_card_files(library, options(card=["M-LE"], list=True, local=tmp_path / "local.txt"))
    assert "hospital-notfy is no local detail of this edition" in capsys.readouterr().err


def test_an_unknown_card_is_not_found(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        write_card_files(library, options(card=["cards/none"], out=tmp_path))


def test_without_a_folder_the_user_is_asked_for_one(library: Library) -> None:
    with pytest.raises(PrintError, match="--out"):
        write_card_files(library, options(card=["M-LE"]))


def test_files_that_are_there_already_are_a_fault(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_card_files(library, options(card=["M-LE"], out=tmp_path))
    assert write_card_files(library, options(card=["M-LE"], out=tmp_path)) == 1
    assert "is already there" in capsys.readouterr().err


def test_local_details_of_a_file_are_printed(library: Library, tmp_path: Path) -> None:
    key = library.role_card(ROLE_CODES[0], "mitigate").blanks[0]  # type: ignore[union-attr]
    data = UserData(None)
    data.set_local_value(key, "TAC 4")
    data.export_local(tmp_path / "local.txt")
    plain, filled = tmp_path / "plain", tmp_path / "filled"
    write_card_files(library, options(card=["M-LE"], out=plain))
    write_card_files(library, options(card=["M-LE"], out=filled, local=tmp_path / "local.txt"))
    assert next(plain.iterdir()).stat().st_size != next(filled.iterdir()).stat().st_size


def test_check_cards_ends_well_on_the_content(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_card_fit(library) == 0
    assert " in every format: 0 faults, " in capsys.readouterr().out


def test_the_wallet_of_a_role_names_it_on_its_cover(library: Library) -> None:
    topics = [card for card in library.cards(role="LE", part="mitigate") if card.kind == "topic"][:7]
    assert wallet_title(topics, imprint_of(library, role="LE")) == "Law enforcement"
    assert wallet_title(topics, imprint_of(library)) == "Topic cards"
    others = [card for card in library.cards(part="mitigate") if "LE" not in card.roles]
    assert wallet_title(others, imprint_of(library, role="LE")) != "Law enforcement"
