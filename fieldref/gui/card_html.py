"""Sets a quick card for reading on the screen, and the list of all cards."""

from __future__ import annotations

from html import escape

from fieldref.core.library import Library
from fieldref.core.model import POLICY_SENTENCE, Card, CardLine, review_notice
from fieldref.gui.documents import Heading, ReaderDocument, ReadingState
from fieldref.gui.html_kit import FIRST_SCREEN, HtmlKit
from fieldref.gui.page_html import tick_lines
from fieldref.gui.words import edition_words, long_date, plural, role_names


class CardSetter:
    """Sets cards of a library in one look and reading state."""

    def __init__(self, library: Library, kit: HtmlKit, state: ReadingState) -> None:
        self._library, self._kit, self._state = library, kit, state

    def document(self, card: Card) -> ReaderDocument:
        """Return a card as a document: steps to tick, do-nots, details, the pages it rests on."""
        kit = self._kit
        part = self._library.part(card.part).title
        trail = f"{escape(part)} › Quick card for {escape(role_names(self._library, card.roles))}"
        edition = edition_words(self._library.edition, card.edited)
        html = [kit.head(card.part, trail, edition, card.code, plain_title(card))]
        if card.reviews:
            html.append(kit.banner(f"{escape(review_notice(card.reviews))} {POLICY_SENTENCE}"))
        html.append(kit.heading("", "Steps", "steps", above=min(16, kit.density.heading_above)))
        html.append(kit.actions([_line(step) for step in card.steps], 0, dict(self._state.ticks)))
        html.append(kit.mark_place(FIRST_SCREEN))
        if self._state.ticks:
            html.append(kit.ticked(len(self._state.ticks)))
        headings = [Heading("Steps", "steps")]
        if card.donts:
            html.append(kit.heading("", "Do not", "do-not"))
            html.append(kit.do_nots([_line(line) for line in card.donts]))
            headings.append(Heading("Do not", "do-not"))
        if card.blanks:
            html.append(kit.heading("", "Local details", "fill-in"))
            html.append(self._details(card))
            headings.append(Heading("Local details", "fill-in"))
        html.append(kit.text("" if card.reviews else POLICY_SENTENCE, 15, "muted", above=14, bold=True))
        html.append(kit.text(self._foot(card), 14, "muted", above=6))
        return ReaderDocument(
            title=plain_title(card), html="".join(html), code=card.code, part=card.part,
            headings=tuple(headings), see=self._pages(card), first_screen=FIRST_SCREEN,
            lines=tuple(tick_lines([f"{step.lead}{step.rest}" for step in card.steps], 0, self._state.ticks)),
            state=f"{card.code} · {edition}" if kit.density.head == "bar" else "",
        )  # fmt: skip

    def _details(self, card: Card) -> str:
        known = {detail.key: detail for detail in self._library.local_details}
        rows = []
        for key in card.blanks:
            label = known[key].label if key in known else key
            value = self._state.local.get(key)
            link = f'<a href="local:{escape(key)}">{"Edit" if value else "Fill in"}</a>'
            words = f"<strong>{escape(value.value)}</strong>" if value else "________________"
            rows.append((escape(label), words, link))
        return self._kit.grid((), rows)

    def _pages(self, card: Card) -> tuple[Heading, ...]:
        found = {page.id: page for page in self._library.pages() if page.id in card.pages}
        return tuple(
            Heading(found[name].title, code=found[name].code, address=f"page:{name}")
            for name in card.pages
            if name in found
        )

    def _foot(self, card: Card) -> str:
        dated = long_date(self._library.content_date)
        return (
            f"{card.code} · edition {escape(self._library.edition)}, content of {dated}"
            f" · rests on pages {', '.join(card.page_codes)}"
        )

    def list_document(self) -> ReaderDocument:
        """Return the list of all cards by phase; those for other roles after those for the role."""
        kit, role = self._kit, self._state.role
        html = [kit.head("overview", "Cards", "", "", "Quick cards")]
        headings = []
        for part in self._library.parts:
            cards = self._library.cards(part=part.id)
            if not cards:
                continue
            headings.append(Heading(part.title, part.id))
            html.append(kit.heading("", part.title, part.id))
            own = self._library.cards(part=part.id, role=role)
            html += [self._row(card) for card in own]
            others = [card for card in cards if card not in own]
            if others:
                html.append(self._others(part.id, others))
        return ReaderDocument(title="Quick cards", html="".join(html), headings=tuple(headings))

    def _name(self, card: Card) -> str:
        """A card's title as it is read: the role of a role card by its name instead of in capitals."""
        role = role_names(self._library, card.roles)
        return f"{role[:1].upper()}{role[1:]}: {lower_first(plain_title(card))}" if card.kind == "role" else card.title

    def _others(self, part: str, cards: list[Card]) -> str:
        name = f"cards:{part}"
        is_open = name in self._state.opened
        title = f"{plural(len(cards), 'card')} for other roles"
        row = self._kit.row(f"fold:{name}", title, icon="down" if is_open else "right", bold=False)
        return row + "".join(self._row(card) for card in cards) if is_open else row

    def _row(self, card: Card) -> str:
        return self._kit.row(f"card:{card.id}", escape(self._name(card)), card.code, icon="card", bold=False)


def plain_title(card: Card) -> str:
    """Return a card's title without the capitals of its role: the role stands in the line above it.

    >>> from types import SimpleNamespace
    >>> plain_title(SimpleNamespace(title="LAW ENFORCEMENT: attack under way"))
    'Attack under way'
    """
    head, colon, rest = card.title.partition(": ")
    return rest[:1].upper() + rest[1:] if colon and head.isupper() else card.title


def lower_first(text: str) -> str:
    """Return a text with its first letter small, as it reads after a colon.

    >>> lower_first("Attack under way")
    'attack under way'
    """
    return text[:1].lower() + text[1:]


def _line(line: CardLine) -> str:
    words = f"<strong>{escape(line.lead)}</strong>{escape(line.rest)}"
    if not line.trace:
        return words
    return f'{words}&nbsp;<a href="page:{escape(line.trace)}" style="text-decoration:none">›</a>'
