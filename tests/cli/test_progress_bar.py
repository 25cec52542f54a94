"""The line that says how far a long build is."""

import io
import subprocess
import sys

import pytest

from feeds.cli import progress_bar
from feeds.cli.progress_bar import Bar, line
from feeds.config import Options, load
from feeds.publish.build import Request, build
from tests.support import BASE_URL, NOW, Site


class Terminal(io.StringIO):
    """A terminal that remembers what was written."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


@pytest.mark.parametrize(
    ("done", "total", "seconds", "shown"),
    [
        pytest.param(0, 8, 0.0, "reading [........................] 0 of 8", id="nothing is known of the speed"),
        pytest.param(2, 8, 30.0, "reading [######..................] 2 of 8, 1:30 left", id="on the way"),
        pytest.param(8, 8, 99.0, "reading [########################] 8 of 8", id="done"),
    ],
)
def test_what_is_shown(done: int, total: int, seconds: float, shown: str) -> None:
    """The stage, how much of it is done, and how long it will take at this speed."""
    assert line("reading", done, total, seconds) == shown


def test_it_waits_and_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short build shows nothing; a long one leaves an empty line behind."""
    now = [100.0]
    monkeypatch.setattr("feeds.cli.progress_bar.time.monotonic", lambda: now[0])
    terminal = Terminal()
    progress = Bar(terminal)
    progress("reading", 1, 3)
    progress.close()
    assert terminal.getvalue() == ""
    now[0] += progress_bar.PATIENCE
    progress("reading", 2, 3)
    progress("reading", 3, 3)
    progress.close()
    assert terminal.getvalue() == "\r\x1b[Kreading [################........] 2 of 3, 0:00 left\r\x1b[K"


@pytest.mark.parametrize(("stream", "wanted"), [(io.StringIO(), True), (Terminal(), False), (None, True)])
def test_it_is_silent_elsewhere(stream: io.StringIO | None, wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a file nor a quiet run gets a line, and nobody one where the stream was closed before the start."""
    monkeypatch.setattr(progress_bar, "PATIENCE", 0)
    progress = Bar(stream, wanted=wanted)
    progress("writing", 1, 2)
    progress.close()
    assert stream is None or stream.getvalue() == ""


def test_a_terminal_that_has_gone_away_ends_no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever logs out leaves a build without a terminal; it goes on."""

    class Gone(Terminal):
        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(progress_bar, "PATIENCE", 0)
    progress = Bar(Gone())
    progress("writing", 1, 2)
    progress.close()


def test_a_build_whose_messages_nobody_can_see(site: Site) -> None:
    """As with `2>&-`: the feeds are written, and the exit status says so."""
    site.write()
    command = [sys.executable, "-m", "feeds", "build", str(site.source), "-o", str(site.output), "--base-url", BASE_URL]
    closed = subprocess.run(["sh", "-c", 'exec "$@" 2>&-', "sh", *command], cwd=site.folder, check=False)
    assert closed.returncode == 0
    assert site.titles() == ["A lamp that remembers"]


def test_a_build_says_how_far_it_is(site: Site) -> None:
    """Reading and writing are both told, the latter up to the last feed."""
    said: list[tuple[str, int, int]] = []
    site.write()
    settings = load(Options(sources=(site.source,), output=site.output, base_url=BASE_URL))
    build(settings, Request(), now=NOW, warn=pytest.fail, progress=lambda *how: said.append(how))
    assert said == [
        ("reading articles", 1, 1),
        ("writing feeds", 1, 3),
        ("writing feeds", 2, 3),
        ("writing feeds", 3, 3),
    ]
