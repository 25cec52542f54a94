"""References are resolved against the address of a page, as RFC 3986 has it."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core import urls
from feeds.core.references import joined


@pytest.mark.parametrize(
    ("page", "reference", "expected"),
    [
        ("https://a.example//b/c", "d", "https://a.example//b/d"),
        ("https://a.example//b/c", ".", "https://a.example//b/"),
        ("https://a.example//b/c", "../..", "https://a.example/"),
        ("https://a.example/b//c/d", "../e.png?f#g", "https://a.example/b//e.png?f#g"),
        ("https://a.example//", "b", "https://a.example//b"),
        ("https://a.example//b/c", "?d", "https://a.example//b/c?d"),
        ("https://a.example//b/c", "/d//e", "https://a.example/d//e"),
        ("https://a.example//b/c", "//d.example//e", "https://d.example//e"),
    ],
)
def test_no_part_of_a_path_is_lost_for_being_empty(page: str, reference: str, expected: str) -> None:
    """Two slashes are another path than one (RFC 3986, section 3.3), and never become a host."""
    assert joined(page, reference) == expected
    assert urls.resolved(reference, page) == expected


_PARTS = st.lists(st.sampled_from(["a", "b.png", ".", "..", "...", ".c"]), max_size=5).map("/".join)


_STARTS = st.sampled_from(["", "/", "java\nscript:", "ht\ntp://b.example/", "ht\ntps:", "//b.example/"])


@given(_PARTS, _PARTS, _STARTS, st.sampled_from(["", "?d", "?d/../e", "#f", "?d#f"]))
def test_all_else_is_as_the_library_has_it(path: str, reference: str, start: str, rest: str) -> None:
    """Where no part of a path is empty, both agree, also on a scheme that a line end hides."""
    page, reference = f"https://a.example/{path}", f"{start}{reference}{rest}"
    assert joined(page, reference) == urljoin(page, reference).replace("\n", "")
