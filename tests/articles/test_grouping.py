"""The fields by which a site groups: articles that say the same are in one group."""

from typing import Any

import pytest

from feeds.articles import grouping
from feeds.frontmatter import yaml_fast, yaml_safe
from feeds.frontmatter.source import Source


def group_of(data: dict[str, Any]) -> tuple[str, ...]:
    """Return the groups that the field `lastmod` of front matter makes."""
    found = grouping.values(Source(data, "yaml", "", 1, ""), ("lastmod",), "a.md")
    assert found.problems == ()
    return found.found["lastmod"]


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("2024-01-03T04:05:06Z", "2024-01-03T04:05:06+00:00"),
        ("2024-01-03 04:05:06-02:30", "2024-01-03T04:05:06-02:30"),
        ("2024-01-03", "2024-01-03"),
    ],
)
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_moment_makes_one_group_however_it_is_read(
    written: str, group: str, quote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which parser reads an article, and whether its moment is in quotes, makes no other group."""
    monkeypatch.setattr(yaml_fast, "_FEW", 0)
    text = f"title: T\nlastmod: {quote}{written}{quote}\n"
    for data in (
        yaml_fast.load(text)[0],
        yaml_safe.load(text, strict=True)[0],
        {"lastmod": written},
        {"lastmod": [written]},
    ):
        assert group_of(data) == (group,)


@pytest.mark.parametrize("text", ["2024-02-31T04:05:06Z", "2024-01-03T04:05", "Spring of 2024"])
def test_a_text_that_is_no_moment_is_its_group(text: str) -> None:
    """What only looks like a moment stays as it is written."""
    assert group_of({"lastmod": text}) == (text,)
