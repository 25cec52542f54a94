"""The `feeds.toml` that a new site begins with."""

import errno
import os
import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from feeds import api
from feeds.config import Options, load, starter
from feeds.config.file import (
    ArticlesTable,
    ConfigFile,
    FeedTable,
    GroupTable,
    ReaderTable,
    SelectTable,
    SiteTable,
    read,
)
from feeds.core.confines import Confines
from feeds.core.errors import ConfigError, OutputError
from feeds.frontmatter.file import read_bytes as file_bytes
from tests.support import NOW, article


def written(folder: Path, base_url: str | None = None) -> Path:
    """Write the configuration that is proposed for a folder, and return its path."""
    path = folder / "feeds.toml"
    starter.write(path, starter.propose(folder), base_url)
    return path


def uncommented(text: str) -> str:
    """Return the file with every key that it shows switched on."""
    return re.sub(r"^# (?=[a-z_]+ = |\[)", "", text, flags=re.MULTILINE)


def test_it_is_valid_as_it_is(tmp_path: Path) -> None:
    """A new site's configuration can be read at once, and lacks only the address that nobody can guess."""
    (tmp_path / "seeds").mkdir()
    path = written(tmp_path)
    assert read(path)[0] == ConfigFile(source="seeds", output="dist")
    assert load(Options(config=path, base_url="https://f.example/")).sources == (tmp_path / "seeds",)


def test_every_key_is_shown_and_valid(tmp_path: Path) -> None:
    """The starter documents every key there is, and each example can be switched on."""
    path = written(tmp_path)
    text = uncommented(path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    read(path)
    data = tomllib.loads(text)
    assert set(data) == set(ConfigFile.__struct_fields__)
    for found, kind in (
        (data["site"], SiteTable),
        (data["select"], SelectTable),
        (data["readers"][0], ReaderTable),
        (data["articles"], ArticlesTable),
        (data["topics"]["AI"], GroupTable),
        (data["select"] | data["feeds"]["top-ai"], FeedTable),
    ):
        assert set(found) == {field.encode_name for field in msgspec.structs.fields(kind)}


@pytest.mark.parametrize(
    ("name", "text", "output"),
    [
        ("_config.yml", 'title: "A \\"night\\" ☾"\nurl: https://j.example\nbaseurl: /b\n', "feeds"),
        ("hugo.toml", 'baseURL = "https://j.example/b/"\n', "static/feeds"),
        ("zola.toml", 'base_url = "https://j.example/b"\n', "static/feeds"),
        ("eleventy.config.js", "", "feeds"),
        ("astro.config.mjs", "export default { site: 'https://j.example', base: '/b' }", "public/feeds"),
        ("docusaurus.config.js", "export default { url: 'https://j.example', baseUrl: '/b/' }", "static/feeds"),
    ],
)
def test_the_site_of_a_generator_needs_hardly_anything(tmp_path: Path, name: str, text: str, output: str) -> None:
    """What the site says of itself need not be said again: only where its feeds are."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    config, _ = read(written(tmp_path))
    base = "https://j.example/b/feeds/" if text else None
    assert config == ConfigFile(output=output, site=SiteTable(base_url=base))


def test_the_address_that_is_given(tmp_path: Path) -> None:
    """An address on the command line goes before the one that a site suggests."""
    (tmp_path / "_config.yml").write_text("url: https://j.example\n")
    assert read(written(tmp_path, "https://f.example/"))[0].site.base_url == "https://f.example/"


def test_folders_of_articles_are_found(tmp_path: Path) -> None:
    """Pages, documentation and older output are no articles: the first build of the proposal has no error."""
    for name in ("about.md", "docs/guide.md", "_drafts/plan.md", "news/index.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("---\nlayout: page\n---\n")
    for name in ("news/2026/lamp.md", "posts/night.md", "dist/old.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(article(webUrl=f"https://lamps.example/{name}"))
    config = written(tmp_path)
    assert read(config)[0] == ConfigFile(source=["news", "posts"], output="dist")
    report = api.build(config=config, base_url="https://f.example/", now=NOW)
    assert (report.errors, report.tally.published) == ((), 2)


def test_articles_that_need_a_pattern_of_addresses(tmp_path: Path) -> None:
    """Articles that say nothing of their address get one from their path."""
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "owls.md").write_text("---\ntitle: Owls\ndate: 2026-01-02\n---\nAt night.\n")
    config = written(tmp_path, "https://f.example/")
    assert read(config)[0].articles == ArticlesTable(permalink="/:path/")
    report = api.build(config=config, now=NOW)
    assert (report.errors, report.tally.published) == ((), 1)


def test_articles_in_the_folder_itself(tmp_path: Path) -> None:
    """They are below no folder that could be named instead."""
    (tmp_path / "lamp.md").write_text(article())
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "night.md").write_text(article(webUrl="https://lamps.example/2"))
    assert read(written(tmp_path))[0].source == "."


def test_it_overwrites_nothing(tmp_path: Path) -> None:
    """A configuration that is there is never lost to `feeds init`."""
    path = tmp_path / "feeds.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="exists already"):
        written(tmp_path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A file that cannot be written is an error with its name."""
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        starter.write(tmp_path / "none" / "feeds.toml", starter.propose(tmp_path))


def test_a_file_that_cannot_be_written_whole_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk nothing stays behind, so that a later try finds nothing in its way."""

    def fail(descriptor: int, content: bytes) -> None:
        os.write(descriptor, content[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("feeds.core.safe_files.write_all", fail)
        with pytest.raises(OutputError, match="No space left"):
            written(tmp_path)
    assert not list(tmp_path.iterdir())
    assert written(tmp_path).stat().st_mode & 0o600 == 0o600


def test_a_file_system_without_second_names_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot have two names, the new one is renamed, and what exists is refused all the same."""

    def fail(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", fail)
    assert read(written(tmp_path))
    with pytest.raises(ConfigError, match="exists already"):
        written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["feeds.toml"]


def test_a_link_to_nothing_is_no_room_for_a_configuration(tmp_path: Path) -> None:
    """Whatever has the name of the new file stays, and nothing is written through it."""
    (tmp_path / "feeds.toml").symlink_to("elsewhere.toml")
    with pytest.raises(ConfigError, match="exists already"):
        written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["feeds.toml"]


def test_folders_that_cannot_be_named_or_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that TOML cannot hold, a folder that cannot be listed and a file that cannot be read are each named."""
    for name in (os.fsdecode(b"art\xff"), "good", "shut", "unread"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "owls.md").write_text(article(), encoding="utf-8")
    scandir, read_bytes = os.scandir, file_bytes

    def scan(path: bytes) -> object:
        if path.endswith(b"shut"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scandir(path)

    def reading(path: bytes, confines: Confines) -> bytes:
        if b"unread" in path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return read_bytes(path, confines)

    monkeypatch.setattr(os, "scandir", scan)
    monkeypatch.setattr("feeds.articles.read.read_bytes", reading)
    proposal = starter.propose(tmp_path)
    assert proposal.sources == ("good",)
    assert proposal.missed == (
        "shut: it cannot be read: Permission denied",
        "unread/owls.md: it cannot be read",
        "art\udcff: its name is not UTF-8, as feeds.toml is; rename it",
    )
