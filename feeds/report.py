"""What a build did, for a person and for a program."""

from typing import Any

import msgspec
from msgspec import Struct

from feeds.catalogue import Duplicate
from feeds.model import Problem


class Report(Struct, frozen=True, kw_only=True):
    """The result of a build.

    `left_out` counts articles with errors, `skipped` names the others that are in no feed, with the reason. `empty`
    counts the feeds without items, `emptied` names the folders of those that lost their last one just now; `refused`
    says why nothing was written. Files are relative to the output, with `/`.
    """

    read: int
    published: int
    left_out: int
    skipped: tuple[tuple[str, str], ...]
    duplicates: tuple[Duplicate, ...]
    problems: tuple[Problem, ...]
    feeds: int
    empty: int = 0
    emptied: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: str | None = None
    dry_run: bool = False
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
        warnings = sum(problem.severity == "warning" for problem in self.problems)
        if warnings:
            parts.append(f"{_count(warnings, 'warning')} (-v shows {'it' if warnings == 1 else 'them'})")
        done = f"nothing written ({self.refused})" if self.refused else self._done()
        return f"{', '.join(parts)}; {done}; {self.seconds:.1f} s"

    def _done(self) -> str:
        would = "to be " if self.dry_run else ""
        parts = [_count(self.feeds, "feed") + (f" ({self.empty} empty)" if self.empty else "")]
        parts += [f"{len(self.written)} {would}written", f"{len(self.unchanged)} unchanged"]
        if self.removed:
            parts.append(f"{len(self.removed)} {would}removed")
        return ", ".join(parts)

    def as_json(self) -> bytes:
        """Return the report as a JSON object, for programs."""
        data: dict[str, Any] = {
            "read": self.read,
            "published": self.published,
            "left_out": self.left_out,
            "not_selected": self.reasons(),
            "feeds": self.feeds,
            "empty": self.empty,
            "emptied": self.emptied,
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
