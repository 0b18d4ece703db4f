"""How surely a clause is told, on sentences that are parsed for real."""

import pytest
from marked import spotted

from kg.extract.english.parse import Sentence, parse
from kg.extract.forces import combine
from kg.extract.modality import modality_of
from kg.model import Document, Modality

NAMES = {
    "Lingyun": "Company",
    "Baisha": "Company",
    "Reuters": "MediaOutlet",
    "Kestrel": "AIModel",
    "Orrery": "AIModel",
    "Hong Kong": "Place",
}


def read(text: str) -> list[Sentence]:
    return parse(Document("d", text), spotted(text, NAMES))


def told(text: str, trigger: str) -> str:
    sentences = read(text)
    for sentence in sentences:
        for token in sentence.doc:
            if token.text == trigger:
                return modality_of(sentence, token.i, sentences).value
    raise AssertionError(f"no {trigger!r} in {text!r}")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Lingyun bought Baisha in May.", "bought"),
        ("Lingyun said it had bought Baisha.", "bought"),
        ("Lingyun claims that Kestrel beats Orrery.", "beats"),
        ("Reuters reported that Lingyun bought Baisha.", "bought"),
        ("Lingyun, which bought Baisha in May, plans to list in Hong Kong.", "bought"),
        ("Lingyun, the maker of Kestrel, may list in Hong Kong.", "maker"),
        ("Lingyun not only bought Baisha but kept its staff.", "bought"),
        ("The regulator will study whether Lingyun's purchase of Baisha broke the rules.", "purchase"),
        ("Lingyun released Kestrel last week and will list in Hong Kong.", "released"),
        ("Kestrel beat Orrery last week, but Lingyun did not sell it.", "beat"),
    ],
)
def test_facts_stay_facts(text: str, trigger: str) -> None:
    assert told(text, trigger) == "asserted"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Lingyun will release Kestrel in July.", "release"),
        ("Lingyun plans to buy Baisha.", "buy"),
        ("Lingyun said it would release Kestrel in July.", "release"),
        ("Lingyun aims to release Kestrel by the end of the year.", "release"),
        ("Lingyun is set to release Kestrel.", "release"),
        ("Lingyun is to buy Baisha for $2 million.", "buy"),
        ("Lingyun has agreed to buy Baisha.", "buy"),
        ("Lingyun announced a plan to buy Baisha.", "buy"),
        ("Lingyun announced the planned acquisition of Baisha.", "acquisition"),
        ("Lingyun will buy Baisha and release Kestrel.", "release"),
        ("Lingyun releases Kestrel next month.", "releases"),
        ("Lingyun has filed confidentially in Hong Kong.", "filed"),
        ("Lingyun to invest in Baisha", "invest"),
    ],
)
def test_plans(text: str, trigger: str) -> None:
    assert told(text, trigger) == "planned"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Lingyun may buy Baisha.", "buy"),
        ("Lingyun could release Kestrel in July.", "release"),
        ("Lingyun is considering whether to buy Baisha.", "buy"),
        ("Lingyun is in talks to buy Baisha.", "buy"),
        ("Lingyun is said to have bought Baisha.", "bought"),
        ("Lingyun reportedly bought Baisha.", "bought"),
        ("Lingyun has bought Baisha, two people familiar with the matter said.", "bought"),
        ("Lingyun has bought Baisha, according to people familiar with the deal.", "bought"),
        ("Analysts expect Lingyun to buy Baisha.", "buy"),
        ("Would Lingyun buy Baisha?", "buy"),
        ("Lingyun did not deny that it had bought Baisha.", "bought"),
        ("Lingyun would be the biggest supplier if it bought Baisha.", "bought"),
    ],
)
def test_guesses(text: str, trigger: str) -> None:
    assert told(text, trigger) == "speculated"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Lingyun did not buy Baisha.", "buy"),
        ("Lingyun will not buy Baisha.", "buy"),
        ("Lingyun has never used Kestrel.", "used"),
        ("Lingyun refused to buy Baisha.", "buy"),
        ("Lingyun denied that it had bought Baisha.", "bought"),
        ("Lingyun denied a report that it had bought Baisha.", "bought"),
        ("Lingyun dismissed as false a report that it had bought Baisha.", "bought"),
        ("Lingyun has no plan to buy Baisha.", "buy"),
        ("Lingyun has yet to use Kestrel.", "use"),
        ("Reuters reported that Lingyun had bought Baisha. Lingyun denied the report.", "bought"),
        ("Reuters said on Monday that Lingyun had bought Baisha. It has not.", "bought"),
        ("An earlier version of this article said that Lingyun had bought Baisha.", "bought"),
        ("Did Lingyun buy Baisha? No, and it never will.", "buy"),
        ("Lingyun called off the purchase of Baisha.", "purchase"),
        ("Lingyun brushed aside a report that it had bought Baisha.", "bought"),
    ],
)
def test_denials(text: str, trigger: str) -> None:
    assert told(text, trigger) == "denied"


def test_next_paragraph_answers_nothing() -> None:
    assert told("Lingyun may buy Baisha.\nIt has not said so.", "buy") == "speculated"


@pytest.mark.parametrize("force", list(Modality))
def test_denial_is_strongest_and_fact_weakest(force: Modality) -> None:
    assert combine(force, Modality.DENIED) is Modality.DENIED
    assert combine(Modality.ASSERTED, force) is force
