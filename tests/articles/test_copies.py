"""The lists of an article are cut where all its feeds together would hold too much of them."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from feeds.articles.copies import fits, fitted
from feeds.articles.parse import parse
from feeds.core.limits import MAX_COPIED
from feeds.core.model import Image, Medium, Person, Related
from tests.articles import CONTEXT
from tests.support import Site, article


def test_many_topics_times_many_long_stories_are_cut() -> None:
    """A file of some hundred kilobytes does not come to gigabytes of documents, and its author is told."""
    stories = [{"title": "x" * 500, "webUrl": f"https://b.example/{n}?" + "y" * 400} for n in range(20)]
    pictures = [{"url": f"https://b.example/{n}.png?" + "z" * 400, "width": 9, "height": 9} for n in range(20)]
    text = article(topics=[f"Topic {n}" for n in range(100)], related=stories, images=pictures)
    outcome = parse(text.encode(), "a.md", CONTEXT)
    assert outcome is not None
    assert outcome.article is not None
    urls = [image.url for image in outcome.article.images] + [story.url for story in outcome.article.related]
    assert 0 < sum(map(len, urls)) * 102 <= MAX_COPIED
    said = [problem.message for problem in outcome.problems if "feeds of the article" in problem.message]
    assert sorted(said) == [
        "images is too long for the 102 feeds of the article: the first 2 are kept",
        "related is too long for the 102 feeds of the article: the first 2 are kept",
    ]


def test_sound_and_pictures_share_their_room() -> None:
    """Sound and film go before pictures, and both together come to no more than pictures alone could."""
    sounds = [{"url": f"https://b.example/{n}.mp3?" + "z" * 400} for n in range(20)]
    pictures = [{"url": f"https://b.example/{n}.png?" + "z" * 400, "width": 9, "height": 9} for n in range(20)]
    for number, expected in ((1, (1, 1)), (20, (2, 0))):
        text = article(topics=[f"Topic {n}" for n in range(100)], enclosures=sounds[:number], images=pictures)
        outcome = parse(text.encode(), "a.md", CONTEXT)
        assert outcome is not None
        assert outcome.article is not None
        assert (len(outcome.article.media), len(outcome.article.images)) == expected


def test_ordinary_lists_stay() -> None:
    """A hundred stories in a few feeds are no trouble, and nothing is said of them."""
    stories = [{"title": f"Story {n}", "webUrl": f"https://b.example/{n}"} for n in range(100)]
    text = article(related=stories, topics=[f"Topic {n}" for n in range(9)])
    outcome = parse(text.encode(), "a.md", CONTEXT)
    assert outcome is not None
    assert outcome.article is not None
    assert len(outcome.article.related) == 100
    assert outcome.problems == ()
    assert fits(outcome.article)
    assert fitted(outcome.article) == (outcome.article, [])


@pytest.mark.parametrize(
    "fields",
    [
        {"excerpt": "<" * 9_900},
        {"topics": [f"{n}{'&' * 190}" for n in range(100)]},
    ],
    ids=["excerpt", "topics"],
)
def test_topics_are_cut_for_what_cannot_be(fields: dict[str, Any]) -> None:
    """Each topic is one more feed: there are no more of them than the documents have room for."""
    text = article(**({"topics": [f"Topic {n}" for n in range(100)]} | fields))
    outcome = parse(text.encode(), "a.md", CONTEXT)
    assert outcome is not None
    assert outcome.article is not None
    assert 0 < len(outcome.article.topics) < 100
    assert fits(outcome.article)
    assert "are too many for what the article holds: the first" in "".join(map(str, outcome.problems))


@pytest.mark.parametrize("sign", ["x", "&", "<", "é", "\U0001f4a1", "\ud800"])
def test_what_fits_at_a_glance_is_never_cut(sign: str) -> None:
    """The length alone says that an article fits only where its texts do, whatever they hold and wherever they are."""
    outcome = parse(article(topics=["Light", "Dark"]).encode(), "a.md", CONTEXT)
    assert outcome is not None
    assert outcome.article is not None
    glances = 0
    for length in range(1_000, 6_000, 50):
        text, picture = sign * length, Image("https://a.example/a.png", title=sign * length)
        story, person = Related(text, "https://b.example/", outcome.article.provider), Person(text)
        medium = Medium("https://a.example/a.mp3", title=text)
        long: list[dict[str, Any]] = [
            {"title": text}, {"excerpt": text}, {"topics": (text,)}, {"images": (picture,)}, {"related": (story,)},
            {"authors": (person,)}, {"media": (medium,)}, {"images": (picture,), "media": (medium,)},
        ]  # fmt: skip
        for fields in long:
            changed = replace(outcome.article, **fields)
            if fits(changed):
                glances += 1
                assert fitted(changed) == (changed, [])
    assert glances


def test_every_group_of_the_site_counts() -> None:
    """Feeds of each topic of a provider, of authors, folders and fields leave less room than those of topics alone."""
    stories = [{"title": "x" * 500, "webUrl": f"https://b.example/{n}?" + "y" * 400} for n in range(20)]
    people = [{"name": f"Author {n}"} for n in range(30)]
    text = article(
        topics=[f"T {n}" for n in range(90)], related=stories, provider={"domain": "n.example", "authors": people}
    )
    said = []
    for kinds in ((), ("topic-provider",), ("author", "section", "language", "field:type", "field:category")):
        outcome = parse(text.encode(), "a/b/c.md", replace(CONTEXT, kinds=frozenset(kinds)))
        assert outcome is not None
        said += [problem.message for problem in outcome.problems if problem.message.startswith("related")]
    assert said == [
        "related is too long for the 92 feeds of the article: the first 2 are kept",
        "related is too long for the 182 feeds of the article: the first 1 are kept",
        "related is too long for the 117 feeds of the article: the first 1 are kept",
    ]


@pytest.mark.slow
def test_an_article_with_all_its_groups_stays_small(site: Site) -> None:
    """What all documents of one article come to is bounded, whatever feeds the site has."""
    groups = ["all", "topic", "provider", "topic-provider", "author", "section", "language"]
    config = site.folder / "feeds.toml"
    config.write_text(f"groups = {json.dumps(groups)}\n")
    people = [{"name": f"Author {n}"} for n in range(20)]
    topics = [f"T {n}" for n in range(100)]
    site.source.joinpath("a/b/c").mkdir(parents=True)
    text = article(topics=topics, provider={"domain": "n.example", "authors": people}) + "word & <b>word</b> " * 2_000
    site.source.joinpath("a/b/c/x.md").write_text(text)
    site.build(config=config)
    assert len(site.files()) > 4 * 200
    assert sum(map(len, site.files().values())) < 2 * MAX_COPIED


def test_many_topics_times_many_authors_are_cut() -> None:
    """The authors are cut alike."""
    people = [{"name": f"{number}{'&' * 190}"} for number in range(100)]
    text = article(topics=[f"Topic {n}" for n in range(100)], provider={"domain": "n.example", "authors": people})
    outcome = parse(text.encode(), "a.md", CONTEXT)
    assert outcome is not None
    assert outcome.article is not None
    assert len(outcome.article.topics) == 100
    assert len(outcome.article.authors) == 1
    assert "authors is too long for the 102 feeds of the article: the first 1 are kept" in str(outcome.problems)
