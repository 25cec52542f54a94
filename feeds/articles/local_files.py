"""Look up an article's own pictures, sound and film among the files of the site, and complete them from these.

Only plain files below the article's source or the site's root are opened. Of pictures only the beginning is read.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from msgspec.structs import replace

from feeds.articles.file_status import UNREADABLE, FileStatus, status_below
from feeds.articles.outcome import Context
from feeds.core import contents, images, media, safe_files, urls
from feeds.core.errors import passes
from feeds.core.limits import MAX_IMAGE_SIDE
from feeds.core.model import Image, Medium
from feeds.core.references import joined

_FILES_READ_WHOLE = 10
"""How many files of an article are read for their durations as often as that may take.

Of all others, few reads tell it, or nothing does.
"""

_FILES_READ = 100
"""How many files of an article are read for their durations at all."""

_MOST_FOLDERS, _LONGEST_NAMES = 30, 300_000
"""Folders above a file below its root, beyond which none is looked for, and characters of the names of all files that
are looked for of an article: each of them is looked at by every build, on the way through all these folders."""

AnyFile = TypeVar("AnyFile", Image, Medium)


class LeftOutError(Exception):
    """A picture or a medium that is not published; the text says why, and follows the name of a field."""


class Completion(Protocol):
    """Completes what an article says of a picture or a medium; `page` is the article's page.

    Raises LeftOutError for what is not published.
    """

    def picture(self, image: Image, page: str) -> Image:
        """Return a picture with what else is known of it."""

    def medium(self, medium: Medium, page: str) -> Medium:
        """Return a medium with what else is known of it."""


class _AsItIs:
    """Completes nothing."""

    def picture(self, image: Image, page: str) -> Image:
        return image

    def medium(self, medium: Medium, page: str) -> Medium:
        return medium


AS_IT_IS = _AsItIs()
"""Where no files are at hand: everything is as the article says."""


class LocalFile(NamedTuple):
    """A file that was looked for: below the source (root 0) or the site (1), its size in bytes and mtime, if there.

    That of a file that was there and could not be opened, for no reason that passes by itself, is UNREADABLE.
    """

    root: int
    name: str
    size: int | None
    mtime: int | None


class LocalFiles:
    """The files of one article's pictures and media. `looked` has all that were looked for, found or not.

    `all_read` says whether all could be looked at and read, but for those that are noted as UNREADABLE.
    """

    def __init__(self, source: Path, folder: bytes, context: Context) -> None:
        self.looked: dict[LocalFile, None] = {}
        self.all_read = True
        self._roots = (source, context.root)
        self._apart = context.written
        self._home = context.home_url
        self._folder = folder
        self._durations: dict[Path, int | None] = {}
        self._noted: dict[Path, LocalFile] = {}
        self._names_left = _LONGEST_NAMES

    def picture(self, image: Image, page: str) -> Image:
        """Return a picture with what its file tells: its length, and a width, height or type that is not known."""
        if image.width is not None and image.height is not None and image.length is not None and image.type:
            return image
        status = self._find(image.url, page)
        if status is None:
            return image
        is_sized = image.width is not None and image.height is not None
        head = self._head(status, contents.SIGN if is_sized else contents.HEAD)
        size = None if is_sized else contents.picture_size(head)
        sized = with_size(image, size) if size else image
        found = contents.media_type(head)
        given = found if found and images.is_type(found) else None
        return _with_length(replace(sized, type=known_type(image.type, given, images.type_of(image.url))), status)

    def medium(self, medium: Medium, page: str) -> Medium:
        """Return a medium with what its file tells: its length, and a type or a duration that is not known."""
        if medium.duration is not None and medium.length is not None and medium.type:
            return medium
        status = self._find(medium.url, page)
        if status is None:
            return medium
        found = contents.media_type(self._head(status, contents.SIGN))
        known = known_type(medium.type, found, media.type_of(medium.url))
        kind = medium.kind or (media.kind_of(known) if known else None)
        length = medium.duration if medium.duration is not None or kind == "document" else self._duration(status)
        return _with_length(replace(medium, type=known, kind=kind, duration=length), status)

    def has(self, url: str, page: str) -> bool:
        """Say whether the site itself has the file at an address, for an article with this page."""
        return self._find(url, page) is not None

    def _duration(self, status: FileStatus) -> int | None:
        """Return the duration of a file, which is read once, under however many addresses an article lists it."""
        if status.path not in self._durations:
            if len(self._durations) >= _FILES_READ:
                return None
            try:
                with os.fdopen(safe_files.open_regular(os.fspath(status.path)), "rb") as file:
                    is_one_of_many = len(self._durations) >= _FILES_READ_WHOLE
                    reads = (contents.FEW_READS,) if is_one_of_many else ()
                    self._durations[status.path] = contents.duration(file, *reads)
            except OSError as error:
                self._note_unread(status, error)
                self._durations[status.path] = None
        return self._durations[status.path]

    def _head(self, status: FileStatus, size: int) -> bytes:
        """Return the beginning of a file; nothing if it cannot be read."""
        try:
            return safe_files.read_regular(os.fspath(status.path), size)
        except OSError as error:
            self._note_unread(status, error)
            return b""

    def _note_unread(self, status: FileStatus, error: OSError) -> None:
        """Note that a file cannot be read: what passes by itself is tried again, all else when it can be opened."""
        noted = self._noted.get(status.path)
        if passes(error) or noted is None:
            self.all_read = False
        else:
            self.looked.pop(noted, None)
            self.looked[noted._replace(mtime=UNREADABLE)] = None

    def _find(self, url: str, page: str) -> FileStatus | None:
        """Return the status of the file at an address of the site's own, if there is one that is not empty."""
        if not self._home or not url.startswith(self._home):
            return None
        for position, name in self._places(url, page):
            self._names_left -= len(name)
            if name.count("/") > _MOST_FOLDERS or self._names_left < 0:
                continue
            try:
                status = status_below(self._roots[position], name, self._apart)
            except OSError as error:
                if passes(error):
                    self.all_read = False
                continue  # else nobody looks there again before the article changes: that alone would take long
            found = LocalFile(position, name, status and status.size, status and status.mtime)
            self.looked[found] = None
            if status and status.size:
                self._noted[status.path] = found
                return status
        return None

    def _places(self, url: str, page: str) -> Iterator[tuple[int, str]]:
        """Yield where a file may be: a position in the roots, and the path below that.

        It may lie beside the article's file as its address is beside that of the article's page.
        """
        local = urls.local_path(url, self._home)
        if not local or "\0" in local:
            return
        local = local.lstrip("/")
        beside = urls.local_path(url, joined(page, "."))
        if beside and (folder := _text(self._folder)) is not None:
            yield 0, f"{folder}/{beside}".lstrip("/")
        yield 0, local
        yield 1, local


def _text(folder: bytes) -> str | None:
    """Return the path of a folder as text; None if it is not UTF-8."""
    try:
        return folder.decode()
    except UnicodeDecodeError:
        return None


def known_type(given: str | None, found: str | None, by_address: str | None) -> str | None:
    """Return a type: the one that the article gives, if it is another than the address tells, else by the content."""
    if found is None or (given is not None and (given != by_address or contents.is_alike(given, found))):
        return given
    return found


def _with_length(file: AnyFile, status: FileStatus) -> AnyFile:
    return replace(file, length=file.length if file.length is not None else status.size)


def with_size(image: Image, size: contents.Size) -> Image:
    """Return a picture with the width and height of its file, in proportion where an article gives one of them."""
    if image.width is not None:
        return replace(image, height=min(max(round(image.width * size.height / size.width), 1), MAX_IMAGE_SIDE))
    if image.height is not None:
        return replace(image, width=min(max(round(image.height * size.width / size.height), 1), MAX_IMAGE_SIDE))
    return replace(image, width=size.width, height=size.height)
