"""Fixtures, and the rule that a missing program is a failure where everything should be installed."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from feeds.frontmatter import yaml_fast
from tests.support import SHARED, Site

# The same examples in every run, and no test that fails because a machine is slow.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")

# The fast parser is for one thread of a process: here for that of the tests, before one of them starts others.
yaml_fast.may_use_parser()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the golden documents anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden documents anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests that take many minutes to those who ask for them with `-m thorough`."""
    if "thorough" not in config.getoption("markexpr"):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Return a site without articles, whose folder is the working directory."""
    monkeypatch.chdir(tmp_path)
    return Site(tmp_path)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real articles and schemas; skip where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with real articles is not there")
    return SHARED


def need(program: str | None, what: str) -> str:
    """Return a program's path; skip the test where it is missing, or fail if FEEDS_TEST_REQUIRE is set."""
    if program:
        return program
    reason = f"{what} is not installed"
    if os.environ.get("FEEDS_TEST_REQUIRE"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def fast_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the fast parser of YAML read the first texts, too, as it does the others of a large site."""
    monkeypatch.setattr(yaml_fast, "_FEW", 0)
