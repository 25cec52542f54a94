"""Articles that cannot be read: none leaves its feeds for a lack of the machine, and none costs another its place."""

import errno
import os
import signal
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from feeds.articles.parse import parse
from feeds.core.errors import OutputError
from feeds.frontmatter.file import read_bytes
from feeds.index import changes, intake
from feeds.index.alone import TRIES
from feeds.publish.build import Request
from feeds.publish.report import Report
from tests.support import Site

_TITLES = [f"Story {number}" for number in range(45)]
_STAYS = "what the feeds have of it stays"


def _die(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)


def _fail(error: Exception) -> None:
    raise error


_LACKS: dict[str, Callable[[], None]] = {
    "memory": lambda: _fail(MemoryError()),
    "a library": lambda: _fail(ImportError("cannot map it")),
    "a library's own error": lambda: _fail(RuntimeError("private")),
    "a system call": lambda: _fail(OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))),
    "a crash": lambda: _die(signal.SIGSEGV),
    "a kill": lambda: _die(signal.SIGKILL),
}


class Lack:
    """What reading lacks: it fails for what `concerns` says of a file's bytes, until `concerns` says so of none."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, meets: Callable[[], None]) -> None:
        self.concerns: Callable[[bytes], bool] = lambda raw: False

        def parse_or_fail(raw: bytes, *given: Any, **options: Any) -> Any:
            if self.concerns(raw):
                meets()
            return parse(raw, *given, **options)

        for module in ("feeds.articles.read", "feeds.articles.parse"):
            monkeypatch.setattr(import_module(module), "parse", parse_or_fail)
        monkeypatch.setattr(intake, "BATCH", 5)
        monkeypatch.setattr(changes, "_is_racy", lambda entry, now: False)

    def begin(self, concerns: Callable[[bytes], bool] = lambda raw: True) -> None:
        """Have reading fail from now on."""
        self.concerns = concerns

    def end(self) -> None:
        """Have everything read again."""
        self.concerns = lambda raw: False


@pytest.fixture(params=_LACKS)
def lack(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Lack:
    """Return each lack, which has not begun."""
    return Lack(monkeypatch, meets=_LACKS[request.param])


@pytest.fixture
def many(site: Site) -> Site:
    """Return a site with so many articles that children read them."""
    for number, title in enumerate(_TITLES):
        site.write(f"{number}.md", title=title, webUrl=f"https://lamps.example/{number}")
    return site


def _build(site: Site, **options: Any) -> Report:
    return site.build(request=Request(jobs=2, **options), limit=100)


def _touch(site: Site) -> None:
    """Have children read the articles again, as few would be read here."""
    for path in site.source.iterdir():
        os.utime(path)


def test_what_is_published_stays_while_nothing_can_be_read(many: Site, lack: Lack) -> None:
    """Articles that changed while the machine had no memory keep their items, and are read by the next build."""
    _build(many)
    before = many.files()
    for number, title in enumerate(_TITLES):
        many.write(f"{number}.md", title=f"{title}, told anew", webUrl=f"https://lamps.example/{number}")
    lack.begin()
    report = _build(many)
    assert (report.tally.published, len(report.errors)) == (45, 45)
    assert {str(error).endswith(_STAYS) for error in report.errors} == {True}
    assert many.files() == before

    lack.end()
    assert _build(many).errors == ()
    assert sorted(many.titles()) == sorted(f"{title}, told anew" for title in _TITLES)


def test_an_article_that_nobody_has_seen_waits(many: Site, lack: Lack) -> None:
    """A new article that cannot be read for want of memory costs no other, and is there as soon as it can be."""
    _build(many)
    _touch(many)
    many.write("new.md", title="New", webUrl="https://lamps.example/new")
    lack.begin()
    (error,) = (error for error in _build(many).errors if Path(error.path).name == "new.md")
    assert str(error).startswith(f"{many.source / 'new.md'}:1: error: the article cannot be read now: ")
    assert sorted(many.titles()) == sorted(_TITLES)

    lack.end()
    assert _build(many).tally.published == 46


def test_no_build_from_nothing_is_made_of_what_cannot_be_read(many: Site, lack: Lack) -> None:
    """Where not even an ordinary article can be read, a build that knows nothing leaves the old feeds as they are."""
    _build(many)
    before = many.files()
    lack.begin()
    with pytest.raises(OutputError, match=r"^no article can be read now: .*; the old feeds are still there$"):
        _build(many, full=True)
    assert many.files() == before

    lack.end()
    assert _build(many).tally.published == 45


def test_a_long_article_that_the_machine_cannot_read_ends_no_build(many: Site, lack: Lack) -> None:
    """Memory that is too little for one article alone costs a build from nothing no more than that article."""
    many.write("long.md", title="Long", webUrl="https://lamps.example/long", body="Light. " * 20_000)
    lack.begin(lambda raw: len(raw) > 100_000)
    report = _build(many, full=True)
    assert [Path(error.path).name for error in report.errors] == ["long.md"]
    assert sorted(many.titles()) == sorted(_TITLES)

    lack.end()
    assert _build(many).tally.published == 46


@pytest.mark.parametrize("front_matter", [10_000, 150_000])
def test_an_ordinary_article_is_as_long(many: Site, monkeypatch: pytest.MonkeyPatch, front_matter: int) -> None:
    """The article that is compared with has as much front matter and as much text as the one in question."""
    seen: list[bytes] = []
    lack = Lack(monkeypatch, meets=_LACKS["a library's own error"])
    _build(many)
    excerpt, body = "x" * front_matter, "Light. " * 10_000
    many.write("7.md", title="Story 7", webUrl="https://lamps.example/7", excerpt=excerpt, body=body)

    def is_long(raw: bytes) -> bool:
        seen.append(raw)
        return len(raw) > 50_000

    lack.begin(is_long)
    monkeypatch.setattr("feeds.core.workers.Child.start", _no_process)
    (error,) = many.build(request=Request(jobs=1), limit=100).errors
    assert str(error).endswith(_STAYS)
    heads = [raw.index(b"\n---", 3) for raw in seen]
    assert abs(heads[-1] - heads[0]) < 300
    assert abs(len(seen[-1]) - len(seen[0])) < 600


def _no_process() -> None:
    raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))


def test_killed_again_and_again_and_so_is_an_ordinary_article(many: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published stays however many builds have no memory: no article is to blame."""
    lack = Lack(monkeypatch, meets=_LACKS["a kill"])
    _build(many)
    before = many.files()
    _touch(many)
    many.write("7.md", title="Told anew", webUrl="https://lamps.example/7")
    lack.begin(lambda raw: b"Told anew" in raw or b"ordinary" in raw)
    for _ in range(TRIES + 2):
        assert len(_build(many).errors) == 1
        assert many.files() == before
    lack.end()
    assert _build(many).errors == ()
    assert "Told anew" in many.titles()


def test_a_fault_with_one_article_costs_that_alone(many: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours leaves one article out until it changes, and nothing of its text is in the message."""
    lack = Lack(monkeypatch, meets=_LACKS["a library's own error"])
    many.write("7.md", title="Odd", webUrl="https://lamps.example/7")
    lack.begin(lambda raw: b"Odd" in raw)
    (error,) = _build(many).errors
    place, _, said = str(error).partition(": error: ")
    assert place == f"{many.source / '7.md'}:1"
    assert said == "the article cannot be read, by a fault in feeds (RuntimeError)"
    assert "Odd" not in many.titles()

    lack.end()
    assert _build(many).tally.published == 44, "tried again though nothing has changed"
    os.utime(many.source / "7.md")
    assert _build(many).tally.published == 45


@pytest.mark.parametrize("number", [errno.EMFILE, errno.EIO, errno.ESTALE])
def test_files_that_cannot_be_opened_for_a_moment(many: Site, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Too many open files, or a disk that is away, cost no item; a file that nobody may read does."""
    _build(many)
    before = many.files()
    now = [number]

    def fail_or_read(path: bytes, *given: Any) -> bytes:
        if now and path.endswith(b"/7.md"):
            raise OSError(now[0], os.strerror(now[0]), path)
        return read_bytes(path, *given)

    monkeypatch.setattr(changes, "_is_racy", lambda entry, now: False)
    monkeypatch.setattr(import_module("feeds.articles.read"), "read_bytes", fail_or_read)
    os.utime(many.source / "7.md")
    (error,) = _build(many).errors
    reason = os.strerror(number)
    assert str(error) == f"{many.source / '7.md'}:1: error: the article cannot be read now: {reason}; {_STAYS}"
    assert many.files() == before

    now[0] = errno.EACCES
    assert _build(many).tally.published == 44
    now.clear()
    assert _build(many).tally.published == 45
