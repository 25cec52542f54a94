"""International host names are encoded as browsers encode them."""

import pytest

from feeds.core.international import LONGEST_HOST, as_ascii


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("☃.example", "xn--n3h.example"),
        ("a..é", ""),
        ("é" * 70 + ".example", ""),
        (".".join(["é" * 30] * 9), ""),
        (".".join("é" * LONGEST_HOST), ""),
        ("ﷺ.example", ""),
        ("ﷺ." * 20, ""),
        ("℀.example", ""),
    ],
)
def test_names(name: str, encoded: str) -> None:
    """A name is encoded, by the older rules where the newer ones lack a character; empty is one that cannot be."""
    assert as_ascii(name) == encoded


def test_what_is_too_long_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name beyond the limit costs nothing, however often it is in a text, and no name is encoded twice."""
    import idna

    looked_at: list[str] = []
    encode = idna.encode

    def look_at(name: str, *, uts46: bool) -> bytes:
        looked_at.append(name)
        return encode(name, uts46=uts46)

    monkeypatch.setattr("idna.encode", look_at)
    as_ascii.cache_clear()
    for _ in range(3):
        assert as_ascii("é." * LONGEST_HOST) == as_ascii("ﷺ." * 13) == ""
        assert as_ascii("zwölf.example") == "xn--zwlf-6qa.example"
    assert looked_at == ["zwölf.example"]
