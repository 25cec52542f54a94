"""Collect the problems of one file while it is read, and report them with their lines."""

from collections.abc import Iterator, Sequence

from feeds.articles.origins import OURS, Origins
from feeds.core.limits import MAX_WRITTEN_OUT
from feeds.core.model import Problem, Severity
from feeds.core.text import counted, quoted
from feeds.frontmatter.lines import FieldLines, KeyPath
from feeds.frontmatter.source import Source


class ProblemLog:
    """Collects the problems of a file. `note` is the callback that `Fields` expects."""

    def __init__(self, source: Source, path: str, origins: Origins = OURS) -> None:
        self._source = source
        self._path = path
        self._origins = origins
        self._noted: list[tuple[Severity, KeyPath, str]] = []

    def note(self, severity: Severity, path: KeyPath, message: str) -> None:
        """Add a problem of the field at `path`."""
        self._noted.append((severity, path, message))

    def noted(self, name: str) -> bool:
        """Return whether a problem was added of the field `name`, or inside it."""
        return any(path[:1] == (name,) for _, path, _ in self._noted)

    def failed(self, name: str | None = None) -> bool:
        """Return whether an error was added, of the field `name` or of any."""
        return any(severity == "error" and name in (None, *path[:1]) for severity, path, _ in self._noted)

    def worsen(self, *names: str) -> None:
        """Turn the warnings about these fields into errors, as nothing else can replace them."""
        self._noted = [
            ("error" if set(path[:1]) & set(names) else severity, path, message)
            for severity, path, message in self._noted
        ]

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems in the order of the file."""
        lines, origins = FieldLines(self._source), self._origins
        noted = ((lines.of(origins.path(path)), severity, message) for severity, path, message in self._noted)
        found = (Problem(self._path, line, severity, message) for line, severity, message in noted)
        return tuple(sorted(found))


def of_aliases(source: Source, path: str) -> Iterator[Problem]:
    """Yield a warning if fields of a file were left out for what their aliases stand for."""
    if source.dropped:
        line, message = unread(source, source.dropped)
        others = len(source.dropped) - 1
        also = f" (and {counted(others, 'other field')} with it)" if others else ""
        yield Problem(path, line, "warning", f"{message}: it is left out{also}")


def unread(source: Source, names: Sequence[str]) -> tuple[int, str]:
    """Return the line of the first of the fields with these names, and why it cannot be read: for its aliases."""
    message = f"{quoted(names[0])} holds itself, or its aliases stand for more than {MAX_WRITTEN_OUT:,} characters"
    return FieldLines(source).of((names[0],)), message
