"""Real programs and real rules: the pages in Chromium, the HTML before its checker, the OPML file in feed readers."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple
from urllib.request import urlopen
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest

from feeds.config import Options, load
from feeds.core.directory import directory_pages, directory_part
from feeds.core.model import ASSETS, FRONT_PAGE
from feeds.formats.html import pages
from feeds.publish.build import Request, build
from tests.conftest import need
from tests.interop import sites
from tests.support import NOW, SHARED

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SITES = {
    "sample": (ROOT / "feeds.toml", ROOT / "seeds", ("topics/ai/", "topics/space/", "providers/orbitreview.example/")),
    "real": (None, SHARED / "corpus" / "powerapps", ("all/", "topics/power-apps/", "providers/microsoft.com/")),
    "stress": (None, None, ("all/", "topics/topic-9/")),
}


class Served(NamedTuple):
    """An output, and where it is served."""

    output: Path
    url: str
    folders: tuple[str, ...]


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files, and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module", params=SITES)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the output of the sample site, and of the real one where it is there."""
    config, source, folders = SITES[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    if source is None:
        source = folder / "articles"
        source.mkdir()
        sites.write_stress(source)
    if not source.is_dir():
        pytest.skip("the real articles are not there")
    output = folder / "dist"
    output.mkdir()
    (folder / "feeds.toml").touch()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(output))) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        settings = load(
            Options(
                config=config or folder / "feeds.toml",
                sources=(source,),
                output=output,
                state_dir=folder / ".feeds",
                base_url=url,
            )
        )
        build(settings, Request(), now=NOW.replace(year=2027), warn=pytest.fail)
        Thread(target=server.serve_forever, daemon=True).start()
        yield Served(output, url, folders)
        server.shutdown()


def _module(name: str) -> Path:
    """Return the folder of a module of Node.js; skip the test where it is missing."""
    folder = HERE / "node_modules" / name
    return Path(need(str(folder) if folder.is_dir() else None, name))


def test_people_can_use_the_pages(served: Served) -> None:
    """In light and dark, on a phone and a wide screen, with and without scripts: nothing overflows, nothing foreign but
    pictures is fetched, axe finds nothing, and filter, copy buttons and players work."""
    assert _browse(served.url, feeds=[served.url + folder for folder in served.folders]) == []


@pytest.mark.parametrize("count", [525, 5_000])
def test_people_can_use_a_front_page_of_many_feeds(count: int, tmp_path: Path) -> None:
    """However many feeds there are, the front page stays light, and all of them can be found, without a script too."""
    directory, renderer = sites.directory_of(count), pages(None)
    names = sorted(directory_pages(listing.feed.group.kind for listing in directory.listings))
    for name in (FRONT_PAGE, *ASSETS, *names):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        if part := directory_part(name):
            path.write_bytes(renderer.directory_page(directory, *part))
        else:
            path.write_bytes(renderer.front_page(directory) if name == FRONT_PAGE else renderer.asset(name))
    for listing in directory.listings:  # where a click leads to
        page = tmp_path / listing.feed.group.document("page")
        page.parent.mkdir(parents=True)
        page.write_text(f"<!doctype html><title>A feed</title><h1>{listing.feed.name}</h1>", encoding="utf-8")

    documents = [(tmp_path / name).read_bytes() for name in (FRONT_PAGE, *names)]
    assert max(map(len, documents)) < 250_000
    assert max(document.count(b"<") - document.count(b"</") for document in documents) < 4_000
    listed = {
        link for document in documents for link in re.findall(rb'<li class="entry"[^>]*><a href="([^"]*)"', document)
    }
    assert len({link.removeprefix(b"../") for link in listed}) == count - 1
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        assert _browse(url, lists=[url + name for name in names[-1:]]) == []
        server.shutdown()


def _browse(door: str, *, feeds: Sequence[str] = (), lists: Sequence[str] = ()) -> list[str]:
    """Return what goes wrong when people open the front page, pages of feeds, and lists from A to Z in Chromium."""
    node, chromium = need(shutil.which("node"), "Node.js"), need(shutil.which("chromium"), "Chromium")
    _module("playwright-core")
    _module("axe-core")
    command = [node, str(HERE / "browse.mjs"), chromium, json.dumps({"door": door, "feeds": feeds, "lists": lists})]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    wrong: list[str] = json.loads(done.stdout)
    return wrong


def _pages(served: Served) -> list[Path]:
    return sorted(served.output.rglob("*.html"))


def test_the_html_has_no_error(served: Served) -> None:
    """A strict parser of the HTML standard reads every page without a complaint."""
    for page in _pages(served):
        html5lib.HTMLParser(strict=True).parse(page.read_bytes(), transport_encoding="utf-8")


def test_the_html_passes_its_checker(served: Served) -> None:
    """The Nu checker, which the W3C uses, finds neither error nor warning in any page."""
    java = need(shutil.which("java"), "Java")
    jar = _module("vnu-jar") / "build" / "dist" / "vnu.jar"
    # To the policy of a file, which has no server, no other file is 'self'.
    no_server = r".*violates Content Security Policy.*feeds\.(css|js)\?.*"
    # Readers know `feed:` before a whole address, and no style for what `align` says of an article's table.
    meant = r".*Bad value “feed:http.*|.*The “align” attribute.*"
    command = [java, "-jar", str(jar), "--filterpattern", f"{no_server}|{meant}", *map(str, _pages(served))]
    assert subprocess.run(command, capture_output=True, text=True, check=False, timeout=300).stderr == ""


def test_a_page_s_address_leads_to_all_three_feeds(served: Served) -> None:
    """A client that is given the address of a page finds its feed in every format, by name, and can read each."""
    node = need(shutil.which("node"), "Node.js")
    _module("feedfinder-ts")
    pages = [served.url + folder for folder in served.folders]
    command = [node, str(HERE / "discover.mjs"), *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    for page, found in zip(pages, json.loads(done.stdout), strict=True):
        titles = dict.fromkeys(_title(link) for _, link in found)
        (title,) = titles
        assert found == [
            [f"{title} (RSS)", f"{page}rss.xml"],
            [f"{title} (Atom)", f"{page}atom.xml"],
            [f"{title} (JSON Feed)", f"{page}feed.json"],
        ]


def _title(address: str) -> str:
    """Return what a feed that is served calls itself."""
    with urlopen(address) as document:
        text = document.read()
    return str(json.loads(text)["title"] if address.endswith(".json") else feedparser.parse(text).feed.title)


def test_newsboat_imports_every_feed(served: Served, tmp_path: Path) -> None:
    """The reader newsboat takes all feeds from the OPML file."""
    newsboat = need(shutil.which("newsboat"), "newsboat")
    urls = tmp_path / "urls"
    urls.touch()
    command = [newsboat, "-u", str(urls), "-c", str(tmp_path / "cache.db"), "-C", os.devnull]
    home = os.environ | {"HOME": str(tmp_path)}
    subprocess.run([*command, "-i", str(served.output / "feeds.opml")], env=home, check=True, capture_output=True)
    lines = [line.split(" ")[0].strip('"') for line in urls.read_text(encoding="utf-8").splitlines() if line]
    assert sorted(lines) == sorted(_listed(served))


def test_rss2email_imports_every_feed(served: Served, tmp_path: Path) -> None:
    """The reader rss2email takes all feeds from the OPML file."""
    r2e = need(shutil.which("r2e"), "rss2email")
    command = [r2e, "-c", str(tmp_path / "rss2email.cfg"), "-d", str(tmp_path / "rss2email.json")]
    home = os.environ | {"HOME": str(tmp_path), "PYTHONPATH": ""}
    subprocess.run([*command, "new", "me@mail.example"], env=home, check=True, capture_output=True)
    opml = str(served.output / "feeds.opml")
    subprocess.run([*command, "opmlimport", opml], env=home, check=True, capture_output=True)
    config = (tmp_path / "rss2email.cfg").read_text(encoding="utf-8")
    found = [line.partition(" = ")[2] for line in config.splitlines() if line.startswith("url = ")]
    assert sorted(found) == sorted(_listed(served))


def _listed(served: Served) -> list[str]:
    """Return the addresses in the OPML file, which are those of all feeds."""
    root = ElementTree.parse(served.output / "feeds.opml").getroot()
    found = [outline.attrib["xmlUrl"] for outline in root.iter("outline") if "xmlUrl" in outline.attrib]
    there = [served.url + path.relative_to(served.output).as_posix() for path in served.output.rglob("rss.xml")]
    assert sorted(found) == sorted(there)
    return found
