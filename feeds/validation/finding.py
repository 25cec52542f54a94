"""What is found in a document, and how it is told."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from feeds.model import Severity
from feeds.text import counted


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

    def __str__(self) -> str:
        """Return the form that editors and compilers share, with the rule behind it."""
        return f"{self.path}:{self.line}: {self.severity}: {self.message} ({self.rule})"


def as_text(findings: Sequence[Finding], documents: int) -> str:
    """Return findings, one a line, and how many there are in how many documents."""
    errors = sum(finding.severity == "error" for finding in findings)
    counts = f"{counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')}"
    return "\n".join([*map(str, findings), f"{counts}; {counted(documents, 'document')} checked"])


def as_json(findings: Iterable[Finding]) -> str:
    """Return findings, one JSON object a line."""
    return "\n".join(msgspec.json.encode(finding).decode() for finding in findings)


def as_github(findings: Iterable[Finding]) -> str:
    """Return findings as GitHub's workflow commands, which annotate the lines of a change."""
    return "\n".join(
        f"::{finding.severity} file={_property(finding.path)},line={finding.line},col={finding.column}"
        f"::{_data(f'{finding.message} ({finding.rule})')}"
        for finding in findings
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
