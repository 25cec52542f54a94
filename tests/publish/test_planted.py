"""What another user puts into the output or state folder is replaced or named, never followed, opened or waited for."""

import os
import shutil
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from feeds.core import safe_files
from feeds.core.errors import OutputError
from feeds.index import seal
from feeds.index.seal import Seal
from feeds.publish import heads
from feeds.publish.output import Output
from feeds.publish.tree import Stamp, Tree
from feeds.publish.written import WrittenNotes
from tests.planted import Plant, every_plant, is_untouched, victim_beside
from tests.support import BASE_URL, Site, tree

DOCUMENTS = [
    "all/rss.xml", "all/index.html", "topics/light/feed.json", "providers/lamps.example/atom.xml",
    "index.html", "feeds.opml", "feeds.css",
]  # fmt: skip
FOLDERS = ["all", "topics", "topics/light", "providers", "providers/lamps.example"]


@pytest.fixture(autouse=True)
def _article(site: Site) -> None:
    site.write()


def _elsewhere(site: Site, parent: Path) -> Path:
    """Return the site, freshly built, in the folder `parent`, for comparison."""
    site.build(output=parent / "dist", state_dir=parent / ".feeds")
    return parent / "dist"


@every_plant
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_takes_the_place_of_what_is_planted(site: Site, plant: Plant, name: str) -> None:
    """The planted thing goes, what it leads to stays as it is, and the build heals the document."""
    site.build()
    before = site.files()
    path = site.output / name
    path.unlink()
    victim = victim_beside(path)
    plant(path)
    assert name in site.build().written
    assert is_untouched(victim)
    victim.unlink()
    assert not path.is_symlink()
    assert site.files() == before
    assert site.build().written == ()


@every_plant
@pytest.mark.parametrize("name", ["all/rss.xml", "index.html"])
def test_a_compressed_file_takes_the_place_of_what_is_planted(site: Site, plant: Plant, name: str) -> None:
    """So it is beside a document, and when the document changes."""
    (site.folder / "feeds.toml").write_text("precompress = true\n")
    config = site.folder / "feeds.toml"
    for title in ("A lamp that remembers", "A lamp that forgets"):
        site.write(title=title)
        site.build(config=config)
        beside = site.output / f"{name}.gz"
        beside.unlink()
        victim = victim_beside(beside)
        plant(beside)
        site.build(config=config)
        assert is_untouched(victim)
        assert beside.is_file()
        assert not beside.is_symlink()


@every_plant
@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("keeps_state", [True, False])
def test_a_folder_takes_the_place_of_what_is_planted(site: Site, plant: Plant, folder: str, keeps_state: bool) -> None:
    """Nothing is written through a link at any step of the way, and the folder is made anew."""
    site.build()
    before = site.files()
    path = site.output / folder
    shutil.rmtree(path)
    victim = victim_beside(path)
    plant(path)
    if not keeps_state:
        shutil.rmtree(site.folder / ".feeds")
    site.build()
    assert is_untouched(victim)
    victim.unlink()
    assert site.files() == before
    assert not path.is_symlink()


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_link_to_another_folder_is_not_written_through(site: Site, folder: str) -> None:
    """A folder elsewhere stays empty, though a link below the output leads to it."""
    site.build()
    before = site.files()
    outside = site.folder / "outside"
    outside.mkdir()
    shutil.rmtree(site.output / folder)
    (site.output / folder).symlink_to(outside)
    site.build()
    assert list(outside.iterdir()) == []
    assert site.files() == before


def test_documents_are_not_removed_through_a_link(site: Site) -> None:
    """A feed that is given up takes nothing along that lies elsewhere."""
    config = site.folder / "feeds.toml"
    site.build(config=config if config.exists() else None)
    shutil.move(site.output / "topics", site.folder / "outside")
    (site.output / "topics").symlink_to(site.folder / "outside")
    before = tree(site.folder / "outside")
    config.write_text('groups = ["all"]\n')
    site.build(config=config)
    assert tree(site.folder / "outside") == before


def test_the_output_itself_may_be_a_link(site: Site) -> None:
    """Where the feeds lie is up to the person who builds them."""
    (site.folder / "disk").mkdir()
    site.output.symlink_to(site.folder / "disk")
    site.build()
    assert (site.folder / "disk" / "all" / "rss.xml").is_file()
    assert site.output.is_symlink()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_folder_where_a_document_belongs_is_named(site: Site, name: str) -> None:
    """A folder may hold something: it stays, the error names it, and every other document is written."""
    (site.output / name).mkdir(parents=True)
    with pytest.raises(OutputError, match=rf"{name}: cannot be written"):
        site.build()
    (site.output / name).rmdir()
    site.build()
    assert tree(site.output) == tree(_elsewhere(site, site.folder / "fresh"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_file_where_a_folder_belongs_is_named(site: Site, folder: str) -> None:
    """A person's file stays, and the error names it."""
    path = site.output / folder
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a person's")
    with pytest.raises(OutputError, match="cannot be written: File exists"):
        site.build()
    assert path.read_bytes() == b"a person's"


@every_plant
def test_leftovers_are_swept_without_touching_what_is_planted(tmp_path: Path, plant: Plant) -> None:
    """What has the name of a temporary file and is none stays where it is."""
    path = tmp_path / ".rss.xml.0123456789abcdef.tmp"
    victim = victim_beside(path)
    plant(path)
    with Output(tmp_path) as output:
        output.write("rss.xml", b"whole")
        output.finish()
    assert is_untouched(victim)
    assert path.lstat()


def test_a_document_that_cannot_be_read_is_replaced(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document without any permission is written anew, as the folder allows that."""
    site.build()
    site.write(title="A lamp that forgets")

    def refuse(name: str, limit: int, *, dir_fd: int) -> bytes:
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setattr("feeds.publish.replace.read_regular", refuse)
    assert "all/rss.xml" in site.build().written
    assert b"A lamp that forgets" in (site.output / "all" / "rss.xml").read_bytes()


class TestState:
    """The folder of the state, and the files in it."""

    def test_only_the_user_who_builds_can_read_it(self, site: Site) -> None:
        """The folder and every file in it are closed to others, also where an earlier version left them open."""
        before = os.umask(0)
        try:
            site.build()
            folder = site.folder / ".feeds"
            for attempt in range(2):
                assert folder.stat().st_mode & 0o777 == 0o700
                modes = {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()}
                assert attempt == 0 or set(modes.values()) == {"0o600"}, modes
                folder.chmod(0o777)
                for path in folder.iterdir():
                    path.chmod(0o666)
                site.build()
        finally:
            os.umask(before)

    def test_a_folder_that_holds_other_things_stays_open(self, site: Site) -> None:
        """A state beside the output does not close the output to the web server."""
        site.folder.chmod(0o755)
        site.build(state_dir=site.folder)
        assert site.folder.stat().st_mode & 0o777 == 0o755

    @pytest.mark.parametrize("mode", [0o777, 0o1777])
    def test_a_folder_that_every_user_can_write_to_is_refused(self, site: Site, mode: int) -> None:
        """Where it holds other things it cannot be closed, and anybody could plant a journal: nothing is written."""
        folder = site.folder / "shared"
        folder.mkdir()
        (folder / "notes.txt").write_text("a person's")
        folder.chmod(mode)
        with pytest.raises(OutputError, match="every user can write to the folder of the state"):
            site.build(state_dir=folder)
        assert not list(folder.glob("*.sqlite*"))
        assert not site.output.exists()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give folders away")
    def test_a_folder_of_another_user_is_closed_if_possible(self, site: Site) -> None:
        """The administrator may build for the user who has the folder."""
        folder = site.folder / "shared"
        folder.mkdir()
        folder.chmod(0o777)
        os.chown(folder, 65534, -1)
        site.build(state_dir=folder)
        assert folder.stat().st_mode & 0o777 == 0o700

    @every_plant
    @pytest.mark.parametrize("suffix", [".sqlite", ".seal", ".sqlite-journal"])
    def test_what_is_planted_is_removed(self, site: Site, plant: Plant, suffix: str) -> None:
        """The state is begun anew, the person is told, and what was planted leads nowhere."""
        site.build()
        database = next((site.folder / ".feeds").glob("*.sqlite"))
        path = database.with_name(database.stem + suffix)
        path.unlink(missing_ok=True)
        victim = victim_beside(path)
        plant(path)
        site.build()
        assert is_untouched(victim)
        said = "not a regular file" if suffix == ".sqlite" else "no build has left it there"
        assert suffix == ".seal" or any(said in warning for warning in site.warnings)
        assert not path.exists() or (path.is_file() and not path.is_symlink())
        assert site.build().written == ()

    @pytest.mark.parametrize("suffix", [".sqlite", ".seal", ".lock", ".sqlite-journal", ".sqlite-wal"])
    def test_a_folder_in_the_place_of_a_file_is_named(self, site: Site, suffix: str) -> None:
        """It may hold something, so a person removes it; then builds go on."""
        site.build()
        path = next((site.folder / ".feeds").glob("*.lock")).with_suffix(suffix)
        path.unlink(missing_ok=True)
        path.mkdir()
        site.write(title="A lamp that forgets")
        with pytest.raises(OutputError, match=rf"{path.name}: .*; remove it"):
            site.build()
        path.rmdir()
        site.build()
        assert site.titles() == ["A lamp that forgets"]

    @every_plant
    def test_a_lock_that_is_no_file_is_named(self, site: Site, plant: Plant) -> None:
        """Nothing is truncated or waited for; a person removes it."""
        site.build()
        path = next((site.folder / ".feeds").glob("*.lock"))
        path.unlink()
        victim = victim_beside(path)
        plant(path)
        with pytest.raises(OutputError, match="not a regular file; remove it"):
            site.build()
        assert is_untouched(victim)

    @pytest.mark.parametrize("suffix", [".lock", ".seal", ".reading", ".written", ".attempt", ".heartbeat", ".working"])
    def test_a_hard_link_is_not_written_to(self, site: Site, suffix: str) -> None:
        """Another file of this user keeps its content and its mode, though it is a file of the state as well."""
        site.build()
        path = next((site.folder / ".feeds").glob("*.lock")).with_suffix(suffix)
        path.unlink(missing_ok=True)
        victim = site.folder / "victim"
        victim.write_bytes(b"untouched")
        victim.chmod(0o644)
        path.hardlink_to(victim)
        site.write(title="A lamp that forgets")
        site.build()
        assert (victim.read_bytes(), victim.stat().st_mode & 0o777) == (b"untouched", 0o644)
        assert site.titles() == ["A lamp that forgets"]
        assert suffix not in (".attempt", ".heartbeat") or path.stat().st_nlink == 1

    @pytest.mark.parametrize("how", ["a sparse file", "of another user"])
    def test_no_database_of_others_is_copied(self, site: Site, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
        """A file of a few bytes may be terabytes long; one that cannot be written to is removed, with a word."""
        site.build()
        path = next((site.folder / ".feeds").glob("*.sqlite"))
        if how == "a sparse file":
            (site.folder / "other").hardlink_to(path)
            with path.open("r+b") as file:
                pages = 1 << 18
                file.seek(28)
                file.write(pages.to_bytes(4))
                file.truncate(pages * int.from_bytes(path.read_bytes()[16:18]))
        else:
            real, user = safe_files.make_private, os.geteuid()

            def refuse(place: Path) -> None:
                if place.exists() and place.suffix == ".sqlite" and os.geteuid() != user:
                    monkeypatch.setattr(os, "geteuid", lambda: user)
                    raise PermissionError
                real(place)

            monkeypatch.setattr(safe_files, "make_private", refuse)
            monkeypatch.setattr(safe_files, "owners", lambda _: {user + 1})
            monkeypatch.setattr(os, "geteuid", lambda: user + 1)
        site.build()
        assert any(str(path) in warning and "removed" in warning for warning in site.warnings)
        assert path.stat().st_size < 1_000_000

    @pytest.mark.parametrize("how", ["a state", "a state with a journal", "no database"])
    def test_a_database_with_a_second_name_is_not_written_to(self, site: Site, how: str) -> None:
        """Its backup by a hard link stays as it is, and the build goes on with a copy of the state."""
        site.build()
        ids = [item["id"] for item in site.json("all")["items"]]
        path = next((site.folder / ".feeds").glob("*.sqlite"))
        other = site.folder / "other"
        if how == "no database":
            path.write_bytes(b"untouched")
        other.hardlink_to(path)
        if how == "a state with a journal":
            path.with_name(path.name + "-journal").write_bytes(b"")
        content = other.read_bytes()
        site.write(title="A lamp that forgets", publishedDateTime="2026-01-05")
        site.build()
        assert (other.read_bytes(), other.stat().st_nlink) == (content, 1)
        assert path.stat().st_mode & 0o777 == 0o600
        assert [item["id"] for item in site.json("all")["items"]] == ids
        assert any("another name" in warning for warning in site.warnings) == (how == "a state with a journal")

    @pytest.mark.skipif(os.geteuid() != 0, reason="nobody but root gives files to others")
    @pytest.mark.parametrize("suffix", [".sqlite", ".attempt", ".heartbeat"])
    def test_what_another_user_has_put_there_is_not_trusted(self, site: Site, suffix: str) -> None:
        """A state with a right seal may hold anything; the end of a build may be one that never was."""
        site.build()
        before = site.files()
        path = next((site.folder / ".feeds").glob("*.lock")).with_suffix(suffix)
        os.chown(path, 12_345, -1)
        if suffix == ".sqlite":
            assert seal.check(path) == Seal.OTHER
        site.build()
        assert site.files() == before
        assert suffix == ".sqlite" or path.stat().st_uid == 0


class TestForeignFiles:
    """Files at the place of documents that no build has written."""

    @pytest.mark.parametrize("name", [*DOCUMENTS, "all/atom.xml", "all/feed.json"])
    def test_a_first_build_overwrites_none(self, site: Site, name: str) -> None:
        """The error names the file and says how to go on; nothing is written until the file is gone."""
        path = site.output / name
        path.parent.mkdir(parents=True) if not path.parent.is_dir() else None
        path.write_text("<p>a person's</p>")
        for _ in range(2):
            with pytest.raises(OutputError, match=rf"{name}: exists, and no build of feeds wrote it.* --output"):
                site.build()
            assert site.files() == {name: b"<p>a person's</p>"}
        path.unlink()
        site.build()
        assert tree(site.output) == tree(_elsewhere(site, site.folder / "fresh"))

    def test_pages_that_are_turned_on_later_overwrite_none(self, site: Site) -> None:
        """A front page of the site's own stays, also where builds have written beside it."""
        config = site.folder / "feeds.toml"
        config.write_text("pages = false\n")
        site.build(config=config)
        (site.output / "index.html").write_text("<p>a person's</p>")
        site.build(config=config)
        config.write_text("pages = true\n")
        with pytest.raises(OutputError, match=r"dist/index\.html: exists, and no build of feeds wrote it"):
            site.build(config=config)
        assert (site.output / "index.html").read_text() == "<p>a person's</p>"

    @pytest.mark.parametrize("content", [b"", b"\0" * 500, b"<feed><title>Cut of"], ids=["empty", "zeros", "cut-off"])
    @pytest.mark.parametrize("name", ["all/atom.xml", "topics/light/feed.json", "feeds.opml", "all/index.html"])
    def test_a_damaged_document_is_no_other_programs(self, site: Site, name: str, content: bytes) -> None:
        """What a failing disk leaves beside whole documents is written anew, though the state is lost as well."""
        site.write()
        site.build()
        before = site.files()
        shutil.rmtree(site.folder / ".feeds")
        (site.output / name).write_bytes(content)
        site.build()
        assert site.files() == before

    @pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
    def test_a_whole_feed_of_another_program_beside_ours_is_not_overwritten(self, site: Site, name: str) -> None:
        """A format that is turned on later does not take the place of a feed that somebody else writes there."""
        other = {"rss.xml": "<rss>theirs</rss>\n", "atom.xml": "<feed>theirs</feed>", "feed.json": '{"theirs": 1}\n'}
        config = site.folder / "feeds.toml"
        config.write_text(f'formats = ["{"atom" if name == "rss.xml" else "rss"}"]\n')
        site.build(config=config)
        (site.output / "all" / name).write_text(other[name])
        config.write_text("")
        with pytest.raises(OutputError, match=rf"all/{name}: exists, and no build of feeds wrote it"):
            site.build(config=config)
        assert (site.output / "all" / name).read_text() == other[name]

    @pytest.mark.parametrize("options", [{}, {"base_url": "https://moved.example/"}])
    @pytest.mark.parametrize("formats", ['["rss"]', '["atom"]', '["json"]', '["rss", "atom", "json"]'])
    def test_our_own_are_known_when_the_state_is_lost(self, site: Site, options: dict[str, Any], formats: str) -> None:
        """A lost state, also of a site that moves at the same time, keeps no build from going on."""
        config = site.folder / "feeds.toml"
        config.write_text(f"formats = {formats}\n")
        site.build(config=config)
        shutil.rmtree(site.folder / ".feeds")
        site.write(title="A lamp that forgets")
        site.build(config=config, **options)
        assert all(b"forgets" in content for name, content in site.files().items() if name.startswith("all/"))

    def test_a_person_can_change_what_a_build_wrote(self, site: Site) -> None:
        """A document that was edited is healed, not taken for a person's."""
        site.build()
        before = site.files()
        for name in ("index.html", "feeds.css", "all/rss.xml"):
            (site.output / name).write_text("edited")
        site.build()
        assert site.files() == before


@pytest.mark.parametrize(
    "domain", ["_x.example", "[2001:db8::1]", f"{'long-label-of-a-host.' * 6}example", "under_score.example"]
)
def test_providers_whose_folder_is_no_slug_are_known_again(site: Site, domain: str) -> None:
    """The feed of any host is emptied with its last article, whatever happened to the state."""
    path = site.write("x.md", webUrl=f"https://{domain}/x", provider={"name": "X", "domain": domain})
    site.build()
    folders = [folder.name for folder in (site.output / "providers").iterdir()]
    assert len(folders) == 2
    shutil.rmtree(site.folder / ".feeds")
    path.unlink()
    (own,) = set(folders) - {"lamps.example"}
    assert site.build().emptied == (f"providers/{own}",)
    assert site.titles(f"providers/{own}") == []


def _feed(folder: str, *, title: str = "T", dates: tuple[str, ...] = (), extension: str = "{}") -> str:
    """Return a JSON Feed that looks like one of ours."""
    items = ", ".join(f'{{"date_published": "{date}"}}' for date in dates)
    url = f"{BASE_URL}{folder}/feed.json"
    return f'{{"feed_url": "{url}", "title": "{title}", "items": [{items}], "_feeds": {extension}}}'


def _plant_feed(site: Site, folder: str, content: str) -> None:
    path = site.output / folder / "feed.json"
    path.parent.mkdir(parents=True)
    path.write_text(content)


@pytest.mark.parametrize(
    "parts",
    [
        {"extension": f'{{"a": {"[" * 100_000}{"]" * 100_000}}}'},
        {"dates": ("2020-01-01T00:00:00", "2020-01-01T00:00:00Z")},
        {"dates": ("2020-01-01T00:00:00",)},
        {"dates": ("0001-01-01T00:00:00+05:00",)},
        {"dates": ("0999-01-01T00:00:00Z",)},
        {"dates": ("0001-01-01T00:00:00+14:00", "2020-01-01T00:00:00Z")},
        {"title": ""},
        {"title": "\\u0000\\ufffe"},
        {"title": "x" * 100_000},
    ],
    ids=[
        "deep",
        "with-and-without-zone",
        "no-zone",
        "year-0",
        "year-999",
        "one-of-year-0",
        "untitled",
        "controls",
        "long",
    ],
)
def test_a_planted_feed_that_no_build_can_have_made_is_passed_over(site: Site, parts: dict[str, Any]) -> None:
    """It stays where it is, and the feeds are as without it."""
    content = _feed("topics/planted", **parts)
    _plant_feed(site, "topics/planted", content)
    site.build()
    documents = site.files()
    assert documents.pop("topics/planted/feed.json") == content.encode()
    assert documents == tree(_elsewhere(site, site.folder / "fresh"))


def test_a_planted_feed_with_a_long_title_is_passed_over(tmp_path: Path) -> None:
    """Not a second of work is done for what no build can have written."""
    (tmp_path / "feed.json").write_text(_feed("all", title="&" * 15_000_000))
    tracemalloc.start()
    try:
        with Tree(tmp_path) as planted:
            assert heads.read_head(planted, "feed.json", "json") is None
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_of_a_planted_feed_of_many_items_few_are_looked_at(tmp_path: Path) -> None:
    """Each takes time whenever a state is lost; no feed of ours that validates has as many."""
    content = _feed("all", dates=("2020-01-01T00:00:00Z",) * 25_000)
    (tmp_path / "feed.json").write_text(content)
    with Tree(tmp_path) as planted:
        head = heads.read_head(planted, "feed.json", "json")
    assert head is not None
    assert len(head.items) == 20_000


@pytest.mark.parametrize("title", ["a\\u0001b", "\\u202ea\\u001b[2Jb", "a\\nb", "&amp;lt;b", "9999"])
def test_the_title_of_a_planted_feed_is_cleaned(site: Site, title: str) -> None:
    """A feed that could be ours is emptied, and every build can write its documents and read its state."""
    _plant_feed(site, "topics/planted", _feed("topics/planted", title=title, dates=("9999-12-31T23:59:59-05:00",)))
    site.build()
    assert site.titles("topics/planted") == []
    assert site.build().written == ()
    assert site.warnings == []
    shown = site.json("topics/planted")["title"]
    assert shown.isprintable()
    assert ("&amp;lt;" in shown) == ("&amp;lt;" in title)


@pytest.mark.parametrize("name", ["a b", "<b>", "a?b", "A.example", "a%2fb", "::stop-commands::x", "[::1]", "é"])
def test_a_planted_folder_of_no_provider_is_passed_over(site: Site, name: str) -> None:
    """No build makes a folder of such a name: it would make addresses that are none."""
    _plant_feed(site, f"providers/{name}", _feed(f"providers/{name}"))
    assert f"providers/{name}" not in "".join(site.build().written)


@pytest.mark.parametrize("how", ["of another user", "a second name of a file"])
def test_notes_of_others_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """What a killed build has written only a file says that this user alone has made."""
    path = tmp_path / "dist.written"
    notes = WrittenNotes(path)
    notes.begin()
    notes.note("all/rss.xml", Stamp(1, 2))
    notes.close()
    assert WrittenNotes(path).before() == {"all/rss.xml": Stamp(1, 2)}
    if how == "of another user":
        user = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    else:
        (tmp_path / "other").hardlink_to(path)
    assert WrittenNotes(path).before() == {}
    content = path.read_bytes()
    others = WrittenNotes(path)
    others.begin()
    others.note("all/atom.xml", Stamp(3, 4))
    others.close()
    assert path.read_bytes() == content
