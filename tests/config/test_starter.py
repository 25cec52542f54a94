"""The `feeds.toml` that a new site begins with."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from feeds import api
from feeds.config import Options, load, starter
from feeds.config.file import ConfigFile, GroupTable, ReaderTable, SelectTable, SiteTable, read
from feeds.core.errors import ConfigError, OutputError
from tests.support import NOW, article


def uncommented(text: str) -> str:
    """Return the file with every key that it shows switched on."""
    return re.sub(r"^# (?=[a-z_]+ = |\[)", "", text, flags=re.MULTILINE)


def test_it_is_valid_as_it_is(tmp_path: Path) -> None:
    """A new site's configuration can be read at once, and lacks only the address that nobody can guess."""
    (tmp_path / "seeds").mkdir()
    path = starter.write(tmp_path / "feeds.toml")
    assert path == tmp_path / "feeds.toml"
    assert read(path)[0] == ConfigFile(source="seeds", output="dist")
    assert load(Options(config=path, base_url="https://f.example/")).sources == (tmp_path / "seeds",)


def test_every_key_is_shown_and_valid(tmp_path: Path) -> None:
    """The starter documents every key there is, and each example can be switched on."""
    path = starter.write(tmp_path / "feeds.toml")
    text = uncommented(path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    read(path)
    data = tomllib.loads(text)
    assert set(data) == set(ConfigFile.__struct_fields__)
    for found, kind in (
        (data["site"], SiteTable),
        (data["select"], SelectTable),
        (data["readers"][0], ReaderTable),
        (data["topics"]["AI"], GroupTable),
    ):
        assert set(found) == {field.encode_name for field in msgspec.structs.fields(kind)}


def test_a_jekyll_site_fills_it_in(tmp_path: Path) -> None:
    """What a Jekyll site says of itself stands in its feeds.toml, and the build goes by it."""
    (tmp_path / "_data").mkdir()
    (tmp_path / "_config.yml").write_text(
        'title: "A \\"night\\" \\\\ paper ☾"\nurl: https://j.example\nbaseurl: /b\nlocale: de-DE\n', encoding="utf-8"
    )
    config, _ = read(starter.write(tmp_path / "feeds.toml"))
    assert (config.source, config.data) == (".", "_data")
    assert config.site == SiteTable(
        title='A "night" \\ paper ☾',
        base_url="https://j.example/b/",
        home_url="https://j.example/b/",
        language="de-DE",
    )


def test_a_jekyll_site_has_its_articles_in_some_folders(tmp_path: Path) -> None:
    """Pages, drafts and documentation are no articles: the first build of the proposal has no error."""
    (tmp_path / "_config.yml").write_text("url: https://j.example\n")
    pages = ("about.md", "docs/guide.md", "_drafts/plan.md", "dist/old.md", "_news/index.md")
    for name in (*pages, "_news/2026/lamp.md", "_posts/night.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("---\nlayout: page\n---\n" if "index" in name else "---\ntitle: A page\n---\n")
    for name in ("_news/2026/lamp.md", "_posts/night.md", "dist/old.md"):
        (tmp_path / name).write_text(article(webUrl=f"https://lamps.example/{name}"))
    config = starter.write(tmp_path / "feeds.toml")
    assert read(config)[0].source == ["_news", "_posts"]
    report = api.build(config=config, now=NOW)
    assert (report.errors, report.tally.published) == ((), 2)


def test_articles_in_the_root_of_a_jekyll_site(tmp_path: Path) -> None:
    """They are below no folder that could be named instead."""
    (tmp_path / "_config.yml").write_text("url: https://j.example\n")
    (tmp_path / "lamp.md").write_text(article())
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "night.md").write_text(article(webUrl="https://lamps.example/2"))
    assert read(starter.write(tmp_path / "feeds.toml"))[0].source == "."


def test_it_overwrites_nothing(tmp_path: Path) -> None:
    """A configuration that is there is never lost to `feeds init`."""
    path = tmp_path / "feeds.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="exists already"):
        starter.write(tmp_path / "feeds.toml")
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A file that cannot be written is an error with its name."""
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        starter.write(tmp_path / "none" / "feeds.toml")
