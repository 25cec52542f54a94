"""Tell the lines and columns of positions in a text."""

from collections.abc import Iterable, Iterator


def lines_and_columns(text: str, positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the line and the column, from 1, of each of some positions, which must be in ascending order.

    No character is looked at more than twice, however long the lines are.
    """
    line, first, last = 1, 0, 0
    for position in positions:
        ends = text.count("\n", last, position)
        if ends:
            line += ends
            first = text.rindex("\n", last, position) + 1
        last = position
        yield line, position - first + 1
