"""What the configuration of a Zola site says."""

from pathlib import Path

import pytest

from feeds.articles.conventions import Language, Section
from feeds.articles.foreign.location import location_of
from feeds.articles.foreign.sections import Sections
from tests.sites.support import site

CONFIG = """
base_url = "https://z.example/blog"
title = "Night"
description = "At night."
default_language = "de"
author = "ada@z.example (Ada)"
ignored_content = ["*.{tmp,bak}", "drafts/**"]
[slugify]
paths = "safe"
paths_keep_dates = true
[languages.de]
[languages.fr]
"""


@pytest.mark.parametrize("name", ["zola.toml", "config.toml"])
def test_what_a_site_says_of_itself(tmp_path: Path, name: str) -> None:
    """A Zola site works as it is, under both names of its configuration."""
    found, problems = site(tmp_path, {name: CONFIG, "content/a.md": ""})
    assert problems == []
    assert (found.title, found.home_url, found.description) == ("Night", "https://z.example/blog/", "At night.")
    assert (found.language, found.sources, found.files) == ("de", ("content",), (name,))
    assert found.exclude == (
        *("content/_index.*", "content/*/_index.*"),
        *("content/*.tmp", "content/*.bak", "content/drafts/*"),
    )
    known = found.conventions
    assert (known.generator, known.content, known.permalink, known.id) == ("zola", "content", None, "link")
    assert (known.slugs, known.keeps_dates, known.languages) == ("safe", True, (Language("fr", prefix="fr"),))


@pytest.mark.parametrize(("written", "slugs"), [("true", "on"), ("false", "safe"), ('"off"', "off"), ("5", "on")])
def test_how_slugs_are_made(tmp_path: Path, written: str, slugs: str) -> None:
    """The strategy has three names, and in older sites is true or false."""
    text = f'base_url = "https://z.example"\n[slugify]\npaths = {written}\n'
    assert site(tmp_path, {"zola.toml": text})[0].conventions.slugs == slugs


def test_sections_that_are_drafts(tmp_path: Path) -> None:
    """What is below a section that is a draft is not published; a file that cannot be read may have said so."""
    found, problems = site(
        tmp_path,
        {
            "zola.toml": 'base_url = "https://z.example"\n',
            "content/a/_index.md": "+++\ndraft = true\n+++\n",
            "content/a/b/_index.md": "+++\ndraft = true\n+++\n",
            "content/c/_index.md": "+++\ndraft = false\n+++\n",
            "content/d/_index.md": "+++\ndraft = \n+++\n",
        },
    )
    drafts = (Section(folder="content/a", is_published=False), Section(folder="content/d", is_published=False))
    assert found.conventions.sections == drafts
    assert [problem.partition("held back")[0] for problem in problems] == [
        "content/d/_index.md:2: error: the section cannot be read, and is "
    ]


def test_a_wrong_setting(tmp_path: Path) -> None:
    """One wrong setting is named with its line."""
    found, problems = site(tmp_path, {"zola.toml": 'title = "T"\nbase_url = "nowhere"\n'})
    assert (found.title, found.home_url) == ("T", None)
    assert problems[0].startswith("zola.toml:2: error: base_url 'nowhere' is not an http or https address")


def test_a_section_that_is_a_draft_in_one_language(tmp_path: Path) -> None:
    """Zola passes over the whole folder then."""
    found, _ = site(
        tmp_path,
        {
            "zola.toml": CONFIG,
            "content/a/_index.md": "+++\n+++\n",
            "content/a/_index.fr.md": "+++\ndraft = true\n+++\n",
        },
    )
    assert found.conventions.sections == (Section(folder="content/a", is_published=False),)


def test_any_number_of_drafts(tmp_path: Path) -> None:
    """However many sections are drafts, each is held back, whatever its folder is called."""
    names = [*map(str, range(2_100)), "a*[b]", "c\\d"]
    files = {f"content/{name}/_index.md": "+++\ndraft = true\n+++\n" for name in names}
    found, problems = site(tmp_path, {"zola.toml": CONFIG, **files})
    sections = Sections(found.conventions)
    paths = [f"content/{name}/a.md" for name in names]
    assert [path for path in paths if sections.of(location_of(path, found.conventions)).is_published] == []
    assert problems == []
