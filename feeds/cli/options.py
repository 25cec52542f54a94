"""The options that more than one command takes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def _path(*names: str, metavar: str, help: str) -> Callable[[Command], Command]:
    return click.option(*names, metavar=metavar, type=click.Path(path_type=Path), help=help)


sources = click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(path_type=Path))
output = _path("-o", "--output", metavar="DIR", help="Where the documents go; default: dist.  [e.g. -o public/feeds]")
base_url = click.option(
    "--base-url",
    metavar="URL",
    help="Where the output is served.  [e.g. --base-url https://example.org/feeds/]",
)
state_dir = _path(
    "--state-dir",
    metavar="DIR",
    help="What builds remember; default: .feeds.  [e.g. --state-dir /var/lib/feeds]",
)
report_form = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="For people, for programs (an object a line), or GitHub's annotations.  [e.g. --format github]",
)
