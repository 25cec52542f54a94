"""What translations share, in the ways of the generators of sites in several languages."""

import pytest

from feeds.articles.conventions import Conventions, Language
from tests.articles import article_of
from tests.articles.foreign.test_translation import JEKYLL, OURS, PAGE, article, read

NONE = Conventions()
HUGO = Conventions(
    generator="hugo", content="content", language="en", languages=(Language("de", "content.de", "de"), Language("fr"))
)
ZOLA = Conventions(generator="zola", content="content", language="en", languages=(Language("fr", prefix="fr"),))
POLYGLOT = Conventions(generator="jekyll", language="en", languages=(Language("en"), Language("fr", prefix="fr")))
ELEVENTY = Conventions(generator="eleventy")
POST = "_posts/2021-05-03-owls.md"


@pytest.mark.parametrize(
    ("conventions", "one", "other", "language"),
    [
        pytest.param(HUGO, ("", "content/a/owls.md"), ("", "content.de/a/owls.md"), "de", id="Hugo, folders"),
        pytest.param(HUGO, ("", "content/a/owls.md"), ("", "content/a/owls.fr.md"), "fr", id="Hugo, names"),
        pytest.param(
            HUGO,
            ("translationKey: o", "content/owls.md"),
            ("translationKey: o", "content.de/eulen.md"),
            "de",
            id="Hugo, a key",
        ),
        pytest.param(ZOLA, ("", "content/owls/index.md"), ("", "content/owls/index.fr.md"), "fr", id="Zola, a bundle"),
        pytest.param(JEKYLL, ("lang: en\nref: o", POST), ("lang: fr\nref: o", POST), "fr", id="Jekyll, ref"),
        pytest.param(
            JEKYLL,
            ("lang: en", "en/_posts/2021-05-03-o.md"),
            ("lang: fr", "fr/_posts/2021-05-03-o.md"),
            "fr",
            id="Jekyll, folders",
        ),
        pytest.param(
            POLYGLOT,
            ("permalink: /o/", POST),
            ("permalink: /o/\nlang: fr", POST),
            "fr",
            id="jekyll-polyglot, addresses",
        ),
        pytest.param(
            POLYGLOT,
            ("permalink: /o/\npage_id: 7", POST),
            ("permalink: /p/\nlang: fr\npage_id: 7", POST),
            "fr",
            id="jekyll-polyglot, page_id",
        ),
        pytest.param(ELEVENTY, ("lang: en", "en/a/o.md"), ("lang: pt-BR", "pt-br/a/o.md"), "pt-BR", id="Eleventy"),
        pytest.param(NONE, ("", "a/owls/index.md"), ("", "a/owls/index.fr.md"), "fr", id="index.fr.md"),
        pytest.param(NONE, ("lang: en", "en/owls.md"), ("lang: de", "de/owls.md"), "de", id="folders"),
    ],
)
def test_translations_share_a_key(
    conventions: Conventions, one: tuple[str, str], other: tuple[str, str], language: str
) -> None:
    """An article and its translation have one key, and their own languages and pages."""
    first, second = (article(f"{PAGE}{block}", path, conventions) for block, path in (one, other))
    assert first.translation_key is not None
    assert first.translation_key == second.translation_key
    assert (first.language in (None, "en"), second.language) == (True, language)


@pytest.mark.parametrize(
    ("block", "path", "conventions"),
    [
        ("", "owls.md", NONE),
        ("ref: o", "owls.md", NONE),
        ("translationKey: [o]", "owls.md", NONE),
        ("lang: de", "owls.md", NONE),
        ("", "it/owls.md", NONE),
        ("", "content/a/index.md", Conventions(generator="hugo", content="content", language="en")),
    ],
)
def test_articles_without_translations(block: str, path: str, conventions: Conventions) -> None:
    """A name that means something else, a folder that looks like a language, and a site of one language make no key."""
    assert article(f"{PAGE}{block}", path, conventions).translation_key is None


def test_an_article_of_ours() -> None:
    """Articles with all fields of our own say their language and their key in the same words."""
    found = article_of(read(f"{OURS}language: de\ntranslationKey: owls\n"))
    assert (found.language, found.translation_key) == ("de", "=owls")


def test_pages_of_jekyll_polyglot() -> None:
    """The page of a translation lies below its language, but for the default one."""
    assert article(f"{PAGE}permalink: /o/", POST, POLYGLOT).link == "https://site.example/o/"
    assert article(f"{PAGE}permalink: /o/\nlang: fr", POST, POLYGLOT).link == "https://site.example/fr/o/"
