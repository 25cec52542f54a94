"""What is found in a document, and how it is told."""

from collections.abc import Sequence

from msgspec import Struct

from feeds.core.messages import annotation, totals
from feeds.core.model import Severity
from feeds.core.text import counted


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
        """Return the form that editors and compilers share, with the rule behind it."""
        return f"{self.path}:{self.line}: {self.severity}: {self.message} ({self.rule})"


def as_text(findings: Sequence[Finding], documents: int) -> str:
    """Return findings, one a line, and how many there are in how many documents."""
    told = totals([finding.severity for finding in findings])
    return "\n".join([*map(str, findings), f"{told}; {counted(documents, 'document')} checked"])
