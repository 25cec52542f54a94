"""What the file system may hold: links, files in the way, things that come and go."""

import os
from pathlib import Path
from typing import Any

import pytest

from feeds.core.errors import ConfigError, OutputError
from tests.support import Site, tree


def test_an_output_that_is_a_link_is_written_through(site: Site) -> None:
    """Administrators point `dist` at the web server's folder; the link stays, and the feeds are behind it."""
    site.write()
    (site.folder / "www").mkdir()
    site.output.symlink_to("www")
    site.build()
    assert site.output.is_symlink()
    assert len(tree(site.folder / "www")) == 18
    assert site.build().written == ()


@pytest.mark.parametrize("in_the_way", ["a file", "a link to nothing"])
def test_an_output_that_is_no_folder_is_left_alone(site: Site, in_the_way: str) -> None:
    """What lies where the output should be is not ours to remove; the error names the place."""
    site.write()
    site.output.write_text("mine") if in_the_way == "a file" else site.output.symlink_to("nowhere")
    with pytest.raises(OutputError, match=r"dist/all/rss\.xml: cannot be written"):
        site.build()
    assert site.output.is_symlink() or site.output.read_text() == "mine"


def test_a_link_to_an_article_elsewhere_is_read(site: Site, tmp_path: Path) -> None:
    """Whoever links an article of the site into the folder wants it published; a linked folder is not entered."""
    (site.folder / "feeds.toml").touch()
    (tmp_path / "elsewhere").mkdir()
    site.write("../elsewhere/story.md")
    (site.source / "story.md").symlink_to(tmp_path / "elsewhere" / "story.md")
    (site.source / "folder").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert site.build().tally[:2] == (1, 1)
    site.write("../elsewhere/story.md", title="Changed behind the link")
    site.build()
    assert site.titles() == ["Changed behind the link"]


def test_an_article_under_two_names_is_one(site: Site) -> None:
    """A hard or symbolic link beside the article does not make it its own duplicate."""
    path = site.write()
    (site.source / "same.md").hardlink_to(path)
    (site.source / "also.md").symlink_to(path)
    report = site.build()
    assert report.tally[:2] == (1, 1)
    assert report.duplicates == ()


def test_when_the_first_of_two_names_goes_the_other_is_read(site: Site) -> None:
    """Removing one name of an article leaves the story where it was."""
    path = site.write("a.md")
    (site.source / "b.md").hardlink_to(path)
    site.build()
    before = site.files()
    path.unlink()
    report = site.build()
    assert (report.tally.read, site.files()) == (1, before)


def test_a_folder_that_becomes_a_file_and_back(site: Site) -> None:
    """Names may change their kind between two builds."""
    site.write("x.md/inner.md", title="Inner")
    site.build()
    (site.source / "x.md" / "inner.md").unlink()
    (site.source / "x.md").rmdir()
    site.write("x.md", title="Outer")
    site.build()
    assert site.titles() == ["Outer"]


def test_a_source_that_is_a_file(site: Site) -> None:
    """A single article can be built, whatever it is called; others beside it are not read."""
    path = site.write("note.text", title="Note")
    site.write("other.md", title="Other", webUrl="https://lamps.example/2")
    site.build(sources=(path,))
    assert site.titles() == ["Note"]
    path.write_text(path.read_text().replace("Note", "Nota"))
    site.build(sources=(path,))
    assert site.titles() == ["Nota"]


def test_the_source_cannot_be_the_output(site: Site) -> None:
    """Feeds among the articles would be found by the next build, or worse."""
    site.write()
    (site.folder / "same").symlink_to(site.source)
    with pytest.raises(ConfigError, match="the output cannot be the folder of the articles"):
        site.build(output=site.folder / "same")


def test_links_in_a_circle_are_a_usage_error(site: Site) -> None:
    """An output or state that leads nowhere is told before anything is read."""
    site.write()
    (site.folder / "loop").symlink_to("loop")
    for name in ("output", "state_dir"):
        options: dict[str, Any] = {name: site.folder / "loop"}
        with pytest.raises(ConfigError, match="loop: its links lead in a circle"):
            site.build(**options)


def test_a_file_from_the_far_future_is_read(site: Site) -> None:
    """Whatever a clock once said, an article is an article."""
    path = site.write()
    os.utime(path, (2**33 + 2**32, 2**33 + 2**32))
    assert site.build().tally.published == 1
    assert site.build().written == ()


def test_sources_in_another_order_or_spelling_change_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """How a folder is named on the command line is not part of what is published."""
    site.write("one/a.md", webUrl="https://lamps.example/a")
    site.write("two/b.md", webUrl="https://lamps.example/b")
    site.build(sources=(site.source / "one", site.source / "two"))
    before = site.files()
    monkeypatch.chdir(site.source / "one")
    report = site.build(sources=(Path("../two/../one"), Path("..") / "two"))
    assert (report.written, site.files()) == ((), before)
    site.build(sources=(site.source / "two", site.source / "one"))
    assert site.files() == before


def test_a_section_whose_folder_has_a_name_that_is_no_utf8(site: Site) -> None:
    """What a file of a generator says of it counts, and builds go on."""
    (site.folder / "hugo.toml").write_text('baseURL = "https://lamps.example/"\n')
    section = site.folder / "content" / "a\udcff"
    section.mkdir(parents=True)
    (section / "_index.md").write_text("+++\n[cascade]\ndraft = true\n+++\n")
    for folder in (section, section.parent):
        (folder / "p.md").write_text("+++\ntitle = 'A lamp'\ndate = 2026-01-01\n+++\n")
    config = site.folder / "feeds.toml"
    config.write_text('source = "content"\n')
    assert site.build(config=config, sources=()).tally.published == 1
