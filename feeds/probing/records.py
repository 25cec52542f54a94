"""What is kept of an answer of the network, and whether bytes are what a probe has written of one."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from feeds.core import media
from feeds.core.archives import LAST_SECOND
from feeds.core.decoding import UNDECODABLE
from feeds.core.limits import MAX_IMAGE_SIDE, MAX_INTEGER, MAX_URL
from feeds.core.media import MAX_SECONDS

Kind = Literal["picture", "medium"]

LONGEST_HEADER = 500
"""Characters of a header that is kept; a longer one is of no use."""

_FIRST = -62_135_596_800
"""The first second of the year 1, before which there are no dates."""

_LONGEST_WAIT = 10_000_000
"""Seconds between an answer and the next one that no wait comes to."""

_Moment = Annotated[int, Meta(ge=_FIRST, le=LAST_SECOND)]
_Due = Annotated[int, Meta(ge=_FIRST, le=LAST_SECOND + _LONGEST_WAIT)]
_Count = Annotated[int, Meta(ge=0, le=MAX_INTEGER)]
_Length = Annotated[int, Meta(ge=1, le=MAX_INTEGER)]
_Side = Annotated[int, Meta(ge=1, le=MAX_IMAGE_SIDE)]
_Seconds = Annotated[int, Meta(ge=1, le=MAX_SECONDS)]
_Text = Annotated[str, Meta(min_length=1, max_length=LONGEST_HEADER)]


class Answer(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the network said of an address, in bytes, pixels and seconds; None is unknown. Times are seconds since 1970.

    `said` is the last answer in a few words, `asked` its time, and `seen` that of the last good one, from which the
    values are. `moved` is the address to which the last one led. Of a file that is not there, `failures` counts the
    answers since it was, `absences` those of them that say so, and `absent_since` is the first of these. Once
    `is_gone`, it is shown nowhere. `no_pictures` counts the answers of a file that is no picture, since
    `no_picture_since`; once `is_no_picture`, no article shows it as one, and as anything else it is what it is. Of what
    `is_unread`, only headers were asked for.
    """

    url: str
    said: _Text
    asked: _Moment
    due: _Due
    seen: _Moment | None = None
    type: _Text | None = None
    length: _Length | None = None
    width: _Side | None = None
    height: _Side | None = None
    duration: _Seconds | None = None
    moved: Annotated[str, Meta(max_length=MAX_URL)] | None = None
    etag: _Text | None = None
    modified: _Text | None = None
    failures: _Count = 0
    absences: _Count = 0
    absent_since: _Moment | None = None
    is_gone: bool = False
    no_pictures: _Count = 0
    no_picture_since: _Moment | None = None
    is_no_picture: bool = False
    is_unread: bool = False

    @property
    def shown(self) -> tuple[object, ...]:
        """Return what a feed shows of the answer."""
        absence = (self.said, self.absent_since) if self.is_gone else ()
        other = (self.no_picture_since,) if self.is_no_picture else ()
        return self.is_gone, self.type, self.length, self.width, self.height, self.duration, *absence, *other


NO_PICTURE = ("no_pictures", "no_picture_since", "is_no_picture")
"""The fields of an answer that say whether a file which is there is no picture."""

_SAID_ONCE = "no picture"
"""What answers said of such files when these counted as absent, for whatever an article took them."""

_ENCODER, _DECODER = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Answer)


def encoded(answer: Answer) -> bytes:
    """Return an answer as it is kept."""
    return _ENCODER.encode(answer)


def decoded(record: bytes, url: str) -> Answer:
    """Return the answer about an address that a record holds.

    Raises one of `feeds.core.decoding.UNDECODABLE` for what no probe has written: what a build shows of an answer is
    not looked at once more.
    """
    answer = _DECODER.decode(record)
    texts = filter(None, (answer.said, answer.moved, answer.etag, answer.modified))
    is_told = all(text.isprintable() for text in texts) and (answer.type is None or media.is_type(answer.type))
    is_counted = answer.absences <= answer.failures and (answer.absent_since is None) == (answer.absences == 0)
    is_counted = is_counted and (answer.no_picture_since is None) == (answer.no_pictures == 0)
    is_without = (answer.is_gone and not answer.absences) or (answer.is_no_picture and not answer.no_pictures)
    if answer.url != url or not is_told or not is_counted or is_without:
        raise msgspec.ValidationError("it holds what no probe has put there")
    return _as_now(answer) if answer.said == _SAID_ONCE and answer.absences else answer


def _as_now(answer: Answer) -> Answer:
    """Return an answer as it is kept now that was kept when articles' claims still had a part in it."""
    other = (answer.absences, answer.absent_since, answer.is_gone)
    plain = replace(answer, failures=0, absences=0, absent_since=None, is_gone=False)
    return replace(plain, **dict(zip(NO_PICTURE, other, strict=True)))


def is_possible(answer: Answer) -> bool:
    """Say whether an answer can be read back once it is kept."""
    try:
        decoded(encoded(answer), answer.url)
    except UNDECODABLE:
        return False
    return True
