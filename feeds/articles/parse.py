"""Parse the bytes of one file into an Article. Pure: it reads no other file and no clock."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from feeds.articles import fast_path, hints, templates
from feeds.articles.copies import feeds_of, fits, fitted
from feeds.articles.fields import MOJIBAKE, Fields, is_there
from feeds.articles.local_files import AS_IT_IS, Completion
from feeds.articles.media import FIELDS, media_in
from feeds.articles.outcome import DRAFT, NO_ARTICLE, Context, Outcome
from feeds.articles.parts import authors_in, images_in, link_of, provider_in, related_in, with_domain
from feeds.articles.problems import ProblemLog
from feeds.articles.text import of_text
from feeds.core import urls
from feeds.core.limits import MAX_EMBED, MAX_EXCERPT, MAX_TITLE
from feeds.core.model import Article, Body, Problem, Provider
from feeds.core.stories import story_key
from feeds.frontmatter.source import FrontMatterError, Source
from feeds.frontmatter.split import is_plain_draft, split_file
from feeds.markup.bulk import without_bulk
from feeds.markup.players import player_in
from feeds.markup.volume import Place, excess, excess_unrendered

__all__ = ["DRAFT", "NO_ARTICLE", "Context", "Outcome", "parse"]

_LIQUID_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_HTML = ".html"
_DRAFTED = b"\npublished: false\n"
_DRAFT_STATUS = "draft"
_IDENTIFYING = ("title", "publishedDateTime", "webUrl", "originalUrl")
_FLAGS = ("published", "deleted", "removed", "draft")
_READ = frozenset(
    {"id", "title", "excerpt", "publishedDateTime", "updatedDateTime", "webUrl", "originalUrl", "ampWebUrl"}
    | {*_FLAGS, "expiryDate", "type", "category", "quality", "heat"}
    | {"provider", "author", "authors", "topics", "images", "related", "featuredContent"}
    | FIELDS.keys()
)


_ELSEWHERE = {
    "title": ("headline", "name"),
    "publishedDateTime": ("date", "pubDate", "published_at", "datePublished", "publishDate", "created", "createdAt"),
    "webUrl": ("url", "link", "permalink", "canonical_url", "canonicalUrl"),
}
"""The names of required fields in other vocabularies."""


class _Parser:
    """Reads the fields of one file into an Article, with warnings."""

    def __init__(self, source: Source, path: str, context: Context, completion: Completion) -> None:
        self.source = source
        self.context = context
        self.completion = completion
        self.findings = ProblemLog(source, path)
        self.fields = Fields(_allowed(source.data), self.findings.note)

    def article(self, category: str | None, body: Body | None) -> Article | None:
        fields, home, zone = self.fields, self.context.home_url, self.context.zone
        title = fields.prose("title", "error", longest=MAX_TITLE)
        published = fields.date("publishedDateTime", zone, "error")
        outlet = fields.mapping("provider")
        provider = provider_in(outlet, home)
        web, original = fields.url("webUrl"), fields.url("originalUrl")
        link = link_of(web, original, provider)
        identifier = fields.text_or_number("id")
        expires = fields.date("expiryDate", zone, "error")
        for flag in _FLAGS:
            fields.flag(flag)

        self._require(title, published, link)
        if title is None or published is None or link is None or self.findings.failed():
            return None

        self._warn_of_oddities(title, link, web, original, provider)
        updated = fields.date("updatedDateTime", zone)
        pictures = tuple(images_in(fields, home, link, lambda image: self.completion.picture(image, link)))
        media = media_in(fields, home, link, self.completion, self._player())
        return Article(
            id=identifier or story_key(original or link),
            gives_id=identifier is not None,
            expires=expires,
            title=title,
            published=published,
            link=link,
            provider=with_domain(provider, link),
            authors=authors_in(fields, outlet, home),
            excerpt=self._excerpt(),
            updated=max(updated, published) if updated else None,
            original=original if original != link else None,
            amp=fields.url("ampWebUrl"),
            type=fields.name("type") or "article",
            category=fields.name("category") or category,
            quality=fields.integer("quality"),
            heat=fields.integer("heat"),
            topics=fields.names("topics"),
            images=(*pictures, *media.images),
            media=media.media,
            related=tuple(related_in(fields, zone)),
            player=media.player,
            body=body,
        )

    def _excerpt(self) -> str:
        shown = self.fields.prose("excerpt", longest=MAX_EXCERPT) or ""
        if shown and templates.has_code(shown):
            self.fields.warn("excerpt", "holds template code that cannot be resolved, and is left out")
            return ""
        excerpt = hints.whole_entities(shown)
        if excerpt != shown:
            self.fields.warn("excerpt", "ends in the middle of an HTML entity, which is left out")
        if remark := hints.of_text(excerpt):
            self.fields.warn("excerpt", remark)
        return excerpt

    def _player(self) -> str | None:
        written = self.fields.raw_text("featuredContent", MAX_EMBED)
        if written is None or not written.strip():
            return None
        player = player_in(written)
        if player is None:
            self.fields.warn("featuredContent", hints.NO_PLAYER)
        return player

    def _warn_of_oddities(
        self, title: str, link: str, web: str | None, original: str | None, provider: Provider
    ) -> None:
        """Warn of odd values that are published as they are."""
        fields, home = self.fields, self.context.home_url
        if remark := hints.of_text(title):
            fields.warn("title", remark)
        if templates.has_code(title):
            fields.warn("title", "holds template code that cannot be resolved: readers will see it as it is")
        host = urls.host(link)
        if web and original and hints.differ(web, original, provider.domain, home):
            fields.warn("originalUrl", f"leads to another site than webUrl; readers are sent to {host}")
        if not provider.domain and not hints.is_own(link, home) and not self.findings.noted("provider"):
            name = "provider.domain" if fields.has("provider") else "provider"
            self.findings.note("warning", ("provider",), f"{name} is missing: the host of the link, {host}, is used")

    def _require(self, title: str | None, published: datetime | None, link: str | None) -> None:
        """Note an error for each required value that is missing, unless another error says why."""
        for name, value in (("title", title), ("publishedDateTime", published)):
            if value is None and not self.findings.failed(name):
                self.fields.fail(name, f"is missing{self._instead(name)}")
        if link is None:
            self.findings.worsen("webUrl", "originalUrl")
            if not self.findings.failed("webUrl") and not self.findings.failed("originalUrl"):
                self.fields.fail("webUrl", f"is missing, and so is originalUrl{self._instead('webUrl')}")

    def _instead(self, name: str) -> str:
        """Return the end of a message that names the field of another vocabulary with the value, if there is one."""
        found = next((other for other in _ELSEWHERE[name] if is_there(self.source.data.get(other))), None)
        return f", but there is {found}, which feeds does not read" if found else ""


def parse(
    raw: bytes, path: str, context: Context, *, category: str | None = None, completion: Completion = AS_IT_IS
) -> Outcome | None:
    """Return the outcome of parsing a file's bytes; None if it has no front matter and so is not an article.

    `path` is how problems name the file, and its suffix tells HTML from Markdown. `category` is the category of an
    article that names none. `completion` adds to pictures and media of the site's own what their files tell. An article
    that is not published may be incomplete and is not read further. Front matter without a title, a date and a link
    belongs to another kind of page.
    """
    if _DRAFTED in raw and is_plain_draft(raw):
        return Outcome(skipped=DRAFT)

    try:
        source = split_file(raw)
    except FrontMatterError as error:
        return Outcome(problems=(Problem(path, error.line, "error", str(error)),))
    if source is None:
        return None
    skipped = _why_skipped(source.data)
    if skipped is not None:
        return Outcome(skipped=skipped)

    is_coded = templates.may_hold_code(source)
    source = replace(source, data=templates.in_fields(source, context)) if is_coded else source
    body, remark = _text(source, raw, path, context)

    article = None
    findings: tuple[Problem, ...] = ()
    if remark is None and source.mended is None and not is_coded:
        article = fast_path.article(source.data, home=context.home_url, zone=context.zone, category=category, body=body)
    if article is not None and fits(article):
        article = _completed(article, completion)
    else:
        article, findings = _read_fields(_Parser(source, path, context, completion), category, body)
    if article is not None and (why := _excess(article)):
        article, remark = replace(article, body=None), _left_out(why, path, source.body_line)

    lost = of_text(article, raw, path) if article is not None else ()
    of_body = [remark] if remark else []
    return Outcome(article, tuple(sorted([*findings, *_of_file(source, path), *of_body, *lost])))


def _read_fields(
    parser: _Parser, category: str | None, body: Body | None
) -> tuple[Article | None, tuple[Problem, ...]]:
    """Return the article that fields describe, with its lists cut to what its feeds can hold, and its problems."""
    article = parser.article(category, body)
    if article is not None and not fits(article):
        article, cut = fitted(article)
        for name, warning in cut:
            parser.fields.warn(name, warning)
    return article, parser.findings.problems()


def _excess(article: Article) -> str | None:
    """Return why the text of an article is too long to be rendered, or for its feeds; None if it is not."""
    if article.body is None:
        return None
    return excess(article.body, Place(feeds_of(len(article.topics)), article.link, article.id))


def _completed(article: Article, completion: Completion) -> Article:
    images = tuple(completion.picture(image, article.link) for image in article.images)
    media = tuple(completion.medium(medium, article.link) for medium in article.media)
    is_same = images == article.images and media == article.media
    return article if is_same else replace(article, images=images, media=media)


def _of_file(source: Source, path: str) -> Iterator[Problem]:
    """Yield the problems of a file besides those of its fields and its text."""
    if source.mended is not None:
        yield Problem(path, source.mended, "warning", f"the file {MOJIBAKE}")


def _text(source: Source, raw: bytes, path: str, context: Context) -> tuple[Body | None, Problem | None]:
    """Return the text of an article, if it has one that can be shown, and the problem with it, if there is one."""
    body = _body(source.body, path)
    remark = excess_unrendered(body) if body is not None else None
    if body is None or remark is not None:
        return None, _left_out(remark, path, source.body_line) if remark else None

    written = body.text
    body, position = templates.in_body(body, source, context)
    if position is not None:
        line = templates.line_of(raw, source, written, position)
        if not context.keeps_code:
            return None, _left_out("holds template code that cannot be resolved", path, line)
        message = "the text holds template code that cannot be resolved: readers will see it as it is"
        return body, Problem(path, line, "warning", message)
    if context.is_jekyll and "raw" in body.text:
        body = Body(_LIQUID_RAW.sub("", body.text), body.format)
    return body, None


def _left_out(remark: str, path: str, line: int) -> Problem:
    return Problem(path, line, "warning", f"the text {remark}, and is left out: the excerpt stands for it")


def _why_skipped(data: dict[str, Any]) -> str | None:
    """Return why a file is not published; `published` must be true or absent."""
    if not any(is_there(data.get(name)) for name in _IDENTIFYING):
        return NO_ARTICLE
    return DRAFT if withdrawn_by(data) else None


def withdrawn_by(data: dict[str, Any]) -> str | None:
    """Return the name of the field by which an article says that it is not published; None if there is none."""
    if data.get("published") is False:
        return "published"
    for name in ("deleted", "removed", "draft"):
        if data.get(name) is True:
            return name
    status = data.get("status")
    return "status" if isinstance(status, str) and status.strip().casefold() == _DRAFT_STATUS else None


def _body(text: str, path: str) -> Body | None:
    text = without_bulk(text)
    return Body(text, "html" if path.lower().endswith(_HTML) else "markdown") if text else None


def _allowed(data: dict[str, Any]) -> dict[str, Any]:
    """Return the documented fields only: `secured` and unknown ones are not read any further."""
    return {name: value for name, value in data.items() if name in _READ}
