"""From the bytes of one file to an Article. Pure: it reads no other file and no clock."""

import re
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path, PurePath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from feeds import images, urls
from feeds.articles import frontmatter
from feeds.articles.fields import Fields
from feeds.articles.lines import line_of
from feeds.model import Article, Body, Image, Problem, Provider, Related, Severity

_LIQUID_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+/\S*$", re.IGNORECASE)
_HTML = frozenset({".html", ".htm"})


class Context(Struct, frozen=True):
    """What an article's file does not say itself.

    The zone of a naive time, the address that a relative one is below, the folder whose files are served there besides
    the source's own, and whether the texts went through Liquid, as a Jekyll site's do.
    """

    zone: tzinfo
    home_url: str
    root: Path | None = None
    is_jekyll: bool = False


class Outcome(Struct, frozen=True):
    """What became of a file: an article; or why it was passed over; or neither, and the problems that kept it out."""

    article: Article | None = None
    problems: tuple[Problem, ...] = ()
    passed_over: str | None = None


class _Parser:
    """One file on its way to an Article; collects problems as it goes."""

    def __init__(self, source: frontmatter.Source, path: PurePath, context: Context) -> None:
        self.source = source
        self.path = path
        self.context = context
        self.problems: list[Problem] = []

    def note(self, severity: Severity, path: tuple[str | int, ...], message: str) -> None:
        self.problems.append(Problem(str(self.path), line_of(self.source, path), severity, message))

    def article(self, fields: Fields, listed: bool, category: str | None) -> Article | None:
        title = fields.text("title", "error")
        published = fields.date("publishedDateTime", self.context.zone, "error")
        provider = _provider(fields.group("provider"), self.context)
        web, original = fields.url("webUrl"), fields.url("originalUrl")
        link = _link(web, original, provider)
        identifier = fields.text_or_number("id")
        for name, value in (("title", title), ("publishedDateTime", published)):
            if value is None and not self._failed(name):
                fields.fail(name, "is missing")
        if link is None:
            self._fail_link(fields)
        if title is None or published is None or link is None or self._failed():
            return None
        updated = fields.date("updatedDateTime", self.context.zone)
        return Article(
            path=str(self.path),
            id=identifier or urls.identity(original or link),
            title=title,
            published=published,
            link=link,
            provider=provider if provider.domain else replace(provider, domain=urls.host(link)),
            listed=listed,
            excerpt=fields.text("excerpt") or "",
            updated=max(updated, published) if updated else None,
            original=original if original != link else None,
            amp=fields.url("ampWebUrl"),
            type=fields.text("type") or "article",
            category=fields.text("category") or category,
            quality=fields.integer("quality"),
            heat=fields.integer("heat"),
            topics=fields.texts("topics"),
            images=tuple(images_in(fields, self.context.home_url)),
            related=tuple(_related(fields, self.context)),
            embed=fields.raw_text("featuredContent"),
            body=self._body(),
        )

    def _failed(self, name: str | None = None) -> bool:
        """Say whether an error was noted, of the field or of any."""
        return any(
            problem.severity == "error" and (name is None or problem.message.startswith(f"{name} "))
            for problem in self.problems
        )

    def _fail_link(self, fields: Fields) -> None:
        """Note that there is no link; what is wrong with the addresses that were given is then an error too."""
        if not fields.has("webUrl") and not fields.has("originalUrl"):
            fields.fail("webUrl", "is missing, and so is originalUrl")
        self.problems = [
            replace(problem, severity="error") if problem.message.startswith(("webUrl ", "originalUrl ")) else problem
            for problem in self.problems
        ]

    def _body(self) -> Body | None:
        text = self.source.body
        if self.context.is_jekyll:
            text = _LIQUID_RAW.sub("", text)
        return Body(text, "html" if self.path.suffix.lower() in _HTML else "markdown") if text else None


def parse(raw: bytes, path: PurePath, context: Context, *, category: str | None = None) -> Outcome | None:
    """Return what became of a file's bytes; None where it has no front matter and so is no article.

    `path` is how problems name the file, and its suffix tells HTML from Markdown. `category` is that of an article that
    names none. An article that is not published may be incomplete: its problems are not reported. Front matter without
    a title, a date and a link is that of another kind of page.
    """
    try:
        source = frontmatter.split(raw)
    except frontmatter.FrontMatterError as error:
        return Outcome(problems=(Problem(str(path), error.line, "error", str(error)),))
    if source is None:
        return None
    parser = _Parser(source, path, context)
    fields = Fields(_allowed(source.data), parser.note)
    if not any(fields.has(name) for name in _IDENTIFYING):
        return Outcome(passed_over=NO_ARTICLE)
    listed = _is_listed(fields)
    article = parser.article(fields, listed, category)
    if not listed:
        return Outcome(article, passed_over=None if article else DRAFT)
    return Outcome(article, tuple(sorted(parser.problems)))


DRAFT = "not published"
NO_ARTICLE = "without title, date and link"
"""Why a file is passed over."""

_IDENTIFYING = ("title", "publishedDateTime", "webUrl", "originalUrl")
_READ = frozenset(
    [
        "id",
        "title",
        "excerpt",
        "publishedDateTime",
        "updatedDateTime",
        "webUrl",
        "originalUrl",
        "ampWebUrl",
        "published",
        "deleted",
        "removed",
        "type",
        "category",
        "quality",
        "heat",
        "provider",
        "topics",
        "images",
        "related",
        "featuredContent",
    ]
)


def _allowed(data: dict[str, Any]) -> dict[str, Any]:
    """Keep the fields that the design names; `secured` and unknown ones go no further than here."""
    return {name: value for name, value in data.items() if name in _READ}


def _is_listed(fields: Fields) -> bool:
    """Say whether the flags publish an article: `published` only by true or by absence, unless it was withdrawn."""
    if fields.flag("deleted") or fields.flag("removed"):
        return False
    return fields.flag("published") is not False


def _link(web: str | None, original: str | None, provider: Provider) -> str | None:
    """Return the one of the two whose host is the provider's, else webUrl, else originalUrl."""
    for url in (web, original):
        if url and urls.host(url) == provider.domain:
            return url
    return web or original


def _provider(fields: Fields | None, context: Context) -> Provider:
    """Return the provider that an article names, its domain empty where none can be told."""
    if fields is None:
        return Provider("")
    name, given = fields.text("name"), fields.text("domain")
    domain = ""
    if given:
        try:
            domain = urls.domain_of(given)
        except urls.BadURLError as error:
            fields.warn("domain", str(error))
    authors = [author.text("name") for author in fields.groups("authors")]
    # A name such as `scmp.com/business/…` is an address that a scraper put there, not a name.
    shown = None if name and (name == given or _ADDRESS.match(name)) else name
    return Provider(domain, shown, tuple(images_in(fields, context.home_url)), tuple(filter(None, authors)))


def images_in(fields: Fields, home: str) -> Iterator[Image]:
    """Yield the pictures that `images` lists and that can be published; `home` is what relative addresses are below."""
    for image in fields.groups("images"):
        url = image.url("url", home)
        if url is None:
            if not image.has("url"):
                image.warn("url", "is missing: the picture is left out")
            continue
        given = (image.text("type") or "").lower().partition(";")[0].strip()
        yield Image(
            url=url,
            width=image.positive("width"),
            height=image.positive("height"),
            type=given if images.is_type(given) else images.type_of(url),
            length=image.positive("length"),
            title=image.text("title"),
            attribution=image.text("attribution"),
        )


def _related(fields: Fields, context: Context) -> Iterator[Related]:
    for story in fields.groups("related"):
        title, url = story.text("title"), story.url("webUrl") or story.url("originalUrl")
        if title is None or url is None:
            story.warn("webUrl" if url is None else "title", "is missing: the related story is left out")
            continue
        provider = _provider(story.group("provider"), context)
        provider = provider if provider.domain else replace(provider, domain=urls.host(url))
        yield Related(title, url, provider, story.date("publishedDateTime", context.zone))
