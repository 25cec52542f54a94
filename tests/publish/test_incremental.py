"""Whatever was edited since, a build that reads only what changed leaves the tree of one that reads everything."""

import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import feeds
from feeds.articles import files
from feeds.config import Options, load
from feeds.core import compression
from feeds.core.compression import SUFFIXES
from feeds.core.directory import SITE_DOCUMENTS
from feeds.core.errors import ConfigError, UnknownTopicError
from feeds.core.kinds import kind_of
from feeds.core.redirects import MAPS
from feeds.index import changes
from feeds.publish.build import Request
from tests.archives import is_archive
from tests.support import BASE_URL, NOW, Site, mtimes, tree

NAMES = st.sampled_from(["a.md", "b.html", "sub/c.md", "sub/deep/d.txt", "_news/e.md", "f.md"])
FIELDS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["One", "Two", "Six"]),
        "webUrl": st.sampled_from([f"https://lamps.example/{number}" for number in range(4)]),
        "publishedDateTime": st.integers(-3, 3).map(lambda days: (NOW + timedelta(days=days)).isoformat()),
        "topics": st.lists(st.sampled_from(["Light", "LIGHT", "Dark", "Night life"]), max_size=2),
    },
    optional={
        "id": st.sampled_from(["x", "y"]),
        "published": st.booleans(),
        "quality": st.integers(0, 3),
        "provider": st.sampled_from([None, {"domain": "b.example", "name": "B"}, {"domain": "lamps.example"}]),
        "images": st.sampled_from([[{"url": "/p.png"}], [{"url": "/sub/q.png"}], ["wrong"]]),
        "body": st.just("It glows. " * 500),
        "excerpt": st.sampled_from(["", "Longer.", "Also so"]),
        "authors": st.lists(st.sampled_from(["Ada", "ADA", "Bo"]), max_size=2),
        "series": st.sampled_from(["Nights", ["Nights", "days"], 7, None, {"wrong": 1}]),
        "type": st.sampled_from(["video", "article"]),
        "language": st.sampled_from(["de", "en", "he"]),
        "translationKey": st.sampled_from(["one", "two"]),
        "updatedDateTime": st.integers(-3, 3).map(lambda days: (NOW + timedelta(days=days, hours=1)).isoformat()),
        "expiryDate": st.integers(-3, 3).map(lambda days: (NOW + timedelta(days=days, hours=2)).isoformat()),
    },
)
NAMED = {
    "topics": ["Light", "dark", "Night life", "Nobody's"],
    "without_topics": ["Dark", "light"],
    "providers": ["b.example", "lamps.example"],
    "without_providers": ["b.example"],
    "authors": ["Ada", "Nobody"],
    "without_authors": ["bo"],
    "types": ["video"],
    "without_types": ["Article"],
    "sections": ["sub", "sub/deep", "news"],
    "without_sections": ["sub"],
    "categories": ["news"],
    "languages": ["en"],
    "without_languages": ["en-GB"],
}
DEFINITIONS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.lists(st.sampled_from(names), min_size=1, max_size=2) for name, names in NAMED.items()},
        "min_quality": st.integers(0, 3),
        "since": st.sampled_from(["2026-01-01", "2026-06-01"]),
        "limit": st.integers(1, 2),
        "title": st.sampled_from(["Mine", "Ours"]),
        "content": st.sampled_from(["full", "summary"]),
        "formats": st.sampled_from([["rss"], ["json", "atom"]]),
    },
)
KINDS = ["all", "topic", "provider", "topic-provider", "author", "section", "language", "field:series"]
PLACES = st.sampled_from(
    [
        *("all", "topics/light", "topics/dark", "topics/night-life", "topics/l", "topics/old", "authors/ada"),
        *("topics/dark/providers/b.example", "providers/b.example", "providers/lamps.example", "sections/sub"),
        *("feeds/one", "feeds/two", "feeds/old"),
    ]
)
ENDS = st.sampled_from([None, "2026-01-01", "2026-06-02T12:00:00Z", "2026-07-01"])


def _retired(ends: dict[str, str | None]) -> str:
    if None in ends.values():
        return f"feeds = {json.dumps(list(ends))}"
    return "feeds = {" + ", ".join(f'"{place}" = {date}' for place, date in ends.items()) + "}"


CONFIGS = st.fixed_dictionaries(
    {},
    optional={
        "groups": st.lists(st.sampled_from(KINDS), min_size=1, unique=True).map(json.dumps),
        "archives": st.lists(st.sampled_from([*KINDS, "feed"]), unique=True).map(json.dumps),
        "content": st.just('"summary"'),
        "max_bytes": st.sampled_from(["10_000", "15_000"]),
        "redirects": st.sampled_from(['["nginx", "apache", "netlify"]', '["nginx", "cloudflare"]']),
        "feeds": st.dictionaries(st.sampled_from(["one", "two", "three"]), DEFINITIONS).map(
            lambda feeds: "\n".join(f"{slug} = {_inline(table)}" for slug, table in feeds.items())
        ),
        "renamed": st.dictionaries(PLACES, PLACES, min_size=1, max_size=3).map(
            lambda places: "\n".join(f'"{old}" = "{new}"' for old, new in places.items())
        ),
        "retired": st.dictionaries(PLACES, ENDS, min_size=1, max_size=2).map(_retired),
        "websub": st.sampled_from(
            ['hubs = ["https://hub.example/"]', 'hubs = ["https://a.example/", "https://b.example/"]']
        ),
        "limit": st.sampled_from(["1", "2"]),
        "pages": st.just("false"),
        "opml": st.just('"atom"'),
        "precompress": st.just("true"),
        "site": st.sampled_from(
            ['title = "Lamps"', 'timezone = "Asia/Tokyo"', 'home_url = "https://h.example/"', 'language = "fr"']
        ),
        "select": st.sampled_from(
            ["min_quality = 2", 'since = "2026-06-01"', 'types = ["video"]', 'without_authors = ["Ada"]']
        ),
        "topics": st.sampled_from(
            ['Light = {slug = "l"}', 'Light = {aliases = ["Dark"]}', 'Dark = {title = "D"}', 'Dark = {slug = "light"}']
        ),
        "providers": st.sampled_from(
            [
                '"b.example" = {aliases = ["lamps.example"]}',
                '"b.example" = {title = "Bee"}',
                '"b.example" = {slug = "bee"}',
            ]
        ),
    },
)

MOVED = {
    "redirects": '["nginx", "netlify"]',
    "renamed": '"topics/old" = "topics/light"',
    "retired": 'feeds = ["topics/dark"]',
}
PACKED = ["all/rss.xml.gz", "all/feed.json.br", "feeds.opml.gz"]


def _inline(table: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{name} = {json.dumps(value)}" for name, value in table.items()) + "}"


def _config(parts: dict[str, str]) -> str:
    parts = {"groups": '["all", "topic", "provider", "topic-provider"]'} | parts
    if "archives" in parts:
        chosen = [kind for kind in json.loads(parts["archives"]) if kind in (*json.loads(parts["groups"]), "feed")]
        parts["archives"] = json.dumps(chosen)
    keys = ("groups", "archives", "content", "limit", "max_bytes", "pages", "opml", "precompress", "redirects")
    lines = [f"{name} = {parts[name]}" for name in keys if name in parts]
    tables = [f"[{name}]\n{body}" for name, body in parts.items() if name not in keys]
    return "\n".join([*lines, *tables])


@pytest.fixture(autouse=True, scope="module")
def _little_effort() -> Iterator[None]:
    """Have documents compressed less well: it is the files that matter here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compression, "_BROTLI_QUALITY", 1)
        patch.setattr(compression, "_GZIP_LEVEL", 1)
        yield


UNLISTED = re.compile("the feed (.+) is not listed here, and none of its kind is: the site may no longer have them")
"""What feeds validate says of the feeds of a group that the configuration no longer has."""


class Editor(RuleBasedStateMachine):
    """Somebody who edits a site, while cron builds it."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.site = Site(Path(self._folder.name))
        self.config = self.site.folder / "feeds.toml"
        self.parts: dict[str, str] = {}
        self.config.write_text(_config({}))
        self.now = NOW
        # What most edits have something to do with: a local picture, a duplicate, a story of the future, a threshold.
        self.site.write("a.md", topics=["Light"], images=[{"url": "/p.png"}])
        self.site.write(
            "b.html", title="Later", publishedDateTime="2026-02-02", topics=["Dark"], body="It glows. " * 500
        )
        tomorrow = (NOW + timedelta(days=1)).isoformat()
        self.site.write("sub/c.md", webUrl="https://lamps.example/1", publishedDateTime=tomorrow, topics=["Night life"])
        self.site.write("f.md", webUrl="https://lamps.example/2", title="One", topics=["Dark"], quality=2)

    def teardown(self) -> None:
        """Remove the site."""
        self._folder.cleanup()

    @rule(name=NAMES, fields=FIELDS)
    def write(self, name: str, fields: dict[str, Any]) -> None:
        """Add an article, or write it anew."""
        self.site.write(name, **fields)

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        """Remove an article."""
        (self.site.source / name).unlink(missing_ok=True)

    @rule(name=NAMES, other=NAMES)
    def rename(self, name: str, other: str) -> None:
        """Move an article, maybe over another."""
        if (self.site.source / name).exists():
            (self.site.source / other).parent.mkdir(parents=True, exist_ok=True)
            (self.site.source / name).rename(self.site.source / other)

    @rule(name=NAMES)
    def spoil(self, name: str) -> None:
        """Save a broken article."""
        (self.site.source / name).parent.mkdir(parents=True, exist_ok=True)
        (self.site.source / name).write_text("---\ntitle: [\n---\n")

    @rule(name=NAMES)
    def swap_titles(self, name: str) -> None:
        """Change a title to one of the same length, and set the clock of the file back."""
        path = self.site.source / name
        if path.exists():
            status = path.stat()
            path.write_text(path.read_text().replace("One", "Ten").replace("Two", "One"))
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    @rule(name=st.sampled_from(["p.png", "sub/q.png"]), size=st.integers(0, 2))
    def picture(self, name: str, size: int) -> None:
        """Put a picture beside the articles, below the source or below the site, or take it away."""
        for root in (self.site.source, self.site.folder):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).unlink(missing_ok=True)
        if size:
            ((self.site.source if size == 1 else self.site.folder) / name).write_bytes(b"x" * size)

    @rule(parts=CONFIGS)
    def configure(self, parts: dict[str, str]) -> None:
        """Change the configuration; one with a mistake stays as it was."""
        before = self.config.read_text()
        self.config.write_text(_config(parts))
        try:
            load(Options(config=self.config, sources=(self.site.source,), base_url=BASE_URL))
        except ConfigError:
            self.config.write_text(before)
        else:
            self.parts = parts

    @rule(
        parts=CONFIGS, name=st.sampled_from(["topics", "feeds", "renamed", "retired", "archives", "max_bytes", "limit"])
    )
    def configure_one(self, parts: dict[str, str], name: str) -> None:
        """Change, or take out, a single part of the configuration."""
        others = {other: part for other, part in self.parts.items() if other != name}
        self.configure(others | ({name: parts[name]} if name in parts else {}))

    @rule(old=st.sampled_from(["one", "two", "three"]), new=st.sampled_from(["one", "two", "four"]))
    def rename_an_own_feed(self, old: str, new: str) -> None:
        """Give a feed of the site's own another name."""
        tables = self.parts.get("feeds", "")
        self.configure(self.parts | {"feeds": tables.replace(f"{old} = {{", f"{new} = {{")})

    @rule(name=st.sampled_from(["Light", "Brightness"]), described=st.booleans())
    def describe(self, name: str, described: bool) -> None:
        """Describe a topic in a file, or no more."""
        path = self.site.source / "_data" / "topics" / "light.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"_id: light\nname: {name}\n") if described else path.unlink(missing_ok=True)

    @rule(hours=st.sampled_from([-30, 7, 24, 100]))
    def wait(self, hours: int) -> None:
        """Let time pass, or set the clock back."""
        self.now += timedelta(hours=hours)

    @rule(damage=st.sampled_from(["drop", "truncate", "random", "hole", "copy", "journal"]))
    def lose_the_state(self, damage: str) -> None:
        """Delete the state, or spoil it."""
        for path in (self.site.folder / ".feeds").glob("*.sqlite"):
            DAMAGES[damage](path)

    @rule(
        form=st.sampled_from(
            ["all/rss.xml", "all/atom.xml", "all/feed.json", "all/index.html", *SITE_DOCUMENTS, *PACKED]
        ),
        keep=st.integers(0, 1),
    )
    def spoil_a_document(self, form: str, keep: int) -> None:
        """Remove a document, or write something else over it."""
        path = self.site.output / form
        if path.exists():
            path.write_text("spoiled") if keep else path.unlink()

    @rule(topic=st.sampled_from(["Light", "Dark"]), forms=st.sampled_from([(), ("rss",)]))
    def build_one_topic(self, topic: str, forms: tuple[str, ...]) -> None:
        """Build a single topic, as far as anybody knows it."""
        try:
            self._build(Request(topics=(topic,), jobs=1), formats=forms)
        except UnknownTopicError:
            return

    @rule()
    def build_without_pages(self) -> None:
        """Build all but the pages, for this once."""
        self._build(Request(allow_loss=True, jobs=1), skip_pages=True)

    @rule()
    def validate(self) -> None:
        """Check every document, of former places and kept feeds, too; those of dropped groups are in no list."""
        for finding in feeds.validate(self.site.output, base_url=BASE_URL).findings:
            unlisted = UNLISTED.match(finding.message)
            assert unlisted, finding
            assert self._is_given_up(f"{unlisted[1]}/rss.xml"), finding

    @invariant()
    def the_tree_is_that_of_a_build_from_nothing(self) -> None:
        """Compare with a build into another folder; feeds that were emptied may be there besides."""
        self._build(Request(allow_loss=True, jobs=1))
        before = mtimes(self.site.output)
        self._build(Request(allow_loss=True, jobs=1))
        assert mtimes(self.site.output) == before
        nothing = self.site.folder / "nothing"
        self._build(Request(jobs=1), output=nothing / "dist", state_dir=nothing / ".feeds")
        expected, found = tree(nothing / "dist"), self.site.files()
        shutil.rmtree(nothing)
        for name in [name for name in expected if name.removesuffix(".gz").removesuffix(".br") in MAPS]:
            # Builds remember more former places than the configuration names.
            lines = expected.pop(name).splitlines()
            assert name.endswith(SUFFIXES) or set(lines) <= set(found[name].splitlines())
        assert {name: found.get(name) for name in expected} == expected
        for name in expected:
            if name.endswith(SUFFIXES):
                assert before[name] == before[name[:-3]]
        self._check_what_is_there_besides(found, expected.keys())

    def _check_what_is_there_besides(self, found: dict[str, bytes], expected: Collection[str]) -> None:
        """Look at the documents that a build from nothing would not write: they are empty, or of feeds that goes on."""
        kept = {name for name in found if name in expected or self._is_given_up(name) or self._has_ended(name)}
        places = {found[name] for name in kept}  # former ones of a feed have the same documents
        for name in found.keys() - kept:
            if is_archive(name) or found[name] in places:
                continue  # a month that the chain has left keeps its articles
            marks = (b"<item>", b"<entry>", b'"date_published"', b"<article")
            assert not any(mark in found[name] for mark in marks), name

    def _has_ended(self, name: str) -> bool:
        """Say whether a document is of a feed that has a last item, with or without others."""
        retired = tomllib.loads(self.config.read_text()).get("retired", {}).get("feeds", ())
        return name.rpartition("/")[0] in retired

    def _is_given_up(self, name: str) -> bool:
        """Say whether the site has no longer such a feed; it is kept for its subscribers."""
        config = tomllib.loads(self.config.read_text())
        if name.startswith("feeds/"):
            return name.split("/")[1] not in config.get("feeds", {})
        folders = [kind_of(kind).folder for kind in config["groups"] if kind != "topic-provider"]
        is_pair = name.startswith("topics/") and "/providers/" in name
        return "topic-provider" not in config["groups"] if is_pair else name.split("/")[0] not in folders

    def _build(self, request: Request, **options: Any) -> None:
        self.site.build(now=self.now, request=request, config=self.config, **options)


def _make_a_hole(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 3000] = os.urandom(3000)
    path.write_bytes(content[: path.stat().st_size])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "drop": Path.unlink,
    "truncate": lambda path: os.truncate(path, path.stat().st_size // 2),
    "random": lambda path: path.write_bytes(os.urandom(5000)),
    "hole": _make_a_hole,
    "copy": lambda path: path.write_bytes(path.read_bytes()),
    "journal": lambda path: path.with_name(f"{path.name}-journal").write_bytes(os.urandom(2000)),
}


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda editor: editor.wait(48), id="a story's time comes"),
        pytest.param(lambda editor: editor.wait(-24 * 200), id="the clock goes back"),
        pytest.param(lambda editor: editor.picture("p.png", 1), id="a picture appears below the source"),
        pytest.param(lambda editor: editor.picture("p.png", 2), id="a picture appears below the site"),
        pytest.param(lambda editor: editor.remove("a.md"), id="the first of two on one story goes"),
        pytest.param(lambda editor: editor.spoil("a.md"), id="the first of two on one story breaks"),
        pytest.param(lambda editor: editor.rename("a.md", "sub/z.md"), id="an article moves"),
        pytest.param(lambda editor: editor.write("f.md", {"topics": ["Light"]}), id="an article changes its topic"),
        pytest.param(lambda editor: editor.write("f.md", {"published": False}), id="an article is withdrawn"),
        pytest.param(lambda editor: editor.configure({"select": "min_quality = 2"}), id="a threshold"),
        pytest.param(lambda editor: editor.configure({"site": 'title = "New"'}), id="the site's title"),
        pytest.param(lambda editor: editor.configure({"limit": "1"}), id="the limit"),
        pytest.param(lambda editor: editor.configure({"precompress": "true"}), id="compressed files"),
        pytest.param(lambda editor: editor.configure({"content": '"summary"'}), id="summaries"),
        pytest.param(lambda editor: editor.configure({"groups": json.dumps(KINDS)}), id="more groups"),
        pytest.param(lambda editor: editor.configure({"groups": '["all"]'}), id="fewer groups"),
        pytest.param(lambda editor: editor.configure({"archives": '["all", "topic"]', "limit": "1"}), id="archives"),
        pytest.param(lambda editor: editor.configure({"feeds": 'x = {topics = ["Dark"]}'}), id="a feed of one's own"),
        pytest.param(lambda editor: editor.configure({"topics": 'Dark = {slug = "d"}'}), id="a slug"),
        pytest.param(lambda editor: editor.configure({"topics": 'Light = {aliases = ["Dark"]}'}), id="an alias"),
        pytest.param(lambda editor: editor.configure({"site": 'home_url = "https://h.example/"'}), id="the home"),
        pytest.param(lambda editor: editor.configure({"site": 'language = "fr"'}), id="the language"),
        pytest.param(lambda editor: editor.configure({"websub": 'hubs = ["https://hub.example/"]'}), id="a hub"),
        pytest.param(lambda editor: editor.configure({"max_bytes": "10_000"}), id="the length of documents"),
        pytest.param(lambda editor: editor.configure(MOVED), id="renamed and retired feeds, and maps of them"),
        pytest.param(lambda editor: editor.describe("Brightness", True), id="a topic file"),
        pytest.param(lambda editor: editor.spoil_a_document("rss.xml", 0), id="a document is removed"),
        pytest.param(lambda editor: editor.spoil_a_document("rss.xml", 1), id="a document is overwritten"),
        *(pytest.param(lambda editor, how=how: editor.lose_the_state(how), id=f"state: {how}") for how in DAMAGES),
    ],
)
def test_each_kind_of_edit(edit: Callable[[Editor], None]) -> None:
    """After one edit of every kind, and after it is taken back, the tree is the one of a build from nothing."""
    editor = Editor()
    try:
        editor.the_tree_is_that_of_a_build_from_nothing()
        edit(editor)
        editor.the_tree_is_that_of_a_build_from_nothing()
        editor.now = NOW
        editor.configure({})
        editor.describe("", False)
        editor.the_tree_is_that_of_a_build_from_nothing()
    finally:
        editor.teardown()


def test_only_dropped_groups_are_found_in_no_list() -> None:
    """What feeds validate says of an output whose groups were dropped is that their feeds may be gone, and no more."""
    editor = Editor()
    try:
        editor.the_tree_is_that_of_a_build_from_nothing()
        editor.validate()
        editor.configure({"groups": '["provider", "topic"]'})
        editor.the_tree_is_that_of_a_build_from_nothing()
        editor.validate()
        found = feeds.validate(editor.site.output, base_url=BASE_URL).findings
        assert len(found) == 3  # all, and two of a topic's providers
    finally:
        editor.teardown()


@pytest.mark.slow
class TestEditor(Editor.TestCase):  # type: ignore[misc, valid-type]
    """Some hundred edits, in every run of the suite."""

    settings = settings(max_examples=40, stateful_step_count=10)


@pytest.mark.thorough
class TestEditorForLong(Editor.TestCase):  # type: ignore[misc, valid-type]
    """Some thousand edits."""

    settings = settings(max_examples=300, stateful_step_count=25)


def test_feeds_that_were_given_up_are_in_no_list_after_the_state_is_lost(site: Site) -> None:
    """What only their documents tell of is kept up to date, and no list offers it again."""
    site.write()
    config = site.folder / "feeds.toml"
    config.write_text('groups = ["all", "topic"]')
    site.build(config=config)
    config.write_text('groups = ["all"]')
    site.build(config=config)
    before = site.files()
    assert b"topics/light" not in before["feeds.opml"]

    for path in (site.folder / ".feeds").glob("*.sqlite"):
        path.unlink()
    site.write(title="Lamps")
    site.build(config=config)
    after = site.files()
    assert after["feeds.opml"] == before["feeds.opml"]
    assert b"topics/light" not in after["index.html"]
    assert b"<title>Lamps</title>" in after["topics/light/rss.xml"]


def test_an_edit_within_the_second_of_the_build_is_seen(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system that keeps no finer times, an edit that shows in neither size nor time is found all the same."""
    path = site.write(title="One")
    find, moment = files.find, int(path.stat().st_mtime) * 1_000_000_000

    def coarse(*args: Any, **options: Any) -> Iterator[files.Folder]:
        for folder in find(*args, **options):
            entries = [entry._replace(mtime=moment, ctime=moment) for entry in folder.entries]
            yield folder._replace(entries=entries)

    monkeypatch.setattr(files, "find", coarse)
    site.build()
    site.write(title="Two")
    report = site.build()
    assert site.titles() == ["Two"]
    assert len(report.written) == 12


def test_only_what_changed_is_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a build follows what changed: other articles are not opened."""
    monkeypatch.setattr(changes, "FINE_TICK", 0)
    for number in range(5):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}", topics=[f"T{number}"])
    site.build()
    open_database: list[object] = []
    real = os.open

    def noted(path: Any, *rest: Any, **more: Any) -> int:
        open_database.append(path)
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "open", noted)
    site.write("3.md", webUrl="https://lamps.example/3", topics=["T3"], title="New")
    site.build()
    assert [path for path in open_database if str(path).endswith(".md'")] == [os.fsencode(site.source / "3.md")]
    assert site.titles("topics/t3") == ["New"]
