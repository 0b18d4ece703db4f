"""Documents: the list of them, and one with its text, what it names and what it tells."""

from __future__ import annotations

from collections import defaultdict

from kg.errors import UnknownIdError
from kg.model.ids import DOCUMENT, EVIDENCE, STATEMENT
from kg.query.browsing import DocumentRow, DocumentsView, DocumentView, MentionView
from kg.query.edges import Edges
from kg.query.filters import EVERYTHING
from kg.query.paging import pages, place
from kg.query.present import Presenter
from kg.query.views import EdgeView, ObservationView
from kg.store import terms as t
from kg.store.base import Reader


def document(name: str, reader: Reader, presenter: Presenter, edges: Edges) -> DocumentView:
    """A document by its id. Raises UnknownIdError."""
    stored = presenter.rebuilder.document(name)
    if stored is None:
        raise UnknownIdError("document", name)
    about = stored.document
    mentions = [
        MentionView((span.start, span.end), view.id, view.label, view.type)
        for view, spans in ((presenter.entity(entity), spans) for entity, spans in stored.mentions.items())
        for span in spans
    ]
    return DocumentView(
        id=name,
        title=about.title,
        publisher=about.publisher,
        published=about.published.text if about.published else None,
        language=about.language,
        url=about.url,
        text=about.text,
        mentions=tuple(sorted(mentions, key=lambda mention: (mention.span, mention.entity))),
        statements=tuple(_statements(name, reader, edges)),
    )


def documents(page: int, size: int, reader: Reader, presenter: Presenter) -> DocumentsView:
    """A page of the documents, newest first. Raises UsageError for no possible page."""
    bounds = place(page, size)
    total = reader.ledger.count()
    rows = []
    for row in reader.ledger.newest(bounds.start, size):
        facts = presenter.rebuilder.facts(row.id)
        if facts is not None:  # the ledger may run ahead of the copy
            about = (facts.title, facts.publisher, facts.published, facts.language, facts.url)
            rows.append(DocumentRow(row.id, *about, row.statements, row.evidence))
    return DocumentsView(page, pages(total, size), size, total, tuple(rows))


def _statements(name: str, reader: Reader, edges: Edges) -> list[EdgeView | ObservationView]:
    """What it tells, in the order of the text."""
    told: dict[str, list[str]] = defaultdict(list)
    for triple in reader.match(None, t.IN_DOCUMENT, t.node(DOCUMENT, name)):
        node = t.text_of(triple.subject)
        if node.startswith(EVIDENCE):
            for link in reader.match(None, t.DERIVED_FROM, triple.subject):
                told[t.local(link.subject, STATEMENT)].append(t.local(triple.subject, EVIDENCE))
    found = (edges.statement(statement, EVERYTHING, evidence) for statement, evidence in told.items())
    return sorted(filter(None, found), key=lambda view: (min(item.span for item in view.evidence), view.id))
