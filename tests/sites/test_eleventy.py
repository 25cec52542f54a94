"""What the configuration and the data of an Eleventy site say in plain values."""

import json
from pathlib import Path

import pytest

from feeds.articles.conventions import Section
from feeds.articles.foreign.held_back import held_back
from feeds.articles.foreign.location import location_of
from feeds.articles.foreign.sections import Sections
from feeds.core.errors import ConfigError
from feeds.sites import eleventy_data
from feeds.sites.description import MAX_SECTIONS
from tests.sites.support import is_read, site, written

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
    assert found.exclude == ("out", "src/_info")
    assert not any(is_read(tmp_path, found, path) for path in ("README.md", "a/b", "a/x/y/b", "A/b/c.md"))
    assert is_read(tmp_path, found, "src/README.md")
    assert found.files == (".eleventy.js", "src/_info/metadata.json")
    known = found.conventions
    assert (known.generator, known.content, known.permalink, known.id) == ("eleventy", "src", None, "link")


@pytest.mark.parametrize(
    ("script", "patterns"),
    [
        ("", ("src/drafts", "secret")),
        ("c.setUseGitIgnore(false)", ("src/drafts",)),
        ("c.setUseGitIgnore( false );", ("src/drafts",)),
        ("c.setUseGitIgnore(true)", ("src/drafts", "secret")),
        ("// c.setUseGitIgnore(false)", ("src/drafts", "secret")),
    ],
)
def test_patterns_beside_the_input_and_of_git(tmp_path: Path, script: str, patterns: tuple[str, ...]) -> None:
    """What is ignored in the folder of the input is below it; what git ignores is, unless the site says otherwise."""
    program = f"module.exports = function (c) {{ {script}\n return {{dir: {{input: 'src'}}}} }}"
    found, _ = site(
        tmp_path, {".eleventy.js": program, "src/.eleventyignore": "drafts/\n", ".gitignore": "# a\n/secret\n!b\n"}
    )
    assert found.exclude == ("_site",)
    assert {path for path in ("src/drafts/a.md", "secret/a.md", "b/a.md") if not is_read(tmp_path, found, path)} == {
        f"{pattern}/a.md" for pattern in patterns
    }


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
        Section(folder="broken", is_published=False),
        Section(folder="notes", defaults={"author": "Ada"}),
        Section(folder="posts", defaults={"permalink": "/blog/{{ page.fileSlug }}/", "tags": "post"}),
    ]
    assert len(problems) == 1
    assert problems[0].startswith("broken/broken.json:2: error: the section cannot be read, and is held back: not JSON")


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


def test_all_data_counts(tmp_path: Path) -> None:
    """However many files and folders have data, and whatever folders are called, what holds articles back does so."""
    files = {".eleventy.js": "", "z/z.json": '{"draft": true}', "public/public.json": '{"draft": true}'}
    for number in range(MAX_SECTIONS + 10):
        files |= {f"a/{number}.md": "", f"a/{number}.json": '{"draft": true}'}
    found, problems = site(tmp_path, files)
    assert problems == []
    assert {section.folder for section in found.conventions.sections} == {
        *("z", "public"),
        *(f"a/{number}.md" for number in range(MAX_SECTIONS + 10)),
    }
    assert len({id(section.defaults) for section in found.conventions.sections}) == 1


@pytest.mark.parametrize(
    "text", ["{", "[]", "5", '{"a": ' + "[" * 500, f'{{"a": {"9" * 5_000}}}', f'{{"a": "{"x" * 200_000}"}}']
)
@pytest.mark.parametrize("name", ["posts/posts.json", "posts/owls.11tydata.json"])
def test_data_that_cannot_be_read(tmp_path: Path, text: str, name: str) -> None:
    """It holds back what it is about, as that may be what it says, with an error; an empty one says nothing."""
    found, problems = site(tmp_path / "a", {".eleventy.js": "", "posts/owls.md": "", name: text})
    about = "posts" if name == "posts/posts.json" else "posts/owls.md"
    assert found.conventions.sections == (Section(folder=about, is_published=False),)
    assert len(problems) == 1
    assert problems[0].startswith(f"{name}:1: error: the section cannot be read, and is held back: ")

    found, problems = site(tmp_path / "b", {".eleventy.js": "", "posts/owls.md": "", name: " \n"})
    assert (found.conventions.sections, problems) == ((), [])


def test_programs_that_cannot_be_read(tmp_path: Path) -> None:
    """A program that is too long to be read, or leads elsewhere, holds back as well."""
    files = {".eleventy.js": "", "a/a.11tydata.js": "/" * 200_001, "b/x.md": ""}
    for name, text in files.items():
        written(tmp_path / "site" / name, text)
    (tmp_path / "site/b/b.11tydata.js").symlink_to(written(tmp_path / "elsewhere.js"))
    found, problems = site(tmp_path / "site", {})
    assert found.conventions.sections == (
        Section(folder="a", is_published=False),
        Section(folder="b", is_published=False),
    )
    assert len(problems) == 2


def test_what_is_kept_of_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no field is called by is kept if it is short, what is the same once, and beyond a limit what holds back."""
    files = {
        ".eleventy.js": "",
        "a/a.json": json.dumps({"tags": ["x"], "long": "x" * 2_000, "own": "x", "title": "x" * 2_000}),
        "b/b.json": json.dumps({"tags": list(range(600)), "Draft": True, "password": "x" * 30_000}),
        "c/c.json": json.dumps({"tags": ["y" * 500], "status": ["x"] * 30 + ["draft"]}),
        "d/d.json": json.dumps({"tags": ["z"], "permalink": False}),
    }
    found, problems = site(tmp_path / "one", files)
    defaults = {section.folder: section.defaults for section in found.conventions.sections}
    assert defaults["a"] == {"tags": ["x"], "own": "x", "title": "x" * 2_000}
    assert defaults["b"] == {"draft": True, "password": True}
    assert problems == [
        "b/b.json:1: warning: the file has more than 20,000 characters: only what holds articles back counts"
    ]

    monkeypatch.setattr(eleventy_data, "MAX_DATA", 2_200)
    found, problems = site(tmp_path / "two", files)
    defaults = {section.folder: section.defaults for section in found.conventions.sections}
    assert (defaults["c"], defaults["d"]) == ({"status": "draft"}, {"permalink": False})
    assert [problem.partition(" come to")[0] for problem in problems[1:]] == ["c/c.json:1: warning: the files of data"]


def test_names_are_no_patterns(tmp_path: Path) -> None:
    """Data beside an article, or in a folder, with a name that looks like a pattern is about that alone."""
    names = ("*", "[x]", "what?", "a\\b")
    files = {".eleventy.js": "", "posts/other.md": "", "posts/x.md": "", "posts/b.md": ""}
    for name in names:
        files |= {
            f"posts/{name}.md": "",
            f"posts/{name}.json": '{"draft": true}',
            f"{name}/{name}.json": '{"draft": 1}',
        }
    found, problems = site(tmp_path, files)
    assert problems == []
    sections = Sections(found.conventions)

    def held(path: str) -> bool:
        return "draft" in sections.of(location_of(path, found.conventions)).defaults

    assert all(held(f"posts/{name}.md") and held(f"{name}/owls.md") for name in names)
    assert not any(held(path) for path in ("posts/other.md", "posts/x.md", "posts/b.md", "what1/owls.md", "x/owls.md"))


def test_data_in_programs_that_holds_pages_back(tmp_path: Path) -> None:
    """What is plain in it counts; it is not run. What is computed holds back, with an error."""
    files = {
        ".eleventy.js": "",
        "a/a.11tydata.js": "module.exports = { permalink: false, layout: 'x', eleventyExcludeFromCollections: true };",
        "b/owls.md": "",
        "b/owls.11tydata.cjs": "module.exports = { draft: true, tags: ['x'], permalink: '/x/' };",
        "c/c.11tydata.mjs": "export default {\npermalink: () => false, title: 'C' };",
        "d/d.11tydata.js": "// {draft: true}\nconst other = {draft: true}; module.exports = { x: [{draft: true}] };",
        "e/e.11tydata.js": "const shared = {draft: true}; module.exports = { ...shared, layout: 'x' };",
        "f/f.11tydata.js": "module.exports = { status: 'draft', passphrase: 'x', published: true };",
    }
    found, problems = site(tmp_path, files)
    assert problems == [
        "c/c.11tydata.mjs:2: error: the section cannot be read, and is held back: what it says of permalink is"
        " computed, and may hold pages back; write it as a plain value, or a function that asks for `draft` alone"
    ]
    assert [one.folder for one in found.conventions.sections if not one.is_published] == ["c"]
    assert [(one.folder, one.defaults) for one in found.conventions.sections if one.is_published] == [
        ("a", {"permalink": False, "eleventyExcludeFromCollections": True}),
        ("b/owls.md", {"draft": True}),
        ("e", {"draft": True}),
        ("f", {"published": True, "status": "draft", "passphrase": True}),
    ]


@pytest.mark.parametrize(
    ("name", "text", "is_held"),
    [
        ("permalink.json", "false", True),
        ("draft.json", "true", True),
        ("draft.json", "", False),
        ("eleventyComputed.json", '{"permalink": false}', True),
        ("eleventyComputed/permalink.json", "false", True),
        ("eleventyComputed.js", "module.exports = {permalink: false}", True),
        ("eleventyComputed.js", "module.exports = {permalink: (d) => d.draft ? false : d.permalink}", False),
        ("eleventyComputed.mjs", "export default () => ({draft: true})", True),
        ("eleventyComputed.mjs", "export const permalink = false", True),
        ("eleventyComputed/permalink.js", "module.exports = () => (d) => `/x/${d.page.fileSlug}/`", False),
        ("permalink.js", "module.exports = false", True),
        ("other/permalink.json", "false", False),
        ("private.json", '[{"draft": true}]', False),
        ("posts.js", "module.exports = require('./x')", False),
    ],
)
def test_data_of_the_whole_site(tmp_path: Path, name: str, text: str, is_held: bool) -> None:
    """Files of data by the names of fields that hold pages back do so with all pages."""
    found, problems = site(tmp_path, {".eleventy.js": "", f"_data/{name}": text})
    said = Sections(found.conventions).of(location_of("posts/a.md", found.conventions)).defaults
    assert (held_back({}, "eleventy", said) is not None, problems) == (is_held, [])


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("eleventyComputed.js", "module.exports = {\n permalink: (d) => d.wip ? false : d.permalink}", 2),
        ("eleventyComputed.js", "module.exports = require('./x')", 1),
        ("eleventyExcludeFromCollections.cjs", "module.exports = process.env.X === 'y'", 1),
        ("eleventyComputed/draft.js", "module.exports = () => (d) => d.wip", 1),
        ("draft.json", "{", 1),
    ],
)
def test_data_of_the_whole_site_that_is_not_followed(tmp_path: Path, name: str, text: str, line: int) -> None:
    """What may hold all pages back, and is computed, stops the builds."""
    with pytest.raises(ConfigError, match=rf"_data/{name}:{line}: "):
        site(tmp_path, {".eleventy.js": "", f"_data/{name}": text})
