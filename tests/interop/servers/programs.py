"""The programs on Node.js that read what the pages in docs/ have others read."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import need

INTEROP = Path(__file__).parents[1]


def on_node(script: str, package: str, *arguments: str) -> Any:
    """Return what a script of tests/interop, which needs a package, prints as JSON."""
    node = need(shutil.which("node"), "Node.js")
    need(str(INTEROP) if (INTEROP / "node_modules" / package).is_dir() else None, package)
    command = [node, str(INTEROP / script), *arguments]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
