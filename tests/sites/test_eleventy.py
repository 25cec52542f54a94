"""What the configuration and the data of an Eleventy site say in plain values."""

from pathlib import Path

from feeds.articles.conventions import Section
from feeds.sites.description import MAX_SECTIONS
from tests.sites.support import site

CONFIG = """
module.exports = function (config) {
  config.addFilter("x", (text) => text + 'y');
  return { dir: { input: "src", output: "out", data: "_info" } };
};
"""
DATA = '{"title": "Night", "url": "https://e.example", "description": "At night.", "author": {"name": "Ada"}}'


def test_what_a_site_says_of_itself(tmp_path: Path) -> None:
    """The folders are those of the configuration, and the title and address those of the site's data."""
    files = {".eleventy.js": CONFIG, "src/_info/metadata.json": DATA, ".eleventyignore": "# no\nREADME.md\n/a/**/b\n"}
    found, problems = site(tmp_path, files)
    assert problems == []
    assert (found.title, found.home_url, found.description) == ("Night", "https://e.example/", "At night.")
    assert (found.author, found.sources) == ("Ada", ("src",))
    assert found.exclude == ("out", "README.md", "a/b", "a/*/b")
    assert found.files == (".eleventy.js", "src/_info/metadata.json")
    known = found.conventions
    assert (known.generator, known.content, known.permalink, known.id) == ("eleventy", "src", None, "link")


def test_data_of_folders(tmp_path: Path) -> None:
    """A file of data that is called like its folder is the front matter of the files in it."""
    found, problems = site(
        tmp_path,
        {
            "eleventy.config.mjs": "export default function () {}",
            "posts/posts.json": '{"permalink": "/blog/{{ page.fileSlug }}/", "tags": "post"}',
            "notes/notes.11tydata.json": '{"author": "Ada"}',
            "broken/broken.json": "{\n",
            "node_modules/node_modules.json": "{}",
        },
    )
    assert sorted(found.conventions.sections, key=lambda section: section.folder) == [
        Section(folder="broken"),
        Section(folder="notes", defaults={"author": "Ada"}),
        Section(folder="posts", defaults={"permalink": "/blog/{{ page.fileSlug }}/", "tags": "post"}),
    ]
    assert len(problems) == 1
    assert problems[0].startswith("broken/broken.json:2: error: not JSON")


def test_wrong_data(tmp_path: Path) -> None:
    """A value of the data that cannot be used is named; what is no text says nothing."""
    found, problems = site(tmp_path, {".eleventy.js": "", "_data/site.json": '{"url": "nowhere", "title": 5}'})
    assert (found.title, found.home_url) == (None, None)
    assert problems[0].startswith("_data/site.json:1: error: url 'nowhere' is not an http or https address")


def test_data_in_a_program(tmp_path: Path) -> None:
    """What a program of data says in plain values counts as well, and a file in JSON goes before it."""
    program = """// The site.
    export default {
      title: "Night", url: 'https://e.example/n', language: `de`,
      description: process.env.TEXT, author: { name: "Ada", email: "ada@e.example" },
    };"""
    found, problems = site(tmp_path / "one", {".eleventy.js": "", "_data/metadata.js": program})
    assert problems == []
    assert (found.title, found.home_url, found.language) == ("Night", "https://e.example/n/", "de")
    assert (found.description, found.author) == (None, "Ada")
    assert found.files == (".eleventy.js", "_data/metadata.js")

    found, problems = site(tmp_path / "two", {".eleventy.js": "", "_data/site.js": program, "_data/meta.json": DATA})
    assert (found.home_url, found.files) == ("https://e.example/", (".eleventy.js", "_data/meta.json"))


def test_wrong_data_in_a_program(tmp_path: Path) -> None:
    """An address that cannot be used is named with the file."""
    found, problems = site(tmp_path, {".eleventy.js": "", "_data/site.cjs": 'module.exports = {url: "nowhere"}'})
    assert found.home_url is None
    assert problems[0].startswith("_data/site.cjs:1: error: url 'nowhere' is not an http or https address")


def test_data_of_single_files(tmp_path: Path) -> None:
    """It goes before that of the folder, and the longer name before the other; a file without an article is none."""
    files = {
        ".eleventy.js": "",
        "posts/posts.json": '{"draft": false}',
        "posts/owls.md": "",
        "posts/owls.json": '{"draft": false, "author": "Ada"}',
        "posts/owls.11tydata.json": '{"draft": true}',
        "posts/cats.json": '{"draft": true}',
    }
    found, problems = site(tmp_path, files)
    assert problems == []
    assert [(one.folder, one.defaults) for one in found.conventions.sections] == [
        ("posts", {"draft": False}),
        ("posts/owls.md", {"draft": False, "author": "Ada"}),
        ("posts/owls.md", {"draft": True}),
    ]


def test_data_of_files_crowds_out_none_of_folders(tmp_path: Path) -> None:
    """However many files have data of their own, what holds a folder back counts."""
    files = {".eleventy.js": "", "z/z.json": '{"draft": true}'}
    for number in range(MAX_SECTIONS + 10):
        files |= {f"a/{number}.md": "", f"a/{number}.json": "{}"}
    found, problems = site(tmp_path, files)
    assert found.conventions.sections[0] == Section(folder="z", defaults={"draft": True})
    assert len(found.conventions.sections) == MAX_SECTIONS
    assert [problem.partition(" count")[0] for problem in problems] == [
        ".eleventy.js:1: warning: only the first 2,000 parts of the site"
    ]


def test_data_in_programs_that_holds_pages_back(tmp_path: Path) -> None:
    """What is plain in it counts; it is not run."""
    files = {
        ".eleventy.js": "",
        "a/a.11tydata.js": "module.exports = { permalink: false, layout: 'x', eleventyExcludeFromCollections: true };",
        "b/owls.md": "",
        "b/owls.11tydata.cjs": "module.exports = { draft: true, tags: ['x'], permalink: '/x/' };",
        "c/c.11tydata.mjs": "export default { permalink: () => false, title: 'C' };",
    }
    found, _ = site(tmp_path, files)
    assert [(one.folder, one.defaults) for one in found.conventions.sections] == [
        ("a", {"permalink": False, "eleventyExcludeFromCollections": True}),
        ("b/owls.md", {"draft": True}),
    ]
