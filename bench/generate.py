"""Writes folders of invented articles in the shape of the seeds: same arguments, same bytes, on every machine.

    python -m bench.generate FOLDER --count 1000

An article depends on the seed and its own number alone, so a small tree is the beginning of a larger one. Of
`random.Random` only the seeding by a string, `random()` and `randbytes()` are used: they are the same in every Python.
"""

import argparse
import heapq
import json
import re
from base64 import b64encode
from bisect import bisect
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from bench import words
from bench.dirt import CLEAN, REAL, TREES, Dirt, Soiled, soil

SEED = 2026
SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}
FOLDER_SIZE = 1_000
"""Articles in a folder."""

PUBLISHED_SHARE = 0.7
FRESH = 40
"""Edits fall on this many newest articles, as they do in life: each edit shows in `all`, its topics and provider."""

_START = datetime(2018, 1, 1, tzinfo=UTC)
_PERIOD = 157_000_003  # seconds, about five years; a prime, so that no two articles share a date
_STEP = 61_803_399
_SPREAD = 0.618_033_988_7  # numbers times this, without their whole part, are spread evenly
_SENTENCES = (
    "The {adjective} {noun} of {place} is about to change, {aside}.",
    "{People} in {place} {verb} a {adjective} {noun} {time}, and others follow.",
    "A {adjective} {noun} that {people} {verb} {time} is now in daily use, {aside}.",
    "“We only wanted to {verb} the {noun},” said one of the {people} from {place}.",
    "It costs less than a {noun} & needs no {adjective} {noun}, {aside}.",
)
_TITLES = (
    "{People} of {place} {verb} a {adjective} {noun} {time}",
    "How a {adjective} {noun} came to {place} {time}",
    "{place}’s {adjective} {noun}: what the {people} say",
    "Why {people} {verb} the {noun} & the {adjective} {noun}",
    'The "{adjective} {noun}" of {place} opens {time}',
)
_BLANK = re.compile(r"{(\w+)}")
_WORDS = {
    "adjective": words.ADJECTIVES,
    "noun": words.NOUNS,
    "people": words.PEOPLE,
    "People": tuple(word.capitalize() for word in words.PEOPLE),
    "verb": words.VERBS,
    "place": words.PLACES,
    "time": words.TIMES,
    "aside": words.ASIDES,
}

Choice = TypeVar("Choice")


class Outlet(NamedTuple):
    """Who publishes articles."""

    name: str
    domain: str


def write_tree(folder: Path, count: int, seed: int = SEED, dirt: Dirt = REAL) -> None:
    """Write the articles number 0 to `count` - 1 below a folder, on all cores."""
    starts = range(0, count, FOLDER_SIZE)
    for start in starts:
        article_path(folder, start).parent.mkdir(parents=True)
    if len(starts) == 1:
        _write_articles(folder, starts[0], count, seed, dirt)
        return

    with ProcessPoolExecutor() as pool:
        pieces = [
            pool.submit(_write_articles, folder, start, min(start + FOLDER_SIZE, count), seed, dirt) for start in starts
        ]
        for piece in pieces:
            piece.result()


def _write_articles(folder: Path, start: int, end: int, seed: int, dirt: Dirt) -> None:
    for number in range(start, end):
        article_path(folder, number).write_bytes(article(number, seed, dirt=dirt))


def touch_some(folder: Path, count: int, n: int, round_: int, seed: int = SEED, dirt: Dirt = REAL) -> list[Path]:
    """Give `n` published articles of a tree of `count` a new title, and return their paths.

    Which ones, and the titles, follow from the seed and the round; no two rounds write the same bytes. Raises
    ValueError where fewer than `n` of the FRESH newest articles exist.
    """
    fresh = list(_fresh(count, seed))
    if n > len(fresh):
        raise ValueError(f"cannot edit {n} of {len(fresh)} articles")
    rng = Random(f"{seed}:edit:{round_}")  # noqa: S311
    chosen = [fresh.pop(int(rng.random() * len(fresh))) for _ in range(n)]
    for number in chosen:
        article_path(folder, number).write_bytes(article(number, seed, edition=round_ + 2, dirt=dirt))
    return [article_path(folder, number) for number in chosen]


def article_path(folder: Path, number: int) -> Path:
    """Return where the article of a number is."""
    return folder / f"{number // FOLDER_SIZE:03d}" / f"article-{number:06d}.md"


def article(number: int, seed: int = SEED, edition: int = 1, dirt: Dirt = REAL) -> bytes:
    """Return the file of an article; a later edition differs from the first in its title."""
    soiled = soil(dirt, seed, number, _pick)
    rng = Random(f"{seed}:{number}")  # noqa: S311
    published = rng.random() < PUBLISHED_SHARE
    outlet = _outlet(rng)
    date = _date(number)
    title = _fill(rng, _TITLES)
    quality = 30 + int(rng.random() * 110)
    related = [_related(rng, outlet, date) for _ in range(1 + int(rng.random() * 4))]
    lines = [
        "---",
        "category: news",
        f"title: {_quoted(title if edition == 1 else f'{title} (edition {edition})')}",
        f"excerpt: {_quoted(soiled.text(_excerpt(rng)))}",
        f"publishedDateTime: {date:%Y-%m-%dT%H:%M:%SZ}",
        *_addresses(rng, outlet, title, date, f"{number:06d}", amp_share=0.8),
        "type: article",
        f"quality: {quality}",
        f"heat: {quality + 10 * len(related) if published else -1}",
        f"published: {'true' if published else 'false'}",
        f"providers: [{outlet.domain}]",  # for Hugo, whose taxonomies are flat; `feeds` ignores it
        "",
        "provider:",
        f"  name: {outlet.name}",
        f"  domain: {outlet.domain}",
        *_outlet_picture(outlet, dirt),
        "",
        "topics:",
        *(f"  - {topic}" for topic in _topics(rng)),
        "",
        *_images(rng, outlet, date, soiled),
        "",
        "related:",
        *(line for story in related for line in story),
        "",
        f'secured: "{_secured(rng)}"',
        "---",
        "",
    ]
    return "\n".join(lines).encode()


def is_published(number: int, seed: int = SEED) -> bool:
    """Return whether the article of a number is published."""
    return Random(f"{seed}:{number}").random() < PUBLISHED_SHARE  # noqa: S311


def _fresh(count: int, seed: int) -> Iterator[int]:
    newest = heapq.nlargest(4 * FRESH, range(count), key=_seconds)
    return islice((number for number in newest if is_published(number, seed)), FRESH)


def _seconds(number: int) -> int:
    return number * _STEP % _PERIOD


def _date(number: int) -> datetime:
    return _START + timedelta(seconds=_seconds(number))


def _related(rng: Random, own: Outlet, date: datetime) -> list[str]:
    """Return the lines of another outlet's coverage."""
    outlet = _outlet(rng)
    while outlet == own:
        outlet = _outlet(rng)
    later = date + timedelta(minutes=int(rng.random() * 5_000))
    title = _fill(rng, _TITLES)
    address = _addresses(rng, outlet, title, later, f"{int(rng.random() * 1e7):07d}", amp_share=0.33)[1:]
    lines = [
        f"title: {_quoted(title)}",
        f"excerpt: {_quoted(_excerpt(rng))}",
        f"publishedDateTime: {later:%Y-%m-%dT%H:%M:%SZ}",
        *address,
        "type: article",
        "provider:",
        f"  name: {outlet.name}",
        f"  domain: {outlet.domain}",
        f"quality: {30 + int(rng.random() * 110)}",
        *_images(rng, outlet, later),
    ]
    return [f"{'    ' if position else '  - '}{line}" for position, line in enumerate(lines)]


def _addresses(rng: Random, outlet: Outlet, title: str, date: datetime, unique: str, *, amp_share: float) -> list[str]:
    path = f"{date:%Y/%m/%d}/{_slug(title)}-{unique}/"
    link = f"https://www.{outlet.domain}/{path}"
    lines = [f'originalUrl: "{link}"', f'webUrl: "{link}"']
    if rng.random() < amp_share:
        cache_host = outlet.domain.replace(".", "-")
        lines.append(f'ampWebUrl: "{link}amp/"')
        lines.append(f'cdnAmpWebUrl: "https://www-{cache_host}.cdn.amp.example/c/s/www.{outlet.domain}/{path}amp/"')
    return lines


def _outlet_picture(outlet: Outlet, dirt: Dirt) -> list[str]:
    """Return the lines of an outlet's picture; some have none."""
    if _outlets().index(outlet) * _SPREAD % 1 < dirt.bare_outlets:
        return []
    return [
        "  images:",
        f'    - url: "https://gazette.example/assets/images/organizations/{outlet.domain}-50x50.jpg"',
        "      width: 50",
        "      height: 50",
    ]


def _images(rng: Random, outlet: Outlet, date: datetime, soiled: Soiled = CLEAN) -> list[str]:
    width, height = _pick(rng, ((1200, 630), (1024, 546), (1400, 788), (960, 605), (800, 480)))
    name = f"{_pick(rng, words.PLACES)}-{_pick(rng, words.NOUNS)}-{int(rng.random() * 1e10):010d}"
    query = _pick(rng, ("", f"?w={width}", f"?itok={name[-8:]}&v=1"))
    extension = _pick(rng, (".jpg", ".jpeg", ".png", ".webp")) if not soiled.is_untyped else ""
    if not soiled.has_picture:
        return []
    return [
        "images:",
        f'  - url: "https://cdn.{outlet.domain}/wp-content/uploads/{date:%Y/%m}/{_slug(name)}{extension}{query}"',
        f"    width: {width}",
        f"    height: {height}",
        "    isCached: true",
    ]


def _secured(rng: Random) -> str:
    """Return 600 to 800 characters of noise: the field that must never be published."""
    body = b64encode(rng.randbytes(432 + 16 * int(rng.random() * 9))).decode()
    return f"{body};{b64encode(rng.randbytes(16)).decode()}"


def _topics(rng: Random) -> list[str]:
    wanted = 1 + int(rng.random() * 3)
    found: dict[str, None] = {}
    while len(found) < wanted:
        found[words.TOPICS[_zipf(rng, len(words.TOPICS))]] = None
    return list(found)


def _outlet(rng: Random) -> Outlet:
    outlets = _outlets()
    return outlets[_zipf(rng, len(outlets))]


@cache
def _outlets() -> tuple[Outlet, ...]:
    names = [f"{first} {second}" for second in words.OUTLET_SECOND for first in words.OUTLET_FIRST]
    return tuple(Outlet(name, f"{_slug(name)}.example") for name in names)


def _zipf(rng: Random, count: int) -> int:
    """Return a number below `count`; 0 is the likeliest, and number n is n + 1 times rarer."""
    weights = _harmonic(count)
    return bisect(weights, rng.random() * weights[-1], hi=count - 1)


@cache
def _harmonic(count: int) -> tuple[float, ...]:
    return tuple(accumulate(1 / rank for rank in range(1, count + 1)))


def _excerpt(rng: Random) -> str:
    text = _fill(rng, _SENTENCES)
    while len(text) < 150:
        text = f"{text} {_fill(rng, _SENTENCES)}"
    return text


def _fill(rng: Random, patterns: Sequence[str]) -> str:
    return _BLANK.sub(lambda match: _pick(rng, _WORDS[match[1]]), _pick(rng, patterns))


def _pick(rng: Random, choices: Sequence[Choice]) -> Choice:
    return choices[int(rng.random() * len(choices))]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML string


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def main() -> None:
    """Write a tree, as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description="Write a folder of articles.")
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--count", type=int, default=1_000, help="how many (default: 1000)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"another seed, other articles (default: {SEED})")
    parser.add_argument("--tree", choices=TREES, default="real", help="how dirty (default: as on a real site)")
    options = parser.parse_args()
    if options.folder.exists():
        parser.error(f"{options.folder} exists")
    write_tree(options.folder, options.count, options.seed, TREES[options.tree])


if __name__ == "__main__":
    main()
