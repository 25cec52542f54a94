"""Digests of settings."""

from datetime import datetime, timedelta, timezone

from feeds.core.fingerprint import digest


def test_a_digest_tells_apart_what_sites_say_of_folders() -> None:
    """The name of a folder may hold any bytes, a number any digits; every build asks for a digest of what is known."""
    assert len({digest(name, {name: [1]}) for name in ("a", "a\udcff", "a\udcfe")}) == 3
    assert len({digest({"a": [number]}) for number in (1, 10**30, 10**30 + 1, -(10**30))}) == 4
    zone = timezone(-timedelta(hours=12))
    assert len({digest({"a": datetime(9999, 12, 31, hour, tzinfo=zone)}) for hour in (22, 23)}) == 2
    assert digest("a\udcff", {"b", "c"}) == digest("a\udcff", {"c", "b"})
