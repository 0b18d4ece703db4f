"""The types that every part of the program speaks in."""

from kg.model.document import Document, Span
from kg.model.quantity import Quantity
from kg.model.statement import Entity, Evidence, Extraction, Mention, Modality, QualifierValue, Statement
from kg.model.when import Precision, When

__all__ = [
    "Document",
    "Entity",
    "Evidence",
    "Extraction",
    "Mention",
    "Modality",
    "Precision",
    "QualifierValue",
    "Quantity",
    "Span",
    "Statement",
    "When",
]
