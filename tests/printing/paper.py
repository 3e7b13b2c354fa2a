"""Cards, pages and imprints for the tests of printing, and ways to look at what was set."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

from PySide6.QtGui import QImage

from fieldref.core.model import (
    ROLE_CODES,
    Block,
    Card,
    CardLine,
    LocalDetail,
    LocalValue,
    Page,
    PageMeta,
    Part,
    Review,
    Role,
    Section,
    SectionMeta,
    Source,
)
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Box, Group, Hatch, Line, Mark, Picture, Shape, Text

ROLE_NAMES = {
    "LE": ("Law enforcement", "POLICE"),
    "FE": ("Fire and EMS", "FIRE/EMS"),
    "SO": ("School officials", "SCHOOLS"),
    "AC": ("Agency and community service providers", "SERVICES"),
    "BV": ("Building and venue security", "VENUES"),
    "PM": ("Policymakers", "POLICY"),
    "CL": ("Community leaders", "COMMUNITY"),
}
LONG_LABELS = {
    "long-one": "Command channel and backup 1",
    "long-two": "Staging area and its gateway",
    "long-three": "Fire and EMS chief on call 1",
    "long-four": "Trauma hospital notice lines",
}
LABELS = {"command-channel": "Command channel", "hospital-notify": "Hospital notice line", **LONG_LABELS}
_VOCABULARY = (
    "a at by in of on or to and all for hot now off out the two who also call fire from hold keep late lead line move "
    "must name near next only open plan post room safe same side stay stop take team tell that them they this time "
    "unit what when with zone alert bring clear close cover first guide known leave level minor other place radio "
    "rally ready route scene shelter staff state still their there truck voice watch where which "
    "access agreed always answer areas arrive before behind caller casualty channel command commander confirmed "
    "direction dispatch evacuation families information injured intelligence medical notification officers outside "
    "perimeter position protected public reported rescue responders reunification secondary separate supervisor "
    "tactical transport unconfirmed witnesses"
)
WORDS = _VOCABULARY.split()


def imprint(**values: str) -> Imprint:
    """An imprint with all roles and labels; keyword arguments fill in details (underscores for hyphens)."""
    filled = {key.replace("_", "-"): value for key, value in values.items()}
    return Imprint(
        edition="2026.1",
        content_date="2026-11-21",
        roles={code: Role(code, name, short) for code, (name, short) in ROLE_NAMES.items()},
        details={key: LocalDetail(key, label, "", "") for key, label in LABELS.items()},
        values={key: LocalValue(key, value, "2026-11-20") for key, value in filled.items()},
        parts={part: Part(part, part[0].upper(), part.title(), "", True) for part in ("prevent", "mitigate")},
    )


def lines(*texts: str) -> tuple[CardLine, ...]:
    """Card lines from "Lead| and the rest"."""
    return tuple(CardLine(*text.split("|", 1)) for text in texts)


def card(**changes: object) -> Card:
    """A typical card of seven steps."""
    typical = Card(
        id="cards/mitigate/le",
        code="M-LE",
        title="LAW ENFORCEMENT: attack under way",
        part="mitigate",
        roles=("LE",),
        kind="role",
        pages=("mitigate/first-officers",),
        page_codes=("M21", "M22", "M23", "M24"),
        steps=lines(
            "Go| to the threat at once, if your agency's policy allows (IACP model policy, 2018).",
            "Carry| what you need: medical kit, radio, keys, plan of the site.",
            "Say| on the radio where you are, where you are going, what you see and hear.",
            "Hand| command to an officer outside, by name; hear it read back.",
            "Report| at once when the threat is stopped or held, and where.",
            "Start| bleeding control as trained; say where the wounded are.",
            "Ask| for rescue teams; release them as your agency's policy allows.",
        ),
        donts=lines("Do not| take quiet to mean that it is over.", "Do not| put a guess on the air as a fact."),
        blanks=("command-channel", "hospital-notify"),
        wallet=lines(
            "Go| to the threat as your policy allows.",
            "Say| where you are and what you see.",
            "Name| who takes command outside.",
            "Report| when the threat is stopped or held.",
        ),
        aliases=(),
        edited="2026-11-21",
        reviews=(Review("tactical"),),
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


def sentence(chance: random.Random, length: int, lead: str) -> CardLine:
    """A line of exactly `length` characters that begins with the lead."""
    words = [chance.choice(WORDS)]
    while len(lead) + 1 + len(" ".join(words)) < length - 1:
        words.append(chance.choice(WORDS))
    rest = " ".join(words)[: length - len(lead) - 2].rstrip()
    return CardLine(lead, f" {rest}{'s' * (length - len(lead) - 2 - len(rest))}.")


def longest_card(seed: int) -> Card:
    """A card of random words at the longest legal lengths, all reviews outstanding, six source pages."""
    chance = random.Random(seed)
    leads = [word.capitalize() for word in WORDS if 3 <= len(word) <= 8]
    roles = tuple(code for code in ROLE_CODES if chance.random() < 0.5) or ("LE",)
    return card(
        id=f"cards/mitigate/random-{seed}",
        code=f"MC{seed % 90 + 10}",
        title=sentence(chance, 48, chance.choice(leads)).text[:-1] + "e",
        roles=roles,
        kind="topic",
        page_codes=("M21", "M22", "M24", "M25", "M26", "M28"),
        steps=tuple(sentence(chance, chance.randint(87, 90), chance.choice(leads)) for _ in range(9)),
        donts=tuple(sentence(chance, chance.randint(84, 87), "Do not") for _ in range(3)),
        blanks=tuple(LONG_LABELS),
        wallet=tuple(sentence(chance, chance.randint(43, 45), chance.choice(leads)) for _ in range(6)),
        reviews=(Review("medical"), Review("tactical"), Review("legal")),
    )


def page(*sections: Section, **changes: object) -> Page:
    """A page with these sections and one source."""
    meta = PageMeta(
        id="mitigate/first-officers",
        code="M21",
        title="First arriving officers",
        part="mitigate",
        step="response",
        roles=("LE", "FE"),
        use="now",
        answer="Go to the threat and stop the killing, as your agency's policy allows; then stop the dying.",
        aliases=(),
        see=(),
        edited="2026-11-21",
        reviews=(Review("tactical"),),
    )
    source = Source("rand", "Mass Attacks Defense Toolkit", "RAND", "2022", "https://www.rand.org/pubs/tools/TLA1613-1")
    return Page(meta._replace(**changes), sections, (source,))  # type: ignore[arg-type]


def section(
    heading: str, *blocks: Block, number: int = 1, kind: str = "detail", roles: tuple[str, ...] = ROLE_CODES
) -> Section:
    """A section of page M21."""
    anchor = heading.lower().replace(" ", "-")
    meta = SectionMeta("mitigate/first-officers", anchor, f"M21.{number}", heading, roles, kind)  # type: ignore[arg-type]
    return Section(meta, blocks, "")


def paragraph(words: int, seed: int = 1) -> Block:
    """A paragraph of random words."""
    chance = random.Random(seed)
    return Block("paragraph", html=" ".join(chance.choice(WORDS) for _ in range(words)) + ".")


# Looking at marks


def placed_texts(marks: Iterable[Mark], x: float = 0.0, y: float = 0.0) -> Iterator[Text]:
    """All texts at their places on the sheet (those in turned groups at the place of their group)."""
    for mark in marks:
        if isinstance(mark, Text):
            yield replace(mark, x=mark.x + x, y=mark.y + y)
        elif isinstance(mark, Group):
            if mark.angle:
                yield from (replace(text, x=mark.x, y=mark.y) for text in placed_texts(mark.marks))
            else:
                yield from placed_texts(mark.marks, x + mark.x, y + mark.y)


def words_of(marks: Iterable[Mark]) -> str:
    """Everything that is set, in order, with single spaces."""
    return " ".join(" ".join(text.text.strip() for text in placed_texts(marks)).split())


def extent(mark: Mark) -> tuple[float, float, float, float]:
    """The left, top, right and lower edge of an unturned mark; text from capitals to descenders."""
    if isinstance(mark, Text):
        return mark.x, mark.y - 0.7 * mark.size, mark.x + mark.width, mark.y + 0.22 * mark.size
    if isinstance(mark, Line):
        xs, ys = (mark.x1, mark.x2), (mark.y1, mark.y2)
        return min(xs), min(ys), max(xs), max(ys)
    if isinstance(mark, Box | Hatch | Picture):
        return mark.x, mark.y, mark.x + mark.w, mark.y + mark.h
    if isinstance(mark, Shape):
        xs, ys = zip(*mark.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)
    return math.nan, math.nan, math.nan, math.nan


def collisions(marks: Iterable[Mark]) -> list[tuple[str, str]]:
    """Pairs of texts whose letters touch."""
    texts = sorted(placed_texts(marks), key=lambda text: text.y)
    found = []
    for index, first in enumerate(texts):
        left, _, right, _ = extent(first)
        for second in texts[index + 1 :]:
            if second.y - 0.668 * second.size > first.y + 0.1 * first.size:
                if second.y - first.y > 60:
                    break
                continue
            other_left, _, other_right, _ = extent(second)
            if other_left < right - 0.05 and left < other_right - 0.05:
                found.append((first.text, second.text))
    return found


def grey_rows(image: QImage) -> list[bytes]:
    """The picture's rows, a byte of grey for each pixel."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels, stride = bytes(grey.constBits()), grey.bytesPerLine()
    return [pixels[y * stride : y * stride + grey.width()] for y in range(grey.height())]


def ink_edges(image: QImage) -> tuple[int, int, int, int]:
    """How many pixels are blank at the left, the top, the right and the bottom of a picture."""
    rows = grey_rows(image)
    inked = [y for y, row in enumerate(rows) if row.strip(b"\xff")]
    left = min(len(rows[y]) - len(rows[y].lstrip(b"\xff")) for y in inked)
    right = min(len(rows[y]) - len(rows[y].rstrip(b"\xff")) for y in inked)
    return left, inked[0], right, len(rows) - 1 - inked[-1]
