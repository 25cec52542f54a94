"""What fuzzing tries on an article: it is read, or a problem says why not, and what is read makes good documents."""

import json
from datetime import UTC

from feeds.articles.parse import Context, Outcome, parse
from feeds.compose import Composer
from feeds.config import Site
from feeds.core.model import DOCUMENT_NAMES, Group
from feeds.core.taxonomy import Taxonomy
from tests.documents import faults
from tests.support import render, whole

HOME = "https://home.example/"
CONTEXT = Context(UTC, HOME)
COMPOSER = Composer(Site("S", HOME, HOME), Taxonomy())
HEAD = b"title: A\npublishedDateTime: 2026-01-02\nwebUrl: https://a.example/b\nprovider: {domain: a.example}\n"
OBJECT = b'{"title": "A", "publishedDateTime": "2026-01-02", "webUrl": "https://a.example/b", '
NAMES = {0: "a.md", 1: "a.html"}


def raw_of(data: bytes) -> bytes:
    """Return the file that a fuzzer's bytes stand for: by the first one, more fields, a body, or all of it."""
    kind, rest = data[:1], data[1:]
    if kind == b"F":
        return b"---\n" + HEAD + rest + b"\n---\n"
    if kind == b"J":
        return OBJECT + rest
    if kind == b"B":
        return b"---\n" + HEAD + b"---\n" + rest
    return data


def check(raw: bytes, name: str) -> Outcome | None:
    """Return what becomes of a file. Raises AssertionError where it is lost in silence, or makes a bad document."""
    outcome = parse(raw, name, CONTEXT)
    if outcome is None:
        return None
    lines = raw.count(b"\n") + raw.count(b"\r") + 1
    assert all(1 <= problem.line <= lines for problem in outcome.problems)
    if outcome.article is None:
        assert outcome.skipped or any(problem.severity == "error" for problem in outcome.problems)
        return outcome
    assert not any(problem.severity == "error" for problem in outcome.problems)
    feed, items = whole(COMPOSER, Group("all"), [outcome.article])
    for form in DOCUMENT_NAMES:
        document = render(form, feed, items)
        assert faults(form, document) == []
        if form == "json":
            assert len(json.loads(document)["items"]) == 1
    return outcome


def one_input(data: bytes) -> None:
    """Try what a fuzzer gives."""
    check(raw_of(data), NAMES[len(data) % 2])
