"""Hostile articles that are too large to lie here: what makes them, and what is wanted of them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from feeds.core import limits
from tests.support import BASE_URL, article


class Huge(NamedTuple):
    """An article: what makes it, and the rest as for a Case."""

    name: str
    shows: str
    make: Callable[[str], str]
    item: dict[str, Any] | None = None
    problems: list[str] = []  # noqa: RUF012 - the same


def _with(**fields: Any) -> Callable[[str], str]:
    """Return what makes an article with these fields, whose link ends in its file's name."""
    usual = {
        "title": "A plain title",
        "provider": {"name": "Hostile", "domain": "hostile.example"},
        "topics": ["Tests"],
        "excerpt": None,
    }
    return lambda stem: article(**({"webUrl": f"https://hostile.example/{stem}"} | usual | fields))


def _raw(field: str) -> Callable[[str], str]:
    """Return what makes an article with a line of front matter as it stands."""
    return lambda stem: _with()(stem).replace("\n---\n", f"\n{field}\n---\n")


HUGE = (
    Huge(
        "title-of-150-kb.md",
        "A title of 150 KB is cut.",
        _with(title="x" * 150_000),
        {"title": "x" * limits.MAX_TITLE + "…"},
        ["2: warning: title is longer than 1,000 characters: the rest is left out"],
    ),
    Huge(
        "title-of-1-mb.md",
        "One of 1 MB makes front matter too long.",
        _with(title="x" * 1_000_000),
        None,
        ["2: error: front matter is longer than 200,000 characters"],
    ),
    Huge(
        "excerpt-of-20-kb.md",
        "An excerpt of 20 KB is cut, but not in the middle of an entity.",
        _with(excerpt="x" * (limits.MAX_EXCERPT - 3) + "&rsquo;" * 1_000),
        {"summary": "x" * (limits.MAX_EXCERPT - 3) + "…"},
        ["3: warning: excerpt is longer than 10,000 characters: the rest is left out"],
    ),
    Huge(
        "excerpt-of-4-mb.md",
        "One of 4 MB makes front matter too long.",
        _with(excerpt="x" * 4_000_000),
        None,
        ["2: error: front matter is longer than 200,000 characters"],
    ),
    Huge(
        "link-of-70-000.md",
        "A link of 70,000 characters is none.",
        _with(webUrl="https://hostile.example/" + "x" * 70_000),
        None,
        ["4: error: webUrl is longer than 8,000 characters"],
    ),
    Huge(
        "link-of-20-000-encoded.md",
        "Nor is one that is so long once it is encoded.",
        _with(webUrl="https://hostile.example/" + "ö" * 5_000),
        None,
        ["4: error: webUrl is longer than 8,000 characters"],
    ),
    Huge(
        "image-of-70-000.md",
        "A picture with such an address is left out.",
        _with(images=[{"url": f"/{'x' * 70_000}.png", "width": 1, "height": 1}]),
        {"images": []},
        ["11: warning: images[1].url is longer than 8,000 characters"],
    ),
    Huge(
        "images-500.md",
        "Of 500 pictures the first hundred are kept.",
        _with(images=[{"url": f"/{number}.png", "width": 800, "height": 600} for number in range(500)]),
        {"images": [f"{BASE_URL}{number}.png" for number in range(100)]},
        ["10: warning: images has 500 entries: only the first 100 count"],
    ),
    Huge(
        "topics-3000.md",
        "Of 3,000 topics as well.",
        _with(topics=[f"Topic {number}" for number in range(3_000)]),
        {"tags": [f"Topic {number}" for number in range(100)]},
        ["8: warning: topics has 3,000 entries: only the first 100 count"],
    ),
    Huge(
        "related-500.md",
        "And of related stories.",
        _with(related=[{"title": "A", "webUrl": f"https://b.example/{number}"} for number in range(500)]),
        {},
        ["10: warning: related has 500 entries: only the first 100 count"],
    ),
    Huge(
        "authors-500.md",
        "And of authors.",
        _with(provider={"domain": "hostile.example", "authors": [{"name": f"A {n}"} for n in range(500)]}),
        {"authors": [{"name": f"A {n}"} for n in range(100)]},
        ["7: warning: provider.authors has 500 entries: only the first 100 count"],
    ),
    Huge(
        "aliases-40-000.md",
        "A list that names another 40,000 times costs no more than its first hundred.",
        _raw(f"images: [&a [x]{', *a' * 40_000}]"),
        {},
        [
            "10: warning: images has 40,001 entries: only the first 100 count",
            *sorted(f"10: warning: images[{number}] is a list" for number in range(1, 101)),
        ],
    ),
    Huge(
        "nested-99.md",
        "Brackets 99 deep are a list like any other.",
        _raw(f"images: {'[' * 99}{']' * 99}"),
        {},
        ["10: warning: images[1] is a list, but must be a group of fields"],
    ),
    Huge(
        "nested-5000-in-json.md",
        "In JSON they are too deep for the parser.",
        lambda stem: f'{{"title":\n{"[" * 5_000}{"]" * 5_000}}}',
        None,
        ["1: error: front matter is nested more than 100 levels deep"],
    ),
    Huge(
        "nested-10-000.md",
        "Deeper ones are refused, with the line.",
        _raw(f"images: {'[' * 10_000}"),
        None,
        ["10: error: front matter is nested more than 100 levels deep"],
    ),
    Huge(
        "embed-of-20-kb.md",
        "Featured content of 20 KB is left out.",
        _with(featuredContent="<i>" * 7_000),
        {},
        ["10: warning: featuredContent is longer than 10,000 characters, and is left out"],
    ),
    Huge(
        "body-of-1-mb.md",
        "The excerpt stands for a text of 1 MB.",
        _with(excerpt="Short.", body="Long. " * 170_000),
        {"content_html": "<p>Short.</p>"},
        ["12: warning: the text is longer than 250,000 characters, and is left out: the excerpt"],
    ),
    Huge(
        "body-nested-40-000.md",
        "And for one of 40,000 elements, none of which is closed.",
        _with(excerpt="Short.", body="<div>" * 40_000),
        {"content_html": "<p>Short.</p>"},
        ["12: warning: the text has more than 20,000 signs of markup, and is left"],
    ),
    Huge(
        "body-of-many-elements.md",
        "Many elements that are closed, or that need not be, are a long text and no more.",
        _with(body="<p>A<br><b>b</b><div>c</div>" * 1_000),
        {},
    ),
    Huge(
        "file-of-11-mb.md",
        "A file of 11 MB is not read to its end.",
        _with(body="x" * 11_000_000),
        None,
        ["1: error: the file is longer than 5,000,000 bytes"],
    ),
    Huge("text-of-11-mb.txt", "Nor is one without front matter, which is no article.", lambda stem: "x" * 11_000_000),
)
"""They are written by the test."""
