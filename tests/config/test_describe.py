"""What `feeds.toml` and a site's own files say of topics and providers, put together."""

from pathlib import Path

import pytest

from feeds.config import file
from feeds.config.describe import taxonomy
from feeds.core.errors import ConfigError
from feeds.core.model import Image, Problem
from feeds.core.taxonomy import ProviderInfo, Taxonomy, TopicInfo

HOME = "https://site.example/"


def described(tmp_path: Path, text: str, problems: list[Problem] | None = None, /, **files: str) -> Taxonomy:
    """Return the taxonomy of a feeds.toml with topic files (by name) and organisation files (`o_…`)."""
    for name, content in files.items():
        is_organization = name.startswith("o_")
        path = tmp_path / ("organizations" if is_organization else "topics") / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
    config, origin = file.read(tmp_path / "feeds.toml")
    return taxonomy(config, origin, tmp_path, HOME, problems if problems is not None else [])


def test_feeds_toml_alone(tmp_path: Path) -> None:
    """A topic or provider of feeds.toml needs no file of its own."""
    found = described(
        tmp_path,
        """
[topics."Night Birds"]
title = "T &amp; t"
description = "D"
slug = "birds"
aliases = ["Owls"]
image = "/b.png"
[providers."WWW.Planet.example"]
title = "P"
slug = "planet"
aliases = ["https://www.planet.test/"]
""",
    )
    topic = found.topics["birds"]
    assert (topic.name, topic.title, topic.description, topic.aliases) == ("Night Birds", "T & t", "D", ("Owls",))
    assert [image.url for image in topic.images] == ["https://site.example/b.png"]
    info = found.providers["planet"]
    assert (info.domain, info.title, info.aliases) == ("planet.example", "P", ("planet.test",))
    assert found.provider_key("planet.test") == found.provider_key("planet.example") == "planet"


def test_feeds_toml_goes_before_the_files(tmp_path: Path) -> None:
    """feeds.toml changes what it names and leaves the rest of a topic file as it is."""
    found = described(
        tmp_path,
        "[topics.'night birds']\ndescription = 'Mine'\naliases = ['Owls']\n",
        a="_id: birds\nname: Night Birds\ndescription: Theirs\nimages: [url: /b.png]\nshortname: NB\n",
    )
    assert found.topics == {
        "birds": TopicInfo(
            "birds",
            "night birds",
            description="Mine",
            images=(Image("https://site.example/b.png", type="image/png"),),
            aliases=("NB", "birds", "Owls"),
        )
    }


def test_two_tables_for_one_provider(tmp_path: Path) -> None:
    """Two tables that claim the same domain are refused, whichever way it is written."""
    for text in (
        "[providers.'a.example']\n[providers.'www.A.example']\n",
        "[providers.'a.example']\naliases = ['c.example']\n[providers.'b.example']\naliases = ['c.example']\n",
    ):
        with pytest.raises(ConfigError, match="has a name or an alias that"):
            described(tmp_path, text)


def test_a_name_that_feeds_toml_changes_is_still_known(tmp_path: Path) -> None:
    """An article that calls a topic as its file does is not in a topic of its own."""
    found = described(tmp_path, "[topics.birds]\ndescription = 'Mine'\n", a="_id: birds\nname: Night Birds\n")
    assert found.topic_slug("Night Birds") == found.topic_slug("Birds") == "birds"
    assert found.topic_name("birds") == "birds"


def test_a_topic_is_found_by_the_slug_of_its_file(tmp_path: Path) -> None:
    """A topic file's `_id` names the same topic in feeds.toml."""
    found = described(tmp_path, "[topics.birds]\ntitle = 'T'\n", a="_id: birds\nname: Night Birds\n")
    assert [(info.slug, info.title) for info in found.topics.values()] == [("birds", "T")]
    assert found.topic_slug("Birds") == "birds"


def test_the_files_alone(tmp_path: Path) -> None:
    """Topics and providers that feeds.toml does not name are as their files say."""
    found = described(tmp_path, "", a="name: Owls\n", o_p="name: Planet\ndomain: planet.example\n")
    assert found.topics == {"owls": TopicInfo("owls", "Owls")}
    assert found.providers == {"planet.example": ProviderInfo("planet.example", "planet.example", "Planet")}


@pytest.mark.parametrize(
    ("text", "files"),
    [("", {"o_p": 'domain: "[::1]"\n'}), ('[providers."[::1]"]\ntitle = "Home"\n', {})],
    ids=["file", "feeds.toml"],
)
def test_the_folder_of_an_ipv6_address_is_a_name(tmp_path: Path, text: str, files: dict[str, str]) -> None:
    """Brackets and colons are in no path: they would make addresses that are none."""
    assert described(tmp_path, text, **files).provider_key("[::1]") == "0--1.ipv6-literal.net"


def test_a_provider_keeps_what_its_file_says(tmp_path: Path) -> None:
    """A title in feeds.toml does not cost a provider the name and description of its organisation file."""
    found = described(
        tmp_path,
        "[providers.'planet.example']\ntitle = 'T'\n",
        o_p="name: Planet\ndomain: planet.example\ndescription: Daily.\notherNames: [The P]\n",
    )
    info = found.providers["planet.example"]
    assert (info.name, info.title, info.description, info.aliases) == ("Planet", "T", "Daily.", ("The P",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[topics.AI]\n\nslug = '../ai'", ":3: topics.AI.slug: '../ai' cannot be a folder's name"),
        ("[topics.AI]\nslug = 'A I'", ":2: topics.AI.slug: 'A I' cannot be a folder's name"),
        ("[topics.AI]\nslug = ''", ":2: topics.AI.slug: '' cannot be a folder's name"),
        ("[topics.AI]\nimage = 'data:x'", ":2: topics.AI.image: 'data:x' is not an http or https address"),
        ("[providers.'a b']\ntitle = 'x'", ":1: providers.\"a b\": 'a b' has an impossible host"),
        ("[providers.'a.example']\naliases = ['a b']", ":2: providers.\"a.example\".aliases: 'a b' has an impossible"),
        ("[providers.'a.example']\nslug = '.'", ":2: providers.\"a.example\".slug: '.' cannot be a folder's name"),
        ("[topics.A]\nslug = 'x'\n[topics.B]\nslug = 'x'", ":3: topics.B: 'B' and 'A' have the same slug, 'x'"),
        ("[topics.X]\n[topics.B]\nslug = 'x'", ":2: topics.B: 'B' and 'X' have the same slug, 'x'"),
        (
            "[providers.'a.example']\nslug = 'b.example'\n[providers.'b.example']",
            ":3: providers.\"b.example\": 'b.example' and 'a.example' have the same slug, 'b.example'",
        ),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, said: str) -> None:
    """A slug that is no folder's name, or two feeds in one folder, is refused by line."""
    with pytest.raises(ConfigError) as caught:
        described(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'feeds.toml'}{said}")


@pytest.mark.parametrize("text", ["[topics.AI]\n[topics.ai]", "[topics.AI]\n[topics.B]\naliases = ['A I', 'ai']"])
def test_two_tables_for_one_topic(tmp_path: Path, text: str) -> None:
    """Of two tables for one topic neither is passed over in silence."""
    with pytest.raises(ConfigError, match=r"feeds\.toml:2: topics\.\w+: has a name or an alias that 'AI' has too"):
        described(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "file", "message"),
    [
        (
            "[topics.ML]\nslug = 'x'\n",
            "name: Owls\n_id: x\n",
            "'Owls' is not described: its slug, 'x', is that of 'ML'",
        ),
        (
            "[providers.'a.example']\nslug = 'b.example'\n",
            "domain: b.example\n",
            "'b.example' is not described: its slug, 'b.example', is that of 'a.example'",
        ),
    ],
    ids=["topic", "provider"],
)
def test_a_file_that_claims_a_configured_slug_loses(tmp_path: Path, text: str, file: str, message: str) -> None:
    """Whoever writes topic and organisation files cannot stop a build, or take over a configured feed."""
    problems: list[Problem] = []
    name = "o_x" if "domain" in file else "x"
    found = described(tmp_path, text, problems, **{name: file})
    assert [problem.message for problem in problems] == [f"{message} in feeds.toml"]
    assert "Owls" not in {topic.name for topic in found.topics.values()}
    assert "b.example" not in {provider.domain for provider in found.providers.values()}
