"""The examples of docs/sites.md, each on a small site of its generator."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.cli import cli
from tests.sites.support import written

PAGE = (Path(__file__).parents[2] / "docs" / "sites.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^## (.+)\n\n```toml\n((?:(?!```).*\n)+)```", PAGE, flags=re.MULTILINE))

POST = "---\ntitle: Owls\ndate: 2026-01-02T10:00:00Z\n---\nAt night.\n"
SITES: dict[str, tuple[dict[str, str], str]] = {
    "Jekyll": (
        {"_config.yml": "url: https://example.org\npermalink: pretty\n", "_posts/2026-01-02-owls.md": POST},
        "https://example.org/2026/01/02/owls/",
    ),
    "Hugo": (
        {"hugo.toml": 'baseURL = "https://example.org/"\n', "content/posts/owls/index.md": POST},
        "https://example.org/posts/owls/",
    ),
    "Hexo": (
        {"_config.yml": "url: https://example.org\n", "source/_posts/owls.md": POST},
        "https://example.org/2026/01/02/owls/",
    ),
    "Zola": (
        {"zola.toml": 'base_url = "https://example.org"\n', "content/notes/2026-01-02-owls.md": POST},
        "https://example.org/notes/owls/",
    ),
    "Docusaurus": (
        {"docusaurus.config.js": "module.exports = { url: 'https://example.org' };\n", "blog/2026-01-02-owls.md": POST},
        "https://example.org/blog/2026/01/02/owls",
    ),
    "Eleventy": ({"eleventy.config.js": "", "posts/2026-01-02-owls.md": POST}, "https://example.org/blog/owls/"),
    "Astro": (
        {"astro.config.mjs": "export default { site: 'https://example.org' };\n", "src/content/blog/owls.md": POST},
        "https://example.org/blog/owls/",
    ),
    "Any other folder": (
        {"articles/owls.md": POST.replace("title", "headline")},
        "https://example.org/blog/2026/01/owls/",
    ),
}
"""A site of each section, and the address of its article."""


def test_every_section_with_an_example_has_a_site() -> None:
    """No example of the page is left out."""
    assert set(EXAMPLES) == set(SITES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the configuration that the page shows, the feeds of a site have the addresses of its pages."""
    monkeypatch.chdir(tmp_path)
    files, link = SITES[name]
    for path, text in files.items():
        written(tmp_path / path, text)
    written(tmp_path / "feeds.toml", EXAMPLES[name])

    result = CliRunner().invoke(cli, ["build"])
    assert result.exit_code == 0, result.output
    output = re.search(r'^output = "(.+)"', EXAMPLES[name], flags=re.MULTILINE)
    document = json.loads((tmp_path / (output[1] if output else "dist") / "all" / "feed.json").read_bytes())
    assert [item["url"] for item in document["items"]] == [link]
    assert document["feed_url"] == "https://example.org/feeds/all/feed.json"
    assert document["home_page_url"] == "https://example.org/"


@pytest.mark.parametrize("name", [name for name in SITES if name != "Any other folder"])
def test_what_init_proposes(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The configuration that `feeds init` writes has the folder of the example, and gives feeds at once."""
    monkeypatch.chdir(tmp_path)
    for path, text in SITES[name][0].items():
        written(tmp_path / path, text)
    result = CliRunner().invoke(cli, ["init", "--base-url", "https://example.org/feeds/", "--build"])
    assert result.exit_code == 0, result.output
    output = re.search(r'^output = "(.+)"', EXAMPLES[name], flags=re.MULTILINE)
    assert output is not None
    assert (tmp_path / output[1] / "all" / "rss.xml").is_file()
