"""Digests of settings."""

from feeds.core.fingerprint import digest


def test_a_digest_tells_names_apart_that_are_no_utf8() -> None:
    """The name of a folder may hold any bytes, and every build asks for a digest of what is known of it."""
    assert len({digest(name, {name: [1]}) for name in ("a", "a\udcff", "a\udcfe")}) == 3
    assert digest("a\udcff", {"b", "c"}) == digest("a\udcff", {"c", "b"})
