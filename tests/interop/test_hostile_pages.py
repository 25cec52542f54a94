"""Hostile articles in Chromium: on our pages, and in a reader that shows content without any policy of its own."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import need
from tests.hostile.markup import ATTACKS
from tests.support import Site

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ARTICLES = HERE.parent / "hostile" / "articles"
READER = '<!DOCTYPE html><html><meta charset="utf-8"><title>A reader</title><main>{}</main></html>'

Open = Callable[[list[str]], list[str]]


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files, and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def open_pages(site: Site) -> Iterator[Open]:
    """Yield what opens documents of the site's output in Chromium, and returns what they did."""
    node, chromium = need(shutil.which("node"), "Node.js"), need(shutil.which("chromium"), "Chromium")
    module = HERE / "node_modules" / "playwright-core"
    need(str(module) if module.is_dir() else None, "playwright-core")
    site.output.mkdir()

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site.output))) as server:
        Thread(target=server.serve_forever, daemon=True).start()

        def look(names: list[str]) -> list[str]:
            addresses = json.dumps([f"http://127.0.0.1:{server.server_port}/{name}" for name in names])
            command = [node, str(HERE / "hostile.mjs"), chromium, addresses]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
            assert (done.returncode, done.stderr) == (0, "")
            found: list[str] = json.loads(done.stdout)
            return found

        yield look
        server.shutdown()


def write_attacks(site: Site) -> None:
    """Write an article for each attack, which has it in every field that holds text, and all hostile articles."""
    shutil.copytree(ARTICLES, site.source, dirs_exist_ok=True)
    for number, attack in enumerate(ATTACKS):
        site.write(
            f"attack-{number}.{('md', 'html')[number % 2]}",
            title=f"x {attack}",
            excerpt=attack,
            webUrl=f"https://a.example/{number}",
            topics=["Attacks", attack],
            provider={"name": attack, "domain": "a.example"},
            images=[{"url": "/a.png", "width": 1, "height": 1, "title": attack, "attribution": attack}],
            related=[{"title": attack, "webUrl": "https://b.example/"}],
            featuredContent=attack,
            body=attack,
        )


def test_no_script_runs_and_nothing_is_fetched(site: Site, open_pages: Open) -> None:
    """On the pages, and in the bare content of every item, nothing runs, and nothing but media and players loads."""
    write_attacks(site)
    site.build(limit=1_000)
    items = site.json("all")["items"]
    assert len(items) > len(ATTACKS)
    for number in range(0, len(items), 20):
        contents = [item["content_html"] for item in items[number : number + 20]]
        (site.output / f"reader-{number}.html").write_text(READER.format("\n<hr>\n".join(contents)), encoding="utf-8")

    names = ["index.html", "all/", "topics/attacks/", "providers/a.example/"]
    names += sorted(path.name for path in site.output.glob("reader-*.html"))
    assert open_pages(names) == []


def test_the_look_is_not_blind(site: Site, open_pages: Open) -> None:
    """Attacks that are not made safe run, or ask for something: the test above can fail."""
    for number, attack in enumerate(("<script>attack()</script>", "<img src=x onerror=attack()>")):
        (site.output / f"{number}.html").write_text(READER.format(attack), encoding="utf-8")
    (site.output / "2.html").write_text(
        READER.format("<iframe src='https://evil.example/'></iframe>"), encoding="utf-8"
    )
    found = open_pages(["0.html", "1.html", "2.html"])
    assert {line.partition(" ")[0] for line in found} == {"/0.html", "/1.html", "/2.html"}
