"""Put the cards of a page together: what is the same on every page is rendered once, what differs is chosen here.

The card of an item is on the pages of all feeds that the item is in. Its template marks the pieces that not every page
shows, such as a picture that a newer story on the page has, too.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct

from feeds.core.model import Group, Item

MAX_TEXTS = 100_000
"""Bytes of all the texts on a page; the newest stories have theirs, the others are only linked to."""

FULL_GROUP = 4
"""The number of stories that a group of one day, month or year has on average, at least."""

MAX_LINKS = 12
"""The number of topics, and of outlets, that a page leads on to."""

SMALLEST_PICTURE = 200
"""The width in pixels from which on a picture is shown."""

_PIECE = re.compile(rb"\x02(\w+)(?: ([^\x03]*))?\x03([^\x04]*)\x04")
_PLACE = re.compile(rb"\x01(\d+)\x01")  # no text contains a control character
_LAZY, _EAGER = b' loading="lazy" decoding="async"', b' fetchpriority="high"'

Span = Literal["day", "month", "year"]
_LENGTHS: dict[Span, int] = {"day": 10, "month": 7, "year": 4}


class Link(NamedTuple):
    """A feed that a page leads on to: what it is called, and its folder."""

    label: str
    folder: str


class _Head(Struct, array_like=True):
    """What a page has to know of a card to place it."""

    day: str | None
    picture: str | None
    topics: list[tuple[str, str]]
    outlet: tuple[str, str] | None


class Period(NamedTuple):
    """The cards of one day, month or year, or all cards: then there is no `day` in it."""

    day: date | None
    span: Span | None
    cards: str


class Cards(NamedTuple):
    """The cards of a page: that of the newest story, the others by period, and the feeds that they lead on to.

    Instead of cards, there are placeholders in it: `filled` puts `pieces` in their places.
    """

    lead: str
    periods: list[Period]
    topics: list[Link]
    outlets: list[Link]
    has_pictures: bool
    pieces: list[bytes]

    def filled(self, page: bytes) -> bytes:
        """Return a page, rendered with placeholders, with the cards."""
        return _PLACE.sub(lambda found: self.pieces[int(found[1])], page)


def piece(name: str, value: str = "") -> str:
    """Return what marks the beginning of a piece of a card that not every page shows; END marks its end.

    - `picture` is left out where a newer story shows the picture, `repeated` where none does;
    - `topic` with a slug is left out on that topic's own pages;
    - `rest` with slugs becomes the number of those topics, without the page's own;
    - `text` is left out where the texts of newer stories have used up what a page may hold.
    """
    return f"\2{name} {value}\3" if value else f"\2{name}\3"


END = "\4"


def part(item: Item, picture: str | None, html: str) -> bytes:
    """Return the card of an item with what pages have to know of it; `picture` is the address of its picture."""
    head = _Head(
        item.day.isoformat() if item.day else None,
        picture,
        [(category.label, category.group.folder) for category in item.categories if category.group],
        (item.provider.name or item.provider.domain, item.outlet.folder) if item.outlet else None,
    )
    return msgspec.json.encode(head) + b"\n" + html.encode()


def arrange(parts: Sequence[bytes], group: Group) -> Cards:
    """Return the cards of the page of a group; `parts` are those of its items, newest first."""
    heads, cards = [], []
    seen: set[str | None] = {None}
    room = MAX_TEXTS
    for one in parts:
        encoded, _, html = one.partition(b"\n")
        head = _decode(encoded)
        card, used = _shown(html, group.topic, head.picture in seen, room)
        seen.add(head.picture)
        room -= used
        heads.append(head)
        cards.append(card)

    pieces = [card.replace(_LAZY, _EAGER, 1) for card in cards[:1]]
    return Cards(
        lead="\0010\001" if pieces else "",
        periods=list(_periods([head.day for head in heads], cards, pieces)),
        topics=_links((topic for head in heads for topic in head.topics), group.folder),
        outlets=_links((head.outlet for head in heads if head.outlet), group.folder),
        has_pictures=len(seen) > 1,
        pieces=pieces,
    )


def _placed(piece: bytes, pieces: list[bytes]) -> str:
    """Return a placeholder for cards, which are added to the pieces; nothing for no card."""
    if not piece:
        return ""
    pieces.append(piece)
    return f"\1{len(pieces) - 1}\1"


_decode: Callable[[bytes], _Head] = msgspec.json.Decoder(_Head).decode


def _shown(html: bytes, own: str, repeats: bool, room: int) -> tuple[bytes, int]:
    """Return a card as one page shows it, and how many bytes its text takes. `own` is the slug of the page's topic."""
    used = 0

    def choose(found: re.Match[bytes]) -> bytes:
        nonlocal used
        name, value, content = found[1], (found[2] or b"").decode(), found[3]
        if name == b"rest":
            return b"%d" % sum(slug != own for slug in value.split())
        if name == b"text":
            used = len(content) if len(content) <= room else 0
            return content if used else b""
        hidden = {b"picture": repeats, b"repeated": not repeats, b"topic": value == own}
        return b"" if hidden.get(name) else content

    return _PIECE.sub(choose, html), used


def _periods(days: Sequence[str | None], cards: Sequence[bytes], pieces: list[bytes]) -> Iterator[Period]:
    """Yield the cards by the shortest periods that have some stories each; the newest card, the lead, is left out."""
    span = _span([day for day in days if day]) if all(days) else None
    if span is None:
        yield Period(None, None, _placed(b"".join(cards[1:]), pieces))
        return

    names = [(day or "")[: _LENGTHS[span]] for day in days]
    for name in dict.fromkeys(names):
        chosen = (card for number, card in enumerate(cards) if names[number] == name and number)
        yield Period(date.fromisoformat(f"{name}-01-01"[:10]), span, _placed(b"".join(chosen), pieces))


def _span(days: Sequence[str]) -> Span | None:
    """Return the shortest span into which days can be divided so that there are several in each, if there is one."""
    for span, length in _LENGTHS.items():
        periods = len({day[:length] for day in days})
        if periods > 1 and len(days) >= periods * FULL_GROUP:
            return span
    return None


def _links(found: Iterable[tuple[str, str]], own: str) -> list[Link]:
    """Return the feeds that the stories of a page are in besides its own, most frequent first."""
    labels: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for label, folder in found:
        labels.setdefault(folder, label)
        counted[folder] += folder != own
    return [Link(labels[folder], folder) for folder, count in counted.most_common(MAX_LINKS) if count]
