"""SIGTERM ends a build within seconds, whatever it does or waits for, and the next build does the rest."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from bench.generate import touch_some, write_tree
from feeds.core import interrupts
from feeds.publish.lock import hold
from tests.publish.test_killed import _broken, config
from tests.support import BASE_URL, Site, heed_interrupts, tree

SECONDS = 2.0
"""How long an end may take, for a process that has its share of a core."""

BUSY = 4
"""How many times that it may take on a machine that does much else."""

ENDED = (130, -signal.SIGTERM)
"""The statuses of a process that has been told to end: before it has begun, SIGTERM ends it as any other."""

UNINTERRUPTIBLE = """
import ctypes, os, socket, sys
from feeds.__main__ import main

def look_up(*given, **options):
    os.write(1, b"looking\\n")  # a thread that ends with the process must not hold a file's lock
    ctypes.CDLL(None).system(b"exec sleep 12")
    return []

socket.getaddrinfo = look_up
sys.argv[0] = "feeds"
main()
"""
"""A command for which the look-up of a name takes for ever, and cannot be interrupted, as that of the system."""

PRINTING = """
import io, os, sys
from feeds.__main__ import main

class Told(io.FileIO):
    def write(self, data):
        os.write({}, b".")
        return super().write(data)

sys.stdout, sys.stderr = (io.TextIOWrapper(io.BufferedWriter(Told(number, "w"))) for number in (1, 2))
sys.argv[0] = "feeds"
main()
"""
"""A command that tells when it is about to print."""

LOADING = """
import os, signal, sys

class Finder:
    def find_spec(name, path=None, target=None):
        if name == "feeds.cli":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder)
from feeds.__main__ import main
sys.argv = ["feeds", "--version"]
main()
"""
"""A command that is interrupted while its modules are loaded."""

_TOLD = """
import os, signal, sys, time
import feeds.publish.state_folder as state_folder
from feeds.__main__ import main

def prepare(folder):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(20)
{then}

state_folder.prepare = prepare
sys.argv[0] = "feeds"
main()
"""

DROPPING = _TOLD.format(
    then="""
    except KeyboardInterrupt:
        pass
    time.sleep(20)
"""
)
"""A build in which what the signal raises is dropped on its way, as by a module in C that is just being loaded."""

SLOW = _TOLD.format(
    then="""
    finally:
        time.sleep(1.2)
        print("in order")
"""
)
"""A build that takes its time to end."""


def _command(site: Site, *options: str) -> list[str]:
    return [sys.executable, "-m", "feeds", "build", str(site.source), "--base-url", BASE_URL, "--quiet", *options]


def _end(process: "subprocess.Popen[bytes]") -> float:
    """Tell a process to end, and return how many seconds it took to."""
    process.send_signal(signal.SIGTERM)
    started = time.monotonic()
    try:
        process.communicate(timeout=SECONDS * BUSY)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        pytest.fail("the process went on")
    return time.monotonic() - started


def _end_again_and_again(site: Site, count: int, rounds: int) -> list[float]:
    """End builds at any moment, and return how long each took to end."""
    site.source.rmdir()
    write_tree(site.source, count)
    (site.folder / "feeds.toml").write_text(config(0))
    chance = random.Random(5)
    started = time.monotonic()
    subprocess.run(_command(site), cwd=site.folder, check=True)
    whole = time.monotonic() - started
    took = []
    for number in range(rounds):
        touch_some(site.source, count, 20, number)
        (site.folder / "feeds.toml").write_text(config(number))
        process = subprocess.Popen(_command(site, "--jobs", "2"), cwd=site.folder, stderr=subprocess.PIPE)
        try:
            process.wait(whole * chance.uniform(0, 1))
        except subprocess.TimeoutExpired:
            took.append(_end(process))
            is_forced = took[-1] >= interrupts._LONGEST  # as on a busy machine: the next build removes what is left
            assert process.returncode in (0, *ENDED)
        else:
            is_forced = False
        process.communicate()
        assert list(_broken(site.output)) == []
        assert is_forced or not list(site.output.rglob("*.tmp"))
    subprocess.run(_command(site), cwd=site.folder, check=True)
    fresh = ["-o", str(site.folder / "fresh/dist"), "--state-dir", str(site.folder / "fresh/.feeds")]
    subprocess.run(_command(site, *fresh), cwd=site.folder, check=True)
    assert tree(site.output) == tree(site.folder / "fresh/dist")
    return took


@pytest.mark.slow
def test_builds_that_are_told_to_end(site: Site) -> None:
    """Builds that start, read, render or write end at once, with whole files and no scraps; the next one heals."""
    assert _end_again_and_again(site, 100, 3)


@pytest.mark.thorough
def test_a_hundred_builds_that_are_told_to_end(site: Site) -> None:
    """The same at a hundred moments."""
    took = _end_again_and_again(site, 1_000, 100)
    assert len(took) > 70
    assert sorted(took)[len(took) // 2] < SECONDS


@contextmanager
def _silent() -> Iterator[tuple[str, socket.socket]]:
    """Yield the address of a server that takes connections and never says a word, and its socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}", server


@pytest.mark.parametrize("what", ["feeds.toml", "articles/x.md", "_config.yml", "articles/_data/topics/x.yaml"])
def test_nothing_waits_for_a_fifo(site: Site, what: str) -> None:
    """Where a file of the site is one that nobody writes to, the build goes on, or says so, or can be ended."""
    site.write()
    path = site.folder / what
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    process = subprocess.Popen(_command(site), cwd=site.folder, stderr=subprocess.PIPE)
    try:
        process.communicate(timeout=SECONDS * BUSY)
    except subprocess.TimeoutExpired:
        _end(process)
        assert process.returncode in ENDED
    else:
        assert process.returncode in (0, 1, 2)


def test_a_build_that_waits_for_another_can_be_ended(site: Site) -> None:
    """It waits for the lock no longer than it is let."""
    site.write()
    site.build()
    (lock,) = (site.folder / ".feeds").glob("*.lock")
    state = ["--state-dir", str(site.folder / ".feeds"), "--output", str(site.output), "--wait", "500"]
    with hold(lock):
        process = subprocess.Popen(_command(site, *state), cwd=site.folder, stderr=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            process.communicate(timeout=1)
        assert _end(process) < SECONDS * BUSY
        assert process.returncode in ENDED


@pytest.mark.parametrize("option", ["--ping", "--probe"])
def test_a_build_that_waits_for_an_answer_can_be_ended(site: Site, option: str) -> None:
    """Neither a hub nor a host of pictures that never answers keeps it."""
    with _silent() as (url, server):
        site.write(images=[{"url": f"{url}/a.png"}])
        allowed = '[images]\nallow = ["127.0.0.0/8"]\n'
        (site.folder / "feeds.toml").write_text(f'{allowed}[websub]\nhubs = ["{url}/"]\n')
        process = subprocess.Popen(_command(site, option), cwd=site.folder, stderr=subprocess.PIPE)
        server.settimeout(60)
        connection, _ = server.accept()
        with connection:
            assert _end(process) < SECONDS * BUSY
    assert process.returncode in ENDED


@pytest.mark.parametrize("option", ["--ping", "--probe"])
def test_a_build_that_looks_up_a_name_can_be_ended(site: Site, option: str) -> None:
    """The system's look-up takes half a minute where no server of names answers, and no signal ends it."""
    site.write(images=[{"url": "https://pictures.example.com/a.png"}])
    (site.folder / "feeds.toml").write_text('[websub]\nhubs = ["https://hub.example.com/"]\n')
    command = [sys.executable, "-c", UNINTERRUPTIBLE, *_command(site, option)[3:]]
    with subprocess.Popen(command, cwd=site.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"looking\n"
        process.send_signal(signal.SIGTERM)
        started = time.monotonic()
        process.wait(60)
        assert time.monotonic() - started < SECONDS * BUSY
    assert process.returncode in ENDED


def _told(site: Site, program: str) -> "subprocess.CompletedProcess[str]":
    """Run a build that is told to end by itself."""
    command = [sys.executable, "-c", program, *_command(site)[3:]]
    return subprocess.run(
        command,
        cwd=site.folder,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=heed_interrupts,
        check=False,
    )


def test_an_end_that_is_dropped_on_its_way_comes_again(site: Site) -> None:
    """Code that swallows what a signal raises, which nobody can mend in libraries, does not make a build go on."""
    site.write()
    started = time.monotonic()
    done = _told(site, DROPPING)
    assert (done.returncode, done.stderr.count("\n")) == (130, 1)
    assert "interrupted" in done.stderr
    assert time.monotonic() - started < SECONDS * BUSY


def test_an_end_is_not_ended(site: Site) -> None:
    """What closes files and ends children is left to do so, however long it takes."""
    site.write()
    done = _told(site, SLOW)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (130, "in order\n", 1)


def test_an_interrupt_while_the_program_is_loaded_shows_no_traceback(site: Site) -> None:
    """Who has pressed Return too early presses Ctrl-C at once."""
    done = subprocess.run(
        [sys.executable, "-c", LOADING], cwd=site.folder, capture_output=True, preexec_fn=heed_interrupts, check=False
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, b"")


AGAIN = _TOLD.format(
    then="""
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT):
            os.kill(os.getpid(), number)
        print("in order")
"""
)
"""A build that is told to end while it ends."""

FINALISED = """
import os, signal, sys, time
import feeds.publish.state_folder as state_folder
from feeds.__main__ import main

class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)

def prepare(folder):
    Last()
    time.sleep(20)

state_folder.prepare = prepare
sys.argv[0] = "feeds"
main()
"""
"""A build that is told to end in a finaliser, where Python drops what is raised, and says so."""

AT_THE_END = """
import atexit, os, signal, sys
from feeds.__main__ import main
sys.argv[0] = "feeds"
atexit.register(os.kill, os.getpid(), signal.SIGTERM)
try:
    main()
finally:
    os.kill(os.getpid(), signal.SIGINT)
"""
"""A build that is told to end when it has ended."""

BETWEEN = """
import os, signal, sys, time
import feeds.cli

def told(**options):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(20)

feeds.cli.cli = told
from feeds.__main__ import main
main()
"""
"""A command that is told to end where no command is at work yet."""


@pytest.mark.parametrize("program", [AGAIN, FINALISED, BETWEEN])
def test_an_end_is_told_in_one_line(site: Site, program: str) -> None:
    """Wherever the first signal comes, and whatever comes after it, there is no traceback and the status is right."""
    site.write()
    done = _told(site, program)
    assert (done.returncode, done.stderr.count("\n")) == (130, 1)
    assert done.stderr.startswith("feeds: interrupted;")
    assert done.stdout == ("in order\n" if program == AGAIN else "")


def test_an_end_that_comes_too_late_changes_nothing(site: Site) -> None:
    """What is done is done."""
    site.write()
    done = _told(site, AT_THE_END)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.thorough
@pytest.mark.parametrize("command", ["build", "serve", "probe"])
def test_bursts_of_signals(site: Site, command: str) -> None:
    """However many of both signals come, and whenever, the process ends with one line."""
    site.source.rmdir()
    write_tree(site.source, 60)
    chance = random.Random(3)
    arguments = [sys.executable, "-m", "feeds", command, str(site.source), "--base-url", BASE_URL]
    arguments += ["--watch", "--port", "0"] if command == "serve" else []
    for _ in range(40):
        process = subprocess.Popen(
            arguments, cwd=site.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=heed_interrupts
        )
        time.sleep(chance.uniform(0, 3))
        process.send_signal(signal.SIGTERM)  # as Python shows a Ctrl-C before anything of feeds is there
        for _ in range(chance.choice((1, 2, 8))):
            time.sleep(chance.choice((0, 0.001, 0.02)))
            process.send_signal(chance.choice((signal.SIGTERM, signal.SIGINT)))
        _, said = process.communicate(timeout=SECONDS * BUSY)
        assert process.returncode in (0, *ENDED)
        assert b"Traceback" not in said
        assert said.count(b"interrupted;") <= 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("command", [["--help"], ["nothing"], ["list", "topics"], ["build", "--dry-run", "--verbose"]])
def test_a_command_ends_that_nobody_reads(site: Site, command: list[str], number: signal.Signals) -> None:
    """A signal ends a command that waits until somebody reads what it prints, with the status of an interrupt."""
    site.write()
    (site.folder / "feeds.toml").write_text(config(0))
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writer, b"x" * 4096)
    os.set_blocking(writer, True)
    told, tells = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", PRINTING.format(tells), *command],
        cwd=site.folder,
        stdout=writer,
        stderr=writer,
        pass_fds=[tells],
        preexec_fn=heed_interrupts,
    )
    os.close(tells)
    try:
        assert os.read(told, 1)
        process.send_signal(number)
        assert process.wait(SECONDS * BUSY) == 130
    finally:
        process.kill()
        process.wait()
        for descriptor in (reader, writer, told):
            os.close(descriptor)
