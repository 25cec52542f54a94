"""Ids as Atom writes them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.core.ids import as_iri
from feeds.validation.values import addresses


@pytest.mark.parametrize(
    "item_id",
    [
        "https://a.example/x?y#z",
        "https://bücher.example/ä",
        "http://[2001:db8::1]/x",
        "ftp://a.example/x",
        "tag:a.example,2021-02-03:x",
        "tag:me@a.example,2021:",
        "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        "urn:isbn:0451450523",
        "story:42",
    ],
)
def test_an_iri_stays(item_id: str) -> None:
    """Atom has an id that it can have as it is, in all three formats alike."""
    assert as_iri(item_id) == item_id


@pytest.mark.parametrize(
    ("item_id", "expected"),
    [
        ("42", "42"),
        ("two words", "two%20words"),
        ("a/b:c#d%", "a%2Fb%3Ac%23d%25"),
        ("ümlaut", "%C3%BCmlaut"),
        ("https://", "https%3A%2F%2F"),
        ("https://999.1.1.1/", "https%3A%2F%2F999.1.1.1%2F"),
        ("https://[bad/", "https%3A%2F%2F%5Bbad%2F"),
        ("https://a.example/<b>", "https%3A%2F%2Fa.example%2F%3Cb%3E"),
        ("https://a.example/#a#b", "https%3A%2F%2Fa.example%2F%23a%23b"),
        ("tag:x", "tag%3Ax"),
        ("tag:a.example,2021-13:x", "tag%3Aa.example%2C2021-13%3Ax"),
        ("urn:x", "urn%3Ax"),
        ("urn:uuid:1", "urn%3Auuid%3A1"),
        (r"C:\x", "C%3A%5Cx"),
        ("tag:feeds.invalid,2026:42", "tag%3Afeeds.invalid%2C2026%3A42"),
    ],
)
def test_what_is_not_an_iri_becomes_a_tag(item_id: str, expected: str) -> None:
    """An id that Atom cannot have is written as a tag made of it alone, so that it stays when a site moves."""
    assert as_iri(item_id) == f"tag:feeds.invalid,2026:{expected}"


IDS = st.text(min_size=1, max_size=30) | st.builds(
    "{}:{}{}".format,
    st.sampled_from(["http", "HTTPS", "tag", "urn", "urn:uuid", "ftp", "feed", "x", "9", "mailto"]),
    st.sampled_from(["", "//", "//[::1]", "//1.2.3", "//a.example:99999", "a.example,2021:", "isbn:"]),
    st.text("ab:/?#[]@%2,.-_é <\\\u202e\ue000", max_size=12),
)


@given(IDS)
@settings(max_examples=500)
@example("https://a.example")
def test_any_id_is_valid_in_atom(item_id: str) -> None:
    """`feeds validate` takes the result for an absolute IRI, whatever the id is."""
    found = addresses.identifier(as_iri(item_id))
    assert found is None or found.severity == "warning"


@given(st.lists(IDS, min_size=2, max_size=2, unique=True))
@example(["42", "tag:feeds.invalid,2026:42"])
def test_different_ids_stay_different(ids: list[str]) -> None:
    """No two items become one in Atom."""
    assert as_iri(ids[0]) != as_iri(ids[1])
