"""Articles of sites whose generator resolves template code before anybody sees it."""

import pytest
from msgspec.structs import replace

from feeds.articles.parse import parse
from feeds.core.model import Article, Problem
from tests.articles import CONTEXT, HEAD, PATH, PROVIDER, article_of

OWN = "title: Owls\npublishedDateTime: 2024-03-05T06:07:08Z\nwebUrl: https://site.example/base/owls\n"
LEFT_OUT = "the text holds template code that cannot be resolved, and is left out: the excerpt stands for it"


def read(block: str, body: str = "", *, head: str = OWN, keep: bool = False) -> tuple[Article, tuple[Problem, ...]]:
    """Return the article of a file, and what is said of it."""
    context = replace(CONTEXT, site_title="The Site", keeps_code=keep)
    outcome = parse(f"---\n{head}{block}---\n{body}".encode(), PATH, context)
    assert outcome is not None
    return article_of(outcome), outcome.problems


def test_the_settings_of_the_site() -> None:
    """Addresses in front matter and in the text become what the site's home says."""
    image = 'images: [{url: "{{ site.baseurl }}/a.png", width: 3, height: 4}]\n'
    article, problems = read(image, "[a]({{ '/b' | absolute_url }}) {{ page.url }} {{ site.title }}")
    assert problems == ()
    assert article.images[0].url == "https://site.example/base/a.png"
    assert article.body is not None
    assert article.body.text == "[a](https://site.example/base/b) /owls The Site"


@pytest.mark.parametrize("blank", ["", "\n\n"])
def test_the_excerpt_stands_for_other_code(blank: str) -> None:
    """The text is left out, and the line of the first code is told, once."""
    article, problems = read("excerpt: Short.\n", f"{blank}First\n\n{{% link a.md %}}\n\n{{% link b.md %}}\n")
    assert article.body is None
    assert article.excerpt == "Short."
    assert problems == (Problem(PATH, 9 + len(blank), "warning", LEFT_OUT),)


def test_the_first_paragraph_stands_for_an_excerpt_that_is_missing() -> None:
    """Of a text that is left out, readers see what it begins with, up to the paragraph that holds the code."""
    text = "# Night\n\nOwls [fly]({{ '/fly' | relative_url }}) *low*.\n\nThey {{< call >}}.\n\nThen they sleep.\n"
    article, (problem,) = read("", text)
    assert (article.body, article.excerpt) == (None, "Owls fly low.")
    assert problem.message == LEFT_OUT


@pytest.mark.parametrize("text", ["They {{< call >}}.\n\nAfter.\n", "<Owl />\n\nThey fly.\n\n{{< call >}}\n"])
def test_nothing_stands_before_the_code(text: str) -> None:
    """What follows code may be of its making, and is not shown: no more than the code, of whichever kind it is."""
    article, _ = read("", text)
    assert (article.body, article.excerpt) == (None, "")


def test_the_paragraphs_before_code_in_html() -> None:
    """They end with their tags there, and nothing that is unsafe to show is in the excerpt."""
    text = "<script>x()</script>\n<p>Owls\n\n<b>fly</b>.</p>\n<p>They {{ call }}.</p>\n"
    outcome = parse(f"---\n{OWN}---\n{text}".encode(), "owls.html", CONTEXT)
    assert article_of(outcome).excerpt == "Owls fly."


def test_code_can_be_kept() -> None:
    """A site whose texts only look like template code says so: they are shown, and the warning stays."""
    article, (problem,) = read("", "Use {{ x }}.", keep=True)
    assert article.body is not None
    assert article.body.text == "Use {{ x }}."
    assert problem.message == "the text holds template code that cannot be resolved: readers will see it as it is"


def test_code_in_fields() -> None:
    """An excerpt and an address go, and a title stays: without one there would be no article."""
    block = 'excerpt: "{% x %}"\nampWebUrl: "https://site.example/{{ x }}"\n'
    article, problems = read(block, head=HEAD.replace("Owls return", '"Owls {{ x }}"') + PROVIDER)
    assert (article.title, article.excerpt, article.amp) == ("Owls {{ x }}", "", None)
    assert [problem.message.split(" holds ")[0] for problem in problems] == ["title", "excerpt", "ampWebUrl"]


def test_raw_tags_in_code_of_a_jekyll_site() -> None:
    """Liquid takes them out of code blocks as well, which nothing else here looks into."""
    raw = b"---\n" + OWN.encode() + b"---\n```\n{% raw %}{{ x }}{% endraw %}\n```\n"
    found = article_of(parse(raw, PATH, replace(CONTEXT, is_jekyll=True)))
    assert found.body is not None
    assert found.body.text == "```\n{{ x }}\n```"


def test_code_in_lists_of_a_field() -> None:
    """The pictures of the article and of its provider, and related stories, have addresses too."""
    picture = '{url: "{{ site.baseurl }}/a.png", width: 3, height: 4}'
    block = f"images: {picture}\nprovider: {{domain: site.example, images: [{picture}]}}\n"
    block += 'related: [{title: "{{ site.title }}", webUrl: "{{ site.url }}/x"}]\n'
    article, problems = read(block)
    assert problems == ()
    assert [image.url for image in (*article.images, *article.provider.images)] == [
        "https://site.example/base/a.png"
    ] * 2
    assert [(story.title, story.url) for story in article.related] == [("The Site", "https://site.example/x")]


def test_aliases_do_not_multiply_the_work() -> None:
    """The same list of thousands, named thousands of times, is looked at no further than an article goes."""
    many = ", ".join(f'k{number}: "{{{{ x }}}}"' for number in range(2_000))
    block = f"x: &a {{{many}}}\nimages: [{', '.join(['*a'] * 20_000)}]\n"
    article, problems = read(block)
    assert article.images == ()
    assert len(problems) <= 102


def test_an_address_that_is_none_is_no_value() -> None:
    """One longer than any, in each of a thousand texts, took hundreds of megabytes."""
    long = OWN.replace("owls\n", f"{'o' * 9_000}\n") + "originalUrl: https://site.example/base/x\n"
    article, _ = read('images: [{url: /a.png, caption: "{{page.url}}"}]\n', head=long)
    assert article.images[0].caption in (None, "{{page.url}}")
