"""Whatever field aliases of YAML blow up, an article costs next to nothing."""

import time
from itertools import chain

import pytest
from msgspec.structs import replace

from feeds.articles.conventions import Conventions
from feeds.articles.foreign import spellings
from feeds.articles.parse import parse
from tests.articles import CONTEXT

NAMES = sorted(
    {*chain(*spellings.SPELLINGS.values()), *spellings.ADDRESSES, *spellings.FLAGS, *spellings.BUILD}
    | {*spellings.WITHDRAWING, *spellings.OWN, *spellings.NESTED, "series", "people"}
)
LEVELS = range(1, 9)
LISTS = "b0: &b0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"b{level}: &b{level} [{', '.join([f'*b{level - 1}'] * 9)}]\n" for level in LEVELS
)
KEYS = ("name", "url", "title", "label", "a", "b")
GROUPS = "b0: &b0 {name: x, url: y}\n" + "".join(
    f"b{level}: &b{level} {{{', '.join(f'{key}: *b{level - 1}' for key in KEYS)}}}\n" for level in LEVELS
)
OURS = "publishedDateTime: 2026-01-02\nwebUrl: https://a.example/x\ntitle: x\n"
THEIRS = "date: 2026-01-02\ntitle: x\n"
SITES = (
    Conventions(),
    Conventions(generator="jekyll", permalink="/:categories/:title/:series/"),
    Conventions(generator="hugo", permalink="/:sections/:slug/:title/"),
    Conventions(generator="hexo", permalink=":category/:title/:series/"),
    Conventions(generator="docusaurus"),
)


@pytest.mark.slow
@pytest.mark.parametrize("bomb", [LISTS, GROUPS], ids=["lists", "groups"])
@pytest.mark.parametrize("fields", [OURS, THEIRS], ids=["ours", "theirs"])
def test_no_field_is_written_out(fields: str, bomb: str) -> None:
    """In no field, under no name and in no generator's site is all that aliases stand for looked through."""
    for conventions in SITES:
        context = replace(CONTEXT, conventions=conventions, fields=("series",))
        for name in NAMES:
            others = "".join(line for line in fields.splitlines(keepends=True) if not line.startswith(f"{name}:"))
            text = f"---\n{bomb}{others}{name}: *b8\n---\nText.\n"
            started = time.process_time()
            parse(text.encode(), "a/2026-01-02-x.md", context)
            assert time.process_time() - started < 1, (name, conventions.generator)
