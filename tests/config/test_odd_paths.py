"""Paths that no file can have, in feeds.toml and in the configuration of each generator."""

import json
from pathlib import Path

import pytest

from feeds.config import Options, load
from feeds.core.errors import ConfigError, FeedsError
from tests.sites.support import written
from tests.support import BASE_URL

ODD = {
    "long name": "x" * 300,
    "long path": "x/" * 3_000,
    "upwards": "../" * 1_500,
    "zero byte": "a\0b",
    "half": "\ud800",
    "control": "a\x1b[31mb",
    "pattern": "*" * 900,
}

SITES: dict[str, tuple[str, str]] = {
    "jekyll": ("_config.yml", "collections_dir: @\ncollections: {b: {}}\ninclude: [@]\nexclude: [@]\n"),
    "jekyll, labels": ("_config.yml", "collections: [@]\nlanguages: [@]\n"),
    "jekyll, defaults": ("_config.yml", "defaults: [{scope: {path: @, type: @}, values: {a: @}}]\n"),
    "hexo": ("_config.yml", "source_dir: @\nskip_render: [@]\nlanguage: [@]\n"),
    "hugo": ("hugo.json", '{"contentDir": @, "ignoreFiles": [@], "permalinks": {@: @}}'),
    "hugo, data": ("hugo.json", '{"dataDir": @, "publishDir": @, "theme": @}'),
    "hugo, mounts": ("hugo.json", '{"module": {"mounts": [{"source": @, "target": "content", "lang": @}]}}'),
    "hugo, targets": ("hugo.json", '{"module": {"mounts": [{"source": "content", "target": @}]}}'),
    "hugo, languages": ("hugo.json", '{"languages": {@: {"contentDir": @}}, "defaultContentLanguage": @}'),
    "zola": ("zola.toml", "output_dir = @\nignored_content = [@]\ndefault_language = @\n"),
    "eleventy": ("eleventy.config.js", "module.exports = function() { return {dir: {input: @}} }\n"),
    "eleventy, data": ("eleventy.config.js", "module.exports = function() { return {dir: {data: @, output: @}} }\n"),
    "astro": ("astro.config.mjs", "export default {srcDir: @, base: @, outDir: @}\n"),
    "docusaurus": (
        "docusaurus.config.js",
        "module.exports = {presets: [['classic', {blog: {path: @, authorsMapPath: @, exclude: [@]}}]]}\n",
    ),
    "docusaurus, languages": (
        "docusaurus.config.js",
        "module.exports = {i18n: {defaultLocale: 'en', locales: ['en', @], path: @}}\n",
    ),
}
"""The configuration of each generator, in which `@` stands for a path."""


def put(path: Path, text: str, value: str) -> None:
    """Write a configuration with a value in it."""
    written(path).write_bytes(text.replace("@", json.dumps(value)).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("case", SITES)
def test_no_path_of_a_generator_ends_a_run_unsaid(tmp_path: Path, case: str, odd: str) -> None:
    """A path that no file can have is passed over, or the error names the configuration."""
    name, text = SITES[case]
    for folder in ("content", "_posts", "src/content", "blog", *(["source/_posts"] if case == "hexo" else [])):
        written(tmp_path / folder / "a.md")
    put(tmp_path / name, text, ODD[odd])
    try:
        said = f"{load(Options(sources=(tmp_path,), base_url=BASE_URL)).root}"
    except FeedsError as error:
        said = str(error).partition(f"{name}:")[0].rstrip("/")
    assert said == str(tmp_path)


@pytest.mark.parametrize("key", ["source", "output", "data", "templates", "list"])
@pytest.mark.parametrize(
    ("odd", "message"),
    [
        ("long name", "has a name of more than 255 bytes"),
        ("long path", "is a path of more than 4,095 bytes"),
        ("upwards", "is a path of more than 4,095 bytes"),
        ("zero byte", "has a character that no name of a folder can have"),
    ],
)
def test_a_path_in_feeds_toml_that_no_file_can_have(tmp_path: Path, key: str, odd: str, message: str) -> None:
    """The error names the line, the key and what is wrong, and not the whole path."""
    text = 'source = ["a", @]\n' if key == "list" else f"{key} = @\n"
    put(tmp_path / "feeds.toml", text, ODD[odd])
    with pytest.raises(ConfigError) as caught:
        load(Options(config=tmp_path / "feeds.toml", base_url=BASE_URL))
    shown = "source" if key == "list" else key
    assert str(caught.value) == f"{tmp_path / 'feeds.toml'}:1: {shown}: {message}"
