"""The script of the pages goes on whatever the page says."""

import json
import re
import shutil
import subprocess

import pytest

from feeds.formats.html import pages
from tests.conftest import need


@pytest.mark.parametrize(("tag", "spoken"), [("de-AT", "de-AT"), ("x!", None), ("", None), ("a_b", None), ("é", None)])
def test_a_language_that_is_none_stops_nothing(tag: str, spoken: str | None) -> None:
    """The script takes the browser's own language where the page's is no tag, and counts, compares and sorts in it."""
    node = need(shutil.which("node"), "Node.js")
    script = pages(None).asset("feeds.js").decode()
    taken = re.search(r"^let lang;\n.*$", script, re.MULTILINE)
    assert taken is not None
    uses = set(re.findall(r"new Intl\.\w+\(lang\b", script))
    assert len(uses) == 3
    made = "".join(f"{use});" for use in uses)
    page = f"const document = {{ documentElement: {{ lang: {json.dumps(tag)} }} }};"
    program = f"{page}\n{taken[0]}\n{made}console.log(JSON.stringify([lang ?? null]));"
    done = subprocess.run([node, "-e", program], capture_output=True, timeout=60, check=True)
    assert json.loads(done.stdout) == [spoken]
