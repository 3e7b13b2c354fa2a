"""Words as search sees them: text cut into folded words, stop words, and stems that keep unlike words apart.

The same functions read the documents and what the user types, so that both fold alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 40
"""Letters of a word that are looked at; what follows is ignored."""

_APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`\u2032"
_RAW = re.compile(
    r"(?:[^\W\d_]\.){2,}[^\W\d_]?(?![^\W_])"  # U.S., D.C.
    r"|\d{1,3}(?:,\d{3})+(?!\d)"  # 1,000
    rf"|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*"
)
_ATOM = re.compile(r"\d+(?:st|nd|rd|th)(?![^\W_])|\d+|[^\W\d_]+")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s$")
_TELEPHONE = re.compile(r"(?<![\d-])(?:\+?1[-. ])?\(?(\d{3})\)?[-. ]{1,2}(\d{3})[-. ](\d{4})(?!\d)")

STOP_WORDS = frozenset(
    """
    a able about again allowed already also am an and any anybody anyone are arent as at be been being but by came
    can cannot cant come comes coming could couldnt did didnt do does doesnt doing done dont else even ever
    everybody everyone for from get getting go goes going gone gonna got gotten guy guys had has have having he her
    here hers him his how i if im in into is isnt it its just let lot lots me my need needs of off on onto or our
    out please really said says she should shouldnt so some somebody someone still stuff supposed than that the
    their them then there these they thing things this those to too us want wanted wants was wasnt we were werent
    what whats when where which while who whom whose why will with wont would wouldnt you your
    """.split()  # noqa: SIM905  a list of words reads better so
)
"""Words that a question is padded with: never required, unless nothing else was typed."""


ASKING_WORDS = frozenset(
    (
        "phone",
        "telephone",
        "number",
        "numbers",
        "website",
        "card",
        "cards",
        "define",
        "definition",
        "meaning",
        "mean",
        "means",
        "stands",
        "acronym",
        "page",
        "section",
        "info",
        "information",
    )
)
"""Words that say what kind of answer is wanted; beside other words they need not stand in it."""


class Token(NamedTuple):
    """A folded word with its place in the text (characters); `acronym`: it was written in capitals."""

    text: str
    start: int
    end: int
    acronym: bool


def tokenize(text: str) -> list[Token]:
    """The words of a text in order, folded: case, accents, hyphens, apostrophes; letters and digits apart.

    >>> [token.text for token in tokenize("The officer's ICS-214, caf\u00e9 & 1,000 pre-filled U.S. forms")]
    ['the', 'officer', 'ics', '214', 'cafe', '1000', 'pre', 'filled', 'us', 'forms']
    >>> [token.acronym for token in tokenize("March with MARCH")]
    [False, False, True]
    """
    raw = [(found.group(), found.start(), found.end()) for found in _RAW.finditer(text)]
    capitals = {place for place, (word, _, _) in enumerate(raw) if len(word) > 1 and word[:-1].isupper()}
    if len(capitals) > 1:
        capitals -= _shouted([word for word, _, _ in raw])
    tokens = []
    for place, (word, start, end) in enumerate(raw):
        atoms = fold(word)
        if len(atoms) == 1:
            tokens.append(Token(atoms[0], start, end, place in capitals and _is_acronym(word)))
        else:
            tokens.extend(_atoms_in_place(word, atoms, start, end))
    return tokens


def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, without their places."""
    return tuple(atom for found in _RAW.finditer(text) for atom in fold(found.group()))


@lru_cache(maxsize=50_000)
def fold(word: str) -> tuple[str, ...]:
    """The folded atoms of one written word.

    >>> fold("Officer\u2019s"), fold("ICS214"), fold("5th"), fold("\uff32\uff34\uff26"), fold("1,000")
    (('officer',), ('ics', '214'), ('5th',), ('rtf',), ('1000',))
    """
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", word)).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    kept = [letter for letter in plain if not unicodedata.combining(letter)]
    joined = "".join(letter for letter in kept if letter not in _APOSTROPHES and letter not in ".,")
    return tuple(atom[:LONGEST_WORD] for atom in _ATOM.findall(joined))


def telephone_numbers(text: str) -> list[str]:
    """The telephone numbers of a text as ten digits each, so that a number typed without hyphens is found.

    >>> telephone_numbers("Call 1-800-273-8255 or (202) 555-0188.")
    ['8002738255', '2025550188']
    """
    return ["".join(groups) for groups in _TELEPHONE.findall(text)]


def _atoms_in_place(word: str, atoms: tuple[str, ...], start: int, end: int) -> list[Token]:
    """Atoms of a word that holds several, each where it stands; all over the whole word if one is not found so."""
    places = []
    position = 0
    for atom in atoms:
        at = word.lower().find(atom, position)
        if at < 0 or len(word.lower()) != len(word):
            return [Token(other, start, end, False) for other in atoms]
        position = at + len(atom)
        places.append((atom, at, position))
    return [
        Token(atom, start + first, start + last, last - first > 1 and word[first:last].isupper())
        for atom, first, last in places
    ]


def _is_acronym(word: str) -> bool:
    letters = word[:-1] if len(word) > 2 and word.endswith("s") else word
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()


def _shouted(words: list[str]) -> set[int]:
    """The places of words in a run of capitals that holds a long or a common word: a shout, not acronyms."""
    shouted: set[int] = set()
    first = 0
    while first < len(words):
        last = first
        while last < len(words) and words[last].isupper():
            last += 1
        run = words[first:last]
        if len(run) > 1 and any(len(word) > 6 or word.casefold() in STOP_WORDS for word in run):
            shouted.update(range(first, last))
        first = max(last, first + 1)
    return shouted


_IRREGULAR = {
    "children": "child",
    "men": "man",
    "women": "woman",
    "knives": "knife",
    "wives": "wife",
    "buses": "bus",
    "gases": "gas",
    "crises": "crisis",
    "analyses": "analysis",
    "diagnoses": "diagnosis",
    "bled": "bleed",
    "fled": "flee",
    "fleeing": "flee",
    "dying": "die",
    "died": "die",
    "dies": "die",
    "hidden": "hide",
    "ran": "run",
    "hung": "hang",
    "says": "say",
    "counselling": "counseling",
}
_UNSTEMMED = frozenset(
    """
    armed always besides building campus canvas casing chaos christmas clothing during evening housing humane
    hundred kansas lens means meeting morale morning news nothing perhaps series setting something species
    sterling texas vegas arkansas thing united whereas bias biased organ trial morbid naked sacred hatred
    sling ceiling anything everything counseling
    """.split()  # noqa: SIM905  a list of words reads better so
)
_KEEP_S = ("ss", "us", "is", "ous")
_VOWEL = re.compile(r"[aeiouy]")
_SHORT = re.compile(r"[^aeiou]*[aeiouy][^aeiouwxy]")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The light stem of a folded word: plural, -ed, -ing, -ation and British -ise taken off, nothing bolder.

    >>> [stem(word) for word in ("injuries", "planning", "hiding", "evacuating", "evacuation")]
    ['injury', 'plan', 'hide', 'evacuat', 'evacuat']
    >>> [stem(word) for word in ("organ", "organization", "organisation", "triage", "trial", "ics")]
    ['organ', 'organizat', 'organizat', 'triag', 'trial', 'ics']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word in _UNSTEMMED or not (word.isascii() and word.isalpha()):
        return word
    base = _singular(word)
    if base in _UNSTEMMED:
        return base
    base = _without_ending(_american(base))
    if len(base) > 5 and base.endswith("e"):
        base = base[:-1]
    return base


def stems(words: Iterable[str]) -> tuple[str, ...]:
    """The stem of each word."""
    return tuple(stem(word) for word in words)


def _singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(_KEEP_S):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


_BRITISH = re.compile(r"is(e|ed|ing|er|ation)$")


def _american(word: str) -> str:
    """British -ise as -ize; both spellings go the same way, so a word like `exercise` loses nothing."""
    return _BRITISH.sub(r"iz\1", word) if len(word) > 6 else word


def _without_ending(word: str) -> str:
    if word.endswith("ation") and len(word) > 7:
        return word[:-3]
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ing"):
        base = word[:-3]
    elif word.endswith("ed") and not word.endswith("eed"):
        base = word[:-2]
    else:
        return word
    if len(base) < 3 or not _VOWEL.search(base):
        return word
    if base[-1] == base[-2] and (base[-1] not in "lsz" or (base.endswith("ell") and len(base) > 5)):
        return base[:-1]  # plann-ing, and British travell-ing
    if len(base) < 5 and _SHORT.fullmatch(base):
        return base + "e"  # hid-ing, shar-ed: a short word that had doubled its last letter if it had no e
    return base


def forget_words() -> None:
    """Drop the words that were folded and stemmed: after every text was read, ten thousand would be kept for few."""
    fold.cache_clear()
    stem.cache_clear()
