"""Every error of the invalid documents is found on its line, and none in the valid ones.

`documents/invalid.tsv` names, for each invalid document, the line and the rule of the error that it shows.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.validation.finding import Finding
from feeds.validation.runner import validate
from tests.validation.cases import EXPECTED_ERRORS, INVALID, VALID


def _errors(path: Path) -> list[Finding]:
    found = validate([path], datetime(2026, 6, 1, tzinfo=UTC)).findings
    return [finding for finding in found if finding.severity == "error"]


def test_the_table_names_every_invalid_document() -> None:
    """Each invalid document has its row in the table, and there are many."""
    names = {path.relative_to(INVALID).as_posix() for path in INVALID.rglob("*.*")}
    assert names == {name for name, _, _ in EXPECTED_ERRORS}
    assert len(names) > 600


@pytest.mark.parametrize(("name", "line", "rule"), EXPECTED_ERRORS, ids=[name for name, _, _ in EXPECTED_ERRORS])
def test_the_error_is_found(name: str, line: str, rule: str) -> None:
    """An invalid document has an error of its rule on its line."""
    assert (int(line), rule) in {(finding.line, finding.rule) for finding in _errors(INVALID / name)}


@pytest.mark.parametrize("path", sorted(VALID.rglob("*.*")), ids=lambda path: path.relative_to(VALID).as_posix())
def test_valid_documents_have_no_errors(path: Path) -> None:
    """A valid document has no errors, however unusual it is."""
    assert _errors(path) == []
