"""The front door, the list for feed readers, and the pages: when they are written, and when they are left alone."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from feeds.core.directory import SITE_DOCUMENTS
from feeds.core.errors import OutputError
from feeds.core.model import ASSETS, FRONT_PAGE, OPML
from feeds.index import changes
from feeds.publish.build import Request
from tests.support import BASE_URL, Site, mtimes


def html(site: Site) -> set[str]:
    """Return the names of the site's pages."""
    return {name for name in site.files() if name.endswith(".html")}


def door(site: Site) -> str:
    """Return the front door."""
    return site.files()[FRONT_PAGE].decode()


def test_the_front_door_leads_to_every_feed(site: Site) -> None:
    """A visitor finds the page of each feed, how much there is in it, and the day of the newest story."""
    site.write("a.md", webUrl="https://lamps.example/1", topics=["Light", "Dark"])
    site.write("b.md", webUrl="https://lamps.example/2", publishedDateTime="2026-03-04", topics=["Light"])
    site.build()
    page = door(site)
    for folder in ("all", "topics/light", "topics/dark", "providers/lamps.example"):
        assert f'href="{folder}/"' in page
    assert page.index("topics/light/") < page.index("topics/dark/") < page.index("providers/lamps.example/")
    light = page.partition('<a href="topics/light/">')[2].partition("</a>")[0]
    assert '<b dir="auto">Light</b> <small>2 stories, newest <time datetime="2026-03-04T00:' in light
    assert "1 story" in page.partition('<a href="topics/dark/">')[2].partition("</a>")[0]
    assert 'href="feeds.opml"' in page


def test_the_front_door_counts_what_is_in_the_feeds(site: Site) -> None:
    """Duplicates, drafts and stories of the future are not counted, and neither is a limit."""
    for number in range(3):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}")
    site.write("twin.md", webUrl="http://www.lamps.example/1/", publishedDateTime="2026-02-02")
    site.write("draft.md", webUrl="https://lamps.example/8", published=False)
    site.write("later.md", webUrl="https://lamps.example/9", publishedDateTime="2999-01-01")
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "topic", "provider", "topic-provider"]\n')
    site.build(config=config, limit=1)
    assert door(site).count("<small>3 stories,") == 3
    assert "Read all 3 stories" in door(site)


def test_a_site_with_a_single_story_lists_nothing(site: Site) -> None:
    """All of its feeds would lead to the same story: there is a way to it, and one to subscribe."""
    site.write()
    site.build()
    assert 'href="all/">Read the one story</a>' in door(site)
    assert "Subscribe" in door(site)
    assert 'class="entry"' not in door(site)
    assert 'type="search"' not in door(site)


def test_a_large_site_has_pages_from_a_to_z(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The front page lists the largest feeds, pages by name list all, and they follow what happens to the feeds."""
    monkeypatch.setattr("feeds.core.directory.ON_FRONT_PAGE", 8)
    monkeypatch.setattr("feeds.core.directory.PER_DIRECTORY_PAGE", 3)
    monkeypatch.setattr("feeds.formats.directory.ON_FRONT_PAGE", 8)
    monkeypatch.setattr("feeds.formats.directory.PER_DIRECTORY_PAGE", 3)
    names = ["Zinc", "ärger", "Bats", "Cats", "Dogs", "Elks", "Foxes"]
    for number in range(2):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}", topics=names[: 7 - number])
    assert set(site.build().written) >= {f"directory/topic-{number}.html" for number in (1, 2, 3)}
    assert door(site).count('class="entry"') == 3  # two topics, and the provider
    pages = [site.files()[f"directory/topic-{number}.html"].decode() for number in (1, 2, 3)]
    assert [re.findall(r'<b dir="auto">(.*?)</b>', page) for page in pages] == [
        ["ärger", "Bats", "Cats"],
        ["Dogs", "Elks", "Foxes"],
        ["Zinc"],
    ]
    assert re.findall(r'<a href="(directory/topic-\d.html)" dir="auto">(.*?)</a>', door(site)) == [
        ("directory/topic-1.html", "ärg – Cat"),
        ("directory/topic-2.html", "Dog – Fox"),
        ("directory/topic-3.html", "Zin – Zin"),
    ]
    assert 'href="../topics/bats/"' in pages[0]
    assert site.build().written == ()

    site.write("1.md", webUrl="https://lamps.example/1", topics=["Bats"], title="Changed")
    assert "directory/topic-1.html" in site.build().written
    site.write("0.md", webUrl="https://lamps.example/0", topics=["Bats"])
    site.build()
    assert not any(name.startswith("directory/") for name in site.files())


def test_an_emptied_feed_is_not_listed(site: Site) -> None:
    """Nobody is led to a feed without items, while its subscribers still find it."""
    site.write("stays.md", webUrl="https://lamps.example/1", topics=["Dark"])
    path = site.write("goes.md", webUrl="https://lamps.example/2")
    site.build()
    assert "topics/light/" in door(site)
    path.unlink()
    site.build()
    assert "topics/light/" not in door(site)
    assert b"topics/light/" not in site.files()[OPML]
    assert b"There is no story here" in site.files()["topics/light/index.html"]


def test_the_list_is_touched_only_where_it_says_something_new(site: Site) -> None:
    """A new story changes the count on the front door, and nothing in the list for feed readers."""
    site.write("one.md", webUrl="https://lamps.example/1")
    site.build()
    site.write("two.md", webUrl="https://lamps.example/2", publishedDateTime="2026-02-02")
    written = site.build().written
    assert set(written) & set(SITE_DOCUMENTS) == {FRONT_PAGE}


def test_a_front_door_that_was_lost_is_made_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody removed or changed is as it was after the next build, whatever else there is to do."""
    monkeypatch.setattr(changes, "FINE_TICK", 0)
    site.write()
    site.build()
    before = site.files()
    for name in SITE_DOCUMENTS:
        (site.output / name).unlink()
    (site.output / "all" / "index.html").write_text("spoiled")
    assert set(site.build().written) == {*SITE_DOCUMENTS, "all/index.html"}
    assert site.files() == before


def test_a_run_without_pages_leaves_them_alone(site: Site) -> None:
    """`--no-pages` writes the feeds and their list; the pages that there are wait for a build that has the time."""
    site.write("a.md", webUrl="https://lamps.example/1")
    site.build(skip_pages=True)
    assert html(site) == set()
    assert set(SITE_DOCUMENTS) & site.files().keys() == {OPML}
    site.build()
    before = mtimes(site.output)
    site.write("b.md", webUrl="https://lamps.example/2", title="New", topics=["Dark", "Light"])
    report = site.build(skip_pages=True)
    assert report.removed == ()
    assert not any(name.endswith(".html") for name in report.written)
    assert "topics/dark/rss.xml" in report.written
    assert {name for name, moment in mtimes(site.output).items() if before.get(name) == moment} == {
        *(name for name in before if name.endswith(".html")),
        *ASSETS,
    }
    site.build()
    assert b"New" in site.files()["topics/dark/index.html"]
    assert "topics/dark/" in door(site)


def test_a_site_that_gives_its_pages_up(site: Site) -> None:
    """`pages = false` removes the pages that a build wrote, as with any format, and keeps the list for readers."""
    site.write()
    site.build()
    site.build(request=Request(topics=("Light",), providers=("lamps.example",)))
    config = site.folder / "feeds.toml"
    config.write_text("pages = false\n")
    report = site.build(config=config)
    assert set(report.removed) == {
        FRONT_PAGE,
        *ASSETS,
        *(f"{folder}/index.html" for folder in ("all", "topics/light", "providers/lamps.example")),
        "topics/light/providers/lamps.example/index.html",
    }
    assert html(site) == set()
    assert OPML in site.files()
    assert "topics/light/providers/lamps.example/rss.xml" in site.files()


def test_a_person_s_own_front_page_is_never_removed(site: Site) -> None:
    """A page that no build wrote stays, whatever the configuration says."""
    config = site.folder / "feeds.toml"
    config.write_text("pages = false\n")
    site.output.mkdir()
    (site.output / FRONT_PAGE).write_text("mine")
    site.write()
    assert site.build(config=config).removed == ()
    assert site.build(config=config, skip_pages=True).removed == ()
    assert door(site) == "mine"


def test_a_narrowed_build_leaves_the_front_door_alone(site: Site) -> None:
    """`--topic` writes that topic and what its page needs; the next whole build tells the front door."""
    site.write("a.md", webUrl="https://lamps.example/1")
    report = site.build(request=Request(topics=("Light",)))
    assert set(report.written) == {
        *(f"topics/light/{name}" for name in ("rss.xml", "atom.xml", "feed.json", "index.html")),
        *ASSETS,
    }
    site.build()
    before = mtimes(site.output)
    site.write("b.md", webUrl="https://lamps.example/2")
    site.build(request=Request(topics=("Light",)))
    site.build(formats=("rss",))
    after = mtimes(site.output)
    assert all(before[name] == after[name] for name in (FRONT_PAGE, OPML))
    site.build()
    assert "2 stories" in door(site)


def test_a_site_without_a_feed_has_a_front_door(site: Site) -> None:
    """Before the first story, a visitor is told so."""
    site.build()
    assert "There is no feed yet" in door(site)
    assert sorted(site.files()) == sorted(SITE_DOCUMENTS)


@pytest.mark.parametrize("option", ["--no-pages", "--dry-run"])
def test_a_build_without_pages_does_not_load_jinja(site: Site, option: str) -> None:
    """Who wants no pages does not wait for them; and a build that has nothing to write loads nothing for that."""
    site.write()
    arguments = ["build", "articles", "--base-url", BASE_URL, "--jobs", "1", option]
    if option == "--dry-run":
        site.build()
    program = (
        "import sys\nfrom feeds.cli import cli\n"
        f"cli({arguments!r}, standalone_mode=False)\n"
        "print('jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout == "False\n"


@pytest.mark.parametrize("icon", ["", '[site]\nicon = "https://site.example/icon.png"\n'])
def test_pages_that_come_back_after_the_state_was_lost_meanwhile(site: Site, icon: str) -> None:
    """A front page, and what pages share, are known as ours by how the one names the others, without any state."""
    config = site.folder / "feeds.toml"
    config.write_text(icon)
    site.write()
    site.build(config=config)
    before = site.files()
    shutil.rmtree(site.folder / ".feeds")
    config.write_text(f"pages = false\n{icon}")
    site.build(config=config)
    config.write_text(icon)
    site.build(config=config)
    assert site.files() == before


@pytest.mark.parametrize("name", [FRONT_PAGE, "feeds.css", "icon.png"])
def test_a_front_page_that_is_somebody_elses_is_not_replaced(site: Site, name: str) -> None:
    """Whoever has put a page or a picture of another origin there while the site had no pages finds it again."""
    config = site.folder / "feeds.toml"
    config.write_text("")
    site.write()
    site.build(config=config)
    shutil.rmtree(site.folder / ".feeds")
    config.write_text("pages = false\n")
    site.build(config=config)
    (site.output / name).write_text('<link rel="stylesheet" href="feeds.css?01234567"> and more, by hand')
    config.write_text("")
    with pytest.raises(OutputError, match="no build of feeds wrote it"):
        site.build(config=config)
    assert "by hand" in (site.output / name).read_text()
