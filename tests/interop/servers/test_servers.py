"""Every server of docs/serving.md, and `feeds serve`, sends the same: one table of what a client gets."""

import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Iterator
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

import brotli
import pytest

from feeds.config import Options, load
from feeds.publish.build import Request, build
from tests.interop.servers import servers
from tests.interop.servers.client import Answer, ask
from tests.support import BASE_URL, NOW

SEEDS = Path(__file__).parents[3] / "seeds"
CACHE = "max-age=900"
TYPES = {
    "/all/rss.xml": "application/rss+xml; charset=utf-8",
    "/all/atom.xml": "application/atom+xml; charset=utf-8",
    "/all/feed.json": "application/feed+json",
    "/topics/c-plus-plus/feed.json": "application/feed+json",
    "/providers/robotyard.example/rss.xml": "application/rss+xml; charset=utf-8",
    "/feeds.opml": "text/x-opml; charset=utf-8",
    "/feeds.css": "text/css; charset=utf-8",
    "/feeds.js": "text/javascript; charset=utf-8",
    "/favicon.svg": "image/svg+xml",
    "/all/": "text/html; charset=utf-8",
    "/": "text/html; charset=utf-8",
    "/icon.png": "image/png",
    "/picture.png": "image/png",
}
"""The type of every kind of document."""

HIDDEN = ["/all/.rss.xml.123.tmp", "/all/.rss.xml.gz.123.tmp", "/.htaccess", "/.env", "/.git/config", "/all/rss.xml.gz"]
HIDDEN += ["/all/feed.json.br"]
OUTSIDE = ["/../secret", "/%2e%2e/secret", "/..%2fsecret", "/all/../../secret", "/all/%2e%2e/%2e%2e/secret"]
OUTSIDE += ["//secret", "/all/..%5c..%5csecret", "/%00secret", "/all/rss.xml%00", "/%ff%fe", "/all/rss.xml/"]
UNFIT = [*HIDDEN, *OUTSIDE, "/missing", "/missing/", "/all/missing.xml", "/x" * 1000]


class Served:
    """A server, and the folder that it serves."""

    def __init__(self, name: str, port: int, dist: Path) -> None:
        self.name = name
        self.port = port
        self.dist = dist
        self.has_brotli = name != "nginx"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask the server for a path."""
        return ask(self.port, path, method, **headers)

    def file(self, path: str) -> Path:
        """Return the file that a path stands for."""
        return self.dist / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a folder that the user of any server can read, with a secret beside what is served."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        (Path(name) / "secret").write_text("a secret")
        yield Path(name)


@pytest.fixture(scope="module")
def dist(folder: Path) -> Path:
    """Return the sample site's output, with what must not be served in it."""
    dist = folder / "dist"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("feeds.toml").write_text("precompress = true\n")
        settings = load(Options(sources=(SEEDS,), base_url=BASE_URL))
        build(settings, Request(), now=NOW.replace(year=2027), warn=pytest.fail)
    before = time.time_ns() - 3_600 * 10**9  # of a file that changed this very second, Apache is not yet sure
    for path in [path for path in dist.rglob("*") if path.is_file()]:
        os.utime(path, ns=(before, before))
    (dist / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    os.utime(dist / "picture.png", ns=(before, before))
    shutil.copytree(dist / "providers" / "robotyard.example", dist / "providers" / "robotyard.com.br")
    for name in (".git/config", ".env", "all/.rss.xml.123.tmp", "all/.rss.xml.gz.123.tmp"):
        (dist / name).parent.mkdir(exist_ok=True)
        (dist / name).write_text("a secret")
    return dist


@pytest.fixture(scope="module", params=servers.SERVERS)
def served(request: pytest.FixtureRequest, folder: Path, dist: Path) -> Iterator[Served]:
    """Return each server in turn."""
    place = folder / request.param.replace(" ", "-")
    place.mkdir()
    with servers.SERVERS[request.param](place, dist) as port:
        yield Served(request.param, port, dist)


@pytest.mark.parametrize("path", TYPES)
def test_a_document_is_sent_with_its_type_and_validators(served: Served, path: str) -> None:
    """Type, length, ETag, date, lifetime, CORS and Vary of every kind of document are as docs/serving.md says."""
    answer = served.ask(path)
    file = served.file(path)
    status = file.stat()
    assert (answer.status, answer.body) == (200, file.read_bytes())
    headers = answer.headers
    assert headers["content-type"].lower() == TYPES[path]
    assert headers["content-length"] == str(status.st_size)
    assert "content-encoding" not in headers
    assert headers["cache-control"] == CACHE
    assert headers["last-modified"] == formatdate(int(status.st_mtime), usegmt=True)
    assert headers["etag"].startswith('"')
    assert headers.get("access-control-allow-origin") == ("*" if path.endswith("feed.json") else None)
    assert headers.get("vary", "").lower() == ("" if path.endswith(".png") else "accept-encoding")


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_the_etag_is_nginxs(served: Served, encoding: str) -> None:
    """`feeds serve` names the same version by the same ETag as nginx, time and size of the file, compressed or not."""
    if served.name in ("apache", "caddy") or (encoding == "br" and not served.has_brotli):
        return  # others make their ETags in another way
    for path in TYPES:
        file = served.file(path)
        suffix = {"identity": "", "gzip": ".gz", "br": ".br"}[encoding] if not path.endswith(".png") else ""
        status = file.with_name(file.name + suffix).stat()
        expected = f'"{int(status.st_mtime):x}-{status.st_size:x}"'
        assert served.ask(path, accept_encoding=encoding).headers["etag"] == expected


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("path", TYPES)
def test_head_is_get_without_the_document(served: Served, path: str, encoding: str) -> None:
    """Who asks only for the headers gets those of the document, its length among them."""
    get = served.ask(path, accept_encoding=encoding)
    head = served.ask(path, "HEAD", accept_encoding=encoding)
    assert (head.status, head.body) == (200, b"")
    assert head.headers.keys() <= get.headers.keys()
    varying = {"date", "transfer-encoding"} | ({"content-length"} if served.name == "caddy" else set())
    for name in get.headers.keys() - varying:
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("path", TYPES)
def test_a_client_that_takes_gzip_gets_the_file_of_the_build(served: Served, path: str) -> None:
    """The compressed document has the same type, an ETag of its own, and is the file beside the document."""
    if path.endswith(".png"):
        assert "content-encoding" not in served.ask(path, accept_encoding="gzip").headers
        return
    plain = served.ask(path)
    for accepted in ("gzip", "gzip, deflate", "deflate;q=0.5, gzip;q=0.8", "identity, gzip"):
        answer = served.ask(path, accept_encoding=accepted)
        beside = served.file(path).with_name(served.file(path).name + ".gz")
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.body == beside.read_bytes()
        assert zlib.decompress(answer.body, wbits=31) == plain.body
        assert answer.headers.get("content-length", str(len(answer.body))) == str(len(answer.body))
        assert answer.headers["vary"].lower() == "accept-encoding"
        assert answer.headers["etag"] != plain.headers["etag"]
        for name in ("content-type", "cache-control", "last-modified", "access-control-allow-origin"):
            assert answer.headers.get(name) == plain.headers.get(name)
        assert "content-language" not in answer.headers


def test_a_client_that_does_not_take_gzip_gets_none(served: Served) -> None:
    """`gzip;q=0` says no (RFC 9110, section 12.4.2), and so does silence."""
    for accepted in ("identity", "gzip;q=0", "gzip;q=0.0, br;q=0", "br;q=0", "deflate", ""):
        answer = served.ask("/all/rss.xml", accept_encoding=accepted)
        assert "content-encoding" not in answer.headers, accepted
        assert answer.body == (served.dist / "all/rss.xml").read_bytes()


def test_a_client_that_takes_brotli_gets_it(served: Served) -> None:
    """The smallest file is sent to whoever takes it, where the server can; what a browser sends is understood."""
    answer = served.ask("/all/rss.xml", accept_encoding="gzip, deflate, br, zstd")
    assert answer.headers["content-encoding"] == ("br" if served.has_brotli else "gzip")
    if served.has_brotli:
        assert brotli.decompress(answer.body) == (served.dist / "all/rss.xml").read_bytes()
        assert answer.headers["content-type"].lower() == TYPES["/all/rss.xml"]
        assert "content-language" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("path", ["/all/rss.xml", "/all/feed.json", "/feeds.opml", "/all/", "/picture.png"])
def test_who_has_the_newest_gets_304(served: Served, path: str, encoding: str, method: str) -> None:
    """By ETag, weak or in a list, or by date, a reader is told that nothing changed, with the headers of RFC 9110."""
    whole = served.ask(path, accept_encoding=encoding)
    etag, date = whole.headers["etag"], whole.headers["last-modified"]
    later = formatdate(parsedate_to_datetime(date).timestamp() + 60, usegmt=True)
    for asked in (
        {"if_none_match": etag},
        {"if_none_match": f"W/{etag}"},
        {"if_none_match": f'"another", {etag}'},
        {"if_none_match": "*"},
        {"if_none_match": etag, "if_modified_since": date},
        {"if_modified_since": date},
        {"if_modified_since": later},
    ):
        answer = served.ask(path, method, accept_encoding=encoding, **asked)
        assert (answer.status, answer.body) == (304, b""), asked
        assert answer.headers["etag"] == etag
        assert answer.headers["cache-control"] == CACHE
        for name in ("vary", "access-control-allow-origin"):
            assert answer.headers.get(name) == whole.headers.get(name)


@pytest.mark.parametrize("path", ["/all/rss.xml", "/all/feed.json", "/all/"])
def test_who_has_an_old_one_gets_the_new(served: Served, path: str) -> None:
    """Another ETag, also one beside a date that would do, and an earlier date get the whole document."""
    whole = served.ask(path)
    date = whole.headers["last-modified"]
    earlier = formatdate(parsedate_to_datetime(date).timestamp() - 1, usegmt=True)
    packed = served.ask(path, accept_encoding="gzip").headers["etag"]
    for asked in (
        {"if_none_match": '"another"'},
        {"if_none_match": '"another"', "if_modified_since": date},
        {"if_none_match": packed},
        {"if_modified_since": earlier},
        {"if_modified_since": "yesterday"},
    ):
        answer = served.ask(path, **asked)
        assert (answer.status, answer.body) == (200, whole.body), asked


def test_a_part_of_a_document(served: Served) -> None:
    """A client that was cut off gets the rest, unless the document is another by now."""
    whole = served.ask("/all/rss.xml")
    size = len(whole.body)
    for asked, part in (
        ("bytes=0-9", slice(0, 10)),
        ("bytes=5-5", slice(5, 6)),
        (f"bytes={size - 3}-", slice(-3, None)),
    ):
        answer = served.ask("/all/rss.xml", range=asked)
        assert (answer.status, answer.body) == (206, whole.body[part])
        assert answer.headers["content-range"].endswith(f"/{size}")
    assert served.ask("/all/rss.xml", range="bytes=0-9", if_range=whole.headers["etag"]).status == 206
    assert served.ask("/all/rss.xml", range="bytes=0-9", if_range='"another"').body == whole.body
    assert served.ask("/all/rss.xml", range=f"bytes={size}-").status == 416


def test_a_folder_is_its_page(served: Served) -> None:
    """The address of a folder shows its page, without a slash it leads to the one with it, and nothing lists files."""
    for folder in ("/all", "/providers/robotyard.com.br"):  # no compressed file
        answer = served.ask(folder)
        assert answer.status in (301, 308)
        assert answer.headers["location"] in (f"{folder}/", f"http://127.0.0.1:{served.port}{folder}/")
    assert served.ask("/providers/robotyard.com.br/rss.xml").status == 200
    listing = served.ask("/topics/")
    assert listing.status in (403, 404)
    assert b"c-plus-plus" not in listing.body


@pytest.mark.parametrize("path", UNFIT)
def test_what_is_no_document_is_not_served(served: Served, path: str) -> None:
    """Files under way, compressed ones by their own name, and what lies outside are not to be had in any spelling."""
    for accepted in ("identity", "gzip, br"):
        answer = served.ask(path, accept_encoding=accepted)
        assert answer.status >= 400, path
        assert b"a secret" not in answer.body
        assert "cache-control" not in answer.headers
        assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent(served: Served, method: str) -> None:
    """The documents are there to be read."""
    as_get = (served.name, method) == ("apache", "POST")  # Apache's own way
    assert served.ask("/all/rss.xml", method, content_length="0").status == (200 if as_get else 405)
