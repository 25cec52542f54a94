"""Much work goes to a real cluster on this machine, and the feeds are the same."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from feeds.cluster import client
from feeds.cluster.client import PER_THREAD, Cluster
from feeds.cluster.surroundings import packed
from feeds.config import Options, load
from feeds.core.errors import OUTPUT, ClusterError, ConfigError
from feeds.core.progress import Progress, no_progress
from feeds.index import rows
from feeds.publish import render
from feeds.publish.build import Request, build
from feeds.publish.report import Report
from tests.cluster import pieces, processes
from tests.cluster.processes import Process
from tests.support import BASE_URL, NOW, Site, tree

pytestmark = pytest.mark.slow

NUMBERS = [(number,) for number in range(40)]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a scheduler with two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    with processes.scheduler(folder) as (found, _), processes.workers(found, folder):
        yield found


@pytest.fixture
def cluster(address: str) -> Iterator[Cluster]:
    """Return the cluster of two workers."""
    with closing(Cluster(address)) as found:
        yield found


def many(site: Site) -> Site:
    """Write a site whose articles are worth sending: two for each lamp."""
    for number in range(460):
        name = f"{number % 7}/{number}.md"
        site.write(name, title=f"Lamp {number}", webUrl=f"https://lamps.example/{number}", topics=[f"T{number % 9}"])
    site.write("broken.md", publishedDateTime="yesterday")
    return site


def send(
    site: Site, address: str, *, source: Path | None = None, progress: Progress = no_progress
) -> tuple[Report, dict[str, bytes]]:
    """Build a site with a cluster into another output; return the report and the files."""
    output = site.folder / "sent"
    options = Options(
        sources=(source or site.source,),
        output=output,
        state_dir=site.folder / "sent.state",
        base_url=BASE_URL,
        scheduler=address,
    )
    report = build(load(options), Request(details=True), now=NOW, warn=pytest.fail, progress=progress)
    return report, tree(output)


def refuse(*_: object) -> Any:
    """Do what no article costs here if the workers do all."""
    raise AssertionError("done here")


def test_reading_and_rendering_go_to_the_workers(site: Site, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is done here, the bytes are the same, and so is what is wrong."""
    here = many(site).build()
    monkeypatch.setattr(rows.Reader, "row", refuse)
    monkeypatch.setattr(render, "_render", refuse)
    report, sent = send(site, address)
    assert sent == site.files()
    assert report.problems == here.problems


def test_results_come_in_order(cluster: Cluster) -> None:
    """Which worker is quicker decides nothing, and each does something."""
    found = list(cluster.map(pieces.twice, iter(NUMBERS), []))
    assert [piece for piece, _ in found] == NUMBERS
    assert [result and result[0] for _, result in found] == ["x" * number * 2 for (number,) in NUMBERS]
    assert os.getpid() not in {result and result[1] for _, result in found}


def test_compressed_results_are_the_same(cluster: Cluster) -> None:
    """Where a connection is slow, the documents come back smaller, and no different."""
    list(cluster.map(pieces.twice, iter(NUMBERS[:1]), []))
    cluster._compresses = True
    assert [result for _, result in cluster.map(pieces.fail, iter(NUMBERS[:5]), [])] == [0, 1, 2, 3, 4]


def test_a_worker_that_is_killed_costs_its_pieces_again(cluster: Cluster, tmp_path: Path) -> None:
    """What it had not done is done by another."""
    work = [(number, str(tmp_path / "mark")) for number in range(40)]
    assert [result for _, result in cluster.map(pieces.die_once, iter(work), [])] == list(range(40))
    assert (tmp_path / "mark").exists()


def test_a_piece_that_ends_every_worker_costs_only_itself(cluster: Cluster) -> None:
    """It comes back undone, as may what waited beside it each time, and all the rest is done."""
    pairs = list(cluster.map(pieces.die, iter(NUMBERS), []))
    assert [piece for piece, _ in pairs] == NUMBERS
    assert all(result in (number, None) for (number,), result in pairs)
    undone = {number for (number,), result in pairs if result is None}
    assert 5 in undone
    assert len(undone) <= 2 * PER_THREAD


def test_an_error_in_a_piece_is_raised_here(cluster: Cluster) -> None:
    """A fault is not lost on another machine."""
    with pytest.raises(ValueError, match="this piece is wrong"):
        list(cluster.map(pieces.fail, iter(NUMBERS), []))


def test_a_worker_is_killed_in_the_middle_of_a_build(site: Site, tmp_path: Path) -> None:
    """No article is lost with it, whatever it was doing."""
    many(site).build()
    with (
        processes.scheduler(tmp_path) as (address, _),
        processes.workers(address, tmp_path),
        processes.workers(address, tmp_path, 1, nanny=False) as victim,
    ):
        report, sent = interrupted(site, address, victim)
    assert sent == site.files()
    assert report.tally.published == 460


def interrupted(site: Site, address: str, victim: Process) -> tuple[Report, dict[str, bytes]]:
    """Build with a cluster, and kill one of its processes when the first articles are read."""
    return send(site, address, progress=lambda *_: victim.kill())


def test_a_scheduler_that_is_killed_ends_the_build(site: Site, tmp_path: Path) -> None:
    """Nothing is half done, one line says why, and the next build, here, does the rest."""
    many(site).build()
    with (
        processes.scheduler(tmp_path) as (address, victim),
        processes.workers(address, tmp_path),
        pytest.raises(ClusterError, match=f"^{address}: the connection to the cluster is lost"),
    ):
        interrupted(site, address, victim)
    assert tree(site.folder / "sent") == {}
    assert send(site, "")[1] == site.files()


def closed_port() -> str:
    """Return the address of a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{listener.getsockname()[1]}"


def test_without_a_scheduler_nothing_is_done(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that has much to do needs the cluster that it is told to use; feeds stay as they are."""
    many(site)
    monkeypatch.setattr(client, "CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match="no scheduler of a cluster answers there") as caught:
        send(site, closed_port())
    assert caught.value.exit_status == OUTPUT
    assert tree(site.folder / "sent") == {}


def test_a_scheduler_that_says_nothing_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes the connection may be anything, or a machine that has stopped."""
    many(site)
    monkeypatch.setattr(client, "CONNECT_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        late = threading.Timer(30, silent.close)
        late.start()
        with pytest.raises(ClusterError, match="no scheduler of a cluster answers there"):
            send(site, f"tcp://127.0.0.1:{silent.getsockname()[1]}")
        assert late.is_alive()
        late.cancel()


def test_a_scheduler_that_stops_is_not_waited_for_for_ever(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its connection stays as it was, and nothing comes any more."""
    with (
        processes.scheduler(tmp_path) as (address, victim),
        processes.workers(address, tmp_path),
        closing(Cluster(address)) as cluster,
    ):
        results = cluster.map(pieces.twice, iter(NUMBERS), [])
        next(results)
        monkeypatch.setattr(client, "ANSWER_SECONDS", 1)
        victim.pause()
        with pytest.raises(ClusterError, match="the connection to the cluster is lost"):
            list(results)


def test_little_work_asks_for_no_cluster(site: Site) -> None:
    """A build that has little to do does not wait for other machines, nor need them."""
    site.write()
    assert send(site, closed_port())[0].tally.published == 1


def test_without_the_package_the_message_says_how_to_get_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for a cluster without what speaks with one gets no traceback, and nothing is written."""
    site.write()
    monkeypatch.setattr(client, "find_spec", lambda _: None)
    with pytest.raises(ConfigError, match=r"pip install 'feeds\[cluster\]'"):
        send(site, closed_port())


def test_without_workers_nothing_is_done(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler alone does not have a build wait for ever."""
    many(site)
    monkeypatch.setattr(client, "CONNECT_SECONDS", 1)
    with processes.scheduler(tmp_path) as (address, _), pytest.raises(ClusterError, match="the cluster has no worker"):
        send(site, address)


def test_a_cluster_without_workers_left_ends_the_build(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the last worker is gone and none comes, the build does not wait for ever."""
    many(site)
    monkeypatch.setattr(client, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(client, "ALONE_SECONDS", 0)
    with (
        processes.scheduler(tmp_path) as (address, _),
        processes.workers(address, tmp_path, 1, nanny=False) as victim,
        pytest.raises(ClusterError, match="the cluster has no worker left"),
    ):
        interrupted(site, address, victim)


def test_a_worker_that_sees_other_files_is_refused(site: Site, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a shared folder nothing is read, and the message says what is where."""
    many(site)
    monkeypatch.chdir(site.folder)
    shared = Path("/proc/self/cwd/articles")  # of each process its own
    with pytest.raises(ClusterError, match=rf"tcp://.*sees other files: {shared} is nothing .* there, and a folder"):
        send(site, address, source=shared)
    assert tree(site.folder / "sent") == {}


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (processes.OLDER, "it has 0.0.1 as the version of feeds, and this machine"),
        (processes.STRANGER, "it has no feeds, or another version"),
        (processes.answering("7"), "it answers in another form"),
        (processes.answering("(0.1, b'no pickle', False, None)"), "its results cannot be read"),
        (processes.answering("(0.1, pickle.dumps([]), False, None)"), "it has no result for each piece of work"),
        (processes.answering("(0.1, pickle.dumps(7), False, None)"), "it has no result for each piece of work"),
    ],
)
def test_a_worker_with_another_program_is_refused(site: Site, tmp_path: Path, program: str, words: str) -> None:
    """Feeds are made by one version, or bytes would depend on who renders what."""
    many(site)
    with (
        processes.scheduler(tmp_path) as (address, _),
        processes.workers(address, tmp_path, 1, program=program, nanny=False),
        pytest.raises(ClusterError, match=f"^(tcp://|a worker).* of the cluster cannot do the work .*: {words}"),
    ):
        send(site, address)


def test_what_a_worker_saw_at_a_moment_of_change_is_compared_again(cluster: Cluster, tmp_path: Path) -> None:
    """An editor who saves a file between two looks does not end a build."""
    seen = tmp_path / "article.md"
    seen.write_text("as it was")
    before = packed([seen])
    seen.write_text("as it is")
    found = cluster.map(pieces.twice, iter(NUMBERS), [seen])
    next(found)
    cluster._surroundings = before
    assert len(list(found)) == len(NUMBERS) - 1
