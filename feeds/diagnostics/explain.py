"""Explain why an article is, or is not, in which feeds."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feeds.articles.foreign.held_back import held_back
from feeds.articles.outcome import DRAFT, NO_ARTICLE, UNDATED
from feeds.config import Settings
from feeds.core import urls
from feeds.core.alternates import Alternate
from feeds.core.archives import month_of
from feeds.core.confines import STRAY
from feeds.core.errors import NotAnArticleError, SourceNotFoundError
from feeds.core.ids import as_iri
from feeds.core.kinds import KINDS, OWN
from feeds.core.model import Article, Group, Problem
from feeds.core.real_paths import real_path
from feeds.diagnostics import provenance
from feeds.diagnostics.names import Named, names_of
from feeds.diagnostics.provenance import Picture
from feeds.diagnostics.rules import Rule, front_matter, in_words
from feeds.index import selection
from feeds.index.catalogue import Catalogue
from feeds.index.facets import Facets, facets
from feeds.index.reading import Reading
from feeds.index.rows import BROKEN
from feeds.index.standings import Standing
from feeds.publish import foresight
from feeds.publish.plan import PlannedFeed


class Place(Struct, frozen=True, omit_defaults=True):
    """A feed that an article is in: its folder, the position of the article among how many, and the documents.

    There are no documents if the position is beyond the limit of the feed, or where the last build had no room, by
    `max_bytes` or by what readers take. `archive` is the folder of the archive that the article is in, if any. `former`
    are the folders in which the feed was before, and still is. One that `is_kept` is there for its subscribers only:
    the site no longer has it.
    """

    folder: str
    rank: int
    of: int
    documents: tuple[str, ...]
    archive: str | None = None
    former: tuple[str, ...] = ()
    has_ended: bool = False
    is_kept: bool = False


class Absence(Struct, frozen=True):
    """A feed that an article is not in: its folder, and the rule that keeps it out."""

    folder: str
    why_not: Rule


class Explanation(Struct, frozen=True, kw_only=True):
    """Why a file is, or is not, in which feeds; `problems` are those of this file.

    `not_in` are the feeds that the site defines, or that have ended, and that the article is not in, if it is in any.

    `atom_id` is the form of the id in Atom, if that is another. `story` is the story key, and `story_from` the field
    that it is made of. `language` is that of the article or else of the site, and `translations` are the pages of what
    is published in other languages. `names` are those fields that are called otherwise in the file, or are not in it.
    """

    path: str
    title: str | None = None
    id: str | None = None
    atom_id: str | None = None
    story: str | None = None
    story_from: str | None = None
    link: str | None = None
    published: datetime | None = None
    language: str | None = None
    translations: tuple[Alternate, ...] = ()
    is_in_feeds: bool = False
    why_not: Rule | None = None
    duplicate_of: str | None = None
    feeds: tuple[Place, ...] = ()
    not_in: tuple[Absence, ...] = ()
    names: tuple[Named, ...] = ()
    pictures: tuple[Picture, ...] = ()
    media: tuple[Picture, ...] = ()
    problems: tuple[Problem, ...] = ()


def explain(path: Path, settings: Settings, reading: Reading) -> Explanation:
    """Return why a file is, or is not, in which feeds. `reading` is one that `feeds.publish.foresight` made.

    Raises SourceNotFoundError for a file that does not exist, NotAnArticleError for one that no build reads.
    """
    if not path.is_file():
        raise SourceNotFoundError(f"{path}: {'is a folder: name a file in it' if path.is_dir() else 'no such file'}")

    catalogue = reading.catalogue
    standing = catalogue.find(path)
    if standing is None:
        raise NotAnArticleError(_why_not_read(path, settings))

    indexed_path = catalogue.path(standing.key)
    own_problems = tuple(problem for problem in reading.problems if problem.path == indexed_path)
    article = catalogue.article(standing.key)
    is_in_feeds = article is not None and standing.why is None and standing.duplicate_of is None
    why_not = None if is_in_feeds else _why_not(path, standing, own_problems, settings, catalogue, article)
    if is_in_feeds and (fault := foresight.fault(settings, reading, standing.key)):
        told = fault.told(indexed_path)
        own_problems = (*own_problems, told)
        if fault.is_left_out:
            is_in_feeds, why_not = False, Rule(told.message)
    explanation = Explanation(
        path=str(path),
        is_in_feeds=is_in_feeds,
        why_not=why_not,
        names=names_of(path, settings),
        problems=own_problems,
    )
    if article is None:
        return explanation

    data = front_matter(path).data
    places = list(_places(article, standing.key, settings, reading)) if is_in_feeds else []
    absences = _absences(path, article, standing.key, settings, catalogue) if is_in_feeds else ()
    return replace(
        explanation,
        title=article.title,
        id=article.id,
        atom_id=iri if (iri := as_iri(article.id)) != article.id else None,
        story=article.story,
        story_from=_story_from(path, article),
        link=article.link,
        published=article.published,
        language=article.language or settings.site.language,
        translations=_translations(standing.key, settings, catalogue) if is_in_feeds else (),
        duplicate_of=standing.duplicate_of,
        feeds=tuple(place for place in places if isinstance(place, Place)),
        pictures=provenance.pictures(article, data, settings),
        media=provenance.recordings(article, data, settings),
        not_in=(*(place for place in places if isinstance(place, Absence)), *absences),
    )


def _translations(key: int, settings: Settings, catalogue: Catalogue) -> tuple[Alternate, ...]:
    """Return the pages of what an article is in other languages."""
    return catalogue.alternates([key], settings.site.language).get(key, ())[:-1]


def _story_from(path: Path, article: Article) -> str:
    """Return the field that the story key is made of."""
    if article.original and not article.has_page:
        return "originalUrl"
    try:
        given = urls.clean(str(front_matter(path).data.get("originalUrl", "")))
    except urls.BadURLError:
        return "webUrl"
    return "originalUrl" if given == article.link else "webUrl"


def _why_not_read(path: Path, settings: Settings) -> str:
    """Return why no build reads a file as an article."""
    roots = [source.resolve() for source in settings.sources]
    if not any(Path(real_path(path.parent) or path.parent, path.name).is_relative_to(root) for root in roots):
        named = ", ".join(map(str, settings.sources))
        return f"{path}: is below none of the sources ({named}); name its folder with --source"
    if not settings.confines.hold(path):
        return f"{path}: {STRAY}"
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
    said, reason = front_matter(path), standing.why
    if standing.duplicate_of is not None:
        if catalogue.path(standing.key) in catalogue.duplicates_by_id():
            return said.rule(f"{standing.duplicate_of} has the same id and was published first", "id")
        return Rule(f"the same story as {standing.duplicate_of}, which was published first")

    if reason == BROKEN:
        error = next((problem for problem in problems if problem.severity == "error"), None)
        return Rule(error.message, line=error.line) if error else Rule(BROKEN)

    if reason == UNDATED:
        return Rule("a page without a title or a date is not an article")

    held = held_back(said.data, settings.conventions.generator)
    if reason == DRAFT:
        wanted = "only `published: true`, or none, is published, and nothing withdrawn or drafted"
        return said.rule(wanted, held.name if held else "published")

    found = _facets(article, standing.key, settings, catalogue) if article is not None else {}
    return said.decided(reason or NO_ARTICLE, settings.selection, found)


def _facets(article: Article, key: int, settings: Settings, catalogue: Catalogue) -> Facets:
    place, language = catalogue.place(key), settings.site.language
    return facets(article, place, settings.taxonomy, settings.grouping.kinds, language)


def _absences(path: Path, article: Article, key: int, settings: Settings, catalogue: Catalogue) -> Iterator[Absence]:
    """Yield the feeds that the site defines and that an article is not in, with the rule that keeps it out."""
    if not settings.own:
        return
    found, said = _facets(article, key, settings, catalogue), front_matter(path)
    for own in settings.own:
        if reason := selection.why_not(article, found, own.selection):
            yield Absence(Group(OWN, own.slug).folder, said.decided(reason, own.selection, found))


def _places(article: Article, key: int, settings: Settings, reading: Reading) -> Iterator[Place | Absence]:
    """Yield the feeds that an article is in, and those that it would be in if they had not ended before it."""
    catalogue = reading.catalogue
    plan = {planned.group: planned for planned in foresight.plan(settings, reading).feeds}
    found = [planned for group in catalogue.groups_of(key) if (planned := plan.get(group))]
    kinds = list(KINDS)
    for planned in sorted(
        found, key=lambda one: kinds.index(one.group.kind) if one.group.kind in KINDS else len(kinds)
    ):
        if planned.until is not None and planned.until < article.published:
            line = settings.renaming.lines[planned.group]
            yield Absence(planned.group.folder, Rule(f"the feed ended before, by {settings.config}:{line}"))
        else:
            yield _place(planned, article, key, settings, catalogue)


def _place(planned: PlannedFeed, article: Article, key: int, settings: Settings, catalogue: Catalogue) -> Place:
    group = planned.group
    rank, of = catalogue.rank(group, key, planned.until)
    shown = rank <= _room(planned, settings, catalogue)
    month = month_of(int(article.published.timestamp()), settings.zone)
    return Place(
        folder=group.folder,
        rank=rank,
        of=of,
        documents=tuple(group.document(form) for form in planned.formats if form != "page") if shown else (),
        archive=next((group.archive(month) for archive in planned.archives if archive.month == month), None),
        former=tuple(place.folder for place in planned.former),
        has_ended=planned.has_ended,
        is_kept=not planned.is_configured and not planned.has_ended,
    )


def _room(planned: PlannedFeed, settings: Settings, catalogue: Catalogue) -> int:
    """Return how many articles the documents of a feed show; how many large ones have room, only a build tells."""
    limit = planned.limit(settings)
    shown = catalogue.shortened(planned.group)
    return limit if shown is None else min(limit, shown - planned.has_ended)


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
    facts.append(("language", explanation.language))
    facts += (("translation", f"{one.language}: {one.url}") for one in explanation.translations)

    facts.append(("in the feeds", "yes" if explanation.is_in_feeds else f"no: {in_words(explanation.why_not)}"))
    for place in explanation.feeds:
        documents = f", {', '.join(place.documents)}" if place.documents else ": beyond the limit, in no document"
        if place.archive:
            documents = f"{documents} and in {place.archive}" if place.documents else f", in {place.archive}"
        if place.former:
            documents += f"; also in {', '.join(place.former)}"
        if place.has_ended:
            documents += "; the feed has ended"
        if place.is_kept:
            documents += "; the site no longer has the feed: it is kept for its subscribers"
        facts.append((f"  {place.folder}", f"{place.rank} of {place.of}{documents}"))

    facts += ((f"  {absence.folder}", f"no: {in_words(absence.why_not)}") for absence in explanation.not_in)

    for name, shown in (("image", explanation.pictures), ("medium", explanation.media)):
        for one in shown:
            facts += [(name, one.url), *one.as_text()]
    facts += [(f"  {one.field}", one.words) for one in explanation.names]
    facts += [(one.severity, f"line {one.line}: {one.message}") for one in explanation.problems]
    return [explanation.path, *(f"{name:<14}  {value}" for name, value in facts if value is not None)]
