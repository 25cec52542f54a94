"""Configuration that matches nothing is told: most often it is misspelled."""

import pytest

from feeds import api
from tests.support import BASE_URL, NOW, Site


def _checked(site: Site, tables: str) -> list[str]:
    """Return what `feeds check` says of a configuration, and see that a build counts no more warnings than that."""
    config = site.folder / "feeds.toml"
    config.write_text(f'[site]\nbase_url = "{BASE_URL}"\n{tables}\n')
    found = api.check(config=config, source=site.source, now=NOW).problems
    assert site.build(config=config).warnings <= len(found)
    return [str(problem).removeprefix(f"{site.folder}/") for problem in found if problem.path == str(config)]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[topics."Lihgt"]', 'topics."Lihgt": no article has this topic; did you mean Light?'),
        ('[topics."Chess"]', 'topics."Chess": no article has this topic'),
        ('[providers."lamp.example"]', 'providers."lamp.example": no article has this provider; did you mean'),
        ('[topics."Light"]\naliases = ["Lumen"]', "topics.\"Light\": no article uses the alias 'Lumen'"),
        (
            '[providers."lamps.example"]\naliases = ["old.example"]',
            "providers.\"lamps.example\": no article uses the alias 'old.example'",
        ),
    ],
)
def test_a_table_or_alias_of_nobody_is_a_warning(site: Site, table: str, said: str) -> None:
    """The line of the table, and the name that may be meant, are told."""
    site.write()
    (line,) = _checked(site, table)
    assert line.startswith(f"feeds.toml:3: warning: {said}")


@pytest.mark.parametrize(
    "table",
    [
        '[topics."LIGHT"]\ntitle = "Lamps"',
        '[topics."Brightness"]\naliases = ["light"]',
        '[topics."Light"]\nslug = "l"',
        '[providers."www.lamps.example"]\ntitle = "Lamps"',
        '[providers."shine.example"]\naliases = ["lamps.example"]',
    ],
)
def test_what_matches_is_not_told(site: Site, table: str) -> None:
    """Spellings, slugs and aliases count."""
    site.write()
    assert _checked(site, table) == []


def test_a_site_without_articles_has_other_worries(site: Site) -> None:
    """Its tables are not what is wrong."""
    assert _checked(site, '[topics."Light"]\naliases = ["Lumen"]') == []


def test_a_build_warns_of_a_table_of_nobody(site: Site) -> None:
    """It is in the report of every build, also of one without a change."""
    site.write()
    config = site.folder / "feeds.toml"
    config.write_text('[topics."Lihgt"]\n')
    for _ in range(2):
        report = site.build(config=config)
        assert report.warnings == 1
        assert "did you mean Light?" in report.problems[0].message


def test_two_topics_of_one_slug_are_told(site: Site) -> None:
    """A slug of feeds.toml can put two topics into one feed, which may be meant or not."""
    site.write("1.md", topics=["Artificial intelligence"])
    site.write("2.md", webUrl="https://lamps.example/2", topics=["AI"])
    config = site.folder / "feeds.toml"
    config.write_text('[topics."Artificial intelligence"]\nslug = "ai"\n')
    (problem,) = api.check(config=config, source=site.source, now=NOW).problems
    assert problem.path.endswith("2.md")
    assert problem.message.startswith("the topic 'AI' has the slug of 'Artificial intelligence', 'ai'")
    config.write_text('[topics."Artificial intelligence"]\nslug = "ai"\naliases = ["AI"]\n')
    assert api.check(config=config, source=site.source, now=NOW).problems == ()
