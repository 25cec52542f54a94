"""Make the HTML of an article safe to show in a feed reader.

The HTML is parsed, and what may be shown of its tree is written anew. The sanitiser nh3 has the last word on that, by
the same tables: nothing reads, searches or cuts its result.
"""

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from feeds.markup.elements import DROPPED, GLOBAL_ATTRIBUTES, KEPT, REWRITTEN, SCHEMES
from feeds.markup.formulas import FORMULAS
from feeds.markup.ids import Ids
from feeds.markup.losses import Loss
from feeds.markup.players import player_address
from feeds.markup.rewriting import REWRITES
from feeds.markup.tree import parse
from feeds.markup.writer import Writer
from feeds.words import Words, words_in

if TYPE_CHECKING:
    from nh3 import Cleaner


class SafeHTML(Struct, frozen=True):
    """HTML that is safe to show.

    `shown` are the addresses of the pictures, and of the pages of films, in it, `losses` what the text lost. `sizes`
    has, by the address of a picture that comes in several sizes, the width of each in pixels by its own address.
    """

    html: str
    shown: frozenset[str] = frozenset()
    losses: tuple[Loss, ...] = ()
    sizes: dict[str, dict[str, int]] = {}


def sanitise(html: str, link: str, *, key: str = "", words: Words | None = None) -> SafeHTML:
    """Return HTML without anything that runs, loads or frames what it should not.

    Relative links are made absolute by the article's page, `link`, a mere fragment unless it leads to a place in the
    text itself; `key` makes the ids of such places different from those of other texts. A link whose address cannot be
    published loses it, a picture without one goes, and a frame that shows no player becomes a link. `words` are those
    of the text's language, English ones unless given.
    """
    first = parse(html)
    writer = Writer(link, Ids(first if "#" in html else None, key, link), REWRITES, FORMULAS, words or words_in())
    clean = _cleaner().clean(writer.write(first))
    return SafeHTML(clean, frozenset(writer.shown), writer.losses.all(), writer.sizes)


@cache
def _cleaner() -> "Cleaner":
    """Return the sanitiser, which takes longer to be made than for a text."""
    import nh3

    return nh3.Cleaner(
        tags=set(KEPT),
        attributes={"*": set(GLOBAL_ATTRIBUTES)} | {name: set(kept) for name, kept in KEPT.items() if kept},
        clean_content_tags=set(DROPPED - REWRITTEN.keys()) | {"noscript", "object", "script", "svg"},
        attribute_filter=_checked,
        link_rel=None,
        url_schemes=set(SCHEMES),
    )


def _checked(tag: str, name: str, value: str) -> str | None:
    """Check once more that a frame shows a player."""
    return value if tag != "iframe" or name != "src" or player_address(value) == value else None
