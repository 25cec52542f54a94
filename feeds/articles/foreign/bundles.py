"""Say by which names files make their folder one article, with all that is in it."""

import re

from feeds.articles.conventions import Conventions

HUGO_SUFFIXES = frozenset({
    *("md", "mdown", "markdown", "html", "htm", "adoc", "asciidoc", "ad", "org", "rst", "pandoc", "pdc"),
})  # fmt: skip
"""The suffixes of Hugo's files of content."""

HUGO_INDEX = re.compile(r"index(?:\._[^.]+_.*)?", re.IGNORECASE | re.DOTALL)
"""What the file of a bundle is called, without its language and suffix."""

_BUNDLING = ("hugo", "zola")
_USUAL = re.compile(rb"index(?:\.[\w-]+)?\.(?:md|markdown|html)\Z")


def bundle_names(conventions: Conventions) -> re.Pattern[bytes] | None:
    """Return the names of files that make their folder one article; None where none does.

    To Hugo, case makes no difference, and behind `index` stands one of its suffixes, or a language or a word
    between `_`; what it does not know may follow that.
    """
    if conventions.generator not in _BUNDLING:
        return None
    if conventions.generator != "hugo":
        return _USUAL
    known = "|".join((*map(re.escape, sorted(conventions.codes)), "_[^.]+_"))
    suffixes = "|".join(sorted(HUGO_SUFFIXES))
    return re.compile(rf"index(?:\.(?:{known})(?:\.[^.]+)*)?\.(?:{suffixes})\Z".encode(), re.IGNORECASE)
