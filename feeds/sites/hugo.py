"""Read the configuration of a Hugo site: addresses, languages, and what is not published."""

import fnmatch
import glob
import os
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from feeds.articles.conventions import Conventions, Language, Section
from feeds.articles.excluded import Unread
from feeds.core.languages import tag_of
from feeds.core.limits import MAX_NAME
from feeds.core.text import beginning, some
from feeds.sites import globs, values
from feeds.sites.config_file import SHORTEN
from feeds.sites.description import MAX_SECTIONS, SiteDescription
from feeds.sites.expressions import of_expression
from feeds.sites.files import SiteFiles
from feeds.sites.hugo_cascade import Cascades, Languages
from feeds.sites.hugo_config import HugoConfig
from feeds.sites.hugo_dates import all_names, changes, date_names
from feeds.sites.hugo_globs import GlobBudget
from feeds.sites.hugo_mounts import MAX_LANGUAGES, Mount, disabled, laid_over, left_out, mounts_of
from feeds.sites.hugo_overlay import Overlay
from feeds.sites.hugo_sections import address_parts, mounted_section, section_files

_TYPES = frozenset(f"text/{name}" for name in ("markdown", "html", "asciidoc", "pandoc", "rst", "org"))
"""The types of Hugo's files of content, where a site has no others."""


def read(files: SiteFiles) -> SiteDescription:
    """Return what the configuration of a Hugo site says.

    A setting that cannot be used is left out, and is a problem. Raises ConfigError if a file cannot be read.
    """
    config = HugoConfig(files)
    config.require("ignorefiles", "disablelanguages", "languages", "frontmatter", "disablekinds", "rendersegments")
    if config.texts("rendersegments"):
        message = "renderSegments leaves pages out, which feeds does not follow: give it to Hugo as --renderSegments"
        config.refuse(("rendersegments",), message)
    _tell_of_types(config)
    if odd := [code for code in config.texts("disablelanguages") if code != code.lower()]:
        message = f"disableLanguages has {some([beginning(code, MAX_NAME) for code in odd])}, which Hugo does not know"
        config.note(("disablelanguages",), f"{message}: feeds leaves it out all the same; write it in lower case")
    if len(config.table("languages")) > MAX_LANGUAGES:
        message = f"there are more than {MAX_LANGUAGES} languages: what is said of others would be passed over"
        config.refuse(("languages",), message)
    default = (config.text(("defaultcontentlanguage",)) or "en").lower()
    own = ("languages", default)
    budget = GlobBudget()
    mounts = mounts_of(config, files, default, budget)
    languages = tuple(_languages(config, default, mounts))
    content = _content(config, own, mounts)
    contents = _contents(content, languages, mounts)
    if config.get("builddrafts") is True:
        config.note(("builddrafts",), "buildDrafts is left alone: drafts are not published")
    language = config.checked(values.language, (*own, "locale"), (*own, "languagecode"), ("locale",), ("languagecode",))
    spoken = language or (_tag(config, default) if languages else None)
    named = Languages.of(default, spoken, languages)
    dates = date_names(config, default)
    cascades = Cascades(files, named, budget, all_names(dates))
    out = tuple(left_out(config, budget))
    parts = [*out, *_without_pages(config, named), *cascades.of_config(config)]
    branches = set()
    codes = frozenset((default, *config.table("languages"))) - (disabled(config) - {default})
    overlay = Overlay(files, laid_over(config, mounts, default), out, codes, default)
    walked = tuple(dict.fromkeys(mount.source for mount in mounts)) or contents
    of_files = (one for mount in mounts if (one := mounted_section(files, mount, content, codes)))
    for found in chain(section_files(files, walked, codes), of_files):
        if not found[0].is_page:
            branches.add(found[0].folder)
        if counting := overlay.counting(found):
            parts += overlay.add(counting, list(cascades.of_files(counting)))
    parts += (*overlay.copies(), *overlay.hidden())
    parts += _some(config, address_parts(config, own, contents, languages, budget))

    description = SiteDescription(
        title=config.text((*own, "title"), ("title",)),
        home_url=_home(config, own),
        description=values.sentence(
            config.text((*own, "params", "description"), ("params", "description"), ("description",))
        ),
        language=spoken,
        author=_author(config, own),
        zone=config.checked(values.zone, (*own, "timezone"), ("timezone",)),
        sources=_outermost(contents),
        exclude=tuple(_excluded(config, contents, mounts)),
        unread=tuple(_unread(config, files.root)),
        files=config.files,
        conventions=Conventions(
            generator="hugo",
            content=content,
            fields=changes(config, default),
            sections=tuple(parts),
            branches=frozenset(branches),
            date_names=dates,
            codes=codes,
            mounts=_by_folder(mounts),
            prefix=default if languages and config.get("defaultcontentlanguageinsubdir") is True else "",
            id="link",
            language=spoken,
            languages=languages,
            keeps_case=config.get("disablepathtolower") is True,
            drops_accents=config.get("removepathaccents") is True,
        ),
    )
    files.problems += (*config.problems(), *cascades.problems())
    return description


def _tell_of_types(config: HugoConfig) -> None:
    """Note that files are not read which are pages of the site by its own settings alone."""
    others = [name for name in config.table("contenttypes") if name not in _TYPES]
    if others:
        shown = some([beginning(name, MAX_NAME) for name in others])
        config.note(("contenttypes",), f"contentTypes has {shown}: feeds does not read such files")
    for name in sorted(_TYPES & config.table("mediatypes").keys()):
        if config.get("mediatypes", name, "suffixes") is not None:
            message = f"mediaTypes has suffixes of {name}: feeds reads those that Hugo has by itself alone"
            config.note(("mediatypes", name), message)


def _some(config: HugoConfig, parts: Iterator[Section]) -> Iterator[Section]:
    """Yield the first of the parts that say how addresses are made: languages times patterns may be millions."""
    yield from islice(parts, MAX_SECTIONS)
    if next(parts, None) is not None:
        message = f"only the first {MAX_SECTIONS:,} parts of the site count whose addresses have a pattern of their own"
        config.note(("permalinks",), message)


def _home(config: HugoConfig, own: tuple[str, str]) -> str | None:
    """Return the address of the site; one that is only a path says nothing."""
    ways = [way for way in ((*own, "baseurl"), ("baseurl",)) if "//" in str(config.get(*way))]
    return config.checked(values.address, *ways)


def _author(config: HugoConfig, own: tuple[str, str]) -> str | None:
    ways = ((*own, "params", "author"), ("params", "author"), ("author",))
    return next((name for way in ways if (name := values.person(config.get(*way)))), None)


def _content(config: HugoConfig, own: tuple[str, str], mounts: tuple[Mount, ...]) -> str:
    """Return the folder of the default language's content; where folders are mounted, `contentDir` does not count."""
    read = [mount for mount in mounts if mount.is_read]
    own_folder = next((mount.source for mount in read if mount.language == own[1]), None)
    said = None if read else config.text((*own, "contentdir"), ("contentdir",))
    return globs.path(said or own_folder or (read[0].source if read else "content"))


def _contents(content: str, languages: tuple[Language, ...], mounts: tuple[Mount, ...]) -> tuple[str, ...]:
    """Return the folders of the content of all languages."""
    own = (language.content for language in languages if language.content)
    return tuple(dict.fromkeys([content, *own, *(mount.source for mount in mounts if mount.is_read)]))


def _by_folder(mounts: tuple[Mount, ...]) -> dict[str, str]:
    """Return the languages of mounted folders, inner ones first; of several of one folder the first counts."""
    read = [mount for mount in reversed(mounts) if mount.is_read]
    return {one.source: one.language for one in sorted(read, key=lambda one: -len(one.source))}


def _tag(config: HugoConfig, default: str) -> str | None:
    """Return the code of the default language, if it is the tag of one."""
    if tag_of(default):
        return default
    config.note(("defaultcontentlanguage",), values.no_language(default))
    return None


def _languages(config: HugoConfig, default: str, mounts: tuple[Mount, ...]) -> Iterator[Language]:
    """Yield the languages of a site that has several, but those that are disabled."""
    in_folder = config.get("defaultcontentlanguageinsubdir") is True
    read = [mount for mount in mounts if mount.is_read]
    spoken = {source: {one.language for one in read if one.source == source} for source in {one.source for one in read}}
    alone = [mount for mount in reversed(read) if len(spoken[mount.source]) == 1]  # others tell languages by the names
    folders = {mount.language: mount.source for mount in alone if mount.language != default}
    silent = disabled(config)
    for code in config.table("languages"):
        if code in silent:
            continue
        folder = folders.get(code) or (not read and config.text(("languages", code, "contentdir"))) or ""
        yield Language(
            code=code,
            content=globs.path(folder) if folder else "",
            prefix=code if in_folder or code != default else "",
        )


def _excluded(config: HugoConfig, contents: tuple[str, ...], mounts: tuple[Mount, ...]) -> Iterator[str]:
    """Yield patterns of what is in the content and is no page."""
    for content in contents:
        yield from (f"{content}/_index.*", f"{content}/*/_index.*")
    yield from ("#*", "*/#*", "*~")
    silent = disabled(config)
    for code in config.table("languages"):
        if code in silent:
            folder = config.text(("languages", code, "contentdir"))
            spelled = "".join(f"[{sign}{sign.upper()}]" if sign.isalpha() else glob.escape(sign) for sign in code)
            yield from [globs.path(folder)] if folder else (f"*.{spelled}.*", f"*._language_{spelled}_.*")
            yield from (mount.source for mount in mounts if mount.language == code)


def _unread(config: HugoConfig, root: Path) -> Iterator[Unread]:
    """Yield what `ignoreFiles` keeps out: Hugo compares its expressions with whole paths of files and folders."""
    for way in (*_ignoring(config), ("module", "ignorefiles")):
        expression = "|".join(map(fnmatch.translate, _ignored(config, way)))
        if expression:
            yield Unread(expression, is_absolute=True)
            if re.match(expression, f"{os.path.realpath(root)}{os.sep}"):
                message = "ignoreFiles fits the path of the site itself: as in Hugo, nothing in it is read"
                config.note(way, message, is_error=True)


def _ignoring(config: HugoConfig) -> Iterator[tuple[str, ...]]:
    """Yield the settings of what is not read: a version of Hugo takes those of the language with the least weight.

    Others take those of the default language; what is said there stands in place of what is said of all.
    """
    default = (config.text(("defaultcontentlanguage",)) or "en").lower()
    first = min(config.table("languages"), key=lambda code: (_weight(config, code), code), default=default)
    ways = (("languages", code, "ignorefiles") for code in (default, first))
    yield from dict.fromkeys(way if config.get(*way) is not None else ("ignorefiles",) for way in ways)


def _weight(config: HugoConfig, code: str) -> float:
    weight = config.get("languages", code, "weight")
    return weight if isinstance(weight, int | float) and weight else float("inf")


def _without_pages(config: HugoConfig, languages: Languages) -> Iterator[Section]:
    """Yield the parts of a site that have no pages, by the `disableKinds` of each language."""
    for code, names in languages.names.items():
        own = ("languages", code, "disablekinds")
        way = own if config.get(*own) is not None else ("disablekinds",)
        if "page" in map(str.lower, config.texts(*way)):
            config.note(way, "disableKinds has `page`: the site has no pages, and nothing is published")
            spoken = frozenset(name.casefold() for name in names if name is not None)
            yield Section(languages=spoken or None, is_published=False)


def _ignored(config: HugoConfig, way: tuple[str, ...]) -> Iterator[str]:
    """Yield the patterns for expressions of what is not read. Raises ConfigError if they are too much."""
    left, wider = globs.MAX_PATTERNS, []
    for expression in config.texts(*way):
        try:
            patterns, is_exact = of_expression(expression)
        except globs.TooMuchError as error:
            config.refuse(way, f"an expression of ignoreFiles {error}: {SHORTEN}")
        wider += [expression] if not is_exact else []
        for pattern in patterns:
            yield pattern
            left -= len(pattern) + 1
            if left < 0:
                message = f"the patterns of ignoreFiles are longer than {globs.MAX_PATTERNS:,} characters all together"
                config.refuse(way, f"{message}: {SHORTEN}")
    if wider:
        message = f"ignoreFiles is taken for more than it says, for {some([beginning(one, MAX_NAME) for one in wider])}"
        config.note(way, f"{message}: write it without repeated groups and classes", is_error=True)


def _outermost(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folders that are below none of the others."""
    return tuple(one for one in folders if not any(one != other and one.startswith(f"{other}/") for other in folders))
