"""newsboat, a reader for the terminal: what it shows is what its own screen hands to the pager."""

import os
import pty
import shutil
import sqlite3
from contextlib import closing
from email.utils import parsedate_to_datetime
from pathlib import Path
from re import MULTILINE, findall, search
from subprocess import Popen

from tests.conftest import need
from tests.interop.clients.base import Client, Entry


class Newsboat(Client):
    """newsboat, subscribed to any number of feeds."""

    name = "newsboat"

    def __init__(self, folder: Path, *urls: str) -> None:
        super().__init__(folder)
        self._urls, self._cache = folder / "urls", folder / "cache.db"
        self._config, self._shown = folder / "config", folder / "shown"
        self._urls.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
        self._config.touch()

    @classmethod
    def version(cls, folder: Path) -> str:
        """Return newsboat's version."""
        newsboat = need(shutil.which("newsboat"), "newsboat")
        found = search(r"[\d.]+", Client(folder).run(newsboat, "--version"))
        assert found
        return found[0]

    def load(self, opml: Path) -> None:
        """Subscribe to all feeds of an OPML file."""
        self.run(*self._newsboat(), "-i", opml)

    def addresses(self) -> list[str]:
        """Return the addresses of the feeds that it is subscribed to."""
        lines = self._urls.read_text(encoding="utf-8").splitlines()
        return [line.split(" ")[0].strip('"') for line in lines if line]

    def poll(self) -> int:
        """Reload all feeds; return how many articles are unread."""
        self.run(*self._newsboat(), "-x", "reload")
        return int(self.run(*self._newsboat(), "-x", "print-unread").split(" ")[0])

    def entries(self) -> list[Entry]:
        """Open every article of the first feed; return what is shown."""
        with closing(sqlite3.connect(self._cache)) as cache:
            (count,) = cache.execute("SELECT count(*) FROM rss_item").fetchone()
        if not count:
            return []
        steps = "open; open; " + "next; open; " * (count - 1) + "hard-quit"
        pager = f'pager "cat %f >> {self._shown}; echo {_END} >> {self._shown}"'
        self._config.write_text(f"{pager}\nrun-on-startup {steps}\n", encoding="utf-8")
        for _ in range(2):
            self._shown.unlink(missing_ok=True)
            ended = self._screen()
            if ended >= 0:  # now and then a signal ends it as it quits
                break
        assert ended == 0, f"newsboat ended with {ended}"
        self._config.write_text("", encoding="utf-8")
        return [_entry(text) for text in self._shown.read_text(encoding="utf-8").split(f"{_END}\n")[:-1]]

    def _newsboat(self) -> list[str | Path]:
        return ["newsboat", "-u", self._urls, "-c", self._cache, "-C", self._config]

    def _screen(self) -> int:
        """Run newsboat on a terminal of its own until it ends, and return how it did, as `Popen.returncode` says."""
        ours, its = pty.openpty()
        try:
            with Popen(self._newsboat(), stdin=its, stdout=its, stderr=its, env=self.environment()) as newsboat:
                os.close(its)
                try:
                    while os.read(ours, 65536):
                        pass
                except OSError:  # nobody has the other end any more
                    pass
                return newsboat.wait(timeout=60)
        finally:
            os.close(ours)


_END = "-- end of article --"


def _entry(text: str) -> Entry:
    fields = dict(findall(r"^(Title|Author|Link|Date|Podcast Download URL): (.*?)(?: \(type: .*)?$", text, MULTILINE))
    return Entry(
        title=fields["Title"],
        link=fields["Link"],
        date=parsedate_to_datetime(fields["Date"]),
        pictures=tuple(findall(r"^\[\d+\]: (.*) \(image\)$", text, MULTILINE)),
        enclosures=tuple(url for name, url in fields.items() if name.startswith("Podcast")),
        text=text,
        author=fields.get("Author", ""),
    )
