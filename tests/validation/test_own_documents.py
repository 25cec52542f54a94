"""What feeds writes breaks no rule: neither of the sample site nor of real articles."""

import shutil
from pathlib import Path

import pytest

from feeds.config import Options, load
from feeds.publish.build import Request, build
from feeds.publish.report import Report
from feeds.validation.runner import Served, validate
from tests.support import BASE_URL, NOW, Site, article

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


EVERYTHING = """
groups = ["all", "topic", "provider", "topic-provider", "author", "section", "language"]
archives = ["all", "topic", "provider", "topic-provider", "author", "section", "language", "feed"]
redirects = ["nginx", "apache", "caddy", "netlify"]
limit = 10
max_bytes = 100_000
websub.hubs = ["https://hub.example.org/", "https://hub.example.net/"]
feeds.short = { content = "summary", min_quality = 1 }
feeds.narrow = { topics = ["Old 0"], without_types = ["course"], title = "A narrow feed" }
"""


@pytest.mark.slow
def test_a_real_site_with_everything_turned_on(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found before a hundred topics are renamed or retired, and nothing after it."""
    source = tmp_path / "site"
    shutil.copytree(shared / "corpus" / "powerapps", source)
    topics = [source / "_news" / f"topic-{number}.md" for number in range(100)]
    for number, path in enumerate(topics):
        path.write_text(article(webUrl=f"https://lamps.example/{number}", topics=[f"Old {number}"]), encoding="utf-8")
    config = tmp_path / "feeds.toml"
    config.write_text(EVERYTHING)
    monkeypatch.chdir(tmp_path)

    def make() -> Report:
        settings = load(Options(sources=(source,), config=config, base_url=BASE_URL))
        return build(settings, Request(details=True), now=LATER, warn=warnings.append)

    warnings: list[str] = []
    make()
    assert check(tmp_path / "dist") > 2000

    for number in range(60):
        topics[number].write_text(topics[number].read_text().replace(f"Old {number}", f"New {number}"))
    renamed = "".join(f'"topics/old-{number}" = "topics/new-{number}"\n' for number in range(60))
    retired = "".join(f'"topics/old-{number}", ' for number in range(60, 100))
    config.write_text(f"{EVERYTHING}[renamed]\n{renamed}[retired]\nfeeds = [{retired}]\n")
    report = make()
    assert report.given_up == ()
    assert check(tmp_path / "dist") > 2400
    assert b"topics/new-59/" in (tmp_path / "dist/topics/old-59/rss.xml").read_bytes()
    assert b"This feed has ended" in (tmp_path / "dist/topics/old-99/rss.xml").read_bytes()
    assert make().written == ()
    assert all("to keep to max_bytes" in text for text in warnings)


def test_an_emptied_feed(site: Site) -> None:
    """A feed without items is valid too."""
    path = site.write()
    site.build()
    path.unlink()
    site.build(request=Request(allow_loss=True))
    assert check(site.output) == 10
