"""Options, `feeds.toml`, Jekyll's files and the defaults, in that order."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.config import Options, Selection, Settings, Site, load
from feeds.core.errors import ConfigError, OptionError, SourceNotFoundError
from feeds.core.kinds import FACETS

BASE = "https://feeds.example/"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working directory with an empty folder of articles."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    return tmp_path


def loaded(text: str, options: Options | None = None) -> Settings:
    """Return the settings of a run in a working directory with this feeds.toml."""
    Path("feeds.toml").write_text(text, encoding="utf-8")
    return load(options or Options())


def test_the_defaults(folder: Path) -> None:
    """With nothing but an address a build does what the command's help says."""
    settings = load(Options(base_url="https://Feeds.example/news"))
    assert settings.site == Site("feeds.example", "https://feeds.example/news/", "https://feeds.example/news/")
    assert (settings.sources, settings.output, settings.state_dir) == ((Path("seeds"),), Path("dist"), Path(".feeds"))
    assert (settings.formats, settings.kinds) == (("rss", "atom", "json"), ("all", "topic", "provider"))
    assert (settings.limit, settings.selection, settings.zone) == (50, Selection(), UTC)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://f.example", "https://f.example/"),
        ("https://f.example/a/b", "https://f.example/a/b/"),
        ("https://f.example/a/b///", "https://f.example/a/b/"),
        ("HTTPS://F.example:443/", "https://f.example/"),
        ("http://f.example:8080/x", "http://f.example:8080/x/"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4/"),
        ("https://user:word@f.example/", "https://f.example/"),
    ],
)
def test_an_address_in_any_form(given: str, used: str) -> None:
    """With or without a slash, a port, a path, in any script: one address comes of it, that of a folder."""
    assert load(Options(base_url=given)).site.base_url == used


def test_feeds_toml(folder: Path) -> None:
    """What feeds.toml says is what the build goes by."""
    settings = loaded(
        """
source = ["a", "b"]
output = "out"
formats = ["json", "rss", "json"]
groups = ["topic", "all"]
limit = 5
[site]
title = " Night  News "
base_url = "https://f.example/x"
home_url = "https://s.example"
description = "d"
language = "en_GB"
author = "The desk"
timezone = "Europe/Paris"
icon = "/i.png"
[select]
min_quality = 1
min_heat = -2
since = "2026-01-01"
types = ["Video"]
categories = ["NEWS"]
"""
    )
    assert settings.site == Site(
        "Night News", "https://f.example/x/", "https://s.example/", "d", "en-GB", "The desk", "https://s.example/i.png"
    )
    assert (settings.sources, settings.output) == ((Path("a"), Path("b")), Path("out"))
    assert (settings.formats, settings.kinds, settings.limit) == (("rss", "json"), ("topic", "all"), 5)
    since = datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert settings.selection == Selection(
        1, -2, since, {FACETS["types"]: frozenset({"video"}), FACETS["categories"]: frozenset({"news"})}
    )
    assert settings.zone == ZoneInfo("Europe/Paris")


def test_options_go_first(folder: Path) -> None:
    """Whatever the command line says holds, also a zero."""
    settings = loaded(
        "source = 'a'\noutput = 'o'\nformats = ['rss']\nlimit = 5\n"
        "[site]\nbase_url = 'https://f.example/'\n[select]\nmin_quality = 60\nmin_heat = 1\nsince = '2026-01-01'\n",
        Options(
            sources=(Path("x"), Path("y")),
            output=Path("p"),
            base_url=BASE,
            state_dir=Path("s"),
            formats=("json", "atom"),
            limit=9,
            min_quality=0,
            min_heat=0,
            since="2024-05-06",
        ),
    )
    assert settings.sources == (Path("x"), Path("y"))
    assert (settings.output, settings.state_dir, settings.site.base_url) == (Path("p"), Path("s"), BASE)
    assert (settings.formats, settings.chosen_formats, settings.limit) == (("rss",), ("atom", "json"), 9)
    assert settings.selection == Selection(0, 0, datetime(2024, 5, 6, tzinfo=UTC))


def test_paths_are_relative_to_the_configuration(folder: Path) -> None:
    """A cron job may name the configuration from anywhere; paths of options stay where it stands."""
    (folder / "site" / "seeds").mkdir(parents=True)
    path = Path("site/my.toml")
    path.write_text(f"output = 'out'\n[site]\nbase_url = '{BASE}'\n", encoding="utf-8")
    settings = load(Options(config=path))
    assert (settings.sources, settings.output) == ((Path("site/seeds"),), Path("site/out"))
    assert settings.state_dir == Path("site/.feeds")
    assert load(Options(config=path, output=Path("here"))).output == Path("here")


JEKYLL = "title: From Jekyll\nurl: https://j.example\nbaseurl: /b\nlocale: de_DE\ntimezone: Asia/Tokyo\n"


def test_a_jekyll_site_gives_defaults(folder: Path) -> None:
    """A Jekyll site needs no feeds.toml, and what feeds.toml says goes before it."""
    (folder / "seeds" / "_config.yml").write_text(JEKYLL, encoding="utf-8")
    (folder / "seeds" / "_data" / "topics").mkdir(parents=True)
    (folder / "seeds" / "_data" / "topics" / "o.yaml").write_text("_id: birds\nname: Owls\n", encoding="utf-8")
    settings = load(Options())
    assert settings.site == Site("From Jekyll", "https://j.example/b/", "https://j.example/b/", language="de-DE")
    assert settings.zone == ZoneInfo("Asia/Tokyo")
    assert settings.taxonomy.topic_slug("owls") == "birds"
    changed = loaded(f"[site]\ntitle = 'Mine'\nbase_url = '{BASE}'\ntimezone = 'UTC'\n")
    assert changed.site == Site("Mine", BASE, "https://j.example/b/", language="de-DE")
    assert changed.zone == ZoneInfo("UTC")


def test_the_root_of_a_jekyll_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the root of a Jekyll site `feeds build` reads that site."""
    monkeypatch.chdir(tmp_path)
    Path("_config.yml").write_text(JEKYLL, encoding="utf-8")
    settings = load(Options())
    assert settings.sources == (Path(),)
    assert settings.site.title == "From Jekyll"


def test_problems_of_topic_files_are_kept(folder: Path) -> None:
    """A faulty topic file is reported with the articles and does not end the build."""
    (folder / "seeds" / "_data" / "topics").mkdir(parents=True)
    (folder / "seeds" / "_data" / "topics" / "o.yaml").write_text("x: 1\n", encoding="utf-8")
    settings = load(Options(base_url=BASE))
    assert [problem.message for problem in settings.problems] == ["name is missing"]


SITE = f"[site]\nbase_url = '{BASE}'\n"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", "the address at which", "--base-url https://example.org/feeds/"),
        ("[site]\nbase_url = 'f.example'", "feeds.toml:2: site.base_url: ", "is not an http or https address"),
        (
            "[site]\nbase_url = 'https://f.example/?x=1'",
            "feeds.toml:2: site.base_url: ",
            "is not the address of a folder",
        ),
        ("[site]\nhome_url = '/'", "feeds.toml:2: site.home_url: ", "is not an http or https address"),
        (f"{SITE}icon = 'data:x'", "feeds.toml:3: site.icon: ", "is not an http or https address"),
        (f"{SITE}timezone = 'Mars'", "feeds.toml:3: site.timezone: ", "unknown time zone"),
        (f"{SITE}timezone = '../x'", "feeds.toml:3: site.timezone: ", "unknown time zone"),
        (f"{SITE}language = 'the queen'", "feeds.toml:3: site.language: ", "is not a language tag"),
        (f"data = 'none'\n{SITE}", "feeds.toml:1: data: ", "there is no folder none"),
        (
            f"{SITE}[select]\nsince = 'May'",
            "feeds.toml:4: select.since: ",
            "cannot be read as a date: 'May'",
        ),
        (
            f"{SITE}[select]\nsince = ''",
            "feeds.toml:4: select.since: ",
            "cannot be read as a date: ''",
        ),
        (f"{SITE}[select]\nsince = 2026", "feeds.toml:4: select.since: ", "cannot be read as a date"),
    ],
)
def test_a_wrong_configuration(folder: Path, text: str, place: str, said: str) -> None:
    """Whatever would make the feeds wrong is named by its line before anything is written."""
    with pytest.raises(ConfigError) as caught:
        loaded(text)
    assert str(caught.value).startswith(place)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options(base_url="f.example"), "base_url 'f.example' is not an http or https address"),
        (Options(base_url=""), "base_url.* is not an http or https address"),
        (Options(base_url="https://f.example/#x"), "base_url.* is not the address of a folder"),
        (Options(base_url=BASE, since="yesterday"), "since.* cannot be read as a date: 'yesterday'"),
        (Options(base_url=BASE, since=""), "since.* cannot be read as a date: ''"),
        (Options(base_url=BASE, since="2024-02-30"), "since.* is an impossible date"),
        (Options(base_url=BASE, min_heat=2**64), "min_heat is beyond 9,007,199,254,740,991, which no article's is"),
    ],
)
def test_wrong_options(folder: Path, options: Options, said: str) -> None:
    """A wrong option is named by its keyword."""
    with pytest.raises(OptionError, match=said):
        load(options)


def test_a_date_of_toml(folder: Path) -> None:
    """A date in feeds.toml need not be in quotes."""
    assert loaded(f"{SITE}[select]\nsince = 2026-01-02\n").selection.since == datetime(2026, 1, 2, tzinfo=UTC)


def test_a_site_without_an_address_can_be_listed(folder: Path) -> None:
    """What there is can be listed before anyone has decided where it will be served."""
    assert load(Options(needs_base_url=False)).site == Site("", "", "")


def test_pictures_of_a_site_without_an_address(folder: Path) -> None:
    """Where only an option of builds says where the feeds are served, other commands read the configuration, too."""
    Path("feeds.toml").write_text(
        '[site]\nicon = "/i.png"\n[topics.AI]\nimage = "a.png"\n[feeds.one]\nimage = "https://e.example/b.png"\n'
    )
    settings = load(Options(needs_base_url=False))
    assert settings.site.icon == "/i.png"
    assert settings.own[0].images[0].url == "https://e.example/b.png"
    Path("feeds.toml").write_text('[site]\nicon = "data:x"\n')
    with pytest.raises(ConfigError, match="is not an http or https address"):
        load(Options(needs_base_url=False))


def test_no_folder_of_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder without articles a person is told what to type."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceNotFoundError, match="no articles: name their folder"):
        load(Options(base_url=BASE))


def test_the_site_of_a_file_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file in another folder, the site around it is meant, with its configuration if it has one."""
    site = tmp_path / "site"
    post = site / "content" / "posts" / "owls.md"
    post.parent.mkdir(parents=True)
    post.touch()
    (site / "hugo.toml").write_text('baseURL = "https://h.example/"\n')
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    assert load(Options(near=post)).sources == (site / "content",)
    (site / "feeds.toml").write_text(f"limit = 7\n{SITE}", encoding="utf-8")
    settings = load(Options(near=post))
    assert (settings.limit, settings.config, settings.sources) == (7, site / "feeds.toml", (site / "content",))
    with pytest.raises(SourceNotFoundError, match="no articles: name their folder"):
        load(Options(near=tmp_path / "elsewhere" / "a.md"))


def test_a_folder_below_the_root_of_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that is part of a site is read as such, wherever the command is run."""
    posts = tmp_path / "content" / "posts"
    posts.mkdir(parents=True)
    (tmp_path / "hugo.toml").write_text('baseURL = "https://h.example/"\ntitle = "Night"\n')
    for folder in (tmp_path.parent, posts):
        monkeypatch.chdir(folder)
        settings = load(Options(sources=(posts,)))
        assert (settings.site.title, settings.sources, settings.conventions.generator) == ("Night", (posts,), "hugo")
    assert load(Options()).sources == (Path(),)


def test_what_feeds_toml_says_of_articles(folder: Path) -> None:
    """Its keys about articles go before what a site says of its own."""
    (folder / "seeds" / "_config.yml").write_text("permalink: pretty\nplugins: [jekyll-feed]\n", encoding="utf-8")
    text = "[articles]\npermalink = '/:slug/'\nid = 'link'\nexclude = ['a/*']\n[fields]\ntitle = 'headline'\n"
    settings = loaded(f"{SITE}{text}")
    known = settings.conventions
    assert (known.permalink, known.id, known.fields) == ("/:slug/", "link", {"title": ("headline",)})
    assert {section.permalink for section in known.sections} == {None}
    assert settings.exclude == ("a/*",)
    with pytest.raises(ConfigError, match=r"feeds.toml:4: fields.titel: unknown key; did you mean title\?"):
        loaded(f"{SITE}[fields]\ntitel = 'x'\n")


@pytest.mark.parametrize(
    "given", ["10.0.0.1:8786", "tcp://10.0.0.1", "http://10.0.0.1:8786", "tcp://a:1/x", "tcp://a:x"]
)
def test_the_address_of_a_scheduler_is_checked(tmp_path: Path, given: str) -> None:
    """A build does not find out in the middle that nobody can be there."""
    (tmp_path / "seeds").mkdir()
    config = tmp_path / "feeds.toml"
    config.write_text(f'[site]\nbase_url = "https://h.example/"\n[workers]\nscheduler = "{given}"\n')
    with pytest.raises(ConfigError, match=r"feeds\.toml:4: workers\.scheduler: .* is not the address of a scheduler"):
        load(Options(config=config))
    assert load(Options(config=config, scheduler="")).scheduler is None
    assert load(Options(config=config, scheduler="tls://[::1]:8786")).scheduler == "tls://[::1]:8786"
    with pytest.raises(OptionError, match=r"scheduler .* is not the address"):
        load(Options(config=config, scheduler=given))
