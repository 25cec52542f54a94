"""Plain values of programs that are not run."""

import pytest

from feeds.sites.exported import exported_values
from feeds.sites.javascript import MAX_LEVELS, Plain, Way, plain_values


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
    assert not exported_values(program)
    assert not exported_values(f"module.exports = () => {{ return {program}")


@pytest.mark.parametrize(
    ("program", "values"),
    [
        ("module.exports = { a: true, 'b': \"x\", c: 5, };", {"a": True, "b": "x"}),
        ("export default { n: {a: true}, l: [{a: true}], f: g({a: true}), b: 'x' }", {"b": "x"}),
        ("// {a: true}\nconst o = {a: true}; const s = '{a: true}';\nmodule.exports = { b: 'x' }", {"b": "x"}),
        ("function f() { return {a: true} }\nmodule.exports = { b: f() }", {}),
        ("const d = true\nmodule.exports = { a: d }", {"a": True}),
        ("let d = false; d = true; module.exports = { a: d }", {}),
        ("const data = {a: true}; module.exports = data;", {"a": True}),
        ("module.exports = () => ({ a: true })", {"a": True}),
        ("export default async function (x) { const o = {b: true}; return { a: true, c: (d) => d.x } }", {"a": True}),
        ("export default { a() { return true }, b: true, b: f() }", {}),
        ("module.exports = { a: x ? true : false, b: !0, c: true && x }", {}),
    ],
)
def test_what_is_exported(program: str, values: dict[str, Plain]) -> None:
    """Only the own keys of the object that a program exports are known."""
    assert exported_values(program) == values


@pytest.mark.parametrize(
    "program",
    [
        "const base = {a: true}; module.exports = {...base}",
        "const a = true; module.exports = {a}",
        "module.exports = {['a']: true}",
        "module.exports = {a: true}; module.exports.a = false;",
        "const data = {a: true}; data.a = false; module.exports = data;",
        "module.exports = function () { if (x) return {a: true}; return {a: false} }",
        "module.exports = () => { if (x) { return {a: true} } }",
        "module.exports = Object.assign({}, {a: true})",
        "module.exports = {a: true} || {}",
        "module.exports = f({a: true})",
        "export default x => ({a: true})",
        *("", "}{", "{a: true}", "module.exports =", "export default", "export default async", "export default ("),
        *("export default function", "export default () =>", "module.exports = x", "export default () => { return }"),
    ],
)
def test_what_is_exported_is_not_known(program: str) -> None:
    """Where it is put together of others, changed later, or one of several, nothing is said."""
    assert exported_values(program) is None
