"""`feeds status`: how the builds are doing."""

import re
from datetime import timedelta
from typing import Any

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, print_line, warn

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGE = re.compile(rf"(\d{{1,6}})([{''.join(_UNITS)}])")


class Age(click.ParamType):  # type: ignore[type-arg] # releases of click differ in whether it takes one
    """A length of time: a number with the first letter of its unit."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the length of time that a person wrote."""
        found = _AGE.fullmatch(str(value).strip().lower())
        if not found:
            self.fail(f"{value!r} is not an age; expected a number and a unit, as in 30m, 12h, 7d or 2w", param, ctx)
        return timedelta(**{_UNITS[found[2]]: int(found[1])})


@click.command("status", short_help="Say how the builds are doing.")
@options.output_to("Look at this folder")
@options.state_dir
@click.option(
    "--max-age",
    type=Age(),
    metavar="AGE",
    help="Report a fault if the last success, or the newest item, is older; in s, m, h, d, w.  [e.g. --max-age 7d]",
)
@options.as_json
@common_options
def status_command(max_age: timedelta | None, as_json: bool, **given: Any) -> None:
    """Say how the last builds ended, and what lies in the output; write nothing.

    The exit status is 1 if somebody should look at something: the last build wrote nothing, a feed cannot be read or
    no build knows it, an article has an error, or something is older than --max-age.

    \b
    Examples:
      feeds status
      feeds status --max-age 7d --json
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load
    from feeds.diagnostics.status import status

    settings = load(Options(config=config_path(), needs_base_url=False, reads_articles=False, **given))
    found = status(settings, warn=warn, max_age=max_age)
    if as_json:
        print_line(found.as_json())
    else:
        for line in found.as_text(settings.zone):
            print_line(line)
    click.get_current_context().exit(1 if found.wrong else 0)
