"""Archives of feeds, by month (RFC 5005, section 4): which there are, how they are linked, and what touches them."""

import shutil
import zlib
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import feeds
from feeds.core.archives import bounds, month_of
from feeds.core.errors import ConfigError, OutputError
from feeds.core.model import FEED_FORMATS
from feeds.publish.build import Request
from feeds.publish.output import Output
from tests.archives import is_archive, walk
from tests.support import BASE_URL, Site, mtimes, tree

JANUARY = datetime(2025, 1, 10, 12, tzinfo=UTC)
CONFIG = 'archives = ["all", "topic"]\nlimit = 2\n'


class Archived(Site):
    """A site with archives."""

    def __init__(self, folder: Path, config: str = CONFIG) -> None:
        super().__init__(folder)
        self.config = folder / "feeds.toml"
        self.config.write_text(config)

    def story(self, number: int, month: int, day: int = 0, **fields: object) -> Path:
        """Write an article of a day of a month, counted from January 2025."""
        year, rest = divmod(month, 12)
        moment = JANUARY.replace(year=2025 + year, month=rest + 1) + timedelta(days=day)
        return self.write(
            f"{number}.md",
            title=f"Story {number}",
            webUrl=f"https://lamps.example/{number}",
            publishedDateTime=moment.isoformat(),
            **fields,
        )

    def make(self, **request: Any) -> list[str]:
        """Build, and return the documents that were written."""
        return sorted(self.build(config=self.config, request=Request(**{"allow_loss": True} | request)).written)

    def months(self, folder: str = "all") -> list[str]:
        """Return the months of the chain, newest first, which is the same in every format."""
        chains = {
            form: [link.address.split("/")[-2] for link in walk(self.output, BASE_URL, folder, form)[1:]]
            for form in FEED_FORMATS
        }
        assert chains["rss"] == chains["atom"] == chains["json"]
        return chains["rss"]

    def items(self, folder: str) -> list[str]:
        """Return the numbers of the stories in a feed, or an archive."""
        return [item["id"].rpartition("/")[2] for item in self.json(folder)["items"]]


@pytest.fixture
def site(tmp_path: Path) -> Archived:
    """Return a site with a story in each month of 2025."""
    site = Archived(tmp_path)
    for month in range(12):
        site.story(month, month)
    return site


def folders(written: list[str]) -> set[str]:
    """Return the folders of documents, those of the site aside."""
    return {name.rpartition("/")[0] for name in written} - {"", "providers/lamps.example"}


def test_every_month_beyond_the_limit_has_an_archive(site: Archived) -> None:
    """A feed of two stories has archives of the months before them, each with all that belongs to a feed."""
    site.make()
    assert site.months() == site.months("topics/light") == [f"2025-{month:02}" for month in range(10, 0, -1)]
    assert site.items("all/archive/2025-04") == ["3"]
    found = {path.name for path in (site.output / "topics/light/archive/2025-04").iterdir()}
    assert found == {"rss.xml", "atom.xml", "feed.json", "index.html"}
    assert not (site.output / "providers/lamps.example/archive").exists()


def test_the_documents_of_an_archive_say_what_they_are(site: Archived) -> None:
    """Each names the feed, the archives beside it, and itself; it has the feed's title, and its id in Atom."""
    site.make()
    for name in ("rss.xml", "atom.xml"):
        parsed = site.parsed("all/archive/2025-04", name)
        assert {link.rel: link.href for link in parsed.feed.links if link.rel != "alternate"} == {
            "self": f"{BASE_URL}all/archive/2025-04/{name}",
            "current": f"{BASE_URL}all/{name}",
            "prev-archive": f"{BASE_URL}all/archive/2025-03/{name}",
            "next-archive": f"{BASE_URL}all/archive/2025-05/{name}",
        }
        assert parsed.feed.title == site.parsed("all", name).feed.title
        assert "ttl" not in parsed.feed
    assert site.parsed("all/archive/2025-04", "atom.xml").feed.id == f"{BASE_URL}all/atom.xml"
    assert "next_url" not in site.json("all/archive/2025-01")


def test_pages_lead_from_month_to_month(site: Archived) -> None:
    """The page of a feed lists its months, that of a month leads to those beside it and back."""
    site.make()
    feed = (site.output / "all/index.html").read_text()
    assert "Older stories" in feed
    assert '<a href="../all/archive/2025-04/">April 2025</a>' in feed
    month = (site.output / "all/archive/2025-04/index.html").read_text()
    assert "<title>feeds.example.org, April 2025</title>" in month
    assert '<a href="../../../all/archive/2025-03/" rel="prev">Older: March 2025</a>' in month
    assert '<a href="../../../all/archive/2025-05/" rel="next">Newer: May 2025</a>' in month
    assert '<h2 class="period">Newest stories</h2>' in feed
    assert '<h2 class="period">Stories</h2>' in month
    assert f'href="{BASE_URL}all/rss.xml"' in month


def test_a_new_story_touches_the_new_month_and_the_one_before(site: Archived) -> None:
    """What a story pushes out of the feed begins a month; only the archive before it is linked anew."""
    site.make()
    site.story(12, 12)
    assert folders(site.make()) == {
        *(f"{feed}{rest}" for feed in ("all", "topics/light") for rest in ("", "/archive/2025-10", "/archive/2025-11"))
    }


def test_a_story_within_a_month_touches_that_month_alone(site: Archived) -> None:
    """An old article that changes, comes late or goes is no matter of any other document."""
    site.make()
    site.story(3, 3, topics=["Light"], excerpt="Changed.")
    assert folders(site.make()) == {"all/archive/2025-04", "topics/light/archive/2025-04"}
    late = site.story(30, 3, day=2)
    assert folders(site.make()) == {"all/archive/2025-04", "topics/light/archive/2025-04", "all", "topics/light"}
    assert site.items("all/archive/2025-04") == ["30", "3"]
    late.unlink()
    site.make()
    assert site.items("all/archive/2025-04") == ["3"]


def test_a_build_without_a_change_touches_nothing(site: Archived) -> None:
    """No archive gets a new time, which servers show to readers."""
    site.make()
    before = mtimes(site.output)
    assert site.make() == []
    assert mtimes(site.output) == before


def test_a_month_that_loses_its_last_story_stays_empty_and_the_chain_passes_it(site: Archived) -> None:
    """Whoever is at its address finds a valid document with the way on; nobody is led there."""
    site.make()
    (site.source / "3.md").unlink()
    assert "2025-04" not in (site.make() and site.months())
    empty = site.parsed("all/archive/2025-04", "atom.xml")
    assert empty.entries == []
    assert empty.feed.updated == "2025-04-10T12:00:00+00:00"
    links = {link.rel: link.href for link in empty.feed.links}
    assert links["prev-archive"].endswith("/2025-03/atom.xml")
    assert links["next-archive"].endswith("/2025-05/atom.xml")
    assert site.make() == []

    site.story(3, 3)
    site.make()
    assert "2025-04" in site.months()
    assert site.items("all/archive/2025-04") == ["3"]


def test_a_month_that_comes_back_into_the_feed_keeps_its_archive(site: Archived) -> None:
    """With a higher limit the newest archives are not needed, and stay up to date beside the chain."""
    site.make()
    site.config.write_text(CONFIG.replace("2", "5"))
    site.make()
    assert site.months()[0] == "2025-07"
    site.story(9, 9, excerpt="Changed.")
    assert "all/archive/2025-10/rss.xml" in site.make()
    assert site.items("all/archive/2025-10") == ["9"]


def test_what_the_configuration_drops_is_kept_until_it_is_pruned(site: Archived) -> None:
    """Without `archives` no feed leads to one; those that exist are kept up to date."""
    site.make()
    site.config.write_text("limit = 2\n")
    assert any(map(is_archive, site.make()))
    assert site.months() == []
    site.story(3, 3, excerpt="Changed.")
    assert "all/archive/2025-04/rss.xml" in site.make()
    assert site.make() == []
    site.make(prune=True)
    assert not any(map(is_archive, site.files()))
    assert not (site.output / "all/archive").exists()
    assert site.make() == []


def test_a_lost_state_is_found_again_in_the_archives(site: Archived) -> None:
    """An archive without stories, which nothing but its documents tells of, is not forgotten."""
    site.make()
    (site.source / "3.md").unlink()
    site.make()
    before = site.files()
    for path in (site.folder / ".feeds").iterdir():
        path.unlink()
    assert site.make() == []
    assert site.files() == before
    site.config.write_text("limit = 2\n")
    site.make(prune=True)
    assert not any(map(is_archive, site.files()))


@pytest.mark.parametrize("is_new", [True, False])
@given(room=st.sets(st.integers(0, 9)))
@example(room={3})
@settings(max_examples=10)
def test_a_disk_that_has_room_for_some_documents_breaks_no_chain(is_new: bool, room: set[int]) -> None:
    """Whichever documents the first build with archives, or one that adds a month, gets to, the next does the rest."""

    def write(output: Output, name: str, *rest: Any) -> None:
        if zlib.crc32(name.encode()) % 10 in room:
            usual(output, name, *rest)
        else:
            output._failed.append(OutputError(f"{name}: cannot be written: No space left on device"))

    usual = Output.write
    with TemporaryDirectory() as folder:
        site = Archived(Path(folder))
        for month in (0, 1, 2, 3):
            site.story(month, month)
        if not is_new:
            site.make(jobs=1)
            site.story(9, -1)
        with pytest.MonkeyPatch.context() as patch, suppress(OutputError):
            patch.setattr(Output, "write", write)
            site.make(jobs=1)
        site.make(jobs=1)
        _compare_with_a_build_from_nothing(site)


def test_options_narrow_archives_as_feeds(site: Archived) -> None:
    """A build of one topic, or of one format, leaves the archives of the others alone."""
    site.make()
    site.story(12, 12)
    report = site.build(config=site.config, request=Request(topics=("light",)), formats=("rss",))
    assert sorted(report.written) == [
        "topics/light/archive/2025-10/rss.xml",
        "topics/light/archive/2025-11/rss.xml",
        "topics/light/rss.xml",
    ]
    site.make()
    assert site.months() == site.months("topics/light")
    assert site.months()[0] == "2025-11"
    assert site.make() == []


def test_a_dry_run_names_archives_and_writes_none(site: Archived) -> None:
    """What would be written is reported."""
    assert "all/archive/2025-04/rss.xml" in site.make(dry_run=True)
    assert not site.output.exists()


def test_with_max_bytes_every_month_has_an_archive(site: Archived) -> None:
    """A feed that has room for fewer stories than its limit must not lose any."""
    site.config.write_text('archives = ["all"]\nmax_bytes = 10_000\n')
    for number in range(12):
        site.story(number, number, body="Long. " * 1000)
    site.make()
    assert len(site.items("all")) == 1
    assert site.months()[0] == "2025-11"


def test_own_feeds_have_archives(site: Archived) -> None:
    """A feed of the site's own has them by its own limit and formats, if `archives` names feeds."""
    site.config.write_text('archives = ["feed"]\n[feeds.mine]\ntopics = ["Light"]\nlimit = 11\nformats = ["json"]\n')
    site.make()
    assert site.items("feeds/mine/archive/2025-01") == ["0"]
    found = {name for name in site.files() if is_archive(name)}
    assert found == {"feeds/mine/archive/2025-01/feed.json", "feeds/mine/archive/2025-01/index.html"}


def test_a_kept_feed_of_ones_own_goes_on_by_its_own_limit(site: Archived) -> None:
    """No story is lost between a feed that is only kept for its subscribers, and its archives."""
    kinds = 'groups = ["all"]\narchives = ["feed"]\nlimit = 50\n'
    site.config.write_text(f'{kinds}[feeds.short]\ntitle = "Short"\nlimit = 2\n')
    site.make()
    site.config.write_text(kinds)
    site.story(12, 12)
    site.make()
    assert site.months("feeds/short") == [f"2025-{month:02}" for month in range(11, 0, -1)]
    found = [item for link in walk(site.output, BASE_URL, "feeds/short", "json") for item in link.items]
    assert sorted(found) == sorted(f"https://lamps.example/{number}" for number in range(13))


def test_a_section_may_be_called_as_an_archive_is(site: Archived) -> None:
    """The section has its folder, and the chain of the one above passes it."""
    site.config.write_text('archives = ["section"]\ngroups = ["section"]\nlimit = 1\n')
    for month in range(3):
        site.write(
            f"news/{month}.md", webUrl=f"https://lamps.example/n{month}", publishedDateTime=f"2025-0{month + 1}-03"
        )
    site.write("news/archive/2025_02/x.md", webUrl="https://lamps.example/x", publishedDateTime="2025-02-03")
    site.make()
    assert site.months("sections/news") == ["2025-01"]
    assert site.items("sections/news/archive/2025-02") == ["x"]
    assert site.make() == []
    for path in (site.folder / ".feeds").iterdir():
        path.unlink()
    assert site.make() == []


def test_a_section_that_takes_the_place_of_an_archive_leaves_no_link_to_it(site: Archived) -> None:
    """The archives beside it lead past it at once, and to the archive once that is back."""
    site.config.write_text('archives = ["section"]\ngroups = ["section"]\nlimit = 1\n')
    for month in range(1, 4):
        site.write(f"news/{month}.md", webUrl=f"https://lamps.example/n{month}", publishedDateTime=f"2025-0{month}-03")
    site.make()
    assert site.months("sections/news") == ["2025-02", "2025-01"]

    path = site.write("news/archive/2025_02/x.md", webUrl="https://lamps.example/x", publishedDateTime="2025-02-20")
    site.make()
    assert site.months("sections/news") == ["2025-01"]
    before = site.files()
    site.make(full=True)
    assert site.files() == before

    path.unlink()
    site.make()
    site.make(prune=True)
    before = site.files()
    site.make(full=True)
    assert site.files() == before


def test_months_are_those_of_the_sites_zone(site: Archived) -> None:
    """An evening in New York belongs to the month that its clocks show, as on the pages."""
    site.config.write_text(CONFIG + '[site]\ntimezone = "America/New_York"\n')
    site.write("eve.md", webUrl="https://lamps.example/eve", publishedDateTime="2025-05-01T02:00:00Z")
    site.make()
    assert site.items("all/archive/2025-04") == ["eve", "3"]


def test_an_unknown_kind_is_an_error_of_the_configuration(site: Archived) -> None:
    """A kind that the site has no feeds of can have no archives."""
    site.config.write_text('archives = ["al"]\n')
    with pytest.raises(ConfigError, match="did you mean all"):
        site.make()


STORY = st.tuples(st.integers(0, 7), st.integers(0, 5), st.integers(0, 3), st.sampled_from(["Light", "Dark"]))
STEPS = st.lists(st.tuples(st.lists(STORY, max_size=8), st.sets(st.integers(0, 7), max_size=3)), min_size=1, max_size=3)


@settings(max_examples=25)
@given(steps=STEPS, limit=st.integers(1, 3))
def test_a_feed_and_its_archives_are_the_whole_group(
    steps: list[tuple[list[tuple[int, int, int, str]], set[int]]], limit: int
) -> None:
    """After any edits there is one chain, linked both ways: every story is in it once, or at the seam twice."""
    stories: dict[int, tuple[int, int, str]] = {}
    with TemporaryDirectory() as folder:
        site = Archived(Path(folder), CONFIG.replace("2", str(limit)))
        for written, removed in steps:
            for number, month, day, topic in written:
                site.story(number, month, day, topics=[topic])
                stories[number] = month, day, topic
            for number in removed & stories.keys():
                (site.source / f"{number}.md").unlink()
                del stories[number]
            site.make(jobs=1)

            for group in ("all", "topics/light", "topics/dark"):
                of_group = [n for n, story in stories.items() if group in ("all", f"topics/{story[2].lower()}")]
                if (site.output / group).exists():
                    _check_chain(site, group, {f"https://lamps.example/{number}" for number in of_group}, limit)
            _compare_with_a_build_from_nothing(site)


def _check_chain(site: Archived, group: str, expected: set[str], limit: int) -> None:
    for form in FEED_FORMATS:
        feed, *archives = walk(site.output, BASE_URL, group, form)
        times = Counter(item for archive in archives for item in archive.items)
        assert set(times.values()) <= {1}
        assert {*feed.items, *times} == expected
        assert len(feed.items) == min(limit, len(expected))
        months = [archive.address.split("/")[-2] for archive in archives]
        assert months == sorted(months, reverse=True)
        for newer, archive in pairwise((feed, *archives)):
            assert archive.links["current"] == feed.address
            if form != "json":
                assert archive.links.get("next-archive", feed.address) == newer.address


def _compare_with_a_build_from_nothing(site: Archived) -> None:
    nothing = Path(site.folder, "nothing")
    site.build(config=site.config, request=Request(jobs=1), output=nothing / "dist", state_dir=nothing / ".feeds")
    expected, found = tree(nothing / "dist"), site.files()
    shutil.rmtree(nothing)
    assert {name: found.get(name) for name in expected} == expected
    assert site.make(jobs=1) == []


@pytest.mark.parametrize(
    ("moment", "zone", "month"),
    [
        pytest.param("2025-05-01T00:00:00+00:00", "UTC", "2025-05", id="the first second"),
        pytest.param("2025-04-30T23:59:59+00:00", "UTC", "2025-04", id="the last second"),
        pytest.param("2025-04-30T15:00:00+00:00", "Asia/Tokyo", "2025-05", id="east"),
        pytest.param("9999-12-30T00:00:00+00:00", "Pacific/Kiritimati", "9999-12", id="the last month of all"),
        pytest.param("2009-11-01T02:29:00+00:00", "America/St_Johns", "2009-10", id="before the clock goes back"),
        pytest.param("2009-11-01T02:45:00+00:00", "America/St_Johns", "2009-11", id="while it shows October again"),
    ],
)
def test_a_moment_is_in_one_month(moment: str, zone: str, month: str) -> None:
    """Months follow each other without a gap, whatever clocks do at their ends."""
    seconds = int(datetime.fromisoformat(moment).timestamp())
    assert month_of(seconds, ZoneInfo(zone)) == month
    start, end = bounds(month, ZoneInfo(zone))
    assert start <= seconds < end


RENAMED = '[renamed]\n"topics/light" = "topics/dark"\n'


def test_archives_move_with_their_feed(site: Archived) -> None:
    """In the old place are the archives of the new one; a month that only the old one had leads into the chain."""
    archived = 'limit = 2\ngroups = ["topic"]\narchives = ["topic"]\n'
    site.config.write_text(archived)
    site.make()
    old = {name for name in site.files() if name.startswith("topics/light/")}
    assert "topics/light/archive/2025-03/index.html" in old
    for month in range(12):
        site.story(month, month, topics=["Dark"] if month != 2 else ["Dusk"])
    site.config.write_text(archived + RENAMED)
    site.make()
    files = site.files()
    assert old <= files.keys()
    for name in sorted(old):
        new = name.replace("light", "dark")
        if name.endswith("index.html"):
            address = f"{BASE_URL}{new.removesuffix('index.html')}"
            assert f'<link rel="canonical" href="{address}">'.encode() in files[name]
        else:
            assert files[name] == files[new]
    assert site.items("topics/dark/archive/2025-03") == []
    assert site.items("topics/light/archive/2025-02") == ["1"]
    assert "2025-03" not in site.months("topics/dark")
    assert feeds.validate(site.output, base_url=BASE_URL).findings == []
    assert site.make() == []
    assert site.make(prune=True) == []

    for path in (site.folder / ".feeds").iterdir():
        path.unlink()
    assert site.make() == []
    assert site.files() == files

    site.story(2, 2, topics=["Dark"])
    site.make()
    assert "2025-03" in site.months("topics/dark")
    assert site.items("topics/light/archive/2025-03") == ["2"]


def test_archives_of_a_place_that_has_none_stay(site: Archived) -> None:
    """A feed without archives keeps those of the one whose place it takes."""
    site.config.write_text('limit = 2\ngroups = ["topic"]\narchives = ["topic"]\n')
    site.make()
    old = {name for name in site.files() if name.startswith("topics/light/")}
    for month in range(12):
        site.story(month, month, topics=["Dark"])
    site.config.write_text(f'limit = 9\ngroups = ["topic"]\n{RENAMED}')
    site.make()
    assert old <= site.files().keys()
    assert site.make() == []


def test_nothing_that_came_after_the_end_is_in_an_archive(site: Archived) -> None:
    """A feed that has ended on a day has no archive of a later month, and of that month what came before."""
    archived = 'limit = 2\ngroups = ["topic"]\narchives = ["topic"]\n'
    site.config.write_text(archived)
    site.make()
    site.config.write_text(f'{archived}[retired]\nfeeds = {{ "topics/light" = 2025-06-20 }}\n')
    site.make()
    assert site.months("topics/light") == [f"2025-0{month}" for month in (4, 3, 2, 1)]
    assert site.items("topics/light/archive/2025-07") == []
    before = site.files()
    assert site.make() == []
    site.make(full=True)
    assert site.files() == before


def test_an_empty_archive_is_called_as_its_feed_is(site: Archived) -> None:
    """It has no article of its own to be called after: it goes with the feed, whoever renames that."""
    site.config.write_text('archives = ["author"]\nlimit = 2\ngroups = ["author"]\n')
    for month in range(4):
        site.story(month, month, authors=["ada byron"])
    site.make()
    (site.source / "0.md").unlink()
    site.make()
    archive = "authors/ada-byron/archive/2025-01"
    assert site.json(archive)["title"].startswith("ada byron")

    site.story(12, 12, authors=["Ada Byron"])
    assert f"{archive}/feed.json" in site.make()
    assert site.json(archive)["title"].startswith("Ada Byron")
    assert site.make(full=True) == []

    site.config.write_text('archives = ["topic"]\nlimit = 2\ngroups = ["topic"]\n')
    for month in range(4):
        site.story(month, month, topics=["AI"])
    site.make()
    (site.source / "0.md").unlink()
    site.make()
    site.config.write_text(f'{site.config.read_text()}[topics."A-I"]\naliases = ["AI"]\nslug = "ai"\n')
    site.make()
    assert site.json("topics/ai/archive/2025-01")["title"].startswith("A-I")
    assert site.make(full=True) == []
