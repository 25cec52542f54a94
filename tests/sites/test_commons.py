"""Where everybody has files, only one's own count of what is looked for by its name."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from feeds.config import Options, load
from feeds.config.settings import Settings
from feeds.config.starter import propose
from feeds.core.errors import SourceNotFoundError
from feeds.frontmatter.file import ForeignFileError, read_bytes
from feeds.sites import commons as commons_module
from feeds.sites.commons import Commons
from tests.sites.support import written
from tests.support import BASE_URL

BOB, NOBODY = 70_002, 65_534

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to other users")

OWN = {
    "jekyll": {"_config.yml": "title: own\n", "_posts/2026-01-01-a.md": "---\ntitle: A\n---\n"},
    "hexo": {"_config.yml": "title: own\n", "source/_posts/a.md": "---\ntitle: A\n---\n"},
    "hugo": {"config.toml": 'baseURL = "https://own.example/"\n', "content/a.md": "---\ntitle: A\n---\n"},
    "zola": {"config.toml": 'base_url = "https://own.example/"\n', "content/a.md": "+++\ntitle = 'A'\n+++\n"},
    "docusaurus": {"docusaurus.config.ts": "export default {title: 'own'}\n", "blog/a.md": "---\ntitle: A\n---\n"},
    "eleventy": {"eleventy.config.mjs": "export default () => ({dir: {input: 'src'}})\n", "src/a.md": "---\n---\n"},
    "astro": {"astro.config.ts": "export default {site: 'https://own.example'}\n", "src/a.md": "---\n---\n"},
    "none": {"feeds.toml": 'source = "a"\n', "a/a.md": "---\ntitle: A\n---\n"},
}
"""What each site has of its own; its folders are such as everybody has files in."""

PLANTED = {
    "hugo.toml": 'title = "planted"\n',
    "config/_default/hugo.toml": 'title = "planted"\n',
    "config/production/hugo.toml": 'title = "planted"\n',
    "zola.toml": 'title = "planted"\n',
    "docusaurus.config.js": "module.exports = {title: 'planted'}\n",
    ".eleventy.js": "module.exports = () => ({})\n",
    "astro.config.mjs": "export default {}\n",
    "_config.yaml": "title: planted\n",
    "scaffolds/post.md": "",
    "package.json": '{"dependencies": {"hexo": "8"}, "description": "planted", "author": "planted"}\n',
    "Gemfile": 'gem "jekyll-feed", group: :jekyll_plugins\n',
    "CNAME": "planted.example\n",
    "static/CNAME": "planted.example\n",
    "_i18n/fr/_posts/a.md": "",
    "i18n/fr/docusaurus-plugin-content-blog/a.md": "",
    ".eleventyignore": "*\n",
    ".git/HEAD": "",
    "_data/topics/a.yaml": "name: Planted\n",
    "_data/organizations/a.yaml": "domain: planted.example\n",
    "_data/authors.yml": "a: Planted\n",
    "locale/en/LC_MESSAGES/feeds.po": 'msgid "More coverage"\nmsgstr "planted"\n',
    "content/_index.md": "---\ncascade:\n  draft: true\n---\n",
    "content/_index.fr.md": "---\ndraft: true\n---\n",
    "content/b/_index.md": "---\ndraft: true\n---\n",
    "blog/authors.yml": "a: Planted\n",
    "blog/tags.yml": "a: {label: Planted}\n",
    "src/src.json": '{"draft": true}\n',
    "src/src.11tydata.js": "module.exports = {draft: true}\n",
    "src/a.11tydata.json": '{"draft": true}\n',
    "src/_data/site.json": '{"title": "planted"}\n',
    "src/content/a.md": "",
}

_opened: list[str] = []
_watch = {"is_on": False}


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _watch["is_on"] and event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
        _opened.append(os.fsdecode(arguments[0]))


sys.addaudithook(_note)


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """Return the list of the files that are opened meanwhile."""
    _opened.clear()
    _watch["is_on"] = True
    yield _opened
    _watch["is_on"] = False


def commons(folder: Path) -> None:
    """Make a folder, and those in it, such as `/tmp` is."""
    for at in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        at.chmod(0o1777)


def plant(root: Path, names: dict[str, str]) -> set[str]:
    """Write files of another user, with the folders that are missing, and return their paths."""
    theirs = set()
    for name, text in names.items():
        path = root / name
        if path.exists():
            continue
        new = [at for at in (path, *path.parents) if not at.exists()]
        written(path, text)
        for at in new:
            os.chown(at, BOB, BOB)
        theirs.add(str(path))
    return theirs


def _said(settings: Settings) -> list[object]:
    """Return what a site says of itself."""
    names, words = settings.taxonomy, settings.site.words
    return [
        *(settings.site, settings.zone, settings.sources, settings.root, settings.described, settings.exclude),
        *(settings.conventions, settings.problems, settings.allowed, words, vars(names)),
    ]


@pytest.mark.parametrize("generator", OWN)
def test_nothing_of_others_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str], generator: str
) -> None:
    """Whatever another user plants, the settings stay those of the site alone, and none of it is read but named."""
    root = tmp_path / "site"
    for name, text in OWN[generator].items():
        written(root / name, text)
    if generator == "hugo":
        (root / "layouts").mkdir()
    commons(root)
    monkeypatch.chdir(root)
    sources = () if generator == "none" else (root,)
    options = Options(sources=sources, base_url=BASE_URL)
    alone = load(options)
    assert alone.conventions.generator == (None if generator == "none" else generator)

    theirs = plant(root, PLANTED)
    opened.clear()
    found = load(options)
    told = [message.partition(" is passed over: ")[0] for message in found.passed_over]
    assert _said(found) == _said(alone)
    assert not theirs.intersection(os.path.abspath(path) for path in opened)  # noqa: PTH100 - audit's are texts
    assert told
    assert len(told) == len(set(told))
    assert all(f"belongs to the user {BOB}" in message for message in found.passed_over)


def test_seeds_of_others_are_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder `seeds` is looked for by its name, and is the user's own, or none."""
    tmp_path.chmod(0o1777)
    plant(tmp_path, {"seeds/a.md": "---\ntitle: planted\n---\n"})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceNotFoundError, match=rf"^no articles: .*/seeds is passed over: it belongs to .* {BOB}"):
        load(Options(base_url=BASE_URL))
    assert "seeds" not in propose(tmp_path).sources
    os.chown("seeds", 0, 0)
    assert load(Options(base_url=BASE_URL)).sources == (Path("seeds"),)


def test_single_files_among_own_ones_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In folders of one's own in which everybody has files, topics and catalogues of others are left out alone."""
    written(tmp_path / "_data" / "topics" / "b.yaml", "name: Own\n")
    written(tmp_path / "_data" / "organizations" / "b.yaml", "domain: own.example\n")
    written(tmp_path / "locale" / "de" / "LC_MESSAGES" / "feeds.po", 'msgid "More coverage"\nmsgstr "Mehr"\n')
    written(tmp_path / "feeds.toml", 'source = "a"\n')
    written(tmp_path / "a" / "a.md", "---\ntitle: A\n---\n")
    commons(tmp_path)
    written(tmp_path / "hugo.toml", 'title = "own"\n')
    theirs = plant(
        tmp_path, {name: PLANTED[name] for name in PLANTED if name.startswith(("_data/topics", "_data/org", "locale/"))}
    )
    monkeypatch.chdir(tmp_path)
    found = load(Options(base_url=BASE_URL))
    assert [list(names) for names in (found.taxonomy.topics, found.taxonomy.providers)] == [["own"], ["own.example"]]
    assert [words.tag for words in found.site.words] == ["de"]
    told = {message.partition(" is passed over: ")[0] for message in found.passed_over}
    assert told == (theirs - {f"{tmp_path}/locale/en/LC_MESSAGES/feeds.po"}) | {f"{tmp_path}/locale/en"}


def test_content_of_others_is_no_source(tmp_path: Path) -> None:
    """Nor is a folder in which a generator keeps the articles."""
    written(tmp_path / "hugo.toml", 'title = "own"\n')
    tmp_path.chmod(0o1777)
    plant(tmp_path, {"content/a.md": "---\ntitle: planted\n---\n"})
    with pytest.raises(
        SourceNotFoundError, match=r"Hugo keeps the articles in .*/content, which others have put there"
    ):
        load(Options(sources=(tmp_path,), base_url=BASE_URL))


def test_a_site_that_nobody_has_named_is_read_in_no_such_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article there may be anybody's; whoever names the folder wants those of everybody."""
    written(tmp_path / "_config.yml", "title: own\n")
    tmp_path.chmod(0o1777)
    plant(tmp_path, {"_posts/2026-01-01-a.md": "---\ntitle: planted\n---\n"})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceNotFoundError, match=r"everybody can write to /.*; keep the site in a folder of its own"):
        load(Options(base_url=BASE_URL))
    assert load(Options(sources=(Path(),), base_url=BASE_URL)).sources == (Path(),)

    (tmp_path / "_config.yml").unlink()
    written(tmp_path / "hugo.toml", 'title = "own"\n')
    written(tmp_path / "content" / "a.md", "---\ntitle: A\n---\n")
    assert load(Options(base_url=BASE_URL)).sources == (Path("content"),)


def test_the_git_of_others_hides_no_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `.git` in a folder that everybody drops articles in counts if it is one's own."""
    written(tmp_path / "_config.yml", "exclude: [secret.md]\n")
    drop = written(tmp_path / "drop" / "a.md", "---\ntitle: A\n---\n").parent
    drop.chmod(0o1777)
    plant(drop, {".git/HEAD": ""})
    monkeypatch.chdir(drop)
    assert load(Options(sources=(drop,), base_url=BASE_URL)).root == tmp_path
    shutil.rmtree(drop / ".git")
    (drop / ".git").mkdir()
    assert load(Options(sources=(drop,), base_url=BASE_URL)).root is None


@contextmanager
def other_user(number: int) -> Iterator[None]:
    """Be another user meanwhile."""
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(number)
    os.seteuid(number)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


def test_another_user_sees_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a user who is not root, files of root and of the user count in such a folder, and those of a third do not."""
    with TemporaryDirectory() as made:
        root = Path(made)
        root.chmod(0o1777)
        monkeypatch.chdir(root)
        options = Options(sources=(root,), base_url=BASE_URL)
        with other_user(NOBODY):
            if not os.access(root, os.W_OK, effective_ids=True):
                pytest.skip("the folder of temporary files is closed to other users")
            written(root / "config.toml", 'baseURL = "https://elsewhere.example/"\n')
            written(root / "content" / "a.md", "---\ntitle: A\n---\n")
            (root / "layouts").mkdir()
        os.chown(root / "config.toml", 0, 0)
        load(options)  # while it may still be read what is imported
        os.chown(root / "config.toml", NOBODY, NOBODY)
        plant(root, PLANTED)
        with other_user(NOBODY):
            found = load(options)
        assert (found.root, found.site.home_url) == (root, "https://elsewhere.example/")
        assert f"{root}/hugo.toml is passed over: it belongs to the user {BOB}, " in found.passed_over[0]
        assert not found.problems
        monkeypatch.chdir("/")


def test_the_folder_on_the_way_is_asked(tmp_path: Path) -> None:
    """One's own file in a folder of another user counts for nothing, nor does what a planted link leads to."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    plant(shared, {"theirs/inner/a": ""})
    (shared / "link").symlink_to("own")
    os.chown(shared / "link", BOB, BOB, follow_symlinks=False)
    own = written(shared / "own" / "a")
    os.chown(shared / "theirs" / "inner" / "a", 0, 0)
    passed: list[str] = []
    known = Commons(tmp_path, passed)
    assert known.counts(own)
    assert known.counts(shared / "nothing")
    assert not known.counts(shared / "theirs" / "inner" / "a")
    assert not known.counts(shared / "link" / "a")
    assert not known.counts(shared / "link" / "a")
    assert [message.partition("; ")[0] for message in passed] == [
        f"{shared}/{name} is passed over: it belongs to the user {BOB}, and everybody can write to {shared}"
        for name in ("theirs", "link")
    ]
    assert known.doubt(shared / "theirs" / "inner").startswith(f"{shared}/theirs belongs to")
    assert known.doubt(shared / "theirs").startswith("it belongs to")


def test_the_messages_are_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many files others plant, a few are named, each once, and one message stands for the rest."""
    monkeypatch.setattr(commons_module, "MAX_TOLD", 2)
    tmp_path.chmod(0o1777)
    plant(tmp_path, dict.fromkeys("abcd", ""))
    passed: list[str] = []
    known = Commons(tmp_path, passed)
    assert not any(known.counts(tmp_path / name) for name in "abcdabcd")
    assert [message.partition(":")[0] for message in passed] == [
        f"{tmp_path}/a is passed over",
        f"{tmp_path}/b is passed over",
        f"more of other users is passed over in {tmp_path}",
    ]


def test_what_is_opened_is_asked_again(tmp_path: Path) -> None:
    """A file that another one has taken the place of since it was asked about is not read."""
    path = written(tmp_path / "a", "planted")
    os.chown(path, BOB, BOB)
    with pytest.raises(ForeignFileError):
        read_bytes(path, owners=frozenset({0}))
    assert read_bytes(path, owners=frozenset({0, BOB})) == b"planted"
