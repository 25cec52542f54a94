"""The list of all feeds, for feed readers."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from feeds.core.errors import ConfigError
from feeds.validation.runner import validate
from tests.support import NOW, Site


def outlines(site: Site) -> list[dict[str, str]]:
    """Return what the list says of each feed."""
    root = ElementTree.fromstring(site.files()["feeds.opml"])
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    return [outline.attrib for outline in root.iter("outline") if "xmlUrl" in outline.attrib]


def configured(site: Site, text: str) -> Path:
    """Write a configuration."""
    path = site.folder / "feeds.toml"
    path.write_text(text)
    return path


def test_every_feed_is_listed_with_its_page(site: Site) -> None:
    """A reader imports every feed there is, called as the feed calls itself, sorted, in its language."""
    site.write(topics=["Light", "C++"])
    config = configured(site, '[site]\nlanguage = "de"\n[topics.Light]\ndescription = "Bright & warm."\n')
    site.build(config=config)
    found = outlines(site)
    assert [outline["xmlUrl"].removeprefix("https://feeds.example.org/") for outline in found] == [
        "all/rss.xml",
        "topics/c-plus-plus/rss.xml",
        "topics/light/rss.xml",
        "providers/lamps.example/rss.xml",
    ]
    assert found[2] == {
        "type": "rss",
        "text": "Light – feeds.example.org",
        "title": "Light – feeds.example.org",
        "description": "Bright & warm.",
        "xmlUrl": "https://feeds.example.org/topics/light/rss.xml",
        "htmlUrl": "https://feeds.example.org/topics/light/",
        "language": "de",
    }
    root = ElementTree.fromstring(site.files()["feeds.opml"])
    assert [outline.get("text") for outline in root.findall("body/outline")][1:] == ["Themen", "Quellen"]
    assert all(outline.get("text") for outline in root.iter("outline"))
    assert root.findtext("head/title") == "feeds.example.org"


@pytest.mark.parametrize(
    ("config", "kind", "name"),
    [
        pytest.param('opml = "atom"\n', "rss", "atom.xml", id="Atom by choice"),
        pytest.param('formats = ["atom", "json"]\n', "rss", "atom.xml", id="Atom where there is no RSS"),
        pytest.param('formats = ["json"]\n', "JSONFeed", "feed.json", id="JSON Feed where there is nothing else"),
    ],
)
def test_the_format_listed(site: Site, config: str, kind: str, name: str) -> None:
    """The list names a format that the site has, the one that the configuration chooses if it does."""
    site.write()
    site.build(config=configured(site, config))
    found = outlines(site)
    assert {(outline["type"], outline["xmlUrl"].rsplit("/")[-1]) for outline in found} == {(kind, name)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param('opml = "atom"\nformats = ["rss"]\n', r"feeds\.toml:1: opml: 'atom' is not among", id="not made"),
        pytest.param('opml = "json"\n', r"feeds\.toml:1: opml: unknown value 'json'", id="not known"),
        pytest.param('templates = "none"\n', r"feeds\.toml:1: templates: there is no folder", id="no templates"),
    ],
)
def test_what_cannot_be_is_said(site: Site, text: str, said: str) -> None:
    """A list of documents that are not there, or templates from nowhere, are errors that name the line."""
    site.write()
    with pytest.raises(ConfigError, match=said):
        site.build(config=configured(site, text))


def test_a_list_without_feeds_is_valid(site: Site) -> None:
    """OPML demands an outline: where no feed has an article, one says so and leads nowhere."""
    site.build()
    document = site.files()["feeds.opml"]
    assert b'<outline text="No feeds at the moment" />' in document
    assert validate([site.output], NOW).findings == []


def test_without_pages_the_list_leads_to_the_site(site: Site) -> None:
    """A reader's link to the website works whether or not there are pages."""
    site.write()
    site.build(config=configured(site, 'pages = false\n[site]\nhome_url = "https://home.example/"\n'))
    assert {outline["htmlUrl"] for outline in outlines(site)} == {"https://home.example/"}


@pytest.mark.parametrize("title", ["A & B <C>", "Zoë’s 🦉", '"quoted"'])
def test_any_title_is_text(site: Site, title: str) -> None:
    """No title breaks the file."""
    site.write()
    fields: dict[str, Any] = {"config": configured(site, f"[topics.Light]\ntitle = '''{title}'''\n")}
    site.build(**fields)
    assert title in {outline["title"] for outline in outlines(site)}


def test_names_differ_in_letters_and_digits(site: Site) -> None:
    """Readers that name a feed by these alone tell C++ and C# apart."""
    site.write(topics=["C++", "C#", "Light"])
    site.build()
    assert [(outline["text"], outline["title"]) for outline in outlines(site)[1:4]] == [
        ("C++ – feeds.example.org (c-plus-plus)", "C++ – feeds.example.org"),
        ("C# – feeds.example.org (c-sharp)", "C# – feeds.example.org"),
        ("Light – feeds.example.org", "Light – feeds.example.org"),
    ]
