"""The database of answers: what it keeps, and what killed and simultaneous processes leave of it."""

import errno
import multiprocessing
import os
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from feeds.core import database_locks, media, safe_files, side_files
from feeds.core.errors import OutputError
from feeds.probing import answers as answers_module
from feeds.probing.answers import Stamped, open_answers
from feeds.probing.known_answers import KnownAnswers, known_answers
from feeds.probing.records import Answer, decoded, encoded
from tests.planted import Plant, every_plant, is_untouched, journal_of, victim_beside

GOOD = Answer("https://a.example/1", "206", 10, 20, seen=10, type="image/png", length=5, width=6, height=7)


def test_what_is_put_is_found(tmp_path: Path) -> None:
    """An answer comes back as it was, for a build as for the next probe."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
        assert answers.get(GOOD.url) == GOOD
        assert answers.get("https://a.example/2") is None
    found = KnownAnswers(path).get(GOOD.url)
    assert found is not None
    assert found.answer == GOOD
    assert path.stat().st_mode & 0o077 == 0


def test_a_stamp_changes_with_what_is_shown_alone(tmp_path: Path) -> None:
    """A build looks again at an article only if the network has said something new about what it shows."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD, replace(GOOD, url="https://a.example/2")])
        known = known_answers(path)
        before, latest = known.stamps(), known.latest()
        answers.put([replace(GOOD, said="304", asked=99, due=100, etag='"x"', failures=1)])
        assert (known.stamps(), known.latest()) == (before, latest)
        answers.put([replace(GOOD, width=8)])
        assert known.latest() > latest
        assert [url for url, stamp in known.stamps().items() if before[url] != stamp] == [GOOD.url]


def test_what_is_due(tmp_path: Path) -> None:
    """What was never asked is due, and what has had its time."""
    with open_answers(tmp_path / "answers.sqlite", pytest.fail) as answers:
        answers.put([GOOD])
        assert list(answers.due(["new", GOOD.url], 19)) == ["new"]
        assert list(answers.due(["new", GOOD.url], 20)) == ["new", GOOD.url]


def test_hosts_that_are_put_off(tmp_path: Path) -> None:
    """A host is left alone until its time, also by the next process."""
    for _ in range(2):
        with open_answers(tmp_path / "answers.sqlite", pytest.fail) as answers:
            answers.put_off("a.example", 50)
            assert answers.hosts_put_off(49) == {"a.example": 50}
            assert answers.hosts_put_off(50) == {}


def test_pauses_that_are_over_are_forgotten(tmp_path: Path) -> None:
    """What a host has asked for is kept for as long as it holds."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put_off("a.example", 50)
        answers.put_off("b.example", 60)
        answers.forget(set(), 55)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT host FROM hosts").fetchall() == [("b.example",)]


def test_a_clock_that_was_wrong_puts_nothing_off(tmp_path: Path) -> None:
    """What was asked by a clock years ahead is due as soon as the clock is right, not in those years."""
    with open_answers(tmp_path / "answers.sqlite", pytest.fail) as answers:
        answers.put([replace(GOOD, asked=4_000_000_000, due=4_002_000_000)])
        answers.put_off("a.example", 4_000_003_600)
        assert list(answers.due([GOOD.url], 1_800_000_000)) == [GOOD.url]
        assert list(answers.due([GOOD.url], 4_000_000_000)) == []
        assert answers.hosts_put_off(1_800_000_000) == {}
        assert answers.hosts_put_off(4_000_000_000) == {"a.example": 4_000_003_600}


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + bytes(5_000)])
def test_a_damaged_database_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    """What is damaged costs requests, and is told; a build meanwhile knows nothing of it."""
    path = tmp_path / "answers.sqlite"
    path.write_bytes(content)
    assert KnownAnswers(path).get(GOOD.url) is None
    assert KnownAnswers(path).stamps() == {}
    told: list[str] = []
    with open_answers(path, told.append) as answers:
        answers.put([GOOD])
    assert len(told) == 1
    assert "are asked for anew" in told[0]


@pytest.mark.parametrize(
    "change",
    [
        "due = 'x'",
        "due = NULL",
        "stamp = 'x'",
        "record = 1",
        "record = NULL",
        "url = CAST(x'ff' AS TEXT)",
        "url = x'ff'",
    ],
)
def test_values_of_other_types_are_damage(tmp_path: Path, change: str) -> None:
    """SQLite takes any value for any column: one that no probe has written costs requests, and ends no command."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"UPDATE answers SET {change}")
    KnownAnswers(path).get(GOOD.url)
    KnownAnswers(path).stamps()
    told: list[str] = []
    with open_answers(path, told.append) as answers:
        assert list(answers.due([GOOD.url], 0)) == [GOOD.url]
    assert len(told) == 1


@pytest.mark.parametrize("record", [b"\x00\xff", b"\x81\xa1a" + b"\x91" * 10_000])
def test_foreign_rows_are_no_answers(tmp_path: Path, record: bytes) -> None:
    """A record that nobody here has written is no answer, and no crash."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
    with sqlite3.connect(path) as db:
        db.execute("UPDATE answers SET record = ?", (record,))
    db.close()
    assert KnownAnswers(path).get(GOOD.url) is None
    told: list[str] = []
    with open_answers(path, told.append) as answers:
        assert answers.get(GOOD.url) is None
    assert len(told) == 1


GONE = replace(GOOD, failures=4, absences=3, absent_since=7, is_gone=True, moved="https://b.example/", etag='"x"')


@pytest.mark.parametrize(
    "change",
    [
        {"url": "https://a.example/2"},
        {"said": "x\n::error::y"},
        {"said": "x" * 501},
        {"said": ""},
        {"asked": 2**62},
        {"due": -(2**62)},
        {"due": 21},
        {"seen": 2**62},
        {"type": "image/\x10ng"},
        {"type": "image/" + "x" * 500},
        {"type": "picture"},
        {"length": 2**53},
        {"length": 0},
        {"width": 30_001},
        {"height": -1},
        {"duration": 2**63 - 1},
        {"moved": "https://b.example/\n"},
        {"moved": "https://b.example/" + "x" * 8_000},
        {"etag": '"\x85"'},
        {"modified": "x\ry"},
        {"failures": -1},
        {"failures": 2},
        {"absences": 0},
        {"absences": 2**60},
        {"absent_since": None},
        {"absent_since": 2**62},
        {"absent_since": -(2**62)},
    ],
)
def test_values_that_no_probe_has_written_are_damage(tmp_path: Path, change: dict[str, Any]) -> None:
    """A record with a value that none can have is no answer for a build, and the next probe asks anew."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GONE])
    with open_answers(path, pytest.fail) as answers:
        assert answers.get(GOOD.url) == GONE
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE answers SET record = ?", (encoded(replace(GONE, **change)),))
    if change != {"due": 21}:  # which only the column beside it contradicts
        assert KnownAnswers(path).get(GOOD.url) is None
    told: list[str] = []
    with open_answers(path, told.append) as answers:
        assert answers.get(GOOD.url) is None
    assert len(told) == 1


@pytest.mark.parametrize("stamp", [2**63 - 1, 0, -1])
def test_a_stamp_that_none_has_is_damage(tmp_path: Path, stamp: int) -> None:
    """No stamp could come after the last one that there is; a probe goes on with others."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE answers SET stamp = ?", (stamp,))
    told: list[str] = []
    with open_answers(path, told.append) as answers:
        answers.put([replace(GOOD, width=9)])
    assert len(told) == 1


def test_every_flipped_byte_of_a_record_is_damage_or_another_value(tmp_path: Path) -> None:
    """Whatever one byte becomes, what a build gets of the record can be shown."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GONE])
    record = encoded(GONE)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for place in range(len(record)):
            for bits in (0x01, 0x10, 0x60, 0x80, 0xFF):
                flipped = bytearray(record)
                flipped[place] ^= bits
                db.execute("UPDATE answers SET record = ?", (bytes(flipped),))
                found = KnownAnswers(path).get(GOOD.url)
                if found is not None:
                    assert found.answer.said.isprintable()
                    assert media.is_type(found.answer.type or "a/b")
                    assert datetime.fromtimestamp(found.answer.absent_since or 0, UTC)


@every_plant
@pytest.mark.parametrize("suffix", ["", "-journal", "-wal", "-shm"])
def test_what_others_plant_is_not_followed(tmp_path: Path, suffix: str, plant: Plant) -> None:
    """A build knows no answers, a probe removes what is planted and says so, and what it leads to is untouched."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
    planted = path.with_name(path.name + suffix)
    planted.unlink(missing_ok=True)
    victim = victim_beside(planted)
    plant(planted)
    assert KnownAnswers(path).stamps() == {}
    told: list[str] = []
    with open_answers(path, told.append) as answers:
        answers.put([GOOD])
    assert len(told) == 1
    assert is_untouched(victim)
    assert KnownAnswers(path).get(GOOD.url)


def test_a_planted_journal_removes_no_file(tmp_path: Path) -> None:
    """SQLite would remove the file that a journal names, wherever it lies, for a build as for a probe."""
    path, victim = tmp_path / "answers.sqlite", tmp_path / "victim"
    victim.write_text("mine")
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
    journal = path.with_name("answers.sqlite-journal")
    journal.write_bytes(journal_of(path, os.fsencode(victim)))
    assert KnownAnswers(path).stamps() == {}
    told: list[str] = []
    with open_answers(path, told.append) as answers:
        assert answers.get(GOOD.url) == GOOD
    assert victim.read_text() == "mine"
    assert not journal.exists()
    assert len(told) == 1


@pytest.mark.parametrize(
    "statements",
    [
        "CREATE TRIGGER t AFTER INSERT ON answers BEGIN DELETE FROM hosts; END",
        "DROP TABLE answers; CREATE VIEW answers AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT i AS url, i AS stamp, i AS due, i AS record FROM n",
    ],
)
def test_what_others_have_made_in_the_database_does_not_run(tmp_path: Path, statements: str) -> None:
    """A view without an end, or a trigger, is no database of ours: it is begun anew."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
    with sqlite3.connect(path) as db:
        db.executescript(statements)
    db.close()
    assert KnownAnswers(path).latest() == 0
    told: list[str] = []
    with open_answers(path, told.append) as answers:
        answers.put([GOOD])
    assert "are asked for anew" in told[0]
    assert KnownAnswers(path).get(GOOD.url)


def test_a_page_that_cannot_be_read_for_a_moment_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite calls it malformed; the answers stay, as the hosts may be away that would have to be asked anew."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
    real = decoded
    faults = [sqlite3.DatabaseError("database disk image is malformed")]
    faults[0].sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    def malformed_once(record: bytes, url: str) -> Answer:
        if faults:
            raise faults.pop()
        return real(record, url)

    monkeypatch.setattr(answers_module, "decoded", malformed_once)
    with pytest.raises(OutputError, match="the answers of the network could not be read, and can be now"):
        open_answers(path, pytest.fail).__enter__()
    with open_answers(path, pytest.fail) as answers:
        assert answers.get(GOOD.url) == GOOD


@pytest.mark.parametrize(
    ("code", "passes"),
    [
        (sqlite3.SQLITE_IOERR, True),
        (sqlite3.SQLITE_BUSY, True),
        (sqlite3.SQLITE_CANTOPEN, True),
        (sqlite3.SQLITE_CORRUPT, True),
        (sqlite3.SQLITE_ERROR, False),
        (sqlite3.SQLITE_READONLY, False),
    ],
)
@pytest.mark.parametrize("is_open", [False, True])
def test_answers_that_cannot_be_read_for_a_moment_are_not_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, *, passes: bool, is_open: bool
) -> None:
    """An article that is read without them would show less until it changes; without those of others, it may."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])

    def failing(*_: object) -> None:
        error = sqlite3.DatabaseError("whatever")
        error.sqlite_errorcode = code
        raise error

    def asked() -> Stamped | None:
        known = opened or KnownAnswers(path)
        monkeypatch.setattr(known, "_db", SimpleNamespace(execute=failing))
        return known.get(GOOD.url)

    opened = KnownAnswers(path) if is_open else None
    if not is_open:
        monkeypatch.setattr(database_locks, "execute", failing)
    if passes:
        with pytest.raises(OSError, match="the answers of the network cannot be read now: whatever"):
            asked()
    else:
        assert asked() is None


def test_answers_of_another_user_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a probe of root's has left costs no build of another user: SQLite does not say why it cannot open it."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])

    def failing(*_: object) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    def refused(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(database_locks, "execute", failing)
    monkeypatch.setattr(safe_files, "open_regular", refused)
    assert KnownAnswers(path).get(GOOD.url) is None


@pytest.mark.parametrize(("position", "value"), [(18, 3), (19, 3), (47, 9), (18, 0), (60, 7)])
def test_a_format_of_another_version_is_begun_anew(tmp_path: Path, position: int, value: int) -> None:
    """SQLite would only read such a database, or not even that, and every probe would fail."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
    content = bytearray(path.read_bytes())
    content[position] = value
    path.write_bytes(content)
    KnownAnswers(path).get(GOOD.url)
    told: list[str] = []
    with open_answers(path, told.append) as answers:
        answers.put([GOOD])
    assert "are asked for anew" in told[0]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_answers_that_another_user_has_put_there_are_none(tmp_path: Path) -> None:
    """They can be as long as that user wants, and be changed meanwhile."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
    os.chown(path, 65_534, 65_534)
    known = KnownAnswers(path)
    assert (known.get(GOOD.url), known.stamps()) == (None, {})
    told: list[str] = []
    with open_answers(path, told.append) as answers:
        assert answers.get(GOOD.url) is None
    assert told == [f"{path}: the answers are of another user, and are removed"]

    tmp_path.chmod(0o755)
    os.chown(tmp_path, 65_534, 65_534)
    os.chown(path, 65_534, 65_534)
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """An error says what is wrong, and where."""
    (tmp_path / "answers.sqlite").mkdir()
    with pytest.raises(OutputError, match="the answers of the network cannot be kept"):
        open_answers(tmp_path / "answers.sqlite", pytest.fail).__enter__()


@pytest.mark.parametrize("wrong", [{"length": 0}, {"said": ""}, {"type": "image/\x10ng"}, {"etag": "a\nb"}])
def test_what_could_not_be_read_back_is_not_kept(tmp_path: Path, wrong: dict[str, Any]) -> None:
    """An answer that counts for nothing later costs no other one, and the database is not begun anew for it."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD, replace(GOOD, url="https://a.example/odd", **wrong)])
    with open_answers(path, pytest.fail) as answers:
        assert answers.get(GOOD.url) == GOOD
        assert answers.get("https://a.example/odd") is None


def _put_for_ever(path: Path, ready: "multiprocessing.synchronize.Event") -> None:
    number = 1
    with open_answers(path, lambda message: os._exit(9)) as answers:
        while True:
            answers.put(
                [replace(GOOD, url=f"https://a.example/{number % 50}/{one}", length=number) for one in range(20)]
            )
            number += 1
            ready.set()


@pytest.mark.slow
def test_a_killed_probe_leaves_whole_answers(tmp_path: Path) -> None:
    """Killed at any moment, a probe leaves all of a batch or nothing, and builds and the next probe go on."""
    path = tmp_path / "answers.sqlite"
    context = multiprocessing.get_context("spawn")
    for _ in range(15):
        ready = context.Event()
        process = context.Process(target=_put_for_ever, args=(path, ready))
        process.start()
        ready.wait()
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        known = KnownAnswers(path)
        lengths: dict[str, set[int | None]] = {}
        for url in known.stamps():
            found = known.get(url)
            assert found is not None
            lengths.setdefault(url.rsplit("/", 1)[0], set()).add(found.answer.length)
        assert lengths
        assert all(len(batch) == 1 for batch in lengths.values())
        with open_answers(path, pytest.fail) as answers:
            assert answers.get("https://a.example/1/0") is not None


def _put_some(path: Path, number: int) -> None:
    with open_answers(path, lambda message: os._exit(9)) as answers:
        for one in range(50):
            answers.put([replace(GOOD, url=f"https://a.example/{number}/{one}"), replace(GOOD, width=number)])


def test_two_processes_that_write_at_once(tmp_path: Path) -> None:
    """No answer is lost where two processes write, and no stamp is given twice."""
    path = tmp_path / "answers.sqlite"
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_put_some, args=(path, number)) for number in (1, 2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    stamps = KnownAnswers(path).stamps()
    assert len(stamps) == 101
    assert len(set(stamps.values())) == 101


def test_two_processes_that_make_the_database_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that finds no table, and has to wait while another makes them, goes on with what that has made."""
    path = tmp_path / "answers.sqlite"
    real, others = database_locks.execute, [GOOD]

    def execute(db: sqlite3.Connection, statement: str, seconds: float) -> sqlite3.Cursor:
        if statement == "BEGIN IMMEDIATE" and others:
            first = others.pop()
            with open_answers(path, pytest.fail) as answers:
                answers.put([first])
        return real(db, statement, seconds)

    monkeypatch.setattr(database_locks, "execute", execute)
    with open_answers(path, pytest.fail) as answers:
        assert answers.get(GOOD.url) == GOOD


@pytest.mark.parametrize("is_gone", [True, False])
def test_answers_of_before_that_say_no_picture(tmp_path: Path, is_gone: bool) -> None:
    """What an article took for a picture counts as absent no longer: only as no picture, for as long as before."""
    before = Answer(GOOD.url, "no picture", 30, 40, failures=4, absences=3, absent_since=10, is_gone=is_gone)
    with open_answers(tmp_path / "answers.sqlite", pytest.fail) as answers:
        answers.put([before])
        found = answers.get(GOOD.url)
    assert found is not None
    assert (found.failures, found.absences, found.absent_since, found.is_gone) == (0, 0, None, False)
    assert (found.no_pictures, found.no_picture_since, found.is_no_picture) == (3, 10, is_gone)


def test_answers_are_found_in_every_thread(tmp_path: Path) -> None:
    """A program that builds in one thread after another has the answers in each of them."""
    path = tmp_path / "answers.sqlite"
    with open_answers(path, pytest.fail) as answers:
        answers.put([GOOD])
    assert known_answers(path).get(GOOD.url)
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(lambda: known_answers(path).get(GOOD.url)).result()
    assert known_answers(path) is known_answers(path)


def test_a_journal_that_goes_while_it_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process may end its transaction at any time: that is no error, and nothing that was planted."""
    path = tmp_path / "answers.sqlite"
    journal = tmp_path / "answers.sqlite-journal"
    journal.write_bytes(b"begun")
    real = safe_files.open_regular

    def too_late(name: Path | str, *others: Any, **more: Any) -> int:
        if name == journal:
            journal.unlink(missing_ok=True)
        return real(name, *others, **more)

    monkeypatch.setattr(safe_files, "open_regular", too_late)
    assert side_files.planted(path) == []
    assert not journal.exists()
