"""A full disk, and an output or a state that cannot be written: the old feeds stay, and the error says what to do."""

import errno
import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from feeds.articles import local_files
from feeds.config import Options, load
from feeds.core import safe_files
from feeds.core.errors import BusyError, OutputError, RefusedError
from feeds.index import changes
from feeds.index.database import database_path, open_database
from feeds.index.reading import reading
from feeds.publish import tree as tree_module
from feeds.publish.build import Request
from feeds.publish.lock import hold_folder
from tests.articles.test_local_files import png
from tests.conftest import need
from tests.support import BASE_URL, NOW, Site, tree

SCRIPT = """
import json, os, subprocess, sys
from pathlib import Path
folder, mounts, command = Path(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:]

def files():
    found = (path for path in (folder / "dist").rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes().decode("latin-1") for path in found}

def build():
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return {"status": done.returncode, "said": done.stderr, "files": files()}

for mount in mounts["before"]:
    subprocess.run(["mount", *mount], check=True)
results = [build()]
for path in folder.glob("articles/*.md"):
    path.write_text(path.read_text().replace("A lamp", "A lantern"))
for filler in mounts["fill"]:
    with open(filler, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 512)
        except OSError:
            pass
for mount in mounts["then"]:
    subprocess.run(["mount", *mount], check=True)
results.append(build())
for filler in mounts["fill"]:
    os.unlink(filler)
for mount in mounts["again"]:
    subprocess.run(["mount", *mount], check=True)
results.append(build())
print(json.dumps(results))
"""


def _in_a_namespace(site: Site, **mounts: Any) -> list[dict[str, Any]]:
    """Build three times, among mounts that nobody else sees: well, with a fault, and well again."""
    unshare = need(shutil.which("unshare"), "unshare")
    own = [unshare, "--mount"] if os.geteuid() == 0 else [unshare, "--user", "--map-root-user", "--mount"]
    if subprocess.run([*own, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let the tests mount anything")
    build = [sys.executable, "-m", "feeds", "build", str(site.source), "--base-url", BASE_URL]
    given = json.dumps({"before": [], "fill": [], "then": [], "again": []} | mounts)
    command = [*own, sys.executable, "-c", SCRIPT, str(site.folder), given, *build]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


def _check(site: Site, results: list[dict[str, Any]], names: str) -> None:
    """Check that the fault cost nothing but time: status 4, one line, old files as they were, all well afterwards."""
    well, fault, again = results
    assert (well["status"], fault["status"], again["status"]) == (0, 4, 0)
    assert fault["said"].count("\n") == 1
    assert names in fault["said"]
    lantern = {name for name, text in fault["files"].items() if "lantern" in text}
    old = {name: text for name, text in well["files"].items() if name not in lantern}
    assert {name: text for name, text in fault["files"].items() if name not in lantern} == old
    assert not [name for name in again["files"] if name.endswith(".tmp")]
    site.build(output=site.folder / "fresh" / "dist", state_dir=site.folder / "fresh")
    fresh = tree(site.folder / "fresh" / "dist")
    assert again["files"] == {f"dist/{name}": content.decode("latin-1") for name, content in fresh.items()}


@pytest.fixture(autouse=True)
def _stories(site: Site) -> None:
    for number in range(9):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}", topics=[f"Topic {number}"])


def test_a_full_disk_keeps_the_old_feeds(site: Site) -> None:
    """Where the output's disk is full, what was there stays, and the next build heals the rest."""
    disk = ["-t", "tmpfs", "-o", "size=600k", "none", str(site.output)]
    site.output.mkdir()
    results = _in_a_namespace(site, before=[disk], fill=[str(site.output / "filler")])
    for result in results:
        result["files"].pop("dist/filler", None)
    _check(site, results, "cannot be written: No space left on device; what was there before is untouched")


def test_a_full_disk_below_the_state_keeps_the_old_feeds(site: Site) -> None:
    """Where nothing can be remembered, nothing is begun."""
    (site.folder / ".feeds").mkdir()
    disk = ["-t", "tmpfs", "-o", "size=300k", "none", str(site.folder / ".feeds")]
    results = _in_a_namespace(site, before=[disk], fill=[str(site.folder / ".feeds" / "filler")])
    assert results[1]["files"] == results[0]["files"]
    _check(site, results, "the state cannot be")


def test_a_read_only_output_keeps_the_old_feeds(site: Site) -> None:
    """Where the output cannot be written, the error says which file, and the old feeds are served on."""
    site.output.mkdir()
    where = str(site.output)
    bind, shut, open_again = (
        ["--bind", where, where],
        ["-o", "remount,ro,bind", where],
        ["-o", "remount,rw,bind", where],
    )
    results = _in_a_namespace(site, before=[bind], then=[shut], again=[open_again])
    assert results[1]["files"] == results[0]["files"]
    _check(site, results, "cannot be written: Read-only file system")


@pytest.mark.parametrize("content", [None, b"", b"\x00random\xff" * 999])
def test_a_state_that_is_lost_costs_nothing_but_time(site: Site, content: bytes | None) -> None:
    """Deleted, emptied or overwritten: the next build writes nothing new, and feeds go on as before."""
    site.build()
    before = tree(site.output)
    for path in (site.folder / ".feeds").iterdir():
        path.unlink() if content is None else path.write_bytes(content)
    assert site.build().written == ()
    assert tree(site.output) == before
    assert len(site.warnings) == bool(content)


def test_a_feed_that_was_emptied_after_the_state_was_lost_is_still_kept(site: Site) -> None:
    """Subscribers of a topic whose last story went find an empty feed, whatever happened to the state."""
    site.build()
    shutil.rmtree(site.folder / ".feeds")
    (site.source / "3.md").unlink()
    report = site.build()
    assert report.emptied == ("topics/topic-3",)
    assert site.titles("topics/topic-3") == []
    assert site.json("topics/topic-3")["title"] == "Topic 3 – feeds.example.org"
    assert site.build().written == ()


def test_documents_of_another_site_are_not_taken_over(site: Site) -> None:
    """A feed that says that it is served elsewhere is somebody else's, and stays as it is."""
    site.build(base_url="https://elsewhere.example/")
    shutil.rmtree(site.folder / ".feeds")
    (site.source / "3.md").unlink()
    assert site.build().emptied == ()
    assert site.titles("topics/topic-3") == ["A lamp that remembers"]


def test_feeds_of_one_format_are_known_again_too(site: Site) -> None:
    """A site that has only RSS, or only JSON Feed, loses no subscriber with its state either."""
    for form in ("rss", "json"):
        (site.folder / "feeds.toml").write_text(f'formats = ["{form}"]\n')
        site.write("3.md", webUrl="https://lamps.example/3", topics=["Topic 3"])
        site.build(config=site.folder / "feeds.toml")
        shutil.rmtree(site.folder / ".feeds")
        (site.source / "3.md").unlink()
        assert site.build(config=site.folder / "feeds.toml").emptied == ("topics/topic-3",)
        shutil.rmtree(site.output)


def test_what_an_option_once_asked_for_is_known_again(site: Site) -> None:
    """A feed that the site would not have by itself, and that somebody may read, is kept up to date."""
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all"]\n')
    site.build(config=config)
    site.build(config=config, request=Request(topics=("Topic 3",)))
    shutil.rmtree(site.folder / ".feeds")
    site.write("3.md", webUrl="https://lamps.example/3", topics=["Topic 3"], title="Changed")
    site.build(config=config)
    assert site.titles("topics/topic-3") == ["Changed"]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param("UPDATE files SET document = CAST(x'ff' AS TEXT) WHERE document = 'all/rss.xml'", id="no UTF-8"),
        pytest.param("UPDATE feeds SET record = NULL", id="no record"),
        pytest.param("UPDATE feeds SET record = x'c1'", id="no msgpack"),
        pytest.param("UPDATE folders SET signature = x'93'", id="no signature"),
        pytest.param("UPDATE articles SET groups = x'c1'", id="no groups"),
        pytest.param("UPDATE records SET record = x'90'", id="no article"),
        pytest.param("DROP TABLE members", id="no table"),
    ],
)
def test_damage_that_a_seal_does_not_show_ends_no_build(site: Site, damage: str) -> None:
    """A state that looks like ours and is not is begun anew when that comes out, by whoever builds or looks."""
    site.build()
    before = tree(site.output)
    with open_database(database_path(site.folder / ".feeds", site.output), pytest.fail) as database:
        database.db.execute(damage)
        database.set("key", 1)
        database.commit()
    settings = load(Options(sources=(site.source,), base_url=BASE_URL))
    site.write("3.md", webUrl="https://lamps.example/3", topics=["Topic 3"], title="Changed")
    with reading(settings, warn=site.warnings.append, now=NOW) as found:
        assert found.tally.published == 9
    site.build()
    assert site.titles("topics/topic-3") == ["Changed"]
    assert before.keys() == tree(site.output).keys()


def test_a_file_that_somebody_else_has_written_is_not_removed(site: Site) -> None:
    """What took the place of our document stays when the configuration drops the format."""
    site.build()
    own = site.output / "all" / "feed.json"
    own.write_text('{"mine": true}')
    config = site.folder / "feeds.toml"
    config.write_text('formats = ["rss", "atom"]\n')
    for prune in (False, True):
        site.build(config=config, request=Request(prune=prune))
        assert own.read_text() == '{"mine": true}'
        assert (site.output / "topics" / "topic-3" / "feed.json").exists() is not prune


@pytest.mark.parametrize("name", ["feed.json", "atom.xml", "index.html"])
def test_a_document_that_cannot_be_read_for_a_moment_is_removed_later(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whoever takes it for somebody else's forgets it, and it would stay for ever."""
    config = site.folder / "feeds.toml"
    site.write("3.md", webUrl="https://lamps.example/3", author="Jo")
    config.write_text('groups = ["all", "author"]\n')
    site.build(config=config)
    shutil.rmtree(site.folder / ".feeds")
    site.build(config=config, request=Request(feeds=("all",)))
    config.write_text('groups = ["all"]\n')
    real = safe_files.read_regular

    def failing(path: str, limit: int, **more: Any) -> bytes:
        if path == name and faults:
            raise faults.pop()
        return real(path, limit, **more)

    monkeypatch.setattr(tree_module, "read_regular", failing)
    faults = [OSError(errno.EIO, "Input/output error")] * 20
    with pytest.raises(OSError, match="Input/output error"):
        site.build(config=config, request=Request(prune=True))
    faults.clear()
    site.build(config=config, request=Request(prune=True))
    assert not (site.output / "authors").exists()


@pytest.mark.parametrize("pages", ["true", "false"])
@pytest.mark.parametrize("full", [False, True])
def test_an_output_without_a_feed_is_known_again(site: Site, pages: str, *, full: bool) -> None:
    """A site that has nothing to publish yet, and loses its state, is published when the time has come."""
    config = site.folder / "feeds.toml"
    config.write_text(f"pages = {pages}\n")
    for path in site.source.glob("*.md"):
        path.unlink()
    site.write("a.md", published=False)
    site.build(config=config)
    shutil.rmtree(site.folder / ".feeds")
    site.write("a.md", title="Now")
    site.build(config=config, request=Request(full=full))
    assert site.titles() == ["Now"]


def test_a_list_of_feeds_of_somebody_else_is_not_overwritten(site: Site) -> None:
    """One that names feeds, or another owner, is none of a site without feeds."""
    site.output.mkdir()
    opml = site.output / "feeds.opml"
    for text in ("<ownerId>https://other.example/</ownerId>", f'<ownerId>{BASE_URL}</ownerId><outline xmlUrl="x"/>'):
        opml.write_text(text)
        with pytest.raises(OutputError, match=r"feeds\.opml: exists, and no build of feeds wrote it"):
            site.build()
        assert opml.read_text() == text


def test_a_feed_that_was_never_written_is_not_kept(site: Site) -> None:
    """A misspelled topic that no build came to write leaves nothing behind."""
    site.build()
    (site.output / "topics" / "topik").write_text("in the way")
    site.write("3.md", webUrl="https://lamps.example/3", topics=["Topik"])
    with pytest.raises(OutputError):
        site.build()
    (site.output / "topics" / "topik").unlink()
    site.write("3.md", webUrl="https://lamps.example/3", topics=["Topic 3"])
    assert site.build().emptied == ()
    assert not (site.output / "topics" / "topik").exists()


def test_a_folder_that_cannot_be_listed_empties_no_feed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is away for a moment is asked about; whoever goes on keeps its articles as they were last seen."""
    site.write("away/a.md", webUrl="https://lamps.example/away", topics=["Away"])
    site.build()
    before = tree(site.output)
    scandir = os.scandir

    def guarded(folder: bytes) -> object:
        if os.fsencode(folder).endswith(b"articles/away"):
            raise OSError(5, "Input/output error", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    with pytest.raises(RefusedError, match=r"cannot be read: .*articles/away"):
        site.build()
    report = site.build(request=Request(allow_loss=True))
    assert [problem.message for problem in report.errors] == ["cannot be read: Input/output error"]
    assert tree(site.output) == before
    monkeypatch.undo()
    (site.source / "away" / "a.md").unlink()
    assert site.build().emptied == ("topics/away",)


def test_a_folder_that_cannot_be_entered_is_asked_about(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it holds cannot be looked at one by one either, though a build that knows of nothing else has to ask."""
    site.write("away/a.md", webUrl="https://lamps.example/away", topics=["Away"])
    site.build()
    scandir, stat = os.scandir, Path.stat

    def guarded(place: Any, real: Any, **options: Any) -> Any:
        if b"articles/away" in os.fsencode(place):
            raise PermissionError(13, "Permission denied", place)
        return real(place, **options)

    monkeypatch.setattr(os, "scandir", lambda folder: guarded(folder, scandir))
    monkeypatch.setattr(Path, "stat", lambda path, **options: guarded(path, stat, **options))
    with pytest.raises(RefusedError, match=r"cannot be read: .*articles/away"):
        site.build(request=Request(full=True))
    report = site.build(request=Request(full=True, allow_loss=True))
    assert "its folder cannot be entered" in str(report.lost)
    monkeypatch.undo()
    assert site.build().lost == ()
    assert site.titles("topics/away") == ["A lamp that remembers"]


@pytest.mark.parametrize("fault", [MemoryError(), OSError(24, "Too many open files"), ImportError("no room")], ids=repr)
def test_a_fault_of_the_machine_loses_no_article_for_good(
    site: Site, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """Whatever reading meets but the article itself may have passed by the next build, which reads it once more."""
    monkeypatch.setattr(changes, "_is_racy", lambda entry, now: False)
    site.write("1.md", title="One", webUrl="https://lamps.example/1")
    site.build()
    site.write("2.md", title="Two", webUrl="https://lamps.example/2")
    with monkeypatch.context() as patch:
        patch.setattr("feeds.articles.read.parse", _raising(fault))
        report = site.build()
    assert [problem.path for problem in report.errors] == [f"{site.source}/2.md"]
    assert site.build().errors == ()
    assert {"One", "Two"} <= set(site.titles())


@pytest.mark.parametrize("name", ["p.png", "p.wav"])
def test_a_file_beside_an_article_that_cannot_be_read_is_measured_later(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Neither size nor time of a file tell that it can be read again, as after a change of its mode."""
    monkeypatch.setattr(changes, "_is_racy", lambda entry, now: False)
    config = site.folder / "feeds.toml"
    config.write_text('[site]\nhome_url = "https://site.example/"\n')
    wave = b"RIFF\x64\x9c\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x40\x1f\0\0\1\0\x08\0data\x40\x9c\0\0" + bytes(
        40_000
    )
    (site.source / name).write_bytes(png(40, 30) if name == "p.png" else wave)
    address = f"https://site.example/{name}"
    site.write(**({"image": address} if name == "p.png" else {"enclosure": address}))
    with monkeypatch.context() as patch:
        broken = _raising(OSError(13, "Permission denied"))
        patch.setattr(local_files, "safe_files", SimpleNamespace(read_regular=broken, open_regular=broken))
        site.build(config=config)
        before = site.files()
        assert site.build(config=config).written == ()
    site.build(config=config)
    assert site.files() != before
    site.build(config=config, output=site.folder / "fresh")
    assert site.files() == tree(site.folder / "fresh")


def _raising(fault: Exception) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise fault

    return fail


def test_builds_with_states_apart_are_one_at_a_time_too(site: Site) -> None:
    """Another state folder does not let a second build write into the same output at once."""
    site.build()
    with hold_folder(site.output), pytest.raises(BusyError, match="another build is running, with another state"):
        site.build(state_dir=site.folder / "elsewhere")


def test_a_lock_of_another_program_is_not_taken_for_a_build_alone(site: Site) -> None:
    """Whoever may open the output can lock it, which is said; nothing is written, and the next build goes on."""
    site.build()
    before = site.files()
    site.write("later.md", title="Later", id="later", webUrl="https://example.org/later")
    descriptor = os.open(site.output, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with pytest.raises(BusyError, match="or another program has locked this folder"):
            site.build()
        assert site.files() == before
    finally:
        os.close(descriptor)
    assert site.build().written


def test_somebody_who_looks_does_not_wait_for_a_build(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a build holds the database, a list is made from the articles."""
    monkeypatch.setattr("feeds.index.database._BUSY_SECONDS", 0.1)
    site.build()
    settings = load(Options(sources=(site.source,), base_url=BASE_URL))
    with closing(sqlite3.connect(database_path(site.folder / ".feeds", site.output), isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        with reading(settings, warn=site.warnings.append, now=NOW) as found:
            assert found.tally.published == 9
    assert site.warnings == []
