"""HTML pages: one for each feed, and the front page. Only this module and `own_templates` use Jinja.

Templates are looked up in the site's own folder first, then in `feeds/formats/templates`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache, partial
from hashlib import blake2s
from pathlib import Path
from typing import Any, cast

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
)
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup, escape

from feeds.core.archives import first_day
from feeds.core.directory import Directory, asset_address
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
from feeds.formats.own_templates import Loader, place, reason, stamps
from feeds.words import Words, autonym, words_in
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

_CALL = ("name", "lparen", "string", "rparen")
_ROOT = "\0"  # a placeholder in rendered templates: no text contains a control character
_TINTS = 6


def pages(templates: Path | None) -> "Pages":
    """Return the renderer of pages for a site's own folder of templates. Raises ConfigError for a faulty template."""
    return _pages(templates, stamps(templates, (*TEMPLATES, *ASSETS)) if templates else ())


@lru_cache(maxsize=1)
def _pages(templates: Path | None, stamps: tuple[tuple[str, int], ...]) -> "Pages":
    """Return the cached renderer; the stamps of the templates make it new when one changes."""
    return Pages(templates)


class _Said(Extension):
    """Says `_("…")` once while a template is compiled, instead of on every page."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template, a text in the place of each call with nothing but a message."""
        said = cast(Callable[[str], str], self.environment.globals["_"])
        held: list[Token] = []
        for token in stream:
            held.append(token)
            if held[0].value != "_" or token.type != _CALL[len(held) - 1]:
                yield from held
                held = []
            elif len(held) == len(_CALL):
                yield Token(token.lineno, "string", said(held[2].value))
                held = []


class Pages:
    """Render pages from templates. An error in a site's own template is a ConfigError that names file and line."""

    def __init__(self, templates: Path | None) -> None:
        self._folders = [folder for folder in (templates, OWN) if folder]
        self._own = templates
        self._environments: dict[Words, Environment] = {}
        for name in TEMPLATES if templates else ():
            self._template(name, words_in())

    def _template(self, name: str, words: Words) -> Template:
        """Return a template that speaks a language."""
        environment = self._environments.get(words)
        if environment is None:
            environment = self._environments[words] = self._environment(words)
        template: Template = self._checked(environment.get_template, name)
        return template

    def _environment(self, words: Words) -> Environment:
        environment = Environment(
            # A site's template can extend the one that it replaces by the prefix `feeds/`.
            loader=ChoiceLoader([Loader(self._folders), PrefixLoader({"feeds": FileSystemLoader(OWN)})]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            extensions=[_Said],
        )
        environment.filters |= {
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
        environment.globals |= {
            "asset": self._address,
            "labels": LABELS,
            "media_types": MEDIA_TYPES,
            "kind_of": kind_of,
            "policy": POLICY,
            "text_begins": cards.TEXT,
            "text_ends": cards.END,
            "either": cards.either,
            "_": words.gettext,
            "ngettext": words.ngettext,
            "counted": cache(partial(_counted, words)),
            "words": words,
        }
        return environment

    def parts(self, batch: Batch) -> list[bytes]:
        """Return the card of each item, with a placeholder for the path to the output's root."""
        return [self._card(item) for item in batch.items]

    def _card(self, item: Item) -> bytes:
        words = item.words
        side = direction(item.language or words.language)
        html = self._render("item.html", words, words.language, item=item, root=_ROOT, direction=side)
        shown = picture(item.images)
        return cards.part(item, shown.url if shown else None, html)

    def document(self, feed: Feed, parts: Sequence[bytes]) -> bytes:
        """Return a feed's page in UTF-8, with the items that `parts` rendered."""
        folder = feed.group.archive(feed.chain.month)
        arranged = cards.arrange(parts, feed.group)
        frame = self._render(
            "page.html",
            feed.words,
            feed.language or feed.site.language,
            feed=feed,
            site=feed.site,
            root=_ROOT,
            here=folder,
            cards=arranged,
            count=len(parts),
            total=max(feed.total, len(parts)),
        )
        root = "../" * (folder.count("/") + 1)
        return arranged.filled(frame.encode()).replace(_ROOT.encode(), root.encode())

    def moved_page(self, feed: Feed, folder: str) -> bytes:
        """Return the page in a folder in which a feed, or its archive, was before; it leads to its page. In UTF-8."""
        root = "../" * (folder.count("/") + 1)
        language = feed.language or feed.site.language
        text = self._render("moved.html", feed.words, language, feed=feed, site=feed.site, root=root, here=folder)
        return text.encode()

    def front_page(self, feeds: Directory) -> bytes:
        """Return the front page, the list of all feeds, in UTF-8."""
        return self._list(feeds, directory.sections(feeds), page=None, root="", here="")

    def directory_page(self, feeds: Directory, kind: GroupKind, number: int) -> bytes:
        """Return one of the pages that list the feeds of a kind from A to Z, in UTF-8."""
        page = directory.page(feeds, kind, number)
        return self._list(feeds, [page.section], page=page, root="../", here=page.name)

    def _list(self, feeds: Directory, sections: list[directory.Section], **variables: Any) -> bytes:
        text = self._render(
            "front.html",
            feeds.site.words,
            feeds.site.language,
            directory=feeds,
            site=feeds.site,
            sections=sections,
            is_searchable=sum(len(one.first) + len(one.rest) for one in sections) > directory.SEARCHABLE,
            **variables,
        )
        return text.encode()

    def _render(self, name: str, words: Words, language: str | None, **variables: Any) -> str:
        """Render a template in the words of a language; `language` is that of what is shown, if it is another."""
        language = language or words.language
        spoken = {"language": language, "direction": direction(language), "locale": locale(language)}
        text: str = self._checked(self._template(name, words).render, **(spoken | variables))
        return text

    def asset(self, name: str) -> bytes:
        """Return the content of one of ASSETS, the site's own where it has one."""
        return next(folder / name for folder in self._folders if (folder / name).is_file()).read_bytes()

    @cache  # noqa: B019 - there is one instance for each folder, for the whole run
    def _address(self, name: str) -> str:
        """Return the address of an asset, with a digest of its content, so that browsers load a changed one anew."""
        return asset_address(name, self.asset(name)) if name in ASSETS else name

    def _checked(self, make: Callable[..., Any], *arguments: Any, **variables: Any) -> Any:
        try:
            return make(*arguments, **variables)
        except Exception as error:  # a site's own template can raise anything
            if self._own is None:
                raise
            raise ConfigError(f"{place(error, self._own)}: {reason(error)}") from error


def _counted(words: Words, one: str, many: str) -> Markup:
    """Return attributes with the forms of a message that counts something, for the script."""
    forms = words.categories(one, many)
    return Markup(" ").join(Markup('data-{}="{}"').format(name, text) for name, text in forms.items())


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
