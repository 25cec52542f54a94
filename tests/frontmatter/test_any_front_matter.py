"""Whatever stands in front matter, of any language, is read within limits or named with its line."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.core.limits import MAX_DEPTH, MAX_DIRECTIVES, MAX_KEY_PARTS
from feeds.frontmatter import toml, yaml_safe
from feeds.frontmatter.source import FrontMatterError, Source
from feeds.frontmatter.split import read_yaml_file, split_file

YAML_PIECES = [
    "a: ", "b:", "- ", "-\t", "? ", ": ", "[", "]", "{", "}", ", ", "'", '"', "|\n", ">-\n", "&a ", "*a", "<<: *a\n",
    "!x ", "!!int ", "!!bool ", "!!set ", "!!omap ", "!!binary ", "!!timestamp ", "!!str ", "!<t> ", "%TAG ! x\n",
    "...\n", "---\n", "\n", "  ", "\t", "# c\n", "1:59:59", "0x_", "1e999", ".nan", "=", "~", "true", "\\",
    "9999-12-31", "é", "\u2028", "\x85", "\0",
]  # fmt: skip
TOML_PIECES = [
    "a = ", "a.", "b", "[", "]", "[[", "]]", "{", "}", ",", '"', "'", '"""', "\'\'\'", "\\", "\n", "#", "=", "1", "1.5",
    "0x", "1e9", "nan", "2026-01-02", "9999-12-31T23:59:59Z", "true", "_", " ", "é", "\u2028",
]  # fmt: skip
JSON_PIECES = [
    '"a":', '"b",', '"', "[", "]", "{", "}", ",", ":", "1", "1e999", "NaN", "-", "null", "true", "\\u00", "\\ud800",
    "\n", " ", "é",
]  # fmt: skip
AROUND = {"yaml": ("---\n", "\n---\n"), "toml": ("+++\n", "\n+++\n"), "json": ('{"x": ', "}\n")}


def _texts(pieces: list[str]) -> st.SearchStrategy[str]:
    """Return texts of pieces of a language, some of them many times over."""
    repeated = st.tuples(st.sampled_from(pieces), st.sampled_from([1] * 8 + [3, 60, 400]))
    return st.lists(repeated, max_size=12).map(lambda found: "".join(piece * times for piece, times in found))


CASES = (
    st.tuples(st.just("yaml"), _texts(YAML_PIECES))
    | st.tuples(st.just("toml"), _texts(TOML_PIECES))
    | st.tuples(st.just("json"), _texts(JSON_PIECES))
)


def depth_of(value: Any) -> int:
    """Return how deep lists and groups are nested, up to twice the limit; an alias inside itself goes on for ever."""
    level, depth = [value], 0
    while level and depth < 2 * MAX_DEPTH:
        inner = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        depth += bool(inner)
        level = list({id(one): one for members in inner for one in members}.values())
    return depth


def read(raw: bytes, load: Callable[[bytes], Source | None] = split_file) -> Source | None:
    """Return a file that was read; None if it is no article, or is named as wrong with a line that it has."""
    source, lines = None, []
    try:
        source = load(raw)
    except FrontMatterError as error:
        lines.append(error.line)
    lines += source.bad_lines if source else ()
    assert all(1 <= line <= raw.count(b"\n") + raw.count(b"\r") + 1 for line in lines)
    return source


def _check(language: str, text: str) -> None:
    opening, closing = AROUND[language]
    source = read(f"{opening}{text}{closing}".encode("utf-8", "replace"))
    if source is not None:
        assert all(type(name) is str for name in source.data)
        assert "*" in text or depth_of(source.data) <= MAX_DEPTH
    if language == "yaml":
        read(text.encode(), read_yaml_file)


@given(CASES)
@settings(max_examples=600, deadline=None)
def test_any_text_is_read_or_named(case: tuple[str, str]) -> None:
    """Any text in the place of front matter is data of bounded depth, or an error with a line of the file."""
    _check(*case)


@pytest.mark.thorough
@given(CASES)
@settings(max_examples=200_000, deadline=None)
def test_any_text_is_read_or_named_for_long(case: tuple[str, str]) -> None:
    """The same, for many minutes."""
    _check(*case)


NESTINGS = {
    "dashes": ("- ", "x", ""),
    "wide dashes": ("-  ", "x", ""),
    "dashes and tabs": ("-\t", "x", ""),
    "complex keys": ("? ", "x", ""),
    "dashes and complex keys": ("- ?  ", "x", ""),
    "tags": ("- !!seq ", "x", ""),
    "anchors": ("- &a ", "x", ""),
    "empty keys": (": ", "x", ""),
    "flow lists": ("[", "x", "]"),
    "flow mappings": ("{a: ", "x", "}"),
    "flow keys": ("{? ", "x", "}"),
    "flow pairs": ("[a: ", "x", "]"),
    "quoted keys": ('{"a":', "x", "}"),
    "tagged flow lists": ("!!seq [", "x", "]"),
    "flow lists over lines": ("[\n ", "x", "]"),
    "unclosed lists": ("[", "", ""),
    "unclosed mappings": ("{a: ", "", ""),
}
"""Forms of nesting in YAML: what opens a level, what is inside, and what closes a level."""


def _stairs(step: str, levels: int) -> str:
    return "".join(f"{' ' * level}{step}\n" for level in range(1, levels + 1))


@pytest.mark.parametrize("form", NESTINGS)
@pytest.mark.parametrize("levels", [101, 3_000, 15_000])
def test_no_form_of_nesting_reaches_the_composer(form: str, levels: int) -> None:
    """However levels are opened, text deeper than the limit is refused, with its line, by every reader of YAML."""
    opening, inner, closing = NESTINGS[form]
    text = f"foo:\n  {opening * levels}{inner}{closing * levels}\n"
    for load in (split_file, read_yaml_file):
        raw = f"---\n{text}---\n" if load is split_file else text
        with pytest.raises(FrontMatterError, match=r"nested more than 100|not YAML") as caught:
            load(raw.encode())
        assert caught.value.line >= 2


@pytest.mark.parametrize("step", ["a:", "-", "?", "- a:", "? a:"])
def test_stairs(step: str) -> None:
    """Levels of a line each are counted like those of one line."""
    with pytest.raises(FrontMatterError, match=r"nested more than 100|not YAML"):
        split_file(f"---\nfoo:\n{_stairs(step, 400)}---\n".encode())


@given(_texts([piece for piece in YAML_PIECES if piece not in ("\0", "\x85", "\u2028")]), st.integers(0, 60))
@settings(max_examples=400, deadline=None)
def test_the_quick_look_never_overlooks_depth(text: str, levels: int) -> None:
    """Where the quick look at a text sees no depth, the events of the parser show none either."""
    text = f"a:\n{_stairs('b:', levels)}{' ' * (levels + 1)}{text}"
    if not yaml_safe._may_be_deep(text):
        try:
            yaml_safe._check_depth(text)
        except yaml_safe.TooDeepError:
            pytest.fail("deeper than it looks")
        except yaml.YAMLError:
            pass


def test_a_hundred_levels_are_read() -> None:
    """What is just as deep as the limit allows is read, in each language."""
    deep = MAX_DEPTH - 1  # the mapping around it is a level too
    for raw in (
        f"---\nfoo: {'[' * deep}{']' * deep}\n---\n",
        f"---\nfoo:\n  {'- ' * deep}x\n---\n",
        f"+++\nfoo = {'[' * deep}{']' * deep}\n+++\n",
        f'{{"foo": {"[" * deep}{"]" * deep}}}',
    ):
        source = split_file(raw.encode())
        assert source is not None
        assert depth_of(source.data) == MAX_DEPTH


@pytest.mark.parametrize("raw", ["+++\nfoo = {}\n+++\n", '{{"foo": {}}}'])
@pytest.mark.parametrize("levels", [100, 200, 900, 50_000])
def test_deeper_ones_are_not(raw: str, levels: int) -> None:
    """What is deeper is refused, whether the parser would take it or not."""
    with pytest.raises(FrontMatterError, match="nested more than 100 levels deep"):
        split_file(raw.format("[" * levels + "]" * levels).encode())


@pytest.mark.parametrize("part", ["a", '"a"', "'a'", '"a.b\\""'])
@pytest.mark.parametrize("dot", [".", " . ", "\t."])
def test_a_long_key_of_toml(part: str, dot: str) -> None:
    """A key with too many parts is named with its line, wherever it stands; a shorter one is not."""
    for parts, form in [
        (n, f) for n in (MAX_KEY_PARTS, 5_000) for f in ("{} = 1", "[{}]", "[[{}]]", "x = {{ {} = 1 }}")
    ]:
        key = dot.join([part] * (parts + 1))
        with pytest.raises(FrontMatterError, match="more than 20 parts") as caught:
            split_file(f'+++\ny = """\n{"a." * 99}\n"""\n{form.format(key)}\n+++\n'.encode())
        assert caught.value.line == 5
        key = dot.join(f"a{number}" for number in range(MAX_KEY_PARTS))
        assert split_file(f"+++\n{form.format(key)}\n+++\n".encode())


@pytest.mark.parametrize(
    "text",
    [
        '"""{}"""', "'''{}'''", '"{}"', "'{}'", '"""\n{}\n"""', "'''\n{}'''''", '"""\\"{}\\""""', '1 # {}', '"\\"{}"',
    ],
)  # fmt: skip
def test_dots_in_texts_are_no_keys(text: str) -> None:
    """Addresses and dots in texts and comments are not taken for keys of many parts."""
    value = text.format("a." * 99)
    assert toml.load(f"x = {value}\ny = 1\n")["y"] == 1


def test_a_text_of_toml_without_its_end() -> None:
    """Escaped quotation marks in a text that is never closed begin no other texts, each to be looked through."""
    started = time.process_time()
    with pytest.raises(FrontMatterError, match="not TOML") as caught:
        split_file(("+++\n# " + "." * MAX_KEY_PARTS + '\nx = "' + '\\"' * 30_000 + "\n+++\n").encode())
    assert caught.value.line == 3
    assert time.process_time() - started < 1


def test_a_text_of_yaml_without_its_end() -> None:
    """The same in YAML, where two escapes in texts may stand for one character."""
    started = time.process_time()
    with pytest.raises(FrontMatterError, match="not YAML") as caught:
        split_file(('---\nx: "' + '\\"' * 30_000 + "\\ud83d\n---\n").encode())
    assert caught.value.line == 2
    assert time.process_time() - started < 1


def test_directives() -> None:
    """Each directive is compared with all others, so there may not be any number of them."""
    lines = "".join(f"%TAG !{number}! x\n" for number in range(MAX_DIRECTIVES + 2))
    with pytest.raises(FrontMatterError, match="more than 100 lines"):
        read_yaml_file(f"{lines}---\na: 1\n".encode())


@pytest.mark.parametrize(
    "value",
    ["!!bool maybe", "!!int ''", "!!float soon", "!!binary a", "1:" + "59:" * 99 + "59", "9" * 5000, "0b" + "1" * 200],
)
def test_a_value_that_is_not_what_it_claims(value: str) -> None:
    """Such a value of an article is an error with the value's line."""
    with pytest.raises(FrontMatterError, match="another value that cannot be read") as caught:
        split_file(f"---\ntitle: x\na:\n  - b: {value}\n---\n".encode())
    assert caught.value.line == 4


def test_keys_are_text() -> None:
    """No key has a value that could be wrong, or the same hash as thousands of others."""
    keys = ["2024", "1.5", "true", "~", "!!bool maybe", "!!int x", "9" * 9000, "2026-13-45", "0x10"]
    source = split_file("---\na:\n{}---\n".format("".join(f"  ? {key}\n  : 1\n" for key in keys)).encode())
    assert source is not None
    assert list(source.data["a"]) == [key.rpartition(" ")[2] for key in keys]


def test_a_set_keeps_its_order() -> None:
    """A set is a list, since the order of Python's sets is another with each run."""
    source = split_file(b"---\na: !!set {c, a, b}\n---\n")
    assert source is not None
    assert source.data == {"a": ["c", "a", "b"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a {x: 1}\nb: {<<: *a, y: 2}", {"x": 1, "y": 2}),
        ("a: &a {x: 1}\nb: {<<: *a, x: 2}", {"x": 2}),
        ("a: &a {x: 1}\nc: &c {x: 3, z: 4}\nb: {<<: [*a, *c]}", {"x": 1, "z": 4}),
        ("a: &a {x: 1}\nc: &c {<<: *a, z: 4}\nb: {<<: *c}", {"x": 1, "z": 4}),
    ],
)
def test_merges(text: str, expected: dict[str, int]) -> None:
    """Merge keys mean what they mean to PyYAML."""
    source = split_file(f"---\n{text}\n---\n".encode())
    assert source is not None
    assert source.data["b"] == expected == yaml.safe_load(text)["b"]


@pytest.mark.parametrize("text", ["b: {<<: x}", "b: {<<: [x]}", "b: {[a]: 1}", "b: {{a: 1}: 1}", "b: !!set [a]"])
def test_merges_and_keys_that_are_refused(text: str) -> None:
    """What cannot be merged, and a collection for a key, is an error with its line."""
    with pytest.raises(FrontMatterError, match="not plain YAML") as caught:
        split_file(f"---\na: 1\n{text}\n---\n".encode())
    assert caught.value.line == 3


@pytest.mark.parametrize("digits", ["0x" + "f" * 5_000, "0b" + "1" * 50_000, "0o" + "7" * 9_000, "9" * 5_000])
def test_a_number_that_python_does_not_write_is_named(digits: str) -> None:
    """TOML has whole numbers of any length, in four bases; text may hold the same digits."""
    with pytest.raises(FrontMatterError, match="cannot be read") as caught:
        split_file(f"+++\na = '{digits}'\ntitle = {digits}\n+++\n".encode())
    assert caught.value.line == 3 or digits.startswith("9")
    assert split_file(f"+++\na = '{digits}' # {digits}\n+++\n".encode()) is not None
