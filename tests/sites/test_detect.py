"""Which generator a site is of, told by its files."""

import ast
import errno
import os
from pathlib import Path

import pytest

import feeds
from feeds.core.errors import ending
from feeds.sites.above import MAX_LEVELS
from feeds.sites.detect import Found, site_above, site_at
from tests.sites.support import site, written


@pytest.mark.parametrize(
    ("files", "generator"),
    [
        (("_config.yml",), "jekyll"),
        (("_config.toml", "_posts/a.md"), "jekyll"),
        (("_config.yml", "source/_posts/a.md"), "hexo"),
        (("_config.yml", "scaffolds/post.md"), "hexo"),
        (("hugo.toml",), "hugo"),
        (("hugo.yaml", "_config.yml"), "hugo"),
        (("config/_default/config.toml",), "hugo"),
        (("config.yaml", "content/a.md", "layouts/x.html"), "hugo"),
        (("zola.toml",), "zola"),
        (("docusaurus.config.js",), "docusaurus"),
        (("eleventy.config.js",), "eleventy"),
        ((".eleventy.js", "_config.yml"), "eleventy"),
        (("astro.config.mjs",), "astro"),
        (("package.json", "content/a.md", "README.md"), None),
        (("config.toml",), None),
        (("config.json", "content/a.md"), None),
        (("config/_default/other.toml",), None),
    ],
)
def test_by_the_names_of_files(tmp_path: Path, files: tuple[str, ...], generator: str | None) -> None:
    """A generator is known by the name of its configuration, and where that is shared by what is beside it."""
    for name in files:
        written(tmp_path / name)
    found = site_at(tmp_path)
    assert (found.generator if found else None) == generator


@pytest.mark.parametrize(
    ("name", "text", "generator"),
    [
        ("config.toml", 'baseURL = "https://x.example/"\n', "hugo"),
        ("config.toml", 'base_url = "https://x.example"\n', "zola"),
        ("config.toml", "debug = true\n", None),
        ("config.json", '{"baseURL": "https://x.example/"}', "hugo"),
        ("config.yml", "base_url: x\n", None),
        ("package.json", '{"dependencies": {"hexo": "^7"}}', None),
    ],
)
def test_by_what_a_shared_name_holds(tmp_path: Path, name: str, text: str, generator: str | None) -> None:
    """Other programs have a `config.toml` as well."""
    written(tmp_path / name, text)
    written(tmp_path / "content" / "a.md")
    found = site_at(tmp_path)
    assert (found.generator if found else None) == generator


def test_a_package_that_needs_hexo(tmp_path: Path) -> None:
    """A `_config.yml` is Hexo's where the package needs it, before there is any post."""
    written(tmp_path / "_config.yml")
    written(tmp_path / "package.json", '{"dependencies": {"hexo": "^7"}}')
    found = site_at(tmp_path)
    assert found is not None
    assert found.generator == "hexo"


def test_from_a_folder_below_the_root(tmp_path: Path) -> None:
    """The root is found from any folder of the site, but not beyond the repository, nor from far below."""
    written(tmp_path / "hugo.toml")
    deep = tmp_path / "content" / "posts" / "2026"
    deep.mkdir(parents=True)
    assert site_above(deep, []) == site_above(tmp_path, []) == Found(tmp_path, "hugo")

    (tmp_path / "content" / ".git").mkdir()
    assert site_above(deep, []) is None

    far = tmp_path.joinpath(*map(str, range(MAX_LEVELS)))
    far.mkdir(parents=True)
    assert site_above(far, []) is None


@pytest.mark.parametrize(
    ("outer", "inner", "is_inner"),
    [
        ({"hugo.toml": ""}, "content/hugo.toml", False),
        ({"hugo.toml": ""}, "content/a/b/.eleventy.js", False),
        ({"hugo.toml": 'contentDir = "docs"'}, "docs/config/_default/hugo.toml", False),
        ({"hugo.toml": 'contentDir = "docs"'}, "content/hugo.toml", True),
        ({"hugo.toml": "["}, "content/hugo.toml", False),
        ({"zola.toml": ""}, "content/zola.toml", False),
        ({"_config.yml": "", "source/_posts/a.md": ""}, "source/_posts/_config.yml", False),
        ({"_config.yml": "", "source/_posts/a.md": ""}, "source/about/_config.yml", False),
        ({"_config.yml": "[", "source/_posts/a.md": ""}, "source/_config.yml", False),
        ({"_config.yml": "source_dir: docs", "scaffolds/a": ""}, "docs/_config.yml", False),
        ({"_config.yml": ""}, "_posts/_config.yml", False),
        ({"_config.yml": "["}, "_posts/_config.yml", False),
        ({"_config.yml": ""}, "blog/_posts/2024/.eleventy.js", False),
        ({"_config.yml": "collections: [owls]"}, "_owls/hugo.toml", False),
        ({"docusaurus.config.js": ""}, "blog/docusaurus.config.js", False),
        ({"docusaurus.config.js": ""}, "i18n/fr/docusaurus-plugin-content-blog/docusaurus.config.js", False),
        ({"astro.config.mjs": "", "src/content/a.md": ""}, "src/content/astro.config.mjs", False),
        ({"astro.config.mjs": "", "src/content/a.md": ""}, "src/pages/blog/zola.toml", False),
        ({".eleventy.js": "module.exports = {dir: {input: 'src'}}"}, "src/posts/.eleventy.js", False),
        ({"zola.toml": ""}, "content/a/_config.yml", False),
        ({"_config.yml": ""}, "docs/_config.yml", True),
        ({".eleventy.js": ""}, "demo/.eleventy.js", True),
        ({"hugo.toml": ""}, "themes/x/exampleSite/hugo.toml", True),
        ({"_config.yml": ""}, "docs/hugo.toml", True),
    ],
)
def test_a_configuration_among_the_articles(tmp_path: Path, outer: dict[str, str], inner: str, is_inner: bool) -> None:
    """It is one of their authors', and says nothing of the site; elsewhere it is that of a site in a site."""
    for name, text in outer.items():
        written(tmp_path / name, text)
    start = written(tmp_path / inner).parent
    start = start.parent.parent if start.name == "_default" else start
    passed: list[str] = []
    found = site_above(start, passed)
    assert found is not None
    assert found.root == (start if is_inner else tmp_path)
    assert passed == []


def test_a_folder_that_cannot_be_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be a site's, so that nothing is read without it; the message names it, and not what was looked for."""
    real = Path.stat

    def refuse(path: Path, **options: bool) -> os.stat_result:
        if path.name == ".git":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, **options)

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(PermissionError) as caught:
        site_above(tmp_path, [])
    assert ending(caught.value) == (4, f"{tmp_path}: it cannot be read or written: Permission denied")


def test_what_other_files_know(tmp_path: Path) -> None:
    """The package says what the configuration does not, and GitHub's file the address."""
    package = '{"homepage": "https://p.example/x", "description": "At night.", "author": "Ada <a@p.example>"}'
    found, problems = site(tmp_path, {"astro.config.mjs": "", "package.json": package})
    assert (found.home_url, found.description, found.author) == ("https://p.example/x/", "At night.", "Ada")
    assert problems == []

    found, _ = site(tmp_path, {"public/CNAME": "Night.example\n"})
    assert found.home_url == "https://night.example/"


def test_a_host_in_other_letters(tmp_path: Path) -> None:
    """The host in `CNAME` is written in ASCII, as in all addresses."""
    found, problems = site(tmp_path, {"astro.config.mjs": "", "CNAME": "b\u00fccher.example\n"})
    assert (found.home_url, problems) == ("https://xn--bcher-kva.example/", [])


@pytest.mark.parametrize(
    "written",
    [
        *("999.1.1.1", "-a.-b", "a..b", "localhost", "a.example b.example", "a.example\nb.example", "a.example/x"),
        *(
            "a.example:80",
            "u@a.example",
            "a.example?",
            "a.example#",
            "https://a.example",
            "a.example\0",
            "x" * 9_999 + ".y",
        ),
    ],
)
def test_a_file_that_names_no_host(tmp_path: Path, written: str) -> None:
    """It is passed over with its name, and the next file counts."""
    found, problems = site(tmp_path, {"astro.config.mjs": "", "CNAME": written, "public/CNAME": "night.example"})
    assert found.home_url == "https://night.example/"
    assert len(problems) == 1
    assert problems[0].startswith("CNAME:1: warning: ")
    assert "is not the name of a host, such as www.example.org: the file is passed over" in problems[0]


@pytest.mark.parametrize(
    "package",
    [
        "{",
        "[]",
        '{"homepage": 5, "author": []}',
        '{"homepage": "nowhere"}',
        '{"homepage": "https://github.com/a/b#readme"}',
    ],
)
def test_a_package_that_says_nothing(tmp_path: Path, package: str) -> None:
    """What npm cannot read is no matter of the feeds, and the page of a repository is no site."""
    found, problems = site(tmp_path, {"astro.config.mjs": "", "package.json": package})
    assert (found.home_url, found.author, problems) == (None, None, [])


LOOKS = {
    *("is_file", "is_dir", "is_symlink", "exists", "iterdir", "glob", "rglob", "walk", "stat", "lstat", "isfile"),
    *("isdir", "lexists", "listdir", "scandir", "open", "read_text", "read_bytes"),
}
"""Functions that look for a file or read it."""

ASKING = {"above.py", "commons.py", "detect.py", "files.py", "looks.py", "writers.py", "values.py"}
"""The modules that ask who has put a file there; the last checks paths that feeds.toml names."""


def test_no_lookup_goes_round() -> None:
    """What reads a site's configuration looks for files by `SiteFiles` alone, which asks whose they are."""
    sites = Path(feeds.__file__).parent / "sites"
    for path in sites.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        round_it = [
            ast.unparse(call)
            for call in calls
            if (isinstance(call, ast.Attribute) and call.attr in LOOKS and ast.unparse(call.value) != "files")
            or (isinstance(call, ast.Name) and call.id in LOOKS)
        ]
        assert path.name in ASKING or not round_it, f"{path.name}: {round_it}"
