"""Check values of configurations, of feeds and of generators.

Each function raises ValueError with a message that continues the name of the key.
"""

import errno
from contextlib import suppress
from datetime import tzinfo
from pathlib import Path
from urllib.parse import urlsplit

from feeds.core import urls
from feeds.core.errors import ConfigError
from feeds.core.languages import MAX_TAG, tag_of
from feeds.core.limits import MAX_EXCERPT, MAX_NAME
from feeds.core.mail import without_address
from feeds.core.references import joined
from feeds.core.text import plain_or_none, quoted

_LONGEST_ZONE = 100
"""Characters of the name of a time zone at most: each part of a path is looked for by a call within the one before."""

_PICTURES = ("image/png", "image/jpeg", "image/gif")
"""The types of the picture of a channel (RSS 2.0)."""

_LONGEST_PART, _LONGEST_PATH = 255, 4095
"""Bytes of a name and of a path, as Linux has them (NAME_MAX, and PATH_MAX without the final zero)."""

_SOME_HOME = "https://home.invalid/"
"""Stands for the home of a site of which none is known."""


def zone(name: str) -> tzinfo:
    """Return the time zone with a name of the IANA database. Raises ValueError."""
    from zoneinfo import ZoneInfo

    if len(name) <= _LONGEST_ZONE:
        with suppress(ValueError, OSError, KeyError):
            return ZoneInfo(name)
    raise ValueError(f"{quoted(name)} is an unknown time zone; expected a name such as Europe/Paris")


def language(name: str) -> str:
    """Return a language tag (BCP 47), also for a POSIX locale such as `en_US.UTF-8`. Raises ValueError."""
    tag = tag_of(name)
    if tag is None:
        raise ValueError(f"{name[:MAX_TAG]!r} is not a language tag; expected one such as en or pt-BR")
    return tag


def no_language(code: str) -> str:
    """Return what is said of the code of a site's language that is no tag of one."""
    return f"{quoted(code)} is not the tag of a language, such as en or pt-BR"


def address(url: str) -> str:
    """Return the address of a site or folder, with a final slash. Raises ValueError."""
    try:
        cleaned = urls.clean(url)
    except urls.BadURLError as error:
        raise ValueError(f"{quoted(url)} {error}; expected one like https://example.org/") from error
    parts = urlsplit(cleaned)
    if parts.query or parts.fragment:
        raise ValueError(f"{quoted(url)} is not the address of a folder; leave out what follows ? or #")
    return cleaned.rstrip("/") + "/"


def below(url: str, folder: str | None) -> str:
    """Return the address of a site that is in a folder of a host, which may be named apart. Raises ValueError."""
    path = (folder or "").strip("/")
    return address(joined(address(url), f"/{path}/" if path else "/")) if folder else address(url)


def hub(url: str) -> str:
    """Return the address of a WebSub hub: https, unless the hub is on this machine. Raises ValueError."""
    try:
        cleaned = urls.clean(url)
    except urls.BadURLError as error:
        raise ValueError(f"{quoted(url)} {error}; expected one like https://hub.example.org/") from error
    if not cleaned.startswith("https:") and not urls.is_loopback(cleaned):
        raise ValueError(f"{quoted(url)} is not secure: a hub's address begins with https://")
    return cleaned


def scheduler(url: str) -> str:
    """Return the address of the scheduler of a cluster. Raises ValueError."""
    try:
        parts = urlsplit(url)
        is_complete = parts.scheme in ("tcp", "tls") and bool(parts.hostname) and parts.port is not None
    except ValueError:
        is_complete = False
    if not is_complete or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(f"{quoted(url)} is not the address of a scheduler; expected one like tcp://10.0.0.1:8786")
    return url


def path(given: str) -> Path:
    """Return the path that a text is. Raises ValueError for one that no file can have."""
    if "\0" in given:
        raise ValueError("has a zero byte, which no path can have")
    encoded = whole(given, "surrogateescape")
    if len(encoded) > _LONGEST_PATH:
        raise ValueError(f"is a path of more than {_LONGEST_PATH:,} bytes")
    if max(map(len, encoded.split(b"/"))) > _LONGEST_PART:
        raise ValueError(f"has a name of more than {_LONGEST_PART} bytes")
    return Path(given)


def whole(text: str, errors: str = "strict") -> bytes:
    """Return a text in UTF-8, with such `errors` as codecs have them. Raises ValueError for half of a character."""
    try:
        return text.encode("utf-8", errors)
    except UnicodeEncodeError as error:
        raise ValueError(f"has half of a character, U+{ord(text[error.start]):04X}") from error


def followed(path: Path) -> None:
    """Raise ConfigError if the links of a path lead in a circle."""
    try:
        path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
            raise ConfigError(f"{path}: its links lead in a circle") from error


def picture(url: str, home: str) -> str:
    """Return the absolute address of a picture; a relative one is below the site's home. Raises ValueError.

    Where no home is known, which is where nothing is published, a relative one stays as it is.
    """
    try:
        found = urls.absolute(url, home or _SOME_HOME)
        return url if not home and found.startswith(_SOME_HOME) else found
    except urls.BadURLError as error:
        raise ValueError(f"{quoted(url)} {error}") from error


def person(value: object) -> str | None:
    """Return the name of a person who is given as text, or as a mapping with a `name`; None for anything else.

    An e-mail address in it is not part of the name.
    """
    named = value.get("name") if isinstance(value, dict) else value
    called = plain_or_none(named) if isinstance(named, str) and len(named) <= MAX_NAME else None
    return without_address(called) or None if called else None


def usual_picture(url: str | None, home: str) -> str | None:
    """Return the absolute address of a picture that a site has for itself; None for one of a type that RSS has not."""
    from feeds.core import images

    try:
        found = picture(url, home) if url else None
    except ValueError:
        return None
    return found if found and images.type_of(found) in _PICTURES else None


def sentence(text: str | None) -> str | None:
    """Return a description as plain text, without the HTML that templates take in some; None if nothing is left."""
    from feeds.articles.prose import without_markup  # which compiles many patterns

    return plain_or_none(without_markup(text[:MAX_EXCERPT])) if text else None
