"""What feed readers and Chromium show of a text with everything that a feed can hold: docs/readers.md says it."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import need
from tests.interop.clients import table
from tests.interop.clients.base import Client
from tests.interop.clients.newsboat import Newsboat
from tests.interop.clients.node import Feedsmith, RssParser
from tests.interop.clients.python import Feedparser, Reader
from tests.interop.clients.rss2email import Rss2email
from tests.interop.clients.server import Server
from tests.interop.clients.sfeed import Sfeed
from tests.support import Site

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ARTICLE = HERE.parent / "golden" / "site" / "07-text.md"
CLIENTS: tuple[type[Client], ...] = (Newsboat, Sfeed, Rss2email, Feedparser, Reader, RssParser, Feedsmith)
KEPT = table.rows("What is shown of a text")
POLICY = "default-src 'none'; img-src https:; media-src https:; frame-src https:"
PAGE = (
    '<!DOCTYPE html><html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{}"><main>{}</main>'
)

# What shows that a client kept something, and what, if that is missing, that something else stands for it.
SIGNS: dict[str, tuple[tuple[str, str], ...]] = {
    "footnotes": (
        (r'href="#fn1-\w{8}"[^§]*<li id="fn1-', "links"),
        (r'href="http[^"]*#fn1-\w{8}"[^§]*<li id="fn1-', "links to the feed"),
        (r"\[1\][^§]*a rope with knots", "text"),
    ),
    "right to left": ((r'dir="rtl"', "yes"), (r"يدق", "text")),
    "formulas": ((r"<mfrac>", "MathML"), (r"n\s*=\s*h\s*2", "text")),
    "sound, film": (
        (r"<audio[^>]*controls[^§]*<video[^>]*controls", "players"),
        (r"bell\.mp3[^§]*tide\.mp4", "links"),
    ),
    "late picture": ((r"lighthouse\.example/pictures/bell\.jpg", "yes"),),
    "tasks": ((r"☑ oil[^§]*☐ paint", "yes"),),
    "film's player": ((r"<iframe[^>]*strict-origin", "player, link"), (r"watch\?v=bell12345", "link")),
}


def site_in(folder: Path) -> Site:
    """Return a site with the one article."""
    site = Site(folder)
    (folder / "feeds.toml").touch()
    shutil.copy(ARTICLE, site.source)
    return site


def test_the_page_tells_of_these_clients() -> None:
    """The table has a row for each client that is tested, and for no other."""
    assert list(KEPT) == [client.name for client in CLIENTS]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_what_a_client_shows_of_a_text(client: type[Client], server: Server, tmp_path: Path) -> None:
    """In RSS and in Atom, the client keeps or shows what the page says."""
    client.version(tmp_path / "version")
    site = site_in(tmp_path / "site")
    site.build(config=site.folder / "feeds.toml", base_url=f"{server.address(site.output)}/")
    for name in ("rss.xml", "atom.xml"):
        reader = client(tmp_path / name, server.address(site.output / "all" / name))
        assert reader.poll() == 1
        (entry,) = reader.entries()
        found = {
            what: next((word for sign, word in signs if re.search(sign, entry.text)), "no")
            for what, signs in SIGNS.items()
        }
        assert found == KEPT[client.name], name
        assert "Not for readers" not in entry.text


def test_chromium_shows_all_of_a_text(server: Server, tmp_path: Path) -> None:
    """Notes can be followed, a fraction is one, sound and film have controls, pictures load, and nothing is refused."""
    node, chromium = need(shutil.which("node"), "Node.js"), need(shutil.which("chromium"), "Chromium")
    module = HERE / "node_modules" / "playwright-core"
    need(str(module) if module.is_dir() else None, "playwright-core")
    site = site_in(tmp_path / "site")
    site.build()
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(POLICY, site.json("all")["items"][0]["content_html"]), encoding="utf-8")
    command = [node, str(HERE / "text.mjs"), chromium, server.address(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    seen: dict[str, Any] = json.loads(done.stdout)
    assert seen["notes"]
    assert seen["jumps"] == 3
    assert re.fullmatch(r"#fn1-[0-9a-f]{8}", seen["at"])
    assert seen["rightToLeft"] == ["rtl"]
    assert seen["fraction"]
    assert seen["controls"] == [True, True]
    assert seen["pictures"] == [True]
    assert all("right" in align for align in seen["aligned"])
    assert seen["referrers"] == ["strict-origin-when-cross-origin"]
    assert "☑ oil the clapper" in seen["text"]
    assert "Not for readers" not in seen["text"]
    assert "<title>" in seen["text"]
    assert seen["wrong"] == []
