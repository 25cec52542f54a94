"""Addresses that are made of other addresses: whatever is written, there is one that can be published, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core.international import HostNames
from feeds.core.limits import MAX_URL
from feeds.core.urls import EMBED_HOSTS, clean, cleaned
from feeds.markup import film_pages, frame_pages
from feeds.markup.frame_pages import page_of_frame
from feeds.markup.players import SCRIPTED, page_of, player_address, player_in
from feeds.markup.sanitise import sanitise

LINK = "https://site.example/story"

_OF_FRAMES = (frame.address.partition("/")[0] for frame in frame_pages._FRAMES)
_HOSTS = sorted(
    {*EMBED_HOSTS, *film_pages._HOSTS, "tube.example", "www.vimeo.com", "www.facebook.com", "www.mixcloud.com"}
    | {host.replace("\\", "") for host in _OF_FRAMES if "(" not in host}
)
_FOLDERS = (
    *(
        "album",
        "channels",
        "groups",
        "showcase",
        "video",
        "videos",
        "embed",
        "live",
        "shorts",
        "v",
        "watch",
        "playlist",
    ),
    *("videoseries", "player", "player.html", "track", "episode", "intl-de", "EmbeddedPlayer", "album=1", "widgets"),
    *("plugins", "post.php", "p", "reel", "talks", "widget", "iframe", "forms", "d", "7", "a-b_c", "1_x", "a" * 7_900),
    *("", ".", "..", "%00", "%2F", "%7B%7B", "{{x", "é", "a b", "["),
)
_VALUES = (
    *("", "a", "7", "x-y", "//", "@x.example", ".x.example", "%00", "%7B%7Bx", "%ff", "[", "1h2m3s", "b" * 7_900),
    *("https%3A//soundcloud.com/%00a", "https%3A//soundcloud.com/%7B%7Bx", "https%3A//soundcloud.com/%2500a"),
    *("https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2F1", "https%3A//vimeo.com/channels", "https%3A//["),
)
_NAMES = ("v", "list", "url", "src", "h", "t", "start", "video", "feed", "href", "id", "channel", "clip", "bvid")


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """Return an address at a host that is known, with up to four parts of a path, a query, and a fragment."""
    path = "".join(f"/{part}" for part in draw(st.lists(st.sampled_from(_FOLDERS), max_size=4)))
    pairs = st.tuples(st.sampled_from(_NAMES), st.sampled_from(_VALUES))
    query = "&".join(f"{name}={value}" for name, value in draw(st.lists(pairs, max_size=3)))
    end = draw(st.sampled_from(["", "/", "#t=1m", "#", "?", "\t"]))
    scheme = draw(st.sampled_from(["https://", "http://", "//", ""]))
    return f"{scheme}{draw(st.sampled_from(_HOSTS))}{path}{'?' if query else ''}{query}{end}"


def is_published(url: str | None) -> bool:
    """Return whether there is no address, or one that can be published as it is."""
    return url is None or (len(url) <= MAX_URL and cleaned(url) == url)


@given(addresses())
def test_what_is_made_of_an_address_can_be_published(written: str) -> None:
    """A player, its page and the page of a frame are addresses that readers can use, or there is none."""
    player = player_address(written)
    assert is_published(player)
    assert player is None or is_published(page_of(player))
    assert is_published(player_in(written))
    url = cleaned(written)
    assert url is None or is_published(page_of_frame(url, HostNames()))


@given(st.sampled_from(sorted(SCRIPTED)), st.sampled_from((*_FOLDERS, *_VALUES)))
def test_the_elements_of_scripts_show_what_can_be_published(tag: str, name: str) -> None:
    """A film that an element names becomes a player whose address can be published, or nothing."""
    assert is_published(player_in(f"<{tag} {SCRIPTED[tag][0]}='{name}'></{tag}>"))


@given(addresses())
def test_a_text_is_shown_whatever_its_frames_lead_to(written: str) -> None:
    """No frame, whatever its address, costs an article its text."""
    for tag, name in (("iframe", "src"), ("embed", "src"), ("object", "data"), ("a", "href")):
        shown = sanitise(f"<p>text</p><{tag} {name}='{written}'></{tag}>", LINK).html
        assert shown.startswith("<p>text</p>")


@pytest.mark.parametrize("folder", ["album", "channels", "channels/", "groups", "showcase?x", "video", "video#a"])
def test_a_folder_of_films_is_no_film(folder: str) -> None:
    """A page of Vimeo that lists films names none of them: it stays a link."""
    assert player_address(f"https://vimeo.com/{folder}") is None


@pytest.mark.parametrize(
    "player",
    [
        pytest.param("https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/%00a", id="control character"),
        pytest.param("https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/%7B%7Bx", id="template code"),
        pytest.param(f"https://youtu.be/{'a' * (MAX_URL - 30)}", id="too long once it is a page"),
    ],
)
def test_a_player_whose_page_cannot_be_named_leads_to_itself(player: str) -> None:
    """The player is shown, and its link leads to the player, which is the best address that there is."""
    address = player_address(player)
    assert address is not None
    assert page_of(address) == address == clean(address)


def test_a_player_with_too_long_an_address_is_none() -> None:
    """The address of a page may be short enough where the player's is not."""
    assert player_address(f"https://youtu.be/{'a' * (MAX_URL - 20)}") is None
    assert player_in(f"<lite-youtube videoid='{'a' * MAX_URL}'></lite-youtube>") is None
