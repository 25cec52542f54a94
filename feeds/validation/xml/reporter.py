"""Gathers what is wrong with one document of XML."""

from typing import NamedTuple

from feeds.core.model import Severity
from feeds.validation.finding import Finding
from feeds.validation.values import Complaint
from feeds.validation.xml.document import Document, Element


class Fault(NamedTuple):
    """Something wrong with an element of a document."""

    element: Element
    severity: Severity
    rule: str
    message: str


class Reporter:
    """What is wrong with a document, as it is found."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[Fault] = []

    def error(self, element: Element, rule: str, message: str) -> None:
        """Note what makes the document invalid."""
        self.faults.append(Fault(element, "error", rule, message))

    def warning(self, element: Element, rule: str, message: str) -> None:
        """Note what leaves the document valid."""
        self.faults.append(Fault(element, "warning", rule, message))

    def complain(self, element: Element, rule: str, subject: str, complaint: Complaint | None) -> None:
        """Note what is wrong with a value, if anything is; the message begins with the subject."""
        if complaint:
            self.faults.append(Fault(element, complaint.severity, rule, f"{subject} {complaint.message}"))

    @property
    def has_errors(self) -> bool:
        """Say whether anything makes the document invalid."""
        return any(fault.severity == "error" for fault in self.faults)

    def findings(self, path: str) -> list[Finding]:
        """Return what was found in a document that lies at a path, in the order of its lines."""
        found = {
            Finding(path, *self.document.place(fault.element), fault.severity, fault.rule, fault.message)
            for fault in self.faults
        }
        return sorted(found)
