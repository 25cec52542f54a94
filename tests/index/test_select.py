"""Which articles are in the feeds, and in which topics."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from feeds.config import Selection
from feeds.core.kinds import FACETS, TOPIC
from feeds.core.model import Article, Provider
from feeds.core.taxonomy import Taxonomy, TopicInfo
from feeds.index.facets import facets
from feeds.index.selection import why_not

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
ARTICLE = Article(
    id="a",
    title="A",
    published=NOW,
    link="https://a.example/a",
    provider=Provider("a.example"),
    type="Video",
    category="News",
    quality=50,
    heat=0,
    topics=("Owls", "Bats"),
)


TYPES, CATEGORIES = FACETS["types"], FACETS["categories"]
X = {CATEGORIES: frozenset({"x"})}


def decided(fields: dict[str, Any], given: dict[str, Any]) -> str | None:
    """Return why an article with some fields is not among those that a selection means."""
    selection, article = Selection(**given), replace(ARTICLE, **fields)
    return why_not(article, facets(article, (b"", b"a.md"), Taxonomy(), selection.kinds), selection)


@pytest.mark.parametrize(
    ("article", "selection"),
    [
        pytest.param({}, {}, id="everything, published this second"),
        pytest.param({}, {"min_quality": 50, "min_heat": 0}, id="exactly at the thresholds"),
        pytest.param({}, {"since": NOW}, id="exactly since"),
        pytest.param({}, {"wanted": {TYPES: frozenset({"video"})}}, id="type in another case"),
        pytest.param({}, {"wanted": {CATEGORIES: frozenset({"news", "opinion"})}}, id="category in another case"),
        pytest.param({"quality": -5}, {"min_quality": -5}, id="negative numbers"),
        pytest.param({"quality": None, "heat": None, "category": None}, {}, id="nothing known, nothing asked"),
    ],
)
def test_selected(article: dict[str, Any], selection: dict[str, Any]) -> None:
    """A published article that meets what was asked is in the feeds."""
    assert decided(article, selection) is None


@pytest.mark.parametrize(
    ("article", "selection", "reason"),
    [
        pytest.param({}, {"since": NOW + timedelta(seconds=1)}, "too old", id="old"),
        pytest.param({}, {"min_quality": 51}, "quality too low", id="quality"),
        pytest.param({"quality": None}, {"min_quality": 0}, "quality too low", id="unknown quality"),
        pytest.param({}, {"min_heat": 1}, "heat too low", id="heat"),
        pytest.param({"heat": None}, {"min_heat": 0}, "heat too low", id="unknown heat"),
        pytest.param({}, {"wanted": {TYPES: frozenset({"article"})}}, "not of the types selected", id="type"),
        pytest.param({}, {"wanted": X}, "not of the categories selected", id="category"),
        pytest.param({"category": None}, {"wanted": X}, "not of the categories selected", id="none"),
    ],
)
def test_not_selected(article: dict[str, Any], selection: dict[str, Any], reason: str) -> None:
    """An article that is left out is left out for the reason that a person is told."""
    assert decided(article, selection) == reason


def test_topics_of_one_slug_are_one_group() -> None:
    """An article that names a topic twice, in whatever spelling or by an alias, is in its feed once."""
    taxonomy = Taxonomy([TopicInfo("birds", "Birds of Night", aliases=("Owls",))])
    article = replace(ARTICLE, topics=("OWLS", "owls", "Birds of Night", "Bats"))
    assert facets(article, (b"", b"a.md"), taxonomy, ())[TOPIC] == {"birds": "OWLS", "bats": "Bats"}


def test_an_article_without_topics_is_in_no_topic() -> None:
    """An article that names no topic is in the feeds of everything and of its provider alone."""
    assert facets(replace(ARTICLE, topics=()), (b"", b"a.md"), Taxonomy(), ())[TOPIC] == {}
