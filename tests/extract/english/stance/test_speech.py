"""Turns of interviews."""

from __future__ import annotations

import re

from kg.extract.english.parse import parse
from kg.extract.english.stance.speech import interview
from kg.model import Document, Entity, Mention, Span

NAMES = ("Ada Brook", "Lao Mo")
ENTITIES = {name: Entity(name, "Person", {"en": name}, (name,)) for name in NAMES}


def turn(body: str, word: str, title: str = "") -> str | None:
    document = Document("d", body, title or None)
    found = [
        Mention(Span(m.start(), m.end()), m[0], "Person", m[0], "t")
        for m in re.finditer("|".join(NAMES), document.text)
    ]
    sentences = parse(document, found)
    index = next(i for i, s in enumerate(sentences) if word in s.text)
    return interview(sentences, index, ENTITIES)


def test_a_label_behind_a_time() -> None:
    body = "[00:10] HOST: With me is Ada Brook.\n[00:20] BROOK: We buy eight.\n[00:30] HOST: Really?"
    assert turn(body, "eight") == "Ada Brook"


QUESTIONS = "\n".join(
    (
        "Ada Brook runs a mill.",
        "What do you run?",
        "We run three.",
        "On what?",
        "Sixteen cards.",
        "And then?",
        "I wait.",
    )
)


def test_an_answer_need_not_speak_in_the_first_person() -> None:
    assert turn(QUESTIONS, "Sixteen") == "Ada Brook"
    assert turn(QUESTIONS, "On what") is None


def test_a_name_in_the_title_may_be_somebody_else() -> None:
    assert turn(QUESTIONS, "Sixteen", title='"They call it Lao Mo": five minutes in a mill') == "Ada Brook"


def test_quoted_answers_to_remarks() -> None:
    body = "\n".join(
        (
            "Ada Brook orders soup.",
            "What do you make?",
            '"We make voices."',
            "Some call it copying.",
            '"Nonsense. The first one grew out of another."',
            "Whose computers?",
            '"Our own."',
            "And money?",
            '"I had none."',
            "She pays and leaves.",
        )
    )
    assert turn(body, "grew") == "Ada Brook"
    assert turn(body, "pays") is None


def test_an_explainer_is_no_interview() -> None:
    body = "Ada Brook runs a mill.\nWhat is it?\nA mill.\nWho owns it?\nA bank.\nWhere is it?\nIn Wuxi."
    assert turn(body, "bank") is None
