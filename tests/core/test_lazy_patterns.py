"""Patterns that are compiled when they are first used are patterns like all others."""

import gc
import pkgutil
import re
from importlib import import_module

import pytest

import feeds
from feeds.core.patterns import _Lazy, lazy


def test_a_pattern_is_compiled_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making it costs nothing; each of its methods is that of the compiled one, with its flags."""
    compiled: list[str] = []
    compile_one = re.compile

    def compile_and_note(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return compile_one(source, flags)

    monkeypatch.setattr(re, "compile", compile_and_note)
    pattern = lazy("b+", re.IGNORECASE)
    assert compiled == []

    found = pattern.search("aBBa")
    assert found is not None
    assert (found[0], pattern.sub("-", "aBbab"), pattern.pattern) == ("BB", "a-a-", "b+")
    assert compiled == ["b+"]

    compiled.clear()
    assert pattern.search("a") is None
    assert compiled == []


def test_a_bad_pattern_is_told_of_when_it_is_used() -> None:
    """It raises what `re.compile` raises."""
    pattern = lazy("(")
    with pytest.raises(re.error):
        pattern.search("")


def test_all_of_the_project_can_be_compiled() -> None:
    """No module has one that fails once somebody's article needs it."""
    for module in pkgutil.walk_packages(feeds.__path__, "feeds."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    found = [one for one in gc.get_objects() if type(one) is _Lazy]
    assert len(found) > 50
    for one in found:
        if one._source != "(":
            assert re.compile(one._source, one._flags)
