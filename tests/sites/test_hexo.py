"""What the configuration of a Hexo site says."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.core.errors import ConfigError
from tests.sites.support import is_read, site

POST = {"source/_posts/a.md": ""}


def test_what_a_site_says_of_itself(tmp_path: Path) -> None:
    """A Hexo site works as it is: its posts are the articles, with the pattern of their addresses and names."""
    text = """
title: Night
subtitle: All of it
author: Ada
language: [zh-CN, en]
timezone: Asia/Shanghai
url: https://x.example/blog
root: /blog/
permalink: news/:year/:title.html
permalink_defaults: {lang: en}
new_post_name: :year-:month-:day-:title.md
category_map: {C++: cpp}
pretty_urls: {trailing_html: false}
skip_render: ["_posts/raw/**", "x/**/*.md"]
"""
    found, problems = site(tmp_path, {"_config.yml": text, **POST})
    assert problems == []
    assert (found.title, found.home_url, found.description) == ("Night", "https://x.example/blog/", "All of it")
    assert (found.language, found.author, found.zone) == ("zh-CN", "Ada", ZoneInfo("Asia/Shanghai"))
    assert found.sources == ("source/_posts",)
    assert found.exclude == ("source/_posts/_*", "source/_posts/*/_*")
    assert not is_read(tmp_path, found, "source/_posts/raw/a/b.md")
    assert is_read(tmp_path, found, "source/_posts/a.md")
    known = found.conventions
    assert (known.generator, known.content, known.id) == ("hexo", "source/_posts", "link")
    assert (known.permalink, known.file_name) == ("news/:year/:title", ":year-:month-:day-:title.md")
    assert (known.defaults, known.terms) == ({"category": "uncategorized", "lang": "en"}, {"C++": "cpp"})


def test_the_defaults(tmp_path: Path) -> None:
    """A site that says nothing has the patterns of the generator."""
    found, _ = site(tmp_path, {"_config.yml": "title: T\n", **POST})
    assert (found.conventions.permalink, found.conventions.file_name) == (":year/:month/:day/:title/", ":title.md")
    assert (found.home_url, found.conventions.defaults) == (None, {"category": "uncategorized"})


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("url: https://x.example\n", "https://x.example/"),
        ("url: https://x.example/blog\n", "https://x.example/blog/"),
        ("url: https://x.example/blog\nroot: /\n", "https://x.example/"),
        ("url: https://x.example\nroot: /blog\n", "https://x.example/blog/"),
    ],
)
def test_the_address(tmp_path: Path, text: str, home: str) -> None:
    """The folder of the site is the path of its address, unless it is named."""
    assert site(tmp_path, {"_config.yml": text, **POST})[0].home_url == home


@pytest.mark.parametrize(
    ("pattern", "used"), [(":title/index.html", ":title/"), (":title.html", ":title"), (":title/", ":title/")]
)
def test_pretty_addresses(tmp_path: Path, pattern: str, used: str) -> None:
    """What the site leaves out at the end of addresses is left out."""
    text = f"permalink: {pattern}\npretty_urls: {{trailing_index: false, trailing_html: false}}\n"
    assert site(tmp_path, {"_config.yml": text, **POST})[0].conventions.permalink == used


def test_drafts_that_are_rendered(tmp_path: Path) -> None:
    """A setting that feeds does not follow is named with its line."""
    _, problems = site(tmp_path, {"_config.yml": "title: T\nrender_drafts: true\n", **POST})
    assert problems == ["_config.yml:2: warning: render_drafts is left alone: drafts are not published"]


def test_tags_with_a_password(tmp_path: Path) -> None:
    """The plugin hexo-blog-encrypt has a password for all posts of a tag, be it empty; no setting turns that off."""
    text = """
encrypt:
  enable: false
  tags:
    - {name: Diary, password: 2024-01-01}
    - {name: 2024, password: x}
    - {name: empty, password: ""}
    - {name: open, password: null}
    - {password: y}
    - 5
"""
    found, _ = site(tmp_path, {"_config.yml": text, **POST})
    assert found.conventions.locked == {"diary", "2024", "empty"}
    for other in ("encrypt: true\n", "encrypt: {tags: x}\n"):
        assert site(tmp_path / "other", {"_config.yml": other, **POST})[0].conventions.locked == frozenset()


def test_all_tags_with_a_password_count(tmp_path: Path) -> None:
    """However many there are."""
    text = "encrypt:\n  tags:\n" + "".join(f"  - {{name: t{number}, password: x}}\n" for number in range(3_000))
    assert len(site(tmp_path, {"_config.yml": text, **POST})[0].conventions.locked) == 3_000


@pytest.mark.parametrize(
    ("text", "path", "read"),
    [
        ("skip_render: _posts/*", "_posts/a.md", False),
        ("skip_render: _posts/*", "_posts/in/a.md", True),
        ("skip_render: _posts/in", "_posts/in/a.md", True),
        ("skip_render: ['_posts/{a,b*}.md']", "_posts/bc.md", False),
        ("skip_render: ['_posts/{a,b*}.md']", "_posts/c.md", True),
        ("skip_render: '**.md'", "_posts/in/a.md", False),
        ("skip_render: '*.md'", "_posts/a.md", True),
        ("skip_render: /_posts/a.md", "_posts/a.md", True),
        ("skip_render: ./_posts/a.md", "_posts/a.md", False),
        ("skip_render: _posts/a.md/", "_posts/a.md", True),
        ("skip_render: '_posts/[!a].md'", "_posts/b.md", True),
        ("skip_render: '_posts/[^a].md'", "_posts/b.md", False),
        ("skip_render: ['demo/!(x)/(a).{1..3}']", "_posts/a.md", True),
        ("skip_render: 'Posts/**'", "_posts/a.md", True),
        ("ignore: _posts/in", "_posts/in/a.md", True),
        ("ignore: '**/_posts/in'", "_posts/in/a.md", False),
        ("ignore: ['**/in/**']", "_posts/in/a.md", False),
        ("ignore: ['**/*.tmp.md']", "_posts/in/a.tmp.md", False),
        ("ignore: ['**/*.tmp.md']", "_posts/in/a.md", True),
        ("exclude: ['_posts/a.md']", "_posts/a.md", True),
        ("post_asset_folder: true", "_posts/a/b.html", False),
        ("post_asset_folder: true", "_posts/a/b.md", True),
        ("post_asset_folder: false", "_posts/a/b.html", True),
        ("{post_asset_folder: true, new_post_name: ':title.markdown'}", "_posts/a.md", False),
    ],
)
def test_what_is_not_rendered(tmp_path: Path, text: str, path: str, read: bool) -> None:
    """`skip_render` fits paths of files below the source, `ignore` whole paths, and `exclude` no post."""
    found, problems = site(tmp_path, {"_config.yml": text, **POST})
    assert (is_read(tmp_path, found, f"source/{path}"), problems) == (read, [])


@pytest.mark.parametrize("name", ["skip_render", "ignore"])
@pytest.mark.parametrize(
    "pattern",
    [
        *("_posts/@(a|b).md", "_posts/+(a).md", "_posts/!(a).md", "_posts/*(a).md", "_posts/?(a).md"),
        *("_posts/(a|b).md", "a/b|_posts/a.md", "_posts/{1..3}.md", "_posts/{a}.md", "_posts/{a,b.md", "_posts/b}.md"),
        *("!_posts/a.md", "_posts/[[:alpha:]].md", "_posts/[a.md", "_posts/a\\*.md", '_posts/"a".md', "_posts/[a]+.md"),
        *("_posts/***", "{_posts/**,a}", "_posts/a++.md", "x" * 1_001),
    ],
)
def test_patterns_that_are_not_followed(tmp_path: Path, name: str, pattern: str) -> None:
    """What picomatch has of its own stops the builds, as what it keeps out would be published, and is named."""
    config = json.dumps({"title": "T", name: ["x.txt", pattern]}, indent=1)
    with pytest.raises(ConfigError, match=rf"_config\.yml:\d: a pattern of {name} .*would be published; write it in"):
        site(tmp_path, {"_config.yml": config, **POST})


@pytest.mark.parametrize("part", ["published", "password", "draft"])
def test_names_of_files_that_hold_posts_back(tmp_path: Path, part: str) -> None:
    """Hexo takes parts of names for fields of posts; those that may hold posts back stop the builds."""
    text = f"title: T\nnew_post_name: ':{part}/:title.md'\n"
    with pytest.raises(ConfigError, match=f"_config.yml:2: :{part} in new_post_name may hold posts back"):
        site(tmp_path, {"_config.yml": text, **POST})
