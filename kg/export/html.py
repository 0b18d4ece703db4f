"""One HTML file to explore a part of the graph, drawn by the vis-network that pyvis carries; it asks nobody."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import KgError, UsageError
from kg.export.atomic import replacing
from kg.export.pagedata import Composer, PageData, sizes, spots_of
from kg.export.thin import thinned
from kg.labels import USUAL
from kg.ontology.schema import Ontology, load
from kg.query.filters import DEFAULT, Filters
from kg.query.graph import Graph
from kg.query.views import ObservationView, SubgraphView

#: A larger drawing shows nothing and is slow.
MOST_NODES = 5000
#: How many of the most connected a page without names shows.
USUAL_NODES = 300
#: Bytes for 1,000 nodes, and in proportion for more.
_MOST_BYTES = 1_480_000
#: Edges for a node, evidence for an edge, figures of a node: what is tried until the page is small enough.
_STEPS = (
    *((3.0, 12, 60), (3.0, 6, 20), (3.0, 3, 12), (3.0, 2, 8), (3.0, 1, 4), (3.0, 1, 2)),
    *((2.0, 1, 2), (1.5, 1, 1), (1.0, 1, 0)),
)
_TEMPLATES = Path(__file__).parent / "templates"
_SCRIPTS = ("draw.js", "page.js")
_LINE_ENDS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_page(
    graph: Graph,
    names: Sequence[str],
    path: Path,
    *,
    hops: int = 1,
    filters: Filters = DEFAULT,
    limit: int | None = None,
) -> SubgraphView:
    """Writes the page of what lies within `hops` of the named entities, or of the most connected ones without names.

    Statements of every modality go into the page; those of `filters.modalities` are shown when it opens, in the
    language of the graph. Returns what was drawn. Raises UsageError for more than 5,000 entities, UnknownNameError for
    a name that nobody has.
    """
    everything = filters.any_modality()
    if not names and limit is None:
        limit = USUAL_NODES
    named = [graph.find(name) for name in names]
    view = graph.subgraph(names, hops=hops, filters=everything, limit=limit)
    _refuse_too_many(view)
    drawn = {node.id for node in view.nodes}
    if len(drawn) > 40:  # one question for all is then cheaper than one for each
        found = graph.observations(None, everything)
    else:
        found = [item for name in sorted(drawn) for item in graph.observations(name, everything)]
    heading = ", ".join(entity.label for entity in named)
    page, view = render(
        view,
        [item for item in found if item.subject.id in drawn],
        heading=heading,
        focus=[entity.id for entity in named],
        modalities=filters.modalities,
        ontology=graph.ontology,
        language=graph.wording.language,
    )
    with replacing(path) as out:
        out.write(page.encode("utf-8", "replace"))
    return view


def render(
    view: SubgraphView,
    observations: Sequence[ObservationView] = (),
    *,
    heading: str = "",
    focus: Sequence[str] = (),
    modalities: frozenset[str] = DEFAULT.modalities,
    ontology: Ontology | None = None,
    language: str = USUAL,
    places: Mapping[str, tuple[int, int]] | None = None,
) -> tuple[str, SubgraphView]:
    """The page as text, and what it draws of the view.

    It holds three edges for a node at most, the best told; of an edge the newest evidence only, and of an entity some
    figures, where all of it would make the page too large. It says so. `places` are those of the entities by id, where
    they are known. Raises UsageError for more than 5,000 entities.
    """
    _refuse_too_many(view)
    known = ontology or load()
    most = _MOST_BYTES * max(len(view.nodes), 1000) // 1000
    spots = [places[node.id] for node in view.nodes] if places else []
    for edges_each, evidence_each, figures_each in _STEPS:
        drawn = thinned(view, focus, edges_each)
        spots = spots or spots_of(drawn)
        composer = Composer(known, evidence_each, figures_each)
        data = composer.compose(
            drawn, observations, spots=spots, focus=focus, modalities=modalities, whole=len(view.edges)
        )
        page = _fill(data, heading, language)
        if len(page.encode("utf-8", "replace")) <= most:
            break
    return page, drawn


def _refuse_too_many(view: SubgraphView) -> None:
    if len(view.nodes) > MOST_NODES:
        raise UsageError(
            f"The page would hold {len(view.nodes):,} entities; {MOST_NODES:,} is the most it can draw. "
            "Narrow it: name fewer entities, take fewer hops, set a limit, or bound time, source or number of sources."
        )


def _fill(data: PageData, heading: str, language: str) -> str:
    # pyvis and jinja2 are loaded for a page only, not with every export.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup
    from pyvis.network import Network

    # A multigraph with directions: filled in bulk, since add_edge drops parallel edges and looks through all others.
    network = Network(directed=True, heading=heading, cdn_resources="in_line")
    network.nodes = [row | {"size": size} for row, size in zip(data.nodes, sizes(data.nodes, data.edges), strict=True)]
    network.edges = data.edges
    network.set_options(json.dumps(_OPTIONS))
    scripts = [_vis_script(), *(_text(name) for name in _SCRIPTS)]
    style = _vis_style() + _text("page.css")
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters["embedded"] = lambda value: Markup(embedded(value))  # noqa: S704  every < > & is escaped
    environment.globals |= {
        "scripts": [Markup(script) for script in scripts],  # noqa: S704  files of this package and of pyvis
        "style": Markup(style),  # noqa: S704
        "policy": policy(scripts, style),
        "tables": data.tables,
        "language": language,
        "words": json.loads(_text("words.json")),
    }
    network.templateEnv = environment
    network.path = "page.html"
    return str(network.generate_html())


#: Places are computed beforehand; nothing moves by itself.
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": True, "tooltipDelay": 3600000, "keyboard": False, "zoomSpeed": 0.6},
    "edges": {"smooth": False, "selectionWidth": 1.5, "hoverWidth": 0.5},
}


def embedded(value: Any) -> str:
    r"""JSON that cannot end the script block it stands in.

    >>> print(embedded("</script>"))
    "\u003c/script\u003e"
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: _LINE_ENDS[found.group()], text)


def policy(scripts: Sequence[str], style: str) -> str:
    """The Content-Security-Policy of the page: these scripts and this style, nothing else and from nowhere else."""
    allowed = " ".join(f"'{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _text(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _vis_folder() -> Path:
    """The newest vis-network that the installed pyvis carries."""
    import pyvis

    found = [
        path.parent
        for path in Path(pyvis.__file__).parent.glob("templates/lib/vis-*/vis-network.min.js")
        if re.fullmatch(r"vis-[\d.]+", path.parent.name)
    ]
    if not found:
        raise KgError("The installed pyvis carries no vis-network. Install pyvis 0.3.2.")
    return max(found, key=lambda folder: [int(part) for part in folder.name.removeprefix("vis-").split(".")])


@cache
def _vis_script() -> str:
    """vis-network with its licence, without the line that sends a debugger looking for a source map."""
    text = (_vis_folder() / "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", text)


@cache
def _vis_style() -> str:
    """vis-network's style without the rules that hold pictures: they are of buttons that the page does not have."""
    text = (_vis_folder() / "vis-network.css").read_text(encoding="utf-8")
    return "".join(rule for rule in re.findall(r"[^{}]+\{[^{}]*\}", text) if "url(" not in rule) + "\n"
