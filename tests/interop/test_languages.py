"""Pages in other scripts, as Chromium shows them: mirrored where a language runs from right to left, and searchable."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import need
from tests.interop import tongues
from tests.interop.clients.server import Server
from tests.support import Site

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
PAGES = ("index.html", "all/", "all/archive/2026-03/", "feeds/ended/")


def test_chromium_shows_languages_right(server: Server, tmp_path: Path) -> None:
    """In Arabic, Hebrew, Persian and Japanese, on phones and wide screens, in light and dark: nothing overflows, axe
    finds nothing, what comes first stands where lines begin, and the filter finds names however they are written."""
    node, chromium = need(shutil.which("node"), "Node.js"), need(shutil.which("chromium"), "Chromium")
    for name in ("playwright-core", "axe-core"):
        folder = HERE / "node_modules" / name
        need(str(folder) if folder.is_dir() else None, name)
    sites = []
    for tag in tongues.TEXTS:
        site = Site(tmp_path / tag)
        url = f"{server.address(site.output)}/"
        site.build(config=tongues.write(site.folder, tag), base_url=url)
        sites.append({"lang": tag, "door": url, "pages": PAGES, "found": tongues.FOUND[tag]})
    site, names = Site(tmp_path / "tr"), tongues.FOUND["tr"]
    site.write(topics=sorted({name for _, name in names}))
    site.write("2.md", title="2", webUrl="https://lamps.example/2", topics=["2", names[0][1]])
    config = site.folder / "feeds.toml"
    config.write_text('[site]\nlanguage = "tr"\n', encoding="utf-8")
    url = f"{server.address(site.output)}/"
    site.build(config=config, base_url=url)
    sites.append({"lang": "tr", "door": url, "pages": [], "found": names})

    command = [node, str(HERE / "languages.mjs"), chromium, json.dumps(sites)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [], done.stdout
