"""Feed readers see on a real server what articles say. What each shows, and what it cannot, is in docs/readers.md."""

from typing import NamedTuple

import pytest

from tests.conftest import need
from tests.interop.clients import stories, table
from tests.interop.clients.base import Client, Entry
from tests.interop.clients.newsboat import Newsboat
from tests.interop.clients.node import Feedsmith, RssParser
from tests.interop.clients.python import Feedparser, Reader
from tests.interop.clients.rss2email import Rss2email
from tests.interop.clients.server import Server
from tests.interop.clients.sfeed import Sfeed
from tests.interop.clients.stories import NEW_TITLE, OLD_TITLE, PICTURES, STORIES

pytestmark = pytest.mark.slow

CLIENTS: tuple[type[Client], ...] = (Newsboat, Sfeed, Rss2email, Feedparser, Reader, RssParser, Feedsmith)
DOCUMENTS = {"RSS": "rss.xml", "Atom": "atom.xml", "JSON Feed": "feed.json"}
SCORES, TITLES = table.rows("What each client shows"), table.rows("Titles")


class Journey(NamedTuple):
    """What became of one subscription."""

    new: int
    entries: list[Entry]
    answers: tuple[int, ...]
    """The server's to the first poll, to two more after a build without a change, and to one after edits."""
    new_unchanged: int
    new_edited: int
    """How many items were new after edits."""
    edited: list[Entry]


class Seen(NamedTuple):
    """What a client saw of each format that it knows, and what the page says of the client."""

    journeys: dict[str, Journey]
    score: dict[str, str]
    titles: dict[str, str]


@pytest.fixture(scope="module", params=CLIENTS, ids=lambda client: client.name)
def seen(request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Let a client subscribe to a site in all formats, and look again after a build without change and after edits."""
    client: type[Client] = request.param
    score = SCORES[client.name]
    folder = tmp_path_factory.mktemp(client.name)
    version, told = client.version(folder / "version"), score["version"]
    need(version if version == told else None, f"{client.name} {told}, of which the page tells,")
    site = stories.site_in(folder / "site")
    feeds = {form: site.output / "all" / name for form, name in DOCUMENTS.items()}
    assert stories.build(site, server)
    readers = {form: client(folder / name.stem, server.address(name)) for form, name in feeds.items()}
    first = {form: (reader.poll(), reader.entries()) for form, reader in readers.items()}
    assert not stories.build(site, server)
    unchanged = {form: reader.poll() + reader.poll() for form, reader in readers.items()}
    stories.edit(site)
    assert stories.build(site, server)
    edited = {form: (reader.poll(), reader.entries()) for form, reader in readers.items()}
    answers = {form: tuple(server.answers(name)) for form, name in feeds.items()}
    known = [form for form in feeds if score[form] != "–"]
    assert {form for form in feeds if first[form] != (0, [])} == set(known)
    found = {form: Journey(*first[form], answers[form], unchanged[form], *edited[form]) for form in known}
    return Seen(found, score, TITLES[client.name])


def test_the_page_tells_of_these_clients() -> None:
    """The tables have a row for each client that is tested, and for no other."""
    names = [client.name for client in CLIENTS]
    assert list(SCORES) == names
    assert list(TITLES) == names


def test_every_item_is_there(seen: Seen) -> None:
    """The client has as many items as there are articles, all new at first, with the right links and dates."""
    wanted = [(stories.link(number), stories.date(number)) for number in range(len(STORIES))]
    for form, journey in seen.journeys.items():
        assert seen.score[form] == f"{journey.new} of {len(STORIES)}"
        assert seen.score["link and date"] == "right"
        assert [(entry.link, entry.date) for entry in journey.entries] == wanted


def test_titles_are_shown_as_they_are(seen: Seen) -> None:
    """Titles with tags, ampersands, entities, quotes, emoji and letters from right to left are as the page says."""
    found = {}
    for number, (kind, story) in enumerate(STORIES.items()):
        wrong = [
            f"in {form} `{journey.entries[number].title}`"
            for form, journey in seen.journeys.items()
            if journey.entries[number].title != story.title
        ]
        found[kind] = "; ".join(wrong) or "yes"
    assert found == seen.titles


def test_the_picture_is_there_once(seen: Seen) -> None:
    """Each story's picture stands once in its text, whatever it is, and as an enclosure where the client has these."""
    once, enclosures, media = {}, {}, {}
    for form, journey in seen.journeys.items():
        shown = list(zip(journey.entries, STORIES.values(), strict=True))
        once[form] = all(entry.pictures == _first(story.pictures) for entry, story in shown)
        typed = [(entry, _first(story.pictures)) for entry, story in shown if "." in "".join(story.pictures)]
        enclosures[form] = all(entry.enclosures[:1] == picture for entry, picture in typed)
        media[form] = all(entry.media[:1] == picture for entry, picture in typed)
    found = {"picture in the text": "once" if all(once.values()) else "wrong"}
    found |= {"enclosure": _which(enclosures), "Media RSS": _which(media)}
    assert found == {column: seen.score[column] for column in found}


def _first(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(PICTURES + name for name in names[:1])


def _which(holds: dict[str, bool]) -> str:
    """Return for which formats something holds."""
    if all(holds.values()):
        return "yes"
    return ", ".join(form for form, is_so in holds.items() if is_so) or "no"


def test_nothing_is_fetched_twice(seen: Seen) -> None:
    """After a build without a change nothing is new, and who asks conditionally is told "304 Not Modified"."""
    kinds: dict[tuple[int, ...], str]
    kinds = {(200, 304, 304): "yes", (200, 200, 304): "from the third time on", (200, 200, 200): "no"}
    for journey in seen.journeys.values():
        assert journey.new_unchanged == 0
        *before, after = journey.answers
        assert seen.score["304"] == kinds[tuple(before)]
        assert after == 200


def test_an_edited_item_is_not_new(seen: Seen) -> None:
    """A changed title, picture, heat or file name makes no item new."""
    kinds = {(True, False): "old title", (False, True): "new title", (True, True): "both titles"}
    for journey in seen.journeys.values():
        assert journey.new_edited == 0
        titles = [entry.title for entry in journey.edited]
        assert seen.score["after edits"] == f"none new, {kinds[OLD_TITLE in titles, NEW_TITLE in titles]}"
