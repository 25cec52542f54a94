"""The articles that clients are given: titles and pictures of every kind."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tests.interop.clients.server import Server
from tests.support import Site

PICTURES = "https://pictures.example/"
"""Where the pictures are said to be; none of the clients fetches them."""


class Story(NamedTuple):
    """An article."""

    title: str
    pictures: tuple[str, ...] = ()
    fields: dict[str, Any] = {}  # noqa: RUF012 - nobody changes it


# Where a title is of a kind, the story is called as the kind is in docs/readers.md.
STORIES = {
    "plain": Story("A lamp that remembers", ("plain.jpg",)),
    "`<T>`": Story("Map<T> and <script>", ("query.jpg?width=2&height=1",)),
    "`&`": Story("Salt & pepper", ("no-extension",)),
    "`&amp;`": Story("Why &amp; is not &", ("first.jpg", "second.png")),
    "quotes": Story('“Curved”, "straight" and 5 < 6', ("body.jpg",), {"body": f"![x]({PICTURES}body.jpg)\n"}),
    "emoji": Story(
        "To the moon 🚀 👩‍🚀",
        ("film.jpg",),
        {"type": "video", "featuredContent": '<iframe src="https://www.youtube.com/embed/abc123DEF45"></iframe>'},
    ),
    "right to left": Story("שלום עולם – مرحبا"),
}
NEWEST = datetime(2026, 1, 20, 3, 4, 5, tzinfo=UTC)
OLD_TITLE, NEW_TITLE = STORIES["plain"].title, "A lamp that forgets"


def link(number: int) -> str:
    """Return the address of a story, by its place."""
    return f"https://lamps.example/{number}"


def date(number: int) -> datetime:
    """Return when a story was published, by its place."""
    return NEWEST - timedelta(days=number)


def site_in(folder: Path) -> Site:
    """Return a site with all stories, and a configuration of its own; its feeds have them in the order of STORIES."""
    site = Site(folder)
    (folder / "feeds.toml").touch()
    for number, story in enumerate(STORIES.values()):
        _write(site, number, story)
    return site


def build(site: Site, server: Server) -> tuple[str, ...]:
    """Build a site for where it is served; return the files that were written."""
    done = site.build(config=site.folder / "feeds.toml", base_url=f"{server.address(site.output)}/")
    assert done.tally.published == len(STORIES)
    return done.written


def edit(site: Site) -> None:
    """Change the title of the first story, the picture of the second, the heat of the third, the file of the fourth."""
    first, second, third, _, *_ = STORIES.values()
    _write(site, 0, first._replace(title=NEW_TITLE))
    _write(site, 1, second._replace(pictures=("another.jpg",)))
    _write(site, 2, third._replace(fields={"heat": 90}))
    (site.source / "3.md").rename(site.source / "renamed.md")


def _write(site: Site, number: int, story: Story) -> None:
    fields = {
        "title": story.title.replace("&", "&amp;"),  # as in HTML: the build decodes it once
        "publishedDateTime": date(number).isoformat(),
        "webUrl": link(number),
        "images": [{"url": PICTURES + name, "width": 1200, "height": 675} for name in story.pictures],
        "heat": 50,
        "topics": ["Light", "Cities"],
    }
    site.write(f"{number}.md", **(fields | story.fields))
