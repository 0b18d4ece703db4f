"""Pronouns and descriptions resolved, on texts that are parsed for real."""

import pytest
from marked import spotted

from kg.extract.english.parse import Sentence, parse
from kg.extract.english.reference.coreference import resolve_anaphors
from kg.model import Document, Entity
from kg.ontology.registry import Known, Registry

NAMES = {
    "Lingyun Cloud": "Company",
    "Lingyun": "Company",
    "Baisha": "Company",
    "Torrent": "Company",
    "Mirador Capital": "Fund",
    "Nanfang University": "ResearchInstitute",
    "Rail Ministry": "GovernmentBody",
    "Herald": "MediaOutlet",
    "Mei Lan": "Person",
    "Tao Ye": "Person",
    "Kestrel": "AIModel",
    "Orrery": "AIModel",
    "PaperCrane": "Product",
    "Hangzhou": "Place",
    "Shenzhen": "Place",
}
ENTITIES = {n.lower(): Entity(n.lower(), t, {"en": n}, (n,)) for n, t in NAMES.items()}
KNOWN = [
    Known("lingyun", "Company", {"en": "Lingyun"}, based_in=("hangzhou",)),
    Known("lingyun cloud", "Company", {"en": "Lingyun Cloud"}, subsidiary_of=("lingyun",)),
    Known("baisha", "Company", {"en": "Baisha"}, based_in=("shenzhen",)),
    Known("kestrel", "AIModel", {"en": "Kestrel"}, developed_by=("lingyun",)),
    Known("mei lan", "Person", {"en": "Mei Lan"}, gender="female"),
    Known("tao ye", "Person", {"en": "Tao Ye"}, gender="male"),
]
REGISTRY = Registry({known.id: known for known in KNOWN})


def read(text: str) -> list[Sentence]:
    sentences = parse(Document("d", text), spotted(text, NAMES))
    resolve_anaphors(sentences, ENTITIES, REGISTRY)
    return sentences


def meant(text: str, expression: str) -> list[str]:
    """Entities behind the last occurrence of an expression."""
    at = text.rindex(expression)
    found = [a for s in read(text) for a in s.arguments if a.anaphor and a.span.start == at]
    return sorted(a.entity for a in found)


@pytest.mark.parametrize(
    ("text", "expression", "entity"),
    [
        ("Lingyun raised its forecast.", "its", "lingyun"),
        ("Lingyun said it would buy Baisha.", "it", "lingyun"),
        ("Lingyun bought Baisha in May. It also released Kestrel.", "It", "lingyun"),
        ("Lingyun released Kestrel. Its shares rose 3%.", "Its", "lingyun"),
        ("Lingyun released Kestrel. It scored 81 points on the test.", "It", "kestrel"),
        ("In its annual report, Lingyun told of a loss.", "its", "lingyun"),
        ("Lingyun released Kestrel on Monday. The company is based in Hangzhou.", "The company", "lingyun"),
        (
            "Lingyun, a Hangzhou start-up, fought Baisha of Shenzhen. The Hangzhou start-up sold its app.",
            "start-up sold",
            "lingyun",
        ),
        ("Lingyun, the chipmaker, sued Baisha, the carmaker. The chipmaker won.", "The chipmaker", "lingyun"),
        (
            "Nanfang University works with Lingyun. The university trained Kestrel.",
            "The university",
            "nanfang university",
        ),
        ("Lingyun released Kestrel. The model is open.", "The model", "kestrel"),
        ("Mirador Capital backed Baisha. The fund holds 10%.", "The fund", "mirador capital"),
        ("Mei Lan met Tao Ye in May. She runs Lingyun.", "She", "mei lan"),
        ("Mei Lan met Tao Ye in May. He runs Lingyun.", "He", "tao ye"),
        ("Lingyun and Lingyun Cloud grew. Lingyun's cloud arm sold servers.", "cloud arm", "lingyun cloud"),
        ("Lingyun grew, and so did Baisha. The Kestrel maker sold servers.", "maker", "lingyun"),
        ("Baisha, of Shenzhen, raised $20 million. Mirador Capital led. Its app grew.", "Its", "baisha"),
        ("Lingyun (Hangzhou). Baisha led a round in March. Tao Ye founded the company.", "the company", "lingyun"),
        ("Orrery fell behind. The strongest open model was Kestrel. Its licence is free.", "Its", "kestrel"),
        ("Lingyun met Baisha. Lingyun would pay $1 billion for the company.", "the company", "baisha"),
    ],
)
def test_right_entity(text: str, expression: str, entity: str) -> None:
    assert meant(text, expression) == [entity]


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("It is clear that Lingyun grew.", "It"),
        ("Lingyun grew. It was Baisha that fell.", "It"),
        ("Lingyun grew. The company that fell was small.", "The company"),
        ("Lingyun grew. The start-up Baisha fell.", "The start-up"),
        ("The company grew.", "The company"),
        ("Lingyun and Baisha met. It was said to be cheap.", "It"),
        ("Lingyun grew. The carmaker fell while Baisha, a carmaker, and Torrent, a carmaker, rose.", "The carmaker"),
        ("Mei Lan left. It is raining.", "It"),
    ],
)
def test_none(text: str, expression: str) -> None:
    assert meant(text, expression) == []


def test_object_is_not_the_subject_of_its_verb() -> None:
    assert "lingyun" not in meant("Torrent fell. Lingyun bought the company.", "the company")


def test_possessive_is_not_what_it_owns() -> None:
    assert meant("Lingyun sold its PaperCrane app.", "its") == ["lingyun"]


def test_two_arguments_for_a_pair() -> None:
    text = "Lingyun and Baisha met. The two companies signed an agreement."
    assert meant(text, "The two companies") == ["baisha", "lingyun"]
    assert meant("Lingyun and Baisha met. Both make cars.", "Both") == ["baisha", "lingyun"]


def test_former_and_latter() -> None:
    text = "Lingyun and Baisha met. The former makes cars, the latter sells them."
    assert meant(text, "The former") == ["lingyun"]
    assert meant(text, "the latter") == ["baisha"]


def test_spans_are_exact() -> None:
    for sentence in read("Lingyun grew. The company sold its app, it said."):
        for argument in sentence.arguments:
            if argument.anaphor:
                first, last = argument.tokens
                assert sentence.range(first, last) == argument.span


def test_same_text_same_arguments() -> None:
    text = "Lingyun and Baisha met. The two signed. It sold its app. She left."
    told = [[(a.entity, a.span) for s in read(text) for a in s.arguments] for _ in range(2)]
    assert told[0] == told[1]
