"""Build with another state where a build ends with a fault that its own may have led to.

A state may hold what no build puts there although its seal is right, as where memory of the machine is bad. So a build
that fails on values is tried once more with a state begun anew, as if it were lost; if that fails as well, the state is
not to blame, and stays.
"""

import errno
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from feeds.core import side_files
from feeds.core.damage import WRONG_DATA
from feeds.core.errors import FAULT
from feeds.core.progress import Warn
from feeds.index import seal
from feeds.publish import attempts
from feeds.publish.report import Report

_ANEW = ".anew"


def retried(path: Path, attempt: Callable[[Path], Report], warn: Warn) -> Report:
    """Return the report of an attempt with the database at a path, or else of one with a database begun anew.

    The second is not made where the build before has failed by a fault, too, which it would have mended. Raises what
    the first attempt does otherwise, and what the second does that is no fault.
    """
    try:
        return attempt(path)
    except (*WRONG_DATA, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.EOVERFLOW:  # which is of moments that are none
            raise
        before = attempts.last(path)
        if not path.exists() or (before is not None and before.status == FAULT):
            raise
        fault = error
    traceback.clear_frames(fault.__traceback__)  # cursors in there would keep the old database open, and its journal

    other = path.with_name(f"{path.stem}{_ANEW}{path.suffix}")
    sweep(path)
    try:
        report = attempt(other)
        if report.refused:  # nothing is kept of such a build
            return report
        for beside in side_files.of(path):  # SQLite would take them for those of the new database
            beside.unlink(missing_ok=True)
        other.replace(path)
        seal.write(path, with_checksum=True)
    except WRONG_DATA:
        raise fault from None
    finally:
        sweep(path)
    warn(f"{path}: a build failed with this state ({type(fault).__name__}), so it was begun anew")
    return report


def sweep(path: Path) -> None:
    """Remove what a killed process has left of a database begun anew, while the lock of the other is held."""
    begin = f"{path.stem}{_ANEW}."
    with suppress(OSError):  # it harms nobody
        for found in list(path.parent.iterdir()):
            if found.name.startswith(begin):
                found.unlink()
