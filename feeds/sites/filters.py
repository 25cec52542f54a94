"""Tell whether calls of an Eleventy program hold back no more pages than their fields do for feeds, too."""

from collections.abc import Callable, Sequence

from feeds.articles.foreign.held_back import held_back
from feeds.sites.code import Code, UnclearError
from feeds.sites.conditions import Function
from feeds.sites.javascript import Token
from feeds.sites.objects import COMPUTED, Objects, Said, tells


def is_harmless_filter(arguments: Sequence[Token], may_be_false: Callable[[str], bool | None]) -> bool:
    """Say whether `addPreprocessor` is called with a function that holds back no page but those whose fields do.

    `may_be_false` says of a function that it may call whether that may return `false`; None where that is not known.
    """
    try:
        code = Code(arguments)
        function = code.function_at(_second(code, _second(code, 0)))
        return function is not None and Function(code, "", "filter", may_be_false).is_harmless(*function)
    except UnclearError:
        return False


def is_harmless_data(name: str, arguments: Sequence[Token]) -> bool:
    """Say whether `addGlobalData` says of a field nothing that holds pages back whose fields do not."""
    group, _, key = name.rpartition(".")
    if group not in ("", COMPUTED) or not tells(key):
        return True
    found: Said = {}
    try:
        code = Code(arguments)
        start = _second(code, 0)
        Objects(code, is_computed=bool(group)).put(key, start, code.end_of_member(start), found)
    except UnclearError:
        return False
    return held_back(found, "eleventy") is None


def _second(code: Code, at: int) -> int:
    """Return where the argument begins that follows on another one."""
    return code.end_of_member(at) + 1
