"""What `feeds serve` refuses: other hosts, links out of the output, what is no file, and clients without an end."""

import errno
import http.client
import os
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from http.client import HTTPException
from io import BufferedReader, BytesIO
from pathlib import Path
from threading import Event, Semaphore
from typing import TYPE_CHECKING, cast

import pytest

from feeds.config import ServedOutput
from feeds.core.real_paths import real_path
from feeds.devserver import server
from feeds.devserver.app import OutputApp
from feeds.devserver.incoming import Incoming
from feeds.devserver.server import listening

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output with one document, and a secret beside it."""
    folder = tmp_path / "dist"
    (folder / "all").mkdir(parents=True)
    (folder / "all" / "rss.xml").write_text("<rss/>")
    (tmp_path / "secret.xml").write_text("secret")
    return folder


@pytest.fixture
def port(output: Path) -> Iterator[int]:
    """Return the port at which the output is served."""
    with listening(OutputApp(ServedOutput(output, "", ())), 0, pytest.fail) as url:
        yield int(url.rpartition(":")[2].strip("/"))


def ask(port: int, path: str = "/all/rss.xml", host: str | None = None) -> tuple[int, bytes]:
    """Return the status and the body of a response; it must come soon."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={} if host is None else {"Host": host})
    response = connection.getresponse()
    found = response.status, response.read()
    connection.close()
    return found


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:80", "[::1]:8000", "[::1]"])
def test_names_of_this_machine_are_answered(port: int, host: str) -> None:
    """A browser on this machine may use any name of it."""
    assert ask(port, host=host) == (200, b"<rss/>")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "192.0.2.1", ""]
)
def test_other_names_are_not(port: int, host: str) -> None:
    """A page elsewhere that gives its own name the address of this machine (DNS rebinding) reads nothing."""
    status, body = ask(port, host=host)
    assert status == 421
    assert b"only to the host names 127.0.0.1" in body
    assert b"<rss/>" not in body


@pytest.mark.parametrize("name", ["all/link.xml", "all/link.xml.gz", "folder/secret.xml", "up/secret.xml"])
def test_no_link_leads_out(output: Path, port: int, name: str) -> None:
    """A link to a file or a folder elsewhere is not there, for whoever asks."""
    (output / "all" / "link.xml").symlink_to("../../secret.xml")
    (output / "all" / "link.xml.gz").symlink_to(output.parent / "secret.xml")
    (output / "folder").symlink_to(output.parent)
    (output / "up").symlink_to("..")
    assert ask(port, f"/{name}")[0] == 404
    assert ask(port, "/folder")[0] == 404
    assert ask(port, "/folder/")[0] == 404


@pytest.mark.parametrize("kind", ["sqlite", "seal", "attempt", "hubs", "lock", "sqlite-journal"])
def test_a_state_in_the_output_is_not_sent(output: Path, port: int, kind: str) -> None:
    """It is private, and knows of articles to come."""
    (output / f"dist-de0eed26.{kind}").write_text("secret")
    assert ask(port, f"/dist-de0eed26.{kind}")[0] == 404


def test_links_within_the_output_are_followed(output: Path, tmp_path: Path) -> None:
    """The output itself may be a link, as may a folder in it that leads to another there."""
    (output / "latest").symlink_to("all")
    (tmp_path / "public").symlink_to(output)
    with listening(OutputApp(ServedOutput(tmp_path / "public", "", ())), 0, pytest.fail) as url:
        port = int(url.rpartition(":")[2].strip("/"))
        assert ask(port, "/latest/rss.xml") == ask(port) == (200, b"<rss/>")


@pytest.mark.parametrize("name", ["leak.txt", "all/leak.txt", "open/a.sqlite", "all/leak.txt.gz", "open/.sub/a.sqlite"])
def test_no_link_leads_to_what_is_hidden(output: Path, port: int, name: str) -> None:
    """What has a name with a dot before it, or lies below one, is not there under another name either."""
    hidden = output / ".feeds" / ".sub"
    hidden.mkdir(parents=True)
    for folder in (hidden, hidden.parent):
        (folder / "a.sqlite").write_text("secret")
    (output / "open").symlink_to(".feeds")
    (output / "leak.txt").symlink_to(".feeds/a.sqlite")
    for link in ("leak.txt", "leak.txt.gz"):
        (output / "all" / link).symlink_to("../open/a.sqlite")
    assert ask(port, f"/{name}")[0] == 404
    assert ask(port, "/open")[0] == ask(port, "/open/")[0] == 404


def test_what_is_well_known_is_not_hidden(tmp_path: Path) -> None:
    """What lies in `.well-known` is there, also by a link, and in an output whose own path has a dot in it."""
    output = tmp_path / ".site" / "dist"
    (output / ".well-known").mkdir(parents=True)
    (output / ".well-known" / "a.txt").write_text("known")
    (output / "a.txt").symlink_to(".well-known/a.txt")
    with listening(OutputApp(ServedOutput(output, "", ())), 0, pytest.fail) as url:
        port = int(url.rpartition(":")[2].strip("/"))
        assert ask(port, "/a.txt") == ask(port, "/.well-known/a.txt") == (200, b"known")


@pytest.mark.parametrize("kind", ["fifo", "socket", "device", "folder", "circle"])
def test_only_files_are_opened(output: Path, port: int, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no file is not there, and holds nothing up."""
    path = output / "all" / "feed.json"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        monkeypatch.chdir(output / "all")
        with socket.socket(socket.AF_UNIX) as other:
            other.bind("feed.json")
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        (output / "all" / "index.html").mkdir()
    else:
        path.symlink_to("feed.json")
    assert ask(port, "/all/" if kind == "folder" else "/all/feed.json")[0] == 404
    assert ask(port)[0] == 200


def test_strange_addresses_are_not_there(port: int) -> None:
    """No address leads out of the output, or to a fault."""
    for path in ("/../secret.xml", "/%2e%2e/secret.xml", "//secret.xml", "/%00", "/all/%ff", "/" + "a" * 5_000, "/.."):
        assert ask(port, path)[0] in (404, 400), path


def test_a_client_that_does_not_end_is_cut_off(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients that send a request byte by byte lose their connection, so that they hold no threads for good."""
    monkeypatch.setattr(server, "MAX_SECONDS", 0.3)
    with listening(OutputApp(ServedOutput(output, "", ())), 0, pytest.fail) as url:
        port = int(url.rpartition(":")[2].strip("/"))
        with socket.create_connection(("127.0.0.1", port), timeout=30) as slow:
            slow.sendall(b"GET /all/rss.xml HTTP/1.1\r\nHost: local")
            assert slow.recv(1) == b""
        assert ask(port)[0] == 200


def test_a_head_without_an_end_is_refused(port: int) -> None:
    """Lines that are allowed each, but come to more than any browser sends, are not kept in memory until they end."""
    head = b"GET /all/rss.xml HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"y" * 60_000 + b"\r\nX: " + b"y" * 60_000
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(head)
        assert client.recv(100).startswith(b"HTTP/1.1 431 ")
    assert ask(port)[0] == 200


def test_a_body_is_passed_over_in_pieces(port: int) -> None:
    """A body that no request for a document needs is not read into memory, and keeps nobody from the answer."""
    pieces: list[int] = []

    class Body(BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            pieces.append(size or 0)
            return super().read1(size)

    incoming = Incoming(cast("BufferedReader", Body(b"GET / HTTP/1.1\r\n" + b"b" * 10_000_000)))
    assert incoming.readline(65_537) == b"GET / HTTP/1.1\r\n"
    while incoming.read(10_000_000):
        pass
    assert max(pieces) < 100_000

    head = b"GET /all/rss.xml HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(head + b"b" * 200_000)
        assert client.recv(100).startswith(b"HTTP/1.1 200 ")


def test_a_link_in_the_place_of_the_output_is_not_followed(output: Path, port: int) -> None:
    """Who can move the output away gives nobody the files of another folder."""
    assert ask(port)[0] == 200
    others = output.parent / "others"
    (others / "all").mkdir(parents=True)
    (others / "all" / "rss.xml").write_text("secret")
    output.rename(output.parent / "moved")
    output.symlink_to(others)
    assert ask(port) == (404, ask(port, "/nothing")[1])
    assert ask(port, "/all")[0] == 404


def test_a_client_that_goes_away_leaves_no_file_open(output: Path, port: int) -> None:
    """A reader may end the connection at any moment; a file that stayed open would be a warning, and fail this test."""
    (output / "all" / "rss.xml").write_bytes(bytes(100_000))
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closes by a reset
            connection.sendall(b"GET /all/rss.xml HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(1) == b"H"
    assert ask(port)[0] == 200


@pytest.mark.parametrize("moment", [-99_999_999_999, 99_999_999_999_999])
def test_a_file_of_a_time_that_cannot_be_is_served(output: Path, port: int, moment: int) -> None:
    """The times of files are whatever somebody has set; no fault is told, which would fail this test."""
    document = output / "all" / "rss.xml"
    os.utime(document, (moment, moment))
    if int(document.stat().st_mtime) != moment:
        pytest.skip("this file system knows fewer years")
    assert ask(port) == (200, b"<rss/>")


@pytest.mark.parametrize("name", ["If-Modified-Since", "If-Unmodified-Since", "If-Range"])
@pytest.mark.parametrize("zone", ["+99999999999999", "+2359", "-0000"])
def test_a_date_that_cannot_be_is_no_condition(port: int, name: str, zone: str) -> None:
    """The document is sent, or part of it; no fault is told, which would fail this test."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        fields = f"{name}: Mon, 01 Jan 2020 00:00:00 {zone}\r\nRange: bytes=0-1\r\nConnection: close"
        connection.sendall(f"GET /all/rss.xml HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n\r\n".encode())
        assert int(connection.recv(12)[9:12]) in (200, 206, 412)


@pytest.mark.parametrize("address", ["http://[::1", "http://localhost:99999/all/rss.xml", "http://[/all/", "//[/all/"])
def test_what_is_no_address_is_answered(port: int, address: str) -> None:
    """Whatever a client sends as an address gets an answer, and no fault is told, which would fail this test."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = connection.recv(12)
    assert answer.startswith(b"HTTP/1.1 "), address
    assert int(answer[9:12]) in (200, 400, 404, 421), address


def test_many_connections_are_too_many(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients that hold connections open take neither the threads nor the open files of others: theirs are closed."""
    monkeypatch.setattr(server, "MAX_CONNECTIONS", 5)
    held = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(20)]
    assert ask(port)[0] == 200
    assert [connection.recv(1) for connection in held[:15]] == [b""] * 15
    for connection in held:
        connection.close()


def test_threads_of_closed_connections_are_counted(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is closed early gives its place away, but its thread is at work until it has an answer."""
    monkeypatch.setattr(server, "MAX_CONNECTIONS", 2)
    monkeypatch.setattr(server, "MAX_THREADS", 4)
    app, begun, may_end = OutputApp(ServedOutput(output, "", ())), Semaphore(0), Event()

    def slow(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        begun.release()
        may_end.wait(30)
        return app(environ, start_response)

    with listening(cast("OutputApp", slow), 0, pytest.fail) as url:
        port = int(url.rpartition(":")[2].strip("/"))
        held = []
        for number in range(8):
            held.append(socket.create_connection(("127.0.0.1", port), timeout=30))
            held[-1].sendall(b"GET /all/rss.xml HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert begun.acquire(timeout=30) if number < 4 else held[-1].recv(1) == b""
        assert not begun.acquire(timeout=0.1)
        may_end.set()
        assert [connection.recv(5) for connection in held[2:4]] == [b"HTTP/"] * 2
        for connection in held:
            connection.close()
        assert _answered_before_long(port) == 200


def _answered_before_long(port: int) -> int:
    """Return the status of an answer, once the threads of connections that were closed have ended."""
    for _ in range(300):
        with suppress(ConnectionError, HTTPException):
            return ask(port)[0]
        time.sleep(0.1)
    return 0


def test_what_requests_leave_behind_is_collected(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects that hold each other stay for long in a process that is set up for builds."""
    collected: list[int] = []
    monkeypatch.setattr(server, "TIDY_AFTER", 5)
    monkeypatch.setattr("gc.collect", lambda: collected.append(1))
    for _ in range(11):
        assert ask(port)[0] == 200
    assert len(collected) == 2


def test_a_path_that_no_file_can_have_is_not_looked_for(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its names would take the system a moment, for the file itself, a folder, and compressed ones."""
    asked: list[object] = []
    for module in ("app", "files"):
        monkeypatch.setattr(f"feeds.devserver.{module}.real_path", asked.append)
    assert ask(port, "/" + "a/" * 2_048)[0] == 404
    assert asked == []
    assert ask(port, "/" + "a/" * 2_000)[0] == 404
    assert asked


def test_what_changes_at_this_very_moment_is_not_there(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that becomes a folder while it is read is no fault of feeds, which would fail this test."""

    def realpath(path: str | Path) -> str | None:
        if str(path).endswith("rss.xml"):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        return usual(path)

    usual = real_path
    monkeypatch.setattr("feeds.devserver.files.real_path", realpath)
    assert ask(port)[0] == 404
    monkeypatch.undo()
    assert ask(port)[0] == 200
