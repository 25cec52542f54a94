"""Archives of a folder of feeds: one chain from each feed on, linked both ways."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import Site
from tests.validation.test_folder import check, edit


@pytest.fixture
def archived(site: Site) -> Path:
    """Return the output of a site with archives of the months from January to April."""
    for month in range(1, 6):
        site.write(f"{month}.md", webUrl=f"https://lamps.example/{month}", publishedDateTime=f"2026-0{month}-01")
    config = site.folder / "feeds.toml"
    config.write_text('archives = ["all"]\nlimit = 1\n')
    site.build(config=config)
    return site.output


def test_nothing_is_wrong_with_archives(archived: Path) -> None:
    """Neither with the whole folder, nor with one below; no archive has to be in the list of feeds."""
    assert check(archived) == []
    assert check(archived / "all", base_url="") == []


def _links_to(name: str, month: str, other: str) -> Callable[[Path], None]:
    """Return what has the links of a document to the archive of a month lead to another."""
    return lambda output: edit(output / name, lambda text: text.replace(f"archive/{month}/", f"archive/{other}/"))


def _unmark(output: Path) -> None:
    edit(output / "all/archive/2026-02/rss.xml", lambda text: text.replace("<fh:archive/>", ""))


def _hand_over(output: Path) -> None:
    edit(
        output / "all/archive/2026-02/rss.xml",
        lambda text: text.replace("all/rss.xml", "topics/light/rss.xml"),
    )


def _list(output: Path) -> None:
    edit(output / "feeds.opml", lambda text: text.replace("/all/rss.xml", "/all/archive/2026-02/rss.xml"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            lambda output: (output / "all/archive/2026-02/rss.xml").unlink(),
            "2026-03/rss.xml:1: error: there is no all/archive/2026-02/rss.xml, to which prev-archive leads",
            id="a gap",
        ),
        pytest.param(
            _links_to("all/feed.json", "2026-04", "2026-05"),
            "all/feed.json:1: error: there is no all/archive/2026-05/feed.json, to which next_url leads",
            id="a gap in JSON",
        ),
        pytest.param(
            _links_to("all/archive/2026-02/atom.xml", "2026-01", "2026-03"),
            "all/archive/2026-02/atom.xml:1: error: prev-archive leads back to all/archive/2026-03/atom.xml",
            id="a circle",
        ),
        pytest.param(
            _links_to("all/archive/2026-02/atom.xml", "2026-03", "2026-04"),
            "all/archive/2026-02/atom.xml:1: error: next-archive does not lead to all/archive/2026-03/atom.xml",
            id="a way back that is another",
        ),
        pytest.param(
            _links_to("all/archive/2026-04/rss.xml", "2026-03", "2026-02"),
            "all/archive/2026-02/rss.xml:1: error: next-archive does not lead to all/archive/2026-04/rss.xml",
            id="a month that is passed",
        ),
        pytest.param(
            _unmark, "2026-02/rss.xml:1: error: is an archive of all/rss.xml, and has no fh:archive", id="mark"
        ),
        pytest.param(_hand_over, 'its link rel="current" is https://feeds.example.org/topics/light/rss.xml', id="feed"),
        pytest.param(
            _list, "feeds.opml:1: error: all/archive/2026-02/rss.xml is an archive, and listed here", id="OPML"
        ),
    ],
)
def test_chains_that_are_broken(archived: Path, change: Callable[[Path], None], message: str) -> None:
    """A gap, a circle, or a link that is not answered is found, with the document where it is."""
    change(archived)
    found = check(archived)
    assert any(message in line for line in found), found
