"""Texts that leave for a terminal, a log or a program hold nothing that acts there."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core.messages import aligned, annotation, cut, in_encoding, json_document, json_line, shown

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]))  # surrogates too, as names of files have them
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def acts(text: str) -> bool:
    """Say whether text holds what a terminal or a CI service would act on."""
    controls = any(unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") or one in BIDI for one in text)
    return controls or text.lstrip().startswith("::") or "##[" in text or "##vso[" in text


@given(ANY_TEXT)
def test_shown_text_is_one_line_and_does_nothing(text: str) -> None:
    """Whatever a name or a title holds, it is shown as visible text in one line, and only escaped once."""
    line = shown(text)
    assert not acts(line)
    assert shown(str(line)) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("articles/owls.md:3: error: title is missing", None),
        ("Ünïcode – 日本語 👩‍🚀 \\n", None),
        ("a::b ## c [d]", None),
        ("a\x1b[2Jb\x07", "a\\x1b[2Jb\\x07"),
        ("a\tb\r\nc", "a\\tb\\r\\nc"),
        ("\x9b31m\x7f", "\\x9b31m\\x7f"),
        ("\u202egpj.exe\u2028", "\\u202egpj.exe\\u2028"),
        ("caf\udce9 \ud800", "caf\\xe9 \\ud800"),
        ("::stop-commands::x", "\\x3a:stop-commands::x"),
        (" \u00a0::error::x", " \u00a0\\x3a:error::x"),
        ("a ##[add-mask]b ##vso[x]", "a #\\x23[add-mask]b #\\x23vso[x]"),
    ],
)
def test_how_text_is_shown(text: str, line: str | None) -> None:
    """Only what acts is escaped; all else is shown as it is, in every language."""
    assert shown(text) == (line or text)


@given(ANY_TEXT, st.booleans())
def test_json_is_valid_and_does_nothing(text: str, is_document: bool) -> None:
    """A program reads the text as it was, apart from surrogates, and a log of the JSON does nothing either."""
    encoded = json_document([{"text": text}]) if is_document else json_line([{"text": text}])
    assert not any(map(acts, encoded.split("\n")))
    (found,) = json.loads(encoded)
    if not any(unicodedata.category(one) == "Cs" for one in text):
        assert found["text"] == text


@given(ANY_TEXT, st.booleans(), st.sampled_from(["ascii", "latin-1", "cp437", "shift_jis", "utf-8"]))
def test_json_is_valid_in_every_encoding(text: str, is_document: bool, encoding: str) -> None:
    """Whatever characters a stream lacks, a program reads what it would read in UTF-8."""
    encoded = json_document([text]) if is_document else json_line([text])
    line = in_encoding(encoded, encoding)
    assert json.loads(line.encode(encoding).decode(encoding)) == json.loads(encoded)
    assert not any(map(acts, line.split("\n")))


def test_a_message_has_an_end() -> None:
    """Of a message with a name that nobody would type, the beginning and the end are told."""
    assert cut("a" * 10_000) == "a" * 10_000
    assert cut("a" * 100_000 + "b") == "a" * 5_000 + " … " + "a" * 4_999 + "b"


def test_text_is_shown_with_what_an_encoding_has() -> None:
    """What a stream lacks is escaped as Python escapes it, unless it is in JSON; all else stays as it is."""
    assert in_encoding(shown("café 🦉"), "ascii") == r"caf\xe9 \U0001f989"
    assert in_encoding(json_line("café 🦉"), "ascii") == r'"caf\u00e9 \ud83e\udd89"'
    assert in_encoding(json_line("café"), "latin-1") == '"café"'


@given(ANY_TEXT, ANY_TEXT)
def test_an_annotation_is_one_command(path: str, message: str) -> None:
    """A hostile name or message neither ends the annotation nor adds a property or a command to it."""
    line = annotation("error", path, 3, message)
    head, _, rest = line.removeprefix("::error ").partition("::")
    assert line.startswith("::error file=")
    assert head.endswith(",line=3")
    assert head.count(",") == 1
    assert not acts(rest.lstrip(":"))
    assert not acts(head)


def test_tables_are_aligned_in_any_script() -> None:
    """A column is as wide as a terminal shows it: East Asian letters are two cells wide, combining marks none."""
    table = [("SLUG", "ARTICLES", "NAME"), ("新闻", "7", "x"), ("cafe\u0301", "12", ""), ("ab", "1", "y")]
    assert aligned(table, "<><") == [
        "SLUG  ARTICLES  NAME",
        "新闻         7  x",
        "cafe\u0301        12",
        "ab           1  y",
    ]
