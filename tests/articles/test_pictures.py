"""What the files of a site's own pictures tell: length, width and height."""

import os
import struct
import zlib
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.articles.files import Found, Root
from feeds.articles.parse import Context
from feeds.articles.pictures import Pictures
from feeds.articles.read import read
from feeds.core.model import Image
from tests.articles import HEAD, PROVIDER
from tests.support import BASE_URL, Site

CONTEXT = Context(UTC, "https://site.example/")
PAGE = "https://site.example/posts/owls/"


def png(width: int, height: int) -> bytes:
    """Return the beginning of a PNG file."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + bytes(64)


def jpeg(width: int, height: int, orientation: int = 1) -> bytes:
    """Return the beginning of a JPEG file, turned as cameras say it."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x112, 3, 1, orientation, 0) + bytes(4)
    frame = struct.pack(">BHHB", 8, height, width, 3) + bytes(9)
    lengths = [struct.pack(">H", len(segment) + 2) for segment in (exif, frame)]
    return b"".join([b"\xff\xd8\xff\xe1", lengths[0], exif, b"\xff\xc0", lengths[1], frame])


FILES = {
    "PNG": (png(640, 480), (640, 480)),
    "JPEG": (jpeg(640, 480), (640, 480)),
    "a JPEG that lies on its side": (jpeg(640, 480, 6), (480, 640)),
    "GIF": (b"GIF89a" + struct.pack("<HH", 64, 48) + bytes(32), (64, 48)),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48px"></svg>', (64, 48)),
    "text": (b"no picture", (None, None)),
    "a PNG of no size": (png(0, 480), (None, None)),
    "a PNG of an impossible size": (png(2**31, 480), (None, None)),
    "half of a PNG": (png(640, 480)[:18], (None, None)),
    "an AVIF, whose boxes could be read for hours": (b"\0\0\0\x18ftypavif" + bytes(64), (None, None)),
}


def completed(folder: Path, image: Image, page: str = PAGE, context: Context = CONTEXT) -> Image:
    """Return a picture of an article in the folder `posts`, with what its file tells."""
    return Pictures(folder, b"posts", context).completed(image, page)


@pytest.mark.parametrize(("content", "size"), FILES.values(), ids=FILES)
def test_the_size_of_a_file(tmp_path: Path, content: bytes, size: tuple[int | None, int | None]) -> None:
    """A picture of our own is as wide and as high as it is shown; what cannot be told stays unknown."""
    (tmp_path / "p.png").write_bytes(content)
    found = completed(tmp_path, Image("https://site.example/p.png"))
    assert (found.width, found.height, found.length) == (*size, len(content))


def test_what_the_article_says_goes_first(tmp_path: Path) -> None:
    """A size that is given stays, and of one side the other is in proportion."""
    (tmp_path / "p.png").write_bytes(png(640, 480))
    given = Image("https://site.example/p.png", 10, 20, length=30)
    assert completed(tmp_path, given) == given
    narrow = completed(tmp_path, Image("https://site.example/p.png", width=320))
    assert (narrow.width, narrow.height) == (320, 240)
    low = completed(tmp_path, Image("https://site.example/p.png", height=48))
    assert (low.width, low.height) == (64, 48)


def test_a_picture_beside_its_article(tmp_path: Path) -> None:
    """What lies beside the page lies beside the article's file, or where its address says."""
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "p.png").write_bytes(png(4, 3))
    assert completed(tmp_path, Image(f"{PAGE}p.png")).width == 4
    assert completed(tmp_path, Image("https://site.example/posts/p.png"), "https://site.example/b").width == 4
    assert completed(tmp_path, Image("https://other.example/posts/p.png")).width is None


@pytest.mark.parametrize("kind", ["outside", "a link that leads out", "a FIFO", "a folder"])
def test_what_is_not_opened(tmp_path: Path, kind: str) -> None:
    """Only plain files below the site's folders are opened: nothing else is waited for, or told of."""
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "p.png").write_bytes(png(4, 3))
    if kind == "a link that leads out":
        (folder / "p.png").symlink_to(tmp_path / "p.png")
    elif kind == "a FIFO":
        os.mkfifo(folder / "p.png")
    elif kind == "a folder":
        (folder / "p.png").mkdir()
    url = "https://site.example/%2E%2E/p.png" if kind == "outside" else "https://site.example/p.png"
    assert completed(folder, Image(url)) == Image(url)


@given(st.sampled_from([content[:cut] for content, _ in FILES.values() for cut in (3, 12, 30, 200)]), st.binary())
def test_any_file(tmp_path_factory: pytest.TempPathFactory, head: bytes, rest: bytes) -> None:
    """Whatever a file holds, reading it ends, and a size is one that a picture can have."""
    folder = tmp_path_factory.mktemp("any")
    (folder / "p.png").write_bytes(head + rest)
    found = completed(folder, Image("https://site.example/p.png"))
    assert (found.width is None) == (found.height is None)
    assert found.width is None or 0 < found.width <= 30_000


def test_no_size_is_asked_for_that_the_file_tells(tmp_path: Path) -> None:
    """The author of an article need not say what the file says."""
    (tmp_path / "p.png").write_bytes(png(4, 3))
    (tmp_path / "a.md").write_text(f"---\n{HEAD}{PROVIDER}images: [url: /p.png, url: /q.png]\n---\n")
    result = read(Found(Root(tmp_path, "site"), b"", b"a.md"), CONTEXT)
    assert result is not None
    assert [problem.message.split(" is ")[0] for problem in result.outcome.problems] == ["images[2].width"]


def test_another_picture_of_the_same_length_is_noticed(site: Site) -> None:
    """The next build shows the size of the picture that is there now, as a build from nothing does."""
    site.write(images=[{"url": f"{BASE_URL}p.png"}])
    picture = site.source / "p.png"
    for width in (40, 50):
        picture.write_bytes(png(width, 30))
        os.utime(picture, ns=(width, width))
        site.build()
        assert site.json("all")["items"][0]["_feeds"]["images"][0]["width"] == width
