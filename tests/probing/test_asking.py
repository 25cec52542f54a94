"""Asking real servers on this machine, which lie, stall, lead astray and never end."""

import asyncio
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from feeds.core.errors import Interrupted, OutputError
from feeds.core.progress import no_progress
from feeds.probing import asking, hosts, http
from feeds.probing.addresses import ForbiddenAddressError, Guard
from feeds.probing.answers import Answers, Looked, open_answers
from feeds.probing.asking import Asked, ask_all
from feeds.probing.budget import MOST_REQUESTS, Budget
from feeds.probing.connections import BoundedConnector
from feeds.probing.records import Answer
from tests.articles.test_local_files import jpeg, mp3, png
from tests.probing.server import (
    Behaviour,
    Server,
    dripping,
    endless,
    file,
    in_turn,
    moved,
    raw,
    serving,
    stalling,
    status,
)

PICTURE = png(64, 48) + bytes(3_000)
NOW = 1_800_000_000


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server on this machine's loopback."""
    with serving() as one:
        yield one


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., Asked]:
    """Return a function that asks addresses at a time, and keeps the answers from one call to the next."""

    def asked(
        *urls: str | Looked, now: float = NOW, budget: Budget | None = None, allowed: tuple[str, ...] = ("127.0.0.0/8",)
    ) -> Asked:
        wanted = [Looked(one, "picture", is_told=False, stamp=None) if isinstance(one, str) else one for one in urls]
        with open_answers(tmp_path / "answers.sqlite", pytest.fail) as answers:
            return ask_all(
                wanted,
                answers,
                agent="feeds/test (+https://site.example/)",
                guard=Guard(allowed),
                budget=budget or Budget(),
                progress=no_progress,
                clock=lambda: now,
            )

    return asked


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no answer take longer than a second."""
    monkeypatch.setattr(http, "ANSWER_SECONDS", 1)


def one(asked: Asked) -> Answer:
    """Return the only answer."""
    (found,) = asked.answers
    return found


def test_a_picture(server: Server, ask: Callable[..., Asked]) -> None:
    """The beginning of a file tells all, and the request is a polite one."""
    server.pages["/a.png"] = file(PICTURE, etag='"a"')
    found = one(ask(f"{server.url}/a.png"))
    assert (found.type, found.length, found.width, found.height, found.etag) == (
        "image/png",
        len(PICTURE),
        64,
        48,
        '"a"',
    )
    (request,) = server.asked
    assert request["method"] == "GET"
    assert request["range"] == "bytes=0-65535"
    assert request["user-agent"] == "feeds/test (+https://site.example/)"
    assert request["accept-encoding"] == "identity"
    assert "cookie" not in request


def test_sound(server: Server, ask: Callable[..., Asked]) -> None:
    """A sound of an hour is not loaded for its duration."""
    server.pages["/a.mp3"] = file(mp3(1_000), "audio/mpeg", length=417 * 137_816)
    found = one(ask(Looked(f"{server.url}/a.mp3", "medium", is_told=False, stamp=None)))
    assert (found.type, found.length, found.duration) == ("audio/mpeg", 417 * 137_816, 3_600)


def test_headers_alone_where_the_article_tells_the_rest(server: Server, ask: Callable[..., Asked]) -> None:
    """Of a picture whose type and size an article gives, only the headers are asked for."""
    server.pages["/a.png"] = file(PICTURE)
    found = one(ask(Looked(f"{server.url}/a.png", "picture", is_told=True, stamp=None)))
    assert (found.length, found.type, found.seen) == (len(PICTURE), None, NOW)
    assert [request["method"] for request in server.asked] == ["HEAD"]


def test_a_server_that_takes_no_head(server: Server, ask: Callable[..., Asked]) -> None:
    """Where headers alone are refused, the beginning is asked for."""
    server.pages["/a.png"] = file(PICTURE, heads=False)
    found = one(ask(Looked(f"{server.url}/a.png", "picture", is_told=True, stamp=None)))
    assert (found.width, found.length) == (64, len(PICTURE))
    assert [request["method"] for request in server.asked] == ["HEAD", "GET"]


def test_a_server_without_ranges(server: Server, ask: Callable[..., Asked]) -> None:
    """A server that sends everything is left after the beginning, and its length is that of its headers."""
    server.pages["/a.png"] = file(PICTURE + bytes(5_000_000), ranges=False)
    assert one(ask(f"{server.url}/a.png")).length == len(PICTURE) + 5_000_000
    server.pages["/b.png"] = file(PICTURE, ranges=False)
    assert one(ask(f"{server.url}/b.png")).length == len(PICTURE)


def test_a_size_that_stands_far_behind(server: Server, ask: Callable[..., Asked]) -> None:
    """More is asked for where a picture's size is not in the first 64 KB, and then no more."""
    segment = b"\xff\xe2\xff\xff" + bytes(65_533)
    server.pages["/a.jpg"] = file(b"\xff\xd8" + segment * 3 + jpeg(640, 480)[2:], "image/jpeg")
    server.pages["/b.jpg"] = file(b"\xff\xd8" + segment * 60 + jpeg(640, 480)[2:], "image/jpeg")
    found = {answer.url[-5:]: answer for answer in ask(f"{server.url}/a.jpg", f"{server.url}/b.jpg").answers}
    assert (found["a.jpg"].width, found["b.jpg"].width) == (640, None)
    assert server.counts() == {"/a.jpg": 2, "/b.jpg": 2}


def test_an_endless_body(server: Server, ask: Callable[..., Asked]) -> None:
    """Of a body without end no more is read than asked for."""
    server.pages["/a.png"] = endless(PICTURE)
    found = one(ask(f"{server.url}/a.png"))
    assert (found.width, found.length) == (64, None)


@pytest.mark.usefixtures("short_patience")
@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(stalling(), id="nothing"),
        pytest.param(stalling(b"HTTP/1.1 200 OK\r\nContent-"), id="half of the headers"),
        pytest.param(stalling(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n\x89PNG"), id="half of the body"),
        pytest.param(dripping(), id="headers without end"),
    ],
)
def test_a_server_that_stalls(server: Server, ask: Callable[..., Asked], behaviour: Behaviour) -> None:
    """A server that never comes to an end costs no more than its time, and others are asked meanwhile."""
    server.pages |= {"/a.png": behaviour, "/b.png": file(PICTURE)}
    found = {answer.url[-5:]: answer for answer in ask(f"{server.url}/a.png", f"{server.url}/b.png").answers}
    assert found["a.png"].said in ("timed out", "no proper answer")
    assert (found["a.png"].failures, found["a.png"].is_gone) == (1, False)
    assert found["b.png"].width == 64


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0\0\0\0",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n12345",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://[/\r\n\r\n",
    ],
)
def test_what_is_no_answer(server: Server, ask: Callable[..., Asked], answer: bytes) -> None:
    """Whatever a server sends, it is a failure like any other."""
    server.pages["/a.png"] = raw(answer)
    found = one(ask(f"{server.url}/a.png"))
    assert (found.said, found.failures) == ("no proper answer", 1)


def test_lengths_that_are_not_true(server: Server, ask: Callable[..., Asked]) -> None:
    """A length that no file has is none."""
    header = b"HTTP/1.1 206 OK\r\nContent-Type: image/png\r\nContent-Length: 97\r\nContent-Range: %s\r\n\r\n"
    for number, written in enumerate([b"bytes 0-96/*", b"bytes 0-96/-5", b"bytes 0-96/" + b"9" * 30, b"what?"]):
        server.pages[f"/{number}.png"] = raw(header % written + png(64, 48))
    found = ask(*(f"{server.url}/{number}.png" for number in range(4))).answers
    assert [(answer.width, answer.length) for answer in found] == [(64, None)] * 4


def test_compressed_bodies_are_not_unpacked(server: Server, ask: Callable[..., Asked]) -> None:
    """A small body that grows without end is taken as it is."""
    body = b"\x1f\x8b\x08" + bytes(60)
    headers = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Encoding: gzip\r\nContent-Length: 63\r\n\r\n"
    server.pages["/a.png"] = raw(headers + body)
    found = one(ask(f"{server.url}/a.png"))
    assert (found.no_pictures, found.width) == (1, None)


def test_redirects(server: Server, ask: Callable[..., Asked]) -> None:
    """Redirects are followed and noted; one that leads in a circle, or to another scheme, is a failure."""
    server.pages |= {
        "/a.png": moved("/b/c.png"),
        "/b/c.png": moved("d.png", 307),
        "/b/d.png": file(PICTURE),
        "/circle": moved("/circle"),
        "/file": moved("file:///etc/passwd"),
        "/empty": moved(""),
    }
    found = {
        answer.url.removeprefix(server.url): answer
        for answer in ask(*(f"{server.url}{path}" for path in ("/a.png", "/circle", "/file", "/empty"))).answers
    }
    assert (found["/a.png"].width, found["/a.png"].moved) == (64, f"{server.url}/b/d.png")
    assert found["/circle"].said == "redirects without end"
    assert found["/file"].said == "no proper answer"
    assert found["/empty"].said == "301"
    assert server.counts()["/circle"] == http.MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433", "0x7f.1"]
)
def test_private_addresses_are_not_asked(server: Server, ask: Callable[..., Asked], host: str) -> None:
    """This machine is not asked, however it is written, and also not by a redirect from a server that may be."""
    private = f"http://{host}:{server.port}/secret"
    server.otherwise = file(PICTURE)
    direct = one(ask(private, allowed=()))
    assert direct.seen is None
    assert server.asked == []

    with serving("127.0.0.2") as allowed:
        allowed.pages["/a.png"] = moved(private)
        found = one(ask(f"{allowed.url}/a.png", allowed=("127.0.0.2",)))
        assert found.seen is None
        assert server.asked == []


def test_a_name_that_changes_between_look_up_and_connection(
    server: Server, ask: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is looked up once, and the connection leads to the address that was checked then."""
    looked_up: list[str] = []

    def changing(host: str, port: int, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        looked_up.append(host)
        address = "127.0.0.1" if len(looked_up) == 1 else "127.0.0.3"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    server.pages["/a.png"] = file(PICTURE)
    assert one(ask(f"http://flip.example:{server.port}/a.png", allowed=("127.0.0.1",))).width == 64
    assert looked_up == ["flip.example"]
    later = one(ask(f"http://flip.example:{server.port}/b.png", allowed=("127.0.0.1",)))
    assert later.said == "in a private network, or on this machine"


def test_a_name_with_a_public_and_a_private_address(
    server: Server, ask: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is not asked at all if one of its addresses may not be."""
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 1)) for address in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    found = one(ask("http://two.example:1/a.png", allowed=()))
    assert found.said == "in a private network, or on this machine"


def test_no_such_host_and_nobody_there(ask: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be reached is a failure in plain words."""
    with serving() as gone:
        url = f"{gone.url}/a.png"
    assert one(ask(url)).said == "no connection"

    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert one(ask("http://nosuch.example/a.png")).said == "no such host"


def test_an_end_is_no_fault_of_what_was_asked(ask: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal that comes while an address is asked ends the run as what it is."""

    def ended(*_: object) -> None:
        raise Interrupted

    monkeypatch.setattr(asking, "judge", ended)
    with serving() as one_server, pytest.raises(Interrupted):
        ask(f"{one_server.url}/a.png")


def test_a_signal_leaves_nothing_waiting(server: Server, tmp_path: Path) -> None:
    """One that comes while the loop notes that a task is done must not keep the others waiting for that for ever."""
    program = """
import asyncio, os, signal, sys
from pathlib import Path
from feeds.core.interrupts import end_on_signal
from feeds.core.progress import no_progress
from feeds.probing import asking
from feeds.probing.addresses import Guard
from feeds.probing.answers import Looked, open_answers
from feeds.probing.budget import Budget

note = asyncio.TaskGroup._on_task_done

def end(*args):
    os.kill(os.getpid(), signal.SIGTERM)
    note(*args)

asyncio.TaskGroup._on_task_done = end
end_on_signal()
with open_answers(Path(sys.argv[2]), print) as answers:
    wanted = [Looked(f"{sys.argv[1]}/{number}.png", "picture", False, None) for number in range(3)]
    how = {"agent": "x", "guard": Guard(["127.0.0.1"]), "budget": Budget(), "progress": no_progress}
    asking.ask_all(wanted, answers, **how)
"""
    command = [sys.executable, "-c", program, server.url, str(tmp_path / "answers.sqlite")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "Interrupted" in result.stderr.splitlines()[-1]


def test_answers_that_change(server: Server, ask: Callable[..., Asked]) -> None:
    """A month later only what has changed is asked for, and a changed file is looked at again."""
    first, second = file(PICTURE, etag='"a"'), file(png(32, 24), etag='"b"')
    server.pages["/a.png"] = in_turn(first, first, second)
    url, month = f"{server.url}/a.png", 40 * 86_400
    assert one(ask(url)).width == 64
    assert ask(url, now=NOW + 86_400).answers == ()
    same = one(ask(url, now=NOW + month))
    assert (same.width, same.said) == (64, "304")
    assert server.asked[-1]["if-none-match"] == '"a"'
    assert one(ask(url, now=NOW + 2 * month)).width == 32
    assert [request["method"] for request in server.asked] == ["GET", "HEAD", "HEAD", "GET"]


def test_too_many_requests(server: Server, ask: Callable[..., Asked]) -> None:
    """A host that has had enough is left alone for as long as it says, and nothing of its other pictures is lost."""
    server.otherwise = status(429, Retry_After="7200")
    urls = [f"{server.url}/{number}.png" for number in range(50)]
    first = ask(*urls)
    assert len(first.answers) <= hosts.PER_HOST
    assert first.left == 50 - len(first.answers)
    assert ask(*urls, now=NOW + 3_600).requests == 0
    server.otherwise = file(PICTURE)
    later = ask(*urls, now=NOW + 7_300)
    assert (len(later.answers), later.left) == (50, 0)


@pytest.mark.parametrize(
    "written", ["9" * 19, "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 2024 00:00:00 +99999999999999999999", "-5", "x"]
)
def test_a_host_that_wants_too_long_a_pause(server: Server, ask: Callable[..., Asked], written: str) -> None:
    """No host is left alone for ever, whatever it asks for, and none ends the run for all others."""
    server.pages["/a.png"] = status(429, Retry_After=written)
    with serving("127.0.0.2") as good:
        good.pages["/b.png"] = file(PICTURE)
        found = {answer.url[-5:]: answer.said for answer in ask(f"{server.url}/a.png", f"{good.url}/b.png").answers}
    assert found == {"a.png": "429", "b.png": "206"}
    later = ask(f"{server.url}/a.png", now=NOW + 31 * 86_400)
    assert len(later.answers) == 1


def test_the_target_of_a_redirect_asks_for_itself_alone(server: Server, ask: Callable[..., Asked]) -> None:
    """Whoever is led to a host that has had enough leaves that one alone, and not the one that led there."""
    server.otherwise = file(PICTURE)
    with serving("127.0.0.2") as busy:
        busy.otherwise = status(503, Retry_After="7200")
        server.pages["/a.png"] = moved(f"{busy.url}/x")
        ask(f"{server.url}/a.png")
        urls = [f"{server.url}/b.png", f"{busy.url}/c.png"]
        assert [answer.url for answer in ask(*urls).answers] == urls[:1]


def test_a_dead_host_does_not_hold_up_the_others(server: Server, ask: Callable[..., Asked]) -> None:
    """After a few failures one after another a host is left for the next time."""
    with serving("127.0.0.2") as dead:
        pass
    server.otherwise = file(PICTURE)
    urls = [f"{one.url}/{number}.png" for number in range(30) for one in (dead, server)]
    found = ask(*urls)
    assert sum(answer.seen is not None for answer in found.answers) == 30
    assert found.left >= 30 - hosts.MAX_FAILURES - hosts.PER_HOST


def test_few_at_once_of_one_host(server: Server, ask: Callable[..., Asked]) -> None:
    """No host is asked for more than a few files at a time."""

    async def slowly(one: Server, request: dict[str, str], writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.01)
        await file(PICTURE)(one, request, writer)

    server.otherwise = slowly
    ask(*(f"{server.url}/{number}.png" for number in range(40)))
    assert 1 < server.most_open <= hosts.PER_HOST


def test_the_budget(server: Server, ask: Callable[..., Asked]) -> None:
    """A run takes no more requests than it may; the newest are asked first, and the next run goes on."""
    server.otherwise = file(PICTURE)
    urls = [f"{server.url}/{number}.png" for number in range(30)]
    first = ask(*urls, budget=Budget(requests=10))
    assert {answer.url for answer in first.answers} == set(urls[:10])
    assert (first.requests, len(server.asked), first.left) == (10, 10, 20)
    second = ask(*urls)
    assert len(first.answers) + len(second.answers) == 30
    assert ask(*urls, now=NOW).answers == ()
    assert ask(*(f"{server.url}/x{number}.png" for number in range(9)), budget=Budget(seconds=0)).left == 9


@pytest.mark.parametrize("requests", [1, 2, 7, 15])
def test_redirects_are_requests(server: Server, ask: Callable[..., Asked], requests: int) -> None:
    """Each step of a redirect is taken from the budget, and none is made once that is spent."""
    server.otherwise = moved("/circle")
    asked = ask(*(f"{server.url}/{number}.png" for number in range(20)), budget=Budget(requests=requests))
    assert asked.requests == len(server.asked) == requests


def test_a_request_that_is_made_again_counts_again(server: Server, ask: Callable[..., Asked]) -> None:
    """A server that closes a connection after a second request on it is asked once more, and that is counted."""
    refusing = status(405)

    async def behave(one_server: Server, request: dict[str, str], writer: asyncio.StreamWriter) -> None:
        if request["method"] == "HEAD":
            await refusing(one_server, request, writer)
        else:
            writer.close()

    behave.keeps_open = True  # type: ignore[attr-defined]
    server.otherwise = behave
    asked = ask(Looked(f"{server.url}/a.png", "picture", is_told=True, stamp=None))
    assert [request["method"] for request in server.asked] == ["HEAD", "GET", "GET"]
    assert asked.requests == 3
    ask(Looked(f"{server.url}/b.png", "picture", is_told=True, stamp=None), budget=Budget(requests=2))
    assert server.counts()["/b.png"] == 2


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(stalling(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n\x89PNG"), id="a body that stops"),
        pytest.param(stalling(), id="nothing"),
        pytest.param(dripping(), id="headers without end"),
        pytest.param(stalling(b"HTTP/1.1 103 Early Hints\r\n\r\n"), id="an interim answer"),
    ],
)
def test_the_end_of_a_run_ends_what_is_under_way(
    server: Server, ask: Callable[..., Asked], behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that would go on for ever ends with the run, and what has had most of one is a failure."""
    monkeypatch.setattr(http, "ANSWER_SECONDS", 10_000)
    server.pages["/a.png"] = behaviour
    found = one(ask(f"{server.url}/a.png", budget=Budget(seconds=0.5)))
    assert (found.said, found.failures) == ("timed out", 1)


def test_what_the_end_of_a_run_cuts_off(server: Server, ask: Callable[..., Asked]) -> None:
    """What takes a run by itself does not come first in each run, and no other ever; what began later is left."""
    server.otherwise = moved("/circle")
    urls = [f"{server.url}/{number}.png" for number in range(3)]
    for number, url in enumerate(urls):
        asked = ask(*urls, budget=Budget(requests=4), now=NOW + number)
        assert [(one.url, one.said) for one in asked.answers] == [(url, "takes more requests than a run may make")]
        assert asked.left == 2 - number


@pytest.mark.parametrize("requests", [2, 5, 64, 200])
def test_what_others_have_taken_is_no_failure(server: Server, ask: Callable[..., Asked], requests: int) -> None:
    """Each run finishes addresses that lead elsewhere, however few requests it may make, and leaves the others."""
    urls = [f"{server.url}/{number}.png" for number in range(100)]
    server.pages |= {f"/{number}.png": moved("/new") for number in range(100)} | {"/new": file(PICTURE)}
    left = 100
    for number in range(3):
        asked = ask(*urls, budget=Budget(requests=requests), now=NOW + number)
        assert all(answer.width == 64 for answer in asked.answers)
        assert min(left, requests // 2 - requests // MOST_REQUESTS) <= len(asked.answers) <= requests // 2
        left -= len(asked.answers)
        assert asked.left == left


def test_a_host_that_answers_by_one_scheme_alone(server: Server, ask: Callable[..., Asked]) -> None:
    """Addresses by https that fail do not have those of the same host by http left alone."""
    server.otherwise = file(PICTURE)
    secure = [f"https://{server.host}:{server.port}/{number}.png" for number in range(9)]
    plain = [f"{server.url}/{number}.png" for number in range(20)]
    asked = ask(*secure, *plain)
    assert {answer.url for answer in asked.answers if answer.width} == set(plain)
    assert asked.left > 0


def test_connections_that_wait_are_few(ask: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch) -> None:
    """Many hosts that keep connections open do not use up the files that a process may have."""
    monkeypatch.setattr(http, "CONNECTIONS", 3)
    release, waiting = BoundedConnector._release, []

    def noting(connector: BoundedConnector, *given: Any, **options: Any) -> None:
        release(connector, *given, **options)
        waiting.append(sum(map(len, connector._conns.values())))

    monkeypatch.setattr(BoundedConnector, "_release", noting)
    with ExitStack() as stack:
        hosts_there = [stack.enter_context(serving(f"127.0.0.{number}")) for number in range(2, 12)]
        for one_host in hosts_there:
            one_host.otherwise = file(PICTURE)
        found = ask(*(f"{one_host.url}/{number}.png" for number in range(3) for one_host in hosts_there)).answers
    assert [answer.width for answer in found] == [64] * 30
    assert max(waiting) == 3


def test_answers_that_cannot_be_kept_are_told(
    server: Server, ask: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the database while several addresses are asked is what it would be alone."""

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(Answers, "get", fail)
    with pytest.raises(OutputError, match="unable to open database file"):
        ask(*(f"{server.url}/{number}.png" for number in range(9)))


def test_what_failed_is_asked_after_all_others(server: Server, ask: Callable[..., Asked]) -> None:
    """Addresses that take a whole run and fail do not come first in each one, whenever they are due."""
    failing = [f"{server.url}/{number}.png" for number in range(4)]
    good = [f"{server.url}/{number}.png" for number in range(4, 8)]
    server.otherwise = status(500)
    ask(*failing)
    server.otherwise = file(PICTURE)
    later = NOW + 86_400
    assert {answer.url for answer in ask(*failing, *good, budget=Budget(requests=4), now=later).answers} == set(good)
    assert {answer.url for answer in ask(*failing, *good, now=later).answers} == set(failing)


def test_a_dead_host_behind_redirects_is_left_alone(server: Server, ask: Callable[..., Asked]) -> None:
    """The host that fails is asked no further, and the one that only leads there is asked for all that it has."""
    with serving("127.0.0.2") as dead:
        pass
    server.otherwise = file(PICTURE)
    server.pages = {f"/{number}.png": moved(f"{dead.url}/{number}") for number in range(20)}
    asked = ask(*(f"{server.url}/{number}.png" for number in range(40)))
    said = Counter(answer.said for answer in asked.answers)
    assert (said["206"], asked.left) == (20, 0)
    assert hosts.MAX_FAILURES <= said["no connection"] <= hosts.MAX_FAILURES + hosts.PER_HOST
    assert said["leads to a host that is left alone"] == 20 - said["no connection"]
    assert asked.requests == 40 + said["no connection"]


def test_no_redirect_leads_to_a_host_that_is_put_off(server: Server, ask: Callable[..., Asked]) -> None:
    """What leads to a host that has had enough is asked again when that may be asked, however it is written."""
    with serving("127.0.0.2") as busy:
        busy.otherwise = status(429, Retry_After="7200")
        ask(f"{busy.url}/x")
        places = (busy.url, busy.url.replace("//", "//me@"), busy.url.replace("//", "//you:me@"))
        server.pages = {f"/{number}.png": moved(f"{place}/a") for number, place in enumerate(places)}
        found = ask(*(f"{server.url}{path}" for path in server.pages), now=NOW + 3_000).answers
        assert {answer.said for answer in found} == {"leads to a host that is left alone"}
        assert {answer.due for answer in found} == {NOW + 7_200}
        assert len(busy.asked) == 1


def test_those_in_line_for_a_host_hear_that_it_has_had_enough(ask: Callable[..., Asked]) -> None:
    """Many hosts that lead to one ask it a few at a time, and none after it has said that it is too much."""

    async def slowly(one: Server, request: dict[str, str], writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)
        await status(503)(one, request, writer)

    with ExitStack() as stack:
        busy, *leading = (stack.enter_context(serving(f"127.0.0.{number}")) for number in range(2, 10))
        busy.otherwise = slowly
        for one_host in leading:
            one_host.otherwise = moved(f"{busy.url}/a")
        asked = ask(*(f"{one_host.url}/{number}.png" for number in range(3) for one_host in leading))
        assert (len(asked.answers), asked.left) == (21, 0)
        assert len(busy.asked) <= hosts.PER_HOST


def test_a_host_that_has_had_enough_is_asked_nothing_more(server: Server, ask: Callable[..., Asked]) -> None:
    """That it says so of headers alone, or of the rest of a file, counts as well."""
    server.otherwise = status(429)
    ask(Looked(f"{server.url}/a.png", "picture", is_told=True, stamp=None))
    assert [request["method"] for request in server.asked] == ["HEAD"]
    with serving("127.0.0.2") as other:
        segment = b"\xff\xe2\xff\xff" + bytes(65_533)
        other.otherwise = in_turn(file(b"\xff\xd8" + segment * 3, "image/jpeg"), status(429, Retry_After="7200"))
        ask(f"{other.url}/a.jpg")
        ask(f"{other.url}/b.jpg", now=NOW + 3_600)
        assert other.counts() == {"/a.jpg": 2}


def test_a_name_with_thousands_of_addresses(ask: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that sends no end of addresses has few of them looked at."""
    many = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"93.184.{n >> 8}.{n & 255}", 1)) for n in range(10_000)]
    looked_at: list[str] = []

    def require(_: Guard, host: str, address: str) -> None:
        looked_at.append(address)

    def refuse(*_: object) -> None:
        raise ForbiddenAddressError

    monkeypatch.setattr(Guard, "require", require)
    monkeypatch.setattr(Guard, "open_socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: many)
    ask("http://many.example:1/a.png")
    assert len(looked_at) == http.MAX_ADDRESSES


def test_one_address_twice(server: Server, ask: Callable[..., Asked]) -> None:
    """What several articles show is asked for once."""
    server.pages["/a.png"] = file(PICTURE)
    ask(f"{server.url}/a.png", f"{server.url}/a.png")
    assert server.counts() == {"/a.png": 1}


def test_what_one_article_says_of_an_address_changes_nothing_for_another(
    server: Server, ask: Callable[..., Asked]
) -> None:
    """A sound that a newer article lists as a picture, with all that is known of one, is asked for as ever."""
    server.pages["/a.mp3"] = file(mp3(1_000), "audio/mpeg", length=417 * 137_816)
    url = f"{server.url}/a.mp3"
    claimed = Looked(url, "picture", is_told=True, stamp=None)
    for day in (0, 1, 3, 6):
        found = one(ask(claimed, Looked(url, "medium", is_told=False, stamp=None), now=NOW + day * 86_400))
        assert (found.type, found.duration, found.failures, found.is_gone) == ("audio/mpeg", 3_600, 0, False)
    assert found.is_no_picture


def test_headers_alone_are_not_enough_for_another_article(server: Server, ask: Callable[..., Asked]) -> None:
    """A picture of which one article tells all is asked for again at once when another one does not."""
    server.pages["/a.png"] = file(PICTURE, etag='"a"')
    url = f"{server.url}/a.png"
    told = Looked(url, "picture", is_told=True, stamp=None)
    assert one(ask(told)).width is None
    assert ask(told).answers == ()
    assert one(ask(told, url)).width == 64
    assert ask(told, url).answers == ()
    assert [request["method"] for request in server.asked] == ["HEAD", "GET"]
