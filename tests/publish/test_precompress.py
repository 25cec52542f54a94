"""`precompress = true`: a compressed file beside each document but pictures, and never one of another version."""

import errno
import gzip
import mmap
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import brotli
import pytest

from feeds.core import compression
from feeds.core.compression import SUFFIXES, compress
from feeds.core.errors import OutputError
from feeds.publish.build import Request
from tests.support import Site, mtimes, tree

ON, OFF = "precompress = true\n", "precompress = false\n"
UNPACK = {".gz": gzip.decompress, ".br": brotli.decompress}


@pytest.fixture
def compressed(site: Site) -> Site:
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
        elif not name.endswith(".png"):
            yield from (name + suffix for suffix in SUFFIXES if name + suffix not in files)


def test_every_document_has_its_compressed_files(compressed: Site) -> None:
    """Both hold the document and have its date, so that a server sends the same Last-Modified for all three."""
    assert {name.rpartition("/")[2] for name in _documents(compressed)} == {
        *("rss.xml", "atom.xml", "feed.json", "index.html"),
        *("feeds.opml", "feeds.css", "feeds.js", "favicon.svg", "icon.png"),
    }
    assert list(_wrong(compressed)) == []


def test_the_same_document_gives_the_same_bytes(compressed: Site, tmp_path: Path) -> None:
    """Neither a name nor a time is in a compressed file (RFC 1952, section 2.3), and none depends on earlier builds."""
    compressed.build(output=tmp_path / "again", state_dir=tmp_path / "other")
    assert tree(tmp_path / "again") == compressed.files()
    content = compressed.files()["all/rss.xml.gz"]
    assert content[:4] == b"\x1f\x8b\x08\x00"
    assert content[4:8] == b"\0\0\0\0"


def test_they_are_smaller(site: Site) -> None:
    """Of a feed of some length the gzip file is less than half, and brotli's is smaller still."""
    document = b"".join(b"<item>A lamp that remembers, number %d</item>" % number for number in range(500))
    assert len(compress(".br", document)) < len(compress(".gz", document)) < len(document) / 2


def test_nothing_changed_nothing_touched(compressed: Site) -> None:
    """A second build moves no date, not even one that reads and renders everything."""
    before = mtimes(compressed.output)
    assert compressed.build().written == ()
    assert compressed.build(request=Request(full=True)).written == ()
    assert mtimes(compressed.output) == before


def test_a_changed_article_rewrites_only_its_own(compressed: Site) -> None:
    """A document is replaced together with its compressed files, and others keep theirs."""
    before = mtimes(compressed.output)
    compressed.write(title="A lamp that forgets")
    report = compressed.build()
    after = mtimes(compressed.output)
    written = {name + suffix for name in report.written for suffix in ("", *SUFFIXES)}
    assert {name for name in after if after[name] != before[name]} == written
    assert "topics/birds/rss.xml.gz" not in written
    assert list(_wrong(compressed)) == []


@pytest.mark.parametrize("name", ["all/rss.xml.gz", "topics/light/feed.json.br", "feeds.opml.gz", "feeds.css.br"])
@pytest.mark.parametrize("damage", ["removed", "overwritten", "dated", "cut off"])
def test_what_was_damaged_is_written_again(compressed: Site, name: str, damage: str) -> None:
    """A compressed file that is not as a build left it is replaced; its document, and all others, stay as they are."""
    before, whole = mtimes(compressed.output), compressed.files()
    path = compressed.output / name
    if damage == "removed":
        path.unlink()
    elif damage == "overwritten":
        path.write_bytes(b"spoiled")
    elif damage == "dated":
        os.utime(path, ns=(1, 1))
    else:
        os.truncate(path, 10)
        os.utime(path, ns=(before[name], before[name]))
    assert compressed.build().written == ()
    assert compressed.files() == whole
    assert mtimes(compressed.output) == before


def test_a_document_that_was_dated_takes_its_files_along(compressed: Site) -> None:
    """Where somebody else has dated a document, its files get that date, and the next build has nothing to do."""
    os.utime(compressed.output / "all" / "rss.xml", ns=(10**18, 10**18))
    compressed.build()
    assert list(_wrong(compressed)) == []
    before = mtimes(compressed.output)
    compressed.build()
    assert mtimes(compressed.output) == before


def test_turned_off_they_are_removed(compressed: Site) -> None:
    """Only those that builds wrote, and that still are as they left them; the documents are not touched."""
    before = mtimes(compressed.output)
    (compressed.output / "all" / "notes.txt.gz").write_bytes(b"not ours")
    (compressed.output / "all" / "rss.xml.br").write_bytes(b"not ours either")
    _configure(compressed, OFF)
    assert compressed.build().written == ()
    left = {name for name in compressed.files() if name.endswith(SUFFIXES)}
    assert left == {"all/notes.txt.gz", "all/rss.xml.br"}
    after = mtimes(compressed.output)
    assert all(after[name] == before[name] for name in _documents(compressed))


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


def test_removed_documents_take_their_files_along(compressed: Site) -> None:
    """When a format or the pages are dropped, or a kind of group, nothing of them is left, and no empty folder."""
    _configure(compressed, f'{ON}formats = ["rss"]\npages = false\ngroups = ["all"]\n')
    compressed.build(request=Request(prune=True))
    names = {name for name in compressed.files() if not name.endswith(SUFFIXES)}
    assert names == {"all/rss.xml", "feeds.opml"}
    assert list(_wrong(compressed)) == []
    assert sorted(path.name for path in compressed.output.iterdir() if path.is_dir()) == ["all"]


def test_without_brotli_there_is_gzip_alone(compressed: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package is gone, its files would grow stale: they are removed, and come back with it."""
    with monkeypatch.context() as patch:
        patch.setattr(compression, "find_spec", lambda name: None)
        compressed.build()
        assert {name[-3:] for name in compressed.files() if name.endswith(SUFFIXES)} == {".gz"}
        compressed.write(title="A lamp that forgets")
        compressed.build()
    compressed.build()
    assert list(_wrong(compressed)) == []


@pytest.mark.parametrize("text", [ON, OFF])
def test_when_the_state_is_lost(compressed: Site, text: str) -> None:
    """Files that are right stay untouched; turned off, they are known by their date and removed all the same."""
    before = mtimes(compressed.output)
    for path in (compressed.folder / ".feeds").iterdir():
        path.unlink()
    _configure(compressed, text)
    compressed.build()
    after = mtimes(compressed.output)
    assert after == {name: before[name] for name in before if text == ON or not name.endswith(SUFFIXES)}


def test_when_the_state_is_older_than_the_compressed_files(site: Site) -> None:
    """After a restore, those of which the state knows nothing go with the version of the document that they are of."""
    site.write()
    site.write("owls.md", title="Owls", webUrl="https://owls.example/1", topics=["Birds"], provider=None)
    site.build()
    shutil.copytree(site.folder / ".feeds", site.folder / "backup")
    _configure(site, ON)
    site.build()
    shutil.rmtree(site.folder / ".feeds")
    (site.folder / "backup").rename(site.folder / ".feeds")
    _configure(site, OFF)
    site.write(title="A lamp that forgets")
    report = site.build()
    packed = {name for name in site.files() if name.endswith(SUFFIXES)}
    assert packed == {name for name in packed if name[:-3] not in report.written}
    assert "topics/birds/rss.xml.gz" in packed
    assert packed.isdisjoint(_wrong(site))


def test_a_build_of_one_topic_leaves_other_files_alone(compressed: Site) -> None:
    """Also the compressed ones, which stay right since their documents stay."""
    before = mtimes(compressed.output)
    _configure(compressed, OFF)
    compressed.build(request=Request(topics=("Birds",)))
    gone = before.keys() - mtimes(compressed.output).keys()
    assert gone >= {"topics/birds/rss.xml.gz", "topics/birds/index.html.br"}
    assert not any(name.startswith(("all/", "topics/light/")) for name in gone)
    compressed.build()
    assert not any(name.endswith(SUFFIXES) for name in compressed.files())


@pytest.mark.parametrize("text", [ON, OFF])
def test_a_dry_run_writes_nothing(compressed: Site, text: str) -> None:
    """Nor does it remove anything."""
    compressed.write(title="A lamp that forgets")
    _configure(compressed, text)
    before = mtimes(compressed.folder)
    assert compressed.build(request=Request(dry_run=True)).written
    assert mtimes(compressed.folder) == before


class _Killed(BaseException):
    """What stands for the end of a process, which nothing in it can notice."""


@pytest.mark.parametrize("then", [ON, OFF])
@pytest.mark.parametrize("step", ["rename", "unlink"])
@pytest.mark.slow
def test_a_build_that_ends_at_any_step(
    compressed: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, then: str
) -> None:
    """Wherever a build stops between two files, no compressed one is of another version; the next build heals all."""
    real: Any = getattr(os, step)
    ended = 0
    for number in range(0, 60, 7):
        _configure(compressed, OFF if step == "unlink" and then == ON else ON)
        compressed.write(title=f"A lamp, number {number}")
        owls = {"webUrl": "https://owls.example/1", "topics": ["Birds"], "provider": None}
        compressed.write("owls.md", title=f"Owls, number {number}", **owls)
        calls = 0

        def dying(path: Any, *args: Any, now: int = number, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls > now:
                raise _Killed
            return real(path, *args, **options)

        with monkeypatch.context() as patch:
            patch.setattr(os, step, dying)
            try:
                compressed.build()
            except _Killed:
                ended += 1
        files = compressed.files()
        for name, content in files.items():
            assert not name.endswith(SUFFIXES) or UNPACK[name[-3:]](content) == files[name[:-3]]
        _configure(compressed, then)
        compressed.build()
        for path in compressed.output.rglob("*.tmp"):
            path.unlink()  # of a process that goes on
        fresh = tmp_path / f"fresh-{number}"
        compressed.build(output=fresh / "dist", state_dir=fresh / "state")
        assert compressed.files() == tree(fresh / "dist")
        assert then == OFF or list(_wrong(compressed)) == []
    assert ended > 3


def test_an_emptied_feed_keeps_its_files(compressed: Site) -> None:
    """A feed that has lost its last article is valid and empty, compressed too."""
    (compressed.source / "owls.md").unlink()
    compressed.build()
    assert b"Owls" not in gzip.decompress(compressed.files()["topics/birds/rss.xml.gz"])
    assert list(_wrong(compressed)) == []


def test_there_is_memory_for_brotli_or_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its library ends the process where there is none, without a word: that is found out before."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))

    assert brotli.decompress(compress(".br", b"owls")) == b"owls"
    with monkeypatch.context() as patch:
        patch.setattr(mmap, "mmap", refuse)
        with pytest.raises(OSError, match="memory"):
            compress(".br", b"owls")
    assert compression._reserve._taken == 0
    assert compression._brotli_needs(262_144) > 90_000_000 > compression._brotli_needs(100_000)


@pytest.mark.parametrize("name", ["all/atom.xml", "all/atom.xml.br", "all/atom.xml.gz"])
@pytest.mark.parametrize(("number", "error"), [(1, errno.EIO), (2, errno.EIO), (1, errno.EACCES)])
def test_what_cannot_be_looked_at_is_not_forgotten(
    compressed: Site, monkeypatch: pytest.MonkeyPatch, name: str, number: int, error: int
) -> None:
    """A disk that fails for a moment while documents are removed costs that build, and leaves nothing for good."""
    real, calls = os.stat, 0

    def fail(path: Any, *args: Any, **options: Any) -> Any:
        nonlocal calls
        calls += path == Path(name).name
        if path == Path(name).name and calls == number:
            raise OSError(error, os.strerror(error), path)
        return real(path, *args, **options)

    _configure(compressed, f'{ON}formats = ["rss", "json"]\n')
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", fail)
        with suppress(OSError, OutputError):
            compressed.build(request=Request(prune=True))
    assert calls
    compressed.build(request=Request(prune=True))
    assert not [found for found in compressed.files() if "atom.xml" in found]
