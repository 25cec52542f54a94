"""Configurations that say in a few lines what is far too much, or lead out of the site, cost next to nothing."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feeds.articles.conventions import Section
from feeds.core.errors import ConfigError, OutputError
from feeds.core.limits import MAX_TITLE
from feeds.frontmatter.file import read_bytes
from feeds.sites import config_file, globs, looks, values
from feeds.sites import files as files_module
from feeds.sites.description import MAX_SECTIONS
from feeds.sites.files import SiteFiles
from feeds.sites.zola import MAX_LANGUAGES
from tests.sites.support import site, written

BOMB = "b0: &b0 [lol]\n" + "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 12))
TABLES = "b0: &b0 {a: 1}\n" + "".join(
    f"b{n}: &b{n} {{{', '.join(f'k{m}: *b{n - 1}' for m in range(30))}}}\n" for n in range(1, 6)
)
LONG = f"long: &long {'x' * 9_000}\n"


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": f"{BOMB}category_map: {{a: *b11}}\n", "source/_posts/a.md": ""},
        {"_config.yml": f"{BOMB}plugins: [*b11]\n"},
        {"_config.yml": f"{LONG}plugins: [{', '.join(['{values: {a: *long}}'] * 400)}]\n"},
        {"_config.yml": "title: a\n", "_data/authors.yml": LONG + "".join(f"p{n}: *long\n" for n in range(500))},
        {"hugo.yaml": TABLES, "config/_default/hugo.yaml": TABLES},
        {"_config.yml": "a: &a [*a]\n"},
    ],
    ids=["hexo", "jekyll", "text", "authors", "hugo", "itself"],
)
def test_aliases_that_stand_for_too_much(tmp_path: Path, files: dict[str, str]) -> None:
    """A setting in which aliases stand for too many characters, or for themselves, is left out and named."""
    _, problems = site(tmp_path, files)
    said = "holds itself, or its aliases stand for more than 200,000 characters: it is left out"
    assert any(said in problem and ": warning: " in problem for problem in problems)


@pytest.mark.parametrize(
    ("name", "files"),
    [
        *((name, {}) for name in ("defaults", "collections", "exclude")),
        *((name, {"source/_posts/a.md": ""}) for name in ("encrypt", "skip_render", "ignore")),
    ],
)
def test_what_holds_articles_back_is_not_left_out(tmp_path: Path, name: str, files: dict[str, str]) -> None:
    """A configuration in which that cannot be read for its aliases is none."""
    with pytest.raises(ConfigError, match=rf"_config.yml:13: '{name}' holds itself, or its aliases stand for more"):
        site(tmp_path, {"_config.yml": f"{BOMB}{name}: [*b11]\n", **files})


@pytest.mark.parametrize("pattern", ["x" * 1_001, "{a,b}" * 11, "{a,b}" * 9, "{" + ",".join(map(str, range(60))) + "}"])
@pytest.mark.parametrize("name", ["exclude", "skip_render", "ignore", "ignored_content"])
def test_a_pattern_of_what_is_not_published_is_not_left_out(tmp_path: Path, name: str, pattern: str) -> None:
    """One that is too much to be followed stops the builds of its site, and is named."""
    config, text = ("_config.yml", f"{name}:\n- a\n- '{pattern}'\n")
    if name == "ignored_content":
        config, text = "zola.toml", f"{name} = [\n'a',\n'{pattern}']\n"
    files = {} if name == "exclude" else {"source/_posts/a.md": ""}
    with pytest.raises(ConfigError, match=rf"{config}:\d: a pattern of {name} .*: what it keeps out would be"):
        site(tmp_path, {config: text, **files})


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"ignoreFiles": ["a", "x" * 1_001]}, "an expression of ignoreFiles is longer than 1,000 characters: what it"),
        ({"ignoreFiles": ["(?=a)"]}, "an expression of ignoreFiles is none that feeds understands: what it keeps out"),
        ({"module": {"ignoreFiles": [["a"]]}}, "module.ignorefiles holds something else than texts"),
        ({"ignoreFiles": [f"{number}{'x' * 900}" for number in range(20)]}, "the patterns of ignoreFiles are lon"),
        ({"languages": {f"l{n}": {"disabled": n > 300} for n in range(302)}}, "there are more than 300 languages"),
        (
            {"module": {"mounts": [{"source": f"a{n}", "target": "content"} for n in range(301)]}},
            "the site has more than 50",
        ),
        ({"renderSegments": ["news"]}, "renderSegments leaves pages out, which feeds does not follow"),
        ({"frontmatter": {"expiryDate": [f"d{n}" for n in range(900)]}}, "frontmatter.expirydate has more than"),
    ],
)
def test_nothing_that_a_hugo_site_holds_back_is_left_out(
    tmp_path: Path, config: dict[str, object], message: str
) -> None:
    """What is too much to be followed stops the builds of the site."""
    with pytest.raises(ConfigError, match=rf"hugo.json:1: {message}"):
        site(tmp_path, {"hugo.json": json.dumps(config), "content/a.md": ""})


@pytest.mark.parametrize("name", ["ignoreFiles", "disableLanguages", "languages"])
def test_what_a_hugo_site_says_by_too_many_aliases(tmp_path: Path, name: str) -> None:
    """So does a setting that cannot be read for its aliases."""
    with pytest.raises(ConfigError, match=rf"hugo.yaml:13: '{name.lower()}' holds itself, or its aliases stand for m"):
        site(tmp_path, {"hugo.yaml": f"{BOMB}{name}: [*b11]\n"})


@pytest.mark.parametrize("name", [".eleventy.js", "astro.config.mjs", "docusaurus.config.js"])
def test_a_program_that_is_too_long(tmp_path: Path, name: str) -> None:
    """A configuration of which nothing is read says neither where articles are, nor what is none."""
    with pytest.raises(ConfigError, match=rf"{name}:1: the file cannot be read: the file is longer than 200,000 bytes"):
        site(tmp_path, {name: "module.exports = {dir: {input: 'posts'}}\n" + " " * 200_001})


def test_a_folder_of_the_configuration_that_lies_elsewhere(tmp_path: Path) -> None:
    """A part of a configuration that a link leads to outside of the site is not passed over: it may hold back."""
    written(tmp_path / "elsewhere" / "hugo.toml", 'ignoreFiles = ["a"]\n')
    root = tmp_path / "site"
    written(root / "config" / "_default" / "hugo.toml", 'title = "a"\n')
    (root / "config" / "production").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match=r"config/production: the folder cannot be read: it leads out of the site"):
        site(root, {"content/a.md": ""})


def test_many_settings_that_stand_for_too_much(tmp_path: Path) -> None:
    """They are named together, and none of them is looked through."""
    text = BOMB + "".join(f"c{number}: *b11\n" for number in range(9_000))
    _, problems = site(tmp_path, {"_config.yml": text})
    assert [problem.rpartition(" (")[2] for problem in problems] == ["and 9006 other fields with it)"]


def test_a_section_that_stands_for_too_much(tmp_path: Path) -> None:
    """So are those of the files of sections, which are articles' files: nobody knows what they hold back."""
    text = f"---\n{BOMB}cascade: [{', '.join(['*b11'] * 1_000)}]\n---\n"
    files = {
        "hugo.toml": 'title = "a"',
        "content/b/_index.md": text,
        "content/a/_index.md": "---\ncascade: {b: 1}\n---\n",
    }
    found, problems = site(tmp_path, files)
    assert found.conventions.sections == (
        Section(folder="content/a", defaults={"b": 1}),
        Section(folder="content/b", is_published=False),
    )
    assert problems == [
        "content/b/_index.md:1: error: the section cannot be read, and is held back: what it cascades is too much"
    ]


@pytest.mark.parametrize(
    "text", ["春天来了，花开了！" * 20_000, "Beware ⚠️ of this.\n" * 10_000, "- one\r\n" * 20_000, "\x0c"]
)
@pytest.mark.parametrize("config", ["hugo.toml", "config.toml"])
def test_a_long_text_of_a_section_costs_nothing(tmp_path: Path, config: str, text: str) -> None:
    """What its file says of drafts is read, whatever the language of the text and the line ends of the file."""
    said = "---\r\ncascade:\r\n  draft: false\r\ndraft: false\r\n---\r\n"
    files = {f"content/{number}/_index.md": said + text for number in range(60)}
    _, problems = site(tmp_path, {config: 'title = "a"\nbase_url = "https://e.example"\n', **files})
    assert problems == []


@pytest.mark.parametrize(
    ("config", "text"),
    [
        ("hugo.toml", '---\n"\\x63ascade":\n  draft: true\n---\n'),
        ("hugo.toml", '+++\n["c\\u0061scade"]\ndraft = true\n+++\n'),
        ("hugo.toml", '{"CASCAD\\u0045": {"draft": true}}\n'),
        ("config.toml", '+++\n"dr\\u0061ft" = true\n+++\n'),
    ],
)
def test_fields_of_sections_may_be_written_with_escapes(tmp_path: Path, config: str, text: str) -> None:
    """Generators read them, whatever their bytes are."""
    title = 'title = "a"\nbase_url = "https://e.example"\n'
    found, problems = site(tmp_path, {config: title, "content/a/_index.md": text})
    held = [one for one in found.conventions.sections if one.folder == "content/a"]
    assert held
    assert all(one.is_published is False or one.defaults == {"draft": True} for one in held)
    assert problems == []


@pytest.mark.parametrize(("config", "name"), [("hugo.toml", "content/a/_index.md"), (".eleventy.js", "a/a.json")])
@pytest.mark.parametrize("error", [errno.EIO, errno.EMFILE, errno.ESTALE, errno.EAGAIN])
def test_a_file_that_cannot_be_read_for_a_moment_holds_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, name: str, error: int
) -> None:
    """The articles would be gone for one build; but nobody stops builds by a lease on a file, which holds back."""
    settings = 'title = "a"\n' if config == "hugo.toml" else "module.exports = {};\n"
    real = read_bytes

    def failing(path: Any, *rest: Any) -> bytes:
        if str(path).endswith(name):
            raise OSError(error, os.strerror(error), str(path))
        return real(path, *rest)

    monkeypatch.setattr(files_module, "read_bytes", failing)
    written = {config: settings, name: "---\ncascade:\n  draft: true\n---\n"}
    if error == errno.EAGAIN:
        found, _ = site(tmp_path, written)
        assert any(section.is_published is False for section in found.conventions.sections)
    else:
        with pytest.raises(OutputError, match=r"cannot be read now: .*; the old feeds are still there"):
            site(tmp_path, written)


def test_a_configuration_that_cannot_be_looked_at_for_a_moment_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it, what it holds back is published, and every link is another one."""
    real = os.stat

    def failing(path: Any, *rest: Any, **more: Any) -> os.stat_result:
        if not isinstance(path, int) and os.fsdecode(path) == str(tmp_path / "hugo.toml"):
            raise OSError(errno.EIO, "Input/output error", path)
        return real(path, *rest, **more)

    site(tmp_path, {"hugo.toml": 'title = "a"\n', "content/a.md": ""})
    monkeypatch.setattr(os, "stat", failing)
    for look in (looks.is_file, looks.is_folder):
        with pytest.raises(OutputError, match=r"cannot be read now: Input/output error; the old feeds are still there"):
            look(tmp_path / "hugo.toml")
    with pytest.raises(OutputError, match="Input/output error"):
        site(tmp_path, {})


def test_a_name_that_nothing_can_have_is_nothing(tmp_path: Path) -> None:
    """Neither has it to be there, nor is it a fault of the machine."""
    assert not any(look(tmp_path / name) for look in (looks.is_file, looks.is_folder) for name in ("x\0", "y" * 300))


LISTS = "x:\n" + "- - a\n" * 3_000
DOTTED = "".join(f"x{number}{'.a' * 18} = 1\n" for number in range(300))


@pytest.mark.parametrize(
    ("config", "name", "text", "folder"),
    [
        ("hugo.toml", "content/b/_index.md", f"---\n{LISTS}---\ncascade\n", "content/b"),
        ("hugo.toml", "content/b/_index.md", f"---\n---x: 1\n{LISTS}cascade: 1\n---\n", "content/b"),
        ("config.toml", "content/b/_index.md", f"---\n{LISTS}draft: false\n---\n", "content/b"),
        ("config.toml", "content/b/_index.md", f"+++\n{DOTTED}draft = false\n+++\n", "content/b"),
        (".eleventy.js", "b/b.11tydata.yaml", LISTS, "b"),
        (".eleventy.js", "b/b.json", f'{{"x": [{"[1]," * 30_000}1]}}', "b"),
    ],
    ids=["Hugo", "Hugo, behind a field of dashes", "Zola", "Zola, with keys in keys", "Eleventy", "JSON"],
)
def test_files_among_the_articles_that_cost_much_hold_back(
    tmp_path: Path, config: str, name: str, text: str, folder: str
) -> None:
    """Every build reads them: one with thousands of entries is named, and so is one too many of those with hundreds."""
    settings = (
        'export default (c) => { c.addDataExtension("yaml", (t) => load(t)); };' if config == ".eleventy.js" else ""
    )
    found, problems = site(tmp_path, {config: settings or 'title = "a"\nbase_url = "https://e.example"\n', name: text})
    assert Section(folder=folder, is_published=False) in found.conventions.sections
    assert any("fields and entries of lists, and it is not read" in problem for problem in problems)


def test_usual_files_of_sections_are_not_too_many(tmp_path: Path) -> None:
    """A thousand small ones cost little, and count nothing."""
    files = {f"content/{number}/_index.md": "---\ncascade: {b: [1, 2, 3]}\n---\n" for number in range(600)}
    _, problems = site(tmp_path, {"hugo.toml": 'title = "a"', **files})
    assert problems == []


def test_the_text_of_defaults_is_bounded(tmp_path: Path) -> None:
    """What a site says of the front matter of a part is held for each part, and read with each article."""
    text = f"defaults: [{{values: {{title: {'x' * (config_file.MAX_TEXT + 1)}}}}}]\n"
    found, problems = site(tmp_path, {"_config.yml": text})
    assert not any(section.defaults for section in found.conventions.sections)
    assert problems == [
        "_config.yml:1: warning: defaults[1] has more than 20,000 characters: only what holds articles back counts"
    ]


def test_there_are_not_any_number_of_parts(tmp_path: Path) -> None:
    """Languages, each with a folder, times patterns of addresses make no more parts than a site may have."""
    languages = {f"l{number}": {"contentDir": f"c{number}"} for number in range(90)}
    pages = {f"s{number}": "/:slug" for number in range(900)}
    config = {"languages": languages, "permalinks": {"page": pages}}
    found, problems = site(tmp_path, {"hugo.json": json.dumps(config), "content/a.md": ""})
    assert len(found.conventions.sections) == MAX_SECTIONS
    assert problems == [
        "hugo.json:1: warning: only the first 2,000 parts of the site count whose addresses have a pattern of their own"
    ]


def test_there_are_any_number_of_defaults(tmp_path: Path) -> None:
    """Scopes without a pattern, and collections, cost no file anything: all of them count."""
    collections: dict[str, object] = {f"c{number}": {} for number in range(3_000)}
    scopes = [{"scope": {"path": f"a{number}"}, "values": {"published": False}} for number in range(2_500)]
    scopes += [{"values": {"draft": True}}, {"values": {"tags": "x"}}, {"values": {"draft": False}}]
    text = json.dumps({"title": "a", "collections": collections, "defaults": scopes})
    found, problems = site(tmp_path, {"_config.yml": text})
    sections = found.conventions.sections
    assert problems == []
    assert Section(type="c2999", permalink="/:collection/:path:output_ext", is_published=False) in sections
    assert Section(folder="a2499", defaults={"published": False}) in sections
    assert [section.defaults for section in sections if section.type is None and not section.folder] == [
        {"draft": False, "tags": "x"}
    ]


def test_parts_with_patterns_that_are_too_many_hold_back(tmp_path: Path) -> None:
    """Every file is compared with all patterns: of those beyond the limit what may hold articles back holds all."""
    scopes = [{"scope": {"path": f"a{number}/*{'x' * 90}"}, "values": {"published": False}} for number in range(200)]
    found, problems = site(tmp_path, {"_config.yml": json.dumps({"title": "a", "defaults": scopes})})
    sections = found.conventions.sections
    assert sum(len(section.folder) for section in sections if "*" in section.folder) <= globs.MAX_PATTERNS
    assert Section(folder="a199", defaults={"published": False}) in sections
    assert [problem.partition(" parts with")[0] for problem in problems] == [
        "_config.yml:1: error: the site has too many"
    ]


@pytest.mark.parametrize(
    ("written", "path"),
    [("../../etc", "etc"), ("a/../../b", "b"), ("..", ""), ("/etc/./x/", "etc/x"), ("a/..\\..\\b/c/..", "b")],
)
def test_no_path_leads_out_of_the_site(written: str, path: str) -> None:
    """Folders that a configuration names are below the root of its site."""
    assert globs.path(written) == path


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": "source_dir: ../..", "scaffolds/a.md": ""},
        {"hugo.toml": 'contentDir = "../../.."'},
        {"hugo.toml": '[[module.mounts]]\nsource = "/.."\ntarget = "content"'},
        {"docusaurus.config.js": 'module.exports = {presets: [["classic", {blog: {path: "../.."}}]]}'},
        {".eleventy.js": 'module.exports = () => ({dir: {input: "../..", data: "../../.."}})'},
        {"astro.config.mjs": 'export default {srcDir: "./.."}'},
    ],
    ids=["hexo", "hugo", "mount", "docusaurus", "eleventy", "astro"],
)
def test_no_source_is_outside_of_the_site(tmp_path: Path, files: dict[str, str]) -> None:
    """Whoever writes a site's configuration has nothing published from other folders of the machine."""
    found, _ = site(tmp_path, files)
    assert all((tmp_path / source).is_relative_to(tmp_path) and ".." not in source for source in found.sources)


@pytest.mark.parametrize("name", ["hugo.json", "_data/site.json", "posts/posts.json", "blog/authors.json"])
def test_halves_of_characters_are_dropped(tmp_path: Path, name: str) -> None:
    """An escape of JSON can stand for half a character, which no document and no database can hold."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text('{"title": "a\\ud800b", "\\udfff": ["\\ud83d\\ude80", {"x": "\\udc00"}]}')
    assert config_file.read(SiteFiles(tmp_path, []), path).data == {"title": "ab", "": ["\U0001f680", {"x": ""}]}


@pytest.mark.parametrize("check", [values.zone, values.language, values.address, values.hub, values.scheduler])
def test_settings_are_quoted_in_part(check: Callable[[str], object]) -> None:
    """However long a setting is that cannot be used, the message is a line that can be read."""
    with pytest.raises(ValueError, match="x x") as caught:
        check("x x" * 100_000)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("name", ["a/" * 90_000, "../" * 1_000, "", "/", "x" * 100_000])
def test_zones_that_are_none(name: str) -> None:
    """A path is no time zone, however deep it leads."""
    with pytest.raises(ValueError, match="unknown time zone"):
        values.zone(name)


@pytest.mark.parametrize(
    "files",
    [
        {"hugo.yaml": "baseURL: https://h.example/\ndefaultContentLanguage: cn\nlanguages: {cn: {}, fr: {}}\n"},
        {"_config.yml": "languages: [cn, fr]\n", "_i18n/cn/_posts/2026-01-01-a.md": ""},
        {"config.toml": 'base_url = "https://z.example"\ndefault_language = "cn"\n', "content/a.md": ""},
    ],
    ids=["hugo", "jekyll", "zola"],
)
def test_a_code_that_is_no_language(tmp_path: Path, files: dict[str, str]) -> None:
    """The code of a folder need not be a language's: what documents say of theirs is never another one."""
    found, problems = site(tmp_path, files)
    assert found.language is None
    assert found.conventions.language is None
    assert [problem for problem in problems if "'cn' is not " in problem] == problems != []


@pytest.mark.parametrize("url", ["http://[", "https://h.example:99999", "https://[::1/"])
def test_an_address_that_cannot_be_joined(tmp_path: Path, url: str) -> None:
    """It is named as any other address that is none, also where the site has a folder below it."""
    found, problems = site(tmp_path, {"_config.yml": f'url: "{url}"\nroot: /blog/\n', "source/_posts/a.md": ""})
    assert found.home_url is None
    assert [problem.partition("' is ")[0] for problem in problems] == [f"_config.yml:1: error: url '{url}"]


@pytest.mark.parametrize(
    "files",
    [
        {"docusaurus.config.js": "module.exports = {{title: '{}', url: 'https://d.example', baseUrl: '/'}}\n"},
        {".eleventy.js": "module.exports = () => ({{}})\n", "_data/site.json": '{{"title": "{}"}}'},
        {"hugo.toml": 'title = "{}"\n', "content/a.md": ""},
    ],
    ids=["docusaurus", "eleventy", "hugo"],
)
def test_a_title_of_any_length(tmp_path: Path, files: dict[str, str]) -> None:
    """Every document says the title of its site: no more of it counts than of an article's."""
    found, _ = site(tmp_path, {name: text.format("T<b>" * 10_000) for name, text in files.items()})
    assert found.title is None or 0 < len(found.title) <= MAX_TITLE


def test_a_title_that_is_cut_is_named(tmp_path: Path) -> None:
    """What is left out of the title of a site is a warning at its line."""
    files = {".eleventy.js": "", "_data/site.json": f'{{"url": "https://e.example/",\n"title": "{"ab " * 500}"}}'}
    _, problems = site(tmp_path, files)
    said = "_data/site.json:2: warning: the title is longer than 1,000 characters: the rest is left out"
    assert problems == [said]


def test_parts_of_addresses_are_short(tmp_path: Path) -> None:
    """What a site's configuration puts into each address is no longer than a name."""
    text = (
        f"permalink: :zz/:category/\npermalink_defaults: {{zz: {'a/' * 300}, b: c}}\ncategory_map: {{x: {'y' * 300}}}\n"
    )
    found, problems = site(tmp_path, {"_config.yml": text, "source/_posts/a.md": ""})
    assert found.conventions.defaults == {"category": "uncategorized", "b": "c"}
    assert found.conventions.terms == {}
    assert problems == [
        "_config.yml:2: warning: a value of permalink_defaults is longer than 200 characters, and is left out",
        "_config.yml:3: warning: a value of category_map is longer than 200 characters, and is left out",
    ]


def test_a_folder_of_collections_that_is_none(tmp_path: Path) -> None:
    """A list in the place of a name is not written out for each part of the site."""
    text = "collections_dir: [a, b]\ndefaults:\n- {scope: {path: a/_owls}, values: {title: Owls}}\n"
    found, _ = site(tmp_path, {"_config.yml": text})
    assert "a/_owls" in [section.folder for section in found.conventions.sections]


def test_there_are_not_any_number_of_languages(tmp_path: Path) -> None:
    """Each article is compared with the languages of its site, and with the names of its fields."""
    tables = "".join(f"[languages.l{number}]\n" for number in range(900))
    zola, _ = site(tmp_path / "z", {"zola.toml": f'base_url = "https://z.example"\n{tables}', "content/a.md": ""})
    assert len(zola.conventions.languages) == MAX_LANGUAGES

    config = {
        "disableLanguages": ["L1", 3],
        "languages": {f"l{number}": {"disabled": number == 4 or str(number == 5)} for number in range(300)},
    }
    hugo, _ = site(tmp_path / "h", {"hugo.json": json.dumps(config), "content/a.md": ""})
    codes = [language.code for language in hugo.conventions.languages]
    assert codes[:4] == ["l0", "l2", "l3", "l6"]
    assert {"*.[lL]1.*", "*.[lL]4.*", "*.[lL]5.*"} <= set(hugo.exclude)
