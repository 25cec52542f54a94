"""What the configuration of a Docusaurus site says in plain values."""

from pathlib import Path

import pytest

from tests.sites.support import site

CONFIG = """
// @ts-check
const config = {
  title: 'Night',
  tagline: 'At night.',
  url: 'https://d.example',
  baseUrl: '/site/',
  favicon: 'img/icon.png',
  i18n: { defaultLocale: 'de', locales: ['de'] },
  presets: [['classic', { docs: { path: '../docs' }, blog: BLOG }]],
};
export default config;
"""


def config(blog: str, more: str = "") -> str:
    """Return a configuration with these options of the blog, and more at its end."""
    return CONFIG.replace("BLOG", blog).replace("\n};", f"\n{more}}};")


def test_what_a_site_says_of_itself(tmp_path: Path) -> None:
    """A Docusaurus site works as it is, as far as its configuration is plain; its blog has the articles."""
    files = {"docusaurus.config.ts": config("{}"), "blog/authors.yml": "ada: {name: Ada, url: https://a.example}\n"}
    found, problems = site(tmp_path, files)
    assert problems == []
    assert (found.title, found.home_url, found.description) == ("Night", "https://d.example/site/", "At night.")
    assert (found.language, found.icon, found.sources) == ("de", "img/icon.png", ("blog",))
    assert found.files == ("docusaurus.config.ts", "blog/authors.yml")
    known = found.conventions
    assert (known.generator, known.content, known.permalink, known.id) == ("docusaurus", "blog", "/blog/:slug", "link")
    assert known.people == {"ada": {"name": "Ada", "url": "https://a.example"}}


@pytest.mark.parametrize(
    ("blog", "more", "source", "permalink"),
    [
        ("{ routeBasePath: '/', path: './news' }", "", "news", "/:slug"),
        ("{ routeBasePath: 'a/b' }", "trailingSlash: true,", "blog", "/a/b/:slug/"),
        ("{ routeBasePath: ROUTE }", "trailingSlash: false", "blog", "/blog/:slug"),
    ],
)
def test_where_the_blog_is(tmp_path: Path, blog: str, more: str, source: str, permalink: str) -> None:
    """The blog has a folder and a place in the site; what is computed counts as not said."""
    found, _ = site(tmp_path, {"docusaurus.config.js": config(blog, more)})
    assert (found.sources, found.conventions.permalink) == ((source,), permalink)


def test_a_wrong_setting(tmp_path: Path) -> None:
    """A value that cannot be used is named with its line."""
    found, problems = site(tmp_path, {"docusaurus.config.js": config("{}").replace("https://d.example", "d.example")})
    assert found.home_url is None
    assert problems[0].startswith("docusaurus.config.js:6: error: url 'd.example' is not an http")


@pytest.mark.parametrize(
    ("files", "home"),
    [
        ({"docusaurus.config.js": "module.exports = {url: 'https://a.example', baseUrl: '//x//y/'}"}, "x//y/"),
        ({"docusaurus.config.js": "module.exports = {url: 'https://a.example/b', baseUrl: '/'}"}, ""),
        ({"docusaurus.config.js": "module.exports = {url: 'https://a.example/b', baseUrl: ''}"}, "b/"),
        ({"astro.config.mjs": "export default {site: 'https://a.example/b', base: 'x//y'}"}, "x/y/"),
        ({"_config.yml": "url: https://a.example/b\nroot: /x//y/", "scaffolds/a": ""}, "x//y/"),
    ],
)
def test_the_folder_of_a_site_is_on_its_host(tmp_path: Path, files: dict[str, str], home: str) -> None:
    """Where a configuration names the host and the folder apart, no way to write the folder leads to another host."""
    assert site(tmp_path, files)[0].home_url == f"https://a.example/{home}"
