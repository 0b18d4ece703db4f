"""Which entities of different documents are one."""

from __future__ import annotations

from line_extractor import LineExtractor, document

from kg.model import Extraction
from kg.resolve.linker import link

SYMMETRIC = frozenset({"rivals", "partnersWith"})


def linked(text: str) -> Extraction:
    return link(LineExtractor().extract(document("d", text)), SYMMETRIC)


def ids(text: str) -> list[str]:
    return [entity.id for entity in linked(text).entities]


def test_the_registry_keeps_its_ids() -> None:
    assert ids("(Alibaba*:Company) rivals (Lingyun Dynamics:Company).") == ["alibaba", "company.lingyun-dynamics"]


def test_one_name_of_two_types_is_two() -> None:
    assert ids("(Orion:Company) released (Orion:AIModel).") == ["company.orion", "aimodel.orion"]


def test_spellings_of_one_name_are_one() -> None:
    extraction = linked("(Ling Yun:Company) rivals (Alibaba*:Company). (Ling-Yun:Company) rivals (Baidu*:Company).")
    joined = extraction.entities[0]
    assert joined.id == "company.ling-yun"
    assert (joined.labels, joined.aliases) == ({"en": "Ling Yun"}, ("Ling-Yun",))
    assert {mention.entity for mention in extraction.mentions} == {"company.ling-yun", "alibaba", "baidu"}


def test_a_relation_that_joins_an_entity_with_itself_goes() -> None:
    extraction = linked("(Ling Yun:Company) rivals (Ling-Yun:Company).")
    assert extraction.evidence == ()
    assert len(extraction.entities) == 1


def test_symmetric_ends_are_sorted_by_their_new_ids() -> None:
    extraction = linked("(Zeta:Company) rivals (Alibaba*:Company).")
    statement = extraction.evidence[0].statement
    assert (statement.subject, statement.object) == ("alibaba", "company.zeta")


def test_persons_of_one_name_at_different_firms_are_two() -> None:
    assert ids("(Li Wei:Person) holdsRole (Alibaba*:Company) {role CEO}.")[0] == "person.li-wei.alibaba"
    assert ids("(Li Wei:Person) holdsRole (Lingyun:Company) {role CTO}.")[0] == "person.li-wei.lingyun"
    assert ids("(Li Wei:Person) adopts (Qwen*:AIModel).")[0] == "person.li-wei"
    assert ids("(Li Wei*:Person) holdsRole (Alibaba*:Company) {role CEO}.")[0] == "li-wei"


def test_the_present_post_says_who_a_person_is() -> None:
    text = (
        "(Li Wei:Person) founded (Oldco:Company). (Li Wei:Person) holdsRole (Baidu*:Company) {role former CTO}. "
        "(Li Wei:Person) holdsRole (Alibaba*:Company) {role CEO}."
    )
    assert ids(text)[0] == "person.li-wei.alibaba"
    denied = "(Li Wei:Person) holdsRole (Alibaba*:Company) {denied; role CEO}."
    assert ids(denied)[0] == "person.li-wei"


def test_observations_follow_their_subject() -> None:
    extraction = linked("(Lingyun:Company) revenue 5 CNY.")
    assert extraction.evidence[0].statement.subject == "company.lingyun"
