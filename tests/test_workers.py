"""Who does the work: the same results in the same order, here, in children, or elsewhere."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from feeds.build import Request, build
from feeds.config import Options, load
from feeds.workers import WORTHWHILE, Workers
from tests.support import BASE_URL, Site

PIECES = [(number, "x") for number in range(40)]


def twice(number: int, letter: str) -> tuple[str, int]:
    """Do a piece of work, and say who did it."""
    return letter * number * 2, os.getpid()


def kill_a_child(number: int, parent: int) -> int:
    """Kill the process that does a certain piece, unless it is the parent."""
    if number == 5 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def slower_at_first(number: int) -> int:
    """Finish later pieces earlier."""
    time.sleep(0.02 / (number + 1))
    return number


def test_results_come_in_order_from_children() -> None:
    """Which child is quicker decides nothing."""
    with Workers(3) as workers:
        found = list(workers.map(twice, PIECES))
        assert [number for _, number in workers.map(slower_at_first, [(n,) for n in range(9)])] == list(range(9))
    assert [piece for piece, _ in found] == PIECES
    assert [text for _, (text, _) in found] == ["x" * number * 2 for number, _ in PIECES]
    assert os.getpid() not in {process for _, (_, process) in found}


@pytest.mark.parametrize(("jobs", "count"), [(1, 40), (4, WORTHWHILE - 1), (4, 0)])
def test_little_work_starts_no_children(jobs: int, count: int) -> None:
    """A small build does not wait for processes to start."""
    with Workers(jobs) as workers:
        found = list(workers.map(twice, PIECES[:count]))
    assert {process for _, (_, process) in found} <= {os.getpid()}
    assert len(found) == count


def test_a_child_that_is_killed_costs_nothing() -> None:
    """What a dead child did not do is done here."""
    with Workers(2) as workers:
        found = list(workers.map(kill_a_child, [(number, os.getpid()) for number in range(20)]))
        again = list(workers.map(kill_a_child, [(number, os.getpid()) for number in range(6, 12)]))
    assert [number for _, number in found] == list(range(20))
    assert [number for _, number in again] == list(range(6, 12))


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
    for number in range(3):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}")
    site.build()
    here = site.files()
    elsewhere = site.folder / "elsewhere"
    options = Options(sources=(site.source,), output=elsewhere, base_url=BASE_URL, state_dir=elsewhere / ".feeds")
    with Noted() as executor:
        given: Executor = executor
        build(load(options), Request(), warn=pytest.fail, executor=given)
        assert executor.count == 2
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
