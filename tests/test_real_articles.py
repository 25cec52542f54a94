"""Real articles, exactly as users have them; what is expected is worked out here, with PyYAML and nothing of ours."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from feeds.config import Options, load
from feeds.core.directory import SITE_DOCUMENTS
from feeds.publish.build import Request, build
from feeds.publish.report import Report
from tests.support import BASE_URL, tree

pytestmark = pytest.mark.slow


def _build(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> Report:
    monkeypatch.chdir(folder)
    settings = load(Options(sources=(source,), base_url=BASE_URL, **options))
    return build(settings, Request(details=True), warn=pytest.fail)


def _front_matter(folder: Path) -> list[dict[str, Any]]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
    return [yaml.safe_load(text.split("---\n")[1]) for text in texts]


def _key(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _link(story: dict[str, Any]) -> str:
    urls: list[str] = [story[name] for name in ("webUrl", "originalUrl") if name in story]
    return next((url for url in urls if urlsplit(url).hostname in _hosts(story)), urls[0])


def _hosts(story: dict[str, Any]) -> tuple[str, str]:
    domain = story["provider"]["domain"].split("/")[0]
    return domain, f"www.{domain}"


def test_the_seeds_give_one_item_in_three_feeds(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the five articles one is published; its feeds hold what its front matter says."""
    report = _build(shared / "seeds", tmp_path, monkeypatch)
    assert (report.tally.read, report.tally.published, report.reasons(), report.problems) == (
        5,
        1,
        {"not published": 4},
        (),
    )
    files = tree(tmp_path / "dist")
    folders = ("all", "providers/techcrunch.com", "topics/ai")
    names = ("atom.xml", "feed.json", "index.html", "rss.xml")
    assert sorted(files.keys() - set(SITE_DOCUMENTS)) == [f"{folder}/{name}" for folder in folders for name in names]
    for folder in folders:
        (item,) = json.loads(files[f"{folder}/feed.json"])["items"]
        assert "postpones IPO" in item["title"]
        assert item["date_published"] == "2021-12-13T05:54:00Z"
        assert [(a["mime_type"], a["url"].rpartition("?")[2]) for a in item["attachments"]] == [
            ("image/jpeg", "w=1024")
        ]
        assert [(image["width"], image["height"]) for image in item["_feeds"]["images"]] == [(1024, 546)]
        assert len(re.findall("<li>", item["content_html"])) == 2
        assert files[f"{folder}/rss.xml"].count(b"<enclosure ") == 1


def test_no_news_is_lost_and_none_invented(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every published story is in all its groups, newest first, and nothing else is."""
    news = shared / "corpus" / "powerapps" / "_news"
    _build(news, tmp_path, monkeypatch, limit=1000)
    stories = [story for story in _front_matter(news) if story["published"] is True]
    assert len(stories) == 146
    stories.sort(key=lambda story: story["publishedDateTime"])
    unique = {_key(_link(story)): story for story in reversed(stories)}
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for story in unique.values():
        folders = {"topics/" + topic.lower().replace(" ", "-") for topic in story["topics"]}
        for folder in {"all", f"providers/{_hosts(story)[0].removeprefix('www.')}"} | folders:
            groups[folder].append(story)
    files = tree(tmp_path / "dist")
    assert {name.rpartition("/")[0] for name in files.keys() - set(SITE_DOCUMENTS)} == set(groups)
    for folder, members in groups.items():
        items = json.loads(files[f"{folder}/feed.json"])["items"]
        assert sorted(item["url"] for item in items) == sorted(map(_link, members))
        dates = [item["date_published"] for item in items]
        assert dates == sorted((f"{s['publishedDateTime']:%Y-%m-%dT%H:%M:%S}Z" for s in members), reverse=True)


def test_a_whole_site_with_its_bodies_and_players(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Jekyll site's root gives newsletters without scripts or styles, videos with players, and named topics."""
    report = _build(shared / "corpus" / "powerapps", tmp_path, monkeypatch, limit=1000)
    document = json.loads((tmp_path / "dist" / "all" / "feed.json").read_bytes())
    assert document["title"] == "Power Apps Every Day"
    assert document["language"] == "en-us"
    by_url = {item["url"]: item["content_html"] for item in document["items"]}
    newsletters = [content for url, content in by_url.items() if "/newsletter/" in url]
    assert len(newsletters) == 10
    assert all(len(content) > 1000 for content in newsletters)
    players = [content for content in by_url.values() if '<iframe src="https://www.youtube.com/embed/' in content]
    assert len(players) > 40
    everything = "".join(by_url.values())
    assert not re.search(r"<(?:script|style|link|meta|form|object)\b|\son\w+=|javascript:", everything)
    assert not re.search(r'<[^>]*\s(?:href|src)="(?!https?://|mailto:)', everything)
    assert "{%" not in everything
    assert report.reasons()["without a title or a date"] == 2  # the pages of two people
    assert {problem.message for problem in report.errors} == {"publishedDateTime is missing"}


def test_private_values_of_real_articles_reach_nothing(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the name nor any value of `secured` is in a byte of the output, the state or the report."""
    source = shared / "corpus" / "powerapps"
    report = _build(source, tmp_path, monkeypatch, limit=1000)
    everything = b"".join(tree(tmp_path).values()) + report.as_json().encode()
    pattern = re.compile(rb'^secured: "([^"]{40,})"$', re.MULTILINE)
    values = [pattern.search(path.read_bytes()) for path in source.rglob("_[ln]*/**/*.md")]
    found = [match[1] for match in values if match]
    assert len(found) > 200
    assert b"secured" not in everything
    assert not [value for value in found if value in everything or value[:40] in everything]
