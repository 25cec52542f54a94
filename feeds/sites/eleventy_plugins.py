"""Find the files of an Eleventy site that its program imports: as plugins they can do what the program itself can."""

import os
from collections.abc import Iterator
from pathlib import Path

from feeds.core.errors import ConfigError
from feeds.frontmatter.source import FrontMatterError
from feeds.sites.eleventy_program import Program
from feeds.sites.files import SiteFiles, reason_of

MAX_TEXT = 500_000
"""Characters of the files that a program imports at most."""

_ENDINGS = ("", ".js", ".cjs", ".mjs", ".ts", "/index.js", "/index.cjs", "/index.mjs", "/index.ts")
_PROGRAMS = frozenset({".js", ".cjs", ".mjs", ".ts"})


def programs(files: SiteFiles, first: Program) -> Iterator[Program]:
    """Yield a program, and each that it or one of these imports by a path. Raises ConfigError if one cannot be read."""
    waiting, known, left = [first], {first.path}, MAX_TEXT
    while waiting:
        program = waiting.pop(0)
        yield program
        for name in program.imported():
            path = _found(files, program.path.parent, name)
            if path is None or path.suffix not in _PROGRAMS or path in known:
                continue
            known.add(path)
            try:
                text = files.whole_text(path)
            except (OSError, FrontMatterError) as error:
                message = f"{program.place(name)}: {path.name}, which it imports, cannot be read"
                raise ConfigError(f"{message}: {reason_of(error)}") from error
            left -= len(text)
            if left < 0:
                raise ConfigError(f"{program.place(name)}: the program imports more than {MAX_TEXT:,} characters")
            waiting.append(Program(path, text))


def _found(files: SiteFiles, folder: Path, name: str) -> Path | None:
    """Return the path of the file that a path in a program stands for; None if there is none."""
    below = os.path.relpath(folder, files.root)
    found = files.first([os.path.normpath(f"{below}/{name}{ending}") for ending in _ENDINGS])
    return files.root / found if found else None
