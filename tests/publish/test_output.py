"""How files get into the output folder."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from feeds.core.errors import Interrupted, OutputError
from feeds.publish.output import Output
from feeds.publish.tree import Tree
from tests.support import begin_temporary, interrupt_after


def put(folder: Path, name: str, document: bytes) -> list[str]:
    """Put one document into a folder, and return what had to be written for that."""
    with Output(folder) as output:
        output.write(name, document)
        output.finish()
    return output.written


def test_a_document_is_whole_readable_and_alone(tmp_path: Path) -> None:
    """A web server of another user can read a document whatever the umask, and finds no scraps beside it."""
    before = os.umask(0o077)
    try:
        put(tmp_path, "a/b/rss.xml", b"<rss/>")
    finally:
        os.umask(before)
    path = tmp_path / "a" / "b" / "rss.xml"
    assert path.read_bytes() == b"<rss/>"
    assert path.stat().st_mode & 0o777 == 0o644
    assert [found.name for found in path.parent.iterdir()] == ["rss.xml"]


def test_the_same_bytes_are_left_alone(tmp_path: Path) -> None:
    """What did not change keeps its time of modification."""
    put(tmp_path, "rss.xml", b"one")
    before = (tmp_path / "rss.xml").stat().st_mtime_ns
    assert put(tmp_path, "rss.xml", b"one") == []
    assert (tmp_path / "rss.xml").stat().st_mtime_ns == before


def test_a_changed_file_of_the_same_size_gets_another_second(tmp_path: Path) -> None:
    """Web servers make an ETag of the second and the size: both the same would hide the change."""
    seconds = []
    for text in (b"one", b"two", b"six"):
        put(tmp_path, "rss.xml", text)
        seconds.append(int((tmp_path / "rss.xml").stat().st_mtime))
    assert len(set(seconds)) == 3


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the old document, whole, and no scraps; the error names the file."""
    path = tmp_path / "rss.xml"
    put(tmp_path, "rss.xml", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"rss\.xml: cannot be written: No space left on device"):
        put(tmp_path, "rss.xml", b"new")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["rss.xml"]


def test_what_fails_only_as_a_file_is_closed_leaves_no_scraps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Network file systems may say only then that there is no room; what cannot be removed either is no other error."""
    put(tmp_path, "rss.xml", b"old")
    synced: list[int] = []
    close = os.close

    def full(descriptor: int) -> None:
        close(descriptor)
        if descriptor in synced:
            synced.clear()
            raise OSError(122, "Disk quota exceeded")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", synced.append)
        patch.setattr(os, "close", full)
        with pytest.raises(OutputError, match=r"rss\.xml: cannot be written: Disk quota exceeded"):
            put(tmp_path, "rss.xml", b"new")
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("rss.xml", b"old")]


def test_a_folder_in_the_way_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A folder called rss.xml is reported, not removed."""
    (tmp_path / "rss.xml").mkdir()
    with pytest.raises(OutputError, match=r"rss\.xml"):
        put(tmp_path, "rss.xml", b"new")


@pytest.mark.parametrize("reason", ["Permission denied", "Too many open files"])
def test_a_folder_that_cannot_be_entered_is_named_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    """Nobody is told that something exists where a permission, or what else it takes to open it, is missing."""
    real = os.open

    def shut(path: Any, *given: Any, **options: Any) -> int:
        if path == "all":
            raise OSError(13 if reason == "Permission denied" else 24, reason, path)
        return real(path, *given, **options)

    monkeypatch.setattr(os, "open", shut)
    with pytest.raises(OutputError, match=rf"all/rss\.xml: cannot be written: {reason}"):
        put(tmp_path, "all/rss.xml", b"new")


def test_removing_takes_the_emptied_folders_along(tmp_path: Path) -> None:
    """Nothing is left of a feed that is gone for good, and nothing else is touched."""
    put(tmp_path, "topics/a/rss.xml", b"a")
    put(tmp_path, "topics/b/rss.xml", b"b")
    with Output(tmp_path) as output:
        stamp = output.stamp("topics/a/rss.xml")
        assert stamp
        output.remove({"topics/a/rss.xml": stamp, "topics/never/rss.xml": stamp, "topics/b/rss.xml": stamp})
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "topics",
        "topics/b",
        "topics/b/rss.xml",
    ]
    assert output.removed == ["topics/a/rss.xml"]


def test_the_scraps_of_a_killed_build_are_swept_up(tmp_path: Path) -> None:
    """A build that was killed leaves nothing for ever, and one that is running loses nothing."""
    for name in ("rss.xml", "rss.xml.gz", "feeds.css", "redirects.nginx.map", "_redirects.br"):
        _, descriptor = begin_temporary(tmp_path / name)
        os.close(descriptor)
    running, descriptor = begin_temporary(tmp_path / "atom.xml")
    for name in (".mine.tmp", ".mine.0123456789abcdef.tmp"):
        (tmp_path / name).write_bytes(b"a person's")
    put(tmp_path, "rss.xml", b"whole")
    os.close(descriptor)
    names = [Path(running).name, ".mine.0123456789abcdef.tmp", ".mine.tmp", "rss.xml"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


@pytest.mark.parametrize("call", ["open", "write", "fchmod"])
def test_a_build_that_is_told_to_end_leaves_no_scraps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """A signal is raised as soon as a call of the system returns: also a file that is just being made goes."""
    interrupt_after(monkeypatch, call)
    with pytest.raises(Interrupted):
        put(tmp_path, "rss.xml", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    """What would be written is said, not done; what a killed build left stays as well."""
    put(tmp_path, "old.xml", b"old")
    scrap, descriptor = begin_temporary(tmp_path / "new.xml")
    os.close(descriptor)
    with Output(tmp_path, dry_run=True) as output:
        stamp = output.stamp("old.xml")
        assert stamp
        output.write("new.xml", b"new")
        output.finish()
        output.remove({"old.xml": stamp})
    assert sorted(path.name for path in tmp_path.iterdir()) == [Path(scrap).name, "old.xml"]
    assert (output.written, output.removed) == (["new.xml"], ["old.xml"])


def test_one_document_that_cannot_be_written_keeps_no_other_from_it(tmp_path: Path) -> None:
    """Something in the way of one feed costs that feed alone, and is told at the end."""
    (tmp_path / "3").write_text("in the way")
    with Output(tmp_path) as output:
        for number in range(9):
            output.write(f"{number}/rss.xml", b"x" * 10_000)
        with pytest.raises(OutputError, match=r"3/rss\.xml: cannot be written"):
            output.finish()
    assert len(list(tmp_path.glob("*/rss.xml"))) == 8


def test_folders_can_be_entered_whatever_the_umask(tmp_path: Path) -> None:
    """A web server of another user finds its way to the documents."""
    before = os.umask(0o077)
    try:
        put(tmp_path / "new", "a/b/rss.xml", b"<rss/>")
    finally:
        os.umask(before)
    for folder in ("new", "new/a", "new/a/b"):
        assert (tmp_path / folder).stat().st_mode & 0o777 == 0o755


def test_a_folder_that_a_killed_build_left_closed_is_opened(tmp_path: Path) -> None:
    """Killed before it could open a new folder, a build leaves none that no web server can enter; others stay so."""
    (tmp_path / "a" / "b").mkdir(mode=0o700, parents=True)
    (tmp_path / "a").chmod(0o711)
    put(tmp_path, "a/b/rss.xml", b"<rss/>")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b")] == [0o711, 0o755]


def test_a_document_from_the_far_future_ends_no_build(tmp_path: Path) -> None:
    """A clock that was wrong once does not date our documents for ever."""
    (tmp_path / "rss.xml").write_bytes(b"old")
    os.utime(tmp_path / "rss.xml", (10_000_000_000, 10_000_000_000))
    put(tmp_path, "rss.xml", b"new")
    assert (tmp_path / "rss.xml").stat().st_mtime < 9_000_000_000


def test_a_stamp_tells_how_a_document_looks(tmp_path: Path) -> None:
    """What a build remembers of a document is what the next one sees, also where the time had to be moved."""
    for text in (b"one", b"two", b"two"):
        with Output(tmp_path) as output:
            output.write("rss.xml", text)
            output.finish()
            assert output.stamps == {"rss.xml": output.stamp("rss.xml")}
            assert output.stamp("none.xml") is None


def test_a_folder_that_may_not_be_entered_is_no_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever rebuilds a lost state would forget its feeds, and they would stay in the output for ever."""
    (tmp_path / "topics").mkdir()
    real = os.open

    def closed(path: Any, *arguments: Any, **named: Any) -> int:
        if path == "topics":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path, *arguments, **named)

    monkeypatch.setattr(os, "open", closed)
    with Tree(tmp_path) as tree:
        assert tree.names("providers") == []
        with pytest.raises(PermissionError) as raised:
            tree.names("topics")
    assert raised.value.filename == str(tmp_path / "topics")


def test_a_look_at_folders_in_order_opens_each_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The months of an archive are some folders down: those above them stay open meanwhile."""
    names = [f"topics/ai/archive/2024-{month:02}/{name}" for month in range(1, 13) for name in ("rss.xml", "atom.xml")]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"1")
    opened: list[object] = []
    real = os.open

    def noted(path: Any, *rest: Any, **more: Any) -> int:
        opened.append(path)
        return real(path, *rest, **more)

    with Tree(tmp_path) as tree:
        monkeypatch.setattr(os, "open", noted)
        assert all(map(tree.stamp, names))
        assert tree.stamp("topics/ai/archive/2025-01/rss.xml") is None
        assert opened == [tmp_path, "topics", "ai", "archive", *(f"2024-{n:02}" for n in range(1, 13)), "2025-01"]


def test_a_folder_that_was_removed_and_made_again_is_looked_at_anew(tmp_path: Path) -> None:
    """Nothing is said of documents that are gone, or missed of those that have come."""
    with Tree(tmp_path) as tree:
        for name in ("topics/a/rss.xml", "topics/b/rss.xml"):
            (tmp_path / name).parent.mkdir(parents=True)
            (tmp_path / name).write_bytes(b"1")
            assert tree.stamp(name)
            tree.remove(name)
            assert not (tmp_path / "topics").exists()
            assert tree.stamp(name) is None
