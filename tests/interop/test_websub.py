"""A real hub and a real subscriber (flask-websub): what `feeds ping` tells reaches the readers, and only that."""

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from flask_websub.subscriber import SQLite3SubscriberStorage, SQLite3TempSubscriberStorage, Subscriber, discover
from werkzeug.serving import make_server

import feeds
from feeds.config import ServedOutput, Settings
from feeds.devserver.app import OutputApp
from feeds.devserver.server import listening
from feeds.push.ping import ping
from tests.support import Site

SECONDS = 60
CONFIG = 'source = "articles"\n[site]\nbase_url = "{}"\n[websub]\nhubs = ["{}"]\n'

pytestmark = pytest.mark.slow


class Queue:
    """The part of Celery that the hub uses: it runs each task in a thread."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    def task(self, **_: Any) -> Callable[[Any], Any]:
        """Return a decorator that gives a function its `delay`."""

        def decorated(function: Any) -> Any:
            is_bound = function.__name__.startswith("make_request_retrying")
            arguments = (None,) if is_bound else ()
            function.delay = lambda *given: self._pool.submit(function, *arguments, *given)
            return function

        return decorated


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application on any free port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[str]:
    """Return the address of a running hub."""
    app = Flask("hub")
    app.config["PUBLISH_SUPPORTED"] = True
    with ThreadPoolExecutor(4) as pool:
        running = Hub(SQLite3HubStorage(str(tmp_path / "hub.sqlite")), Queue(pool), REQUEST_TIMEOUT=SECONDS)
        app.register_blueprint(running.build_blueprint(url_prefix="/hub"))
        with serving(app) as url:
            yield f"{url}hub"


class Reader:
    """A subscriber: what hubs sent to it."""

    def __init__(self, folder: Path) -> None:
        self.app = Flask("reader")
        place = str(folder / "reader.sqlite")
        self._subscriber = Subscriber(
            SQLite3SubscriberStorage(place), SQLite3TempSubscriberStorage(place), REQUEST_TIMEOUT=SECONDS
        )
        self.app.register_blueprint(self._subscriber.build_blueprint(url_prefix="/callbacks"))
        self._accepted: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.received: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
        self._subscriber.add_success_handler(lambda topic, callback, mode: self._accepted.put(topic))
        self._subscriber.add_listener(lambda topic, callback, body: self.received.put((topic, body)))

    def subscribe(self, url: str, own_url: str) -> None:
        """Subscribe to a document as a reader does that knows its address alone."""
        found = discover(url, timeout=SECONDS)
        assert found["topic_url"] == url
        with self.app.test_request_context(base_url=own_url):
            self._subscriber.subscribe(**found)
        assert self._accepted.get(timeout=SECONDS) == url


def publish(site: Site, base_url: str, hub: str, renamed: str = "", redirects: str = "") -> Settings:
    """Write the configuration, build, and return the settings."""
    (site.folder / "feeds.toml").write_text(redirects + CONFIG.format(base_url, hub) + renamed)
    settings = feeds.load(site.folder)
    feeds.build(settings)
    return settings


def test_a_subscriber_gets_the_changed_feed_and_only_that(site: Site, hub: str, tmp_path: Path) -> None:
    """A reader finds the hub in the feed, subscribes, and is sent the new document after a change of this feed."""
    site.write()
    site.output.mkdir()
    app = OutputApp(ServedOutput(site.output, "", ()))
    reader = Reader(tmp_path)
    with listening(app, 0, pytest.fail) as base_url, serving(reader.app) as own_url:
        settings = publish(site, base_url, hub)
        app.served = settings.served
        assert [told.problems for told in ping(settings, warn=pytest.fail)] == [()]
        for name in ("rss.xml", "atom.xml", "feed.json"):
            reader.subscribe(f"{base_url}topics/light/{name}", own_url)

        site.write("owl.md", title="Owls", webUrl="https://owls.example/1", topics=["Birds"], provider=None)
        feeds.build(settings)
        (told,) = ping(settings, warn=pytest.fail)
        assert "topics/birds/rss.xml" in told.documents
        assert "topics/light/rss.xml" not in told.documents

        site.write(title="A lamp that forgets")
        feeds.build(settings)
        (told,) = ping(settings, warn=pytest.fail)
        assert told.problems == ()
        received = dict(reader.received.get(timeout=SECONDS) for _ in range(3))
        assert reader.received.empty()
    files = site.files()
    assert received == {
        f"{base_url}topics/light/{name}": files[f"topics/light/{name}"] for name in ("rss.xml", "atom.xml", "feed.json")
    }
    assert b"A lamp that forgets" in received[f"{base_url}topics/light/rss.xml"]


@pytest.mark.parametrize("redirects", ["", 'redirects = ["nginx"]\n'], ids=["old place", "301"])
def test_a_subscriber_of_a_renamed_feed_reads_on(site: Site, hub: str, tmp_path: Path, redirects: str) -> None:
    """Who has subscribed to the old address is sent what the new feed says, whether the server redirects or not."""
    site.write()
    site.output.mkdir()
    app = OutputApp(ServedOutput(site.output, "", ()))
    reader = Reader(tmp_path)
    with listening(app, 0, pytest.fail) as base_url, serving(reader.app) as own_url:
        settings = publish(site, base_url, hub)
        app.served = settings.served
        ping(settings, warn=pytest.fail)
        reader.subscribe(f"{base_url}topics/light/rss.xml", own_url)

        site.write(topics=["Lamps"])
        settings = publish(site, base_url, hub, '[renamed]\n"topics/light" = "topics/lamps"\n', redirects)
        (told,) = ping(settings, warn=pytest.fail)
        assert {"topics/light/rss.xml", "topics/lamps/rss.xml"} <= {*told.documents}
        received = [reader.received.get(timeout=SECONDS)]
        site.write(title="A lamp that forgets", topics=["Lamps"])
        feeds.build(settings)
        ping(settings, warn=pytest.fail)
        received.append(reader.received.get(timeout=SECONDS))
        assert reader.received.empty()
    assert {address for address, _ in received} == {f"{base_url}topics/light/rss.xml"}
    assert received[-1][1] == site.files()["topics/lamps/rss.xml"]
    assert f'href="{base_url}topics/lamps/rss.xml" rel="self"'.encode() in received[0][1]
