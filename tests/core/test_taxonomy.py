"""Names of topics and providers, and what they stand for."""

import pytest

from feeds.core.model import Provider
from feeds.core.taxonomy import ProviderInfo, Taxonomy, TopicInfo

TAXONOMY = Taxonomy(
    [
        TopicInfo("ai", "Artificial Intelligence", aliases=("Machine Thinking", "Robots")),
        TopicInfo("robots", "Robots"),
        TopicInfo("dl", "Deep Learning", aliases=("ai",)),
    ],
    [
        ProviderInfo("planet", "planet.example", "The Planet", aliases=("planet.test",)),
        ProviderInfo("nameless.example", "nameless.example"),
    ],
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        pytest.param("Artificial intelligence", "ai", id="name in another case"),
        pytest.param("machine-thinking", "ai", id="alias"),
        pytest.param("AI", "ai", id="a slug goes before another's alias"),
        pytest.param("Robots", "robots", id="a name goes before another's alias"),
        pytest.param("Deep Learning", "dl", id="a name whose slug differs"),
        pytest.param("Beekeeping", "beekeeping", id="nobody described it"),
    ],
)
def test_topic_slug(name: str, slug: str) -> None:
    """Every spelling of a topic leads to its one feed."""
    assert TAXONOMY.topic_slug(name) == slug


def test_topic_name() -> None:
    """A described topic is shown as the site spells it; another has no spelling of the site's."""
    assert TAXONOMY.topic_name("dl") == "Deep Learning"
    assert TAXONOMY.topic_name("beekeeping") is None


@pytest.mark.parametrize(
    ("domain", "key"),
    [
        ("planet.example", "planet"),
        ("planet.test", "planet"),
        ("planet", "planet"),
        ("other.example", "other.example"),
        ("[::1]", "0--1.ipv6-literal.net"),
    ],
)
def test_provider_key(domain: str, key: str) -> None:
    """A provider keeps its folder under each of its domains."""
    assert TAXONOMY.provider_key(domain) == key


def test_provider_of() -> None:
    """What the site says of a provider is found by any of its domains."""
    info = TAXONOMY.provider_of("planet.test")
    assert info is not None
    assert info.name == "The Planet"
    assert TAXONOMY.provider_of("other.example") is None


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        pytest.param(Provider("planet.example", "Planet Online"), "Planet Online", id="the article's"),
        pytest.param(Provider("planet.test"), "The Planet", id="the organisation's"),
        pytest.param(Provider("nameless.example"), "nameless.example", id="described without a name"),
        pytest.param(Provider("other.example"), "other.example", id="the host"),
    ],
)
def test_shown_name(provider: Provider, name: str) -> None:
    """An item never stands there without the name of its outlet."""
    assert TAXONOMY.shown_name(provider) == name


def test_an_empty_taxonomy_knows_nothing() -> None:
    """A site without topic files works: a name stands for itself."""
    assert Taxonomy().topic_slug("Bee Keeping") == "bee-keeping"
    assert Taxonomy().provider_key("a.example") == "a.example"
