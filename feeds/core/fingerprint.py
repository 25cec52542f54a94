"""Digests of what an output depends on besides its articles: this program, its libraries, and Python."""

import os
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from feeds import __version__
from feeds.words.catalogue import LOCALE

_PACKAGE = Path(__file__).parents[1]


@cache
def fingerprint() -> bytes:
    """Return a digest of this program and its libraries, which decide how articles are read and documents written."""
    code = [(path.name, status.st_size, status.st_mtime_ns) for path, status in _parts()]
    libraries = [name for folder in sys.path for name in sorted(_distributions(folder))]
    return digest(__version__, sys.version, code, libraries)


def code() -> bytes:
    """Return a digest of the code of this program, which is the same wherever that is installed."""
    return digest([(path.relative_to(_PACKAGE).as_posix(), path.read_bytes()) for path, _ in _parts()])


def digest(*parts: object) -> bytes:
    """Return a digest of values that msgspec can encode, the same in every process."""
    return blake2b(msgspec.msgpack.encode(parts, order="deterministic"), digest_size=16).digest()


def contents(folder: Path) -> list[tuple[str, bytes]]:
    """Return the name and content of every file below a folder, sorted by name. Raises OSError."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files]


def _parts() -> list[tuple[Path, os.stat_result]]:
    """Return the modules of this program, the templates of its pages and the catalogues of its words."""
    files = [
        *_PACKAGE.rglob("*.py"),
        *(_PACKAGE / "formats" / "templates").iterdir(),
        *LOCALE.glob("*/LC_MESSAGES/*"),
    ]
    return [(path, path.stat()) for path in sorted(files)]


def _distributions(folder: str) -> list[bytes]:
    """Return the names of the metadata folders (name and version) of the libraries installed in a folder."""
    try:
        names = os.listdir(os.fsencode(folder) or b".")
    except OSError:  # an archive, or missing
        return []
    return [name for name in names if name.endswith((b".dist-info", b".egg-info"))]
