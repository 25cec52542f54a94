"""The record of one finding in a document."""

from pathlib import Path

from msgspec import Struct

from feeds.core.messages import annotation
from feeds.core.model import Severity
from feeds.validation.limits import MAX_MESSAGE


class Finding(Struct, frozen=True, order=True):
    """Something in a finished document that breaks a rule; `rule` names the specification and the place in it.

    `line` and `column` count from 1, the column in characters. An error is against a specification, or breaks the
    feed for readers; a warning is against its advice.
    """

    path: str
    line: int
    column: int
    severity: Severity
    rule: str
    message: str

    def annotation(self) -> str:
        """Return the workflow command with which GitHub shows the finding at its line."""
        return annotation(self.severity, self.path, self.line, f"{self.message} ({self.rule})", self.column)

    def __str__(self) -> str:
        """Return the form that editors and compilers share, followed by the rule."""
        return f"{self.path}:{self.line}: {self.severity}: {self.message} ({self.rule})"


def bounded(message: str) -> str:
    """Return what is said of a finding; of a message that is longer than any reader needs, the beginning."""
    return message if len(message) <= MAX_MESSAGE else f"{message[: MAX_MESSAGE - 1]}…"


def beyond(most: int, kind: str) -> str:
    """Return what is said where a document has more characters of a kind than are looked at."""
    return f"not all of the document is checked: it has more than {most:,} characters of {kind}"


def whole_document(path: Path, rule: str, message: str) -> Finding:
    """Return an error about a document, or a file beside one, that has no line of its own."""
    return Finding(str(path), 1, 1, "error", rule, bounded(message))
