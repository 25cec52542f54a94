"""Every server of docs/push.md sends the header by which subscribers find a feed's hub and its own address."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from werkzeug.test import Client

from feeds.config import Options, ServedOutput, load
from feeds.devserver.app import OutputApp
from feeds.publish.build import Request, build
from tests.interop.servers import servers
from tests.interop.servers.client import ask
from tests.support import BASE_URL, NOW

SEEDS = Path(__file__).parents[3] / "seeds"
HUB = "https://hub.example.org/"
FEEDS = ["/all/rss.xml", "/all/atom.xml", "/topics/c-plus-plus/feed.json"]
SERVERS: dict[str, Callable[[Path, Path], AbstractContextManager[int]]] = {
    "nginx": partial(servers.nginx, hub=True),
    "apache": partial(servers.apache, hub=True),
    "caddy": partial(servers.caddy, hub=True),
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=SERVERS)
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Return the port of each server in turn, which serves the sample site with compressed files."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        folder.chmod(0o755)
        patch.chdir(folder)
        Path("feeds.toml").write_text("precompress = true\n")
        settings = load(Options(sources=(SEEDS,), base_url=BASE_URL))
        build(settings, Request(), now=NOW, warn=pytest.fail)
        place = folder / "place"
        place.mkdir()
        with SERVERS[request.param](place, folder / "dist") as found:
            yield found


def expected(path: str) -> str:
    """Return the `Link` header of a document (WebSub, section 4)."""
    return f'<{HUB}>; rel="hub", <{BASE_URL}{path[1:]}>; rel="self"'


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_feed_comes_with_its_links(port: int, path: str, coding: str) -> None:
    """The header names the hub and the document's address, also where a compressed file is sent."""
    answer = ask(port, path, accept_encoding=coding)
    assert (answer.status, answer.headers.get("content-encoding", "identity")) == (200, coding)
    assert answer.headers["link"] == expected(path)


@pytest.mark.parametrize("path", ["/", "/all/", "/feeds.opml", "/feeds.css", "/all/missing/rss.xml"])
def test_nothing_else_does(port: int, path: str) -> None:
    """Pages, the list of feeds, assets and what is missing have no hub."""
    assert "link" not in ask(port, path).headers


def test_feeds_serve_sends_the_same(tmp_path: Path) -> None:
    """The server for a look sends what the others do, without a network."""
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "rss.xml").write_text("<rss/>")
    (tmp_path / "index.html").write_text("<!doctype html>")
    client = Client(OutputApp(ServedOutput(tmp_path, BASE_URL, (HUB,))))
    for path, links in (("/all/rss.xml", expected("/all/rss.xml")), ("/", None)):
        with client.get(path) as response:
            assert (response.status_code, response.headers.get("Link")) == (200, links)
