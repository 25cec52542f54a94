"""The pipeline runs one way: who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import feeds

PACKAGE = Path(feeds.__file__).parent

LAYERS = [
    {"words"},
    {"core"},
    {"frontmatter", "formats", "markup", "validation", "probing", "cluster"},
    {"articles"},
    {"sites"},
    {"config"},
    {"index", "compose"},
    {"publish"},
    {"push", "diagnostics"},
    {"api_arguments", "api_options"},
    {"api"},
    {"devserver"},
    {"cli"},
    {"__main__"},
]
"""Each package imports from the layers above its own in this list, and from itself; nothing else."""

BESIDES = {
    "formats": {"core", "words"},
    "markup": {"core", "words"},
    "validation": {"core"},
    "probing": {"core"},
    "cluster": {"core"},
}
"""What a package may import where its place among the layers would let it import more."""

CORE = {
    "alternates", "apart", "archives", "chains", "child_process", "compression", "confines", "contents", "damage",
    "database_locks", "dates", "decoding", "directory", "errors", "fingerprint", "ids", "images", "international",
    "interrupts", "kinds", "languages", "limits", "mail", "marks", "media", "messages", "model", "patterns", "places",
    "pretty_json", "progress", "readers", "real_paths", "redirects", "references", "safe_files", "side_files",
    "slugs", "spread", "stories", "subscribed", "suggestions", "taxonomy", "text", "threads", "urls", "workers",
    "xmlns",
}  # fmt: skip
"""All that may be in `core`: what has nothing to do with one stage alone."""

MODULES = sorted(
    path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py"
)
ONLY_IN = {
    "feedgen": {"formats/feedgen_adapter.py"},
    "lxml": {"formats/feedgen_adapter.py", "validation/xml/document.py", "validation/xml/grammar.py"},
    "frontmatter": {"frontmatter/handlers.py"},
    "yaml": {
        "frontmatter/handlers.py",
        "frontmatter/lines.py",
        "frontmatter/parser_errors.py",
        "frontmatter/yaml_safe.py",
    },
    "rtoml": {"frontmatter/toml.py"},
    "yaml_rs": {"frontmatter/yaml_fast.py"},
    "nh3": {"markup/sanitise.py"},
    "selectolax": {"markup/tree.py"},
    "markdown_it": {
        "markup/containers.py",
        "markup/markdown.py",
        "markup/link_parsing.py",
        "markup/markdown_rules.py",
        "markup/rereading.py",
    },
    "mdit_py_plugins": {"markup/markdown_rules.py"},
    "ftfy": {"core/text.py"},
    "wcwidth": {"core/messages.py"},
    "babel": {"words/catalogue.py", "words/forms.py"},
    "budoux": {"markup/unspaced.py"},
    "imagesize": {"core/contents.py"},
    "tinytag": {"core/contents.py"},
    "aiohttp": {"probing/connections.py", "probing/http.py"},
    "yarl": {"probing/http.py"},
    "jinja2": {"formats/html.py", "formats/own_templates.py"},
    "brotli": {"core/compression.py"},
    "werkzeug": {"devserver/app.py", "devserver/server.py"},
    "distributed": {"cluster/client.py"},
    "click": {path for path in MODULES if path.startswith("cli/") and path != "cli/progress_bar.py"},
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


def _layer(package: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if package in layer)


def _module(dotted: str) -> str:
    """Return the module that a dotted name is, or is in, as MODULES names it; an empty text for the package itself."""
    steps = dotted.split(".")[1:]
    while steps:
        for path in ("/".join(steps) + ".py", "/".join(steps) + "/__init__.py"):
            if (PACKAGE / path).is_file():
                return path
        steps.pop()
    return ""


@pytest.mark.parametrize("module", MODULES)
def test_a_package_imports_only_from_earlier_stages(module: str) -> None:
    """No stage of the pipeline knows a later one, so each can be changed, tested and moved on its own."""
    own = module.split("/")[0].removesuffix(".py")
    for dotted in _imports(module):
        package = _module(dotted).split("/")[0].removesuffix(".py") if dotted.startswith("feeds.") else ""
        if package and package != own:
            allowed = BESIDES.get(own) or {one for layer in LAYERS[: _layer(own)] for one in layer}
            assert package in allowed, f"{module} imports {dotted}"


def test_no_module_imports_itself_by_a_detour() -> None:
    """Inside a package, too, imports form no circle, so each module can be read after those that it stands on."""
    edges = {
        module: {found for dotted in _imports(module) if dotted.startswith("feeds.") and (found := _module(dotted))}
        for module in MODULES
    }
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, f"a circle: {' -> '.join((*way, module))}"
        if module not in done:
            for inner in sorted(edges.get(module, set()) - {module}):
                visit(inner, (*way, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


def test_core_holds_what_every_stage_may_need_and_nothing_else() -> None:
    """Core does not become the place for whatever has no other."""
    assert {path.stem for path in (PACKAGE / "core").glob("*.py")} == CORE | {"__init__"}


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
    "module", ["feeds.articles.files", "feeds.articles.parse", "feeds.config", "feeds.publish.build", "feeds.cli"]
)
def test_what_few_sites_need_is_not_imported_at_once(module: str) -> None:
    """A build that finds nothing to read does not wait for libraries that only reading, and rarely, needs."""
    program = f"import sys, {module}; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    rarely = {
        "aiohttp",
        "asyncio",
        "tinytag",
        "yaml",
        "frontmatter",
        "ftfy",
        "idna",
        "slugify",
        "werkzeug",
        "brotli",
        "gzip",
        "babel",
        "budoux",
        "wcwidth",
        "distributed",
    }
    assert not rarely & set(result.stdout.split())


def test_a_build_without_a_change_loads_nothing_that_reads_or_renders() -> None:
    """With cron, most builds find nothing to do, and starting is what they take their time for."""
    program = "import sys, feeds.cli, feeds.config, feeds.publish.build; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    needless = {
        "feeds.articles.prose",
        "feeds.compose",
        "feeds.core.dates",
        "feeds.frontmatter.split",
        "feeds.index.sorting",
        "feeds.markup",
        "feeds.publish.archives",
        "feeds.publish.foreign",
        "feeds.publish.recover",
        "feeds.publish.render",
        "concurrent.futures",
        "html.entities",
        "logging",
        "pickle",
        "tomllib",
        "yaml_rs",
        "zoneinfo",
    }
    assert not needless & set(result.stdout.split())
