"""Mounts of a Hugo site are laid over one another as Hugo lays them."""

from pathlib import Path

import pytest

from feeds.articles.foreign.held_back import held_back
from feeds.articles.foreign.location import location_of
from feeds.articles.foreign.sections import Sections
from feeds.core.errors import ConfigError
from feeds.frontmatter.split import split_file
from feeds.sites import hugo_overlay
from feeds.sites.description import SiteDescription
from tests.sites.hugo_cases import DRAFT, FREE, PAGE, TWO
from tests.sites.support import site


def mount(source: str, target: str = "content", languages: str = "") -> str:
    """Return the text for a mount."""
    text = f'[[module.mounts]]\nsource = "{source}"\ntarget = "{target}"\n'
    return text + (f"[module.mounts.sites.matrix]\nlanguages = {languages}\n" if languages else "")


HELD = "---\ntitle: T\ndraft: true\n---\n"
BOTH = mount("content") + mount("docs")


def published(found: SiteDescription, files: dict[str, str]) -> set[str]:
    """Return the pages of the sources that are not held back."""
    sections = Sections(found.conventions)
    names = set()
    for name, text in files.items():
        is_page = name.endswith(".md") and "/_index." not in name and name.startswith(tuple(found.sources))
        rules = sections.of(location_of(name, found.conventions))
        source = split_file(text.encode())
        if is_page and rules.is_published and not held_back(source.data if source else {}, "hugo", rules.defaults):
            names.add(name)
    return names


def pages(*names: str) -> dict[str, str]:
    """Return pages."""
    return dict.fromkeys(names, PAGE)


@pytest.mark.parametrize(
    ("config", "files", "expected"),
    [
        (BOTH, pages("content/a.md", "docs/b.md"), {"content/a.md", "docs/b.md"}),
        (BOTH, pages("content/a.md", "docs/a.md", "docs/p/a.md"), {"content/a.md", "docs/p/a.md"}),
        (BOTH, {**pages("docs/a.md"), "content/a.md": "---\ndraft: true\n---\n"}, set()),
        (BOTH, {**pages("content/p/a.md", "docs/p/b.md"), "docs/p/_index.md": DRAFT}, set()),
        (BOTH, {**pages("content/p/a.md", "docs/p/b.md"), "content/p/_index.md": DRAFT}, set()),
        (
            BOTH,
            {**pages("content/p/a.md", "docs/p/b.md"), "content/p/_index.md": DRAFT, "docs/p/_index.md": FREE},
            set(),
        ),
        (
            BOTH,
            {**pages("content/p/a.md", "docs/p/b.md"), "content/p/_index.md": FREE, "docs/p/_index.md": DRAFT},
            {"content/p/a.md", "docs/p/b.md"},
        ),
        (BOTH, pages("content/p/b/index.md", "docs/p/b/x.md", "docs/p/c.md"), {"content/p/b/index.md", "docs/p/c.md"}),
        (
            mount("content") + mount("blog", "content/a/b") + mount("docs", "content"),
            {**pages("content/x.md", "docs/a/b/y.md", "docs/x.md"), "blog/index.md": PAGE},
            {"content/x.md"},
        ),
        (
            mount("content") + mount("blog", "content/blog"),
            {**pages("content/a.md", "content/blog/x.md"), "blog/_index.md": DRAFT},
            {"content/a.md"},
        ),
        (
            mount("content") + mount("README.md", "content/_index.md"),
            {**pages("content/a.md"), "README.md": DRAFT},
            set(),
        ),
        (
            TWO + mount("content/en", languages="'en'") + mount("content/fr", languages="['fr']"),
            {**pages("content/en/p/a.md", "content/fr/p/b.md", "content/c.md"), "content/en/p/_index.md": DRAFT},
            {"content/fr/p/b.md"},
        ),
        (
            TWO + mount("en") + mount("fr", languages="'fr'") + mount("fr2", languages="'fr'"),
            {**pages("en/p/a.md", "fr/p/b.md", "fr2/p/c.md"), "fr/p/_index.md": DRAFT},
            {"en/p/a.md"},
        ),
        (
            TWO + "disabled = true\n" + mount("en") + mount("fr", languages="'fr'"),
            pages("en/a.md", "fr/b.md"),
            {"en/a.md"},
        ),
        (
            TWO + mount("content") + mount("docs", languages="['xx']"),
            {**pages("content/a.md", "docs/b.md"), "docs/_index.md": DRAFT},
            {"content/a.md"},
        ),
        (
            TWO + mount("en") + mount("fr", languages="'fr'") + mount("en", languages="'fr'"),
            pages("en/a.md", "fr/a.md", "en/b.md"),
            {"en/a.md", "fr/a.md", "en/b.md"},
        ),
        (
            TWO + mount("en") + mount("fr", languages="'fr'"),
            pages("en/a.md", "en/b.fr.md", "fr/c.md", "fr/d.en.md", "fr/e.fr.md"),
            {"en/a.md", "fr/c.md", "fr/e.fr.md"},
        ),
        (BOTH, {**pages("content/a.md"), "docs/a/index.md": HELD}, set()),
        (BOTH, {**pages("docs/a/index.md"), "content/a.md": HELD}, set()),
        (BOTH, {**pages("docs/my-page.md"), "content/My Page.md": HELD}, set()),
        (
            BOTH,
            {**pages("docs/q/z.md", "docs/r.md"), "content/q.md": "---\ndraft: true\ncascade: {x: 1}\n---\n"},
            {"docs/r.md"},
        ),
        (
            mount("content") + "files = ['a.md']\n" + mount("docs"),
            {**pages("docs/a.md", "content/b.md", "docs/b.md"), "content/a.md": HELD},
            {"docs/b.md"},
        ),
        (
            mount("content") + "files = ['! posts/**']\n" + mount("docs"),
            pages("content/a.md", "content/posts/b.md", "docs/posts/b.md"),
            {"content/a.md", "docs/posts/b.md"},
        ),
        (mount("content") + mount("README.md", "content/a.md"), {**pages("README.md"), "content/a.md": HELD}, set()),
        (mount("README.md", "content/a.md") + mount("content"), {**pages("content/a.md"), "README.md": HELD}, set()),
        (
            mount("content") + mount("README.md", "content/p/index.md"),
            pages("README.md", "content/p/a.md", "content/b.md"),
            {"content/b.md"},
        ),
        ('theme = "t"\n', {**pages("content/p/a.md"), "themes/t/content/p/_index.md": DRAFT}, set()),
        ('theme = "t"\n', pages("content/a.md", "themes/t/content/a.md"), {"content/a.md"}),
        ('theme = "t"\n', pages("content/a/index.md", "themes/t/content/a.md"), {"content/a/index.md"}),
        ('contentDir = "docs"\n' + mount("content"), pages("content/a.md", "docs/b.md"), {"content/a.md"}),
    ],
)  # fmt: skip
def test_mounts_over_one_another(tmp_path: Path, config: str, files: dict[str, str], expected: set[str]) -> None:
    """All whole mounts are read; files of one name, bundles and sections count over all mounts of a language."""
    found, _ = site(tmp_path, {"hugo.toml": config, **files})
    assert published(found, files) == expected


def test_one_folder_that_is_mounted_for_two_languages(tmp_path: Path) -> None:
    """The names of its files tell their languages, as where it is mounted once."""
    files = pages("content/p/a.md", "content/p/a.fr.md")
    found, _ = site(
        tmp_path, {"hugo.toml": TWO + mount("content") + "lang = 'en'\n" + mount("content") + "lang = 'fr'\n", **files}
    )
    places = {name: location_of(name, found.conventions) for name in files}
    assert {name: (place.name, place.prefix) for name, place in places.items()} == {
        "content/p/a.md": ("a", ""),
        "content/p/a.fr.md": ("a", "fr"),
    }


def test_where_pages_of_a_mount_are(tmp_path: Path) -> None:
    """The addresses of pages leave out the folder that is mounted, and those of a language begin with it."""
    config = TWO + mount("content") + mount("docs") + mount("fr", languages="'fr'") + mount("fr2", languages="'fr'")
    found, problems = site(tmp_path, {"hugo.toml": config})
    places = [location_of(f"{name}/p/a.md", found.conventions) for name in ("content", "docs", "fr", "fr2")]
    assert [(place.folders, place.prefix) for place in places] == [(("p",), "")] * 2 + [(("p",), "fr")] * 2
    assert (set(found.sources), problems) == ({"content", "docs", "fr", "fr2"}, [])


def test_what_is_not_read_is_told_of(tmp_path: Path) -> None:
    """Parts of the content and that of themes have a warning; without the content itself the build stops."""
    files = pages("blog/a.md", "content/b.md", "README.md", "themes/t/content/c.md")
    config = 'theme = "t"\n' + mount("content") + mount("blog", "content/blog") + mount("README.md", "content/r.md")
    found, problems = site(tmp_path, {"hugo.toml": config, **files})
    assert {problem.split()[2] for problem in problems} == {"themes/t/content", "blog", "README.md"}
    assert found.sources == ("content",)
    with pytest.raises(ConfigError, match=r"hugo\.toml:\d+: module\.mounts has parts of the content alone"):
        site(tmp_path, {"hugo.toml": mount("content/p", "content/q")})


def test_a_file_that_cascades_in_another_language_than_that_of_its_folder(tmp_path: Path) -> None:
    """What it is about is held back in both: whoever writes articles stops no build."""
    files = {**pages("fr/p/a.md", "en/p/b.md", "en/c.md", "fr/d.md"), "fr/p/_index.en.md": DRAFT}
    found, problems = site(tmp_path, {"hugo.toml": TWO + mount("en") + mount("fr", languages="'fr'"), **files})
    assert published(found, files) == {"en/c.md", "fr/d.md"}
    assert any("fr/p/_index.en.md:1: warning: it cascades in another language" in problem for problem in problems)


@pytest.mark.parametrize(
    ("config", "more", "message"),
    [
        (TWO + BOTH + "[module.mounts.sites.matrix]\nlanguages = '**'\n", {}, "docs is mounted for several languages"),
        (TWO + BOTH + f"lang = '{'x' * 1_001}'\n", {}, "docs is mounted for several languages"),
        ("".join(mount(f"a{'/b' * depth}") for depth in range(7)), {}, "a(/b){6} is in more than 5 other folders"),
        (
            "".join(f"[languages.l{depth}]\ncontentDir = 'a{'/b' * depth}'\n" for depth in range(7)),
            {},
            "a(/b){6} is in more than 5 other folders of the content",
        ),
        ("".join(mount(f"c{number}") for number in range(51)), {}, "the site has more than 50 mounts of the content"),
    ],
)
def test_mounts_that_are_refused(tmp_path: Path, config: str, more: dict[str, str], message: str) -> None:
    """The build stops where nobody could tell what of several folders Hugo publishes."""
    with pytest.raises(ConfigError, match=rf"(hugo.toml|md):\d+: {message}"):
        site(tmp_path, {"hugo.toml": config, **more})


def test_one_mount_for_several_languages(tmp_path: Path) -> None:
    """One alone lies over nothing: it is read in the first of its languages."""
    found, problems = site(tmp_path, {"hugo.toml": TWO + mount("docs", languages="['fr', 'en']"), "docs/a.md": PAGE})
    assert (location_of("docs/a.md", found.conventions).language, problems) == ("en", [])


@pytest.mark.parametrize(
    ("config", "files", "place"),
    [
        (BOTH, ("content/a.md", "docs/a/index.md"), "docs/a/index.md:1: warning: another mount has this page as well"),
        (BOTH, ("content/a.md", "docs/a.md"), ""),
        (
            TWO + mount("en") + mount("fr", languages="'fr'"),
            ("en/b.fr.md", "fr/c.md"),
            "en/b.fr.md:1: warning: it is in",
        ),
        (TWO + mount("en") + mount("fr", languages="'xx'"), ("en/b.fr.md",), "hugo.toml:9: warning: fr is mounted for"),
        (
            mount("content") + "files = ['! **/index.md']\n",
            (),
            "hugo.toml:1: warning: module.mounts leaves out files of",
        ),
    ],
)
def test_mounts_that_lose_pages_are_told_of(tmp_path: Path, config: str, files: tuple[str, ...], place: str) -> None:
    """What is held back as feeds does not follow a mount has a warning; what Hugo hides has none."""
    _, problems = site(tmp_path, {"hugo.toml": config, **pages(*files)})
    assert [problem[: len(place)] for problem in problems] == [place] * bool(place)


STUFF = '[[module.mounts]]\nsource = "stuff"\ntarget = "content/p"\n'
OF_T = "[[module.imports]]\npath = 't'\n"


@pytest.mark.parametrize(
    ("config", "more", "is_held"),
    [
        (OF_T, {"themes/t/content/p/_index.md": DRAFT}, True),
        (OF_T + "disable = true\n", {"themes/t/content/p/_index.md": DRAFT}, False),
        ('theme = "t"\n', {"themes/t/hugo.toml": STUFF, "themes/t/stuff/_index.md": DRAFT}, True),
        (
            'theme = "t"\n',
            {"themes/t/config/_default/module.toml": STUFF.replace("module.", ""), "themes/t/stuff/_index.md": DRAFT},
            True,
        ),
        (f"{OF_T}[[module.imports.mounts]]\n{STUFF[18:]}", {"themes/t/stuff/_index.md": DRAFT}, True),
        ('theme = "a t"\n', {"themes/t/content/p.md": "---\ndraft: true\ncascade: {draft: true}\n---\n"}, True),
        (OF_T, {"_vendor/t/content/p/_index.md": DRAFT}, True),
        (f"module.replacements = 't -> u'\n{OF_T}", {"themes/u/content/_index.md": DRAFT}, True),
        ('theme = "s"\n', {"themes/s/config.toml": 'theme = "t"\n', "themes/t/content/p/_index.md": DRAFT}, True),
    ],
)
def test_what_sections_of_modules_hold_back(tmp_path: Path, config: str, more: dict[str, str], is_held: bool) -> None:
    """Themes and modules that lie in the site cascade, wherever their content is mounted from."""
    files = {"hugo.toml": config, "content/p/a.md": PAGE}
    found, _ = site(tmp_path, files | more)
    assert published(found, files) == (set() if is_held else {"content/p/a.md"})


def test_too_many_modules_are_refused(tmp_path: Path) -> None:
    """What is not looked at might hold back pages."""
    with pytest.raises(ConfigError, match=r"hugo\.toml:1: the site has more than 200 themes and modules"):
        site(tmp_path, {"hugo.toml": f"theme = {[f't{number}' for number in range(201)]}\n"})


def test_too_many_sections_of_mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what sections say for other mounts is too much, nothing in any is published."""
    monkeypatch.setattr(hugo_overlay, "MAX_COPIES", 1)
    files = {**pages("content/p/a.md", "docs/q/b.md"), "docs/p/_index.md": DRAFT, "docs/r/_index.md": DRAFT}
    found, _ = site(tmp_path, {"hugo.toml": BOTH, **files})
    assert published(found, files) == set()
