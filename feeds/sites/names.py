"""Know the names of the configurations of generators."""

from feeds.articles.conventions import Generator

SCRIPTS: dict[Generator, tuple[str, ...]] = {
    "docusaurus": tuple(f"docusaurus.config.{suffix}" for suffix in ("js", "ts", "mjs", "cjs", "mts", "cts")),
    "eleventy": (".eleventy.js", *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts"))),
    "astro": tuple(f"astro.config.{suffix}" for suffix in ("mjs", "js", "ts", "mts", "cjs")),
}
"""The names of the configurations that are programs."""

HUGO = tuple(f"hugo.{suffix}" for suffix in ("toml", "yaml", "yml", "json"))
HUGO_FOLDERS = ("archetypes", "layouts", "themes")
SHARED = tuple(f"config.{suffix}" for suffix in ("toml", "yaml", "yml", "json"))
"""Names of Hugo's configuration that other programs' have too; `config.toml` is also Zola's."""

JEKYLL = ("_config.yml", "_config.yaml", "_config.toml")
