"""Read what an Eleventy site ignores: by its files of patterns, by that of git, and by its program."""

import posixpath
import re
from collections.abc import Iterator, Sequence

from feeds.core.errors import ConfigError
from feeds.frontmatter.source import FrontMatterError
from feeds.sites import node_globs
from feeds.sites.eleventy_program import Program
from feeds.sites.files import SiteFiles, reason_of

_NAME, _OF_GIT = ".eleventyignore", ".gitignore"
"""The files with patterns: the former in the root and in the folder of the input, the latter in the root."""

MAX_IGNORED = 5_000
"""Patterns of a site at most."""

_OF_OTHERS = re.compile(r"[^|]*\.(?!(?:md|markdown|mdx|html|txt)\Z)\w+(?:\(\w+\))?", re.IGNORECASE)
"""A pattern of files that are no articles, by their suffix, whatever else is in it."""


def globs_of(files: SiteFiles, programs: Sequence[Program], source: str) -> list[str]:
    """Return the globs of what is ignored, which are relative to the root: paths of files, and of folders above them.

    Raises ConfigError for what cannot be read, or is not followed.
    """
    found: dict[str, None] = {}
    names = [_NAME, *([f"{source}/{_NAME}"] if source else ())]
    if files.first([_OF_GIT]) and all(program.is_git_obeyed() for program in programs):
        names.append(_OF_GIT)
    for name in names:
        for line, pattern in _patterns(files, name):
            path = f"{posixpath.dirname(name) or '.'}/{pattern}"
            if node_globs.remark_on(path) is None or not _OF_OTHERS.fullmatch(pattern):
                _add(found, path, f"{files.root / name}:{line}")
    for program in programs:
        for pattern in program.ignored():
            _add(found, pattern, program.place("ignores"))
    return list(found)


def _add(found: dict[str, None], pattern: str, place: str) -> None:
    one = posixpath.normpath(pattern.strip()).lstrip("/")
    if one == ".." or one.startswith("../"):
        return
    remark = "stands for the whole site" if one in ("", ".") else node_globs.remark_on(one)
    if len(found) >= MAX_IGNORED:
        remark = f"is one of more than {MAX_IGNORED:,}: {node_globs.PLAINER}"
    if remark:
        raise ConfigError(f"{place}: a pattern {remark}")
    found[one] = None


def _patterns(files: SiteFiles, name: str) -> Iterator[tuple[int, str]]:
    """Yield the patterns of a file with their lines; of `!` Eleventy makes nothing.

    Names with a line end in them, as macOS has them, are none of articles.
    """
    path = files.root / name
    try:
        text = files.whole_text(path) if files.first([name]) else ""
    except (OSError, FrontMatterError) as error:
        raise ConfigError(f"{path}:1: the file cannot be read: {reason_of(error)}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if (pattern := line.strip()) and pattern[0] not in "#!" and "\r" not in pattern:
            yield number, pattern
