"""Why an article is, or is not, in which feeds."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path

from msgspec import Struct

from feeds.articles.outcome import DRAFT, NO_ARTICLE
from feeds.config import Settings
from feeds.core import images, urls
from feeds.core.errors import NotAnArticleError, SourceNotFoundError
from feeds.core.model import Article, Group, Image, Problem
from feeds.core.pretty_json import pretty_json
from feeds.frontmatter.lines import FieldLines
from feeds.frontmatter.source import FrontMatterError
from feeds.frontmatter.split import split_file
from feeds.index import selection as select
from feeds.index.catalogue import FUTURE, Catalogue, Standing
from feeds.index.rows import BROKEN


class Rule(Struct, frozen=True, omit_defaults=True):
    """The rule that keeps an article out: what it says, and the field, value and line that it is about."""

    rule: str
    field: str | None = None
    value: str | None = None
    line: int | None = None


class Place(Struct, frozen=True):
    """A feed that an article is in: its folder, the article's position, how many there are, and the documents.

    There are no documents where the position is beyond the feed's limit.
    """

    folder: str
    rank: int
    of: int
    documents: tuple[str, ...]


class Picture(Struct, frozen=True):
    """The picture of an article's item, and how its type and its length in bytes are known."""

    url: str
    type: str | None
    type_from: str
    length: int | None
    length_from: str


class Explanation(Struct, frozen=True, kw_only=True):
    """All that there is to say of one file."""

    path: str
    title: str | None = None
    id: str | None = None
    link: str | None = None
    published: datetime | None = None
    is_in_feeds: bool = False
    why_not: Rule | None = None
    duplicate_of: str | None = None
    feeds: tuple[Place, ...] = ()
    image: Picture | None = None
    problems: tuple[Problem, ...] = ()


class _File:
    """A file's front matter, and where its fields stand."""

    def __init__(self, path: Path) -> None:
        try:
            source = split_file(path.read_bytes())
        except (OSError, FrontMatterError):
            source = None
        self.data = source.data if source else {}
        self._lines = FieldLines(source) if source else None

    def rule(self, rule: str, field: str) -> Rule:
        """Return a rule about a field; without line and value where the file does not have it."""
        if self._lines is None or field not in self.data:
            return Rule(rule, field)
        return Rule(rule, field, str(self.data[field])[:60], self._lines.of((field,)))


def explain(path: Path, settings: Settings, catalogue: Catalogue, problems: tuple[Problem, ...]) -> Explanation:
    """Return why a file is, or is not, in which feeds; `problems` are those of all files.

    Raises SourceNotFoundError for a file that does not exist, NotAnArticleError for one that no build reads.
    """
    if not path.is_file():
        raise SourceNotFoundError(f"{path}: no such file")
    standing = catalogue.find(path)
    if standing is None:
        raise NotAnArticleError(_why_unknown(path, settings))
    place = catalogue.path(standing.key)
    own = tuple(problem for problem in problems if problem.path == place)
    article = catalogue.article(standing.key)
    if article is None:
        return Explanation(path=str(path), why_not=_why_not(path, standing, own, settings, None), problems=own)
    is_in_feeds = standing.why is None and standing.duplicate_of is None
    return Explanation(
        path=str(path),
        title=article.title,
        id=article.id,
        link=article.link,
        published=article.published,
        is_in_feeds=is_in_feeds,
        why_not=None if is_in_feeds else _why_not(path, standing, own, settings, article),
        duplicate_of=standing.duplicate_of,
        feeds=tuple(_places(article, standing.key, settings, catalogue)) if is_in_feeds else (),
        image=_picture(path, article.images[0], settings) if article.images else None,
        problems=own,
    )


def _why_unknown(path: Path, settings: Settings) -> str:
    roots = [source.resolve() for source in settings.sources]
    if not any((path.parent.resolve() / path.name).is_relative_to(root) for root in roots):
        named = ", ".join(map(str, settings.sources))
        return f"{path}: is below none of the sources ({named}); name its folder with --source"
    return f"{path}: is no article: it has no front matter, is read under another name, or lies where nothing is read"


def _why_not(
    path: Path, standing: Standing, problems: tuple[Problem, ...], settings: Settings, article: Article | None
) -> Rule:
    file, reason, chosen = _File(path), standing.why, settings.selection
    if standing.duplicate_of is not None:
        return Rule(f"the same story as {standing.duplicate_of}, which was published first")
    if reason == BROKEN:
        error = next((problem for problem in problems if problem.severity == "error"), None)
        return Rule(error.message, line=error.line) if error else Rule(BROKEN)
    if reason == DRAFT:
        withdrawn = next((name for name in ("deleted", "removed") if file.data.get(name) is True), "published")
        return file.rule("only `published: true`, or none, is published, and nothing withdrawn", withdrawn)
    rules = {
        NO_ARTICLE: ("a page without title, date and link is no article", "title"),
        FUTURE: ("its time has not come", "publishedDateTime"),
        select.TOO_OLD: (f"published before {chosen.since}", "publishedDateTime"),
        select.LOW_QUALITY: (f"quality must be {chosen.min_quality} or more", "quality"),
        select.LOW_HEAT: (f"heat must be {chosen.min_heat} or more", "heat"),
        select.OTHER_TYPE: (f"type must be one of: {', '.join(sorted(chosen.types))}", "type"),
        select.OTHER_CATEGORY: (
            f"category must be one of: {', '.join(sorted(chosen.categories))}",
            "category",
        ),
    }
    rule = file.rule(*rules[reason or NO_ARTICLE])
    if rule.value is None and article is not None and rule.field in ("type", "category"):
        return Rule(rule.rule, rule.field, getattr(article, rule.field))
    return rule


def _places(article: Article, key: int, settings: Settings, catalogue: Catalogue) -> Iterator[Place]:
    provider = settings.taxonomy.provider_key(article.provider.domain)
    topics = list(dict.fromkeys(settings.taxonomy.topic_slug(name) for name in article.topics))
    groups = [Group("all"), *(Group("topic", topic) for topic in topics), Group("provider", provider=provider)]
    groups += [Group("topic-provider", topic, provider) for topic in topics]
    for group in groups:
        if group.kind in settings.kinds:
            rank, of = catalogue.rank(group, key)
            documents = tuple(group.document(form) for form in settings.formats) if rank <= settings.limit else ()
            yield Place(group.folder, rank, of, documents)


def _picture(path: Path, image: Image, settings: Settings) -> Picture:
    """Say how what is known of a picture is known; the file's own words are asked."""
    given = _File(path).data.get("images")
    first = given[0] if isinstance(given, list) and given and isinstance(given[0], dict) else {}
    by_address = "its address" if image.type and image.type == images.type_of(image.url) else "unknown"
    is_local = urls.local_path(image.url, settings.site.home_url) is not None
    by_file = "its file" if image.length and is_local else "unknown"
    return Picture(
        url=image.url,
        type=image.type,
        type_from="the article" if first.get("type") and image.type else by_address,
        length=image.length,
        length_from="the article" if first.get("length") == image.length and image.length else by_file,
    )


def as_json(found: Explanation) -> str:
    """Return an explanation as a JSON object."""
    return pretty_json(found).decode()


def as_text(found: Explanation, zone: tzinfo) -> str:
    """Return an explanation for a person; times are in a zone."""
    lines = [found.path]
    lines += _pairs(("title", found.title), ("id", found.id), ("link", found.link))
    if found.published:
        lines += _pairs(("date", f"{found.published.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"))
    lines += _pairs(("in the feeds", "yes" if found.is_in_feeds else f"no: {_words(found.why_not)}"))
    for place in found.feeds:
        written = f", {', '.join(place.documents)}" if place.documents else ": beyond the limit, in no document"
        lines += _pairs((f"  {place.folder}", f"{place.rank} of {place.of}{written}"))
    if found.image:
        image = found.image
        lines += _pairs(
            ("image", image.url),
            ("  type", f"{image.type or 'unknown'} ({image.type_from})" if image.type else "unknown"),
            ("  length", f"{image.length} bytes ({image.length_from})" if image.length else "unknown"),
        )
    lines += [f"{problem.severity:<14}  line {problem.line}: {problem.message}" for problem in found.problems]
    return "\n".join(lines)


def _words(rule: Rule | None) -> str:
    if rule is None:
        return "unknown"
    if rule.field is None:
        return rule.rule + (f" (line {rule.line})" if rule.line else "")
    here = f"{rule.field} is {rule.value}" if rule.value is not None else f"{rule.field} is not given"
    return f"{here}{f' (line {rule.line})' if rule.line else ''}; {rule.rule}"


def _pairs(*pairs: tuple[str, str | None]) -> list[str]:
    return [f"{name:<14}  {value}" for name, value in pairs if value is not None]
