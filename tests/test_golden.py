"""The documents of a small site, to the byte. `pytest --update-golden` writes them anew; read the difference."""

import shutil
from pathlib import Path

import pytest

from feeds.config import Options, load
from feeds.core.model import ASSETS
from feeds.publish.build import Request, build
from tests.support import NOW, tree

GOLDEN = Path(__file__).parent / "golden"


def test_a_small_site_gives_exactly_the_golden_documents(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Every element of all formats and pages is where it was when a person last looked at it."""
    site = tmp_path / "site"
    shutil.copytree(GOLDEN / "site", site)
    settings = load(Options(config=site / "feeds.toml", sources=(site,)))
    build(settings, Request(), now=NOW, warn=pytest.fail)
    for name in ASSETS:  # they are copies
        (site / "out" / name).unlink()
    if request.config.getoption("--update-golden"):
        shutil.rmtree(GOLDEN / "expected", ignore_errors=True)
        shutil.copytree(site / "out", GOLDEN / "expected")
    expected, built = tree(GOLDEN / "expected"), tree(site / "out")
    assert sorted(built) == sorted(expected)
    for name, document in expected.items():
        assert built[name].decode() == document.decode(), name
