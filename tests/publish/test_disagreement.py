"""States, outputs and addresses that do not belong together: noticed, asked about, and healed."""

import re
import shutil
import stat
from pathlib import Path

import pytest

import feeds
from feeds.core.errors import OutputError, RefusedError
from feeds.publish.build import Request
from feeds.publish.write import Writer
from tests.planted import rot
from tests.support import BASE_URL, NOW, Site, mtimes, tree

FULL = Request(full=True)


@pytest.fixture
def restored(site: Site) -> Site:
    """Return a site whose articles and state are older than its output, which has a feed more."""
    site.write("old.md", webUrl="https://lamps.example/old", topics=["Old"])
    site.build()
    shutil.copytree(site.folder / ".feeds", site.folder / "backup")
    new = site.write("new.md", webUrl="https://lamps.example/new", topics=["New"], publishedDateTime="2026-02-02")
    site.build()
    new.unlink()
    shutil.rmtree(site.folder / ".feeds")
    (site.folder / "backup").rename(site.folder / ".feeds")
    site.warnings.clear()
    return site


def test_a_feed_that_no_build_knows_is_taken_up(restored: Site) -> None:
    """After a restore of the articles and the state alone, a whole build empties the feed, and knows it again."""
    restored.build()
    assert restored.titles("topics/new") == ["A lamp that remembers"]
    findings = feeds.validate(restored.output, base_url=BASE_URL).findings
    assert [finding.message for finding in findings] == ["the feed topics/new is not listed here"]
    restored.build(request=FULL)
    assert feeds.validate(restored.output, base_url=BASE_URL).findings == []
    assert restored.titles("topics/new") == []
    assert restored.warnings == [f"{restored.output}: feeds that no build knew are known again: topics/new"]
    assert restored.build(request=FULL).written == ()
    assert len(restored.warnings) == 1
    restored.write("new.md", webUrl="https://lamps.example/new", topics=["New"])
    restored.build()
    assert restored.titles("topics/new") == ["A lamp that remembers"]


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("pages", ["false", "true"])
def test_documents_of_no_feed_that_no_build_knows_are_taken_up(site: Site, pages: str, full: bool) -> None:
    """A state from before there were maps and pages does not stop builds, and they write nothing anew."""
    site.write()
    without = 'pages = false\n[renamed]\n"topics/old" = "topics/light"\n'
    (site.folder / "feeds.toml").write_text(without)
    site.build()
    shutil.copytree(site.folder / ".feeds", site.folder / "backup")
    maps = 'redirects = ["nginx", "netlify"]\n'
    (site.folder / "feeds.toml").write_text(maps + without.replace("false", pages))
    site.build()
    before = mtimes(site.output)
    shutil.rmtree(site.folder / ".feeds")
    (site.folder / "backup").rename(site.folder / ".feeds")
    assert site.build(request=Request(full=full)).written == ()
    assert mtimes(site.output) == before


def test_maps_that_no_build_knows_are_removed_with_their_setting(site: Site) -> None:
    """A server would go by them for ever; what a person has put there stays."""
    site.write()
    config = site.folder / "feeds.toml"
    config.write_text('redirects = ["nginx", "netlify"]\n')
    site.build()
    names = site.files().keys()
    shutil.rmtree(site.folder / ".feeds")
    (site.output / "_redirects").write_text("/a /b 301\n")
    config.write_text("")
    site.build()
    assert names - site.files().keys() == {"redirects.nginx.map"}


def test_documents_of_a_known_feed_that_no_build_knows_are_taken_up(site: Site) -> None:
    """A format and archives that came after the backup are kept up to date for those who subscribed to them since."""
    _write_months(site, "Old")
    before = 'formats = ["rss"]\nlimit = 1\n'
    (site.folder / "feeds.toml").write_text(before)
    site.build()
    shutil.copytree(site.folder / ".feeds", site.folder / "backup")
    (site.folder / "feeds.toml").write_text('limit = 1\narchives = ["all"]\n')
    site.build()
    names = site.files().keys()
    shutil.rmtree(site.folder / ".feeds")
    (site.folder / "backup").rename(site.folder / ".feeds")
    (site.folder / "feeds.toml").write_text(before)
    site.build(request=FULL)
    _write_months(site, "Mended")
    site.build()
    assert site.files().keys() == names
    assert site.titles("all") == site.titles("all/archive/2026-01") == ["Mended"]


def _write_months(site: Site, title: str) -> None:
    for date in ("2026-01-01", "2026-02-01"):
        site.write(f"{date}.md", title=title, webUrl=f"https://lamps.example/{date}", publishedDateTime=date)


def test_a_file_of_another_program_does_not_become_ours(site: Site) -> None:
    """That a build renders everything is no reason to overwrite what a person has put where a page belongs now."""
    site.write()
    (site.folder / "feeds.toml").write_text("pages = false\n")
    site.build()
    (site.output / "index.html").write_text("<p>Mine.</p>")
    (site.folder / "feeds.toml").write_text("pages = true\n")
    for full in (False, True):
        with pytest.raises(OutputError, match=r"index\.html: exists, and no build of feeds wrote it"):
            site.build(request=Request(full=full))
    assert (site.output / "index.html").read_text() == "<p>Mine.</p>"


def test_a_kept_feed_moves_with_the_site_though_the_state_is_lost(site: Site) -> None:
    """A new address reaches the empty feeds too, in all their documents, whoever remembers them."""
    site.write("stays.md", webUrl="https://lamps.example/1", topics=["Dark"])
    gone = site.write("gone.md", webUrl="https://lamps.example/2")
    site.build()
    gone.unlink()
    site.build()
    shutil.rmtree(site.folder / ".feeds")
    site.build(base_url="https://moved.example/")
    texts = b"".join(content for name, content in site.files().items() if name.startswith("topics/light/"))
    assert b"https://moved.example/topics/light/rss.xml" in texts
    assert b"https://feeds.example.org" not in texts
    assert site.titles("topics/light") == []


def test_a_feed_of_another_program_does_not_become_ours(site: Site) -> None:
    """Without the mark of this program, a feed at another address is somebody else's, and stays."""
    site.write()
    site.build()
    shutil.copytree(site.output / "topics" / "light", site.output / "topics" / "other")
    for path in (site.output / "topics" / "other").iterdir():
        text = path.read_text().replace("topics/light", "topics/other").replace("<generator>feeds</generator>", "")
        path.write_text(text.replace("feeds.example.org", "other.example").replace('"_feeds"', '"_others"'))
    before = tree(site.output / "topics" / "other")
    shutil.rmtree(site.folder / ".feeds")
    site.build(request=FULL)
    assert tree(site.output / "topics" / "other") == before


@pytest.mark.parametrize("is_lost", [False, True])
@pytest.mark.parametrize("address", ["http://localhost:8000/", "http://127.0.0.1/x/", "http://[::1]:8080/"])
def test_a_local_address_is_asked_about(site: Site, address: str, is_lost: bool) -> None:
    """A look at the feeds on one's own machine does not send every subscriber there; `--force` goes on."""
    site.write()
    site.build()
    before = mtimes(site.output)
    if is_lost:
        shutil.rmtree(site.folder / ".feeds")
    with pytest.raises(RefusedError, match=f"served at https://feeds.example.org/.*{re.escape(address)}.*--force"):
        site.build(base_url=address, request=FULL)
    assert mtimes(site.output) == before
    site.build(base_url=address, request=Request(force=True))
    assert site.json("all")["feed_url"] == f"{address}all/feed.json"
    site.build(base_url="http://localhost/")
    site.build()
    assert mtimes(site.output).keys() == before.keys()


def test_a_local_site_is_not_asked(site: Site) -> None:
    """Whoever only tries, tries at any address; a move to another host is no question either."""
    site.write()
    site.build(base_url="http://localhost:8000/")
    site.build(base_url="http://127.0.0.1:9000/")
    site.build(base_url="https://feeds.example.org/")
    site.build(base_url="https://moved.example/")
    assert site.json("all")["feed_url"] == "https://moved.example/all/feed.json"


def test_two_machines_at_one_output_are_told(site: Site, tmp_path: Path) -> None:
    """Each undoes what the other has written, which readers see: said by every build that does so."""
    other = Site(tmp_path / "other")
    other.output = site.output
    site.write(title="Mine")
    other.write(title="The other's, and longer")
    assert site.build().notices == ()
    assert other.build().notices == ()
    for one in (site, other, site):
        (notice,) = one.build().notices
        assert "12 documents were replaced by something else since the last build" in notice
    assert site.build().notices == ()


@pytest.mark.parametrize("full", [False, True])
def test_a_build_that_did_not_end_is_no_other_machine(
    site: Site, monkeypatch: pytest.MonkeyPatch, full: bool, tmp_path: Path
) -> None:
    """What a build has written that was killed then is not called somebody else's; of the next one, it is."""
    site.write()
    site.build()
    site.write(title="Longer than before")
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "_save_state_after", interrupt)
        with pytest.raises(KeyboardInterrupt):
            site.build()
    assert b"Longer than before" in site.files()["all/rss.xml"]
    site.write(title="And longer still")
    assert site.build(request=Request(full=full)).notices == ()

    other = Site(tmp_path / "other")
    other.output = site.output
    other.write(title="The other's")
    other.build()
    (notice,) = site.build().notices
    assert "replaced by something else" in notice


def interrupt(*_: object) -> None:
    """Do what the keyboard does."""
    raise KeyboardInterrupt


def test_a_document_of_another_time_is_no_other_machine(site: Site) -> None:
    """A copy of the output, whose files have other times, is not suspected."""
    site.write()
    site.build()
    for name in site.files():
        (site.output / name).touch()
    site.write(title="A new title")
    report = site.build()
    assert (report.notices, len(report.written) > 10) == ((), True)


@pytest.mark.parametrize("packed", [False, True])
def test_an_edit_that_shows_in_no_time_is_mended(site: Site, packed: bool) -> None:
    """`--full` compares the documents themselves, and what they may be used for."""
    (site.folder / "feeds.toml").write_text(f"precompress = {str(packed).lower()}\n")
    site.write()
    config = site.folder / "feeds.toml"
    site.build(config=config)
    before = site.files()
    kept = mtimes(site.output)
    edited = site.output / "all" / "rss.xml"
    edited.write_bytes(edited.read_bytes().replace(b"remembers", b"forgotten"))
    documents = [site.output / name for name in before]
    for path in documents:
        path.chmod(0o600)
    site.build(config=config, request=FULL)
    assert site.files() == before
    assert {name for name, moment in mtimes(site.output).items() if moment != kept[name]} <= {
        f"all/rss.xml{suffix}" for suffix in ("", ".gz", ".br")
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in documents} == {0o644}


def test_another_output_in_the_configuration_is_asked_about(site: Site) -> None:
    """The old one would lie where it is served, and never change; one that an option names is no question."""
    config = site.folder / "feeds.toml"
    config.write_text(f'source = "articles"\n[site]\nbase_url = "{BASE_URL}"\n')
    site.write()
    feeds.build(config=config, now=NOW, output=site.folder / "look")
    feeds.build(config=config, now=NOW)
    config.write_text(f'source = "articles"\noutput = "public"\n[site]\nbase_url = "{BASE_URL}"\n')
    for full in (False, True):
        with pytest.raises(RefusedError, match=r"the feeds are in dist, .*public.*--force"):
            feeds.build(config=config, now=NOW, full=full)
    assert not (site.folder / "public").exists()
    assert feeds.build(config=config, now=NOW, force=True).written
    assert feeds.build(config=config, now=NOW).written == ()


@pytest.mark.parametrize("is_damaged", [False, True])
def test_an_older_output_does_not_stop_one_whose_state_is_lost(site: Site, *, is_damaged: bool) -> None:
    """Its feeds are known again, and that there is an older folder with a state of its own is no question."""
    config = site.folder / "feeds.toml"
    usual = f'[site]\nbase_url = "{BASE_URL}"\n'
    config.write_text(f'source = "articles"\n{usual}')
    site.write()
    feeds.build(config=config, now=NOW)
    config.write_text(f'source = "articles"\noutput = "public"\n{usual}')
    feeds.build(config=config, now=NOW, force=True)
    before = tree(site.folder / "public")
    (database,) = (site.folder / ".feeds").glob("public-*.sqlite")
    if is_damaged:
        content = bytearray(database.read_bytes())
        content[-1] ^= 1
        rot(database, bytes(content))
    else:
        database.unlink()
    feeds.build(config=config, now=NOW)
    assert tree(site.folder / "public") == before


def test_an_output_may_be_moved(site: Site) -> None:
    """Whoever renames the folder with the configuration is not asked, and its feeds are known again."""
    config = site.folder / "feeds.toml"
    config.write_text(f'source = "articles"\n[site]\nbase_url = "{BASE_URL}"\n')
    site.write("stays.md", webUrl="https://lamps.example/1", topics=["Dark"])
    gone = site.write("gone.md", webUrl="https://lamps.example/2")
    feeds.build(config=config, now=NOW)
    gone.unlink()
    feeds.build(config=config, now=NOW)
    config.write_text(f'source = "articles"\noutput = "public"\n[site]\nbase_url = "{BASE_URL}"\n')
    site.output.rename(site.folder / "public")
    assert feeds.build(config=config, now=NOW).empty == 1


def test_an_output_may_be_moved_and_a_link_put_in_its_place(site: Site) -> None:
    """On another disk it is the same output: what it holds is known, and nothing is written again."""
    site.write("old.md", webUrl="https://lamps.example/old", topics=["Old"])
    config = site.folder / "feeds.toml"
    config.write_text('source = "articles"\n[site]\nbase_url = "https://e.example/"\n')
    feeds.build(config=config)
    (site.source / "old.md").unlink()
    site.write("new.md", webUrl="https://lamps.example/new", topics=["New"])
    feeds.build(config=config)
    before = mtimes(site.output)
    site.output.rename(site.folder / "elsewhere")
    site.output.symlink_to("elsewhere")
    assert not feeds.build(config=config).written
    assert mtimes(site.output) == before
    assert "topics/old/rss.xml" in before


@pytest.mark.parametrize("only", ["a format", "a topic"])
def test_documents_that_were_found_again_can_be_pruned(site: Site, only: str) -> None:
    """A build of a few documents after the state was lost leaves the others without a stamp; they do not stay."""
    site.write(topics=["Lamps"])
    site.build()
    shutil.rmtree(site.folder / ".feeds")
    site.build(formats=("rss",)) if only == "a format" else site.build(request=Request(topics=("Lamps",)))
    config = site.folder / "feeds.toml"
    config.write_text('formats = ["rss"]\n')
    site.build(config=config, request=Request(prune=True))
    assert not [name for name in site.files() if name.endswith((".json", "atom.xml"))]


def test_a_page_of_one_s_own_is_not_pruned_after_a_loss(site: Site) -> None:
    """That a feed lies beside a page is no reason to remove it: it may be another than builds have left."""
    site.write(topics=["Lamps"])
    site.build()
    shutil.rmtree(site.folder / ".feeds")
    site.build(formats=("rss",), skip_pages=True)
    page = site.output / "topics" / "lamps" / "index.html"
    page.write_text("<!doctype html>\n<p>a person's</p>")
    config = site.folder / "feeds.toml"
    config.write_text("pages = false\n")
    site.build(config=config, request=Request(prune=True))
    assert page.read_text() == "<!doctype html>\n<p>a person's</p>"
    assert not (site.output / "all" / "index.html").exists()


def test_a_page_without_feeds_beside_it_is_known_again(site: Site) -> None:
    """A build that had room for no more may have left it, and the state may be lost afterwards."""
    site.write(topics=["Lamps"])
    site.build()
    before = site.files()
    for name in ("rss.xml", "atom.xml", "feed.json"):
        (site.output / "topics" / "lamps" / name).unlink()
    shutil.rmtree(site.folder / ".feeds")
    site.build()
    assert site.files() == before
