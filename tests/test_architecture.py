"""The pipeline runs one way: who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import feeds

PACKAGE = Path(feeds.__file__).parent

LAYERS = [
    {"errors", "model", "bounds"},
    {"text", "slugs", "urls", "dates", "workers", "store", "program", "progress", "packing"},
    {"images", "taxonomy", "telling"},
    {"articles"},
    {"config"},
    {"select", "compose"},
    {"catalogue", "formats", "output", "lock"},
    {"state", "rendering"},
    {"planning", "report", "adopt", "sitewide", "compressed"},
    {"writing"},
    {"build"},
    {"listing", "checking", "explaining", "serving", "validation"},
    {"cli"},
    {"__main__"},
]
"""Each module imports from layers above its own in this list, and within its own package; nothing else."""

MODULES = sorted(
    path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py"
)
ONLY_IN = {
    "feedgen": {"formats/generator.py"},
    "lxml": {"formats/generator.py", "validation/document.py", "validation/grammar.py"},
    "frontmatter": {"articles/handlers.py"},
    "yaml": {"articles/handlers.py", "articles/findings.py", "articles/libyaml.py"},
    "yaml_rs": {"articles/yamltext.py"},
    "nh3": {"compose/sanitise.py"},
    "markdown_it": {"compose/content.py"},
    "ftfy": {"text.py"},
    "dateutil": {"dates.py"},
    "jinja2": {"formats/page.py"},
    "brotli": {"packing.py"},
    "werkzeug": {"serving/site.py", "serving/server.py"},
    "watchfiles": {"serving/watching.py"},
    "click": {f"cli/{name}.py" for name in ("__init__", "checks", "commands", "common", "options", "serving")},
}
"""Libraries that only these modules know."""


def _imports(module: str) -> set[str]:
    """Return the dotted names that a module imports, also inside its functions."""
    found = set()
    for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _part(dotted: str) -> str:
    """Return the module of the package, of its first level, that a dotted name is in."""
    names = dotted.split(".")
    return names[1] if (PACKAGE / names[1]).is_dir() or (PACKAGE / f"{names[1]}.py").is_file() else "errors"


def _layer(part: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if part in layer)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_earlier_stages(module: str) -> None:
    """No stage of the pipeline knows a later one, so each can be changed, tested and moved on its own."""
    own = module.split("/")[0].removesuffix(".py")
    for dotted in _imports(module):
        if dotted.startswith("feeds."):
            part = _part(dotted)
            assert part == own or _layer(part) < _layer(own), f"{module} imports {dotted}"


@pytest.mark.parametrize("module", MODULES)
def test_a_library_is_known_in_one_place(module: str) -> None:
    """A library can be replaced by changing one module."""
    libraries = {dotted.split(".")[0] for dotted in _imports(module)}
    assert not {name for name in libraries & set(ONLY_IN) if module not in ONLY_IN[name]}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_stays_small(module: str) -> None:
    """No module passes 300 lines: one that does knows two things."""
    assert len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize(
    "module", ["feeds.articles.files", "feeds.articles.parse", "feeds.config", "feeds.build", "feeds.cli"]
)
def test_what_few_sites_need_is_not_imported_at_once(module: str) -> None:
    """A build that finds nothing to read does not wait for libraries that only reading, and rarely, needs."""
    program = f"import sys, {module}; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    rarely = {"yaml", "frontmatter", "dateutil", "ftfy", "idna", "slugify", "werkzeug", "watchfiles", "brotli", "gzip"}
    assert not rarely & set(result.stdout.split())
