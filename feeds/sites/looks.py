"""Look at what lies in a place of a site, and take no fault of the machine for nothing.

A configuration that seems not to be there for a moment would publish what it holds back, and move every link.
"""

import stat
from pathlib import Path

from feeds.core.errors import OutputError, is_of_disk


def is_file(path: Path | str) -> bool:
    """Say whether there is a file, or a link to one. Raises OutputError where nobody can tell for a moment."""
    return stat.S_ISREG(_mode(path))


def is_folder(path: Path | str) -> bool:
    """Say whether there is a folder, or a link to one. Raises OutputError as `is_file` does."""
    return stat.S_ISDIR(_mode(path))


def require_lasting(path: Path | str, error: OSError) -> None:
    """Raise OutputError for an error of the machine's, which passes: what it hides would count as not there."""
    if is_of_disk(error):
        raise OutputError(f"{path}: cannot be read now: {error.strerror}; the old feeds are still there") from error


def _mode(path: Path | str) -> int:
    try:
        return Path(path).stat().st_mode
    except OSError as error:
        require_lasting(path, error)
        return 0
    except ValueError:  # a name that no file can have
        return 0
