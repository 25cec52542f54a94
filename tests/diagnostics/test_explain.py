"""What `feeds explain` says of an article."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from feeds.cli import cli
from feeds.compose import Composer
from feeds.core.limits import MAX_BODY
from feeds.core.model import Article, Item
from feeds.publish.build import Request
from tests.support import Site


def explain(name: str, *arguments: str) -> dict[str, Any]:
    """Return what `feeds explain --json` says of an article."""
    command = ["explain", f"articles/{name}", "--source", "articles", "--json", *arguments]
    found: dict[str, Any] = json.loads(CliRunner().invoke(cli, command, catch_exceptions=False).stdout)
    return found


def test_an_article_in_the_feeds(site: Site) -> None:
    """Its title, id, the feeds that it is in with its rank there, and the documents that show it."""
    site.write("old.md", webUrl="https://lamps.example/old", topics=["Light"])
    site.write("new.md", webUrl="https://lamps.example/new", publishedDateTime="2026-02-02", topics=["Light", "Dark"])
    Path("feeds.toml").write_text('limit = 1\nformats = ["rss"]\n')
    found = explain("old.md")
    assert (found["title"], found["id"]) == ("A lamp that remembers", "https://lamps.example/old")
    assert (found["story"], found["story_from"]) == ("https://lamps.example/old", "webUrl")
    assert found["is_in_feeds"] is True
    assert found["feeds"] == [
        {"folder": folder, "rank": 2, "of": 2, "documents": []}
        for folder in ("all", "topics/light", "providers/lamps.example")
    ]
    assert {"folder": "topics/dark", "rank": 1, "of": 1, "documents": ["topics/dark/rss.xml"]} in explain("new.md")[
        "feeds"
    ]


def test_an_article_in_an_archive(site: Site) -> None:
    """The archive of its month is named, also where the feed has no room for the article."""
    for month in (1, 2, 3):
        site.write(f"{month}.md", webUrl=f"https://lamps.example/{month}", publishedDateTime=f"2026-0{month}-02")
    Path("feeds.toml").write_text('limit = 1\ngroups = ["all"]\narchives = ["all"]\nformats = ["rss"]\n')
    place = {"folder": "all", "rank": 2, "of": 3, "documents": [], "archive": "all/archive/2026-02"}
    assert explain("2.md")["feeds"] == [place]
    assert "archive" not in explain("3.md")["feeds"][0]


@pytest.mark.parametrize("text", ["It glows. " * 300, "日" * (MAX_BODY - 100)], ids=["max_bytes", "long texts"])
def test_an_article_for_which_a_feed_has_no_room(site: Site, text: str) -> None:
    """What the last build left out, by `max_bytes` or as too large, is in no document, also below a last item."""
    limit = "max_bytes = 12_000" if len(text) < 12_000 else ""
    last = 3 if limit else 14
    for number in range(last + 1):
        link, date = f"https://lamps.example/{number}", f"2026-01-{number + 1:02}"
        site.write(f"{number}.md", webUrl=link, publishedDateTime=date, body=text)
    config = site.folder / "feeds.toml"
    config.write_text(f'{limit}\n[site]\nbase_url = "https://e.example/"\n[retired]\nfeeds = ["topics/light"]')
    site.build(config=config)
    for folder in ("all", "topics/light"):
        shown = [item["url"] for item in site.json(folder)["items"]]
        found = [explain(f"{number}.md")["feeds"] for number in range(last + 1)]
        documents = [next(place["documents"] for place in places if place["folder"] == folder) for places in found]
        assert [bool(names) for names in documents] == [
            f"https://lamps.example/{number}" in shown for number in range(last + 1)
        ]
        assert not documents[0]
        assert documents[last]


def test_feeds_that_have_moved_or_ended(site: Site) -> None:
    """Of each feed it says where else it is, that it has ended, or that it did so before the article."""
    site.write("1.md", topics=["Lumen", "Dark"])
    site.write("2.md", topics=["Dark"], webUrl="https://lamps.example/2", publishedDateTime="2026-03-02")
    Path("feeds.toml").write_text(
        'groups = ["topic"]\nformats = ["rss"]\n[renamed]\n"topics/light" = "topics/lumen"\n'
        '[retired]\nfeeds = { "topics/dark" = 2026-02-01 }\n'
    )
    dark, lumen = explain("1.md")["feeds"]
    assert (lumen["folder"], lumen["former"]) == ("topics/lumen", ["topics/light"])
    assert (dark["folder"], dark["rank"], dark["of"], dark["has_ended"]) == ("topics/dark", 1, 1, True)
    later = explain("2.md")
    assert later["feeds"] == []
    why_not = {"rule": "the feed ended before, by feeds.toml:6"}
    assert later["not_in"] == [{"folder": "topics/dark", "why_not": why_not}]
    lines = CliRunner().invoke(cli, ["explain", "articles/1.md", "--source", "articles"]).stdout.splitlines()
    assert "  topics/dark   1 of 1, topics/dark/rss.xml; the feed has ended" in lines
    assert "  topics/lumen  1 of 1, topics/lumen/rss.xml; also in topics/light" in lines


def test_feeds_that_are_kept_for_their_subscribers(site: Site) -> None:
    """A feed that the site no longer has is named with its documents, until a build prunes it."""
    config = site.folder / "feeds.toml"
    config.write_text(
        'groups = ["topic"]\nformats = ["rss"]\n[feeds.short]\nlimit = 1\n[feeds.dark]\ntopics = ["Dark"]\n'
    )
    site.write("news/1.md")
    site.build(config=config)
    config.write_text('groups = ["section"]\nformats = ["json"]\n')
    site.write("news/2.md", webUrl="https://lamps.example/2", publishedDateTime="2026-03-02")

    kept = {"rank": 2, "of": 2, "is_kept": True}
    section = {"folder": "sections/news", "rank": 2, "of": 2, "documents": ["sections/news/feed.json"]}
    assert explain("news/1.md")["feeds"] == [
        {"folder": "feeds/short", "documents": [], **kept},
        {"folder": "topics/light", "documents": ["topics/light/rss.xml"], **kept},
        section,
    ]
    lines = CliRunner().invoke(cli, ["explain", "articles/news/2.md", "--source", "articles"]).stdout.splitlines()
    kept_for = "; the site no longer has the feed: it is kept for its subscribers"
    assert f"  feeds/short   1 of 2, feeds/short/rss.xml{kept_for}" in lines

    site.build(config=config, request=Request(prune=True))
    assert explain("news/1.md")["feeds"] == [section]


@pytest.mark.parametrize(
    ("fields", "config", "rule", "field", "value", "line"),
    [
        pytest.param({"published": False}, "", "only `published: true`", "published", "False", 11, id="draft"),
        pytest.param({"deleted": True}, "", "nothing withdrawn", "deleted", "True", 11, id="withdrawn"),
        pytest.param({"status": "draft"}, "", "nothing withdrawn", "status", "draft", 11, id="status"),
        pytest.param({"expiryDate": "2026-01-03"}, "", "its time is over", "expiryDate", "2026", 11, id="expired"),
        pytest.param({"quality": 3}, "min_quality = 5", "quality must be 5 or more", "quality", "3", 11, id="quality"),
        pytest.param({}, "min_heat = 5", "heat must be 5 or more", "heat", None, None, id="no heat"),
        pytest.param({"type": "video"}, 'types = ["article"]', "one of: article", "type", "video", 11, id="type"),
        pytest.param({}, 'types = ["video"]', "one of: video", "type", "article", None, id="type by default"),
        pytest.param({"category": "x"}, 'categories = ["y"]', "one of: y", "category", "x", 11, id="category"),
        pytest.param({}, "since = 2026-05-05", "published before 2026-05-05", "publishedDateTime", "2026", 4, id="old"),
        pytest.param(
            {"publishedDateTime": "2999-01-01"}, "", "time has not come", "publishedDateTime", "2999", 4, id="future"
        ),
    ],
)
def test_why_an_article_is_in_no_feed(
    site: Site, fields: dict[str, Any], config: str, rule: str, field: str, value: str | None, line: int | None
) -> None:
    """The rule that keeps it out, and the field, the value and the line that it is about."""
    site.write(**fields)
    Path("feeds.toml").write_text(f"[select]\n{config}\n")
    found = explain("lamp.md")
    why = found["why_not"]
    assert found["is_in_feeds"] is False
    assert rule in why["rule"]
    assert (why["field"], why.get("line")) == (field, line)
    assert why.get("value", "").startswith(value or "")


def test_a_duplicate_names_the_article_that_it_lost_to(site: Site) -> None:
    """An editor who misses a story finds the one that stands for it."""
    site.write("first.md")
    site.write("second.md", publishedDateTime="2026-02-02")
    found = explain("second.md")
    assert found["duplicate_of"] == "articles/first.md"
    assert "the same story as articles/first.md" in found["why_not"]["rule"]


def test_a_broken_article_is_explained_by_its_error(site: Site) -> None:
    """What keeps it out is what `feeds check` says of it."""
    site.write(title=None)
    found = explain("lamp.md")
    assert found["why_not"] == {"rule": "title is missing", "line": 2}
    assert [problem["message"] for problem in found["problems"]] == ["title is missing"]


@pytest.mark.parametrize(
    ("image", "type_from", "length_from"),
    [
        ({"url": "https://i.example/a.png"}, "its address", "unknown"),
        ({"url": "https://i.example/a"}, "unknown", "unknown"),
        ({"url": "https://i.example/a", "type": "image/webp", "length": 7}, "the article", "the article"),
        ({"url": "/p.png"}, "its address", "its file"),
    ],
)
def test_how_a_picture_is_known(site: Site, image: dict[str, Any], type_from: str, length_from: str) -> None:
    """Whoever misses an enclosure learns what is not known of the picture, and where the rest comes from."""
    (site.source / "p.png").write_bytes(b"12345")
    Path("feeds.toml").write_text('[site]\nbase_url = "https://f.example/"\n')
    site.write(images=[image])
    (picture,) = explain("lamp.md")["pictures"]
    known_from = {one["name"]: one["known_from"] for one in picture["values"]}
    assert (known_from["type"], known_from["length"]) == (type_from, length_from)


def test_for_a_person(site: Site) -> None:
    """The text says the same, a fact a line."""
    site.write(quality=1)
    Path("feeds.toml").write_text("[select]\nmin_quality = 5\n")
    result = CliRunner().invoke(cli, ["explain", "articles/lamp.md", "--source", "articles"])
    assert result.exit_code == 0
    assert "in the feeds    no: quality is 1 (line 11); quality must be 5 or more\n" in result.stdout
    assert "date            2026-01-02 03:04:05 UTC\n" in result.stdout


@pytest.mark.parametrize(
    ("fields", "story"),
    [
        ({"originalUrl": "https://lamps.example/a?utm_source=x"}, "https://lamps.example/a (from originalUrl)"),
        ({"originalUrl": "https://other.example/a/"}, "https://other.example/a (from originalUrl)"),
        ({"originalUrl": "no address"}, "https://lamps.example/a (from webUrl)"),
        ({"originalUrl": "https://lamps.example/b", "webUrl": None}, "https://lamps.example/b (from originalUrl)"),
        ({"webUrl": "http://www.lamps.example/a/#comments"}, "https://lamps.example/a (from webUrl)"),
    ],
)
def test_the_story_key_and_what_it_came_from(site: Site, fields: dict[str, Any], story: str) -> None:
    """Who asks why two articles are one story sees what is compared."""
    site.write(**({"webUrl": "https://lamps.example/a"} | fields))
    result = CliRunner().invoke(cli, ["explain", "articles/lamp.md", "--source", "articles"])
    assert f"story key       {story}\n" in result.stdout


def test_the_names_that_values_have_in_the_file(site: Site) -> None:
    """What is called otherwise, or is not in the front matter, is named with its line."""
    path = site.source / "2026-01-02-lamp.md"
    path.write_text(
        "---\nheadline: A lamp\nexternal_url: https://lamps.example/a\ntags: [Light]\ncategory: Glow\n---\n"
    )
    assert explain(path.name)["names"] == [
        {"field": "title", "origin": "headline", "line": 2},
        {"field": "publishedDateTime", "origin": "the file's name"},
        {"field": "topics", "origin": "tags, category", "line": 4},
        {"field": "originalUrl", "origin": "external_url", "line": 3},
    ]
    result = CliRunner().invoke(cli, ["explain", str(path), "--source", "articles"])
    assert "  topics        from tags, category (line 4)\n" in result.stdout


def test_an_id_as_atom_has_it(site: Site) -> None:
    """An id that is no IRI is found in Atom, too."""
    site.write(id="42")
    assert explain("lamp.md")["atom_id"] == "tag:feeds.invalid,2026:42"


@pytest.mark.parametrize("is_left_out", [True, False])
def test_an_article_that_cannot_be_shown(site: Site, monkeypatch: pytest.MonkeyPatch, is_left_out: bool) -> None:
    """What the next build leaves out, or shows without its text, is explained as such."""
    site.write(body="A text.")
    real = Composer.item

    def broken(self: Composer, article: Article, *others: Any) -> Item:
        if article.title == "A lamp that remembers" and (is_left_out or article.body):
            raise RuntimeError
        return real(self, article, *others)

    monkeypatch.setattr(Composer, "item", broken)
    (told,) = site.build().errors
    found = explain("lamp.md")
    assert found["is_in_feeds"] is not is_left_out
    assert (found["why_not"] and found["why_not"]["rule"]) == (told.message if is_left_out else None)
    assert [problem["message"] for problem in found["problems"]] == [told.message]


def test_an_article_that_is_a_link_is_explained(site: Site) -> None:
    """What is read through a link is known by the name of the link."""
    (site.source / "drawer").mkdir()
    site.write("drawer/elsewhere.txt").rename(site.source / "drawer" / "elsewhere.rst")
    (site.source / "link.md").symlink_to(site.source / "drawer" / "elsewhere.rst")
    assert explain("link.md")["is_in_feeds"] is True


def test_a_link_out_of_the_site_is_explained(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Why it is not read is said as the builds say it."""
    site.write()
    story = tmp_path_factory.mktemp("elsewhere") / "story.md"
    story.touch()
    (site.source / "link.md").symlink_to(story)
    result = CliRunner().invoke(cli, ["explain", "articles/link.md", "--source", "articles"])
    assert result.exit_code == 2
    assert result.stderr.startswith("feeds: articles/link.md: leads out of the site by a link; copy what is there")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("articles/none.md", "articles/none.md: no such file"),
        ("other.md", "other.md: is below none of the sources (articles); name its folder with --source"),
        ("articles/note.md", "articles/note.md: is not an article: it has no front matter"),
    ],
)
def test_a_file_that_is_no_article(site: Site, name: str, message: str) -> None:
    """A mistyped name, and a file that is not read, are told as what they are."""
    site.write()
    Path("other.md").write_text("---\ntitle: x\n---\n")
    (site.source / "note.md").write_text("Only a note.")
    result = CliRunner().invoke(cli, ["explain", name, "--source", "articles"])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"feeds: {message}")


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("front", "shown"),
    [
        pytest.param(BOMB + "quality: *i\n", "[[[…], […], […], […], […], …], ", id="aliases"),
        pytest.param("quality: 1" + "0" * 9_000 + "\n", "a whole number of", id="a long number"),
        pytest.param("quality: '" + "long " * 50_000 + "'\n", "long long", id="a long text"),
        pytest.param("quality: {" + ", ".join(f"k{i}: {i}" for i in range(9_000)) + "}\n", "{k0: 0, k1: 1", id="keys"),
    ],
)
def test_a_value_is_shown_in_a_few_words(site: Site, front: str, shown: str) -> None:
    """However large a value is, or becomes by aliases, little of it is shown, at no cost."""
    Path("feeds.toml").write_text("[select]\nmin_quality = 5\n")
    site.write()
    path = site.source / "lamp.md"
    path.write_text(path.read_text().replace("---\n", f"---\n{front}", 1))
    found = explain("lamp.md")
    value = found["why_not"].get("value")
    if value is not None:  # where the article as a whole is not too much
        assert value.startswith(shown)
        assert len(value) < 500


def test_an_id_that_suppresses_an_article_is_named(site: Site) -> None:
    """Who misses an article whose id another one has taken learns that the id is the reason, and where it stands."""
    site.write("mine.md", id="https://lamps.example/1", webUrl="https://lamps.example/1")
    site.write(
        "theirs.md", id="https://lamps.example/1", webUrl="https://evil.example/", publishedDateTime="2020-01-01"
    )
    why = explain("mine.md")["why_not"]
    assert why["rule"] == "articles/theirs.md has the same id and was published first"
    assert (why["field"], why["value"], why["line"]) == ("id", "https://lamps.example/1", 11)


def test_the_language_and_the_translations(site: Site) -> None:
    """Where the language comes from, if not from a field of ours, and the pages in others; else it is the site's."""
    Path("feeds.toml").write_text('[site]\nlanguage = "en"\n')
    site.write("owls.md", webUrl="https://lamps.example/en", translationKey="owls")
    site.write("eulen.md", webUrl="https://lamps.example/de", translationKey="owls", lang="de_AT")
    german, english = explain("eulen.md"), explain("owls.md")
    assert (german["language"], english["language"]) == ("de-AT", "en")
    assert german["translations"] == [{"language": "en", "url": "https://lamps.example/en"}]
    assert {"field": "language", "origin": "lang", "line": 12} in german["names"]
    lines = CliRunner().invoke(cli, ["explain", "articles/owls.md", "--source", "articles"]).stdout.splitlines()
    assert "translation     de-AT: https://lamps.example/de" in lines
