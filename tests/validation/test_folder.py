"""The rules beyond one document: the feeds of a folder agree, and are where they say to be."""

import errno
import gzip
import json
import os
import shutil
import socket
import zlib
from collections.abc import Callable
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path
from typing import Never

import pytest
from lxml import etree

from feeds.core.messages import json_lines
from feeds.validation import limits
from feeds.validation.folder.summary import of_json, of_xml
from feeds.validation.runner import Outcome, Served, validate
from tests.support import BASE_URL, NOW, Site


@pytest.fixture
def built(site: Site) -> Path:
    """Return the output of a site of three articles."""
    for number in (1, 2, 3):
        site.write(f"{number}.md", webUrl=f"https://lamps.example/{number}", publishedDateTime=f"2026-01-0{number}")
    site.build()
    return site.output


def check(folder: Path, *, now: datetime = NOW, base_url: str = BASE_URL) -> list[str]:
    """Return the severities, rules and messages that are found in a folder, each with the document's place in it."""
    outcome = validate([folder], now, [Served(folder, base_url)] if base_url else [])
    return said(outcome, folder)


def said(outcome: Outcome, folder: Path) -> list[str]:
    """Return findings without the folder's path."""
    return [str(finding).removeprefix(f"{folder}/") for finding in outcome.findings]


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Change a document's text."""
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def test_nothing_is_wrong_with_what_was_built(built: Path) -> None:
    """Neither with the address that it is served at, nor without."""
    assert check(built) == []
    assert check(built, base_url="") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("feed.json", '"title": "feeds.', '"title": "lamps.', "the feed's title is not that in rss.xml"),
        ("feed.json", '"url": "https://lamps.example/2"', '"url": "https://lamps.example/x"', "link of"),
        ("feed.json", "2026-01-02T00:00:00Z", "2026-01-02T00:00:01Z", "published of"),
        ("atom.xml", "<id>https://lamps.example/2</id>", "<id>https://lamps.example/x</id>", "the items are not those"),
        ("rss.xml", "<title>A lamp that remembers</title>", "<title>A lamp</title>", "title of"),
    ],
)
def test_formats_that_disagree(built: Path, name: str, old: str, new: str, message: str) -> None:
    """An item's title, link and dates, the order and the feed's title are the same in all three."""
    path = built / "all" / name
    edit(path, lambda text: text.replace(old, new, 1))
    found = [line for line in check(built) if "(site formats)" in line]
    assert found
    assert any(message in line for line in found), found


def test_a_title_is_quoted_in_part(built: Path) -> None:
    """However long a title is, the finding is a line that can be read."""
    edit(built / "all" / "feed.json", lambda text: text.replace('"title": "feeds.', f'"title": "{"x" * 100_000}', 1))
    assert all(len(line) < 500 for line in check(built))


@pytest.mark.parametrize("length", [300, 301, 9_000, 20_000])
@pytest.mark.parametrize("field", ["title", "id"])
def test_long_texts_are_compared_as_a_whole(tmp_path: Path, field: str, length: int) -> None:
    """Titles and ids of any length are the same in all formats, or not; a document does not stay in memory for them."""
    texts = {"title": "a title", "id": "urn:x-story:1", field: "urn:x-story:" + "x" * (length - 12)}
    item = {"id": texts["id"], "url": "https://a.example/1", "title": texts["title"], "content_text": "a"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": texts["title"], "items": [item]}
    (tmp_path / "feed.json").write_text(json.dumps(feed))
    rss = (
        '<rss version="2.0"><channel><title>{title}</title><link>https://a.example/</link><description>a</description>'
        '<item><title>{title}</title><link>https://a.example/1</link><guid isPermaLink="false">{id}</guid></item>'
        "</channel></rss>"
    )
    for end, differs in (("", False), ("y", True)):
        texts[field] = texts[field][: len(texts[field]) - len(end)] + end
        (tmp_path / "rss.xml").write_text(rss.format(**texts))
        assert any("site formats" in line for line in check(tmp_path)) is differs
        summary = of_xml(etree.fromstring(rss.format(**texts)))
        assert summary
        assert len(summary.items[0].title or "") < 400


def test_items_in_another_order(built: Path) -> None:
    """The same items are not enough."""
    path = built / "all" / "atom.xml"

    def swap(text: str) -> str:
        head, first, rest = text.partition("<entry>")
        entries = (first + rest).split("</entry>")
        return head + "</entry>".join([entries[1], entries[0], *entries[2:]])

    edit(path, swap)
    assert any("the items are in another order than in rss.xml (site formats)" in line for line in check(built))


def test_a_feed_that_lies_elsewhere(built: Path) -> None:
    """A feed that was copied or renamed still says where it was; most of the others say where the folder is."""
    (built / "feeds.opml").unlink()
    (built / "all").rename(built / "everything")
    expected = [
        f"everything/{name}:1: error: self link is {BASE_URL}all/{name}, "
        f"but the document is served at {BASE_URL}everything/{name} (site self)"
        for name in ("atom.xml", "feed.json", "rss.xml")
    ]
    assert check(built) == expected
    assert check(built, base_url="") == expected


def test_an_item_of_the_future(built: Path) -> None:
    """What has not happened yet is not news."""
    found = check(built, now=datetime(2026, 1, 2, 12, tzinfo=UTC))
    assert "all/atom.xml:1: error: 'https://lamps.example/3' is in the future: 2026-01-03 (site future)" in found
    assert all(line.endswith("(site future)") for line in found)


def test_a_feed_that_is_older_than_its_items(built: Path) -> None:
    """The feed's date is that of its newest item: neither before, nor the time of the build."""
    path = built / "all" / "atom.xml"
    edit(path, lambda text: text.replace("<updated>2026-01-03T00:00:00", "<updated>2026-01-01T00:00:00", 1))
    (built / "all" / "rss.xml").unlink()
    (built / "feeds.opml").unlink()
    message = "the feed's date is before that of its newest item (site date)"
    assert check(built) == [f"all/atom.xml:1: error: {message}"]
    edit(path, lambda text: text.replace("<updated>2026-01-01T00:00:00", "<updated>2026-01-04T00:00:00", 1))
    message = "the feed's date is after that of its newest item: readers fetch it anew for nothing (site date)"
    assert check(built) == [f"all/atom.xml:1: warning: {message}"]


def _opml(*names: str) -> str:
    outlines = "".join(f'<outline text="x" type="rss" xmlUrl="{BASE_URL}{name}"/>' for name in names)
    return f'<opml version="2.0"><head><title>x</title></head><body>{outlines}</body></opml>'


def test_the_list_of_feeds(built: Path) -> None:
    """An OPML file lists every feed that has items, and none that is not there."""
    feeds = ["all/rss.xml", "topics/light/rss.xml", "providers/lamps.example/rss.xml"]
    (built / "feeds.opml").write_text(_opml(*feeds))
    assert check(built) == []
    (built / "feeds.opml").write_text(_opml(*feeds[:2], "topics/dark/rss.xml"))
    assert check(built) == [
        "feeds.opml:1: error: there is no topics/dark/rss.xml, which is listed here (site OPML)",
        "feeds.opml:1: warning: the feed providers/lamps.example is not listed here, and none of its kind is:"
        " the site may no longer have them (site OPML)",
    ]
    (built / "feeds.opml").write_text(_opml(feeds[0], "topics/dark/rss.xml", feeds[2]))
    (built / "topics" / "dark").mkdir()
    (built / "topics" / "dark" / "rss.xml").write_text("<rss>")
    assert "feeds.opml:1: error: the feed topics/light is not listed here (site OPML)" in check(built)


def test_a_feed_that_the_site_no_longer_defines(site: Site) -> None:
    """A build keeps it up to date, and lists the others: it need not be a mistake."""
    config = site.folder / "feeds.toml"
    config.write_text('[feeds.old]\ntopics = ["Light"]\n[feeds.new]\n')
    site.write()
    site.build(config=config)
    config.write_text("[feeds.new]\n")
    site.build(config=config)
    assert check(site.output) == [
        "feeds.opml:1: warning: the feed feeds/old is not listed here: the site may no longer define it (site OPML)"
    ]


def test_a_listed_feed_that_cannot_be_read(built: Path) -> None:
    """It is there, and listed: nothing but itself is wrong."""
    (built / "feeds.opml").write_text(
        _opml("all/rss.xml", "topics/light/rss.xml", "providers/lamps.example/rss.xml"), encoding="utf-8"
    )
    broken = built / "topics" / "light" / "rss.xml"
    broken.write_bytes(broken.read_bytes()[:300])
    assert [line.partition(":")[0] for line in check(built)] == ["topics/light/rss.xml"]


def test_leftovers(built: Path) -> None:
    """What an interrupted build left, and compressed files of other documents, are named; right ones are not."""
    document = built / "all" / "rss.xml"
    for name in (".rss.xml.123.tmp", ".rss.xml.0123456789abcdef.tmp"):
        (built / "all" / name).write_bytes(b"<rss")
    (built / "all" / "rss.xml.gz").write_bytes(gzip.compress(document.read_bytes()))
    (built / "all" / "atom.xml.gz").write_bytes(gzip.compress(b"another"))
    (built / "all" / "feed.json.gz").write_bytes(b"no gzip")
    (built / "all" / "old.xml.br").write_bytes(b"packed")
    (built / "all" / "notes.txt").write_bytes(b"of no interest")
    assert check(built) == [
        "all/.rss.xml.0123456789abcdef.tmp:1: error: an interrupted build left this temporary file; the next build "
        "removes it (site leftovers)",
        "all/.rss.xml.123.tmp:1: error: an interrupted build left this temporary file; the next build removes it "
        "(site leftovers)",
        "all/atom.xml.gz:1: error: this is the compressed file of another atom.xml: readers get that one "
        "(site leftovers)",
        "all/feed.json.gz:1: error: this cannot be decompressed (site leftovers)",
        "all/old.xml.br:1: error: there is no old.xml that this is the compressed file of (site leftovers)",
    ]


def test_files_that_are_no_feeds(built: Path) -> None:
    """In a folder they are passed over, hidden folders too; one that is named is not."""
    (built / "sitemap.xml").write_text('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>')
    (built / "package.json").write_text('{"version": "1.0"}')
    (built / ".hidden").mkdir()
    (built / ".hidden" / "rss.xml").write_text("<rss")
    assert check(built) == []
    for name in ("sitemap.xml", "package.json"):
        found = validate([built / name], NOW).findings
        assert [finding.message for finding in found] == ["not an RSS, Atom, JSON Feed or OPML document"]


@pytest.mark.parametrize("content", ["", "Good morning!", "<!doctype html><title>A page</title><p>x<p>y"])
def test_a_named_file_that_is_nothing_like_a_feed(tmp_path: Path, content: str) -> None:
    """It is called what it is, and not XML that is broken; a feed that is broken is."""
    path = tmp_path / "page.html"
    path.write_text(content)
    assert [finding.rule for finding in validate([path], NOW).findings] == ["document"]
    path.write_text("<rss><channel>")
    assert [finding.rule for finding in validate([path], NOW).findings] == ["XML 1.0"]


def _dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener, chdir(path.parent):
        listener.bind(path.name)


def _large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(60_000_000)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (_dangling_link, "is a link to a file that does not exist"),
        (_loop, "cannot be read: Too many levels of symbolic links"),
        (os.mkfifo, "cannot be read: It is a FIFO, not a regular file"),
        (_device, "cannot be read: It is a device, not a regular file"),
        (_socket, "cannot be read: It is a socket, not a regular file"),
        (_large, "is larger than 10,000,000 bytes, more than any feed"),
    ],
)
def test_a_document_that_cannot_be_read(built: Path, make: Callable[[Path], None], message: str) -> None:
    """It is named, below a folder and by itself, without being waited for; all other documents are checked."""
    (built / "all" / "rss.xml").unlink()
    make(built / "all" / "rss.xml")
    (built / "topics" / "light" / "atom.xml").write_text("<feed")
    found = check(built)
    assert f"all/rss.xml:1: error: {message} (document)" in found
    assert any(line.startswith("topics/light/atom.xml:1: error: ") for line in found)
    alone = validate([built / "all" / "rss.xml", built / "all" / "atom.xml"], NOW)
    assert [finding.message for finding in alone.findings] == [message]
    assert alone.documents == 2


@pytest.mark.parametrize("opml", ["feeds.opml", os.fsdecode(b"\xff/feeds.opml")])
def test_names_that_are_no_utf8(built: Path, opml: str) -> None:
    """What lies in such folders is checked like all else, whatever kinds of documents stand beside it."""
    odd = built / os.fsdecode(b"\xff")
    shutil.copytree(built / "all", odd)
    for path in odd.glob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"https://lamps.example/3", b"https://lamps.example/4"))
    shutil.copy(odd / "rss.xml", odd / os.fsdecode(b"\xfd.xml"))
    (built / "feeds.opml").rename(built / opml)
    shutil.copytree(odd, built / "topics" / odd.name / odd.name)
    assert {line.partition(":")[0] for line in check(built) if "self link" in line} >= {
        os.fsdecode(b"\xff/rss.xml"),
        os.fsdecode(b"\xff/\xfd.xml"),
        os.fsdecode(b"topics/\xff/\xff/atom.xml"),
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_files_and_folders_without_permission(built: Path) -> None:
    """They are named, and the others are checked."""
    (built / "all" / "rss.xml").chmod(0)
    (built / "topics").chmod(0)
    try:
        found = check(built)
    finally:
        (built / "topics").chmod(0o755)
    assert "all/rss.xml:1: error: cannot be read: Permission denied (document)" in found
    assert "topics:1: error: the folder cannot be read: Permission denied (document)" in found


@pytest.mark.skipif(os.geteuid() == 0, reason="root enters everything")
def test_a_folder_that_can_be_listed_alone(built: Path) -> None:
    """Each document in it is named, and nothing is said of compressed files; the others are checked."""
    (built / "all" / "rss.xml.gz").write_bytes(b"packed")
    (built / "topics" / "light" / "atom.xml").write_text("<feed")
    (built / "all").chmod(0o444)
    try:
        found = check(built)
    finally:
        (built / "all").chmod(0o755)
    assert "all/rss.xml:1: error: cannot be read: Permission denied (document)" in found
    assert not any("rss.xml.gz" in line for line in found)
    assert any(line.startswith("topics/light/atom.xml:1: error: ") for line in found)


def test_files_that_cannot_be_looked_at(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compressed file beside a document that nobody may look at is passed over; the document is named."""
    (built / "all" / "rss.xml.gz").write_bytes(b"packed")
    look = Path.stat

    def refuse(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.parent.name == "all":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return look(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", refuse)
    found = check(built)
    assert "all/rss.xml:1: error: cannot be read: Permission denied (document)" in found
    assert not any("rss.xml.gz" in line for line in found)


def test_a_file_that_has_nothing_to_give_yet(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some files of the system look regular, and would be waited for: one is named, and the others are checked."""
    opened = os.open
    empty, _ = os.pipe2(os.O_NONBLOCK)
    status = (built / "all" / "rss.xml").stat()

    def open_pipe(path: Path, flags: int) -> int:
        return empty if Path(path).name == "rss.xml" else opened(path, flags)

    monkeypatch.setattr(os, "open", open_pipe)
    monkeypatch.setattr(os, "fstat", lambda descriptor: status)
    alone = validate([built / "all" / "rss.xml", built / "all" / "atom.xml"], NOW)
    assert [finding.message for finding in alone.findings] == ["cannot be read: Resource temporarily unavailable"]


def test_folders_one_inside_another(built: Path) -> None:
    """However deep they are, the documents in them are found."""
    deep = [f"{built}/{'a/' * depth}" for depth in range(1, 1_501)]
    for folder in deep:
        os.mkdir(folder)  # noqa: PTH102 - Path takes long for so many parts
    document = Path(deep[-1], "rss.xml")
    document.write_text("<rss")
    try:
        assert [finding.path for finding in validate([built], NOW).findings] == [str(document)]
    finally:  # here, for shutil, by which tests are removed, calls itself for each folder
        document.unlink()
        for folder in reversed(deep):
            os.rmdir(folder)  # noqa: PTH106 - as above


def test_a_folder_that_cannot_be_read(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, also where no document is left to check."""

    def refuse(folder: str) -> Never:
        raise PermissionError(errno.EACCES, "Permission denied", folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [finding.message for finding in validate([built], NOW).findings] == [
        "the folder cannot be read: Permission denied"
    ]


def test_a_compressed_file_that_is_no_file(built: Path) -> None:
    """A FIFO beside a document is not waited for."""
    os.mkfifo(built / "all" / "rss.xml.gz")
    message = "cannot be read: It is a FIFO, not a regular file"
    assert check(built) == [f"all/rss.xml.gz:1: error: {message} (site leftovers)"]


@pytest.mark.parametrize(
    ("packed", "message"),
    [
        (lambda document: gzip.compress(document) + bytes(limits.MAX_BYTES - 10_000), None),
        (
            lambda document: gzip.compress(document) + bytes(limits.MAX_BYTES),
            "is larger than 10,000,000 bytes, more than any feed",
        ),
        (lambda document: gzip.compress(document[:9]) + bytes(9) + gzip.compress(document[9:]), None),
        (lambda document: gzip.compress(document) + gzip.compress(b"") * 300, "this cannot be decompressed"),
        (lambda document: gzip.compress(document)[:-1], "this cannot be decompressed"),
        (
            lambda document: gzip.compress(document + bytes(2 * limits.MAX_BYTES)),
            "this is the compressed file of another rss.xml: readers get that one",
        ),
    ],
    ids=["padding", "too large", "two members", "many members", "cut off", "a bomb"],
)
def test_what_a_compressed_file_is_made_of(built: Path, packed: Callable[[bytes], bytes], message: str | None) -> None:
    """Padding and some members are as good as one; a file beyond the limits, or cut off, is named."""
    document = built / "all" / "rss.xml"
    (built / "all" / "rss.xml.gz").write_bytes(packed(document.read_bytes()))
    assert check(built) == ([f"all/rss.xml.gz:1: error: {message} (site leftovers)"] if message else [])


def test_the_padding_of_a_compressed_file_is_not_read_by_bytes(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's reader takes padding byte by byte, and has no limit: it is not asked."""
    monkeypatch.setattr(gzip, "open", None)
    monkeypatch.setattr(gzip, "GzipFile", None)
    document = built / "all" / "rss.xml"
    packed = zlib.compressobj(wbits=31)
    (built / "all" / "rss.xml.gz").write_bytes(packed.compress(document.read_bytes()) + packed.flush() + bytes(1_000))
    assert check(built) == []


def test_names_that_are_no_documents(built: Path) -> None:
    """A folder has no compressed file, nor has a name of nothing but dots."""
    (built / "notes").mkdir()
    for name in ("notes.gz", "..gz", ".gz"):
        (built / name).write_bytes(b"packed")
    assert check(built) == []


def test_a_name_that_is_not_utf_8(built: Path) -> None:
    """It is checked like any other, programs can read what is said of it, and its address is made of its bytes."""
    path = built / "all" / os.fsdecode(b"\xff\\.xml")
    path.write_bytes((built / "all" / "rss.xml").read_bytes())
    outcome = validate([built], NOW, [Served(built, BASE_URL)])
    assert [finding.path for finding in outcome.findings] == [str(path)]
    assert outcome.findings[0].message.endswith(f"served at {BASE_URL}all/%FF%5C.xml")
    assert json.loads(json_lines(outcome.findings)[0])["path"].endswith("/\\xff\\.xml")


def test_a_folder_below_the_output(built: Path) -> None:
    """Its addresses begin with that of the whole output."""
    outcome = validate([built / "all"], NOW, [Served(built, BASE_URL)])
    assert (outcome.findings, outcome.documents) == ([], 3)
    elsewhere = validate([built / "all"], NOW, [Served(built, "https://elsewhere.example/")])
    assert "served at https://elsewhere.example/all/atom.xml" in elsewhere.findings[0].message


def test_a_collection_of_feeds_from_everywhere(built: Path) -> None:
    """Feeds that agree on no address need not fit together."""
    (built / "feeds.opml").unlink()
    for name in ("all/rss.xml", "topics/light/atom.xml", "providers/lamps.example/feed.json"):
        (built / name).rename(built / name.replace("/", "-"))
    for folder in ("all", "topics", "providers"):
        for path in (built / folder).rglob("*.*"):
            if path.is_file():
                path.unlink()
    assert check(built, now=datetime(2020, 1, 1, tzinfo=UTC), base_url="") == []
    assert len(check(built, now=datetime(2020, 1, 1, tzinfo=UTC))) == 3 + 3 * 3


def _atom(address: str, links: str) -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>urn:x:{address}</id>'
        f"<updated>2021-12-13T05:54:00Z</updated><author><name>A</name></author>"
        f'<link rel="self" href="{BASE_URL}{address}"/>{links}</feed>'
    )


def test_a_chain_that_many_feeds_lead_to_is_told_once(tmp_path: Path) -> None:
    """Feeds that lead to each other have as many findings as there are feeds, not the square of that."""
    for number in range(100):
        links = f'<link rel="prev-archive" href="{BASE_URL}{number + 1}.xml"/><link rel="current" href="urn:x"/>'
        (tmp_path / f"{number}.xml").write_text(_atom(f"{number}.xml", links))
    found = [line for line in check(tmp_path) if "(site archives)" in line]
    assert 100 < len(found) <= 400


def test_what_is_wrong_with_the_list_of_a_folder_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one document no more than its limit is told, and it says that there is more; the others are checked."""
    monkeypatch.setattr("feeds.validation.folder.agreement.MAX_FINDINGS", 10)
    (tmp_path / "feeds.opml").write_text(_opml(*(f"{number}/rss.xml" for number in range(50))))
    (tmp_path / "z.xml").write_text(_atom("elsewhere.xml", ""))
    found = [line for line in check(tmp_path) if ": error: " in line and "(RFC" not in line]
    assert len(found) == 11
    assert "feeds.opml:1: error: more than 10 errors beside other documents: these are not shown (document)" in found
    assert found[-1].startswith("z.xml:1: error: self link is ")


def test_what_is_wrong_between_documents_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many documents there are: many lists that name none of many feeds were to need the product of both."""
    monkeypatch.setattr("feeds.validation.folder.agreement.MAX_SITE_FINDINGS", 20)
    for number in range(10):
        (tmp_path / f"{number}.opml").write_text(_opml("none/rss.xml", "0/atom.xml"))
        (tmp_path / f"{number}").mkdir()
        entry = (
            "<entry><id>urn:x:1</id><title>T</title><updated>2021-12-13T05:54:00Z</updated><content>x</content></entry>"
        )
        (tmp_path / f"{number}" / "atom.xml").write_text(_atom(f"{number}/atom.xml", entry))
    found = [line for line in check(tmp_path) if ".opml:" in line or "between documents" in line]
    assert len(found) == 21
    assert any("more than 20 errors and warnings between documents" in line for line in found)


def test_findings_of_many_documents_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit a document with findings has one that says how many; one without has none."""
    monkeypatch.setattr("feeds.validation.runner.MAX_FOLDER_FINDINGS", 3)
    for name in "abc":
        (tmp_path / f"{name}.xml").write_text("<rss version='2.0'><channel><a/></channel></rss>", encoding="utf-8")
    found = check(tmp_path, base_url="")
    assert sum(one.startswith("a.xml:") for one in found) > 3
    message = "4 errors and 1 warnings, of too many in the folder: check it alone (document)"
    assert [one for one in found if not one.startswith("a.xml:")] == [
        f"{name}.xml:1: error: {message}" for name in "bc"
    ]


def test_what_lists_should_name_is_looked_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the lists of a folder should name is looked up for all of them together."""
    asked = []
    monkeypatch.setattr("feeds.validation.folder.agreement._has_ended", lambda name, feed: asked.append(name))
    entry = "<entry><id>urn:x:1</id><title>T</title><updated>2021-12-13T05:54:00Z</updated><content>x</content></entry>"
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "atom.xml").write_text(_atom("all/atom.xml", entry))
    for number in range(10):
        (tmp_path / f"{number}.opml").write_text(_opml("all/atom.xml"))
    assert [line for line in check(tmp_path) if "(site OPML)" in line] == []
    assert asked == ["all/atom.xml"]


def test_what_is_kept_of_a_document_is_small() -> None:
    """Of the items of each document no more is kept than it takes to compare them, and that compressed."""
    items = [
        {"id": f"{BASE_URL}{n}", "title": f"Lamp {n}", "date_published": "2026-01-01T00:00:00Z"} for n in range(500)
    ]
    kept = of_json({"items": items, "feed_url": BASE_URL})
    assert len(kept.packed) < 10 * 500
    assert [item.title for item in kept.items] == [item["title"] for item in items]
    assert kept == of_json({"items": items, "feed_url": BASE_URL})
    assert kept != of_json({"items": items[1:], "feed_url": BASE_URL})
