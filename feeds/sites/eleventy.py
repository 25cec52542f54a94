"""Read the configuration of an Eleventy site, and its data files, as far as they are plain."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from feeds.articles.conventions import Conventions, Section
from feeds.core.errors import ConfigError
from feeds.core.model import Problem
from feeds.core.text import plain_or_none
from feeds.sites import config_file, globs, values
from feeds.sites.description import MAX_SECTIONS, SiteDescription
from feeds.sites.files import SiteFiles
from feeds.sites.names import script_of
from feeds.sites.script import Script

MAX_FOLDERS = 5_000
"""Folders of a site that are searched for data of their files at most."""

_SITE_DATA = tuple(f"{name}.{kind}" for kind in ("json", "js", "mjs", "cjs") for name in ("site", "metadata", "meta"))
"""Files of global data that sites keep their title and address in; one that is a program may be as plain."""

_SAID = ("title", "name", "url", "description", "subtitle", "language", "lang", "author")

IGNORED = ".eleventyignore"
"""The file with the patterns of what is not read."""

_NOT_READ = frozenset({"node_modules", "_site", "dist", "public"})


def read(files: SiteFiles) -> SiteDescription:
    """Return what the configuration in a site's root says in plain values."""
    root, problems = files.root, files.problems
    script = Script(files, script_of(files, "eleventy"))
    source = globs.path(_folder(script, "input") or "")
    data = globs.path(f"{source}/{_folder(script, 'data') or '_data'}")
    name, said = _site_data(files, data)
    output = _folder(script, "output") or "_site"

    return SiteDescription(
        title=_text(said, "title", "name"),
        home_url=_checked(said, values.address, root / (name or ""), problems, "url"),
        description=values.sentence(_text(said, "description", "subtitle")),
        language=_checked(said, values.language, root / (name or ""), problems, "language", "lang"),
        author=values.person(said.get("author")),
        sources=(source,) if source else (),
        exclude=(globs.path(output), *globs.of_globs(list(_ignored(files)))),
        files=(script.path.name, *((name,) if name else ())),
        conventions=Conventions(
            generator="eleventy",
            content=source,
            sections=tuple(islice(_sections(files, source), MAX_SECTIONS + 1)),
            id="link",
        ),
    )


def _folder(script: Script, name: str) -> str | None:
    value = script.get("dir", name)
    return value if isinstance(value, str) else None


def _site_data(files: SiteFiles, data: str) -> tuple[str | None, dict[str, Any]]:
    """Return the name of the file that describes the site, and what it says."""
    name = next((path for one in _SITE_DATA if files.has(path := f"{data}/{one}")), None)
    if name is None:
        return None, {}
    if name.endswith(".json"):
        return name, _read(files, files.root / name)
    script = Script(files, files.root / name)
    return name, {key: script.text(key) or script.text(key, "name") for key in _SAID}


def _read(files: SiteFiles, path: Path) -> dict[str, Any]:
    """Return what a file of data says; nothing, with a problem, if it cannot be read."""
    try:
        return config_file.read(files, path).data
    except ConfigError as error:
        place, _, message = str(error).partition(": ")
        line = place.rpartition(":")[2]
        files.problems.append(Problem(str(path), int(line) if line.isdigit() else 1, "error", message))
        return {}


def _text(said: dict[str, Any], *names: str) -> str | None:
    found = (said[name] for name in names if isinstance(said.get(name), str))
    return next((text for value in found if (text := plain_or_none(value))), None)


def _checked(said: dict[str, Any], check: Any, path: Path, problems: list[Problem], *names: str) -> str | None:
    value = _text(said, *names)
    try:
        return check(value) if value else None
    except ValueError as error:
        problems.append(Problem(str(path), 1, "error", f"{names[0]} {error}"))
        return None


def _ignored(files: SiteFiles) -> Iterator[str]:
    """Yield the patterns of `.eleventyignore`, which are those of git."""
    path = files.root / IGNORED
    for number, line in enumerate(files.text(IGNORED).splitlines(), 1):
        pattern = line.strip()
        if pattern and not pattern.startswith(("#", "!")):
            if remark := globs.too_much(pattern):
                files.problems.append(Problem(str(path), number, "warning", f"a pattern {remark}"))
            else:
                yield globs.path(pattern)


def _sections(files: SiteFiles, source: str) -> Iterator[Section]:
    """Yield the folders and files with data of their own: `posts/posts.json` for all below, `posts/owls.json` for one.

    Both have a longer name, which goes first: `posts.11tydata.json`, `owls.11tydata.json`. Those of folders come first,
    so that those of files, however many, leave none of them out.
    """
    of_files: list[tuple[str, str, str, frozenset[str]]] = []
    for above, folders, names in files.walk(files.root / source, MAX_FOLDERS):
        folders[:] = [name for name in folders if name not in _NOT_READ and not name.startswith(".")]
        folder, own = globs.path(os.path.relpath(above, files.root)), Path(above).name
        there = frozenset(names)
        yield from _data(files, above, own, folder, there)
        for name in sorted(names):
            stem, suffix = os.path.splitext(name)  # noqa: PTH122 - of very many names
            data = there.intersection(map(stem.__add__, _DATA)) if suffix in _TEXTS and stem != own else ()
            if data and len(of_files) <= MAX_SECTIONS:
                of_files.append((above, stem, globs.path(f"{folder}/{name}"), frozenset(data)))

    for above, stem, about, there in of_files:
        yield from _data(files, above, stem, about, there)


_PLAIN, _PROGRAMS = (".json", ".11tydata.json"), (".11tydata.js", ".11tydata.mjs", ".11tydata.cjs")
_DATA = (*_PLAIN, *_PROGRAMS)
"""What the names of files of data add to that of their folder or file."""

_TEXTS = frozenset({".md", ".markdown", ".mdx", ".html", ".txt"})


def _data(files: SiteFiles, above: str, stem: str, about: str, names: frozenset[str]) -> Iterator[Section]:
    """Yield what files of data say of a folder or a file; of a program, what is plain and may hold it back."""
    for name in map(stem.__add__, _PLAIN):
        if name in names and files.counts(path := Path(above, name)):
            try:
                yield Section(folder=about, defaults=config_file.copied(_read(files, path)))
            except ValueError as error:
                files.problems.append(Problem(str(path), 1, "warning", f"the file {error}, and is passed over"))
    for name in map(stem.__add__, _PROGRAMS):
        is_there = name in names and files.counts(Path(above, name))
        if is_there and (said := _held(Script(files, Path(above, name)))):
            yield Section(folder=about, defaults=said)


def _held(script: Script) -> dict[str, Any]:
    """Return the plain values of a program by which pages are held back."""
    found = {name: script.plain(name) for name in _HOLDING}
    return {name: value for name, value in found.items() if isinstance(value, bool) or (value and name == "password")}


_HOLDING = ("draft", "published", "permalink", "eleventyExcludeFromCollections", "password", "private", "unlisted")
