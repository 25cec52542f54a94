"""A configuration in a folder above counts only where nobody else can have put it there."""

import os
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from feeds.config import Options, load
from feeds.core.confines import NOTHING, Confines
from feeds.core.errors import ConfigError, SourceNotFoundError
from feeds.publish.build import Request
from feeds.sites import writers
from feeds.sites.above import Keepers
from feeds.sites.detect import Found, site_above
from tests.sites.support import written
from tests.support import BASE_URL, Site

ME, ALICE, BOB, TEAM, NO_GROUP = os.geteuid(), 70_001, 70_002, 70_100, 70_200
FOLDER, FILE = stat.S_IFDIR, stat.S_IFREG


@pytest.fixture
def owned(monkeypatch: pytest.MonkeyPatch) -> dict[Path, tuple[int, int, int]]:
    """Return a mapping of paths to their owner, group and mode; what is not in it is this user's, and closed."""
    given: dict[Path, tuple[int, int, int]] = {}

    def status(path: Path, *, follow: bool = True) -> Any:
        mode = path.stat(follow_symlinks=follow).st_mode
        owner, group, permissions = given.get(path, (ME, NO_GROUP, 0o755))
        return SimpleNamespace(st_uid=owner, st_gid=group, st_mode=stat.S_IFMT(mode) | permissions)

    monkeypatch.setattr(writers, "status_of", status)
    return given


GENERATORS = {
    "jekyll": ("_config.yml", "title: planted\n"),
    "hexo": ("_config.yml", "title: planted\n"),
    "hugo": ("hugo.toml", 'title = "planted"\n'),
    "hugo in config": ("config/_default/config.yaml", "title: planted\n"),
    "hugo by its text": ("config.toml", 'baseURL = "https://planted.example/"\n'),
    "zola": ("zola.toml", 'title = "planted"\n'),
    "docusaurus": ("docusaurus.config.js", "module.exports = {title: 'planted'}\n"),
    "eleventy": (".eleventy.js", "module.exports = () => ({})\n"),
    "astro": ("astro.config.mjs", "export default {}\n"),
}


def planted(folder: Path, generator: str) -> Path:
    """Write the configuration of a generator into a folder."""
    name, text = GENERATORS[generator]
    if generator == "hexo":
        (folder / "scaffolds").mkdir()
    if generator == "hugo by its text":
        (folder / "layouts").mkdir()
    return written(folder / name, text)


@pytest.mark.parametrize("generator", GENERATORS)
@pytest.mark.parametrize(
    ("folder", "file", "doubt"),
    [
        ((ME, NO_GROUP, 0o755), (BOB, NO_GROUP, 0o644), f"{{file}} belongs to the user {BOB}"),
        ((BOB, NO_GROUP, 0o755), (ME, NO_GROUP, 0o644), f"{{folder}} belongs to the user {BOB}"),
        ((0, NO_GROUP, 0o1777), (ME, NO_GROUP, 0o644), "everybody can write to {folder}"),
        ((0, NO_GROUP, 0o777), (ME, NO_GROUP, 0o644), "everybody can write to {folder}"),
        ((0, TEAM, 0o2775), (BOB, TEAM, 0o644), "a group can write to {folder}"),
        ((ME, NO_GROUP, 0o755), (ME, NO_GROUP, 0o666), "everybody can write to {file}"),
        ((ME, NO_GROUP, 0o755), (ME, TEAM, 0o664), "a group can write to {file}"),
    ],
)
def test_what_others_can_have_planted_is_passed_over(
    tmp_path: Path,
    owned: dict[Path, tuple[int, int, int]],
    generator: str,
    folder: tuple[int, int, int],
    file: tuple[int, int, int],
    doubt: str,
) -> None:
    """The configuration of no generator counts in a folder, or from a file, that others can write to; it is named."""
    path = planted(tmp_path, generator)
    owned |= {tmp_path: folder, path: file}
    passed: list[str] = []
    assert site_above(written(tmp_path / "site" / "a.md").parent, passed) is None
    said = f"{path} is passed over: {doubt.format(folder=tmp_path, file=path)}; if it is the site's, name its folder"
    assert len(passed) == 1
    assert passed[0].startswith(said)


@pytest.mark.parametrize(
    ("folder", "file", "start"),
    [
        ((ME, NO_GROUP, 0o755), (ME, NO_GROUP, 0o644), (ME, NO_GROUP, 0o755)),
        ((0, NO_GROUP, 0o755), (0, NO_GROUP, 0o644), (BOB, NO_GROUP, 0o755)),
        ((ALICE, NO_GROUP, 0o755), (ALICE, NO_GROUP, 0o644), (ALICE, NO_GROUP, 0o755)),
        ((ALICE, TEAM, 0o2775), (BOB, TEAM, 0o664), (ALICE, TEAM, 0o2775)),
        ((ALICE, ALICE, 0o775), (ALICE, ALICE, 0o664), (ALICE, NO_GROUP, 0o755)),
    ],
    ids=["own", "root's", "its owner's", "a group's that shares both", "a group of one"],
)
def test_what_belongs_to_the_site_counts(
    tmp_path: Path,
    owned: dict[Path, tuple[int, int, int]],
    folder: tuple[int, int, int],
    file: tuple[int, int, int],
    start: tuple[int, int, int],
) -> None:
    """So do files of root, of the owner of the articles (whoever runs feeds), and of a group that can write to both."""
    path = planted(tmp_path, "hugo in config")
    articles = written(tmp_path / "content" / "a.md").parent
    owned |= dict.fromkeys((tmp_path, tmp_path / "config", tmp_path / "config" / "_default"), folder)
    owned |= {path: file, articles: start}
    passed: list[str] = []
    assert (site_above(articles, passed), passed) == (Found(tmp_path, "hugo"), [])


@pytest.mark.parametrize("owner", [0, ALICE])
def test_the_group_of_root_is_trusted_as_root_is(
    tmp_path: Path, owned: dict[Path, tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch, owner: int
) -> None:
    """Also where accounts of the system are in it (`sync`, `operator`), as on Red Hat's systems; no other group is."""
    accounts = "root:x:0:0::/root:/bin/sh\nsync:x:5:0::/sbin:/bin/sync\noperator:x:11:0::/root:/sbin/nologin\n"
    monkeypatch.setattr(writers, "ACCOUNTS", written(tmp_path / "passwd", accounts))
    path = planted(tmp_path / "site", "hugo")
    articles = written(tmp_path / "site" / "content" / "a.md").parent
    owned |= {tmp_path / "site": (owner, 0, 0o775), path: (owner, 0, 0o664), articles: (ALICE, NO_GROUP, 0o755)}
    assert site_above(articles, []) == Found(tmp_path / "site", "hugo")
    owned[path] = (owner, TEAM, 0o664)
    assert site_above(articles, []) is None


def test_a_folder_between_the_root_and_the_file_is_looked_at(
    tmp_path: Path, owned: dict[Path, tuple[int, int, int]]
) -> None:
    """A folder `config` that others can write to makes no site of the one that it is in."""
    planted(tmp_path, "hugo in config")
    owned[tmp_path / "config"] = (ME, NO_GROUP, 0o777)
    assert site_above(written(tmp_path / "content" / "a.md").parent, []) is None


def test_the_next_above_counts(tmp_path: Path, owned: dict[Path, tuple[int, int, int]]) -> None:
    """What is passed over, a `.git` too, hides nothing of what is above; nor does what cannot be looked into."""
    planted(tmp_path, "zola")
    (tmp_path / "theirs" / ".git").mkdir(parents=True)
    planted(tmp_path / "theirs", "hexo")
    owned[tmp_path / "theirs"] = (BOB, NO_GROUP, 0o755)
    start = written(tmp_path / "theirs" / "site" / "a.md").parent
    assert site_above(start, []) == Found(tmp_path, "zola")


def test_what_is_named_counts(
    tmp_path: Path, owned: dict[Path, tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder itself, one that is named, and the working directory count, whoever they belong to."""
    path, start = planted(tmp_path, "hugo"), written(tmp_path / "content" / "a.md").parent
    owned |= {tmp_path: (ALICE, TEAM, 0o2775), path: (BOB, TEAM, 0o664), start: (BOB, TEAM, 0o755)}
    found = Found(tmp_path, "hugo")
    assert site_above(start, []) is None
    assert site_above(tmp_path, []) == site_above(start, [], Confines.of([tmp_path])) == found
    monkeypatch.chdir(tmp_path)
    assert site_above(start, []) == found


def test_among_all_only_own_files_count(
    tmp_path: Path, owned: dict[Path, tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder such as `/tmp`, where everybody has files, those of others count for nothing, though it is named."""
    path = planted(tmp_path, "jekyll")
    owned |= {tmp_path: (0, NO_GROUP, 0o1777), path: (BOB, NO_GROUP, 0o644)}
    passed: list[str] = []
    assert site_above(tmp_path, passed) is None
    assert f"it belongs to the user {BOB}, and everybody can write to {tmp_path}" in passed[0]
    owned[path] = (ME, NO_GROUP, 0o644)
    assert site_above(tmp_path, []) == Found(tmp_path, "jekyll")

    monkeypatch.chdir(tmp_path)
    written(tmp_path / "feeds.toml")
    owned[tmp_path / "feeds.toml"] = (BOB, NO_GROUP, 0o644)
    with pytest.raises(ConfigError, match=rf"^feeds\.toml: it belongs to the user {BOB}, .* with --config$"):
        load(Options(sources=(tmp_path,)))


def test_a_file_that_vanishes_is_in_doubt(
    tmp_path: Path, owned: dict[Path, tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who can rename a file there and back must not have it looked at only while it is away."""
    owned[tmp_path] = (0, NO_GROUP, 0o1777)
    monkeypatch.chdir(tmp_path)
    assert "is not there any more" in Keepers.of(tmp_path, NOTHING).doubt(tmp_path, tmp_path / "feeds.toml")
    monkeypatch.setattr(os.path, "lexists", lambda path: True)
    with pytest.raises(ConfigError, match=r"feeds\.toml is not there any more; try again"):
        load(Options(sources=(tmp_path,)))


@pytest.mark.parametrize("name", [".git", "source", "scaffolds", "content", "layouts"])
def test_a_link_that_cannot_be_followed_ends_no_build(tmp_path: Path, name: str) -> None:
    """Whatever it leads to, and whoever made it."""
    planted(tmp_path, "jekyll")
    (tmp_path / "articles").mkdir()
    for folder in (tmp_path, tmp_path / "articles"):
        (folder / name).symlink_to("x" * 300)
        (folder / "config.toml").write_text('baseURL = "https://a.example/"\n', encoding="utf-8")
    assert site_above(tmp_path, []) == Found(tmp_path, "jekyll")
    site_above(tmp_path / "articles", [])


def test_a_planted_configuration_changes_no_build(
    site: Site, owned: dict[Path, tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that hides every article, or that is broken, is told in one line, and refuses no strict build."""
    monkeypatch.chdir(site.source)
    site.write()
    for text in ("title: planted\nexclude: ['*']\n", "a: [\n"):
        path = written(site.folder / "_config.yml", text)
        owned[path] = (BOB, NO_GROUP, 0o644)
        report = site.build(request=Request(details=True, strict=True))
        assert (report.refused, len(site.titles())) == (None, 1)
        assert report.problems == ()
        assert [message.partition(":")[0] for message in site.warnings] == [f"{path} is passed over"]
        site.warnings.clear()


def test_links_lead_no_further_for_a_planted_configuration(
    site: Site, owned: dict[Path, tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a folder is no root: what lies beside the articles stays what no link may lead to."""
    monkeypatch.chdir(site.source)
    site.write()
    secret = written(site.folder / "secret.md")
    owned[written(site.folder / "_config.yml", "title: planted\n")] = (BOB, NO_GROUP, 0o644)
    settings = load(Options(sources=(site.source,), base_url=BASE_URL))
    assert settings.root is None
    assert not settings.confines.hold(secret)


def test_feeds_toml_above_an_article(
    tmp_path: Path, owned: dict[Path, tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`feeds explain` looks for it above the article, and passes over one that others can have put there."""
    file = written(tmp_path / "a" / "b.md")
    path = written(tmp_path / "feeds.toml", 'source = "a"\n')
    options = Options(near=file, needs_base_url=False)
    monkeypatch.chdir(file.parent)
    assert load(options).config == path
    owned[path] = (BOB, NO_GROUP, 0o644)
    with pytest.raises(SourceNotFoundError, match=rf"^no articles: {path} is passed over: {path} belongs to the user"):
        load(options)
