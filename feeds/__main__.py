"""The entry point of the command `feeds` and of `python -m feeds`."""

from feeds.cli import cli


def main() -> None:
    """Run the command line; the process ends with the exit status that `feeds --help` lists."""
    cli(prog_name="feeds")


if __name__ == "__main__":
    main()
