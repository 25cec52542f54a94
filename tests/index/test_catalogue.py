"""The selected articles by group: the newest of each, which of two on one story is kept, and what a change touches."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core.model import Article, Group
from feeds.index.rows import Row
from feeds.index.standings import GroupCount, Tally
from tests.index import ALL, HERE, OWLS, Site, index, story

STORY = "https://a.example/s"


@pytest.fixture
def site() -> Iterator[Site]:
    """Return an empty index."""
    with index() as made:
        yield made


def test_newest_first_ties_by_id(site: Site) -> None:
    """A feed shows the newest first, and articles of one moment always in the same order."""
    site.put(b=story("b", 2), old=story("z", 1), a=story("a", 2), new=story("c", 3))
    assert site.titles() == ["c", "a", "b", "z"]


def test_newest_takes_no_more_than_asked(site: Site) -> None:
    """The limit of a feed holds, and a group that nobody is in is empty."""
    site.put(a=story("a", 1), b=story("b", 2), c=story("c", 3))
    assert site.titles(count=2) == ["c", "b"]
    assert site.titles(OWLS) == []


def test_groups_have_counts_and_the_newest_date(site: Site) -> None:
    """The list of feeds says how many articles each has and when the last one came, in a stable order."""
    site.put(a=story("a", 1, topics=("Owls",)), b=story("b", 2))
    both = Group("topic-provider", "owls", "a.example")
    first, second = (datetime(2024, 5, day, tzinfo=UTC) for day in (1, 2))
    counts = site.catalogue().counts(["all", "provider", "topic", "topic-provider"])
    assert counts == [
        GroupCount(ALL, 2, second),
        GroupCount(HERE, 2, second),
        GroupCount(OWLS, 1, first),
        GroupCount(both, 1, first),
    ]


def test_a_topic_with_a_provider_has_what_both_have(site: Site) -> None:
    """Only articles that are in both groups are in the feed of the two together."""
    site.put(a=story("a", topics=("Owls",)), b=story("b"), c=story("c", topics=("Bats", "Owls")))
    assert site.titles(Group("topic-provider", "owls", "a.example")) == ["a", "c"]
    assert site.titles(Group("topic-provider", "owls", "b.example")) == []


def test_nobody_is_in_a_group_before_the_time_has_come(site: Site) -> None:
    """A story of the future is in no feed, and so is the group that it alone is in."""
    site.put(later=story("later", 20, topics=("Owls",)), now=story("now", 10))
    early = datetime(2024, 5, 15, tzinfo=UTC)
    assert site.titles(now=early) == ["now"]
    assert site.catalogue(early).groups(["topic"]) == []
    assert site.catalogue(early).tally().reasons == {"in the future": 1}
    assert site.catalogue().groups(["topic"]) == [OWLS]


@pytest.mark.parametrize(
    "link",
    [
        "http://a.example/s",
        "https://www.a.example/s",
        "https://a.example/s/",
        "https://a.example/s#comments",
        "https://a.example/%73",
        "https://a.example/s?utm_campaign=may",
    ],
)
def test_the_earliest_of_two_on_one_story_is_kept(link: str) -> None:
    """A story is in a feed once, as it was first published, whichever file is read first."""
    first, second = story("first", 1, link=STORY), story("second", 2, link=link)
    for order in ({"first": first, "second": second}, {"second": second, "first": first}):
        with index() as site:
            site.put(**order)
            assert site.titles() == ["first"]
            assert site.duplicates() == [("second", "first")]
            assert site.catalogue().tally()[:2] == (2, 1)


def test_the_same_id_is_a_duplicate(site: Site) -> None:
    """No document has two items of one id, which readers and validators refuse."""
    site.put(second=story("second", 2, id="same"), first=story("first", 1, id="same"))
    assert site.duplicates() == [("second", "first")]


def test_ids_of_their_own_tell_articles_apart(site: Site) -> None:
    """Two entries of one page are two items if each has an id; one without an id is the page itself."""
    one, two = (story(name, day, link=STORY, gives_id=True) for day, name in ((2, "one"), (3, "two")))
    site.put(one=one, two=two)
    assert site.titles() == ["two", "one"]
    assert site.catalogue().told_apart() == [("site/two", "site/one")]
    site.put(page=story("page", 4, link=STORY))
    assert site.duplicates() == [("page", "one")]
    site.put(page=story("page", 1, link=STORY))
    assert site.titles() == ["page"]


def test_a_duplicate_is_in_none_of_its_groups(site: Site) -> None:
    """A topic that only a duplicate names has no feed."""
    site.put(first=story("first", 1, link=STORY), second=story("second", 2, link=STORY, topics=("Owls",)))
    assert site.catalogue().groups(["topic"]) == []


def test_three_on_one_story(site: Site) -> None:
    """Every duplicate is named with the article that is in the feeds, by path."""
    site.put(**{name: story(name, day, link=STORY) for day, name in enumerate(("x", "c", "b"), 1)})
    assert site.duplicates() == [("b", "x"), ("c", "x")]


def test_a_duplicate_displaces_nothing(site: Site) -> None:
    """A story is never lost because it is like an article that is in no feed itself."""
    site.put(one=story("one", 1, link=STORY), two=story("two", 2, link=STORY), other=story("other", 3, id="id-two"))
    assert site.titles() == ["other", "one"]
    assert site.duplicates() == [("two", "one")]


def test_the_next_takes_the_place_of_the_first(site: Site) -> None:
    """When the article that was kept goes, its duplicate is published, and what that displaces goes."""
    site.put(one=story("one", 1, link=STORY), two=story("two", 2, link=STORY), other=story("other", 3, id="id-two"))
    assert site.put(one=None) == [ALL, HERE]
    assert site.titles() == ["two"]
    assert site.duplicates() == [("other", "two")]
    site.put(one=story("one", 1, link=STORY))
    assert site.titles() == ["other", "one"]


def test_a_change_touches_the_groups_that_were_left_and_entered(site: Site) -> None:
    """An article that moves from one topic to another changes both feeds, and no third."""
    site.put(a=story("a", topics=("Owls",)), b=story("b", topics=("Mice",)))
    pair = [Group("topic-provider", name, "a.example") for name in ("bats", "owls")]
    assert set(site.put(a=story("a", topics=("Bats",)))) == {ALL, Group("topic", "bats"), OWLS, HERE, *pair}
    assert site.put(a=story("a", topics=("Bats",))) == []
    assert site.catalogue().groups(["topic"]) == [Group("topic", "bats"), Group("topic", "mice")]


def test_an_article_that_is_not_selected_touches_nothing(site: Site) -> None:
    """Drafts and broken files come and go without a feed being looked at."""
    assert site.put(draft=Row("not published"), broken=Row("left out for errors")) == []
    assert site.put(draft=None, broken=Row("not published")) == []
    assert site.catalogue().tally().reasons == {"not published": 1}


def test_an_empty_index(site: Site) -> None:
    """A site without articles has no groups, and asking for them is no error."""
    assert site.catalogue().groups(["all", "topic", "provider", "topic-provider"]) == []
    assert site.catalogue().tally() == Tally(0, 0, 0, 0, {}, 0, 0)
    assert site.titles() == []


STORIES = st.builds(
    lambda day, link, identifier, gives_id: story(
        f"{link}{identifier}", day, link=f"https://a.example/{link}", id=identifier, gives_id=gives_id
    ),
    st.integers(1, 4),
    st.sampled_from("abc"),
    st.sampled_from("xyz"),
    st.booleans(),
)


def _kept(articles: dict[str, Article]) -> list[str]:
    """Return which articles are in the feeds, by the rule as it stands in words: the earliest first, by id, by name."""
    kept: dict[str, Article] = {}
    for name, one in sorted(articles.items(), key=lambda pair: (pair[1].published, pair[1].id, pair[0])):
        if not any(_are_on_one_story(one, other) for other in kept.values()):
            kept[name] = one
    return sorted(kept)


def _are_on_one_story(one: Article, other: Article) -> bool:
    return one.id == other.id or (one.story == other.story and not (one.gives_id and other.gives_id))


@given(st.lists(st.dictionaries(st.sampled_from("pqrstu"), st.none() | STORIES, min_size=1), max_size=6))
def test_who_is_kept_depends_on_who_is_there_alone(steps: list[dict[str, Article | None]]) -> None:
    """Whatever came and went before, the same articles are kept as if all had come at once."""
    there: dict[str, Article] = {}
    with index() as site:
        for step in steps:
            site.put(**step)
            there = {name: one for name, one in (there | step).items() if one is not None}
            lost = {name for name, _ in site.duplicates()}
            assert sorted(there.keys() - lost) == _kept(there)


def test_who_is_kept_does_not_depend_on_the_order_of_reading() -> None:
    """Articles that nothing else tells apart are settled by where they lie."""
    twins = {"a": story("a", link=STORY, id="same"), "b": story("b", link=STORY, id="same")}
    for order in permutations(twins):
        with index() as site:
            site.put(**{name: twins[name] for name in order})
            assert site.duplicates() == [("b", "a")]
