"""Find the page that shows a person what the frame of a known host shows, where the frame's address tells it."""

import re
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from feeds.core import urls
from feeds.core.international import HostNames


class _Frame(NamedTuple):
    """A frame's host and path, and the page: `{}` is what the path has in brackets, or a parameter of the query."""

    address: str
    page: str = "{}"
    parameter: str = ""


_FRAMES: Final = (
    _Frame(r"cdn\.embedly\.com/widgets/.*", parameter="url"),
    _Frame(r"(?:www\.)?facebook\.com/plugins/(?:post|video)\.php", parameter="href"),
    _Frame(r"www\.instagram\.com/((?:p|reel|tv)/[\w-]+)/embed(?:/.*)?", "https://www.instagram.com/{}/"),
    _Frame(r"platform\.twitter\.com/embed/.*", "https://twitter.com/i/status/{}", "id"),
    _Frame(r"www\.tiktok\.com/(?:embed(?:/v\d)?|player/v\d)/(\d+)", "https://www.tiktok.com/@/video/{}"),
    _Frame(r"player\.twitch\.tv/", "https://www.twitch.tv/videos/{}", "video"),
    _Frame(r"player\.twitch\.tv/", "https://www.twitch.tv/{}", "channel"),
    _Frame(r"clips\.twitch\.tv/embed", "https://clips.twitch.tv/{}", "clip"),
    _Frame(r"embed\.(podcasts\.apple\.com/.+)", "https://{}"),
    _Frame(r"embed\.(music\.apple\.com/.+)", "https://{}"),
    _Frame(r"embed\.ted\.com/(talks/.+)", "https://www.ted.com/{}"),
    _Frame(r"widget\.deezer\.com/widget/\w+/((?:album|episode|playlist|show|track)/\d+)", "https://www.deezer.com/{}"),
    _Frame(r"(?:www|player-widget)\.mixcloud\.com/widget/iframe/", "https://www.mixcloud.com{}", "feed"),
    _Frame(r"player\.bilibili\.com/player\.html", "https://www.bilibili.com/video/{}", "bvid"),
    _Frame(r"rumble\.com/embed/(\w+)(?:/.*)?", "https://rumble.com/{}"),
    _Frame(r"archive\.org/embed/([^/]+)", "https://archive.org/details/{}"),
    _Frame(r"codepen\.io/([\w-]+)/embed/(?:preview/)?(\w+)", "https://codepen.io/{}/pen/{}"),
    _Frame(r"codesandbox\.io/embed/([\w-]+)", "https://codesandbox.io/s/{}"),
    _Frame(
        r"docs\.google\.com/((?:forms|document|presentation|spreadsheets)/d/.+)/embed", "https://docs.google.com/{}/pub"
    ),
    _Frame(r"w\.soundcloud\.com/player/?", parameter="url"),
    _Frame(r"([\w.-]+)/videos/embed/([\w-]{22,36})", "https://{}/videos/watch/{}"),
)
"""Frames whose own page is for frames alone; the last one is PeerTube's, at any host. All others lead to themselves."""

_NOT_FOR_PEOPLE: Final = frozenset({"api.soundcloud.com"})


def page_of_frame(url: str, hosts: HostNames) -> str:
    """Return the address of the page that shows what a frame at a clean address shows; that itself if none is known.

    `hosts` knows the international host names of the text.
    """
    parts = urlsplit(url)
    for frame in _FRAMES:
        match = re.fullmatch(frame.address, f"{parts.netloc}{parts.path}", re.ASCII)  # compiled when there is a frame
        if match is None:
            continue
        named = dict(parse_qsl(parts.query)).get(frame.parameter, "") if frame.parameter else ""
        if frame.parameter and not named:
            continue
        written = frame.page.format(*([named] if frame.parameter else match.groups()))
        if hosts.have_room(written) and (page := urls.cleaned(written)) is not None:
            return url if urls.host(page) in _NOT_FOR_PEOPLE else page
    return url
