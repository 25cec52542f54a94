"""Servers that send no end of what is no content: each costs as much as an answer may have, and no more."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.core.progress import no_progress
from feeds.probing.addresses import Guard
from feeds.probing.answers import Looked, open_answers
from feeds.probing.asking import ask_all
from feeds.probing.budget import Budget
from feeds.probing.records import Answer
from tests.articles.test_local_files import png
from tests.probing.server import Behaviour, Request, Server, raw, serving

OK = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
INTERIM = b"HTTP/1.1 100 C\r\n" + b"".join(b"%x:\r\n" % number for number in range(120)) + b"\r\n"
HELLO_REQUEST = bytes((22, 3, 3, 0, 4, 0, 0, 0, 0))
PICTURE = png(64, 48) + bytes(30_000)


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server on this machine's loopback."""
    with serving() as one:
        yield one


def ask(url: str, folder: Path) -> Answer:
    """Return what is found out about a picture."""
    with open_answers(folder / "answers.sqlite", pytest.fail) as answers:
        asked = ask_all(
            [Looked(url, "picture", is_told=False, stamp=None)],
            answers,
            agent="feeds/test",
            guard=Guard(["127.0.0.0/8"]),
            budget=Budget(),
            progress=no_progress,
        )
    (found,) = asked.answers
    return found


def without_end(start: bytes, more: bytes) -> Behaviour:
    """Send the start of an answer, and then more of the same as fast as it is taken."""

    async def behave(_: Server, request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(more * (65_536 // len(more)))
            await writer.drain()

    return behave


@pytest.mark.parametrize(
    ("start", "more"),
    [
        pytest.param(b"", INTERIM, id="interim answers with headers"),
        pytest.param(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", id="interim answers"),
        pytest.param(b"", b"\r\n", id="empty lines"),
        pytest.param(OK, b"a:\r\n", id="headers"),
        pytest.param(CHUNKED, b"0", id="the length of a chunk"),
        pytest.param(CHUNKED + b"5;", b"x", id="an extension of a chunk"),
        pytest.param(CHUNKED, b"1\r\na\r\n", id="chunks of one byte"),
        pytest.param(CHUNKED + b"0\r\n", b"a:\r\n", id="trailers"),
    ],
)
def test_what_is_no_content_is_bounded(server: Server, tmp_path: Path, start: bytes, more: bytes) -> None:
    """A server that only frames an answer is given up by what it sent, long before its time is over."""
    server.pages["/a.png"] = without_end(start, more)
    assert ask(f"{server.url}/a.png", tmp_path).said == "no proper answer"


def test_what_follows_an_answer_is_not_read(server: Server, tmp_path: Path) -> None:
    """Answers that nobody asked for end the connection, and not what the first one says."""
    server.pages["/a.png"] = without_end(b"", OK + b"Content-Length: 1\r\n\r\na")
    assert ask(f"{server.url}/a.png", tmp_path).no_pictures == 1


def test_redirects_share_what_an_answer_may_have(server: Server, tmp_path: Path) -> None:
    """Each redirect that brings along as much as it can counts towards the same sum."""
    server.pages["/a.png"] = raw(INTERIM * 20 + b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /a.png\r\n\r\n")
    assert ask(f"{server.url}/a.png", tmp_path).said == "no proper answer"
    assert server.counts()["/a.png"] == 4


def test_tls_without_an_end_is_no_connection(server: Server, tmp_path: Path) -> None:
    """What TLS passes over by itself is counted as well, before it is known who is there."""

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(HELLO_REQUEST * 5_000)
            await writer.drain()

    server.accept = flood
    assert ask(f"https://127.0.0.1:{server.port}/a.png", tmp_path).said == "no connection"


@pytest.mark.parametrize("size", [16, 64, 1_000, 20_000])
def test_a_picture_in_many_chunks(server: Server, tmp_path: Path, size: int) -> None:
    """Small chunks, an interim answer and long headers are nothing unusual."""
    parts = [PICTURE[at : at + size] for at in range(0, len(PICTURE), size)]
    body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    head = CHUNKED[:-2] + b"Content-Security-Policy: " + b"x" * 7_000 + b"\r\n\r\n"
    server.pages["/a.png"] = raw(b"HTTP/1.1 103 Early Hints\r\n\r\n" + head + body)
    found = ask(f"{server.url}/a.png", tmp_path)
    assert (found.width, found.length) == (64, len(PICTURE))


def test_a_connection_that_is_used_again_counts_anew(server: Server, tmp_path: Path) -> None:
    """Each answer may have as much as another, however many come by one connection."""
    head = OK + b"Content-Length: %d\r\nX: " % len(PICTURE) + b"x" * 7_000 + b"\r\n\r\n"
    answering = raw(head + PICTURE)
    answering.keeps_open = True  # type: ignore[attr-defined]
    server.otherwise = answering
    with open_answers(tmp_path / "answers.sqlite", pytest.fail) as answers:
        asked = ask_all(
            [Looked(f"{server.url}/{number}.png", "picture", is_told=False, stamp=None) for number in range(60)],
            answers,
            agent="feeds/test",
            guard=Guard(["127.0.0.1"]),
            budget=Budget(),
            progress=no_progress,
        )
    assert [found.width for found in asked.answers] == [64] * 60
    assert server.connections <= 4
