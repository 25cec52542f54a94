"""Front matter and body, taken apart; nothing is lost in silence."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.core.limits import MAX_FRONT_MATTER
from feeds.core.text import readable
from feeds.frontmatter import split
from feeds.frontmatter.source import FrontMatterError, Source
from feeds.frontmatter.split import read_yaml_file, split_file, without_body


def taken(raw: bytes) -> Source:
    """Return a file that has front matter, taken apart."""
    source = split_file(raw)
    assert source is not None
    return source


@pytest.mark.parametrize(
    ("raw", "language", "data", "body"),
    [
        pytest.param(b"---\ntitle: Owls\n---\nHoot.\n", "yaml", {"title": "Owls"}, "Hoot.", id="YAML"),
        pytest.param(b"+++\ntitle = 'Owls'\n+++\nHoot.\n", "toml", {"title": "Owls"}, "Hoot.", id="TOML"),
        pytest.param(b"---toml\ntitle = 'Owls'\n---\nHoot.\n", "toml", {"title": "Owls"}, "Hoot.", id="fenced TOML"),
        pytest.param(b'---json\n{"title": "Owls"}\n---\nHoot.', "json", {"title": "Owls"}, "Hoot.", id="fenced JSON"),
        pytest.param(b"--- yaml\ntitle: Owls\n---\nHoot.\n", "yaml", {"title": "Owls"}, "Hoot.", id="named YAML"),
        pytest.param(b"---json\n\n---\nHoot.\n", "json", {}, "Hoot.", id="fenced JSON without an object"),
        pytest.param(b'{"title": "Owls"}\nHoot.\n', "json", {"title": "Owls"}, "Hoot.", id="JSON"),
        pytest.param(b'{\n  "title": "Owls"\n}\n\nHoot {}', "json", {"title": "Owls"}, "Hoot {}", id="JSON over lines"),
        pytest.param(b"\xef\xbb\xbf---\ntitle: Owls\n---\n", "yaml", {"title": "Owls"}, "", id="BOM"),
        pytest.param(b"\xef\xbb\xbf+++\ntitle = 'Owls'\n+++\n", "toml", {"title": "Owls"}, "", id="BOM and TOML"),
        pytest.param(b"---\r\ntitle: Owls\r\n---\r\nA\r\nB", "yaml", {"title": "Owls"}, "A\nB", id="CRLF"),
        pytest.param(b"---\rtitle: Owls\r---\rA\rB", "yaml", {"title": "Owls"}, "A\nB", id="CR alone"),
        pytest.param(b"+++\r\ntitle = 'Owls'\r\n+++\r\nA", "toml", {"title": "Owls"}, "A", id="CRLF and TOML"),
        pytest.param(b"\n\n---\ntitle: Owls\n---\n", "yaml", {"title": "Owls"}, "", id="blank lines before"),
        pytest.param(b"--- \ntitle: Owls\n---\t\nHoot", "yaml", {"title": "Owls"}, "Hoot", id="space after dashes"),
        pytest.param(b"---\ntitle: Owls\n...\nHoot\n", "yaml", {"title": "Owls"}, "Hoot", id="closed by dots"),
        pytest.param(b"---\ntitle: Owls\n---", "yaml", {"title": "Owls"}, "", id="no line end at the end"),
        pytest.param(b"---\n---\nHoot\n", "yaml", {}, "Hoot", id="empty block"),
        pytest.param(b"---\n# a remark\n---\n", "yaml", {}, "", id="only a comment"),
        pytest.param(b"{}\nHoot\n", "json", {}, "Hoot", id="empty JSON"),
        pytest.param(b"---\ncontent: x\nhandler: y\n---\n", "yaml", {"content": "x", "handler": "y"}, "", id="content"),
        pytest.param(b"---\n2024: x\n---\n", "yaml", {"2024": "x"}, "", id="a key that is no text"),
        pytest.param(b"---\na: |\n  b\n  ---\n  c\n---\n", "yaml", {"a": "b\n---\nc\n"}, "", id="dashes in a literal"),
        pytest.param(b"---\na: 1\n---\nb\n---\nc", "yaml", {"a": 1}, "b\n---\nc", id="a rule in the body"),
        pytest.param(b"---\na: x\x00y\x0bz\n---\n", "yaml", {"a": "xy z"}, "", id="control characters"),
        pytest.param(b"---\nday: 2024-02-30\n---\n", "yaml", {"day": "2024-02-30"}, "", id="impossible date is text"),
        pytest.param(
            b"---\na: &x {b: 1}\nc:\n  <<: *x\n  b: 2\n---\n", "yaml", {"a": {"b": 1}, "c": {"b": 2}}, "", id="merge"
        ),
        pytest.param(b"---\nday: 2024-02-29\n---\n", "yaml", {"day": date(2024, 2, 29)}, "", id="date"),
    ],
)
def test_split(raw: bytes, language: str, data: dict[str, Any], body: str) -> None:
    """Every way in which authors and their editors write front matter is read."""
    source = taken(raw)
    assert (source.language, source.data, source.body) == (language, data, body)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"Just a note.\n",
        b"# Heading\n\n---\ntitle: no\n---\n",
        b"<!doctype html><p>x</p>",
        b"-- not dashes\n",
        b"{% include x %}",
        b"{{ page.title }}",
        b"- a\n- b\n",
        b"\xef\xbb\xbfnote",
        b"caf\xe9, and no front matter\n",
    ],
)
def test_no_front_matter_is_no_article(raw: bytes) -> None:
    """A readme or a layout beside the articles is passed over in silence."""
    assert split_file(raw) is None


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        pytest.param(b"---\ntitle: Owls\n", 1, "never closed", id="unterminated"),
        pytest.param(b"\n\n---\ntitle: Owls\n", 3, "never closed", id="unterminated, after blank lines"),
        pytest.param(b"---", 1, "never closed", id="only the opening"),
        pytest.param(b"+++\ntitle = 'Owls'\n---\n", 1, "never closed", id="TOML closed as YAML"),
        pytest.param(b"---\ntitle: Owls\n +++\n", 1, "never closed", id="YAML closed as TOML"),
        pytest.param(b"---json\n{}\nHoot", 1, "never closed", id="fenced JSON never closed"),
        pytest.param(b'---json\n\n{"a":\n1, b}\n---\n', 4, "not JSON", id="fenced JSON error"),
        pytest.param(b'---json\n{"a": 1}\n}\n---\n', 3, "something follows", id="more than an object in fenced JSON"),
        pytest.param(b"---js\n{ title: 1 }\n---\n", 1, "in js is not read", id="a program"),
        pytest.param(b"---toml\ntitle = Owls\n---\n", 2, "not TOML", id="fenced TOML error"),
        pytest.param(b'{"title": "Owls"\nHoot', 2, "not JSON", id="JSON never closed"),
        pytest.param(b"---\n- a\n- b\n---\n", 2, "not a list of `name: value`", id="list"),
        pytest.param(b"---\njust words\n---\n", 2, "not a list of `name: value`", id="scalar"),
        pytest.param(b"---\n42\n---\n", 2, "not a list of `name: value`", id="number"),
        pytest.param(b"---\na: 1\nb: ]\nc: 2\n---\n", 3, "not YAML", id="YAML error"),
        pytest.param(b"---\na: Bridge: shut\n---\n", 2, "holds a colon in quotes", id="colon in a text"),
        pytest.param(b"+++\na = Bridge\n+++\n", 2, "text must be in quotes", id="TOML text without quotes"),
        pytest.param(b"---\na: 1\nb: 'x\n---\n", 4, "not YAML", id="quote never closed"),
        pytest.param(b"---\na:\n\tb: 1\n---\n", 3, "not YAML", id="tab for indentation"),
        pytest.param(b"---\na: 1\nb: *nobody\n---\n", 3, "not YAML", id="alias of nothing"),
        pytest.param(b"---\na: !!python/object:os.system x\n---\n", 2, "YAML", id="unsafe tag"),
        pytest.param(b"---\n? [a]\n: b\n---\n", 2, "YAML", id="a list for a key"),
        pytest.param(b"+++\na = 1\na = 2\n+++\n", 3, "not TOML", id="TOML key twice"),
        pytest.param(b"---\na: 1\nb: 2\na: 3\n---\n", 4, "stands here twice", id="YAML key twice"),
        pytest.param(b"---\na:\n  - b: 1\n    b: 2\n---\n", 4, "stands here twice", id="YAML key twice, deep down"),
        pytest.param(b'{"a": 1, "a": 2}', 1, "stands here twice", id="JSON name twice"),
        pytest.param(b"+++\na = 1\nb 2\n+++\n", 3, "not TOML", id="TOML error"),
        pytest.param(b'+++\na = 1\nb = "x\n+++\n', 3, "not TOML", id="TOML text never closed"),
        pytest.param(b"---\ntitle: caf\xe9\n---\n", 2, "not UTF-8", id="Latin-1"),
        pytest.param("---\ntitle: x\n---\n".encode("utf-16"), 1, "not UTF-8", id="UTF-16"),
        pytest.param(b"---\na: " + b"9" * 5000 + b"\n---\n", 2, "cannot be read", id="number of 5,000 digits"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", 1, "cannot be read", id="JSON number of 5,000 digits"),
        pytest.param(b"---\na: " + b"[" * 60_000 + b"\n---\n", 2, "nested more than 100", id="60,000 open brackets"),
        pytest.param(b"---\na: " + b"{a: " * 45_000 + b"\n---\n", 2, "nested more than 100", id="45,000 open braces"),
        pytest.param(b"---\n" + b"- " * 90_000 + b"x\n---\n", 2, "nested more than 100", id="90,000 dashes"),
        pytest.param(b'{"a": ' + b"[" * 100_000, 1, "nested more than 100", id="100,000 open brackets in JSON"),
        pytest.param(b"---\na: " + b"x" * MAX_FRONT_MATTER + b"\n---\n", 2, "longer than", id="too long"),
    ],
)
def test_split_refuses(raw: bytes, line: int, message: str) -> None:
    """Front matter that cannot be read is reported with its line, and never ends the program or passes for none."""
    with pytest.raises(FrontMatterError, match=message) as caught:
        split_file(raw)
    assert caught.value.line == line


@pytest.mark.parametrize("word", [b"x", b"yamlx", b"tomlx", b"jsonx", b"jsx", b"-"])
def test_a_long_first_line_is_read_once(word: bytes) -> None:
    """Dashes, white space and a word that names no language are no front matter, and take no quadratic time."""
    for sign in (b"-", b"+", b";"):
        assert split_file(sign * 3 + b" " * 2_000_000 + word + b"\na: 1\n---\n") is None
        assert split_file(sign * 3 + b"yaml" + b" " * 2_000_000 + word + b"\n---\n") is None


@pytest.mark.parametrize("opening", [b"-" * 1_000_000, b"+" * 1_000_000, b"---" + b" " * 1_000_000 + b"toml"])
def test_messages_are_short(opening: bytes) -> None:
    """However long the line is that is quoted, the message is a line that can be read."""
    with pytest.raises(FrontMatterError) as caught:
        split_file(opening + b"\na = 1\n")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "raw",
    [
        b"---\nsecured: 'hush-hush\n---\n",
        b"---\nsecured: *hushhush\n---\n",
        b"---\nsecured: &hushhush [\n---\n",
        b"---\nsecured: !hushhush x\n---\n",
        b"---\nsecured: !o'hushhush x\n---\n",
        b"---\nsecured: {a: hushhush, {]}\n---\n",
        b"+++\nsecured = hushhush\n+++\n",
        b"+++\nsecured = 'hushhush\n+++\n",
        b"+++\nhushhush = 1\nhushhush = 2\n+++\n",
        b"+++\n[hushhush]\n[hushhush]\n+++\n",
        b'{"secured": hushhush}',
        b'{"secured": "hushhush',
    ],
)
def test_messages_hold_nothing_of_the_file(raw: bytes) -> None:
    """What is private is not shown in a log either, even where the parser fails in the midst of it."""
    with pytest.raises(FrontMatterError) as caught:
        split_file(raw)
    assert "hush" not in str(caught.value)


def test_whole_reads_a_file_that_is_all_yaml() -> None:
    """A topic file or _config.yml is read with or without a document's dashes; an empty one says nothing."""
    assert (
        read_yaml_file(b"name: Owls\n").data
        == read_yaml_file(b"\xef\xbb\xbf---\r\nname: Owls\r\n").data
        == {"name": "Owls"}
    )
    assert read_yaml_file(b"").data == {}
    assert read_yaml_file(b"# only a remark").data == {}


@pytest.mark.parametrize(
    ("raw", "line"), [(b"- a\n", 1), (b"a: 1\nb: [\n", 3), (b"a\xff", 1), (b"a: 1\n---\nb: 2\n", 2)]
)
def test_whole_refuses(raw: bytes, line: int) -> None:
    """A topic file that cannot be read is reported with its line."""
    with pytest.raises(FrontMatterError) as caught:
        read_yaml_file(raw)
    assert caught.value.line == line


@given(
    st.binary()
    | st.builds(
        lambda mark, middle, end: mark + b"\n" + middle + b"\n" + end,
        st.sampled_from([b"---", b"+++", b"{", b"\xef\xbb\xbf---"]),
        st.binary() | st.text("ab:'\"[]{}-#&*!|>%@`,? \n=.0").map(str.encode),
        st.sampled_from([b"---", b"+++", b"}", b"...", b""]),
    )
)
@settings(derandomize=True, max_examples=300)
def test_split_never_fails_otherwise(raw: bytes) -> None:
    """Whatever bytes are in a file, they cost at most that one article."""
    line = 1
    try:
        source = split_file(raw)
    except FrontMatterError as error:
        source, line = None, error.line
    assert source is None or isinstance(source.data, dict)
    assert 1 <= line <= raw.count(b"\n") + raw.count(b"\r") + 1


@pytest.mark.parametrize(
    ("raw", "data", "body_line"),
    [
        pytest.param(
            b"title: Owls\ndate: 2021-05-03\n---\nHoot.\n", {"title": "Owls", "date": date(2021, 5, 3)}, 4, id="plain"
        ),
        pytest.param(b"\n\ntags:\n- a\n---\nHoot.\n", {"tags": ["a"]}, 6, id="blank lines before"),
        pytest.param(b"---\ntitle: Owls\n---\nHoot.\n", {"title": "Owls"}, 4, id="opened all the same"),
    ],
)
def test_the_line_before_front_matter_may_be_missing(raw: bytes, data: dict[str, Any], body_line: int) -> None:
    """Where that is allowed, front matter is what stands above a line of hyphens, and lines are counted right."""
    source = split_file(raw, is_hexo=True)
    assert source is not None
    assert (source.data, source.body.strip(), source.body_line) == (data, "Hoot.", body_line)


def test_hexo_takes_tabs_for_indentation() -> None:
    """Each at the beginning of a line is two spaces there, and an error elsewhere."""
    raw = b"---\ntitle: a\tb\ntags:\n\t- x\n\t- y:\n\t\t- z\n---\nHoot.\n"
    source = split_file(raw, is_hexo=True)
    assert source is not None
    assert (source.data, source.body_line) == ({"title": "a\tb", "tags": ["x", {"y": ["z"]}]}, 8)
    with pytest.raises(FrontMatterError, match="not tabs"):
        split_file(raw)


@pytest.mark.parametrize("block", [b'{"title": "Owls"}', b'"title": "Owls"', b'\n  "title":\n  "Owls"\n'])
def test_hexo_has_json_between_semicolons(block: bytes) -> None:
    """Its braces may be missing; elsewhere such lines are text."""
    raw = b";;;\n" + block + b"\n;;;\nHoot.\n"
    source = split_file(raw, is_hexo=True)
    assert source is not None
    assert (source.data, source.body.strip(), source.language) == ({"title": "Owls"}, "Hoot.", "json")
    assert raw.splitlines()[source.body_line - 1] == b"Hoot."
    assert split_file(raw) is None


@pytest.mark.parametrize("raw", [b"A heading\n---\n", b"title: Owls\nHoot.\n", b"title:Owls\n---\n", b"- a: b\n---\n"])
def test_text_is_no_front_matter_that_no_line_opens(raw: bytes) -> None:
    """It begins with a field, and a line of hyphens ends it."""
    assert split_file(raw, is_hexo=True) is None
    assert split_file(b"title: Owls\n---\n") is None


@pytest.mark.parametrize(
    "character",
    ["\xa0", "©", "£", "«", "»", "ﬁ", "［", "\x85", "\x9f", "\u2028", "\u2029", "\ufdd0", "\ufeff", "\ufffe", "\uffff"],
)
def test_the_fast_way_takes_what_the_general_one_leaves_as_it_is(character: str) -> None:
    """A no-break space or a pound sign costs nothing; what has to be mended or dropped goes the general way."""
    text = f"---\ntitle: x{character}y\n---\n"
    fast = split._plain_text(text.encode())
    assert fast == (text if readable(text) == (text, None) else None)


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029", "\u2028\x85"])
@pytest.mark.parametrize(
    "block",
    [
        pytest.param("# a note|published: false\ntitle: Owls", id="behind a comment"),
        pytest.param("title: Owls\n# one|# two|published: false|# three", id="behind several comments"),
        pytest.param("title: Owls # a note|published: false", id="behind a comment beside a value"),
        pytest.param('title: "Owls" # it\'s #1|published: false', id="behind a comment beside a text in quotes"),
        pytest.param("title: Owls\n|published: false", id="in an empty line"),
        pytest.param("|  |# a|published: false\ntitle: Owls", id="in several empty lines"),
    ],
)
def test_no_comment_hides_what_stands_behind_another_end_of_line(block: str, end: str) -> None:
    """YAML 1.1 ends a line there, so what holds an article back holds it back."""
    source = split_file(f"---\n{block.replace('|', end)}\n---\nHoot.\n".encode())
    assert source is not None
    assert source.data == {"title": "Owls", "published": False}


@pytest.mark.parametrize(
    "title", ["title: Barn|owls", "title: 'Barn|owls'", 'title: "Barn|owls"', "title: Barn|owls # a note"]
)
def test_another_end_of_line_in_a_value_is_a_space(title: str) -> None:
    """Text from elsewhere often has one, and is still that text; so has the body, where `#` begins no comment."""
    source = split_file(f"---\n{title.replace('|', chr(0x2028))}\n---\n# Owls|hoot\n".replace("|", "\u2028").encode())
    assert source is not None
    assert (source.data, source.body) == ({"title": "Barn owls"}, "# Owls hoot")


PIECES = [
    *("---", "--- ", "----", "---x: 1", "+++", "++++", "+++x", "...", "....", "--- yaml", "---toml", "---json", ""),
    *(
        "a: 1",
        "b: é",
        "c: |",
        "  ---",
        "a = 1",
        "b = '''",
        "'''",
        '{"a": 1}',
        "{",
        "}",
        "\x00---",
        "--\x01-",
        "\u2028---",
    ),
]


@given(
    st.sampled_from(["", "\ufeff", "\n\n", " "]),
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])), max_size=12),
)
def test_front_matter_is_the_same_without_the_body(before: str, lines: list[tuple[str, str]]) -> None:
    """What asks for no body need not look at it, and reads what is in front of it as if it were there."""

    def block(raw: bytes) -> tuple[str, str, str] | str | None:
        try:
            source = split_file(raw)
        except FrontMatterError as error:
            return str(error)
        return (repr(source.data), source.block, source.language) if source else None

    raw = f"{before}{''.join(map(''.join, lines))}".encode()
    assert block(without_body(raw)) == block(raw)


def test_an_object_ends_the_front_matter_in_front_of_a_body() -> None:
    """What is in its texts is no brace of it."""
    head = b'\xef\xbb\xbf {"a": "}\\"}", "b": {"c": [{}, "\\\\"]}}'
    assert without_body(head + b'\nbody {}, [a](b), "c"') == head
    for whole in (b'{"a": {}', b'{"a": "}', b"{{", b"{% include a %} }", b"body {}"):
        assert whole.startswith(without_body(whole))


@pytest.mark.parametrize("opened", ["---\n", "--- yaml\r\n", "+++\n", "---toml\n", "\ufeff---json\n"])
def test_nothing_below_the_front_matter_is_left(opened: str) -> None:
    """A body is not read where nothing asks for it, however long it is."""
    mark = "+++" if "+" in opened else "---"
    head = f"{opened}x{mark}\n{mark}x\n{mark}\n"
    assert without_body(f"{head}{mark}\nbody\n{mark}\n".encode()) == head.replace("\r", "").encode()
