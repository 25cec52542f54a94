"""rss2email, which sends every new item as a message."""

import shutil
from configparser import RawConfigParser
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from re import findall, search

from tests.conftest import need
from tests.interop.clients.base import Client, Entry, newest, pictures


class Rss2email(Client):
    """r2e, which delivers messages in HTML to a folder of mail."""

    name = "rss2email"

    def __init__(self, folder: Path, *urls: str) -> None:
        super().__init__(folder)
        self._config, self._mail = folder / "rss2email.cfg", folder / "Maildir"
        self._mail.mkdir()
        config = RawConfigParser()
        config["DEFAULT"] = {"to": "me@mail.example", "email-protocol": "maildir", "html-mail": "True"}
        config["DEFAULT"]["date-header"] = "True"
        for number, url in enumerate(urls):
            config[f"feed.feed{number}"] = {"url": url}
        with self._config.open("w", encoding="utf-8") as file:
            config.write(file)

    @classmethod
    def version(cls, folder: Path) -> str:
        """Return rss2email's version."""
        found = search(
            r"rss2email ([\d.]+)", Client(folder).run(need(shutil.which("r2e"), "rss2email"), "--full-version")
        )
        assert found
        return found[1]

    def load(self, opml: Path) -> None:
        """Subscribe to all feeds of an OPML file."""
        self._r2e("opmlimport", opml)

    def addresses(self) -> list[str]:
        """Return the addresses of the feeds that it is subscribed to."""
        config = RawConfigParser()
        config.read(self._config, encoding="utf-8")
        return [config[name]["url"] for name in config.sections()]

    def poll(self) -> int:
        """Look at all feeds; return how many messages come of it."""
        before = len(self._messages())
        self._r2e("run")
        return len(self._messages()) - before

    def entries(self) -> list[Entry]:
        """Return what the messages show."""
        return newest([_entry(message) for message in self._messages()])

    def _messages(self) -> list[bytes]:
        return [path.read_bytes() for path in self._mail.glob("INBOX/new/*")]

    def _r2e(self, *words: str | Path) -> None:
        self.run("r2e", "-c", self._config, "-d", self.folder / "rss2email.json", *words)


def _entry(data: bytes) -> Entry:
    message = message_from_bytes(data, policy=policy.default)
    text: str = message.get_content()
    return Entry(
        title=message["Subject"],
        link=message["X-RSS-URL"],
        date=parsedate_to_datetime(message["Date"].replace("-0000", "+0000")),
        pictures=pictures(text),
        enclosures=tuple(unescape(url) for url in findall(r'Enclosure: <a href="([^"]*)"', text)),
        text=text,
        author=message["From"].addresses[0].display_name.rpartition(": ")[2],
    )
