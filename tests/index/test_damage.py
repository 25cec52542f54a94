"""State that bits have rotted in, or that others have written to: nothing is lost, and the next build is well again."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from threading import Thread
from typing import cast

import pytest

import feeds
from feeds.core import damage, safe_files
from feeds.core.damage import DamagedError
from feeds.core.errors import OutputError
from feeds.core.progress import no_warning
from feeds.index import seal
from feeds.index.database import database_path, open_database
from feeds.index.seal import Seal
from feeds.publish.build import Request
from feeds.publish.tree import Tree
from tests.planted import Plant, every_plant, journal_of, rot, victim_beside
from tests.support import BASE_URL, Site

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(feeds.__file__).parents[1])}


@pytest.fixture
def database(site: Site) -> Path:
    """Build a site with an emptied feed, a draft, a duplicate and a broken article, and return its database."""
    for number in range(6):
        site.write(f"{number}.md", title=f"Story {number}", webUrl=f"https://lamps.example/{number}", topics=["Lamps"])
    site.write("twin.md", webUrl="https://lamps.example/1/", publishedDateTime="2026-02-02")
    site.write("draft.md", published=False)
    site.write("broken.md", publishedDateTime="soon")
    gone = site.write("gone.md", title="Gone", webUrl="https://gone.example/", topics=["Gone"])
    site.build()
    gone.unlink()
    site.build()
    assert site.build().written == ()
    return database_path(site.folder / ".feeds", site.output)


def _flip(database: Path, random: Random, *, keep_seal: bool) -> None:
    """Change some bytes; a kept seal says that nothing has written to the file."""
    content = bytearray(database.read_bytes())
    for _ in range(random.choice((1, 3, 20))):
        content[random.randrange(len(content))] ^= random.randrange(1, 256)
    if keep_seal:
        rot(database, bytes(content))
    else:
        database.write_bytes(content)


def _rot_in_a_title(database: Path) -> None:
    """Change what SQLite cannot notice."""
    rot(database, database.read_bytes().replace(b"Story 3", b"Story 8", 1))


def _is_well(site: Site) -> bool:
    """Say whether a build has nothing to warn of and nothing to do."""
    site.warnings.clear()
    return site.build().written == () and site.warnings == []


def _damage_and_heal(site: Site, database: Path, seeds: range, *, keep_seal: bool) -> None:
    before = site.files()
    for seed in seeds:
        _flip(database, Random(seed), keep_seal=keep_seal)
        site.warnings.clear()
        site.build(request=Request(full=seed % 3 == 0))
        assert site.files() == before, f"seed {seed}, {site.warnings}"
        if keep_seal:
            assert len(site.warnings) == 1, f"seed {seed}: unnoticed"
        assert _is_well(site), f"seed {seed}"


@pytest.mark.parametrize("keep_seal", [True, False])
def test_damage_loses_nothing_and_heals(site: Site, database: Path, keep_seal: bool) -> None:
    """Random bytes that change, noticed by the times of the file or not, change no document."""
    _damage_and_heal(site, database, range(15), keep_seal=keep_seal)


@pytest.mark.thorough
@pytest.mark.parametrize("keep_seal", [True, False])
def test_much_damage_loses_nothing_and_heals(site: Site, database: Path, keep_seal: bool) -> None:
    """The same for many more."""
    _damage_and_heal(site, database, range(100, 400), keep_seal=keep_seal)


def _later(work: Callable[..., int | None]) -> Callable[..., int | None]:
    """Return what does the same, once others have had time to do theirs."""

    def late(*arguments: object) -> int | None:
        time.sleep(0.1)
        return work(*arguments)

    return late


def _change(database: Path, error: type[Exception] | None) -> None:
    with open_database(database, no_warning) as opened:
        opened.set("unread", b"other")
        if error:
            raise error
        opened.commit()


@pytest.mark.parametrize("error", [None, ValueError, OutputError])
def test_whatever_lost_bytes_lead_to_is_called_damage(
    database: Path, error: type[Exception] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read before the whole file is known to be sound neither is kept nor gives errors of its own."""
    _rot_in_a_title(database)
    monkeypatch.setattr(seal, "_checksum", _later(seal._checksum))
    before = database.read_bytes()
    with pytest.raises(DamagedError, match="changed on the disk"):
        _change(database, error)
    assert database.read_bytes() == before


@pytest.mark.parametrize("more", [1, 10_000_000_000])
def test_a_state_that_was_made_longer_is_begun_anew(site: Site, database: Path, more: int) -> None:
    """A hole behind the pages would be read and copied by every build; SQLite leaves it where it is."""
    before = site.files()
    os.truncate(database, database.stat().st_size + more)
    site.build()
    (warning,) = site.warnings
    assert "it is longer than its pages" in warning
    assert database.stat().st_size < 1_000_000
    assert site.files() == before
    assert _is_well(site)


def test_an_output_that_cannot_be_read_for_a_moment_is_not_forgotten(
    site: Site, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the state is lost as well, the build ends: feeds that it did not find would never be written again."""
    real = Tree.read

    def fail(self: Tree, path: str, limit: int) -> bytes:
        if path == "all/atom.xml":
            raise OSError(errno.EIO, "Input/output error", path)
        return real(self, path, limit)

    before = site.files()
    database.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(Tree, "read", fail)
        with pytest.raises(OSError, match="Input/output error"):
            site.build()
    site.build()
    assert site.files() == before


def test_a_state_that_cannot_be_read_for_a_moment_is_not_lost(
    site: Site, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails for a moment costs one build, and nothing that builds remember."""

    def fail(*_: object) -> int:
        raise OSError(errno.EIO, "Input/output error")

    before = database.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(seal, "_checksum", fail)
        with pytest.raises(OutputError, match="the state cannot be read: Input/output error"):
            site.build()
    assert database.read_bytes() == before
    assert _is_well(site)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_page_that_cannot_be_read_for_a_moment_is_no_damage(site: Site, database: Path) -> None:
    """SQLite calls it malformed; the build ends, the next one goes on, and a feed that only the state knows stays."""
    config = site.folder / "feeds.toml"
    usual = f'source = "articles"\n[site]\nbase_url = "{BASE_URL}"\n'
    config.write_text(f'{usual}[feeds.mine]\ntitle = "Mine"\ntopics = ["Lamps"]\n')
    site.build(config=config)
    config.write_text(usual)
    site.build(config=config)
    command = ["strace", "-f", "-o", "/dev/null", "-P", str(database), "-e", "trace=pread64"]
    ends = []
    for number in range(1, 12):
        path = f"{number}.md"
        site.write(path, title=f"News {number}", webUrl=f"https://lamps.example/news/{number}", topics=["Lamps"])
        inject = ["-e", f"inject=pread64:error=EIO:when={number}"]
        build = [sys.executable, "-P", "-m", "feeds", "build", "-q", "--jobs", "1"]
        ran = subprocess.run([*command, *inject, *build], cwd=site.folder, env=ENVIRONMENT, capture_output=True)
        ends.append(ran.returncode)
        site.build(config=config)
        assert f"News {number}" in site.titles("feeds/mine")
    assert OutputError.exit_status in ends


def test_a_state_is_checked_where_no_thread_can_be_started(
    site: Site, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system allows no more threads, a build reads the bytes of its state itself."""

    def refuse(_: Thread) -> None:
        raise RuntimeError

    monkeypatch.setattr(Thread, "start", refuse)
    assert seal.check(database) is Seal.VALID
    _rot_in_a_title(database)
    assert seal.check(database) is Seal.BROKEN
    site.build()
    assert len(site.warnings) == 1
    assert _is_well(site)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("word", [b"CREATE", b"records", b"problems_by_article", b"members"])
def test_a_schema_that_is_no_text_is_begun_anew(site: Site, database: Path, word: bytes, full: bool) -> None:
    """A message of SQLite that cannot be decoded is damage like any other."""
    before = site.files()
    content = database.read_bytes()
    at = content.index(word)
    database.write_bytes(content[:at] + b"\xff" + content[at + 1 :])
    site.build(request=Request(full=full))
    assert len(site.warnings) == 1
    assert site.files() == before
    assert _is_well(site)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE feeds SET record = 7",
        "UPDATE feeds SET record = 'text'",
        "UPDATE feeds SET folder = 7 WHERE folder = 'all'",
        "UPDATE files SET document = x'ff' WHERE document = 'all/rss.xml'",
        "UPDATE files SET size = 'big', mtime = x'00'",
        "UPDATE files SET size = CAST(x'ff' AS TEXT)",
        "UPDATE meta SET value = 'other'",
        "DELETE FROM feeds",
        "DROP TABLE members",
        "ALTER TABLE articles RENAME TO others",
    ],
)
def test_values_that_no_build_has_put_there(site: Site, database: Path, change: str) -> None:
    """Wrong types, missing rows and missing tables end no build, and cost no document."""
    before = site.files()
    with sqlite3.connect(database) as db:
        db.execute(change)
    db.close()
    site.build()
    assert site.files() == before
    assert _is_well(site)


@pytest.mark.parametrize("change", ["SET published = published + 1", "SET why = x'91'"])
def test_rows_that_contradict_each_other_under_a_right_seal(site: Site, database: Path, change: str) -> None:
    """What a build cannot put into the database beside other rows is damage, and ends no build."""
    with closing(sqlite3.connect(database)) as db:
        db.execute(f"UPDATE articles {change} WHERE name = CAST('1.md' AS BLOB)")
        db.commit()
    seal.write(database, with_checksum=True)
    site.write("1.md", title="Told anew", webUrl="https://lamps.example/1", topics=["Lamps"])
    site.build()
    assert len(site.warnings) == 1
    assert "Told anew" in site.titles()
    assert _is_well(site)


def test_commands_that_only_read_do_without_a_wrong_state(site: Site, database: Path) -> None:
    """Values of the wrong kind under a right seal end no check: the articles alone give the same answers."""
    with closing(sqlite3.connect(database)) as db:
        db.execute("UPDATE folders SET source = 7")
        db.commit()
    seal.write(database, with_checksum=True)
    command = [sys.executable, "-m", "feeds", "check", str(site.source)]
    result = subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=False)
    assert (result.returncode, "this is a fault" in result.stderr) == (1, False)
    assert "broken.md" in result.stdout + result.stderr


@pytest.mark.parametrize("suffix", [".sqlite", ".seal", ".sqlite-journal", ".sqlite-wal"])
@pytest.mark.parametrize("kind", ["link", "fifo"])
def test_what_others_plant_is_not_followed(site: Site, database: Path, suffix: str, kind: str) -> None:
    """A link in the folder of the state leads to nothing that a build reads or writes, and a FIFO stops none."""
    before = site.files()
    victim = site.folder / "victim"
    victim.write_text("mine")
    planted = database.with_suffix(suffix)
    planted.unlink(missing_ok=True)
    if kind == "link":
        planted.symlink_to(victim)
    else:
        os.mkfifo(planted)

    site.write("new.md", title="New", webUrl="https://lamps.example/new", topics=["Lamps"])
    site.build()
    assert victim.read_text() == "mine"
    assert site.files().keys() >= before.keys()
    assert "New" in site.titles()
    assert _is_well(site)


@every_plant
@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
def test_what_others_plant_holds_up_no_question(site: Site, database: Path, suffix: str, plant: Plant) -> None:
    """Commands that only read the state do not wait for a FIFO beside it, either, and leave it to the next build."""
    planted = database.with_name(database.name + suffix)
    victim_beside(planted)
    plant(planted)
    command = [sys.executable, "-m", "feeds", "check", str(site.source)]
    place = ["-o", str(site.output), "--state-dir", str(database.parent), "--base-url", BASE_URL]
    for arguments in (command, [*command[:3], "build", str(site.source), *place, "--dry-run"]):
        subprocess.run(arguments, cwd=site.folder, check=False, capture_output=True, timeout=120)
    site.warnings.clear()
    site.build(request=Request(dry_run=True))
    assert [warning for warning in site.warnings if planted.name in warning]
    assert planted.lstat()


def test_a_planted_journal_removes_no_file(site: Site, database: Path) -> None:
    """SQLite would remove the file that a journal names, wherever it lies."""
    before, victim = site.files(), site.folder / "victim"
    victim.write_text("mine")
    journal = database.with_name(f"{database.name}-journal")
    journal.write_bytes(journal_of(database, os.fsencode(victim)))
    site.build(request=Request(dry_run=True))
    assert victim.read_text() == "mine"
    site.build()
    assert victim.read_text() == "mine"
    assert not journal.exists()
    assert site.files() == before
    assert _is_well(site)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_journal_of_another_user_is_not_rolled_back(site: Site, database: Path) -> None:
    """What another user than the one of the database has left beside it changes no row."""
    journal = database.with_name(f"{database.name}-journal")
    journal.write_bytes(journal_of(database, b"")[:512])
    os.chown(journal, 65534, -1)
    site.build()
    assert any("no build has left it there" in warning for warning in site.warnings)
    assert _is_well(site)


@pytest.mark.parametrize("is_sealed", [True, False])
@pytest.mark.parametrize(
    "statements",
    [
        "CREATE TRIGGER t AFTER UPDATE ON files BEGIN DELETE FROM feeds; END",
        "ALTER TABLE feeds RENAME TO others;"
        "CREATE VIEW feeds AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i FROM n",
        "DROP TABLE standing",
    ],
    ids=["trigger", "view", "missing"],
)
def test_other_tables_than_a_build_makes_are_not_used(
    site: Site, database: Path, statements: str, is_sealed: bool
) -> None:
    """Nothing that another user has put into the database runs, whatever the seal says."""
    before = site.files()
    with closing(sqlite3.connect(database)) as db:
        db.executescript(statements)
    if is_sealed:
        seal.write(database, with_checksum=True)
    site.build()
    assert len(site.warnings) == 1
    assert "its tables are not those of a build" in site.warnings[0]
    assert site.files() == before
    assert _is_well(site)


def test_only_this_user_reads_the_state(site: Site, database: Path) -> None:
    """Drafts and what is in the future stay private on a machine with others."""
    files = [database, seal.path_of(database)]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600, 0o600]


@pytest.mark.parametrize("gone", [False, True])
def test_a_state_that_cannot_be_read_is_not_called_damaged(
    database: Path, monkeypatch: pytest.MonkeyPatch, *, gone: bool
) -> None:
    """As long as the disk fails nothing is removed, whatever SQLite says; what is gone is no question."""

    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    error = sqlite3.DatabaseError("database disk image is malformed")
    if gone:
        damage.require_damage(database.with_name("gone.sqlite"), error)
        return
    monkeypatch.setattr(os, "pread", fail)
    with pytest.raises(OutputError, match="the state cannot be read: Input/output error"):
        damage.require_damage(database, error)


@pytest.mark.parametrize("is_hollow", [True, False])
def test_what_others_have_put_there_is_not_read_to_its_end(
    database: Path, monkeypatch: pytest.MonkeyPatch, *, is_hollow: bool
) -> None:
    """A hole of terabytes takes no room, and no build would come to its end."""
    if is_hollow:
        os.truncate(database, 10**12)
    elif os.geteuid() == 0:
        os.chown(database, 65_534, 65_534)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 65_534)
        monkeypatch.setattr(safe_files, "owners", lambda _: {65_534})
    monkeypatch.setattr(os, "pread", lambda *_: pytest.fail("it is read"))
    damage.require_damage(database, sqlite3.DatabaseError("file is not a database"))


@pytest.mark.parametrize(("answers", "is_whole"), [(["ok"], True), (["unable to", "ok"], True), (["a", "b"], False)])
def test_what_sqlite_finds_once_is_no_damage(answers: list[str], *, is_whole: bool) -> None:
    """Its check says so of a page that the disk could not read as well, and raises nothing."""

    class Checked:
        def execute(self, _: str) -> "Checked":
            return self

        def fetchone(self) -> tuple[str]:
            return (answers.pop(0),)

    assert damage.is_whole(cast("sqlite3.Connection", Checked())) == is_whole
