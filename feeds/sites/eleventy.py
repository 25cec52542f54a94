"""Read the configuration of an Eleventy site, and its data files, as far as they are plain."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feeds.articles.conventions import Conventions, Section
from feeds.core.errors import ConfigError
from feeds.core.model import Problem
from feeds.core.text import plain_or_none
from feeds.sites import config_file, globs, values
from feeds.sites.description import SiteDescription
from feeds.sites.names import script_of
from feeds.sites.script import Script

MAX_FOLDERS = 5_000
"""Folders of a site that are searched for data of their files at most."""

_SITE_DATA = tuple(f"{name}.{kind}" for kind in ("json", "js", "mjs", "cjs") for name in ("site", "metadata", "meta"))
"""Files of global data that sites keep their title and address in; one that is a program may be as plain."""

_SAID = ("title", "name", "url", "description", "subtitle", "language", "lang", "author")

_NOT_READ = frozenset({"node_modules", "_site", "dist", "public"})


def read(root: Path, problems: list[Problem]) -> SiteDescription:
    """Return what the configuration in a site's root says in plain values; what is wrong is added to `problems`."""
    script = Script(script_of(root, "eleventy"), problems)
    source = globs.path(_folder(script, "input") or "")
    data = globs.path(f"{source}/{_folder(script, 'data') or '_data'}")
    name, said = _site_data(root, data, problems)
    output = _folder(script, "output") or "_site"

    return SiteDescription(
        title=_text(said, "title", "name"),
        home_url=_checked(said, values.address, root / (name or ""), problems, "url"),
        description=values.sentence(_text(said, "description", "subtitle")),
        language=_checked(said, values.language, root / (name or ""), problems, "language", "lang"),
        author=values.person(said.get("author")),
        sources=(source,) if source else (),
        exclude=(globs.path(output), *globs.of_globs(list(_ignored(root, problems)))),
        files=(script.path.name, *((name,) if name else ())),
        conventions=Conventions(
            generator="eleventy",
            content=source,
            sections=tuple(_sections(root, source, problems)),
            id="link",
        ),
    )


def _folder(script: Script, name: str) -> str | None:
    value = script.get("dir", name)
    return value if isinstance(value, str) else None


def _site_data(root: Path, data: str, problems: list[Problem]) -> tuple[str | None, dict[str, Any]]:
    """Return the name of the file that describes the site, and what it says."""
    name = next((path for one in _SITE_DATA if (root / (path := f"{data}/{one}")).is_file()), None)
    if name is None:
        return None, {}
    if name.endswith(".json"):
        return name, _read(root / name, problems)
    script = Script(root / name, problems)
    return name, {key: script.text(key) or script.text(key, "name") for key in _SAID}


def _read(path: Path, problems: list[Problem]) -> dict[str, Any]:
    """Return what a file of data says; nothing, with a problem, if it cannot be read."""
    try:
        return config_file.read(path).data
    except ConfigError as error:
        place, _, message = str(error).partition(": ")
        line = place.rpartition(":")[2]
        problems.append(Problem(str(path), int(line) if line.isdigit() else 1, "error", message))
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


def _ignored(root: Path, problems: list[Problem]) -> Iterator[str]:
    """Yield the patterns of `.eleventyignore`, which are those of git."""
    path = root / ".eleventyignore"
    for number, line in enumerate(config_file.text_of(path).splitlines(), 1):
        pattern = line.strip()
        if pattern and not pattern.startswith(("#", "!")):
            if remark := globs.too_much(pattern):
                problems.append(Problem(str(path), number, "warning", f"a pattern {remark}"))
            else:
                yield globs.path(pattern)


def _sections(root: Path, source: str, problems: list[Problem]) -> Iterator[Section]:
    """Yield the folders whose files share the data of a file `<folder>/<folder>.json`, or of its longer name."""
    start = os.path.normpath(root / source)
    for number, (above, folders, names) in enumerate(os.walk(start)):
        if number >= MAX_FOLDERS:
            return
        folders[:] = sorted(name for name in folders if name not in _NOT_READ and not name.startswith("."))
        own = Path(above).name
        for name in (f"{own}.json", f"{own}.11tydata.json"):
            if name in names:
                path = Path(above, name)
                said = _read(path, problems)
                try:
                    yield Section(folder=globs.path(os.path.relpath(above, root)), defaults=config_file.copied(said))
                except ValueError as error:
                    problems.append(Problem(str(path), 1, "warning", f"the file {error}, and is passed over"))
