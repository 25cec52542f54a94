"""Feeds that have ended say so in a last item, and nothing new comes into them."""

from datetime import timedelta

import feeds
from feeds.publish.build import Request
from feeds.publish.report import Report
from tests.support import BASE_URL, NOW, Site, mtimes, tree

RETIRED = '[retired]\nfeeds = ["topics/light"]\n'
DATED = '[retired]\nfeeds = {"topics/light" = 2026-02-01}\n'
LAST = "This feed has ended"


def _build(site: Site, config: str, request: Request | None = None, days: int = 0) -> Report:
    path = site.folder / "feeds.toml"
    path.write_text(config)
    return site.build(config=path, request=request, now=NOW + timedelta(days=days))


def _valid(site: Site) -> bool:
    return feeds.validate(site.output, base_url=BASE_URL).findings == []


def test_a_last_item_ends_a_feed(site: Site) -> None:
    """The last item stands above the others, in every format, with the date of the newest change and a lasting id."""
    site.write(updatedDateTime="2026-01-05T06:07:08Z")
    report = _build(site, RETIRED)
    assert (report.notices, report.misnamed) == ((), ())
    found = site.json("topics/light")
    assert (found["expired"], site.titles("topics/light")) == (True, [LAST, "A lamp that remembers"])
    last = found["items"][0]
    assert last["date_published"] == "2026-01-05T06:07:08Z"
    for name in ("rss.xml", "atom.xml"):
        parsed = site.parsed("topics/light", name)
        assert [entry.title for entry in parsed.entries] == [LAST, "A lamp that remembers"]
        assert parsed.entries[0].id == last["id"]
    page = (site.output / "topics/light/index.html").read_text()
    assert LAST in page
    assert "Subscribe" not in page
    for lists in ("index.html", "feeds.opml", "all/index.html"):
        assert "topics/light/" not in (site.output / lists).read_text()
    assert "expired" not in site.json("all")
    assert _valid(site)


def test_it_is_the_same_whenever_it_is_built(site: Site) -> None:
    """The clock has no part in it, nor what builds remember; a second build touches nothing."""
    site.write()
    _build(site, "")
    _build(site, RETIRED)
    before, moments = site.files(), mtimes(site.output)
    assert _build(site, RETIRED, days=9).written == ()
    assert mtimes(site.output) == moments
    path = site.folder / "feeds.toml"
    site.build(config=path, output=site.folder / "fresh", state_dir=site.folder / "other")
    assert tree(site.folder / "fresh") == before


def test_nothing_comes_after_the_date(site: Site) -> None:
    """With a date, the last item has it, and what is published later is not in the feed."""
    site.write()
    site.write("late.md", title="Late", webUrl="https://lamps.example/late", publishedDateTime="2026-02-02")
    _build(site, DATED)
    assert site.titles("topics/light") == [LAST, "A lamp that remembers"]
    assert site.json("topics/light")["items"][0]["date_published"] == "2026-02-01T00:00:00Z"
    assert site.titles() == ["Late", "A lamp that remembers"]
    assert _valid(site)
    _build(site, DATED.replace("02-01", "01-01"))
    assert site.titles("topics/light") == [LAST]
    assert _valid(site)


def test_a_date_of_the_future_comes(site: Site) -> None:
    """Until then the feed goes on."""
    site.write()
    config = DATED.replace("2026-02-01", "2026-06-03")
    _build(site, config)
    assert site.titles("topics/light") == ["A lamp that remembers"]
    _build(site, config, days=3)
    assert site.titles("topics/light") == [LAST, "A lamp that remembers"]


def test_an_empty_feed_can_end(site: Site) -> None:
    """A feed whose last article has gone ends with the date of its last change, and no word about an accident."""
    site.write("stays.md", webUrl="https://lamps.example/1", topics=["Dark"])
    path = site.write()
    _build(site, "")
    path.unlink()
    report = _build(site, RETIRED)
    assert (report.emptied, report.notices) == ((), ())
    assert site.titles("topics/light") == [LAST]
    assert site.json("topics/light")["items"][0]["date_published"] == "2026-01-02T03:04:05Z"
    assert _valid(site)
    assert _build(site, RETIRED).written == ()


def test_an_end_can_be_taken_back(site: Site) -> None:
    """Without the line, the feed is as if it had never ended."""
    site.write()
    _build(site, "")
    before = site.files()
    _build(site, RETIRED)
    _build(site, "")
    assert site.files() == before


def test_other_kinds_end_likewise(site: Site) -> None:
    """A feed of one's own, one of a kind that the site has no more, and the former place of one that has ended."""
    config = 'groups = ["all", "author"]\n[feeds.best]\nmin_heat = 0\n'
    site.write(authors=["Ada"], heat=3)
    _build(site, config)
    ended = (
        'groups = ["all"]\n[renamed]\n"topics/old" = "feeds/best"\n'
        '[retired]\nfeeds = ["feeds/best", "authors/ada", "providers/lamps.example"]\n'
    )
    report = _build(site, ended, Request(prune=True))
    assert report.removed == ()
    for folder in ("feeds/best", "authors/ada", "providers/lamps.example", "topics/old"):
        assert site.titles(folder) == [LAST, "A lamp that remembers"]
    assert _build(site, ended, Request(prune=True)).written == ()
    assert len({site.json(folder)["items"][0]["id"] for folder in ("feeds/best", "authors/ada")}) == 2


def test_what_ends_has_no_links(site: Site) -> None:
    """No page leads to the feed of a provider that has ended, and no item names it as its source."""
    site.write(authors=["Ada"])
    _build(site, '[retired]\nfeeds = ["providers/lamps.example"]\n')
    assert b"providers/lamps.example/" not in site.files()["all/index.html"]
    assert b"<source" not in site.files()["all/rss.xml"]


def test_a_moved_host_tells_nobody_again(site: Site) -> None:
    """The id of the last item is the same at another address."""
    site.write()
    _build(site, RETIRED)
    before = site.json("topics/light")["items"][0]["id"]
    site.build(config=site.folder / "feeds.toml", base_url="https://other.example/x/")
    assert site.json("topics/light")["items"][0]["id"] == before
