"""Where in a file a field stands."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from feeds.frontmatter import lines
from feeds.frontmatter.lines import FieldLines
from feeds.frontmatter.source import Source
from feeds.frontmatter.split import split_file

YAML = b"""\

---
title: Owls
images:
  - url: /a.png
    width: 3
  -
    url: /b.png
provider:
  name: "Planet"
  authors: [{name: Ada}, {name: Bo}]
"quoted": 1
2024: x
---
title: not here
"""
TOML = b"""\
+++
title = "Owls"
"quoted" = 1
text = '''
images = no
'''

[provider]
name = "Planet"

[[images]]
url = "/a.png"
+++
"""
JSON = b"""\
{
  "title": "Owls", "excerpt": "title",
  "provider":
    {"name": "Planet"}
}
"""


@pytest.mark.parametrize(
    ("raw", "path", "line"),
    [
        pytest.param(YAML, ("title",), 3, id="first field, after a blank line"),
        pytest.param(YAML, ("images",), 4, id="list"),
        pytest.param(YAML, ("images", 0), 5, id="first of a list"),
        pytest.param(YAML, ("images", 0, "width"), 6, id="field of the first"),
        pytest.param(YAML, ("images", 1, "url"), 8, id="field of the second"),
        pytest.param(YAML, ("images", 0, "height"), 5, id="missing: the nearest above"),
        pytest.param(YAML, ("images", 9), 4, id="no such member"),
        pytest.param(YAML, ("provider", "authors", 1, "name"), 11, id="all on one line"),
        pytest.param(YAML, ("quoted",), 12, id="quoted key"),
        pytest.param(YAML, ("2024",), 13, id="number for a key"),
        pytest.param(YAML, ("absent",), 3, id="absent: where the block begins"),
        pytest.param(YAML, (), 3, id="the whole"),
        pytest.param(TOML, ("title",), 2, id="TOML"),
        pytest.param(TOML, ("quoted",), 3, id="TOML, quoted"),
        pytest.param(TOML, ("provider", "name"), 9, id="TOML table"),
        pytest.param(TOML, ("absent",), 2, id="TOML, absent"),
        pytest.param(JSON, ("title",), 2, id="JSON"),
        pytest.param(JSON, ("provider", "name"), 3, id="JSON, inner"),
        pytest.param(JSON, ("absent",), 1, id="JSON, absent"),
    ],
)
def test_lines(raw: bytes, path: tuple[str | int, ...], line: int) -> None:
    """An editor that follows `path:line:` lands on the field that is wrong, or on the nearest one above."""
    source = split_file(raw)
    assert source is not None
    assert FieldLines(source).of(path) == line


def test_an_array_of_tables() -> None:
    """A picture of a TOML article is found by the header of its table."""
    source = split_file(b"+++\ntitle = 'x'\n\n[[images]]\nurl = '/a.png'\n+++\n")
    assert source is not None
    assert FieldLines(source).of(("images", 0, "url")) == 4


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("[" * 30_000, id="brackets"),
        pytest.param("[" + "]" * 30_000 + "x", id="closing brackets"),
        pytest.param(f"[{'a.' * 15_000}a]\n" + "a = 1\n" * 15_000, id="a long name"),
        pytest.param("a" + " . a" * 20_000, id="a long key"),
    ],
)
def test_lines_of_a_long_text_of_toml(line: str) -> None:
    """A line of a longer text that looks like a header, but is none, is looked at once."""
    source = split_file(f"+++\n[provider]\nname = 5\ntext = '''\n{line}\n'''\n+++\n".encode())
    assert source is not None
    started = time.process_time()
    assert FieldLines(source).of(("provider", "name")) == 3
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ('["pro]vider"]\nname = 1', 3),
        ('[ "pro]vider" ] # [x]\n  name=1', 3),
        ("'pro]vider' . name = 1", 2),
        ('[["pro]vider"]]\n"name" = 1', 3),
    ],
)
def test_names_of_toml_in_quotes(block: str, line: int) -> None:
    """A bracket within quotation marks ends no header."""
    source = split_file(f"+++\n{block}\n+++\n".encode())
    assert source is not None
    assert FieldLines(source).of(("pro]vider", "name")) == line


SIMPLE = """\
title: A first one
images:
  - url: https://h.example/a.jpg
    width: 1
  - url: https://h.example/b.jpg
    provider:
      name: Lamps
topics:
- Light
- Glass
empty:
provider:
  name: Lamps
  authors:
    - name: Ada
title: Again
last: 1
"""


@pytest.mark.parametrize("text", [SIMPLE, SIMPLE.replace("Ada", "'Ada'"), SIMPLE + "more:\n  - a: 1\n    b: [x, y]\n"])
def test_a_part_says_the_same_as_the_whole(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of simple front matter only the field in question is looked through, and the line is the same."""
    source = split_file(f"---\n{text}---\n".encode(), last_counts=True)
    assert source is not None
    paths = [
        *_paths(source.data, ()),
        ("missing",),
        ("provider", "missing"),
        ("images", 7),
        ("images", 1, "provider", "x"),
    ]
    assert len(paths) > 20
    parts = FieldLines(source)
    assert parts._is_simple
    found = [parts.of(path) for path in paths]
    monkeypatch.setattr(FieldLines, "_is_simple", False)
    assert found == [FieldLines(source).of(path) for path in paths]


def _paths(value: object, before: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    inner: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for step, one in inner:
        yield (*before, step)
        yield from _paths(one, (*before, step))


def test_a_file_is_read_once_for_a_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many problems it has there; when it has changed, it is read again."""
    reads = 0
    real = split_file

    def counted(raw: bytes) -> Source | None:
        nonlocal reads
        reads += 1
        return real(raw)

    monkeypatch.setattr(lines, "split_file", counted)
    path = tmp_path / "owls.md"
    path.write_text("---\ntitle: Owls\ntopics: [a]\n---\n")
    assert [lines.line_of(path, "topics") for _ in range(9)] == [3] * 9
    assert reads == 1
    path.write_text("---\ntopics: [a]\ntitle: Great owls\n---\n")
    assert lines.line_of(path, "topics") == 2
    assert lines.line_of(tmp_path / "gone.md", "topics") == 1
