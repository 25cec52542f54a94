"""Read the configuration of an Eleventy site, and its data files, as far as they are plain."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feeds.articles.conventions import Conventions
from feeds.core.errors import ConfigError
from feeds.core.model import Problem
from feeds.core.text import plain_or_none
from feeds.frontmatter.source import FrontMatterError
from feeds.sites import config_file, eleventy_data, globs, values
from feeds.sites.description import SiteDescription
from feeds.sites.files import SiteFiles, reason_of
from feeds.sites.script import Script

_SITE_DATA = tuple(f"{name}.{kind}" for kind in ("json", "js", "mjs", "cjs") for name in ("site", "metadata", "meta"))
"""Files of global data that sites keep their title and address in; one that is a program may be as plain."""

_SAID = ("title", "name", "url", "description", "subtitle", "language", "lang", "author")

IGNORED = ".eleventyignore"
"""The file with the patterns of what is not read, in the root and in the folder of the input."""

_NO_GIT = re.compile(r"\bsetUseGitIgnore\s*\(\s*false\b")


def read(files: SiteFiles) -> SiteDescription:
    """Return what the configuration in a site's root says in plain values. Raises ConfigError if it cannot be read."""
    root, problems = files.root, files.problems
    script = Script.of_site(files, "eleventy")
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
        exclude=(globs.path(output), *_excluded(files, source, is_git_obeyed=script.lacks_call(_NO_GIT))),
        files=(script.path.name, *((name,) if name else ())),
        conventions=Conventions(
            generator="eleventy",
            content=source,
            sections=tuple(eleventy_data.sections(files, source, globs.path(output))),
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


def _excluded(files: SiteFiles, source: str, *, is_git_obeyed: bool) -> Iterator[str]:
    """Yield shell patterns for what the files of patterns name, each below the folder that it is in."""
    yield from globs.of_globs(_ignored(files, IGNORED))
    if source:
        yield from globs.of_globs(_ignored(files, f"{source}/{IGNORED}"), source)
    if is_git_obeyed:
        yield from globs.of_globs(_ignored(files, ".gitignore"))


def _ignored(files: SiteFiles, name: str) -> Iterator[str]:
    """Yield the patterns of a file, which are those of git. Raises ConfigError for what cannot be read."""
    path = files.root / name
    for number, line in enumerate(_text_of_ignored(files, path, name).splitlines(), 1):
        pattern = line.strip()
        if pattern and not pattern.startswith(("#", "!")):
            if remark := config_file.beyond(pattern):
                raise ConfigError(f"{path}:{number}: a pattern {remark}")
            yield globs.path(pattern)


def _text_of_ignored(files: SiteFiles, path: Path, name: str) -> str:
    try:
        return files.whole_text(path) if files.first([name]) else ""
    except (OSError, FrontMatterError) as error:
        raise ConfigError(f"{path}:1: the file cannot be read: {reason_of(error)}") from error
