"""The command line: answers, forms of output, exit codes, words for wrong use."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fieldref import __version__
from fieldref.cli import main

ROOT = Path(__file__).resolve().parent.parent
KEYS = ["page", "code", "section", "anchor", "title", "heading", "part", "roles", "snippet", "match", "score"]


@pytest.fixture(autouse=True)
def _real_content(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDREF_BUNDLE", str(bundle))


def out(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(list(words))
    return code, capsys.readouterr().out


def test_search_prints_hits_and_exits_0(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = out(capsys, "search", "reunification")
    assert code == 0
    assert "eunification" in text


def test_search_without_a_hit_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = out(capsys, "search", "qqxxzzkkvv")
    assert code == 1
    assert "Nothing found" in text


def test_search_as_json_has_the_documented_keys(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = out(capsys, "search", "--json", "--limit", "3", "triage")
    hits = json.loads(text)
    assert code == 0
    assert 1 <= len(hits) <= 3
    assert all(list(hit) == KEYS for hit in hits)


def test_queries_on_standard_input_give_one_array_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("triage\nqqxxzzkkvv\n\n"))
    code, text = out(capsys, "search", "-")
    arrays = [json.loads(line) for line in text.splitlines()]
    assert code == 0
    assert len(arrays) == 3
    assert arrays[0]
    assert arrays[1] == []


def test_role_and_part_narrow_the_search(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = out(capsys, "search", "--json", "--role", "fe", "--part", "mitigate", "tourniquet")
    hits = json.loads(text)
    assert hits
    assert all("FE" in hit["roles"] and hit["part"] == "mitigate" for hit in hits)


BAD_QUERIES = ["", "   ", "x" * 10_000, "\x00\x07\x1b[31m", "🚑🔥", "שלום עולם", "*", '"', ":", "AND", "OR NOT",
               "../../etc/passwd", "title:x", "((", "\\", "%s%n", "'; DROP TABLE", "le:", "\ud800"]  # fmt: skip


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: ascii(query[:12]))
def test_any_text_is_a_query(capsys: pytest.CaptureFixture[str], query: str) -> None:
    assert main(["search", "--json", "--", query]) in (0, 1)
    json.loads(capsys.readouterr().out)


def test_export_writes_every_section(capsys: pytest.CaptureFixture[str], library) -> None:
    code, text = out(capsys, "export", "sections")
    rows = [json.loads(line) for line in text.splitlines()]
    assert code == 0
    assert len(rows) == sum(len(library.sections(page.id)) for page in library.pages())
    assert list(rows[0]) == ["page", "code", "anchor", "title", "heading", "text", "roles", "part"]


@pytest.mark.parametrize("name", ["overview/first-hour", "O6", "o6", "O6.1"])
def test_show_takes_ids_and_codes(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, text = out(capsys, "show", name)
    assert code == 0
    assert text.startswith("O6  ")
    assert "Sources" in text


def test_show_of_a_section_prints_that_section_and_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = out(capsys, "show", "m21.3")
    assert code == 0
    assert "M21.3  Hand over command" in text
    assert "M21.1" not in text
    assert "M21.4" not in text
    head, sources = text.split("\nSources\n")
    cited = set(re.findall(r"\[(\d+)\]", head))
    assert cited
    assert cited == set(re.findall(r"^\[(\d+)\]", sources, re.MULTILINE))
    assert ", ." not in text


def test_show_prints_a_card_with_its_foot(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = out(capsys, "show", "M-LE")
    assert code == 0
    assert "Follow your agency's policy and medical direction." in text


def test_show_of_nothing_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "Z99"]) == 1
    assert "There is no page Z99" in capsys.readouterr().err


def test_check_finds_no_damage(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = out(capsys, "check")
    assert code == 0
    assert text.startswith("No damage found")


def test_check_names_damage_and_exits_1(
    capsys: pytest.CaptureFixture[str], bundle_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDREF_BUNDLE", str(bundle_copy))
    page = bundle_copy / "pages/overview/first-hour.json"
    page.write_bytes(page.read_bytes() + b" ")
    code, text = out(capsys, "check")
    assert code == 1
    assert "damaged: pages/overview/first-hour.json" in text


@pytest.mark.parametrize(
    "words",
    [["search", "--role", "XX", "a"], ["search", "--limit", "0", "a"], ["--nonsense"], ["cards", "--format", "poster"]],
)
def test_wrong_use_exits_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["search", "show", "export", "cards", "check-cards", "changes", "check", "compile"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"fieldref {command}" in capsys.readouterr().out


def test_version_names_edition_and_date(capsys: pytest.CaptureFixture[str], library) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    text = capsys.readouterr().out
    assert __version__ in text
    assert library.edition in text
    assert library.content_date in text


def test_a_missing_bundle_is_said_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FIELDREF_BUNDLE", str(tmp_path / "gone"))
    assert main(["search", "triage"]) == 2
    assert "There is no content" in capsys.readouterr().err


def test_compile_of_no_folder_exits_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["compile", str(tmp_path / "gone"), str(tmp_path / "out")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_output_survives_the_c_locale(bundle: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fieldref", "show", "O1"],
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin", "FIELDREF_BUNDLE": str(bundle), "PYTHONUTF8": "0"},
        capture_output=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert "O1  " in done.stdout.decode("utf-8")


def test_the_changelog_begins_with_this_version() -> None:
    import re

    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[([^\]]+)\]", text, re.M)
    assert versions[0] == __version__


def test_changes_find_the_edition_inside_an_older_package(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(bundle, tmp_path / "old" / "_internal" / "fieldref" / "_bundle")
    code, text = out(capsys, "changes", "--since", str(tmp_path / "old"))
    assert (code, text.splitlines()[-1]) == (0, "No card changed.")


def test_changes_since_no_folder_say_what_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "--since", "2025.3"]) == 1
    assert "There is no edition at 2025.3. Name the folder" in capsys.readouterr().err
