"""What the configuration says of renamed and ended feeds is checked, and errors name the line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.config import Options, file, load
from feeds.core.errors import ConfigError
from feeds.core.model import Group

CASES = {
    '2: renamed."topics/a": the names go round in a circle: topics/a → topics/b → topics/a': """
        [renamed]
        "topics/a" = "topics/b"
        "topics/b" = "topics/a"
    """,
    '2: renamed."topics/a": the names go round in a circle: topics/a → topics/a': """
        [renamed]
        "topics/a" = "topics/a"
    """,
    '2: renamed."topics/a": the names go round in a circle: topics/a → topics/b → topics/c → topics/b': """
        [renamed]
        "topics/a" = "topics/b"
        "topics/b" = "topics/c"
        "topics/c" = "topics/b"
    """,
    "2: renamed.\"topics/a\": 'topics/../b' is not the folder of a feed, such as topics/ai": """
        [renamed]
        "topics/a" = "topics/../b"
    """,
    "2: renamed.\"topic/a\": 'topic/a' is not the folder of a feed, such as topics/ai; did you mean topics/a?": """
        [renamed]
        "topic/a" = "topics/b"
    """,
    '3: renamed."/topics/a/": topics/a is here twice': """
        [renamed]
        "topics/a" = "topics/b"
        "/topics/a/" = "topics/c"
    """,
    '2: renamed."topics/a": topics/a has ended, by [retired]; it cannot be somewhere else as well': """
        [renamed]
        "topics/a" = "topics/b"
        [retired]
        feeds = ["topics/a"]
    """,
    '3: renamed."feeds/a": feeds/a is the place of [feeds."a"]; two feeds cannot share it': """
        [feeds.a]
        [renamed]
        "feeds/a" = "all"
    """,
    "3: renamed.\"feeds/a\": [feeds] defines no feed 'bestt'; did you mean feeds/best?": """
        [feeds.best]
        [renamed]
        "feeds/a" = "feeds/bestt"
    """,
    "2: retired.feeds.\"topics/a\": cannot be read as a date: 'soon'": """
        [retired]
        feeds = {"topics/a" = "soon"}
    """,
    "2: retired.feeds.\"all/a\": 'all/a' is not the folder of a feed, such as topics/ai": """
        [retired]
        feeds = ["topics/a", "all/a"]
    """,
    "1: redirects: netlify and cloudflare read different rules from one file, _redirects; choose one": """
        redirects = ["nginx", "netlify", "cloudflare"]
    """,
    "1: redirects: unknown value 'ngix'; did you mean nginx?": """
        redirects = ["ngix"]
    """,
}


@pytest.mark.parametrize("said", CASES)
def test_what_cannot_be_is_an_error(tmp_path: Path, said: str) -> None:
    """Circles, places that are none, and places that two feeds would have are named with their lines."""
    path = tmp_path / "feeds.toml"
    path.write_text("\n".join(line.strip() for line in CASES[said].strip().splitlines()))
    with pytest.raises(ConfigError) as caught:
        load(Options(config=path, sources=(tmp_path,), base_url="https://feeds.example.org/"))
    assert str(caught.value).startswith(f"{path}:{said}")


def test_a_long_circle_is_cut_short(tmp_path: Path) -> None:
    """Of a circle of very many names the first are said, and the last."""
    path = tmp_path / "feeds.toml"
    path.write_text("[renamed]\n" + "".join(f'"topics/{n}" = "topics/{(n + 1) % 3000}"\n' for n in range(3000)))
    with pytest.raises(ConfigError, match=r": topics/0 → topics/1 → .* → topics/8 → … → topics/0$") as caught:
        load(Options(config=path, sources=(tmp_path,), base_url="https://feeds.example.org/"))
    assert str(caught.value).startswith(f'{path}:2: renamed."topics/0": ')


def test_a_configuration_is_searched_for_lines_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many lines about names cost as much as they are long: the lines of all are found in one pass."""
    passes: list[int] = []

    class Text(str):
        __slots__ = ()

        def splitlines(self, keepends: bool = False) -> list[str]:
            passes.append(len(self))
            return super().splitlines(keepends)

    text = Text("[renamed]\n" + "".join(f'"topics/{n}" = "topics/x"\n' for n in range(100)))
    monkeypatch.setattr(file, "text_of", lambda _path: text)
    settings = load(Options(config=tmp_path / "feeds.toml", sources=(tmp_path,), base_url="https://feeds.example.org/"))
    assert list(settings.renaming.lines.values()) == list(range(2, 102))
    assert passes == [len(text)]


def test_names_are_followed(tmp_path: Path) -> None:
    """A chain of names ends where the feed is now; dates are in the site's zone."""
    path = tmp_path / "feeds.toml"
    path.write_text("""
        [site]
        timezone = "Europe/Paris"
        [renamed]
        "topics/a" = "topics/b"
        "/topics/b/" = "sections/x/y"
        "topics/c/providers/d.example" = "all"
        [retired]
        feeds = {"series/nights" = 2026-03-01}
    """)
    found = load(Options(config=path, sources=(tmp_path,), base_url="https://feeds.example.org/")).renaming
    section = Group("section", "x/y")
    assert found.renamed == {
        Group("topic", "a"): section,
        Group("topic", "b"): section,
        Group("topic-provider", "c", "d.example"): Group("all"),
    }
    assert found.retired == {Group("field:series", "nights"): datetime(2026, 2, 28, 23, tzinfo=UTC)}
