"""Every document is valid by the grammar of its format."""

import json
from pathlib import Path

import jsonschema
import pytest
from lxml import etree
from referencing import Registry
from referencing.jsonschema import DRAFT4

from feeds.config import Options, load
from feeds.publish.build import Request, build
from tests.support import BASE_URL, NOW, Site

GOLDEN = Path(__file__).parents[1] / "golden" / "expected"
SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def grammar(shared: Path) -> etree.RelaxNG:
    """Return the RELAX NG grammar of Atom."""
    return etree.RelaxNG(etree.parse(str(shared / "schemas" / "atom.rng")))


@pytest.fixture
def schema(shared: Path) -> jsonschema.Draft4Validator:
    """Return the JSON schema of JSON Feed 1.1."""
    newer, older = (
        json.loads((shared / "schemas" / f"jsonfeed-{version}.schema.json").read_bytes()) for version in ("1.1", "1")
    )
    registry = Registry().with_resource("feed-1", DRAFT4.create_resource(older))
    return jsonschema.Draft4Validator(newer, registry=registry)


def _outputs(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return folders of documents: the golden ones, and those of the sample site and all real articles."""
    monkeypatch.chdir(tmp_path)
    folders = [GOLDEN]
    for number, source in enumerate((SEEDS, shared / "seeds", shared / "corpus" / "powerapps")):
        output = tmp_path / str(number)
        settings = load(Options(sources=(source,), output=output, base_url=BASE_URL, limit=1000))
        build(settings, Request(), now=NOW.replace(year=2027), warn=pytest.fail)
        folders.append(output)
    return folders


def test_atom_documents_follow_the_grammar(
    grammar: etree.RelaxNG, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every Atom document passes the RELAX NG of RFC 4287."""
    paths = [path for folder in _outputs(shared, tmp_path, monkeypatch) for path in folder.rglob("atom.xml")]
    assert len(paths) > 40
    for path in paths:
        assert grammar.validate(etree.parse(str(path))), f"{path}: {grammar.error_log}"


@pytest.mark.slow
def test_json_documents_follow_the_schema(
    schema: jsonschema.Draft4Validator, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every JSON Feed document passes the schema of version 1.1."""
    paths = [path for folder in _outputs(shared, tmp_path, monkeypatch) for path in folder.rglob("feed.json")]
    assert len(paths) > 40
    for path in paths:
        assert not list(schema.iter_errors(json.loads(path.read_bytes()))), path


def test_an_emptied_feed_is_valid(grammar: etree.RelaxNG, schema: jsonschema.Draft4Validator, site: Site) -> None:
    """A feed without items passes the grammars too."""
    path = site.write()
    site.build()
    path.unlink()
    site.build(request=Request(allow_loss=True))
    assert grammar.validate(etree.parse(str(site.output / "all" / "atom.xml"))), grammar.error_log
    assert not list(schema.iter_errors(site.json("all")))
