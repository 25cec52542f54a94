"""Plain text from whatever front matter holds."""

import unicodedata

import ftfy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.core import text as feeds_text
from feeds.core.text import plain, readable, without_controls


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        pytest.param("Owls &amp; otters", "Owls & otters", id="named entity"),
        pytest.param("caf&#233; caf&#xe9;", "café café", id="numeric entities"),
        pytest.param("one &amp;amp; two", "one &amp; two", id="decoded once only"),
        pytest.param("&lt;b&gt;loud&lt;/b&gt;", "<b>loud</b>", id="tags are text"),
        pytest.param("see ?a=1&copy=2", "see ?a=1&copy=2", id="no semicolon, no entity"),
        pytest.param("&nosuchname; &copycat;", "&nosuchname; &copycat;", id="unknown entities stay"),
        pytest.param("AT&T", "AT&T", id="a lone ampersand"),
        pytest.param("&#0;&#1114112;", "\ufffd\ufffd", id="references to no character"),
    ],
)
def test_entities_are_decoded_once(given_text: str, expected: str) -> None:
    """A title shows the characters its author meant, and what was escaped twice stays visible."""
    assert plain(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        pytest.param("the museumâ€™s roof", "the museum’s roof", id="apostrophe"),
        pytest.param("crÃ¨me brÃ»lÃ©e", "crème brûlée", id="accents"),
        pytest.param("“curly” and ‘single’", "“curly” and ‘single’", id="quotation marks are left alone"),
        pytest.param("crème brûlée", "crème brûlée", id="right text stays right"),
        pytest.param("ｆｕｌｌ ﬁn", "ｆｕｌｌ ﬁn", id="width and ligatures are left alone"),
        pytest.param("東京の朝 🦉", "東京の朝 🦉", id="other scripts and emoji"),
    ],
)
def test_mojibake_is_repaired_and_nothing_else(given_text: str, expected: str) -> None:
    """Text that went through the wrong encoding is mended, and right text is not touched."""
    assert plain(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        pytest.param("  a \t b\r\n\nc  ", "a b c", id="runs fold"),
        pytest.param("a\u2028b\u2029c", "a b c", id="unicode line ends"),
        pytest.param("\u00c3\x07\u00a9", "\u00e9", id="a control inside mojibake"),
        pytest.param("a\x0bb\x0cc\x1fd", "a b c d", id="separating controls become a space"),
        pytest.param("a\x00b\x07c\x1bd\x7fe", "abcde", id="other controls go"),
        pytest.param("\ufeffa\ufffeb\uffffc\ud800d", "abcd", id="what no document can hold goes"),
        pytest.param("5\u00a0km", "5\u00a0km", id="a no-break space stays"),
        pytest.param("5\u00a0 km", "5 km", id="unless it is one of several"),
        pytest.param("a\u202ecod.exe\u202c b", "acod.exe b", id="overrides and embeddings of direction go"),
        pytest.param("\u2066a\u2067b\u2068c\u2069", "abc", id="isolates go"),
        pytest.param("a&#x202e;b&#8294;c", "abc", id="also as entities"),
        pytest.param("שלום\u200f, a\u200e!", "שלום\u200f, a\u200e!", id="marks of direction stay"),
        pytest.param(" \n\x00 ", "", id="nothing left"),
    ],
)
def test_white_space_is_folded_and_controls_dropped(given_text: str, expected: str) -> None:
    """A title is one line that every document can hold."""
    assert plain(given_text) == expected


def test_without_controls_keeps_lines() -> None:
    """HTML bodies keep their lines and tabs, which code samples need."""
    assert without_controls("a\tb\n\x00c\r\nd\x0ce") == "a\tb\nc\r\nd e"


def test_readable_keeps_the_number_of_lines() -> None:
    """Problems name the right line in a file that held control characters."""
    assert readable("one\x00\ntwo\x1f\n\nthree\x07") == ("one\ntwo \n\nthree", None)


def test_readable_mends_mojibake_before_its_controls_are_lost() -> None:
    """Mojibake that holds a control character is mended while it can still be told, and its first line named."""
    assert readable("a\n\u00e2\u0080\u0099 and \x01\n\u00c3\u00a9") == ("a\n’ and \né", 2)


@given(st.text())
@settings(derandomize=True)
def test_plain_holds_no_control_characters(text: str) -> None:
    """No title can make a document that an XML parser refuses."""
    assert not [c for c in plain(text) if unicodedata.category(c) in ("Cc", "Cs") or c in "\ufeff\ufffe\uffff"]


@given(st.text(st.characters(max_codepoint=0x7F, exclude_characters="&")) | st.text("猫犬 \u00a0\u2028\t\x00\ufeff"))
@settings(derandomize=True)
def test_plain_is_idempotent(text: str) -> None:
    """Text that was cleaned before (a topic's name in the state) is the same after another pass."""
    assert plain(plain(text)) == plain(text)


LETTERS = st.sampled_from("aZ 09!%'~–—‘’“”…•&;#\t\u00a0éöÀÂÃÖÜß÷øŒœ°€™\x85")


@given(st.text(LETTERS | st.characters(max_codepoint=0x2122), max_size=20))
@settings(derandomize=True, max_examples=1000)
@example("Ö ”É “Öl” aÀ b")
@example("R&D & &amp;")
def test_the_short_way_is_the_long_way(given_text: str) -> None:
    """A text that is taken for plain at a glance is one that the full treatment would not change."""
    assert plain(given_text) == feeds_text._made_plain(given_text)


def test_no_printable_character_is_dropped() -> None:
    """Text of printable characters need not be searched for others: none of them is among these."""
    printable = "".join(filter(str.isprintable, map(chr, range(0x110000))))
    assert without_controls(f"{printable}\0") == printable
    assert without_controls(f"{printable}\n") == f"{printable}\n"


def test_what_is_not_even_looked_at_is_no_mojibake() -> None:
    """A character by itself among ASCII is never part of mojibake, except for two, of which ftfy is asked."""
    for number in (*range(0xA0, 0x480), *range(0x2010, 0x2030), *range(0x20A0, 0x20C0), *range(0x2500, 0x2600)):
        for text in (f"a{chr(number)}b", f"a {chr(number)} b", f"a{chr(number)} b", chr(number)):
            if chr(number) not in "ÂÃ":
                assert ftfy.fix_encoding(text) == text
    assert plain("Ã©tÃ© Ã  la plage") == "été à la plage"


@pytest.mark.parametrize("text", ["\u200b", "\u2800 \u2800", " \xad\ufeff", "&#8203;&shy;", "\u3164", "\U000e0061"])
def test_nothing_is_left_of_what_nobody_sees(text: str) -> None:
    """Names and titles of invisible characters alone are none."""
    assert plain(text) == ""
    assert plain(f"a{text}b") != ""
