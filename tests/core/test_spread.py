"""What of an article is written in all of its feeds."""

from msgspec.structs import replace

from feeds.core.alternates import Alternate
from feeds.core.kinds import AUTHOR, LANGUAGE, PAIR, SECTION, TOPIC
from feeds.core.limits import MAX_ADDED, MAX_VALUES
from feeds.core.spread import Spread, feeds_of, fitting, room_of_added
from tests.compose import article


def test_what_is_added_has_less_room_in_more_feeds() -> None:
    """All kinds of groups count, those of folders and of fields as many as an article can be in."""
    of = article(topics=("A", "B"))
    usual = {"all", TOPIC, "provider"}
    assert room_of_added(of, usual) == MAX_ADDED // 4
    assert room_of_added(of, {*usual, PAIR, LANGUAGE}) == MAX_ADDED // 7
    assert room_of_added(of, {*usual, SECTION, "field:mood"}) == MAX_ADDED // (4 + MAX_VALUES)
    sorted_by = replace(of, fields={"mood": ("calm", "glad"), "series": ("night",)})
    assert room_of_added(sorted_by, {*usual, "field:mood", "field:series"}) == MAX_ADDED // (4 + 3)
    assert feeds_of(of, Spread(kinds=frozenset({AUTHOR}))) == 4 + min(len(of.authors), MAX_VALUES)


def test_translations_are_kept_from_the_first_on() -> None:
    """The page of the article itself stays as long as there is another one, and signs that are escaped count more."""
    others = (Alternate("de", "https://a.example/de"), Alternate("fr", "https://a.example/?&&&&&&"))
    own = Alternate("en", "https://a.example/")
    assert fitting((*others, own), 1_000) == (*others, own)
    assert fitting((*others, own), 200) == (others[0], own)
    assert fitting((*others, own), 100) == ()
    long = Alternate("af", "https://a.example/?" + "&" * 100)
    assert fitting((long, *others, own), 1_000) == (*others, own)
    assert fitting((), 100) == ()
