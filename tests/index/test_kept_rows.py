"""Long readings that are ended: what was read is kept, and used only where reading it again would give the same."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bench.generate import write_tree
from feeds.core import safe_files, workers
from feeds.core.errors import Interrupted, RefusedError
from feeds.index import changes, intake
from feeds.index.kept_rows import KeptRows
from feeds.index.rows import File, Reader, Row
from feeds.publish.build import Request
from tests.support import BASE_URL, NOW, Site, tree

COUNT, LAST = 20, 13
"""Articles of a site, and how many are read before the reading is ended."""


class Readings:
    """The names of the files that were read; after so many, reading is ended as by a signal."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.left: int | None = None

    def end_after(self, number: int | None) -> None:
        """Begin anew, and end after so many files."""
        self.names, self.left = [], number


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    """Note what is read, two files at a time; ten are many, and no file has changed just now."""
    found = Readings()
    row = Reader.row

    def noted(self: Reader, file: File) -> Row | None:
        if found.left is not None and len(found.names) >= found.left:
            raise Interrupted
        found.names.append(os.fsdecode(file.name))
        return row(self, file)

    monkeypatch.setattr(Reader, "row", noted)
    monkeypatch.setattr(intake, "MANY", 10)
    monkeypatch.setattr(intake, "BATCH", 2)
    monkeypatch.setattr(workers, "WORTHWHILE", 100)  # so that this process reads
    monkeypatch.setattr(changes, "FINE_TICK", 0)
    monkeypatch.setattr(changes, "COARSE_TICK", 0)
    return found


def _write(site: Site, number: int, title: str = "Story") -> None:
    picture = {"url": f"/{number}.png"}
    name = f"{number % 3}/{number:02}.md"
    site.write(name, title=f"{title} {number}", webUrl=f"https://lamps.example/{number}", images=[picture])


def _begin(site: Site, readings: Readings) -> None:
    """Write a site, and end its first build in the middle of reading."""
    for number in range(COUNT):
        (site.source / f"{number}.png").write_bytes(b"no picture")
        _write(site, number)
    readings.end_after(LAST)
    with pytest.raises(Interrupted):
        site.build()
    readings.end_after(None)


def _kept(site: Site) -> Path:
    (database,) = (site.folder / ".feeds").glob("*.sqlite")
    return database.with_suffix(intake.KEPT)


def _is_as_from_nothing(site: Site) -> bool:
    before = tree(site.output)
    site.build(output=site.folder / "other", state_dir=site.folder / ".other")
    return before == tree(site.folder / "other")


def test_an_ended_reading_is_gone_on_with(site: Site, readings: Readings) -> None:
    """Nothing is published of half a site; the next build reads the other half, and writes what any build writes."""
    _begin(site, readings)
    assert not site.output.exists() or tree(site.output) == {}
    assert _kept(site).stat().st_mode & 0o777 == safe_files.PRIVATE_FILE

    report = site.build()
    assert (len(readings.names), report.tally.published) == (COUNT - LAST + LAST % 2, COUNT)
    assert not _kept(site).exists()
    assert _is_as_from_nothing(site)


def test_an_ended_reading_can_be_ended_again(site: Site, readings: Readings) -> None:
    """Each reading keeps what it has read itself beside what it has taken up."""
    _begin(site, readings)
    for number in range(COUNT, 2 * COUNT):
        _write(site, number)
    readings.end_after(8)
    with pytest.raises(Interrupted):
        site.build()
    readings.end_after(None)
    site.build()
    assert len(readings.names) == 2 * COUNT - 12 - 8
    assert _is_as_from_nothing(site)


def test_what_has_changed_meanwhile_is_read(site: Site, readings: Readings) -> None:
    """A file that is new, gone, changed, or beside which a picture has changed is not taken as it was."""
    _begin(site, readings)
    kept = sorted(path for path in tree(site.source) if path.startswith("0/"))
    (site.source / kept[0]).unlink()
    _write(site, int(Path(kept[1]).stem), "Changed")
    (site.source / f"{int(Path(kept[2]).stem)}.png").write_bytes(b"another one, longer")
    _write(site, 99)
    site.build()
    assert {Path(kept[1]).name, Path(kept[2]).name, "99.md"} <= set(readings.names)
    assert len(readings.names) == COUNT - 12 + 3
    assert _is_as_from_nothing(site)


@pytest.mark.parametrize(("option", "read"), [("limit", COUNT - 12), ("min_quality", COUNT)])
def test_a_reading_of_another_kind_is_of_no_use(site: Site, readings: Readings, option: str, read: int) -> None:
    """Rows that were made with other settings are read again, where these decide what is in a row."""
    _begin(site, readings)
    options: dict[str, Any] = {option: 7}
    site.build(**options)
    assert len(readings.names) == read
    assert not _kept(site).exists()


@pytest.mark.parametrize("place", [5, 40, -1])
def test_damage_costs_what_was_kept_and_nothing_else(site: Site, readings: Readings, place: int) -> None:
    """A byte that is wrong in the beginning, in a batch, or at the end of the file."""
    _begin(site, readings)
    content = bytearray(_kept(site).read_bytes())
    content[place] ^= 1
    _kept(site).write_bytes(content)
    site.build()
    assert len(readings.names) == (COUNT - 10 if place == -1 else COUNT)
    assert _is_as_from_nothing(site)


def test_an_ended_reading_hides_no_loss(site: Site, readings: Readings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a reading by another program has kept, what was published before is what the guard compares with."""
    for number in range(COUNT):
        _write(site, number)
    site.build()
    before = tree(site.output)
    monkeypatch.setattr("feeds.index.refresh.fingerprint", lambda: b"another")
    readings.end_after(LAST)
    with pytest.raises(Interrupted):
        site.build()
    for path in sorted(site.source.rglob("*.md"))[5:]:
        path.unlink()
    readings.end_after(None)
    for _ in range(2):
        with pytest.raises(RefusedError, match="15 of 20 published articles are gone"):
            site.build()
    assert tree(site.output) == before


def test_where_nothing_can_be_kept_the_build_goes_on(
    site: Site, readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk costs what could be taken up later, and no build."""

    def full(self: KeptRows, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(KeptRows, "_write", full)
    for number in range(COUNT):
        _write(site, number)
    assert site.build().tally.published == COUNT
    assert len(readings.names) == COUNT
    assert not _kept(site).exists()


@pytest.mark.slow
def test_a_reading_that_is_killed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What children have read until their build is killed is there for the next one."""
    site.source.rmdir()
    write_tree(site.source, 2_200)
    time.sleep(0.2)  # what was written just now is read again in any case
    command = [sys.executable, "-m", "feeds", "build", str(site.source), "--base-url", BASE_URL, "--jobs", "2", "-q"]
    process = subprocess.Popen(command, cwd=site.folder)
    states = site.folder / ".feeds"
    some = 400_000  # bytes: two batches, of which the second at most is half written
    while process.poll() is None and not any(path.stat().st_size > some for path in states.glob(f"*{intake.KEPT}")):
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert tree(site.output) == {}

    read: list[File] = []
    row = Reader.row

    def noted(self: Reader, file: File) -> Row | None:
        read.append(file)
        return row(self, file)

    monkeypatch.setattr(Reader, "row", noted)
    assert site.build(now=NOW, request=Request(jobs=1)).tally.read == 2_200
    assert 0 < len(read) < 2_200
    assert _is_as_from_nothing(site)
