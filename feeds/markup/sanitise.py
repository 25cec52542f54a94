"""Makes the HTML that an article brings safe to show in a feed reader.

The HTML is parsed, and what may be shown of its tree is written anew. The sanitiser nh3 has the last word on that, by
the same tables: nothing reads, searches or cuts its result.
"""

from msgspec import Struct

from feeds.markup.elements import GLOBAL_ATTRIBUTES, KEPT, SCHEMES
from feeds.markup.formulas import FORMULAS
from feeds.markup.ids import Ids
from feeds.markup.losses import Loss
from feeds.markup.players import player_address
from feeds.markup.rewriting import REWRITES
from feeds.markup.tree import parse
from feeds.markup.writer import Writer

# The tables as nh3 takes them.
_TAGS, _SCHEMES = set(KEPT), set(SCHEMES)
_DROPPED = {"script", "style", "svg", "template", "textarea", "title", "select", "object", "noscript"}
_ATTRIBUTES = {"*": set(GLOBAL_ATTRIBUTES)} | {name: set(kept) for name, kept in KEPT.items() if kept}


class SafeHTML(Struct, frozen=True):
    """HTML that is safe to show.

    `shown` are the addresses of the pictures, and of the pages of films, in it, `losses` what the text lost.
    """

    html: str
    shown: frozenset[str] = frozenset()
    losses: tuple[Loss, ...] = ()


def sanitise(html: str, link: str, *, key: str = "") -> SafeHTML:
    """Return HTML without anything that runs, loads or frames what it should not.

    Relative links are made absolute by the article's page, `link`, a mere fragment unless it leads to a place in the
    text itself; `key` makes the ids of such places different from those of other texts. A link whose address cannot be
    published loses it, a picture without one goes, and a frame that shows no player becomes a link.
    """
    import nh3

    first = parse(html)
    writer = Writer(link, Ids(first if "#" in html else None, key, link), REWRITES, FORMULAS)
    clean = nh3.clean(
        writer.write(first),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_DROPPED,
        attribute_filter=_checked,
        link_rel=None,
        url_schemes=_SCHEMES,
    )
    return SafeHTML(clean, frozenset(writer.shown), writer.losses.all())


def _checked(tag: str, name: str, value: str) -> str | None:
    """Check once more that a frame shows a player."""
    return value if tag != "iframe" or name != "src" or player_address(value) == value else None
