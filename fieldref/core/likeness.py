"""How much a query is like a name, and whether its words stand together in a text; both given as stems."""

from __future__ import annotations

from collections.abc import Sequence

from fieldref.core.words import STOP_WORDS, folded_words, stem

FEW_LETTERS = 3
"""Up to so many letters of a single word what is needed at once comes first, however long its name is."""


def content_stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words without stop words; of a text of stop words alone, all."""
    words = folded_words(text)
    kept = [word for word in words if word not in STOP_WORDS]
    return tuple(stem(word) for word in kept or words)


def likeness(form: Sequence[str], name: Sequence[str], prefix: bool) -> float:
    """How much a query is the name: 1 the same, less for its beginning, for a part of it, or for holding it.

    >>> likeness(("rescue", "task"), ("rescue", "task", "force"), prefix=False)
    0.7666666666666666
    >>> likeness(("apply", "tourniquet"), ("tourniquet",), prefix=False)
    0.5
    """
    form, name = tuple(form), tuple(name)
    if not form or not name:
        return 0.0
    if form == name:
        return 1.0
    if _begins(name, form, prefix):
        typed, whole = sum(map(len, form)), sum(map(len, name))
        if prefix and len(form) == 1:
            return 0.6 if typed <= FEW_LETTERS else 0.5 + 0.4 * min(1.0, typed / whole)
        return 0.5 + 0.4 * len(form) / len(name)
    if len(form) < len(name):
        inside = any(_begins(name[at:], form, prefix) for at in range(1, len(name) - len(form) + 1))
        return 0.3 + 0.4 * len(form) / len(name) if inside else _shared(form, name)
    inside = any(form[at : at + len(name)] == name for at in range(len(form) - len(name) + 1))
    return 0.3 + 0.4 * len(name) / len(form) if inside else _shared(form, name)


def _shared(form: tuple[str, ...], name: tuple[str, ...]) -> float:
    """Words in common without order; more when the name has all of the query's."""
    typed, known = set(form), set(name)
    common = len(typed & known)
    if common < 2:
        return 0.0
    share = common / max(len(typed), len(known))
    return 0.25 + 0.35 * share if common == len(typed) else 0.3 * share


def _begins(name: tuple[str, ...], form: tuple[str, ...], prefix: bool) -> bool:
    if len(form) > len(name) or name[: len(form) - 1] != form[:-1]:
        return False
    last, typed = name[len(form) - 1], form[-1]
    if last == typed or not prefix:
        return last == typed
    beyond = len(typed) - len(last)  # "evacuati" is longer than the stem of what it will become
    return last.startswith(typed) or (len(last) > 4 and 0 < beyond < 4 and typed.startswith(last))


def nearness(form: Sequence[str], text: str, prefix: bool) -> float:
    """How many neighbors of the query stand together in the text (stems between spaces), from 0 to 1."""
    end = "" if prefix else " "
    if f" {' '.join(form)}{end}" in text:
        return 1.0
    pairs = len(form) - 1
    if pairs < 2:
        return 0.0
    ends = [" "] * (pairs - 1) + [end]
    return 0.6 * sum(f" {form[at]} {form[at + 1]}{ends[at]}" in text for at in range(pairs)) / pairs
