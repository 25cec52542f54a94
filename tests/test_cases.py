"""The cases of ../shared: small inputs made after reports by users of other publishers, where they are there."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from feeds.config import Options, load
from feeds.publish.build import Request, build
from tests.support import NOW

BASE_URL = "https://example.org/feeds/"


@pytest.fixture
def items(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Any:
    """Build a copy of the case that the test names, and return its items by title."""
    folder = tmp_path / "case"
    if not (shared / "cases" / request.param).is_dir():
        pytest.skip("the case is not there")
    shutil.copytree(shared / "cases" / request.param, folder)
    monkeypatch.chdir(folder)
    config = folder / "feeds.toml"
    is_site = (folder / "_config.yml").is_file() or (config.is_file() and "source =" in config.read_text())
    articles = folder / "articles"
    sources = (articles,) if articles.is_dir() else () if is_site else (folder,)
    build(load(Options(sources=sources, base_url=BASE_URL)), Request(), now=NOW, warn=lambda _: None)
    feed = json.loads((folder / "dist" / "all" / "feed.json").read_bytes())
    return {item["title"]: item for item in feed["items"]}


@pytest.mark.parametrize("items", ["relative-links"], indirect=True)
def test_relative_links(items: dict[str, Any]) -> None:
    """Addresses are relative to the article's own page, or to the outlet's."""
    bundle, foreign = items["A bundle"], items["Foreign outlet"]
    assert bundle["image"] == "https://example.org/posts/bundle/cover.jpg"
    for address in ("posts/bundle/map.png", "posts/next/", "about", "posts/bundle/?page=2"):
        assert f'"https://example.org/{address}"' in bundle["content_html"]
    for address in ("2026/02/older.html", "2026/03/part2.html", "2026/img/map.png", "cdn/p.png"):
        assert f'"https://outlet.example/{address}"' in foreign["content_html"]


@pytest.mark.parametrize("items", ["liquid-jekyll"], indirect=True)
def test_template_code(items: dict[str, Any]) -> None:
    """What the settings say is resolved, and no other code is seen."""
    assert items["Liquid"]["image"] == "https://example.org/post/assets/lead.jpg"
    assert "{" not in items["Liquid"]["content_html"]


@pytest.mark.parametrize("items", ["excerpt-html"], indirect=True)
def test_markup_in_excerpts(items: dict[str, Any]) -> None:
    """What markup marks is the excerpt."""
    assert items["Excerpt with tags"]["summary"].split() == ["The", "bridge", "opened.", "Read", "more"]
    assert items["Excerpt with markdown"]["summary"] == "The bridge opened."


@pytest.mark.parametrize("items", ["no-excerpt"], indirect=True)
def test_a_missing_excerpt(items: dict[str, Any]) -> None:
    """The first paragraph stands for it."""
    assert items["No excerpt"]["summary"] == "A long text with code in its first paragraph."
    assert "summary" not in items["Nothing at all"]
    assert items['Bold & "q" newline and spaces']["summary"] == "Para <b> one Para two"


@pytest.mark.parametrize("items", ["amp-urls"], indirect=True)
def test_escaped_ampersands(items: dict[str, Any]) -> None:
    """No address has an entity, and no type is one that nobody has registered."""
    item = items["Amp"]
    assert item["url"] == "https://example.org/stories/amp?a=1&b=2"
    assert item["image"] == "https://cdn.example.org/i.jpg?w=600&h=300"
    assert item["attachments"][0]["mime_type"] == "image/jpeg"
    assert item["content_html"].count("<img") == 1


@pytest.mark.parametrize("items", ["dup-variants"], indirect=True)
def test_variants_of_the_leading_picture(items: dict[str, Any]) -> None:
    """However the text writes its address, the picture is shown once; another format is another picture."""
    shown = {title: item["content_html"].count("<img") for title, item in items.items()}
    assert shown == {f"V{number}": 1 for number in range(1, 9)} | {"V9": 2}


@pytest.mark.parametrize("items", ["fragments"], indirect=True)
def test_fragments(items: dict[str, Any]) -> None:
    """Entries of one page, and routes of one application, are items of their own."""
    assert {items[f"Release 1.{number}"]["id"] for number in (1, 2)} == {"changelog:1.1", "changelog:1.2"}
    assert items["Hash route 1"]["id"] != items["Hash route 2"]["id"]


@pytest.mark.parametrize("items", ["percent-case"], indirect=True)
def test_percent_encoding(items: dict[str, Any]) -> None:
    """However an address is encoded, its story is one item."""
    assert {item["id"] for item in items.values()} == {"https://example.org/caf%C3%A9", "https://example.org/~ada/x"}


@pytest.mark.parametrize("items", ["https-move"], indirect=True)
def test_a_move_to_https(items: dict[str, Any]) -> None:
    """The id is the same before and after the move."""
    assert items["Moved to https"]["id"] == "https://example.org/stories/f"


@pytest.mark.parametrize("items", ["pinyin-named"], indirect=True)
def test_topics_that_sound_alike(items: dict[str, Any]) -> None:
    """Each topic has a feed of its own, under its own name."""
    assert [item["tags"] for item in items.values()] == [["视频"], ["食品"]]
    assert len(list(Path("dist/topics").iterdir())) == 2


@pytest.mark.parametrize("items", ["updated-future"], indirect=True)
def test_an_update_in_the_future(items: dict[str, Any]) -> None:
    """It is left out until it comes."""
    assert "date_modified" not in items["Updated in the future"]


@pytest.mark.parametrize("items", ["authors"], indirect=True)
def test_authors(items: dict[str, Any]) -> None:
    """People come first, and the site's author stands where nobody is named."""
    assert [person["name"] for person in items["With authors"]["authors"]] == [
        *("Cara Solo", "Dan X", "Ada Lind", "Bo Ek", "Plain Name"),
    ]
    assert items["Own story without provider"]["authors"] == [{"name": "The desk"}]


@pytest.mark.parametrize("items", ["jekyll-drafts"], indirect=True)
def test_what_jekyll_leaves_out(items: dict[str, Any]) -> None:
    """Only what the site publishes is an item."""
    assert list(items) == ["Published"]
