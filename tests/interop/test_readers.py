"""Real readers see what the articles say: feedparser from Python, rss-parser from Node.js."""

import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from feeds.config import Options, load
from feeds.publish.build import Request, build
from tests.conftest import need
from tests.support import BASE_URL, NOW, SHARED

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
SOURCES = {
    "sample": HERE.parents[1] / "seeds",
    "seeds": SHARED / "seeds",
    "news": SHARED / "corpus" / "powerapps" / "_news",
    "site": SHARED / "corpus" / "powerapps",
}


@pytest.fixture(scope="module", params=SOURCES)
def output(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the feeds of the sample site, and of each folder of real articles that is there."""
    source = SOURCES[request.param]
    if not source.is_dir():
        pytest.skip(f"the real articles in {source.name} are not there")
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        settings = load(Options(sources=(source,), base_url=BASE_URL, limit=1000))
        build(settings, Request(), now=NOW.replace(year=2027), warn=pytest.fail)
    return folder / "dist"


def _expected(path: Path) -> list[dict[str, Any]]:
    """Return the items of a feed's JSON document, which other tests compare with the articles."""
    items: list[dict[str, Any]] = json.loads((path.parent / "feed.json").read_bytes())["items"]
    return items


def _enclosure(item: dict[str, Any]) -> str | None:
    """Return the address of the first sound or film, else picture, whose type is known: RSS demands one."""
    attachments = item.get("attachments", [])
    media = [one["url"] for one in attachments if not one["mime_type"].startswith("image/")]
    known = {one["url"] for one in attachments}
    found: list[str | None] = media or [item["image"] if item.get("image") in known else None]
    return found[0]


def test_feedparser_sees_every_item_as_it_is(output: Path) -> None:
    """Counts, ids, titles, links, dates and enclosures of every document are right, and none is malformed."""
    paths = sorted(output.rglob("*.xml"))
    assert paths
    for path in paths:
        parsed = feedparser.parse(path.read_bytes())
        expected = _expected(path)
        assert not parsed.bozo, path
        assert [entry.id for entry in parsed.entries] == [item["id"] for item in expected]
        assert [entry.link for entry in parsed.entries] == [item["url"] for item in expected]
        for entry, item in zip(parsed.entries, expected, strict=True):
            moment = datetime.fromisoformat(item["date_published"])
            assert entry.published_parsed[:6] == moment.timetuple()[:6]
            enclosures = [enclosure.href for enclosure in entry.enclosures]
            if path.name == "rss.xml":
                assert enclosures == ([_enclosure(item)] if _enclosure(item) else [])
            else:
                first = _enclosure(item) or item.get("image")
                assert enclosures[:1] == ([first] if first else [])


def test_rss_parser_sees_every_item_as_it_is(output: Path) -> None:
    """A Node.js program reads the right counts, ids, titles, links, dates and enclosures from every document."""
    node = need(shutil.which("node"), "Node.js")
    need(str(HERE / "node_modules") if (HERE / "node_modules" / "rss-parser").is_dir() else None, "rss-parser")
    paths = sorted(output.rglob("*.xml"))
    command = [node, str(HERE / "read.mjs"), *map(str, paths)]
    seen = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    assert len(seen) == len(paths)
    for path in paths:
        expected = _expected(path)
        items = seen[str(path)]["items"]
        assert [item["id"] for item in items] == [item["id"] for item in expected]
        assert [item["title"] for item in items] == [item["title"] for item in expected]
        assert [item["link"] for item in items] == [item["url"] for item in expected]
        for item, other in zip(items, expected, strict=True):
            assert datetime.fromisoformat(item["date"]) == datetime.fromisoformat(other["date_published"])
            if path.name == "rss.xml":
                assert (item["enclosure"] or {}).get("url") == _enclosure(other)
