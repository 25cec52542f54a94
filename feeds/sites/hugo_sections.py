"""Read what a Hugo site says of its parts: patterns of addresses, and values that cascade."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from feeds.articles.conventions import Language, Section
from feeds.frontmatter.aliases import size_of
from feeds.frontmatter.source import FrontMatterError
from feeds.frontmatter.split import split_file
from feeds.sites import config_file, globs
from feeds.sites.files import SiteFiles
from feeds.sites.hugo_config import ENVIRONMENT, HugoConfig

MAX_ENTRIES = 1_000
"""Patterns of addresses, and entries of a `cascade`, at most; the first ones are kept."""

MAX_CASCADE = 100_000
"""Characters and values at most of what the file of a section says of the pages below it; more counts as nothing."""

MAX_FOLDERS = 20_000
"""Folders of the content that are searched for files about a section at most."""

_KINDS = frozenset({"page", "section", "taxonomy", "term", "home"})
_SUFFIXES = (".md", ".markdown", ".html")
_TARGETS = ("target", "_target")


class SectionFile(NamedTuple):
    """The file about a section: the section's folder, the content folder that this is in, and what it cascades.

    `language` is that in front of its suffix (`_index.fr.md`), if there is one.
    """

    folder: str
    content: str
    cascade: Any
    language: str | None = None


def sections(
    config: HugoConfig,
    own: tuple[str, str],
    contents: tuple[str, ...],
    languages: tuple[Language, ...],
    files: list[SectionFile],
    spoken: frozenset[str | None],
) -> Iterator[Section]:
    """Yield the parts of a site: those that `permalinks`, `uglyURLs` and `cascade` name, and the files of sections.

    `own` are the keys of the default language's settings, `contents` the folders of the content, and `files` those
    about sections. `spoken` has the names of the default language, its code among them, or None alone if all files are
    in it.
    """
    ugly = config.get("uglyurls")
    folders = [f"/{name}" for name, is_on in ugly.items() if is_on is True] if isinstance(ugly, dict) else []
    for folder in [""] if ugly is True else folders:
        yield from (Section(folder=content + folder, is_ugly=True) for content in contents)

    general = config.get(*own, "permalinks") or config.get("permalinks")
    special = {language.content: config.get("languages", language.code, "permalinks") for language in languages}
    for content in contents:
        yield from _permalinks(special.get(content) or general, content)

    cascade = list(_cascading(config.get("cascade")))
    for entry, _ in cascade:
        for remark in _too_much(entry):
            config.note(("cascade",), f"a pattern of a target in cascade {remark}")
    for content in contents:
        yield from _cascaded(cascade, content, content)
    for found in files:
        for section in _cascaded(_cascading(found.cascade), found.folder, found.content):
            if found.language is None and found.content in special:
                yield section
            else:
                told = spoken if found.language in (None, own[1]) else {found.language}
                yield from (replace(section, language=language) for language in sorted(told, key=str))


def _permalinks(said: Any, content: str) -> Iterator[Section]:
    """Yield the parts that `permalinks` names, in the new form by kinds of pages, the old one, or as a list."""
    if isinstance(said, list):  # the first that fits counts, and of sections the last
        for entry in reversed(said[:MAX_ENTRIES]):
            pattern = entry.get("pattern") if isinstance(entry, dict) else None
            if isinstance(pattern, str):
                yield from (Section(folder=folder, permalink=pattern) for folder in _targets(entry, content, content))
        return

    table = said if isinstance(said, dict) else {}
    by_kind = any(isinstance(value, dict) for name, value in table.items() if name in _KINDS)
    for name, pattern in list((table.get("page") or {} if by_kind else table).items())[:MAX_ENTRIES]:
        if isinstance(pattern, str):
            yield Section(folder=globs.path(f"{content}/{name}"), permalink=pattern)


def _cascading(said: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the entries of a `cascade`, each with the front matter that it says."""
    entries = said if isinstance(said, list) else [said]
    for entry in entries[:MAX_ENTRIES]:
        if not isinstance(entry, dict):
            continue
        try:
            defaults = config_file.copied({name: value for name, value in entry.items() if name not in _TARGETS})
        except ValueError:
            continue
        params = defaults.pop("params", None)
        yield entry, {**(params if isinstance(params, dict) else {}), **defaults}


def _cascaded(entries: Iterable[tuple[dict[str, Any], dict[str, Any]]], folder: str, content: str) -> Iterator[Section]:
    """Yield the parts of which `cascade` says the front matter; without a target, all below the folder."""
    for entry, defaults in entries:
        for target in _targets(entry, folder, content) if defaults else ():
            yield Section(folder=target, defaults=defaults)


def _targets(entry: dict[str, Any], folder: str, content: str) -> Iterator[str]:
    """Yield the folders that an entry is about; none if it is about other pages, or another environment."""
    target: dict[str, Any] = next((entry[name] for name in _TARGETS if isinstance(entry.get(name), dict)), {})
    if not _fits(target, "kind", "page") or not _fits(target, "environment", ENVIRONMENT):
        return
    written = target.get("path")
    if not isinstance(written, str):
        yield folder
        return
    found = [globs.path(one).removesuffix("/**") for one in globs.alternatives(written)]
    yield from dict.fromkeys(globs.path(f"{content}/{one}").replace("**", "*") for one in found)


def _too_much(entry: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the patterns of an entry of the configuration that are too long to be followed."""
    target: dict[str, Any] = next((entry[name] for name in _TARGETS if isinstance(entry.get(name), dict)), {})
    written = (target.get(name) for name in ("path", "kind", "environment"))
    yield from filter(None, (globs.too_much(one) for one in written if isinstance(one, str)))


def _fits(target: dict[str, Any], name: str, value: str) -> bool:
    """Return whether a target includes a kind of page or an environment."""
    wanted = target.get(name)
    return not isinstance(wanted, str) or value in globs.alternatives(wanted) or wanted in ("*", "**")


def section_files(files: SiteFiles, content: str, codes: frozenset[str]) -> Iterator[SectionFile]:
    """Yield the `_index` files of a folder of the content, one of each language; `codes` are those of the languages."""
    start = files.root / content
    for above, _, names in files.walk(start, MAX_FOLDERS):
        told: dict[str | None, str] = {}
        for suffix in _SUFFIXES:
            for name in sorted(name for name in names if name.startswith("_index.") and name.endswith(suffix)):
                language = name.removesuffix(suffix).removeprefix("_index").lstrip(".").lower() or None
                is_spoken = language is None or language in codes
                if is_spoken and language not in told and files.counts(Path(above, name)):
                    told[language] = name
        folder = globs.path(f"{content}/{os.path.relpath(above, start)}")
        for language, name in told.items():
            yield SectionFile(folder, content, _cascade_in(files, Path(above, name)), language)


def _cascade_in(files: SiteFiles, path: Path) -> Any:
    """Return what the file of a section says of the pages below it; None for nothing.

    One that cannot be read is a problem, and holds them back: it may have said so.
    """
    try:
        raw = files.read(path)
        source = split_file(raw) if b"cascade" in raw.lower() else None
    except (OSError, FrontMatterError) as error:
        files.note_unread(path, error)
        return {"draft": True}
    found = next((value for name, value in source.data.items() if name.lower() == "cascade"), None) if source else None
    return _lower(found) if size_of(found, MAX_CASCADE) <= MAX_CASCADE else None


def _lower(said: Any) -> Any:
    if isinstance(said, list):
        return [_lower(entry) for entry in said[:MAX_ENTRIES] if isinstance(entry, dict)]
    return {str(name).lower(): value for name, value in said.items()} if isinstance(said, dict) else None
