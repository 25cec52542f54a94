"""What programs of data of an Eleventy site say of holding pages back, without being run."""

from contextlib import suppress
from typing import Any

import pytest

from feeds.sites.code import UnclearError
from feeds.sites.exported import telling_value, telling_values

HELD: dict[str, Any] = {"permalink": False}
COMPUTED = "module.exports = {eleventyComputed: {%s}}"


@pytest.mark.parametrize(
    ("program", "values"),
    [
        ("export const permalink = false", HELD),
        ("export let layout = 'x', permalink = false;", HELD),
        ("export const layout = 'x'\nexport const permalink = false\nexport var tags = ['a']", HELD),
        ("const permalink = false; export { permalink }", HELD),
        ("const x = false\nexport { layout, x as permalink }", HELD),
        ("export default () => ({permalink: false})", HELD),
        ("export default async (data) => { const x = await load(); return {permalink: false, x: data.y} }", HELD),
        ("export default { permalink: false } satisfies Data", HELD),
        ("const base = {permalink: false}; export default {...base, layout: 'x'}", HELD),
        ("exports.permalink = false", HELD),
        ("module.exports.permalink = false", HELD),
        ("module['exports']['permalink'] = false", HELD),
        ("const key = 'permalink'; module.exports = {[key]: false}", HELD),
        ("module.exports = exports = {'permalink': (false)}", HELD),
        ("Object.assign(module.exports, {permalink: false})", HELD),
        ("module.exports = Object.assign({}, Object.freeze({permalink: false}))", HELD),
        ("const data = {layout: 'x'}; data.permalink = false; module.exports = data", HELD),
        ("module.exports = () => { if (x) return {a: 1}; return {permalink: false} }", HELD),
        ("module.exports = () => { if (x) return {permalink: false}; return {permalink: '/x/'} }", HELD),
        ("module.exports = {permalink: false, permalink: undefined}", {}),
        (COMPUTED % "permalink: false", {"eleventyComputed": HELD}),
        ("export default {draft: true, params: {hidden: true}}", {"draft": True, "params": {"hidden": True}}),
        ("module.exports = {draft: false, status: 'x'}", {"draft": False, "status": "x"}),
        ("// {draft: true}\nconst o = {draft: true}; module.exports = {x: [{draft: true}]}", {}),
        ("", {}),
    ],
)
def test_what_is_exported(program: str, values: dict[str, Any]) -> None:
    """However an object is exported, what it plainly says counts, and nothing else in the program does."""
    assert telling_values(program) == values


@pytest.mark.parametrize(
    "program",
    [
        "module.exports = require('./x')",
        "import base from './base.js'; export default {...base}",
        "export { permalink } from './x.js'",
        "export * from './x.js'",
        "export const { permalink } = x",
        "export function permalink() {}",
        "module.exports = {permalink: x}",
        "module.exports = {permalink: (data) => `${data.permalink}`}",
        "module.exports = {permalink: (data) => data.a + data.b}",
        "module.exports = {permalink: (data) => data.a < '/x' + data.b}",
        COMPUTED % "permalink: (data) => data.page.date <= new Date() ? false : data.permalink",
        COMPUTED % "permalink: (data) => data.page.date > data.end ? false : data.permalink",
        COMPUTED % "permalink: (data) => data.expires > new Date() ? false : data.permalink",
        "module.exports = {permalink: !1}",
        "module.exports = {draft: process.env.X === 'y'}",
        "module.exports = {[draft ? 'a' : 'b']: 1}",
        "module.exports = {draft: 1}",
        "module.exports = x ? {permalink: false} : {}",
        "module.exports = {...(x && {permalink: false})}",
        "const data = {}; hold(data, 'permalink'); module.exports = data",
        "module.exports = {get permalink() { return false }}",
        *("}{ permalink", "module.exports = {permalink", f"module.exports = {'(' * 200}permalink{')' * 200}"),
    ],
)
def test_what_is_computed(program: str) -> None:
    """What may hold pages back, and cannot be told, is told as that."""
    with pytest.raises(UnclearError):
        telling_values(program)


@pytest.mark.parametrize(
    "program",
    [
        "module.exports = {layout: 'x', tags: ['y'], items: posts.filter(p => !p.draft)}",
        "import base from './base.js'; export default {layout: base.x, tags: [base]}",
        "module.exports = async function () { return {items: [1].map((x) => { return x.draft })} }",
        "const load = require('x')\nmodule.exports = () => { const permalink = 5; return {posts: load(permalink)} }",
        "module.exports = {permalink: (data) => `/blog/${data.page.fileSlug}/`}",
        "module.exports = {permalink: function({title}) { return '/blog/' + this.slugify(title) + '/'; }}",
        COMPUTED % "title: (data) => data.x ? false : 5",
        COMPUTED % "permalink: (data) => data.draft ? false : data.permalink",
        COMPUTED % "permalink: (data) => !data.draft && data.permalink",
        COMPUTED % "permalink: ({draft, permalink}) => (draft === true || !!draft) ? false : permalink",
        COMPUTED % "permalink(data) { if (data.draft && process.env.X) { return false } return data?.permalink }",
        COMPUTED % "permalink: (data) => data.status === 'draft' ? false : undefined",
        COMPUTED % "eleventyExcludeFromCollections: (data) => data.draft || data['hidden']",
        COMPUTED
        % "permalink: (data) => { if (!data.date) { return `${data.page.stem}/`; } return `/${x}/${data.y}/` }",
        COMPUTED % "permalink: (data) => data.year + '/' + slug(data.title)",
        COMPUTED
        % "permalink: d => { if (process.env.X && (d.draft || d.page.date >= new Date())) return false; return '/x' }",
        COMPUTED % "permalink: (data) => Date.now() < data.date ? false : data.permalink",
        "module.exports = async () => { try { return {x: await fetch(1)} } catch (e) { return Promise.reject(e) } }",
    ],
)
def test_what_is_harmless(program: str) -> None:
    """Other fields are left alone, as are functions by which only pages are held back that are so for feeds, too."""
    assert telling_values(program) == {}


@pytest.mark.parametrize(
    "field",
    [
        "permalink: () => false",
        "permalink: () => null",
        "permalink: (data) => data.published ? data.permalink : false",
        "permalink: (data) => data.draft ? data.permalink : false",
        "permalink: (data) => data.draft || process.env.X ? false : data.permalink",
        "permalink: (data) => data.site.draft ? false : data.permalink",
        "permalink: (data) => { if (data.draft) { return '/x/' } else { return false } }",
        "permalink: (data) => slug(data.title)",
        "permalink: (data) => '/x/'.includes('y')",
        "permalink: hidden",
        "eleventyExcludeFromCollections: (data) => data.wip",
        "eleventyExcludeFromCollections: (data) => !data.draft",
        "draft: '{{ wip }}'",
    ],
)
def test_functions_that_may_hold_back(field: str) -> None:
    """A function that may hold back a page, which its own fields do not, is told."""
    with pytest.raises(UnclearError):
        telling_values(COMPUTED % field)


def test_a_value_by_the_name_of_its_file() -> None:
    """A program may be the value of one field, and a function that returns the function of one."""
    assert telling_value("module.exports = false", "permalink") == HELD
    assert telling_value("export default () => (data) => data.draft ? false : `/x/`", "permalink") == {}
    with pytest.raises(UnclearError):
        telling_value("module.exports = () => false", "permalink")


@pytest.mark.parametrize(
    "program",
    [
        "export const draft " * 10_000,
        "exports.draft = a || " * 9_000,
        "module.exports = {permalink: (d) => " + "d.draft || " * 15_000 + "1}",
        "module.exports = {permalink: (d) => {" + "if (d.draft) {" * 10_000 + "return false" + "}" * 10_000 + "}}",
        "module.exports = () => {" + "return {...a};" * 10_000 + "}; const a = {draft: true}",
        "module.exports = {permalink: (d) => {" + "return () => {" * 12_000 + "}" * 12_000 + "}}",
        "module.exports = " + "await " * 30_000 + "{draft}",
        *("draft" + "{" * 200_000, "draft" + "(" * 90_000 + ")" * 90_000, "exports.a = exports" * 10_000 + ".draft"),
    ],
)
def test_programs_of_any_size(program: str) -> None:
    """Whatever a program is made of, it is read in one go, or is told as one that cannot be."""
    with suppress(UnclearError):
        assert telling_values(program) == {}
