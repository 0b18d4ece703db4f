"""A knowledge graph of China's AI ecosystem, read from news.

`kg.open` answers questions about a store:

>>> import kg, pathlib, tempfile
>>> from kg.assembly import open_writer
>>> from kg.model import Document, Entity, Evidence, Extraction, Span, Statement, When
>>> from kg.store.base import Record
>>> article = Document("d1", "DeepSeek rivals Alibaba.", publisher="Lakeside Wire", published=When.parse("2025-03-06"))
>>> firms = (
...     Entity("deepseek", "Company", {"en": "DeepSeek", "zh": "深度求索"}, known=True),
...     Entity("alibaba", "Company", {"en": "Alibaba", "zh": "阿里巴巴"}, known=True),
... )
>>> statement = Statement.relation("deepseek", "rivals", "alibaba", symmetric=True)
>>> told = Evidence(statement, "d1", Span(0, 23), "DeepSeek rivals Alibaba")
>>> store = pathlib.Path(tempfile.mkdtemp()) / "store"
>>> with open_writer(store) as writer:
...     writer.put([Record(Extraction(article, firms, (), (told,)), {}, "example 1")])
>>> with kg.open(store) as graph:
...     edge = graph.rivals("阿里巴巴").edges[0]
...     print(edge.subject.label, edge.predicate, edge.object.label, "-", edge.evidence[0].quote)
...     print(graph.network().number_of_edges(), len(graph.dataset()) == graph.stats().triples)
Alibaba rivals DeepSeek - DeepSeek rivals Alibaba
1 True
"""

from __future__ import annotations

# Neither pathlib nor typing is imported: every `kg` command pays for what stands here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from kg.query.graph import Graph

__all__ = ["open"]


def open(path: Path | str | None = None, language: str | None = None) -> Graph:  # noqa: A001 - kg.open reads as what it does
    """The store at `path` (None: the one of the settings), for reading, as a context manager.

    `language` is that of labels, `en` or `zh` (None: the one of the settings).
    Raises StoreError where there is none or it cannot be read. See `kg.query.graph.Graph` for the questions.
    """
    from kg.assembly import open_graph

    return open_graph(path, language=language)
