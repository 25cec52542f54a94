"""Read files into rows of the index. Needs nothing but the files, so it can run elsewhere."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from feeds.articles.files import Found, Root, readable_name
from feeds.articles.outcome import Context
from feeds.config import Selection
from feeds.core.errors import is_of_disk, is_of_machine
from feeds.core.kinds import OWN, PROVIDER, TOPIC
from feeds.core.model import Article, Problem
from feeds.core.taxonomy import Taxonomy
from feeds.core.text import load_repair
from feeds.index.facets import facets
from feeds.index.selection import Matcher, why_not

if TYPE_CHECKING:
    from feeds.articles.local_files import LocalFile
    from feeds.articles.read import Result
    from feeds.probing.answers import Looked

BROKEN = "left out for errors"
"""Why an article with an error is in no feed."""

EXPIRED = "expired"
"""Why an article is in no feed any more whose last moment has passed."""

UNREAD = "not read yet"
"""Why there is nothing to say yet of a file, which is gone, or cannot be read now: what the index knew of it stays."""

_USUAL = (PROVIDER, TOPIC)
"""The kinds of groups that every article is sorted by, in the order of its facets."""

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Article)


class File(NamedTuple):
    """A file to read: the key of its folder in the index, the position of its source, and its place below that."""

    folder: int
    source: int
    path: bytes
    name: bytes


class Member(NamedTuple):
    """A group that an article is in: its kind, its key, and what the article calls it."""

    kind: str
    key: str
    name: str


class Classification(NamedTuple):
    """What of an article depends on the configuration: why it is in no feed, if so, and its groups.

    The provider comes first, then the topics, then all others.
    """

    why: str | None
    groups: tuple[Member, ...]


class Row(NamedTuple):
    """What the index keeps of a file; `why` is None for an article that is selected.

    The keys stand for the story, for the item's id, which the article may give, and for what its translations share,
    `translation`. `published`, `updated` and
    `expires` are in seconds since 1970; there is an `updated` only after the publication.
    `again` says that the file, or one beside it, could not be read for a reason that may pass: the next build reads it,
    changed or not. `is_away` says that it could not be opened or read at all, by a fault of the machine that may pass,
    and `is_fault` that the file shows no reason why it could not be read.
    """

    why: str | None
    published: int | None = None
    item_id: str | None = None
    story_key: int | None = None
    id_key: int | None = None
    gives_id: bool = False
    updated: int | None = None
    expires: int | None = None
    groups: tuple[Member, ...] = ()
    translation: int | None = None
    record: bytes | None = None
    problems: tuple[Problem, ...] = ()
    local_files: "tuple[LocalFile, ...]" = ()
    answers: "tuple[Looked, ...]" = ()
    again: bool = False
    is_fault: bool = False
    is_away: bool = False


class Reader(Struct, frozen=True):
    """How files become rows. `sources` are what files are below, `language` is that of articles which name none."""

    context: Context
    selection: Selection
    taxonomy: Taxonomy
    sources: tuple[Root, ...]
    matcher: Matcher = Matcher()
    language: str | None = None

    def row(self, file: File) -> Row | None:
        """Return what the index keeps of a file; None if it is no article."""
        from feeds.articles.read import read  # and with it the parsers, which a build without a change does not need

        result = read(Found(self.sources[file.source], file.path, file.name), self.context)
        if result is None:
            return None
        outcome = result.outcome
        if outcome.article is None:
            is_unread = result.again and not outcome.problems
            why = UNREAD if is_unread else outcome.skipped or BROKEN
            return Row(why, problems=outcome.problems, again=result.again)
        return self.row_of(outcome.article, (file.path, file.name), result)

    def classify(self, article: Article, place: tuple[bytes, bytes]) -> Classification:
        """Return what the configuration makes of an article; `place` is its folder below the source and its name."""
        grouping = self.matcher.grouping
        found = facets(article, place, self.taxonomy, grouping.kinds, self.language)
        kinds = found if len(found) == len(_USUAL) else _first(found)
        members = [Member(kind, key, name) for kind in kinds for key, name in found[kind].items()]
        members += (Member(OWN, own.slug, own.slug) for own in self.matcher.feeds(article, found))
        return Classification(why_not(article, found, self.selection), tuple(members))

    def row_of(self, article: Article, place: tuple[bytes, bytes], read: "Result | None" = None) -> Row:
        """Return what the index keeps of an article without errors; `place` is as in `classify`.

        `read` is what the reading found besides the article.
        """
        found = self.classify(article, place)
        published, updated = int(article.published.timestamp()), _seconds(article.updated)
        return Row(
            why=found.why,
            published=published,
            item_id=article.id,
            story_key=key_of("story", article.story),
            id_key=key_of("id", article.id),
            gives_id=article.gives_id,
            updated=updated if updated is not None and updated > published else None,
            expires=_seconds(article.expires),
            groups=found.groups,
            translation=key_of("translation", article.translation_key) if article.translation_key else None,
            record=_ENCODER.encode(article),
            problems=read.outcome.problems if read else (),
            local_files=read.local_files if read else (),
            answers=read.answers if read else (),
            again=read.again if read else False,
        )


def load_parsers() -> None:
    """Load what reading many files may need: children that are started then share it, instead of loading it each."""
    from feeds.frontmatter import yaml_fast

    for module in ("feeds.articles.read", "feeds.frontmatter.handlers"):
        import_module(module)
    yaml_fast.expect_many()
    load_repair()


def encoded(reader: Reader) -> bytes:
    """Return a reader in the form that `rows` takes it."""
    import pickle

    return pickle.dumps(reader)


def rows(reader: bytes, files: Sequence[File]) -> list[Row | None]:
    """Return what the index keeps of each file."""
    make = decoded(reader).row
    return [_safely(make, file) for file in files]


def _safely(make: Callable[[File], Row | None], file: File) -> Row | None:
    try:
        return make(file)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one article must not cost the others
        kind = type(error).__name__
        if isinstance(error, OSError) and error.strerror:
            return unread(file, error.strerror)._replace(is_away=is_of_disk(error))
        if is_of_machine(error):
            return unread(file, f"{kind}, maybe for want of memory")
        row = _broken(file, f"the article cannot be read, by a fault in feeds ({kind})")
        return row._replace(is_fault=True)


def unread(file: File, reason: str) -> Row:
    """Return the row of a file that cannot be read now, by no fault of the article: the next build tries again."""
    message = f"the article cannot be read now: {reason}; what the feeds have of it stays"
    return _broken(file, message)._replace(why=UNREAD, again=True)


def fatal(file: File) -> Row:
    """Return the row of a file that ended the process which read it.

    It is not read again until it changes: what ends a process may have cost much time and memory before.
    """
    message = "the article cannot be read: the process that tried has ended; it is tried again when it changes"
    return _broken(file, f"{message}, and with --full")


def _broken(file: File, message: str) -> Row:
    return Row(BROKEN, problems=(Problem(readable_name(file.name), 1, "error", message),))


def article(record: bytes) -> Article:
    """Return the article that a row's record holds. Raises msgspec.MsgspecError for one that no row held."""
    return _DECODER.decode(record)


@lru_cache(maxsize=1)
def decoded(reader: bytes) -> Reader:
    """Return a reader that was `encoded`."""
    import pickle

    found: Reader = pickle.loads(reader)  # noqa: S301 - made by `encoded`, in this very run
    return found


def _first(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return kinds of groups with those at the beginning that every article is sorted by."""
    return (*_USUAL, *sorted(set(kinds) - set(_USUAL)))


def _seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment is not None else None


def key_of(kind: str, text: str) -> int:
    """Return a number of 64 bits that stands for a text: two different ones never share it in practice."""
    return int.from_bytes(blake2b(f"{kind} {text}".encode(), digest_size=8).digest(), "big", signed=True)
