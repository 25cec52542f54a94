"""Who does the work: the same results in the same order, here, in children, or elsewhere."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from feeds.config import Options, load
from feeds.core.workers import BATCH, WORTHWHILE, Workers
from feeds.index import changes, intake, rows
from feeds.index.alone import TRIES
from feeds.publish.build import Request, build
from feeds.publish.report import Report
from tests.support import BASE_URL, Site

Done = TypeVar("Done")

PIECES = [(number, "x") for number in range(40)]


def twice(number: int, letter: str) -> tuple[str, int]:
    """Do a piece of work, and say who did it."""
    return letter * number * 2, os.getpid()


def done(found: Iterable[tuple[Any, Done | None]]) -> list[tuple[Any, Done]]:
    """Return pieces that are all done."""
    return [(piece, result) for piece, result in found if result is not None]


def poison(number: int) -> int:
    """End the process at a certain piece, whoever does it."""
    if number == 5:
        os.kill(os.getpid(), signal.SIGSEGV)
    return number


def kill_a_child(number: int, mark: str) -> int:
    """Kill the process that does a certain piece, the first time."""
    if number == 5 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def slower_at_first(number: int) -> int:
    """Finish later pieces earlier."""
    time.sleep(0.02 / (number + 1))
    return number


def test_results_come_in_order_from_children() -> None:
    """Which child is quicker decides nothing."""
    with Workers(3) as workers:
        found = done(workers.map(twice, PIECES))
        assert [number for _, number in workers.map(slower_at_first, [(n,) for n in range(9)])] == list(range(9))
    assert [piece for piece, _ in found] == PIECES
    assert [text for _, (text, _) in found] == ["x" * number * 2 for number, _ in PIECES]
    assert os.getpid() not in {process for _, (_, process) in found}


@pytest.mark.parametrize(("jobs", "count"), [(1, 40), (4, WORTHWHILE - 1), (4, 0)])
def test_little_work_starts_no_children(jobs: int, count: int) -> None:
    """A small build does not wait for processes to start."""
    with Workers(jobs) as workers:
        found = done(workers.map(twice, PIECES[:count]))
    assert {process for _, (_, process) in found} <= {os.getpid()}
    assert len(found) == count


def test_a_child_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    """What a dead child did not do is done by another."""
    with Workers(2) as workers:
        found = list(workers.map(kill_a_child, [(number, str(tmp_path / "mark")) for number in range(30)]))
    assert [number for _, number in found] == list(range(30))


def test_a_piece_that_ends_every_child_costs_only_itself() -> None:
    """The parent does not take up what two children died of, and the rest is done."""
    with Workers(2) as workers:
        found = list(workers.map(poison, [(number,) for number in range(30)]))
        assert workers.alone(poison, (5,)) is None
        assert workers.alone(poison, (6,)) == 6
    assert [number for _, number in found] == [number if number != 5 else None for number in range(30)]


def test_where_no_child_can_be_started_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no process to give gets its feeds all the same."""

    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    with Workers(2) as workers:
        found = done(workers.map(twice, PIECES))
        assert workers.alone(twice, (1, "y")) == ("yy", os.getpid())
    assert {process for _, (_, process) in found} == {os.getpid()}


def _deadly(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> Callable[[], None]:
    """Have a signal end every process that reads `7.md`, this one too; return what takes that back."""
    monkeypatch.setattr(intake, "BATCH", 5)
    monkeypatch.setattr(changes, "_is_racy", lambda entry, now: False)
    real = rows.Reader.row

    def crash(reader: rows.Reader, file: rows.File) -> rows.Row | None:
        if file.name == b"7.md":
            os.kill(os.getpid(), number)
        return real(reader, file)

    monkeypatch.setattr(rows.Reader, "row", crash)
    return lambda: monkeypatch.setattr(rows.Reader, "row", real)


def _many(site: Site) -> Callable[..., Report]:
    for number in range(45):
        site.write(f"{number}.md", title=f"Story {number}", webUrl=f"https://lamps.example/{number}")
    return lambda **options: site.build(request=Request(jobs=2, **options))


_FATAL = "the process that tried has ended; it is tried again when it changes, and with --full"
_KILLED = "now: the process that tried was killed, maybe for want of memory; what the feeds have of it stays"


def _errors(site: Site, message: str) -> list[str]:
    separator = "" if message.startswith("now") else ":"
    return [f"{site.source / '7.md'}:1: error: the article cannot be read{separator} {message}"]


def test_an_article_that_ends_every_child_costs_only_itself(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that crashes on one file leaves that file out, by name, and gets it again when it has changed."""
    build, mend = _many(site), _deadly(monkeypatch, signal.SIGSEGV)
    report = build()
    assert list(map(str, report.errors)) == _errors(site, _FATAL)
    assert report.tally.published == 44
    build(full=True)
    mend()
    assert build().tally.published == 44, "tried again though nothing has changed"
    os.utime(site.source / "7.md")
    assert build().tally.published == 45


def test_an_article_whose_child_is_killed_is_read_by_the_next_build(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there was no memory for a moment nothing is lost, and meanwhile no build is at risk itself."""
    build, mend = _many(site), _deadly(monkeypatch, signal.SIGKILL)
    assert list(map(str, build().errors)) == _errors(site, _KILLED)
    assert list(map(str, build().errors)) == _errors(site, _KILLED)
    mend()
    assert build().tally.published == 45
    assert build().tally.published == 45


def test_an_article_whose_children_are_always_killed_is_left_at_last(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes all memory of the machine does not do so in every build."""
    build, mend = _many(site), _deadly(monkeypatch, signal.SIGKILL)
    found = [list(map(str, build().errors)) for _ in range(TRIES + 1)]
    assert found == [*[_errors(site, _KILLED)] * (TRIES - 1), *[_errors(site, _FATAL)] * 2]
    mend()
    assert build().tally.published == 44
    os.utime(site.source / "7.md")
    assert build().tally.published == 45


def test_only_some_pieces_are_under_way_at_a_time() -> None:
    """A site of any size is never in memory as a whole."""
    taken: list[int] = []

    def pieces() -> Iterator[tuple[int, str]]:
        for number in range(1000):
            taken.append(number)
            yield number, ""

    with Workers(2) as workers:
        next(workers.map(twice, pieces()))
    assert len(taken) < 20


def test_an_error_in_a_piece_is_raised_here() -> None:
    """A fault is not lost in another process."""
    with Workers(2) as workers, pytest.raises(TypeError):
        list(workers.map(twice, [("x", "y")] * 9))


class Noted(ThreadPoolExecutor):
    """An executor that counts what it is given."""

    def __init__(self) -> None:
        super().__init__(2)
        self.count = 0

    def submit(self, *args: Any, **options: Any) -> Future[Any]:
        """Take a piece of work."""
        self.count += 1
        return super().submit(*args, **options)


def test_a_build_goes_elsewhere(site: Site) -> None:
    """An executor that is given gets the reading and the rendering, and what comes back is the same."""
    for number in range(WORTHWHILE * BATCH):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}")
    site.build(limit=1000)
    here = site.files()
    elsewhere = site.folder / "elsewhere"
    state = elsewhere / ".feeds"
    options = Options(sources=(site.source,), output=elsewhere, base_url=BASE_URL, state_dir=state, limit=1000)
    with Noted() as executor:
        given: Executor = executor
        build(load(options), Request(), warn=pytest.fail, executor=given)
        assert executor.count >= 2 * WORTHWHILE
    assert {name: (elsewhere / name).read_bytes() for name in here} == here


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_the_number_of_jobs_changes_no_byte(site: Site, jobs: int) -> None:
    """However many processes work, the tree is the same."""
    for number in range(450):
        site.write(f"{number}.md", title=f"Story {number}", webUrl=f"https://lamps.example/{number}")
    report = site.build(request=Request(jobs=jobs), limit=1000)
    assert (report.tally.published, len(site.titles())) == (450, 450)
    assert site.titles() == [
        f"Story {number}" for number in sorted(range(450), key=lambda n: f"https://lamps.example/{n}")
    ]
