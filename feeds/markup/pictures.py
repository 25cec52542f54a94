"""Find the address of a picture, which may not be in `src`: many load lazily, or come in sizes."""

import re
from collections.abc import Iterator

from feeds.core import images
from feeds.core.patterns import lazy
from feeds.markup.tree import Attributes, Node

TAGS = ("img", "image", "amp-img", "amp-anim")
"""The elements that are pictures."""

_LATE = ("data-src", "data-lazy-src", "data-original", "data-litespeed-src", "data-lazyload", "data-lazy", "data-echo")
"""Where scripts that load pictures late keep the address."""

_INSTEAD = (
    *("data-orig-file", "data-hi-res-src", "data-full-src", "data-img-src", "data-image-src", "data-image"),
    *("data-original-src", "data-actualsrc", "data-cfsrc", "data-pin-media", "data-url"),
)
"""Where an address may be that counts only if `src` shows nothing."""

_LATE_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set", "data-litespeed-srcset", "data-bgset")
_PLACEHOLDER = lazy(
    r"(?:^|[_.-])(?:1x1|blank|clear|dummy|empty|grey|lazy(?:-?load)?|loader|loading|pixel|place-?holder|spacer|spinner"
    r"|transparent)(?:[._-][\w.-]*)?\.(?:gif|png|svg|webp)$",
    re.IGNORECASE,
)
"""The names of pictures that stand for others until these are loaded."""

_LONGEST_NAME = 255
"""Characters of the name of a file at most: looking for a part of it takes time that grows with its square."""

_CANDIDATE = lazy(r"[\s,]*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)([wx])|\s+[\d.]+h)*\s*(?:,|$)")
_EVERYWHERE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""The types that all readers show."""


def addresses(attributes: Attributes, around: Iterator[Attributes]) -> Iterator[str]:
    """Yield the addresses that a picture may have, the likeliest first; `around` are the sources beside it."""
    source = (attributes.get("src") or "").strip()
    stands_for_another = _is_placeholder(source)
    yield from _values(attributes, _LATE)
    if source and not stands_for_another:
        yield source
    for written in _values(attributes, (*_LATE_SETS, "srcset")):
        yield from largest_first(written)
    yield from _values(attributes, _INSTEAD)
    sources = [given for given in around if given.get("srcset") or given.get("data-srcset")]
    for given in sorted(sources, key=_is_rarely_shown):
        yield from largest_first(given.get("data-srcset") or given.get("srcset") or "")
    if source and stands_for_another:
        yield source


def sizes(attributes: Attributes, around: Iterator[Attributes]) -> Iterator[tuple[str, float]]:
    """Yield the addresses and widths in pixels of a picture that comes in several, as far as these are known.

    `around` are the sources beside it; those that some readers do not show are no sizes of it.
    """
    written = [attributes.get(name) for name in (*_LATE_SETS, "srcset")]
    written += [given.get("data-srcset") or given.get("srcset") for given in around if not _is_rarely_shown(given)]
    for given in filter(None, written):
        yield from ((address, size) for address, size, unit in _candidates(given) if unit == "w")


def beside(node: Node) -> Iterator[Attributes]:
    """Yield the attributes of the sources that stand before a picture in its `picture`, and after no other one."""
    parent = node.parent
    if parent is None or parent.tag != "picture":
        return
    found = []
    before = node.prev
    while before is not None and before.tag not in TAGS:
        if before.tag == "source":
            found.append(before.attributes)
        before = before.prev
    yield from reversed(found)


def largest_first(written: str) -> list[str]:
    """Return the addresses of a `srcset` (HTML standard, 4.8.4.2), the largest first; of equal ones as written."""
    return [address for address, *_ in sorted(_candidates(written), key=lambda found: -found[1])]


def _candidates(written: str) -> Iterator[tuple[str, float, str | None]]:
    """Yield the addresses of a `srcset`, with the number that says how large each is, and its unit."""
    position = 0
    while position < len(written) and (match := _CANDIDATE.match(written, position)):
        position = match.end()
        size = float(match[2]) if match[2] and match[2].count(".") < 2 and match[2] != "." else 1.0
        yield match[1], size, match[3] if match[2] else None


def is_late(attributes: Attributes) -> bool:
    """Return whether a script loads a picture late, so that another one may stand in where none runs."""
    return any(attributes.get(name) for name in (*_LATE, *_LATE_SETS))


def counts_readers(attributes: Attributes) -> bool:
    """Return whether a picture is of a size at which nobody sees it: it is there to count readers."""
    sides = ((attributes.get(name) or "").strip().removesuffix("px") for name in ("width", "height"))
    return all(side in ("0", "1") for side in sides)


def _values(attributes: Attributes, names: tuple[str, ...]) -> Iterator[str]:
    """Yield the values of attributes that can hold addresses of pictures, in the order of the names."""
    for name in names:
        if (value := attributes.get(name)) and _looks_whole(value):
            yield value


def _looks_whole(value: str) -> bool:
    """Return whether the value of an attribute of a script's can be the address of a picture."""
    return not any(one in value for one in "{}<>\n") and not value.strip().startswith("data:")


def _is_placeholder(source: str) -> bool:
    if source.startswith("data:"):
        return True
    name = source.partition("#")[0].partition("?")[0].rpartition("/")[2]
    return len(name) <= _LONGEST_NAME and _PLACEHOLDER.search(name) is not None


def _is_rarely_shown(attributes: Attributes) -> bool:
    """Return whether the type of a source is one that some readers do not show, such as AVIF."""
    first = next(iter(largest_first(attributes.get("srcset") or "")), "")
    return (attributes.get("type") or images.type_of(first) or "image/jpeg") not in _EVERYWHERE
