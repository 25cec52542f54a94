"""Read the configuration of a Zola site, `zola.toml` or `config.toml`, and the files of its sections."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from feeds.articles.conventions import Conventions, Language, Section
from feeds.frontmatter.source import FrontMatterError
from feeds.sites import config_file, globs, values
from feeds.sites.config_file import ConfigFile
from feeds.sites.description import SiteDescription
from feeds.sites.files import SiteFiles

CONFIGS = ("zola.toml", "config.toml")
CONTENT = "content"

MAX_LANGUAGES = 100
"""Languages of a site besides its own at most; the first ones are kept."""


def read(files: SiteFiles) -> SiteDescription:
    """Return what the configuration in a site's root says.

    A setting that cannot be used is left out, and is a problem. Raises ConfigError if the file cannot be read.
    """
    name = files.first(CONFIGS) or CONFIGS[0]
    config = config_file.read(files, files.root / name)
    language = config.checked("default_language", config.text("default_language"), values.language)
    others = (code for code in config.table("languages") if code != config.data.get("default_language"))
    ignored = [f"{CONTENT}/_index.*", f"{CONTENT}/*/_index.*"]
    ignored += globs.of_globs(config.patterns("ignored_content"), CONTENT)

    site = SiteDescription(
        title=config.text("title"),
        home_url=config.checked("base_url", config.text("base_url"), values.address),
        description=config.sentence("description"),
        language=language,
        author=values.person(config.data.get("author")),
        sources=(CONTENT,),
        exclude=tuple(ignored),
        files=(name,),
        conventions=Conventions(
            generator="zola",
            content=CONTENT,
            sections=tuple(_drafted(files)),
            slugs=_slugs(config),
            keeps_dates=config.table("slugify").get("paths_keep_dates") is True,
            id="link",
            language=language,
            languages=tuple(Language(code, prefix=code) for code in islice(others, MAX_LANGUAGES)),
        ),
    )
    files.problems += config.problems()
    return site


def _slugs(config: ConfigFile) -> str:
    """Return how parts of addresses are made of names; the older versions said so by true and false."""
    given = config.table("slugify").get("paths", "on")
    if isinstance(given, bool):
        return "on" if given else "safe"
    return given if given in ("on", "safe", "off") else "on"


def _drafted(files: SiteFiles) -> Iterator[Section]:
    """Yield the sections that are drafts, with all that is below them: in one language, and Zola reads none of it."""
    start = files.root / CONTENT
    for above, folders, names in files.walk(start):
        about = sorted(name for name in names if name.startswith("_index.") and name.endswith(".md"))
        paths = (Path(above, name) for name in about)
        if any(_is_draft(files, path) for path in paths if files.counts(path)):
            yield Section(folder=CONTENT + above[len(str(start)) :], is_published=False)
            folders.clear()


def _is_draft(files: SiteFiles, path: Path) -> bool:
    try:
        source = files.source_with(b"draft", path)
    except (OSError, FrontMatterError) as error:
        files.note_unread(path, error)
        return True
    return source is not None and source.data.get("draft") is True
