"""What a build publishes, leaves out, keeps and removes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds import formats
from feeds.core.directory import SITE_DOCUMENTS
from feeds.core.errors import SourceNotFoundError
from feeds.core.model import FormatName, Item
from feeds.formats import parts
from feeds.publish.build import Request
from tests.support import Site


def _folders(site: Site) -> list[str]:
    return sorted({name.rsplit("/", 1)[0] for name in site.files() if "/" in name})


def test_an_article_is_in_all_its_groups(site: Site) -> None:
    """One story is in the feed of everything, of each of its topics and of its provider, each with a page."""
    site.write(topics=["Light", "Night life"])
    site.build()
    assert sorted(site.files().keys() - set(SITE_DOCUMENTS)) == sorted(
        f"{folder}/{name}"
        for folder in ("all", "topics/light", "topics/night-life", "providers/lamps.example")
        for name in ("rss.xml", "atom.xml", "feed.json", "index.html")
    )


def test_a_story_is_rendered_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A story in four feeds costs the rendering of one, and each feed has it all the same."""
    rendered: list[str] = []

    def counted(items: Sequence[Item], forms: Sequence[FormatName], templates: Path | None) -> list[tuple[bytes, ...]]:
        rendered.extend(item.id for item in items)
        return parts(items, forms, templates)

    monkeypatch.setattr(formats, "parts", counted)
    site.write(topics=["Light", "Night life"])
    site.build()
    assert len(rendered) == 1
    folders = ("all", "topics/light", "topics/night-life", "providers/lamps.example")
    assert [[item["id"] for item in site.json(folder)["items"]] for folder in folders] == [rendered] * 4


def test_topics_with_one_slug_are_one_topic(site: Site) -> None:
    """`AI`, `ai` and ` AI ` are one feed, called as its newest article spells it, while items keep their spelling."""
    for number, topic in enumerate(("ai", " AI ", "Ai")):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}", topics=[topic, topic.lower()])
    site.build()
    assert _folders(site) == ["all", "providers/lamps.example", "topics/ai"]
    assert len(site.json("topics/ai")["items"]) == 3
    assert [item["tags"] for item in site.json("all")["items"]] == [["ai"], ["AI"], ["Ai"]]


def test_a_topic_with_a_provider_when_asked_for(site: Site) -> None:
    """The combined groups exist only where the configuration names them."""
    site.write()
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["topic-provider"]\n')
    site.build(config=config)
    assert _folders(site) == ["topics/light/providers/lamps.example"]
    assert site.json("topics/light/providers/lamps.example")["title"] == "Light – Lamp Weekly – feeds.example.org"


def test_newest_first_and_no_more_than_the_limit(site: Site) -> None:
    """Items are in the order of publication, those of one moment by id, cut off at the limit."""
    for number, day in enumerate((3, 5, 4, 4)):
        site.write(
            f"{number}.md",
            title=f"Day {day}.{number}",
            webUrl=f"https://lamps.example/{number}",
            publishedDateTime=f"2026-01-0{day}",
        )
    site.build(limit=3)
    assert site.titles() == ["Day 5.1", "Day 4.2", "Day 4.3"]


def test_one_broken_article_hurts_only_itself(site: Site) -> None:
    """Every other story is published, and the broken one is named with its line."""
    site.write()
    broken = site.write("broken.md", title=None, webUrl="https://lamps.example/2")
    (site.source / "unclosed.md").write_text("---\ntitle: Never closed\n")
    report = site.build()
    assert site.titles() == ["A lamp that remembers"]
    assert [str(problem) for problem in report.errors] == [
        f"{broken}:2: error: title is missing",
        f"{site.source / 'unclosed.md'}:1: error: front matter is never closed by a line '---'",
    ]
    assert report.tally.left_out == 2


def test_a_control_character_behind_an_entity_hurts_nothing(site: Site) -> None:
    """No document can hold U+0001 or U+FFFE, so no article brings it in, however it is written."""
    site.write(body="<p>one&#1;two&#xFFFE;three</p>", title="bell \\x07&#7; end", excerpt="&#0;&#x1F;x")
    report = site.build()
    assert report.tally.published == 1
    assert "onetwothree" in site.json("all")["items"][0]["content_html"]


def test_strict_writes_nothing_when_anything_is_wrong(site: Site) -> None:
    """A deployment that wants all or nothing gets it."""
    site.write()
    site.write("warned.md", webUrl="https://lamps.example/2", images=[{"url": "ftp://img.example/x"}])
    report = site.build(request=Request(strict=True))
    assert report.refused
    assert not site.output.exists()
    assert not site.build().refused


def test_a_dry_run_leaves_no_trace(site: Site) -> None:
    """Neither the output nor the state appears."""
    site.write()
    report = site.build(request=Request(dry_run=True))
    assert len(report.written) == 18
    assert sorted(path.name for path in site.folder.iterdir()) == ["articles"]


def test_a_local_picture_has_its_size(site: Site) -> None:
    """The length of an enclosure is that of the file in the repository; nothing outside the source is looked at."""
    (site.source / "pictures").mkdir()
    (site.source / "pictures" / "a b.png").write_bytes(b"x" * 321)
    (site.folder / "secret.png").write_bytes(b"x" * 99)
    site.write(images=[{"url": "/pictures/a b.png"}, {"url": "/../secret.png"}, {"url": "/pictures/none.png"}])
    site.build()
    lengths = [image.get("size_in_bytes") for image in site.json("all")["items"][0]["attachments"]]
    assert lengths == [321, None, None]
    enclosure = site.parsed("all", "rss.xml").entries[0].enclosures[0]
    assert (enclosure.href, enclosure.length) == ("https://feeds.example.org/pictures/a%20b.png", "321")


def test_private_fields_reach_nothing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """No byte of an output or the state holds a field that is not on the list, by name or by value."""
    site.write(secured="PRIVATE-1", internal={"deep": ["PRIVATE-2"]}, related=[{"secured": "PRIVATE-3", "title": "T"}])
    site.write("broken.md", title=None, secured="PRIVATE-4", webUrl="https://lamps.example/2")
    (site.source / "worse.md").write_text('---\nsecured: "PRIVATE-5\ntitle: x\n---\n')
    report = site.build()
    everything = b"".join((*site.files().values(), *(p.read_bytes() for p in (site.folder / ".feeds").iterdir())))
    said = (
        report.as_json().encode()
        + "".join(str(problem) for problem in report.problems).encode()
        + capsys.readouterr().err.encode()
    )
    assert report.tally.published == 1
    for private in (b"PRIVATE", b"secured", b"internal"):
        assert private not in everything + said


def test_a_source_that_is_not_there_is_a_usage_error(site: Site) -> None:
    """A mistyped folder does not empty every feed."""
    with pytest.raises(SourceNotFoundError, match="nowhere: no such file or folder"):
        site.build(sources=(site.folder / "nowhere",))


def test_the_output_below_the_source_is_not_read(site: Site) -> None:
    """A site that builds into its own folder does not publish its feeds as articles."""
    site.write()
    site.output = site.source / "public"
    site.build()
    (site.output / "page.html").write_text("---\ntitle: never\n---\n")
    assert site.build().tally.read == 1


def test_dates_of_the_feed_are_those_of_its_newest_change(site: Site) -> None:
    """The feed's date is the newest update of an item, never the clock's."""
    site.write("a.md", webUrl="https://lamps.example/1", publishedDateTime="2026-01-01", updatedDateTime="2026-04-04")
    site.write("b.md", webUrl="https://lamps.example/2", publishedDateTime="2026-02-02")
    site.build(now=datetime(2030, 1, 1, tzinfo=UTC))
    assert site.parsed("all", "rss.xml").feed.updated == "Sat, 04 Apr 2026 00:00:00 +0000"
