"""How new versions of many documents get into the output folder."""

import errno
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from feeds.core.errors import OutputError
from feeds.core.threads import Piece
from feeds.publish import batches
from feeds.publish.output import Output

MANY = 3 * batches.BATCH + 1
OURS = threading.get_ident()


def names(folder: Path) -> list[str]:
    """Return the paths of the files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def put_many(folder: Path, text: bytes, suffixes: tuple[str, ...] = ()) -> Output:
    """Put a text into each of many folders, and return the output."""
    with Output(folder, suffixes=suffixes) as output:
        for number in range(MANY):
            output.write(f"{number:03}/rss.xml", text)
        output.finish()
    return output


def test_each_of_many_documents_is_in_place_and_known(tmp_path: Path) -> None:
    """More documents than a batch holds come to their places, with stamps and compressed files, and no scraps."""
    for text in (b"old", b"new"):
        output = put_many(tmp_path, text, (".gz",))
        assert output.written == [f"{number:03}/rss.xml" for number in range(MANY)]
        assert output.stamps == {name: output.stamp(name) for name in output.written}
        assert output.compressed == {f"{name}.gz": output.stamp(f"{name}.gz") for name in output.written}
        assert {output.tree.path(name).read_bytes() for name in output.written} == {text}
    assert names(tmp_path) == sorted([*output.written, *output.compressed])


def test_threads_do_nothing_but_wait_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What threads did besides would take turns with the one that renders, as Python runs one at a time."""
    by_others: set[str] = set()

    def noted(name: str) -> None:
        real = getattr(os, name)

        def call(*given: Any, **options: Any) -> Any:
            if threading.get_ident() != OURS:
                by_others.add(name)
            return real(*given, **options)

        monkeypatch.setattr(os, name, call)

    def left_to_threads(self: Piece[Any]) -> Any:
        assert self.wait(60)
        return self._result

    for name in ("open", "close", "write", "stat", "fstat", "fchmod", "fsync", "rename", "unlink"):
        noted(name)
    monkeypatch.setattr(Piece, "result", left_to_threads)
    put_many(tmp_path, b"new")
    assert by_others == {"fsync"}


def test_no_document_is_in_place_before_the_disk_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that loses its power never leaves an empty document where a whole one was."""
    flushed: set[int] = set()
    rename, fsync = os.rename, os.fsync

    def sync(descriptor: int) -> None:
        fsync(descriptor)
        flushed.add(os.fstat(descriptor).st_ino)

    def move(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        assert os.stat(source, dir_fd=src_dir_fd).st_ino in flushed
        rename(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "rename", move)
    put_many(tmp_path, b"new", (".gz",))
    assert len(names(tmp_path)) == 2 * MANY


def test_an_interrupted_build_leaves_no_scraps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each document is the old one or the new one, whole, also if the disk hangs and the build does not wait for it."""
    put_many(tmp_path, b"old")
    hangs, goes_on = threading.Event(), threading.Event()

    def hang(descriptor: int) -> None:
        hangs.set()
        goes_on.wait(60)

    def interrupted() -> None:
        with Output(tmp_path) as output:
            for number in range(batches.BATCH):
                output.write(f"{number:03}/rss.xml", b"new")
            output.settle()
            monkeypatch.setattr(os, "fsync", hang)
            for number in range(batches.BATCH, 2 * batches.BATCH + 1):
                output.write(f"{number:03}/rss.xml", b"new")
            assert hangs.wait(60)
            raise KeyboardInterrupt

    monkeypatch.setattr(batches, "SECONDS_TO_STOP", 0.0)
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    goes_on.set()
    assert names(tmp_path) == [f"{number:03}/rss.xml" for number in range(MANY)]
    texts = [(tmp_path / name).read_bytes() for name in names(tmp_path)]
    assert texts == [b"new"] * batches.BATCH + [b"old"] * (MANY - batches.BATCH)


def test_a_build_that_may_open_few_files_waits_for_those_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no more can be opened, what is under way is put in place first; nothing is an error but what stays one."""
    opened: set[int] = set()
    real_open, real_close = os.open, os.close
    most = 12

    def counted(*given: Any, **options: Any) -> int:
        if len(opened) >= most:
            raise OSError(errno.EMFILE, "Too many open files")
        descriptor = real_open(*given, **options)
        opened.add(descriptor)
        return descriptor

    def close(descriptor: int) -> None:
        real_close(descriptor)
        opened.discard(descriptor)

    monkeypatch.setattr(os, "open", counted)
    monkeypatch.setattr(os, "close", close)
    assert len(put_many(tmp_path, b"new").written) == MANY
    assert not opened
    most = 0
    with pytest.raises(OutputError, match="Too many open files"):
        put_many(tmp_path, b"newer")


def test_old_and_new_versions_need_room_for_few_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disk that is nearly full, what is under way takes the place of old versions before more is written."""
    put_many(tmp_path, b"o" * 1_000)
    room = MANY * 1_000 + 4_500
    real = os.write

    def write(descriptor: int, content: bytes) -> int:
        if sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) + len(content) > room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, content)

    monkeypatch.setattr(os, "write", write)
    assert len(put_many(tmp_path, b"n" * 1_000).written) == MANY
    assert {path.read_bytes() for path in tmp_path.rglob("*.xml")} == {b"n" * 1_000}


def test_large_documents_make_small_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two batches of large documents, no more are under way than their size allows, however few they are."""
    monkeypatch.setattr(batches, "BATCH_SIZE", 3_000)
    under_way = []
    real = os.write

    def write(descriptor: int, content: bytes) -> int:
        under_way.append(len(list(tmp_path.rglob(".*.tmp"))))
        return real(descriptor, content)

    monkeypatch.setattr(os, "write", write)
    put_many(tmp_path, b"n" * 1_000)
    assert max(under_way) == 2 * 3


def test_a_document_that_the_disk_does_not_take_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of a batch cannot be flushed: the others are in place, and this one is as it was."""
    put_many(tmp_path, b"old")
    real, calls = os.fsync, iter(range(MANY))

    def full(descriptor: int) -> None:
        if next(calls) == 5:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="cannot be written: No space left on device"):
        put_many(tmp_path, b"new")
    texts = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(texts) == [b"new"] * (MANY - 1) + [b"old"]
