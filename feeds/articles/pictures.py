"""Look up an article's own pictures among the files of the site: their length, width and height.

Only plain files below the article's source or the site's root are opened, and only their beginning is read.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from msgspec.structs import replace

from feeds.articles.files import FileStatus, status_below
from feeds.articles.outcome import Context
from feeds.core import safe_files, urls
from feeds.core.limits import MAX_IMAGE_SIDE
from feeds.core.model import Image

_HEAD = 262_144
"""The most bytes of a picture's file that are read; nearly all have their size far before."""

_SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF", b"BM", b"<svg", b"<?xml")
"""The first bytes of files whose size can be read in bounded time: PNG, JPEG, GIF, WebP, BMP, SVG."""


class Picture(NamedTuple):
    """A picture's file that was looked for: below the source (root 0) or the site (1), its size in bytes and mtime."""

    root: int
    name: str
    size: int | None
    mtime: int | None


class Pictures:
    """The files of one article's pictures. `looked` has all that were looked for, found or not."""

    def __init__(self, source: Path, folder: bytes, context: Context) -> None:
        self.looked: dict[Picture, None] = {}
        self._roots = (source, context.root)
        self._home = context.home_url
        self._folder = _text(folder)

    def completed(self, image: Image, link: str) -> Image:
        """Return a picture with what its file tells: its length, and a width or a height that is not known.

        `link` is the page of the article, beside which a picture may lie as its file lies beside the article's.
        """
        is_whole = image.width is not None and image.height is not None
        if not self._home or not image.url.startswith(self._home) or (is_whole and image.length is not None):
            return image
        for position, name in self._places(image.url, link):
            status = status_below(self._roots[position], name)
            self.looked[Picture(position, name, status and status.size, status and status.mtime)] = None
            if status and status.size:
                length = image.length if image.length is not None else status.size
                sized = image if is_whole else _with_size(image, status)
                return replace(sized, length=length)
        return image

    def _places(self, url: str, link: str) -> Iterator[tuple[int, str]]:
        """Yield where a picture's file may be: a position in the roots, and the path below that."""
        local = urls.local_path(url, self._home)
        if not local or "\0" in local:
            return
        local = local.lstrip("/")
        beside = urls.local_path(url, urljoin(link, "."))
        if beside and self._folder is not None:
            yield 0, f"{self._folder}/{beside}".lstrip("/")
        yield 0, local
        yield 1, local


def _text(folder: bytes) -> str | None:
    """Return the path of a folder as text; None if it is not UTF-8."""
    try:
        return folder.decode()
    except UnicodeDecodeError:
        return None


def _with_size(image: Image, status: FileStatus) -> Image:
    """Return a picture with the width and height of its file, in proportion where an article gives one of them."""
    width, height = _size(status.path)
    if not (0 < width <= MAX_IMAGE_SIDE and 0 < height <= MAX_IMAGE_SIDE):
        return image
    if image.width is not None:
        return replace(image, height=min(max(round(image.width * height / width), 1), MAX_IMAGE_SIDE))
    if image.height is not None:
        return replace(image, width=min(max(round(image.height * width / height), 1), MAX_IMAGE_SIDE))
    return replace(image, width=width, height=height)


def _size(path: Path) -> tuple[int, int]:
    """Return the width and height of a picture's file as it is shown, rotated if it says so; -1 if unknown."""
    try:
        head = safe_files.read_regular(os.fspath(path), _HEAD)
    except OSError:
        return -1, -1
    if not head.startswith(_SIGNS):
        return -1, -1
    import imagesize  # and with it much that only this needs

    width, height = imagesize.get(io.BytesIO(head))
    return round(width), round(height)
