"""Settings from the environment."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kg.config import Settings, data_path
from kg.errors import ConfigError

_NUMBERS = {f.metadata["name"]: f.name for f in fields(Settings) if "above" in f.metadata}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for item in fields(Settings):
        monkeypatch.delenv(item.metadata["name"], raising=False)


def test_a_laptop_needs_no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = Settings()
    assert settings.store.name == "store"
    assert settings.store.is_relative_to(tmp_path)
    assert settings.workers == 1
    assert settings.query_timeout == 30.0


@pytest.mark.parametrize(("name", "field"), sorted(_NUMBERS.items()))
def test_each_number_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, field: str) -> None:
    default = getattr(Settings(), field)
    monkeypatch.setenv(name, " 777 ")
    assert getattr(Settings(), field) == 777
    assert type(getattr(Settings(), field)) is type(default)
    monkeypatch.setenv(name, "  ")
    assert getattr(Settings(), field) == default


@pytest.mark.parametrize("name", sorted(_NUMBERS))
@pytest.mark.parametrize("value", ["many", "-1", "nan", "inf", "-inf", "1,5", "0x10"])
def test_a_number_that_cannot_be_used_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=name):
        Settings()


@pytest.mark.parametrize("name", ["KG_MAX_DOCUMENT_BYTES", "KG_HTTP_TIMEOUT", "KG_QUERY_TIMEOUT", "KG_WORKERS"])
def test_nothing_is_too_little(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "0")
    with pytest.raises(ConfigError, match=name):
        Settings()


def test_no_redirects_may_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_HTTP_MAX_REDIRECTS", "0")
    assert Settings().http_max_redirects == 0


def test_a_fraction_is_refused_where_a_whole_number_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_HTTP_TIMEOUT", "2.5")
    assert Settings().http_timeout == 2.5
    monkeypatch.setenv("KG_WORKERS", "2.5")
    with pytest.raises(ConfigError, match=r"KG_WORKERS must be a whole number, not '2\.5'\."):
        Settings()


def test_values_given_in_code_are_checked_too() -> None:
    assert Settings(workers=3).workers == 3
    with pytest.raises(ConfigError, match="KG_WORKERS must be at least 1, not 0"):
        Settings(workers=0)


def test_labels_are_english_or_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().language == "en"
    monkeypatch.setenv("KG_LANG", " zh ")
    assert Settings().language == "zh"
    monkeypatch.setenv("KG_LANG", "")
    assert Settings().language == "en"
    monkeypatch.setenv("KG_LANG", "fr")
    with pytest.raises(ConfigError, match="KG_LANG must be en or zh, not 'fr'"):
        Settings()


def test_the_store_is_where_it_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", "some/where")
    assert Settings().store == Path("some/where")
    assert Settings(store=Path("else")).store == Path("else")


def test_what_ships_is_found() -> None:
    assert (data_path("ontology") / "kg.ttl").is_file()
    assert list(data_path("seeds", "registry").glob("*.ttl"))
