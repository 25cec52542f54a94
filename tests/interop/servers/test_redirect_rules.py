"""The maps of redirects are escaped for their servers; Netlify's own parser finds no mistake in its own."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from feeds.core.model import Group
from feeds.core.redirects import MAP_FORMATS, MAP_MARK, MAP_NAMES, MapFormat, Moved, Redirects
from feeds.formats.map_answers import answers
from feeds.formats.redirect_maps import CLOUDFLARE_RULES, CLOUDFLARE_WILDCARDS, beyond_limits, document
from tests.interop.servers.programs import on_node

OLD, NOW, ENDED = Group("topic", "a"), Group("topic", "b"), Group("topic", "c")
REDIRECTS = Redirects("/f%20%22%7B$/", (Moved(OLD, NOW, ("rss", "page"), has_archives=True),), (ENDED,))
BASE = "/f%20%22%7B%24/topics"
MOVED = {
    f"{BASE}/a": f"{BASE}/b/",
    f"{BASE}/a/": f"{BASE}/b/",
    f"{BASE}/a/index.html": f"{BASE}/b/",
    f"{BASE}/a/rss.xml": f"{BASE}/b/rss.xml",
}
GONE = [f"{BASE}/c{path}" for path in ("", "/", "/index.html", "/rss.xml", "/atom.xml", "/feed.json")]


def test_netlify_reads_the_rules_as_they_are_meant(tmp_path: Path) -> None:
    """Every rule goes before the file that is there."""
    (tmp_path / "_redirects").write_bytes(document("netlify", REDIRECTS))
    found = on_node("redirects.mjs", "netlify-redirect-parser", str(tmp_path / "_redirects"))
    assert found["errors"] == []
    rules = [[old, now, 301, True] for old, now in MOVED.items()] + [[path, path, 410, True] for path in GONE]
    archives = [f"{BASE}/a/archive/*", f"{BASE}/b/archive/:splat", 301, True]
    assert found["rules"] == [*rules, archives]


def test_cloudflare_has_room_for_so_many() -> None:
    """By what it documents: a path, a path and 301; 2,000 rules at most, then 100 with a wildcard; none answers 410.

    What readers ask for goes first.
    """
    moved = tuple(Moved(Group("topic", f"old-{number}"), NOW, ("rss", "page"), True) for number in range(600))
    redirects = Redirects("/", moved, (ENDED,))
    lines = document("cloudflare", redirects).decode().splitlines()
    rules = [line.split(" ") for line in lines if not line.startswith("#")]
    plain, wild = rules[:CLOUDFLARE_RULES], rules[CLOUDFLARE_RULES:]
    assert len(wild) == CLOUDFLARE_WILDCARDS
    assert {"*" in old for old, _, _ in plain} == {False}
    assert {"*" in old for old, _, _ in wild} == {True}
    assert [old.endswith("/rss.xml") for old, _, _ in plain].index(False) == len(moved)
    assert all(len(rule) == 3 and rule[2] == "301" for rule in rules)
    assert beyond_limits(redirects) == (4 * len(moved) - CLOUDFLARE_RULES + len(moved) - CLOUDFLARE_WILDCARDS, 3000)


@pytest.mark.parametrize("server", MAP_FORMATS)
def test_every_map_bears_our_mark(server: MapFormat) -> None:
    """A map is told from a file of somebody else's, also where there is nothing to say."""
    assert document(server, Redirects("/")).startswith(MAP_MARK)
    assert document(server, REDIRECTS) == document(server, REDIRECTS)


@pytest.mark.parametrize(
    ("server", "line"),
    [
        ("nginx", f'"/f \\"{{$/topics/a/rss.xml" "{BASE}/b/rss.xml";'),
        ("nginx", '"/f \\"{$/topics/c" 410;'),
        ("apache", f"/f%20%22%7b$/topics/a/rss.xml {BASE}/b/rss.xml"),
        ("caddy", f"redir /f???$/topics/a/rss.xml {BASE}/b/rss.xml 301"),
    ],
)
def test_paths_are_escaped(server: MapFormat, line: str) -> None:
    """Quotes, braces, spaces and dollars in an address mean nothing to a server."""
    assert line in document(server, REDIRECTS).decode().splitlines()


@pytest.mark.parametrize("server", MAP_FORMATS)
def test_what_is_written_is_read(server: MapFormat) -> None:
    """`feeds serve` finds in each map what other servers do; in Caddy's some signs of the address are left open."""
    ended = {} if server == "cloudflare" else dict.fromkeys(map(unquote, GONE))
    found = answers(MAP_NAMES[server], document(server, REDIRECTS))
    base = "/f???$/" if server == "caddy" else '/f "{$/'
    expected = {unquote(old): unquote(now) for old, now in MOVED.items()} | ended
    assert found == {old.replace('/f "{$/', base): now for old, now in expected.items()}


@pytest.mark.parametrize("server", MAP_FORMATS)
def test_any_letters_and_signs_are_read(server: MapFormat) -> None:
    """Lines end where the map has a line end, and nowhere else: not at characters that Python counts as such, too."""
    redirects = Redirects("/%D0%BD';@%E2%80%A8/", REDIRECTS.moved)
    found = answers(MAP_NAMES[server], document(server, redirects))
    sign = "?" if server == "caddy" else "\u2028"
    assert found[f"/н';@{sign}/topics/a"] == "/н';@\u2028/topics/b/"
