"""Whatever bytes there are, they are judged: in time, without a fault of ours, and at the right place."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.validation import xml_feed
from feeds.validation.formats import jsonfeed
from feeds.validation.formats.json_text import NotJSONError, parse
from feeds.validation.runner import validate
from feeds.validation.xml.admission import NotXMLError
from feeds.validation.xml.document import Document
from tests.support import NOW
from tests.validation.cases import VALID

GOLDEN = Path(__file__).parents[1] / "golden" / "expected"
SEEDS = sorted([*VALID.rglob("*.*"), *GOLDEN.rglob("*.xml"), *GOLDEN.rglob("*.json")])


@pytest.mark.parametrize("content", [b"", b" ", b"{", b"[]", b"\xff\xfe", b"\x00", b"<", b"<a", b"\xef\xbb\xbf{"])
def test_odd_bytes(content: bytes, tmp_path: Path) -> None:
    """Each is a document with an error, not a fault."""
    path = tmp_path / "odd.xml"
    path.write_bytes(content)
    findings = validate([path], NOW).findings
    assert [finding.severity for finding in findings] == ["error"]


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    """Any bytes can be judged by both kinds of reader."""
    xml_feed.validate("x", content)
    jsonfeed.validate("x", content)


PIECES = [
    piece.encode()
    for piece in (
        "<a>", "</a>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "&amp;", "&lt;b&gt;", "&#0;", "&#x1F600;", "&a;", '"',
        "<!DOCTYPE a [<!ENTITY a 'b'>]>", ' xmlns:media="http://search.yahoo.com/mrss/"', ' xml:base="//["', "http://[::1",
        "'", "mailto:a", "tag:", "2026-02-30", "Sat, 31 Feb 2026 25:61:61 +9999", "-1", "1e999", "9" * 400, "\\ud800",
        "null", "[]", "{}", ":", ",", "\u202e", "\ufeff", "\x85",
    )
]  # fmt: skip
"""What documents seldom hold, and readers stumble over."""


@given(st.data())
def test_documents_with_something_changed(data: st.DataObject) -> None:
    """Valid documents with bytes taken out, put in, or repeated are judged, and their places are in the document."""
    _check_changed(data)


@pytest.mark.thorough
@given(st.data())
@settings(max_examples=60_000, deadline=None)
def test_documents_with_something_changed_for_long(data: st.DataObject) -> None:
    """The same, for many minutes."""
    _check_changed(data)


def _check_changed(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(SEEDS)).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 200)))
    piece = data.draw(
        st.one_of(
            st.just(content[start:end] * 2),
            st.just(content[start:end] * 50),
            st.binary(max_size=8),
            st.text(max_size=8).map(str.encode),
            st.sampled_from(PIECES),
        )
    )
    changed = content[:start] + piece + content[end:]
    checked = xml_feed.validate("x", changed)
    lines = changed.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for finding in checked.findings if checked else []:
        assert 1 <= finding.line <= lines + 1
        assert finding.column >= 1
    jsonfeed.validate("x", changed)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
@pytest.mark.slow
def test_any_json_is_read_as_the_library_reads_it(value: object) -> None:
    """Our decoder, which keeps places, gives the same values."""
    text = json.dumps(value)
    if "\\ud" not in text:
        assert jsonfeed._plain_value(parse(text)) == value


@given(st.text(max_size=40))
def test_what_the_library_refuses_is_refused(text: str) -> None:
    """Our decoder takes nothing that is no JSON."""
    try:
        parse(text)
    except NotJSONError:
        return
    json.loads(text)


def test_places_are_those_of_start_tags() -> None:
    """The line and column are where the tag begins, also when it is long, and behind what only looks like a tag."""
    prologue = "<?xml version='1.0'?>\r\n<!-- <a> -->\r\n<!DOCTYPE r [<!ENTITY e '<a/>'>]>\n"
    text = f"{prologue}<r\n  x='1'\n>é<![CDATA[<a>]]><b/>\n <c/></r>"
    document = Document(text.encode())
    elements = list(document.root.iter("*"))
    assert list(document.places(elements).values()) == [(4, 1), (6, 18), (7, 2)]


def test_an_error_is_told_with_its_own_place_whatever_was_read_before() -> None:
    """The library's log of all errors is not asked."""
    for content, line in ((b"<a>\n\n&</a>", 3), (b"<a>\n<b></a>", 2)):
        with pytest.raises(NotXMLError) as caught:
            Document(content)
        assert caught.value.line == line


def test_an_error_is_told_in_one_line() -> None:
    """Where the library quotes the document in lines of their own, they are no lines of the message."""
    with pytest.raises(NotXMLError) as caught:
        Document(b"<a><![CDATA[<b>Ti\x01]]></a>")
    assert str(caught.value).splitlines() == ["CData section not finished <b>"]


def test_entities_are_never_resolved(tmp_path: Path) -> None:
    """Neither files nor texts are put in their place: what they hold is not in any message."""
    secret = tmp_path / "secret.txt"
    secret.write_text("tide-of-secrets")
    content = (
        f'<!DOCTYPE rss [<!ENTITY file SYSTEM "{secret.as_uri()}"><!ENTITY text "{"high " * 50}">]>'
        '<rss version="2.0"><channel><title>&file;</title><link>&file;</link><ttl>&text;</ttl>'
        "<description>x</description></channel></rss>"
    )
    checked = xml_feed.validate("x", content.encode())
    assert checked
    everything = "".join(map(str, checked.findings))
    assert "tide-of-secrets" not in everything
    assert "high high" not in everything
    assert "never fetched" in everything


ODD_VALUES = ("null", "true", "-1", "5", "1e400", '""', '"x"', "[]", "[5]", "[[null]]", "{}", '{"url": []}')


@pytest.mark.parametrize("value", ODD_VALUES)
def test_members_of_json_of_another_kind(value: str, tmp_path: Path) -> None:
    """Whatever a member holds, it is a finding, and the document is compared with the others of its folder."""
    names = {*jsonfeed._FEED, *jsonfeed._ITEM, *jsonfeed._ATTACHMENT, "_feeds"}
    for number, name in enumerate(sorted(names)):
        item = f'{{"id": "1", "{name}": {value}, "attachments": [{{"{name}": {value}}}, {value}]}}'
        bare = f'{{"id": "2", "{name}": {value}}}'
        (tmp_path / f"{number}.json").write_text(f'{{"items": [{item}, {bare}, {value}], "{name}": {value}}}')
    outcome = validate([tmp_path], NOW)
    assert outcome.documents == len(names)
    assert {finding.severity for finding in outcome.findings} >= {"error"}


def test_a_document_larger_than_any_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused before it is read."""
    path = tmp_path / "large.xml"
    path.write_bytes(b"<rss/>" * 10)
    monkeypatch.setattr("feeds.validation.folder.discovery.MAX_BYTES", 20)
    messages = [finding.message for finding in validate([path], NOW).findings]
    assert messages == ["is larger than 20 bytes, more than any feed"]


@pytest.mark.parametrize(
    "value",
    [
        "a" * 100_000 + "!",
        "a-" * 100_000,
        "http://" + "a-" * 100_000 + "|",
        "tag:" + "a-" * 100_000 + ",1",
        "a@" + "a-" * 100_000,
        "&lt;a href=" + " " * 100_000,
        "&lt;br" * 100_000,
        "en" + "-a-bb" * 100_000 + "-",
    ],
    ids=lambda value: value[:12],
)
def test_long_values_are_judged_in_time(value: str) -> None:
    """No pattern looks at a value again and again: each of these would take hours."""
    names = ("title", "link", "language", "managingEditor", "pubDate")
    content = "".join(f"<{name}>{value}</{name}>" for name in names)
    checked = xml_feed.validate("x", f'<rss version="2.0"><channel>{content}</channel></rss>'.encode())
    assert checked
    assert all(len(str(finding)) < 300 for finding in checked.findings)
