"""A batch writes every card that can be written, says what could not, and can be stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fieldref.core.errors import PrintError
from fieldref.core.library import Library
from fieldref.core.model import Card, LocalValue
from fieldref.printing import batch, fit
from fieldref.printing.faults import CardFault
from tests.printing.paper import card, imprint, lines, longest_card


def topics(count: int) -> list[Card]:
    return [card(id=f"{n}", code=f"MC{n}", kind="topic", title=f"Topic {n}") for n in range(1, count + 1)]


def test_file_names_sort_by_phase_and_code() -> None:
    some = [card(id="f", code="F-LE", part="follow-up"), *topics(10), card(id="p", code="P-LE", part="prevent")]
    names = sorted(job.name for job in batch.plan(some, "letter"))
    assert names[0].startswith("1-prevent-p-le-")
    assert names[1].startswith("2-mitigate-mc01-topic-1-letter")
    assert names[10].startswith("2-mitigate-mc10-")
    assert names[-1].startswith("3-follow-up-f-le")


def test_two_cards_share_a_file_where_they_share_a_sheet() -> None:
    assert [job.name for job in batch.plan(topics(3), "half")] == [
        "2-mitigate-mc01+mc02-half.pdf",
        "2-mitigate-mc03-topic-3-half.pdf",
    ]


def test_a_phase_has_a_wallet_of_roles_and_evenly_filled_wallets_of_topics() -> None:
    roles = [card(id=code, code=f"M-{code}", roles=(code,)) for code in ("LE", "FE")]
    jobs = batch.plan([*roles, *topics(9)], "wallet")
    assert [(job.name, len(job.cards)) for job in jobs] == [
        ("2-mitigate-wallet-roles.pdf", 2),
        ("2-mitigate-wallet-topics-1.pdf", 4),
        ("2-mitigate-wallet-topics-2.pdf", 5),
    ]


def test_all_cards_can_go_into_one_file() -> None:
    (job,) = batch.plan(topics(5), "letter", together=True)
    assert len(job.cards) == 5


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PrintError, match="letter, a4, half, index, wallet"):
        batch.plan(topics(1), "poster")


def test_a_batch_writes_its_files_and_reports_progress(library: Library, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    chosen = library.cards()[:3]
    made = batch.write_cards(library, chosen, "letter", tmp_path / "out", progress=lambda *args: seen.append(args))
    assert (len(made.written), made.cards, made.sheets, made.faults) == (3, 3, 3, ())
    assert [done for done, _, _ in seen] == [0, 1, 2, 3]


def test_a_batch_stops_between_files_when_cancelled(library: Library, tmp_path: Path) -> None:
    answers = iter([False, False, True])
    made = batch.write_cards(library, library.cards()[:5], "letter", tmp_path, cancelled=lambda: next(answers))
    assert (len(made.written), made.cancelled) == (2, True)


def test_one_failure_does_not_stop_the_rest(library: Library, tmp_path: Path) -> None:
    chosen = [library.cards()[0], card(code="MC99", steps=lines("Say| " + "a" * 200)), library.cards()[1]]
    made = batch.write_cards(library, chosen, "letter", tmp_path)
    assert len(made.written) == 2
    assert "MC99" in made.faults[0].message


def test_a_folder_that_vanishes_is_reported_for_each_file_and_not_made_again(library: Library, tmp_path: Path) -> None:
    out = tmp_path / "stick"

    def pull(done: int, _: int, __: str) -> None:
        if done == 1:
            shutil.rmtree(out)

    made = batch.write_cards(library, library.cards()[:3], "letter", out, progress=pull)
    assert (made.written, made.cards, made.sheets) == ((), 0, 0)
    assert len(made.faults) == 3
    assert not out.exists()
    assert [line.partition(":")[0] for line in made.fault_lines()] == [
        f"2 files, the first of them {made.faults[0].name}",
        f"{made.faults[2].name} written to {out}, and gone again. Choose another folder.",
    ]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="a small file system is mounted by root only")
def test_a_disk_that_fills_up_keeps_whole_files_only_and_says_why_once(library: Library, tmp_path: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(tmp_path)], check=True)
    try:
        made = batch.write_cards(library, library.cards()[:9], "letter", tmp_path)
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in made.written)
        assert 0 < len(made.written) < 9
        assert all(path.read_bytes().endswith(b"%%EOF\n") for path in made.written)
        (line,) = made.fault_lines()
        assert f"{9 - len(made.written)} files" in line
        assert "No space left on device" in line
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_folder_that_cannot_be_made_is_refused_at_once(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PrintError, match="cannot be made"):
        batch.write_cards(library, library.cards()[:1], "letter", tmp_path / "file" / "out")


def test_a_detail_too_long_fails_the_cards_that_ask_for_it_only(library: Library, tmp_path: Path) -> None:
    chosen = [one for one in library.cards() if one.blanks][:6]
    key = chosen[0].blanks[0]
    made = batch.write_cards(library, chosen, "letter", tmp_path, {key: LocalValue(key, "words " * 100, "2026-11-20")})
    assert len(made.faults) == sum(key in one.blanks for one in chosen)
    assert all("local detail" in fault.message for fault in made.faults)


# Every card fits every format


def test_every_card_of_the_content_fits_every_format(library: Library) -> None:
    assert [str(finding) for finding in fit.check(library) if finding.severity == "fault"] == []


def test_a_card_that_does_not_fit_is_a_fault() -> None:
    findings = fit.check_card(card(steps=lines(*["Read| " + "many words " * 12] * 9)), imprint())
    assert {(finding.severity, finding.format_name) for finding in findings} >= {("fault", "index"), ("fault", "half")}


def test_small_type_on_index_is_a_warning() -> None:
    findings = fit.check_card(longest_card(1), imprint())
    assert [(finding.severity, finding.format_name) for finding in findings] == [("warning", "index")]


def test_a_do_not_that_reads_as_an_instruction_is_a_fault() -> None:
    findings = fit.check_card(card(donts=lines("Stop| for the wounded.")), imprint())
    assert "does not begin with" in findings[0].message


def test_both_ways_of_the_tourniquet_on_one_card_are_a_fault() -> None:
    steps = lines("Tie| the tourniquet 2 to 3 inches above.", "Tie| it high and tight.", "Call| 911.")
    assert "tourniquet" in fit.check_card(card(steps=steps), imprint())[0].message


def test_a_card_fault_names_card_and_format() -> None:
    fault = CardFault("cards/x", "MC1", "index", "it is too long.")
    assert str(fault) == "Card MC1 does not fit the format index: it is too long."
