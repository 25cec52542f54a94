"""`feeds serve` where the system has room for few threads, or for none: it says so, and waits for none without end."""

import _thread
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from feeds.config import ServedOutput
from feeds.core.errors import ServerError
from feeds.devserver import server
from feeds.devserver.app import OutputApp
from feeds.devserver.server import listening
from tests.interop.servers.client import ask


def _dead(*_: object) -> int:
    """Begin a thread that ends before it does anything, as one does that finds no memory."""
    return 0


def _refused(*_: object) -> int:
    raise RuntimeError("can't start new thread")


def _port(url: str) -> int:
    return int(url.rpartition(":")[2].strip("/"))


@pytest.fixture
def app(tmp_path: Path) -> OutputApp:
    """Serve an output with one page."""
    (tmp_path / "index.html").write_text("owls", encoding="utf-8")
    return OutputApp(ServedOutput(tmp_path, "", ()))


@pytest.mark.parametrize("start", [_dead, _refused])
def test_without_a_thread_nothing_is_served(
    app: OutputApp, start: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is one clear line, whether the system refuses the thread or it ends before it begins."""
    monkeypatch.setattr(_thread, "start_new_thread", start)
    monkeypatch.setattr("feeds.devserver.server.BEGIN_SECONDS", 0.01)
    with pytest.raises(ServerError, match="no room for a thread that answers"), listening(app, 0, pytest.fail):
        pass


@pytest.mark.parametrize("start", [_dead, _refused])
def test_a_request_without_a_thread_costs_no_other(
    app: OutputApp, start: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not answered, which is said where it is known; the next one is, and the server ends when it is told to."""
    said: list[str] = []
    real, number = _thread.start_new_thread, count()

    def begin(work: Callable[[], None], args: tuple[()]) -> int:
        return start() if next(number) == 1 else real(work, args)

    monkeypatch.setattr(_thread, "start_new_thread", begin)
    monkeypatch.setattr("feeds.devserver.server.MAX_SECONDS", 0.01)
    with listening(app, 0, said.append) as url:
        with pytest.raises(ConnectionError):
            ask(_port(url), "/")
        monkeypatch.setattr("feeds.devserver.server.MAX_SECONDS", 60.0)
        assert ask(_port(url), "/").body == b"owls"
    assert [line.partition(":")[0] for line in said] == ["a request could not be answered"] * (start is _refused)


def test_a_fault_of_the_server_passes(app: OutputApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lack of memory while it waits for requests ends neither the server nor its end."""
    faults = iter([MemoryError(), OSError(24, "Too many open files")])
    waiting = server._Server.service_actions

    def service_actions(own: server._Server) -> None:
        for fault in faults:
            raise fault
        waiting(own)

    monkeypatch.setattr(server._Server, "service_actions", service_actions)
    with listening(app, 0, pytest.fail) as url:
        assert [ask(_port(url), "/").body for _ in range(4)] == [b"owls"] * 4
    assert next(faults, None) is None
