"""Bound what the aliases of YAML stand for: it can say in a few lines what has billions of parts, or no last one."""

from typing import Any


def size_of(value: Any, most: int) -> int:
    """Return how many characters and parts a value has, each alias written out; beyond `most`, the next number.

    That takes no longer than to look once at the value as it is written.
    """
    return _Sizes(most).of(value)


def bounded(data: dict[str, Any], most: int) -> dict[str, Any]:
    """Return the fields of a file that have a size of `most` all together: the small ones before the large ones."""
    measure = _Sizes(most)
    sizes = {name: measure.of(value) for name, value in data.items()}
    left = most
    kept = set()
    for name in sorted(sizes, key=lambda name: sizes[name]):
        left -= sizes[name]
        if left < 0:
            break
        kept.add(name)
    return {name: value for name, value in data.items() if name in kept}


class _Sizes:
    """Measures values, and looks once at a list or a group that is in several of them."""

    def __init__(self, most: int) -> None:
        self._beyond = most + 1
        self._known: dict[int, int] = {}

    def of(self, value: Any) -> int:
        """Return the size of a value, as `size_of` does."""
        waiting = [value]
        begun: set[int] = set()
        while waiting:
            inner = waiting[-1]
            if id(inner) in self._known:
                waiting.pop()
            elif id(inner) in begun:
                self._known[id(inner)] = min(1 + sum(map(self._look, _parts(inner))), self._beyond)
            else:
                begun.add(id(inner))
                inner_ones = (part for part in _parts(inner) if isinstance(part, dict | list))
                waiting += (part for part in inner_ones if id(part) not in begun and id(part) not in self._known)
        return self._look(value)

    def _look(self, part: Any) -> int:
        """Return the size of a part; one that is not known by now holds what it is a part of, and has no end."""
        if isinstance(part, dict | list):
            return self._known.get(id(part), self._beyond)
        return min(1 + len(part) if isinstance(part, str) else 1, self._beyond)


def _parts(value: Any) -> list[Any]:
    """Return the parts of a list, and the names and values of a group."""
    return [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
