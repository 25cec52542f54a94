"""The inventory of elements and attributes is whole, and the page about articles shows it."""

import re
from pathlib import Path

import pytest

from feeds.core.urls import EMBED_HOSTS
from feeds.markup import players
from feeds.markup.elements import DROPPED, GLOBAL_ATTRIBUTES, KEPT, KNOWN, MATHML, REWRITTEN, UNWRAPPED, VOID, names
from feeds.markup.rewriting import REWRITES
from feeds.markup.sanitise import sanitise
from tests.markup.html_standard import ATTRIBUTES, ELEMENTS, MATHML_CORE, OBSOLETE, OBSOLETE_ATTRIBUTES

OF_TABLES = names("caption col colgroup tbody td tfoot th thead tr")
PAGE = (Path(__file__).parents[2] / "docs" / "articles.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(ELEMENTS | OBSOLETE | MATHML_CORE))
def test_every_element_of_the_standards_is_in_the_table(name: str) -> None:
    """What becomes of an element is decided for each: none is unknown, and none has two fates."""
    assert name in KNOWN
    assert (name in KEPT) + (name in UNWRAPPED) + (name in DROPPED) <= 1
    assert not (name in REWRITTEN and name in UNWRAPPED | DROPPED)


@pytest.mark.parametrize("name", sorted(ELEMENTS | OBSOLETE))
def test_the_table_says_what_becomes_of_an_element(name: str) -> None:
    """An element by itself, with text in it, comes out as the table says."""
    text = "" if name in VOID else f"y</{name}>"
    found = sanitise(f"<p>x</p><{name}>{text}", "https://a.example/b").html
    if name in DROPPED:
        assert found == "<p>x</p>"
    elif name in UNWRAPPED:
        assert f"<{name}" not in found
        assert "y" in found or name in ("frameset", "dialog")  # only the parser of a page knows, and hidden
    elif name not in REWRITTEN and name not in (
        "caption",
        "col",
        "colgroup",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ):
        assert f"<{name}>" in found


def test_what_is_rewritten_has_its_way() -> None:
    """The elements that the table calls rewritten are those that are."""
    assert set(REWRITTEN) == set(REWRITES)


def test_every_attribute_that_is_kept_is_one() -> None:
    """No attribute is kept that no standard has."""
    kept = set().union(GLOBAL_ATTRIBUTES, *(KEPT[name] for name in KEPT.keys() - MATHML.keys()))
    assert kept <= ATTRIBUTES | OBSOLETE_ATTRIBUTES


@pytest.mark.parametrize("name", sorted(ATTRIBUTES | OBSOLETE_ATTRIBUTES))
def test_every_attribute_of_the_standard(name: str) -> None:
    """On an element that does not keep it, an attribute goes, and the element and its text stay."""
    found = sanitise(f'<kbd {name}="x">y</kbd>', "https://a.example/b").html
    if name == "hidden":
        assert found == ""
    else:
        assert found == (f'<kbd {name}="x">y</kbd>' if name in GLOBAL_ATTRIBUTES - {"id"} else "<kbd>y</kbd>")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading of the page."""
    table = PAGE.partition(f"#### {heading}\n")[2].partition("\n#")[0]
    return [line.strip("|").split(" | ") for line in table.splitlines() if line.startswith("| `")]


def listed(text: str) -> set[str]:
    """Return the names between backticks."""
    return set(re.findall(r"`([\w:-]+)`", text))


def test_the_page_shows_the_elements() -> None:
    """Each element stands once in the page, by what becomes of it, with the attributes that it keeps."""
    kept = {name: listed(row[1]) for row in rows("Kept") for name in listed(row[0])}
    assert kept == {name: set(found) for name, found in KEPT.items()}
    assert {name.strip("` "): said.strip() for name, said in rows("Rewritten")} == REWRITTEN
    text = PAGE.partition("#### Dropped\n")[2].partition("\n#")[0]
    unwrapped, dropped = re.findall(r"^- .*?: (.*?)\.$", text, re.MULTILINE | re.DOTALL)
    assert listed(unwrapped) == UNWRAPPED
    assert listed(dropped) == DROPPED
    assert listed(re.findall(r"Every element of HTML keeps (.*?)[;.]", PAGE, re.DOTALL)[0]) == GLOBAL_ATTRIBUTES


def test_the_players_are_those_that_pages_may_show() -> None:
    """The policy of pages and the players of texts are of the same hosts."""
    assert set(players._PLAYERS) == EMBED_HOSTS
