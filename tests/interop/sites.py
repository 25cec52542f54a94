"""Sites that pages are tried on in Chromium: one that stresses every card, and front pages of many feeds.

A picture's address says what the browser is given for it: `…/1200x675.png` one of that size, `…/broken.png` none.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feeds.compose import Composer
from feeds.config import Site as SiteSettings
from feeds.config.readers import READERS
from feeds.core.directory import Directory
from feeds.core.model import (
    Feed,
    Group,
)
from feeds.core.taxonomy import Taxonomy
from tests.support import BASE_URL, article

NEWEST = datetime(2026, 5, 28, 9, tzinfo=UTC)
PICTURES = "https://pictures.example"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TITLES = (
    "A short one",
    f"{LONG} opens",
    "مصباح يتذكر ما رآه في المساء ويضيء قليلا أطول كل ليلة",
    "会记住傍晚的灯，每天晚上多亮一会儿，直到天亮为止",
    "An unusually long headline, of the kind that somebody wrote for a search engine and nobody ever cut, " * 3,
    "Ships, cranes and one cable",
)
SIZES = ("1200x675", "600x900", "120x90", "broken", None, "1200x675", None, "3000x400", "900x900", "1/1")
TEXT = """
## What came of it

A paragraph with a [link](https://lamps.example/more), `code` and a note[^1].

### A table

| a column | another column | a third column | a fourth column | a fifth column |
|---|---|---|---|---|
| Donaudampfschifffahrtsgesellschaft | cranes | cables | quays | tides |

    a_line_of_code_that_is_longer_than_any_telephone_is_wide = another_function_with_a_long_name(and_its_argument)

# And a heading of the first level

![A wide picture](https://pictures.example/3000x400.png)

<main><nav>Where</nav><section>else</section></main>
<audio controls src="https://sound.example/a.mp3"></audio>
<video controls width="640" height="360" src="https://sound.example/a.mp4"></video>
<iframe src="https://www.youtube.com/embed/abcdefghijk" title="A film"></iframe>

[^1]: The note itself.
"""


def write_stress(folder: Path) -> None:
    """Write articles that try every part of a card, each of another kind than the one before."""
    for number in range(60):
        size = SIZES[number % len(SIZES)]
        domain = (
            f"{'a-very-long-name-of-a-host-' * 2}indeed.example" if number % 7 == 3 else f"outlet{number % 5}.example"
        )
        fields = {
            "title": f"{TITLES[number % len(TITLES)]} {number}",
            "excerpt": "It glows a little longer each evening. " * (number % 9),
            "publishedDateTime": (NEWEST - timedelta(days=number * 3, hours=number)).isoformat(),
            "webUrl": f"https://{domain}/{number}",
            "provider": {
                "name": None if number % 4 else f"Outlet {LONG if number == 8 else number % 5}",
                "domain": domain,
            },
            "topics": [f"Topic {n}" for n in range(30 if number == 0 else number % 10)] + ["Light"],
            "images": [{"url": f"{PICTURES}/{number if size != '1/1' else ''}/{size}.png", **_size(size)}]
            if size
            else None,
            "related": [
                {
                    "title": f"The same elsewhere {n}",
                    "webUrl": f"https://r.example/{n}",
                    "provider": {"domain": "r.example"},
                }
                for n in range(40 if number == 1 else number % 3)
            ],
            "body": TEXT if number % 6 == 0 else "",
        }
        if number == 9:
            fields["featuredContent"] = '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>'
        (folder / f"{number:02}.md").write_text(article(**fields), encoding="utf-8")


def _size(size: str) -> dict[str, int]:
    """Return the width and height of a picture that has them in its name; every other one keeps them to itself."""
    width, _, height = size.partition("x")
    return {"width": int(width), "height": int(height)} if height and size not in ("120x90", "900x900") else {}


def directory_of(count: int) -> Directory:
    """Return the list of a site with this number of feeds: one of everything, a twentieth of providers, else topics."""
    site = SiteSettings("Many & more", BASE_URL, BASE_URL, description="A site of many feeds.", readers=READERS)
    composer = Composer(site, Taxonomy(), kinds=("all", "topic", "provider"))

    def feeds() -> Iterator[tuple[Feed, int, datetime]]:
        for number in range(count):
            newest = NEWEST - timedelta(hours=7 * number)
            if number == 0:
                group, name = Group("all"), "Many & more"
            elif number % 20 == 0:
                group, name = Group("provider", f"outlet{number}.example"), f"Outlet number {number}"
            else:
                group, name = (
                    Group("topic", f"topic-{number}"),
                    f"{'ÄBCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]} topic {number}",
                )
            yield composer.feed(group, name, newest), 3 + count * 2 // (number + 1), newest

    return composer.directory(feeds())
