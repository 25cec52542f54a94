"""The tables of docs/readers.md, which say what the tests are to find."""

from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "readers.md"


def rows(heading: str) -> dict[str, dict[str, str]]:
    """Return the table below a heading: for each row, by its first cell, the other cells by their columns."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    head, _, *lines = [_cells(line) for line in section.splitlines() if line.startswith("|")]
    return {line[0]: dict(zip(head[1:], line[1:], strict=True)) for line in lines}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
