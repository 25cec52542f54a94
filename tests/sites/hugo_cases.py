"""Small Hugo sites of which something is held back, and what that is; Hugo itself agrees (`tests/generators`)."""

from typing import NamedTuple

PAGE = "---\ntitle: T\n---\nText.\n"
PAGES = ("about.md", "p/a.md", "p/ab.md", "p/b/index.md", "p/c.md", "p/My Page.md", "p/sub/c.md", "q/a.md")
IN_FRENCH = ("p/a.fr.md", "q/a.fr.md")

DRAFT = "---\ncascade: {draft: true}\n---\n"
FREE = "---\ncascade: {draft: false}\n---\n"
TWO = 'defaultContentLanguage = "en"\n[languages.en]\nweight = 1\n[languages.fr]\nweight = 2\n'
BELOW = ("p/a.md", "p/ab.md", "p/b/index.md", "p/c.md", "p/My Page.md", "p/sub/c.md")
FRENCH = "\n[cascade.target.sites.matrix]\nlanguages = "


class Case(NamedTuple):
    """What is in `hugo.toml`, files besides the pages, and the pages that are held back."""

    config: str
    held: tuple[str, ...]
    more: dict[str, str] = {}  # noqa: RUF012 - a NamedTuple's is never changed

    def files(self) -> dict[str, str]:
        """Return the files of the site."""
        pages = (*PAGES, *IN_FRENCH) if self.config.startswith(TWO) else PAGES
        files = {f"content/{page}": PAGE for page in pages}
        config = f'baseURL = "https://h.example/"\n{self.config}'
        return files | {f"content/{name}": text for name, text in self.more.items()} | {"hugo.toml": config}


def _target(path: str) -> str:
    return f"[[cascade]]\ndraft = true\n[cascade.target]\npath = '{path}'\n"


def _mount(files: str, target: str = "content") -> str:
    return f'[[module.mounts]]\nsource = "content"\ntarget = "{target}"\nfiles = {files}\n'


CASES = {
    **{
        f"path {path}": Case(_target(path), held)
        for path, held in {
            "/p/a": ("p/a.md",),
            "{/p/a}": ("p/a.md",),
            "/P/A": ("p/a.md",),
            "/p/a.md": (),
            "p/a": (),
            "/p": (),
            "/p/*": tuple(page for page in BELOW if page != "p/sub/c.md"),
            "/p/**": BELOW,
            "/p**": BELOW,
            "**/c": ("p/c.md", "p/sub/c.md"),
            "**c": ("p/c.md", "p/sub/c.md"),
            "/*/a": ("p/a.md", "q/a.md"),
            "/p/b": ("p/b/index.md",),
            "/p/my-page": ("p/My Page.md",),
            "/p/my page": (),
            "{/p/{a,c},/q/*}": ("p/a.md", "p/c.md", "q/a.md"),
            "/p/[a-c]": ("p/a.md", "p/b/index.md", "p/c.md"),
            "/p/[!a]": ("p/b/index.md", "p/c.md"),
            "/p/?": ("p/a.md", "p/b/index.md", "p/c.md"),
            "/p?a": (),
            "/p/{a,}": ("p/a.md",),
        }.items()
    },
    "the first counts": Case("[[cascade]]\ndraft = false\n[[cascade]]\ndraft = true\n", ()),
    "the first counts, also of all pages": Case(
        "[[cascade]]\nx = 1\n[cascade.target]\npath = '/p/a'\n[[cascade]]\ndraft = true\n[cascade.target]\n"
        "path = '/p/**'\n[[cascade]]\ndraft = false\n[[cascade]]\ndraft = true\n[cascade.target]\npath = '/p/a'\n",
        BELOW,
    ),
    "an inner section": Case("[cascade]\ndraft = true\n", ("about.md", "p/sub/c.md", "q/a.md"), {
        "p/_index.md": FREE, "p/sub/_index.md": DRAFT,
    }),
    "an inner section before a path": Case("", (), {
        "_index.md": "---\ncascade: {draft: true, target: {path: /p/sub/c}}\n---\n", "p/_index.md": FREE,
    }),
    "the home page": Case("[cascade]\ndraft = true\n", (), {"_index.md": FREE}),
    "a path of elsewhere": Case("", (), {"p/_index.md": "---\ncascade: {draft: true, target: {path: /q/a}}\n---\n"}),
    "kinds": Case("[cascade]\ndraft = true\n[cascade.target]\nkind = 'p*'\n[cascade.x]\n", (*PAGES,)),
    "other kinds": Case("[cascade]\ndraft = true\n[cascade.target]\nkind = '{home,s*}'\n", ()),
    "environments": Case("[cascade]\ndraft = true\n[cascade.target]\nenvironment = 'prod*'\n", (*PAGES,)),
    "params": Case("[cascade.params]\ndraft = true\n", (*PAGES,)),
    "params before what is beside them": Case("[cascade]\ndraft = false\n[cascade.params]\ndraft = true\n", (*PAGES,)),
    "a page beside a folder": Case("", tuple(page for page in PAGES if page.startswith(("p/", "q/"))), {
        "P.md": "---\ntitle: T\ndraft: false\ncascade: {draft: true}\n---\n",
        "Q.md": "---\ntitle: T\nbuild: {render: always}\ncascade: {build: {render: never}}\n---\n",
    }),
    "a page beside a folder, in a language": Case(TWO, ("p.fr.md", "p/a.fr.md"), {"p.fr.md": DRAFT}),
    "params of a page": Case("", ("p/x.md", *BELOW), {
        "p/_index.md": DRAFT,
        "p/x.md": "---\ntitle: T\nparams: {draft: false}\n---\n",
        "p/y.md": "---\ntitle: T\nDraft: false\n---\n",
    }),
    "a page's own": Case("", ("p/x.md", "p/y.md"), {
        "p/x.md": "---\ntitle: T\ncascade: {draft: true}\n---\n",
        "p/y.md": "---\ntitle: T\nCascade: [{params: {draft: true}}]\n---\n",
        "p/z.md": "---\ntitle: T\ndraft: false\ncascade: {draft: true}\n---\n",
    }),
    **{
        f"{name}": Case("", BELOW, {f"p/{name}": DRAFT})
        for name in (
            *("_index.adoc", "_index.mdown", "_index.MD", "_INDEX.markdown", "_index.pdc", "_index.rst"),
            *("_index.en.md", "_Index.EN.Ad"),
        )
    },
    "_index.xx.md": Case("", (), {"p/_index.xx.md": DRAFT}),
    "one language": Case(f"{TWO}[cascade]\ndraft = true{FRENCH}'fr'\n", IN_FRENCH),
    "languages by a pattern": Case(f"{TWO}[cascade]\ndraft = true{FRENCH}['{{f*,x}}']\n", IN_FRENCH),
    "a language that the site has not": Case(f"{TWO}[cascade]\ndraft = true{FRENCH}'xx'\n", (*PAGES, *IN_FRENCH)),
    "none of the languages": Case(f"{TWO}[cascade]\ndraft = true{FRENCH}['! **']\n", (*PAGES, *IN_FRENCH)),
    "a language that is disabled": Case(
        f"{TWO}disabled = true\n[cascade]\ndraft = true{FRENCH}'fr'\n", (*PAGES, *IN_FRENCH)
    ),
    "of one that the site has not and another": Case(
        f"{TWO}[cascade]\ndraft = true{FRENCH}['xx', 'fr']\n", IN_FRENCH
    ),
    "a section's of a language that the site has not": Case(TWO, (*BELOW, "p/a.fr.md"), {
        "p/_index.md": "---\ncascade: {draft: true, target: {sites: {matrix: {languages: xx}}}}\n---\n",
    }),
    "all languages but one": Case(f"{TWO}[cascade]\ndraft = true{FRENCH}['! fr', '**']\n", PAGES),
    "a language's own": Case(f"{TWO}[languages.fr.cascade]\ndraft = true\n", IN_FRENCH),
    "a language's own frees nothing": Case(
        f"{TWO}[languages.fr.cascade]\ndraft = false\n[cascade]\ndraft = true\n", (*PAGES, *IN_FRENCH)
    ),
    "another language than the file's": Case(TWO, ("p/a.fr.md",), {
        "p/_index.md": "---\ncascade: {draft: true, target: {sites: {matrix: {languages: fr}}}}\n---\n",
    }),
    "the language of the file": Case(TWO, ("p/a.fr.md",), {"p/_index.fr.md": DRAFT}),
    **{
        f"mount {target} {files}": Case(_mount(files, target), held)
        for target, files, held in (
            ("content", "['! p']", BELOW),
            ("content", "['! /P/A.md', '! **/sub/*']", ("p/a.md", "p/sub/c.md")),
            ("content/", "['p/**']", ("about.md", "q/a.md")),
            ("./content", "['! p/sub/**', 'p/**']", ("about.md", "p/sub/c.md", "q/a.md")),
            ("content", "['{p,q}/a.md']", tuple(page for page in PAGES if page not in ("p/a.md", "q/a.md"))),
            ("content", "['!p/**']", PAGES),
            ("content", "['**.md']", tuple(page for page in PAGES if page != "about.md")),
            ("content", "['p/**.md']", ("about.md", "p/b/index.md", "p/sub/c.md", "q/a.md")),
            ("content", "['! **/a.md']", ("p/a.md", "q/a.md")),
        )
    },
    "mounts of one folder": Case(_mount("['p/*']") + _mount("['q/*']"), ("about.md", "p/b/index.md", "p/sub/c.md")),
    "mounts with and without": Case(_mount("['p/*']") + _mount("['! p/**']"), ("p/b/index.md", "p/sub/c.md")),
}  # fmt: skip
"""By what each shows."""
