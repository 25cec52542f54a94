"""`feeds serve` answers for feeds that are elsewhere, or have ended, by the map in the output, whoever wrote it."""

import threading
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from werkzeug.test import Client

from feeds.config import ServedOutput
from feeds.core.model import Group
from feeds.core.redirects import MAP_FORMATS, MAP_NAMES, MapFormat, Moved, Redirects
from feeds.devserver.app import OutputApp
from feeds.devserver.moved import Elsewhere, Moves
from feeds.formats import map_answers
from feeds.formats.redirect_maps import document

REDIRECTS = Redirects(
    "/f/", (Moved(Group("topic", "old"), Group("topic", "new"), ("rss", "page")),), (Group("topic", "ended"),)
)


def _client(folder: Path, base_url: str = "https://feeds.example.org/f/") -> Client:
    (folder / "topics" / "old").mkdir(parents=True, exist_ok=True)
    (folder / "topics" / "old" / "rss.xml").write_text("<rss/>")
    return Client(OutputApp(ServedOutput(folder, base_url, ())))


def _ask(client: Client, path: str) -> tuple[int, str | None]:
    with client.get(path, base_url="http://127.0.0.1/") as answer:
        return answer.status_code, answer.headers.get("Location")


@pytest.mark.parametrize("server", MAP_FORMATS)
def test_any_map_will_do(tmp_path: Path, server: MapFormat) -> None:
    """The output lies at the root here, whatever path its address has."""
    (tmp_path / MAP_NAMES[server]).write_bytes(document(server, REDIRECTS))
    client = _client(tmp_path)
    assert _ask(client, "/topics/old/rss.xml") == (301, "/topics/new/rss.xml")
    assert _ask(client, "/topics/old") == (301, "/topics/new/")
    assert _ask(client, "/topics/old/archive/2025-02/rss.xml") == (301, "/topics/new/archive/2025-02/rss.xml")
    assert _ask(client, "/topics/ended/feed.json")[0] == (404 if server == "cloudflare" else 410)


def test_a_build_changes_the_map(tmp_path: Path) -> None:
    """A map is read anew as soon as it changes, and when it is gone, the documents in the old place are sent."""
    client, path = _client(tmp_path), tmp_path / "redirects.caddy"
    assert _ask(client, "/topics/old/rss.xml") == (200, None)
    path.write_bytes(document("caddy", REDIRECTS))
    assert _ask(client, "/topics/old/rss.xml")[0] == 301
    path.write_bytes(document("caddy", Redirects("/f/")))
    assert _ask(client, "/topics/old/rss.xml") == (200, None)


def test_a_map_is_read_by_one_request_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large map that anybody has put there takes the memory of one reading, however many requests come at once."""
    (tmp_path / "redirects.nginx.map").write_bytes(document("nginx", REDIRECTS))
    moves = Moves()
    others: list[threading.Thread] = []
    found: list[object] = []

    def find() -> None:
        found.append(moves.find(str(tmp_path), "https://feeds.example.org/f/", "/topics/old/rss.xml"))

    def answers(name: str, content: bytes) -> dict[str, str | None]:
        assert not others, "a second request reads the map"
        others.extend(threading.Thread(target=find) for _ in range(5))
        for other in others:
            other.start()
        others[0].join(timeout=0.2)
        return map_answers.answers(name, content)

    monkeypatch.setattr("feeds.devserver.moved.map_answers", SimpleNamespace(answers=answers))
    find()
    for other in others:
        other.join()
    assert found == [Elsewhere("/topics/new/rss.xml")] * 6


@pytest.mark.parametrize(
    "rules",
    [
        b"/f/topics/old/rss.xml /f/topics/new/rss.xml 301\n",
        b"# Written by feeds: x\n/f/topics/old/rss.xml https://evil.example/ 301\n",
        b"# Written by feeds: x\n\xff\n/topics/old/rss.xml\n/x /y /z /topics/old/rss.xml\n",
    ],
)
def test_maps_of_others_do_nothing(tmp_path: Path, rules: bytes) -> None:
    """A `_redirects` of the site's own is for its service; no map leads out of the output."""
    (tmp_path / "_redirects").write_bytes(rules)
    assert _ask(_client(tmp_path), "/topics/old/rss.xml") == (200, None)


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("redirects.nginx.map", b'"' + b"a" * 50_000 + b'" "/b";\n'),
        ("redirects.nginx.map", b'"' + b"\\\\" * 25_000 + b'" 410;\n'),
        ("redirects.apache.map", b"/" + b"a" * 50_000 + b" /b\n"),
        ("redirects.caddy", b"@feeds_ended path /" + b"a" * 50_000 + b"\n"),
        ("_redirects", b"/" + b"a" * 50_000 + b" /b 301\n"),
    ],
)
def test_a_rule_longer_than_any_is_passed_over(name: str, rules: bytes) -> None:
    """A line that somebody made as long as a whole map costs no memory; the rules about it count."""
    about = {
        "redirects.nginx.map": b'"/x\\"\\\\" "/y";\n',
        "redirects.apache.map": b"/x%22%5C /y\n",
        "redirects.caddy": b'redir /x"\\ /y 301\n',
        "_redirects": b"/x%22%5C /y 301\n",
    }[name]
    assert map_answers.answers(name, about + rules) == {'/x"\\': "/y"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/%C3%A9é%20", "/éé "),
        ("/%é%", "/%é%"),
        ("/é%C3é", "/é\ufffdé"),
        ("/%zz%4", "/%zz%4"),
        ("/日%E6%97%A5", "/日日"),
    ],
)
def test_paths_are_decoded_as_by_the_library(path: str, expected: str) -> None:
    """Whatever stands beside a percent sign; what is no UTF-8 is replaced."""
    assert map_answers.answers("_redirects", f"{path} /b 301\n".encode()) == {expected: "/b"}
    assert unquote(path) == expected


def test_no_more_rules_are_read_than_a_map_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """A map of millions of short lines, or of words in a line, is read no further than a limit."""
    monkeypatch.setattr(map_answers, "MAX_LINES", 3)
    monkeypatch.setattr(map_answers, "MAX_WORDS", 2)
    assert list(map_answers.answers("_redirects", b"/a /b 301\n" * 2 + b"/c /d 301\n/e /f 301\n")) == ["/a", "/c"]
    assert list(map_answers.answers("redirects.caddy", b"@feeds_ended path /a /b /c\n")) == ["/a", "/b"]


def test_a_path_of_two_slashes_stays_here(tmp_path: Path) -> None:
    """No address in a map can name another host."""
    (tmp_path / "_redirects").write_bytes(b"# Written by feeds: x\n/topics/old/rss.xml //evil.example/ 301\n")
    status, location = _ask(_client(tmp_path, ""), "/topics/old/rss.xml")
    assert (status, location) == (301, "/evil.example/")
