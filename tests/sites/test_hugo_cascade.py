"""What cascades in a Hugo site, and what its mounts leave out, holds pages back as Hugo does, and within any limit."""

import json
import tomllib
from pathlib import Path

import pytest

from feeds.articles.conventions import Generator, Section
from feeds.articles.foreign import sections as parts
from feeds.articles.foreign.held_back import held_back
from feeds.articles.foreign.location import location_of
from feeds.articles.foreign.sections import MAX_DEFAULTS, Sections
from feeds.core.errors import ConfigError
from feeds.frontmatter.split import split_file
from feeds.sites import hugo_cascade, hugo_globs
from feeds.sites.description import SiteDescription
from tests.sites.hugo_cases import CASES, DRAFT, FREE, PAGE, TWO, Case
from tests.sites.support import site


def held(found: SiteDescription, files: dict[str, str]) -> set[str]:
    """Return the files of the content that are held back."""
    sections = Sections(found.conventions)
    names = set()
    for name in (name for name in files if name.startswith("content/") and "/_index." not in name.lower()):
        rules = sections.of(location_of(name, found.conventions))
        source = split_file(files[name].encode())
        if not rules.is_published or held_back(source.data if source else {}, "hugo", rules.defaults):
            names.add(name.removeprefix("content/"))
    return names


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_pages_are_held_back_as_by_hugo(tmp_path: Path, case: Case) -> None:
    """Targets, their order, kinds, languages, files of sections and mounts are read as Hugo reads them."""
    tomllib.loads(case.config)
    found, problems = site(tmp_path, case.files())
    assert held(found, case.files()) == set(case.held)
    assert problems == []


@pytest.mark.parametrize(
    ("config", "more", "expected"),
    [
        ("[cascade]\ndraft = true\n[cascade.params]\ndraft = false\n", {}, {"about.md"}),
        ("", {"_index.md": FREE, "_index.html": DRAFT}, {"about.md"}),
        (f"{TWO}[cascade]\ndraft = true\n[cascade.target]\nlang = 'fr'\n", {"b.fr.md": PAGE}, {"b.fr.md"}),
    ],
    ids=["beside params", "two files", "lang"],
)
def test_where_versions_differ_pages_are_held_back(
    tmp_path: Path, config: str, more: dict[str, str], expected: set[str]
) -> None:
    """What one version of Hugo holds back, or what it leaves to chance, is held back."""
    files = {"hugo.toml": config, "content/about.md": PAGE} | {f"content/{name}": text for name, text in more.items()}
    assert held(site(tmp_path, files)[0], files) == expected


def test_a_language_with_a_folder_of_its_own(tmp_path: Path) -> None:
    """What the file of a section says of another language holds for the same section there."""
    text = "---\ncascade: {draft: true, target: {sites: {matrix: {languages: fr}}}}\n---\n"
    files = {
        "hugo.toml": '[languages.en]\ncontentDir = "content/en"\n[languages.fr]\ncontentDir = "content/fr"\n',
        **{f"content/{name}/a.md": PAGE for name in ("en/p", "en/q", "fr/p", "fr/q")},
        "content/en/p/_index.md": text,
    }
    assert held(site(tmp_path, files)[0], files) == {"fr/p/a.md"}


def test_any_number_of_sections(tmp_path: Path) -> None:
    """However many sections there are, each is read, and holds back what is in it."""
    files = {"hugo.toml": 'title = "T"\n'}
    files |= {f"content/s{number}/_index.md": DRAFT for number in range(2_100)}
    found, problems = site(tmp_path, files)
    assert len(held(found, {f"content/s{number}/a.md": PAGE for number in range(2_100)})) == 2_100
    assert problems == []


MANY = {f"x{number}": number for number in range(600)}
HELD = "error: a cascade is too much, and the pages that it may be about are held back: say less in it"
PASSED = "warning: a cascade is too much, and does not count: say less in it"


@pytest.mark.parametrize(
    ("cascade", "said", "expected"),
    [
        ({"draft": True, **MANY}, HELD, {"p/a.md", "q/a.md"}),
        ({"draft": True, "text": "x" * 30_000}, HELD, {"p/a.md", "q/a.md"}),
        ({"build": {"list": "never", **MANY}}, HELD, {"p/a.md", "q/a.md"}),
        ({"draft": [[1]] * 600}, HELD, {"p/a.md", "q/a.md"}),
        ({"publishDate": "2999-01-01", **MANY}, HELD, {"p/a.md", "q/a.md"}),
        ({"params": {"ExpiryDate": "2000-01-01", **MANY}}, HELD, {"p/a.md", "q/a.md"}),
        ({"embargo": "2999-01-01", **MANY}, HELD, {"p/a.md", "q/a.md"}),
        (MANY, PASSED, set()),
    ],
    ids=["values", "text", "group", "list", "date", "params", "the site's own date", "harmless"],
)
def test_a_cascade_that_is_too_much(tmp_path: Path, cascade: dict[str, object], said: str, expected: set[str]) -> None:
    """Beyond the limits one that may say whether or when pages come out holds them back, with one error for all."""
    files = {"hugo.toml": 'frontmatter.publishDate = ["embargo"]', "content/a.md": PAGE}
    for name in ("p", "q"):
        files |= {f"content/{name}/_index.md": json.dumps({"cascade": cascade}), f"content/{name}/a.md": PAGE}
    found, problems = site(tmp_path, files)
    assert held(found, files) == expected
    assert problems == [f"content/p/_index.md:1: {said} (so it is of 1 others)"]


def test_all_cascades_have_a_limit_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What sections say adds up to no more than a site may have; beyond it pages are held back."""
    monkeypatch.setattr(hugo_cascade, "MAX_CASCADED", 100)
    text = json.dumps({"cascade": {"draft": True, "title": "T" * 60}})
    files = {"hugo.toml": "", **{f"content/{name}/_index.md": text for name in "abc"}}
    found, problems = site(tmp_path, files)
    assert [section.is_published for section in found.conventions.sections] == [True, False, False]
    assert problems == [f"content/b/_index.md:1: {HELD} (so it is of 1 others)"]


def test_patterns_that_are_too_many_hold_back_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room for a pattern, all pages that it could be about are held back, with one error."""
    monkeypatch.setattr(hugo_globs, "MAX_GLOBS", 20)
    entries = [{"draft": True, "target": {"path": f"/p/a{number}"}} for number in range(9)]
    harmless = [{"title": "T", "target": {"path": f"/q/a{number}"}} for number in range(9)]
    files = {
        "hugo.toml": "",
        "content/p/_index.md": json.dumps({"cascade": entries}),
        "content/q/_index.md": json.dumps({"cascade": harmless}),
        "content/p/b.md": PAGE,
        "content/q/b.md": PAGE,
    }
    found, problems = site(tmp_path, files)
    assert held(found, files) == {"p/b.md"}
    assert len(found.conventions.sections) < 5
    assert [problem.partition(" too many")[0] for problem in problems] == ["content/p/_index.md:1: error: the site has"]


def test_languages_that_are_too_many_hold_back_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry is one part, whatever its languages: there are not more than files can be asked about."""
    monkeypatch.setattr(hugo_globs, "MAX_GLOBS", 1_000)
    codes = [first + second for first in "abcdefgh" for second in "abcdefgh"]
    said = {"lang": ["! aa", "**"]}
    config = {
        "languages": {code: {} for code in codes},
        "cascade": [*({"title": "T", "target": said} for _ in range(200)), {"draft": True, "target": said}],
    }
    files = {"hugo.json": json.dumps(config), **{f"content/p/a.{code}.md": PAGE for code in ("aa", "ab", "hh")}}
    found, problems = site(tmp_path, files)
    assert len(found.conventions.sections) == 1_000 / hugo_globs.PART + 1
    assert held(found, files) == {"p/a.ab.md", "p/a.hh.md"}
    assert [problem.partition(" too many")[0] for problem in problems] == ["hugo.json:1: error: the site has"]


def test_sections_of_many_languages_are_one_part_each(tmp_path: Path) -> None:
    """The file of a section names languages together, and they share what names them."""
    codes = [first + second for first in "abcdefgh" for second in "abcdefgh"]
    said = json.dumps({"cascade": [{"draft": True, "target": {"lang": ["! aa", "**"]}}]})
    files = {f"content/{name}/_index.md": said for name in "pqr"}
    pages = {f"content/{name}/a.{code}.md": PAGE for name in "pr" for code in ("aa", "ab")}
    found, problems = site(tmp_path, {"hugo.json": json.dumps({"languages": {code: {} for code in codes}})} | files)
    assert problems == []
    assert len({id(section.languages) for section in found.conventions.sections}) == 1
    assert [section.folder for section in found.conventions.sections] == ["content/p", "content/q", "content/r"]
    assert held(found, pages) == {"p/a.ab.md", "r/a.ab.md"}


def test_folders_of_languages_that_are_too_many_hold_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a section says of other languages, in folders of their own, is too much once, and then holds all back."""
    monkeypatch.setattr(hugo_cascade, "_MAX_ELSEWHERE", 4)
    languages = {code: {"contentDir": f"content/{code}"} for code in ("en", "fr", "de")}
    said = json.dumps({"cascade": [{"draft": True, "target": {"lang": "**"}}]})
    files = {f"content/en/{name}/_index.md": said for name in "pqrs"}
    pages = {f"content/{code}/{name}/a.md": PAGE for code in languages for name in "psz"}
    found, problems = site(tmp_path, {"hugo.json": json.dumps({"languages": languages})} | files)
    assert len(found.conventions.sections) == 4 + 4 + 2
    everywhere = {f"{code}/{name}/a.md" for code in ("fr", "de") for name in "psz"}
    assert held(found, pages) == everywhere | {"en/p/a.md", "en/s/a.md"}
    assert [problem.partition(" too many")[0] for problem in problems] == [
        "content/en/r/_index.md:1: error: the site has"
    ]


@pytest.mark.parametrize("said", ["kind", "environment", "lang"])
def test_a_target_in_doubt_frees_nothing(tmp_path: Path, said: str) -> None:
    """Where nobody knows what a pattern of a target stands for, the entry does not go before those behind it."""
    entries = [{"draft": False, "target": {said: ["x" * 2_000]}}, {"draft": True}]
    files = {"hugo.toml": "", "content/p/_index.md": json.dumps({"cascade": entries}), "content/p/a.md": PAGE}
    found, problems = site(tmp_path, files)
    assert held(found, files) == {"p/a.md"}
    assert [problem.partition(" a pattern of")[0] for problem in problems] == ["content/p/_index.md:1: error:"]


@pytest.mark.parametrize("path", ["{a,b}" * 11, f"/{'x' * 1_000}"])
def test_a_pattern_that_is_too_long_holds_back(tmp_path: Path, path: str) -> None:
    """Nobody knows what it stands for, so what it would hold back is all that is below."""
    files = {"hugo.toml": "", "content/p/a.md": PAGE, "content/q/a.md": PAGE}
    files["content/p/_index.md"] = json.dumps({"cascade": {"draft": True, "target": {"path": path}}})
    found, problems = site(tmp_path, files)
    assert held(found, files) == {"p/a.md"}
    assert [problem.partition(" a pattern of")[0] for problem in problems] == ["content/p/_index.md:1: error:"]


def test_mounts_with_too_many_patterns_are_refused(tmp_path: Path) -> None:
    """The patterns of all mounts have a limit together, beyond which the builds stop."""
    braces = "".join(f"{{{one}a,{one}b}}" for one in "cdefghij")
    mounts = [{"source": f"c{number}", "target": "content", "excludeFiles": [braces]} for number in range(50)]
    with pytest.raises(
        ConfigError, match=r"hugo\.json:1: module\.mounts has too many patterns, or too long ones for c"
    ):
        site(tmp_path, {"hugo.json": json.dumps({"module": {"mounts": mounts}}), "content/a.md": ""})


def test_sections_in_one_another_say_only_so_much(tmp_path: Path) -> None:
    """What many sections say of one page is bounded, and holds it back all the same."""
    folders = ["content/" + "/".join("a" * depth) for depth in range(1, 9)]
    files = {"hugo.toml": ""}
    for depth, folder in enumerate(folders):
        values = {f"x{depth}-{number}": 1 for number in range(400)} | ({"draft": True} if depth == 0 else {})
        files[f"{folder}/_index.md"] = json.dumps({"cascade": values})
    found, _ = site(tmp_path, files)
    rules = Sections(found.conventions).of(location_of(f"{folders[-1]}/x.md", found.conventions))
    assert len(rules.defaults) <= MAX_DEFAULTS
    assert rules.defaults.get("draft") or not rules.is_published


def test_a_file_far_down_is_looked_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the folders above say is worked out for each of them once, however many files and folders there are."""
    folders = ["content/" + "/".join("a" * depth) for depth in range(1, 60)]
    files = {"hugo.toml": "", **{f"{folder}/_index.md": "---\ncascade: {x: 1}\n---\n" for folder in folders}}
    found, _ = site(tmp_path, files)
    sections = Sections(found.conventions)
    merged: list[Section] = []
    original = parts._merged

    def counted(rules: parts.Rules, section: Section, generator: Generator | None) -> parts.Rules:
        merged.append(section)
        return original(rules, section, generator)

    monkeypatch.setattr(parts, "_merged", counted)
    for folder in folders * 2:
        sections.of(location_of(f"{folder}/x.md", found.conventions))
    assert len(merged) == len(folders)


def test_names_of_folders_are_no_patterns(tmp_path: Path) -> None:
    """A folder whose name has stars, brackets or backslashes holds back what is in it."""
    files = {"hugo.toml": "", "content/[b]*/_index.md": DRAFT, "content/[b]*/a.md": PAGE, "content/bc/a.md": PAGE}
    files |= {"content/c\\d/_index.md": DRAFT, "content/c\\d/a.md": PAGE}
    found, _ = site(tmp_path, files)
    assert held(found, files) == {"[b]*/a.md", "c\\d/a.md"}
