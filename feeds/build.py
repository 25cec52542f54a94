"""The order of everything: read, select, group, compose, render, write, remember."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from feeds import articles, lock, planning, select, state
from feeds.catalogue import Catalogue
from feeds.compose import Composer
from feeds.config import Settings
from feeds.model import FormatName, GroupKind, Problem
from feeds.output import Output
from feeds.planning import Narrowing, Plan
from feeds.report import Report
from feeds.state import FeedRecord, State

Warn = Callable[[str], None]


class Request(Struct, frozen=True, kw_only=True):
    """What one run is asked for.

    `topics` and `providers` are names; where there are any, every file of another feed is left alone. Without
    `allow_empty`, a site whose articles are all gone or all broken keeps its feeds: that is far more often a mistake
    than a wish.
    """

    topics: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    dry_run: bool = False
    strict: bool = False
    allow_empty: bool = False


class Reading(Struct, frozen=True, kw_only=True):
    """A site's articles: the selected ones by group, and what became of the others.

    `skipped` says of each of the others which file it is and why. `topics` and `domains` are all that any article
    names. `read` counts files with front matter, `usable` those that are articles without errors, drafts included.
    """

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    skipped: tuple[tuple[str, str], ...]
    topics: frozenset[str]
    domains: frozenset[str]
    read: int
    usable: int
    left_out: int


def read(settings: Settings, kinds: Iterable[GroupKind], now: datetime | None = None) -> Reading:
    """Read every article and sort the selected ones into groups of these kinds.

    `now` is the time that a future article waits for. Raises UsageError for a source that does not exist.
    """
    now = now or datetime.now(UTC)
    kinds = tuple(kinds)
    catalogue = Catalogue()
    problems = list(settings.problems)
    skipped: list[tuple[str, str]] = []
    topics: set[str] = set()
    domains: set[str] = set()
    count = usable = left_out = 0
    for path, outcome in _outcomes(settings, problems):
        count += 1
        problems.extend(outcome.problems)
        article = outcome.article
        if article is None:
            if outcome.skipped:
                skipped.append((path, outcome.skipped))
            left_out += not outcome.skipped
            usable += outcome.skipped == articles.DRAFT
            continue
        usable += 1
        topics.update(article.topics)
        domains.add(article.provider.domain)
        reason = select.why_not(article, settings.selection, now)
        if reason is None:
            catalogue.add(article, select.groups_of(article, settings.taxonomy, kinds))
        else:
            skipped.append((article.path, reason))
    return Reading(
        catalogue=catalogue,
        problems=tuple(sorted(problems)),
        skipped=tuple(skipped),
        topics=frozenset(topics),
        domains=frozenset(domains),
        read=count,
        usable=usable,
        left_out=left_out,
    )


def build(settings: Settings, request: Request, *, warn: Warn, now: datetime | None = None) -> Report:
    """Build the feeds and return what was done. `warn` is told what a person should know of the state.

    Raises UsageError for what the request names and nobody knows, BusyError where another build of the same output is
    running, OutputError where a file cannot be written; no document is ever half written.
    """
    place = state.path_for(settings.state_dir, settings.output)
    if request.dry_run:
        return _build(settings, request, place, warn, now)
    state.prepare(place)
    with lock.hold(place.with_suffix(".lock")):
        return _build(settings, request, place, warn, now)


def _build(settings: Settings, request: Request, place: Path, warn: Warn, now: datetime | None) -> Report:
    started = time.monotonic()
    before = state.load(place, warn)
    reading = read(settings, _kinds(settings, request, before), now)
    narrowing = _narrow(settings, request, reading, before)
    living = [count.group for count in reading.catalogue.groups()]
    site = planning.Site(settings.kinds, settings.formats)
    plan = planning.plan(site, narrowing, settings.chosen_formats, living, before)
    if narrowing and not plan.feeds:
        warn("no article of what was asked for is published: there is nothing to write")
    output = Output(settings.output, dry_run=request.dry_run)
    refused = _refusal(request, reading, before)
    built: list[FeedRecord] = []
    if not refused:
        composer = Composer(settings.site, settings.taxonomy)
        if not request.dry_run:
            _foresee(plan, settings, reading.catalogue, composer, place, before)
        built = list(_written(plan, settings, reading.catalogue, composer, output))
        after = planning.remember(built, plan, before)
        output.remove(sorted(before.files - after.files))
        if not request.dry_run:
            state.save(place, after)
    return Report(
        read=reading.read,
        published=len(reading.catalogue),
        left_out=reading.left_out,
        skipped=reading.skipped,
        duplicates=tuple(reading.catalogue.duplicates()),
        problems=reading.problems,
        feeds=len(built),
        empty=sum(record.empty for record in built),
        emptied=planning.newly_emptied(built, before),
        written=tuple(output.written),
        unchanged=tuple(output.unchanged),
        removed=tuple(output.removed),
        refused=refused,
        dry_run=request.dry_run,
        seconds=time.monotonic() - started,
    )


def _foresee(
    plan: Plan, settings: Settings, catalogue: Catalogue, composer: Composer, place: Path, before: State
) -> None:
    """Remember what is new before it is written: a build that is killed leaves nothing that no build knows."""
    if plan.documents <= before.files:
        return
    records = []
    for planned in plan.feeds:
        if planned.emptied is None:
            articles = catalogue.newest(planned.group, settings.limit)
            updated = max(article.updated or article.published for article in articles)
            records.append(FeedRecord(planned.group, composer.name(planned.group, articles), updated))
    state.save(place, planning.foresee(records, plan, before))


def _written(
    plan: Plan, settings: Settings, catalogue: Catalogue, composer: Composer, output: Output
) -> Iterator[FeedRecord]:
    """Write the feeds of a plan, one after the other, and yield what is to be remembered of each."""
    from feeds import formats

    rendered: dict[tuple[FormatName, str], bytes] = {}  # a story's part is made once, however many feeds it is in
    for planned in plan.feeds:
        record = planned.emptied
        if record is None:
            feed = composer.feed(planned.group, catalogue.newest(planned.group, settings.limit))
        else:
            feed = composer.emptied(record.group, record.name, record.updated)
        forms = planned.formats
        new = [item for item in feed.items if any((form, item.id) not in rendered for form in forms)]
        for item, row in zip(new, formats.parts(new, forms), strict=True):
            rendered |= {(form, item.id): part for form, part in zip(forms, row, strict=True)}
        for form in forms:
            parts = [rendered[form, item.id] for item in feed.items]
            output.write(feed.group.document(form), formats.document(form, feed, parts))
        yield FeedRecord(feed.group, feed.name, feed.updated, empty=not feed.items)


def _refusal(request: Request, reading: Reading, before: State) -> str | None:
    """Return why nothing is to be written, if so."""
    if request.strict and reading.problems:
        return "--strict, and something is wrong"
    if not reading.usable and before.feeds and not request.allow_empty:
        return "no article can be read, and the feeds are kept as they are; --allow-empty empties them"
    return None


def _outcomes(settings: Settings, problems: list[Problem]) -> Iterator[tuple[str, articles.Outcome]]:
    """Yield the path and fate of every file with front matter; a folder that cannot be listed is a problem."""

    def note(error: OSError) -> None:
        problems.append(Problem(str(error.filename), 1, "error", f"cannot be read: {error.strerror}"))

    site = settings.site
    context = articles.Context(settings.zone, site.home_url, settings.root, settings.is_jekyll)
    for found in articles.find(settings.sources, excluding=(settings.output, settings.state_dir), on_error=note):
        outcome = articles.read(found, context)
        if outcome is not None:
            yield str(found.name), outcome


def _kinds(settings: Settings, request: Request, before: State) -> tuple[GroupKind, ...]:
    """Return the kinds of groups to sort articles into: the site's, those asked for now, and those of known feeds."""
    asked: tuple[GroupKind, ...] = ("topic", "provider", "topic-provider")
    kinds = [*settings.kinds, *(asked if request.topics or request.providers else ())]
    return tuple(dict.fromkeys([*kinds, *(record.group.kind for record in before.feeds.values())]))


def _narrow(settings: Settings, request: Request, reading: Reading, before: State) -> Narrowing:
    there = planning.known(settings.taxonomy, reading.topics, reading.domains, before)
    return planning.narrow(request.topics, request.providers, settings.taxonomy, there)
