"""Template code in texts: what a site's settings resolve, what they do not, and what is none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core.limits import MAX_BODY
from feeds.markup.template_code import SiteValues, resolve

SITE = SiteValues(url="https://site.example", baseurl="/blog", page="/owls", title="Owl News")


def resolved(text: str, *, markdown: bool = True) -> str:
    """Return a text whose template code can all be resolved."""
    found = resolve(text, SITE, markdown=markdown)
    assert found.position is None
    return found.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![quay]({{ site.baseurl }}/x.png)", "![quay](/blog/x.png)"),
        ("{{site.url}}{{ site.baseurl }}", "https://site.example/blog"),
        ("{{- page.url -}}", "/owls"),
        ("{{ site.title | escape }}", "Owl News"),
        ("{{ '/x.png' | relative_url }}", "/blog/x.png"),
        ('{{ "x.png" | absolute_url }}', "https://site.example/blog/x.png"),
        ("{{ page.url | absolute_url }}", "https://site.example/blog/owls"),
        ("{{ 'https://a.example/' | relative_url }}", "https://a.example/"),
        ("{{ '/x' | prepend: site.baseurl | prepend: site.url }}", "https://site.example/blog/x"),
        ("{{ site.url | append: '/x' }}", "https://site.example/x"),
        ("{% raw %}{{ x }} {% y %}{% endraw %}!", "{{ x }} {% y %}!"),
        ("a{% comment %}{{ x }}{% endcomment %}b{# note #}c", "abc"),
        ("{% highlight ruby linenos %}\nputs '```'\n{% endhighlight %}", "\n````ruby\nputs '```'\n````\n"),
    ],
)
def test_what_the_settings_say(text: str, expected: str) -> None:
    """Addresses of the site, raw text, comments and highlighted code need no generator."""
    assert resolved(text) == expected


@pytest.mark.parametrize(
    "code",
    [
        "{% link a.md %}",
        '{{ "now" | date: "%Y" }}',
        "{% include figure.html src='a.png' %}",
        "{{ site.unknown }}",
        "{{ page.url | nosuch }}",
        "{{#if x}}",
        "{{< youtube x >}}",
        "{{% notice %}}",
        '<Chart year={2018} color="#fcb32c" />',
        "<Note>Careful</Note>",
        "{% raw %} never closed",
    ],
)
def test_what_they_do_not_say(code: str) -> None:
    """The place of the first is told, and the text keeps it."""
    text = f"A text, `{{{{ code }}}}`,\nthen {code} and {code}"
    assert resolve(text, SITE, markdown=True) == (text, text.index("then ") + 5)


@pytest.mark.parametrize("line", ["import Chart from '../chart'", 'import "x.css";', "export const meta = {"])
def test_lines_of_mdx(line: str) -> None:
    """A text that imports or exports is a program's."""
    assert resolve(f"# Owls\n\n{line}\n", SITE, markdown=True).position == 8


@pytest.mark.parametrize(
    "text",
    [
        "```\n{{ x }} <Chart />\nimport x from 'y'\n```",
        "Text\n\n    {{ x }}\n\nText",
        "1. Item\n\n   ~~~\n   {% x %}\n   ~~~\n",
        "The tag `{% include %}` and ``{{ ` }}``",
        "<pre>{{ x }}</pre> <code class=a>{% y %}</code> <script>{{ z }}</script> <!-- {{ w }} -->",
        "Vec<T>, Option<String> and a <T> of <IMG SRC='a.png'> <Table border=1></Table>",
        "## Heading {#id}\n\nText\n{: .class}",
        "<pre <pre title='x'>{{ x }}</pre> <!-- {{ y }} --> <kbd <!-- z --",
        r"$\frac{{a}}{b}$ and $x^{{2}}$",
        "{ {not code} } {{}} {{ never closed",
        "import duties rose, export prices fell",
    ],
)
def test_what_is_none(text: str) -> None:
    """Code that is shown, types, attributes, formulas and braces are text."""
    assert resolved(text) == text


def test_code_elements_of_html() -> None:
    """In HTML, backticks and indentation mean nothing."""
    assert resolve("`{{ x }}`", SITE, markdown=False).position == 1
    assert resolved("<code>{{ x }}</code>", markdown=False) == "<code>{{ x }}</code>"


@pytest.mark.parametrize("line", ['import "a"', "import {a} from 'b'", "import a from 'b';"])
def test_long_lines_are_looked_through_once(line: str) -> None:
    """What may be left behind an import ends it only at the end of the line; to know that takes no time."""
    spaces = " \t" * 15_000
    started = time.process_time()
    assert resolve(f"{line}{spaces}x", SiteValues(), markdown=True).position is None
    assert resolve(f"{line}{spaces}\nx", SiteValues(), markdown=True).position == 0
    assert time.process_time() - started < 1


def test_a_text_does_not_grow_without_bound() -> None:
    """An address that is long, again and again, is not written out."""
    long = SiteValues(url="https://site.example", page="/" + "x" * 8_000)
    found = resolve("{{ page.url }}" * 15_000, long, markdown=False)
    assert found.position is not None
    assert len(found.text) <= MAX_BODY


@given(
    st.lists(st.sampled_from([*"{}%#<>`'\"\n |", "{{", "}}", "{% ", " %}", "raw", "endraw", "site.url", "<A", "/>"]))
)
def test_any_text(pieces: list[str]) -> None:
    """Whatever a text is, it is resolved, and a text without signs of code stays as it is."""
    text = "".join(pieces)
    found = resolve(text, SITE, markdown=True)
    assert found.position is None or 0 <= found.position < len(text)
    if "{" not in text:
        assert found.text == text


def test_a_value_does_not_grow_without_end() -> None:
    """What is appended again and again is no address, whatever becomes of it; nor is what makes a text too long."""
    long = SiteValues(url="https://site.example", page="/" + "p" * 7_000)
    code = '{{"x"' + "|append:page.url" * 300 + "|strip}}"
    assert resolve(code, long, markdown=False) == (code, 0)
    assert len(resolve('{{"x"|append:page.url}}', long, markdown=False).text) == 7_002
    assert resolve("{{page.url}}" * 3, long, markdown=False, most=10_000) == ("{{page.url}}" * 3, 12)
