"""Print constraints that pin each dependency, and each of an extra, to the lowest version that pyproject.toml allows.

The versions of everything else are those of constraints.txt.
"""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)>=([\w.]+)")


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lowest() -> dict[str, str]:
    """Return the lowest version of each dependency by its normalised name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    found = {}
    for requirement in wanted:
        match = REQUIREMENT.fullmatch(requirement)
        if not match:
            raise SystemExit(f"pyproject.toml: {requirement} has no lower bound of the form NAME>=VERSION")
        found[_normalised(match[1])] = match[2]
    return found


def main() -> None:
    """Print the constraints."""
    pinned = lowest()
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        name = _normalised(line.partition("==")[0])
        if "==" in line and name not in pinned:
            print(line)
    for name, version in sorted(pinned.items()):
        print(f"{name}=={version}")


if __name__ == "__main__":
    main()
