"""State that bits have rotted in, or that others have written to: nothing is lost, and the next build is well again."""

import os
import sqlite3
from pathlib import Path
from random import Random

import pytest

from feeds.index import seal
from feeds.index.database import database_path
from feeds.publish.build import Request
from tests.support import Site


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
    database.write_bytes(content)
    if keep_seal:
        checksum = seal.path_of(database).read_text().split()[-1]
        seal.write(database)
        look = seal.path_of(database).read_text().strip()
        seal.path_of(database).write_text(f"{look} {checksum}\n")


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


def test_only_this_user_reads_the_state(site: Site, database: Path) -> None:
    """Drafts and what is in the future stay private on a machine with others."""
    files = [database, seal.path_of(database)]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600, 0o600]
