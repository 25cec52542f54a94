"""Files in folders to which others can write: what is planted there is never followed, opened or waited for."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core.errors import Interrupted
from feeds.core.safe_files import (
    NotRegularFileError,
    create_temporary,
    create_whole,
    is_abandoned,
    is_regular,
    make_folders,
    make_private,
    open_regular,
    parse_temporary,
    read_regular,
    remove_irregular,
    replace_private,
    temporary_beside,
)
from tests.planted import Plant, every_plant, is_untouched, victim_beside
from tests.support import begin_temporary, interrupt_after


@every_plant
@pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_RDWR | os.O_CREAT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC])
def test_only_regular_files_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Plant, flags: int
) -> None:
    """Anything else is refused before it is opened, whatever it is opened for."""
    path = tmp_path / "file"
    victim = victim_beside(path)
    plant(path)
    opened: list[object] = []
    monkeypatch.setattr(os, "open", lambda *given, **more: opened.append(given))
    with pytest.raises(NotRegularFileError, match="not a regular file"):
        open_regular(path, flags)
    monkeypatch.undo()
    assert opened == []
    assert not is_regular(path)
    assert is_untouched(victim)


@every_plant
def test_what_is_planted_at_the_last_moment_is_not_followed_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    """Between the look and the opening something else may come: it is refused, and nothing blocks."""
    path = tmp_path / "file"
    victim = victim_beside(path)
    path.write_bytes(b"regular")
    regular = path.stat()
    path.unlink()
    plant(path)
    monkeypatch.setattr(os, "stat", lambda *_, **__: regular)
    with pytest.raises(OSError, match=r"not a regular file|Too many levels|No such device"):
        open_regular(path, os.O_RDWR | os.O_TRUNC)
    monkeypatch.undo()
    assert is_untouched(victim)


@every_plant
def test_a_private_file_replaces_what_is_planted(tmp_path: Path, plant: Plant) -> None:
    """The name gets a file of its own, which nobody else can read; what a link led to stays."""
    path = tmp_path / "file"
    victim = victim_beside(path)
    plant(path)
    replace_private(path, b"secret")
    assert read_regular(path) == b"secret"
    assert path.stat().st_mode & 0o777 == 0o600
    assert is_untouched(victim)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "victim"]


@every_plant
def test_what_is_planted_can_be_removed(tmp_path: Path, plant: Plant) -> None:
    """Removed is the link, not what it leads to; files and folders stay."""
    path = tmp_path / "file"
    victim = victim_beside(path)
    plant(path)
    assert remove_irregular(path)
    assert not remove_irregular(path)
    assert not remove_irregular(victim)
    assert not remove_irregular(tmp_path)
    assert is_untouched(victim)


def test_a_file_that_others_can_read_is_made_private(tmp_path: Path) -> None:
    """What an earlier version left open to all is closed, and what is not there is made."""
    (tmp_path / "old").write_bytes(b"kept")
    (tmp_path / "old").chmod(0o644)
    for name in ("old", "new"):
        make_private(tmp_path / name)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "old").read_bytes() == b"kept"


def test_a_file_is_read_as_far_as_asked(tmp_path: Path) -> None:
    """A huge file costs no more than the part of it that is wanted."""
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(1 << 40)
    assert read_regular(tmp_path / "huge", 10) == bytes(10)


def test_temporary_names_cannot_be_foreseen(tmp_path: Path) -> None:
    """Two files for one name differ, and a file that exists is not opened."""
    folder = os.open(tmp_path, os.O_RDONLY)
    names = [temporary_beside("rss.xml") for _ in range(20)]
    for name in names:
        os.close(create_temporary(name, dir_fd=folder))
        with pytest.raises(FileExistsError):
            create_temporary(name, dir_fd=folder)
    os.close(folder)
    assert len(set(names)) == 20
    assert sorted(names) == sorted(path.name for path in tmp_path.iterdir())


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_temporary_files_are_known_by_their_names(target: str) -> None:
    """A leftover tells which file it was to replace."""
    name = f".{target}.0123456789abcdef.tmp"
    assert parse_temporary(name) == target
    assert parse_temporary(target) is None or target.endswith(".tmp")
    assert parse_temporary(name + "x") is None


def test_a_temporary_file_is_abandoned_once_its_writer_has_ended(tmp_path: Path) -> None:
    """One that is still open is being written, whichever process does so."""
    name, descriptor = begin_temporary(tmp_path / "rss.xml")
    assert not is_abandoned(name)
    os.close(descriptor)
    assert is_abandoned(name)
    assert Path(name).read_bytes() == b""


@pytest.mark.parametrize("make", [replace_private, create_whole])
@pytest.mark.parametrize("call", ["open", "write"])
def test_whoever_is_told_to_end_leaves_no_scraps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path, bytes], None], call: str
) -> None:
    """A signal is raised as soon as a call of the system returns: also a file that is just being made goes."""
    interrupt_after(monkeypatch, call)
    with pytest.raises(Interrupted):
        make(tmp_path / "feeds.toml", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_made_whole_takes_the_scraps_of_it_along(tmp_path: Path) -> None:
    """What a killed process left goes; what is being written, or is another's, stays."""
    left, descriptor = begin_temporary(tmp_path / "feeds.toml")
    os.write(descriptor, b"half")
    os.close(descriptor)
    running, descriptor = begin_temporary(tmp_path / "feeds.toml")
    os.write(descriptor, b"half")
    other, closed = begin_temporary(tmp_path / "other.toml")
    os.write(closed, b"half")
    os.close(closed)
    create_whole(tmp_path / "feeds.toml", b"whole")
    os.close(descriptor)
    assert [Path(name).exists() for name in (left, running, other)] == [False, True, True]
    assert (tmp_path / "feeds.toml").read_bytes() == b"whole"


@every_plant
def test_what_is_planted_is_no_abandoned_file(tmp_path: Path, plant: Plant) -> None:
    """What is planted under the name of a temporary file is neither opened nor taken for one."""
    path = tmp_path / ".rss.xml.0123456789abcdef.tmp"
    victim = victim_beside(path)
    plant(path)
    assert not is_abandoned(str(path))
    assert is_untouched(victim)


def test_folders_are_made_however_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path of more folders than functions may call each other is made; what is there already stays as it is."""
    monkeypatch.chdir(tmp_path)
    folder = Path("a/" * 1_500)
    made = make_folders(folder, 0o700)
    assert (len(made), made[0], made[-1]) == (1_500, Path("a"), folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert make_folders(folder) == []
    assert make_folders(Path("b/../c")) == [Path("b"), Path("b/../c")]
    for one in reversed(made):  # what removes folders of tests may not get so deep
        one.rmdir()


@pytest.mark.parametrize("name", ["file", "file/a", "link", "x" * 300, "a/" * 3_000])
def test_folders_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A file or a link to nothing in the way is an error, and so is a name that is too long."""
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    Path("link").symlink_to("nothing")
    with pytest.raises(OSError):  # noqa: PT011 - of any kind
        make_folders(Path(name))


def test_below_a_folder_that_is_gone_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory that was removed has no folders."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(FileNotFoundError):
        make_folders(Path("a/b"))
