"""Say what a site looks like to feeds: what it is, how many articles it has, and how some of them are read."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from feeds.config import Settings
from feeds.core.messages import shown
from feeds.core.model import Article, Group
from feeds.core.text import counted
from feeds.diagnostics.names import names_of
from feeds.index.reading import Reading
from feeds.index.standings import Tally

EXAMPLES = 3
"""Articles that are shown."""

_MAX_TOPICS = 5


class Example(Struct, frozen=True):
    """An article, where it lies, and the names of the fields that its values come from, by ours."""

    path: str
    article: Article
    origins: dict[str, str]


class FirstLook(Struct, frozen=True):
    """What a site looks like: how many files are articles, and some of these, the newest first."""

    tally: Tally
    examples: tuple[Example, ...]


def first_look(settings: Settings, read: Reading) -> FirstLook:
    """Return what a site looks like that has just been read."""
    catalogue = read.catalogue
    keys = catalogue.newest(Group("all"), EXAMPLES)
    paths = [catalogue.path(key) for key in keys]
    examples = (
        Example(path, article, {one.field: one.origin for one in names_of(Path(path), settings)})
        for path, article in zip(paths, catalogue.articles(keys), strict=True)
    )
    return FirstLook(read.tally, tuple(examples))


def as_text(look: FirstLook, settings: Settings) -> Iterator[str]:
    """Yield what a site looks like as lines for people."""
    tally = look.tally
    counts = [f"{tally.published} published", *(f"{count} {reason}" for reason, count in tally.reasons.items())]
    if tally.left_out:
        counts.append(f"{tally.left_out} with errors, which feeds check lists")
    folders = ", ".join(str(source) for source in settings.sources)
    yield f"in {folders}: {counted(tally.read, 'file')} with front matter, {', '.join(counts)}"
    for example in look.examples:
        yield from _example(example, settings)


def _example(example: Example, settings: Settings) -> Iterator[str]:
    article = example.article
    topics = ", ".join(article.topics[:_MAX_TOPICS]) + (", …" if len(article.topics) > _MAX_TOPICS else "")
    facts = (
        ("title", article.title, "title"),
        ("date", f"{article.published.astimezone(settings.zone):%Y-%m-%d %H:%M %Z}", "publishedDateTime"),
        ("address", article.link, "webUrl"),
        ("topics", topics or "none", "topics"),
    )
    yield shown(example.path)
    for name, value, field in facts:
        origin = example.origins.get(field)
        yield f"  {name:<8} {shown(value)}" + (f"  ({origin})" if origin else "")
