"""Read what a Hugo site says of its parts: patterns of addresses, and the files of sections."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from feeds.articles.conventions import Language, Section
from feeds.articles.foreign.bundles import HUGO_SUFFIXES
from feeds.frontmatter.source import FrontMatterError
from feeds.sites import config_file, globs
from feeds.sites.files import SiteFiles
from feeds.sites.hugo_config import HugoConfig
from feeds.sites.hugo_globs import GlobBudget, is_of_pages
from feeds.sites.hugo_mounts import Mount

MAX_ENTRIES = 1_000
"""Patterns of addresses at most; the first ones are kept."""

_KINDS = frozenset({"page", "section", "taxonomy", "term", "home"})


_WORD = re.compile(r"_(?:language_)?(.+)_")


class SectionFile(NamedTuple):
    """The file about a section: the section's folder, the content folder that this is in, and what it cascades.

    `language` is that in front of its suffix (`_index.fr.md`), if there is one. Of one that cannot be read, nobody
    knows what it cascades. With `is_page` it is an article beside the folder.
    """

    path: str
    folder: str
    content: str
    language: str | None = None
    cascade: Any = None
    is_unread: bool = False
    is_page: bool = False


def address_parts(
    config: HugoConfig,
    own: tuple[str, str],
    contents: tuple[str, ...],
    languages: tuple[Language, ...],
    budget: GlobBudget,
) -> Iterator[Section]:
    """Yield the parts of a site that `uglyURLs` and `permalinks` name.

    `own` are the keys of the default language's settings, and `contents` the folders of the content.
    """
    ugly = config.get("uglyurls")
    folders = [f"/{name}" for name, is_on in ugly.items() if is_on is True] if isinstance(ugly, dict) else []
    for folder in [""] if ugly is True else folders:
        yield from (Section(folder=content + folder, is_ugly=True) for content in contents)

    general = config.get(*own, "permalinks") or config.get("permalinks")
    special = {language.content: config.get("languages", language.code, "permalinks") for language in languages}
    for content in contents:
        yield from _permalinks(special.get(content) or general, content, budget)


def _permalinks(said: Any, content: str, budget: GlobBudget) -> Iterator[Section]:
    """Yield the parts that `permalinks` names, in the new form by kinds of pages, the old one, or as a list."""
    if isinstance(said, list):  # the first that fits counts, and of sections the last
        for entry in reversed(said[:MAX_ENTRIES]):
            pattern = entry.get("pattern") if isinstance(entry, dict) else None
            if isinstance(pattern, str):
                yield from _of_target(entry, pattern, content, budget)
        return

    table = said if isinstance(said, dict) else {}
    by_kind = any(isinstance(value, dict) for name, value in table.items() if name in _KINDS)
    for name, pattern in list((table.get("page") or {} if by_kind else table).items())[:MAX_ENTRIES]:
        if isinstance(pattern, str):
            yield Section(folder=globs.path(f"{content}/{name}"), permalink=pattern)


def _of_target(entry: dict[str, Any], pattern: str, content: str, budget: GlobBudget) -> Iterator[Section]:
    """Yield the part that an entry with a target is about; none if it is about other pages, or too much."""
    target = entry["target"] if isinstance(entry.get("target"), dict) else {}
    if not is_of_pages(target, budget):
        return
    path = target.get("path")
    pages = budget.apart(path) if isinstance(path, str) else ()
    if pages is not None and budget.take(pages):
        yield Section(folder=content, permalink=pattern, pages=pages)


def section_files(files: SiteFiles, contents: tuple[str, ...], codes: frozenset[str]) -> Iterator[list[SectionFile]]:
    """Yield the `_index` files in each folder of the content; `codes` are those of the languages.

    Each folder is looked into once, also where content folders are in one another.
    """
    known = frozenset(contents)
    for content in contents:
        if not any(content.startswith(f"{other}/") or (not other and content) for other in contents):
            yield from _below(files, content, known, codes)


def _below(
    files: SiteFiles, start: str, contents: frozenset[str], codes: frozenset[str]
) -> Iterator[list[SectionFile]]:
    root = str(files.root / start)
    inner = {root: start}
    for above, folders, names in files.walk(files.root / start):
        folder = (start + above[len(root) :]).strip("/")
        content = inner.pop(above, start)
        content = folder if folder in contents else content
        inner.update((f"{above}/{name}", content) for name in folders)
        yield from _beside(files, folder, folders, names, content, codes)
        found = []
        for name in sorted(name for name in names if name[:7].lower() == "_index."):
            is_about, language = _about(name[7:].lower(), codes)
            if is_about and files.counts(Path(above, name)):
                found.append(_section_file(files, Path(above, name), folder, content, language))
        if found:
            yield found


def _beside(
    files: SiteFiles, folder: str, folders: list[str], names: list[str], content: str, codes: frozenset[str]
) -> Iterator[list[SectionFile]]:
    """Yield the pages that have the names of folders beside them (`posts.md`): what they cascade holds there."""
    below: dict[str, list[str]] = {}
    for name in folders:
        below.setdefault(page_name(name), []).append(name)
    for name in sorted(names) if folders else ():
        page = page_in(name, codes)
        if page is None or (at := below.get(page[0])) is None or not files.counts(files.root / folder / name):
            continue
        one = _section_file(files, files.root / folder / name, folder, content, page[1])
        if one.cascade is not None or one.is_unread:
            yield from ([one._replace(folder=f"{folder}/{inner}".strip("/"), is_page=True)] for inner in at)


def page_name(name: str) -> str:
    """Return a name, or a path, as Hugo compares it."""
    return name.lower().replace(" ", "-")


def page_in(name: str, codes: frozenset[str]) -> tuple[str, str | None] | None:
    """Return what the page in a file is called, and in which language, if the name says so; None for another file."""
    *words, suffix = page_name(name).split(".")
    if not words or suffix not in HUGO_SUFFIXES or words[0] == "_index":
        return None
    language = None
    while len(words) > 1 and (words[-1] in codes or _WORD.fullmatch(words[-1])):
        spoken = _WORD.sub(r"\1", words.pop())
        language = spoken if spoken in codes else language
    return ".".join(words), language


def mounted_section(files: SiteFiles, mount: Mount, content: str, codes: frozenset[str]) -> list[SectionFile] | None:
    """Return the file of a section that is mounted by itself, such as `README.md`; None if a mount is none."""
    above, _, name = mount.below.rpartition("/")
    if mount.is_read or name[:7].lower() != "_index." or not files.has(mount.source):
        return None
    is_about, language = _about(name[7:].lower(), codes)
    folder = globs.path(f"{content}/{above}")
    return [_section_file(files, files.root / mount.source, folder, content, language)] if is_about else None


def _about(rest: str, codes: frozenset[str]) -> tuple[bool, str | None]:
    """Return whether a file is about its section, by what follows `_index.`, and in which language.

    That is a suffix, with a language or a word between `_` in front; what Hugo does not know may stand between them.
    """
    *words, suffix = rest.split(".")
    if suffix not in HUGO_SUFFIXES or not (not words or words[0] in codes or _WORD.fullmatch(words[0])):
        return False, None
    spoken = (_WORD.sub(r"\1", word) for word in words)
    return True, next((code for code in spoken if code in codes), None)


def _section_file(files: SiteFiles, path: Path, folder: str, content: str, language: str | None) -> SectionFile:
    """Return what the file of a section says of the pages below it.

    One that cannot be read is a problem, and holds them back: it may have said so.
    """
    place = f"{folder}/{path.name}"
    try:
        source = files.source_with(b"cascade", path)
        if source is not None and "cascade" in map(str.lower, source.dropped):
            raise FrontMatterError(1, "what it cascades is too much")
    except (OSError, FrontMatterError) as error:
        files.note_unread(path, error)
        return SectionFile(place, folder, content, language, is_unread=True)
    found = next((value for name, value in source.data.items() if name.lower() == "cascade"), None) if source else None
    return SectionFile(place, folder, content, language, config_file.lowered(found))
