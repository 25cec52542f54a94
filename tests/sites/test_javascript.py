"""Plain values of programs that are not run."""

import pytest

from feeds.sites.javascript import MAX_LEVELS, Way, plain_values


@pytest.mark.parametrize(
    ("program", "values"),
    [
        (
            "export default { a: 'x', \"b\": `y`, c: true, d: false, }",
            {("a",): "x", ("b",): "y", ("c",): True, ("d",): False},
        ),
        ("const c: Config = { a: { b: { c: 'x' } } };", {("a", "b", "c"): "x"}),
        ("module.exports = { a: [['p', { b: 'x' }]] }", {("a", "b"): "x"}),
        ("const site = 'x';\nexport default { url: site, other: unknown }", {("url",): "x"}),
        ("const site = 'x'\nexport default { url: site }", {("url",): "x"}),
        ("export default { a: 'it\\'s', b: \"\\\\\" }", {("a",): "it's", ("b",): "\\"}),
        ("// a: 'x'\n/* b: 'y' */ export default { c: 'z' /* d: */ }", {("c",): "z"}),
        ("export default { a: `x${b}`, b: 'x' + y, c: f('x'), d: 5 }", {}),
        ("export default { a: 'x' as string, b: 'y' satisfies T }", {("a",): "x", ("b",): "y"}),
        ("export default { a: 'x', nested: { a: 'y' } }; ({ a: 'z' })", {("a",): "x", ("nested", "a"): "y"}),
        ("function f() { return { dir: { input: 'src' } } }", {("dir", "input"): "src"}),
        ("", {}),
        ("const f = (x) => x.replace(/['\"{]/g, 'y');\nexport default { a: 'x' }", {("a",): "x"}),
        ("export default { a: 'x, b: 1,\n b: 'y' }", {("a",): "x, b: 1", ("b",): "y"}),
        ("}}}]])) { a: 'x'", {}),
    ],
)
def test_plain_values(program: str, values: dict[Way, str | bool]) -> None:
    """Only what is written as it is is known, under the keys that lead to it."""
    assert plain_values(program) == values


@pytest.mark.parametrize(
    "program",
    [
        "{" * 200_000,
        "a:" * 100_000,
        "`" * 199_999,
        "/*" * 100_000,
        "'\\" * 100_000,
        "(/[" * 60_000,
        "{a:{" * 50_000 + "b:'x'}",
    ],
)
def test_programs_that_are_none(program: str) -> None:
    """Whatever a file holds, it is read in one go."""
    assert all(len(way) <= MAX_LEVELS + 1 for way in plain_values(program))
