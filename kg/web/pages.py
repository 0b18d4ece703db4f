"""The pages that are made on the server: they work without a script, and a reader can link to each."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg.errors import UsageError
from kg.export.palette import GLYPHS, looks
from kg.export.resource import WRITERS
from kg.labels import USUAL
from kg.ontology.schema import Ontology
from kg.ontology.wording import Wording
from kg.query.browsing import ConflictsView, NeighboursView
from kg.query.graph import Graph
from kg.query.views import EvidenceView, ObservationView
from kg.web import asked
from kg.web.api import etag
from kg.web.guard import COOKIE, fits
from kg.web.live import Live
from kg.web.marked import paragraphs, pieces
from kg.web.negotiate import best
from kg.web.render import page, words

#: Edges of one relation, and entries of the timeline, on an entity's page.
_FEW = 25
#: Format → media type, for pages that are also data; the first is what a browser gets.
_FORMS = {
    "html": "text/html",
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
}
_Fill = Callable[[Graph], tuple[str, dict[str, Any]]]


class _Shown(asked.Asked):
    """A page that is also data."""

    format: str | None = None


class _Found(asked.Asked):
    """A search."""

    q: str = ""


def routes(live: Live, ontology: Ontology, token: str | None) -> list[BaseRoute]:
    """The routes of all pages."""
    made = functools.partial
    return [
        Route("/", made(_explorer, live)),
        Route("/query", made(_query, live)),
        Route("/search", made(_search, live, ontology)),
        Route("/documents", made(_documents, live)),
        Route("/conflicts", made(_conflicts, live)),
        Route("/id/{id:path}/relations", made(_relations, live, ontology)),
        Route("/id/{id:path}", made(_resource, live, "entity", made(_entity, ontology))),
        Route("/document/{id:path}", made(_resource, live, "document", _document)),
        Route("/statement/{id:path}", made(_resource, live, "statement", _statement)),
        Route("/enter", made(_enter, ontology, token), methods=["GET", "POST"]),
    ]


def fault(request: Request, wording: Wording, status: int, message: str, suggestions: Sequence[str] = ()) -> Response:
    """A page that says what went wrong."""
    return page(
        request, "error.html", wording, status=status, message=message, suggestions=suggestions, title=str(status)
    )


async def _explorer(live: Live, request: Request) -> Response:
    given = asked.read(asked.Asked, request.query_params)
    wording = await live.ask(lambda graph: graph.wording, given.lang)
    return page(request, "explorer.html", wording, said=words("words")[given.lang])


async def _query(live: Live, request: Request) -> Response:
    given = asked.read(asked.Asked, request.query_params)
    wording = await live.ask(lambda graph: graph.wording, given.lang)
    return page(request, "query.html", wording, endpoint=f"{request.url.scheme}://{request.url.netloc}/sparql")


async def _search(live: Live, ontology: Ontology, request: Request) -> Response:
    given = asked.read(_Found, request.query_params)
    text = given.q.strip()

    def find(graph: Graph) -> tuple[Wording, Any, Any]:
        told = graph.sentences(text) if text else []
        once = {(item.document, item.sentence): item for item in reversed(told)}
        return graph.wording, graph.search(text) if text else [], list(reversed(once.values()))

    wording, entities, sentences = await live.ask(find, given.lang)
    return page(
        request, "search.html", wording, asked=text, entities=entities, sentences=sentences, glyph=_glyphs(ontology)
    )


async def _documents(live: Live, request: Request) -> Response:
    given = asked.read(asked.Documents, request.query_params)
    wording, found = await live.ask(lambda graph: (graph.wording, graph.documents(given.page, given.size)), given.lang)
    return page(request, "documents.html", wording, found=found, address=_turner(request))


async def _conflicts(live: Live, request: Request) -> Response:
    given = asked.read(asked.Conflicts, request.query_params)
    filters = given.filters()

    def find(graph: Graph) -> tuple[Wording, ConflictsView]:
        about = None if given.entity is None else graph.id_of(given.entity)
        return graph.wording, graph.conflicts(about, given.page, given.size, filters)

    wording, found = await live.ask(find, given.lang, slow=True)
    return page(request, "conflicts.html", wording, found=found, address=_turner(request))


async def _relations(live: Live, ontology: Ontology, request: Request) -> Response:
    given = asked.read(asked.Neighbours, request.query_params)
    name = request.path_params["id"]

    def find(graph: Graph) -> tuple[Wording, NeighboursView]:
        entity = graph.id_of(name)
        return graph.wording, graph.neighbours(
            entity, given.relation, given.direction, given.page, given.size, given.filters()
        )

    wording, found = await live.ask(find, given.lang)
    heading = _heading(wording, given.relation, given.direction)
    return page(
        request, "relations.html", wording, entity=found.entity, found=found, heading=heading,
        address=_turner(request), glyph=_glyphs(ontology),
    )  # fmt: skip


async def _resource(live: Live, kind: str, fill: Callable[[Graph, str], dict[str, Any]], request: Request) -> Response:
    """A page about one thing, or the triples about it, as the request likes."""
    given = asked.read(_Shown, request.query_params)
    name = request.path_params["id"]
    form = _form(request, given.format)

    def answer(graph: Graph) -> tuple[str, Wording, Any]:
        tag = etag(graph, str(request.url.path), str(request.url.query), form)
        if tag in request.headers.get("if-none-match", ""):
            return tag, graph.wording, None
        if form == "html":
            return tag, graph.wording, fill(graph, name)
        return tag, graph.wording, WRITERS[form](graph.about(kind, name))

    tag, wording, found = await live.ask(answer, given.lang)
    headers = {"etag": tag, "vary": "Accept, Accept-Encoding"}
    if found is None:
        return Response(status_code=304, headers=headers)
    if isinstance(found, bytes):
        return Response(found, headers=headers, media_type=_FORMS[form])
    shown = page(request, f"{kind}.html", wording, **found)
    # A page holds a number of its own each time, so that its tag is of this answer only.
    shown.headers["vary"] = headers["vary"]
    return shown


def _form(request: Request, wanted: str | None) -> str:
    if wanted is not None:
        if wanted not in _FORMS:
            raise UsageError(f"There is no format {wanted[:20]!r}: choose {', '.join(_FORMS)}.")
        return wanted
    kind = best(request.headers.get("accept"), list(_FORMS.values())) or "text/html"
    return next(name for name, media in _FORMS.items() if media == kind)


def _entity(ontology: Ontology, graph: Graph, name: str) -> dict[str, Any]:
    profile = graph.profile(graph.id_of(name))
    entity = profile.entity
    groups = []
    for total in profile.relations:
        found = graph.neighbours(entity.id, total.predicate, total.direction, 1, _FEW)
        more = None
        if found.total > _FEW:
            query = urlencode({"relation": total.predicate, "direction": total.direction})
            more = f"/id/{entity.id}/relations?{query}"
        heading = _heading(graph.wording, total.predicate, total.direction)
        groups.append({"heading": heading, "total": found.total, "edges": found.edges, "more": more})
    return {
        "entity": entity,
        "documents": profile.documents,
        "observations": profile.observations,
        "groups": groups,
        "timeline": graph.timeline(entity.id)[-_FEW:],
        "glyph": _glyphs(ontology),
    }


def _statement(graph: Graph, name: str) -> dict[str, Any]:
    found = graph.statement(name)
    view = found.edge or found.observation
    evidence = view.evidence if view is not None else ()
    return {"found": found, "evidence": evidence, "heading": _claim(view, graph.wording)}


def _document(graph: Graph, name: str) -> dict[str, Any]:
    found = graph.document(name)
    told: list[tuple[Any, EvidenceView]] = [(view, item) for view in found.statements for item in view.evidence]
    told.sort(key=lambda pair: (pair[1].span, pair[1].id))
    cut = pieces(found.text, [item.span for item in found.mentions], [item.span for _, item in told])
    wording = graph.wording

    def titles(numbers: Sequence[int]) -> str:
        return "; ".join(_claim(told[number][0], wording) for number in numbers)

    return {"document": found, "told": told, "lines": list(paragraphs(cut)), "titles": titles}


def _claim(view: Any, wording: Wording) -> str:
    if isinstance(view, ObservationView):
        return f"{view.subject.label} — {wording.metric(view.metric)}"
    return f"{view.subject.label} — {wording.relation(view.predicate)} → {view.object.label}"


async def _enter(ontology: Ontology, token: str | None, request: Request) -> Response:
    """Asks for the token and keeps it in a cookie that no script can read."""
    if token is None:
        return RedirectResponse("/", 303)
    wording = Wording(ontology, USUAL)
    if request.method == "POST":
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        if fits(form.get("token", [""])[0].strip(), token):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https")
            return answer
        return page(request, "enter.html", wording, wrong=True, status=401)
    return page(request, "enter.html", wording, wrong=False)


def _heading(wording: Wording, relation: str | None, direction: str | None) -> str:
    if relation is None:
        return words("pages")[wording.language]["relations"]
    return wording.inverse(relation) if direction == "in" else wording.relation(relation)


def _turner(request: Request) -> Callable[[int], str]:
    """Number of a page → its address."""
    rest = [(key, value) for key, value in request.query_params.multi_items() if key != "page"]
    return lambda number: "?" + urlencode([*rest, ("page", number)])


def _glyphs(ontology: Ontology) -> Callable[[str], str]:
    found = looks(ontology)
    return lambda name: GLYPHS[found[name].shape if name in found else "dot"]
