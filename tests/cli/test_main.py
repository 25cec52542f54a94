"""The entry point, in this process; what it does as a program the other tests show."""

import atexit
import gc
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from feeds.__main__ import main

AtEnd = list[Callable[[], None]]


@pytest.fixture(autouse=True)
def at_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[AtEnd]:
    """Keep what the entry point registers for the end of the process, and restore what it sets for all of it."""
    registered: AtEnd = []
    monkeypatch.setattr(atexit, "register", registered.append)
    for hook in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, hook, getattr(sys, hook))
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    threshold = gc.get_threshold()
    yield registered
    for number, handler in handlers.items():
        signal.signal(number, handler)
    gc.set_threshold(*threshold)


def test_the_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It runs the command line with the arguments of the process."""
    monkeypatch.setattr(sys, "argv", ["feeds", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().out.split()[0]) == (0, "feeds")


def test_a_request_to_end(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """SIGTERM ends a command as Ctrl-C does, with the status of an interrupt."""
    monkeypatch.setattr(sys, "argv", ["feeds", "init"])
    monkeypatch.setattr("feeds.config.starter.write", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert "interrupted" in capsys.readouterr().err


def test_the_end_of_the_process_is_not_put_off(monkeypatch: pytest.MonkeyPatch, at_end: AtEnd) -> None:
    """The process ends with the status of the command, once all is written, before Python takes its modules apart."""
    written, ended = io.BytesIO(), []
    monkeypatch.setattr(sys, "argv", ["feeds", "init", "--no-such-option"])
    monkeypatch.setattr(os, "_exit", lambda status: ended.append((status, written.getvalue())))
    with pytest.raises(SystemExit):
        main()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written))
    sys.stdout.write("all")
    monkeypatch.setattr(sys, "stderr", None)  # as where it was closed before the start
    at_end[0]()
    assert ended == [(2, b"all")]


class _Full(io.StringIO):
    def flush(self) -> None:
        raise OSError


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_what_cannot_be_written_is_left_to_python(monkeypatch: pytest.MonkeyPatch, at_end: AtEnd, stream: str) -> None:
    """Python ends with a status of its own where the last of the output is lost, which must not look like success."""
    monkeypatch.setattr(sys, "argv", ["feeds", "--version"])
    monkeypatch.setattr(os, "_exit", lambda _: pytest.fail("the loss is hidden"))
    with pytest.raises(SystemExit):
        main()
    monkeypatch.setattr(sys, stream, _Full())
    at_end[0]()


def test_a_fault_before_any_status_is_left_to_python(monkeypatch: pytest.MonkeyPatch, at_end: AtEnd) -> None:
    """Without a status of its own, a process ends as Python sees fit."""
    monkeypatch.setattr("feeds.cli.cli", lambda **_: 1 / 0)
    monkeypatch.setattr(os, "_exit", lambda _: pytest.fail("a status was made up"))
    with pytest.raises(ZeroDivisionError):
        main()
    at_end[0]()


def test_what_others_do_at_the_end_is_done() -> None:
    """What a library registers for the end runs before the process ends, with the status of the command."""
    code = "import atexit, sys; from feeds.__main__ import main; sys.argv = ['feeds', 'init', '--nothing']; "
    code += "import feeds.cli; old = feeds.cli.cli; "
    code += "feeds.cli.cli = lambda **o: (atexit.register(print, 'done by another'), old(**o)); main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "done by another\n")
