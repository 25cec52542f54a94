"""What `feeds init` says and does."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feeds.cli import cli
from tests.sites.support import written


def run(*arguments: str) -> Result:
    """Run a command in the working directory."""
    return CliRunner().invoke(cli, arguments, prog_name="feeds")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hugo(folder: Path) -> None:
    """Write a small Hugo site."""
    written(folder / "hugo.toml", 'baseURL = "https://h.example/"\ntitle = "Night"\n[permalinks]\nposts = "/:slug/"\n')
    post = "---\ntitle: Owls\ndate: 2026-01-02T10:00:00Z\ntags: [owls, night]\n---\nAt night.\n"
    written(folder / "content" / "posts" / "owls.md", post)
    written(folder / "content" / "about.md", "---\ntitle: About\n---\nUs.\n")
    written(folder / "content" / "plan.md", "---\ntitle: Plan\ndate: 2026-01-03\ndraft: true\n---\n")


def test_it_says_what_it_found(folder: Path) -> None:
    """A person sees at once which site it is and how its articles are read, as the documentation shows."""
    hugo(folder)
    result = run("init")
    assert result.exit_code == 0, result.output
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    assert result.stdout == page.partition("$ feeds init\n")[2].partition("```")[0]
    assert not (folder / "static").exists()


def test_it_builds_at_once(folder: Path) -> None:
    """One command takes a site to its feeds."""
    hugo(folder)
    result = run("init", "--build")
    assert result.exit_code == 0, result.output
    assert "1 published" in result.stderr
    assert (folder / "static" / "feeds" / "topics" / "owls" / "rss.xml").is_file()
    assert run("build").exit_code == 0


def test_a_folder_without_a_generator(folder: Path) -> None:
    """Of any other folder, the articles are found, and the address is asked for."""
    written(folder / "posts" / "owls.md", "---\ntitle: Owls\ndate: 2026-01-02\n---\n")
    result = run("init")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "the folder is no site of a generator that feeds knows"
    assert lines[-1].startswith(
        "wrote feeds.toml; set base_url in it, where the feeds will be served, and home_url, where"
    )
    assert lines[-2].startswith("the articles do not say their addresses: home_url and permalink make them")
    assert 'permalink = "/:path/"' in (folder / "feeds.toml").read_text()


def test_the_address_of_a_folder_without_a_generator(folder: Path) -> None:
    """Where a file of another program has the address of the site, articles are below that, and not among the feeds."""
    written(folder / "CNAME", "owls.example\n")
    written(folder / "posts" / "owls.md", "---\ntitle: Owls\ndate: 2026-01-02\n---\n")
    result = run("init", "--build")
    assert result.exit_code == 0, result.output
    assert "the feeds will be at https://owls.example/feeds/" in result.stdout
    assert "<link>https://owls.example/posts/owls/</link>" in (folder / "dist" / "all" / "rss.xml").read_text()


def test_a_site_in_the_only_folder_with_articles(folder: Path) -> None:
    """The site knows its addresses, and no pattern of addresses goes before its own."""
    config = 'export default { title: "Owls", url: "https://d.example", baseUrl: "/" };\n'
    written(folder / "website" / "docusaurus.config.js", config)
    written(folder / "website" / "blog" / "2026-01-02-owls.md", "---\ntitle: Owls\n---\nHoot.\n")
    result = run("init", "--build")
    assert result.exit_code == 0, result.output
    first = "a Docusaurus site 'Owls' in website (docusaurus.config.js) at https://d.example/\n"
    assert result.stdout.startswith(first)
    assert "\npermalink" not in (folder / "feeds.toml").read_text()
    assert "<link>https://d.example/blog/2026/01/02/owls</link>" in (folder / "dist" / "all" / "rss.xml").read_text()


def test_the_name_of_a_generator_in_a_sentence(folder: Path) -> None:
    """It has the article that people say."""
    written(folder / "astro.config.mjs", 'export default { site: "https://a.example/" }\n')
    written(folder / "src" / "content" / "blog" / "owls.md", "---\ntitle: Owls\npubDate: 2026-01-02\n---\n")
    assert run("init").stdout.startswith("an Astro site (astro.config.mjs) at https://a.example/\n")


def test_a_folder_without_articles(folder: Path) -> None:
    """Where there is nothing, the file is written all the same, and a person is told what is missing."""
    result = run("init", "--base-url", "https://f.example/")
    assert result.exit_code == 0, result.output
    assert "no article was found: one begins with its fields, between two lines ---" in result.stdout
    assert (folder / "feeds.toml").is_file()


def test_a_site_without_its_folder(folder: Path) -> None:
    """A site whose articles are not there is told so."""
    written(folder / "hugo.toml", 'baseURL = "https://h.example/"\n')
    result = run("init")
    assert (result.exit_code, (folder / "feeds.toml").exists()) == (2, True)
    assert "hugo.toml: Hugo keeps the articles in content, and there is no such folder" in result.stderr


@pytest.mark.parametrize("address", ["nonsense", "", "https://example.org/?a=b"])
def test_an_address_that_is_none_is_not_written(folder: Path, address: str) -> None:
    """The file would have to be mended, or removed, before init could be tried again."""
    result = run("init", "--base-url", address)
    assert result.exit_code == 2
    assert result.stderr.startswith("feeds: --base-url ")
    assert not (folder / "feeds.toml").exists()
