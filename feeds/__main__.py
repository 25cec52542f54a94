"""The entry point of the command `feeds` and of `python -m feeds`."""

import atexit
import gc
import os
import signal
import sys
from types import TracebackType


def main() -> None:
    """Run the command line; the process ends with the exit status that `feeds --help` lists."""
    # Modules and articles are trees, which need no search for cycles: looking through them again and again costs a
    # tenth of a build without a change, and doubles the work of a large one. So the modules are loaded after this.
    gc.set_threshold(300_000, 50, 50)
    at_once = _EndAtOnce()
    is_heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_heard:  # while there is nobody yet who says it in a line, Ctrl-C ends the process as SIGTERM does
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from feeds.cli import cli
    from feeds.core.errors import INTERRUPTED
    from feeds.core.interrupts import end_on_signal, is_over

    sys.excepthook = at_once.tell
    try:
        end_on_signal()
        cli(prog_name="feeds")
    except SystemExit as end:
        before = (end.__context__, getattr(end.__context__, "__cause__", None))
        is_cut_short = any(isinstance(error, KeyboardInterrupt) for error in before)  # outside of a command
        at_once.status = INTERRUPTED if is_cut_short else end.code
        raise
    finally:
        is_over()


class _EndAtOnce:
    """The last thing that is done before Python would take itself apart: the process ends.

    Taking modules apart costs a sixth of a small build without a change, and is not safe while a thread still waits for
    a hub. All that others have registered for the end is done before, as this is registered first.
    """

    def __init__(self) -> None:
        self.status: object = None
        atexit.register(self._end)

    def tell(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        """Tell of what no command has handled; in a line of an interrupt in between, and where no memory is left."""
        from feeds.core.errors import NO_MEMORY, OUTPUT, ending
        from feeds.core.interrupts import is_leaving

        if isinstance(error, MemoryError):  # which may have ended what was to tell of it
            self.status = OUTPUT
            os.write(2, b"feeds: %s\n" % NO_MEMORY.encode())
        elif isinstance(error, KeyboardInterrupt):
            is_leaving()
            self.status, message = ending(error)
            print(f"feeds: {message}", file=sys.stderr)
        else:
            sys.__excepthook__(kind, error, where)

    def _end(self) -> None:
        from feeds.core.interrupts import is_leaving

        is_leaving()
        if not isinstance(self.status, int):
            return  # what ends the process otherwise is Python's to tell
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):  # None where it was closed before the start
                stream.flush()
        except (OSError, ValueError):
            if not self.status:
                return  # Python says so, with a status of its own
        os._exit(self.status)


if __name__ == "__main__":
    main()
