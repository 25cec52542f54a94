"""What feeds writes breaks no rule: neither of the sample site nor of real articles."""

from pathlib import Path

import pytest

from feeds.config import Options, load
from feeds.publish.build import Request, build
from feeds.validation.runner import Served, validate
from tests.support import BASE_URL, NOW, Site

GOLDEN = Path(__file__).parents[1] / "golden" / "expected"
SEEDS = Path(__file__).parents[2] / "seeds"
LATER = NOW.replace(year=2027)


def check(folder: Path, base_url: str = BASE_URL) -> int:
    """See that nothing is found in a folder, and return how many documents there are."""
    outcome = validate([folder], LATER, [Served(folder, base_url)])
    assert outcome.findings == []
    return outcome.documents


def built(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, limit: int) -> Path:
    """Build a site, and return where its documents are."""
    monkeypatch.chdir(folder)
    settings = load(Options(sources=(source,), base_url=BASE_URL, limit=limit))
    build(settings, Request(), now=LATER, warn=pytest.fail)
    return folder / "dist"


def test_the_golden_documents() -> None:
    """No error, and no warning."""
    assert check(GOLDEN, "https://feeds.golden.example/") >= 27


@pytest.mark.parametrize("limit", [3, 1000])
def test_the_sample_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """The same, whole and cut."""
    assert check(built(SEEDS, tmp_path, monkeypatch, limit)) >= 79


@pytest.mark.parametrize("name", ["seeds", "corpus/powerapps"])
@pytest.mark.slow
def test_real_articles(shared: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for what people write, with all its surprises."""
    assert check(built(shared / name, tmp_path, monkeypatch, 1000)) >= 10


def test_an_emptied_feed(site: Site) -> None:
    """A feed without items is valid too."""
    path = site.write()
    site.build()
    path.unlink()
    site.build(request=Request(allow_loss=True))
    assert check(site.output) == 10
