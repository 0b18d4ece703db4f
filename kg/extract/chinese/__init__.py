"""Reads Chinese documents: names on raw characters, clauses over tagged names, no parse."""
