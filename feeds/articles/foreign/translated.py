"""Hold what becomes of front matter in the words of others."""

from typing import Any, NamedTuple

from feeds.articles.origins import OURS, Origins


class Translation(NamedTuple):
    """Front matter in our vocabulary, and where its values come from.

    `translation_key` is what the article shares with the same one in other languages.
    `has_page` says that `webUrl` is the page of the article on the site itself, and `id` is what the id is made of
    there. `skipped` says why a file is not published, whatever it is, and `is_draft` that an article is not. `failures`
    are errors about fields of ours, `remark` is a warning about the language. `date_of_file` is what stands for a date
    and means one of the file.
    """

    data: dict[str, Any]
    origins: Origins = OURS
    language: str | None = None
    translation_key: str | None = None
    has_page: bool = False
    id: str | None = None
    skipped: str | None = None
    is_draft: bool = False
    failures: tuple[tuple[str, str], ...] = ()
    is_ours: bool = True
    remark: str | None = None
    date_of_file: str | None = None
