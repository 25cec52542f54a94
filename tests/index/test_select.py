"""Which articles are in the feeds, and in which topics."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from feeds.config import Selection
from feeds.core.model import Article, Provider
from feeds.core.taxonomy import Taxonomy, TopicInfo
from feeds.index.selection import topics_of, why_not

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


@pytest.mark.parametrize(
    ("article", "selection"),
    [
        pytest.param({}, {}, id="everything, published this second"),
        pytest.param({}, {"min_quality": 50, "min_heat": 0}, id="exactly at the thresholds"),
        pytest.param({}, {"since": NOW}, id="exactly since"),
        pytest.param({}, {"types": frozenset({"video"})}, id="type in another case"),
        pytest.param({}, {"categories": frozenset({"news", "opinion"})}, id="category in another case"),
        pytest.param({"quality": -5}, {"min_quality": -5}, id="negative numbers"),
        pytest.param({"quality": None, "heat": None, "category": None}, {}, id="nothing known, nothing asked"),
    ],
)
def test_selected(article: dict[str, Any], selection: dict[str, Any]) -> None:
    """A published article that meets what was asked is in the feeds."""
    assert why_not(replace(ARTICLE, **article), Selection(**selection)) is None


@pytest.mark.parametrize(
    ("article", "selection", "reason"),
    [
        pytest.param({}, {"since": NOW + timedelta(seconds=1)}, "too old", id="old"),
        pytest.param({}, {"min_quality": 51}, "quality too low", id="quality"),
        pytest.param({"quality": None}, {"min_quality": 0}, "quality too low", id="unknown quality"),
        pytest.param({}, {"min_heat": 1}, "heat too low", id="heat"),
        pytest.param({"heat": None}, {"min_heat": 0}, "heat too low", id="unknown heat"),
        pytest.param({}, {"types": frozenset({"article"})}, "not of the types selected", id="type"),
        pytest.param({}, {"categories": frozenset({"x"})}, "not of the categories selected", id="category"),
        pytest.param({"category": None}, {"categories": frozenset({"x"})}, "not of the categories selected", id="none"),
    ],
)
def test_not_selected(article: dict[str, Any], selection: dict[str, Any], reason: str) -> None:
    """An article that is left out is left out for the reason that a person is told."""
    assert why_not(replace(ARTICLE, **article), Selection(**selection)) == reason


def test_topics_of_one_slug_are_one_group() -> None:
    """An article that names a topic twice, in whatever spelling or by an alias, is in its feed once."""
    taxonomy = Taxonomy([TopicInfo("birds", "Birds of Night", aliases=("Owls",))])
    article = replace(ARTICLE, topics=("OWLS", "owls", "Birds of Night", "Bats"))
    assert topics_of(article, taxonomy) == {"birds": "OWLS", "bats": "Bats"}


def test_an_article_without_topics_is_in_no_topic() -> None:
    """An article that names no topic is in the feeds of everything and of its provider alone."""
    assert topics_of(replace(ARTICLE, topics=()), Taxonomy()) == {}
