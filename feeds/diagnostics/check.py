"""Find problems of articles that only a comparison with others, or with the clock, shows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from pathlib import Path

from msgspec import Struct

from feeds.config import Settings
from feeds.core.messages import totals
from feeds.core.model import Problem, Provider
from feeds.core.slugs import slugify
from feeds.core.taxonomy import Taxonomy
from feeds.core.text import counted
from feeds.frontmatter.lines import line_of
from feeds.index.catalogue import Catalogue
from feeds.index.unmatched import unused_aliases


class CheckReport(Struct, frozen=True):
    """The problems of all articles, by path and line, and the number of articles that were read."""

    problems: tuple[Problem, ...]
    read: int

    def summary(self) -> str:
        """Return the number of errors and warnings, files and articles, in one line."""
        files = len({problem.path for problem in self.problems})
        where = f" in {counted(files, 'file')}" if files else ""
        severities = [problem.severity for problem in self.problems]
        return f"{totals(severities)}{where}; {counted(self.read, 'article')} read"


def compared(catalogue: Catalogue, settings: Settings, renamed: Iterable[int]) -> list[Problem]:
    """Return the problems that only a comparison of articles, or the clock, shows; times are in the site's zone.

    `renamed` are the keys of the articles whose ids are others than the last build published.
    """
    taxonomy = settings.taxonomy
    found = [*_duplicates(catalogue), *_told_apart(catalogue), *_future(catalogue, settings.zone)]
    found += _renamed(catalogue, renamed)

    providers: dict[str, Counter[str]] = defaultdict(Counter)
    topics: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, str], str] = {}
    domains: set[str] = set()
    for path, article in catalogue.stories():
        for name in article.topics:
            topics[taxonomy.topic_slug(name)][name] += 1
            first.setdefault((taxonomy.topic_slug(name), name), path)
        domains.add(article.provider.domain)
        if article.provider.name:
            key = taxonomy.provider_key(article.provider.domain)
            providers[key][article.provider.name] += 1
            first.setdefault((key, article.provider.name), path)

    found += _disagreeing(providers, first, lambda key: _provider_name(taxonomy, key), _provider_message, "provider")
    found += _disagreeing(_spellings(topics, taxonomy), first, taxonomy.topic_name, _topic_message, "topics")
    found += _alike(topics, taxonomy, first)
    found += _merged(topics, taxonomy, first)
    found += unused_aliases(settings, [name for names in topics.values() for name in names], domains)
    return found


def _duplicates(catalogue: Catalogue) -> Iterator[Problem]:
    by_id = catalogue.duplicates_by_id()
    copies = set(catalogue.duplicates(of_same_time=True))  # which every build warns of
    for path, kept in sorted(set(catalogue.duplicates()) - copies):
        if path in by_id:
            line = line_of(Path(path), "id")
            message = f"has the same id as {kept}, which is in the feeds because it is older; this one is not in them"
            message += ", although its link is another: give each article an id of its own"
        else:
            line = line_of(Path(path), "originalUrl", "webUrl", "id")
            message = f"is the same story as {kept}, which is in the feeds; this one is not"
        yield Problem(path, line, "warning", message)


def _told_apart(catalogue: Catalogue) -> Iterator[Problem]:
    for path, first in catalogue.told_apart():
        message = f"is the same story as {first}; both are in the feeds, because each has an id of its own"
        yield Problem(path, line_of(Path(path), "id"), "warning", message)


def _renamed(catalogue: Catalogue, renamed: Iterable[int]) -> Iterator[Problem]:
    for key in renamed:
        path = catalogue.path(key)
        message = "has another id than the last build published, and readers will show it as new"
        line = line_of(Path(path), "id", "originalUrl", "webUrl")
        yield Problem(path, line, "warning", f"{message}: `id` keeps the old one")


def _future(catalogue: Catalogue, zone: tzinfo) -> Iterator[Problem]:
    for path, moment in catalogue.coming("published"):
        message = f"publishedDateTime is in the future: it appears on {moment.astimezone(zone):%Y-%m-%d at %H:%M (%Z)}"
        yield Problem(path, line_of(Path(path), "publishedDateTime"), "warning", message)


def _disagreeing(
    names: dict[str, Counter[str]],
    first: dict[tuple[str, str], str],
    known: Callable[[str], str | None],
    message: Callable[[str, str, str, int], str],
    field: str,
) -> Iterator[Problem]:
    """Yield a problem for each name that is not the usual one of its key, at the first article that has it."""
    for key, counts in names.items():
        usual = known(key) or min(counts, key=lambda name: (-counts[name], name))
        for name in sorted(counts.keys() - {usual}):
            path = first[key, name]
            yield Problem(path, line_of(Path(path), field), "warning", message(key, name, usual, counts[name]))


def _provider_name(taxonomy: Taxonomy, key: str) -> str | None:
    info = taxonomy.providers.get(key)
    return taxonomy.shown_name(Provider(info.domain)) if info and info.name else None


def _provider_message(key: str, name: str, usual: str, count: int) -> str:
    return f"provider.name of {key} is {name!r} here{_elsewhere(count)}, but mostly {usual!r}"


def _topic_message(slug: str, name: str, usual: str, count: int) -> str:
    return f"the topic {usual!r} is spelled {name!r} here{_elsewhere(count)}"


def _elsewhere(count: int) -> str:
    more = count - 1
    return f" (and in {more} other article{'s' if more > 1 else ''})" if more else ""


def _spellings(topics: dict[str, Counter[str]], taxonomy: Taxonomy) -> dict[str, Counter[str]]:
    """Return the spellings of each topic, without the aliases that the site itself gives it."""
    spellings = {}
    for slug, names in topics.items():
        own = slugify(taxonomy.topic_name(slug) or slug)
        spellings[slug] = Counter({name: count for name, count in names.items() if slugify(name) == own})
    return {slug: names for slug, names in spellings.items() if names}


def _alike(topics: dict[str, Counter[str]], taxonomy: Taxonomy, first: dict[tuple[str, str], str]) -> Iterator[Problem]:
    """Yield a problem for each topic that differs from a more frequent one by hyphens or a final `s` only."""
    by_letters: dict[str, list[str]] = defaultdict(list)
    for slug in topics:
        by_letters[slug.replace("-", "").removesuffix("s")].append(slug)
    for slugs in by_letters.values():
        described = [slug for slug in slugs if slug in taxonomy.topics]
        if len(slugs) == 1 or len(described) == len(slugs):
            continue
        main, *others = sorted(slugs, key=lambda slug: (slug not in described, -topics[slug].total(), slug))
        for slug in others:
            name, usual = (next(iter(topics[one])) for one in (slug, main))
            path = first[slug, name]
            message = f"the topic {name!r} is perhaps the same as {usual!r}; an alias in feeds.toml makes them one"
            yield Problem(path, line_of(Path(path), "topics"), "warning", message)


def _merged(
    topics: dict[str, Counter[str]], taxonomy: Taxonomy, first: dict[tuple[str, str], str]
) -> Iterator[Problem]:
    """Yield a problem for each topic that is in the feed of another one only because that has its slug."""
    for slug, names in topics.items():
        info = taxonomy.topics.get(slug)
        if info is None:
            continue
        own = {slugify(name) for name in (info.name, *info.aliases)}
        for name in sorted(name for name in names if slugify(name) not in own):
            path = first[slug, name]
            message = (
                f"the topic {name!r} has the slug of {info.name!r}, {slug!r}, and is in the same feed; an alias in"
            )
            message += " feeds.toml says that this is meant, another slug that it is not"
            yield Problem(path, line_of(Path(path), "topics"), "warning", message)
