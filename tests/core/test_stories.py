"""Story keys: which addresses lead to one story, and the id of an item whose article gives none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core.stories import story_key
from feeds.core.urls import BadURLError, clean


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://a.example/s?utm_source=x&utm_medium=y", "https://a.example/s", id="nothing else"),
        pytest.param("https://a.example/s?id=7&fbclid=zz&p=2", "https://a.example/s?id=7&p=2", id="between others"),
        pytest.param("https://a.example/s?GCLID=1&UTM_Term=2", "https://a.example/s", id="in capitals"),
        pytest.param("https://a.example/s?utm%5Fsource=x", "https://a.example/s", id="encoded"),
        pytest.param("https://a.example/s?utm_source", "https://a.example/s", id="without a value"),
        pytest.param("https://a.example/s?futm_source=1", "https://a.example/s?futm_source=1", id="only alike"),
        pytest.param("https://a.example/s?b=2&a=1", "https://a.example/s?b=2&a=1", id="order stays"),
        pytest.param("https://www.a.example/s/", "https://a.example/s", id="www. and slash"),
        pytest.param("http://a.example/s", "https://a.example/s", id="scheme"),
        pytest.param("http://a.example:8080/s", "https://a.example:8080/s", id="port"),
        pytest.param("http://a.example:443/s", "https://a.example/s", id="the port of https"),
        pytest.param("https://a.example/", "https://a.example", id="home"),
        pytest.param("https://a.example/?p=7", "https://a.example?p=7", id="home with a query"),
        pytest.param("https://a.example/log#v1.1", "https://a.example/log#v1.1", id="fragment"),
        pytest.param("https://a.example/#!/posts/1", "https://a.example#!/posts/1", id="hash route"),
        pytest.param("https://a.example/s#comments", "https://a.example/s", id="comments"),
        pytest.param("https://a.example/s#top", "https://a.example/s", id="top"),
        pytest.param("https://a.example/s#Comments", "https://a.example/s", id="comments in capitals"),
        pytest.param("https://a.example/s#xtor=RSS-1", "https://a.example/s", id="xtor"),
        pytest.param("https://a.example/s#utm_source=rss", "https://a.example/s", id="tracking fragment"),
        pytest.param("https://a.example/s#:~:text=lamp", "https://a.example/s", id="text directive"),
        pytest.param("https://a.example/s#two:~:text=lamp", "https://a.example/s#two", id="part and text directive"),
        pytest.param("https://a.example/s#", "https://a.example/s", id="empty fragment"),
        pytest.param("https://a.example/caf%c3%a9", "https://a.example/caf%C3%A9", id="capitals"),
        pytest.param("https://a.example/%7Eada/%2d", "https://a.example/~ada/-", id="needless encoding"),
        pytest.param("https://a.example/a%2fb", "https://a.example/a%2Fb", id="needed encoding"),
        pytest.param("https://a.example/a/./b/../c", "https://a.example/a/c", id="dot segments"),
    ],
)
def test_story_key(url: str, expected: str) -> None:
    """An item's id is the same however its link is written, and wherever it was copied from."""
    assert story_key(url) == expected


@pytest.mark.parametrize(
    "other",
    [
        "https://a.example/story?id=2",
        "https://a.example/Story?id=1",
        "https://b.example/story?id=1",
        "https://news.a.example/story?id=1",
        "https://a.example:8080/story?id=1",
        "https://a.example/story/more?id=1",
        "https://a.example/story?id=1#second",
    ],
)
def test_stories_stay_apart(other: str) -> None:
    """No story is dropped as a duplicate of a different one."""
    assert story_key(other) != story_key("https://a.example/story?id=1")


@given(st.text("abAB%7eE2f/.?#&=:~!-_", max_size=30))
def test_the_key_of_a_key_is_itself(rest: str) -> None:
    """A key is an address that leads to the story's own key, so an id can be given as a link again."""
    try:
        url = clean(f"http://www.a.example/{rest}")
    except BadURLError:
        return
    key = story_key(url)
    assert story_key(key) == key == clean(key)
