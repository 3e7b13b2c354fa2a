"""Sets the directory, the glossary, the A-Z index and the list of sources as documents."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from fieldref.core.errors import NotFound
from fieldref.core.library import Library
from fieldref.core.model import Contact, DirectoryEntry, GlossaryTerm, PageMeta, visible
from fieldref.gui.documents import Heading, ReaderDocument, ReadingState
from fieldref.gui.home_rows import NOW_PART
from fieldref.gui.html_kit import HtmlKit
from fieldref.gui.page_html import source_line
from fieldref.gui.words import plural, role_names

SHORT_NUMBER = 6
KINDS = {"phone": "Call", "text": "Text", "web": "Web", "mail": "Mail", "note": "Note"}


class ReferenceSetter:
    """Sets reference tables of a library in one look and reading state."""

    def __init__(self, library: Library, kit: HtmlKit, state: ReadingState) -> None:
        self._library, self._kit, self._state = library, kit, state

    # Directory

    def directory(self, category: str) -> ReaderDocument:
        """Return one category of the directory, entries for the role first."""
        kit = self._kit
        entries = [entry for entry in self._library.directory if entry.category == category]
        own = [entry for entry in entries if visible(entry.roles, self._state.role)]
        others = [entry for entry in entries if entry not in own]
        html = [kit.head("overview", "Directory", plural(len(entries), "entry", "entries"), "", category)]
        html += [self._entry(entry) for entry in own]
        folded: dict[str, str] = {}
        if others:
            name = f"directory:{category}"
            is_open = name in self._state.opened
            title = f"{plural(len(others), 'entry', 'entries')} for other roles"
            html.append(kit.row(f"fold:{name}", title, icon="down" if is_open else "right", above=8))
            if is_open:
                html += [self._entry(entry) for entry in others]
            else:
                folded = {entry.id: name for entry in others}
        headings = tuple(Heading(entry.name, entry.id) for entry in (entries if not folded else own))
        return ReaderDocument(title=category, html="".join(html), headings=headings, folded=folded)

    def _entry(self, entry: DirectoryEntry) -> str:
        kit = self._kit
        number = lead_number(entry)
        size = 44 if len(number) <= SHORT_NUMBER else 22
        big = kit.span(escape(number), size, bold=True)
        name = escape(entry.name)
        confirmed = (
            f"Confirmed {escape(entry.confirmed)}"
            if entry.confirmed
            else f'<img src="icon:warning?warn_fg" width="{kit.px(15)}" height="{kit.px(15)}">'
            f"&nbsp;{kit.span('Unconfirmed: check before use', 14, 'warn_fg')}"
        )
        lines = [
            kit.span(escape(entry.gives), 16),
            f"{kit.span('For: ', 15, 'muted')}{kit.span(escape(entry.who), 15, 'muted')}",
        ]
        rest = [contact for contact in entry.contacts if contact.value != number]
        lines += [self._contact(contact) for contact in rest]
        if entry.local:
            lines.append(self._local(entry.local))
        if entry.status:
            lines.append(kit.span(escape(entry.status), 14, "muted"))
        if entry.pages:
            lines.append(kit.span("Named in " + self._page_links(entry.pages), 14, "muted"))
        return kit.entry(entry.id, big if number else "", name, lines, confirmed)

    def _local(self, key: str) -> str:
        value = self._state.local.get(key)
        words = f"<strong>{escape(value.value)}</strong>" if value else "________"
        verb = "Edit" if value else "Fill in"
        return self._kit.span(f'Yours: {words} <a href="local:{escape(key)}">{verb}</a>', 15)

    def _contact(self, contact: Contact) -> str:
        label = f"{escape(contact.label)}: " if contact.label else ""
        if contact.kind == "note":
            return self._kit.span(label + escape(contact.value), 15)
        if contact.kind == "web":
            shown = contact.value.removeprefix("https://").removeprefix("http://").rstrip("/")
            return self._kit.span(f'{label}<a href="{escape(contact.value)}">{escape(shown)}</a>', 15)
        word = KINDS.get(contact.kind, "")
        number = escape(contact.value)
        return self._kit.span(f"{word} <strong>{number}</strong> {escape(contact.label)}", 16)

    def _page_links(self, pages: Sequence[str]) -> str:
        return ", ".join(
            f'<a href="page:{meta.id}" style="text-decoration:none">{meta.code}</a>' for meta in self._metas(pages)[:12]
        )

    def _metas(self, pages: Sequence[str]) -> list[PageMeta]:
        known = {page.id: page for page in self._library.pages()}
        return [known[page] for page in pages if page in known]

    # Glossary

    def glossary(self) -> ReaderDocument:
        """Return all terms in alphabetical order, a heading for each letter."""
        kit = self._kit
        terms = self._library.glossary
        html = [kit.head("overview", "Reference", plural(len(terms), "term"), "", "Glossary")]
        headings = []
        for letter, group in groupby(terms, key=_letter):
            headings.append(Heading(letter, f"letter-{letter}"))
            html.append(kit.heading("", letter, f"letter-{letter}"))
            html += [self._term(term) for term in group]
        return ReaderDocument(title="Glossary", html="".join(html), headings=tuple(headings))

    def _term(self, term: GlossaryTerm) -> str:
        kit = self._kit
        abbreviation = f" ({escape(term.abbreviation)})" if term.abbreviation else ""
        lines = [kit.span(escape(term.definition), 17)]
        see = [self._see(name) for name in term.see]
        if any(see):
            lines.append(kit.span("See " + ", ".join(filter(None, see)), 15, "muted"))
        return kit.entry(term.id, "", f"{escape(term.term)}{abbreviation}", lines, "")

    def _see(self, identifier: str) -> str:
        head, _, rest = identifier.partition("/")
        try:
            if head == "directory":
                return f'<a href="directory:{rest}">{escape(self._library.directory_entry(rest).name)}</a>'
            if head == "glossary":
                return f'<a href="glossary:{rest}">{escape(self._library.glossary_term(rest).term)}</a>'
            page = self._library.page_meta(identifier)
            return f'<a href="page:{page.id}">{escape(page.title)}</a>'
        except NotFound:
            return ""

    # Index

    def index(self, use: str = "") -> ReaderDocument:
        """Return all pages from A to Z; `use` "now" keeps those needed in seconds. For touch, without any key."""
        kit = self._kit
        pages = [page for page in self._library.pages() if not use or page.use == use]
        own = [page for page in pages if visible(page.roles, self._state.role)]
        title = "Needed now" if use == "now" else "A to Z"
        html = [kit.head("overview", "All pages", plural(len(pages), "page"), "", title)]
        headings = []
        for letter, group in groupby(
            sorted(own, key=lambda page: page.title.lower()), key=lambda p: p.title[0].upper()
        ):
            headings.append(Heading(letter, f"letter-{letter}"))
            html.append(kit.heading("", letter, f"letter-{letter}", above=16))
            html += [self._page_row(page) for page in group]
        others = sorted((page for page in pages if page not in own), key=lambda page: page.title.lower())
        if others:
            name = f"index:{use}"
            is_open = name in self._state.opened
            words = f"{plural(len(others), 'page')} for other roles"
            html.append(kit.row(f"fold:{name}", words, icon="down" if is_open else "right", above=20))
            html += [self._page_row(page) for page in others] if is_open else []
        needed = list(self._library.card_heads(self._state.role, NOW_PART)) if use == "now" else []
        if needed:
            headings.append(Heading("Quick cards", "cards"))
            html.append(kit.heading("", "Quick cards", "cards"))
            html += [
                kit.row(f"card:{card.id}", escape(card.title), card.code, icon="card", bold=False) for card in needed
            ]
        return ReaderDocument(title=title, html="".join(html), headings=tuple(headings))

    def _page_row(self, page: PageMeta) -> str:
        return self._kit.row(f"page:{page.id}", escape(page.title), page.code, icon="", bold=False)

    # Sources

    def sources(self) -> ReaderDocument:
        """Return every source used, by publisher."""
        kit = self._kit
        ordered = sorted(self._library.sources.values(), key=lambda source: (source.publisher.lower(), source.title))
        rows = "".join(kit.source_row("", source_line(source), source.key) for source in ordered)
        html = kit.head("overview", "Reference", plural(len(ordered), "source"), "", "Sources")
        return ReaderDocument(title="Sources", html=f"{html}{kit.table_open(above=10)}{rows}</table>")

    def roles_note(self, roles: tuple[str, ...]) -> str:
        """Return for whom something is written."""
        return f"For {role_names(self._library, roles)}"


def lead_number(entry: DirectoryEntry) -> str:
    """Return the number that stands large: the first telephone or text number."""
    return next((contact.value for contact in entry.contacts if contact.kind in ("phone", "text")), "")


def _letter(term: GlossaryTerm) -> str:
    first = term.term[:1].upper()
    return first if first.isalpha() else "#"
