"""What is compared before work goes to another machine."""

import os
from pathlib import Path

import pytest

from feeds.cluster import surroundings
from feeds.cluster.surroundings import difference, packed


def test_the_same_machine_does_not_differ(tmp_path: Path) -> None:
    """Where nothing is different nothing is said, also about what is missing here and there."""
    (tmp_path / "file").write_text("x")
    assert difference(packed([tmp_path, tmp_path / "file", tmp_path / "missing"])) is None


@pytest.mark.parametrize("change", ["content", "time", "name", "gone"])
def test_other_files_are_seen(tmp_path: Path, change: str) -> None:
    """A copy that is older, or another folder of the same name, is not taken for the same."""
    file = tmp_path / "file"
    file.write_text("x")
    before = packed([tmp_path, file])
    if change == "content":
        status = file.stat()
        file.write_text("y")
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    elif change == "time":
        os.utime(file, ns=(0, 0))
    elif change == "name":
        (tmp_path / "another").touch()
    else:
        file.unlink()
    found = difference(before)
    assert found is not None
    assert found.startswith(f"it sees other files: {tmp_path}")


@pytest.mark.parametrize("name", ["the version of Python", "the version of lxml", "the code of feeds"])
def test_another_program_is_seen(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What renders otherwise is not taken for the same, and the message says what is different."""
    ours = surroundings.versions()
    before = packed([])
    monkeypatch.setattr(surroundings, "versions", lambda: {**ours, name: "3.0"})
    assert difference(before) == f"it has 3.0 as {name}, and this machine {ours[name]}"


def test_the_libraries_of_libraries_count() -> None:
    """What feeds needs only through another library decides about bytes as well."""
    assert {"the version of lxml", "the version of python-dateutil"} <= surroundings.versions().keys()
    assert "the version of aiohttp" not in surroundings.versions(), "an extra, which renders nothing"
