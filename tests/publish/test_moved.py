"""Feeds that are renamed keep their old places, with the documents of the new one."""

import pytest

from feeds.core.errors import OutputError
from feeds.publish.build import Request
from feeds.publish.report import Report
from tests.support import Site, mtimes, tree

FORMS = ("rss.xml", "atom.xml", "feed.json")
RENAMED = '[renamed]\n"topics/artificial-intelligence" = "topics/ai"\n'


def _build(site: Site, config: str, request: Request | None = None) -> Report:
    path = site.folder / "feeds.toml"
    path.write_text(config)
    return site.build(config=path, request=request)


def _assert_same(site: Site, old: str, new: str) -> None:
    """Check that the documents in the old place are those of the new one, and that the page leads there."""
    for name in FORMS:
        assert (site.output / old / name).read_bytes() == (site.output / new / name).read_bytes()
    page = (site.output / old / "index.html").read_text()
    assert f'<link rel="canonical" href="https://feeds.example.org/{new}/">' in page
    for lists in ("index.html", "feeds.opml"):
        assert f"{old}/" not in (site.output / lists).read_text()


def test_a_renamed_topic_keeps_its_place(site: Site) -> None:
    """Whoever subscribed to the old address reads on: what the new feed says, with its self link."""
    site.write(topics=["Artificial Intelligence"])
    _build(site, "")
    site.write(topics=["AI"])
    report = _build(site, RENAMED)
    assert (report.emptied, report.notices, report.misnamed, site.warnings) == ((), (), (), [])
    assert site.json("topics/artificial-intelligence")["feed_url"] == "https://feeds.example.org/topics/ai/feed.json"
    assert site.titles("topics/artificial-intelligence") == ["A lamp that remembers"]
    _assert_same(site, "topics/artificial-intelligence", "topics/ai")


def test_the_old_place_follows_the_new_one_cheaply(site: Site) -> None:
    """A change of the feed reaches its old place, and a build without one touches nothing."""
    site.write(topics=["Artificial Intelligence"])
    site.write("dark.md", topics=["Dark"], webUrl="https://lamps.example/dark")
    _build(site, "")
    site.write(topics=["AI"])
    _build(site, RENAMED)
    before = mtimes(site.output)
    assert _build(site, RENAMED).written == ()
    assert mtimes(site.output) == before

    site.write("dark.md", topics=["Dark"], webUrl="https://lamps.example/dark", title="Darker")
    assert not [name for name in _build(site, RENAMED).written if name.startswith("topics/a")]
    site.write(topics=["AI"], title="Changed")
    report = _build(site, RENAMED)
    assert {f"topics/artificial-intelligence/{name}" for name in FORMS} <= {*report.written}
    assert "topics/artificial-intelligence/index.html" not in report.written
    _assert_same(site, "topics/artificial-intelligence", "topics/ai")


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("", '[topics."Light"]\nslug = "l"\n', "topics/light", "topics/l"),
        ('[topics."Light"]\nslug = "l"\n', '[topics."Light"]\nslug = "lumen"\n', "topics/l", "topics/lumen"),
        ('[topics."Light"]\nslug = "l"\n', "", "topics/l", "topics/light"),
        ("", '[topics."Lamps"]\naliases = ["Light"]\n', "topics/light", "topics/lamps"),
        ("", '[providers."lamps.example"]\nslug = "lamps"\n', "providers/lamps.example", "providers/lamps"),
        (
            '[providers."lamps.example"]\ntitle = "Lamp Weekly"\nslug = "a"\n',
            '[providers."lamps.example"]\ntitle = "Lamp Weekly"\nslug = "b"\n',
            "providers/a",
            "providers/b",
        ),
        ('[feeds."one"]\ntopics = ["Light"]\n', '[feeds."two"]\ntopics = ["Light"]\n', "feeds/one", "feeds/two"),
        (
            '[feeds."one"]\ntopics = ["Light"]\n',
            '[feeds."two"]\nlimit = 3\n[renamed]\n"feeds/one" = "/feeds/two/"\n',
            "feeds/one",
            "feeds/two",
        ),
        (
            'groups = ["all", "author"]\n',
            'groups = ["all", "topic"]\n[renamed]\n"authors/ada" = "topics/light"\n',
            "authors/ada",
            "topics/light",
        ),
        ("", '[renamed]\n"topics/x" = "topics/y"\n"topics/y" = "topics/light"\n', "topics/x", "topics/light"),
    ],
)
def test_every_way_to_rename(site: Site, before: str, after: str, old: str, new: str) -> None:
    """A slug, an alias, a feed of one's own, and what [renamed] says: the old place goes on, for good."""
    site.write(authors=["Ada"])
    _build(site, before)
    report = _build(site, after)
    _assert_same(site, old, new)
    assert (report.emptied, report.removed) == ((), ())
    assert not any(name.startswith(f"{old}/") for name in report.given_up)
    assert _build(site, after, Request(prune=True)).removed == ()
    site.write(title="Changed", authors=["Ada"])
    _build(site, after)
    _assert_same(site, old, new)


def test_topics_with_providers_move_along(site: Site) -> None:
    """With the feed of a topic go those of its providers."""
    groups = 'groups = ["topic", "topic-provider"]\n'
    site.write(topics=["Lamps"])
    _build(site, groups)
    site.write()
    _build(site, f'{groups}[renamed]\n"topics/lamps" = "topics/light"\n')
    _assert_same(site, "topics/lamps", "topics/light")
    _assert_same(site, "topics/lamps/providers/lamps.example", "topics/light/providers/lamps.example")


@pytest.mark.parametrize(
    ("renamed", "old"),
    [
        pytest.param('"topics/light" = "topics/lamps"', "topics/light/providers/lamps.example", id="a topic"),
        pytest.param(
            '"providers/l.example" = "providers/lamps.example"', "topics/lamps/providers/l.example", id="host"
        ),
        pytest.param(
            '"topics/light" = "topics/lamps"\n"providers/l.example" = "providers/lamps.example"',
            "topics/light/providers/l.example",
            id="both",
        ),
    ],
)
def test_topics_with_providers_move_along_from_nothing(site: Site, renamed: str, old: str) -> None:
    """A build that knows of no earlier one, as in CI, makes the same places as those that do."""
    groups = 'groups = ["all", "topic", "provider", "topic-provider"]\n'
    site.write(topics=["Lamps"])
    site.write("dark.md", topics=["Dark"], webUrl="https://lamps.example/dark")
    _build(site, f"{groups}[renamed]\n{renamed}\n")
    _assert_same(site, old, "topics/lamps/providers/lamps.example")
    expected = site.files()
    other = Site(site.folder / "other")
    other.source = site.source
    _build(other, groups)
    _build(other, f"{groups}[renamed]\n{renamed}\n")
    assert other.files() == expected


def test_a_place_with_articles_is_not_given_away(site: Site) -> None:
    """A name that articles still bear keeps its feed, and the build says why, to cron once; later it moves."""
    site.write()
    site.write("ai.md", topics=["AI"], webUrl="https://lamps.example/ai")
    config = '[renamed]\n"topics/light" = "topics/ai"\n'
    report = _build(site, config, Request(news_only=True))
    sentence = (
        f"{site.folder}/feeds.toml:2: renamed: topics/light still has articles, and keeps its place;"
        " its name as an alias of the other topic makes them articles of that"
    )
    assert (report.misnamed, report.news) == ((sentence,), (f"feeds: {sentence}",))
    assert site.json("topics/light")["feed_url"] == "https://feeds.example.org/topics/light/feed.json"
    assert _build(site, config, Request(news_only=True)).news == ()
    site.write(topics=["AI"])
    report = _build(site, config, Request(news_only=True))
    assert (report.misnamed, report.news) == ((), (f"{site.output}: nothing is wrong any more",))
    _assert_same(site, "topics/light", "topics/ai")

    site.write()
    assert len(_build(site, config).misnamed) == 1
    assert site.titles("topics/ai") == ["A lamp that remembers"]
    assert site.json("topics/light")["feed_url"] == "https://feeds.example.org/topics/light/feed.json"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ('"topics/gone" = "topics/ligth"', "there is no feed topics/ligth; did you mean topics/light?"),
        (
            '"topics/darck" = "topics/light"',
            "no build has written a feed topics/darck; did you mean topics/dark?",
        ),
        (
            '[retired]\nfeeds = ["topics/drak"]',
            "no build has written a feed topics/drak; did you mean topics/dark?",
        ),
    ],
)
def test_unknown_names_are_named(site: Site, config: str, said: str) -> None:
    """A misspelled name is told with the nearest one; the build goes on."""
    site.write()
    site.write("dark.md", topics=["Dark"], webUrl="https://lamps.example/dark")
    _build(site, "")
    (site.source / "dark.md").unlink()
    _build(site, "")
    line, table = (3, "retired") if "retired" in config else (2, "renamed")
    assert _build(site, f"[renamed]\n{config}\n").misnamed == (f"{site.folder}/feeds.toml:{line}: {table}: {said}",)


@pytest.mark.parametrize(
    ("service", "most", "said"),
    [
        ("cloudflare", "CLOUDFLARE_RULES", "Cloudflare Pages has no room for 4 of 6 redirects"),
        ("netlify", "NETLIFY_RULES", "6 redirects may be too many for a deploy on Netlify"),
    ],
)
def test_a_map_that_is_too_long_is_told(
    site: Site, service: str, most: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To cron once, and with what to do; the old places are there as ever."""
    module = "feeds.formats.redirect_maps" if service == "cloudflare" else "feeds.publish.map_limits"
    site.write()
    config = f'redirects = ["{service}"]\n[renamed]\n"topics/old" = "topics/light"\n'
    assert _build(site, config).over_limits == ()
    monkeypatch.setattr(f"{module}.{most}", 2)
    report = _build(site, config, Request(news_only=True))
    (sentence,) = report.over_limits
    assert sentence.startswith(f"{site.output}/_redirects: {said}")
    assert report.news == (f"feeds: {sentence}",)
    assert _build(site, config, Request(news_only=True)).news == ()
    _assert_same(site, "topics/old", "topics/light")


def test_a_build_from_nothing_has_the_old_place_too(site: Site) -> None:
    """What the configuration names does not hang on what builds remember."""
    site.write(topics=["Artificial Intelligence"])
    _build(site, "")
    site.write(topics=["AI"])
    _build(site, RENAMED)
    before = site.files()
    path = site.folder / "feeds.toml"
    site.build(config=path, output=site.folder / "fresh", state_dir=site.folder / "other")
    assert tree(site.folder / "fresh") == before


def test_a_lost_state_does_not_lose_the_old_place(site: Site) -> None:
    """Where a feed was before is known from its documents, too."""
    site.write()
    _build(site, "")
    config = '[topics."Light"]\nslug = "l"\n'
    _build(site, config)
    for path in (site.folder / ".feeds").iterdir():
        path.unlink()
    site.write(title="Changed")
    _build(site, config)
    _assert_same(site, "topics/light", "topics/l")
    assert site.titles("topics/light") == ["Changed"]


def test_a_lost_state_knows_the_archives_in_the_old_place(site: Site) -> None:
    """Their compressed files go when the site has none any more, as everywhere else."""
    for month in (1, 2, 3):
        link = f"https://lamps.example/{month}"
        site.write(f"{month}.md", topics=["AI"], webUrl=link, publishedDateTime=f"2026-0{month}-02")
    config = f'limit = 1\narchives = ["topic"]\n{RENAMED}'
    _build(site, f"precompress = true\n{config}")
    old = "topics/artificial-intelligence/archive/2026-01"
    assert f"{old}/rss.xml.gz" in site.files()

    for path in (site.folder / ".feeds").glob("*.sqlite"):
        path.unlink()
    _build(site, config)
    assert f"{old}/rss.xml" in site.files()
    assert not [name for name in site.files() if name.endswith((".gz", ".br"))]


def test_an_emptied_feed_is_told_with_what_to_write(site: Site) -> None:
    """The line for feeds.toml names the feed in which the articles are now, once."""
    site.write(topics=["Artificial Intelligence"])
    _build(site, "")
    site.write(topics=["AI"])
    said = (
        f"{site.output}/topics/artificial-intelligence: the feed has lost its last article, and is empty now;"
        " its articles are in topics/ai: if that is its new name,"
        ' add "topics/artificial-intelligence" = "topics/ai" below [renamed]'
    )
    assert _build(site, "").notices == (said,)
    assert _build(site, "").notices == ()
    _build(site, RENAMED)
    _assert_same(site, "topics/artificial-intelligence", "topics/ai")
    site.write(topics=["Dark"], published=False)
    said = (
        f"{site.output}/topics/ai: the feed has lost its last article, and is empty now;"
        ' if it has another name now, add "topics/ai" = "topics/…" below [renamed];'
        ' if it has ended, feeds = ["topics/ai"] below [retired]'
    )
    assert said in _build(site, RENAMED).notices
    _assert_same(site, "topics/artificial-intelligence", "topics/ai")


def test_a_map_for_another_service_is_written_anew(site: Site) -> None:
    """Two services read a file of one name by different rules: who changes the service has other rules at once."""
    site.write()
    moved = '[renamed]\n"topics/old" = "topics/light"\n[retired]\nfeeds = ["providers/lamps.example"]\n'
    _build(site, f'redirects = ["cloudflare"]\n{moved}')
    assert b"410!" not in site.files()["_redirects"]
    assert _build(site, f'redirects = ["netlify"]\n{moved}').written == ("_redirects",)
    assert b"/providers/lamps.example/rss.xml /providers/lamps.example/rss.xml 410!" in site.files()["_redirects"]
    assert _build(site, f'redirects = ["cloudflare"]\n{moved}').written == ("_redirects",)


@pytest.mark.parametrize("request_", [None, Request(full=True)], ids=["usual", "full"])
def test_a_map_of_ones_own_is_never_replaced(site: Site, request_: Request | None) -> None:
    """Also where builds have written one before: rules of the site's own are lost to nobody, and damage heals."""
    site.write()
    config = 'redirects = ["netlify"]\n[renamed]\n"topics/old" = "topics/light"\n'
    _build(site, config)
    written, path = site.files()["_redirects"], site.output / "_redirects"
    path.write_text("/mine /elsewhere 301\n")
    with pytest.raises(OutputError, match=r"_redirects: exists, and no build of feeds wrote it"):
        _build(site, config, request_)
    assert path.read_text() == "/mine /elsewhere 301\n"
    for damaged in (b"\0" * 100, b"# Wr" + b"X" + written[5:]):
        path.write_bytes(damaged)
        _build(site, config, request_)
        assert path.read_bytes() == written


def test_a_feed_of_a_dropped_kind_comes_back_to_its_place_by_a_name(site: Site) -> None:
    """What builds remember of its way there does not make it empty for one build: the name goes before."""
    site.write(topics=["C++"])
    site.write("dark.md", topics=["Dark"], webUrl="https://lamps.example/dark")
    groups = 'groups = ["all", "topic", "provider"]\n'
    _build(site, 'groups = ["all", "topic", "provider", "topic-provider"]\n')
    _build(site, f'{groups}[topics."C++"]\nslug = "dark"\n')
    config = f'{groups}[topics."C++"]\naliases = ["Dark"]\n'
    assert _build(site, config).emptied == ()
    _assert_same(site, "topics/dark/providers/lamps.example", "topics/c-plus-plus/providers/lamps.example")
    assert len(site.titles("topics/dark/providers/lamps.example")) == 2
    assert _build(site, config).written == ()


def test_a_former_place_of_an_own_feed_can_end(site: Site) -> None:
    """It went on as a topic, and nobody knows its definition any more: the place says that it has ended."""
    site.write()
    _build(site, '[renamed]\n"feeds/lamps" = "topics/light"\n')
    _build(site, 'max_bytes = 10_000\n[retired]\nfeeds = ["feeds/lamps"]\n')
    assert site.titles("feeds/lamps") == ["This feed has ended"]
    assert site.titles("topics/light") == ["A lamp that remembers"]
