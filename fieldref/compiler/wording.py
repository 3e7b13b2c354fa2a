"""Rules of wording that a program can check: common practice where it may not stand, missing reviews, vague verbs.

They catch the plain cases; a reader still has to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldref.compiler.inline import CITATION, LOCAL, PRACTICE, cited_keys
from fieldref.compiler.meta import PageDraft
from fieldref.compiler.problems import Problems
from fieldref.compiler.source import RawSection
from fieldref.core.model import SectionKind

MEDICAL = re.compile(
    r"\b(tourniquets?|bleed\w*|wounds?|chest seals?|airway|triage|CPR|pack(?:ed|ing)? the wound|hypothermia|"
    r"decompression|gauze|pulse|drugs?|dose)\b",
    re.I,
)
LEGAL = re.compile(r"\b(statutes?|HIPAA|FERPA|Clery|warrants?|subpoenas?|lawful\w*|liab\w+|Miranda)\b")
PHONE = re.compile(r"(?<![\d-])(?:1-)?\(?\d{3}\)?[ -]\d{3}-\d{4}(?!\d)")
VAGUE = re.compile(r"^(?:- \[ \]|\d+\.|-)\s+(?:\*\*)?(consider|ensure)\b", re.I)
NUMBER = re.compile(r"\d")
HARMLESS_NUMBERS = re.compile(r"\b(?:911|988|K-12|504|Day \d)\b")
CAUTIONS = ("do-not", "never")
EVIDENCE = ("why", "evidence", "the-evidence", "case-example", "figures")
PLANNING = ("for-planners", "for-leaders", "tools-and-resources", "further-reading")


def section_kind(section: RawSection, *, first: bool) -> SectionKind:
    """What a section is for, from its anchor: the order act, detail, caution, evidence, planning."""
    if section.anchor in CAUTIONS:
        return "caution"
    if section.anchor in EVIDENCE or section.anchor.startswith("why-"):
        return "evidence"
    if section.anchor in PLANNING:
        return "planning"
    return "act" if first else "detail"


def check_page(page: PageDraft, problems: Problems) -> None:
    """Record a problem for each sentence that breaks a rule of wording."""
    path = page.source.path
    for section in page.source.sections:
        for number, line in section.lines:
            for text in _faults(line):
                problems.add(path, number, text)
    _check_reviews(page, problems)
    _check_order(page, problems)


def _faults(line: str) -> Iterator[str]:
    words = LOCAL.sub("", CITATION.sub("", line))
    if PHONE.search(words):
        yield "a telephone number on a page; link to its directory entry, where its confirmation stands"
    if VAGUE.search(words):
        yield "an action begins with consider or ensure; say what to do"
    if any(cited_keys(mark[0]) == [PRACTICE] for mark in CITATION.finditer(line)):
        sentence = HARMLESS_NUMBERS.sub("", _practice_sentence(line))
        if MEDICAL.search(sentence) or LEGAL.search(sentence) or NUMBER.search(sentence):
            yield (
                "[@practice] on medical or legal matter, a number, a threshold or a distance; cite a source or "
                "leave it out"
            )


def _practice_sentence(line: str) -> str:
    """The words that the practice mark stands behind: back to the mark or sentence before it."""
    before = line[: line.index("@" + PRACTICE)]
    return re.split(r"\]\s|[.!?]\s+(?=[A-Z])", re.sub(r"^\s*(?:\d+\.|- \[ \]|-)\s*", "", before).rstrip("[; "))[-1]


def _check_reviews(page: PageDraft, problems: Problems) -> None:
    if page.part == "help" or page.use == "plan":
        return
    kinds = {review.kind for review in page.reviews}
    text = "\n".join(section.text for section in page.source.sections)
    line = page.source.line_of("review")
    for kind, pattern, least in (("medical", MEDICAL, 4), ("legal", LEGAL, 4)):
        found = pattern.findall(text)
        if kind not in kinds and len(found) >= least:
            words = ", ".join(sorted({word.lower() for word in found})[:4])
            problems.add(page.source.path, line, f"speaks of {words} but needs no {kind} review; add `{kind}: none`")
    if page.step in ("response", "on-site") and page.use == "now" and not kinds:
        problems.add(page.source.path, line, "a page to act on has no review kind; add `tactical: none`")


def _check_order(page: PageDraft, problems: Problems) -> None:
    order = {"act": 0, "detail": 1, "caution": 2, "evidence": 3, "planning": 4}
    highest = 0
    for index, section in enumerate(page.source.sections):
        kind = section_kind(section, first=index == 0)
        if kind == "detail" and section.roles is not None:
            continue  # a section for one role may follow what concerns everybody
        if order[kind] < highest and kind in ("caution", "evidence") and section.anchor != "case-example":
            text = f"{section.heading} stands too late; the order is act, details, cautions, evidence, planning"
            problems.add(page.source.path, section.line, text)
        highest = max(highest, order[kind] if kind != "detail" else highest)
