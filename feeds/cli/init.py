"""`feeds init`: look at the folder, and write a `feeds.toml` with what it needs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.cli import options
from feeds.cli.build import build_command
from feeds.cli.common import common_options, config_path, print_line, say, warn

if TYPE_CHECKING:
    from feeds.config.starter import Proposal

_MAX_MISSED = 5
"""Folders at most of which it is said that they are left out."""


@click.command("init", short_help="Look at the site, and write a feeds.toml with what it needs.")
@options.base_url
@click.option("--build", "builds", is_flag=True, help="Build the feeds at once.  [e.g. --build]")
@common_options
def init_command(base_url: str | None, builds: bool) -> None:
    """Look at the working directory, say what is there, and write a feeds.toml with just what it needs.

    The root of a Jekyll, Hugo, Eleventy, Hexo, Docusaurus, Zola or Astro site is recognised. Everything else that
    feeds.toml may hold stands in it in comments.

    \b
    Examples:
      cd my-site && feeds init
      feeds init --base-url https://example.org/feeds/ --build
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load
    from feeds.config.settings import DEFAULT_CONFIG
    from feeds.config.starter import propose, write
    from feeds.diagnostics.first_look import as_text, first_look
    from feeds.index.reading import reading

    path = config_path() or DEFAULT_CONFIG
    proposal = propose(path.parent)
    write(path, proposal, base_url)
    print_line(_found(proposal, path.parent))
    for sentence in proposal.missed[:_MAX_MISSED]:
        say(f"feeds: {sentence}")
    if len(proposal.missed) > _MAX_MISSED:
        say(f"feeds: {len(proposal.missed) - _MAX_MISSED} more are left out")

    if proposal.site is None and not proposal.sources:
        print_line(
            "no article was found: one begins with its fields, between two lines ---, title and date at least; "
            f"name their folder as source in {path.name}, then run: feeds build"
        )
        return

    settings = load(Options(config=path, needs_base_url=False))
    with reading(settings, warn=warn) as read:
        look = first_look(settings, read)
    for line in as_text(look, settings):
        print_line(line)
    if proposal.permalink:
        print_line(
            "the articles do not say their addresses: home_url and permalink make them; set both as the site has them"
        )
    print_line(f"wrote {path}; {_next(settings.site.base_url, builds)}")
    if builds:
        click.get_current_context().invoke(build_command, config=path)


def _found(proposal: "Proposal", folder: Path) -> str:
    """Return what kind of folder it is."""
    site = proposal.site or proposal.inner
    if site is None:
        return "the folder is no site of a generator that feeds knows"
    name = proposal.description.title
    config = proposal.description.files[0]
    called = f" {name!r}" if name else ""
    home = proposal.description.home_url
    generator = site.generator.capitalize()
    place = "" if proposal.site else f" in {', '.join(proposal.sources)}"
    article = "an" if generator[0] in "AE" else "a"
    return f"{article} {generator} site{called}{place} ({config}){f' at {home}' if home else ''}"


def _next(base_url: str, builds: bool) -> str:
    if not base_url:
        return (
            "set base_url in it, where the feeds will be served, and home_url, where the site is, then run: feeds build"
        )
    return f"the feeds will be at {base_url}" + ("" if builds else "; next: feeds build")
