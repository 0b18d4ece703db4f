"""Learning what a number tells: examples from an annotated document, and a model that has read some."""

from __future__ import annotations

from kg.extract.english.figures.choosing import none_of
from kg.extract.english.figures.signs import NONE
from kg.learn.figures import FOLDS, DocumentFigures, NumberExample, fit, train_figures


def _document(number: int) -> DocumentFigures:
    staff = NumberExample(
        "count", ("userCount", "headcount"), ["behind1:people", "left:employ"], "headcount", [["near"], ["far"]], 0
    )
    idle = NumberExample("count", ("userCount", "headcount"), ["behind1:pages"], NONE)
    return DocumentFigures(f"d{number}", [staff, idle])


def test_the_weights_speak_for_what_is_annotated() -> None:
    model = fit([_document(i) for i in range(8)])
    none, users, staff = model.scores("count", ("userCount", "headcount"), ["behind1:people", "left:employ"])
    assert staff > max(none, users)
    assert model.metrics["behind1:pages"][none_of("count")] > 0
    assert model.subjects["near"] > model.subjects["far"]


def test_training_reports_on_unread_documents_and_is_the_same_again() -> None:
    documents = [_document(i) for i in range(2 * FOLDS)]
    one, other = train_figures(documents, {}), train_figures(documents, {})
    assert one is not None
    assert one == other
    assert one.about["unread_figures"]["f1"] == 1.0


def test_too_few_documents_give_no_model() -> None:
    assert train_figures([_document(0)], {}) is None
