"""A client that goes from a feed to its archives, by their links alone, has every article of the group."""

import json
from urllib.request import urlopen

import feedparser
import pytest

from tests.interop.clients.server import Server
from tests.support import Site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of two years, with a feed of five stories, at the address of a server."""
    site = Site(tmp_path_factory.mktemp("archived"))
    for number in range(48):
        site.write(
            f"{number}.md",
            webUrl=f"https://lamps.example/{number}",
            publishedDateTime=f"{2024 + number // 24}-{number // 2 % 12 + 1:02}-1{number % 2}T06:00:00Z",
        )
    config = site.folder / "feeds.toml"
    config.write_text('archives = ["all"]\nlimit = 5\n')
    site.build(config=config, base_url=f"{server.address(site.output)}/")
    return site


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_feedparser_walks_the_chain(server: Server, site: Site, name: str) -> None:
    """It follows prev-archive from the feed on; each archive names the feed as the current one."""
    current = server.address(site.output / "all" / name)
    found: list[str] = []
    archives = 0
    address: str | None = current
    while address:
        parsed = feedparser.parse(address)
        assert (parsed.status, parsed.bozo) == (200, False)
        links = {link.rel: link.href for link in parsed.feed.links}
        assert links.get("current", current) == current
        assert ("fh" in parsed.namespaces) == (address != current)
        found += [entry.id for entry in parsed.entries]
        archives += address != current
        address = links.get("prev-archive")
    _is_whole(found, archives)


def test_a_client_of_json_feed_walks_the_chain(server: Server, site: Site) -> None:
    """It follows next_url, as the format has it for what is older."""
    found: list[str] = []
    documents = 0
    address = server.address(site.output / "all/feed.json")
    while address:
        with urlopen(address) as answer:
            feed = json.load(answer)
        found += [item["id"] for item in feed["items"]]
        documents += 1
        address = feed.get("next_url")
    _is_whole(found, documents - 1)


def _is_whole(ids: list[str], archives: int) -> None:
    """Check that every story is there once, and at the seam, where the feed ends within a month, twice."""
    numbers = [int(found.rpartition("/")[2]) for found in ids]
    assert numbers == [*range(47, 42, -1), *range(43, -1, -1)]
    assert archives == 22
