"""Files, folders, standard input and URLs → documents."""

from kg.ingest.meta import parse_published
from kg.ingest.source import read

__all__ = ["parse_published", "read"]
