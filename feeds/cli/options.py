"""The options that more than one command takes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class Place(click.Path):
    """The name of a file or a folder. An empty one, as of a variable that is not set, is not the working directory."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path. Raises BadParameter."""
        if value == "":
            self.fail("it is empty; write . for the working directory", param, ctx)
        return super().convert(value, param, ctx)


PLACE = Place(path_type=Path)


class Seconds(click.FloatRange):
    """A time in a range; `nan`, which is beyond no bound, is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number. Raises BadParameter."""
        number = super().convert(value, param, ctx)
        if number != number:
            self.fail(f"{value!r} is not a number of seconds", param, ctx)
        return number


def _path(*names: str, metavar: str, help: str) -> Callable[[Command], Command]:
    return click.option(*names, metavar=metavar, type=PLACE, help=help)


sources = click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=PLACE)


def output_to(does: str) -> Callable[[Command], Command]:
    """Return the option that names the output, for a command that does this with it."""
    return _path("-o", "--output", metavar="DIR", help=f"{does}; default: dist.  [e.g. -o public/feeds]")


output = output_to("Write the documents to this folder")
base_url = click.option(
    "--base-url",
    metavar="URL",
    help="The address at which a web server serves the output.  [e.g. --base-url https://example.org/feeds/]",
)
state_dir = _path(
    "--state-dir",
    metavar="DIR",
    help="Keep what builds remember in this folder; default: .feeds.  [e.g. --state-dir /var/lib/feeds]",
)
report_format = click.option(
    "--format",
    "report_format",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Text for people, one JSON object a line, or annotations for GitHub Actions.  [e.g. --format github]",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.  [e.g. --json]")
timestamps = click.option(
    "--timestamps", is_flag=True, help="Begin every line on stderr with the time, in UTC.  [e.g. --timestamps]"
)
