"""Every fault in the folder of broken documents is found, where it is, and nothing is found in their sound twins."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.validation.finding import Finding
from feeds.validation.runner import validate

HERE = Path(__file__).parent
FAULTY, SOUND = HERE / "faulty", HERE / "sound"
TABLE = [line.split("\t") for line in (HERE / "table.tsv").read_text(encoding="utf-8").splitlines()]


def _errors(path: Path) -> list[Finding]:
    found = validate([path], datetime(2026, 6, 1, tzinfo=UTC)).findings
    return [finding for finding in found if finding.severity == "error"]


def test_the_table_is_of_the_folder() -> None:
    """Each broken document has its line in the table, and there are many."""
    names = {path.relative_to(FAULTY).as_posix() for path in FAULTY.rglob("*.*")}
    assert names == {name for name, _, _ in TABLE}
    assert len(names) > 600


@pytest.mark.parametrize(("name", "line", "rule"), TABLE, ids=[name for name, _, _ in TABLE])
def test_the_fault_is_found(name: str, line: str, rule: str) -> None:
    """With the rule that it breaks, on its line."""
    assert (int(line), rule) in {(finding.line, finding.rule) for finding in _errors(FAULTY / name)}


@pytest.mark.parametrize("path", sorted(SOUND.rglob("*.*")), ids=lambda path: path.relative_to(SOUND).as_posix())
def test_nothing_is_found_in_what_is_valid(path: Path) -> None:
    """Unusual is not wrong: a valid document has no errors."""
    assert _errors(path) == []
