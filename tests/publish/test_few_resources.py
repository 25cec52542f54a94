"""Builds on a system that allows few processes and threads."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.generate import write_tree

USER = 54_321
"""A user that has no other process."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder with enough articles for children, in which any user may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tree(folder / "articles", 450)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o644)
        yield folder


def _command(output: str) -> list[str]:
    command = [sys.executable, "-m", "feeds", "build", "articles", "--jobs", "4", "--base-url", "https://x.example/"]
    return [*command, "-o", output, "--state-dir", f"{output}-state"]


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root can become another user")
@pytest.mark.parametrize("allowed", [1, 2, 3, 6])
def test_few_processes_and_threads_are_enough(folder: Path, allowed: int) -> None:
    """A limit costs speed, and never a build: one process alone does all of it."""
    become = ["setpriv", f"--reuid={USER}", "--clear-groups", "--inh-caps=+dac_override"]
    become += ["--ambient-caps=+dac_override", "prlimit", f"--nproc={allowed}"]  # to read a Python of root's
    if subprocess.run([*become, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system cannot run a command as another user")
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    command = [*become, *_command("dist")]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert (folder / "dist" / "all" / "rss.xml").is_file()
