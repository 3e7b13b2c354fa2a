"""What the user typed, taken apart: words, quoted phrases, a last word still being typed, scopes and codes.

There is no query syntax to get wrong: every string is valid, and what is not understood is taken as words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fieldref.core.model import Part, Role
from fieldref.core.words import Token, folded_words, tokenize

LONGEST_QUERY = 500
"""Characters of a query that are read; what follows is ignored."""
MOST_WORDS = 24
"""Words of a query that are searched for."""

_SCOPE = re.compile(r"\s*([^\s:\"\u201c\u201d]+(?:[ -][^\s:\"\u201c\u201d]+){0,4})\s*:\s*")
_PHRASE = re.compile('["\u201c\u201d\u201e\u00ab]([^"\u201c\u201d\u201e\u00bb]*)["\u201c\u201d\u00bb]')
_LEADING = re.compile(r"^\s*(go to|page|section|card|code)\s+", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"-(?=\d)")


class ParsedQuery(NamedTuple):
    """A query in parts; `words` are folded, in order, and hold those of the phrases too.

    `acronyms` says for each word whether it was typed in capitals among other words or alone; `exact` whether
    it stood in quotes (then neither stemmed nor corrected). `prefix` is true when the last word may go on.
    `code` is the whole query as codes are written, in case it is one: "M21", "M21.3", "P-LE".
    """

    text: str
    words: tuple[str, ...] = ()
    acronyms: tuple[bool, ...] = ()
    exact: tuple[bool, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefix: bool = False
    role: str | None = None
    part: str | None = None
    code: str = ""


class QueryParser:
    """Takes queries apart; knows which words before a colon name a role or a part."""

    def __init__(self, roles: Sequence[Role], parts: Sequence[Part]) -> None:
        self._roles = _role_names(roles)
        self._parts = _part_names(parts)

    def parse(self, text: str, *, scopes: bool = True) -> ParsedQuery:
        """The parts of any string; without `scopes` a colon means nothing.

        >>> parser = QueryParser([Role("LE", "Law enforcement", "POLICE")], [])
        >>> parsed = parser.parse('le: "stop the bleed" tourni')
        >>> parsed.role, parsed.phrases, parsed.words, parsed.prefix
        ('LE', (('stop', 'the', 'bleed'),), ('stop', 'the', 'bleed', 'tourni'), True)
        """
        rest = text[:LONGEST_QUERY]
        role, part, rest = self._scopes(rest) if scopes else (None, None, rest)
        tokens, exact, phrases = _words_and_phrases(rest)
        shouting = len(tokens) > 1 and all(token.acronym for token in tokens)
        return ParsedQuery(
            text=text[:LONGEST_QUERY].strip(),
            words=tuple(_without_trunk(token.text) for token in tokens),
            acronyms=tuple(token.acronym and not shouting for token in tokens),
            exact=exact,
            phrases=phrases,
            prefix=bool(tokens) and not exact[-1] and (rest[-1].isalnum() or rest[-1] == "*"),
            role=role,
            part=part,
            code=code_key(rest),
        )

    def _scopes(self, text: str) -> tuple[str | None, str | None, str]:
        role = part = None
        while found := _SCOPE.match(text):
            name = "".join(folded_words(found[1]))
            if name in self._roles and role is None:
                role = self._roles[name]
            elif name in self._parts and part is None:
                part = self._parts[name]
            else:
                break
            text = text[found.end() :]
        return role, part, text


def _role_names(roles: Sequence[Role]) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for role in roles:
        for name in (role.code, role.name, role.short, *role.aliases):
            for form in (name, name + "s"):
                names.setdefault("".join(folded_words(form)), role.code)
    return names


def _part_names(parts: Sequence[Part]) -> Mapping[str, str]:
    return {"".join(folded_words(name)): part.id for part in parts for name in (part.id, part.title) if name}


def _words_and_phrases(text: str) -> tuple[list[Token], tuple[bool, ...], tuple[tuple[str, ...], ...]]:
    """All words in order, whether each was quoted, and the phrases; an unclosed quote means nothing."""
    tokens: list[Token] = []
    exact: list[bool] = []
    phrases = []
    position = 0
    for found in _PHRASE.finditer(text):
        plain = tokenize(text[position : found.start()])
        quoted = tokenize(found[1])
        tokens += plain + quoted
        exact += [False] * len(plain) + [True] * len(quoted)
        if quoted:
            phrases.append(tuple(token.text for token in quoted))
        position = found.end()
    plain = tokenize(text[position:])
    tokens += plain
    exact += [False] * len(plain)
    return tokens[:MOST_WORDS], tuple(exact[:MOST_WORDS]), tuple(phrases)


def _without_trunk(word: str) -> str:
    """An eleven-digit telephone number without the 1 before it, as the index has it."""
    return word[1:] if len(word) == 11 and word.isdigit() and word[0] == "1" else word


def code_key(text: str) -> str:
    """A code as it is looked up, however it was typed.

    >>> code_key(" m 21.3 "), code_key("M-21"), code_key("p-le"), code_key("page L5")
    ('M21.3', 'M21', 'P-LE', 'L5')
    """
    return _BEFORE_NUMBER.sub("", "".join(_LEADING.sub("", text).split()).upper()).strip(".,;?!")
