"""From the bytes of one file to an Article. Pure: it reads no other file and no clock."""

from collections.abc import Iterator
from datetime import tzinfo
from pathlib import PurePath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from feeds import images, urls
from feeds.articles import frontmatter
from feeds.articles.fields import Fields
from feeds.articles.lines import line_of
from feeds.model import Article, Body, Image, Problem, Provider, Related, Severity

NEWS_FOLDER = "_news"
"""Articles below a folder of this name are of category `news` where they name none."""
_HTML = frozenset({".html", ".htm"})


class Context(Struct, frozen=True):
    """What an article's file does not say itself: the zone of a naive time, and what a relative address is below."""

    zone: tzinfo
    home_url: str


class Outcome(Struct, frozen=True):
    """What became of a file: an article, or None and the reasons, or None and `listed` False for a draft."""

    article: Article | None = None
    problems: tuple[Problem, ...] = ()
    listed: bool = True


class _Parser:
    """One file on its way to an Article; collects problems as it goes."""

    def __init__(self, source: frontmatter.Source, path: PurePath, context: Context) -> None:
        self.source = source
        self.path = path
        self.context = context
        self.problems: list[Problem] = []

    def note(self, severity: Severity, path: tuple[str | int, ...], message: str) -> None:
        self.problems.append(Problem(str(self.path), line_of(self.source, path), severity, message))

    def article(self, fields: Fields, listed: bool) -> Article | None:
        title = fields.text("title", "error")
        published = fields.date("publishedDateTime", self.context.zone, "error")
        provider = _provider(fields.group("provider"), self.context)
        web, original = fields.url("webUrl"), fields.url("originalUrl")
        link = _link(web, original, provider)
        identifier = fields.identifier("id")
        for name, value in (("title", title), ("publishedDateTime", published)):
            if value is None and not self._failed(name):
                fields.fail(name, "is missing")
        if link is None:
            is_given = fields.has("webUrl") or fields.has("originalUrl")
            fields.fail("webUrl", "and originalUrl give no link" if is_given else "is missing, and so is originalUrl")
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
            category=fields.text("category") or ("news" if NEWS_FOLDER in self.path.parent.parts else None),
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

    def _body(self) -> Body | None:
        if not self.source.body:
            return None
        return Body(self.source.body, "html" if self.path.suffix.lower() in _HTML else "markdown")


def parse(raw: bytes, path: PurePath, context: Context) -> Outcome | None:
    """Return what became of a file's bytes; None where it has no front matter and so is no article.

    `path` is how problems name the file; besides, its suffix tells HTML from Markdown and its folder may name the
    category. An article that is not published may be incomplete: its problems are not reported.
    """
    try:
        source = frontmatter.split(raw)
    except frontmatter.FrontMatterError as error:
        return Outcome(problems=(Problem(str(path), error.line, "error", str(error)),))
    if source is None:
        return None
    parser = _Parser(source, path, context)
    fields = Fields(_allowed(source.data), parser.note)
    listed = _is_listed(fields)
    article = parser.article(fields, listed)
    return Outcome(article, tuple(sorted(parser.problems)) if listed else (), listed)


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
    shown = None if name and ("/" in name or name == given) else name
    return Provider(domain, shown, tuple(images_in(fields, context.home_url)), tuple(filter(None, authors)))


def images_in(fields: Fields, home: str) -> Iterator[Image]:
    """Yield the pictures that `images` lists and that can be published; `home` is what relative addresses are below."""
    for image in fields.groups("images"):
        url = image.url("url", home)
        if url is None:
            if not image.has("url"):
                image.warn("url", "is missing: the picture is left out")
            continue
        given = (image.text("type") or "").lower()
        yield Image(
            url=url,
            width=image.positive("width"),
            height=image.positive("height"),
            type=given if given.startswith("image/") else images.type_of(url),
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
