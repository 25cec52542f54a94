"""sfeed, a set of tools that keep feeds as lines of text."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import need
from tests.interop.clients.base import Client, Entry, newest, pictures


class Sfeed(Client):
    """sfeed_update, with a file of the links that were read, as sfeed_curses keeps it."""

    name = "sfeed"

    def __init__(self, folder: Path, *urls: str) -> None:
        super().__init__(folder)
        (url,) = urls
        self._config, self._read, self._lines = folder / "sfeedrc", folder / "read", folder / "feeds" / "feed"
        self._config.write_text(f'sfeedpath="{folder}/feeds"\nfeeds() {{\n\tfeed feed {url}\n}}\n', encoding="utf-8")
        self._read.touch()

    @classmethod
    def version(cls, folder: Path) -> str:
        """Return sfeed's version, as Debian's package has it: the programs do not say."""
        need(shutil.which("sfeed_update"), "sfeed")
        dpkg = need(shutil.which("dpkg-query"), "dpkg")
        return Client(folder).run(dpkg, "-W", "-f", "${source:Upstream-Version}", "sfeed")

    def poll(self) -> int:
        """Update; return how many items are unread: those whose link is not in the file, as for sfeed_curses."""
        self.run("sfeed_update", self._config, may_fail=True)
        read = self._read.read_text(encoding="utf-8").splitlines()
        return sum(entry.link not in read for entry in self._kept())

    def entries(self) -> list[Entry]:
        """Return the items that are kept."""
        found = newest(self._kept())
        self._read.write_text("".join(f"{entry.link}\n" for entry in found), encoding="utf-8")
        return found

    def _kept(self) -> list[Entry]:
        return [_entry(line.split("\t")) for line in self._lines.read_text(encoding="utf-8").splitlines()]


def _entry(fields: list[str]) -> Entry:
    moment, title, link, content, _, _, author, enclosure, *_ = fields
    return Entry(
        title=title,
        link=link,
        date=datetime.fromtimestamp(int(moment), UTC),
        pictures=pictures(content),
        enclosures=(enclosure,) if enclosure else (),
        text=content,
        author=author,
    )
