"""Which hubs are told what, and what becomes of a hub that does not take it."""

import _thread
import gc
import json
import os
import socket
import stat
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import feeds
from feeds.cli import cli
from feeds.config import Options, Settings, load
from feeds.core import safe_files
from feeds.core.errors import ConfigError, OutputError
from feeds.core.subscribed import is_subscribed
from feeds.index.database import database_path, open_database
from feeds.publish import state
from feeds.publish.tree import Stamp
from feeds.push import hub as hub_module
from feeds.push import memory
from feeds.push.ping import Told, ping
from tests.push.hubs import Hub, running_hub
from tests.support import BASE_URL, Site

CONFIG = 'source = "articles"\n[site]\nbase_url = "{}"\n[websub]\nhubs = [{}]\n'


@pytest.fixture
def hub() -> Iterator[Hub]:
    """Return a hub that takes everything."""
    with running_hub() as running:
        yield running


@pytest.fixture
def other() -> Iterator[Hub]:
    """Return a second hub."""
    with running_hub() as running:
        yield running


def configure(site: Site, *hubs: str) -> Settings:
    """Write a configuration with hubs, and return the settings of the site."""
    path = site.folder / "feeds.toml"
    path.write_text(CONFIG.format(BASE_URL, ", ".join(f'"{one}"' for one in hubs)))
    return load(Options(config=path))


def built(site: Site, *hubs: str) -> Settings:
    """Write one article and build a site with hubs."""
    settings = configure(site, *hubs)
    site.write()
    feeds.build(settings)
    return settings


def tell(settings: Settings) -> tuple[Told, ...]:
    """Tell the hubs of a site what has changed; nothing is wrong with the state."""
    return ping(settings, warn=pytest.fail)


def invoke(site: Site, *arguments: str) -> tuple[int, list[str]]:
    """Run a command in the site's folder; return its exit status and what it said."""
    result = CliRunner().invoke(cli, ["--config", str(site.folder / "feeds.toml"), *arguments], prog_name="feeds")
    assert "Traceback" not in result.output
    return result.exit_code, result.output.splitlines()


def documents(*folders: str) -> list[str]:
    """Return the addresses of the documents of feeds, sorted."""
    return sorted(f"{BASE_URL}{folder}/{name}" for folder in folders for name in ("rss.xml", "atom.xml", "feed.json"))


def test_a_hub_is_told_about_the_old_places_of_a_feed(site: Site, hub: Hub) -> None:
    """Whoever has subscribed to the old address of a renamed feed hears of each change, and of the last item of one."""
    settings = built(site, hub.url)
    tell(settings)
    hub.addresses()
    site.write(topics=["Lamps"])
    path = site.folder / "feeds.toml"
    config = path.read_text()
    for more, changed in (
        ('[renamed]\n"topics/light" = "topics/lamps"\n', {"all", "topics/light", "topics/lamps"}),
        ('[renamed]\n"topics/light" = "topics/lamps"\n[retired]\nfeeds = ["topics/lamps"]\n', {"topics/lamps"}),
    ):
        path.write_text(config + more)
        settings = load(Options(config=path))
        feeds.build(settings)
        tell(settings)
        folders = {"/".join(address.removeprefix(BASE_URL).split("/")[:-1]) for address in hub.addresses()}
        assert folders >= changed | {"topics/light"}
        feeds.build(settings)
        assert tell(settings)[0].documents == ()


def test_a_hub_is_told_about_the_new_address_of_a_site(site: Site, hub: Hub) -> None:
    """After a move to another host, each document is told once by its new address."""
    settings = built(site, hub.url)
    tell(settings)
    hub.addresses()
    path = site.folder / "feeds.toml"
    moved = "https://news.example.com/feeds/"
    path.write_text(path.read_text().replace(BASE_URL, moved))
    settings = load(Options(config=path))
    feeds.build(settings)
    tell(settings)
    known = documents("all", "providers/lamps.example", "topics/light")
    assert hub.addresses() == [address.replace(BASE_URL, moved) for address in known]


def test_a_hub_is_told_about_each_document_once(site: Site, hub: Hub) -> None:
    """The first ping names every document that readers subscribe to, by its self link; the next has nothing to say."""
    settings = built(site, hub.url)
    (told,) = tell(settings)
    assert hub.addresses() == documents("all", "providers/lamps.example", "topics/light")
    assert (len(told.documents), told.problems) == (9, ())

    (told,) = tell(settings)
    assert (hub.addresses(), told.documents) == ([], ())


def test_only_the_feeds_that_changed_are_named(site: Site, hub: Hub) -> None:
    """A new article in one topic is no news of another one; pages and the list of feeds are never subscribed to."""
    settings = built(site, hub.url)
    tell(settings)
    hub.addresses()
    site.write("owl.md", title="Owls", webUrl="https://owls.example/1", topics=["Birds"], provider=None)
    feeds.build(settings)
    tell(settings)
    assert sorted(hub.addresses()) == documents("all", "providers/owls.example", "topics/birds")


def test_the_message_is_the_one_that_hubs_expect(site: Site, hub: Hub) -> None:
    """The form names the mode and the address, by both names that hubs know; the sender says who it is."""
    tell(built(site, hub.url))
    address = f"{BASE_URL}all/atom.xml"
    assert {"hub.mode": "publish", "hub.url": address, "hub.topic": address} in hub.forms
    assert set(hub.agents) == {f"feeds/{feeds.__version__}"}


def test_a_hub_that_cannot_be_reached_hears_of_it_next_time(site: Site, hub: Hub, other: Hub) -> None:
    """It is asked once, costs the other hub nothing, and is told of everything that changed until it answers."""
    settings = built(site, hub.url, other.url)
    hub.answer = lambda form: (503, None)
    failed, told = tell(settings)
    assert failed.problems == (f"{hub.url}: answers 503 Service Unavailable",)
    assert (len(hub.addresses()), failed.documents, len(told.documents)) == (1, (), 9)

    hub.answer = lambda form: (204, None)
    tell(settings)
    assert (len(hub.addresses()), len(other.addresses())) == (9, 9)


def test_a_document_at_which_a_hub_fails_keeps_no_other_back(site: Site, hub: Hub) -> None:
    """The others are told in the same ping, the document is named and tried again."""
    settings = built(site, hub.url)
    hub.answer = lambda form: (500 if form["hub.url"].endswith("all/atom.xml") else 202, None)
    (told,) = tell(settings)
    assert (len(told.documents), len(told.problems)) == (8, 1)
    assert told.problems[0] == f"{hub.url}: answers 500 Internal Server Error about {BASE_URL}all/atom.xml"
    hub.addresses()
    site.write(title="A lamp that forgets")
    feeds.build(settings)
    (told,) = tell(settings)
    assert (len(told.documents), len(told.problems), len(hub.addresses())) == (8, 1, 9)


@pytest.mark.parametrize("status", [500, 503])
def test_each_document_is_reached_in_the_end(site: Site, hub: Hub, status: int) -> None:
    """A hub that takes few at a time, or never some of them, hears of each: what was sent goes to the end."""
    settings = built(site, hub.url)
    known = documents("all", "providers/lamps.example", "topics/light")
    sent: list[str] = []

    def answer(form: dict[str, str]) -> tuple[int, None]:
        sent.append(form["hub.url"])
        return (status if form["hub.url"] in known[:4] or len(sent) > 2 else 204), None

    hub.answer = answer
    reached: set[str] = set()
    for number in range(9):
        site.write(title=f"A lamp {number}")
        feeds.build(settings)
        sent.clear()
        reached.update(tell(settings)[0].tried)
    assert reached == {address.removeprefix(BASE_URL) for address in known}


def test_a_hub_that_is_stopped_in_the_middle_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of the time for all documents is not the hub's silence; what it has taken is counted."""
    clock = iter([0.0, 0.0, 0.0, 1.0, 1.0, 60.0])

    def post(seconds: float, opener: object, hub: str, address: str) -> None:
        if address.endswith("2"):
            raise TimeoutError("timed out")

    monkeypatch.setattr(hub_module, "_post_within", post)
    monkeypatch.setattr("feeds.push.hub.time", SimpleNamespace(monotonic=lambda: next(clock)))
    found = hub_module.tell("http://127.0.0.1/", ["https://a.example/1", "https://a.example/2"])
    assert found.told == ("https://a.example/1",)
    assert found.error == "is slow: it took 1 in 60 seconds, and is told the rest next time"


def test_what_a_hub_refuses_costs_only_that(site: Site, hub: Hub) -> None:
    """A hub that wants no JSON Feed is told about the others, and each refusal is named and tried again."""
    settings = built(site, hub.url)
    hub.answer = lambda form: (400 if form["hub.url"].endswith(".json") else 202, None)
    (told,) = tell(settings)
    assert (len(told.documents), len(told.problems)) == (6, 3)
    assert told.problems[0] == f"{hub.url}: answers 400 Bad Request about {BASE_URL}all/feed.json"
    hub.addresses()
    tell(settings)
    assert hub.addresses() == [address for address in documents("all", "providers/lamps.example", "topics/light")
                               if address.endswith(".json")]  # fmt: skip


def test_a_hub_that_refuses_everything_is_named_in_few_lines(site: Site, hub: Hub) -> None:
    """Cron mail has a line for each of three documents, and one for the rest."""
    hub.answer = lambda form: (403, None)
    (told,) = tell(built(site, hub.url))
    assert (len(told.problems), told.problems[-1]) == (4, f"{hub.url}: refuses 6 more")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(site: Site, hub: Hub, other: Hub, status: int) -> None:
    """The message is for the host that the configuration names; where it sends others is said."""
    hub.answer = lambda form: (status, other.url)
    (told,) = tell(built(site, hub.url))
    assert (told.documents, other.forms) == ((), [])
    (problem,) = told.problems
    assert problem.startswith(f"{hub.url}: answers {status} ")
    assert problem.endswith(f" to {other.url}; if it has moved, change [websub]")


@pytest.mark.parametrize("place", ["http://[::1", "http://a:b/", "file:///etc/passwd", "//["])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_nowhere_is_said_as_it_is(site: Site, hub: Hub, status: int, place: str) -> None:
    """A hub that has answered is not one that cannot be reached, whatever address it names."""
    hub.answer = lambda form: (status, place)
    (told,) = tell(built(site, hub.url))
    (problem,) = told.problems
    assert problem.startswith(f"{hub.url}: answers {status} ")
    assert problem.endswith(f" to {place}; if it has moved, change [websub]")


def test_a_hub_that_is_gone_or_speaks_no_http_is_named(site: Site) -> None:
    """A closed port and a server of another kind are one line each."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    (told,) = tell(built(site, f"http://127.0.0.1:{port}/"))
    assert told.problems == (f"http://127.0.0.1:{port}/: cannot be reached: [Errno 111] Connection refused",)


def test_a_silent_hub_costs_its_time_out(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that takes the connection and says nothing is given up, and asked no further."""
    monkeypatch.setattr(hub_module, "ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        (told,) = tell(built(site, url))
    assert told.problems == (f"{url}: cannot be reached: timed out",)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 ", b"HTTP/1.1 204 No\r\nX: "])
def test_a_hub_whose_answer_never_ends_costs_its_time_out(
    site: Site, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    """Byte by byte, each in time, an answer must come to an end all the same."""
    monkeypatch.setattr(hub_module, "ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        dripping = threading.Thread(target=_drip, args=(listener, start))
        dripping.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        (told,) = tell(built(site, url))
        dripping.join()
    assert told.problems == (f"{url}: cannot be reached: timed out",)


ENDLESS = b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n"


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"HTTP/1.1 200 ", "timed out"),
        (b"HTTP/1.1 204 No\r\n", "timed out"),
        (b"HTTP/1.1 204 No\r\nX: y", "timed out"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", "timed out"),
    ],
)
def test_a_hub_that_stops_within_its_answer_has_not_taken_the_message(
    site: Site, monkeypatch: pytest.MonkeyPatch, start: bytes, said: str
) -> None:
    """The connection that is ended for it is no end of the headers: the next ping tells the hub everything again."""
    monkeypatch.setattr(hub_module, "ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        waiting = threading.Thread(target=_answer, args=(listener, start, True))
        waiting.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        (told,) = tell(built(site, url))
        waiting.join()
    assert (told.documents, told.problems) == ((), (f"{url}: cannot be reached: {said}",))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "Remote end closed connection without response"),
        (b"HTTP/1.1 200", "its answer is cut off"),
        (b"HTTP/1.1 204 No\r\n", "its answer is cut off"),
        (b"HTTP/1.1 204 No\r\nX: y", "its answer is cut off"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", "its answer is cut off"),
        (ENDLESS * 4_000, "its answer begins with too much"),
        (ENDLESS * 2 + b"HTTP/1.1 204 No\r\n\r\n", None),
    ],
)
def test_only_a_whole_answer_counts(site: Site, answer: bytes, said: str | None) -> None:
    """What ends within the headers is no answer, nor are interim ones without end; a few of these are passed over."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        answering = threading.Thread(target=_answer, args=(listener, answer, False))
        answering.start()
        found = hub_module.tell(url, [f"{BASE_URL}all/rss.xml"])
        answering.join()
    assert len(found.told) == (said is None)
    assert found.error == (said and f"cannot be reached: {said}")


def _answer(listener: socket.socket, answer: bytes, is_left_open: bool) -> None:
    """Read a request, and send an answer; then close the connection, or wait until the other side does."""
    connection, _ = listener.accept()
    with connection, suppress(OSError):
        sent = b""
        while b"hub.topic" not in sent:  # a connection that is closed before all is read loses the answer
            sent += connection.recv(10_000)
        connection.sendall(answer)
        while is_left_open and connection.recv(10_000):
            pass


def _drip(listener: socket.socket, start: bytes, more: bytes = b"x") -> None:
    """Send the start of an answer, and then a byte or more at a time until nobody is there any more."""
    connection, _ = listener.accept()
    pause = threading.Event()
    with connection, suppress(OSError):
        connection.sendall(start)
        for _ in range(5_000):
            connection.sendall(more)
            pause.wait(0.001)


def test_a_hub_that_never_comes_to_an_end_of_tls_costs_its_time_out(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What TLS passes over by itself, anybody on the way can send without end, in the place of the hub."""
    monkeypatch.setattr(hub_module, "ANSWER_SECONDS", 0.5)
    hello_request = bytes((22, 3, 3, 0, 4, 0, 0, 0, 0))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        flooding = threading.Thread(target=_drip, args=(listener, b"", hello_request * 100))
        flooding.start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        (told,) = tell(built(site, url))
        flooding.join()
    assert told.problems[0].endswith("timed out")


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # as some versions of http.client leave a proxy's answer
def test_a_connection_that_is_never_there_costs_the_time_of_a_ping(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that never comes to an end, as a name that is never found, does not hold up a job."""
    monkeypatch.setattr(hub_module, "TOTAL_SECONDS", 0.5)
    others = _thread._count()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        dripping = threading.Thread(target=_drip, args=(listener, b"HTTP/1.1 200 OK\r\nX: "), daemon=True)
        dripping.start()
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{listener.getsockname()[1]}")
        (told,) = tell(built(site, "https://hub.example/"))
    while _thread._count() > others:
        time.sleep(0.01)
    gc.collect()
    assert told.problems == ("https://hub.example/: cannot be reached: timed out",)


def test_what_a_hub_says_is_shown_in_a_short_line(site: Site, hub: Hub) -> None:
    """A hub fills no mail of cron."""
    hub.answer = lambda form: (302, "https://hub.example/" + "x" * 50_000)
    (told,) = tell(built(site, hub.url))
    assert all(len(problem) < 500 for problem in told.problems)


def test_a_slow_hub_does_not_hold_up_a_job(site: Site, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time for one ping, the rest waits for the next one."""
    monkeypatch.setattr(hub_module, "TOTAL_SECONDS", -1.0)
    settings = built(site, hub.url)
    (told,) = tell(settings)
    assert (hub.addresses(), len(told.problems)) == ([], 1)
    monkeypatch.undo()
    tell(settings)
    assert len(hub.addresses()) == 9


def test_what_hubs_know_survives_a_state_begun_anew(site: Site, hub: Hub) -> None:
    """With --full, documents that did not change are written no more and told no more; without the file, all are."""
    settings = built(site, hub.url)
    tell(settings)
    hub.addresses()
    feeds.build(settings, full=True)
    tell(settings)
    assert hub.addresses() == []

    (record,) = (site.folder / ".feeds").glob("*.hubs")
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    for broken in (b'{"hubs": {"\xff', b'{"a": ' + b"[" * 10_000):
        record.write_bytes(broken)
        tell(settings)
        assert len(hub.addresses()) == 9


def test_what_earlier_versions_have_noted_counts(site: Site, hub: Hub) -> None:
    """A file with the names of documents themselves is read: no hub is told anew what it knows, and the order stays."""
    settings = built(site, hub.url)
    with open_database(database_path(settings.state_dir, settings.output), pytest.fail) as database:
        stamps = state.stamps(database)
    heard = {document: f"{stamp.size}-{stamp.mtime}" for document, stamp in stamps.items() if is_subscribed(document)}
    *_, refused, changed = sorted(heard)
    heard = {refused: "", changed: "1-1"} | {name: heard[name] for name in sorted(heard)[:-2]}
    record = database_path(settings.state_dir, settings.output).with_suffix(memory.SUFFIX)
    record.write_text(json.dumps({"hubs": {hub.url: heard}}, indent=2))

    (told,) = tell(settings)
    assert told.documents == (refused, changed)
    assert set(json.loads(record.read_bytes())) == {"heard"}
    assert tell(settings)[0].documents == ()


def test_what_hubs_know_of_many_documents_is_small() -> None:
    """The file grows by 32 bytes for each document and hub, however long names are, and holds all that it should."""
    stamps = {f"topics/{'x' * 200}-{number}/rss.xml": Stamp(number, number) for number in range(3_000)}
    heard = memory.heard_after(stamps, b"", list(stamps), list(stamps))
    assert len(json.dumps(b64encode(heard).decode())) == 32 * 3_000 + 2
    assert memory.unheard(stamps, heard) == []
    changed, gone, *_ = stamps
    later = {document: stamp for document, stamp in stamps.items() if document != gone} | {changed: Stamp(1, 1)}
    assert memory.unheard(later, heard) == [changed]
    assert len(memory.heard_after(later, heard, [changed], [])) == len(heard) - 24
    assert memory.unheard(later, memory.heard_after(later, heard, [changed], [])) == [changed]
    assert memory.unheard(later, memory.heard_after(later, heard, [changed], [changed])) == []


def test_what_was_sent_last_comes_last() -> None:
    """Of documents that a hub does not take, those that wait for longest are sent first, and before them new ones."""
    stamps = {name: Stamp(1, 1) for name in "abc"}
    heard = memory.heard_after(stamps, b"", "cab", "")
    heard = memory.heard_after(stamps, heard, "a", "")
    assert memory.unheard(stamps | {"d": Stamp(1, 1)}, heard) == ["d", "c", "b", "a"]


def test_what_could_not_be_noted_is_not_told(site: Site, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that would be told about everything each time is told nothing, and the message says what to do."""
    settings = built(site, hub.url)
    monkeypatch.setattr(memory, "_MAX_BYTES", 500)
    with pytest.raises(OutputError) as caught:
        tell(settings)
    assert hub.addresses() == []
    assert "/.feeds/" in str(caught.value)
    assert "cannot hold what 1 hub is told about 9 documents, so none is told; name fewer" in str(caught.value)
    assert invoke(site, "ping")[0] == 4


def test_the_room_that_is_required_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What there is room for can be read back, at the very limit."""
    database, hub = tmp_path / "state.sqlite", "https://hub.example/?" + '&"' * 50
    stamps = {f"{number}/rss.xml": Stamp(number, 1) for number in range(1_000)}
    most = next(number for number in range(32_000, 40_000) if _is_enough(database, hub, number, monkeypatch))
    heard = {hub: memory.heard_after(stamps, b"", list(stamps), list(stamps))}
    memory.save(database, heard)
    assert database.with_suffix(memory.SUFFIX).stat().st_size <= most
    assert memory.load(database) == heard


def _is_enough(database: Path, hub: str, limit: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(memory, "_MAX_BYTES", limit)
    with suppress(OutputError):
        memory.require_room(database, [hub], 1_000)
        return True
    return False


def test_records_that_are_cut_off_are_none(tmp_path: Path) -> None:
    """A hub of which the file holds no whole records has heard of nothing, and the others have."""
    database = tmp_path / "state.sqlite"
    database.with_suffix(memory.SUFFIX).write_text(
        json.dumps({"heard": {"https://a.example/": "AAAA", "https://b.example/": b64encode(bytes(24)).decode()}})
    )
    assert memory.load(database) == {"https://b.example/": bytes(24)}


def test_an_answer_that_is_no_http_is_shown_in_a_short_line(site: Site) -> None:
    """A first line of 60,000 characters does not fill the mail of cron."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        answering = threading.Thread(target=_answer, args=(listener, b"x " * 30_000 + b"\r\n\r\n", False))
        answering.start()
        found = hub_module.tell(url, [f"{BASE_URL}all/rss.xml"])
        answering.join()
    assert found.error is not None
    assert len(found.error) <= 300
    assert found.error.startswith("cannot be reached: x x")


def test_a_planted_link_is_not_written_through(site: Site, hub: Hub, tmp_path: Path) -> None:
    """Whoever can write to the folder of the state gains nothing by a link with the name of the memory."""
    settings = built(site, hub.url)
    tell(settings)
    (record,) = (site.folder / ".feeds").glob("*.hubs")
    record.unlink()
    victim = tmp_path / "victim"
    victim.write_text("mine")
    record.symlink_to(victim)
    tell(settings)
    assert (victim.read_text(), record.is_symlink()) == ("mine", False)


def test_a_hub_that_is_added_later_is_told_everything(site: Site, hub: Hub, other: Hub) -> None:
    """It knows nothing yet; the first hub is told what changed: every document names the new hub."""
    tell(built(site, hub.url))
    hub.addresses()
    settings = configure(site, hub.url, other.url)
    feeds.build(settings)
    tell(settings)
    assert (len(hub.addresses()), len(other.addresses())) == (9, 9)


def test_the_command_says_what_it_told(site: Site, hub: Hub) -> None:
    """One line for each hub on stderr; nothing with -q."""
    built(site, hub.url)
    assert invoke(site, "ping") == (0, [f"feeds: {hub.url}: told about 9 changed documents"])
    assert invoke(site, "ping") == (0, [f"feeds: {hub.url}: told about 0 changed documents"])
    assert invoke(site, "-q", "ping") == (0, [])


def test_the_command_fails_if_a_hub_did(site: Site, hub: Hub) -> None:
    """A script sees it by the exit status, and cron mails it also with -q."""
    built(site, hub.url)
    hub.answer = lambda form: (500, None)
    assert invoke(site, "-q", "ping") == (1, [f"feeds: {hub.url}: answers 500 Internal Server Error"])
    assert invoke(site, "ping") == (1, [f"feeds: {hub.url}: answers 500 Internal Server Error"])


def test_a_build_can_tell_the_hubs_itself(site: Site, hub: Hub) -> None:
    """--ping tells them at the end; a hub that fails is a warning, and the build has succeeded all the same."""
    configure(site, hub.url)
    site.write()
    assert invoke(site, "build", "--dry-run", "--ping")[0] == 0
    assert hub.addresses() == []
    status, said = invoke(site, "build", "--ping")
    assert (status, said[-1]) == (0, f"feeds: {hub.url}: told about 9 changed documents")
    assert len(hub.addresses()) == 9

    hub.answer = lambda form: (500, None)
    site.write(title="A lamp that forgets")
    status, said = invoke(site, "build", "--ping")
    assert (status, said[-1]) == (0, f"feeds: {hub.url}: answers 500 Internal Server Error")


def test_no_other_command_touches_the_network(site: Site, hub: Hub) -> None:
    """A hub in the configuration is an address to write down, until somebody says ping."""
    built(site, hub.url)
    for command in ("build", "check", "validate", "status"):
        assert invoke(site, command)[0] == 0
    assert hub.addresses() == []


def test_a_site_without_hubs_is_told_how_to_name_one(site: Site) -> None:
    """`feeds ping` without a hub is a wrong use."""
    settings = built(site)
    with pytest.raises(ConfigError, match=r"no hub to tell: name one in feeds\.toml, as `hubs` below"):
        tell(settings)
    assert invoke(site, "ping")[0] == 2


def test_nothing_is_told_before_the_first_build(site: Site, hub: Hub) -> None:
    """There is no document yet that a hub could fetch."""
    settings = configure(site, hub.url)
    assert tell(settings) == ()


@pytest.mark.parametrize(
    ("hub", "why"),
    [
        ("http://hub.example.org/", "is not secure: a hub's address begins with https://"),
        ("hub.example.org", "is not an http or https address"),
        ("ftp://hub.example.org/", "expected one like https://hub.example.org/"),
    ],
)
def test_a_hub_has_a_secure_address(site: Site, hub: str, why: str) -> None:
    """What would send the site's news in the clear, or nowhere, is an error of the configuration with its line."""
    with pytest.raises(ConfigError) as caught:
        configure(site, hub)
    assert str(caught.value).startswith(f"{site.folder / 'feeds.toml'}:5: websub.hubs: ")
    assert why in str(caught.value)


def test_documents_name_their_hubs(site: Site) -> None:
    """RSS, Atom and JSON Feed each have the form that the specification gives."""
    built(site, "https://hub.example.org/", "https://other.example.org/hub?x=1&y=2")
    for name in ("rss.xml", "atom.xml"):
        links = site.parsed("all", name).feed.links
        found = [link.href for link in links if link.rel == "hub"]
        assert found == ["https://hub.example.org/", "https://other.example.org/hub?x=1&y=2"]
    assert site.json("all")["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example.org/"},
        {"type": "WebSub", "url": "https://other.example.org/hub?x=1&y=2"},
    ]
    assert feeds.validate(config=site.folder).findings == []


def test_the_memory_is_part_of_the_folder_of_the_state(site: Site, hub: Hub) -> None:
    """A folder that holds nothing but states is closed to other users at each build; this file is one of those."""
    settings = built(site, hub.url)
    tell(settings)
    state_dir = site.folder / ".feeds"
    os.chmod(state_dir, 0o755)  # noqa: PTH101 - as a person would
    feeds.build(settings)
    assert stat.S_IMODE(state_dir.stat().st_mode) == 0o700


@pytest.mark.parametrize("kind", ["hollow", "of another user"])
def test_what_others_have_put_in_the_place_of_the_memory_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A hole takes no room, and a list of millions takes minutes."""
    database = tmp_path / "a.sqlite"
    memory.save(database, {"https://hub.example/": b"x" * 24})
    assert memory.load(database)
    path = database.with_suffix(memory.SUFFIX)
    if kind == "hollow":
        os.truncate(path, 10**12)
    elif os.geteuid() == 0:
        os.chown(path, 65_534, 65_534)
    else:
        monkeypatch.setattr(safe_files, "owners", lambda _: {65_534})
    monkeypatch.setattr(memory, "read_regular", lambda *_: pytest.fail("it is read"))
    assert memory.load(database) == {}
