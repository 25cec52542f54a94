"""Servers, ours too, answer by the maps that builds write: 301 for renamed feeds, 410 for ended ones."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.interop.servers import servers
from tests.interop.servers.client import Answer, ask
from tests.support import Site

SERVERS: dict[str, Callable[..., AbstractContextManager[int]]] = {
    "nginx": partial(servers.nginx, redirects=True),
    "apache": partial(servers.apache, redirects=True),
    "caddy": partial(servers.caddy, redirects=True),
    "feeds serve": servers.ours,
}
PATHS = ("", "/", "/index.html", "/rss.xml", "/atom.xml", "/feed.json")
LONG = "a-very-long-name-" * 5 + "of-a-topic"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=SERVERS)
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Return the port of each server in turn, which serves a site with renamed and ended feeds, also compressed."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        site = Site(Path(name) / "site")
        site.write(topics=["AI", "BlackBerry"])
        site.write("c++/x.md", topics=[], webUrl="https://lamps.example/2", publishedDateTime="2025-02-02")
        site.write(
            "old.md", topics=["AI", "BlackBerry"], webUrl="https://lamps.example/1", publishedDateTime="2025-02-03"
        )
        config = site.folder / "feeds.toml"
        config.write_text(
            f"""
            precompress = true
            redirects = ["nginx", "apache", "caddy"]
            groups = ["all", "topic", "provider", "section"]
            archives = ["topic"]
            limit = 1
            [renamed]
            "topics/artificial-intelligence" = "topics/ai"
            "topics/{LONG}" = "providers/lamps.example"
            "sections/a/b" = "all"
            [retired]
            feeds = ["topics/blackberry", "sections/c++"]
        """.replace("c++", "c-plus-plus")
        )
        site.build(config=config)
        place = Path(name) / "place"
        place.mkdir()
        with SERVERS[request.param](place, site.output) as found:
            yield found


@pytest.mark.parametrize("base", ["/новости/", "/a'b;@+c/", "/{$uri}/", "/%22;410{/", "/a b/"])
@pytest.mark.parametrize("server", [name for name in SERVERS if name != "feeds serve"])
def test_any_address_of_the_output_will_do(server: str, base: str) -> None:
    """Characters that mean something to a server, or are escaped, change no answer: and none for a longer name."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        site = Site(Path(name) / "site")
        site.write(topics=["AI", "Owls and Lamps", "Owls and"])
        site.write("old.md", topics=["AI"], webUrl="https://lamps.example/1", publishedDateTime="2021-01-03")
        config = site.folder / "feeds.toml"
        config.write_text(
            """
            redirects = ["nginx", "apache", "caddy"]
            archives = ["topic"]
            limit = 1
            renamed = {"topics/owls" = "topics/ai"}
            retired.feeds = ["topics/owls-and"]
        """
        )
        site.build(config=config, base_url=f"https://feeds.example.org{base}")
        base = urlsplit(site.json("all")["feed_url"]).path.removesuffix("all/feed.json")
        place = Path(name) / "place"
        place.mkdir()
        options = {"base": unquote(base)} if server == "apache" else {}
        with SERVERS[server](place, site.output, **options) as port:
            status, target = _ask(port, f"{base}topics/owls/rss.xml")
            assert (status, unquote(target)) == (301, f"{unquote(base)}topics/ai/rss.xml")
            assert _ask(port, f"{base}topics/owls-and/rss.xml")[0] == 410
            assert _ask(port, f"{base}topics/owls-and-lamps/rss.xml")[0] == 404  # for servers, the output is at /
            status, target = _ask(port, f"{base}topics/owls/archive/2021-01/")
            moved = (301, f"{unquote(base)}topics/ai/archive/2021-01/")
            stays = (404, "")  # with Caddy, archives do not move along where the address has one of its signs
            is_sign = server == "caddy" and not {*'"{ '}.isdisjoint(unquote(base))
            assert (status, unquote(target)) == (stays if is_sign else moved)


def _ask(port: int, path: str) -> tuple[int, str]:
    answer: Answer = ask(port, path, accept_encoding="gzip")
    return answer.status, urlsplit(answer.headers.get("location", "")).path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/topics/artificial-intelligence", "/topics/ai"),
        (f"/topics/{LONG}", "/providers/lamps.example"),
        ("/sections/a/b", "/all"),
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_a_feed_that_is_elsewhere_is_redirected(port: int, old: str, new: str, path: str) -> None:
    """Documents, the folder and the page lead to those of the feed, at once and for good."""
    target = new + (path if path.endswith((".xml", ".json")) else "/")
    assert _ask(port, old + path) == (301, target)
    assert _ask(port, target) == (200, "")


@pytest.mark.parametrize("path", PATHS)
def test_archives_are_where_their_feed_is(port: int, path: str) -> None:
    """Each document of a month leads to that of the feed as it is now; the archives of an ended feed stay."""
    target = f"/topics/ai/archive/2025-02{path}"
    assert _ask(port, f"/topics/artificial-intelligence/archive/2025-02{path}") == (301, target)
    if path:
        assert _ask(port, target) == (200, "")
        assert _ask(port, f"/topics/blackberry/archive/2025-02{path}") == (200, "")


@pytest.mark.parametrize("path", PATHS)
def test_a_feed_that_has_ended_is_gone(port: int, path: str) -> None:
    """Readers unsubscribe from what is gone."""
    assert _ask(port, f"/topics/blackberry{path}")[0] == 410
    assert _ask(port, f"/sections/c-plus-plus{path}")[0] == 410


@pytest.mark.parametrize("path", ["/topics/ai/rss.xml", "/", "/all/", "/feeds.opml", "/topics/ai/"])
def test_all_else_is_as_it_was(port: int, path: str) -> None:
    """The map has no effect on any other feed."""
    assert _ask(port, path) == (200, "")


@pytest.mark.parametrize("path", ["/topics/blackberry2/rss.xml", "/topics/artificial-intelligence/x", "/x"])
def test_what_is_missing_is_missing(port: int, path: str) -> None:
    """Names that only begin alike are no such feeds."""
    assert _ask(port, path)[0] == 404


def test_apache_looks_up_only_what_there_is() -> None:
    """It keeps in memory each address that it has looked up, so visitors must not have it look up any they like."""
    with tempfile.TemporaryDirectory() as name:
        dist, place = Path(name) / "dist", Path(name) / "place"
        place.mkdir()
        (dist / "there").mkdir(parents=True)
        for folder in (Path(name), dist, dist / "there"):
            folder.chmod(0o755)
        (dist / "there" / "rss.xml").write_text("x")
        paths = ("/there/rss.xml", "/there/", "/elsewhere", "/there/x.xml", "/there/rss.xml/x")
        (dist / "redirects.apache.map").write_text("".join(f"{path} 410\n" for path in paths))
        with servers.apache(place, dist, redirects=True) as port:
            answers = {path: _ask(port, path)[0] for path in paths}
    assert [path for path, status in answers.items() if status == 410] == ["/there/rss.xml", "/there/"]
