"""A site whose pictures the network is asked about: what builds make of the answers."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from msgspec.structs import replace

from feeds.config import Options, load
from feeds.core.errors import BusyError, ConfigError
from feeds.diagnostics.explain import explain
from feeds.index.reading import reading
from feeds.probing.answers import answers_path, open_answers
from feeds.publish import lock
from feeds.publish.build import Request, build
from feeds.publish.probe import Probed, probe
from tests.articles.test_local_files import mp3, png
from tests.probing.server import Server, file, serving, status
from tests.support import NOW, Site, mtimes, tree

PICTURE = png(640, 480) + bytes(3_000)


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server on this machine's loopback, where articles have their pictures."""
    with serving() as one:
        one.pages |= {"/a.png": file(PICTURE, etag='"a"'), "/a.mp3": file(mp3(383), "audio/mpeg")}
        yield one


@pytest.fixture
def asking(site: Site, server: Server) -> Site:
    """Return a site of two articles, of which one has a picture and a sound on the server."""
    (site.folder / "feeds.toml").write_text('[images]\nallow = ["127.0.0.0/8"]\n')
    site.write("a.md", images=[{"url": f"{server.url}/a.png"}], audio=f"{server.url}/a.mp3")
    site.write(
        "b.md", webUrl="https://other.example/b", title="B", topics=["Dark"], provider={"domain": "other.example"}
    )
    return site


def _ask(site: Site, now: datetime = NOW) -> Probed:
    settings = load(Options(config=site.folder / "feeds.toml", sources=(site.source,), **_places(site)))
    return probe(settings, warn=pytest.fail, now=now)


def _places(site: Site) -> dict[str, Any]:
    return {"output": site.output, "state_dir": site.folder / ".feeds", "base_url": "https://feeds.example.org/"}


def _build(site: Site, **request: Any) -> Any:
    return site.build(config=site.folder / "feeds.toml", request=Request(details=True, **request))


def _item(site: Site) -> Any:
    return site.json("topics/light")["items"][0]


def test_answers_reach_every_document(asking: Site) -> None:
    """Type, length, size and duration are those of the files, in each format."""
    found = _ask(asking)
    assert (found.known, found.asked, found.there, found.left) == (2, 2, 2, 0)
    _build(asking)
    sound, picture = _item(asking)["attachments"]
    assert (sound["mime_type"], sound["size_in_bytes"], sound["duration_in_seconds"]) == ("audio/mpeg", 417 * 383, 10)
    assert (picture["mime_type"], picture["size_in_bytes"]) == ("image/png", len(PICTURE))
    (image,) = _item(asking)["_feeds"]["images"]
    assert (image["width"], image["height"]) == (640, 480)
    files = asking.files()
    assert b'length="159711"' in files["all/rss.xml"]
    assert b'width="640" height="480"' in files["all/atom.xml"]
    assert b'width="640" height="480"' in files["all/index.html"]


def test_a_build_alone_asks_nothing(asking: Site, server: Server) -> None:
    """Without a word about the network, a build knows what the articles say, and writes it as ever."""
    _build(asking)
    first = asking.files()
    assert server.asked == []
    assert not answers_path(asking.folder / ".feeds").exists()
    _ask(asking)
    count = len(server.asked)
    _build(asking)
    _build(asking, full=True)
    assert len(server.asked) == count
    assert asking.files() != first


def test_a_second_probe_asks_nothing(asking: Site, server: Server) -> None:
    """What is known is not asked for again before its time."""
    _ask(asking)
    server.asked.clear()
    again = _ask(asking, NOW + timedelta(days=1))
    assert (again.known, again.asked, again.requests) == (2, 0, 0)
    assert server.asked == []


def test_what_no_article_shows_is_forgotten_after_a_year(asking: Site, server: Server) -> None:
    """Answers about addresses that are gone from the articles do not pile up; those of all articles are kept."""
    for path in ("/b.png", "/c.png"):
        server.pages[path] = file(PICTURE)
        asking.write("b.md", webUrl="https://other.example/b", images=[{"url": f"{server.url}{path}"}])
        _ask(asking)

    def known() -> set[str]:
        with open_answers(answers_path(asking.folder / ".feeds"), pytest.fail) as answers:
            return {path for path in ("/a.png", "/a.mp3", "/b.png", "/c.png") if answers.get(f"{server.url}{path}")}

    assert known() == {"/a.png", "/a.mp3", "/b.png", "/c.png"}
    _ask(asking, NOW + timedelta(days=300))
    assert "/b.png" in known()
    _ask(asking, NOW + timedelta(days=600))
    assert known() == {"/a.png", "/a.mp3", "/c.png"}


def test_a_new_answer_touches_only_the_feeds_that_show_it(asking: Site, server: Server) -> None:
    """Other feeds keep their documents, and so does this one when nothing new is said; a full build gives the same."""
    _ask(asking)
    _build(asking)
    before = mtimes(asking.output)
    server.pages["/a.png"] = file(png(320, 240), etag='"b"')
    _ask(asking, NOW + timedelta(days=60))
    _build(asking)
    changed = {name.rsplit("/", 1)[0] for name, mtime in mtimes(asking.output).items() if before[name] != mtime}
    assert changed == {"all", "topics/light", "providers/lamps.example"}
    assert _item(asking)["_feeds"]["images"][0]["width"] == 320

    incremental, before = asking.files(), mtimes(asking.output)
    _ask(asking, NOW + timedelta(days=120))  # the same again
    report = _build(asking)
    assert report.written == ()
    _build(asking, full=True)
    assert asking.files() == incremental
    assert mtimes(asking.output) == before


def test_incremental_is_full(asking: Site, server: Server, tmp_path: Path) -> None:
    """Whatever was known before, the documents are those that a build from nothing makes of the same answers."""
    _build(asking)
    _ask(asking)
    _build(asking)
    server.pages["/a.mp3"] = status(404)
    for day in (60, 61, 62, 65, 66):
        _ask(asking, NOW + timedelta(days=day))
        _build(asking)
    other = load(Options(config=asking.folder / "feeds.toml", sources=(asking.source,), **_places(asking)))
    build(replace(other, output=tmp_path / "anew"), Request(), now=NOW, warn=pytest.fail)
    assert tree(tmp_path / "anew") == asking.files()


def test_what_is_gone_is_left_out_with_a_warning(asking: Site, server: Server) -> None:
    """After three times over three days without a picture it is shown nowhere, and the article's line is named."""
    server.pages["/a.png"] = status(404)
    for day in (0, 1, 2):
        _ask(asking, NOW + timedelta(days=day))
    _build(asking)
    assert "image" in _item(asking)
    found = _ask(asking, NOW + timedelta(days=9))
    assert [one.url for one in found.gone] == [f"{server.url}/a.png"]
    report = _build(asking)
    assert "image" not in _item(asking)
    assert all(b"a.png" not in content for content in asking.files().values())
    (problem,) = (one for one in report.problems if "images" in one.message)
    assert problem.message == "images[1].url leads to nothing (404) since 2026-06-01, and is left out"

    server.pages["/a.png"] = file(PICTURE)
    _ask(asking, NOW + timedelta(days=60))
    _build(asking)
    assert _item(asking)["image"] == f"{server.url}/a.png"


def test_a_damaged_answer_costs_no_article(asking: Site, server: Server) -> None:
    """Of a record in which one byte has changed a build knows nothing; the next probe says so, and asks anew."""
    _ask(asking)
    path = answers_path(asking.folder / ".feeds")
    content = bytearray(path.read_bytes())
    content[content.rindex(b"image/png") + 6] ^= 0x60
    path.write_bytes(content)
    _build(asking, full=True)
    assert _item(asking)["image"] == f"{server.url}/a.png"
    assert "width" not in _item(asking)["_feeds"]["images"][0]

    told: list[str] = []
    settings = load(Options(config=asking.folder / "feeds.toml", sources=(asking.source,), **_places(asking)))
    probe(settings, warn=told.append, now=NOW)
    assert [str(path) in message for message in told] == [True]
    _build(asking)
    assert _item(asking)["_feeds"]["images"][0]["width"] == 640


def test_what_the_article_says_goes_first(asking: Site, server: Server) -> None:
    """A value that somebody has written down is not overruled; of one side the other is in proportion."""
    asking.write("a.md", images=[{"url": f"{server.url}/a.png", "width": 320, "type": "image/x-own", "length": 5}])
    _ask(asking)
    _build(asking)
    (image,) = _item(asking)["_feeds"]["images"]
    assert (image["width"], image["height"], image["type"], image["size_in_bytes"]) == (320, 240, "image/x-own", 5)


def test_explain_says_from_where_each_value_is_known(asking: Site, server: Server) -> None:
    """Whoever wonders about a length finds out who said so."""
    asking.write("a.md", images=[{"url": f"{server.url}/a.png", "width": 640}])
    _ask(asking)
    settings = load(Options(config=asking.folder / "feeds.toml", sources=(asking.source,), **_places(asking)))
    with reading(settings, warn=pytest.fail, now=NOW) as found:
        (picture,) = explain(asking.source / "a.md", settings, found).pictures
    known = {one.name: (one.value, one.known_from) for one in picture.values}
    assert known == {
        "type": ("image/png", "its address"),
        "length": (len(PICTURE), "the network, 2026-06-01"),
        "width": (640, "the article"),
        "height": (480, "the network, 2026-06-01"),
    }
    assert picture.said == "206, 2026-06-01"


def test_build_with_probe(asking: Site, server: Server) -> None:
    """One command asks and builds; so does every build if the configuration says so; a dry run asks nothing."""
    _build(asking, dry_run=True, probes=True)
    assert server.asked == []
    _build(asking, probes=True)
    assert "size_in_bytes" in _item(asking)["attachments"][0]
    server.asked.clear()
    (asking.folder / "feeds.toml").write_text('[images]\nprobe = true\nallow = ["127.0.0.1"]\n')
    asking.write("c.md", webUrl="https://lamps.example/c", images=[{"url": f"{server.url}/a.png?c"}])
    _build(asking)
    assert server.paths() == ["/a.png?c"]


def test_pictures_of_the_site_itself_are_not_asked_for(asking: Site, server: Server) -> None:
    """Whose file is here need not be asked for over the network."""
    (asking.source / "own.png").write_bytes(PICTURE)
    asking.write("a.md", images=[{"url": "/own.png"}])
    assert _ask(asking).known == 0
    assert server.asked == []


def test_only_what_feeds_show_is_asked_for(asking: Site, server: Server) -> None:
    """Drafts, articles of the future, and those beyond the limit of every feed show nothing."""
    (asking.folder / "feeds.toml").write_text('limit = 1\n[images]\nallow = ["127.0.0.1"]\n')
    asking.write("a.md", images=[{"url": f"{server.url}/old.png"}])
    asking.write(
        "n.md",
        webUrl="https://lamps.example/n",
        publishedDateTime="2026-03-01",
        images=[{"url": f"{server.url}/new.png"}],
    )
    asking.write(
        "f.md",
        webUrl="https://lamps.example/f",
        publishedDateTime="2099-03-01",
        images=[{"url": f"{server.url}/f.png"}],
    )
    asking.write("d.md", webUrl="https://lamps.example/d", draft=True, images=[{"url": f"{server.url}/d.png"}])
    _ask(asking)
    assert server.paths() == ["/new.png"]


def test_feeds_of_ones_own_are_asked_for_within_their_own_limit(asking: Site, server: Server) -> None:
    """A feed that is longer than the site's others shows older pictures, too."""
    (asking.folder / "feeds.toml").write_text(
        'limit = 1\n[images]\nallow = ["127.0.0.1"]\n[feeds.long]\ntopics = ["Light"]\nlimit = 2\n'
    )
    for number in range(3):
        picture = {"url": f"{server.url}/{number}.png"}
        link = f"https://lamps.example/{number}"
        asking.write(f"{number}.md", webUrl=link, publishedDateTime=f"2026-03-0{number + 1}", images=[picture])
    _ask(asking)
    assert sorted(server.paths()) == ["/1.png", "/2.png"]


def test_two_probes_at_once(asking: Site, server: Server) -> None:
    """The second one is told of the first, and asks nothing; a build meanwhile goes on with what is known."""
    path = answers_path(asking.folder / ".feeds")
    path.parent.mkdir()
    with lock.hold(path.with_suffix(".lock"), what="probe"):
        with pytest.raises(BusyError, match="another probe is running"):
            _ask(asking)
        _build(asking, probes=True)
    assert server.asked == []
    assert "another probe is running" in asking.warnings[0]


def test_without_the_library(asking: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not installed what asking needs is told what to install."""
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    for name in ("http", "judgement", "asking"):
        monkeypatch.delitem(sys.modules, f"feeds.probing.{name}", raising=False)
    monkeypatch.delattr("feeds.probing.asking", raising=False)
    with pytest.raises(ConfigError, match=r"pip install 'feeds\[probe\]'"):
        _ask(asking)


def test_the_command(asking: Site, server: Server) -> None:
    """The command says in one line what came of it, and all of it as JSON."""
    (asking.folder / "feeds.toml").write_text('source = "articles"\n[images]\nallow = ["127.0.0.1"]\n')
    command = [sys.executable, "-m", "feeds", "--config", str(asking.folder / "feeds.toml"), "probe", "--json"]
    command += ["--base-url", "https://feeds.example.org/"]
    server.pages["/a.mp3"] = status(500)
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stderr == "feeds: 2 of 2 pictures and media asked for, 1 there, 1 not found or without an answer\n"
    printed = json.loads(ran.stdout)
    assert (printed["asked"], printed["there"]) == (2, 1)
    assert printed["failed"] == [{"url": f"{server.url}/a.mp3", "said": "500"}]


# Not by the usage of a child, which counts the memory of the process that it was forked from.
MEASURED = """
import sys
from pathlib import Path
from feeds.__main__ import main
try:
    main()
finally:
    print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0], file=sys.stderr)
"""


@pytest.mark.slow
def test_ten_thousand_pictures(site: Site, server: Server) -> None:
    """A large site is asked for in bounded time and memory, and a second probe asks nothing."""
    (site.folder / "feeds.toml").write_text('limit = 10000\n[images]\nallow = ["127.0.0.1"]\n')
    server.otherwise = file(PICTURE, etag='"a"')
    for number in range(100):
        images = [{"url": f"{server.url}/{number}/{picture}.png"} for picture in range(100)]
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}", images=images)
    began = monotonic()
    command = [sys.executable, "-c", MEASURED, "--config", str(site.folder / "feeds.toml"), "probe", "--json"]
    command += [str(site.source), "--base-url", "https://feeds.example.org/"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found, kib = json.loads(done.stdout), int(done.stderr.split()[-1])
    print(f"{found['asked'] / (monotonic() - began):.0f} pictures a second, {kib // 1024} MiB at most")
    assert (found["known"], found["asked"], found["there"], found["left"]) == (10_000, 10_000, 10_000, 0)
    assert kib < 300 * 1024
    server.asked.clear()
    assert _ask(site, datetime.now(UTC)).requests == 0
    assert server.asked == []


def test_an_article_that_has_the_sound_of_another_one_among_its_pictures(asking: Site, server: Server) -> None:
    """Its own picture is left out once that is certain, and the other article keeps its sound all the while."""
    sound = f"{server.url}/a.mp3"
    images = [{"url": sound, "type": "image/png", "width": 5, "height": 5}]
    asking.write(
        "c.md", webUrl="https://c.example/c", title="C", images=images, publishedDateTime="2026-03-01T00:00:00Z"
    )
    for days in (0, 1, 2, 5):
        found = _ask(asking, NOW + timedelta(days=days))
        _build(asking)
        items = {item["title"]: item for item in asking.json("all")["items"]}
        listed = {
            title: [one for one in item.get("attachments", ()) if one["url"] == sound] for title, item in items.items()
        }
        assert bool(listed.pop("C", ())) == (days < 5)
        ((kept,),) = filter(None, listed.values())
        assert (kept["mime_type"], kept["duration_in_seconds"]) == ("audio/mpeg", 10)
    assert [(one.url, one.said) for one in found.gone] == [(sound, "no picture")]
