"""Tell which files and folders Jekyll leaves out by their names, and by where they lie (lib/jekyll/entry_filter.rb)."""

import fnmatch
import re
from collections.abc import Iterator, Sequence

from feeds.articles.excluded import Unread

_END = r"(?:/|\Z)"

MAX_LABELS = 1_000
"""Characters of the names of collections at most; of more, the folder of each is taken for that of a collection."""


def unread(
    source: str, above: str, labels: Sequence[str], included: Sequence[str], others: Sequence[str]
) -> Iterator[Unread]:
    """Yield what is not read of a site with a folder `above` its collections, and `labels` of these.

    `included` are names and paths that are read all the same, `others` folders whose posts are read wherever they lie.
    """
    below = f"{re.escape(source)}/" if source else ""
    collections = re.escape(f"{above}/") if above else ""
    names = [fnmatch.translate(name.strip("/")).removesuffix(r"\Z") for name in included if name.strip("/")]
    listed = "|".join(names) or "(?!)"
    start = rf"{below}(?!(?:{listed})\Z)"
    inner = rf"{start}(?:.*/)?(?!(?:{listed}){_END})"
    yield Unread(rf"{inner}(?:[#~][^/]*|[^/]*~){_END}")
    yield Unread(rf"{inner}_[^/]*\Z", has_folders=False)

    folders = "|".join(f"_{re.escape(label)}" for label in labels if label != "posts")
    if len(folders) > MAX_LABELS:
        folders = rf"_(?!(?:posts|news|i18n){_END})[^/]+"
    every = rf"(?:{folders}|_posts)" if folders else "_posts"
    yield Unread(rf"{start}(?:.*/)?{every}/(?:.*/)?(?!(?:{listed}){_END}){every}{_END}")
    if folders:
        yield Unread(rf"{start}(?!{collections}(?:{folders}){_END})(?:.*/)?(?!(?:{listed}){_END})(?:{folders}){_END}")
    if above:
        kept = "|".join([collections, *(re.escape(f"{other}/") for other in others)])
        yield Unread(rf"{start}(?!{kept})(?:.*/)?(?!(?:{listed}){_END})_posts{_END}")
