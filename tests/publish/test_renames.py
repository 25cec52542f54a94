"""Folders that are renamed while a build reads them, and renamed back, cost no article."""

import random
import subprocess
import sys
import time

import pytest

from tests.support import BASE_URL, Site, tree

FOLDERS, ARTICLES = 6, 60


def _command(site: Site) -> list[str]:
    return [sys.executable, "-m", "feeds", "build", str(site.source), "--base-url", BASE_URL, "--jobs", "2", "--quiet"]


def _write(site: Site, edition: int) -> None:
    """Write the articles of the first edition, or every fourth of them anew."""
    for number in range(0, FOLDERS * ARTICLES, 4 if edition else 1):
        name = f"{number % FOLDERS}/{number}.md"
        site.write(name, title=f"Lamp {number}, edition {edition}", webUrl=f"https://lamps.example/{number}")


def _rename_during_builds(site: Site, rounds: int) -> None:
    """Rename a folder away and back at any moment of a build; the next build must equal one from nothing."""
    _write(site, 0)
    chance = random.Random(1)

    started = time.monotonic()
    subprocess.run(_command(site), cwd=site.folder, check=True)
    whole = time.monotonic() - started

    for number in range(rounds):
        _write(site, number + 1)
        folder, elsewhere = site.source / str(chance.randrange(FOLDERS)), site.folder / "elsewhere"
        with subprocess.Popen(_command(site), cwd=site.folder, stderr=subprocess.DEVNULL) as process:
            time.sleep(whole * chance.uniform(0.1, 0.6))
            folder.rename(elsewhere)
            time.sleep(whole * chance.uniform(0, 0.3))
            elsewhere.rename(folder)
        assert process.returncode in (0, 1)

        subprocess.run(_command(site), cwd=site.folder, check=True)
        fresh = site.folder / f"fresh-{number}"
        options = ["-o", str(fresh / "dist"), "--state-dir", str(fresh / ".feeds")]
        subprocess.run([*_command(site), *options], cwd=site.folder, check=True)
        assert tree(site.output) == tree(fresh / "dist")


@pytest.mark.slow
def test_folders_that_are_renamed(site: Site) -> None:
    """A few renames, at random moments of a build."""
    _rename_during_builds(site, 4)


@pytest.mark.thorough
def test_fifty_folders_that_are_renamed(site: Site) -> None:
    """The same, at fifty moments."""
    _rename_during_builds(site, 50)
