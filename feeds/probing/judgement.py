"""Judge what a reply means, and when its address is asked again. Pure."""

import io
from typing import Any, NamedTuple
from zlib import crc32

from msgspec.structs import replace

from feeds.core import contents, images, media
from feeds.probing.http import Reply
from feeds.probing.records import NO_PICTURE, Answer

HOUR, DAY = 3_600, 86_400
AGAIN = 30 * DAY
"""After how long a good answer is asked for again, a quarter more or less, so that not all are due at once."""

AFTER_FAILURES = (HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY)
"""The same after one failure, two failures, and so on."""

GONE_TIMES, GONE_AFTER = 3, 3 * DAY
"""How often, and over how long, an address must have said that there is nothing for it to be gone."""

_ABSENT = frozenset({404, 410})
_COUNTED = frozenset({"audio/mpeg", "audio/aac", "audio/ogg", "video/ogg"})
"""Types of files whose duration is counted or estimated from what follows; others have it in their header."""

_VAGUE = frozenset({"", "application/octet-stream", "binary/octet-stream", "text/plain"})
"""Types that servers say of what they do not know."""


class Judgement(NamedTuple):
    """What a reply says in a few words; whether the file is there, or it is certain that there is none.

    `is_same` says that it is what it was; otherwise the values are those of the content. `is_picture` is None where
    only headers were asked for. What an article takes the file for has no part in it.
    """

    said: str
    is_there: bool = False
    is_absent: bool = False
    is_same: bool = False
    is_picture: bool | None = None
    type: str | None = None
    width: int | None = None
    height: int | None = None
    duration: int | None = None


def judge(reply: Reply) -> Judgement:
    """Return what a reply to a request for the beginning of a file means, whatever is in it."""
    try:
        return _judged(reply)
    except Exception:  # noqa: BLE001 - one answer must not cost those of all others
        return Judgement("an answer that cannot be used")


def _judged(reply: Reply) -> Judgement:
    if reply.status is None:
        return Judgement(reply.failure)
    if reply.status in _ABSENT:
        return Judgement(str(reply.status), is_absent=True)
    if reply.status == 304:
        return Judgement("304", is_there=True, is_same=True)
    if reply.status == 416 or (reply.status in (200, 206) and not reply.head):
        return Judgement("an empty file", is_absent=True)
    if reply.status not in (200, 206):
        return Judgement(str(reply.status))

    found = contents.media_type(reply.head)
    if found == "text/html" or (found is None and reply.type.lower().startswith("text/html")):
        return Judgement("a page", is_absent=True)

    there = Judgement(str(reply.status), is_there=True)
    if known := _picture_type(found, reply.type):
        size = contents.picture_size(reply.head)
        there = there._replace(is_picture=True, type=known)
        return there._replace(width=size.width, height=size.height) if size else there
    is_counted = found in _COUNTED
    beginning = _Beginning(reply.head, reply.length, ends=not is_counted)
    duration = contents.duration(beginning, contents.FEW_READS) if found else None
    return there._replace(is_picture=False, type=found or _claimed(reply.type), duration=duration)


def judge_headers(reply: Reply, before: Answer | None) -> Judgement | None:
    """Return what a reply to a request for headers alone means; None if the beginning of the file must be asked for."""
    if reply.status == 304:
        return Judgement("304", is_there=True, is_same=True)
    if reply.status != 200 or reply.type.lower().startswith("text/"):
        return None
    if before is None:
        return Judgement("200", is_there=True)
    same = (reply.length, reply.etag, reply.modified) == (before.length, before.etag, before.modified)
    is_telling = bool(reply.length and (reply.etag or reply.modified))
    return Judgement("200", is_there=True, is_same=True) if same and is_telling else None


def answer(
    url: str, reply: Reply, found: Judgement, before: Answer | None, now: int, *, as_picture: bool = False
) -> Answer:
    """Return what is remembered of an address after a reply.

    A file that is no picture is asked for again as soon as a failure, if an article has it `as_picture`.
    """
    moved = reply.url if reply.url != url else None
    if found.is_there:
        history = _no_pictures(found, before, now)
        misses = history["no_pictures"] if as_picture else 0
        wait = _after(misses) if misses else AGAIN * 3 // 4 + crc32(url.encode()) % (AGAIN // 2)
        if found.is_same and before is not None:
            good = replace(before, said=found.said, asked=now, due=now + wait, seen=now, **history)
            return replace(good, failures=0, absences=0, absent_since=None, is_gone=False)
        return Answer(
            url,
            said=found.said,
            asked=now,
            due=now + wait,
            seen=now,
            is_unread=found.is_picture is None,
            type=found.type,
            length=reply.length,
            width=found.width,
            height=found.height,
            duration=found.duration,
            moved=moved,
            etag=reply.etag,
            modified=reply.modified,
            **history,
        )

    last = before or Answer(url, said=found.said, asked=now, due=now)
    failures = last.failures + 1
    wait = max(_after(failures), min(reply.retry_after or 0, AGAIN))
    failed = replace(last, said=found.said, asked=now, due=now + wait, failures=failures, moved=moved)
    if not found.is_absent:
        return failed
    absences, since = last.absences + 1, last.absent_since if last.absent_since is not None else now
    is_gone = last.is_gone or _is_certain(absences, now - since)
    return replace(failed, absences=absences, absent_since=since, is_gone=is_gone)


def _after(times: int) -> int:
    return AFTER_FAILURES[min(times, len(AFTER_FAILURES)) - 1]


def _is_certain(times: int, seconds: int) -> bool:
    return times >= GONE_TIMES and seconds >= GONE_AFTER


def _no_pictures(found: Judgement, before: Answer | None, now: int) -> dict[str, Any]:
    """Return how often, and since when, a file that is there has been none of a picture."""
    last = (before.no_pictures, before.no_picture_since, before.is_no_picture) if before else (0, None, False)
    if found.is_picture:
        last = (0, None, False)
    elif found.is_picture is False or (found.is_same and last[0] > 0):
        since = now if last[1] is None else last[1]
        last = (last[0] + 1, since, last[2] or _is_certain(last[0] + 1, now - since))
    return dict(zip(NO_PICTURE, last, strict=True))


def _picture_type(found: str | None, said: str) -> str | None:
    """Return the type of a picture: by its content, else the server's word for types that no content is known of."""
    if found is not None:
        return found if images.is_type(found) else None
    claimed = images.meant_type(said)
    return claimed if claimed and not contents.is_recognised(claimed) else None


def _claimed(said: str) -> str | None:
    named = said.lower().partition(";")[0].strip()
    return None if named in _VAGUE else media.meant_type(named)


class _Beginning(io.BytesIO):
    """A file of which only the beginning is there: it ends there, or else OSError is raised beyond."""

    def __init__(self, head: bytes, length: int | None, *, ends: bool) -> None:
        super().__init__(head)
        self._ends = ends
        self._there = len(head)
        self._length = max(length or 0, len(head))

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move to a place, which may be beyond what is there."""
        return super().seek(self._length + offset if whence == io.SEEK_END else offset, 0 if whence == 2 else whence)

    def read(self, size: int | None = -1) -> bytes:
        """Return what is there."""
        end = self._length if size is None or size < 0 else self.tell() + size
        if not self._ends and min(end, self._length) > self._there:
            raise OSError("only the beginning is there")
        return super().read(size)
