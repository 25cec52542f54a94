"""What the program of an Eleventy site, and the files of patterns, keep from being read."""

from pathlib import Path

import pytest

from feeds.articles.foreign.held_back import held_back
from feeds.core.errors import ConfigError
from tests.sites.support import is_read, site

PATHS = ("a.md", "a.html", "a.mdx", "drafts/a.md", "posts/a.md", "posts/drafts/a.md", "posts/a.bak.md", "inc/a.md")


@pytest.mark.parametrize(
    ("program", "ignored", "left"),
    [
        ("", "", "a.mdx"),
        ("", "drafts\n", "a.mdx drafts/a.md"),
        ("", "Drafts/\n", "a.mdx drafts/a.md"),
        ("", "**/drafts\n", "a.mdx drafts/a.md posts/drafts/a.md"),
        ("", "*.bak.md\n", "a.mdx"),
        ("", "posts/*.bak.md\n", "a.mdx posts/a.bak.md"),
        ("", "/posts/../drafts\n!posts\n# inc\n", "a.mdx drafts/a.md"),
        ("", "../drafts\n", "a.mdx"),
        ("", "post?\n", "a.mdx posts/a.md posts/drafts/a.md posts/a.bak.md"),
        ("", "{posts,inc}/[ab].md\n", "a.mdx posts/a.md inc/a.md"),
        ("", "[._]*.s[a-v][a-z]\n[._]*.un~\n[.a]*.m[c-e]\n", "a.mdx a.md"),
        ("", "*- [Bb]ackup ([0-9]).rdl\n*.synctex(busy)\nIcon[\r]\n/inc\n", "a.mdx inc/a.md"),
        ("c.ignores.add('drafts');", "", "a.mdx drafts/a.md"),
        ("const x = './inc/**/*'; c.ignores.add(x); c.ignores.delete('README.md')", "", "a.mdx inc/a.md"),
        ("// c.ignores.add(`${x}`)\nc.watchIgnores.add(x);", "", "a.mdx"),
        ("c.setIncludesDirectory('inc');", "", "a.mdx inc/a.md"),
        ("c.setLayoutsDirectory('inc');", "", "a.mdx inc/a.md"),
        ("c.setDataDirectory('./inc/');", "", "a.mdx inc/a.md"),
        ("c.setOutputDirectory('inc');", "", "a.mdx inc/a.md"),
        ("return { dir: { layouts: 'inc', includes: '' } }", "", "a.mdx inc/a.md"),
        ("c.setTemplateFormats(['md', 'mdx'])", "", "a.html"),
        ("c.setTemplateFormats('njk,html')", "", " ".join(path for path in PATHS if not path.endswith("html"))),
        ("c.addTemplateFormats('mdx')", "", ""),
        ("return { templateFormats: ['md', 'njk'] }", "", "a.html a.mdx"),
    ],
)
def test_what_is_not_read(tmp_path: Path, program: str, ignored: str, left: str) -> None:
    """What Eleventy ignores, the folders of its machinery, and files of other formats are not read."""
    files = {".eleventy.js": f"module.exports = (c) => {{ {program}\n}}", ".eleventyignore": ignored}
    found, problems = site(tmp_path, files)
    assert {path for path in PATHS if not is_read(tmp_path, found, path)} == set(left.split())
    assert problems == []


@pytest.mark.parametrize("pattern", ["a|b.rdl", "draft(s)", "*([0-9]).md", "(a).Html"])
def test_patterns_that_articles_may_fit(tmp_path: Path, pattern: str) -> None:
    """A pattern that is not followed stops the builds, unless its suffix is none of articles."""
    with pytest.raises(ConfigError, match=r"\.gitignore:1: a pattern has "):
        site(tmp_path, {".eleventy.js": "", ".gitignore": pattern})


@pytest.mark.parametrize(
    "before",
    [
        r"const path = given.replace(/^[./]+/, '');",
        r"const path = given.replace(/[{(]/g, '').replace(/[^/\]]\/{2}/, '}');",
        "const page = `<a>${one ? ` <b>${two}</b>` : ''}</a>`;",
        "const page = `${list.map((one) => { return `<li>${one.at({ x: '}' })}`; }).join(`}`)}`;",
        "if (one < 2 / 3) { two = '`' + `{`; }",
        "c.addFilter('t', s => /`/.test(s)); const x = typeof /'/;",
        "c.add('a', (h, t) => `<a href=\"${h.replace(/\"/g, '&quot;')}\">${t}</a>`);",
        "c.add('b', h => `${h.match(/[`}]/)}`); c.add('b', h => `${h.match(/[`}]/)}`);",
        "{\n  // it's a `comment`: /[/\n  /* ) ] } */ }",
        "const odd = a / b / c + `${`; ]);",
    ],
)
def test_what_stands_before_settings_hides_none(tmp_path: Path, before: str) -> None:
    """Regular expressions and texts of any kind in a program leave its folders and formats to be found."""
    settings = "dir: { input: 'src', includes: 'inc' }, templateFormats: ['md', 'njk']"
    program = f"module.exports = (c) => {{\n  {before}\n  return {{ {settings} }};\n}};\n"
    found, problems = site(tmp_path, {".eleventy.js": program})
    paths = ("src/a.md", "src/inc/a.md", "src/a.html")
    assert (found.sources, problems) == (("src",), [])
    assert [is_read(tmp_path, found, path) for path in paths] == [True, False, False]


@pytest.mark.parametrize(
    "program",
    [
        "const input = 'src', includes = 'inc'; module.exports = () => { return { dir: { input, includes } } };",
        "const dirs = { input: 'src' }; module.exports = () => { return { x: { dir: 'rtl' }, dir: dirs } };",
        "const dir = { input: 'src' }; module.exports = () => { return { dir } };",
    ],
)
def test_folders_by_names(tmp_path: Path, program: str) -> None:
    """What stands for a folder, or for all of them, is found in the program."""
    found, problems = site(tmp_path, {".eleventy.js": program})
    assert (found.sources, problems) == (("src",), [])


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("return { dir: p ? { input: 'src' } : {} }", "dir is computed"),
        ("return { dir: Object.freeze({ input: 'src' }) }", "dir is computed"),
        ("return { dir: { ...others, output: 'x' } }", "dir is computed"),
        ("return { dir: { ['input']: 'src' } }", "dir is computed"),
        ("let d = {}; d = { input: 'src' }; return { dir: d }", "dir is computed"),
        ("c.addPreprocessor?.('d', '*', (data) => { if (data.secret) return false; })", "addPreprocessor is called"),
        ("c['addPreprocessor']('d', '*', (data) => false)", "addPreprocessor is called"),
        ("const f = c.addPreprocessor.bind(c); f('d', '*', (data) => false)", "addPreprocessor is called"),
        ("const name = 'addPreprocessor'; c[name]('d', '*', (data) => false)", "addPreprocessor is called"),
        ("c.setInputDirectory?.('src')", "setInputDirectory is called"),
        ("c['setTemplateFormats'](['html'])", "setTemplateFormats is called"),
        ("const { ignores: i } = c; i.add('drafts')", "ignores is computed"),
        ("c.ignores.add('old').add('drafts')", "ignores is called"),
        ("const p = 'old'; ['drafts'].forEach(p => c.ignores.add(p))", "ignores.add is computed"),
        ("const p = 'old'; for (const p of ['drafts']) c.ignores.add(p)", "ignores.add is computed"),
        ("let p = 'src'; p += '/x'; c.ignores.add(p)", "ignores.add is computed"),
        ("c.ignores.add('\\x64rafts')", "ignores.add is computed"),
        ("if (s) /[\"']/.test(s); c.ignores.add('drafts'); // \"", "stands in what feeds takes for a text"),
        ("if (s) /'/.test(s); return { dir: { input: 'src' } }; // '", "stands in what feeds takes for a text"),
    ],
)
def test_folders_that_cannot_be_told(tmp_path: Path, program: str, message: str) -> None:
    """A folder that is computed, or settings that hide behind signs that are read otherwise, stop the builds."""
    with pytest.raises(ConfigError, match=message):
        site(tmp_path, {".eleventy.js": f"module.exports = (c) => {{ {program} }};"})


def test_folders_that_calls_set(tmp_path: Path) -> None:
    """Those of the input, the data and the output count, whatever `dir` says."""
    files = {
        "eleventy.config.mjs": "export default (c) => { c.setInputDirectory('in'); c.setDataDirectory('../d'); }\n"
        "export const config = { dir: { input: 'other', output: '.' } };",
        "d/site.json": '{"title": "Night"}',
    }
    found, problems = site(tmp_path, files)
    assert (found.sources, found.title, found.exclude, problems) == (("in",), "Night", ("d",), [])


@pytest.mark.parametrize(
    ("program", "what"),
    [
        ("c.ignores.add(x)", "ignores.add is computed"),
        ("['a'].forEach(c.ignores.add)", "ignores is computed"),
        ("c.ignores = new Set(['a'])", "ignores is computed"),
        ("c.ignores.add(`${a}/b`)", "ignores.add is computed"),
        ("c.ignores.add('@(a|b)')", "a pattern has "),
        ("c.setInputDirectory(x)", "setInputDirectory is computed"),
        ("c.setInputDirectory('a' + b)", "setInputDirectory is computed"),
        ("c.setIncludesDirectory(process.env.X)", "setIncludesDirectory is computed"),
        ("return {dir: {input: x}}", "dir.input is computed"),
        ("c.setTemplateFormats(x)", "setTemplateFormats is computed"),
        ("return {templateFormats: [...x]}", "templateFormats is computed"),
        ("c.addPreprocessor('x', '*', (data) => data.title === 'x' ? false : undefined)", "addPreprocessor may"),
        ("c.addPreprocessor('x', '*', filter)", "addPreprocessor may"),
        ("c.addPreprocessor('x', '*', () => false)", "addPreprocessor may"),
        ("c.addGlobalData('eleventyComputed', {permalink: (d) => d.wip ? false : d.permalink})", "addGlobalData may"),
        ("c.addPreprocessor('x', '*', (data) => { if (!data.published) return false })", "addPreprocessor may"),
        ("c.addPreprocessor('x', '*', (data) => data.draft ? undefined : false)", "addPreprocessor may"),
        ("c.addPreprocessor('x', '*', (data, content) => content.includes('x'))", "addPreprocessor may"),
        ("c.addPreprocessor('x', '*', (data) => isShown(data))", "addPreprocessor may"),
        ("c.addGlobalData('permalink', false)", "addGlobalData may"),
        ("const x = 'permalink'; c.addGlobalData(x, false)", "addGlobalData may"),
        ("for (const [x, y] of Object.entries({draft: true})) c.addGlobalData(x, y)", "addGlobalData is given"),
        ("c.addGlobalData(x + y, () => false); x = 'eleventyComputed.'", "addGlobalData is given"),
        ("c.addPreprocessor('x', '*', (data, content) => other(content, data))", "addPreprocessor may"),
        ("const f = (d, e) => e ? e : false; c.addPreprocessor('x', '*', (d, e) => f(e))", "addPreprocessor may"),
        ("const r = { dir: { input: 'a' } }; r.dir.input = 'src'; return r", "dir is computed"),
        ("const r = { dir: { input: 'a' } }; r['dir']['input'] = 'src'; return r", "dir is computed"),
        ("const r = { dir: {} }; Object.assign(r.dir, { input: 'src' }); return r", "dir is computed"),
        ("const d = { input: 'a' }; d.input = 'src'; return { dir: d }", "dir is computed"),
        ("if (x) { return { dir: { input: 'a' } } } return { dir: { input: 'b' } }", "dir.input has several values"),
        ("x ? c.setInputDirectory('a') : c.setInputDirectory('b')", "setInputDirectory has several values"),
        ("const r = { templateFormats: ['njk'] }; r.templateFormats.push('md'); return r", "templateFormats is comp"),
        ("y({ templateFormats: ['x'] }); return { templateFormats: ['md'] }", "templateFormats has several"),
        ("c.addGlobalData('draft', process.env.X === 'y')", "addGlobalData may"),
        ("c.addGlobalData('eleventyComputed', {permalink: (d) => d.published ? d.permalink : false})", "addGlobalData"),
        ("c.addGlobalData('eleventyComputed.permalink', () => (d) => d.draft ? '/x/' : false)", "addGlobalData may"),
    ],
)
def test_programs_that_are_not_followed(tmp_path: Path, program: str, what: str) -> None:
    """What is computed, and may keep articles back, stops the builds, and is named by its line."""
    with pytest.raises(ConfigError, match=rf"\.eleventy\.js:2: {what}"):
        site(tmp_path, {".eleventy.js": f"module.exports = (c) => {{\n{program}\n}}"})


@pytest.mark.parametrize("program", ["c.setUseGitIgnore(x)", "c.setUseGitIgnore(true); c.setUseGitIgnore(false)"])
def test_patterns_of_git_that_are_computed(tmp_path: Path, program: str) -> None:
    """Where nobody can tell whether those of git count, the builds stop, if there are any."""
    files = {".eleventy.js": f"module.exports = (c) => {{ {program} }}"}
    site(tmp_path, files)
    with pytest.raises(ConfigError, match=r"setUseGitIgnore is computed.*; call it once, with true or false"):
        site(tmp_path, {**files, ".gitignore": "drafts"})


@pytest.mark.parametrize(
    "program",
    [
        "if (x) { c.setUseGitIgnore(false) }",
        "if (x) c.setUseGitIgnore(false)",
        "if (x) c.add('y').setUseGitIgnore(false)",
        "if (x) { y() } else c.setUseGitIgnore(false)",
        "x && c.setUseGitIgnore(false)",
    ],
)
def test_patterns_of_git_on_a_condition(tmp_path: Path, program: str) -> None:
    """They are turned off for a preview, most often, and count for what is published."""
    files = {".eleventy.js": f"module.exports = (c) => {{ {program} }}", ".gitignore": "drafts"}
    found, _ = site(tmp_path, files)
    assert not is_read(tmp_path, found, "drafts/a.md")


def test_options_of_plugins_are_no_data(tmp_path: Path) -> None:
    """The names of data in a loop may be any, but options that are called like a field are no reason to stop."""
    program = """module.exports = (c) => {
  Object.keys(globals).forEach((name) => c.addGlobalData(name, globals[name]));
  c.amendLibrary("md", (md) => md.use(anchor, { permalink: anchor.permalink.ariaHidden({}), level: 2 }));
  c.setLibrary("md", markdownIt().use(anchor, { permalink: true }));
}"""
    site(tmp_path, {".eleventy.js": program})
    with pytest.raises(ConfigError, match="addGlobalData is given a computed name"):
        site(tmp_path, {".eleventy.js": program.replace("permalink: true", "permalink: function () {}")})


@pytest.mark.parametrize("place", [".eleventy.js", "lib.js"])
def test_patterns_of_git_do_not_count(tmp_path: Path, place: str) -> None:
    """They may be turned off after a condition, in a chain of calls and by a plugin of the site."""
    text = "module.exports = (c) => { if (x) { y() } c.add(z).setUseGitIgnore(false) }"
    files = {".eleventy.js": "module.exports = (c) => c.addPlugin(require('./lib.js'))", place: text}
    found, _ = site(tmp_path, {**files, ".gitignore": "drafts"})
    assert is_read(tmp_path, found, "drafts/a.md")


def test_programs_as_usual(tmp_path: Path) -> None:
    """Drafts by their field, data and preprocessors of other kinds are no reason to stop."""
    program = """
import pluginFilters from "./_config/filters.js";
export default async function (eleventyConfig) {
  eleventyConfig.addPreprocessor("drafts", "*", (data, content) => {
    if (data.draft) { data.title = `${data.title} (draft)`; }
    if (data.draft && process.env.ELEVENTY_RUN_MODE === "build") { return false; }
  });
  eleventyConfig.addPreprocessor("x", "md", (data, content) => content.replaceAll("a", data.b));
  eleventyConfig.addPreprocessor("y", "md", function (data, content) { return linked(content, data.page) + "x"; });
  const marked = (text) => text.includes("==") ? text.replace("==", "<mark>") : text;
  eleventyConfig.addPreprocessor("z", "md", (data, content) => marked(content));
  eleventyConfig.on("eleventy.after", ({ dir }) => { if (dir.input == dir.output) { dir.kept = eleventyConfig.dir; } });
  for (const name of names) { eleventyConfig.addGlobalData(name, all[name]); }
  eleventyConfig.addGlobalData("year", () => new Date().getFullYear()).addGlobalData("draft", false);
  eleventyConfig.addGlobalData("eleventyComputed.permalink", function () {
    return (data) => { if (data.draft && !process.env.BUILD_DRAFTS) { return false; } return data.permalink; };
  });
  eleventyConfig.addPassthroughCopy({ "./public/": "/" }).addPassthroughCopy("./content/feed/pretty-atom-feed.xsl");
  eleventyConfig.addPlugin(pluginFilters);
};
export const config = {
  templateFormats: ["md", "njk", "html", "liquid", "11ty.js"],
  markdownTemplateEngine: "njk",
  dir: { input: "content", includes: "../_includes", data: "../_data", output: "_site" },
};
"""
    found, problems = site(tmp_path, {"eleventy.config.js": program})
    assert (found.sources, found.exclude, problems) == (("content",), ("_site", "_includes", "_data"), [])


def test_programs_that_the_program_imports(tmp_path: Path) -> None:
    """A plugin in a file of the site ignores what the program could, and is imported in any way."""
    files = {
        "eleventy.config.js": "import one from './lib/one.js';\nimport path from 'node:path';\n"
        "export default (c) => { c.addPlugin(one); c.addPlugin(import('./three')); }",
        "lib/one.js": "const two = require('../lib/two'); const data = require('./data.json');\n"
        "export default (c) => { c.ignores.add('drafts'); c.addPlugin(two) }",
        "lib/two/index.cjs": "require('../one.js'); module.exports = (c) => c.ignores.add('inc')",
        "three.mjs": "export default (c) => { c.ignores.add('posts/drafts') }",
        "lib/data.json": "{}",
    }
    found, problems = site(tmp_path, files)
    assert {path for path in PATHS if not is_read(tmp_path, found, path)} == {
        *("a.mdx", "drafts/a.md", "inc/a.md", "posts/drafts/a.md"),
    }
    assert problems == []


@pytest.mark.parametrize(
    ("plugin", "place"),
    [
        (
            "module.exports = (c) => {\nc.addPreprocessor('x', '*', () => false) }",
            r"lib/one\.js:2: addPreprocessor may",
        ),
        ("module.exports = (c) => { c.ignores.add(x) }", r"lib/one\.js:1: ignores.add is computed"),
        ("/" * 200_001, r"\.eleventy\.js:1: one\.js, which it imports, cannot be read"),
        (f"require('./two'); // {'x' * 150_000}", "imports more than 500,000 characters"),
        ("module.exports = (c) => c.addPlugin(require(x))", r"lib/one\.js:1: addPlugin is given a computed path"),
    ],
)
def test_plugins_that_are_not_followed(tmp_path: Path, plugin: str, place: str) -> None:
    """What a plugin of the site computes stops the builds as in the program, with its own line."""
    files = {".eleventy.js": "module.exports = (c) => c.addPlugin(require('./lib/one'))", "lib/one.js": plugin}
    for name, following in (("two", "three"), ("three", "four"), ("four", "one")):
        files[f"lib/{name}.js"] = f"require('./{following}'); // {'x' * 150_000}"
    with pytest.raises(ConfigError, match=place):
        site(tmp_path, files)


@pytest.mark.parametrize(
    ("program", "name", "text", "is_held"),
    [
        ("", "posts/posts.yaml", "draft: true", False),
        ("c.addDataExtension('yaml,yml', (text) => load(text))", "posts/posts.yaml", "draft: true", True),
        ("c.addDataExtension('yaml,yml', load)", "posts/posts.11tydata.yml", "permalink: false", True),
        ("c.addDataExtension('yml', load)", "posts/posts.yml", "title: x", False),
        ("c.addDataExtension('toml', { parser: load })", "posts/a.toml", "draft = true", True),
        ("c.addDataExtension('toml', load)", "posts/posts.toml", "draft = ", True),
        ("c.addDataExtension('csv', load)", "posts/posts.csv", "draft", True),
        ("c.setDataFileBaseName('index')", "posts/index.11tydata.json", '{"draft": true}', True),
        ("c.setDataFileBaseName('index')", "posts/index.json", '{"draft": true}', False),
        ("c.setDataFileBaseName('index')", "posts/posts.json", '{"draft": true}', False),
        ("c.setDataFileSuffixes(['.data', ''])", "posts/posts.data.js", "module.exports = {draft: true}", True),
        ("c.setDataFileSuffixes(['.data'])", "posts/posts.json", '{"draft": true}', False),
        ("", "posts/posts.11tydata.ts", "export default { draft: true }", True),
        ("c.addDataExtension('11tydata.ts', load)", "posts/a.11tydata.ts", "export default { tags: 'x' }", False),
        ("", "posts/posts.11tydata.js", "export { default } from './base.js'", True),
        ("", "posts/posts.11tydata.js", "const x = { tags: 'x' }; export { x as default }", False),
    ],
)
def test_names_of_files_of_data(tmp_path: Path, program: str, name: str, text: str, is_held: bool) -> None:
    """Data has the names and formats that the program gives it; what is in none that is read holds back."""
    files = {".eleventy.js": f"module.exports = (c) => {{ {program} }}", "posts/a.md": "", name: text}
    found, _ = site(tmp_path, files)
    held = [one for one in found.conventions.sections if not one.is_published or held_back(one.defaults, "eleventy")]
    assert bool(held) == is_held


@pytest.mark.parametrize(
    "program",
    [
        f"const a = 'md'; c.setTemplateFormats([{'a,' * 60_000}'md'])",
        f"const a = 'md'; {'c.ignores.add(a); ' * 9_000}",
        f"const a = {{ input: '.' }}; {'x = { dir: a }; ' * 11_000}",
        f"x = {'dir: (' * 24_000}{')' * 24_000}",
        f"x = {'dir.' * 40_000}y",
        f"const x = {{ draft() {{}} }}; {'for (n of m) c.addGlobalData(n, 1); ' * 5_000}",
    ],
)
def test_a_long_program_is_read_once(tmp_path: Path, program: str) -> None:
    """What stands for a name is looked up once, however often it is used; else these would take hours."""
    found, problems = site(tmp_path, {".eleventy.js": f"module.exports = (c) => {{ {program} }};"})
    assert (found.sources, problems) == ((), [])


def test_a_function_that_is_called_by_its_name(tmp_path: Path) -> None:
    """Drafts are kept back by a function that the program declares, as the well-known starter has it."""
    program = """
function computedPermalink() {
  return (data) => { if (data.draft && !process.env.BUILD_DRAFTS) { return false; } return data.permalink; };
}
const hidden = () => { return (data) => { if (data.wip) { return false; } return data.permalink; }; };
module.exports.computedPermalink = computedPermalink;
module.exports = (eleventyConfig) => { eleventyConfig.addGlobalData("eleventyComputed.permalink", computedPermalink); };
"""
    site(tmp_path, {"eleventy.config.js": program})
    with pytest.raises(ConfigError, match="addGlobalData may keep back articles"):
        site(tmp_path, {"eleventy.config.js": program.replace('permalink", computedPermalink', 'permalink", hidden')})
