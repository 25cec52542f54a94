"""Whatever field aliases of YAML blow up, an article costs next to nothing."""

import time
from itertools import chain

import pytest
from msgspec.structs import replace

from feeds.articles.conventions import Conventions
from feeds.articles.foreign import spellings
from feeds.articles.parse import parse
from tests.articles import CONTEXT, mended

NAMES = sorted(
    {*chain(*spellings.SPELLINGS.values()), *spellings.ADDRESSES, *spellings.FLAGS, "build", "status"}
    | {
        *spellings.WITHDRAWING,
        *spellings.HIDING,
        *spellings.PASSWORDS,
        *spellings.ENCRYPTING,
        *spellings.OWN,
        *spellings.NESTED,
        "series",
        "people",
    }
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


def test_what_aliases_blow_up_is_dropped() -> None:
    """A list of a hundred lists of a hundred lists is as good as none, and so is one that holds itself."""
    lists = f"a: &a [{'x, ' * 100}x]\nb: &b [{'*a, ' * 100}*a]\n"
    for name, fields in (("tags", f"{lists}tags: [{'*b, ' * 100}*b]\n"), ("images", "images: &i [*i, *i]\n")):
        outcome = parse(f"---\n{fields}{OURS}provider: {{domain: a.example}}\n---\n".encode(), "a/x.md", CONTEXT)
        article, (problem,) = mended(outcome) if outcome else pytest.fail("no article")
        assert problem.message.startswith(f"{name!r} holds itself, or its aliases stand for more than 200,000")
        assert problem.line == fields.count("\n") + 1
        assert not article.topics
        assert not article.images


def test_short_fields_are_kept_whatever_aliases_blow_up_before_them() -> None:
    """Lists that are too much leave the title, the date and the link of an article alone, wherever these stand."""
    lists = f"a: &a [{'x, ' * 60_000}x]\n" + "".join(f"tags{number}: *a\n" for number in range(9))
    outcome = parse(f"---\n{lists}{OURS}provider: {{domain: a.example}}\n---\n".encode(), "a/x.md", CONTEXT)
    _, (problem,) = mended(outcome) if outcome else pytest.fail("no article")
    assert problem.message.endswith("it is left out (and 8 other fields with it)")


def test_few_spellings_of_a_name_count() -> None:
    """Of a field that stands there under any number of names, the first values count."""
    tags = "".join(f"{'_' * number}tags: [t{number}]\n" for number in range(200))
    outcome = parse(f"---\n{THEIRS}url: /x/\n{tags}---\n".encode(), "a/x.md", CONTEXT)
    assert outcome is not None
    assert outcome.article is not None
    assert outcome.article.topics == tuple(f"t{number}" for number in range(50))


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


@pytest.mark.parametrize(
    ("name", "conventions"),
    [
        *((name, Conventions()) for name in ("password", "Encrypt", "draft", "status", "params", "permalink")),
        ("build", Conventions(generator="hugo")),
        ("tags", Conventions(generator="hexo", locked=frozenset({"diary"}))),
    ],
)
def test_what_may_hold_an_article_back_is_not_dropped(name: str, conventions: Conventions) -> None:
    """An article whose password, or the like, cannot be read for its aliases is not published, with an error."""
    context = replace(CONTEXT, conventions=conventions)
    outcome = parse(f"---\n{LISTS}{OURS}{name}: *b8\n---\n".encode(), "a/x.md", context)
    assert outcome is not None
    assert outcome.article is None
    (problem,) = outcome.problems
    assert (problem.line, problem.severity) == (14, "error")
    assert problem.message.startswith(
        f"{name!r} holds itself, or its aliases stand for more than 200,000 characters: it"
    )
