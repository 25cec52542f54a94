"""Where the documents are that the tests of `feeds validate` read, by format or vocabulary."""

from pathlib import Path

DOCUMENTS = Path(__file__).parent / "documents"
VALID, INVALID = DOCUMENTS / "valid", DOCUMENTS / "invalid"
EXPECTED_ERRORS = [line.split("\t") for line in (DOCUMENTS / "invalid.tsv").read_text(encoding="utf-8").splitlines()]
"""Of each invalid document its name, the line of the error that it shows, and the rule that it breaks."""
