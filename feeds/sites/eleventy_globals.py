"""Read what the data of a whole Eleventy site says that may hold its pages back: `_data/eleventyComputed.js`."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from feeds.articles.conventions import Section
from feeds.articles.foreign.held_back import shortened
from feeds.articles.foreign.spellings import NESTED
from feeds.core.errors import ConfigError
from feeds.frontmatter.source import FrontMatterError
from feeds.sites.code import UnclearError
from feeds.sites.exported import telling_value
from feeds.sites.files import SiteFiles, reason_of
from feeds.sites.objects import COMPUTED, Said, tells

_KINDS = frozenset({".json", ".js", ".mjs", ".cjs", ".ts"})


def sections(files: SiteFiles, data: str) -> Iterator[Section]:
    """Yield what the files in the folder of data say of all pages, by their names.

    Raises ConfigError for one that cannot be read, or computes what may hold pages back.
    """
    for above, folders, names in files.walk(files.root / data):
        inner = os.path.relpath(above, files.root / data)
        if inner != os.curdir:
            folders.clear()
        folders[:] = [name for name in folders if name == COMPUTED]
        for name in sorted(names):
            stem, suffix = os.path.splitext(name)  # noqa: PTH122 - as in other walks
            path = Path(above, name)
            if suffix in _KINDS and tells(stem) and stem not in NESTED and files.counts(path):
                said = shortened(_said(files, path, stem, is_computed=inner == COMPUTED), "eleventy")
                if said:
                    yield Section(defaults=said)


def _said(files: SiteFiles, path: Path, key: str, *, is_computed: bool) -> Said:
    line = 1
    try:
        text = files.whole_text(path)
        if path.suffix != ".json":
            return telling_value(text, key, is_computed=is_computed)
        return {key: json.loads(text)} if text.strip() else {}
    except UnclearError as error:
        line, why = error.line_in(text), "it computes what may hold pages back"
    except (OSError, FrontMatterError) as error:
        why = f"the file cannot be read: {reason_of(error)}"
    except (ValueError, RecursionError):
        why = "the file is not JSON"
    todo = "write it as plain data, or a function that asks for `draft` alone"
    raise ConfigError(f"{path}:{line}: {why}: what it keeps out would be published; {todo}")
