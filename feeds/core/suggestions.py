"""Suggest what a mistyped name may mean."""

from collections.abc import Collection, Iterable


def nearest(wanted: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known names that contain a mistyped name or resemble it most, best first."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in known}
    folded = wanted.strip().casefold()
    containing = [name for name in by_folded if folded and folded in name]
    close = get_close_matches(folded, by_folded, count, 0.6)
    return [by_folded[name] for name in dict.fromkeys([*sorted(containing, key=len), *close])][:count]


class Suggestions:
    """Suggests what mistyped names may mean, for messages about many of them: each costs a look at all known names.

    There is an end of that: more than so many looks would take longer than the rest of a build.
    """

    def __init__(self, most_looks: int = 100_000) -> None:
        self._looks = most_looks

    def hint(self, wanted: str, known: Collection[str]) -> str:
        """Return the end of a message, as `did_you_mean` does; empty if no name is near, or none is looked for."""
        if self._looks <= 0:
            return ""
        self._looks -= len(known)
        return did_you_mean(*nearest(wanted, known, 1))


def did_you_mean(*names: str) -> str:
    """Return the end of a message about a mistyped name, which suggests others; empty without any."""
    return f"; did you mean {' or '.join(names)}?" if names else ""
