"""Links lead to files and folders of the site, or of what its owner names, and to nothing else on the machine."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from feeds.config import Options, load
from feeds.core.confines import PASSED_OVER, STRAY, Confines, StrayLinkError
from feeds.core.errors import ConfigError, SourceNotFoundError
from feeds.frontmatter.file import read_bytes
from tests.support import BASE_URL, Site, article, tree

SECRET = "The night watchman sleeps"


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """Return a folder beside the site's, of articles and data that nobody has named."""
    folder = tmp_path / "private"
    for name in ("topics", "LC_MESSAGES"):
        (folder / name).mkdir(parents=True)
    secret = article(title=SECRET, body=SECRET, webUrl="https://lamps.example/secret", topics=["Secret"])
    (folder / "story.md").write_text(secret)
    (folder / "2026-01-01-story.md").write_text(secret)
    for name in ("light.yaml", "topics/light.yaml"):
        (folder / name).write_text(f"name: Light\ndescription: {SECRET}\n")
    (folder / "site.json").write_text(f'{{"title": "{SECRET}"}}')
    for name in ("feeds.po", "LC_MESSAGES/feeds.po"):
        (folder / name).write_text(f'msgid ""\nmsgstr ""\n\nmsgid "Read the story"\nmsgstr "{SECRET}"\n')
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site in a folder of its own."""
    return Site(tmp_path / "site")


def link(path: Path, target: Path) -> str:
    """Make a link, with the folders above it, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)
    return str(path)


def told(site: Site, **options: Any) -> list[str]:
    """Return the paths of which a build says that they lead out of the site, after a look at what it wrote."""
    (site.folder / "feeds.toml").touch()
    report = site.build(config=site.folder / "feeds.toml", **options)
    assert not any(SECRET.encode() in content for content in tree(site.folder / "dist").values())
    return [problem.path for problem in report.problems if problem.message == PASSED_OVER]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        pytest.param("articles/story.md", "story.md", id="an article"),
        pytest.param("_data/topics/light.yaml", "light.yaml", id="the file of a topic"),
        pytest.param("_data/topics", "topics", id="the folder of topics"),
        pytest.param("_data", "", id="the folder of data"),
        pytest.param("locale/en/LC_MESSAGES/feeds.po", "feeds.po", id="a catalogue"),
        pytest.param("locale/en", "", id="the folder of a catalogue"),
    ],
)
def test_a_link_out_of_the_site_is_passed_over(site: Site, private: Path, name: str, target: str) -> None:
    """Whoever may write a site's files cannot have others of the machine published; a build names the link."""
    site.write()
    link(site.folder / name, private / target)
    (site.folder / "_config.yml").touch()  # makes the folder a site, whose topics are described below its root
    (found,) = told(site)
    assert found.startswith(str(site.folder / name))
    assert site.titles() == ["A lamp that remembers"]


@pytest.mark.parametrize(
    ("files", "name"),
    [
        pytest.param({"hugo.toml": 'contentDir = "lnk"'}, "lnk", id="hugo"),
        pytest.param({"hugo.toml": 'contentDir = "lnk/.."'}, "lnk", id="hugo, and up again"),
        pytest.param({"hugo.toml": 'title = "x"'}, "content", id="hugo's convention"),
        pytest.param({"hugo.toml": '[[module.mounts]]\nsource = "lnk"\ntarget = "content"'}, "lnk", id="a mount"),
        pytest.param({"eleventy.config.js": 'export default { dir: { input: "lnk" } }'}, "lnk", id="eleventy"),
        pytest.param({"_config.yml": "source_dir: lnk", "scaffolds/x": ""}, "lnk/_posts", id="hexo"),
        pytest.param({"_config.yml": "title: x"}, "_posts", id="jekyll"),
        pytest.param({"zola.toml": 'base_url = "https://z.example"'}, "content", id="zola"),
        pytest.param({"docusaurus.config.js": "export default {}"}, "blog", id="docusaurus"),
        pytest.param({"astro.config.mjs": "export default {}"}, "src/content", id="astro"),
    ],
)
def test_a_folder_of_a_generator_leads_nowhere_else(
    site: Site, private: Path, files: dict[str, str], name: str
) -> None:
    """The folders that a configuration names, or its generator knows, are those of its site, also by links."""
    for path, text in files.items():
        (site.folder / path).parent.mkdir(exist_ok=True)
        (site.folder / path).write_text(text)
    link(site.folder / name, private)
    with suppress(SourceNotFoundError):
        told(site, sources=(site.folder,))
    assert not any(SECRET.encode() in content for content in tree(site.output).values())


def test_a_folder_that_lies_elsewhere_is_named(site: Site, private: Path) -> None:
    """Where nothing else is left to read, the error says which configuration names what."""
    (site.folder / "hugo.toml").write_text('contentDir = "lnk"')
    link(site.folder / "lnk", private)
    with pytest.raises(SourceNotFoundError, match=f"hugo.toml: Hugo keeps the articles in .*lnk, which {STRAY}"):
        site.build(sources=(site.folder,))


def test_data_of_a_generator_leads_nowhere_else(site: Site, private: Path) -> None:
    """A file that describes the site is passed over as one that describes a topic is."""
    (site.folder / "eleventy.config.js").write_text('export default { dir: { input: "articles" } }')
    site.write()
    name = link(site.folder / "articles/_data/site.json", private / "site.json")
    assert told(site) == [name]


def test_a_configuration_that_lies_elsewhere_is_none(site: Site, private: Path) -> None:
    """Without its settings the feeds would be those of another site, so that nothing is built."""
    site.write()
    (private / "hugo.toml").write_text(f'title = "{SECRET}"')
    link(site.folder / "hugo.toml", private / "hugo.toml")
    with pytest.raises(ConfigError, match=f"hugo.toml:1: the file cannot be read: it {STRAY}"):
        site.build()


def test_seeds_that_lie_elsewhere(site: Site, private: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that is read without being named is one of the site."""
    monkeypatch.chdir(site.folder)
    link(site.folder / "seeds", private)
    with pytest.raises(SourceNotFoundError, match=f"seeds: {STRAY}"):
        load(Options(base_url=BASE_URL))


def _into_the_site(site: Site) -> Path:
    return site.folder / "drafts"


def _into_another_source(site: Site) -> Path:
    return site.folder.parent / "other"


@pytest.mark.parametrize("place", [_into_the_site, _into_another_source])
def test_a_link_to_what_is_the_sites_own_counts(site: Site, place: Callable[[Site], Path]) -> None:
    """What the owner has named may be linked to, and so may anything below the folder of feeds.toml."""
    (site.folder / "feeds.toml").touch()
    story = site.write(str(place(site) / "story.txt"))
    link(site.source / "story.md", story)
    other = _into_another_source(site)
    other.mkdir(exist_ok=True)
    report = site.build(config=site.folder / "feeds.toml", sources=(site.source, other))
    assert [problem for problem in report.problems if STRAY in problem.message] == []
    assert site.titles() == ["A lamp that remembers"]


def test_a_source_may_be_a_link(site: Site, private: Path) -> None:
    """What the owner names is trusted, wherever it lies."""
    link(site.folder / "named", private)
    site.build(sources=(site.folder / "named",))
    assert SECRET in site.titles()


def test_a_link_that_moves_out_is_gone(site: Site, private: Path) -> None:
    """An article whose link leads elsewhere now is in no feed any more, and comes back with its link."""
    (site.folder / "feeds.toml").touch()
    site.write()
    story = site.write("../drafts/story.md", title="Below", webUrl="https://lamps.example/below")
    name = link(site.source / "story.md", story)
    assert told(site) == []
    assert "Below" in site.titles()
    (site.source / "story.md").unlink()
    link(site.source / "story.md", private / "story.md")
    assert told(site) == [name]
    assert site.titles() == ["A lamp that remembers"]
    (site.source / "story.md").unlink()
    link(site.source / "story.md", story)
    assert told(site) == []
    assert "Below" in site.titles()


def test_a_bundle_whose_own_file_leads_elsewhere(site: Site, private: Path) -> None:
    """The other files of the bundle are no articles for that."""
    (site.folder / "hugo.toml").write_text('contentDir = "articles"')
    site.write()
    site.write("bundle/part.md", title="A part")
    name = link(site.source / "bundle" / "index.md", private / "story.md")
    assert told(site) == [name]
    assert site.titles() == ["A lamp that remembers"]


def test_what_became_a_link_is_not_opened(tmp_path: Path, private: Path) -> None:
    """A file that was none when it was listed may be replaced before it is read."""
    name = link(tmp_path / "a.md", private / "story.md")
    with pytest.raises(StrayLinkError):
        read_bytes(Path(name))
    with pytest.raises(StrayLinkError):
        read_bytes(Path(name), Confines.of([tmp_path / "site"]))
    assert SECRET.encode() in read_bytes(Path(name), Confines.of([private]))


@pytest.mark.parametrize("start", ["a.md", "b.md"])
def test_links_in_a_circle_are_not_followed_for_ever(tmp_path: Path, start: str) -> None:
    """They lead nowhere, and so say the system's own words."""
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    with pytest.raises(OSError, match="symbolic links"):
        read_bytes(tmp_path / start, Confines.of([tmp_path]))


def test_a_long_chain_of_links_costs_itself(site: Site) -> None:
    """A thousand links, each to the next one: the articles beside them are published, and the state is sound."""
    site.write()
    for number in range(1_000):
        (site.source / f"link{number}.md").symlink_to(f"link{number + 1}.md")
    for _ in range(2):
        report = site.build()
        assert [path for path in report.written if path == "all/rss.xml"] or report.tally.published == 1
        assert site.titles() == ["A lamp that remembers"]
