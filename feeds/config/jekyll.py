"""What a Jekyll site says of itself: `_config.yml`, and its files on topics and organisations."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from feeds.articles.fields import Fields
from feeds.articles.parts import images_in
from feeds.articles.problems import ProblemLog
from feeds.config import values
from feeds.config.jekyll_site import JEKYLL_CONFIG, JekyllSite
from feeds.core import urls
from feeds.core.errors import ConfigError
from feeds.core.model import Problem
from feeds.core.slugs import is_slug, slugify
from feeds.core.taxonomy import ProviderInfo, TopicInfo
from feeds.core.text import plain_or_none
from feeds.frontmatter.source import FrontMatterError, Source
from feeds.frontmatter.split import read_yaml_file, split_file

Info = TypeVar("Info")
Described = TypeVar("Described", TopicInfo, ProviderInfo)


def read_site(root: Path, problems: list[Problem]) -> JekyllSite:
    """Return what the `_config.yml` of a site's root says.

    A setting that cannot be used is left out and is a problem. Raises ConfigError where the file cannot be read at all.
    """
    path = root / JEKYLL_CONFIG
    try:
        source = _open(path)
    except FrontMatterError as error:
        raise ConfigError(f"{path}:{error.line}: {error}") from error
    findings = ProblemLog(source, str(path))
    fields = Fields(source.data, findings.note)
    base = (fields.text("baseurl") or "").strip("/")
    url = fields.text("url")
    site = JekyllSite(
        title=plain_or_none(fields.text_or_number("title")),
        home_url=_checked(fields, "url", f"{url.rstrip('/')}/{base}" if url else None, values.address),
        description=fields.text("description"),
        language=_checked(fields, "locale", fields.text("locale"), values.language),
        zone=_checked(fields, "timezone", fields.text("timezone"), values.zone),
    )
    problems.extend(findings.problems())
    return site


def _checked(fields: Fields, key: str, value: str | None, check: Callable[[str], Info]) -> Info | None:
    """Return a setting's value; None, and a problem, where it cannot be used."""
    try:
        return check(value) if value else None
    except ValueError as error:
        fields.fail(key, str(error))
        return None


def read_topics(data: Path, home_url: str, problems: list[Problem]) -> list[TopicInfo]:
    """Return what `topics/*.yaml` below a data folder describe; a file that cannot be used is a problem."""
    return _read(data / "topics", (".yaml", ".yml"), home_url, problems, _topic)


def read_organizations(data: Path, home_url: str, problems: list[Problem]) -> list[ProviderInfo]:
    """Return what `organizations/*.md` below a data folder describe; a file that cannot be used is a problem."""
    return _read(data / "organizations", (".md", ".markdown", ".yaml", ".yml"), home_url, problems, _organization)


def _topic(fields: Fields, home_url: str) -> TopicInfo | None:
    name, given = fields.text("name"), fields.text("_id")
    if name is None:
        fields.fail("name", "is missing")
        return None
    aliases = (fields.text("shortname"), given)
    return TopicInfo(
        slug=given if given and is_slug(given) else slugify(given or name),
        name=name,
        description=fields.text("description"),
        images=tuple(images_in(fields, home_url)),
        aliases=tuple(alias for alias in aliases if alias),
    )


def _organization(fields: Fields, home_url: str) -> ProviderInfo | None:
    given = fields.text("domain")
    if given is None:
        fields.fail("domain", "is missing")
        return None
    try:
        domain = urls.domain_of(given)
    except urls.BadURLError as error:
        fields.fail("domain", str(error))
        return None
    return ProviderInfo(
        key=domain,
        domain=domain,
        name=fields.text("name"),
        description=fields.text("description"),
        images=tuple(images_in(fields, home_url)),
        aliases=fields.names("otherNames"),
    )


def _read(
    folder: Path,
    suffixes: tuple[str, ...],
    home_url: str,
    problems: list[Problem],
    make: Callable[[Fields, str], Described | None],
) -> list[Described]:
    """Return what the files of a folder describe, in the order of their names."""
    found: dict[str, tuple[Path, Described]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix not in suffixes or path.name.startswith("."):
            continue
        try:
            source = _open(path)
        except FrontMatterError as error:
            problems.append(Problem(str(path), error.line, "error", str(error)))
            continue
        findings = ProblemLog(source, str(path))
        info = make(Fields(source.data, findings.note), home_url)
        problems.extend(findings.problems())
        if info is None:
            continue
        other = found.setdefault(info.slug if isinstance(info, TopicInfo) else info.key, (path, info))
        if other[1] is not info:
            problems.append(Problem(str(path), 1, "error", f"describes what {other[0].name} describes already"))
    return [info for _, info in found.values()]


def _open(path: Path) -> Source:
    """Take a YAML file, or the front matter of another, apart; raises FrontMatterError where it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FrontMatterError(1, f"the file cannot be read: {error.strerror}") from error
    if path.suffix in (".yaml", ".yml"):
        return read_yaml_file(raw)
    source = split_file(raw)
    if source is None:
        raise FrontMatterError(1, "there is no front matter")
    return source
