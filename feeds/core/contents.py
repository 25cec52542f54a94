"""Tell from the content of a file what it is: its media type, the size of a picture, the duration of sound and film.

Whoever made the file may be hostile, so what is read is bounded.
"""

import errno
import io
import re
from itertools import islice
from typing import BinaryIO, NamedTuple, cast

from feeds.core.limits import MAX_IMAGE_SIDE
from feeds.core.media import seconds

SIGN, HEAD = 4_096, 262_144
"""Bytes of a file's beginning that tell its type, and a picture's size, if they can be told at all."""

_MAX_READS, _MAX_BYTES = 50_000, 8_000_000
"""How often, and how many bytes, a file is read for its duration: the frames of sound are looked at one by one."""

FEW_READS = 2_000
"""How often one of many files, or the beginning of one, is read: 30 seconds of MP3, frame by frame, are 1,250."""

_FLAC_IN_OGG, _WHOLE_PACKET = b"\x7fFLAC", 255
"""How a packet of Ogg begins that the parser takes apart once more, out of sight, and bytes that only longer ones have.

A right one has 51 (Ogg FLAC Mapping); one that goes on in the next page has 255 in the first.
"""

_MAX_PARTS = 1_000
"""How often a picture's beginning is read for its size, and how many extents are looked at: each part may be empty."""

_SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\0\0\1\0", "image/vnd.microsoft.icon"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"%PDF-", "application/pdf"),
    (b"#EXTM3U", "application/vnd.apple.mpegurl"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_FORM = {b"AIFF": "audio/aiff", b"AIFC": "audio/aiff"}
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "image/heic"),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), "audio/mp4"),
    b"qt  ": "video/quicktime",
}
"""The major brands of ISO base media files (ISO/IEC 14496-12); others are films."""

_RECOGNISED = frozenset(
    {
        *(found for _, found in _SIGNS),
        *_RIFF.values(),
        *_FORM.values(),
        *_BRANDS.values(),
        "image/svg+xml",
        "image/apng",
    }
)

_CONTAINERS = {
    **dict.fromkeys(("audio/mp4", "audio/x-m4a", "audio/aac", "video/mp4", "video/quicktime", "video/3gpp"), "mp4"),
    **dict.fromkeys(("audio/ogg", "audio/opus", "video/ogg", "application/ogg"), "ogg"),
    **dict.fromkeys(("audio/webm", "audio/matroska", "video/webm", "video/matroska"), "matroska"),
    **dict.fromkeys(("audio/wav", "audio/vnd.wave", "audio/wave"), "wav"),
    **dict.fromkeys(("image/png", "image/apng"), "png"),
    **dict.fromkeys(("image/heic", "image/heif"), "heif"),
}
_SVG = re.compile(rb"<svg[\s>]")
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|script)\b", re.IGNORECASE)
_MEASURED = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/svg+xml"})
"""The types of which imagesize reads the size in bounded time; of others its way through the file has no end."""

_EXTENT = re.compile(rb"ispe\0\0\0\0(.{4})(.{4})", re.DOTALL)
_ROTATION = re.compile(rb"\0\0\0\x09irot(.)", re.DOTALL)


def media_type(head: bytes) -> str | None:
    """Return the media type of a file that begins so; None if it is none that is known."""
    for sign, found in _SIGNS:
        if head.startswith(sign):
            return found
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:4] == b"FORM":
        return _FORM.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _of_brand(head)
    if head[:4] == b"OggS":
        return "video/ogg" if b"\x80theora" in head[:SIGN] else "audio/ogg"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/matroska"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "audio/aac" if head[1] & 0x06 == 0 else "audio/mpeg"
    return _of_markup(head[:SIGN])


def _of_brand(head: bytes) -> str:
    compatible = {head[at : at + 4] for at in range(16, min(int.from_bytes(head[:4]), 256), 4)}
    if head[8:12] in (b"mif1", b"msf1") and compatible & {b"avif", b"avis"}:
        return "image/avif"
    return _BRANDS.get(head[8:12], "video/3gpp" if head[8:10] == b"3g" else "video/mp4")


def _of_markup(start: bytes) -> str | None:
    if not start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return None
    if _SVG.search(start):
        return "image/svg+xml"
    return "text/html" if _HTML.search(start) else None


def is_recognised(named: str) -> bool:
    """Say whether `media_type` would know a file of this type."""
    return named in _RECOGNISED


def is_alike(one: str, other: str) -> bool:
    """Say whether two media types are of one kind of file: an M4A file with sound alone may begin like a film."""
    return one == other or _CONTAINERS.get(one, one) == _CONTAINERS.get(other, other)


class Size(NamedTuple):
    """The width and height of a picture in pixels."""

    width: int
    height: int


def picture_size(head: bytes) -> Size | None:
    """Return the size of a picture that begins so, as it is shown, rotated if it says so; None if it is unknown."""
    found = media_type(head)
    size = _size_of_heif(head) if found in ("image/avif", "image/heic") else _measured(head, found)
    sides = all(0 < side <= MAX_IMAGE_SIDE for side in size) if size else False
    return size if sides else None


def _measured(head: bytes, found: str | None) -> Size | None:
    if found not in _MEASURED:
        return None
    import imagesize  # and with it much that only this needs

    try:
        width, height = imagesize.get(cast("BinaryIO", _Bounded(io.BytesIO(head[:HEAD]), _MAX_PARTS)))
        return Size(round(width), round(height))
    except Exception:  # noqa: BLE001 - what it makes of strange content costs the size alone
        return None


def _size_of_heif(head: bytes) -> Size | None:
    """Return the largest extent of a HEIF image (ISO/IEC 23008-12, 6.5.3): the others are its parts and thumbnails."""
    found = islice(_EXTENT.finditer(head[:HEAD]), _MAX_PARTS)
    extents = [Size(int.from_bytes(one[1]), int.from_bytes(one[2])) for one in found]
    size = max(extents, key=lambda extent: extent.width * extent.height, default=None)
    turned = _ROTATION.search(head[:HEAD])
    return Size(size.height, size.width) if size and turned and turned[1][0] & 1 else size


def duration(file: BinaryIO, reads: int = _MAX_READS) -> int | None:
    """Return the duration of sound or film in seconds; None if it cannot be told within so many reads.

    The file must be able to seek; one of which only the beginning is there may raise OSError beyond that, without a
    number. Raises OSError where the system cannot read the file.
    """
    from tinytag import TinyTag  # few articles come with sound

    try:
        found = TinyTag.get(file_obj=cast("BinaryIO", _Bounded(file, reads)), tags=False)
    except Exception as error:  # what it makes of strange content costs the duration alone
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):  # of a place before the beginning
            raise
        return None
    return seconds(found.duration)


class _Bounded:
    """As much of a file object as parsers need, which can be read only so often, and then raises OSError."""

    def __init__(self, file: BinaryIO, reads: int) -> None:
        self.seek, self.tell = file.seek, file.tell
        self._file = file
        self._reads, self._bytes = reads, _MAX_BYTES

    def read(self, size: int = -1) -> bytes:
        """Read at most what is left of the bytes."""
        self._reads -= 1
        data = self._file.read(self._bytes if size < 0 else min(size, self._bytes))
        self._bytes -= len(data)
        if data.startswith(_FLAC_IN_OGG):
            self._reads -= len(data) if len(data) < _WHOLE_PACKET else self._reads + 1
        if self._reads < 0 or self._bytes <= 0:
            raise OSError("the file has been read far enough")
        return data
