"""What the configuration of a Hugo site says."""

import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.articles.conventions import Language, Section
from feeds.articles.foreign.location import location_of
from feeds.articles.foreign.sections import Sections
from feeds.core.errors import ConfigError
from feeds.sites import hugo_config
from feeds.sites.description import SiteDescription
from tests.sites.support import is_read, site

CONFIG = """
baseURL = "https://h.example/sub"
title = "Night"
locale = "de-AT"
timeZone = "Europe/Vienna"
[params]
description = "At night."
author = {name = "Ada"}
"""


ALWAYS = ("#*", "*/#*", "*~")
"""What Hugo ignores by its name."""


def test_what_a_site_says_of_itself(tmp_path: Path) -> None:
    """A Hugo site works as it is; its articles are those of its content, without the pages of sections."""
    found, problems = site(tmp_path, {"hugo.toml": CONFIG})
    assert problems == []
    assert (found.title, found.home_url, found.description) == ("Night", "https://h.example/sub/", "At night.")
    assert (found.language, found.author, found.zone) == ("de-AT", "Ada", ZoneInfo("Europe/Vienna"))
    assert (found.sources, found.files) == (("content",), ("hugo.toml",))
    assert found.exclude == ("content/_index.*", "content/*/_index.*", *ALWAYS)
    known = found.conventions
    assert (known.generator, known.content, known.id) == ("hugo", "content", "link")
    assert (known.permalink, known.sections) == (None, ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hugo.yaml", "BASEURL: https://h.example/\ntitle: T\n"),
        ("hugo.json", '{"baseurl": "https://h.example/", "Title": "T"}'),
        ("config.toml", 'baseURL = "https://h.example/"\ntitle = "T"\n'),
        ("config/_default/hugo.toml", 'baseURL = "https://h.example/"\ntitle = "T"\n'),
    ],
)
def test_every_form_of_the_configuration(tmp_path: Path, name: str, text: str) -> None:
    """The configuration may be in three languages, under two names, and in a folder; keys have any case."""
    found, problems = site(tmp_path, {name: text, "content/a.md": ""})
    assert (found.title, found.home_url, problems) == ("T", "https://h.example/", [])
    assert found.conventions.generator == "hugo"


def test_a_folder_of_parts(tmp_path: Path) -> None:
    """Files of the folder are parts by their names, with their key or without; production goes before the defaults."""
    found, _ = site(
        tmp_path,
        {
            "config/_default/config.yaml": "baseURL: https://test.example/\ndefaultContentLanguage: fr\n",
            "config/_default/params.toml": 'author = "Ada"\n',
            "config/_default/permalinks.toml": '[permalinks.page]\nposts = "/:slug/"\n',
            "config/_default/languages.fr.toml": 'title = "Nuit"\ncontentDir = "content/fr"\n',
            "config/_default/menus.en.toml": '[[main]]\nname = "x"\n',
            "config/production/hugo.toml": 'baseURL = "https://h.example/"\n',
        },
    )
    assert (found.title, found.home_url, found.author) == ("Nuit", "https://h.example/", "Ada")
    assert found.conventions.content == "content/fr"
    assert found.conventions.sections == (Section(folder="content/fr/posts", permalink="/:slug/"),)
    assert len(found.files) == 6


def test_a_folder_of_too_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not read might say what is not published, so nothing is read without it."""
    monkeypatch.setattr(hugo_config, "MAX_FILES", 2)
    parts = {f"config/_default/{name}.toml": "" for name in ("hugo", "languages.fr", "params")}
    with pytest.raises(ConfigError, match="it has more than 2 files of a configuration"):
        site(tmp_path, parts)


def test_a_configuration_of_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All its files are in memory together, however small each is."""
    monkeypatch.setattr(hugo_config, "MAX_SIZE", 50)
    parts = {f"config/_default/{name}.toml": f"a = '{'x' * 15}'" for name in ("hugo", "languages.fr", "params")}
    with pytest.raises(ConfigError, match=r"params.toml: the files of the configuration have more than 50 bytes"):
        site(tmp_path, parts)


@pytest.mark.parametrize("text", ["a: [" + "a: ," * 30 + "]\n", "- - 1\n" * 30, "".join(f"{n}:\n" for n in range(40))])
def test_a_configuration_of_too_many_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """In YAML many values cost more than their bytes, and the file that has them is named; in JSON they do not."""
    monkeypatch.setattr(hugo_config, "MAX_SIZE", 400)
    site(tmp_path / "json", {"hugo.json": json.dumps({"a": [1] * 60})})
    with pytest.raises(ConfigError, match=r"b.yaml: the files of the configuration have more than 400 bytes"):
        site(tmp_path, {"hugo.toml": "", "config/_default/b.yaml": text})


@pytest.mark.parametrize("base", ['"/"', '""', "5"])
def test_an_address_that_is_none(tmp_path: Path, base: str) -> None:
    """A base that is only a path says nothing of where the site is."""
    found, problems = site(tmp_path, {"hugo.toml": f"baseURL = {base}\n"})
    assert (found.home_url, problems) == (None, [])


def test_wrong_settings(tmp_path: Path) -> None:
    """A setting that cannot be used is named with its file and line; the others count."""
    text = 'title = "T"\nbaseURL = "https://"\n[languages.en]\nlocale = "the queen\'s"\n[params]\ntimeZone = "x"\n'
    found, problems = site(tmp_path, {"hugo.toml": text, "config/_default/hugo.toml": 'timezone = "Mars"\n'})
    assert found.title == "T"
    assert sorted(problem.partition(": error: ")[0] for problem in problems) == [
        "config/_default/hugo.toml:1",
        "hugo.toml:2",
        "hugo.toml:4",
    ]


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\ntitle = [\n", 2), ("x" * 300_000, 1), ("a = " + "[" * 5_000 + "]" * 5_000, 1)]
)
def test_a_configuration_that_cannot_be_read(tmp_path: Path, text: str, line: int) -> None:
    """Whatever is in the file, it ends in one line for a person."""
    with pytest.raises(ConfigError) as caught:
        site(tmp_path, {"hugo.toml": text})
    assert str(caught.value).startswith(f"{tmp_path}/hugo.toml:{line}: ")


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ('[permalinks]\nposts = "/:year/:slug/"\n', [("content/posts", "/:year/:slug/")]),
        ('[permalinks.page]\nposts = "/:slug/"\n[permalinks.section]\nposts = "/p/"\n', [("content/posts", "/:slug/")]),
        (
            '[[permalinks]]\npattern = "/a/:slug/"\ntarget = {path = "{/a,/b/**}"}\n'
            '[[permalinks]]\npattern = "/s/"\ntarget = {kind = "section"}\n[[permalinks]]\npattern = "/:slug/"\n',
            [("content", "/:slug/"), ("content", "/a/:slug/")],
        ),
        ("permalinks = 5\n", []),
    ],
)
def test_patterns_of_addresses(tmp_path: Path, text: str, sections: list[tuple[str, str]]) -> None:
    """Patterns are those of sections, in the old form, by kinds of pages, or as a list."""
    found, _ = site(tmp_path, {"hugo.toml": text})
    assert [(section.folder, section.permalink) for section in found.conventions.sections] == sections


@pytest.mark.parametrize(
    ("text", "folders"),
    [
        ("[uglyURLs]\nposts = true\nnotes = false\n", ["content/posts"]),
        ("uglyURLs = true\n", ["content"]),
        ("uglyURLs = 5\n", []),
    ],
)
def test_addresses_may_be_ugly(tmp_path: Path, text: str, folders: list[str]) -> None:
    """`uglyURLs` is for the whole site, or for sections."""
    found, _ = site(tmp_path, {"hugo.toml": text})
    assert [(section.folder, section.is_ugly) for section in found.conventions.sections] == [
        (folder, True) for folder in folders
    ]


def test_letters_in_addresses(tmp_path: Path) -> None:
    """Addresses keep upper-case letters and lose accents where the configuration says so."""
    found, _ = site(tmp_path, {"hugo.toml": "disablePathToLower = true\nremovePathAccents = true\n"})
    assert (found.conventions.keeps_case, found.conventions.drops_accents) == (True, True)


LANGUAGES = """
defaultContentLanguage = "en"
disableLanguages = ["it"]
[languages.en]
contentDir = "content/en"
[languages.de]
contentDir = "content/de"
[languages.de.permalinks]
posts = "/beitrag/:slug/"
[languages.fr]
[languages.it]
[languages.nl]
disabled = true
contentDir = "content/nl"
[permalinks]
posts = "/:slug/"
"""


def test_languages(tmp_path: Path) -> None:
    """Languages have folders, or endings of names; a disabled one is not published."""
    found, _ = site(tmp_path, {"hugo.toml": LANGUAGES})
    assert found.conventions.languages == (
        Language("en", "content/en"),
        Language("de", "content/de", "de"),
        Language("fr", "", "fr"),
    )
    assert (found.conventions.content, found.sources) == ("content/en", ("content/en", "content/de"))
    assert found.exclude[-3:] == ("*.[iI][tT].*", "*._language_[iI][tT]_.*", "content/nl")
    assert not any(is_read(tmp_path, found, f"content/en/a.{name}.md") for name in ("it", "IT", "_language_it_"))
    assert [(one.folder, one.permalink) for one in found.conventions.sections] == [
        ("content/en/posts", "/:slug/"),
        ("content/de/posts", "/beitrag/:slug/"),
    ]

    found, _ = site(tmp_path, {"hugo.toml": f"defaultContentLanguageInSubdir = true\n{LANGUAGES}"})
    assert [language.prefix for language in found.conventions.languages] == ["en", "de", "fr"]


def test_dates_of_the_default_language_are_its_own(tmp_path: Path) -> None:
    """A table of dates of the default language says nothing of the others, which have the general one."""
    text = (
        '[frontmatter]\nexpiryDate = ["expiryDate"]\n'
        '[languages.en.frontmatter]\nexpiryDate = ["ends"]\n[languages.fr]\n[languages.de.frontmatter]\ndate = ["d"]\n'
    )
    found, _ = site(tmp_path, {"hugo.toml": text})
    names = {code: dates["expirydate"] for code, dates in found.conventions.date_names.items()}
    assert names[""] == ("ends",)
    assert names["fr"] == ("expirydate", "unpublishdate")
    assert "ends" not in names["de"]


def test_one_theme_counts_once(tmp_path: Path) -> None:
    """A theme that is named any number of times is one mount."""
    themes = '"t", ' * 30_000
    found, problems = site(tmp_path, {"hugo.toml": f"theme = [{themes}]\n", "themes/t/content/a.md": ""})
    assert len(problems) == 1
    assert found.sources == ("content",)


def test_mounted_content(tmp_path: Path) -> None:
    """A folder that is mounted as the content is the content."""
    found, _ = site(tmp_path, {"hugo.toml": '[[module.mounts]]\nsource = "./docs/"\ntarget = "content"\n'})
    assert found.sources == ("docs",)


def test_values_that_cascade(tmp_path: Path) -> None:
    """What a site, or the file of a section, says of the pages below is the front matter of those that do not.

    The file of a section that cannot be read may have held them back, and does.
    """
    found, problems = site(
        tmp_path,
        {
            "hugo.toml": '[[cascade]]\n[cascade.params]\nauthor = "Ada"\n[cascade.target]\npath = "{/a/**,/b*}"\n'
            '[[cascade]]\ndraft = true\n[cascade.target]\nenvironment = "staging"\n',
            "content/notes/_index.md": "---\ntitle: Notes\ncascade:\n  build: {render: never}\n---\n",
            "content/quiet/_index.md": '+++\n[[cascade]]\nslug = "x"\n[cascade.target]\nkind = "section"\n+++\n',
            "content/broken/_index.md": "---\ncascade: [\n---\n",
        },
    )
    assert found.conventions.sections == (
        Section(pages=("/a/**", "/b*"), defaults={"author": "Ada"}),
        Section(folder="content/broken", is_published=False),
        Section(folder="content/notes", defaults={"build": {"render": "never"}}),
    )
    assert found.conventions.branches == {"content/notes", "content/quiet", "content/broken"}
    assert [problem.partition(": ")[0] for problem in problems] == ["content/broken/_index.md:3"]
    assert "the section cannot be read, and is held back" in problems[0]


def ignored(root: Path, found: SiteDescription, *names: str) -> set[str]:
    """Return the files of the content that are not read."""
    return {name for name in names if not is_read(root, found, f"content/{name}")}


def test_ignored_by_the_whole_path(tmp_path: Path) -> None:
    """Expressions are compared with the whole path of a file; one that fits that of the site is an error."""
    names = ("drafts/a.md", "p/a.md", "pages/content/b.md")
    for expression, expected in {
        "/content/drafts/": {"drafts/a.md"},
        "^content/p": set(),
        "/content/.*/content/": {"pages/content/b.md"},
        f"^{re.escape(str(tmp_path))}/content/p/": {"p/a.md"},
        "drafts$": {"drafts/a.md"},
    }.items():
        found, problems = site(tmp_path, {"hugo.json": json.dumps({"ignoreFiles": [expression]})})
        assert (ignored(tmp_path, found, *names), problems) == (expected, [])
    found, problems = site(tmp_path, {"hugo.json": json.dumps({"ignoreFiles": [f"/{tmp_path.name}/"]})})
    assert ignored(tmp_path, found, *names) == set(names)
    assert problems == [
        "hugo.json:1: error: ignoreFiles fits the path of the site itself: as in Hugo, nothing in it is read"
    ]


def test_files_that_are_ignored(tmp_path: Path) -> None:
    """Expressions for files become patterns; those that these cannot say hold more back, and are named."""
    found, problems = site(tmp_path, {"hugo.toml": 'ignoreFiles = ["\\\\.tmp\\\\.md$", "^b", "xx|(yy)", 55]\n'})
    assert (ignored(tmp_path, found, "a.tmp.md", "b.md", "c/xx/d.md", "yy.md", "55.md", "tmp.md"), problems) == (
        {"a.tmp.md", "c/xx/d.md", "yy.md", "55.md"},
        [],
    )
    found, problems = site(tmp_path, {"hugo.toml": 'title = "a"\nignoreFiles = "^[0-9]+x bb"\n'})
    assert ignored(tmp_path, found, "1x.md", "bb.md") == {"bb.md"}
    assert problems == [
        "hugo.toml:2: error: ignoreFiles is taken for more than it says, for ^[0-9]+x: "
        "write it without repeated groups and classes"
    ]


@pytest.mark.parametrize(
    ("weights", "expected"), [((1, 2), {"ee.md"}), ((2, 1), {"ee.md", "ff.md"}), ((0, 2), {"ee.md", "ff.md"})]
)
def test_files_that_a_language_ignores(tmp_path: Path, weights: tuple[int, int], expected: set[str]) -> None:
    """What the default language says of ignored files stands for what all do, and so does the first by weight."""
    text = 'ignoreFiles = "rr"\ndefaultContentLanguage = "en"\n'
    for code, letter, weight in zip(("en", "fr"), "ef", weights, strict=True):
        text += f"[languages.{code}]\nweight = {weight}\nignoreFiles = '{letter * 2}[.]md'\n"
    found, _ = site(tmp_path, {"hugo.toml": text})
    assert ignored(tmp_path, found, "ee.md", "ff.md", "rr.md") == expected


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("disableKinds = ['Page']\n", [None]),
        ("disableKinds = ['section']\n", []),
        ("[languages.en]\n[languages.fr]\ndisableKinds = ['page']\n", [frozenset({"fr"})]),
        ("disableKinds = ['page']\n[languages.en]\n[languages.fr]\ndisableKinds = []\n", [frozenset({"en"})]),
    ],
)
def test_a_site_without_pages(tmp_path: Path, text: str, languages: list[frozenset[str] | None]) -> None:
    """Of a language whose `disableKinds` has pages nothing is published, with a warning."""
    found, problems = site(tmp_path, {"hugo.toml": text})
    assert found.conventions.sections == tuple(Section(languages=one, is_published=False) for one in languages)
    assert [problem for problem in problems if "nothing is published" not in problem] == []
    assert len(problems) == len(languages)


def test_dates_by_other_names(tmp_path: Path) -> None:
    """A site may name the fields that its dates are in; other names of one count right behind it."""
    text = '[frontmatter]\ndate = [":filename", "Posted", ":default"]\npublishDate = "embargo publishDate"\n'
    found, problems = site(
        tmp_path, {"hugo.toml": f'{text}expiryDate = ["Until"]\nlastmod = ["changed", ":default"]\n'}
    )
    names = found.conventions.date_names[""]
    assert (names["date"][:3], problems) == ((":filename", "posted", "date"), [])
    assert names["publishdate"] == ("embargo", "publishdate", "pubdate", "published")
    assert names["expirydate"] == ("until",)
    assert found.conventions.fields == {"updatedDateTime": ("changed",)}


def test_dates_of_each_language(tmp_path: Path) -> None:
    """The table of a language stands in place of the general one, as in Hugo."""
    files = {
        "config/_default/hugo.toml": 'defaultContentLanguage = "en"\n[languages.en]\n[languages.fr]\n[languages.de]\n',
        "config/_default/frontmatter.yaml": "publishDate: [embargo]\n",
        "config/_default/frontmatter.fr.toml": 'expiryDate = ["until"]\n',
    }
    names = site(tmp_path, files)[0].conventions.date_names
    assert names.keys() == {"", "fr"}
    assert (names[""]["publishdate"], names["fr"]["expirydate"]) == (("embargo",), ("until",))
    assert names["fr"]["publishdate"] == ("publishdate", "pubdate", "published", "date")


def test_dates_of_files(tmp_path: Path) -> None:
    """That pages come out when files were changed is not followed, with a warning; that they end then is an error."""
    text = 'enableGitInfo = true\n[frontmatter]\npublishDate = [":git", ":default"]\n'
    _, problems = site(tmp_path, {"hugo.toml": text})
    assert problems == [
        "hugo.toml:3: warning: frontmatter.publishdate: feeds does not follow :git, and takes the dates behind it"
    ]
    text = '[frontmatter]\nexpiryDate = [":fileModTime"]\n'
    with pytest.raises(ConfigError, match=r"hugo\.toml:2: frontmatter\.expirydate has :filemodtime"):
        site(tmp_path, {"hugo.toml": text})


def test_drafts_that_are_built(tmp_path: Path) -> None:
    """A setting that feeds does not follow is named."""
    _, problems = site(tmp_path, {"hugo.toml": "buildDrafts = true\n"})
    assert problems == ["hugo.toml:1: warning: buildDrafts is left alone: drafts are not published"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[contentTypes.'text/markdown']\n[contentTypes.'text/plain']\n",
            "contentTypes has text/plain: feeds does not",
        ),
        ("[contentTypes.'text/markdown']\n", ""),
        ("[mediaTypes.'text/markdown']\nsuffixes = ['md', 'mdx']\n", "mediaTypes has suffixes of text/markdown: feeds"),
        ("[mediaTypes.'text/x']\nsuffixes = ['x']\n", ""),
        ("disableLanguages = ['FR']\n", "disableLanguages has FR, which Hugo does not know: feeds leaves it out"),
    ],
)
def test_pages_that_are_not_read_are_told_of(tmp_path: Path, text: str, message: str) -> None:
    """Where a site has pages by its settings that feeds passes over, a warning says so."""
    _, problems = site(tmp_path, {"hugo.toml": f"{text}[languages.en]\n[languages.fr]\n"})
    assert [problem.partition("warning: ")[2][: len(message)] for problem in problems] == [message] * bool(message)


SPOKEN = 'languageCode = "en-GB"\n[languages.en]\nweight = 1\n[languages.fr]\nweight = 2\n'
DRAFTED = "---\ncascade:\n  draft: true\n---\n"


@pytest.mark.parametrize(
    ("names", "languages"),
    [
        (("_index.md",), {"en", "en-GB"}),
        (("_index.en.md",), {"en", "en-GB"}),
        (("_index.fr.md",), {"fr"}),
        (("_index.md", "_index.fr.md"), {"en", "en-GB", "fr"}),
        (("_index.fr.html", "_index.fr.md"), {"fr"}),
        (("_index.xx.md",), set()),
        (("_index._language_fr_.md", "_index.en.x.md"), {"en", "en-GB", "fr"}),
        (("_index.x.en.md", "_index..md"), set()),
    ],
)
def test_what_cascades_in_a_language(tmp_path: Path, names: tuple[str, ...], languages: set[str]) -> None:
    """Each language of a section has a file of its own."""
    found, _ = site(tmp_path, {"hugo.toml": SPOKEN, **{f"content/a/{name}": DRAFTED for name in names}})
    sections = found.conventions.sections
    found_in = {one for section in sections for one in section.languages or ()}
    assert found_in == {one.casefold() for one in languages}
    assert all((section.folder, section.defaults) == ("content/a", {"draft": True}) for section in sections)


def test_a_section_of_a_site_with_one_language(tmp_path: Path) -> None:
    """Its code may stand in the name, and it holds for all files."""
    found, _ = site(tmp_path, {"hugo.toml": "", "content/a/_index.en.md": DRAFTED})
    assert [section.languages for section in found.conventions.sections] == [None]


MOUNTS = {
    'excludeFiles = ["secret/*"]': "secret",
    'excludeFiles = "secret/*"': "secret",
    'excludeFiles = ["SECRET/**"]': "secret",
    'excludeFiles = ["/{secret,x}/?.md"]': "secret/a.md",
    'excludeFiles = ["secret/[a-c].md"]': "secret/a.md",
    'excludeFiles = ["**t/?.md"]': "secret/a.md",
    'excludeFiles = ["**.fr.md"]': "posts/b.fr.md",
    'files = ["! secret/**"]': "secret",
    'files = ["**", "! secret/**"]': "secret",
    'includeFiles = ["posts/**"]': "secret",
    'includeFiles = ["posts/*"]': "secret posts/in/c.md",
    'includeFiles = ["posts/**", "secret/s/*"]\nexcludeFiles = ["posts/**"]': "secret/a.md",
}


@pytest.mark.parametrize("line", MOUNTS)
def test_what_mounts_leave_out(tmp_path: Path, line: str) -> None:
    """By the globs of Hugo: `*` stands within a name, in any case; a folder goes with all that is in it."""
    text = f'[[module.mounts]]\nsource = "content"\ntarget = "content"\n{line}\n'
    found, problems = site(tmp_path, {"hugo.toml": text, "content/a.md": ""})
    assert problems == []
    parts = Sections(found.conventions)
    paths = ("secret/a.md", "secret/s/d.md", "posts/b.md", "posts/b.fr.md", "posts/in/c.md")
    held = [path for path in paths if not parts.of(location_of(f"content/{path}", found.conventions)).is_published]
    out = MOUNTS[line].split()
    assert held == [path for path in paths if any(path == one or path.startswith(f"{one}/") for one in out)]
