"""Readers keep the pages of translations apart: each item leads to its own page, whatever else is linked from it."""

from pathlib import Path

import feedparser
import pytest

from tests.interop.clients.base import Client
from tests.interop.clients.newsboat import Newsboat
from tests.interop.clients.node import Feedsmith, RssParser
from tests.interop.clients.python import Feedparser
from tests.interop.clients.server import Server
from tests.interop.clients.sfeed import Sfeed
from tests.support import Site

pytestmark = pytest.mark.slow

CLIENTS: tuple[type[Client], ...] = (Newsboat, Sfeed, Feedparser, RssParser, Feedsmith)
PAGES = {
    "Owls at night": ("en", "owls"),
    "Eulen bei Nacht": ("de", "eulen"),
    "ינשופים בלילה (v2.0)!": ("he", "he/owls"),
}


@pytest.fixture(scope="module")
def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with one article in three languages, at the address of a server."""
    site = Site(tmp_path_factory.mktemp("languages"))
    for title, (language, page) in PAGES.items():
        url = f"https://lamps.example/{page}"
        site.write(f"{language}.md", title=title, webUrl=url, translationKey="owls", lang=language, body=title)
    config = site.folder / "feeds.toml"
    config.write_text('[site]\nlanguage = "en"\n', encoding="utf-8")
    site.build(config=config, base_url=f"{server.address(site.output)}/")
    return site


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_a_client_opens_the_own_page_of_each_item(
    client: type[Client], name: str, site: Site, server: Server, tmp_path: Path
) -> None:
    """All translations are items of their own, with their titles, their pages and their texts."""
    client.version(tmp_path / "version")
    reader = client(tmp_path / "client", server.address(site.output / "all" / name))
    assert reader.poll() == len(PAGES)
    found = {entry.title: entry.link for entry in reader.entries()}
    assert found == {title: f"https://lamps.example/{page}" for title, (_, page) in PAGES.items()}


def test_feedparser_knows_the_language_of_each_item(site: Site) -> None:
    """In RSS it is that of `dc:language`, in Atom that of `xml:lang`; an item that says none has that of its feed."""
    rss = feedparser.parse((site.output / "all" / "rss.xml").read_bytes())
    said = {entry.title: entry.get("language", rss.feed.language) for entry in rss.entries}
    atom = feedparser.parse((site.output / "all" / "atom.xml").read_bytes())
    assert said == {entry.title: entry.title_detail.language for entry in atom.entries}
    assert said == {title: language for title, (language, _) in PAGES.items()}
