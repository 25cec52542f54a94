"""The entry point of the command `feeds` and of `python -m feeds`."""

import gc
import signal
from types import FrameType

from feeds.cli import cli
from feeds.core.errors import Interrupted


def main() -> None:
    """Run the command line; the process ends with the exit status that `feeds --help` lists."""
    signal.signal(signal.SIGTERM, _end)
    # Articles are trees, which need no search for cycles: looking through them again and again doubles a build's work.
    gc.set_threshold(100_000, 50, 50)
    cli(prog_name="feeds")


def _end(number: int, frame: FrameType | None) -> None:
    raise Interrupted


if __name__ == "__main__":
    main()
