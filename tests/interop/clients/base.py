"""What every client under test offers, and the small things that they share."""

import os
import re
import subprocess
from collections.abc import Sequence
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import ClassVar, NamedTuple


class Entry(NamedTuple):
    """An item as a client shows it, or hands it over if it is a library."""

    title: str
    link: str
    date: datetime
    pictures: tuple[str, ...] = ()
    """The address of each picture in the text, as often as it is there."""
    enclosures: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    """The addresses that it takes from Media RSS."""
    text: str = ""
    """The text, as it is shown, or handed over."""
    author: str = ""
    """Who wrote it; where several are handed over, with "and" between them."""
    source: str = ""
    """The outlet, from RSS's `source`."""


class Client:
    """A feed reader that keeps its files in a folder of its own."""

    name: ClassVar[str] = ""

    def __init__(self, folder: Path, *urls: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True)

    @classmethod
    def version(cls, folder: Path) -> str:
        """Return the program's version, with the help of a folder that is not there yet; skip the test without it."""
        raise NotImplementedError

    def poll(self) -> int:
        """Look for news; return how many items the client then calls new: none if it cannot use the answer."""
        raise NotImplementedError

    def entries(self) -> list[Entry]:
        """Return all items that the client has, newest first; from then on they are read."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Return what a program finds around it: no module of ours, nothing of the user's, and no zone but UTC."""
        own = {"HOME": str(self.folder), "PYTHONPATH": "", "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "xterm"}
        return os.environ | own

    def run(self, *command: str | Path, may_fail: bool = False) -> str:
        """Run a program to its end, and return what it printed."""
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True, timeout=60)
        assert may_fail or done.returncode == 0, done
        return done.stdout


class Library(Client):
    """A client that keeps nothing: whoever uses it compares ids."""

    def __init__(self, folder: Path, *urls: str) -> None:
        super().__init__(folder)
        (self.url,) = urls
        self._known: set[str] = set()
        self._entries: list[Entry] = []

    def fetch(self) -> list[tuple[str, Entry]] | None:
        """Return the ids and items of the feed, or None if it is not modified."""
        raise NotImplementedError

    def poll(self) -> int:
        """Look for news; return how many ids were not there before."""
        found = self.fetch()
        if found is None:
            return 0
        self._entries = [entry for _, entry in found]
        new = {key for key, _ in found} - self._known
        self._known |= new
        return len(new)

    def entries(self) -> list[Entry]:
        """Return the items that were fetched last."""
        return self._entries


def pictures(html: str) -> tuple[str, ...]:
    """Return the addresses of the pictures in HTML."""
    return tuple(unescape(url) for url in re.findall(r'<img\b[^>]*?\bsrc="([^"]*)"', html))


def newest(entries: Sequence[Entry]) -> list[Entry]:
    """Return items in the order of their dates, newest first."""
    return sorted(entries, key=lambda entry: entry.date, reverse=True)
