"""The selected articles by group: the newest of each, and which of two articles on one story is kept."""

from datetime import UTC, datetime

import pytest

from feeds.catalogue import Catalogue, Duplicate, GroupCount
from feeds.model import Article, Group, Provider

ALL = Group("all")
TOPIC = Group("topic", "owls")


def article(name: str, day: int = 1, *, link: str = "", identifier: str = "", path: str = "") -> Article:
    """Return an article of a day in May 2024 whose path, id and link come from its name."""
    return Article(
        path=path or f"{name}.md",
        id=identifier or f"id-{name}",
        title=name,
        published=datetime(2024, 5, day, tzinfo=UTC),
        link=link or f"https://a.example/{name}",
        provider=Provider("a.example"),
    )


def catalogue(*articles: Article) -> Catalogue:
    """Return a catalogue of articles that are all in the group of everything."""
    made = Catalogue()
    for one in articles:
        made.add(one, [ALL])
    return made


def test_newest_first_ties_by_id() -> None:
    """A feed shows the newest first, and articles of one moment always in the same order."""
    b, a, old, new = article("b", 2), article("a", 2), article("z", 1), article("c", 3)
    assert catalogue(b, old, a, new).newest(ALL, 10) == [new, a, b, old]
    assert catalogue(new, a, old, b).newest(ALL, 10) == [new, a, b, old]


def test_newest_takes_no_more_than_asked() -> None:
    """The limit of a feed holds, and a group that nobody is in is empty."""
    made = catalogue(article("a", 1), article("b", 2), article("c", 3))
    assert [one.title for one in made.newest(ALL, 2)] == ["c", "b"]
    assert made.newest(TOPIC, 2) == []


def test_groups_have_counts_and_the_newest_date() -> None:
    """The list of feeds says how many articles each has and when the last one came, in a stable order."""
    made = Catalogue()
    made.add(article("a", 1), [TOPIC, ALL])
    made.add(article("b", 2), [ALL])
    assert made.groups() == [
        GroupCount(ALL, 2, datetime(2024, 5, 2, tzinfo=UTC)),
        GroupCount(TOPIC, 1, datetime(2024, 5, 1, tzinfo=UTC)),
    ]
    assert len(made) == 2


@pytest.mark.parametrize(
    "link",
    [
        "http://a.example/story",
        "https://www.a.example/story",
        "https://a.example/story/",
        "https://a.example/story#more",
        "https://a.example/story?utm_campaign=may",
    ],
)
def test_the_earliest_of_two_on_one_story_is_kept(link: str) -> None:
    """A story is in a feed once, as it was first published, whichever file is read first."""
    first, second = article("first", 1, link="https://a.example/story"), article("second", 2, link=link)
    for made in (catalogue(first, second), catalogue(second, first)):
        assert made.newest(ALL, 10) == [first]
        assert made.duplicates() == [Duplicate(second, first)]
        assert len(made) == 1


def test_the_same_id_is_a_duplicate() -> None:
    """No document has two items of one id, which readers and validators refuse."""
    first, second = article("first", 1, identifier="same"), article("second", 2, identifier="same")
    assert catalogue(second, first).duplicates() == [Duplicate(second, first)]


def test_a_duplicate_is_in_none_of_its_groups() -> None:
    """A topic that only a duplicate names has no feed."""
    made = catalogue(article("first", 1, link="https://a.example/s"))
    made.add(article("second", 2, link="https://a.example/s"), [TOPIC])
    assert [count.group for count in made.groups()] == [ALL]


def test_ties_between_duplicates_go_by_id() -> None:
    """Which of two simultaneous articles is kept does not depend on the order of the files."""
    a, b = article("a", link="https://a.example/s"), article("b", link="https://a.example/s")
    assert catalogue(a, b).newest(ALL, 10) == catalogue(b, a).newest(ALL, 10) == [a]


def test_three_on_one_story() -> None:
    """Every duplicate is named with the article that is in the feeds, by path."""
    one, two, three = (article(name, day, link="https://a.example/s") for day, name in enumerate(("x", "c", "b"), 1))
    assert catalogue(three, one, two).duplicates() == [Duplicate(three, one), Duplicate(two, one)]


def test_a_duplicate_displaces_nothing() -> None:
    """A story is never lost because it is like an article that is in no feed itself."""
    one, two = article("one", 1, link="https://a.example/s"), article("two", 2, link="https://a.example/s")
    other = article("other", 3, identifier=two.id)
    made = catalogue(one, two, other)
    assert made.newest(ALL, 10) == [other, one]
    assert made.duplicates() == [Duplicate(two, one)]


def test_the_same_path_replaces() -> None:
    """An article that is added again after a change is not there twice, and answers given before are not kept."""
    made = catalogue(article("old", path="x.md"))
    assert len(made) == 1
    made.add(article("new", path="x.md"), [TOPIC])
    assert [one.title for one in made.newest(TOPIC, 10)] == ["new"]
    assert made.newest(ALL, 10) == []
    assert len(made) == 1


def test_an_empty_catalogue() -> None:
    """A site without articles has no groups, and asking for them is no error."""
    assert Catalogue().groups() == []
    assert Catalogue().duplicates() == []
    assert len(Catalogue()) == 0
