"""Story keys: which addresses lead to one story, and the id of an item whose article gives none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core.stories import story_key
from feeds.core.urls import clean


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
        pytest.param("https://a.example/../..//b/c/..", "https://a.example//b", id="dot segments above the root"),
        pytest.param("https://a.example//2024/s?id=7", "https://a.example//2024/s?id=7", id="path that begins with //"),
        pytest.param("https://a.example//2024:1/s", "https://a.example//2024:1/s", id="path that looks like a port"),
        pytest.param("https://a.example/./%2F/s", "https://a.example/%2F/s", id="encoded slash"),
        pytest.param("https://a.example/a;?id=7", "https://a.example/a;?id=7", id="semicolon"),
        pytest.param("https://a.example/s#%63omments", "https://a.example/s", id="needlessly encoded noise"),
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
        "https://a.example//2024/story?id=1",
        "https://a.example/story;?id=1",
    ],
)
def test_stories_stay_apart(other: str) -> None:
    """No story is dropped as a duplicate of a different one."""
    assert story_key(other) != story_key("https://a.example/story?id=1")


_SIGNS = ("/", "//", ".", "..", "a", "B", "2024", ";", ":", "@", "~", "%7e", "%2E", "%2f", "%c3%a9", "?", "#", "=", "&")
_RESTS = st.lists(st.sampled_from((*_SIGNS, "utm_a=1", "comments", "%63omments", ":~:")), max_size=12).map("".join)
_PATHS = st.lists(st.sampled_from(_SIGNS[:15]), max_size=10).map(lambda signs: "/" + "".join(signs))


@given(_RESTS)
def test_the_key_of_a_key_is_itself(rest: str) -> None:
    """A key is an address that leads to the story's own key, so an id can be given as a link again."""
    url = clean(f"http://www.a.example/{rest}")
    key = story_key(url)
    assert story_key(key) == key == clean(key)


@given(_PATHS)
def test_tracking_never_changes_a_key(path: str) -> None:
    """A story's id is the same whether its address was copied from a newsletter or from the site itself."""
    url = clean(f"https://a.example{path}")
    key = story_key(url)
    assert story_key(f"{url}?utm_source=rss") == story_key(f"{url}?fbclid=1#comments") == key


@given(_PATHS, _PATHS, st.sampled_from(["", "?p=1", "#part"]))
def test_different_paths_are_different_stories(first: str, second: str, end: str) -> None:
    """No two stories are taken for one unless their paths are the same once normalised, but for final slashes."""
    keys = [story_key(clean(f"https://a.example{path}{end}")) for path in (first, second)]
    assert (keys[0] == keys[1]) == (_resolved(first) == _resolved(second))


@given(st.from_regex(r"(/{1,3}[A-Za-z0-9_~;=-]{1,5}(\.html)?){0,4}/{0,2}", fullmatch=True))
def test_the_key_of_a_usual_address_is_the_address(path: str) -> None:
    """Ids stay: where nothing is to be normalised, a key is its address, and remains so with a query."""
    assert story_key(f"https://a.example{path}") == f"https://a.example{path.rstrip('/')}"
    assert story_key(f"https://a.example{path}?p=1") == f"https://a.example{path.rstrip('/')}?p=1"


def _resolved(path: str) -> str:
    """Return a path as RFC 3986 normalises it, by its own algorithm, step by step (section 5.2.4)."""
    for encoded, plain in (("%7e", "~"), ("%2E", "."), ("%2f", "%2F"), ("%c3%a9", "%C3%A9")):
        path = path.replace(encoded, plain)
    output = ""
    while path:
        if path.startswith("/./") or path == "/.":
            path = f"/{path[3:]}"
        elif path.startswith("/../") or path == "/..":
            path = f"/{path[4:]}"
            output = output.rpartition("/")[0]
        else:
            end = path.find("/", 1) if "/" in path[1:] else len(path)
            output, path = output + path[:end], path[end:]
    return output.rstrip("/")
