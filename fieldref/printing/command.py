"""`fieldref cards` and `fieldref check-cards`: options in, lines on standard output, an exit code out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fieldref.core.errors import NotFound, PrintError
from fieldref.core.model import Card, LocalValue, visible
from fieldref.printing import batch, fit

if TYPE_CHECKING:
    from fieldref.core.library import Library

DONE, FAULTS = 0, 1


def write_card_files(library: Library, options: argparse.Namespace) -> int:
    """Write the chosen cards as PDFs, or with `list` only say what would be written.

    Of `options` it reads role, part and card (lists or None), format, paper, out, local, color and list; duplex,
    together and replace when they are there. Gives 0, or 1 when a card or file failed. Raises PrintError and NotFound
    for wrong options.
    """
    cards = _chosen(library, options)
    paper = _paper(options)
    values = _local_values(library, options)
    jobs = batch.plan(
        cards,
        options.format,
        paper=paper,
        duplex=getattr(options, "duplex", False),
        together=getattr(options, "together", False),
    )
    if options.list:
        for job in jobs:
            _say(f"{job.name}  {' '.join(card.code for card in job.cards)}")
        _say(f"{_count(len(cards), 'card')} in {_count(len(jobs), 'file')}.")
        return DONE
    if options.out is None:
        raise PrintError("Where to? Name a folder with --out, or use --list to see what would be written.")
    if options.out.suffix.lower() == ".pdf" and not options.out.is_dir():
        raise PrintError(f"--out names a folder, and {options.out} looks like a file. Name the folder to write into.")
    summary = batch.write_cards(
        library,
        cards,
        options.format,
        options.out,
        values,
        paper=paper,
        color=options.color,
        duplex=getattr(options, "duplex", False),
        together=getattr(options, "together", False),
        replace=getattr(options, "replace", False),
        role=_one_role(options.role),
    )
    for path in summary.written:
        _say(str(path))
    for line in summary.fault_lines():
        _warn(line)
    cards_written = _count(summary.cards, "card")
    _say(f"{cards_written} on {_count(summary.sheets, 'sheet')} in {_count(len(summary.written), 'file')} written.")
    if summary.faults:
        _warn(f"{_count(len(summary.faults), 'problem')}.")
    return FAULTS if summary.faults else DONE


def _one_role(roles: Sequence[str] | None) -> str | None:
    return roles[0] if roles and len(set(roles)) == 1 else None


def check_card_fit(library: Library, card_ids: Sequence[str] | None = None) -> int:
    """Lay out every card (or those named) in every format, list what is wrong; 1 when there is any fault."""
    cards = [_card(library, name) for name in card_ids] if card_ids else list(library.cards())
    findings = fit.check(library, cards=cards)
    for finding in findings:
        _say(str(finding))
    faults = sum(finding.severity == "fault" for finding in findings)
    warnings = len(findings) - faults
    _say(f"{_count(len(cards), 'card')} in every format: {_count(faults, 'fault')}, {_count(warnings, 'warning')}.")
    return FAULTS if faults else DONE


def _chosen(library: Library, options: argparse.Namespace) -> list[Card]:
    """The cards that the options name, each once; raises NotFound when there are none."""
    named = [_card(library, name) for name in options.card] if options.card else list(library.cards())
    cards = [card for card in dict.fromkeys(named) if _is_for(card, options)]
    if not cards:
        raise NotFound("No card is for that role and part.")
    if options.card:
        for card in named:
            if card not in cards:
                _warn(f"{card.code} is not for that role and part, and is left out.")
    return cards


def _is_for(card: Card, options: argparse.Namespace) -> bool:
    roles, parts = options.role or card.roles, options.part or (card.part,)
    return card.part in parts and any(visible(card.roles, role) for role in roles)


def _card(library: Library, name: str) -> Card:
    """A card by its code (M-LE), its id (cards/mitigate/le) or the end of it; raises NotFound."""
    found = library.find_code(name)
    if isinstance(found, Card):
        return found
    try:
        return library.card(name if name.startswith("cards/") else f"cards/{name}")
    except NotFound as error:
        raise NotFound(f"There is no card “{name}”. `fieldref cards --list` names them all.") from error


def _paper(options: argparse.Namespace) -> str:
    """The paper; raises PrintError where it contradicts the format."""
    if options.format in ("letter", "a4") and options.paper not in (None, options.format):
        raise PrintError(f"The format {options.format} has its own paper. For {options.paper} choose another --format.")
    return options.paper or "letter"


def _local_values(library: Library, options: argparse.Namespace) -> dict[str, LocalValue]:
    if options.local is None:
        return {}
    from fieldref.core.exchange import read_local_details  # deferred: few name a file

    values, skipped = read_local_details(options.local)
    if skipped:
        _warn(f"{options.local}: entries that cannot be used and are not printed: {skipped}.")
    known = {detail.key for detail in library.local_details}
    for key in values:
        if key not in known:
            _warn(f"{options.local}: {key} is no local detail of this edition, and is not printed.")
    return values


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _warn(line: str) -> None:
    sys.stderr.write(f"{line}\n")
