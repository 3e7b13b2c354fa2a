"""Content files as read: front matter with the line of each key, and sections with the line of each text line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from fieldref.compiler.problems import Problems

FENCE = "---"
HEADING = re.compile(r"^##(?!#)\s*(.*?)\s*(\{:\s*(.*?)\s*\})?\s*$")
ATTRIBUTE = re.compile(r"#(?P<anchor>[\w-]+)|roles=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[\w,]+))|(?P<other>\S+)")


@dataclass(frozen=True)
class RawSection:
    """A `## ` section: its heading, the attributes behind it, and its text lines with their line numbers."""

    heading: str
    anchor: str
    roles: tuple[str, ...] | None
    line: int
    lines: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        """The section's Markdown."""
        return "\n".join(line for _, line in self.lines)

    def line_of(self, needle: str) -> int:
        """The line number where `needle` first stands, else the heading's."""
        return next((number for number, line in self.lines if needle in line), self.line)


@dataclass(frozen=True)
class SourceFile:
    """A Markdown file split into front matter values, the text before the first heading, and its sections."""

    path: str
    values: dict[str, Any]
    key_lines: dict[str, int]
    preamble: tuple[tuple[int, str], ...]
    sections: tuple[RawSection, ...] = field(default=())

    def line_of(self, key: str) -> int:
        """The line of a front matter key, else 1."""
        return self.key_lines.get(key, 1)


def slug(heading: str) -> str:
    """The anchor that a heading gets unless it names one.

    >>> slug("How to give the first report")
    'how-to-give-the-first-report'
    >>> slug("Who's first, and why?")
    'whos-first-and-why'
    """
    return re.sub(r"[\s_-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower())).strip("-")


def load_yaml(path: Path, name: str, problems: Problems) -> Any:
    """The values of a YAML file, or None with a problem that says where it is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.add(name, 0, f"there is no {name}; write it as content/README.md describes")
        return None
    except (OSError, UnicodeDecodeError) as error:
        problems.add(name, 0, f"cannot be read ({error}); save it as UTF-8 text")
        return None
    return parse_yaml(text, name, problems)


def parse_yaml(text: str, name: str, problems: Problems, first_line: int = 1) -> Any:
    """Values of YAML text; a syntax error or a key that stands twice becomes a problem."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        if node is not None:
            _refuse_double_keys(node, name, problems, first_line)
        return yaml.load(text, Loader=yaml.CSafeLoader)  # noqa: S506 - CSafeLoader is a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        problems.add(name, line, f"this is not YAML ({error.problem}); check quotes, colons and indentation")
    except yaml.YAMLError as error:
        problems.add(name, first_line, f"this is not YAML ({error}); check for control characters")
    except ValueError as error:
        problems.add(name, first_line, f"a value is impossible ({error}); write dates as 2026-11-21")
    return None


def _refuse_double_keys(node: yaml.Node, name: str, problems: Problems, first_line: int) -> None:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                problems.add(name, first_line + key.start_mark.line, f"{key.value} stands twice; keep one")
            seen.add(key.value)
            _refuse_double_keys(value, name, problems, first_line)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_double_keys(item, name, problems, first_line)


def _key_lines(text: str, first_line: int) -> dict[str, int]:
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return {}
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): first_line + key.start_mark.line for key, _ in node.value}


def read_source(path: Path, name: str, problems: Problems) -> SourceFile | None:
    """Read and split one Markdown file; None with problems when it has no usable front matter."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.add(name, 0, f"cannot be read ({error}); save it as UTF-8 text")
        return None
    lines = text.splitlines()
    if not lines or lines[0].strip() != FENCE:
        problems.add(name, 1, "front matter is missing; begin with a line of ---, the keys, and another ---")
        return None
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    if end is None:
        problems.add(name, 1, "front matter has no end; close it with a line of ---")
        return None
    front = "\n".join(lines[1:end])
    values = parse_yaml(front, name, problems, first_line=2)
    if values is None:
        return None
    if not isinstance(values, dict):
        problems.add(name, 2, "front matter is no list of `key: value` lines; write id, code, title ...")
        return None
    body = list(enumerate(lines[end + 1 :], end + 2))
    preamble, sections = _split_sections(body, name, problems)
    return SourceFile(name, values, _key_lines(front, 2), preamble, sections)


def _split_sections(
    body: list[tuple[int, str]], name: str, problems: Problems
) -> tuple[tuple[tuple[int, str], ...], tuple[RawSection, ...]]:
    preamble: list[tuple[int, str]] = []
    sections: list[RawSection] = []
    for number, line, lines in _headed(body, preamble):
        match = HEADING.match(line)
        heading = match[1] if match else ""
        anchor, roles = _attributes(match[3] or "" if match else "", name, number, problems)
        if not heading:
            problems.add(name, number, "a heading has no words; write them or delete the line")
        sections.append(RawSection(heading, anchor or slug(heading), roles, number, tuple(lines)))
    return tuple(preamble), tuple(sections)


def _headed(
    body: list[tuple[int, str]], preamble: list[tuple[int, str]]
) -> Iterator[tuple[int, str, list[tuple[int, str]]]]:
    current: tuple[int, str, list[tuple[int, str]]] | None = None
    for number, line in body:
        if line.startswith("##") and not line.startswith("###"):
            if current:
                yield current
            current = (number, line, [])
        else:
            (current[2] if current else preamble).append((number, line))
    if current:
        yield current


def _attributes(text: str, name: str, line: int, problems: Problems) -> tuple[str, tuple[str, ...] | None]:
    anchor, roles = "", None
    for match in ATTRIBUTE.finditer(text):
        if match["anchor"]:
            anchor = match["anchor"]
        elif match["other"]:
            problems.add(name, line, f'unknown attribute {match["other"]}; use #anchor and roles="LE FE"')
        else:
            roles = tuple(re.split(r"[\s,]+", (match["quoted"] or match["bare"] or "").strip()))
    return anchor, roles
