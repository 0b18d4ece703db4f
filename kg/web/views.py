"""The view that the explorer shows, as a file: POST /export/{format}."""

from __future__ import annotations

import functools

from pydantic import Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import UsageError
from kg.web import asked
from kg.web.live import Live

_KINDS = {
    "csv": ("application/zip", "zip"),
    "json": ("application/json", "json"),
    "gexf": ("application/gexf+xml", "gexf"),
    "html": ("application/octet-stream", "html"),  # it is for keeping: this site does not show it
}
#: Entities in one file.
_MOST = 50_000


class _View(asked.Bounds):
    """What is shown; times and sources as in a question. Without `derived`, edges that no text tells are hidden."""

    modality: list[str] = Field(default_factory=lambda: ["asserted"], max_length=10)
    publishers: list[str] = Field(default_factory=list, max_length=10_000)
    derived: bool = True
    nodes: list[str] = Field(max_length=_MOST, description="Ids of the entities.")
    relations: list[str] | None = Field(None, max_length=200, description="Names of the relations shown.")
    places: dict[str, tuple[float, float]] = Field(default_factory=dict, max_length=_MOST)
    title: str = Field("", max_length=200)


def routes(live: Live) -> list[BaseRoute]:
    """The one route."""
    return [Route("/export/{format}", functools.partial(_export, live), methods=["POST"])]


async def _export(live: Live, request: Request) -> Response:
    from kg.export import part  # its libraries take as long to load as all the rest

    form = request.path_params["format"]
    if form not in part.FORMATS:
        raise UsageError(f"There is no format {form[:20]!r}: choose {', '.join(part.FORMATS)}.")
    try:
        given = _View.model_validate_json(await request.body())
    except ValidationError as error:
        raise UsageError(asked.explain(error)) from None
    wanted = part.Part(
        ids=given.nodes,
        filters=given.bounded(given.modality, given.publishers),
        derived=given.derived,
        relations=None if given.relations is None else frozenset(given.relations),
        places={name: (round(x), round(y)) for name, (x, y) in given.places.items()},
        title=given.title,
    )
    content = await live.ask(lambda graph: part.write(graph, wanted, form), given.lang, slow=True)
    kind, suffix = _KINDS[form]
    headers = {"content-disposition": f'attachment; filename="kg-view.{suffix}"'}
    return Response(content, headers=headers, media_type=kind)
