"""An article's file, and the pictures that lie beside it."""

import os
import socket
import subprocess
import sys
from datetime import UTC
from pathlib import Path

import pytest
from msgspec.structs import replace

from feeds.articles.files import Found, Root
from feeds.articles.parse import Context, Outcome
from feeds.articles.read import Result, read
from feeds.core.limits import MAX_FILE_BYTES
from feeds.core.model import Article, Body, Image, Problem
from feeds.frontmatter.file import read_bytes
from tests.articles import HEAD, article_of

CONTEXT = Context(UTC, "https://site.example/base/")


def found(path: Path, root: Path) -> Found:
    """Return a file below a root as it is found."""
    folder = os.fsencode(path.parent.relative_to(root)) if path.parent != root else b""
    return Found(Root(root, root.name), folder, os.fsencode(path.name))


def outcome_of(found: Found, context: Context = CONTEXT) -> Outcome:
    """Return what became of a file with front matter."""
    result = read(found, context)
    assert result is not None
    return result.outcome


def article(root: Path, *images: str) -> Article:
    """Return an article with these pictures, read from a file below a folder."""
    path = root / "a.md"
    listed = "".join(f"- {image}\n" for image in images)
    path.write_text(f"---\n{HEAD}images:\n{listed}---\n", encoding="utf-8")
    return article_of(outcome_of(found(path, root)))


def lengths(root: Path, *images: str) -> list[int | None]:
    """Return the sizes in bytes that an article's pictures are given."""
    return [image.length for image in article(root, *images).images]


@pytest.mark.parametrize(
    "url",
    [
        "/img/a%20b.png",
        "'/img/a b.png'",
        "/img/a%20b.png?v=2",
        "/base/img/a%20b.png",
        "https://site.example/base/img/a%20b.png",
    ],
)
def test_length_of_a_local_picture(tmp_path: Path, url: str) -> None:
    """An enclosure of the site's own picture says how long it is."""
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a b.png").write_bytes(b"12345")
    assert lengths(tmp_path, f"url: {url}") == [5]


def test_a_length_that_is_given_stays(tmp_path: Path) -> None:
    """What the article says goes before what the file is."""
    (tmp_path / "a.png").write_bytes(b"12345")
    assert lengths(tmp_path, "{url: /a.png, length: 77}") == [77]


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    """An address that is too long for the file system's liking has no length, and ends no build."""
    assert lengths(tmp_path, f"url: /{'a' * 300}.png") == [None]


def test_a_picture_that_links_to_itself(tmp_path: Path) -> None:
    """A symbolic link in a circle has no size, and ends no build."""
    (tmp_path / "a.png").symlink_to("a.png")
    assert lengths(tmp_path, "url: /a.png") == [None]


def test_a_file_name_that_is_not_utf_8(tmp_path: Path) -> None:
    """Such a file is named in a way that can be printed, and unlike another's."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))
    path.write_text("---\ntitle: x\n")
    assert [problem.path for problem in outcome_of(found(path, tmp_path)).problems] == ["caf\\xe9.md"]


def test_no_length(tmp_path: Path) -> None:
    """A picture that is missing, empty, a folder or another site's has no length, and none from outside is read."""
    (tmp_path / "secret.png").write_bytes(b"hush")
    root = tmp_path / "source"
    root.mkdir()
    (root / "empty.png").touch()
    (root / "folder.png").mkdir()
    (root / "link.png").symlink_to(tmp_path / "secret.png")
    urls = (
        "/missing.png",
        "/empty.png",
        "/folder.png",
        "/link.png",
        "/%2e%2e/secret.png",
        "/..%2fsecret.png",
        f"/{str(tmp_path).replace('/', '%2F')}%2Fsecret.png",
        "/a%00.png",
        "/",
        "https://other.example/empty.png",
    )
    assert lengths(root, *(f"url: {url}" for url in urls)) == [None] * len(urls)


def test_a_picture_below_the_root_of_the_site(tmp_path: Path) -> None:
    """Where the articles are in a folder of the site, its pictures are found from the site's root."""
    (tmp_path / "_news").mkdir()
    (tmp_path / "a.png").write_bytes(b"12345")
    (tmp_path / "_news" / "a.md").write_text(f"---\n{HEAD}images: [url: /a.png]\n---\n", encoding="utf-8")
    path = tmp_path / "_news" / "a.md"
    for root, length in ((tmp_path, 5), (None, None)):
        outcome = outcome_of(found(path, path.parent), replace(CONTEXT, root=root))
        assert [image.length for image in article_of(outcome).images] == [length]


@pytest.mark.parametrize(
    ("folder", "block", "expected"),
    [
        ("_news", "", "news"),
        ("x/_news/2024", "", "news"),
        ("_news", "category: opinion\n", "opinion"),
        ("news", "", None),
    ],
)
def test_the_folder_of_news(tmp_path: Path, folder: str, block: str, expected: str | None) -> None:
    """Jekyll's folder of news makes its articles news unless they say otherwise."""
    path = tmp_path / folder / "a.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\n{HEAD}{block}---\n", encoding="utf-8")
    assert article_of(outcome_of(found(path, tmp_path))).category == expected


def test_only_the_lengths_are_added(tmp_path: Path) -> None:
    """A local picture stays what the article says of it otherwise."""
    (tmp_path / "a.png").write_bytes(b"123")
    found = article(tmp_path, "{url: /a.png, width: 4, title: A}", "url: https://other.example/b.gif")
    assert found.images == (
        Image("https://site.example/base/a.png", 4, type="image/png", length=3, title="A"),
        Image("https://other.example/b.gif", type="image/gif"),
    )


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is one problem, named by its path, and is tried again by the next build."""

    def refuse(path: bytes, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "open", refuse)
    result = read(found(tmp_path / "shut.md", tmp_path), CONTEXT)
    assert result is not None
    assert result.again
    message = "the file cannot be read: Permission denied"
    assert result.outcome == Outcome(problems=(Problem("shut.md", 1, "error", message),))


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """A file that vanishes between the listing and the reading is no problem, and is looked at again."""
    assert read(found(tmp_path / "gone.md", tmp_path), CONTEXT) == Result(Outcome(), again=True)


@pytest.mark.parametrize("kind", ["FIFO", "socket", "device", "folder"])
def test_what_is_no_regular_file(tmp_path: Path, kind: str) -> None:
    """What took the place of a listed file is never waited for: it is a problem, and is looked at again."""
    path = tmp_path / "a.md"
    match kind:
        case "FIFO":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(str(path))
        case "device":
            path.symlink_to("/dev/zero")
        case _:
            path.mkdir()
    result = read(found(path, tmp_path), CONTEXT)
    assert result is not None
    assert result.again
    assert [problem.severity for problem in result.outcome.problems] == ["error"]


def test_a_short_read_is_no_end_of_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system may hand out a file in pieces of any length: the file ends where nothing more comes."""
    (tmp_path / "a.md").write_text(f"---\n{HEAD}---\nThe end.", encoding="utf-8")
    whole = read(found(tmp_path / "a.md", tmp_path), CONTEXT)
    monkeypatch.setattr(os, "read", lambda descriptor, size, read=os.read: read(descriptor, min(size, 7)))
    assert read(found(tmp_path / "a.md", tmp_path), CONTEXT) == whole
    assert whole is not None
    assert article_of(whole.outcome).body == Body("The end.", "markdown")


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is read of a file without end than shows that it is too long."""
    (tmp_path / "a.md").write_text("---\n")
    monkeypatch.setattr(os, "read", lambda descriptor, size: b"x" * size)
    assert len(read_bytes(tmp_path / "a.md")) == MAX_FILE_BYTES + 1


_LEASE = """
import fcntl, os, signal, sys
descriptor = os.open(sys.argv[1], os.O_RDWR)
gives_way = lambda *_: fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
signal.signal(signal.SIGIO, gives_way if sys.argv[2] == "yes" else signal.SIG_IGN)
fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print("held", flush=True)
while True:
    signal.pause()
"""


@pytest.mark.parametrize("gives_way", [True, False])
def test_a_file_on_which_another_program_has_a_lease(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gives_way: bool
) -> None:
    """A program that gives way, as servers of network shares do, is waited for; for any other, not long."""
    patience = {"seconds": 20.0 if gives_way else 0.1}
    monkeypatch.setattr("feeds.frontmatter.file._patience", patience)
    path = tmp_path / "a.md"
    path.write_text("Night")
    arguments = [sys.executable, "-c", _LEASE, str(path), "yes" if gives_way else "no"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            if gives_way:
                assert read_bytes(path) == b"Night"
            else:
                with pytest.raises(BlockingIOError):
                    read_bytes(path)
        finally:
            holder.kill()
    assert (patience["seconds"] > 0) == gives_way


def test_the_pictures_that_were_looked_for(tmp_path: Path) -> None:
    """Every place is told in which a picture's file is, or might appear and change the article's feeds."""
    (tmp_path / "source").mkdir()
    (tmp_path / "b.png").write_bytes(b"12345")
    (tmp_path / "source" / "c.png").write_bytes(b"123")
    path = tmp_path / "source" / "a.md"
    path.write_text(f"---\n{HEAD}images: [url: /b.png, url: /c.png, url: 'https://o.example/d.png']\n---\n")
    result = read(found(path, tmp_path / "source"), replace(CONTEXT, root=tmp_path))
    assert result is not None
    looked = [(picture.root, picture.name, picture.size) for picture in result.local_files]
    assert looked == [(0, "b.png", None), (1, "b.png", 5), (0, "c.png", 3)]


def test_no_article_and_a_bad_article(tmp_path: Path) -> None:
    """What the parser says of a file is handed on as it is."""
    (tmp_path / "a.md").write_text("Only a note.\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("---\ntitle: Unfinished\n", encoding="utf-8")
    assert read(found(tmp_path / "a.md", tmp_path), CONTEXT) is None
    assert [problem.line for problem in outcome_of(found(tmp_path / "b.md", tmp_path)).problems] == [1]
