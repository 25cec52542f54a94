"""What takes longest to check has one limit for all of a document."""

import json

import pytest

from feeds.validation import limits, xml_feed
from feeds.validation.finding import Finding
from feeds.validation.formats import jsonfeed
from feeds.validation.values import Check, effort
from feeds.validation.values.addresses import absolute
from feeds.validation.values.words import anything, filled
from feeds.validation.xml.names import GEORSS

CHANNEL = f'<rss version="2.0" xmlns:georss="{GEORSS}"><channel>\n<title>T</title>\n'
SCRIPT = "<description>&lt;script></description>"


def rss(*items: str) -> list[Finding]:
    """Return the findings in a feed of some items, each of them in a line of its own."""
    lines = "\n".join(f"<item><title>T</title>{item}</item>" for item in items)
    checked = xml_feed.validate("x", f"{CHANNEL}{lines}</channel></rss>".encode())
    assert checked
    return checked.findings


def lines_of(findings: list[Finding], word: str) -> list[int]:
    """Return the lines of those findings that have a word in them."""
    return [finding.line for finding in findings if word in finding.message]


def test_html_of_many_texts_is_searched_up_to_a_limit() -> None:
    """The limit is of all texts together; what follows is passed over, and one warning says where that begins."""
    text = f"<description>&lt;b>{'a' * (limits.MAX_HTML // 2)}</description>"
    found = rss(text, SCRIPT, text, SCRIPT, SCRIPT)
    assert lines_of(found, "has <script>") == [4]
    assert lines_of(found, "more than 1,000,000 characters of HTML") == [5]


def test_texts_without_tags_are_not_counted() -> None:
    """A document of much plain text is searched to its end."""
    found = rss(*[f"<description>{'a' * limits.MAX_HTML}</description>"] * 3, SCRIPT)
    assert lines_of(found, "has <script>") == [6]
    assert not lines_of(found, "characters of HTML")


def test_long_values_are_checked_up_to_a_limit() -> None:
    """Beyond it a long value is passed over, with one warning; short ones are checked to the end."""
    line = f"<georss:line>{'1 1 ' * (limits.MAX_LONG_VALUES // 7)}</georss:line>"
    wrong = f"<georss:line>{'1 ' * 100}x</georss:line>"
    found = rss(wrong, line, line, wrong, "<georss:line>x</georss:line>")
    assert lines_of(found, "must be numbers") == [3, 7]
    assert lines_of(found, "more than 1,000,000 characters of long values") == [5]


def test_long_values_of_json_are_checked_up_to_a_limit() -> None:
    """As in XML."""
    items = [{"id": str(number), "content_text": "", "url": f"http://a.b/{'a' * 9_000}["} for number in range(200)]
    items.append({"id": "x", "content_text": "", "url": "x["})
    checked = jsonfeed.validate(
        "x", json.dumps({"version": jsonfeed.VERSIONS[0], "title": "T", "items": items}).encode()
    )
    assert checked
    said = [finding.message for finding in checked[0]]
    assert sum("url must be" in one for one in said) == limits.MAX_LONG_VALUES // 8_900 + 1
    assert sum("characters of long values" in one for one in said) == 1


@pytest.mark.parametrize(
    ("check", "length", "expected"),
    [(absolute, 100, 0), (absolute, 101, 1), (absolute, 10_001, 0), (filled, 5_000, 0), (anything, 50_000, 0)],
)
def test_what_is_counted(check: Check, length: int, expected: int) -> None:
    """Not the texts to read, nor what is too long for its form, such as the data: of a picture, nor what is short."""
    assert effort(check, "a" * length) == expected


@pytest.mark.parametrize(("count", "is_error"), [(2, False), (25, True)])
def test_entities_in_attributes_are_bounded(count: int, is_error: bool) -> None:
    """They are counted with what they stand for, and with all other text there."""
    text = f"<!DOCTYPE rss [<!ENTITY e '{'x' * 50_000}'>]><rss version='2.0'><channel>"
    values = '<item a="&e;"/>' * 10 + f"<item a='{'x' * 40_000 * count}'/>"
    text += f"<title>{'T' * 400_000}</title>{values}</channel></rss>"
    checked = xml_feed.validate("x", text.encode())
    assert checked
    assert bool(lines_of(checked.findings, "it declares entities, and has more than 1,000,000 characters")) == is_error


@pytest.mark.parametrize(("name", "is_hinted"), [("TITLE", True), ("TITLE" * 30, False)])
def test_long_names_are_meant_for_none(name: str, is_hinted: bool) -> None:
    """What an unknown name may be meant for is only looked for where it is short."""
    found = rss(f"<{name}/>")
    assert lines_of(found, "is not defined in item") == [3]
    assert bool(lines_of(found, "write title")) == is_hinted
