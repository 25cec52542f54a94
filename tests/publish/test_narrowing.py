"""What `--topic` and `--provider` build, and what they leave alone."""

from typing import Any

import pytest

from feeds.core.errors import UnknownProviderError, UnknownTopicError
from feeds.publish.build import Request
from tests.support import Site, mtimes


class TestNarrowing:
    """`--topic` and `--provider` build some feeds and leave every other file alone."""

    @pytest.fixture(autouse=True)
    def _stories(self, site: Site) -> None:
        site.write("one.md", webUrl="https://lamps.example/1", topics=["Light", "C++"])
        site.write("two.md", webUrl="https://other.example/2", topics=["C"], provider={"domain": "other.example"})
        site.build()
        site.write("one.md", webUrl="https://lamps.example/1", topics=["Light", "C++"], title="Changed one")
        site.write("two.md", webUrl="https://other.example/2", topics=["C"], title="Changed two", provider=None)

    def _changed(self, site: Site, **request: Any) -> list[str]:
        before = mtimes(site.output)
        site.build(request=Request(**request))
        after = mtimes(site.output)
        return sorted({name.rsplit("/", 1)[0] for name in after if before.get(name) != after[name]})

    @pytest.mark.parametrize("name", ["Light", "light", " LIGHT "])
    def test_a_topic_is_named_in_any_case(self, site: Site, name: str) -> None:
        """`--topic` builds that topic's feeds and no other."""
        assert self._changed(site, topics=(name,)) == ["topics/light"]

    def test_topics_that_differ_in_signs_are_different(self, site: Site) -> None:
        """`C` is not `C++`."""
        assert self._changed(site, topics=("c++",)) == ["topics/c-plus-plus"]

    def test_several_topics(self, site: Site) -> None:
        """The option can be repeated."""
        assert self._changed(site, topics=("C", "Light")) == ["topics/c", "topics/light"]

    @pytest.mark.parametrize("name", ["lamps.example", "WWW.Lamps.Example", "https://lamps.example/about"])
    def test_a_provider_is_named_by_its_domain(self, site: Site, name: str) -> None:
        """`--provider` builds that provider's feed and no other."""
        assert self._changed(site, providers=(name,)) == ["providers/lamps.example"]

    def test_a_slug_and_a_name_of_the_configuration(self, site: Site) -> None:
        """What feeds.toml calls a topic or its folder, and what an organisation is called, can be named too."""
        (site.source / "_data" / "organizations").mkdir(parents=True)
        (site.source / "_data" / "organizations" / "l.md").write_text(
            "---\nname: Lamps Ltd\ndomain: lamps.example\n---\n"
        )
        config = site.folder / "mine.toml"
        config.write_text('[topics."Light"]\nslug = "l_1.a"\naliases = ["Brightness"]\n')
        for name in ("l_1.a", "brightness", "LIGHT"):
            site.write("one.md", webUrl="https://lamps.example/1", topics=["Light"], title=name)
            site.build(config=config, request=Request(topics=(name,)))
            assert site.titles("topics/l_1.a") == [name]
        site.build(config=config, request=Request(providers=("lamps ltd",)))
        assert site.titles("providers/lamps.example") == ["LIGHT"]

    def test_both_together_mean_articles_in_both(self, site: Site) -> None:
        """The feed of a topic with a provider is built, although the site's groups do not have it."""
        folder = "topics/light/providers/lamps.example"
        assert self._changed(site, topics=("Light",), providers=("lamps.example",)) == [folder]
        assert site.titles(folder) == ["Changed one"]
        site.write("one.md", webUrl="https://lamps.example/1", topics=["Light"], title="Changed again")
        site.build()
        assert site.titles(folder) == ["Changed again"]  # it may have subscribers now, and is kept up to date
        (site.source / "one.md").unlink()
        site.build()
        assert site.titles(folder) == []

    @pytest.mark.parametrize(
        ("request_", "message"),
        [
            ({"topics": ("Ligth",)}, r"no topic is called 'Ligth'; did you mean Light"),
            ({"providers": ("lamp.example",)}, r"no provider is called 'lamp.example'; did you mean lamps.example"),
            ({"topics": ("zzzzzz",)}, r"see `feeds list topics`"),
        ],
    )
    def test_an_unknown_name_suggests_the_nearest(self, site: Site, request_: Any, message: str) -> None:
        """A typing mistake is a usage error that helps, and writes nothing."""
        before = mtimes(site.output)
        with pytest.raises((UnknownTopicError, UnknownProviderError), match=message):
            site.build(request=Request(**request_))
        assert mtimes(site.output) == before

    def test_an_emptied_topic_can_still_be_built(self, site: Site) -> None:
        """A topic that lost its last article is known as long as its feed is."""
        (site.source / "one.md").unlink()
        assert self._changed(site, topics=("light",)) == ["topics/light"]
        assert site.titles("topics/light") == []
