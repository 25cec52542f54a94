"""Subscribing to a whole site by its OPML file: the readers fetch every feed of it, and have every story."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.interop.clients import stories
from tests.interop.clients.newsboat import Newsboat
from tests.interop.clients.rss2email import Rss2email
from tests.interop.clients.server import Server
from tests.interop.clients.stories import STORIES
from tests.support import Site

FEEDS = ("all", "topics/light", "topics/cities", "providers/lamps.example")


@pytest.fixture
def served(server: Server, tmp_path: Path) -> Site:
    """Return a site of four feeds, each with all stories, which is served."""
    site = stories.site_in(tmp_path / "site")
    stories.build(site, server)
    outlines = ElementTree.parse(site.output / "feeds.opml").iter("outline")
    addresses = [outline.attrib["xmlUrl"] for outline in outlines if "xmlUrl" in outline.attrib]
    assert sorted(addresses) == sorted(server.address(site.output / folder / "rss.xml") for folder in FEEDS)
    return site


def _assert_fetched(server: Server, site: Site) -> None:
    assert [server.answers(site.output / folder / "rss.xml") for folder in FEEDS] == [[200]] * len(FEEDS)


def test_newsboat_subscribes_by_opml(served: Site, server: Server, tmp_path: Path) -> None:
    """To newsboat, which fetches every feed, each story belongs to the one that it saw it in last."""
    Newsboat.version(tmp_path / "version")
    newsboat = Newsboat(tmp_path / "newsboat")
    newsboat.load(served.output / "feeds.opml")
    assert newsboat.poll() == len(STORIES)
    _assert_fetched(server, served)


def test_rss2email_subscribes_by_opml(served: Site, server: Server, tmp_path: Path) -> None:
    """From rss2email, which fetches every feed, each story comes once for every feed that it is in."""
    Rss2email.version(tmp_path / "version")
    rss2email = Rss2email(tmp_path / "rss2email")
    rss2email.load(served.output / "feeds.opml")
    assert rss2email.poll() == len(STORIES) * len(FEEDS)
    _assert_fetched(server, served)
