"""What reading an article needs besides its file, and its result."""

from datetime import tzinfo
from pathlib import Path

from msgspec import Struct

from feeds.articles.conventions import Conventions
from feeds.core.confines import Confines
from feeds.core.model import Article, Problem

DRAFT = "not published"
UNDECLARED = "in a folder that the site does not publish"
UNLISTED = "in no list of the site"
PROTECTED = "behind a password"
NO_ARTICLE = "without title, date and link"
UNDATED = "without a title or a date"
"""The reasons why a file is skipped."""


class Context(Struct, frozen=True):
    """What an article's file does not say itself.

    The zone of a naive time, the address that a relative one is below, the folder whose files are served there besides
    the source's own, and whether the texts went through Liquid, as a Jekyll site's do. `jekyll_folders` are the folders
    beginning with `_` that such a site publishes. `site_title` is what template code is told, and `keeps_code` whether
    a text stays in which that cannot be resolved. `conventions` are those of the site below `root`, and `fields` those
    by which it makes groups besides the others, `kinds` the kinds of all groups but those that every site has.
    `answers` is the database of what the network has said of pictures and media, if there is one. An article may be a
    link to a file within the `confines`. What lies in the folders that builds write to, `written`, is no picture.
    """

    zone: tzinfo
    home_url: str
    root: Path | None = None
    is_jekyll: bool = False
    jekyll_folders: frozenset[str] = frozenset()
    site_title: str | None = None
    keeps_code: bool = False
    conventions: Conventions = Conventions()
    answers: Path | None = None
    fields: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    confines: Confines = Confines()
    written: tuple[Path, ...] = ()


class Outcome(Struct, frozen=True):
    """The outcome of a file: an article; or why it was skipped; or neither, and the problems that kept it out."""

    article: Article | None = None
    problems: tuple[Problem, ...] = ()
    skipped: str | None = None
