"""HTML pages: one for each feed, and the front page. No other module uses Jinja.

Templates are looked up in the site's own folder first, then in `feeds/formats/templates`.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from hashlib import blake2s
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateSyntaxError
from markupsafe import Markup, escape

from feeds.core.archives import first_day
from feeds.core.directory import Directory
from feeds.core.errors import ConfigError
from feeds.core.kinds import kind_of
from feeds.core.model import (
    ASSETS,
    MEDIA_TYPES,
    Feed,
    FeedFormat,
    GroupKind,
    Image,
    Item,
)
from feeds.core.urls import EMBED_HOSTS
from feeds.formats import cards, directory, prose
from feeds.formats.feedgen_adapter import Batch
from feeds.words import Words, autonym
from feeds.words.tags import direction, locale, way

OWN = Path(__file__).parent / "templates"
TEMPLATES = ("base.html", "page.html", "item.html", "subscribe.html", "front.html", "moved.html", "sharing.html")
"""The templates of pages; a site may replace each of them, and each of ASSETS."""

LABELS: dict[FeedFormat, str] = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
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
_ROOT = "\0"  # a placeholder in rendered templates: no text contains a control character
_TINTS = 6


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
        self._environment.filters |= {
            "moment": moment,
            "placed": placed,
            "picture": picture,
            "tint": tint,
            "prose": prose.fitted,
            "discreet": prose.discreet,
            "autonym": autonym,
            "direction": direction,
            "way": way,
            "first_day": first_day,
        }
        self._environment.globals |= {
            "asset": self._address,
            "labels": LABELS,
            "media_types": MEDIA_TYPES,
            "kind_of": kind_of,
            "policy": POLICY,
            "text_begins": cards.TEXT,
            "text_ends": cards.END,
            "either": cards.either,
        }
        for name in TEMPLATES:
            self._checked(self._environment.get_template, name)

    def parts(self, batch: Batch) -> list[bytes]:
        """Return the card of each item, with a placeholder for the path to the output's root."""
        template = self._environment.get_template("item.html")
        return [self._card(template, item) for item in batch.items]

    def _card(self, template: Any, item: Item) -> bytes:
        speech = _speech(item.words)
        if item.language:
            speech = {**speech, "direction": direction(item.language)}
        html = self._checked(template.render, item=item, root=_ROOT, **speech)
        shown = picture(item.images)
        return cards.part(item, shown.url if shown else None, html)

    def document(self, feed: Feed, parts: Sequence[bytes]) -> bytes:
        """Return a feed's page in UTF-8, with the items that `parts` rendered."""
        folder = feed.group.archive(feed.chain.month)
        arranged = cards.arrange(parts, feed.group)
        template = self._environment.get_template("page.html")
        frame: str = self._checked(
            template.render,
            feed=feed,
            site=feed.site,
            root=_ROOT,
            here=folder,
            cards=arranged,
            count=len(parts),
            total=max(feed.total, len(parts)),
            **_speech(feed.words, feed.language or feed.site.language),
        )
        root = "../" * (folder.count("/") + 1)
        return arranged.filled(frame.encode()).replace(_ROOT.encode(), root.encode())

    def moved_page(self, feed: Feed, folder: str) -> bytes:
        """Return the page in a folder in which a feed, or its archive, was before; it leads to its page. In UTF-8."""
        root = "../" * (folder.count("/") + 1)
        speech = _speech(feed.words, feed.language or feed.site.language)
        template = self._environment.get_template("moved.html")
        text: str = self._checked(template.render, feed=feed, site=feed.site, root=root, here=folder, **speech)
        return text.encode()

    def front_page(self, feeds: Directory) -> bytes:
        """Return the front page, the list of all feeds, in UTF-8."""
        return self._list(feeds, directory.sections(feeds), page=None, root="", here="")

    def directory_page(self, feeds: Directory, kind: GroupKind, number: int) -> bytes:
        """Return one of the pages that list the feeds of a kind from A to Z, in UTF-8."""
        page = directory.page(feeds, kind, number)
        return self._list(feeds, [page.section], page=page, root="../", here=page.name)

    def _list(self, feeds: Directory, sections: list[directory.Section], **variables: Any) -> bytes:
        template = self._environment.get_template("front.html")
        text: str = self._checked(
            template.render,
            directory=feeds,
            site=feeds.site,
            sections=sections,
            is_searchable=sum(len(one.first) + len(one.rest) for one in sections) > directory.SEARCHABLE,
            **_speech(feeds.site.words, feeds.site.language),
            **variables,
        )
        return text.encode()

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


@lru_cache(maxsize=64)
def _speech(words: Words, language: str | None = None) -> dict[str, Any]:
    """Return what templates say things with, and the language of what they make; the same for many pages."""
    said = cache(words.gettext)

    def gettext(message: str, **values: object) -> str:
        return words.gettext(message, **values) if values else said(message)

    @cache
    def counted(one: str, many: str) -> Markup:
        forms = words.categories(one, many)
        return Markup(" ").join(Markup('data-{}="{}"').format(name, text) for name, text in forms.items())

    language = language or words.language
    return {
        "_": gettext,
        "ngettext": words.ngettext,
        "counted": counted,
        "words": words,
        "language": language,
        "direction": direction(language),
        "locale": locale(language),
    }


def placed(text: str, **parts: Markup) -> Markup:
    """Return a text with markup in its places, such as `{day}`."""
    safe = escape(text)
    for name, part in parts.items():
        safe = safe.replace(f"{{{name}}}", part)
    return safe


def picture(images: Sequence[Image]) -> Image | None:
    """Return the first picture that is not known to be too small to be shown."""
    return next((one for one in images if (one.width or cards.SMALLEST_PICTURE) >= cards.SMALLEST_PICTURE), None)


def tint(domain: str) -> int:
    """Return the number of a provider's colour."""
    return blake2s(domain.encode(), digest_size=1).digest()[0] % _TINTS


def moment(time: datetime) -> str:
    """Return a time for <time datetime> (HTML, valid global date and time string)."""
    return time.isoformat().replace("+00:00", "Z")


def _place(error: Exception, folder: Path) -> str:
    """Return `file:line` of the template that raised an error."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).suffix == ".html"]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else str(folder)
