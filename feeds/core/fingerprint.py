"""Digests of what an output depends on besides its articles: this program, its libraries, and Python."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from feeds import __version__

_PACKAGE = Path(__file__).parents[1]
_DATA = ("formats/templates/", "locale/")


@cache
def fingerprint() -> bytes:
    """Return a digest of this program and its libraries, which decide how articles are read and documents written."""
    code = [(name, status.st_size, status.st_mtime_ns) for name, status in sorted(_parts())]
    libraries = [name for folder in sys.path for name in sorted(_distributions(folder))]
    return digest(__version__, sys.version, code, libraries)


def code() -> bytes:
    """Return a digest of the code of this program, which is the same wherever that is installed."""
    return digest([(name, (_PACKAGE / name).read_bytes()) for name, _ in sorted(_parts())])


def digest(*parts: object) -> bytes:
    """Return a digest of values that msgspec can encode, the same in every process."""
    try:
        encoded = msgspec.msgpack.encode(parts, order="deterministic")
    except (UnicodeEncodeError, OverflowError):  # for a name that is no UTF-8, or a huge number or moment
        plain = msgspec.to_builtins(parts, order="deterministic", builtin_types=(date, datetime, time))
        encoded = json.dumps(plain, default=str).encode("ascii")
    return blake2b(encoded, digest_size=16).digest()


def contents(folder: Path) -> list[tuple[bytes, bytes]]:
    """Return the name, as bytes, and the content of every file below a folder, sorted by name. Raises OSError."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(os.fsencode(path.relative_to(folder)), path.read_bytes()) for path in files]


def _parts(folder: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Yield the modules of this program, the templates of its pages and the catalogues of its words, by their names."""
    with os.scandir(_PACKAGE / folder) as entries:
        for entry in entries:
            name = f"{folder}{entry.name}"
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _parts(f"{name}/")
            elif name.endswith(".py") or name.startswith(_DATA):
                yield name, entry.stat()


def _distributions(folder: str) -> list[bytes]:
    """Return the names of the metadata folders (name and version) of the libraries installed in a folder."""
    try:
        names = os.listdir(os.fsencode(folder) or b".")
    except OSError:  # an archive, or missing
        return []
    return [name for name in names if name.endswith((b".dist-info", b".egg-info"))]
