"""Put the cards of a page together: what is the same on every page is rendered once, what differs is chosen here.

The card of an item is on the pages of all feeds that the item is in. What not every page shows is cut out of it: the
chip of the page's own topic, a picture that a newer story on the page has, too, and a text for which there is no room.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

import msgspec
from markupsafe import Markup
from msgspec import Struct

from feeds.core.kinds import PAIR, TOPIC
from feeds.core.model import Group, Item
from feeds.words.english import Span

MAX_TEXTS = 100_000
"""Bytes of all the texts on a page; the newest stories have theirs, the others are only linked to."""

FULL_GROUP = 4
"""The number of stories that a group of one day, month or year has on average, at least."""

MAX_LINKS = 12
"""The number of topics, and of outlets, that a page leads on to."""

SMALLEST_PICTURE = 200
"""The width in pixels from which on a picture is shown."""

TEXT, END = "\2", "\4"
"""What stands around the text of a story in its card; no text contains a control character."""

_FIRST, _SECOND, _LAST = b"\5", b"\6", b"\7"
"""What stands around two variants of a part of a card, of which pages choose one."""

_TEXT, _END = TEXT.encode(), END.encode()
_PICTURE, _PICTURE_END, _CHIP_END = b'<figure class="picture">', b"</figure>", b"</li>"
_CARD, _PLAIN = b'<article class="card ', b'<article class="card plain '
_PLACE = re.compile(rb"\x01(\d+)\x01")  # no text contains a control character
_LAZY, _EAGER = b' loading="lazy" decoding="async"', b' fetchpriority="high"'

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
    """The cards of one day, month or year, or all cards: then there is no `day` in it. `number` says how many."""

    day: date | None
    span: Span | None
    cards: str
    number: int


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


def part(item: Item, picture: str | None, html: str) -> bytes:
    """Return the card of an item with what pages have to know of it; `picture` is the address of its picture."""
    head = _Head(
        item.day.isoformat() if item.day else None,
        picture,
        [(category.label, category.group.folder) for category in item.categories if category.group],
        (item.provider.name or item.provider.domain, item.outlet.folder) if item.outlet else None,
    )
    return msgspec.json.encode(head) + b"\n" + html.encode()


def either(counted: str, less: str) -> Markup:
    """Return two variants of a part of a card: the second is for pages whose own topic is one of those counted in it.

    Both are HTML.
    """
    return Markup(f"\5{counted}\6{less}\7")  # noqa: S704 - the template's own


def arrange(parts: Sequence[bytes], group: Group) -> Cards:
    """Return the cards of the page of a group; `parts` are those of its items, newest first."""
    heads: list[_Head] = []
    cards: list[bytes] = []
    seen: set[str | None] = {None}
    room = MAX_TEXTS
    own = _chip_of(group)
    for one in parts:
        encoded, _, card = one.partition(b"\n")
        head = _decode(encoded)
        card, text = _parted(card)
        card = _chosen(card, own)
        if head.picture and head.picture in seen:
            card = _cut(card, _PICTURE, _PICTURE_END).replace(_CARD, _PLAIN, 1)
        if len(text) > room:
            text = b""
        room -= len(text)
        cards.append(card.replace(_TEXT, text, 1))
        seen.add(head.picture)
        heads.append(head)

    pieces = [card.replace(_LAZY, _EAGER, 1) for card in cards[:1]]
    return Cards(
        lead="\0010\001" if pieces else "",
        periods=list(_periods([head.day for head in heads], cards, pieces)),
        topics=_links(chain.from_iterable(head.topics for head in heads), group.folder),
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


def _parted(card: bytes) -> tuple[bytes, bytes]:
    """Return a card with a mark instead of its text, and the text, which is most of it."""
    start = card.find(_TEXT)
    end = card.find(_END, start)
    return (card[: start + 1] + card[end + 1 :], card[start + 1 : end]) if 0 <= start < end else (card, b"")


def _cut(card: bytes, begins: bytes, ends: bytes) -> bytes:
    """Return a card without the first part that begins and ends in this way."""
    start = card.find(begins)
    end = card.find(ends, start)
    return card[:start] + card[end + len(ends) :] if 0 <= start < end else card


def _chip_of(group: Group) -> bytes:
    """Return how the chip begins that leads to the feed of a page's own topic; nothing where it has none."""
    if group.kind not in (TOPIC, PAIR):
        return b""
    return b'<li><a href="\0' + Group(TOPIC, group.key).folder.encode() + b'/"'


def _chosen(card: bytes, own: bytes) -> bytes:
    """Return a card without the chip of a topic, which may be one of those that are only counted, and their number."""
    first = card.find(_FIRST)
    if first >= 0:
        second, last = card.find(_SECOND, first), card.find(_LAST, first)
        is_counted = bool(own) and card.find(own, last) >= 0
        count = card[second + 1 : last] if is_counted else card[first + 1 : second]
        card = card[:first] + count + card[last + 1 :]
    return _cut(card, own, _CHIP_END) if own else card


def _periods(days: Sequence[str | None], cards: Sequence[bytes], pieces: list[bytes]) -> Iterator[Period]:
    """Yield the cards by the shortest periods that have some stories each; the newest card, the lead, is left out."""
    span = _span([day for day in days if day]) if all(days) else None
    if span is None:
        yield Period(None, None, _placed(b"".join(cards[1:]), pieces), len(cards) - 1)
        return

    found: dict[str, list[bytes]] = {}
    for number, day in enumerate(days):
        chosen = found.setdefault((day or "")[: _LENGTHS[span]], [])
        if number:
            chosen.append(cards[number])
    for name, chosen in found.items():
        first_day = date.fromisoformat(f"{name}-01-01"[:10])
        yield Period(first_day, span, _placed(b"".join(chosen), pieces), len(chosen))


def _span(days: Sequence[str]) -> Span | None:
    """Return the shortest span into which days can be divided so that there are several in each, if there is one."""
    for span, length in _LENGTHS.items():
        periods = len({day[:length] for day in days})
        if periods > 1 and len(days) >= periods * FULL_GROUP:
            return span
    return None


def _links(found: Iterable[tuple[str, str]], own: str) -> list[Link]:
    """Return the feeds that the stories of a page are in besides its own, most frequent first."""
    links: dict[str, Link] = {own: Link("", own)}
    for (label, folder), _ in Counter(found).most_common():
        links.setdefault(folder, Link(label, folder))
    return list(links.values())[1 : MAX_LINKS + 1]
