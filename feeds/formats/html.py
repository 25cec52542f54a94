"""HTML pages: one for each feed, and the front page. No other module uses Jinja.

Templates are looked up in the site's own folder first, then in `feeds/formats/templates`.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import blake2s
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateSyntaxError

from feeds.core.dates import MONTH_NAMES
from feeds.core.errors import ConfigError
from feeds.core.model import ASSETS, MEDIA_TYPES, Directory, Feed, FeedFormat, GroupKind
from feeds.core.urls import EMBED_HOSTS
from feeds.formats.feedgen_adapter import Batch

OWN = Path(__file__).parent / "templates"
TEMPLATES = ("base.html", "page.html", "item.html", "front.html")
"""The templates of pages; a site may replace each of them, and each of ASSETS."""

LABELS: dict[FeedFormat, str] = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
_SHORT: dict[FeedFormat, str] = {"rss": "RSS", "atom": "Atom", "json": "JSON"}
_KINDS: dict[GroupKind, str] = {
    "all": "All stories",
    "topic": "Topic",
    "provider": "Provider",
    "topic-provider": "Topic of a provider",
}
_SECTIONS: tuple[tuple[GroupKind, str], ...] = (
    ("topic", "Topics"),
    ("provider", "Providers"),
    ("topic-provider", "Topics of a provider"),
)
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' https: http: data:",
        "media-src 'self' https: http:",
        f"frame-src {' '.join(f'https://{host}' for host in sorted(EMBED_HOSTS))}",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""The Content Security Policy (level 3) of a page: images, sound and film from any host, and players after a click."""

_RECORD = re.compile(r"'feeds\.core\.model\.(\w+) object'")
# Placeholders in rendered templates; no text contains a control character, so they occur nowhere else.
_ROOT, _ITEMS = "\0", "\1"


def pages(templates: Path | None) -> "Pages":
    """Return the renderer of pages for a site's own folder of templates. Raises ConfigError for a faulty template."""
    own = sorted(templates.iterdir()) if templates else []
    return _pages(templates, tuple((path.name, path.stat().st_mtime_ns) for path in own))


@lru_cache(maxsize=1)
def _pages(templates: Path | None, stamps: tuple[tuple[str, int], ...]) -> "Pages":
    """Return the cached renderer; the stamps of the templates make it new when one changes."""
    return Pages(templates)


class Pages:
    """Render pages from templates. An error in a site's own template is a ConfigError that names file and line."""

    def __init__(self, templates: Path | None) -> None:
        self._folders = [folder for folder in (templates, OWN) if folder]
        self._own = templates
        own = FileSystemLoader(OWN)
        self._environment = Environment(
            # A site's template can extend the one that it replaces by the prefix `feeds/`.
            loader=ChoiceLoader([FileSystemLoader(self._folders), PrefixLoader({"feeds": own})]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters |= {"spelled": spelled, "moment": moment}
        self._environment.globals |= {
            "asset": self._address,
            "labels": LABELS,
            "short": _SHORT,
            "media_types": MEDIA_TYPES,
            "kinds": _KINDS,
            "sections": _SECTIONS,
            "policy": POLICY,
        }
        for name in TEMPLATES:
            self._checked(self._environment.get_template, name)

    def parts(self, batch: Batch) -> list[bytes]:
        """Return the HTML of each item, with a placeholder for the path to the output's root."""
        template = self._environment.get_template("item.html")
        return [self._checked(template.render, item=item, root=_ROOT).encode() for item in batch.items]

    def document(self, feed: Feed, parts: Sequence[bytes]) -> bytes:
        """Return a feed's page in UTF-8, with the items that `parts` rendered."""
        template = self._environment.get_template("page.html")
        frame: str = self._checked(
            template.render, feed=feed, site=feed.site, root=_ROOT, items=_ITEMS, count=len(parts)
        )
        root = "../" * (feed.group.folder.count("/") + 1)
        return frame.encode().replace(_ITEMS.encode(), b"".join(parts)).replace(_ROOT.encode(), root.encode())

    def front_page(self, directory: Directory) -> bytes:
        """Return the front page, the list of all feeds, in UTF-8."""
        template = self._environment.get_template("front.html")
        page: str = self._checked(template.render, directory=directory, site=directory.site, root="")
        return page.encode()

    def asset(self, name: str) -> bytes:
        """Return the content of one of ASSETS, the site's own where it has one."""
        return next(folder / name for folder in self._folders if (folder / name).is_file()).read_bytes()

    @cache  # noqa: B019 - there is one instance for each folder, for the whole run
    def _address(self, name: str) -> str:
        """Return the address of an asset, with a digest of its content, so that browsers load a changed one anew."""
        return f"{name}?{blake2s(self.asset(name), digest_size=4).hexdigest()}" if name in ASSETS else name

    def _checked(self, make: Callable[..., Any], *arguments: Any, **variables: Any) -> Any:
        try:
            return make(*arguments, **variables)
        except Exception as error:  # a site's own template can raise anything
            if self._own is None:
                raise
            message = _RECORD.sub(lambda match: f"the {match[1].lower()}", str(error))
            raise ConfigError(f"{_place(error, self._own)}: {message}") from error


def spelled(day: date) -> str:
    """Return a day as `3 March 2024`, independent of the locale."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def moment(time: datetime) -> str:
    """Return a time for <time datetime> (HTML, valid global date and time string)."""
    return time.isoformat().replace("+00:00", "Z")


def _place(error: Exception, folder: Path) -> str:
    """Return `file:line` of the template that raised an error."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).suffix == ".html"]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else str(folder)
