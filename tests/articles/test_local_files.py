"""What the files of a site's own pictures tell: type, length, width and height, and the duration of sound."""

import errno
import io
import os
import struct
import time
import wave
import zlib
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.articles import file_status
from feeds.articles.file_status import FileStatus, status_below
from feeds.articles.files import Found, Root
from feeds.articles.local_files import LocalFiles
from feeds.articles.parse import Context
from feeds.articles.read import read
from feeds.core import images, media, safe_files
from feeds.core.contents import FEW_READS
from feeds.core.model import Image, Medium
from feeds.index import companions
from feeds.index.database import database_path
from feeds.index.rows import File, Reader, Row
from tests.articles import HEAD, PROVIDER
from tests.support import BASE_URL, Site

CONTEXT = Context(UTC, "https://site.example/")
PAGE = "https://site.example/posts/owls/"

STATE_FILES = ("sqlite", "seal", "attempt")


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


def heif(brand: bytes, *sizes: tuple[int, int], turned: int = 0) -> bytes:
    """Return the beginning of a HEIF file with pictures of these sizes, turned by as many quarters."""
    extents = b"".join(struct.pack(">I4sIII", 20, b"ispe", 0, *size) for size in sizes)
    return struct.pack(">I4s4sI4s", 20, b"ftyp", brand, 0, b"mif1") + extents + b"\0\0\0\x09irot" + bytes([turned])


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
    "WebP": (b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + bytes([63, 0, 0, 47, 0, 0]), (64, 48)),
    "BMP": (b"BM" + bytes(12) + struct.pack("<Iii", 40, 64, 48) + bytes(28), (64, 48)),
    "AVIF": (heif(b"avif", (64, 48), (16, 16)), (64, 48)),
    "a HEIC that lies on its side": (heif(b"heic", (64, 48), turned=1), (48, 64)),
    "an AVIF without a size": (b"\0\0\0\x18ftypavif" + bytes(64), (None, None)),
}


def completed(folder: Path, image: Image, page: str = PAGE, context: Context = CONTEXT) -> Image:
    """Return a picture of an article in the folder `posts`, with what its file tells."""
    return LocalFiles(folder, b"posts", context).picture(image, page)


@pytest.mark.parametrize(("content", "size"), FILES.values(), ids=FILES)
def test_the_size_of_a_file(tmp_path: Path, content: bytes, size: tuple[int | None, int | None]) -> None:
    """A picture of our own is as wide and as high as it is shown; what cannot be told stays unknown."""
    (tmp_path / "p.png").write_bytes(content)
    found = completed(tmp_path, Image("https://site.example/p.png"))
    assert (found.width, found.height, found.length) == (*size, len(content))


def test_what_the_article_says_goes_first(tmp_path: Path) -> None:
    """A size that is given stays, and of one side the other is in proportion."""
    (tmp_path / "p.png").write_bytes(png(640, 480))
    given = Image("https://site.example/p.png", 10, 20, "image/png", 30)
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


def test_what_is_behind_long_links_is_not_looked_for(tmp_path: Path) -> None:
    """Neither this build nor the next follows them: they could take minutes for the pictures of one article."""
    (tmp_path / "p.png").write_bytes(png(4, 3))
    (tmp_path / "short").symlink_to(".")
    (tmp_path / "long").symlink_to("short/../" * 200)
    files = LocalFiles(tmp_path, b"posts", CONTEXT)
    assert files.picture(Image("https://site.example/short/p.png"), PAGE).width == 4
    assert files.picture(Image("https://site.example/long/p.png"), PAGE).width is None
    assert [looked.name for looked in files.looked if looked.root == 0] == ["short/p.png"]


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


SOUND = "https://site.example/a.mp3"


def wav(count: int) -> bytes:
    """Return a WAV file of so many seconds."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(8000 * count))
    return written.getvalue()


def mp3(frames: int) -> bytes:
    """Return an MP3 file of frames of 128 kbit/s at 44.1 kHz, 417 bytes and 26 ms each."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def completed_medium(folder: Path, medium: Medium) -> Medium:
    """Return a medium of an article in the folder `posts`, with what its file tells."""
    return LocalFiles(folder, b"posts", CONTEXT).medium(medium, PAGE)


def mp4(seconds: int, brand: bytes = b"isom") -> bytes:
    """Return an MP4 file whose header says how long it is."""
    header = struct.pack(">IIIII", 0, 0, 0, 1_000, seconds * 1_000) + bytes(80)
    movie = struct.pack(">I4s", len(header) + 8, b"mvhd") + header
    return (
        struct.pack(">I4s4sI", 16, b"ftyp", brand, 0)
        + struct.pack(">I4s", len(movie) + 8, b"moov")
        + movie
        + struct.pack(">I4s", 8, b"mdat")
    )


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.wav", wav(3), ("audio", "audio/wav", 3)),
        ("a.mp3", mp3(383), ("audio", "audio/mpeg", 10)),
        ("a.mp3", b"ID3\4\0\0\0\0\0\0" + mp3(383), ("audio", "audio/mpeg", 10)),
        ("a.m4a", mp4(90), ("audio", "audio/mp4", 90)),
        ("a.mp4", mp4(90), ("video", "video/mp4", 90)),
        ("a.mp3", wav(3), ("audio", "audio/wav", 3)),
        ("a", mp4(90, b"M4A "), ("audio", "audio/mp4", 90)),
        ("a.pdf", b"%PDF-1.7", ("document", "application/pdf", None)),
        ("a.mp3", bytes(1_000_000), ("audio", "audio/mpeg", None)),
        ("a.mp3", b"ID3" + bytes(1_000_000), ("audio", "audio/mpeg", None)),
    ],
    ids=["WAV", "MP3", "tags", "M4A", "MP4", "WAV as MP3", "no suffix", "PDF", "zeros", "tags alone"],
)
def test_the_duration_of_a_file(
    tmp_path: Path, name: str, content: bytes, expected: tuple[str, str, int | None]
) -> None:
    """Of sound and film of our own, type, length and duration are those of the file, where it tells them."""
    (tmp_path / name).write_bytes(content)
    url = f"https://site.example/{name}"
    given = media.type_of(url)
    found = completed_medium(tmp_path, Medium(url, media.kind_of(given) if given else None, given))
    assert (found.kind, found.type, found.duration, found.length) == (*expected, len(content))


def test_what_the_article_says_of_sound_goes_first(tmp_path: Path) -> None:
    """A duration and a type that are given stay, whatever the file tells."""
    (tmp_path / "a.mp3").write_bytes(wav(3))
    given = Medium(SOUND, "audio", "audio/x-own", 5, 7)
    assert completed_medium(tmp_path, given) == given
    assert completed_medium(tmp_path, Medium(SOUND, "audio", "audio/x-own")).type == "audio/x-own"


@given(
    st.sampled_from([wav(1), mp3(9), mp4(9), b"ID3", b"OggS", b"fLaC", b"FORM0000AIFF"]),
    st.integers(0, 999),
    st.binary(),
)
def test_any_sound(tmp_path_factory: pytest.TempPathFactory, head: bytes, cut: int, rest: bytes) -> None:
    """Whatever a file of sound holds, reading it ends, and a duration is one that sound can have."""
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.mp3").write_bytes(head[:cut] + rest)
    found = completed_medium(folder, Medium(SOUND))
    assert found.duration is None or 0 < found.duration <= media.MAX_SECONDS


def ogg_flac(*blocks: bytes) -> bytes:
    """Return the beginning of an Ogg file whose first packet holds the head of a FLAC stream of 5 s, and blocks."""
    head = struct.pack(">HH6xQ16x", 4096, 4096, (8_000 << 44) | (15 << 36) | 40_000)
    stream = b"fLaC" + struct.pack(">I", len(head)) + head + b"".join(blocks)
    packet = b"\x7fFLAC\1\0\0\1" + stream
    lacing = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
    return b"OggS\0\2" + bytes(8) + b"\1\0\0\0" + bytes(8) + bytes([len(lacing)]) + lacing + packet


@pytest.mark.parametrize(("blocks", "duration"), [(0, 5), (1_000, None)])
def test_a_stream_in_ogg_is_not_taken_apart_without_end(tmp_path: Path, blocks: int, duration: int | None) -> None:
    """A packet that is longer than any right one is refused: it is parsed in memory, where no limit holds."""
    (tmp_path / "a.mp3").write_bytes(ogg_flac(*[b"\1\0\0\0"] * blocks))
    assert completed_medium(tmp_path, Medium(SOUND)).duration == duration


def test_a_file_is_measured_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that lists one file under many addresses costs no more than one that lists it once."""
    (tmp_path / "a.mp3").write_bytes(mp3(9))
    measured: list[object] = []

    def measure(file: object) -> int:
        measured.append(file)
        return 7

    monkeypatch.setattr("feeds.core.contents.duration", measure)
    files = LocalFiles(tmp_path, b"posts", CONTEXT)
    assert {files.medium(Medium(f"{SOUND}?{number}"), PAGE).duration for number in range(20)} == {7}
    assert len(measured) == 1


def test_many_files_are_read_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that lists hundreds of files of sound costs little more than one that lists ten."""
    allowed: list[tuple[int, ...]] = []

    def measure(file: object, *reads: int) -> int:
        allowed.append(reads)
        return 7

    monkeypatch.setattr("feeds.core.contents.duration", measure)
    files = LocalFiles(tmp_path, b"posts", CONTEXT)
    for number in range(30):
        (tmp_path / f"{number}.mp3").write_bytes(mp3(9))
        assert files.medium(Medium(SOUND.replace("a.mp3", f"{number}.mp3")), PAGE).duration == 7
    assert allowed == [()] * 10 + [(FEW_READS,)] * 20


def test_a_file_that_would_be_read_for_hours(tmp_path: Path) -> None:
    """Sound whose frames never tell its duration is given up after so many of them."""
    file = tmp_path / "a.mp3"
    with file.open("wb") as written:
        written.write(b"\xff\xfb\x90\x00")
        written.truncate(10**9)
    assert completed_medium(tmp_path, Medium(SOUND)).length == 10**9


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("p.jpg", png(4, 3), "image/png"),
        ("p", png(4, 3), "image/png"),
        ("p.jpg", heif(b"avif", (64, 48)), "image/avif"),
        ("p.png", b"no picture", "image/png"),
        ("p.apng", png(4, 3), "image/apng"),
        ("p.jpg", mp4(9), "image/jpeg"),
    ],
)
def test_the_type_of_a_picture(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    """The content tells the type, where the name of the file says another one or none."""
    (tmp_path / name).write_bytes(content)
    url = f"https://site.example/{name}"
    assert completed(tmp_path, Image(url, 4, 3, images.type_of(url))).type == expected


def test_a_type_that_the_article_gives_stays(tmp_path: Path) -> None:
    """Whoever names a type has looked."""
    (tmp_path / "p.jpg").write_bytes(png(4, 3))
    given = Image("https://site.example/p.jpg", 4, 3, "image/x-own")
    assert completed(tmp_path, given).type == "image/x-own"


def test_sound_that_becomes_another_is_noticed(site: Site) -> None:
    """The next build shows the duration of the sound that is there now; nothing is asked for that the file tells."""
    site.write(audio=f"{BASE_URL}sound")
    for length in (2, 5):
        (site.source / "sound").write_bytes(wav(length))
        report = site.build()
        assert report.warnings == 0
        (attached,) = site.json("all")["items"][0]["attachments"]
        assert attached["duration_in_seconds"] == length
        assert attached["mime_type"] == "audio/wav"


def test_a_picture_that_may_not_be_read_costs_no_build(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its articles are read again when it can be opened, not before; what passes by itself is tried again at once."""
    site.write("owls.md", images=[{"url": f"{BASE_URL}owl.png"}])
    (site.source / "owl.png").write_bytes(png(640, 480))
    time.sleep(0.2)  # what was written just now is read again in any case
    rows: list[File] = []
    row, real = Reader.row, safe_files.open_regular

    def noted(self: Reader, file: File) -> Row | None:
        rows.append(file)
        return row(self, file)

    def build(error: int) -> int:
        """Build while the picture cannot be opened, and return how many articles were read."""

        def refuse(name: Any, *args: Any, **named: Any) -> int:
            if error and str(name).endswith("owl.png"):
                raise OSError(error, os.strerror(error), name)
            return real(name, *args, **named)

        rows.clear()
        with monkeypatch.context() as patch:
            patch.setattr(Reader, "row", noted)
            patch.setattr(safe_files, "open_regular", refuse)
            site.build()
        return len(rows)

    assert [build(error) for error in (errno.EACCES, errno.EACCES, errno.EACCES)] == [1, 0, 0]
    assert site.json("all")["items"][0].get("image") == f"{BASE_URL}owl.png"
    assert [build(error) for error in (0, 0)] == [1, 0]
    os.utime(site.source / "owl.png", ns=(0, 10**18))
    assert [build(error) for error in (errno.EIO, errno.EIO, 0, 0)] == [1, 1, 1, 0]


@pytest.mark.parametrize(("depth", "count", "looked"), [(5, 1, 3), (40, 1, 1), (20, 9_000, 10_000)])
def test_files_are_looked_for_where_they_may_be(tmp_path: Path, depth: int, count: int, looked: int) -> None:
    """Every build looks at all names again: none is thousands of folders deep, and all together are not too many."""
    files = LocalFiles(tmp_path, b"posts", CONTEXT)
    page = f"https://site.example/{'a/' * depth}x"
    for number in range(count):
        assert files.picture(Image(f"https://site.example/{'a/' * depth}{number}.png"), page).length is None
    assert len(files.looked) == looked if count == 1 else 3 < len(files.looked) < looked
    assert sum(len(one.name) for one in files.looked) <= 300_000


def test_what_is_elsewhere_is_known_without_a_look_at_its_links(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link out of the site is followed by the system alone at each build, until there is a file of the site's own."""
    other = site.folder.parent / "other.png"
    other.write_bytes(png(640, 480))
    (site.source / "owl.png").symlink_to(other)
    site.write("owls.md", images=[{"url": f"{BASE_URL}owl.png"}])
    time.sleep(0.2)
    site.build()
    looked: list[str] = []
    real = status_below

    def noted(root: Path | None, name: str) -> FileStatus | None:
        looked.append(name)
        return real(root, name)

    monkeypatch.setattr(companions, "status_below", noted)
    site.build()
    assert looked == []
    (site.source / "owl.png").unlink()
    other.rename(site.source / "owl.png")  # with its time, as `cp -p` does
    site.build()
    assert site.json("all")["items"][0]["attachments"][0]["size_in_bytes"] > 0


@pytest.mark.parametrize(
    "name", [".feeds/{}.seal", ".feeds/{}.sqlite", ".feeds/{}.attempt", "dist/all/rss.xml", ".env"]
)
@pytest.mark.parametrize("link", ["", "pic"])
def test_what_builds_write_is_no_picture(site: Site, monkeypatch: pytest.MonkeyPatch, name: str, link: str) -> None:
    """It changes with each build, so that the article would be read again for ever, and is nobody else's business."""
    config = site.folder / "feeds.toml"
    config.write_text('source = "articles"\n')
    (site.folder / ".env").write_text("secret")
    database = database_path(site.folder / ".feeds", site.output)
    path = name.format(database.stem)
    if link:
        (site.folder / link).symlink_to(path)
    site.write("owls.md", images=[{"url": f"{BASE_URL}{link or path}"}])
    site.build(config=config)
    assert (site.folder / path).is_file()
    time.sleep(0.2)
    site.build(config=config)
    assert ("size_in_bytes" in str(site.json("all")["items"])) == (link != "" and name == ".env")
    rows: list[File] = []
    monkeypatch.setattr(Reader, "row", lambda _, file: rows.append(file))
    site.build(config=config)
    assert rows == []


def test_a_folder_that_was_a_link_out_of_the_site(site: Site) -> None:
    """Nothing about its files has changed when it comes to lie in the site, or a link leads there instead."""
    other = site.folder.parent / "other"
    other.mkdir()
    (other / "owl.png").write_bytes(png(640, 480))
    (site.source / "pics").symlink_to(other)
    (site.source / "also").symlink_to("pics/owl.png")
    site.write("owls.md", images=[{"url": f"{BASE_URL}pics/owl.png"}])
    site.write("also.md", webUrl="https://lamps.example/also", images=[{"url": f"{BASE_URL}also"}])
    site.build()
    assert not any("size_in_bytes" in str(item) for item in site.json("all")["items"])
    (site.source / "pics").unlink()
    other.rename(site.source / "pics")
    site.build()
    assert all("size_in_bytes" in str(item) for item in site.json("all")["items"])


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_file_that_cannot_be_looked_at_for_a_moment(site: Site, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The next build looks again, whichever look has failed."""
    (site.source / "owl.png").write_bytes(png(640, 480))
    site.write("owls.md", images=[{"url": f"{BASE_URL}owl.png"}])
    real = os.stat
    looks = 0

    def failing(path: Any, *rest: Any, **more: Any) -> os.stat_result:
        nonlocal looks
        if isinstance(path, Path) and path.name == "owl.png":
            looks += 1
            if looks == number:
                raise OSError(errno.EIO, "Input/output error", path)
        return real(path, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", failing)
        site.build()
    site.build()
    assert site.json("all")["items"][0]["attachments"][0]["size_in_bytes"] > 0


@pytest.mark.parametrize("path", [None, "(unreachable)/x"])
def test_where_the_system_does_not_tell_links_are_followed(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str | None
) -> None:
    """Other systems than Linux cannot, and /proc may be missing or lead nowhere."""

    def lost(*_: object) -> str:
        if path is None:
            raise OSError(errno.ENOENT, "No such file or directory")
        return path

    monkeypatch.setattr(os, "readlink", lost)
    (site.source / "owl.png").write_bytes(b"")
    assert not file_status.is_surely_none(site.source, "owl.png")
    monkeypatch.setattr(file_status, "_OPEN_AS_PATH", None)
    assert not file_status.is_surely_none(site.source, "..")
