"""Steps are followed to where they end, in a time that grows with their number and no faster."""

from collections import UserDict

from hypothesis import given
from hypothesis import strategies as st

from feeds.core import chains


class Counted(UserDict[int, int]):
    """Steps that count how often one is taken."""

    taken = 0

    def __getitem__(self, key: int) -> int:
        self.taken += 1
        return super().__getitem__(key)


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 9)))
def test_ends_are_those_of_each_way(steps: dict[int, int]) -> None:
    """Everything ends where its way does, which is told apart from a circle by what it has passed."""
    ends = chains.ends(steps)
    assert list(ends) == list(steps)
    for start, end in ends.items():
        *before, last = chains.way(start, steps)
        assert end == (None if last in before else last)


def test_each_step_is_taken_once() -> None:
    """A chain of many steps costs one look at each, also where every thing in it is asked for, in either order."""
    for numbers in (range(3000), reversed(range(3000))):
        steps = Counted({number: number + 1 for number in numbers})
        assert set(chains.ends(steps).values()) == {3000}
        assert steps.taken == 3000
