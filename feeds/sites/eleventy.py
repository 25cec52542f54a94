"""Read the configuration of an Eleventy site, and its data files, as far as they are plain."""

import glob
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from feeds.articles.conventions import Conventions
from feeds.articles.excluded import Unread
from feeds.core.model import Problem
from feeds.core.text import plain_or_none
from feeds.sites import (
    config_file,
    eleventy_data,
    eleventy_globals,
    eleventy_ignored,
    eleventy_plugins,
    globs,
    node_globs,
    values,
)
from feeds.sites.description import SiteDescription
from feeds.sites.eleventy_program import DataLayout, Program
from feeds.sites.files import SiteFiles
from feeds.sites.script import Script

_SITE_DATA = tuple(f"{name}.{kind}" for kind in ("json", "js", "mjs", "cjs") for name in ("site", "metadata", "meta"))
"""Files of global data that sites keep their title and address in; one that is a program may be as plain."""

_SAID = ("title", "name", "url", "description", "subtitle", "language", "lang", "author")

_SUFFIXES = ("md", "markdown", "mdx", "html")
"""What may be a format of templates, of what feeds reads."""


def read(files: SiteFiles) -> SiteDescription:
    """Return what the configuration in a site's root says in plain values. Raises ConfigError if it cannot be read."""
    root, problems = files.root, files.problems
    script = Script.of_site(files, "eleventy")
    program = Program(script.path, script.whole)
    programs = list(eleventy_plugins.programs(files, program))
    for one in programs:
        one.check_filters()
    source = globs.path(program.folder("input") or "")
    folders = {name: _below(source, program.folder(name)) for name in ("includes", "layouts", "data")}
    data = folders["data"] or _below(source, "_data")
    name, said = _site_data(files, data)
    output = globs.path(program.folder("output") or "_site")

    return SiteDescription(
        title=_text(said, "title", "name"),
        home_url=_checked(said, values.address, root / (name or ""), problems, "url"),
        description=values.sentence(_text(said, "description", "subtitle")),
        language=_checked(said, values.language, root / (name or ""), problems, "language", "lang"),
        author=values.person(said.get("author")),
        sources=(source,) if source else (),
        exclude=tuple(_excluded(source, output, folders.values())),
        unread=tuple(_unread(files, programs, source)),
        files=(script.path.name, *((name,) if name else ())),
        conventions=Conventions(
            generator="eleventy",
            content=source,
            sections=(
                *eleventy_globals.sections(files, data),
                *eleventy_data.sections(files, source, output, _layout(programs)),
            ),
            id="link",
        ),
    )


def _below(source: str, folder: str | None) -> str:
    """Return a folder that is named relative to that of the input; nothing where none is named."""
    return "" if folder is None else globs.path(f"{source}/{folder}")


def _excluded(source: str, output: str, folders: Iterable[str]) -> Iterator[str]:
    """Yield shell patterns for the folders of a site that have no articles, unless the articles are in these."""
    for folder in dict.fromkeys((output, *folders)):
        if folder and not f"{source}/".startswith(f"{folder}/"):
            yield glob.escape(folder)


def _unread(files: SiteFiles, programs: Sequence[Program], source: str) -> Iterator[Unread]:
    """Yield what is ignored, in any case of letters, and files of formats that are not read."""
    found = eleventy_ignored.globs_of(files, programs, source)
    if found:
        yield Unread(node_globs.joined(found, takes_dots=True, end=node_globs.END_OF_NAME), any_case=True)
    others = [suffix for suffix in _SUFFIXES if suffix not in programs[0].formats()]
    if others:
        yield Unread(rf"(?s:.*)\.(?:{'|'.join(others)})\Z", has_folders=False, any_case=True)


def _layout(programs: Sequence[Program]) -> DataLayout:
    """Return how the files of data are called, in the formats of all plugins."""
    formats = [name for program in programs for name in program.data_layout().formats]
    return programs[0].data_layout()._replace(formats=tuple(dict.fromkeys(formats)))


def _site_data(files: SiteFiles, data: str) -> tuple[str | None, dict[str, Any]]:
    """Return the name of the file that describes the site, and what it says."""
    name = next((path for one in _SITE_DATA if files.has(path := f"{data}/{one}")), None)
    if name is None:
        return None, {}
    if name.endswith(".json"):
        found = config_file.read_or_note(files, files.root / name)
        return name, found.data if found else {}
    script = Script(files, files.root / name, files.text(name))
    return name, {key: script.text(key) or script.text(key, "name") for key in _SAID}


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
