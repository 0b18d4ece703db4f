"""The parameters of questions, as pydantic models: what is checked is what the OpenAPI description tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Json, ValidationError
from starlette.datastructures import QueryParams

from kg.errors import UsageError
from kg.labels import LANGUAGES, USUAL
from kg.model import Modality, When
from kg.query.filters import ASSERTED, EVERY_MODALITY, Filters

_Time = Annotated[str, Field(max_length=40, examples=["2025-03-06", "2025-Q1"])]
_Name = Annotated[str, Field(min_length=1, max_length=400)]


class Asked(BaseModel):
    """What every question takes."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    lang: str = Field(USUAL, pattern=f"^({'|'.join(LANGUAGES)})$", description="Language of labels.")


class Bounds(Asked):
    """What bounds evidence, in every form of a question."""

    since: _Time | None = Field(None, description="Told for this time or a later one.")
    until: _Time | None = Field(None, description="Told for this time or an earlier one.")
    by: Literal["told", "published"] = Field("told", description="Whether the times are those told or of publication.")
    source: str | None = Field(None, max_length=200, description="Part of a publisher's or speaker's name.")
    min_sources: int = Field(1, ge=1, le=1000, description="Told by so many publishers.")

    def bounded(self, modalities: Sequence[str], publishers: Sequence[str]) -> Filters:
        """The filters. Raises UsageError for a word that is no modality or no time."""
        if unknown := [word for word in modalities if word not in EVERY_MODALITY]:
            raise UsageError(f"{unknown[0]!r} is no modality: choose {', '.join(m.value for m in Modality)} or all.")
        since, until = _time("since", self.since), _time("until", self.until)
        if since and until and since.start > until.end:
            raise UsageError(f"since {since} is after until {until}.")
        return Filters(
            since,
            until,
            frozenset(modalities),
            self.source or None,
            self.min_sources,
            frozenset(publishers),
            self.by == "published",
        )


class Bounded(Bounds):
    """Questions whose evidence can be bounded."""

    modality: str = Field(
        Modality.ASSERTED.value,
        max_length=80,
        description="asserted, planned, speculated, denied with commas; all; or none.",
    )
    publishers: Json[list[str]] | None = Field(None, description="Whole names of publishers, as a list in JSON.")

    def filters(self) -> Filters:
        """The bounds. Raises UsageError for a word that is no modality or no time."""
        words = [word.strip().lower() for word in self.modality.split(",") if word.strip()]
        if "all" in words:
            words = sorted(EVERY_MODALITY)
        return self.bounded([] if words == ["none"] else words or sorted(ASSERTED), self.publishers or ())


class Paged(BaseModel):
    """Answers in pages."""

    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(25, ge=1, le=200, description="Entries on a page.")


class Search(Asked):
    """Entities by name."""

    q: str = Field(max_length=400, description="A name, its beginning, or something like it, in either language.")
    type: _Name | None = Field(None, description="Only entities of this type or group.")
    limit: int = Field(20, ge=1, le=100)


class Sentences(Asked):
    """Evidence by words."""

    q: str = Field(max_length=400, description="Words that the sentence holds.")
    limit: int = Field(20, ge=1, le=100)


class Neighbours(Bounded, Paged):
    """Relations of one entity."""

    relation: _Name | None = Field(None, description="Only this relation.")
    direction: Literal["out", "in", "both"] | None = Field(
        None, description="The entity as subject (out), as object (in), or of a symmetric relation (both)."
    )


class BoundedPages(Bounded, Paged):
    """Bounded questions with pages."""


class Between(Bounded):
    """Two entities."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, populate_by_name=True)

    start: _Name = Field(alias="from", description="Id or name of an entity.")
    end: _Name = Field(alias="to", description="Id or name of an entity.")


class Pair(Bounded):
    """Two entities to set side by side."""

    a: _Name = Field(description="Id or name of an entity.")
    b: _Name = Field(description="Id or name of an entity.")


class Evidence(Bounded, Paged):
    """Sentences about one entity or two."""

    a: _Name = Field(description="Id or name of an entity.")
    b: _Name | None = Field(None, description="Id or name of an entity.")


class Conflicts(Bounded, Paged):
    """Contradictions, of all or of one entity."""

    entity: _Name | None = Field(None, description="Id or name of an entity.")


class Documents(Asked, Paged):
    """Documents, newest first."""


class Links(Asked):
    """Entities that are added to the map."""

    of: Json[Annotated[list[str], Field(max_length=500)]] = Field(description="Ids of entities, as a list in JSON.")


class Map(Asked):
    """The map."""

    scope: Literal["top", "all"] = Field("top", description="The most connected entities, or all that can be drawn.")


_Model = TypeVar("_Model", bound=BaseModel)


def read(model: type[_Model], parameters: QueryParams) -> _Model:
    """The parameters of a request. Raises UsageError that names the first one that is wrong."""
    given: dict[str, str] = {}
    for key, value in parameters.multi_items():
        if key in given:
            raise UsageError(f"The parameter {key!r} is given twice.")
        given[key] = value
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise UsageError(explain(error)) from None


def explain(error: ValidationError) -> str:
    """The first thing that is wrong, for the one who asked."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"])) or "the request"
    if first["type"] == "missing":
        return f"The parameter {where!r} is missing."
    if first["type"] == "extra_forbidden":
        return f"There is no parameter {where[:40]!r}."
    return f"The parameter {where!r} is wrong: {first['msg']}."


def _time(name: str, text: str | None) -> When | None:
    if not text:
        return None
    try:
        return When.parse(text)
    except ValueError as error:
        raise UsageError(f"The parameter {name!r} is wrong: {error}.") from None
