"""docs/modules.md lists every module with the first line of its docstring; `--update-golden` writes it anew."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "modules.md"
HEAD = """# Modules

Every module of the package by folder, with the first line of its docstring. [architecture.md](architecture.md) says how
they work together. `pytest tests/docs --update-golden` writes this page anew.
"""


def _summary(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, path
    return docstring.partition("\n")[0]


def _page() -> Iterator[str]:
    yield HEAD
    package = ROOT / "feeds"
    for folder in sorted({path.parent for path in package.rglob("*.py")}):
        yield f"\n## {folder.relative_to(ROOT).as_posix()}\n\n"
        yield f"{_summary(folder / '__init__.py')}\n\n| module | contents |\n|---|---|\n"
        for path in sorted(folder.glob("*.py")):
            if path.name != "__init__.py":
                yield f"| `{path.name}` | {_summary(path).replace('|', chr(92) + '|')} |\n"


def test_the_page_lists_every_module(pytestconfig: pytest.Config) -> None:
    """A new module, or one whose purpose has changed, is found on the page."""
    page = "".join(_page()).replace("\n\n| module | contents |\n|---|---|\n\n", "\n\n")
    if pytestconfig.getoption("--update-golden"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page
