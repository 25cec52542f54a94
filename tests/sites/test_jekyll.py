"""What the configuration of a Jekyll site says."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.articles.conventions import Section
from feeds.articles.foreign.location import location_of
from feeds.articles.foreign.sections import Sections
from feeds.core.errors import ConfigError
from feeds.core.model import Problem
from feeds.sites import jekyll
from feeds.sites.files import SiteFiles
from tests.sites import support
from tests.sites.support import is_read, site, written


def test_what_a_site_says_of_itself(tmp_path: Path) -> None:
    """A Jekyll site works as it is: its own settings are the defaults."""
    text = """
title: Night &amp; News
url: https://s.example
baseurl: /night
locale: en_GB
timezone: Europe/Paris
description: At night.
author: {name: Ada, email: ada@s.example}
logo: /logo.png
plugins: [x]
"""
    found, problems = site(tmp_path, {"_config.yml": text})
    assert problems == []
    assert (found.title, found.home_url, found.description) == ("Night & News", "https://s.example/night/", "At night.")
    assert (found.language, found.author, found.zone) == ("en-GB", "Ada", ZoneInfo("Europe/Paris"))
    assert (found.icon, found.files, found.sources) == ("/logo.png", ("_config.yml",), ())
    assert (found.conventions.generator, found.conventions.id) == ("jekyll", "story")


def test_the_other_names_of_settings(tmp_path: Path) -> None:
    """Themes and plugins call some settings otherwise."""
    text = "name: Nights\ntagline: All of them\nlang: [de, en]\nlanguage: fr\nauthor: Ada\nlogo: {path: x}\n"
    found, problems = site(tmp_path, {"_config.yaml": text})
    assert (found.title, found.description, found.language, found.author) == ("Nights", "All of them", "fr", "Ada")
    assert (found.icon, problems) == (None, [])


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("url: https://s.example/\nbaseurl: ''\n", "https://s.example/"),
        ("url: https://s.example/\nbaseurl: /\n", "https://s.example/"),
        ("url: https://s.example\nbaseurl: a/b/\n", "https://s.example/a/b/"),
        ("baseurl: /night\nurl:\n", None),
        ("", None),
    ],
)
def test_the_address(tmp_path: Path, text: str, home: str | None) -> None:
    """The address is made of two settings, with slashes or without."""
    assert site(tmp_path, {"_config.yml": text})[0].home_url == home


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: T\nlimit_posts: 5", "2: limit_posts is not followed"),
        ("exclude:\n- a\n- ''", "3: an empty pattern of exclude leaves out the whole site"),
        ("exclude: /", "1: an empty pattern of exclude leaves out the whole site"),
    ],
)
def test_limits_that_are_not_followed(tmp_path: Path, text: str, message: str) -> None:
    """What publishes only some posts, or nothing at all, stops the builds."""
    with pytest.raises(ConfigError, match=message):
        site(tmp_path, {"_config.yml": text})
    site(tmp_path, {"_config.yml": "limit_posts: 0"})


def test_news_that_are_no_collection(tmp_path: Path) -> None:
    """Their folder is read, but has no pages of the site unless it is a collection."""
    files = {"_config.yml": "title: T", "_news/a.md": ""}
    held = Section(type="news", is_published=False)
    found, _ = site(tmp_path, files)
    assert "_news" in found.folders
    assert held in found.conventions.sections
    found, _ = site(tmp_path, {**files, "_config.yml": "collections: {news: {output: true}}"})
    assert held not in found.conventions.sections


def test_included_folders_that_are_not_read(tmp_path: Path) -> None:
    """A warning names those with texts."""
    files = {"_config.yml": "include: [_drafts, .a, .well-known, .htaccess, _b]", ".a/a.md": "", ".well-known/x": ""}
    _, problems = site(tmp_path, files)
    message = "which is left alone: drafts and hidden folders are not read"
    place = "_config.yml:1: warning: include has"
    assert problems == [f"{place} .a, {message}", f"{place} _drafts, {message}"]


@pytest.mark.parametrize(
    ("text", "path", "folders"),
    [
        ("collections_dir: col", "col/a.md", ("col",)),
        ("collections_dir: col", "col/_posts/b/a.md", ("b",)),
        ("collections_dir: col", "col/x/_posts/a.md", ()),
        ("{source: src, collections_dir: col}", "src/col/a.md", ("col",)),
        ("{source: src, collections_dir: col}", "src/col/_posts/a.md", ()),
        ("source: src", "src/b/a.md", ("b",)),
    ],
)
def test_pages_beside_collections(tmp_path: Path, text: str, path: str, folders: tuple[str, ...]) -> None:
    """The folder of all collections is part of the addresses of pages in it, and not of those of posts."""
    found, _ = site(tmp_path, {"_config.yml": text})
    assert location_of(path, found.conventions).folders == folders


def test_folders_that_are_published_or_not(tmp_path: Path) -> None:
    """Collections and what is included are published besides posts, and what is excluded is not."""
    text = "collections: [guides]\ninclude: _pages\nexclude: [wip/, '*.bak']\n"
    found, _ = site(tmp_path, {"_config.yml": text})
    assert found.folders == {"_posts", "_guides", "_pages"}
    assert set(found.exclude) >= {"wip/*", "*.bak"}


@pytest.mark.parametrize(
    ("text", "path", "is_read"),
    [
        ("exclude: [private]", "private2/x.md", False),
        ("exclude: [/private/]", "private2/x.md", True),
        ("exclude: [./private/]", "private/x.md", True),
        ("exclude: ['_posts/2020-01-03']", "_posts/2020-01-03-a.md", False),
        ("exclude: ['_posts/2020-01-03']", "_posts/2020-01-04-a.md", True),
        ("exclude: ['./']", "_posts/2020-01-03-a.md", True),
        ("exclude: ['*/[^a]-x.md']", "notes/b-x.md", False),
        ("exclude: ['*/[^a]-x.md']", "notes/a-x.md", True),
        ("", "vendor/bundle/ruby/3.1.0/gems/theme/_posts/2016-05-20-welcome.md", False),
        ("exclude: [tmp]", "vendor/cache/a.md", False),
        ("", "vendored/a.md", True),
        ("{source: src, exclude: [private]}", "src/private/a.md", False),
        ("{source: src, exclude: [private]}", "src/public/a.md", True),
        ("collections_dir: col", "_posts/2020-01-03-a.md", False),
        ("collections_dir: col", "col/_posts/2020-01-03-a.md", True),
        ("collections_dir: .", "_posts/2020-01-03-a.md", True),
        ("{collections_dir: col, include: [_posts]}", "_posts/2020-01-03-a.md", True),
        ("{collections_dir: col, source: src}", "src/_posts/2020-01-03-a.md", False),
        ("{source: 's[r]c', exclude: ['*.bak.md']}", "s[r]c/a/b.bak.md", False),
    ],
)
def test_what_is_excluded(tmp_path: Path, text: str, path: str, is_read: bool) -> None:
    """A pattern is the beginning of a path below the source; gems and posts outside `collections_dir` are not read."""
    found, _ = site(tmp_path, {"_config.yml": f"{text}\n"})
    assert support.is_read(tmp_path, found, path) is is_read


def test_a_source_of_its_own(tmp_path: Path) -> None:
    """Articles are read from there, and what is said of parts of the site is said of those in it."""
    text = "source: ./src/\ndefaults: [{scope: {path: _posts/wip}, values: {published: false}}, {values: {a: b}}]\n"
    found, _ = site(tmp_path, {"_config.yml": text})
    assert found.sources == ("src",)
    assert {section.folder: section.defaults for section in found.conventions.sections if section.defaults} == {
        "src/_posts/wip": {"published": False},
        "": {"a": "b"},
    }


@pytest.mark.parametrize(
    ("style", "posts", "guides", "pages"),
    [
        ("", jekyll.STYLES["date"], "/:collection/:path:output_ext", "/:path:output_ext"),
        ("permalink: pretty\n", jekyll.STYLES["pretty"], "/:collection/:path/", "/:path/"),
        ("permalink: weekdate\n", jekyll.STYLES["weekdate"], "/:collection/:path", "/:path"),
        ("permalink: /:title/\n", "/:title/", "/:collection/:path/", "/:path/"),
        ("permalink: /:title:output_ext\n", "/:title:output_ext", "/:collection/:path:output_ext", "/:path:output_ext"),
        ("permalink: /:title\n", "/:title", "/:collection/:path", "/:path"),
    ],
)
def test_the_style_of_addresses(tmp_path: Path, style: str, posts: str, guides: str, pages: str) -> None:
    """The style of the site is that of its posts, and decides how the addresses of others end."""
    text = f"{style}collections:\n  guides: {{output: true}}\n  notes:\n    permalink: /n/:title\n"
    found, _ = site(tmp_path, {"_config.yml": text})
    assert found.conventions.sections == (
        Section(type="posts", permalink=posts),
        Section(type="pages", permalink=pages),
        Section(type="guides", permalink=guides),
        Section(type="notes", permalink="/n/:title", is_published=False),
    )


def test_posts_as_a_collection(tmp_path: Path) -> None:
    """What is said of the collection of posts goes before the style of the site."""
    text = "permalink: pretty\ncollections:\n  posts: {permalink: '/news/:title/', output: true}\n"
    found, _ = site(tmp_path, {"_config.yml": text})
    assert found.conventions.sections[0] == Section(type="posts", permalink="/news/:title/")
    assert len(found.conventions.sections) == 2


def test_defaults_of_front_matter(tmp_path: Path) -> None:
    """Defaults hold for a part of the site; entries that are none are named and passed over."""
    text = """
collections_dir: all
defaults:
  - scope: {path: all/_guides, type: guides}
    values: {author: ada, permalink: "/g/:title/"}
  - scope: {path: "", type: post}
    values: {layout: post}
  - values: {image: /x.png}
  - scope: {path: x}
  - nonsense
"""
    found, problems = site(tmp_path, {"_config.yml": text})
    assert found.conventions.sections[2:] == (
        Section(folder="_guides", type="guides", defaults={"author": "ada", "permalink": "/g/:title/"}),
        Section(type="posts", defaults={"layout": "post"}),
        Section(defaults={"image": "/x.png"}),
    )
    assert problems == [
        "_config.yml:9: warning: defaults[4] has no group of values, and is passed over",
        "_config.yml:10: warning: defaults[5] has no group of values, and is passed over",
    ]


def test_choices_in_paths_of_defaults(tmp_path: Path) -> None:
    """A path with `*` may have braces; in one without they are part of a name, and escapes stop the builds."""
    text = "defaults: [{{scope: {{path: '{}'}}, values: {{published: false}}}}]\n"
    found, _ = site(tmp_path / "a", {"_config.yml": text.format("{_posts,_news}/*wip*")})
    assert [section.folder for section in found.conventions.sections[2:]] == ["_posts/*wip*", "_news/*wip*"]
    found, _ = site(tmp_path / "b", {"_config.yml": text.format("{a,b}")})
    assert [section.folder for section in found.conventions.sections[2:]] == ["{a,b}"]
    with pytest.raises(ConfigError, match=r"_config\.yml:1: the path of defaults\[1\] has a backslash in it"):
        site(tmp_path / "c", {"_config.yml": text.format("a\\\\*/*")})


def test_defaults_without_an_end(tmp_path: Path) -> None:
    """Of a few lines that stand for hundreds of values counts where they are used only what holds articles back."""
    laughs = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 4))
    text = f"a0: &a0 [x]\n{laughs}defaults: [{{values: {{tags: *a3, Draft: true}}}}]\n"
    found, problems = site(tmp_path, {"_config.yml": text})
    assert found.conventions.sections[2:] == (Section(defaults={"draft": True}),)
    said = "defaults[1] has more than 500 parts: only what holds articles back counts"
    assert problems == [f"_config.yml:5: warning: {said}"]


GROUP = 'source "https://rubygems.org"\ngroup :jekyll_plugins do\n  gem "x"\n  gem "jekyll-feed", "~> 0.17"\nend\n'


@pytest.mark.parametrize(
    ("config", "gems", "style"),
    [
        ("plugins: [jekyll-feed]\n", "", "jekyll-feed"),
        ("gems: [jekyll-feed]\n", "", "jekyll-feed"),
        ("plugins: jekyll-feed\n", "", "story"),
        ("", GROUP, "jekyll-feed"),
        ("", 'gem "jekyll-feed", group: :jekyll_plugins\n', "jekyll-feed"),
        ("", 'group :test do\n gem "x"\nend\ngem "jekyll-feed"\n', "story"),
        ("", 'group :jekyll_plugins do\n gem "x"\nend\ngem "jekyll-feed"\n', "story"),
    ],
)
def test_the_ids_of_the_feed_of_a_plugin(tmp_path: Path, config: str, gems: str, style: str) -> None:
    """A site whose subscribers know its items by the ids of that plugin keeps them."""
    found, _ = site(tmp_path, {"_config.yml": config, "Gemfile": gems})
    assert found.conventions.id == style


def test_authors_by_their_keys(tmp_path: Path) -> None:
    """The authors of a site's data are known by their keys; a file that cannot be read is named."""
    data = "ada: {name: Ada L., uri: https://ada.example, age: 36}\nbob: Bob\nnobody: 5\n"
    found, problems = site(tmp_path, {"_config.yml": "", "_data/authors.yml": data})
    assert found.conventions.people == {"ada": {"name": "Ada L.", "uri": "https://ada.example"}, "bob": {"name": "Bob"}}
    assert (found.files, problems) == (("_config.yml", "_data/authors.yml"), [])

    found, problems = site(tmp_path, {"_data/authors.yml": "a: [\n"})
    assert found.conventions.people == {}
    assert problems[0].startswith("_data/authors.yml:2: error: front matter is not YAML")


def test_drafts_that_are_shown(tmp_path: Path) -> None:
    """A setting that feeds does not follow is named."""
    _, problems = site(tmp_path, {"_config.yml": "show_drafts: true\n"})
    assert problems == [
        "_config.yml:1: warning: show_drafts is left alone: drafts are not published, for their dates change"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\ntitle: [x\n", ":3: front matter is not YAML"),
        ("- a\n", ":1: front matter is not a list of"),
    ],
)
def test_a_faulty_site_is_named(tmp_path: Path, text: str, said: str) -> None:
    """A site's settings that cannot be used are an error by file and line, and not other settings."""
    path = written(tmp_path / "_config.yml", text)
    with pytest.raises(ConfigError) as caught:
        jekyll.read(SiteFiles(tmp_path, []))
    assert str(caught.value).startswith(f"{path}{said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [x]\n", "1: error: title is a list, but must be text"),
        ("a: 1\nurl: nonsense\n", "2: error: url 'nonsense/' is not an http or https address"),
        ("timezone: Mars/Olympus\n", "1: error: timezone 'Mars/Olympus' is an unknown time zone"),
        ("locale: the queen's\n", '1: error: locale "the queen\'s" is not a language tag'),
    ],
)
def test_a_setting_that_cannot_be_used_is_left_out(tmp_path: Path, text: str, said: str) -> None:
    """One wrong setting of a site is named in the site's own file and does not cost the others."""
    path = written(tmp_path / "_config.yml", f"{text}description: At night.\n")
    problems: list[Problem] = []
    assert jekyll.read(SiteFiles(tmp_path, problems)).description == "At night."
    assert len(problems) == 1
    assert str(problems[0]).startswith(f"{path}:{said}")


def test_a_title_of_digits(tmp_path: Path) -> None:
    """A site that is called by a number need not put it in quotes."""
    written(tmp_path / "_config.yml", "title: 1984\n")
    assert jekyll.read(SiteFiles(tmp_path, [])).title == "1984"


def test_languages_of_jekyll_polyglot(tmp_path: Path) -> None:
    """The pages of all languages but the default one lie in folders of their codes."""
    found, problems = site(tmp_path, {"_config.yml": "languages: [en, sv, pt_BR, 7]\ndefault_lang: en\n"})
    assert problems == []
    languages = [(one.code, one.prefix) for one in found.conventions.languages]
    assert (found.language, languages) == ("en", [("en", ""), ("sv", "sv"), ("pt-BR", "pt_BR")])
    assert site(tmp_path, {"_config.yml": "languages: [en, sv]\n"})[0].conventions.languages == ()


NAMES = (
    *("a.md", "#x.md", "x.md~", "_x.md", "~x.md", "sub/_y.md", "#d/a.md", "d~/a.md", "_posts/2020-01-01-a.md"),
    *("sub/_posts/2020-01-01-a.md", "_posts/#d/2020-01-01-a.md", "_posts/_posts/2020-01-01-a.md", "_open/a.md"),
    *("_open/_a.md", "_open/in/#a.md", "_open/_open/a.md", "sub/_open/a.md", "col/_open/a.md", "col/_posts/a.md"),
)


@pytest.mark.parametrize(
    ("settings", "read"),
    [
        ("", "a.md _posts/2020-01-01-a.md sub/_posts/2020-01-01-a.md _open/a.md col/_posts/a.md"),
        ("collections_dir: col", "a.md col/_open/a.md col/_posts/a.md"),
        (
            "include: ['_x.md', '#x.md', 'sub/_y.md', '*.md~']",
            "a.md #x.md x.md~ _x.md sub/_y.md _posts/2020-01-01-a.md sub/_posts/2020-01-01-a.md _open/a.md"
            " col/_posts/a.md",
        ),
        (
            "collections_dir: col\ninclude: [_posts, _open]",
            "a.md _posts/2020-01-01-a.md sub/_posts/2020-01-01-a.md _posts/_posts/2020-01-01-a.md _open/a.md"
            " _open/_open/a.md sub/_open/a.md col/_open/a.md col/_posts/a.md",
        ),
    ],
)
def test_what_is_left_out_by_its_name(tmp_path: Path, settings: str, read: str) -> None:
    """What Jekyll passes over by its name, or has elsewhere, is not read, unless the site includes it."""
    found, problems = site(tmp_path, {"_config.yml": f"collections: {{open: {{output: true}}}}\n{settings}\n"})
    assert problems == []
    assert {name for name in NAMES if is_read(tmp_path, found, name)} == set(read.split())


def test_folders_of_very_many_collections(tmp_path: Path) -> None:
    """Beyond a limit the names of collections are not compared: no folder that may be of one is read below others."""
    labels = [f"c{number}" for number in range(3_000)]
    found, problems = site(tmp_path, {"_config.yml": f"collections: [{', '.join(labels)}]"})
    assert problems == []
    names = ("_c9/a.md", "sub/_c9/a.md", "_c9/_c8/a.md", "sub/_posts/2020-01-01-a.md")
    assert [name for name in names if is_read(tmp_path, found, name)] == [names[0], names[3]]


def test_a_path_of_defaults_without_a_star(tmp_path: Path) -> None:
    """A question mark is a sign for any other only in a pattern with a star, as in Jekyll."""
    defaults = "defaults: [{scope: {path: 'p?'}, values: {draft: true}}, {scope: {path: 'q?*'}, values: {draft: true}}]"
    found, _ = site(tmp_path, {"_config.yml": defaults})
    sections = Sections(found.conventions)
    names = ("p?/a.md", "po/a.md", "qo/a.md")
    held = [name for name in names if sections.of(location_of(name, found.conventions)).defaults]
    assert held == ["p?/a.md", "qo/a.md"]
