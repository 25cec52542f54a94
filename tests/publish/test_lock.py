"""One build at a time, and builds that are told to end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from feeds.core.errors import BusyError
from feeds.publish.build import Request
from feeds.publish.lock import hold
from tests.support import BASE_URL, Site, heed_interrupts

HOLDER = """
import sys, time
from pathlib import Path
from feeds.publish.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def _holder(path: Path) -> subprocess.Popen[bytes]:
    """Start a process that holds a lock, and wait until it does."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_build_is_told_who_is_running(tmp_path: Path) -> None:
    """An administrator whose builds overlap learns which process to look for."""
    holder = _holder(tmp_path / "lock")
    with (
        pytest.raises(BusyError, match=rf"process {holder.pid} on .*, since \d{{4}}-") as caught,
        hold(tmp_path / "lock"),
    ):
        pass
    holder.kill()
    holder.communicate()
    assert caught.value.exit_status == 3


def test_the_lock_of_a_dead_process_is_free(tmp_path: Path) -> None:
    """A build that was killed does not stop the next one, and nobody has to remove anything."""
    holder = _holder(tmp_path / "lock")
    holder.kill()
    holder.communicate()
    with hold(tmp_path / "lock"):
        assert f"process {os.getpid()} on" in (tmp_path / "lock").read_text()


def test_a_build_under_a_lock_writes_nothing(site: Site) -> None:
    """Two builds at once never mix: the second leaves everything to the first, and does not disturb a dry run."""
    site.write()
    site.build()
    before = site.files()
    site.write(title="Changed")
    (lock,) = (site.folder / ".feeds").glob("*.lock")
    with hold(lock):
        with pytest.raises(BusyError):
            site.build()
        assert len(site.build(request=Request(dry_run=True)).written) == 12
    assert site.files() == before
    site.build()
    assert site.titles() == ["Changed"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.slow
def test_a_build_that_is_told_to_end_does_so_cleanly(site: Site, number: signal.Signals) -> None:
    """Half a build leaves whole files and no scraps; one line says so, and the next build does the rest."""
    for story in range(300):
        site.write(f"{story}.md", webUrl=f"https://lamps.example/{story}", topics=[f"Topic {story}"])
    command = [sys.executable, "-m", "feeds", "build", str(site.source), "-o", str(site.output), "--base-url", BASE_URL]
    process = subprocess.Popen(command, cwd=site.folder, stderr=subprocess.PIPE, preexec_fn=heed_interrupts)
    while not any(site.output.glob("topics/*/rss.xml")):
        time.sleep(0.005)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == b"feeds: interrupted; every file is whole, and the next build does the rest\n"
    assert not list(site.output.rglob("*.tmp"))
    report = site.build(state_dir=site.folder / ".feeds")
    assert 0 < report.unchanged < 900
    assert report.feeds == 302
