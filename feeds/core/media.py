"""Derive the media type of sound, film and other files, and what kind of medium a type is."""

import math
import re

from feeds.core import images
from feeds.core.model import MediumKind
from feeds.core.urls import suffix

_TYPES = {
    "3gp": "video/3gpp",
    "aac": "audio/aac",
    "aif": "audio/aiff",
    "aiff": "audio/aiff",
    "avi": "video/x-msvideo",
    "epub": "application/epub+zip",
    "flac": "audio/flac",
    "m3u8": "application/vnd.apple.mpegurl",
    "m4a": "audio/mp4",
    "m4b": "audio/mp4",
    "m4v": "video/mp4",
    "mka": "audio/matroska",
    "mkv": "video/matroska",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "mpeg": "video/mpeg",
    "mpg": "video/mpeg",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "opus": "audio/ogg",
    "pdf": "application/pdf",
    "wav": "audio/wav",
    "weba": "audio/webm",
    "webm": "video/webm",
    "zip": "application/zip",
}
_SPELLINGS = {
    "application/x-mpegurl": "application/vnd.apple.mpegurl",
    "audio/m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/mpeg3": "audio/mpeg",
    "audio/x-flac": "audio/flac",
    "audio/x-mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "audio/x-wav": "audio/wav",
    "video/m4v": "video/mp4",
    "video/x-m4v": "video/mp4",
}
"""Types that many write and no register has, and what is meant."""

_FILMS = frozenset({"application/vnd.apple.mpegurl", "application/dash+xml"})
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,5}):(\d{1,2})(?:\.\d{1,9})?|(\d{1,9})(?:\.\d{1,9})?", re.ASCII)
MAX_SECONDS = 10_000_000
"""Seconds of a duration at most: some hundred days."""


def type_of(url: str) -> str | None:
    """Return the media type by the suffix of an address's path (`talk.mp3?v=2` is audio/mpeg), a picture's too."""
    return _TYPES.get(suffix(url)) or images.type_of(url)


def meant_type(given: str) -> str | None:
    """Return the media type that somebody names: as it is registered, or as people write it (`mp3`, `audio/mp3`)."""
    named = given.lower().partition(";")[0].strip()
    named = _SPELLINGS.get(named) or _TYPES.get(named.removeprefix(".")) or images.meant_type(named) or named
    return named if is_type(named) else None


def is_type(text: str) -> bool:
    """Return whether a text is a media type (RFC 6838) in lower case."""
    return _TYPE.fullmatch(text) is not None


def kind_of(media_type: str) -> MediumKind:
    """Return what kind of medium a media type is; what is neither sound nor film is a document."""
    if media_type.startswith("audio/"):
        return "audio"
    return "video" if media_type.startswith("video/") or media_type in _FILMS else "document"


def is_played(given: str | None, url: str) -> bool:
    """Return whether an address, with the type that somebody gives for it if any, leads to sound or film."""
    named = (meant_type(given) if given else None) or type_of(url)
    return named is not None and kind_of(named) != "document"


def seconds(value: object) -> int | None:
    """Return a duration in whole seconds, at least 1: a number of them, or `1:02:03`, `62:03`; None for anything else.

    YAML makes seconds of an unquoted `1:02:03` itself.
    """
    if isinstance(value, str):
        found = _CLOCK.fullmatch(value.strip())
        if found is None:
            return None
        hours, minutes, rest, alone = (int(part or 0) for part in found.groups())
        value = hours * 3600 + minutes * 60 + rest + alone
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return max(round(value), 1) if 0 < value <= MAX_SECONDS else None
