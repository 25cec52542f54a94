"""feeds makes the same entries of other generators' sites, without a configuration, as these generators do.

Each site in `sites` is built by its own program, with its usual plugin for feeds, and by feeds. Which entries there
are, their links, ids, titles, times and topics agree; where they do not, a table says why ours are right.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.generators import programs
from tests.generators.compare import differences
from tests.generators.entries import of_json
from tests.generators.tables import BY_CHANCE, EXPLAINED
from tests.support import Site

pytestmark = pytest.mark.slow

SITES = Path(__file__).parent / "sites"


class Program(NamedTuple):
    """How to build a site with a generator, and where such a site has its configuration."""

    build: programs.Build
    config: str


PROGRAMS = {
    "jekyll": Program(programs.jekyll, "_config.yml"),
    "hugo": Program(programs.hugo, "hugo.toml"),
    "hexo": Program(programs.hexo, "_config.yml"),
    "eleventy": Program(programs.eleventy, "eleventy.config.js"),
    "docusaurus": Program(programs.docusaurus, "docusaurus.config.js"),
}


def _jekyll(permalink: str) -> tuple[str, Mapping[str, str]]:
    return "jekyll", {"permalink: date": f"permalink: {permalink}"}


def _hexo(permalink: str) -> tuple[str, Mapping[str, str]]:
    return "hexo", {"permalink: :year/:month/:day/:title/": f"permalink: {permalink}"}


def _hugo(pattern: str) -> tuple[str, Mapping[str, str]]:
    return "hugo", {"[permalinks.page]": f'[permalinks.page]\nposts = "{pattern}"'}


VARIANTS: dict[str, tuple[str, Mapping[str, str]]] = {
    **{name: (name, {}) for name in PROGRAMS},
    "jekyll, pretty": _jekyll("pretty"),
    "jekyll, ordinal": _jekyll("ordinal"),
    "jekyll, weekdate": _jekyll("weekdate"),
    "jekyll, none": _jekyll("none"),
    "jekyll, folders of dates": _jekyll("/blog/:year/:month/:day/:title/"),
    "jekyll, short dates": _jekyll("/:categories/:short_year/:i_month/:i_day/:slug:output_ext"),
    "jekyll, times": _jekyll("/:y_day/:hour-:minute-:second/:title"),
    "jekyll, names of dates": _jekyll("/:long_month/:short_month/:long_day/:short_day/:w_year/:week/:w_day/:title"),
    "jekyll, path": _jekyll("/:collection/:path:output_ext"),
    "jekyll, name": _jekyll("/n/:name/"),
    "jekyll, slugs of categories": _jekyll("/:slugified_categories/:title/"),
    "jekyll, collection of posts": (
        "jekyll",
        {"collections:\n": "collections:\n  posts:\n    output: true\n    permalink: /b/:title/\n"},
    ),
    "jekyll, no time zone": ("jekyll", {"timezone: America/New_York\n": ""}),
    "jekyll, at the root": ("jekyll", {"baseurl: /notes\n": ""}),
    "hugo, file names": _hugo("/:section/:filename/"),
    "hugo, base names": _hugo("/blog/:year/:month/:day/:contentbasename"),
    "hugo, slugs or names": _hugo("/:slugorfilename.html"),
    "hugo, titles": _hugo("/:monthname/:weekday/:weekdayname/:yearday/:title/"),
    "hugo, sections": _hugo("/p/:sections[1:]/:slug/"),
    "hugo, ugly addresses": ("hugo", {"disableKinds": "uglyURLs = true\ndisableKinds"}),
    "hugo, folders of languages": ("hugo", {"disableKinds": "defaultContentLanguageInSubdir = true\ndisableKinds"}),
    "hugo, letters as they are": ("hugo", {"disableKinds": "disablePathToLower = true\ndisableKinds"}),
    "hugo, no accents": ("hugo", {"disableKinds": "removePathAccents = true\ndisableKinds"}),
    "hugo, dates as usual": ("hugo", {'[frontmatter]\ndate = [":filename", ":default"]\n': ""}),
    "hugo, no time zone": ("hugo", {'timeZone = "Europe/Oslo"\n': ""}),
    "hugo, at the root": ("hugo", {"https://tide.example/press/": "https://tide.example"}),
    "hexo, categories": _hexo(":category/:title.html"),
    "hexo, names": _hexo(":year/:i_month/:i_day/:name/"),
    "hexo, times and titles": _hexo("/:hour:minute:second-:post_title/"),
    "hexo, hashes": _hexo("p/:hash/"),
    "hexo, no ending": _hexo("blog/:title"),
    "hexo, dates in names": (
        "hexo",
        {"default_category": "new_post_name: :year-:month-:day-:title.md\ndefault_category"},
    ),
    "hexo, bare addresses": (
        "hexo",
        {"trailing_index: true": "trailing_index: false", "trailing_html: true": "trailing_html: false"},
    ),
    "hexo, at the root": ("hexo", {"https://quay.example/log": "https://quay.example"}),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_entries_are_those_of_the_generator(site: Site, variant: str) -> None:
    """Entries, links, ids, titles, times and topics are the generator's, but for what the table explains."""
    name, edits = VARIANTS[variant]
    program = PROGRAMS[name]
    theirs = program.build(_copy(name, site.folder / "theirs", program.config, edits))

    ours = _copy(name, site.folder / "ours", program.config, edits)
    site.build(sources=(ours,), limit=1000)
    found = differences(theirs, of_json(site.json("all")))

    explained = EXPLAINED[name] | EXPLAINED.get(variant, {})
    assert {what: values for what, values in found.items() if what not in explained} == {}
    needed = explained if variant == name else EXPLAINED.get(variant, {})
    assert [what for what in needed if what not in found and what not in BY_CHANCE] == []


def _copy(name: str, folder: Path, config: str, edits: Mapping[str, str]) -> Path:
    """Copy a sample site, and edit its configuration."""
    shutil.copytree(SITES / name, folder)
    path = folder / config
    text = path.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return folder
