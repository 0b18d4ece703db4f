"""The ontology for the browser: names, labels and looks, in the order that the map's numbers refer to."""

from __future__ import annotations

from typing import Any

from kg.export.palette import GLYPHS, lines, looks
from kg.model import Modality
from kg.model.ids import PREFIXES
from kg.ontology.schema import Ontology


def vocabulary(ontology: Ontology) -> dict[str, Any]:
    """Types, relations, modalities and metrics as lists, units and qualifiers by name, and the usual prefixes."""
    look, line = looks(ontology), lines(list(ontology.relations))
    return {
        "types": [
            {
                "name": name,
                "labels": dict(item.labels),
                "definitions": dict(item.definitions),
                "shape": look[name].shape,
                "glyph": GLYPHS[look[name].shape],
                "light": look[name].light,
                "dark": look[name].dark,
            }
            for name, item in sorted(ontology.types.items())
        ],
        "relations": [
            {
                "name": name,
                "labels": dict(item.labels),
                "definitions": dict(item.definitions),
                "inverse": dict(item.inverse_labels),
                "symmetric": item.symmetric,
                "command": item.command,
                "domain": sorted(item.domain),
                "range": sorted(item.range),
                "light": line[name][0],
                "dark": line[name][1],
            }
            for name, item in sorted(ontology.relations.items())
        ],
        "modalities": [{"name": m.value, "labels": dict(ontology.modalities.get(m.value, {}))} for m in Modality],
        "metrics": [
            {
                "name": name,
                "labels": dict(item.labels),
                "definitions": dict(item.definitions),
                "units": list(item.units),
            }
            for name, item in sorted(ontology.metrics.items())
        ],
        "units": {name: dict(labels) for name, labels in sorted(ontology.units.items())},
        "qualifiers": {name: dict(item.labels) for name, item in sorted(ontology.qualifiers.items())},
        "groups": {name: sorted(leaves) for name, leaves in sorted(ontology.groups.items())},
        "prefixes": dict(PREFIXES),
    }
