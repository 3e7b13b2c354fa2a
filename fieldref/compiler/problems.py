"""Problems of content files: where, what is wrong, what to write instead; collected, never raised one by one."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a content file; `line` counts from 1, 0 when it concerns the whole file.

    >>> str(Problem("pages/a.md", 3, "unknown role XX; use one of LE FE"))
    'pages/a.md:3: unknown role XX; use one of LE FE'
    """

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass
class Problems:
    """All problems of one run, in the order found; the same one is kept once."""

    found: dict[Problem, None] = field(default_factory=dict)

    def add(self, path: str, line: int, text: str) -> None:
        """Record a problem."""
        self.found[Problem(path, line, text)] = None

    def sorted(self) -> tuple[Problem, ...]:
        """All problems by file and line."""
        return tuple(sorted(self.found))
