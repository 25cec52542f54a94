"""Dates, addresses and words: what is right, what is wrong, and what is only unwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.validation.namespaces import geo
from feeds.validation.values import Check, addresses, dates, words

RIGHT, UNWISE, WRONG = None, "warning", "error"


@pytest.mark.parametrize(
    ("check", "value", "severity"),
    [
        (dates.rfc3339, "2021-12-13T05:54:00Z", RIGHT),
        (dates.rfc3339, "2021-12-13T05:54:00.123456789+14:00", RIGHT),
        (dates.rfc3339, "2021-12-13T05:54:00-00:00", RIGHT),
        (dates.rfc3339, "2015-06-30T23:59:60Z", RIGHT),
        (dates.rfc3339, "2016-12-31T18:59:60-05:00", RIGHT),
        (dates.rfc3339, "2021-12-13T05:54:60Z", WRONG),
        (dates.rfc3339, "1969-12-31T00:00:00Z", UNWISE),
        (dates.rfc3339, "0000-01-01T00:00:00Z", WRONG),
        (dates.rfc3339, "0001-01-01T00:00:00+23:00", WRONG),
        (dates.rfc3339, "٢٠٢١-12-13T05:54:00Z", WRONG),
        (dates.rfc822, "Mon, 13 Dec 2021 05:54:00 GMT", RIGHT),
        (dates.rfc822, "mon, 13 dec 2021 05:54:00 gmt", RIGHT),
        (dates.rfc822, "13 Dec 21 05:54 EST", UNWISE),
        (dates.rfc822, "Mon, 13 Dec 2021 05:54:00 A", UNWISE),
        (dates.rfc822, "Mon, 13 Dec 2021 05:54:00 J", WRONG),
        (dates.rfc822, "Mon,  13 Dec 2021 05:54:00 GMT", UNWISE),
        (dates.rfc822, "Mon , 13 Dec 2021 05 : 54:00 GMT (in the (early) morning)", UNWISE),
        (dates.rfc822, f"Mon, 13 Dec 2021 05:54:00 GMT{'()' * 500}", WRONG),
        (dates.rfc822, "MON, 13 DEC 2021 05:54:00 GMT", UNWISE),
        (dates.rfc822, "Mon, 13 Dec 2021 5:54:00 GMT", WRONG),
        (dates.rfc822, "Mon, 13 Dec 2021 05:54:00 +2400", WRONG),
        (dates.rfc822, "13 Dec 202 05:54:00 GMT", WRONG),
        (dates.w3c, "1997-07-16T19:20+01:00", RIGHT),
        (dates.w3c, "1997-07-16T19+01:00", WRONG),
        (addresses.absolute, "https://example.org", RIGHT),
        (addresses.absolute, "https://ada:secret@example.org:8080/a?b=c&d#e", RIGHT),
        (addresses.absolute, "http://[2001:db8::1]:80/", RIGHT),
        (addresses.absolute, "http://192.0.2.1/", RIGHT),
        (addresses.absolute, "http://localhost/", RIGHT),
        (addresses.absolute, "mailto:ada@example.org", RIGHT),
        (addresses.absolute, "data:,x", RIGHT),
        (addresses.absolute, "hrbr:x", UNWISE),
        (addresses.absolute, "http://[2001:db8::1", WRONG),
        (addresses.absolute, "http://[fe80::1%25eth0]/", WRONG),
        (addresses.absolute, "http://192.0.2.256/", WRONG),
        (addresses.absolute, "http://example..org/", WRONG),
        (addresses.absolute, "http://-example.org/", WRONG),
        (addresses.absolute, "http://example.org:99999/", WRONG),
        (addresses.absolute, "http://example.org:x/", WRONG),
        (addresses.absolute, "http://exa mple.org/", WRONG),
        (addresses.absolute, "http://example.org/%zz", WRONG),
        (addresses.absolute, "http://example.org/a|b", WRONG),
        (addresses.absolute, "http://example.org/a[1]", WRONG),
        (addresses.absolute, "http://example.org/#a#b", WRONG),
        (addresses.absolute, "http://example.org/\u00e9", WRONG),
        (addresses.absolute, "http:example.org", WRONG),
        (addresses.absolute, "http:", WRONG),
        (addresses.absolute, "mailto:", WRONG),
        (addresses.absolute, "1http://example.org/", WRONG),
        (addresses.absolute, "//example.org/", WRONG),
        (addresses.absolute, "", WRONG),
        (addresses.absolute_iri, "http://ex\u00e4mple.org/\u00e9", RIGHT),
        (addresses.absolute_iri, "http://example.org/\ue000", WRONG),
        (addresses.absolute_iri, "https://\u2603.net/a", RIGHT),
        (addresses.absolute_iri, "ftp://\U0001f989.example", RIGHT),
        (addresses.absolute_iri, "ftp://\u0967", RIGHT),
        (addresses.absolute_iri, "http://a\u3002b/", WRONG),
        (addresses.absolute_iri, "http://a\u2028b/", WRONG),
        (addresses.absolute_iri, "http://\u2603-.net/", WRONG),
        (addresses.reference, "", RIGHT),
        (addresses.reference, "../a?b#c", RIGHT),
        (addresses.reference, "//example.org/a", RIGHT),
        (addresses.reference, "1:2", WRONG),
        (addresses.reference, "a\tb", WRONG),
        (addresses.identifier, "HTTP://example.org/", UNWISE),
        (addresses.identifier, "http://Example.org/", UNWISE),
        (addresses.identifier, "http://example.org:80/", UNWISE),
        (addresses.identifier, "http://example.org/a/../b", UNWISE),
        (addresses.identifier, "tag:example.org,2021:", RIGHT),
        (addresses.identifier, "tag:example.org,2021-02-31:x", RIGHT),
        (addresses.identifier, "tag:example.org,21:x", WRONG),
        (addresses.identifier, "tag:exa_mple.org,2021:x", WRONG),
        (addresses.identifier, "urn:uuid:60a76c80-d399-11d9-b91c-0003939e0af6", RIGHT),
        (addresses.identifier, "urn:uuid:60a76c80d39911d9b91c0003939e0af6", WRONG),
        (addresses.identifier, "urn:x:y", WRONG),
        (addresses.identifier, "urn:urn:y", WRONG),
        (addresses.web, "ftp://example.org/", WRONG),
        (words.media_type, 'text/html; charset="utf-8"', RIGHT),
        (words.media_type, "application/vnd.ms-excel", RIGHT),
        (words.media_type, "image/*", WRONG),
        (words.media_type, "image/", WRONG),
        (words.language, "de-CH-1996", RIGHT),
        (words.language, "i-klingon", RIGHT),
        (words.language, "x-harbour", RIGHT),
        (words.language, "en-UK", UNWISE),
        (words.language, "e", WRONG),
        (words.language, "en-", WRONG),
        (words.email, "ada.quay+tide@example.org", RIGHT),
        (words.email, "ada@[192.0.2.1]", RIGHT),
        (words.email, "ada@localhost", UNWISE),
        (words.email, "ada..quay@example.org", WRONG),
        (words.email, "ada@example.org.", WRONG),
        (words.contact, "Ada Quay <ada@example.org>", UNWISE),
        (words.contact, "ada@example.org", UNWISE),
        (words.contact, "ada@example.org Ada", WRONG),
        (words.integers, "1,2, 3", RIGHT),
        (words.integers, "1;2", WRONG),
        (words.integer, "-5", RIGHT),
        (words.number, "1e3", RIGHT),
        (words.number, "1,5", WRONG),
        (words.no_less_than_zero, "-0.5", WRONG),
        (words.positive, "\u0665", WRONG),
    ],
)
def test_values(check: Check, value: str, severity: str | None) -> None:
    """Each is judged as its specification says."""
    complaint = check(value)
    assert (complaint.severity if complaint else None) == severity, complaint


@pytest.mark.parametrize("value", ["2021-12-13T05:54:00Z", "Mon, 13 Dec 2021 06:54:00 +0100"])
def test_moments(value: str) -> None:
    """The same moment is read from both kinds of date."""
    moment = dates.read(value)
    assert moment
    assert moment.isoformat() == "2021-12-13T05:54:00+00:00"


@given(
    numbers=st.tuples(*(st.integers(0, most) for most in (9999, 13, 32, 25, 60, 61))),
    zone=st.sampled_from(("Z", "+00:00", "-00:00", "+14:59", "-12:00", "+15:00", "+24:00", "+05:60", "")),
)
def test_the_short_way_to_a_moment_is_right(numbers: tuple[int, ...], zone: str) -> None:
    """A date without a part of a second is read otherwise, and names the same moment, or none."""
    year, month, day, hour, minute, second = numbers
    value = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    assert dates.read(f"{value}{zone}") == dates.read(f"{value}.0{zone}")


LONG = "12.5 -100 " * 5_000
"""Numbers of more than one portion."""


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (LONG + "12.5 -100", None),
        (LONG + "12.5 -100 1", "must be 2 or more pairs of latitude and longitude"),
        (LONG + "12.5 -101", "must end where it begins"),
        (LONG + "91 0 " + LONG, "must be from -90 to 90, not '91'"),
        (LONG + "9e1 180.5 " + LONG, "must be from -180 to 180, not '180.5'"),
        ("91 0 " + LONG + "1 x", "must be numbers with spaces between them"),
        (LONG + "nan 0", "must be numbers with spaces between them"),
        (LONG + "1_0 0", "must be numbers with spaces between them"),
    ],
)
def test_a_long_line_of_places_is_checked_to_its_end(value: str, message: str | None) -> None:
    """Numbers are looked at some at a time, and the verdict is that on all of them."""
    found = geo.coordinates(2, closed=True)(value)
    assert (found.message[: len(message)] if found and message else found) == message


def test_addresses_of_any_language_are_judged_alike() -> None:
    """The pattern that most addresses match allows nothing that the single rules forbid."""
    for host in ("é.example", "日本.example", "1.2.3.4", "1.2.3.999", "12", "é..example", "-é.example", "é.", "[::1]"):
        for rest in ("", "/ö?ä=%41", "/%", "/%4", "/[", "/a#b#c", "/ ", "/\ue000", "/\u00a0", ":80/", ":99999/", ":a/"):
            value = f"http://{host}{rest}"
            assert addresses.reference(value) == addresses._broken(value, is_iri=True), value
