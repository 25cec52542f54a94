"""The quick ways of reading an article give what the general ones give, to the letter."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench import generate
from bench.dirt import TREES, Dirt
from feeds.articles import fast_path, plain_fields
from feeds.articles.parse import Context, Outcome, parse
from feeds.frontmatter import split
from tests.articles import CONTEXT, HEAD, PATH, PROVIDER
from tests.fuzz.data import DATA
from tests.fuzz.target import raw_of
from tests.support import ARTICLE, real_articles

pytestmark = pytest.mark.usefixtures("fast_yaml")
CONTEXTS = (CONTEXT, Context(UTC, "", is_jekyll=True))
SEEDS = Path(__file__).parents[2] / "seeds"
LINES = [
    *HEAD.splitlines(),
    PROVIDER.rstrip(),
    "title: Owls <b>return</b>",
    "title: a < b, Vec<T>",
    'title: "Owls &amp;amp; mice"',
    f"title: {'x' * 1_001}",
    "title: 'R & D &nosuch; owls'",
    "excerpt: 'They sat on the pier&nbs...'",
    "excerpt: 'They sat on the pier &amp'",
    "excerpt: 'Owls &amp;rsquo; mice'",
    "excerpt: 'Q&a'",
    f"excerpt: {'x' * 10_001}",
    "webUrl: https://me:secret@planet.example/owls",
    "webUrl: https://planet.example/@me/ö",
    f"webUrl: https://planet.example/{'x' * 8_000}",
    f"webUrl: https://planet.example/{'ö' * 3_000}",
    "originalUrl: https://other.example/owls",
    "originalUrl: https://m.planet.example/owls",
    "originalUrl: https://planet-example.cdn.ampproject.org/c/s/planet.example/owls",
    f"id: {'x' * 2_001}",
    f"type: {'x' * 201}",
    f"topics: [{'x' * 201}, Owls]",
    "topics: ['â€™']",
    f"topics: [{', '.join('x' * 101)}]",
    f"featuredContent: '{'x' * 10_001}'",
    "images:\n  - url: /a.png\n    width: 5\n    height: 30001",
    "images:\n  - url: /a\n    width: 5\n    height: 5",
    "images:\n  - url: /a.png\n    width: 5\n    height: 5",
    "images:\n  - url: https://u@planet.example/a.png\n    width: 5\n    height:",
    "enclosure: https://planet.example/a.mp3",
    "enclosure: https://planet.example/a.png",
    "enclosures: [a.mp3, {url: /b.ogg, length: 0}, {url: b.ogg, type: mp3, title: ' R&amp;D '}, /b.ogg]",
    "audio: {url: https://planet.example/a.mp3?x=1, type: AUDIO/MP3, length: 7, duration: 61, title: <b>Owl</b>}",
    "audio: {url: /stream}",
    "audio: {url: /a.mp3, duration: '1:02:03'}",
    "video: {url: /a, type: nothing}",
    "video: https://youtu.be/owls",
    "video: [{url: /a.ogg, duration: 1.5}, 7, null, '']",
    "attachments: [{url: /a.pdf}, {type: audio/mpeg}]",
    f"attachments: [{', '.join(f'/{n}.mp3' for n in range(101))}]",
    "provider:\n  name: Planet\n  domain: planet.example/a",
    "provider:\n  name: Planet",
    "provider:\n  domain: planet.example\n  images:\n    - url: /logo\n      width: 0",
    "related:\n  - title: 'â€™'\n    webUrl: https://b.example/1",
    "related:\n  - title: More\n    webUrl: https://b.example/1\n    provider:\n      domain: b.example/1",
    "title: It’s “Grünau”… & more",
    'title: "Owls &amp; \\"mice\\"  "',
    "title: 5",
    "title:",
    "title: â€™",
    'title: "\\u0007 \\ud800"',
    'title: "2024-01-02"',
    "publishedDateTime: '2024-03-05T06:07:08Z'",
    'publishedDateTime: "2024-03-05T06:07:08Z"',
    'publishedDateTime: "2024-02-30T06:07:08+02:00"',
    'publishedDateTime: "2024-02-28T24:00:00Z"',
    "publishedDateTime: 2024-03-05",
    "publishedDateTime: 2024-03-05T06:07:08-05:30",
    "publishedDateTime: soon",
    "updatedDateTime: 2020-01-01 00:00:00",
    "updatedDateTime: '0001-01-01'",
    "updatedDateTime: 7",
    "webUrl: https://www.planet.example/owls?utm_source=x&a=1#b",
    "webUrl: ' HTTP://Planet.example:80/ö '",
    "webUrl: /owls",
    "originalUrl: https://planet.example/owls",
    "originalUrl: ''",
    "originalUrl: ftp://x",
    "ampWebUrl: https://planet.example/amp",
    "ampWebUrl: [x]",
    "id: 007",
    "id: 42",
    "id: ' '",
    "id: true",
    f"id: {2**53}",
    "published: true",
    "published: false",
    "published: maybe",
    "deleted: no",
    "deleted: true",
    "removed: 1",
    "quality: 87",
    "quality: 8.5",
    f"quality: {2**53}",
    "heat: -1",
    "heat: true",
    "type: video",
    "type: ''",
    "category: [news]",
    "category: opinion",
    "excerpt: 'Owls: they hoot.'",
    "excerpt: 2024-01-01",
    "topics: [Owls, City life]",
    "topics: Owls",
    "topics:\n  - Owls\n  -\n  - ' a  b '",
    "topics:\n  - 5",
    "featuredContent: '<iframe>'",
    "featuredContent: 1",
    "provider:\n  name: Planet\n  domain: WWW.planet.example/x",
    "provider:\n  name: planet.example/science\n  domain: planet.example\n  authors:\n    - name: Ann Ö\n    - name:",
    "provider:\n  domain: 'not a host'\n  images:\n    - url: /logo.png",
    "provider: Planet",
    "provider:",
    "images:\n  - url: https://planet.example/a.jpg?w=1\n    width: 0\n    height: 5\n    type: image/PNG; x",
    "images:\n  - url: /a.png\n    length: -5\n    title: ' a  b'\n    attribution: '&lt;b&gt;'",
    "images:\n  url: /a.png",
    "images: [{url: /a.png, width: 5, height: 5, alt: A &amp; B, caption: ' c ', credit: Bo, copyright: © Bo}]",
    "images: [{url: /a.png, width: 5, height: 5, attribution: '', credit: Bo}, {url: /b.png, width: 5, height: 5}]",
    "images: [{url: /a.png, width: 5, height: 5, attribution: Ann, credit: <i>Bo</i>}]",
    "images: [{url: /a.png, width: 1, height: 1}, {url: /b.png, width: 5, height: 5}]",
    "images: [{url: 'https://pixel.wp.com/g.gif?x=1', width: 6, height: 5}]",
    "images:\n  - width: 5",
    "images:\n  - url: ' '",
    "images:\n  - url: ' '\n    width: 5\n    height: 5",
    "images:\n  -",
    "related:\n  - title: More\n    webUrl: https://b.example/1\n    provider:\n      name: B\n    quality: x",
    "related:\n  - title: More\n    originalUrl: https://b.example/1\n    publishedDateTime: 2024-03-05",
    "related:\n  - title: ''\n    webUrl: https://b.example/1",
    "related:\n  - title: More",
    "secured: 'hush'",
    "secured: *hush",
    "layout: post # a remark",
    "---",
    "...",
    "# a remark",
    "",
    "true: 1",
    "a\u2028: b",
    "\ta: 1",
]
"""What front matter may hold, right and wrong; the first four make a plain article."""
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["https://a.example/b.png", "2026-01-02", "2026-01-02T03:04:05+02:00", "/x.gif", "a.example"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["url", "name", "domain", "title", "webUrl", "images", "authors", "provider", "width"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
FIELDS = (*plain_fields.PlainFields.__struct_encode_fields__, "secured", "a")


@contextmanager
def _general_ways() -> Iterator[None]:
    with (
        patch.object(split, "_split_plain", return_value=None),
        patch.object(fast_path, "article", lambda *_, **__: None),
    ):
        yield


def agreed(raw: bytes, path: str = PATH, category: str | None = None) -> Outcome | None:
    """Return what becomes of a file, once it is the same by the quick ways and by the general ones."""
    for context in CONTEXTS:
        found = parse(raw, path, context, category=category)
        with _general_ways():
            assert repr(found) == repr(parse(raw, path, context, category=category))
    return found


def is_quick(raw: bytes) -> bool:
    """Say whether a file takes the quick ways alone."""
    with (
        patch.object(split, "_split_general", side_effect=AssertionError),
        patch("feeds.articles.parse.GeneralPath", side_effect=AssertionError),
    ):
        try:
            return parse(raw, PATH, CONTEXT) is not None
        except AssertionError:
            return False


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_line_is_read_the_same(line: str, end: str) -> None:
    """No form of a field is read otherwise by the quick ways, in front of an article or in its place."""
    for block in (f"{HEAD}{PROVIDER}{line}", f"{line}\n{HEAD}", f"{HEAD}{line}", line):
        raw = f"---\n{block}\n---\nA body.\n".replace("\n", end).encode("utf-8", "surrogatepass")
        agreed(raw)
        agreed(b"\xef\xbb\xbf" + raw, "a.html", "news")


@given(
    st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(["", "\n", "{% raw %} x", "a\x0cb", "a\u2028b\xa0"])
)
@settings(max_examples=400)
@example(LINES[:4], " ")
@example([*LINES[:4], LINES[0]], "")
@pytest.mark.slow
def test_lines_in_any_order_are_read_the_same(lines: list[str], body: str) -> None:
    """Whatever lines stand together, a field twice or none at all, the ways agree."""
    agreed("\n".join(["---", *lines, "---", body]).encode())


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5))
@settings(max_examples=300)
@example({"provider": {"https://x.example/\ud800": None}})
@pytest.mark.slow
def test_values_of_any_type_are_read_the_same(changes: dict[str, Any]) -> None:
    """Fields of wrong types, as JSON and as YAML, end in the same articles and the same words about them."""
    agreed(json.dumps(ARTICLE | changes).encode())
    agreed(f"---\n{yaml.safe_dump(ARTICLE | changes, allow_unicode=True)}---\n".encode("utf-8", "replace"))


@given(st.binary(max_size=60), DATA)
@settings(max_examples=300)
def test_any_bytes_are_read_the_same(raw: bytes, data: bytes) -> None:
    """Files that are no text, blocks that never end, and what almost is an article end the same."""
    agreed(raw)
    agreed(b"---\n" + HEAD.encode() + raw + b"\n---\n" + raw)
    agreed(raw_of(data))


def test_invented_articles_are_read_the_same_and_quickly() -> None:
    """The articles of the benchmark are what the general ways make of them; all that are clean take the quick ones."""
    for number in range(200):
        agreed(generate.article(number, dirt=TREES["dirty"]))
    articles = [generate.article(number, dirt=Dirt(entities=0.2, wide=0.9)) for number in range(200)]
    for raw in articles:
        agreed(raw)
    assert all(map(is_quick, articles))


def test_the_samples_are_read_the_same() -> None:
    """The articles that come with the project are read the same by both."""
    paths = sorted(path for path in SEEDS.rglob("*") if path.is_file())
    assert paths
    for path in paths:
        agreed(path.read_bytes(), path.name)


def test_real_articles_are_read_the_same_and_quickly(shared: Path) -> None:
    """Every real file is read the same by both, and most articles quickly."""
    files = real_articles(shared)
    assert len(files) > 300
    articles = [path.read_bytes() for path in files if agreed(path.read_bytes(), path.name)]
    assert sum(map(is_quick, articles)) > 0.8 * len(articles)
