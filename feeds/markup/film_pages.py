"""Recognise the addresses of the pages of films and sound, and name the players that show the same."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote

from feeds.core import urls

_ID = re.compile(r"[\w-]+", re.ASCII)
_NUMBER = re.compile(r"\d+", re.ASCII)
_WORD = re.compile(r"\w+", re.ASCII)
_TIME = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", re.ASCII)
_NAMED: Final = frozenset({"e", "embed", "live", "shorts", "v"})
_SPOTIFY_KINDS: Final = frozenset({"album", "artist", "episode", "playlist", "show", "track"})


def player_of_page(parts: SplitResult) -> str | None:
    """Return the player of a film's or a recording's page, short address, or page for phones; None for any other."""
    of_host = _HOSTS.get(urls.bare_host(parts.netloc))
    return of_host(parts.path.strip("/").split("/"), parts) if of_host else None


def of_youtube(name: str, query: str = "", fragment: str = "") -> str | None:
    """Return the player of a film at YouTube by its name, from the second that the rest of its address names."""
    name = name.partition("&")[0]
    if not _ID.fullmatch(name):
        return None
    given = dict(parse_qsl(query) + parse_qsl(fragment))
    start = _seconds(given.get("t", "") or given.get("start", ""))
    return f"https://www.youtube.com/embed/{quote(name)}{f'?start={start}' if start else ''}"


def of_vimeo(name: str, key: str = "") -> str | None:
    """Return the player of a film at Vimeo by its number, and by the key of one that is not listed."""
    if not _NUMBER.fullmatch(name) or (key and not _WORD.fullmatch(key)):
        return None
    return f"https://player.vimeo.com/video/{name}{f'?h={key}' if key else ''}"


def of_dailymotion(name: str) -> str | None:
    """Return the player of a film at Dailymotion by its name, which words may follow."""
    name = name.partition("_")[0]
    return f"https://www.dailymotion.com/embed/video/{name}" if _WORD.fullmatch(name) else None


def _seconds(written: str) -> int:
    """Return a time in a film (`90`, `90s`, `1m30s`) in seconds; 0 for what is none."""
    match = _TIME.fullmatch(written)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return 3600 * hours + 60 * minutes + seconds


def _short_youtube(path: list[str], parts: SplitResult) -> str | None:
    return of_youtube(path[0], parts.query, parts.fragment) if len(path) == 1 else None


def _youtube(path: list[str], parts: SplitResult) -> str | None:
    given = dict(parse_qsl(parts.query))
    if path == ["watch"]:
        return of_youtube(given.get("v", ""), parts.query, parts.fragment)
    if path == ["playlist"] and _ID.fullmatch(given.get("list", "")):
        return f"https://www.youtube.com/embed/videoseries?list={given['list']}"
    return of_youtube(path[1], parts.query, parts.fragment) if len(path) == 2 and path[0] in _NAMED else None


def _vimeo(path: list[str], parts: SplitResult) -> str | None:
    if path[0] in ("album", "channels", "groups", "showcase", "video"):
        is_film = len(path) == 3 or path[-2:-1] in (["video"], ["videos"])
        return of_vimeo(path[-1]) if is_film else None
    return of_vimeo(path[0], path[1] if len(path) == 2 else "") if len(path) <= 2 else None


def _dailymotion(path: list[str], parts: SplitResult) -> str | None:
    return of_dailymotion(path[1]) if len(path) == 2 and path[0] == "video" else None


def _short_dailymotion(path: list[str], parts: SplitResult) -> str | None:
    return of_dailymotion(path[0]) if len(path) == 1 else None


def _spotify(path: list[str], parts: SplitResult) -> str | None:
    if path[0].startswith(("intl-", "embed")):
        path = path[1:]
    if len(path) != 2 or path[0] not in _SPOTIFY_KINDS or not _WORD.fullmatch(path[1]):
        return None
    return f"https://open.spotify.com/embed/{path[0]}/{path[1]}"


_HOSTS: Final[dict[str, Callable[[list[str], SplitResult], str | None]]] = {
    "youtu.be": _short_youtube,
    **dict.fromkeys(
        ("youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtube.googleapis.com"),
        _youtube,
    ),
    "vimeo.com": _vimeo,
    "dai.ly": _short_dailymotion,
    "dailymotion.com": _dailymotion,
    "open.spotify.com": _spotify,
}
