"""What a document brings to the store, and what goes when it goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from line_extractor import LineExtractor, document, ingest
from pyoxigraph import Store

from kg.assembly import open_writer, shape
from kg.model import Document
from kg.pipeline import record
from kg.store.rdf_read import Rebuilder
from kg.store.reader import OxigraphReader
from kg.store.writer import OxigraphWriter

RIVALS = "(Alibaba*:Company) rivals (DeepSeek*:Company)."
ONE = document("one", RIVALS + " (Alibaba*:Company) released (Qwen*:AIModel) {when 2025-01; openSource true}.")
TWO = document("two", RIVALS + " (Lingyun:Company) adopts (Qwen*:AIModel) {by Reuters}.", publisher="Harbour Daily")
THREE = document(
    "three",
    "(Alibaba*:Company) revenue 100.50 CNY {when 2024; planned}. "
    "(Hill Fund:Fund) investsIn (Lingyun:Company) {amount >5000000 USD; round A; lead true}.",
    published=None,
)


def put(writer: OxigraphWriter, *documents: Document, version: str = "1") -> None:
    writer.put([record(LineExtractor(version).extract(item), f"lines {version}", shape()) for item in documents])


def triples(folder: Path) -> set[str]:
    reader = OxigraphReader(folder, shape)
    found = {str(triple) for triple in reader.triples()}
    reader.close()
    return found


def ledger(folder: Path) -> tuple[object, ...]:
    reader = OxigraphReader(folder, shape)
    rows = reader.ledger.documents()
    names = {form: reader.ledger.near_names(form, 9) for form in ("alibaba", "DEEPSEEK", "qwen", "ling", "hilfund")}
    sentences = sorted(reader.ledger.sentences("company", 50))
    reader.close()
    return rows, names, sentences


def built(folder: Path, *documents: Document) -> set[str]:
    with open_writer(folder) as writer:
        for item in documents:
            put(writer, item)
    return triples(folder)


def test_every_order_gives_the_same_store(tmp_path: Path) -> None:
    assert built(tmp_path / "a", ONE, TWO, THREE) == built(tmp_path / "b", THREE, TWO, ONE)
    assert ledger(tmp_path / "a") == ledger(tmp_path / "b")


def test_a_batch_is_the_same_as_one_by_one(tmp_path: Path) -> None:
    with open_writer(tmp_path / "a") as writer:
        put(writer, ONE, TWO, THREE)
    assert triples(tmp_path / "a") == built(tmp_path / "b", ONE, TWO, THREE)
    assert ledger(tmp_path / "a") == ledger(tmp_path / "b")


@pytest.mark.parametrize("gone", [ONE, TWO, THREE], ids=lambda item: item.id)
def test_deleting_leaves_what_never_reading_leaves(tmp_path: Path, gone: Document) -> None:
    rest = [item for item in (ONE, TWO, THREE) if item is not gone]
    built(tmp_path / "a", ONE, TWO, THREE)
    with open_writer(tmp_path / "a") as writer:
        assert writer.delete(gone.id)
        assert not writer.delete(gone.id)
    assert triples(tmp_path / "a") == built(tmp_path / "b", *rest)
    assert ledger(tmp_path / "a") == ledger(tmp_path / "b")


def test_deleting_everything_leaves_nothing(tmp_path: Path) -> None:
    built(tmp_path, ONE, TWO, THREE)
    with open_writer(tmp_path) as writer:
        for item in (TWO, THREE, ONE):
            assert writer.delete(item.id)
    assert triples(tmp_path) == set()
    assert ledger(tmp_path)[0] == []


def test_a_new_version_takes_the_place_of_the_old(tmp_path: Path) -> None:
    changed = document("one", "(Tencent*:Company) rivals (Baidu*:Company).")
    built(tmp_path / "a", ONE, TWO)
    with open_writer(tmp_path / "a") as writer:
        put(writer, changed)
    assert triples(tmp_path / "a") == built(tmp_path / "b", changed, TWO)
    assert ledger(tmp_path / "a") == ledger(tmp_path / "b")


def test_reading_again_changes_nothing(tmp_path: Path) -> None:
    before = built(tmp_path, ONE, TWO)
    with open_writer(tmp_path) as writer:
        put(writer, ONE)
    assert triples(tmp_path) == before


def direct(folder: Path) -> set[str]:
    """Direct relations, in short."""
    reader = OxigraphReader(folder, shape)
    found = set()
    for triple in reader.triples():
        subject, predicate, object_ = str(triple.subject), str(triple.predicate), str(triple.object)
        if "/id/" in subject and "/id/" in object_ and "/ontology#" in predicate:
            found.add(
                " ".join(term.strip("<>").replace("#", "/").rsplit("/", 1)[1] for term in (subject, predicate, object_))
            )
    reader.close()
    return found


def test_direct_triples_stand_for_asserted_statements(tmp_path: Path) -> None:
    built(tmp_path, ONE, document("maybe", "(Baidu*:Company) rivals (Alibaba*:Company) {speculated}."))
    assert direct(tmp_path) == {
        "alibaba rivals deepseek",
        "deepseek rivals alibaba",
        "alibaba released qwen",
        "alibaba developed qwen",
    }


def test_a_direct_triple_lives_as_long_as_something_supports_it(tmp_path: Path) -> None:
    developed = document("developed", "(Alibaba*:Company) developed (Qwen*:AIModel).")
    built(tmp_path, ONE, developed)
    with open_writer(tmp_path) as writer:
        writer.delete("one")
    assert direct(tmp_path) == {"alibaba developed qwen"}
    with open_writer(tmp_path) as writer:
        writer.delete("developed")
    assert direct(tmp_path) == set()


def test_denied_later_or_planned_earlier_does_not_take_an_assertion_away(tmp_path: Path) -> None:
    built(tmp_path, ONE, document("no", "(Alibaba*:Company) rivals (DeepSeek*:Company) {denied}."))
    assert "alibaba rivals deepseek" in direct(tmp_path)
    with open_writer(tmp_path) as writer:
        writer.delete("one")
    assert direct(tmp_path) == set()


FAMILY = document(
    "family", "(Qwen2.5*:AIModel) versionOf (Qwen*:AIModel). (Qwen2.5-VL*:AIModel) versionOf (Qwen2.5*:AIModel)."
)


@pytest.mark.parametrize("order", [(ONE, FAMILY), (FAMILY, ONE)], ids=["owner first", "family first"])
def test_ownership_goes_down_a_family_and_is_marked(tmp_path: Path, order: tuple[Document, ...]) -> None:
    built(tmp_path, *order)
    owned = {"alibaba developed qwen2-5", "alibaba developed qwen2-5-vl"}
    assert owned <= direct(tmp_path)
    assert sum("ontology#derived" in triple for triple in triples(tmp_path)) == 2
    with open_writer(tmp_path) as writer:
        writer.delete("one")
    assert not owned & direct(tmp_path)
    assert not any("ontology#derived" in triple for triple in triples(tmp_path))


def test_a_version_with_its_own_developer_inherits_none(tmp_path: Path) -> None:
    own = document("own", "(Moonshot*:Company) developed (Qwen2.5*:AIModel).")
    before = built(tmp_path / "a", ONE, FAMILY)
    built(tmp_path / "b", ONE, FAMILY, own)
    assert "alibaba developed qwen2-5" not in direct(tmp_path / "b")
    assert "moonshot developed qwen2-5-vl" in direct(tmp_path / "b")
    with open_writer(tmp_path / "b") as writer:
        writer.delete("own")
    assert triples(tmp_path / "b") == before


def test_a_circle_of_versions_ends(tmp_path: Path) -> None:
    circle = document("circle", "(A*:AIModel) versionOf (B*:AIModel). (B*:AIModel) versionOf (A*:AIModel).")
    built(tmp_path, circle, document("owner", "(Alibaba*:Company) developed (A*:AIModel)."))
    assert "alibaba developed b" in direct(tmp_path)


def test_readers_keep_their_copy_and_old_copies_go(tmp_path: Path) -> None:
    built(tmp_path, ONE)
    reader = OxigraphReader(tmp_path, shape)
    before = len(reader)
    with open_writer(tmp_path) as writer:
        put(writer, TWO)
        put(writer, THREE)
    assert len(reader) == before == sum(1 for _ in reader.triples())
    held = reader.path
    reader.close()
    with open_writer(tmp_path) as writer:
        put(writer, document("four", RIVALS))
    assert not held.exists()
    assert len([entry for entry in (tmp_path / "published").iterdir() if entry.is_dir()]) == 1


def test_a_grown_store_is_compacted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.files._LARGE", 1)
    with open_writer(tmp_path) as writer:
        put(writer, ONE)
        assert writer.compact()
        assert not writer.compact()
        for number in range(20):
            put(writer, document(f"more-{number}", RIVALS))
        assert writer.compact()
        writer.publish()
    with open_writer(tmp_path) as writer:
        assert not writer.compact()
    monkeypatch.undo()
    never = built(tmp_path / "never", ONE, *(document(f"more-{number}", RIVALS) for number in range(20)))
    assert triples(tmp_path) == never


def test_a_small_store_is_not_compacted(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        put(writer, ONE)
        assert not writer.compact()


def test_the_ledger_can_be_made_anew(tmp_path: Path) -> None:
    built(tmp_path, ONE, TWO, THREE)
    before = ledger(tmp_path)
    with open_writer(tmp_path) as writer:
        writer.rebuild()
    assert ledger(tmp_path) == before
    for name in ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with open_writer(tmp_path):
        pass
    assert ledger(tmp_path) == before


def test_ids_from_outside_stay_data(tmp_path: Path) -> None:
    hostile = document('x> . <a> <b> "c" \n} ; DROP ALL', RIVALS, publisher='"@en . <q> <r> <s> .', title="<script>")
    before = built(tmp_path, TWO)
    with open_writer(tmp_path) as writer:
        put(writer, hostile)
        assert writer.ledger.row(hostile.id) is not None
        assert writer.delete(hostile.id)
    assert triples(tmp_path) == before


def test_a_store_is_plain_oxigraph(tmp_path: Path) -> None:
    built(tmp_path, ONE)
    copy = tmp_path / "published" / (tmp_path / "CURRENT").read_text().strip()
    store = Store.read_only(str(copy))
    prefix = "PREFIX kg: <https://w3id.org/china-ai-kg/ontology#> PREFIX ent: <https://w3id.org/china-ai-kg/id/>"
    found = [str(row["r"]) for row in store.query(f"{prefix} SELECT ?r {{ ent:alibaba kg:rivals ?r }}")]
    assert found == ["<https://w3id.org/china-ai-kg/id/deepseek>"]


def test_the_pipeline_writes_the_same(tmp_path: Path) -> None:
    ingest(tmp_path / "a", ONE, TWO, THREE)
    assert triples(tmp_path / "a") == built(tmp_path / "b", ONE, TWO, THREE)


def test_a_document_comes_back_with_its_text_and_mentions(tmp_path: Path) -> None:
    built(tmp_path, ONE, TWO)
    reader = OxigraphReader(tmp_path, shape)
    found = Rebuilder(reader.match).document("two")
    assert found is not None
    assert found.document == TWO
    assert {name: [TWO.quote(span) for span in spans] for name, spans in found.mentions.items()} == {
        "alibaba": ["Alibaba"],
        "company.lingyun": ["Lingyun"],
        "deepseek": ["DeepSeek"],
        "qwen": ["Qwen"],
    }
    assert Rebuilder(reader.match).document("three") is None
    reader.close()


def test_hostile_text_comes_back_to_the_letter(tmp_path: Path) -> None:
    body = '"""\n\\u0041 <a> & \u2028 \x0c 阿里巴巴 🚀 "@en ^^<x> . ' + RIVALS + "\r\n\ttail "
    hostile = document("h", body, title="</script>\t")
    built(tmp_path, hostile)
    reader = OxigraphReader(tmp_path, shape)
    found = Rebuilder(reader.match).document("h")
    assert found is not None
    assert found.document.text == hostile.text
    assert [hostile.quote(span) for spans in found.mentions.values() for span in spans] == ["Alibaba", "DeepSeek"]
    reader.close()


def test_documents_are_listed_newest_first(tmp_path: Path) -> None:
    days = {"old": "2024-12-31", "month": "2025-03", "day": "2025-03-06", "year": "2025", "undated": None}
    built(tmp_path, *(document(name, RIVALS, published=day) for name, day in days.items()))
    reader = OxigraphReader(tmp_path, shape)
    assert [row.id for row in reader.ledger.newest(0, 9)] == ["day", "month", "year", "old", "undated"]
    assert [row.id for row in reader.ledger.newest(1, 2)] == ["month", "year"]
    reader.close()
