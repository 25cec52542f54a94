"""What a build says of a feed that is empty, or would go, can be pasted into feeds.toml, whatever the kind of feed."""

import re
from typing import Any

import pytest

from feeds.publish.build import Request
from feeds.publish.notices import given_up
from feeds.publish.report import Report
from tests.support import Site

OWN = '[feeds.one]\ntopics = ["Light"]\n[feeds.two]\ntopics = ["Dark"]\n'

KINDS: dict[str, tuple[str, dict[str, Any], dict[str, Any], str, str]] = {
    "topic": ('groups = ["topic"]\n', {"topics": ["Light"]}, {"topics": ["Dark"]}, "topics/light", "topics/dark"),
    "provider": (
        'groups = ["provider"]\n',
        {"provider": {"domain": "a.example"}},
        {"provider": {"domain": "b.example"}},
        "providers/a.example",
        "providers/b.example",
    ),
    "author": (
        'groups = ["author"]\n',
        {"authors": ["Ada Byron"]},
        {"authors": ["Ada Lovelace"]},
        "authors/ada-byron",
        "authors/ada-lovelace",
    ),
    "section": (
        'groups = ["section"]\n',
        {"name": "old/a/1.md"},
        {"name": "new/1.md"},
        "sections/old/a",
        "sections/new",
    ),
    "language": ('groups = ["language"]\n', {"language": "de"}, {"language": "nl"}, "languages/de", "languages/nl"),
    "field": ('groups = ["field:series"]\n', {"series": "One"}, {"series": "Two"}, "series/one", "series/two"),
    "own": (f'groups = ["all"]\n{OWN}', {"topics": ["Light"]}, {"topics": ["Dark"]}, "feeds/one", "feeds/two"),
    "topic-provider": (
        'groups = ["topic-provider"]\n',
        {"topics": ["Light"]},
        {"topics": ["Dark"]},
        "topics/light/providers/lamps.example",
        "topics/dark/providers/lamps.example",
    ),
}


def _build(site: Site, config: str, **request: Any) -> Report:
    path = site.folder / "feeds.toml"
    path.write_text(config)
    return site.build(config=path, request=Request(**request))


def _write(site: Site, fields: dict[str, Any]) -> None:
    """Write the article, and another one that stays: a site that loses all of them is refused."""
    for path in site.source.rglob("1.md"):
        path.unlink()
    site.write("stays.md", webUrl="https://owls.example/1", topics=["Owls"], provider={"domain": "owls.example"})
    fields = dict(fields)
    site.write(fields.pop("name", "1.md"), **fields)


every_kind = pytest.mark.parametrize(("config", "before", "after", "old", "new"), KINDS.values(), ids=KINDS)


@every_kind
def test_a_feed_that_has_another_name(
    site: Site, config: str, before: dict[str, Any], after: dict[str, Any], old: str, new: str
) -> None:
    """The line names the feed in which the articles are now."""
    _write(site, before)
    _build(site, config)
    _write(site, after)
    notice = _notice(_build(site, config), old)
    (line,) = re.findall(r'add (".*" = ".*") below \[renamed\]', notice)
    assert line == f'"{old}" = "{new}"'
    report = _build(site, f"{_obeyed(config, notice)}[renamed]\n{line}\n")
    assert (report.notices, report.misnamed, report.given_up) == ((), (), ())
    assert (site.output / old / "rss.xml").read_bytes() == (site.output / new / "rss.xml").read_bytes()


@every_kind
def test_a_feed_whose_articles_are_gone(
    site: Site, config: str, before: dict[str, Any], after: dict[str, Any], old: str, new: str
) -> None:
    """Nobody knows where they are: one line is for the end, one for a new name."""
    _write(site, before)
    _build(site, config)
    _write(site, {**before, "published": False})
    notice = _notice(_build(site, config), old)
    (line,) = re.findall(r'ended, (feeds = \[".*"\]) below \[retired\]', notice)
    report = _build(site, f"{config}[retired]\n{line}\n")
    assert (report.notices, report.misnamed) == ((), ())
    assert site.json(old)["expired"] is True

    (line,) = re.findall(r'add ("[^"]*" = "[^"]*") below \[renamed\]', notice)
    _write(site, after)
    line = line.replace("…", new.partition("/")[2])
    assert _build(site, f"{_obeyed(config, notice)}[renamed]\n{line}\n").misnamed == ()
    assert site.json(old)["feed_url"] == f"https://feeds.example.org/{new}/feed.json"


@every_kind
def test_a_feed_that_the_site_gives_up(
    site: Site, config: str, before: dict[str, Any], after: dict[str, Any], old: str, new: str
) -> None:
    """Of what a build that prunes would remove, one line says that it has ended, and one where it is now."""
    _write(site, before)
    _build(site, config)
    report = _build(site, 'groups = ["all"]\n')
    (sentence,) = given_up(site.output, report.given_up, report.vanishing)
    (line,) = re.findall(r"(feeds = \[.*\]) below \[retired\]", sentence)
    assert f'"{old}"' in line
    report = _build(site, f'groups = ["all"]\n[retired]\n{line}\n', prune=True)
    assert (report.given_up, report.removed, report.misnamed) == ((), (), ())
    assert site.json(old)["expired"] is True


def test_feeds_that_go_along_are_not_told(site: Site) -> None:
    """With a topic go its feeds by provider: one line is enough for all of them."""
    config = 'groups = ["topic", "topic-provider", "provider"]\n'
    _write(site, {"topics": ["Light"]})
    _build(site, config)
    _write(site, {"topics": ["Dark"]})
    (notice,) = _build(site, config).notices
    (line,) = re.findall(r'add (".*" = ".*") below \[renamed\]', notice)
    assert line == '"topics/light" = "topics/dark"'
    _build(site, f"{config}[renamed]\n{line}\n")
    old, new = (f"topics/{name}/providers/lamps.example/rss.xml" for name in ("light", "dark"))
    assert (site.output / old).read_bytes() == (site.output / new).read_bytes()


def _notice(report: Report, folder: str) -> str:
    (notice,) = (notice for notice in report.notices if f"/{folder}: " in notice)
    return notice


def _obeyed(config: str, notice: str) -> str:
    """Return a configuration without the table that a notice tells to remove."""
    found = re.search(r'remove \[feeds\."(.*?)"\]', notice)
    return re.sub(rf"\[feeds\.{found[1]}\]\n.*\n", "", config) if found else config
