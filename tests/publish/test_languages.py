"""Sites of several languages: articles say theirs, and translations of one article are linked to each other."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from feeds.api import validate
from feeds.core.errors import ConfigError
from feeds.core.limits import MAX_TRANSLATED, MAX_TRANSLATIONS
from feeds.publish.build import Request
from tests.support import NOW, Site, mtimes, tree

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENGLISH, GERMAN, HEBREW = (f"https://lamps.example/{code}/owls" for code in ("en", "de", "he"))


@pytest.fixture(autouse=True)
def _translations(site: Site) -> None:
    site.write("en.md", title="Owls", webUrl=ENGLISH, translationKey="owls")
    site.write("de.md", title="Eulen", webUrl=GERMAN, translationKey="owls", language="de")
    site.write("he.md", title="ינשופים", webUrl=HEBREW, translationKey="owls", language="he")
    site.write("bats.md", title="Bats", webUrl="https://lamps.example/bats", topics=["Night"])


def build(site: Site, **options: Any) -> None:
    """Build the site, which is English, with feeds of its languages."""
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "topic", "language"]\n[site]\nlanguage = "en"\n')
    site.build(config=config, **options)


def linked(site: Site, folder: str = "all") -> dict[str, list[tuple[str, str]]]:
    """Return the translations of each item by its title."""
    items = site.json(folder)["items"]
    return {
        item["title"]: [(one["language"], one["url"]) for one in item["_feeds"].get("translations", [])]
        for item in items
    }


def test_items_say_their_language(site: Site) -> None:
    """An item names its language where that is not the one of the site, in the way of each format."""
    build(site)
    spoken = {"Owls": None, "Eulen": "de", "ינשופים": "he", "Bats": None}
    assert {item["title"]: item.get("language") for item in site.json("all")["items"]} == spoken
    atom = etree.parse(site.output / "all" / "atom.xml")
    entries = atom.findall("{*}entry")
    assert {entry.findtext("{*}title"): entry.get(LANG) for entry in entries} == spoken
    rss = etree.parse(site.output / "all" / "rss.xml")
    assert {item.findtext("title"): item.findtext("{*}language") for item in rss.iter("item")} == spoken
    page = (site.output / "all" / "index.html").read_text(encoding="utf-8")
    cards = re.findall(r'<article class="card [^"]*"(?: lang="(\w+)" dir="(\w+)")?>', page)
    assert sorted(cards) == [("", ""), ("", ""), ("de", "ltr"), ("he", "rtl")]


def test_translations_are_linked(site: Site) -> None:
    """Each translation leads to all others by their languages, and is no duplicate of any."""
    build(site)
    en, de, he = ("en", ENGLISH), ("de", GERMAN), ("he", HEBREW)
    assert linked(site) == {"Owls": [de, he], "Eulen": [en, he], "ינשופים": [de, en], "Bats": []}
    for name in ("rss.xml", "atom.xml"):
        document = etree.parse(site.output / "all" / name)
        found = [(e.get("hreflang"), e.get("href")) for e in document.iter("{*}link") if e.get("hreflang")]
        assert sorted(found) == sorted([en, de, he] * 3)  # and each to itself
    page = (site.output / "all" / "index.html").read_text(encoding="utf-8")
    assert page.count(f'hreflang="he" lang="he" href="{HEBREW}"') == 2


def test_readers_take_the_own_page(site: Site) -> None:
    """The link of an item stays that of its own page for a reader that looks at the relation only."""
    build(site)
    for name in ("rss.xml", "atom.xml"):
        links = {entry.title: entry.link for entry in site.parsed("all", name).entries}
        assert links == {
            "Owls": ENGLISH,
            "Eulen": GERMAN,
            "ינשופים": HEBREW,
            "Bats": "https://lamps.example/bats",
        }


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda site: (site.source / "de.md").unlink(), id="gone"),
        pytest.param(
            lambda site: site.write(
                "de.md", title="Eulen", webUrl=GERMAN, translationKey="owls", language="de", published=False
            ),
            id="withdrawn",
        ),
        pytest.param(
            lambda site: site.write(
                "de.md", title="Eulen", webUrl=f"{GERMAN}/2", translationKey="owls", language="de-AT"
            ),
            id="with another address and language",
        ),
        pytest.param(
            lambda site: site.write(
                "fr.md", title="Hiboux", webUrl="https://lamps.example/fr", translationKey="owls", language="fr"
            ),
            id="new",
        ),
        pytest.param(
            lambda site: site.write("0.md", title="Eule", webUrl=GERMAN, publishedDateTime="2020-01-01"),
            id="a duplicate of an older one",
        ),
    ],
)
def test_a_change_shows_in_its_translations(site: Site, change: Callable[[Site], object]) -> None:
    """A translation that comes, goes or changes is another in the items of its siblings; other feeds stay untouched."""
    build(site)
    before = mtimes(site.output)
    change(site)
    build(site)
    after = tree(site.output)
    assert mtimes(site.output)["languages/he/atom.xml"] != before["languages/he/atom.xml"]
    assert mtimes(site.output)["topics/night/atom.xml"] == before["topics/night/atom.xml"]
    build(site, request=Request(full=True))
    assert tree(site.output) == after


def test_a_translation_whose_time_comes(site: Site) -> None:
    """A translation that waits is linked to from the moment on that it is published."""
    later = (NOW + timedelta(hours=1)).isoformat()
    site.write("de.md", title="Eulen", webUrl=GERMAN, translationKey="owls", language="de", publishedDateTime=later)
    build(site)
    assert linked(site, "languages/he") == {"ינשופים": [("en", ENGLISH)]}
    build(site, now=NOW + timedelta(hours=2))
    assert linked(site, "languages/he") == {"ינשופים": [("de", GERMAN), ("en", ENGLISH)]}


def test_there_are_not_any_number_of_translations(site: Site) -> None:
    """Of many languages, and of long addresses, the earliest are linked: all would be more with the square of them."""
    for number in range(MAX_TRANSLATIONS + 10):
        link = f"https://lamps.example/{number}"
        site.write(f"{number}.md", webUrl=link, translationKey="k", language=f"de-x-{number}")
    for number in range(5):
        link = f"https://lamps.example/{number}/{'l' * 6_000}"
        site.write(f"long-{number}.md", webUrl=link, translationKey="long", language=f"fr-x-{number}")
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["language"]\nformats = ["json"]\npages = false\n[site]\nlanguage = "en"\n')
    site.build(config=config)
    feeds = [json.loads(path.read_bytes()) for path in site.output.rglob("feed.json")]
    found = [item["_feeds"].get("translations", []) for feed in feeds for item in feed["items"]]
    assert len(found) > MAX_TRANSLATIONS
    sizes = [sum(len(one["url"]) for one in links) for links in found]
    assert max(map(len, found)) == MAX_TRANSLATIONS
    assert 2 * 6_000 < max(sizes) <= MAX_TRANSLATED


def test_addresses_of_translations_have_little_room_in_many_feeds(site: Site) -> None:
    """Each feed of an article has them, escaped: a kilobyte with a hundred topics came to 35 MB with long ones."""
    for number in range(7):
        link = f"https://lamps.example/{number}?{'&' * 400}"
        site.write(f"{number}.md", webUrl=link, translationKey="k", language=f"de-x-{number}")
    many = [f"topic {number}" for number in range(100)]
    site.write("many.md", title="Many", webUrl=ENGLISH + "/1", translationKey="k", topics=many)
    site.write("few.md", title="Few", webUrl=ENGLISH + "/2", translationKey="k", topics=["few"])
    build(site)
    assert sum(path.stat().st_size for path in (site.output / "topics").glob("topic-*/*")) < 7_000_000
    assert len(linked(site, "topics/topic-1")["Many"]) < len(linked(site, "topics/few")["Few"]) == 7


def test_one_page_is_one_story(site: Site) -> None:
    """Translations that share their page are duplicates like any two articles, unless ids tell them apart."""
    site.write("de.md", title="Eulen", webUrl=ENGLISH, translationKey="owls", language="de")
    site.write(
        "he.md",
        title="ינשופים",
        webUrl=ENGLISH,
        translationKey="owls",
        language="he",
        id="he",
        publishedDateTime="2026-01-01",
    )
    build(site)
    assert sum(item["url"] == ENGLISH for item in site.json("all")["items"]) <= 2
    assert all(not found for found in linked(site).values())


def test_feeds_of_one_language_speak_it(site: Site) -> None:
    """A feed of a language, also one that the site defines, has its name, its words and its tag in every format."""
    config = site.folder / "feeds.toml"
    feeds = '[feeds.eulen]\nlanguages = ["DE"]\n[feeds.two]\nlanguages = ["de", "he"]\n'
    config.write_text(f'groups = ["all", "language"]\n[site]\ntitle = "Nachts"\nlanguage = "en"\n{feeds}')
    site.build(config=config)
    german, own, mixed = (site.json(folder) for folder in ("languages/de", "feeds/eulen", "feeds/two"))
    assert (german["language"], own["language"], mixed["language"]) == ("de", "de", "en")
    assert german["title"] == "Deutsch – Nachts"
    assert site.parsed("languages/de", "atom.xml").feed.language == "de"
    assert site.parsed("languages/de", "rss.xml").feed.language == "de"
    front = (site.output / "index.html").read_text(encoding="utf-8")
    assert '<li><a hreflang="he" lang="he" href="languages/he/" dir="auto">עברית</a></li>' in front
    assert front.count('<link rel="alternate" hreflang=') == 3


def test_what_is_no_language_is_none_of_a_feed(site: Site) -> None:
    """A feed that has lost its articles by a mistyped language is empty, and says that of the site."""
    config = site.folder / "feeds.toml"
    for language, said in (("de", "de"), ("deutsch", "en")):
        config.write_text(f'[site]\nlanguage = "en"\n[feeds.eulen]\nlanguages = ["{language}"]\n')
        site.build(config=config)
        assert site.json("feeds/eulen")["language"] == said


def test_a_topic_has_a_name_in_each_language(site: Site) -> None:
    """An item shows the name of its topic in its own language; all names mean one topic, with one folder."""
    site.write("de.md", title="Eulen", webUrl=GERMAN, language="de-AT", topics=["KI"])
    site.write("fr.md", title="Hiboux", webUrl="https://lamps.example/fr", language="fr", topics=["AI"])
    config = site.folder / "feeds.toml"
    config.write_text('[site]\nlanguage = "en"\n[topics."AI".names]\nde = "KI"\nhe = "בינה"\n')
    site.build(config=config)
    tags = {item["title"]: item.get("tags") for item in site.json("topics/ai")["items"]}
    assert tags == {"Eulen": ["KI"], "Hiboux": ["AI"]}
    atom = etree.parse(site.output / "topics" / "ai" / "atom.xml")
    assert sorted((e.get("term"), e.get("label")) for e in atom.iter("{*}category")) == [("AI", "AI"), ("AI", "KI")]
    config.write_text('[site]\nlanguage = "de"\n[topics."AI".names]\nde = "KI"\n')
    site.build(config=config)
    assert site.json("topics/ai")["title"].startswith("KI – ")


def test_the_tags_of_names_are_checked(site: Site) -> None:
    """What is no tag of a language is an error of the configuration, with its line."""
    config = site.folder / "feeds.toml"
    config.write_text('[topics."AI".names]\n"?" = "KI"\n')
    with pytest.raises(ConfigError, match=r"feeds\.toml:2: topics\.AI\.names\..*language tag"):
        site.build(config=config)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("en_US", "en-US"),
        ("pt_BR.UTF-8", "pt-BR"),
        (False, "no"),  # which is what YAML reads as false
        ("ckb", "ckb"),
        ("x-owls", "x-owls"),
        ("english", None),
        ("xx", None),
        ("zxq-Latn", None),
        ("de-", None),
        ("de-a", None),
        (["de"], None),
    ],
)
def test_what_is_no_language_reaches_no_document(site: Site, given: object, shown: str | None) -> None:
    """A word that is no tag of a language is left out with a warning; every document keeps the rules."""
    site.write("bats.md", title="Bats", webUrl="https://lamps.example/bats", topics=["Night"], lang=given)
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "language"]\n[site]\nlanguage = "en"\n')
    report = site.build(config=config)
    found = next(item for item in site.json("all")["items"] if item["title"] == "Bats")
    assert found.get("language") == shown
    findings = (str(finding) for outcome in [validate([site.output])] for finding in outcome.findings)
    assert [finding for finding in findings if "anguage" in finding] == []
    problems = [(problem.line, problem.severity, problem.message) for problem in report.problems]
    called = repr(given) if isinstance(given, str) else "it"
    remark = f"lang is left out: {called} is not the tag of a language, such as en or pt-BR"
    assert problems == ([] if shown else [(11, "warning", remark)])


def test_an_empty_feed_of_a_language_keeps_its_tag_without_the_state(site: Site) -> None:
    """What its documents call it is the language's own name, which is no tag for readers."""
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "language"]\n')
    site.write("one.md", language="pt-BR", webUrl="https://lamps.example/pt")
    site.build(config=config)
    (site.source / "one.md").unlink()
    site.build(config=config)
    before = site.files()
    for path in (site.folder / ".feeds").glob("*.sqlite"):
        path.unlink()
    site.build(config=config, request=Request(full=True))
    assert b'xml:lang="pt-BR"' in before["languages/pt-br/atom.xml"]
    assert site.files() == before
