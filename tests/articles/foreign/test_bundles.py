"""Files that make their folder one article."""

import re

import pytest

from feeds.articles.conventions import Conventions, Language
from feeds.articles.foreign.bundles import bundle_names
from feeds.articles.foreign.location import location_of
from feeds.articles.foreign.no_pages import is_no_page

HUGO = Conventions(generator="hugo", content="content", codes=frozenset({"en", "fr"}), languages=(Language("fr"),))


@pytest.mark.parametrize(
    ("name", "is_bundle"),
    [
        *(
            (f"index.{suffix}", True)
            for suffix in ("md", "MD", "mdown", "markdown", "org", "html", "adoc", "pdc", "rst")
        ),
        *((name, True) for name in ("Index.md", "INDEX.md", "index.fr.md", "index.FR.md", "index.fr.x.md")),
        *((name, True) for name in ("index._language_fr_.md", "index._x_.html")),
        *((name, False) for name in ("index.xx.md", "index.x.fr.md", "index..md", "index.mdx", "index.txt", "index")),
        *((name, False) for name in ("_index.md", "x.index.md", "indexes.md", "index.md~")),
    ],
)
def test_leaf_bundles_of_hugo(name: str, is_bundle: bool) -> None:
    """Case makes no difference, any suffix of content counts, and behind `index` only what Hugo knows."""
    names = bundle_names(HUGO)
    assert isinstance(names, re.Pattern)
    assert bool(names.match(name.encode())) == is_bundle


def test_other_generators() -> None:
    """Zola knows bundles with any language, others none."""
    names = bundle_names(Conventions(generator="zola"))
    assert names is not None
    assert (names.match(b"index.xx.md") is None, names.match(b"Index.md")) == (False, None)
    assert bundle_names(Conventions(generator="jekyll")) is None


@pytest.mark.parametrize(
    ("path", "is_none"),
    [
        *(
            (f"content/{name}", True)
            for name in ("index.md", "Index.md", "index.fr.md", "index._x_.md", "a.mdx", "a.txt")
        ),
        *((f"content/{name}", False) for name in ("index.xx.md", "a/index.md", "a/Index.md", "a.md", "a.html")),
    ],
)
def test_files_of_which_hugo_makes_no_page(path: str, is_none: bool) -> None:
    """A bundle of all the content is the home page; Markdown for other programs is nothing to Hugo."""
    assert is_no_page(location_of(path, HUGO), "hugo") == is_none


@pytest.mark.parametrize(
    ("path", "called", "language"),
    [
        ("content/a/Index.md", "a", "en"),
        ("content/a.en.md", "a", "en"),
        ("content/a.fr.md", "a.fr", "en"),
        ("content/a..md", "a.", "en"),
    ],
)
def test_names_in_a_site_of_one_language(path: str, called: str, language: str) -> None:
    """Its code may stand in names, which adds nothing to what the site says of its language."""
    one = Conventions(generator="hugo", content="content", codes=frozenset({"en"}), language="en")
    location = location_of(path, one)
    assert (location.called, location.language) == (called, language)
