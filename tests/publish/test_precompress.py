"""`precompress = true`: a compressed file beside each document, and never one of another version."""

import gzip
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import brotli
import pytest

from feeds.core import compression
from feeds.core.compression import SUFFIXES, pack
from feeds.publish.build import Request
from tests.support import Site, mtimes, tree

ON, OFF = "precompress = true\n", "precompress = false\n"
UNPACK = {".gz": gzip.decompress, ".br": brotli.decompress}


@pytest.fixture
def packed(site: Site) -> Site:
    """Return a site that was built with compressed files."""
    site.write()
    site.write("owls.md", title="Owls", webUrl="https://owls.example/1", topics=["Birds"], provider=None)
    _configure(site, ON)
    site.build()
    return site


def _configure(site: Site, text: str) -> None:
    (site.folder / "feeds.toml").write_text(text)


def _documents(site: Site) -> set[str]:
    return {name for name in site.files() if not name.endswith(SUFFIXES)}


def _wrong(site: Site) -> Iterator[str]:
    """Yield the documents without the right compressed files beside them, and such files without a document."""
    files, times = site.files(), mtimes(site.output)
    for name, content in files.items():
        if name.endswith(SUFFIXES):
            if UNPACK[name[-3:]](content) != files.get(name[:-3]) or times[name] != times[name[:-3]]:
                yield name
        else:
            yield from (name + suffix for suffix in SUFFIXES if name + suffix not in files)


def test_every_document_has_its_compressed_files(packed: Site) -> None:
    """Both hold the document and have its date, so that a server sends the same Last-Modified for all three."""
    assert {name.rpartition("/")[2] for name in _documents(packed)} == {
        *("rss.xml", "atom.xml", "feed.json", "index.html"),
        *("feeds.opml", "feeds.css", "feeds.js", "favicon.svg"),
    }
    assert list(_wrong(packed)) == []


def test_the_same_document_gives_the_same_bytes(packed: Site, tmp_path: Path) -> None:
    """Neither a name nor a time is in a compressed file (RFC 1952, section 2.3), and none depends on earlier builds."""
    packed.build(output=tmp_path / "again", state_dir=tmp_path / "other")
    assert tree(tmp_path / "again") == packed.files()
    content = packed.files()["all/rss.xml.gz"]
    assert content[:4] == b"\x1f\x8b\x08\x00"
    assert content[4:8] == b"\0\0\0\0"


def test_they_are_smaller(site: Site) -> None:
    """Of a feed of some length the gzip file is less than half, and brotli's is smaller still."""
    document = b"".join(b"<item>A lamp that remembers, number %d</item>" % number for number in range(500))
    assert len(pack(".br", document)) < len(pack(".gz", document)) < len(document) / 2


def test_nothing_changed_nothing_touched(packed: Site) -> None:
    """A second build moves no date, not even one that reads and renders everything."""
    before = mtimes(packed.output)
    assert packed.build().written == ()
    assert packed.build(request=Request(full=True)).written == ()
    assert mtimes(packed.output) == before


def test_a_changed_article_rewrites_only_its_own(packed: Site) -> None:
    """A document is replaced together with its compressed files, and others keep theirs."""
    before = mtimes(packed.output)
    packed.write(title="A lamp that forgets")
    report = packed.build()
    after = mtimes(packed.output)
    written = {name + suffix for name in report.written for suffix in ("", *SUFFIXES)}
    assert {name for name in after if after[name] != before[name]} == written
    assert "topics/birds/rss.xml.gz" not in written
    assert list(_wrong(packed)) == []


@pytest.mark.parametrize("name", ["all/rss.xml.gz", "topics/light/feed.json.br", "feeds.opml.gz", "feeds.css.br"])
@pytest.mark.parametrize("damage", ["removed", "overwritten", "dated", "cut off"])
def test_what_was_damaged_is_written_again(packed: Site, name: str, damage: str) -> None:
    """A compressed file that is not as a build left it is replaced; its document, and all others, stay as they are."""
    before, whole = mtimes(packed.output), packed.files()
    path = packed.output / name
    if damage == "removed":
        path.unlink()
    elif damage == "overwritten":
        path.write_bytes(b"spoiled")
    elif damage == "dated":
        os.utime(path, ns=(1, 1))
    else:
        os.truncate(path, 10)
        os.utime(path, ns=(before[name], before[name]))
    assert packed.build().written == ()
    assert packed.files() == whole
    assert mtimes(packed.output) == before


def test_a_document_that_was_dated_takes_its_files_along(packed: Site) -> None:
    """Where somebody else has dated a document, its files get that date, and the next build has nothing to do."""
    os.utime(packed.output / "all" / "rss.xml", ns=(10**18, 10**18))
    packed.build()
    assert list(_wrong(packed)) == []
    before = mtimes(packed.output)
    packed.build()
    assert mtimes(packed.output) == before


def test_turned_off_they_are_removed(packed: Site) -> None:
    """Only those that builds wrote, and that still are as they left them; the documents are not touched."""
    before = mtimes(packed.output)
    (packed.output / "all" / "notes.txt.gz").write_bytes(b"not ours")
    (packed.output / "all" / "rss.xml.br").write_bytes(b"not ours either")
    _configure(packed, OFF)
    assert packed.build().written == ()
    left = {name for name in packed.files() if name.endswith(SUFFIXES)}
    assert left == {"all/notes.txt.gz", "all/rss.xml.br"}
    after = mtimes(packed.output)
    assert all(after[name] == before[name] for name in _documents(packed))


def test_turned_on_later_the_documents_stay(site: Site) -> None:
    """The files are written beside documents that are not touched."""
    site.write()
    site.build()
    before = mtimes(site.output)
    _configure(site, ON)
    assert site.build().written == ()
    after = mtimes(site.output)
    assert {name: after[name] for name in before} == before
    assert list(_wrong(site)) == []


def test_removed_documents_take_their_files_along(packed: Site) -> None:
    """When a format or the pages are dropped, or a kind of group, nothing of them is left, and no empty folder."""
    _configure(packed, f'{ON}formats = ["rss"]\npages = false\ngroups = ["all"]\n')
    packed.build()
    names = {name for name in packed.files() if not name.endswith(SUFFIXES)}
    assert names == {"all/rss.xml", "feeds.opml"}
    assert list(_wrong(packed)) == []
    assert sorted(path.name for path in packed.output.iterdir() if path.is_dir()) == ["all"]


def test_without_brotli_there_is_gzip_alone(packed: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package is gone, its files would grow stale: they are removed, and come back with it."""
    with monkeypatch.context() as patch:
        patch.setattr(compression, "find_spec", lambda name: None)
        packed.build()
        assert {name[-3:] for name in packed.files() if name.endswith(SUFFIXES)} == {".gz"}
        packed.write(title="A lamp that forgets")
        packed.build()
    packed.build()
    assert list(_wrong(packed)) == []


@pytest.mark.parametrize("text", [ON, OFF])
def test_when_the_state_is_lost(packed: Site, text: str) -> None:
    """Files that are right stay untouched; turned off, they are known by their date and removed all the same."""
    before = mtimes(packed.output)
    for path in (packed.folder / ".feeds").iterdir():
        path.unlink()
    _configure(packed, text)
    packed.build()
    after = mtimes(packed.output)
    assert after == {name: before[name] for name in before if text == ON or not name.endswith(SUFFIXES)}


def test_a_build_of_one_topic_leaves_other_files_alone(packed: Site) -> None:
    """Also the compressed ones, which stay right since their documents stay."""
    before = mtimes(packed.output)
    _configure(packed, OFF)
    packed.build(request=Request(topics=("Birds",)))
    gone = before.keys() - mtimes(packed.output).keys()
    assert gone >= {"topics/birds/rss.xml.gz", "topics/birds/index.html.br"}
    assert not any(name.startswith(("all/", "topics/light/")) for name in gone)
    packed.build()
    assert not any(name.endswith(SUFFIXES) for name in packed.files())


@pytest.mark.parametrize("text", [ON, OFF])
def test_a_dry_run_writes_nothing(packed: Site, text: str) -> None:
    """Nor does it remove anything."""
    packed.write(title="A lamp that forgets")
    _configure(packed, text)
    before = mtimes(packed.folder)
    assert packed.build(request=Request(dry_run=True)).written
    assert mtimes(packed.folder) == before


class _Killed(BaseException):
    """What stands for the end of a process, which nothing in it can notice."""


@pytest.mark.parametrize("then", [ON, OFF])
@pytest.mark.parametrize("step", ["replace", "unlink"])
def test_a_build_that_ends_at_any_step(
    packed: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, then: str
) -> None:
    """Wherever a build stops between two files, no compressed one is of another version; the next build heals all."""
    real: Any = getattr(Path, step)
    for number in range(0, 60, 7):
        _configure(packed, OFF if step == "unlink" and then == ON else ON)
        packed.write(title=f"A lamp, number {number}")
        owls = {"webUrl": "https://owls.example/1", "topics": ["Birds"], "provider": None}
        packed.write("owls.md", title=f"Owls, number {number}", **owls)
        calls = 0

        def dying(path: Path, *args: Any, now: int = number, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls > now:
                raise _Killed
            return real(path, *args, **options)

        with monkeypatch.context() as patch:
            patch.setattr(Path, step, dying)
            with suppress(_Killed):
                packed.build()
        files = packed.files()
        for name, content in files.items():
            assert not name.endswith(SUFFIXES) or UNPACK[name[-3:]](content) == files[name[:-3]]
        _configure(packed, then)
        packed.build()
        for path in packed.output.rglob("*.tmp"):
            path.unlink()  # of a process that goes on
        fresh = tmp_path / f"fresh-{number}"
        packed.build(output=fresh / "dist", state_dir=fresh / "state")
        assert packed.files() == tree(fresh / "dist")
        assert then == OFF or list(_wrong(packed)) == []


def test_an_emptied_feed_keeps_its_files(packed: Site) -> None:
    """A feed that has lost its last article is valid and empty, compressed too."""
    (packed.source / "owls.md").unlink()
    packed.build()
    assert b"Owls" not in gzip.decompress(packed.files()["topics/birds/rss.xml.gz"])
    assert list(_wrong(packed)) == []
