"""What is asked of the index for each article or group looks at a few rows, however many there are."""

import re
import sqlite3
from collections import Counter
from typing import Any

import pytest

from feeds.core.model import Provider
from feeds.index import database
from tests.index import index, story
from tests.support import Site

FEW = 8
"""A statement that one build runs so often is run for each of something."""

_LARGE = re.compile(r"SCAN (?:articles|records|problems|image_files|answers|members|groups|\w)\b")
"""The step of a plan that goes through a whole table, under its name or its one-letter alias."""

_VERBS = ("SELECT", "DELETE", "UPDATE", "INSERT")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> tuple[Counter[str], dict[str, str]]:
    """Count what builds ask the database, and keep an example of each."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    connect = sqlite3.connect

    def traced(name: Any, *arguments: Any, **options: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(name, *arguments, **options)

        def note(statement: str) -> None:
            general = re.sub(r"x?'[^']*'|\b-?\d+(?:\.\d+)?\b", "?", statement, flags=re.IGNORECASE)
            counts[general] += 1
            examples.setdefault(general, statement)

        db.set_trace_callback(note)
        return db

    monkeypatch.setattr(sqlite3, "connect", traced)
    return counts, examples


def test_what_is_asked_often_uses_an_index(
    site: Site, asked: tuple[Counter[str], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice the articles take twice the time: what is asked for each of them goes through no whole table."""
    counts, examples = asked
    for number in range(4 * FEW):
        picture = site.source / f"{number}.png"
        picture.write_bytes(b"no picture")
        address = f"https://lamps.example/{number}"
        site.write(f"{number}.md", webUrl=address, topics=[f"T{number}"], images=[{"url": f"/{number}.png"}])
    site.build()
    for number in range(4 * FEW):
        (site.source / f"{number}.png").write_bytes(b"another one")
    site.build()
    for number in range(4 * FEW):
        site.write(f"{number}.md", title=f"New {number}", webUrl=f"https://lamps.example/{number}")
    site.build()

    often = [general for general, count in counts.items() if count >= FEW and general.split()[0] in _VERBS]
    assert len(often) > 10
    monkeypatch.undo()
    with database.open_database(database.database_path(site.folder / ".feeds", site.output), pytest.fail) as opened:
        for general in often:
            plan = [row[3] for row in opened.db.execute(f"EXPLAIN QUERY PLAN {examples[general]}")]
            assert not any(map(_LARGE.match, plan)), (general, plan)


def _steps(count: int) -> int:
    """Return how many hundred steps SQLite takes to count the groups of articles, each with a topic of its own."""
    with index() as found:
        names = [f"n{number}" for number in range(count)]
        found.put(
            **{
                name: story(name, topics=(name,), provider=Provider(f"{name}.example"), link=f"https://{name}.example/")
                for name in names
            }
        )
        found.put(**{f"copy-{name}": story(name, 2, topics=(name,)) for name in names[::2]})
        steps = 0

        def note() -> None:
            nonlocal steps
            steps += 1

        found.database.db.set_progress_handler(note, 100)
        catalogue = found.catalogue()
        groups = [one.group for one in catalogue.counts(["all", "topic", "provider", "topic-provider"])]
        catalogue.tally()
        catalogue.coming("published")
        assert len(groups) >= 3 * count
        return steps


def test_what_counts_groups_goes_through_the_index_once() -> None:
    """Four times the articles, topics and providers take four times the work, not sixteen times."""
    assert _steps(160) < 7 * _steps(40)
