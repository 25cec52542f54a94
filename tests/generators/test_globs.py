"""Globs of Hexo and Eleventy fit the paths that they fit for the libraries of these, or are refused."""

import json
import random
import re
import shutil
import subprocess

import pytest

from feeds.sites.globs import TooMuchError
from feeds.sites.node_globs import expression
from tests.conftest import need
from tests.generators.programs import NODE_MODULES

pytestmark = pytest.mark.slow

PARTS = (
    *("a", "b", "ab", "_posts", ".md", "-", " ", ",", "~", "#", "@", "$", "^", "+", "c++", "..", "!", "."),
    *("*", "**", "?", "/", "/", "/", "**/", "/**", "{a,b}", "{a,*}", "{a,b/c}", "{a,{b,c}}", "{,a}", "{a}", "{", "}"),
    *("[ab]", "[^a]", "[!a]", "[a-c]", "[._]", "[", "@(a|b)", "!(a)", "+(a)", "(", ")", "|", "\\", '"', "{1..3}"),
)
NAMES = ("a", "b", "c", "ab", "A", "a.md", "b.md", "-", "+", " ", "_", "$", "^", "~", "#", ",", "!", "1")
KNOWN = ("a", "a/b", "a/b/c", "a.md", "b/a.md", "_posts/a.md", "_posts/ab/a.md", "/home/a/b.md", "/home/.a/b.md")

PROGRAM = """
const [micromatch, picomatch] = ["micromatch", "picomatch"].map((name) => require(`${process.argv[1]}/${name}`));
const said = (ask) => { try { return ask() } catch { return null } };
const options = { dot: true, nocase: true, posix: true };
const cases = JSON.parse(require("fs").readFileSync(0));
console.log(JSON.stringify(cases.map(([glob, paths]) => {
  const fits = said(() => picomatch([glob], options));
  return paths.map((path) => [said(() => micromatch.isMatch(path, [glob])), fits && fits(path)]);
})));
"""
"""Says whether a glob fits a path as Hexo asks it, and as Eleventy does, by tinyglobby."""


@pytest.mark.parametrize("seed", range(4))
def test_globs_fit_what_they_fit_for_the_generators(seed: int) -> None:
    """Whatever a glob is made of, an expression for it fits the same paths; many have one."""
    node, library = need(shutil.which("node"), "Node.js"), NODE_MODULES / "micromatch"
    need(str(library) if library.is_dir() else None, "micromatch")
    chance = random.Random(seed)

    def path() -> str:
        return "/".join("".join(chance.choices(NAMES, k=chance.randint(1, 2))) for _ in range(chance.randint(1, 4)))

    cases = [
        ("".join(chance.choices(PARTS, k=chance.randint(1, 6))), [*KNOWN, *(path() for _ in range(10))])
        for _ in range(3_000)
    ]
    done = subprocess.run(
        [node, "-e", PROGRAM, str(NODE_MODULES)],
        input=json.dumps(cases), capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    followed = 0
    for (glob, paths), answers in zip(cases, json.loads(done.stdout), strict=True):
        for is_eleventy in (False, True):
            try:
                found = expression(glob, takes_dots=is_eleventy)
            except TooMuchError:
                continue
            followed += 1
            ours = re.compile(found, re.IGNORECASE if is_eleventy else 0)
            wrong = [
                (glob, one, answer[is_eleventy])
                for one, answer in zip(paths, answers, strict=True)
                if answer[is_eleventy] is not None and (ours.match(one) is not None) != answer[is_eleventy]
            ]
            assert wrong == []
    assert followed > 1_000
