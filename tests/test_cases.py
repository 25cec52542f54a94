"""The cases of ../shared: small inputs made after reports by users of other publishers, where they are there."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from feeds import validate
from feeds.config import Options, load
from feeds.publish.build import Request, build
from tests.support import NOW

BASE_URL = "https://example.org/feeds/"


def build_case(folder: Path) -> None:
    """Build a case in its folder, as its page says."""
    config = folder / "feeds.toml"
    is_site = (folder / "_config.yml").is_file() or (config.is_file() and "source =" in config.read_text())
    articles = folder / "articles"
    sources = (articles,) if articles.is_dir() else () if is_site else (folder,)
    build(load(Options(sources=sources, base_url=BASE_URL)), Request(), now=NOW, warn=lambda _: None)


@pytest.fixture
def items(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Any:
    """Build a copy of the case that the test names, and return its items by title."""
    folder = tmp_path / "case"
    if not (shared / "cases" / request.param).is_dir():
        pytest.skip("the case is not there")
    shutil.copytree(shared / "cases" / request.param, folder)
    monkeypatch.chdir(folder)
    build_case(folder)
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
    types = {one["url"].rpartition("/")[2]: one["mime_type"] for one in item["attachments"]}
    assert types["i.jpg?w=600&h=300"] == "image/jpeg"
    assert (types["q.mp4"], types["q.mp3"]) == ("video/mp4", "audio/mpeg")
    assert not re.search(r'q\.mp[34]"[^>]*medium="image"', Path("dist/all/rss.xml").read_text(encoding="utf-8"))
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


@pytest.mark.parametrize("items", ["prose-names-element"], indirect=True)
def test_prose_that_names_an_element(items: dict[str, Any]) -> None:
    """Its tag is text, and what follows is there."""
    html = items["Prose that names an element"]["content_html"]
    assert "its own &lt;title&gt; and keep it short" in html
    assert "the point of the article" in html
    assert html.count("<li>") == 2


@pytest.mark.parametrize("items", ["lazy-pictures"], indirect=True)
def test_late_pictures(items: dict[str, Any]) -> None:
    """The pictures themselves are shown, each once."""
    late, placeholder = (items[title]["content_html"] for title in ("Lazy pictures", "Lazy placeholder"))
    assert re.findall('src="([^"]*)"', late) == ["https://example.org/img/real.jpg"]
    assert re.findall('src="([^"]*)"', placeholder) == [
        "https://example.org/img/real2.jpg",
        "https://example.org/img/a-800.jpg",
    ]


@pytest.mark.parametrize("items", ["formulas"], indirect=True)
def test_formulas(items: dict[str, Any]) -> None:
    """A formula is there once, as MathML with its TeX."""
    html = items["Formulas"]["content_html"]
    third = "<mfrac><mn>1</mn><mn>3</mn></mfrac>"
    assert f"<p><math>{third}</math></p>" in html
    assert html.count(third) == 2
    assert r'<math alttext="E=\frac{1}{3}">' in html
    assert "1 3" not in html


@pytest.mark.parametrize("items", ["sound-and-film"], indirect=True)
def test_sound_and_film(items: dict[str, Any]) -> None:
    """They have controls and a link inside, and nothing of the apology is left."""
    html = items["Sound and film in the text"]["content_html"]
    for address in ("a.mp3", "ep/12.mp3", "v.mp4"):
        assert f'src="https://example.org/{address}"' in html
        assert f'<a href="https://example.org/{address}">' in html
    assert html.count("controls") == 3
    assert "orry" not in html
    assert "browser" not in html
    assert '<a href="https://example.org/v.mp4">' in items["Only a film"]["content_html"]


@pytest.mark.parametrize("items", ["hidden-text"], indirect=True)
def test_hidden_text(items: dict[str, Any]) -> None:
    """What was hidden is not shown."""
    assert items["Newsletter"]["content_html"] == "<p>Hello reader.</p>"


@pytest.mark.parametrize("items", ["direction"], indirect=True)
def test_direction_and_numbering(items: dict[str, Any]) -> None:
    """They stay."""
    html = items["عن الجسور"]["content_html"]
    assert '<div dir="rtl" lang="ar">' in html
    assert '<p dir="rtl">' in html
    assert '<ol type="a" start="3" reversed=""><li value="9">' in html


@pytest.mark.parametrize("items", ["youtube", "player-by-address"], indirect=True)
def test_players(items: dict[str, Any]) -> None:
    """Every film has a player, which tells its host what that asks for, and a link beside it."""
    for item in items.values():
        html = item["content_html"]
        players = re.findall(r'<iframe src="https://www\.youtube\.com/embed/(\w+)[^>]*>', html)
        assert players
        assert html.count('referrerpolicy="strict-origin-when-cross-origin"') == len(players)
        for film in players:
            assert f'<a href="https://www.youtube.com/watch?v={film}">' in html


@pytest.mark.parametrize("items", ["markdown-extras"], indirect=True)
def test_markdown_as_people_use_it(items: dict[str, Any]) -> None:
    """Notes, tasks, definitions, bare addresses and aligned tables are what they are meant to be."""
    html = items["Table"]["content_html"]
    for part in (
        '<th align="right">sum</th>',
        "☑ done",
        "☐ open",
        '<a href="https://example.org/bare">https://example.org/bare</a>',
        "<dt>Term</dt>",
        "<dd>Definition</dd>",
        'def f(): return "&lt;b&gt;"',
    ):
        assert part in html
    assert "{:" not in html
    note = re.findall(r'id="(fn1-\w+)"', html)
    assert f'href="#{note[0]}"' in html


@pytest.mark.parametrize("items", ["ids"], indirect=True)
def test_ids(items: dict[str, Any]) -> None:
    """They are as they are given, and Atom's are addresses that nothing changes."""
    assert {items[f"T{number}"]["id"] for number in range(1, 6)} == {
        *("12345", "abc def", "tag:example.org,2026:x", "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"),
        "https://example.org/ü?a=<b>&c",
    }
    entries = re.findall("<id>(.*)</id>", Path("dist/all/atom.xml").read_text(encoding="utf-8"))[1:]
    assert "tag:feeds.invalid,2026:12345" in entries
    assert all(re.fullmatch(r"(?:tag|urn):[!-~]+", entry) for entry in entries)


def test_every_case_is_tried(shared: Path) -> None:
    """No folder is without a test here."""
    tried = re.findall(r'parametrize\("items", \[(.*?)\]', Path(__file__).read_text(encoding="utf-8"))
    folders = {folder.name for folder in (shared / "cases").iterdir() if folder.is_dir()}
    assert folders == set(re.findall(r'"([\w-]+)"', " ".join(tried)))


@pytest.mark.slow
def test_the_documents_of_every_case_are_valid(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a case holds, feeds validate finds no error in what is made of it."""
    for case in sorted((shared / "cases").iterdir()):
        if case.is_dir():
            shutil.copytree(case, tmp_path / case.name)
            monkeypatch.chdir(tmp_path / case.name)
            build_case(tmp_path / case.name)
            assert [found for found in validate("dist", base_url=BASE_URL).findings if found.severity == "error"] == []
