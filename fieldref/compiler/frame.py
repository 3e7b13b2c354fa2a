"""The frame that everything hangs in, from structure.yaml and local-details.yaml: roles, parts, steps, edition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldref.compiler.problems import Problems
from fieldref.compiler.source import load_yaml
from fieldref.core.errors import ContentError
from fieldref.core.model import ROLE_CODES, LocalDetail, Part, Role, Step

STRUCTURE = "structure.yaml"
DETAILS = "local-details.yaml"
LABEL_LIMIT = 28


@dataclass(frozen=True)
class Frame:
    """Roles, parts with steps, local details and the edition's marks."""

    edition: str
    content_date: str
    roles: tuple[Role, ...]
    parts: tuple[Part, ...]
    details: tuple[LocalDetail, ...]

    @property
    def steps(self) -> Mapping[str, tuple[str, ...]]:
        """The step ids of each part."""
        return {part.id: tuple(step.id for step in part.steps) for part in self.parts}

    @property
    def detail_labels(self) -> Mapping[str, str]:
        """The label of each local detail by key."""
        return {detail.key: detail.label for detail in self.details}


def read_frame(content: Path, problems: Problems) -> Frame:
    """Read the frame; raises ContentError when structure.yaml is unusable, since nothing can be checked without it."""
    values = load_yaml(content / STRUCTURE, STRUCTURE, problems)
    try:
        roles = tuple(
            Role(role["code"], role["name"], role["short"], tuple(role.get("aliases", ()))) for role in values["roles"]
        )
        parts = tuple(_part(part) for part in values["parts"])
        edition, date = str(values["edition"]), str(values["content_date"])
    except (KeyError, TypeError) as error:
        message = f"{STRUCTURE} is unusable ({error!r}); it needs edition, content_date, roles and parts."
        raise ContentError(message, tuple(map(str, problems.sorted()))) from error
    if tuple(role.code for role in roles) != ROLE_CODES:
        problems.add(STRUCTURE, 0, f"roles are not {' '.join(ROLE_CODES)} in this order; program and cards rest on it")
    return Frame(edition, date, roles, parts, _details(content, problems))


def _part(values: dict[str, Any]) -> Part:
    steps = tuple(
        Step(step["id"], values["id"], step["title"], step["long"], step["lead"], step["chain"])
        for step in values.get("steps", ())
    )
    return Part(values["id"], values["letter"], values["title"], values.get("when", ""), values["chain"], steps)


def _details(content: Path, problems: Problems) -> tuple[LocalDetail, ...]:
    details: dict[str, LocalDetail] = {}
    for group in load_yaml(content / DETAILS, DETAILS, problems) or ():
        try:
            found = [LocalDetail(item["key"], item["label"], item["hint"], group["group"]) for item in group["items"]]
        except (KeyError, TypeError) as error:
            problems.add(DETAILS, 0, f"an entry lacks {error}; write group, and items of key, label, hint")
            continue
        for detail in found:
            if detail.key in details:
                problems.add(DETAILS, 0, f"{detail.key} stands twice; keep one")
            if not re.fullmatch(r"[a-z0-9-]+", detail.key) or len(detail.label) > LABEL_LIMIT:
                problems.add(DETAILS, 0, f"{detail.key}: a key is a-z, 0-9 and -, a label at most {LABEL_LIMIT} long")
            details[detail.key] = detail
    return tuple(details.values())
