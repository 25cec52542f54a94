"""Compare a path with many globs in one go, as Hugo reads them: `*` stands within a name, `**` also for `/`."""

from collections.abc import Iterable

_ANY, _WITHIN = "**", "*"

_MOST_KEPT = 200
"""Characters of which it is kept in mind where globs have them at most."""


class Globs:
    """Globs without braces, each with a number of its own; case counts.

    All of them are read side by side: a bit for each place in each glob says whether the path so far leads there, so a
    path takes time by its length and that of all globs, whatever they are.
    """

    def __init__(self, globs: Iterable[tuple[str, int]]) -> None:
        self._ends: list[tuple[int, int]] = []
        self._exact: dict[str, list[int]] = {}
        self._sets: list[tuple[int, str, bool]] = []
        self._moves: dict[str, int] = {}
        starts, wild, free, single = [], [], [], []
        place = 0
        for glob, number in globs:
            starts.append(place)
            for part in _parts_of(glob):
                if part in (_ANY, _WITHIN):
                    wild.append(place)
                    free += [place] if part == _ANY else []
                elif part == "?":
                    single.append(place)
                elif len(part) > 1 and part[0] == "[":
                    is_not = part[1] == "!"
                    self._sets.append((place, part[2:] if is_not else part[1:], is_not))
                else:
                    self._exact.setdefault(part[-1], []).append(place)
                place += 1
            self._ends.append((place, number))
            place += 1
        self._size = place
        self._wild, self._free, self._single = map(self._mask, (wild, free, single))
        self._start = self._beyond_wild(self._mask(starts))
        self._end = self._mask([end for end, _ in self._ends])

    def fitting(self, path: str) -> set[int]:
        """Return the numbers of the globs that fit a whole path."""
        state = self._start
        for character in path:
            state = self._step(state, character)
        return {number for end, number in self._ends if state >> end & 1} if state & self._end else set()

    def fit(self, path: str, *, is_above: bool = False) -> bool:
        """Say whether a glob fits a whole path, or with `is_above` that of a folder above it."""
        state = self._start
        for position, character in enumerate(path):
            if is_above and position and character == "/" and state & self._end:
                return True
            state = self._step(state, character)
        return bool(state & self._end)

    def _step(self, state: int, character: str) -> int:
        move = self._moves.get(character)
        if move is None:
            move = self._move(character)
        stay = self._free if character == "/" else self._wild
        return self._beyond_wild(((state & move) << 1) | (state & stay))

    def _beyond_wild(self, state: int) -> int:
        """Return a state with what follows on its stars, which may stand for nothing; no two are side by side."""
        return state | (state & self._wild) << 1

    def _move(self, character: str) -> int:
        """Return the places from which a character leads on, and keep them in mind."""
        places = list(self._exact.get(character, ()))
        places += (place for place, members, is_not in self._sets if _is_in(character, members) != is_not)
        move = self._mask(places) | (0 if character == "/" else self._single)
        if len(self._moves) >= _MOST_KEPT:
            self._moves.clear()
        self._moves[character] = move
        return move

    def _mask(self, places: list[int]) -> int:
        bits = bytearray(self._size // 8 + 1)
        for place in places:
            bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits, "little")


def _parts_of(glob: str) -> list[str]:
    """Return the parts of a glob: stars, of which several are `**`; `?`; `[` with the members of a set; characters."""
    found: list[str] = []
    position = 0
    while position < len(glob):
        one = glob[position]
        position += 1
        if one == "*":
            if found and found[-1] in (_ANY, _WITHIN):
                found[-1] = _ANY
            else:
                found.append(_WITHIN)
        elif one == "[" and (end := glob.find("]", position + 1)) > 0:
            found.append(glob[position - 1 : end])
            position = end + 1
        elif one == "\\" and position < len(glob):
            found.append(f"\\{glob[position]}")
            position += 1
        else:
            found.append(one if one == "?" else f"\\{one}")
    return found


def _is_in(character: str, members: str) -> bool:
    """Say whether a set has a character; it has single ones, and ranges (`a-z`)."""
    position = 0
    while position < len(members):
        if members[position + 1 : position + 2] == "-" and position + 2 < len(members):
            if members[position] <= character <= members[position + 2]:
                return True
            position += 3
        else:
            if members[position] == character:
                return True
            position += 1
    return False
