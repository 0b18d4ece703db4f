"""The JSON API: one table of questions, from which the routes and their OpenAPI description are made."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, get_type_hints

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import KgError, StoreError, UnknownNameError, UsageError
from kg.model.ids import digest
from kg.query import browsing, views
from kg.query.graph import Graph
from kg.query.views import to_dict
from kg.web import asked
from kg.web.links import links
from kg.web.live import BusyError, Live
from kg.web.vocabulary import vocabulary


@dataclass(frozen=True)
class Question:
    """A question of the API. `ask` gets the graph, the parameters, and the id in the path where there is one.

    A `slow` one looks through the whole store.
    """

    path: str
    summary: str
    parameters: type[asked.Asked]
    ask: Callable[[Graph, Any, str], Any]
    slow: bool = False

    @property
    def answer(self) -> Any:
        """The type of the answer."""
        return get_type_hints(self.ask)["return"]


def _search(graph: Graph, given: asked.Search, _: str) -> browsing.FoundView:
    return browsing.FoundView(given.q, tuple(graph.search(given.q, given.limit, given.type)))


def _sentences(graph: Graph, given: asked.Sentences, _: str) -> browsing.SentencesView:
    return browsing.SentencesView(given.q, tuple(graph.sentences(given.q, given.limit)))


def _entity(graph: Graph, given: asked.Bounded, name: str) -> browsing.ProfileView:
    return graph.profile(graph.id_of(name), given.filters())


def _neighbours(graph: Graph, given: asked.Neighbours, name: str) -> browsing.NeighboursView:
    found = graph.id_of(name)
    return graph.neighbours(found, given.relation, given.direction, given.page, given.size, given.filters())


def _timeline(graph: Graph, given: asked.BoundedPages, name: str) -> browsing.TimelineView:
    return graph.story(graph.id_of(name), given.page, given.size, given.filters())


def _path(graph: Graph, given: asked.Between, _: str) -> browsing.PathsView:
    return graph.paths(graph.id_of(given.start), graph.id_of(given.end), given.filters())


def _compare(graph: Graph, given: asked.Pair, _: str) -> browsing.CompareView:
    return graph.compare(graph.id_of(given.a), graph.id_of(given.b), given.filters())


def _evidence(graph: Graph, given: asked.Evidence, _: str) -> browsing.EvidencePage:
    other = None if given.b is None else graph.id_of(given.b)
    return graph.quotes(graph.id_of(given.a), other, given.page, given.size, given.filters())


def _conflicts(graph: Graph, given: asked.Conflicts, _: str) -> browsing.ConflictsView:
    about = None if given.entity is None else graph.id_of(given.entity)
    return graph.conflicts(about, given.page, given.size, given.filters())


def _statement(graph: Graph, _: asked.Asked, name: str) -> browsing.StatementView:
    return graph.statement(name)


def _documents(graph: Graph, given: asked.Documents, _: str) -> browsing.DocumentsView:
    return graph.documents(given.page, given.size)


def _document(graph: Graph, _: asked.Asked, name: str) -> browsing.DocumentView:
    return graph.document(name)


def _links(graph: Graph, given: asked.Links, _: str) -> dict[str, Any]:
    return links(graph, given.of)


def _stats(graph: Graph, _: asked.Asked, __: str) -> views.StatsView:
    return graph.stats()


def _ontology(graph: Graph, _: asked.Asked, __: str) -> dict[str, Any]:
    return vocabulary(graph.ontology)


#: Path below /api, what it answers, its parameters, the question. The type of the answer is that of the question.
QUESTIONS: tuple[Question, ...] = (
    Question("/search", "Entities whose names start with, hold or resemble a text", asked.Search, _search),
    Question("/sentences", "Evidence in sentences that hold every word of a text", asked.Sentences, _sentences),
    Question("/entities/{id}", "One entity, totals of its relations, its figures", asked.Bounded, _entity),
    Question("/entities/{id}/neighbours", "Relations of one entity, best told first", asked.Neighbours, _neighbours),
    Question("/entities/{id}/timeline", "What is told of one entity, by its time", asked.BoundedPages, _timeline),
    Question("/path", "The shortest chains of relations between two entities", asked.Between, _path),
    Question("/compare", "Two entities side by side", asked.Pair, _compare),
    Question("/evidence", "Sentences about one entity, or about two together", asked.Evidence, _evidence),
    Question("/conflicts", "What sources do not agree about", asked.Conflicts, _conflicts, slow=True),
    Question("/statements/{id}", "One statement with every sentence that tells it", asked.Asked, _statement),
    Question("/documents", "Documents, newest first", asked.Documents, _documents),
    Question("/documents/{id}", "One document, its text and names, what it tells", asked.Asked, _document),
    Question("/links", "All lines of some entities, as columns", asked.Links, _links),
    Question("/stats", "Counts of the whole store", asked.Asked, _stats, slow=True),
    Question("/ontology", "Types, relations and metrics with their labels", asked.Asked, _ontology),
)


def routes(live: Live) -> list[BaseRoute]:
    """A route for every question."""
    return [
        Route("/api" + question.path.replace("{id}", "{id:path}"), functools.partial(_serve, live, question))
        for question in sorted(QUESTIONS, key=lambda question: question.path.endswith("{id}"))
    ]


async def _serve(live: Live, question: Question, request: Request) -> Response:
    given = asked.read(question.parameters, request.query_params)
    name = request.path_params.get("id", "")
    known_tag = request.headers.get("if-none-match", "")

    def answer(graph: Graph) -> tuple[str, bytes | None]:
        tag = etag(graph, str(request.url.path), str(request.url.query))
        if tag in known_tag:
            return tag, None
        return tag, encoded(to_dict(question.ask(graph, given, name), graph.wording))

    tag, content = await live.ask(answer, given.lang, slow=question.slow)
    headers = {"etag": tag, "vary": "Accept-Encoding"}
    if content is None:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="application/json")


def etag(graph: Graph, *address: str) -> str:
    """A tag that changes when the store or the program does.

    It is weak: the answer may be compressed on its way.
    """
    return f'W/"{digest(str(graph.copy), _version(), *address)}"'


@functools.cache
def _version() -> str:
    """Read from the package's files once, not for every answer."""
    return version("china-ai-kg")


def encoded(content: Any) -> bytes:
    """JSON as UTF-8."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")


def failure(error: KgError) -> tuple[int, dict[str, Any]]:
    """The status and body that stand for one of the program's errors."""
    status = 404 if isinstance(error, UnknownNameError) else 400 if isinstance(error, UsageError) else 500
    if isinstance(error, (StoreError, BusyError)):
        status = 503
    body: dict[str, Any] = {"kind": type(error).__name__, "message": str(error)}
    if isinstance(error, UnknownNameError):
        body["suggestions"] = list(error.suggestions)
    return status, {"error": body}
