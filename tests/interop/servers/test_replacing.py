"""While documents are replaced, every answer is whole: the old one or the new one, with its own headers."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.config import ServedOutput
from feeds.devserver.app import OutputApp
from feeds.devserver.server import listening
from feeds.publish.replace import replace_file
from tests.interop.servers.client import Answer, ask

ROUNDS = 60


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Return the port on which a folder is served."""
    with listening(OutputApp(ServedOutput(tmp_path, "", ())), 0, pytest.fail) as url:
        yield int(url.rpartition(":")[2].strip("/"))


def _document(number: int) -> bytes:
    """Return a document whose size tells its number, larger than what is sent at once."""
    return json.dumps({"number": number, "text": "x" * (200_000 + 1000 * (number % 7))}).encode()


def test_an_answer_is_whole_while_the_document_is_replaced(tmp_path: Path, port: int) -> None:
    """Size, ETag and content are of one version, and versions do not go back."""
    folder = os.open(tmp_path, os.O_RDONLY)
    replace_file(folder, "feed.json", _document(0))
    over = threading.Event()

    def replace() -> None:
        for number in range(1, ROUNDS):
            replace_file(folder, "feed.json", _document(number))
        over.set()

    writer = threading.Thread(target=replace)
    writer.start()
    answers: list[Answer] = []
    while not over.is_set():
        answers.append(ask(port, "/feed.json"))
    writer.join()
    os.close(folder)
    answers.append(ask(port, "/feed.json"))
    numbers = [json.loads(answer.body)["number"] for answer in answers]
    assert numbers == sorted(numbers)
    assert numbers[-1] == ROUNDS - 1
    for answer in answers:
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["etag"].endswith(f'-{len(answer.body):x}"')


def test_a_document_that_is_gone_is_not_served(tmp_path: Path, port: int) -> None:
    """What was there a moment ago is looked for anew at each request."""
    path = tmp_path / "feed.json"
    path.write_bytes(b"{}")
    assert ask(port, "/feed.json").status == 200
    path.unlink()
    assert ask(port, "/feed.json").status == 404


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, port: int) -> None:
    """What is no file is not there; a folder without a page has nothing to show."""
    (tmp_path / "folder.xml").mkdir()
    assert ask(port, "/folder.xml").status == 301
    assert ask(port, "/folder.xml/").status == 404


def test_only_this_machine_can_connect(port: int) -> None:
    """The server listens on the loopback address alone."""
    rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
    listening_at = [row.split()[1] for row in rows if row.split()[3] == "0A"]
    assert [place for place in listening_at if place.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]
