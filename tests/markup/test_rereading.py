"""The Markdown parser reads no part of a text again and again, and makes of it what it made before."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from feeds.markup import rereading

STOCK = MarkdownIt("commonmark")
QUICK = MarkdownIt("commonmark")
rereading.read_less_often(QUICK)

LINES = st.sampled_from(["a", "> a", "> > a", "> - a", "- a", "- > a", "  a", "# a", "---", "", ">", "> ", "[a](b)"])


@given(st.lists(LINES, max_size=8).map("\n".join))
@settings(max_examples=500, deadline=None)
@example("> > a\nb\n- c")
@example("> - > a\nb\n> c")
def test_quotations_are_read_as_by_the_parser(text: str) -> None:
    """Quotations end where the parser lets them end."""
    assert QUICK.render(text) == STOCK.render(text)


def test_an_indented_line_goes_on_with_a_paragraph() -> None:
    """A line that is indented like code goes on with the paragraph of two quotations (CommonMark, 5.1)."""
    html = "<blockquote>\n<blockquote>\n<p>a\n- b</p>\n</blockquote>\n</blockquote>\n"
    assert QUICK.render("> > a\n    - b") == html


def test_a_line_is_tried_once_for_all_quotations() -> None:
    """A line that continues a paragraph in 20 quotations is tried as the end of the outermost one alone."""
    tried: Counter[int] = Counter()

    def count(_state: object, start: int, _end: int, _silent: bool) -> bool:
        tried[start] += 1
        return False

    markdown = MarkdownIt("commonmark")
    markdown.block.ruler.before("fence", "count", count, {"alt": ["blockquote"]})
    rereading.read_less_often(markdown)
    markdown.render("> " * 20 + "a\n" + "b\n" * 10)
    assert {tried[line] for line in range(1, 11)} == {1}


@pytest.mark.parametrize("part", [">\n> >\nx\n", "> a\n> >\nx\n", "> \n> - \nx "])
def test_lines_are_tried_a_few_times_for_all_quotations_together(part: str) -> None:
    """Where each of many quotations is looked for to the end of a text, its lines are tried a few times, too."""
    tried = 0

    def count(_state: object, _start: int, _end: int, _silent: bool) -> bool:
        nonlocal tried
        tried += 1
        return False

    markdown = MarkdownIt("commonmark")
    markdown.block.ruler.before("fence", "count", count, {"alt": ["blockquote"]})
    rereading.read_less_often(markdown)
    assert markdown.render(part * 1_000).count("x") == 1_000
    assert tried < 50_000


@pytest.mark.parametrize("depth", [1, 2, 20])
def test_a_description_is_read_a_few_times(depth: int) -> None:
    """However many pictures are in each other's descriptions, their text is read no more often than for two."""
    read = Counter[str]()

    def count(state: StateInline, silent: bool) -> bool:
        read[state.src[state.pos]] += not silent
        return False

    markdown = MarkdownIt("commonmark")
    markdown.inline.ruler.before("text", "count", count)
    rereading.read_less_often(markdown)
    html = markdown.render("![" * depth + "~" + "](b)" * depth)
    assert read["~"] <= 3
    assert html.startswith('<p><img src="b" alt="')


@pytest.mark.parametrize("text", ["![a *b* ![c](d)](e)", "[![a](b)](c)", "![a][b] ![c\n\n[b]: d", "![a [b](c)](d)"])
def test_pictures_are_read_as_by_the_parser(text: str) -> None:
    """A picture in the description of another one, or in a link, is what the parser makes of it."""
    assert QUICK.render(text) == STOCK.render(text)
