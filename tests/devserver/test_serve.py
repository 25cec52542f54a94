"""The command `feeds serve`: what it says, what it watches, and how it ends."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.cli import cli
from feeds.config import ServedOutput
from feeds.devserver.app import OutputApp
from feeds.devserver.server import listening
from tests.interop.servers.client import ask
from tests.support import Site, heed_interrupts, mtimes

ROOT = Path(__file__).parents[2]
SECONDS = 60
CONFIG = 'source = "articles"\n[site]\nbase_url = "https://feeds.example.org/"\n'


class Running:
    """A `feeds serve` in a process of its own, and what it says, a line at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        said = self.until(" is served at ")
        self.port = int(said[-1].partition("127.0.0.1:")[2].partition("/")[0])
        self.before = said[:-1]

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self._lines.put(line.rstrip("\n"))

    def until(self, words: str) -> list[str]:
        """Return the lines up to the one with words in it."""
        lines = [self._lines.get(timeout=SECONDS)]
        while words not in lines[-1]:
            lines.append(self._lines.get(timeout=SECONDS))
        return lines

    @contextmanager
    def still(self) -> Iterator[None]:
        """Keep it from looking for the time of the body: what happens then, it sees all at once, on any machine."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def end(self, number: int = signal.SIGINT) -> list[str]:
        """End it as Ctrl-C does, and return what else it says; the exit status is that of a job well done."""
        self.process.send_signal(number)
        lines = self.until("stopped")
        assert self.process.wait(SECONDS) == 0
        return lines


@contextmanager
def running(folder: Path, *options: str, **given: str) -> Iterator[Running]:
    """Run `feeds serve` in a folder, on any free port, with what is given in its environment."""
    command = [sys.executable, "-m", "feeds", "serve", "--port", "0", *options]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)} | given
    with subprocess.Popen(
        command, cwd=folder, env=surroundings, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts
    ) as process:
        try:
            yield Running(process)
        finally:
            process.kill()


@pytest.fixture
def configured(site: Site) -> Site:
    """Return a site with a `feeds.toml` and two articles."""
    (site.folder / "feeds.toml").write_text(CONFIG)
    site.write()
    site.write("owls.md", title="Owls", webUrl="https://owls.example/1", topics=["Birds"], provider=None)
    return site


def invoke(*arguments: str) -> tuple[int, str]:
    """Run a command in this process; return its status and what it said."""
    result = CliRunner().invoke(cli, ["serve", *arguments], prog_name="feeds")
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def test_it_serves_what_a_build_wrote_and_ends_at_once(configured: Site) -> None:
    """Without --watch it writes nothing; Ctrl-C and a request to end are the usual ends, without a traceback."""
    configured.build()
    before = mtimes(configured.folder)
    for number in (signal.SIGINT, signal.SIGTERM):
        with running(configured.folder) as served:
            assert ask(served.port, "/all/feed.json").body == configured.files()["all/feed.json"]
            assert served.end(number) == ["feeds: stopped"]
    assert mtimes(configured.folder) == before


def test_it_serves_an_output_without_articles(configured: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The folder of the output is all that it needs."""
    configured.build()
    with running(tmp_path_factory.mktemp("elsewhere"), "-o", str(configured.output)) as served:
        assert ask(served.port, "/all/rss.xml").status == 200


@pytest.mark.slow
def test_watch_builds_and_says_what_changed(configured: Site) -> None:
    """An edit rewrites the feeds that it is in, and no others; what was said names the file and the feeds."""
    with running(configured.folder, "--watch") as served:
        assert served.before[-1].startswith("feeds: 2 articles read, 2 published")
        before = mtimes(configured.output)
        with served.still():
            configured.write(title="A lamp that forgets")
        said = served.until("written")
        assert said[0] == "feeds: articles/lamp.md changed"
        assert said[-1].startswith("feeds: 12 documents written: all, providers/lamps.example, topics/light; ")
        after = mtimes(configured.output)
        assert {name.rpartition("/")[0] for name in after if after[name] != before[name]} == {
            "all",
            "providers/lamps.example",
            "topics/light",
        }
        assert b"A lamp that forgets" in ask(served.port, "/all/rss.xml").body
        (configured.source / "owls.md").unlink()
        assert served.until("written")[0] == "feeds: articles/owls.md is gone"
        served.end()


@pytest.mark.slow
def test_watch_goes_on_after_a_broken_article_and_a_broken_configuration(configured: Site) -> None:
    """What is wrong is named, the feeds stay, and mending it is noticed."""
    with running(configured.folder, "--watch") as served:
        with served.still():
            configured.write("broken.md", title=None)
        assert served.until("no document has changed")[:2] == [
            "feeds: articles/broken.md changed",
            "articles/broken.md:2: error: title is missing",
        ]
        with served.still():
            (configured.folder / "feeds.toml").write_text(f"{CONFIG}colour = 1\n")
        said = served.until("colour")
        assert said[0] == "feeds: feeds.toml changed"
        assert ask(served.port, "/all/rss.xml").status == 200
        with served.still():
            (configured.folder / "feeds.toml").write_text(f'{CONFIG}title = "Lamps and owls"\n')
        served.until("documents written: all, ")
        assert b"<title>Lamps and owls" in ask(served.port, "/all/rss.xml").body
        served.end()


@pytest.mark.slow
def test_watch_follows_the_configuration_to_other_folders(configured: Site) -> None:
    """When `feeds.toml` names other folders, these are watched and served from then on, and topics' files too."""
    with running(configured.folder, "--watch") as served:
        (configured.folder / "more").mkdir()
        (configured.folder / "topics" / "topics").mkdir(parents=True)
        keys = 'source = ["articles", "more"]\noutput = "public"\ndata = "topics"\n'
        with served.still():
            (configured.folder / "feeds.toml").write_text(keys + CONFIG.partition("\n")[2])
        served.until("documents written: all, ")
        with served.still():
            frogs = (configured.source / "owls.md").read_text().replace("owls", "frogs")
            (configured.folder / "more" / "frogs.md").write_text(frogs)
        assert served.until("written")[0] == "feeds: more/frogs.md changed"
        with served.still():
            (configured.folder / "topics" / "topics" / "birds.yaml").write_text("_id: birds\nname: All birds\n")
        served.until("written")
        assert b"All birds" in ask(served.port, "/topics/birds/feed.json").body
        assert (configured.folder / "public" / "all" / "feed.json").is_file()
        served.end()


def test_a_burst_of_changes_is_one_build(configured: Site) -> None:
    """What a checkout or an editor does all at once is built once; what editors leave about is not spoken of."""
    with running(configured.folder, "--watch") as served:
        with served.still():
            for number in range(30):
                configured.write(f"{number}.md", webUrl=f"https://lamps.example/{number}")
            (configured.source / "4913").write_text("")
            (configured.source / "4913").unlink()
            (configured.source / ".lamp.md.swp").write_text("")
        said = served.until("written")
        assert len(said) == 2
        assert said[0].endswith("and 20 more")
        assert len(configured.titles()) == 32
        served.end()


def test_what_builds_write_does_not_start_another(configured: Site) -> None:
    """The output and the state are no input, also where they are below the folder of the articles."""
    (configured.folder / "feeds.toml").write_text(CONFIG.replace('"articles"', '"."'))
    with running(configured.folder, "--watch") as served:
        with served.still():
            (configured.output / "all" / "stray.html").write_text("")
            (configured.folder / ".feeds" / "stray.md").write_text("")
            configured.write(title="A lamp that forgets")
        assert served.until("written")[0] == "feeds: articles/lamp.md changed"
        assert served.end() == ["feeds: stopped"]


@pytest.mark.parametrize(("has_door", "path"), [(True, "/"), (False, "/all/")])
def test_open_shows_the_front_door(
    configured: Site, monkeypatch: pytest.MonkeyPatch, has_door: bool, path: str
) -> None:
    """`--open` shows the site's first page, or the feed of everything where there is none."""
    configured.build()
    door = configured.output / "index.html"
    if has_door:
        door.write_text("the front door")
    else:
        door.unlink(missing_ok=True)
    open_database: list[str] = []

    def end(url: str) -> bool:
        open_database.append(url)
        signal.raise_signal(signal.SIGINT)
        return True

    monkeypatch.setattr(webbrowser, "open", end)
    heed_interrupts()
    status, said = invoke("--open", "--port", "0")
    assert (status, said.splitlines()[-1]) == (0, "feeds: stopped")
    assert open_database[0].startswith("http://127.0.0.1:")
    assert open_database[0].endswith(path)


def test_without_a_browser_the_address_is_said(configured: Site) -> None:
    """On a machine without a browser, a person can go there with another."""
    configured.build()
    with running(configured.folder, "--open", BROWSER="", DISPLAY="", WAYLAND_DISPLAY="", TERM="") as served:
        said = served.until("no browser")[-1]
        assert said.endswith(f"the address is http://127.0.0.1:{served.port}/")
        served.end()


def test_a_port_in_use_is_one_clear_line(configured: Site) -> None:
    """It says which port, and what to do."""
    configured.build()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert invoke("--port", str(port)) == (
            2,
            f"feeds: port {port} cannot be used: Address already in use; choose another with --port\n",
        )


def test_nothing_to_serve_is_one_clear_line(configured: Site) -> None:
    """Before the first build there is nothing to show."""
    assert invoke() == (2, "feeds: dist: there is nothing to serve yet; run: feeds build\n")


def test_without_the_extra_it_says_what_to_install(configured: Site) -> None:
    """The library that only `feeds serve` needs is no need of other commands, and is named where it misses."""
    program = "import sys; sys.modules['werkzeug'] = None; from feeds.__main__ import main; main()"
    for command, status in (("build", 0), ("serve", 2)):
        result = subprocess.run(
            [sys.executable, "-c", program, command], capture_output=True, text=True, timeout=SECONDS
        )
        assert (result.returncode, result.stdout) == (status, "")
    assert result.stderr == "feeds: serve needs werkzeug, which is not installed; run: pip install 'feeds[serve]'\n"


def test_a_fault_is_one_line_and_the_server_goes_on(configured: Site) -> None:
    """A request that fails by a fault in feeds gets status 500; a person gets a line, and no traceback."""
    said: queue.SimpleQueue[str] = queue.SimpleQueue()
    site = OutputApp(ServedOutput(configured.folder, "", ()))
    site.served = None  # type: ignore[assignment]
    with listening(site, 0, said.put) as url:
        port = int(url.rpartition(":")[2].strip("/"))
        assert ask(port, "/").status == 500
        assert ask(port, "/").status == 500
    for _ in range(2):
        line = said.get(timeout=SECONDS)
        assert line.startswith("a request could not be answered, by a fault in feeds: AttributeError")
        assert "\n" not in line
