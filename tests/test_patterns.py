"""Regular expressions mean the same in every Python that the project supports."""

import ast
import re
from pathlib import Path

import pytest

import feeds

PACKAGE = Path(feeds.__file__).parent
CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+")


def _texts(tree: ast.AST) -> list[str]:
    """Return the strings of a module; an f-string has a letter for each value."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr):
            found.append("".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
        else:
            found += _texts(node)
    return found


def _possessive_groups(text: str) -> list[str]:
    return POSSESSIVE_GROUP.findall(CLASS.sub("x", text)) if "(?" in text else []


def test_the_search_finds_possessive_groups() -> None:
    """It sees them with every quantifier, and takes no character class for one."""
    for pattern in (r"(?:a|b)*+", r"(?:a|b)++", r"(?:a|b)?+", r"(?:a|b){1,3}+"):
        assert _possessive_groups(pattern)
    for pattern in (r"(?:a|b)*", r"(?>(?:a++|b)*)", r"(?:[()*+,])", r"(?:a\)++)"):
        assert not _possessive_groups(pattern)


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_group_is_possessive(module: Path) -> None:
    """Before Python 3.11.5 (gh-106052) `(?:…)*+` can match too much; `(?>(?:…)*)` means the same everywhere."""
    assert [found for text in _texts(ast.parse(module.read_bytes())) for found in _possessive_groups(text)] == []
