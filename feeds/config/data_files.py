"""Read the files of a site that describe topics and organisations.

A file that cannot be used is a problem of that file alone; the others are read.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from feeds.articles.fields import Fields
from feeds.articles.parts import images_in
from feeds.articles.problems import ProblemLog, of_aliases
from feeds.core import urls
from feeds.core.confines import PASSED_OVER, Confines, StrayLinkError
from feeds.core.errors import is_of_disk, passes
from feeds.core.limits import MAX_NAME
from feeds.core.mail import without_address
from feeds.core.model import Problem
from feeds.core.slugs import is_slug, slugify
from feeds.core.taxonomy import ProviderInfo, TopicInfo
from feeds.frontmatter.budget import Budget
from feeds.frontmatter.file import read_bytes
from feeds.frontmatter.source import FrontMatterError, Source
from feeds.frontmatter.split import read_yaml_file, split_file
from feeds.sites import looks
from feeds.sites.commons import Commons

Described = TypeVar("Described", TopicInfo, ProviderInfo)


def read_topics(
    data: Path, home_url: str, problems: list[Problem], confines: Confines, commons: Commons
) -> list[TopicInfo]:
    """Return the topics that `topics/*.yaml` below a data folder describe; a file that cannot be used is a problem.

    Raises OSError, MemoryError or ImportError for a fault of the machine, as without the file feeds had other names.
    """
    return _read(data / "topics", (".yaml", ".yml"), home_url, problems, confines, commons, _topic)


def read_organizations(
    data: Path, home_url: str, problems: list[Problem], confines: Confines, commons: Commons
) -> list[ProviderInfo]:
    """Return the providers that `organizations/*.md` below a data folder describe; a bad file is a problem.

    Raises as `read_topics` does.
    """
    suffixes = (".md", ".markdown", ".yaml", ".yml")
    return _read(data / "organizations", suffixes, home_url, problems, confines, commons, _organization)


def _topic(fields: Fields, home_url: str) -> TopicInfo | None:
    name, given = fields.name("name"), fields.name("_id")
    if name is None:
        _fail_without(fields, "name")
        return None
    aliases = (fields.name("shortname"), given)
    return TopicInfo(
        slug=given if given and is_slug(given) else slugify(given or name),
        name=name,
        description=fields.text("description"),
        images=tuple(images_in(fields, home_url)),
        aliases=tuple(alias for alias in aliases if alias),
    )


def _organization(fields: Fields, home_url: str) -> ProviderInfo | None:
    given = fields.name("domain")
    if given is None:
        _fail_without(fields, "domain")
        return None
    try:
        domain = urls.domain_of(given)
    except urls.BadURLError as error:
        fields.fail("domain", str(error))
        return None
    return ProviderInfo(
        key=urls.host_folder(domain),
        domain=domain,
        name=without_address(fields.name("name") or "") or None,
        description=fields.text("description"),
        images=tuple(images_in(fields, home_url)),
        aliases=fields.names("otherNames"),
    )


def _fail_without(fields: Fields, name: str) -> None:
    """Note that a file has no name that it can be known by."""
    fields.fail(name, "is missing" if len(fields.written(name)) <= MAX_NAME else "is needed: the file is passed over")


def _read(
    folder: Path,
    suffixes: tuple[str, ...],
    home_url: str,
    problems: list[Problem],
    confines: Confines,
    commons: Commons,
    make: Callable[[Fields, str], Described | None],
) -> list[Described]:
    """Return the topics or providers that the files of a folder describe, in the order of the files' names."""
    found: dict[str, tuple[Path, Described]] = {}
    budget = Budget()
    paths = _listed(folder, problems) if looks.is_folder(folder) and commons.counts(folder) else []
    if paths and not confines.hold(folder):
        problems.append(Problem(str(folder), 1, "warning", PASSED_OVER))
        paths = []
    for path in paths:
        if path.suffix not in suffixes or path.name.startswith(".") or not commons.counts(path):
            continue

        try:
            info, found_problems = _described(path, home_url, confines, commons.owners(folder), budget, make)
        except StrayLinkError:
            problems.append(Problem(str(path), 1, "warning", PASSED_OVER))
            continue
        except FrontMatterError as error:
            problems.append(Problem(str(path), error.line, "error", str(error)))
            continue
        except Exception as error:
            if passes(error):
                raise
            message = f"the file cannot be read, by a fault in feeds ({type(error).__name__})"
            problems.append(Problem(str(path), 1, "error", message))
            continue

        problems += found_problems
        if info is None:
            continue
        other = found.setdefault(info.slug if isinstance(info, TopicInfo) else info.key, (path, info))
        if other[1] is not info:
            problems.append(Problem(str(path), 1, "error", f"describes what {other[0].name} describes already"))
    return [info for _, info in found.values()]


def _listed(folder: Path, problems: list[Problem]) -> list[Path]:
    """Return what is in a folder, in order; nothing, with a problem, for one that may not be read."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        if is_of_disk(error):
            raise
        problems.append(Problem(str(folder), 1, "error", f"the folder cannot be read: {error.strerror}"))
        return []


def _described(
    path: Path,
    home_url: str,
    confines: Confines,
    owners: frozenset[int] | None,
    budget: Budget,
    make: Callable[[Fields, str], Described | None],
) -> tuple[Described | None, list[Problem]]:
    """Return the topic or provider that a file describes, with its problems.

    Raises FrontMatterError, or StrayLinkError.
    """
    source: Source = _open(path, confines, owners, budget)
    log: ProblemLog = ProblemLog(source, str(path))
    info = make(Fields(source.data, log.note), home_url)
    return info, [*_bad_values(source, path), *of_aliases(source, str(path)), *log.problems()]


def _bad_values(source: Source, path: Path) -> Iterator[Problem]:
    for line in source.bad_lines:
        yield Problem(
            str(path), line, "warning", "a value is not of the type that its tag or its form says: it is taken as text"
        )


def _open(path: Path, confines: Confines, owners: frozenset[int] | None, budget: Budget) -> Source:
    """Read a YAML file, or the front matter of another file.

    Raises FrontMatterError if that is not possible or costs too much, StrayLinkError for a link that leads elsewhere,
    and another OSError for a fault of the machine.
    """
    try:
        raw = read_bytes(path, confines, owners)
    except StrayLinkError:
        raise
    except OSError as error:
        if is_of_disk(error):
            raise
        raise FrontMatterError(1, f"the file cannot be read: {error.strerror}") from error
    if path.suffix in (".yaml", ".yml"):
        budget.take(raw)
        return read_yaml_file(raw)
    source = split_file(budget.front_matter(raw))
    if source is None:
        raise FrontMatterError(1, "there is no front matter")
    return source
