"""One tree of errors, each with a message for the user and an exit status."""

from __future__ import annotations

import inspect
import pickle

import pytest

from kg import errors

_ALL = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, Exception)]


@pytest.mark.parametrize("kind", _ALL, ids=lambda c: c.__name__)
def test_every_error_is_in_the_tree_and_in_its_picture(kind: type[Exception]) -> None:
    assert issubclass(kind, errors.KgError)
    assert errors.__doc__ is not None
    assert kind.__name__ in errors.__doc__


@pytest.mark.parametrize("kind", _ALL, ids=lambda c: c.__name__)
def test_wrong_use_exits_with_2_and_faults_with_1(kind: type[errors.KgError]) -> None:
    told = issubclass(kind, errors.UsageError | errors.ConfigError)
    assert kind.exit_status == (2 if told else 1)


def test_an_unknown_name_carries_suggestions() -> None:
    error = errors.UnknownNameError("Alibabba", ("Alibaba", "Alipay"))
    assert str(error) == "No entity is named 'Alibabba'. Did you mean Alibaba, Alipay?"
    assert (error.name, error.suggestions) == ("Alibabba", ("Alibaba", "Alipay"))
    assert str(errors.UnknownNameError("x")) == "No entity is named 'x'."


def test_a_missing_extra_tells_how_to_get_it() -> None:
    error = errors.MissingExtraError("Training", "learn")
    assert str(error) == 'Training needs an optional package: pip install "china-ai-kg[learn]"'


def test_a_document_error_passes_between_processes() -> None:
    error = pickle.loads(pickle.dumps(errors.DocumentError("a.json:3", "is no JSON")))
    assert isinstance(error, errors.DocumentError)
    assert (error.source, error.reason, str(error)) == ("a.json:3", "is no JSON", "a.json:3: is no JSON")
