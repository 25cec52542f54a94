"""What the tests share: a small site to write, a build of it, and a look at what came out."""

import json
import os
import signal
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
import yaml

from feeds.compose import Composer
from feeds.config import Options, load
from feeds.core.errors import Interrupted
from feeds.core.model import Article, Feed, FormatName, Group, Item
from feeds.core.safe_files import create_temporary, temporary_beside
from feeds.formats import document, parts
from feeds.publish.build import Request, build
from feeds.publish.report import Report

SHARED = Path(__file__).parents[2] / "shared"
BASE_URL = "https://feeds.example.org/"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""The time at which the tests' builds run, unless they say another."""

ARTICLE: dict[str, Any] = {
    "title": "A lamp that remembers",
    "excerpt": "It glows a little longer each evening.",
    "publishedDateTime": "2026-01-02T03:04:05Z",
    "webUrl": "https://lamps.example/remembers",
    "provider": {"name": "Lamp Weekly", "domain": "lamps.example"},
    "topics": ["Light"],
}


def article(**fields: Any) -> str:
    """Return the text of an article; a field that is None is left out."""
    body = fields.pop("body", "")
    data = {name: value for name, value in (ARTICLE | fields).items() if value is not None}
    return f"---\n{yaml.safe_dump(data, allow_unicode=True, sort_keys=False)}---\n{body}"


def real_articles(shared: Path) -> list[Path]:
    """Return the files of real sites that may be articles; the small made-up inputs beside them are not meant."""
    folders = (shared / "seeds", shared / "corpus")
    found = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".md", ".txt", ".html")]
    return sorted(found)


def whole(composer: Composer, group: Group, articles: Sequence[Article]) -> tuple[Feed, list[Item]]:
    """Return the feed of articles, newest first, and its items."""
    items = [composer.item(one) for one in articles]
    return composer.feed(group, composer.name(group, articles), max(item.updated for item in items)), items


def render(form: FormatName, feed: Feed, items: Sequence[Item]) -> bytes:
    """Return a feed's document of a format."""
    return document(form, feed, [part for (part,) in parts(items, (form,))])


class Site:
    """A folder of articles and the output that is built from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "articles"
        self.output = folder / "dist"
        self.warnings: list[str] = []
        self.source.mkdir(parents=True, exist_ok=True)

    def write(self, name: str = "lamp.md", **fields: Any) -> Path:
        """Write an article."""
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(**fields), encoding="utf-8")
        return path

    def build(self, *, now: datetime = NOW, request: Request | None = None, **options: Any) -> Report:
        """Build the site; keyword arguments are those of Options."""
        chosen: dict[str, Any] = {"sources": (self.source,), "output": self.output, "state_dir": self.folder / ".feeds"}
        settings = load(Options(**(chosen | {"base_url": BASE_URL} | options)))
        return build(settings, request or Request(details=True), now=now, warn=self.warnings.append)

    def files(self) -> dict[str, bytes]:
        """Return every file of the output by its name."""
        return tree(self.output)

    def json(self, folder: str) -> dict[str, Any]:
        """Return a feed's JSON document."""
        found: dict[str, Any] = json.loads((self.output / folder / "feed.json").read_bytes())
        return found

    def titles(self, folder: str = "all") -> list[str]:
        """Return the titles of a feed's items, in their order."""
        return [item["title"] for item in self.json(folder)["items"]]

    def parsed(self, folder: str, name: str) -> Any:
        """Return a feed's RSS or Atom document as feedparser reads it."""
        return feedparser.parse((self.output / folder / name).read_bytes())


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, by name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def mtimes(folder: Path) -> dict[str, int]:
    """Return when each file below a folder was last changed."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in files}


def begin_temporary(path: Path) -> tuple[str, int]:
    """Begin to replace a file, as a build that is then killed does, and return the temporary name and descriptor."""
    temporary = temporary_beside(str(path))
    return temporary, create_temporary(temporary)


def interrupt_after(monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Have a call of `os` about a file that is being made be the last one before a signal is raised."""
    real = getattr(os, call)

    def interrupted(first: str | int, *args: Any, **options: Any) -> Any:
        result = real(first, *args, **options)
        if call != "open" or str(first).endswith(".tmp"):
            raise Interrupted
        return result

    monkeypatch.setattr(os, call, interrupted)


def heed_interrupts() -> None:
    """Undo what a shell does to the processes that it runs in the background: they ignore SIGINT."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
