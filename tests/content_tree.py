"""A tiny content folder to break in one place: three pages, a card, and the data files they need."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PAGE = """\
---
id: {id}
code: {code}
title: {title}
{step}roles: [LE, FE]
use: hours
answer: Go in and say where.
aliases: [contact team]
see: []
edited: 2026-11-21
review: {{tactical: none}}
---
## What to do

1. Radio what you see. [@rand-home]
2. Call [local: dispatch-line] and say where.

## How to report {{: #report roles=LE }}

Say it in one breath, then [go on](mitigate/second).

## Do not

- Do not stop on the way. [@rand-home]
"""

CARD = """\
---
id: cards/mitigate/le
title: "LAW ENFORCEMENT: attack under way"
part: mitigate
roles: [LE]
kind: role
pages: [mitigate/first]
edited: 2026-11-21
review: {tactical: none}
---
1. **Radio** what you see. {mitigate/first#what-to-do}
2. **Go** in. {mitigate/first#what-to-do}
3. **Say** where. {mitigate/first#what-to-do}
4. **Stop** the killing. {mitigate/first#what-to-do}
5. **Stop** the dying. {mitigate/first#what-to-do}

## Do not
- **Do not** stop on the way. {mitigate/first#do-not}

## Fill in
- command-channel

## Wallet
1. **Radio** what you see.
2. **Go** in.
3. **Say** where.
4. **Stop** the killing.
"""

SOURCES = """\
- key: rand-home
  also: [seed-000]
  title: Mass Attacks Defense Toolkit
  publisher: RAND
  date: "2022"
  address: https://www.rand.org/pubs/tools/TLA1613-1/toolkit.html
  reuse: cited only
"""

DIRECTORY = """\
- category: Emergency and reporting
  entries:
    - id: "911"
      name: "911"
      kind: emergency number
      gives: Police, fire and EMS.
      who: Anyone
      reach: [{phone: "911"}]
      phases: all
      roles: all
      status: Current.
      confirmed: null
      sources: [rand-home]
"""

GLOSSARY = """\
- {id: rtf, term: Rescue Task Force, abbreviation: RTF, definition: "A guarded medical team.", sources: [rand-home]}
"""


def write_content(folder: Path, **changed: str | None) -> Path:
    """Write the tiny content under `folder`; `changed` replaces files by path (with `/` as `__`), None leaves one out.

    The frame (structure, local details, home) is the real one with its steps and tiles led to the tiny pages.
    """
    files = tiny_files()
    for name, text in changed.items():
        files[name.replace("__", "/") + (".md" if name.startswith(("pages", "cards")) else ".yaml")] = text
    for name, text in files.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


def tiny_files() -> dict[str, str | None]:
    """Every file of the tiny content by path."""
    import re

    structure = (ROOT / "content/structure.yaml").read_text(encoding="utf-8")
    roles = ("LE", "FE", "SO", "AC", "BV", "PM", "CL", "ALL")
    tile = "{target: mitigate/first, title: First, sub: Go in, icon: shield}"
    return {
        "structure.yaml": re.sub(r"lead: [\w/-]+", "lead: mitigate/first", structure),
        "local-details.yaml": (ROOT / "content/local-details.yaml").read_text(encoding="utf-8"),
        "home.yaml": "roles:\n" + "".join(f"  {role}: [{', '.join([tile] * 6)}]\n" for role in roles),
        "sources.yaml": SOURCES,
        "directory.yaml": DIRECTORY,
        "glossary.yaml": GLOSSARY,
        "synonyms.yaml": "groups: []\none_way: {}\nmisspellings: {}\n",
        "pages/mitigate/first.md": page("mitigate/first", "M1", "First officers"),
        "pages/mitigate/second.md": page("mitigate/second", "M2", "Second officers"),
        "cards/mitigate/le.md": CARD,
    }


def page(page_id: str, code: str, title: str, body: str | None = None, step: str = "step: response\n") -> str:
    """The text of a page; `body` replaces its sections."""
    text = PAGE.format(id=page_id, code=code, title=title, step=step)
    if body is not None:
        text = text[: text.index("## What to do")] + body
    return text
