"""No sequence of accidents, each undone, changes what a subscriber has; a change that is meant needs one option."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from feeds.core.errors import RefusedError
from feeds.publish.build import Request
from tests.support import NOW, Site, mtimes, tree

FOLDERS = ("2024", "2025", "2026", "tips")
Accident = Callable[["Year"], Any]


@contextmanager
def _clock(year: "Year", away: timedelta) -> Iterator[None]:
    year.now += away
    yield
    year.now -= away


@contextmanager
def _away(year: "Year", name: str) -> Iterator[None]:
    """Take a folder, or all of them, away for a while."""
    place, other = year.site.source / name, year.site.folder / "away"
    if not place.exists():
        yield
        return
    place.rename(other)
    if not name:
        place.mkdir()  # where a disk was mounted
    yield
    if not name:
        place.rmdir()
    other.rename(place)


@contextmanager
def _overwritten(year: "Year", text: str, step: int) -> Iterator[None]:
    """Overwrite every second or third file, or all."""
    kept = {path: path.read_bytes() for path in sorted(year.files())[::step]}
    for path in kept:
        path.write_text(text)
    yield
    for path, content in kept.items():
        path.write_bytes(content)


@contextmanager
def _unreadable(year: "Year", name: str) -> Iterator[None]:
    real = os.scandir

    def failing(path: Any) -> Any:
        place = Path(os.fsdecode(path))
        if place.name == name and place.is_relative_to(year.site.source):
            raise OSError(errno.EIO, "Input/output error", path)
        return real(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "scandir", failing)
        yield


@contextmanager
def _options(year: "Year", **options: Any) -> Iterator[None]:
    if "sources" in options:
        options["sources"] = tuple(year.site.source / name for name in options["sources"])
        if not all(source.exists() for source in options["sources"]):
            options = {}
    year.options = options
    yield
    year.options = {}


ACCIDENTS: dict[str, Accident] = {
    "a flat battery": lambda year: _clock(year, timedelta(days=-20_000)),
    "a clock a year behind": lambda year: _clock(year, timedelta(days=-365)),
    "a clock two days behind": lambda year: _clock(year, timedelta(days=-2)),
    "a clock far ahead": lambda year: _clock(year, timedelta(days=3_650)),
    "a folder is away": lambda year: _away(year, "2025"),
    "another folder is away": lambda year: _away(year, "tips"),
    "all folders are away": lambda year: _away(year, ""),
    "all files are empty": lambda year: _overwritten(year, "", 1),
    "every second file is broken": lambda year: _overwritten(year, "---\ntitle: [\n---\n", 2),
    "every third file is half merged": lambda year: _overwritten(year, "<<<<<<< HEAD\n---\ntitle: x\n---\n", 3),
    "a folder cannot be read": lambda year: _unreadable(year, "2024"),
    "nothing can be read": lambda year: _unreadable(year, "articles"),
    "one folder is built": lambda year: _options(year, sources=("2026",)),
    "two folders are built": lambda year: _options(year, sources=("2025", "2024")),
    "a threshold too high": lambda year: _options(year, min_quality=1_000),
}


class Year(RuleBasedStateMachine):
    """A site in the hands of its administrator, and of fate."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.site = Site(Path(self._folder.name))
        self.now = NOW
        self.options: dict[str, Any] = {}
        for folder in FOLDERS:
            for number in range(4):
                self._write(folder, number)
        self.site.write("soon.md", webUrl="https://lamps.example/soon", publishedDateTime="2026-06-02T00:00:00Z")
        self._build()

    def teardown(self) -> None:
        """Remove the site."""
        self._folder.cleanup()

    def files(self) -> list[Path]:
        """Return the files of the articles that may change."""
        return [path for path in self.site.source.rglob("*.md") if path.name != "soon.md"]

    @rule(names=st.lists(st.sampled_from(sorted(ACCIDENTS)), min_size=1, max_size=3), full=st.booleans())
    def suffer(self, names: list[str], full: bool) -> None:
        """Let accidents happen, build, and undo them."""
        before = self.site.files()
        for name in names:
            built = self._everything()
            with ACCIDENTS[name](self):
                try:
                    self._build(full=full)
                except RefusedError:
                    assert self._everything() == built, name
        self._build()
        assert self.site.files() == before

    @rule(folder=st.sampled_from(FOLDERS))
    def retire_a_folder(self, folder: str) -> None:
        """Delete a folder, and mean it."""
        if len({path.parent for path in self.files()}) > 1:
            shutil.rmtree(self.site.source / folder, ignore_errors=True)
            self._mean_it()

    @rule(folder=st.sampled_from(FOLDERS), number=st.integers(0, 5))
    def write_one(self, folder: str, number: int) -> None:
        """Write an article, or write it anew: no option is needed."""
        self._write(folder, number)
        self._build()

    @rule(which=st.integers(0, 30))
    def delete_one(self, which: int) -> None:
        """Delete an article: no option is needed, unless it is the last."""
        found = sorted(self.files())
        if len(found) > 1:
            found[which % len(found)].unlink()
            self._build()

    @rule()
    def withdraw_all(self) -> None:
        """Withdraw every article by its flag: no option is needed."""
        for path in self.files():
            path.write_text(path.read_text().replace("title:", "published: false\ntitle:"))
        self._build()
        for path in self.files():
            path.write_text(path.read_text().replace("published: false\n", ""))
        self._build()

    @invariant()
    def the_tree_is_that_of_a_build_from_nothing(self) -> None:
        """Compare with a build into another folder; feeds that were emptied may be there besides."""
        assert self._build().written == ()
        nothing = self.site.folder / "nothing"
        self._build(output=nothing / "dist", state_dir=nothing / ".feeds")
        expected, found = tree(nothing / "dist"), self.site.files()
        shutil.rmtree(nothing)
        assert {name: found.get(name) for name in expected} == expected
        assert not any(b"<item>" in found[name] for name in found.keys() - expected.keys())

    def _mean_it(self) -> None:
        try:
            self._build()
        except RefusedError:
            self._build(allow_loss=True)

    def _build(self, *, full: bool = False, allow_loss: bool = False, **options: Any) -> Any:
        request = Request(full=full, allow_loss=allow_loss, jobs=1)
        return self.site.build(now=self.now, request=request, **self.options, **options)

    def _write(self, folder: str, number: int) -> None:
        self.site.write(
            f"{folder}/{number}.md",
            title=f"Story {number} of {folder}",
            webUrl=f"https://lamps.example/{folder}/{number}",
            publishedDateTime=f"2026-05-{10 + number}T03:04:05Z",
            topics=["Light", folder],
        )

    def _everything(self) -> dict[str, tuple[bytes, int]]:
        """Return the content and time of every file of the output and the state but the one that tells of refusals."""
        found: dict[str, tuple[bytes, int]] = {}
        for folder in (self.site.output, self.site.folder / ".feeds"):
            times = mtimes(folder)
            files = tree(folder).items()
            found |= {name: (content, times[name]) for name, content in files if not name.endswith(".attempt")}
        return found


@pytest.mark.parametrize("name", sorted(ACCIDENTS))
@pytest.mark.parametrize("full", [False, True])
def test_each_accident(name: str, full: bool) -> None:
    """Each is refused on a site as it usually is; undone, it leaves everything as it was."""
    year = Year()
    try:
        before = year._everything()
        with ACCIDENTS[name](year), pytest.raises(RefusedError):
            year._build(full=full)
        assert year._everything() == before
        year.the_tree_is_that_of_a_build_from_nothing()
        assert year.site.files() == {
            path: content for path, (content, _) in before.items() if path in year.site.files()
        }
    finally:
        year.teardown()


@pytest.mark.slow
class TestYear(Year.TestCase):  # type: ignore[misc, valid-type]
    """Some dozens of years, in every run of the suite."""

    settings = settings(max_examples=20, stateful_step_count=8)


@pytest.mark.thorough
class TestManyYears(Year.TestCase):  # type: ignore[misc, valid-type]
    """Some hundreds of years."""

    settings = settings(max_examples=200, stateful_step_count=20)
