"""Collect the findings of one XML document."""

from collections import Counter
from typing import NamedTuple

from feeds.core.model import Severity
from feeds.validation.finding import Finding, beyond, bounded
from feeds.validation.limits import MAX_FINDINGS, MAX_HTML, MAX_LONG_VALUES, MAX_WORDS
from feeds.validation.values import Check, Complaint, effort, judged
from feeds.validation.xml.document import Document, Element

_LIMITS = {"HTML": MAX_HTML, "long values": MAX_LONG_VALUES}
"""The most characters of a document that are looked at, of what takes longer than others."""


class Fault(NamedTuple):
    """Something wrong with an element of a document."""

    element: Element
    severity: Severity
    rule: str
    message: str


class TooManyErrors(Exception):  # noqa: N818 - it ends the check of a document, which is no fault
    """The most errors that are reported of a document have been found."""


class Reporter:
    """Collects errors and warnings of a document, at most MAX_FINDINGS of each."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._faults: list[Fault] = []
        self._counts: Counter[Severity] = Counter()
        self._words_left = MAX_WORDS
        self._left = dict(_LIMITS)

    def looked_at(self, words: list[str]) -> list[str]:
        """Return those of the words of a list that are looked at: no more than MAX_WORDS in a document."""
        found = words[: self._words_left]
        self._words_left -= len(found)
        return found

    def searched(self, element: Element, text: str) -> int:
        """Return how many characters of an element's HTML are looked at: no more than MAX_HTML in a document."""
        return self._granted(element, "HTML", len(text))

    def judged(self, element: Element, check: Check, value: str) -> Complaint | None:
        """Return what a check finds wrong with a value; of long ones no more are looked at than MAX_LONG_VALUES."""
        wanted = effort(check, value)
        is_looked_at = not wanted or self._granted(element, "long values", wanted) == wanted
        return judged(check, value) if is_looked_at else None

    def error(self, element: Element, rule: str, message: str) -> None:
        """Note what makes the document invalid. Raises TooManyErrors after the last that is reported."""
        self._add(Fault(element, "error", rule, message))

    def warning(self, element: Element, rule: str, message: str) -> None:
        """Note what leaves the document valid."""
        self._add(Fault(element, "warning", rule, message))

    def complain(self, element: Element, rule: str, subject: str, complaint: Complaint | None) -> None:
        """Note what is wrong with a value, if anything is; the message begins with the subject."""
        if complaint:
            self._add(Fault(element, complaint.severity, rule, f"{subject} {complaint.message}"))

    @property
    def has_errors(self) -> bool:
        """Say whether anything makes the document invalid."""
        return self._counts["error"] > 0

    def findings(self, path: str) -> list[Finding]:
        """Return what was found in the document of a path, in the order of its lines."""
        places = self.document.places([fault.element for fault in self._faults])
        found = {
            Finding(path, *places[fault.element], fault.severity, fault.rule, fault.message) for fault in self._faults
        }
        return sorted(found)

    def _granted(self, element: Element, kind: str, wanted: int) -> int:
        """Return how many of some characters are looked at; a warning names the place of the first that are not."""
        left = self._left[kind]
        if wanted > left >= 0:
            self.warning(element, "document", beyond(_LIMITS[kind], kind))
        self._left[kind] = left - wanted
        return max(min(wanted, left), 0)

    def _add(self, fault: Fault) -> None:
        self._counts[fault.severity] += 1
        if self._counts[fault.severity] < MAX_FINDINGS:
            self._faults.append(fault._replace(message=bounded(fault.message)))
        elif self._counts[fault.severity] == MAX_FINDINGS:
            root = self.document.root
            message = f"more than {MAX_FINDINGS:,} {fault.severity}s: the others are not shown"
            self._faults.append(Fault(root, fault.severity, "document", message))
        if fault.severity == "error" and self._counts["error"] >= MAX_FINDINGS:
            raise TooManyErrors
