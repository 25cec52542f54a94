"""Build the article of any front matter, with a problem for whatever is wrong in it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from feeds.articles import hints, templates
from feeds.articles.fields import Fields, is_there
from feeds.articles.foreign.translated import Translation
from feeds.articles.local_files import Completion
from feeds.articles.media import FIELDS, media_in
from feeds.articles.outcome import Context
from feeds.articles.parts import authors_in, images_in, link_of, provider_in, related_in, with_domain
from feeds.articles.problems import ProblemLog
from feeds.core import urls
from feeds.core.limits import MAX_EMBED, MAX_EXCERPT, MAX_TITLE
from feeds.core.model import Article, Body, Image, Provider
from feeds.core.stories import story_key
from feeds.frontmatter.source import Source
from feeds.markup.players import player_in

_FLAGS = ("published", "deleted", "removed", "draft")
_READ = frozenset(
    {"id", "title", "excerpt", "publishedDateTime", "updatedDateTime", "webUrl", "originalUrl", "ampWebUrl"}
    | {*_FLAGS, "expiryDate", "type", "category", "quality", "heat"}
    | {"provider", "author", "authors", "topics", "images", "related", "featuredContent"}
    | FIELDS.keys()
)


_ELSEWHERE = {"title": ("name",), "publishedDateTime": ("datePublished", "created", "createdAt")}
"""Names of required fields that may mean something else, and are not read unless the configuration says so."""


class GeneralPath:
    """Reads the fields of one file into an Article, with warnings."""

    def __init__(
        self, source: Source, path: str, context: Context, completion: Completion, translation: Translation
    ) -> None:
        self.source = source
        self.context = context
        self.completion = completion
        self.is_ours = translation.is_ours
        self.findings = ProblemLog(source, path, translation.origins)
        self.fields = Fields(_allowed(source.data), self.findings.note, origins=translation.origins)
        for name, message in translation.failures:
            self.fields.fail(name, message)

    def article(self, category: str | None, body: Body | None) -> Article | None:
        """Return the article, None if an error keeps it from being one. `category` is that of one which names none."""
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
        played: list[Fields] = []
        pictures = tuple(self._pictures(home, link, played))
        media = media_in(fields, home, link, self.completion, self._player(), played)
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

    def _pictures(self, home: str, link: str, played: list[Fields]) -> Iterator[Image]:
        def complete(image: Image) -> Image:
            return self.completion.picture(image, link)

        return images_in(self.fields, home, link, complete, played, all_told=self.is_ours)

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
                hint = "" if self.is_ours else "; say with permalink below [articles] in feeds.toml where its page is"
                self.fields.fail("webUrl", f"is missing, and so is originalUrl{hint}")

    def _instead(self, name: str) -> str:
        """Return the end of a message that names the field of another vocabulary with the value, if there is one."""
        found = next((other for other in _ELSEWHERE[name] if is_there(self.source.data.get(other))), None)
        return f", but there is {found}: say so below [fields] in feeds.toml, if that is it" if found else ""


def _allowed(data: dict[str, Any]) -> dict[str, Any]:
    """Return the documented fields only: `secured` and unknown ones are not read any further."""
    return {name: value for name, value in data.items() if name in _READ}
