"""What a build did, for a person and for a program."""

from typing import Any

import msgspec
from msgspec import Struct

from feeds.catalogue import Duplicate
from feeds.model import Problem


class Report(Struct, frozen=True, kw_only=True):
    """The result of a build.

    `left_out` counts articles with errors, `skipped` names the others that are in no feed, with the reason. Files are
    relative to the output, with `/`.
    """

    read: int
    published: int
    left_out: int
    skipped: tuple[tuple[str, str], ...]
    duplicates: tuple[Duplicate, ...]
    problems: tuple[Problem, ...]
    feeds: int
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: bool = False
    seconds: float = 0.0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that kept articles out."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def reasons(self) -> dict[str, int]:
        """Return how many files without errors are in no feed, by reason."""
        counts: dict[str, int] = {}
        for _, reason in self.skipped:
            counts[reason] = counts.get(reason, 0) + 1
        if self.duplicates:
            counts["duplicate"] = len(self.duplicates)
        return counts

    def summary(self) -> str:
        """Return the one line that a build ends with."""
        parts = [f"{_count(self.read, 'article')} read", f"{self.published} published"]
        parts += [f"{count} {reason}" for reason, count in self.reasons().items()]
        if self.left_out:
            parts.append(f"{self.left_out} left out for errors")
        files = f"{len(self.written)} written, {len(self.unchanged)} unchanged"
        removed = f", {len(self.removed)} removed" if self.removed else ""
        done = "nothing written" if self.refused else f"{_count(self.feeds, 'feed')}, {files}{removed}"
        return f"{', '.join(parts)}; {done}; {self.seconds:.1f} s"

    def as_json(self) -> bytes:
        """Return the report as a JSON object, for programs."""
        data: dict[str, Any] = {
            "read": self.read,
            "published": self.published,
            "left_out": self.left_out,
            "not_selected": self.reasons(),
            "feeds": self.feeds,
            "written": self.written,
            "unchanged": len(self.unchanged),
            "removed": self.removed,
            "refused": self.refused,
            "duplicates": [{"path": d.article.path, "kept": d.kept.path} for d in self.duplicates],
            "problems": self.problems,
            "seconds": round(self.seconds, 3),
        }
        return msgspec.json.format(msgspec.json.encode(data), indent=2)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
