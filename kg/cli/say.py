"""Views in words: headings, sources, values; and as flat rows for CSV."""

from __future__ import annotations

from kg.cli.plain import clean

# Part of every look-up: neither typing nor the writers of tables are imported.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.cli.render import Block
    from kg.cli.tongue import Tongue
    from kg.query.views import EdgeView, EntityView, EvidenceView, ObservationView, QuantityView

#: So many pieces of evidence stand below a heading; JSON and CSV give all.
SHOWN = 3

EVIDENCE_COLUMNS = (
    "modality", "attribution", "when", "qualifiers", "alternatives", "quote", "sentence", "publisher", "published",
    "title", "url", "document", "start", "end", "rule", "evidence",
)  # fmt: skip
EDGE_COLUMNS = ("subject", "predicate", "object", "derived", *EVIDENCE_COLUMNS, "subject_id", "object_id", "statement")
OBSERVATION_COLUMNS = ("value", "unit", "comparator", "benchmark")
STATEMENT_COLUMNS = ("subject", "predicate", "object", *OBSERVATION_COLUMNS, "derived", *EVIDENCE_COLUMNS)

#: Characters that need no quotes in a shell.
_SHELL_SAFE = dict.fromkeys(map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-"))


def mark(modality: str, tongue: Tongue) -> str:
    """What stands before everything that is not told as fact; nothing before what is."""
    return "" if modality == "asserted" else f"[{tongue.wording.modality(modality)}] "


def best(evidence: Sequence[EvidenceView], tongue: Tongue) -> tuple[EvidenceView, str]:
    """The newest evidence that tells a fact, else the newest, with a mark of every modality beside fact."""
    chosen = next((item for item in evidence if item.modality == "asserted"), evidence[0])
    others = sorted({item.modality for item in evidence} - {"asserted"})
    if not others:
        return chosen, ""
    kinds = tongue.listed(map(tongue.wording.modality, others))
    return chosen, f"[{tongue.say('also', kinds=kinds) if chosen.modality == 'asserted' else kinds}] "


def number(value: str) -> str:
    """A plain number with its thousands set apart.

    >>> number("-344310000000.5")
    '-344,310,000,000.5'
    """
    whole, dot, part = value.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{dot}{part}" if digits.isdigit() else value


def quantity(value: QuantityView, tongue: Tongue, comparator: str | None = None) -> str:
    """A value with its unit, and "over", "under" or "about" before it."""
    unit = "%" if value.unit == "percent" else f" {tongue.wording.unit(value.unit)}"
    told = number(value.value) + unit
    compared = comparator or value.comparator
    return tongue.say(compared, value=told) if compared in (">", "<", "~") else told


def qualifier(name: str, value: str | bool | QuantityView, tongue: Tongue) -> str:
    """One thing that evidence adds, such as `role: CEO`."""
    called = tongue.wording.qualifier(name)
    if isinstance(value, bool):
        return tongue.say("true" if value else "false", name=called)
    return tongue.pair(called, clean(value) if isinstance(value, str) else quantity(value, tongue))


def qualifiers(item: EvidenceView, tongue: Tongue) -> list[str]:
    """All that evidence adds, by name, the same sum in other units last."""
    told = [qualifier(name, item.qualifiers[name], tongue) for name in sorted(item.qualifiers)]
    return [*told, *(tongue.say("also_told", value=quantity(value, tongue)) for value in item.alternatives)]


def source(item: EvidenceView, tongue: Tongue) -> str:
    """Who published it and when, and whom the text has it from."""
    parts = [clean(item.publisher or item.title or item.document), item.published or tongue.say("undated")]
    if item.attribution:
        parts.append(tongue.say("speaker", name=clean(item.attribution)))
    return " · ".join(parts)


def telling(item: EvidenceView, tongue: Tongue) -> list[str]:
    """The lines of one piece of evidence: the sentence with its mark, what it adds, the source."""
    added = [*qualifiers(item, tongue), *([tongue.pair(tongue.say("time"), item.when)] if item.when else [])]
    lines = [f"{mark(item.modality, tongue)}“{clean(item.sentence)}”"]
    if added:
        lines.append(" · ".join(added))
    return [*lines, f"— {source(item, tongue)}"]


def heading(edge: EdgeView, relation: str | None) -> str:
    """`A — invests in → B`; `A — B` where the relation goes without saying."""
    link = "—" if relation is None else f"— {relation} →"
    return f"{edge.subject.label} {link} {edge.object.label}"


def measured(view: ObservationView, tongue: Tongue) -> str:
    """An observation as one line: whose, what, how much, on which benchmark, when."""
    comparator = next((item.comparator for item in view.evidence if item.comparator), None)
    benchmark = tongue.say("on_benchmark", name=view.benchmark) if view.benchmark else ""
    name = f"{view.subject.label} — {tongue.wording.metric(view.metric)}{benchmark}"
    when = tongue.say("when", time=view.when) if view.when else ""
    return tongue.pair(name, quantity(view.quantity, tongue, comparator)) + when


def edge_block(edge: EdgeView, tongue: Tongue, indent: int = 0) -> Block:
    """A relation with its newest evidence, as a block."""
    from kg.cli.render import Block

    wording = tongue.wording
    relation = None if wording.symmetric(edge.predicate) else wording.relation(edge.predicate)
    return Block(heading(edge, relation), edge_lines(edge, tongue), indent)


def edge_lines(edge: EdgeView, tongue: Tongue) -> list[str]:
    """The newest evidence of a relation. Where only some of it is shown, the last line says how to see the rest."""
    lines = [line for item in edge.evidence[:SHOWN] for line in telling(item, tongue)]
    more = len(edge.evidence) - SHOWN
    if more > 0:
        ends = " ".join(quoted(end.label) for end in (edge.subject, edge.object))
        lines.append(tongue.say("more", count=more, command=f"kg evidence {ends}"))
    if edge.derived:
        lines.append(f"[{tongue.say('derived')}] {tongue.say('concluded')}")
    return lines


def quoted(name: str) -> str:
    """A name as a word of a shell's line."""
    word = clean(name)
    if word and word.isascii() and not word.translate(_SHELL_SAFE):
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"


def entity(view: EntityView, tongue: Tongue) -> str:
    """A name with its type."""
    return tongue.say("entity", name=clean(view.label), type=tongue.wording.type(view.type))


def evidence_cells(item: EvidenceView | None) -> list[object]:
    """The cells of EVIDENCE_COLUMNS; all empty without evidence."""
    if item is None:
        return [None] * len(EVIDENCE_COLUMNS)
    return [
        item.modality,
        item.attribution,
        item.when,
        "; ".join(_cell(name, item.qualifiers[name]) for name in sorted(item.qualifiers)),
        "; ".join(f"{value.value} {value.unit}" for value in item.alternatives),
        item.quote,
        item.sentence,
        item.publisher,
        item.published,
        item.title,
        item.url,
        item.document,
        item.span[0],
        item.span[1],
        item.rule,
        item.id,
    ]


def _cell(name: str, value: str | bool | QuantityView) -> str:
    if isinstance(value, bool):
        return f"{name}={str(value).lower()}"
    if isinstance(value, str):
        return f"{name}={value}"
    return f"{name}={value.comparator or ''}{value.value} {value.unit}"


def edge_rows(edges: Iterable[EdgeView]) -> Iterator[list[object]]:
    """One row a piece of evidence; a derived relation has one without."""
    for edge in edges:
        ends = (edge.subject.id, edge.object.id, edge.id)
        for item in edge.evidence or (None,):
            names = (edge.subject.label, edge.predicate, edge.object.label, edge.derived)
            yield [*names, *evidence_cells(item), *ends]


def statement_rows(edges: Iterable[EdgeView], observations: Iterable[ObservationView]) -> Iterator[list[object]]:
    """Relations and observations under STATEMENT_COLUMNS, one row a piece of evidence."""
    for edge in edges:
        for item in edge.evidence or (None,):
            ends = (edge.subject.label, edge.predicate, edge.object.label)
            yield [*ends, *[None] * len(OBSERVATION_COLUMNS), edge.derived, *evidence_cells(item)]
    for view in observations:
        for told in view.evidence:
            figure = (view.quantity.value, view.quantity.unit, told.comparator, view.benchmark)
            yield [view.subject.label, view.metric, None, *figure, False, *evidence_cells(told)]


def labels(view: EntityView) -> Mapping[str, str]:
    """The names by language, the one they are shown in first."""
    return {key: view.labels[key] for key in sorted(view.labels, key=lambda key: (key != view.language, key))}
