"""Parsers for Node.js: rss-parser and feedsmith."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from tests.conftest import need
from tests.interop.clients.base import Entry, Library, pictures

HERE = Path(__file__).parent
MODULES = HERE.parent / "node_modules"


class _Parser(Library):
    """A parser that fetches a feed, or is given what Node.js fetched."""

    name: ClassVar[str]

    @classmethod
    def version(cls, folder: Path) -> str:
        """Return the parser's version."""
        need(shutil.which("node"), "Node.js")
        manifest = MODULES / cls.name / "package.json"
        return str(
            json.loads(Path(need(str(manifest) if manifest.is_file() else None, cls.name)).read_bytes())["version"]
        )

    def fetch(self) -> list[tuple[str, Entry]] | None:
        """Return the ids and items of the feed; none if the parser does not know the format."""
        found = json.loads(self.run("node", HERE / "parse.mjs", self.name, self.url))
        return [(item["id"], _entry(item)) for item in found]


def _entry(item: dict[str, str]) -> Entry:
    return Entry(
        title=item["title"],
        link=item["link"],
        date=datetime.fromisoformat(item["date"]),
        pictures=pictures(item["content"]),
        enclosures=tuple(item["enclosures"]),
        media=tuple(item["media"]),
        text=item["content"],
        author=" and ".join(item["authors"]),
        source=item.get("source") or "",
    )


class RssParser(_Parser):
    """rss-parser, which fetches by itself."""

    name = "rss-parser"


class Feedsmith(_Parser):
    """feedsmith, which only parses."""

    name = "feedsmith"
