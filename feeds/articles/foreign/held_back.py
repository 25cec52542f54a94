"""Say by which field of front matter an article is held back: a draft, a page in no list, one behind a password.

Case, `_` and `-` in the names of these fields make no difference, nor in those of the groups that they may be in,
whatever else an article has.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from feeds.articles.conventions import Generator
from feeds.articles.fields import is_there
from feeds.articles.foreign.spellings import ENCRYPTING, HIDING, NESTED, PASSWORDS, RELEASING, WITHDRAWING, folded
from feeds.articles.outcome import DRAFT, PROTECTED, UNLISTED

_FALSE, _TRUE = frozenset({"false", "no", "off", "n", "0"}), frozenset({"true", "yes", "on", "y", "1"})

_DRAFT_STATUS = frozenset({"draft"})
_STATUS = _DRAFT_STATUS | {"private", "pending", "hidden", "trash", "unpublished", "unlisted", "skip"}
"""What `status` says of an article that is not published: in our words, and in those of WordPress and Pelican."""

_VISIBILITY = _STATUS | {"members", "paid", "tiers", "password", "protected", "internal"}
"""What `visibility` says of a page that is not for everybody, in the words of Ghost and WordPress."""

_OWN_CODE = frozenset({None, "astro", "eleventy"})
"""Where no generator is known, or one that leaves it to the site's own code what is a draft."""

_GROUPS = frozenset(map(folded, (*NESTED, "eleventyComputed")))
"""Fields, folded, whose own fields count as if they were the article's."""

_NEVER = ("never", False, "0")


class Held(NamedTuple):
    """Why an article is held back, and the name of the field that says so."""

    reason: str
    name: str


class _Word(NamedTuple):
    """What a name says: why an article is held back, if `holds` is true of the value; `where` None means everywhere."""

    name: str
    reason: str
    holds: Callable[[Any], bool]
    where: frozenset[str | None] | None = None


def truth(value: object) -> bool | None:
    """Return what a flag says, as a value or as text; None for what is no flag."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return bool(value) if value in (0, 1) else None
    if isinstance(value, str):
        word = value.strip().casefold()
        return True if word in _TRUE else False if word in _FALSE else None
    return None


def held_back(
    data: Mapping[str, Any], generator: Generator | None, defaults: Mapping[str, Any] | None = None
) -> Held | None:
    """Return why front matter holds its article back; None if it does not.

    Of `defaults` count those that the front matter leaves out: what a group of fields has is not left out of that, but
    of all around it. A password goes before all else, then what is in no list.
    """
    given = list(_words(data, generator))
    further = [*(_own_cascade(data) if generator == "hugo" else ()), *((defaults,) if defaults else ())]
    if further:
        said = {
            (is_inner, name.lower())
            for word, name, value, is_inner in given
            if is_there(value) or (word.reason == PROTECTED and value == "")
        }
        words = (one for values in further for one in _words(values, generator))
        given += [one for one in words if (one[3], one[1].lower()) not in said]
    held = [Held(word.reason, name) for word, name, value, _ in given if word.holds(value)]
    return min(held, key=lambda one: _ORDER.index(one.reason)) if held else None


_ORDER = (PROTECTED, UNLISTED, DRAFT)


def may_hold_back(defaults: Mapping[str, Any], generator: Generator | None) -> bool:
    """Say whether the defaults of a site have a field that may hold an article back."""
    return next(_words(defaults, generator), None) is not None


def may_free(name: str, value: Any) -> bool:
    """Say whether a field of Hugo's would free pages of what holds them back."""
    one = {name: value}
    return may_hold_back(one, "hugo") and held_back(one, "hugo") is None


def may_tell(name: str, generator: Generator | None) -> bool:
    """Say whether a field may hold its article back by itself, or as a group of fields."""
    return folded(name) in _GROUPS or may_hold_back({name: None}, generator)


def shortened(defaults: Mapping[str, Any], generator: Generator | None) -> dict[str, Any]:
    """Return what defaults say of holding articles back, or of not doing so, in few words, however long theirs are."""
    found: dict[str, Any] = {}
    inner: dict[str, Any] = {}
    for holds in (False, True):  # of a word with two meanings, the one that holds back counts
        for word, _, value, is_inner in _words(defaults, generator):
            table = inner if is_inner else found
            if holds and word.holds(value):
                table[word.name] = next(short for short in _SHORT if word.holds(short))
            elif not holds and (isinstance(value, bool) or value == ""):
                table[word.name] = value
    return {**found, NESTED[0]: inner} if inner else found


_SHORT: tuple[Any, ...] = (True, False, "draft", {"render": "never"})
"""Values, one of which holds articles back by each of the words that may."""


def _own_cascade(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what the front matter of a page of Hugo's cascades: the page is the first that it holds for."""
    said = next((value for name, value in data.items() if isinstance(name, str) and name.lower() == "cascade"), None)
    for entry in said if isinstance(said, list) else (said,):
        if isinstance(entry, dict):
            params = next((value for name, value in entry.items() if str(name).lower() == "params"), None)
            yield params if isinstance(params, dict) else {}
            yield entry


def own_cascade(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page of Hugo's cascades, in lower case, but for what may hold it back: `held_back` looks at that.

    The first of several entries counts, but those with a target go last.
    """
    found: dict[str, Any] = {}
    entries = list(_own_cascade(data))
    for entry in sorted(entries, key=lambda entry: any(str(name).lower() in ("target", "_target") for name in entry)):
        for name, value in entry.items():
            found.setdefault(str(name).lower(), value)
    return {name: value for name, value in found.items() if not may_tell(name, "hugo")}


def _words(data: Mapping[str, Any], generator: Generator | None) -> Iterator[tuple[_Word, str, Any, bool]]:
    """Yield what may hold an article back: the field's name, its value, and whether it is in a group of fields."""
    telling = data.keys() - _silent
    for name in filter(telling.__contains__, data):
        value = data[name]
        is_group = isinstance(value, dict) and isinstance(name, str) and folded(name) in _GROUPS
        inner = value.items() if is_group else ()
        for position, (key, one) in enumerate(((name, value), *inner)):
            for word in _meanings(key):
                if word.where is None or generator in word.where:
                    yield word, key, one, position > 0


def _meanings(name: object) -> tuple[_Word, ...]:
    """Return what a name of front matter says, and keep it in mind."""
    if not isinstance(name, str):
        return ()
    found = _known.get(name)
    if found is None:
        found = _MEANINGS.get(folded(name), ())
        if len(_known) < _MOST_KEPT and len(name) <= _LONGEST:
            _known[name] = found
            if not found and folded(name) not in _GROUPS:
                _silent.add(name)
    return found


_known: dict[str, tuple[_Word, ...]] = {}
_silent: set[str] = set()
"""What names say that were looked at, and those of them that say nothing, as nearly all: one look passes over them."""

_MOST_KEPT, _LONGEST = 2_000, 100
"""How many names are kept in mind, and how long they may be."""


def _is_true(value: Any) -> bool:
    return truth(value) is True


def _is_false(value: Any) -> bool:
    return truth(value) is False


def _is_no_address(value: Any) -> bool:
    return value is False or (isinstance(value, str) and value.strip().casefold() == "false")


def _is_unwritten(value: Any) -> bool:
    """Say whether a group of addresses has none by which Eleventy writes a page."""
    return isinstance(value, dict) and bool(value) and (value.get("build") or False) is False


def _is_password(value: Any) -> bool:
    """Say whether there is a password, of any type: YAML takes `2024-01-01`, `.5` and `on` for no text."""
    return value is not None and value is not False and value != ""


def _is_encrypted(value: Any) -> bool:
    """Say whether a page is to be encrypted, by a flag or a group of settings."""
    if isinstance(value, dict):
        return bool(value) and not any(truth(value.get(name)) is False for name in ("enable", "enabled"))
    return value not in (None, "", []) and truth(value) is not False


def _is_unbuilt(value: Any) -> bool:
    """Say whether Hugo's build options make no page of a file, or list it nowhere."""
    if not isinstance(value, dict):
        return False
    options = {str(name).lower(): option for name, option in value.items()}
    return options.get("render") == "link" or any(options.get(name) in _NEVER for name in ("render", "list"))


def _is_one_of(words: frozenset[str]) -> Callable[[Any], bool]:
    """Return a function that says whether a value is one of some words, or a list with one of them."""

    def holds(value: Any) -> bool:
        members = value if isinstance(value, list) else (value,)
        return any(isinstance(one, str) and one.strip().casefold() in words for one in members)

    return holds


_ALL_WORDS = (
    *(_Word(name, DRAFT, _is_true) for name in ("deleted", "removed", "draft")),
    *(_Word(name, DRAFT, _is_true, _OWN_CODE) for name in HIDING),
    _Word("published", DRAFT, _is_false),
    _Word("published", DRAFT, lambda value: value is None, frozenset({"jekyll"})),
    _Word("published", DRAFT, lambda value: value == "", frozenset({"hexo"})),
    *(_Word(name, DRAFT, _is_false, _OWN_CODE) for name in RELEASING),
    _Word("status", DRAFT, _is_one_of(_DRAFT_STATUS)),
    _Word("status", DRAFT, _is_one_of(_STATUS), _OWN_CODE),
    _Word("visibility", DRAFT, _is_one_of(_VISIBILITY), _OWN_CODE),
    *(_Word(name, UNLISTED, _is_true) for name in WITHDRAWING),
    _Word("permalink", UNLISTED, _is_no_address),
    _Word("permalink", UNLISTED, _is_unwritten, frozenset({"eleventy"})),
    _Word("build", UNLISTED, _is_unbuilt, frozenset({"hugo"})),
    _Word("render", UNLISTED, _is_false, frozenset({"zola"})),
    *(_Word(name, PROTECTED, _is_password) for name in PASSWORDS),
    # hexo-blog-encrypt makes text of all but "" and null: `false` is a password of five letters.
    *(_Word(name, PROTECTED, lambda value: value is False, frozenset({"hexo"})) for name in PASSWORDS),
    *(_Word(name, PROTECTED, _is_encrypted) for name in ENCRYPTING),
)

_MEANINGS = {
    key: tuple(word for word in _ALL_WORDS if folded(word.name) == key)
    for key in {folded(word.name) for word in _ALL_WORDS}
}
"""What each name says, once it is folded."""
