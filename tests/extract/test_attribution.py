"""From whom a clause is told, on sentences that are parsed for real."""

import pytest
from marked import spotted

from kg.extract.attribution import attribution_of
from kg.extract.english.parse import Sentence, parse
from kg.model import Document, Entity

NAMES = {
    "Lingyun": ("Company", "Lingyun Dynamics"),
    "Baisha": ("Company", "Baisha"),
    "Reuters": ("MediaOutlet", "Reuters"),
    "Caixin": ("MediaOutlet", "Caixin"),
    "McKinsey": ("Company", "McKinsey"),
    "Corvid Research": ("Company", "Corvid Research"),
    "Mei Lan": ("Person", "Mei Lan"),
    "Tao Ye": ("Person", "Tao Ye"),
    "Kestrel": ("AIModel", "Kestrel"),
    "Orrery": ("AIModel", "Orrery"),
}
ENTITIES = {n.lower(): Entity(n.lower(), t, {"en": label}, (n,)) for n, (t, label) in NAMES.items()}


def read(text: str) -> list[Sentence]:
    return parse(Document("d", text), spotted(text, {name: kind for name, (kind, _) in NAMES.items()}))


def source(text: str, trigger: str, **told: object) -> str | None:
    sentences = read(text)
    for index, sentence in enumerate(sentences):
        for token in sentence.doc:
            if token.text == trigger:
                found = attribution_of(sentences, index, token.i, ENTITIES, **told)  # type: ignore[arg-type]
                return found[0] if found else None
    raise AssertionError(f"no {trigger!r} in {text!r}")


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Lingyun bought Baisha, Reuters reported on Monday.", "bought", "Reuters"),
        ("McKinsey was quoted with the estimate that Lingyun could hold a fifth.", "hold", "McKinsey"),
        ('"It works," beamed Lingyun chief Mei Lan, projecting sales to double.', "double", "Mei Lan"),
        ("Reuters reported that Lingyun had bought Baisha.", "bought", "Reuters"),
        ("Reuters, citing two people, said Lingyun had bought Baisha.", "bought", "Reuters"),
        ("According to McKinsey, Kestrel beats Orrery.", "beats", "McKinsey"),
        ("Kestrel beats Orrery, according to a report by McKinsey.", "beats", "McKinsey"),
        ("Kestrel beats Orrery, per McKinsey.", "beats", "McKinsey"),
        ("By McKinsey's count, Kestrel beats Orrery.", "beats", "McKinsey"),
        ("Kestrel, Mei Lan said, beats Orrery.", "beats", "Mei Lan"),
        ('"Kestrel beats Orrery," said Mei Lan.', "beats", "Mei Lan"),
        ('"We are pleased," said Mei Lan. "Kestrel beats Orrery every day."', "beats", "Mei Lan"),
        ("Lingyun bought Baisha, two people with knowledge of the deal told Caixin.", "bought", "Caixin"),
        ("A spokeswoman for Lingyun said Kestrel beats Orrery.", "beats", "Lingyun Dynamics"),
        ("Lingyun denied a Caixin report that it had bought Baisha.", "bought", "Caixin"),
        ("Analysts at McKinsey expect Lingyun to buy Baisha.", "buy", "McKinsey"),
        ("HANGZHOU, May 3 - Lingyun will sell to Baisha, chief executive Mei Lan said on Monday.", "sell", "Mei Lan"),
        ("McKinsey ranks Kestrel above Orrery.", "ranks", "McKinsey"),
    ],
)
def test_named_source(text: str, trigger: str, name: str) -> None:
    assert source(text, trigger) == name


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Lingyun bought Baisha in May.", "bought"),
        ("Lingyun bought Baisha, two people familiar with the matter said.", "bought"),
        ("Lingyun, the maker of Kestrel, said it would list.", "maker"),
        ("Reuters reported the talks; Lingyun bought Baisha.", "bought"),
        ("It is said that Kestrel beats Orrery.", "beats"),
        ("Lingyun shipped to Baisha, and Kestrel was ahead of Orrery, according to McKinsey.", "shipped"),
    ],
)
def test_no_source(text: str, trigger: str) -> None:
    assert source(text, trigger) is None


def test_a_firm_is_no_source_of_its_own_news() -> None:
    text = "Lingyun said it had bought Baisha."
    assert source(text, "bought") == "Lingyun Dynamics"
    assert source(text, "bought", subject="lingyun", object_="baisha") is None


def test_a_firm_is_the_source_of_its_denial() -> None:
    text = "Lingyun denied that it had bought Baisha."
    assert source(text, "bought", subject="lingyun", denied=True) == "Lingyun Dynamics"


def test_a_firm_is_the_source_of_its_own_direct_speech() -> None:
    text = '"Lingyun trains on chips from Baisha," a Lingyun spokeswoman said.'
    assert source(text, "trains", subject="lingyun", object_="baisha") == "Lingyun Dynamics"


def test_the_publisher_is_the_house_that_estimates() -> None:
    text = "We estimate that Lingyun sold chips to Baisha."
    assert source(text, "sold") is None
    assert source(text, "sold", house="Corvid Research") == "Corvid Research"


def test_labelled_interview() -> None:
    text = "Mei Lan runs Lingyun.\nQ: And you?\nA: We sold it.\nQ: Why?\nA: Kestrel beats Orrery. We like that."
    assert source(text, "beats") == "Mei Lan"


def test_dialogue_by_name() -> None:
    text = "TAO: How is it?\nMEI: Kestrel beats Orrery.\nMei Lan talked to Tao Ye."
    assert source(text, "beats") == "Mei Lan"
