"""YAML read fast means what PyYAML says it means."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.core import dates
from feeds.frontmatter import yaml_fast, yaml_safe
from feeds.frontmatter.split import split_file
from tests.support import SHARED, real_articles

pytestmark = pytest.mark.usefixtures("fast_yaml")
SCALARS = [
    "", "x", "two words", "No", "yes", "On", "off", "true", "False", "null", "~", "y", "N", "=", "<<", "-", "- x",
    "? x", "0", "-1", "+1", "12", "017", "0o17", "0x1F", "0b11", "1_000", "12:30", "190:20:30", "20:30.5", "1e3",
    "1.5e3", "1.5", ".5", "1.", "-0", "08", "00", ".inf", "-.INF", ".nan", "5000000000000000000000", "12 apples",
    "2 + 2", "_1", "__1_0", "_x",
    "2021-12-13", "2021-12-13T05:54:00Z", "2021-12-13 05:54:00", "2021-12-13T05:54:00+02:00", "2021-1-3", "2021-02-30",
    '"2021-12-13"', "'2021-12-13'", '" 2021-12-13"', '"2021"', "'it''s'", '"a \\"b\\" c"', '"\\u263a \\n \\t \\\\ \\/"',
    '"\\x41"', '"\\e"', '"\\ud83d\\ude00"', '"open', "'open", '"a" b', "'a' # c", "x # c", "x #c", "#c", "x: y", "x:y",
    "&a x", "*a", "!!str 5", "!x y", "|", ">", "[1, 2]", "{a: b}", "[", "@x", "`x", "%x", "a, b", "it's", "naïve",
    "Größe", "東京", "https://a.example/x?y=z&w#f", "https://a.example/ x", "/img/a.png", "/a: b", "/a:b", "x\u2028y",
    "٣", "x٣", "🦉", "\u00a0x", "a\tb", "\tx", '"a\x85b"', '"\u2028"', "'a\u2029'",
    "... x", "---x", "NULL", "Null", "TRUE", "nO", "Yes sir", "on top",
    "off-peak", "[]", "[ ]", "[a, b c]", "[a,b]", "[a,]", "[No]", "[yes, x]", "[on top]", "[true, null]", "[2021]",
    "[a: b]",
    "2021-05-03 10:00 +0200", "2021-05-03 10:00:00 +0200", "2021-05-03 10:00:00 +02:00", "2021-02-30 10:00 +0200",
    "2021-05-03 25:00 +0200", "2021-05-03T10:00:00.000Z", "2021-05-03 10:00", "2021-05-03 1:02:03", "2021/05/03",
    "2016 in owls", "10-owls", "0 e5", "1-e5", "1_0 a", "0x1 f", "0o1-a", "12-May-2021", "1.0.0-a", "2021 -x",
    'say "hi" there', 'say "a: b" there', 'x "', 'x " #', 'x:"y: z"', "hi! there", "C# sharp", "C #x", "a `b` c",
    "50% off", "a *b* c", "a | b > c ~ d ^ e", "x = {a: b}", "f{x}", "g[1]", "a {b}", "a ]", "<b>x</b>", "me@x.example",
    "a:b:c", "a:", "a: ", "“Let’s” — go… →", "€5 off", "🎉 a", "a 🎉", "a\u200db", "# a: b", "#", "x  y",
    "[/a/b/, /c]", "[/a b/]", "[/a: b]", "[2021, a]", "[0, 1]", "[2021-05-03]", "[1.5]", "[12:30]",
    '["x", a]', '["2021-01-01"]', "[a] b", "[a, [b]]", "[Ü, C++]", "[a #b]", "[a-b/c.d]", "[ a , b ]", "[a", "[a]]",
]  # fmt: skip
LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "  ", "    ", " "]),
    st.sampled_from(["", "", "- ", "-  "]),
    st.sampled_from(["a: ", "b: ", "c-d: ", "e:", "", "a:  ", "a:      ", "2: ", "true: ", "ü: ", "# "]),
    st.sampled_from(SCALARS),
)
DOCUMENTS = st.lists(LINES, max_size=5).map("\n".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
    max_leaves=8,
)


def _safely(text: str) -> Any:
    """Return what PyYAML's safe loader says, or that it refuses, of a text that is prepared as ours is."""
    try:
        return yaml.load(yaml_safe._with_characters(text), Loader=yaml_safe._SafeLoader)
    except (yaml.YAMLError, ValueError):
        return "refused"


def _ours(text: str) -> Any:
    try:
        return yaml_fast.load(text)[0]
    except (yaml.YAMLError, ValueError):
        return "refused"


@pytest.mark.parametrize("scalar", SCALARS)
@pytest.mark.parametrize("around", ["a: {}", "- {}", "a:\n  - {}\n  - b: {}", "a: {}\nb: x", "{}", "a: x\n{}", "{}: x"])
def test_every_scalar_means_the_same(scalar: str, around: str) -> None:
    """No form of a word, number, date or quotation is read otherwise than by PyYAML's safe loader."""
    text = around.format(scalar, scalar)
    assert repr(_ours(text)) == repr(_safely(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'a: "\ud83d\ude80 up"', "🚀 up"),
        (r'a: "\UD83D"', None),
        (r'a: "x\uD83Dy"', "xy"),
        (r'a: "\\ud83d\ude80"', "\\ud83d"),
        (r"a: '\ud83d\ude80'", r"\ud83d\ude80"),
        (r"a: \ud83d\ude80", r"\ud83d\ude80"),
        (r'a: "\"\ud83d\ude80\""', '"🚀"'),
    ],
)
def test_two_escapes_of_one_character(text: str, expected: str | None) -> None:
    """JSON writes a rocket as two escapes, and so do exports to YAML: in double quotes they are one character."""
    if expected is None:
        assert _ours(text) == "refused"
    else:
        assert _ours(text) == {"a": expected}


@given(DOCUMENTS)
@settings(max_examples=400)
@example("a: b\n c")
@example("- a: 1\n   b: 2")
@example("a:\n- b\n - c")
@example("a: 1\na: 2")
@pytest.mark.slow
def test_lines_in_any_order_mean_the_same(text: str) -> None:
    """Whatever lines stand together, right or wrong, the two readers agree."""
    assert repr(_ours(text)) == repr(_safely(text))


@given(VALUES)
@settings(max_examples=200)
def test_what_yaml_writes_is_read_back(value: Any) -> None:
    """Documents that PyYAML writes are read as it reads them."""
    text = yaml.safe_dump(value, allow_unicode=True)
    assert repr(_ours(text)) == repr(_safely(text))


@pytest.mark.slow
def test_real_articles_mean_the_same_and_take_the_fast_way() -> None:
    """On every real article the two agree, and nearly all take the fast way."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with real articles is not there")
    blocks = [source.block for path in real_articles(SHARED) if (source := split_file(path.read_bytes()))]
    assert len(blocks) > 300
    for block in blocks:
        assert yaml_fast.load(block)[0] == yaml.load(block, Loader=yaml.SafeLoader)
    assert sum(map(yaml_fast.is_simple, blocks)) > 0.95 * len(blocks)


def test_without_the_fast_parser_everything_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where yaml-rs is not installed, libyaml reads what it would have read."""
    monkeypatch.setattr(yaml_fast, "_parser", lambda: None)
    assert yaml_fast.load_simple("a: 1") is None
    assert yaml_fast.load("a: 1\nb: [x]")[0] == {"a": 1, "b": ["x"]}


def test_a_few_texts_do_not_load_the_fast_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the texts that a build reads, libyaml has the first, and only then the fast parser is asked."""
    asked: list[int] = []
    monkeypatch.setattr(yaml_fast, "_FEW", 2)
    monkeypatch.setattr(yaml_fast, "_asked", count(1))
    monkeypatch.setattr(yaml_fast, "_parser", lambda: asked.append(len(read)))
    read: list[object] = []
    for number in range(4):
        read.append(yaml_fast.load(f"a: {number}")[0])
    assert (read, asked) == ([{"a": number} for number in range(4)], [2, 3])


def test_who_expects_many_texts_has_the_fast_parser_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that knows how much there is to read leaves none of it to libyaml."""
    asked: list[str] = []
    monkeypatch.setattr(yaml_fast, "_FEW", 2)
    monkeypatch.setattr(yaml_fast, "_asked", count(1))
    monkeypatch.setattr(yaml_fast, "_parser", lambda: asked.append("parser"))
    yaml_fast.expect_many()
    assert yaml_fast.load("a: 1")[0] == {"a": 1}
    assert asked == ["parser", "parser"]


_THREADS = """
import os, sys, threading
from types import SimpleNamespace
from feeds.frontmatter import yaml_fast

threads = []
def loads(text):
    threads.append(threading.current_thread().name)
    return {}

parser = SimpleNamespace(loads=loads, YAMLDecodeError=OSError)
yaml_fast._parser, yaml_fast._FEW = lambda: parser, 0

def read():
    yaml_fast.load("a: 1")
    if sys.argv[1] == "child" and not os.fork():
        yaml_fast.load("a: 1")
        os._exit(len(threads))
    if sys.argv[1] == "child":
        print(os.waitstatus_to_exitcode(os.wait()[1]), end=" ")

for name in "abc":
    thread = threading.Thread(target=read, name=name)
    thread.start()
    thread.join()
read()
print(*threads)
"""


@pytest.mark.parametrize(("where", "said"), [("here", "a"), ("child", "2 1 1 1 a")])
def test_one_thread_of_a_process_has_the_fast_parser(where: str, said: str) -> None:
    """The first thread that reads has it; later ones, once that has ended, and the children they fork, do without."""
    done = subprocess.run([sys.executable, "-c", _THREADS, where], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == said


def test_threads_one_after_another_read_what_a_single_one_reads() -> None:
    """A process in which many threads read, each after the end of the one before, goes on to its end."""
    program = (
        "import threading\nfrom feeds.frontmatter import yaml_fast\n"
        "def read():\n  for n in range(500): assert yaml_fast.load('title: T\\ndate: 2026-01-02')[0]['title'] == 'T'\n"
        "for n in range(12): thread = threading.Thread(target=read); thread.start(); thread.join()\nprint('done')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("done\n", 0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: &a [x]\nb: [*a, *a]\nc: [*a, *a]", id="aliases"),
        pytest.param("a: !!python/object:os.system x", id="tag"),
        pytest.param("a: |\n  x", id="literal"),
        pytest.param("a: [x, [y]]", id="nested flow list"),
        pytest.param("a: {x: y}", id="flow mapping"),
        pytest.param("a: x # c", id="comment behind a value"),
        pytest.param("a: b\n" + " " * 41 + "c: d", id="deep"),
        pytest.param("- - - x", id="lists in lists"),
        pytest.param("%YAML 1.2\n---\na: 1", id="directive"),
    ],
)
def test_what_could_be_read_otherwise_takes_the_slow_way(text: str) -> None:
    """Anchors, tags, nesting and all that is not plain go to the parser that is known for them."""
    assert not yaml_fast.is_simple(text)


@pytest.mark.parametrize("day", ["2021-12-13", "2024-02-29", "2023-02-29", "1900-01-01", "2999-12-31"])
@pytest.mark.parametrize("time", ["", "T05:54:00Z", " 23:59:59", "T05:54:00+13:59", "T00:00:00-05:30"])
@pytest.mark.parametrize("name", ["publishedDateTime", "  - updatedDateTime", "date"])
def test_a_quoted_date_of_an_article_is_the_same_moment(day: str, time: str, name: str) -> None:
    """Dates in quotes, as many write them, take the fast way, and are the moments that their texts are."""
    if name == "date" and time == " 23:59:59":
        pytest.skip("without a zone it may mean something else in quotes")
    for quote in "\"'":
        text = f"a:\n{name}: {quote}{day}{time}{quote}\nb: x"
        assert yaml_fast.is_simple(text)
        ours, theirs = ([*_flat(read(text))][-2] for read in (_ours, _safely))
        assert _moment(ours) == _moment(theirs)


def _flat(value: Any) -> Iterator[Any]:
    """Yield the scalars of a document, in their order."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    if inner is None:
        yield value
    else:
        for one in inner:
            yield from _flat(one)


def _moment(value: object) -> datetime | str:
    try:
        return dates.parse(value, ZoneInfo("Europe/Paris"))
    except dates.BadDateError as error:
        return str(error)


@pytest.mark.parametrize(
    "text",
    [
        'a: "2021-12-13"',
        'title: "2021-12-13T05:54:00Z"',
        'publishedDateTime: "2021-12-13T24:00:00Z"',
        'publishedDateTime: "0999-12-13"',
        'publishedDateTime: ["2021-12-13"]',
        'date: "2021-12-13 05:54:00"',
        'dates: "2021-12-13"',
        "a: 'x \"b'c\" d'",
        'a: "x\ny"',
        'a: \\"x\\"',
        'a: "x\\',
    ],
)
def test_quotes_that_could_mislead_take_the_slow_way(text: str) -> None:
    """What stands in quotes is passed over only where it is a text in one pair of them, on one line, and no date."""
    assert not yaml_fast.is_simple(text)


def test_both_kinds_of_quotes_are_simple() -> None:
    """Double quotes inside of single ones, as programs write them, are read fast too."""
    text = 'a: \'say "x"\'\nb: "it\'s \\"y\\""'
    assert yaml_fast.is_simple(text)
    assert _ours(text) == _safely(text) == {"a": 'say "x"', "b": 'it\'s "y"'}
