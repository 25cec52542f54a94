"""No e-mail address of a person is published."""

import re
import subprocess
import sys
from datetime import UTC
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.articles.parse import Context, Outcome, parse
from feeds.core.mail import has_address, without_address, without_sentences
from tests.articles import PROVIDER

NAMES = {
    "Jane <jane@priv.example>": "Jane",
    "jane@priv.example (Jane)": "Jane",
    "Jane (jane@priv.example)": "Jane",
    "Jane [jane@priv.example]": "Jane",
    "Jane, jane@priv.example": "Jane",
    "Jane: jane@priv.example": "Jane",
    "Jane/jane@priv.example": "Jane",
    "jane@priv.example Jane": "Jane",
    "Jane <mailto:jane@priv.example>": "Jane",
    "Jane <jane@priv>": "Jane",
    "Jane <jane@[10.0.0.1]>": "Jane",
    'Jane <"j d"@priv.example>': "Jane",
    "Jane < jane@priv.example >": "Jane",
    "Jane <<jane@priv.example>>": "Jane",
    "Jane <jane@priv.example": "Jane",
    "Jane <jane@priv.example> <b@priv.example>": "Jane",
    "Jane ＜jane＠priv.example＞": "Jane",
    "Jane\u200b <jane\u200b@priv.example>": "Jane",
    "Jane <a href=mailto:jane@priv.example>O.</a>": "Jane O.",
    "Jane <jane@priv.example>, Bob <bob@priv.example>": "Jane, Bob",
    "Jane and Bob <bob@priv.example>": "Jane and Bob",
    "J. Doe (editor) <j@priv.example>": "J. Doe (editor)",
    "José Ortega y Gasset <j@priv.example>": "José Ortega y Gasset",
    "Jane E <j@priv.example>": "Jane E",
    "Ou <ou@priv.example>": "Ou",
    "I Og <og@priv.example>": "I Og",
    "jane@priv.example": "",
    "jäne@prív.example": "",
    "mailto:jane@priv.example": "",
    "jane@priv.museum.example.": "",
    "jane@priv.example, bob@priv.example": "",
    "jane@priv.example and bob@priv.example": "",
    "jane@priv.example;bob@priv.example": "",
    '"j d"@priv.example': "",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_beside_an_address_stays(name: str) -> None:
    """However the two are written."""
    assert without_address(name) == NAMES[name]


@pytest.mark.parametrize(
    "name",
    ["Jane", "Ann @ Booking.com", "AC@DC", "@jane@mastodon.example", "Jane @jane@mastodon.example", "O'Neil <x>"],
)
def test_what_is_no_address(name: str) -> None:
    """Handles of the Fediverse begin with `@`; a firm may stand behind one."""
    assert without_address(name) == name


def test_addresses_of_pages_with_one() -> None:
    """They may hold one in the path, in the query and encoded; sizes of pictures and versions of packages are none."""
    for url in ("?m=jane@priv.example", "by/jane@priv.example/", "jane%40priv.example", "jane@1.2.example"):
        assert has_address(f"https://x.example/{url}")
    for url in (
        "@jane",
        "@jane@mastodon.example",
        "face@2x.png",
        "face@1.5x.png",
        "%41",
        "npm/faces@1.2.0/a.png",
        "a@1.2",
    ):
        assert not has_address(f"https://x.example/{url}")


LONG = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from feeds.core.mail import has_address
for word in ("a" * 7_000, "a" * 5_000 + "@" + "b" * 2_000, "@" * 7_000, "a@" * 3_500, '"' * 7_000, "a@b." * 1_700):
    for _ in range(100):
        has_address(f"https://x.example/@{word}")
"""
"""Looks at addresses as long as an article may have, of its authors; at most ten seconds."""


def test_a_long_word_does_not_take_its_square() -> None:
    """A search that began at each letter anew would take minutes for the authors of one article."""
    done = subprocess.run([sys.executable, "-c", LONG], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


SIGNS = "jane.priv.example@<>()[],;:\"'|/ +-_=&\u200b＠éß名"
PARTS = st.sampled_from([*SIGNS, "jane@priv.example", "mailto:", "@", "and ", "Jane", ".example", "@x.y"])
APART = r"\s<>()\[\],;:\"|/\\"
ADDRESS = re.compile(rf"[^{APART}@]@[^{APART}@.]+\.[^{APART}@.]")
HANDLE = re.compile(rf"(?<![^{APART}])@[^{APART}@]+@[^{APART}@]+(?![^{APART}])")


def read(block: str) -> Outcome:
    """Return what becomes of an article with some fields."""
    head = "title: Owls\npublishedDateTime: 2021-05-03\nwebUrl: https://planet.example/owls\n"
    outcome = parse(f"---\n{head}{block}\n---\n".encode(), "owls.md", Context(UTC, "https://site.example/"))
    assert outcome is not None
    return outcome


def shows(text: str) -> bool:
    """Say whether a text shows an e-mail address, `local@host.tld`."""
    return ADDRESS.search(HANDLE.sub("", text.replace("\u200b", ""))) is not None


@pytest.mark.parametrize(
    ("caption", "rest"),
    [
        ("Owls at dusk. Write to jane@priv.example for prints.", "Owls at dusk."),
        ("Write to jane@priv.example for prints! Owls at dusk, by J. Doe. Kyiv", "Owls at dusk, by J. Doe. Kyiv"),
        ("黄昏的猫头鹰。联系 jane@priv.example 购买。", "黄昏的猫头鹰。"),
        ("Photo: Ada, jane@priv.example", "Photo: Ada"),
        ("Photo by J. Doe jane@priv.example", "Photo by J. Doe"),
        ("Owls. By @jane@social.example in Kyiv.", "Owls. By @jane@social.example in Kyiv."),
        ("jane@priv.example", ""),
    ],
)
def test_a_caption_loses_the_sentence_with_an_address(caption: str, rest: str) -> None:
    """What is left of a sentence without its address says nothing; where there is but one, it loses the address."""
    assert without_sentences(caption) == rest


@given(st.lists(PARTS, max_size=12).map("".join))
def test_no_address_stays(name: str) -> None:
    """Whatever it is put together with, in each field of authors, as a name and as an address."""
    assert not shows(without_address(name))
    assert not shows(without_sentences(name))
    quoted = "'" + name.replace("'", "''") + "'"
    block = f"""author: {quoted}
authors: [{quoted}, {{name: {quoted}, url: 'https://x.example/?{name.replace("'", "")}', email: {quoted}}}]
"""
    for provider in (PROVIDER, f"provider: {{domain: planet.example, authors: [{quoted}, {{name: {quoted}}}]}}\n"):
        article = read(block + provider).article
        people = article.authors if article else ()
        assert not any(shows(person.name) for person in people)
        assert not any(shows(unquote(person.url).partition("//")[2]) for person in people if person.url)


@pytest.mark.parametrize(
    "text", ["author: jane@priv.example", "authors: [{name: 'Jane <jane@priv.example>'}, bob@x.example]"]
)
def test_an_author_without_a_name_is_left_out(text: str) -> None:
    """With a warning that does not show the address."""
    outcome = read(f"{PROVIDER}{text}")
    assert outcome.article is not None
    assert [person.name for person in outcome.article.authors] == (["Jane"] if "Jane" in text else [])
    assert [problem.severity for problem in outcome.problems] == ["warning"]
    assert "is an e-mail address, which is not published: give the name" in outcome.problems[0].message
    assert "@" not in outcome.problems[0].message
