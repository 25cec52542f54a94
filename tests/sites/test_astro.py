"""What the configuration of an Astro site says in plain values."""

from pathlib import Path

import pytest

from tests.sites.support import site


def test_what_a_site_says_of_itself(tmp_path: Path) -> None:
    """An Astro site says its address; its articles are in the collections of its content."""
    text = "export default defineConfig({\n  site: 'https://a.example',\n  base: '/b',\n});\n"
    found, problems = site(tmp_path, {"astro.config.mjs": text, "src/content/blog/a.md": ""})
    assert problems == []
    assert (found.home_url, found.sources) == ("https://a.example/b/", ("src/content",))
    known = found.conventions
    assert (known.generator, known.content, known.permalink, known.id) == ("astro", "src/content", "/:path/", "link")


@pytest.mark.parametrize(
    ("more", "permalink"),
    [
        ("trailingSlash: 'never'", "/:path"),
        ("trailingSlash: 'always'", "/:path/"),
        ("build: { format: 'file' }", "/:path"),
    ],
)
def test_the_end_of_addresses(tmp_path: Path, more: str, permalink: str) -> None:
    """Addresses end in a slash unless the site says otherwise."""
    found, _ = site(tmp_path, {"astro.config.ts": f"export default {{ {more} }};"})
    assert found.conventions.permalink == permalink


def test_where_the_articles_are(tmp_path: Path) -> None:
    """Pages hold the articles where there is no content."""
    found, _ = site(tmp_path, {"astro.config.mjs": "export default { srcDir: './web' }", "web/pages/a.md": ""})
    assert found.sources == ("web/pages",)
