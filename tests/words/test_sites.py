"""Whole sites in each language: no document says anything in English that the language has words for."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from babel import Locale

from feeds.words.tags import direction
from tests.support import Site
from tests.words.test_catalogues import LANGUAGES, forms, said

SEEN = frozenset({"alt", "aria-label", "content", "placeholder", "title"})
"""Attributes of HTML that people see or hear, besides what the script shows."""

SHOWN = (".html", ".xml", ".json", ".opml")
TECHNICAL = frozenset({"data-copy", "data-kind", "data-letter", "data-n", "data-player", "data-reader"})
WORD = re.compile(r"[A-Za-z]{2,}")
NAMES = re.compile(
    r"(?<![A-Za-z])(?:RSS Guard|RSS|Atom|JSON Feed|OPML|NetNewsWire|Reeder|Unread|Android|Feeder|Read You|Capy Reader"
    r"|Thunderbird|Fluent Reader|Feedly|Inoreader|NewsBlur|The Old Reader|Feedbin|Spotify|YouTube|Vimeo)(?![A-Za-z])"
)
"""Names of formats and programs."""

OTHERS = ("ja", "ko")
"""The languages of the first articles: without Latin letters in their names, and in what they say but for names."""

PLAYERS = ("player.vimeo.com/video/1", "open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk", "maps.example/")
FOR_PROGRAMS = frozenset({"color-scheme", "og:locale", "theme-color", "twitter:card", "viewport"})
ADDRESS = re.compile(r"\S*(?:://|\.example|\.com)\S*")


class _Seen(HTMLParser):
    """What people see and hear of a page."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._is_shown = True
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the attributes that are seen."""
        self._is_shown = tag not in ("script", "style")
        named = dict(attrs)
        is_for_programs = tag == "meta" and (
            named.get("http-equiv") or {named.get("name"), named.get("property")} & FOR_PROGRAMS
        )
        seen = (value for name, value in attrs if name in SEEN or (name.startswith("data-") and name not in TECHNICAL))
        self.texts += [] if is_for_programs else [value or "" for value in seen]

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts += [data] if self._is_shown else []


def _texts(name: str, content: str) -> Iterator[str]:
    """Yield what people see of a document."""
    if name.endswith(".html"):
        yield from _Seen(content).texts
    elif name.endswith(".json"):
        yield from _strings(json.loads(content))
    elif name.endswith((".xml", ".opml")):
        for element in ElementTree.fromstring(content).iter():
            if element.tag.endswith(("content", "description", "encoded", "summary", "subtitle", "title")):
                yield from _Seen(element.text or "").texts
            yield from (element.get(attribute, "") for attribute in ("title", "text", "description"))


def _strings(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, str) and name in ("title", "description", "content_html", "summary"):
        yield from _Seen(value).texts
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _write(site: Site, language: str | None) -> Path:
    """Write articles without a Latin letter in what is seen of them, and what it takes to show every text of ours."""
    others = [
        {"title": f"ξ{n}", "webUrl": f"https://a{n}.example/", "provider": {"name": "Ω", "domain": f"a{n}.example"}}
        for n in range(7)
    ]
    for number in range(9):
        site.write(
            f"{number % 2}/{number}.md",
            title=f"Ξ{number}",
            excerpt="Ψ",
            webUrl=f"https://lamps.example/{number}",
            publishedDateTime=f"2026-0{1 + number // 5}-0{1 + number}T00:00:00Z",
            provider={"name": "Λ", "domain": f"l{number % 9}.example"},
            topics=[f"Θ{number % 10}", *(f"Θ{n}" for n in range(9) if number == 0)],
            authors=[{"name": "Σ"}, {"name": "Π"}],
            related=others if number % 2 else others[:1],
            images=[{"url": "https://i.example/1.png"}] if number % 3 else [],
            featuredContent='<iframe src="https://www.youtube.com/embed/abc12345"></iframe>' if number == 1 else None,
            body="ξ\n\n" + "\n\n".join(f'<iframe src="https://{player}"></iframe>' for player in PLAYERS),
            lang=OTHERS[number] if number < len(OTHERS) else None,
            translationKey="ξ" if number < 3 else None,
        )
    config = site.folder / "feeds.toml"
    config.write_text(
        'groups = ["all", "topic", "provider", "author", "section", "language"]\n'
        'archives = ["all"]\nlimit = 3\n'
        '[site]\ntitle = "Ж"\nhome_url = "https://lamps.example/"\nicon = "https://lamps.example/1.png"\n'
        f'language = "{language or "en"}"\n'
        '[feeds."1"]\ntopics = ["Θ1"]\n[feeds."2"]\ntopics = ["Θ1"]\n[feeds."4"]\ntopics = ["Ω"]\n'
        '[renamed]\n"feeds/3" = "feeds/1"\n[retired]\nfeeds = ["feeds/2"]\n',
        encoding="utf-8",
    )
    return config


def _seen(site: Site) -> dict[str, set[str]]:
    """Return the words in Latin letters that people see of each document."""
    documents = {name: content.decode() for name, content in site.files().items() if name.endswith(SHOWN)}
    return {
        name: set(WORD.findall(NAMES.sub("", ADDRESS.sub("", " ".join(_texts(name, content))))))
        for name, content in documents.items()
    }


@pytest.mark.parametrize("tag", sorted(LANGUAGES - {"en"}))
def test_a_site_speaks_its_language(site: Site, tag: str) -> None:
    """All words of ours that anybody sees in any document are in the catalogue of the language."""
    site.build(config=_write(site, tag))
    messages = [message for language in (tag, *OTHERS) for message in said(language)]
    known = {"website"} | set(WORD.findall(" ".join(form for message in messages for form in forms(message))))
    found = {name: words - known - _of_babel(tag) for name, words in _seen(site).items()}
    assert {name: words for name, words in found.items() if words} == {}
    pages = [
        content.decode()
        for name, content in site.files().items()
        if name.endswith(".html") and not name.startswith(tuple(f"languages/{other}/" for other in OTHERS))
    ]
    start = f'<html lang="{tag}"' + (' dir="rtl">' if direction(tag) == "rtl" else ">")
    assert all(start in page for page in pages)


def _of_babel(tag: str) -> set[str]:
    """Return the words in Latin letters in the names of months, and in what the language calls itself."""
    locale = Locale.parse(tag, sep="-")
    months = [name for names in locale.months.values() for wide in names.values() for name in wide.values()]
    called = locale.get_display_name() or ""
    return set(WORD.findall(" ".join([*months, called, called.title()])))


def test_the_same_site_in_english_says_what_the_catalogue_has(site: Site) -> None:
    """The check above would find English words: nearly all messages are on the pages that it looks at."""
    site.build(config=_write(site, None))
    shown = {word for words in _seen(site).values() for word in words}
    messages = {
        word for message in said("en") for form in forms(message) for word in WORD.findall(re.sub(r"\{\w+\}", "", form))
    }
    assert len(messages & shown) > 0.8 * len(messages), sorted(messages - shown)


def test_another_language_changes_every_page(site: Site) -> None:
    """A site that is to speak another language is written anew, and nothing after that."""
    config = _write(site, "fr")
    site.build(config=config)
    config.write_text(config.read_text(encoding="utf-8").replace('"fr"', '"de"'), encoding="utf-8")
    assert "index.html" in site.build(config=config).written
    assert "abonnieren" in site.files()["index.html"].decode()
    assert site.build(config=config).written == ()
