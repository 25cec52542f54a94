"""Remember where the values of an article come from, so that messages use the names that its author wrote."""

from collections.abc import Mapping

from feeds.frontmatter.lines import KeyPath


class Origins:
    """Where the values of an article come from, if not from the fields that are called as ours.

    `names` has for a path to a value of ours the path to it in front matter, or words that say what else it is from.
    """

    def __init__(self, names: Mapping[KeyPath, KeyPath | str] | None = None) -> None:
        self.names = dict(names or {})

    def path(self, path: KeyPath) -> KeyPath:
        """Return the path in front matter of a value of ours; an empty one for what is not from there."""
        known, rest = self._known(path)
        return path if known is None else () if isinstance(known, str) else (*known, *rest)

    def called(self, path: KeyPath) -> str:
        """Return the name of a value as a person would write it: `images[2].url`."""
        known, rest = self._known(path)
        if isinstance(known, str):
            return f"{spelled(path)} (from {known})"
        return spelled(path if known is None else (*known, *rest))

    def _known(self, path: KeyPath) -> tuple[KeyPath | str | None, KeyPath]:
        for length in range(len(path), 0, -1):
            if (known := self.names.get(path[:length])) is not None:
                return known, path[length:]
        return None, ()


def spelled(path: KeyPath) -> str:
    """Return the name of a field as a person would write it."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return words.removeprefix(".")


OURS = Origins()
"""The origins of an article in our own vocabulary."""
