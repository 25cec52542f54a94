"""Sites of several languages, as generators and plugins lay them out: languages, addresses and translations."""

import pytest

from tests.sites.support import written
from tests.support import Site

DOCUSAURUS = """
const config = {
  title: 'Night', url: 'https://n.example', baseUrl: '/',
  i18n: { defaultLocale: 'en', locales: ['en', 'pt-BR'] },
};
export default config;
"""
OWLS = "---\ntitle: {}\ndate: 2026-02-03\n---\nAt night.\n"
SITES = {
    "docusaurus": (
        {
            "docusaurus.config.js": DOCUSAURUS,
            "blog/owls.md": "Owls",
            "blog/bats.pt-BR.md": "Bats",
            "i18n/pt-BR/docusaurus-plugin-content-blog/owls.md": "Corujas",
            "i18n/pt-BR/docusaurus-plugin-content-blog/_part.md": "Parte",
            "i18n/pt-BR/docusaurus-plugin-content-docs/guide.md": "Guia",
            "i18n/fr/docusaurus-plugin-content-blog/owls.md": "Hiboux",  # of no language that the site has
        },
        {
            "Owls": (None, "https://n.example/blog/owls", ["pt-BR"]),
            "Corujas": ("pt-BR", "https://n.example/pt-BR/blog/owls", ["en"]),
            "Bats": (None, "https://n.example/blog/bats.pt-BR", []),
        },
    ),
    "hexo": (
        {
            "_config.yml": "title: Night\nurl: https://n.example\nlanguage: [en, fr]\n"
            "new_post_name: :lang/:title.md\npermalink: :lang/:title/\npermalink_defaults: {lang: en}\n",
            "package.json": '{"hexo": {"version": "7.3.0"}, "dependencies": {"hexo": "^7.0.0"}}',
            "source/_posts/en/owls.md": "Owls",
            "source/_posts/fr/owls.md": "Hiboux",
            "source/_posts/bats.md": "Bats",
        },
        {
            "Owls": (None, "https://n.example/en/owls/", ["fr"]),
            "Hiboux": ("fr", "https://n.example/fr/owls/", ["en"]),
            "Bats": (None, "https://n.example/en/bats/", []),
        },
    ),
    "jekyll-multiple-languages-plugin": (
        {
            "_config.yml": "title: Night\nurl: https://n.example\nlanguages: [en, it]\nplugins: "
            "[jekyll-multiple-languages-plugin]\n",
            "_i18n/en/_posts/2026-02-03-owls.md": "Owls",
            "_i18n/it/_posts/2026-02-03-owls.md": "Gufi",
        },
        {
            "Owls": (None, "https://n.example/2026/02/03/owls.html", ["it"]),
            "Gufi": ("it", "https://n.example/it/2026/02/03/owls.html", ["en"]),
        },
    ),
}


@pytest.mark.parametrize("name", SITES)
def test_translations_of_a_site(name: str, site: Site) -> None:
    """Each article has its language and the address that its generator gives to it, and leads to its translations."""
    files, expected = SITES[name]
    for path, text in files.items():
        written(site.folder / path, OWLS.format(text) if path.endswith(".md") else text)
    site.build(sources=())
    found = {
        item["title"]: (
            item.get("language"),
            item["url"],
            [one["language"] for one in item["_feeds"].get("translations", [])],
        )
        for item in site.json("all")["items"]
    }
    assert found == expected
