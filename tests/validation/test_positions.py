"""Where something is in a text is told with its line and its column."""

from hypothesis import given
from hypothesis import strategies as st

from feeds.validation.positions import lines_and_columns


@given(st.text("a\n\r\U0001f60a", max_size=30), st.data())
def test_lines_and_columns(text: str, data: st.DataObject) -> None:
    """They are those that are counted from the beginning of the text for each position, also where one comes twice."""
    positions = sorted(data.draw(st.lists(st.integers(0, len(text)))))
    counted = [(len(before := text[:position].split("\n")), len(before[-1]) + 1) for position in positions]
    assert list(lines_and_columns(text, positions)) == counted


class Counted(str):
    """A text that adds up how many of its characters are searched."""

    searched = 0

    def count(self, part: str, *bounds: int) -> int:  # type: ignore[override]
        """Count as a text does."""
        self.searched += bounds[1] - bounds[0]
        return super().count(part, *bounds)

    def rindex(self, part: str, *bounds: int) -> int:  # type: ignore[override]
        """Find as a text does."""
        self.searched += bounds[1] - bounds[0]
        return super().rindex(part, *bounds)


def test_a_long_line_is_searched_once() -> None:
    """Each of many positions in it was searched for from its beginning."""
    text = Counted("\n" + "a" * 10_000)
    assert list(lines_and_columns(text, range(5_000, 10_000)))[-1] == (2, 9_999)
    assert text.searched <= 2 * len(text)
