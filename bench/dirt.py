"""What real articles have that clean ones have not, and how often."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

_ENTITIES = ("&amp;", "&#8217;", "&quot;", "&nbsp;", "&#x2014;", "&eacute;")
_WIDE = ("\N{NO-BREAK SPACE}", "£20", "© 2026", "«soon»", "20\N{DEGREE SIGN}")
_MOJIBAKE = ("itâ€™s", "cafÃ©", "soonâ€¦", "30Â£")


class Dirt(NamedTuple):
    """The shares of articles with something in their texts, or in their pictures, and of outlets without a picture.

    `entities` are those of HTML, `wide` are characters of two bytes that begin with 0xC2, such as no-break spaces, and
    `mojibake` is text that was decoded wrongly. `untyped` pictures have an address that tells no type.
    """

    entities: float = 0.0
    wide: float = 0.0
    mojibake: float = 0.0
    untyped: float = 0.0
    without_picture: float = 0.0
    bare_outlets: float = 0.0

    def times(self, factor: int) -> "Dirt":
        """Return so many times as much of everything, as far as there are articles for it."""
        return Dirt(*(min(factor * share, MOST) for share in self))


MOST = 0.9
"""The largest share: some articles stay as they are."""

REAL = Dirt(entities=0.17, wide=0.09, mojibake=0.005, untyped=0.013, without_picture=0.08, bare_outlets=1 / 3)
"""As counted on the news of a real site."""

TREES = {"real": REAL, "dirty": REAL.times(10)}


class Soiled(NamedTuple):
    """What is soiled of one article; the same each time, whatever its edition."""

    marks: tuple[str, ...]
    is_untyped: bool
    has_picture: bool

    def text(self, text: str) -> str:
        """Return a text with the marks of the article in it, each beside a word of its own."""
        words = text.split(" ")
        for position, mark in enumerate(self.marks):
            words.insert(1 + 2 * position, mark)
        return " ".join(words)


CLEAN = Soiled((), is_untyped=False, has_picture=True)


def soil(dirt: Dirt, seed: int, number: int, pick: Callable[[Random, tuple[str, ...]], str]) -> Soiled:
    """Return what is soiled of the article of a number."""
    rng = Random(f"{seed}:{number}:dirt")  # noqa: S311
    kinds = ((dirt.entities, _ENTITIES), (dirt.wide, _WIDE), (dirt.mojibake, _MOJIBAKE))
    marks = tuple(pick(rng, choices) for share, choices in kinds if rng.random() < share)
    return Soiled(marks, rng.random() < dirt.untyped, rng.random() >= dirt.without_picture)
