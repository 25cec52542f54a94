"""An error is told when it begins, changes, has lasted a day, and ends; not by every build."""

from datetime import timedelta
from typing import Any

import pytest

from feeds.core.errors import RefusedError
from feeds.publish.build import Request
from tests.support import NOW, Site


class Mail:
    """What cron mails of the builds of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.now = NOW

    def of(self, hours: float = 0, **how: Any) -> list[str]:
        """Return the lines of a build some hours later."""
        self.now += timedelta(hours=hours)
        report = self.site.build(now=self.now, request=Request(news_only=True, **how))
        return [line.replace(f"{self.site.source}/", "") for line in (*report.news, *report.notices)]


@pytest.fixture
def mail(site: Site) -> Mail:
    """Return the mail of a site with one good article."""
    site.write("good.md")
    return Mail(site)


def test_an_error_is_told_when_it_begins_changes_and_ends(mail: Mail) -> None:
    """A week of builds every few minutes is a few mails; another line of the same error is no change."""
    path = mail.site.write("broken.md", title=None)
    assert mail.of() == ["broken.md:2: error: title is missing"]
    assert mail.of(0.1) == []
    path.write_text(path.read_text().replace("---\n", "---\n\n\n", 1))
    assert mail.of(0.1) == []
    mail.site.write("broken.md", title=None, webUrl="x:y", originalUrl=None)
    assert [line.partition(": ")[2] for line in mail.of(0.1)] == [
        "error: title is missing",
        "error: webUrl is not an http or https address",
    ]
    assert mail.of(0.1) == []
    mail.site.write("broken.md", webUrl="https://lamps.example/2")
    assert mail.of(0.1) == ["broken.md: nothing is wrong any more"]
    assert mail.of(30) == []


def test_all_that_lasts_is_told_again_once_a_day(mail: Mail) -> None:
    """There is one mail a day, however many errors began at different times."""
    mail.site.write("1.md", title=None)
    assert len(mail.of()) == 1
    mail.site.write("2.md", title=None)
    assert len(mail.of(10)) == 1
    assert mail.of(10) == []
    assert len(mail.of(4)) == 2
    assert mail.of(12) == []
    assert len(mail.of(12)) == 2


def test_a_build_by_hand_takes_nothing_from_the_mail(mail: Mail) -> None:
    """Whoever looks on a terminal is another person than who reads the mail."""
    mail.site.write("1.md", title=None)
    assert len(mail.site.build(now=mail.now).errors) == 1
    assert len(mail.of()) == 1
    (mail.site.source / "1.md").unlink()
    mail.site.build(now=mail.now)
    assert mail.of() == ["1.md: nothing is wrong any more"]
    assert mail.of() == []


def test_a_clock_that_was_set_back_keeps_nothing_quiet(mail: Mail) -> None:
    """An error that seems to have been told in the future is told."""
    mail.site.write("1.md", title=None)
    assert len(mail.of()) == 1
    assert len(mail.of(-11)) == 1
    assert mail.of(0.1) == []


def test_the_name_of_the_source_makes_no_difference(mail: Mail) -> None:
    """By hand the folder is called `articles`, by cron it has its whole path."""
    mail.site.write("1.md", title=None)
    assert len(mail.of()) == 1
    report = mail.site.build(
        now=mail.now, sources=(mail.site.source.relative_to(mail.site.folder),), request=Request(news_only=True)
    )
    assert report.news == ()


def test_a_state_that_is_lost_tells_everything(mail: Mail) -> None:
    """Nobody misses an error because of what was forgotten; `--full` forgets nothing of it."""
    mail.site.write("1.md", title=None)
    assert len(mail.of()) == 1
    assert mail.of(full=True) == []
    for path in (mail.site.folder / ".feeds").iterdir():
        path.unlink()
    assert len(mail.of()) == 1


def test_that_nothing_is_published_is_told_once(mail: Mail) -> None:
    """A site whose first articles are all wrong is told why, with one line and not every ten minutes."""
    (mail.site.source / "good.md").unlink()
    mail.site.write("1.md", title=None)
    said = mail.of()
    assert said[-1] == "feeds: nothing is published from the file that is there: title is missing (1 file)"
    assert mail.of(1) == []
    assert mail.of(24) == said


def test_what_touches_subscribers_is_told_once(mail: Mail) -> None:
    """A feed that has lost its last article."""
    mail.site.write("2.md", webUrl="https://lamps.example/2", topics=["Dark"])
    assert mail.of() == []
    (mail.site.source / "2.md").unlink()
    (line,) = mail.of()
    assert line.startswith(
        f"{mail.site.output}/topics/dark: the feed has lost its last article, and is empty now; if it"
    )
    assert mail.of() == []


def test_a_build_of_one_feed_ends_nothing_that_is_wrong_with_the_output(mail: Mail) -> None:
    """It does not look at what it was not asked for, and so neither tells of it nor says that it is well."""
    config = mail.site.folder / "feeds.toml"
    config.write_text('groups = ["all", "topic"]\n')
    mail.site.build(config=config)
    config.write_text('groups = ["all"]\n')
    mail.site.build(config=config, request=Request())

    def told(**how: Any) -> int:
        report = mail.site.build(config=config, request=Request(news_only=True, **how))
        return len(report.news)

    assert [told(feeds=("all",)), told(), told(feeds=("all",)), told()] == [0, 1, 0, 0]


def test_a_build_after_a_failure_says_that_builds_work_again(mail: Mail) -> None:
    """Who was told of a failure is told of its end."""
    mail.of()
    (mail.site.output / "all" / "rss.xml").unlink()
    (mail.site.output / "all" / "rss.xml").mkdir()
    with pytest.raises(Exception, match=r"rss\.xml"):
        mail.of()
    (mail.site.output / "all" / "rss.xml").rmdir()
    for _ in range(2):  # whoever mends it tries by hand
        assert mail.site.build(now=mail.now).news == ()
    (line,) = mail.of()
    assert line.startswith(f"feeds: builds work again; until now: {mail.site.output}/all/rss.xml: ")
    assert mail.of() == []


def test_the_end_of_a_refusal_advises_nothing(mail: Mail) -> None:
    """Whoever reads that all is well again is not told to allow a loss."""
    mail.of()
    with pytest.raises(RefusedError, match="--allow-loss"):
        mail.site.build(now=mail.now, request=Request(news_only=True), min_quality=600)
    assert mail.of(0.1) == ["feeds: builds work again; until now: no article passes the thresholds"]


def test_nothing_that_is_remembered_changes_a_document(mail: Mail) -> None:
    """What was told to whom is no input of the feeds."""
    mail.site.write("1.md", title=None)
    mail.of()
    before = mail.site.files()
    mail.of(48)
    mail.site.output = mail.site.folder / "again"
    mail.of()
    assert mail.site.files() == before
