"""Collect the findings of one JSON document."""

from collections import Counter

from feeds.core.model import Severity
from feeds.validation.finding import Finding, beyond, bounded
from feeds.validation.formats.json_text import Node
from feeds.validation.limits import MAX_FINDINGS, MAX_LONG_VALUES
from feeds.validation.positions import lines_and_columns
from feeds.validation.values import Check, Complaint, effort, judged


class JSONReporter:
    """Collects what is wrong with one document, at most MAX_FINDINGS errors and warnings."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._counts: Counter[Severity] = Counter()
        self._faults: list[tuple[int, Severity, str, str]] = []
        self._left = MAX_LONG_VALUES

    def add(self, severity: Severity, node: Node | int, rule: str, message: str) -> None:
        """Note a finding, if there are not MAX_FINDINGS of its severity already."""
        self._counts[severity] += 1
        if self._counts[severity] > MAX_FINDINGS:
            return
        if self._counts[severity] == MAX_FINDINGS:
            node, rule = 0, "document"
            message = f"more than {MAX_FINDINGS:,} {severity}s: the others are not shown"
        start = node if isinstance(node, int) else node.start
        self._faults.append((start, severity, rule, bounded(message)))

    def judged(self, node: Node, check: Check) -> Complaint | None:
        """Return what a check finds wrong with a text; of long ones no more are looked at than MAX_LONG_VALUES."""
        wanted, left = effort(check, node.value), self._left
        self._left -= wanted
        if not wanted or wanted <= left:
            return judged(check, node.value)
        if left >= 0:
            self.warning(node, "document", beyond(MAX_LONG_VALUES, "long values"))
        return None

    @property
    def findings(self) -> list[Finding]:
        """Return what was found, in the order of lines."""
        faults = sorted(self._faults)
        places = lines_and_columns(self._text, (start for start, *_ in faults))
        found = {
            Finding(self._path, line, column, severity, rule, message)
            for (_, severity, rule, message), (line, column) in zip(faults, places, strict=True)
        }
        return sorted(found)

    def error(self, node: Node | int, rule: str, message: str) -> None:
        """Note what makes the document invalid, at a value or a position."""
        self.add("error", node, rule, message)

    def warning(self, node: Node | int, rule: str, message: str) -> None:
        """Note what leaves the document valid, at a value or a position."""
        self.add("warning", node, rule, message)
