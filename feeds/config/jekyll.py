"""What a Jekyll site says of itself: `_config.yml`, and its files on topics and organisations."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from feeds import urls
from feeds.articles import frontmatter
from feeds.articles.fields import Fields, Note
from feeds.articles.lines import line_of
from feeds.articles.parse import images_in
from feeds.errors import ConfigError
from feeds.model import Problem, Severity
from feeds.slugs import is_slug, slugify
from feeds.taxonomy import ProviderInfo, TopicInfo

CONFIG = "_config.yml"
DATA = "_data"

Info = TypeVar("Info")


class JekyllSite(Struct, frozen=True):
    """The settings of a Jekyll site that feeds uses; `home_url` is its url with its baseurl."""

    title: str | None = None
    home_url: str | None = None
    description: str | None = None
    language: str | None = None
    timezone: str | None = None


def read_site(root: Path) -> JekyllSite | None:
    """Return what the `_config.yml` of a site's root says; None where there is none.

    Raises ConfigError where it cannot be read.
    """
    path = root / CONFIG
    if not path.is_file():
        return None
    try:
        source = _open(path)
    except frontmatter.FrontMatterError as error:
        raise ConfigError(f"{path}:{error.line}: {error}") from error

    def complain(severity: Severity, where: tuple[str | int, ...], message: str) -> None:
        raise ConfigError(f"{path}:{line_of(source, where)}: {message}")

    fields = Fields(source.data, complain)
    url = fields.text("url")
    base = (fields.text("baseurl") or "").strip("/")
    return JekyllSite(
        title=fields.text("title"),
        home_url=f"{url.rstrip('/')}/{base}".rstrip("/") + "/" if url else None,
        description=fields.text("description"),
        language=fields.text("locale"),
        timezone=fields.text("timezone"),
    )


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
        aliases=fields.texts("otherNames"),
    )


def _read(
    folder: Path,
    suffixes: tuple[str, ...],
    home_url: str,
    problems: list[Problem],
    make: Callable[[Fields, str], Info | None],
) -> list[Info]:
    """Return what the files of a folder describe, in the order of their names."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix not in suffixes or path.name.startswith("."):
            continue
        try:
            source = _open(path)
        except frontmatter.FrontMatterError as error:
            problems.append(Problem(str(path), error.line, "error", str(error)))
            continue
        info = make(Fields(source.data, _noting(path, source, problems)), home_url)
        if info is not None:
            found.append(info)
    return found


def _noting(path: Path, source: frontmatter.Source, problems: list[Problem]) -> Note:
    def note(severity: Severity, where: tuple[str | int, ...], message: str) -> None:
        problems.append(Problem(str(path), line_of(source, where), severity, message))

    return note


def _open(path: Path) -> frontmatter.Source:
    """Take a YAML file, or the front matter of another, apart; raises FrontMatterError where it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise frontmatter.FrontMatterError(1, f"the file cannot be read: {error.strerror}") from error
    if path.suffix in (".yaml", ".yml"):
        return frontmatter.whole(raw)
    source = frontmatter.split(raw)
    if source is None:
        raise frontmatter.FrontMatterError(1, "there is no front matter")
    return source
