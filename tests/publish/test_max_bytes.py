"""Documents that stay short: the oldest items of a feed go first, in all formats alike."""

from pathlib import Path

import pytest

from feeds.core.model import DOCUMENT_NAMES
from feeds.publish.build import Request
from tests.support import Site, tree

MAX = 30_000


def write(site: Site, count: int = 12, length: int = 4_000) -> None:
    """Write articles of some length, each newer than the one before, and a configuration with the limit."""
    for number in range(count):
        body = f"{number} " + "word & " * (length // 7)
        site.write(f"{number}.md", title=f"No {number}", webUrl=f"https://lamps.example/{number}", body=body)
        path = site.source / f"{number}.md"
        text = path.read_text(encoding="utf-8").replace("2026-01-02T", f"2026-01-{number + 2:02}T")
        path.write_text(text, encoding="utf-8")
    (site.folder / "feeds.toml").write_text(f"max_bytes = {MAX}\n", encoding="utf-8")


def lengths(folder: Path) -> list[int]:
    """Return the lengths of a feed's documents."""
    return [len((folder / name).read_bytes()) for name in DOCUMENT_NAMES.values()]


def test_the_oldest_items_go_first_in_all_formats(site: Site) -> None:
    """Every document has the newest items that all of them have room for, and a build says so."""
    write(site)
    site.build()
    assert max(lengths(site.output / "all")) <= MAX
    titles = site.titles()
    assert 1 < len(titles) < 12
    assert titles == [f"No {number}" for number in range(11, 11 - len(titles), -1)]
    for name in ("rss.xml", "atom.xml"):
        assert [entry.title for entry in site.parsed("all", name).entries] == titles
    (warning,) = site.warnings
    assert (
        "3 feeds have fewer items than limit, to keep to max_bytes, and to what readers and feeds validate take: all,"
        in warning
    )


def test_room_is_used(site: Site) -> None:
    """One more item would be too long for one of the documents."""
    write(site)
    site.build()
    longest = max(lengths(site.output / "all"))
    count = len(site.titles())
    assert longest * (count + 1) / count > MAX


def test_a_single_format_has_the_same_items(site: Site) -> None:
    """What is left out does not depend on which documents a build writes."""
    write(site)
    site.build()
    before = tree(site.output)
    (site.output / "all" / "feed.json").unlink()
    site.build()
    assert tree(site.output) == before
    site.build(formats=("rss",), request=Request(full=True))
    assert tree(site.output) == before


def test_an_item_that_is_too_long_alone_stays(site: Site) -> None:
    """A feed with one item is of more use than one without."""
    write(site, count=2, length=40_000)
    site.build()
    assert site.titles() == ["No 1"]


@pytest.mark.parametrize("value", ["0", "'1 MB'", "100"])
def test_a_limit_that_cannot_be_meant(site: Site, value: str) -> None:
    """A limit in which no item has room is a mistake."""
    from feeds.core.errors import ConfigError

    write(site, count=1)
    (site.folder / "feeds.toml").write_text(f"max_bytes = {value}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="max_bytes"):
        site.build()
