"""Which articles are in the feeds, and in which groups."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from feeds.config import Selection
from feeds.model import Article, Group, GroupKind, Provider
from feeds.select import groups_of, why_not
from feeds.taxonomy import ProviderInfo, Taxonomy, TopicInfo

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
ARTICLE = Article(
    path="a.md",
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
    assert why_not(replace(ARTICLE, **article), Selection(**selection), NOW) is None


@pytest.mark.parametrize(
    ("article", "selection", "reason"),
    [
        pytest.param({"published": NOW + timedelta(seconds=1)}, {}, "in the future", id="future"),
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
    assert why_not(replace(ARTICLE, **article), Selection(**selection), NOW) == reason


def test_a_future_article_appears_by_itself() -> None:
    """The clock alone decides when a future article's time has come."""
    future = replace(ARTICLE, published=NOW + timedelta(hours=1))
    assert why_not(future, Selection(), NOW) is not None
    assert why_not(future, Selection(), NOW + timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["all"], [Group("all")]),
        (["topic"], [Group("topic", "owls"), Group("topic", "bats")]),
        (["provider"], [Group("provider", provider="a.example")]),
        (
            ["topic-provider"],
            [Group("topic-provider", "owls", "a.example"), Group("topic-provider", "bats", "a.example")],
        ),
        (["provider", "all", "provider"], [Group("provider", provider="a.example"), Group("all")]),
        ([], []),
    ],
)
def test_groups_of(kinds: list[GroupKind], expected: list[Group]) -> None:
    """An article is in each group of the kinds that the site has, and in none of another kind."""
    assert groups_of(ARTICLE, Taxonomy(), kinds) == tuple(expected)


def test_topics_of_one_slug_are_one_group() -> None:
    """An article that names a topic twice, in whatever spelling or by an alias, is in its feed once."""
    taxonomy = Taxonomy([TopicInfo("birds", "Birds of Night", aliases=("Owls",))])
    article = replace(ARTICLE, topics=("OWLS", "owls", "Birds of Night"))
    assert groups_of(article, taxonomy, ["topic"]) == (Group("topic", "birds"),)


def test_a_provider_goes_by_its_key() -> None:
    """A provider's other domain leads to the same folder."""
    taxonomy = Taxonomy(providers=[ProviderInfo("night", "b.example", aliases=("a.example",))])
    assert groups_of(ARTICLE, taxonomy, ["provider"]) == (Group("provider", provider="night"),)


def test_an_article_without_topics_is_in_no_topic() -> None:
    """An article that names no topic is still in the feeds of everything and of its provider."""
    groups = groups_of(replace(ARTICLE, topics=()), Taxonomy(), ["all", "topic", "provider", "topic-provider"])
    assert groups == (Group("all"), Group("provider", provider="a.example"))
