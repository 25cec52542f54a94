"""The root of the repository holds only what belongs there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = {".ci", "bench", "dist", "docs", "feeds", "seeds", "tests"}
FILES = re.compile(
    r"README\.md|CHANGELOG\.md|CONTRIBUTING\.md|LICENSE|pyproject\.toml|constraints\.txt|feeds\.toml|\.gitignore"
    r"|hatch_build\.py|\.pre-commit-config\.yaml"
)


def test_nothing_unexpected_is_tracked_in_the_root() -> None:
    """A scratch file that was committed by mistake is noticed before it is published."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is not a git checkout")
    # The folder may belong to another user than the one who runs the tests.
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    tracked = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    names = {path.split("/")[0] for path in filter(None, tracked)}
    assert {name for name in names if name not in FOLDERS and not FILES.fullmatch(name)} == set()
    assert [path for path in tracked if path.startswith("dist/")] == ["dist/README.md"]
