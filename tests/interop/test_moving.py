"""Feed readers when a feed is renamed or ends, with the map in a real nginx and without. See docs/readers.md."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import need
from tests.interop.clients import table
from tests.interop.clients.base import Client
from tests.interop.clients.newsboat import Newsboat
from tests.interop.clients.python import Feedparser, Reader
from tests.interop.clients.rss2email import Rss2email
from tests.interop.clients.server import Server, serving
from tests.interop.clients.sfeed import Sfeed
from tests.interop.servers.servers import moved_host
from tests.support import Site

pytestmark = pytest.mark.slow

CLIENTS: tuple[type[Client], ...] = (Newsboat, Sfeed, Rss2email, Feedparser, Reader)
VERSIONS = table.rows("What each client shows")
SCORES = table.rows("A feed that is renamed, or ends")
MOVED = '[renamed]\n"topics/lamps" = "topics/light"\n[retired]\nfeeds = ["topics/owls"]\n'
HOME = 'site.home_url = "https://news.example.com/"\n'
FORMS = ("rss.xml", "atom.xml", "feed.json")
STORIES, FRESH, LAST = ["Second", "First"], "Third", "This feed has ended"


class Journey(NamedTuple):
    """What became of one subscription after the build that renames and ends feeds.

    `new` and `titles` are of the first look; `asked` says of the second one what the server answered at the old address
    and at the new one.
    """

    new: int
    titles: list[str]
    asked: tuple[list[int], list[int]]


@pytest.fixture(scope="module", params=CLIENTS, ids=lambda client: client.name)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Journey]]:
    """Let a client subscribe to feeds that are renamed, or end, then; with the map that the build writes and without.

    The server is one of two sites. It has read the map of one of them.
    """
    client: type[Client] = request.param
    folder = tmp_path_factory.mktemp(client.name)
    version, told = client.version(folder / "version"), VERSIONS[client.name]["version"]
    need(version if version == told else None, f"{client.name} {told}, of which the page tells,")
    root, place = folder / "root", folder / "nginx"
    place.mkdir()
    sites = {name: Site(root / name) for name in ("with", "without")}
    readers: dict[str, tuple[Client, Path]] = {}
    with serving(root, place) as server:
        for name, site in sites.items():
            _write(site, "Lamps")
            _build(site, server, "")
            for topic in ("lamps", "owls"):
                document = site.output / "topics" / topic / "rss.xml"
                reader = client(folder / f"{topic}-{name}", server.address(document))
                assert (reader.poll(), [entry.title for entry in reader.entries()]) == (2, STORIES)
                readers[f"{topic}, {name}"] = reader, document
        port = server.port

    for site in sites.values():
        _write(site, "Light", FRESH)
        _build(site, server, MOVED)
    (root / "redirects.nginx.map").write_bytes((sites["with"].output / "redirects.nginx.map").read_bytes())
    with serving(root, place, port=port, redirects=True) as server:
        yield {case: _look(reader, document, server) for case, (reader, document) in readers.items()}


def _write(site: Site, topic: str, *more: str) -> None:
    """Write stories about a topic, and as many of the first ones about owls."""
    for number, title in enumerate([*reversed(STORIES), *more], 1):
        for name in [topic, *(["Owls"] if title not in more else [])]:
            link = f"https://lamps.example/{name == 'Owls'}/{number}"
            date = datetime(2026, 1, number, tzinfo=UTC).isoformat()
            site.write(f"{name == 'Owls'}/{number}.md", title=title, topics=[name], webUrl=link, publishedDateTime=date)


def _build(site: Site, server: Server, config: str, *, at: Site | None = None) -> None:
    """Build a site for where it is served, or where another one is."""
    path = site.folder / "feeds.toml"
    path.write_text(f'redirects = ["nginx"]\ngroups = ["topic"]\n{config}')
    site.build(config=path, base_url=f"{server.address((at or site).output)}/")


def _look(reader: Client, document: Path, server: Server) -> Journey:
    new, titles = reader.poll(), [entry.title for entry in reader.entries()]
    now = document.parents[1] / "light" / document.name
    before = [len(server.answers(path)) for path in (document, now)]
    assert reader.poll() == 0
    old, later = (server.answers(path)[known:] for path, known in zip((document, now), before, strict=True))
    return Journey(new, titles, (old, later))


def test_the_page_tells_of_these_clients() -> None:
    """The table has a row for each client that is tested, and for no other."""
    assert list(SCORES) == [client.name for client in CLIENTS]


def _shown(journey: Journey, *new: str) -> str:
    """Return what of a journey is as it should be: which items are new, and whether the known ones are still there."""
    if journey.new:
        assert (journey.new, sorted(journey.titles)) == (len(new), sorted([*new, *STORIES]))
        return f"{journey.new} new"
    assert journey.titles in (STORIES, [])
    return "none new" if journey.titles else "hands over none"


def test_readers_when_feeds_move(seen: dict[str, Journey], request: pytest.FixtureRequest) -> None:
    """Of a renamed feed, the story that came since is new, and no other; of an ended one the last item is."""
    score = SCORES[request.node.callspec.params["seen"].name]
    addresses = {(301, 304): "follows each time", (304,): "follows, and notes it", (301,): "does not follow"}
    redirected, stayed = seen["lamps, with"], seen["lamps, without"]
    gone, ended = seen["owls, with"], seen["owls, without"]
    assert {
        "301": f"{addresses[*redirected.asked[0], *redirected.asked[1]]}: {_shown(redirected, FRESH)}",
        "old place": _shown(stayed, FRESH),
        "last item": _shown(ended, LAST),
        "410": _shown(gone),
    } == score
    assert stayed.asked in (([304], []), ([200], []))
    assert gone.asked == ([410], [])


def test_a_site_that_moves_to_another_host(tmp_path: Path) -> None:
    """At each step of docs/moving.md, subscribers of the old address know every item, and then get the next one."""
    Newsboat.version(tmp_path / "version")
    places = {name: tmp_path / name for name in ("old", "new", "there")}
    for place in places.values():
        place.mkdir()
    site = Site(tmp_path / "site")
    _write(site, "Light")
    with serving(site.folder, places["old"]) as old:
        _build(site, old, "")
        readers: list[Client] = []
        for client, names in ((Newsboat, FORMS[:1]), (Feedparser, FORMS[:2]), (Reader, FORMS)):
            for name in names:
                address = old.address(site.output / "topics" / "light" / name)
                readers.append(client(tmp_path / f"{client.name}-{name}", address))
        assert [reader.poll() for reader in readers] == [2] * len(readers)
        assert [len(reader.entries()) for reader in readers] == [2] * len(readers)

        with serving(site.folder, places["new"]) as new:  # 1
            assert _looks(readers) == {0}
            _build(site, new, HOME)  # 2
            assert f"{new.address(site.output)}/topics/light/" in site.json("topics/light")["feed_url"]
            assert _looks(readers) == {0}

    with (
        serving(site.folder, places["new"], port=new.port),
        moved_host(places["old"], old.port, f"http://127.0.0.1:{new.port}"),
    ):  # 3
        assert _looks(readers) == {0}

        for number, states in enumerate([True, False]):  # 4
            there = Site(tmp_path / f"there-{number}")
            shutil.copytree(site.folder, there.folder, dirs_exist_ok=True)
            if not states:
                shutil.rmtree(there.folder / ".feeds")
            _build(there, new, HOME, at=site)
            assert there.files() == site.files()

        _write(site, "Light", FRESH)
        _build(site, new, HOME)
        assert _looks(readers) == {1}


def _looks(readers: list[Client]) -> set[int]:
    """Return how many items are new to any reader."""
    return {reader.poll() for reader in readers}
