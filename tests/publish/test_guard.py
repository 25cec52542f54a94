"""No accident reaches a subscriber: such a build is refused, and an intended change goes through by one option."""

import errno
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.articles import read as read_module
from feeds.core.errors import RefusedError
from feeds.frontmatter.file import read_bytes
from feeds.index import mounts
from feeds.index.database import database_path
from feeds.publish.build import Request
from tests.support import NOW, Site, mtimes

MEANT = Request(allow_loss=True)


def _year(site: Site, year: int, count: int = 6) -> None:
    """Write a year's folder of articles, on a topic of its own."""
    for number in range(count):
        site.write(
            f"{year}/{number}.md",
            title=f"Story {number} of {year}",
            webUrl=f"https://lamps.example/{year}/{number}",
            publishedDateTime=f"{year}-0{number % 4 + 1}-02T03:04:05Z",
            topics=["Light", f"Year {year}"],
        )


@pytest.fixture
def years(site: Site) -> Site:
    """Return a site of three years, and one article to come, that was built."""
    for year in (2024, 2025, 2026):
        _year(site, year)
    site.write("soon.md", webUrl="https://lamps.example/soon", publishedDateTime="2026-06-02T00:00:00Z")
    site.build()
    return site


def _refused(site: Site, match: str, **options: Any) -> None:
    """See that a build is refused, and that neither the output nor the state was touched by it."""
    before = _times(site)
    with pytest.raises(RefusedError, match=match) as refused:
        site.build(**options)
    assert "use --allow-loss to go on" in str(refused.value)
    assert _times(site) == before


def _spoil(patch: pytest.MonkeyPatch, *endings: bytes) -> None:
    """Keep articles whose paths end so from being read, as a disk does that fails."""

    def failing(path: Any, *rest: Any) -> bytes:
        if os.fsencode(path).endswith(endings):
            raise OSError(errno.EIO, "Input/output error", os.fsdecode(path))
        return read_bytes(path, *rest)

    patch.setattr(read_module, "read_bytes", failing)


def _times(site: Site) -> dict[str, int]:
    """Return the times of all files of the output and the state but the one that says how the last build ended."""
    found = mtimes(site.folder / "dist") | mtimes(site.folder / ".feeds")
    return {name: moment for name, moment in found.items() if not name.endswith(".attempt")}


def test_a_clock_that_was_set_back_empties_nothing(years: Site) -> None:
    """After a flat battery the articles are in the future; the line says what the clock says."""
    first = datetime(1970, 1, 2, tzinfo=UTC)
    _refused(years, r"18 articles that were published are in the future.* 1970-01-02", now=first)
    _refused(years, "are in the future", now=datetime(2026, 1, 5, tzinfo=UTC))
    assert years.build(now=NOW + timedelta(minutes=10)).written == ()


def test_a_clock_before_the_last_build_is_noticed(years: Site) -> None:
    """Nothing would be lost, but whatever is written next would be wrong; some hours may be a correction."""
    _refused(years, "the last build was on 2026-06-01, and an article was changed on", now=NOW - timedelta(hours=13))
    assert years.build(now=NOW - timedelta(hours=11)).written == ()


def test_a_clock_far_ahead_publishes_nothing_early(years: Site) -> None:
    """What waits for its time is not published by a clock that has jumped; a machine that was off for a week may."""
    _refused(years, "1 article", now=NOW + timedelta(days=4_000))
    _refused(years, "1 article", now=NOW + timedelta(days=4_000), request=Request(full=True))
    assert years.build(now=NOW + timedelta(days=7)).written
    years.write("later.md", webUrl="https://lamps.example/later", publishedDateTime="2026-06-20T00:00:00Z")
    years.build(now=NOW + timedelta(days=8))
    assert years.build(now=NOW + timedelta(days=4_000), request=MEANT).written


def test_a_clock_that_was_ahead_for_once_does_no_harm(site: Site) -> None:
    """If nothing waits, such a build changes nothing; after it, the clock that is right is not the suspect."""
    _year(site, 2024)
    now = datetime.now(UTC) + timedelta(minutes=1)
    site.build(now=now)
    assert site.build(now=now + timedelta(days=4_000)).written == ()
    site.write("new.md", webUrl="https://lamps.example/new")
    assert site.build(now=now + timedelta(minutes=1)).written
    with pytest.raises(RefusedError, match="an article was changed on"):
        site.build(now=now - timedelta(days=2))


def test_a_clock_that_was_behind_for_once_does_no_harm(years: Site) -> None:
    """Nothing speaks against it on a site without news; after it, an article that comes due is published as ever."""
    for path in years.source.rglob("*.md"):
        os.utime(path, ns=(0, int((NOW - timedelta(days=60)).timestamp()) * 10**9))
    years.build()
    years.build()
    years.build(now=NOW - timedelta(days=30))
    assert years.build(now=NOW + timedelta(days=7)).written


def test_a_clock_behind_an_edit_is_noticed_where_nothing_is_to_do(years: Site) -> None:
    """A build that only looks at an output at rest asks the clock as well."""
    for path in years.source.rglob("*.md"):
        os.utime(path, ns=(0, int((NOW - timedelta(hours=1)).timestamp()) * 10**9))
    for _ in range(3):
        years.build()
    _refused(years, "the last build was on 2026-06-01, and an article was changed on", now=NOW - timedelta(days=30))


def test_a_site_at_rest_does_not_make_the_clock_suspect(years: Site) -> None:
    """Builds that change nothing count as well, though they leave the database alone."""
    for day in range(0, 300, 10):
        years.build(now=NOW + timedelta(days=day))
    years.write("later.md", webUrl="https://lamps.example/later", publishedDateTime="2027-04-07T00:00:00Z")
    for day in range(300, 340, 10):
        years.build(now=NOW + timedelta(days=day))
    assert len(years.titles()) == 20


def test_an_edit_shows_that_time_has_passed(years: Site) -> None:
    """A site that is built by hand, after an edit, publishes what came due meanwhile."""
    now = NOW + timedelta(days=90)
    path = years.write("edited.md", webUrl="https://lamps.example/edited")
    os.utime(path, (now.timestamp() - 60, now.timestamp() - 60))
    assert years.build(now=now).written


def _move_ahead(site: Site, *months: int) -> None:
    for month in months:
        date = f"2062-{month:02}-02T03:04:05Z"
        site.write(f"2026/{month}.md", webUrl=f"https://lamps.example/2026/{month}", publishedDateTime=date)


def test_an_article_that_moves_into_the_future_is_taken_back_alone(years: Site) -> None:
    """A date that was mistyped costs its item until it is put right, which is told, and no other one."""
    _move_ahead(years, 1, 2)
    report = years.build(now=NOW + timedelta(hours=1))
    told = [str(problem) for problem in report.problems if "2026/" in problem.path]
    assert len(told) == 2
    assert len(years.titles()) == 16


def test_articles_that_move_into_the_future_are_asked_about(years: Site) -> None:
    """More of them, also few by a clock that is behind the last build, are an accident."""
    _move_ahead(years, 1)
    _refused(years, r"1 article that was published is in the future.*2026/1\.md", now=NOW - timedelta(minutes=1))
    _move_ahead(years, 2, 3)
    _refused(years, r"3 articles that were published are in the future.*2026/1\.md", now=NOW + timedelta(hours=1))
    years.build(request=MEANT)
    assert len(years.titles()) == 15


def _copy_the_state(site: Site) -> None:
    """Put a copy in the place of the state, as from a backup; what it says of the articles is then not trusted."""
    for path in (site.folder / ".feeds").glob("*.sqlite"):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)


@pytest.mark.parametrize("how", ["as usual", "full", "other settings", "another state"])
def test_half_a_disk_is_missed(years: Site, how: str) -> None:
    """A folder that is not there empties no feed, however the articles are read; when it is back, nothing has changed.

    Another address of the site makes a build read everything again, as another version of the program does.
    """
    before = mtimes(years.output)
    (years.source / "2024").rename(years.folder / "away")
    config = years.folder / "feeds.toml"
    config.write_text('[site]\nhome_url = "https://home.example/"\n' if how == "other settings" else "")
    if how == "another state":
        _copy_the_state(years)
    missing = r"6 of 18 published articles are gone at once \(.*and 3 more\)"
    _refused(years, missing, config=config, request=Request(full=how == "full"))
    config.unlink()
    (years.folder / "away").rename(years.source / "2024")
    assert years.build().written == ()
    assert mtimes(years.output) == before


def test_a_clean_up_goes_through_by_the_option(years: Site) -> None:
    """What is meant is done, once and for all: later builds need no option."""
    shutil.rmtree(years.source / "2024")
    assert "topics/year-2024" in years.build(request=MEANT).emptied
    assert years.build().written == ()
    assert len(years.titles()) == 12


def test_a_feed_that_would_lose_all_its_articles_is_missed(site: Site) -> None:
    """A folder that is a small part of a large site may still be all of a feed."""
    _year(site, 2025, 60)
    _year(site, 2024, 3)
    site.build()
    shutil.rmtree(site.source / "2024")
    _refused(site, "all that was in topics/year-2024")


@pytest.mark.parametrize("text", ["", "<<<<<<< HEAD\n---\ntitle: x\n---\n", "---\ntitle: [\n---\n"])
def test_articles_that_are_none_any_more_are_missed(years: Site, text: str) -> None:
    """Files that are empty, half merged or broken, many at once, are no wish to withdraw them."""
    for path in (years.source / "2025").iterdir():
        path.write_text(text)
    _refused(years, "6 of 18 published articles are")


@pytest.mark.parametrize("count", [1, 2])
def test_single_retractions_pass(years: Site, count: int) -> None:
    """One or two articles go at once, and so do they from a site that has hardly more."""
    for number in range(count):
        (years.source / "2024" / f"{number}.md").unlink()
    years.build()
    assert len(years.titles()) == 18 - count


def test_a_small_site_may_lose_all_but_one(site: Site) -> None:
    """Three articles less two are a site that somebody has just begun."""
    _year(site, 2024, 3)
    site.build()
    for number in range(2):
        (site.source / "2024" / f"{number}.md").unlink()
    site.build()
    assert len(site.titles()) == 1


def test_the_last_articles_of_a_site_are_missed(site: Site) -> None:
    """Also where one is left whose time has not come, or a draft."""
    _year(site, 2024, 2)
    site.write("soon.md", webUrl="https://lamps.example/soon", publishedDateTime="2026-06-02T00:00:00Z")
    site.build()
    shutil.rmtree(site.source / "2024")
    _refused(site, "no article is left")
    site.write("soon.md", webUrl="https://lamps.example/soon", published=False)
    _refused(site, "no article is left")


def test_what_is_withdrawn_by_its_flag_goes(years: Site) -> None:
    """`published: false` is a wish, however many have it."""
    for year in (2024, 2025, 2026):
        for path in (years.source / str(year)).iterdir():
            path.write_text(path.read_text().replace("title:", "published: false\ntitle:"))
    years.build()
    assert years.titles() == []


def test_articles_may_move_and_be_renamed(years: Site) -> None:
    """An article is known by its story: a new order of folders loses nothing, nor does another name of the source."""
    (years.source / "2024").rename(years.source / "archive")
    (years.source / "2025").rename(years.source / "2025-old")
    years.build()
    years.source.rename(years.folder / "texts")
    years.build(sources=(years.folder / "texts",))
    assert len(years.titles()) == 18


def test_a_folder_of_the_articles_does_not_stand_for_all(years: Site) -> None:
    """`feeds build articles/2026/` would empty the other years; also where little is missing, it is asked."""
    _refused(years, "12 published articles are not below the sources", sources=(years.source / "2026",))
    _refused(years, "not below the sources", sources=(years.source / "2024", years.source / "2025"))
    one = years.source / "2026" / "1.md"
    _refused(years, "17 published articles are not below the sources", sources=(one,))
    years.build(sources=(years.source / "2026",), request=MEANT)
    assert len(years.titles()) == 6
    years.build()
    assert len(years.titles()) == 18


@pytest.mark.parametrize("full", [False, True])
def test_a_folder_that_cannot_be_read_is_missed(years: Site, full: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written without its articles, also if it holds few; one without articles is only reported."""
    for number in range(5):
        (years.source / "2024" / f"{number}.md").unlink()
    years.build(request=MEANT)
    (years.source / "empty").mkdir()
    real = os.scandir

    def failing(path: Any) -> Any:
        if os.path.basename(os.fsdecode(path)) in broken:  # noqa: PTH119 - of bytes
            raise OSError(errno.EACCES, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", failing)
    broken = {"2024"}
    _refused(years, r"published articles are in what cannot be read: .*2024", request=Request(full=full))
    broken = {"empty"}
    assert [error.message for error in years.build().errors] == ["cannot be read: Permission denied"]


@pytest.mark.parametrize("error", [errno.EIO, errno.EMFILE])
@pytest.mark.parametrize("anew", ["full", "lost", "changed", "killed"])
def test_an_article_that_cannot_be_read_by_a_build_that_reads_all_anew_is_missed(
    years: Site, monkeypatch: pytest.MonkeyPatch, anew: str, error: int
) -> None:
    """It would be gone for one build, and new in the next; one that was never published is only reported."""
    years.build()
    before = years.titles()
    real = read_bytes

    def failing(path: Any, *rest: Any) -> bytes:
        if os.fsencode(path).endswith(broken):
            raise OSError(error, os.strerror(error), os.fsdecode(path))
        return real(path, *rest)

    def build(**wanted: Any) -> None:
        state = database_path(years.folder / ".feeds", years.output)
        if anew == "lost":
            state.unlink()
        elif anew == "killed":
            os.utime(state, (1, 1))
        config = years.folder / "feeds.toml"
        config.write_text(f'[site]\ntimezone = "Europe/{zones.pop()}"\n' if anew == "changed" else "")
        years.build(config=config, request=Request(full=anew == "full", **wanted))

    zones = ["Rome", "Paris", "Oslo", "Berlin"]
    monkeypatch.setattr(read_module, "read_bytes", failing)
    broken = b"2024/3.md"
    with pytest.raises(RefusedError, match=r"published articles are in what cannot be read: .*2024/3\.md"):
        build()
    assert years.titles() == before
    build(allow_loss=True)
    assert len(years.titles()) == len(before) - 1
    broken = b"nothing"
    build()
    broken = b"no.md"
    years.write("no.md", webUrl="https://lamps.example/no", title="No")
    if anew == "lost":  # then nobody knows that it was not published
        with pytest.raises(RefusedError, match=r"what cannot be read: .*no\.md"):
            build()
    else:
        build()
    assert years.titles() == before


@pytest.mark.parametrize("how", ["moved", "a link"])
def test_an_article_that_cannot_be_read_where_it_is_now_is_missed(
    years: Site, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """It may be what is gone from where it was, and is known by the place of the link that leads to it."""
    place, other = years.source / "2024" / "3.md", years.folder / "shared.md"
    config = years.folder / "feeds.toml"
    config.write_text("")
    if how != "moved":
        place.rename(other)
        place.symlink_to(other)
    years.build(config=config)
    before = years.titles()
    if how == "moved":
        place.rename(place.with_name("moved.md"))
    with monkeypatch.context() as patch:
        _spoil(patch, b"moved.md", b"2024/3.md")
        with pytest.raises(RefusedError, match=r"published articles are in what cannot be read: .*2024"):
            years.build(config=config, request=Request(full=how != "moved"))
    assert years.titles() == before
    assert years.build(config=config).written == ()


@pytest.mark.parametrize("how", ["over a draft", "swapped", "replaced", "replaced by a page"])
def test_an_article_that_cannot_be_read_where_another_one_was_is_missed(
    years: Site, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Whatever lies in its old place now: each of two that swap their names is where the index knows one."""
    first, other = years.source / "2024" / "3.md", years.source / "2024" / "other.md"
    if how == "over a draft":
        years.write("2024/other.md", published=False)
    elif how == "swapped":
        years.write("2024/other.md", title="Other", webUrl="https://lamps.example/other")
    years.build()
    before = years.titles()
    first.rename(years.folder / "away")
    if how == "swapped":
        other.rename(first)
    elif how == "replaced":
        years.write("2024/3.md", title="New", webUrl="https://lamps.example/new")
    elif how == "replaced by a page":
        first.write_text("---\nlayout: x\n---\nmoved\n")
    (years.folder / "away").rename(other)
    with monkeypatch.context() as patch:
        _spoil(patch, b"other.md")
        with pytest.raises(RefusedError, match=r"published articles are in what cannot be read: [^,]*other\.md"):
            years.build()
    years.build()
    assert set(years.titles()) == {*before, *(["New"] if how == "replaced" else [])}


def test_a_bad_sector_does_not_keep_articles_from_being_taken_back(
    years: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the feeds have of the article in it stays, build after build; only what is new there may be another one."""
    years.build()
    _spoil(monkeypatch, b"2024/3.md")
    os.utime(years.source / "2024" / "3.md")
    years.build()
    (years.source / "2024" / "1.md").unlink()
    years.build()
    assert len(years.titles()) == 17


@pytest.mark.parametrize("target", ["../a.md/..", "../2024/0.md/", "../2024/0.md/../1.md", f"../../{'x' * 300}/.."])
def test_a_link_that_leads_nowhere_holds_nothing(years: Site, target: str) -> None:
    """Whoever writes articles would stop all builds by one that seems to lead to published ones."""
    config = years.folder / "feeds.toml"
    config.write_text("")
    years.build(config=config)
    (years.source / "w").mkdir()
    (years.source / "w" / "evil.md").symlink_to(target)
    for full in (False, True):
        years.build(config=config, request=Request(full=full))
    (years.source / "2024" / "1.md").unlink()
    years.build(config=config)
    assert len(years.titles()) == 17


@pytest.mark.parametrize("target", ["3.md", "4.md/", "4.md/..", "x" * 300, "/dev/null"])
@pytest.mark.parametrize("place", ["2024/3.md", "2025"])
def test_links_in_the_place_of_what_was_published_stop_no_build(years: Site, place: str, target: str) -> None:
    """What is there now is nothing, and no fault of a disk; another article is published, and the file is named."""
    if place == "2025":
        for number in range(2, 6):
            (years.source / "2025" / f"{number}.md").unlink()
        years.build(request=MEANT)
    there = years.source / place
    if there.is_dir():
        shutil.rmtree(there)
    else:
        there.unlink()
    there.symlink_to(target.replace("3.md", there.name))
    before = len(years.titles())
    years.write("new.md", title="New", webUrl="https://lamps.example/new")
    for full in (False, True):
        years.build(request=Request(full=full))
    assert len(years.titles()) == before + 1 - (2 if place == "2025" else 1)


@pytest.mark.parametrize("formats", ['["rss"]', '["json"]'])
def test_without_a_state_nobody_knows_what_cannot_be_read(
    years: Site, monkeypatch: pytest.MonkeyPatch, formats: str
) -> None:
    """It may be in an archive, or in a feed of which no JSON tells the items."""
    config = years.folder / "feeds.toml"
    config.write_text(f'formats = {formats}\nlimit = 3\narchives = ["all"]\n')
    years.build(config=config)
    before = years.files()
    shutil.rmtree(years.folder / ".feeds")
    with monkeypatch.context() as patch:
        _spoil(patch, b"2024/0.md")
        with pytest.raises(RefusedError, match=r"published articles are in what cannot be read: .*2024/0\.md"):
            years.build(config=config)
    years.build(config=config)
    assert years.files() == before


def test_a_leased_article_refuses_no_build(years: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may write to it can take a lease again and again: that costs this article alone."""
    years.build()
    real = read_bytes

    def leased(path: Any, *rest: Any) -> bytes:
        if os.fsencode(path).endswith(b"2024/3.md"):
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable", os.fsdecode(path))
        return real(path, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(read_module, "read_bytes", leased)
        years.build()
        assert len(years.titles()) == 18
        years.build(request=Request(full=True))
        assert len(years.titles()) == 17
    years.build()
    assert len(years.titles()) == 18


def test_a_disk_that_is_not_mounted_is_missed(years: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder is there and empty, with one article less than the rule allows otherwise."""
    for number in range(5):
        (years.source / "2024" / f"{number}.md").unlink()
    disk = years.source.resolve() / "2024"
    real = mounts._device
    there = {os.fsencode(disk): 99}
    monkeypatch.setattr(mounts, "_mounts", lambda: frozenset(there))
    monkeypatch.setattr(mounts, "_device", lambda place: there.get(place) or real(place))
    years.build(request=MEANT)

    shutil.copytree(disk, years.folder / "away")
    shutil.rmtree(disk)
    disk.mkdir()
    there.clear()
    _refused(years, "no longer mounted: .*2024")
    _refused(years, "no longer mounted: .*2024", request=Request(full=True))
    there[os.fsencode(disk)] = 100
    shutil.copytree(years.folder / "away", disk, dirs_exist_ok=True)
    assert years.build().written == ()


def test_the_table_of_mounts_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blanks in it are octal; a mount above a source counts, the root and one beside it do not."""
    table = tmp_path / "mountinfo"
    disk = os.fsencode(tmp_path).replace(b" ", b"\\040") + b"/my\\040disk"
    (tmp_path / "my disk").mkdir()
    others = b"22 1 8:1 / / rw - ext4 x rw\n24 22 0:5 / /proc rw - proc x rw\n"
    table.write_bytes(others + b"23 22 8:2 / %s rw - ext4 x rw\n" % disk)
    monkeypatch.setattr(mounts, "_TABLE", table)
    place = os.fsencode(tmp_path / "my disk")
    device = (tmp_path / "my disk").stat().st_dev
    assert mounts.found([place + b"/articles"]) == [(place, device)]
    assert mounts.found([os.fsencode(tmp_path / "my")]) == []
    assert mounts.gone([(place, 0)]) == []
    table.write_bytes(b"")
    assert mounts.gone([(place, device + 1)]) == [place]
    assert mounts.gone([(place, device)]) == []  # a second name of the same disk


def test_a_lost_state_leaves_the_documents_to_go_by(years: Site) -> None:
    """Half the articles and no state: what the JSON Feeds hold says what is missing."""
    shutil.rmtree(years.folder / ".feeds")
    (years.source / "2024").rename(years.folder / "away")
    with pytest.raises(RefusedError, match="6 of 18 published articles are gone at once"):
        years.build()
    with pytest.raises(RefusedError, match="in the future"):
        years.build(now=datetime(1970, 1, 2, tzinfo=UTC))
    (years.folder / "away").rename(years.source / "2024")
    assert years.build().written == ()


def test_another_machine_with_other_articles_takes_nothing_over(years: Site) -> None:
    """A second machine, whose state is new, does not empty the feeds that the first one has written."""
    other = Site(years.folder / "other")
    other.output = years.output
    other.write("mine.md", webUrl="https://lamps.example/mine", topics=["Mine"])
    before = mtimes(years.output)
    with pytest.raises(RefusedError, match="18 of 18 published articles are gone at once"):
        other.build()
    assert mtimes(years.output) == before


def test_a_link_to_the_newest_release_is_one_source(site: Site) -> None:
    """Sites that are deployed as folders side by side may take articles back, and miss many as any other site does."""
    _year(site, 2024)
    site.source.rename(site.folder / "release-1")
    site.source.symlink_to("release-1")
    site.build()
    for number, gone in ((2, 1), (3, 4)):
        shutil.copytree(site.source, site.folder / f"release-{number}")
        for path in sorted((site.folder / f"release-{number}" / "2024").iterdir())[:gone]:
            path.unlink()
        site.source.unlink()
        site.source.symlink_to(f"release-{number}")
        if gone > 2:
            _refused(site, "4 of 5 published articles are gone at once")
        else:
            assert site.build().tally.published == 5


def test_a_clock_that_was_ahead_is_forgotten(years: Site) -> None:
    """Builds go on by the one that is right, and in time one that jumps is noticed as ever."""
    years.build(now=NOW + timedelta(days=4), request=MEANT)
    years.build(now=NOW + timedelta(days=3_650), request=MEANT)
    for day in range(5, 25):
        years.build(now=NOW + timedelta(days=day), request=MEANT)
    years.write("later.md", webUrl="https://lamps.example/later", publishedDateTime="2026-09-20T00:00:00Z")
    years.build(now=NOW + timedelta(days=25))
    _refused(years, "1 article", now=NOW + timedelta(days=4_000))
