"""The three formats say the same, whatever the articles hold."""

import calendar
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.articles.parse import Context, parse
from feeds.compose import Composer
from feeds.config import Site
from feeds.core import images
from feeds.core.ids import as_iri
from feeds.core.model import DOCUMENT_NAMES, Article, Group, Image, Medium
from feeds.core.taxonomy import Taxonomy
from feeds.core.text import plain
from tests.support import article, render, whole

HOME = "https://home.example/"
ALL = Group("all")

# NEL and the like are line ends to YAML, which folds them before anybody reads the text.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029"), max_size=40)
TITLES = WORDS.filter(plain)
MOMENTS = st.integers(31_536_000, 2_114_380_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
PATHS = st.text("abcXYZ019/-_.~% ?&=é", max_size=20)
IMAGES = st.fixed_dictionaries(
    {"url": st.builds("https://img.example/{}{}".format, PATHS, st.sampled_from(["", ".jpg", ".png?w=9", ".txt"]))},
    optional={
        "width": st.integers(-1, 4000),
        "height": st.integers(-1, 4000),
        "length": st.integers(0, 10**6),
        "type": st.sampled_from(["image/webp", "video/mp4", "image/"]),
    },
)
FIELDS = st.fixed_dictionaries(
    {
        "title": TITLES,
        "excerpt": WORDS,
        "publishedDateTime": MOMENTS.map(datetime.isoformat),
        "images": st.lists(IMAGES, max_size=3),
        "topics": st.lists(TITLES, max_size=3),
    },
    optional={
        "enclosures": st.lists(
            st.fixed_dictionaries(
                {"url": st.builds("https://snd.example/{}{}".format, PATHS, st.sampled_from(["", ".mp3", ".pdf"]))},
                optional={"length": st.integers(0, 10**6), "duration": st.integers(0, 99), "title": WORDS},
            ),
            max_size=2,
        ),
        "updatedDateTime": MOMENTS.map(datetime.isoformat),
        "body": WORDS,
        "id": st.text("abc:/,;&<é", min_size=1, max_size=8).map("tag:{}".format),
        "originalUrl": PATHS.map("https://original.example/x?utm_source=a&q={}".format),
        "provider": st.fixed_dictionaries({"name": WORDS, "domain": st.sampled_from(["lamps.example", "b.example/x"])}),
        "related": st.lists(
            st.fixed_dictionaries({"title": TITLES, "webUrl": st.just("https://r.example/")}), max_size=2
        ),
    },
)


def _articles(stories: list[dict[str, Any]]) -> list[Article]:
    """Return what the reader makes of stories, each at an address of its own and with an id of its own."""
    context = Context(UTC, HOME)
    found = []
    for number, story in enumerate(stories):
        own = {name: f"{story[name]}{number}" for name in ("id", "originalUrl") if name in story}
        text = article(webUrl=f"https://lamps.example/{number}", **(story | own))
        outcome = parse(text.encode(), f"{number}.md", context)
        assert outcome is not None
        assert outcome.article is not None, outcome.problems
        found.append(outcome.article)
    return found


def _documents(articles: list[Article]) -> dict[str, bytes]:
    """Return the documents of articles that come newest first."""
    feed, items = whole(Composer(Site("Agreement", HOME, HOME), Taxonomy()), ALL, articles)
    return {form: render(form, feed, items) for form in DOCUMENT_NAMES}


def _shown(found: Article) -> tuple[Image, ...]:
    """Return an article's pictures as an item has them: each once, and those that can stand for the story first."""
    return images.lead_first(images.distinct(found.images))


def _enclosed(media: Sequence[Medium], images: Sequence[Image]) -> list[str]:
    """Return the addresses of the media and pictures whose type is known."""
    return [medium.url for medium in media if medium.type] + [image.url for image in images if image.type]


def _moment(parsed: Any) -> datetime:
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)


@given(st.lists(FIELDS, min_size=1, max_size=4))
@pytest.mark.slow
def test_what_a_reader_sees_is_what_the_articles_say(stories: list[dict[str, Any]]) -> None:
    """Ids, order, titles, links, dates and pictures come out of every format as they went in."""
    articles = sorted(_articles(stories), key=lambda found: (-found.published.timestamp(), found.id))
    documents = _documents(articles)
    rss, atom = (etree.fromstring(documents[name]) for name in ("rss", "atom"))
    namespaces = {"a": "http://www.w3.org/2005/Atom", "media": "http://search.yahoo.com/mrss/"}
    items, entries = rss.findall("channel/item"), atom.findall("a:entry", namespaces)
    objects = json.loads(documents["json"])["items"]
    for of_rss, of_atom, of_json in (
        ([i.findtext("title") for i in items], [e.findtext("a:title", None, namespaces) for e in entries], "title"),
        (
            [i.findtext("link") for i in items],
            [e.find("a:link", namespaces).get("href") for e in entries],
            "url",
        ),
    ):
        expected = [getattr(found, "link" if of_json == "url" else of_json) for found in articles]
        assert of_rss == of_atom == [item[of_json] for item in objects] == expected
    ids = [found.id for found in articles]
    assert [item.findtext("guid") for item in items] == [item["id"] for item in objects] == ids
    assert [entry.findtext("a:id", None, namespaces) for entry in entries] == [as_iri(one) for one in ids]
    sounds = [[medium.url for medium in found.media] for found in articles]
    pictures = [[image.url for image in _shown(found)] for found in articles]
    sizes = [[one.url for image in _shown(found) for one in (image, *image.variants)] for found in articles]
    for elements in (items, entries):
        media = [[m.get("url") for m in element.iterfind(".//media:content", namespaces)] for element in elements]
        assert media == [[*urls, *shown] for urls, shown in zip(sounds, sizes, strict=True)]
    assert [item.get("image") for item in objects] == [urls[0] if urls else None for urls in pictures]
    known = [_enclosed(found.media, _shown(found)) for found in articles]
    assert [[a["url"] for a in item.get("attachments", [])] for item in objects] == known
    assert [[e.get("url") for e in item.findall("enclosure")] for item in items] == [
        _enclosed(found.media, _shown(found)[:1])[:1] for found in articles
    ]
    links = [[e.get("href") for e in entry.findall("a:link[@rel='enclosure']", namespaces)] for entry in entries]
    assert links == [[*urls, *shown] for urls, shown in zip(sounds, pictures, strict=True)]


@given(st.lists(FIELDS, min_size=1, max_size=4))
@pytest.mark.slow
def test_feedparser_reads_the_same_dates_and_ids_from_both(stories: list[dict[str, Any]]) -> None:
    """A subscriber of RSS and one of Atom see the same items at the same times, to the second."""
    articles = _articles(stories)
    documents = _documents(articles)
    rss, atom = feedparser.parse(documents["rss"]), feedparser.parse(documents["atom"])
    assert not rss.bozo
    assert not atom.bozo
    assert [as_iri(entry.id) for entry in rss.entries] == [entry.id for entry in atom.entries]
    for one, other in zip(rss.entries, atom.entries, strict=True):
        expected = next(found for found in articles if found.id == one.id)
        assert _moment(one.published_parsed) == _moment(other.published_parsed) == expected.published
        assert _moment(other.updated_parsed) == (expected.updated or expected.published)
    newest = max(found.updated or found.published for found in articles)
    assert _moment(rss.feed.updated_parsed) == _moment(atom.feed.updated_parsed) == newest


@given(st.lists(FIELDS, min_size=1, max_size=4))
@pytest.mark.slow
def test_json_dates_are_those_of_the_articles(stories: list[dict[str, Any]]) -> None:
    """JSON Feed gives RFC 3339 dates that are the articles' own."""
    articles = {found.id: found for found in _articles(stories)}
    for item in json.loads(_documents(list(articles.values()))["json"])["items"]:
        expected = articles[item["id"]]
        assert datetime.fromisoformat(item["date_published"]) == expected.published
        modified = datetime.fromisoformat(item.get("date_modified", item["date_published"]))
        assert modified - (expected.updated or expected.published) == timedelta(0)
