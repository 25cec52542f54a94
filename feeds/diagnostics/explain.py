"""Explain why an article is, or is not, in which feeds."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feeds.articles.outcome import DRAFT, NO_ARTICLE, UNDATED, UNDECLARED, UNLISTED
from feeds.articles.parse import withdrawn_by
from feeds.config import Selection, Settings
from feeds.core import urls
from feeds.core.errors import NotAnArticleError, SourceNotFoundError
from feeds.core.ids import as_iri
from feeds.core.limits import MAX_FILE_BYTES
from feeds.core.model import Article, Group, Problem
from feeds.core.safe_files import read_regular
from feeds.diagnostics import provenance
from feeds.diagnostics.names import Named, names_of
from feeds.diagnostics.provenance import Picture
from feeds.frontmatter.lines import FieldLines
from feeds.frontmatter.source import FrontMatterError
from feeds.frontmatter.split import split_file
from feeds.index import selection
from feeds.index.catalogue import Catalogue
from feeds.index.rows import BROKEN, EXPIRED
from feeds.index.standings import Standing

MAX_SHOWN, MAX_INNER, MAX_INTEGER_BITS = 60, 5, 200
"""How much of a value is shown: characters of a text, values in a list or table, bits of a number."""


class Rule(Struct, frozen=True, omit_defaults=True):
    """The rule that keeps an article out, and the field, value and line that it is about."""

    rule: str
    field: str | None = None
    value: str | None = None
    line: int | None = None


class Place(Struct, frozen=True):
    """A feed that an article is in: its folder, the position of the article among how many, and the documents.

    There are no documents if the position is beyond the limit of the feed.
    """

    folder: str
    rank: int
    of: int
    documents: tuple[str, ...]


class Explanation(Struct, frozen=True, kw_only=True):
    """Why a file is, or is not, in which feeds; `problems` are those of this file.

    `atom_id` is the form of the id in Atom, if that is another. `story` is the story key, and `story_from` the field
    that it is made of. `names` are those fields that are called otherwise in the file, or are not in it.
    """

    path: str
    title: str | None = None
    id: str | None = None
    atom_id: str | None = None
    story: str | None = None
    story_from: str | None = None
    link: str | None = None
    published: datetime | None = None
    is_in_feeds: bool = False
    why_not: Rule | None = None
    duplicate_of: str | None = None
    feeds: tuple[Place, ...] = ()
    names: tuple[Named, ...] = ()
    pictures: tuple[Picture, ...] = ()
    media: tuple[Picture, ...] = ()
    problems: tuple[Problem, ...] = ()


class _FrontMatter:
    """The front matter of a file, empty if it cannot be read, and the lines of its fields."""

    def __init__(self, path: Path) -> None:
        try:
            source = split_file(read_regular(path.resolve(), MAX_FILE_BYTES))
        except (OSError, FrontMatterError):
            source = None
        self.data = source.data if source else {}
        self._lines = FieldLines(source) if source else None

    def rule(self, rule: str, field: str) -> Rule:
        """Return a rule about a field, with its value and line if the file has it."""
        if self._lines is None or field not in self.data:
            return Rule(rule, field)
        return Rule(rule, field, brief(self.data[field]), self._lines.of((field,)))


def brief(value: object, depth: int = 2) -> str:
    """Return a value of front matter in a few words, however large it is: aliases can make it gigantic."""
    if isinstance(value, dict):
        pairs = [f"{brief(key, 0)}: {brief(value[key], depth - 1)}" for key in islice(value, MAX_INNER if depth else 0)]
        return "{" + _listed(pairs, len(value)) + "}"
    if isinstance(value, (list, tuple, set, frozenset)):
        shown = [brief(inner, depth - 1) for inner in islice(value, MAX_INNER if depth else 0)]
        return f"[{_listed(shown, len(value))}]"

    if isinstance(value, int) and value.bit_length() > MAX_INTEGER_BITS:
        return f"a whole number of {value.bit_length():,} bits"
    text = value[: MAX_SHOWN + 1] if isinstance(value, str) else str(value)
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


def _listed(shown: list[str], count: int) -> str:
    return ", ".join([*shown, "…"] if count > len(shown) else shown)


def explain(path: Path, settings: Settings, catalogue: Catalogue, problems: tuple[Problem, ...]) -> Explanation:
    """Return why a file is, or is not, in which feeds; `problems` are those of all files.

    Raises SourceNotFoundError for a file that does not exist, NotAnArticleError for one that no build reads.
    """
    if not path.is_file():
        raise SourceNotFoundError(f"{path}: no such file")

    standing = catalogue.find(path)
    if standing is None:
        raise NotAnArticleError(_why_not_read(path, settings))

    indexed_path = catalogue.path(standing.key)
    own_problems = tuple(problem for problem in problems if problem.path == indexed_path)
    article = catalogue.article(standing.key)
    is_in_feeds = article is not None and standing.why is None and standing.duplicate_of is None
    explanation = Explanation(
        path=str(path),
        is_in_feeds=is_in_feeds,
        why_not=None if is_in_feeds else _why_not(path, standing, own_problems, settings, catalogue, article),
        names=names_of(path, settings),
        problems=own_problems,
    )
    if article is None:
        return explanation

    data = _FrontMatter(path).data
    return replace(
        explanation,
        title=article.title,
        id=article.id,
        atom_id=iri if (iri := as_iri(article.id)) != article.id else None,
        story=article.story,
        story_from=_story_from(path, article),
        link=article.link,
        published=article.published,
        duplicate_of=standing.duplicate_of,
        feeds=tuple(_places(article, standing.key, settings, catalogue)) if is_in_feeds else (),
        pictures=provenance.pictures(article, data, settings),
        media=provenance.recordings(article, data, settings),
    )


def _story_from(path: Path, article: Article) -> str:
    """Return the field that the story key is made of."""
    if article.original and not article.has_page:
        return "originalUrl"
    try:
        given = urls.clean(str(_FrontMatter(path).data.get("originalUrl", "")))
    except urls.BadURLError:
        return "webUrl"
    return "originalUrl" if given == article.link else "webUrl"


def _why_not_read(path: Path, settings: Settings) -> str:
    """Return why no build reads a file as an article."""
    roots = [source.resolve() for source in settings.sources]
    if not any((path.parent.resolve() / path.name).is_relative_to(root) for root in roots):
        named = ", ".join(map(str, settings.sources))
        return f"{path}: is below none of the sources ({named}); name its folder with --source"
    return f"{path}: is not an article: it has no front matter, is read under another name, or its folder is not read"


def _why_not(
    path: Path,
    standing: Standing,
    problems: tuple[Problem, ...],
    settings: Settings,
    catalogue: Catalogue,
    article: Article | None,
) -> Rule:
    """Return the rule that keeps an article out of all feeds."""
    front_matter, reason = _FrontMatter(path), standing.why
    if standing.duplicate_of is not None:
        if catalogue.path(standing.key) in catalogue.duplicates_by_id():
            return front_matter.rule(f"{standing.duplicate_of} has the same id and was published first", "id")
        return Rule(f"the same story as {standing.duplicate_of}, which was published first")

    if reason == BROKEN:
        error = next((problem for problem in problems if problem.severity == "error"), None)
        return Rule(error.message, line=error.line) if error else Rule(BROKEN)

    if reason == UNDATED:
        return Rule("a page without a title or a date is not an article")

    if reason == DRAFT:
        wanted = "only `published: true`, or none, is published, and nothing withdrawn or drafted"
        return front_matter.rule(wanted, withdrawn_by(front_matter.data) or "published")

    rule = front_matter.rule(*_threshold(reason or NO_ARTICLE, settings.selection))
    if rule.value is None and article is not None and rule.field in ("type", "category"):
        return Rule(rule.rule, rule.field, getattr(article, rule.field))  # the default, or from the folder's name
    return rule


def _threshold(reason: str, chosen: Selection) -> tuple[str, str]:
    """Return the rule that a reason stands for, and the field that it is about."""
    rules = {
        NO_ARTICLE: ("a page without title, date and link is not an article", "title"),
        UNDECLARED: ("Jekyll publishes no page in a folder that begins with _ and is no collection", "webUrl"),
        UNLISTED: ("the site's generator has it in no list of pages", "title"),
        selection.FUTURE: ("its time has not come", "publishedDateTime"),
        EXPIRED: ("its time is over", "expiryDate"),
        selection.TOO_OLD: (f"published before {chosen.since}", "publishedDateTime"),
        selection.LOW_QUALITY: (f"quality must be {chosen.min_quality} or more", "quality"),
        selection.LOW_HEAT: (f"heat must be {chosen.min_heat} or more", "heat"),
        selection.OTHER_TYPE: (f"type must be one of: {', '.join(sorted(chosen.types))}", "type"),
        selection.OTHER_CATEGORY: (f"category must be one of: {', '.join(sorted(chosen.categories))}", "category"),
    }
    return rules[reason]


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


def as_text(explanation: Explanation, zone: tzinfo) -> list[str]:
    """Return an explanation as lines for people; times are in the zone."""
    facts: list[tuple[str, str | None]] = [
        ("title", explanation.title),
        ("id", explanation.id),
        ("  in Atom", explanation.atom_id),
        ("story key", explanation.story and f"{explanation.story} (from {explanation.story_from})"),
        ("link", explanation.link),
    ]
    if explanation.published:
        facts.append(("date", f"{explanation.published.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"))

    facts.append(("in the feeds", "yes" if explanation.is_in_feeds else f"no: {_reason(explanation.why_not)}"))
    for place in explanation.feeds:
        documents = f", {', '.join(place.documents)}" if place.documents else ": beyond the limit, in no document"
        facts.append((f"  {place.folder}", f"{place.rank} of {place.of}{documents}"))

    for name, shown in (("image", explanation.pictures), ("medium", explanation.media)):
        for one in shown:
            facts += [(name, one.url), *one.as_text()]
    facts += [(f"  {one.field}", one.words) for one in explanation.names]
    facts += [(one.severity, f"line {one.line}: {one.message}") for one in explanation.problems]
    return [explanation.path, *(f"{name:<14}  {value}" for name, value in facts if value is not None)]


def _reason(rule: Rule | None) -> str:
    if rule is None:
        return "unknown"

    line = f" (line {rule.line})" if rule.line else ""
    if rule.field is None:
        return f"{rule.rule}{line}"
    field = f"{rule.field} is {rule.value}" if rule.value is not None else f"{rule.field} is not given"
    return f"{field}{line}; {rule.rule}"
