"""The entry point, in this process; what it does as a program the other tests show."""

import gc
import os
import signal
import sys
from collections.abc import Iterator

import pytest

from feeds.__main__ import main


@pytest.fixture
def kept() -> Iterator[None]:
    """Restore what the entry point sets for the whole process."""
    handler, threshold = signal.getsignal(signal.SIGTERM), gc.get_threshold()
    yield
    signal.signal(signal.SIGTERM, handler)
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("kept")
def test_the_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It runs the command line with the arguments of the process."""
    monkeypatch.setattr(sys, "argv", ["feeds", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().out.split()[0]) == (0, "feeds")


@pytest.mark.usefixtures("kept")
def test_a_request_to_end(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """SIGTERM ends a command as Ctrl-C does, with the status of an interrupt."""
    monkeypatch.setattr(sys, "argv", ["feeds", "init"])
    monkeypatch.setattr("feeds.config.starter.write", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert "interrupted" in capsys.readouterr().err
