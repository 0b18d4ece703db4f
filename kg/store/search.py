"""Search in the ledger's index of names and sentences, which SQLite keeps by trigrams."""

from __future__ import annotations

import sqlite3

from kg.store.names import fold

#: What of a name stands in a row: entity, form, whether preferred, whether known.
_Row = tuple[str, str, int, int]
#: A row, and the name folded.
_Candidate = tuple[str, str, int, int, str]
#: A trigram that more names hold tells little and takes long: it is left out where rarer ones find something near.
_COMMON = 10_000
#: So many are looked at that start with the text, and that share trigrams with it.
_STARTING, _RESEMBLING = 200, 400
#: Likeness, from 0 to 100, that a name must have.
_NEAR = 60


def names(database: sqlite3.Connection, text: str, limit: int) -> list[_Row]:
    """Names that start with, hold or resemble the text, best first; one a form."""
    from rapidfuzz import fuzz

    wanted = fold(text)

    def likely(found: list[_Candidate]) -> list[_Row]:
        scored = {}
        for entity, form, preferred, known, folded in found:
            near = fuzz.ratio(wanted, folded)
            score = 100 + near if folded.startswith(wanted) else max(near, 80 + near / 5 if wanted in folded else 0)
            if score >= _NEAR:
                scored[(entity, form)] = (-score, len(folded), form), (entity, form, preferred, known)
        return [row for _, row in sorted(scored.values(), key=lambda item: item[0])]

    starting: list[_Candidate] = database.execute(
        "SELECT entity, form, preferred, known, folded FROM name WHERE folded >= ? AND folded < ? "
        "ORDER BY length(folded), folded LIMIT ?",
        (wanted, wanted + "\U0010ffff", _STARTING),
    ).fetchall()
    if len(starting) >= limit:  # a name that only holds or resembles the text comes after all these
        return likely(starting)[:limit]
    rare, every = _trigrams(database, wanted)
    rows = likely(starting + _sharing(database, rare))
    if not rows and rare != every:
        rows = likely(_sharing(database, every))
    return rows[:limit]


def _trigrams(database: sqlite3.Connection, wanted: str) -> tuple[list[str], list[str]]:
    """Those of the wanted name that some name holds: the rarer ones, and all."""
    grams = sorted({wanted[i : i + 3] for i in range(len(wanted) - 2)})
    database.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.gram USING fts5vocab (main, name_text, row)")
    told = {gram: database.execute("SELECT doc FROM temp.gram WHERE term = ?", (gram,)).fetchone() for gram in grams}
    every = [gram for gram, row in told.items() if row is not None]
    return [gram for gram in every if told[gram][0] <= _COMMON], every


def _sharing(database: sqlite3.Connection, grams: list[str]) -> list[_Candidate]:
    """Names that hold some of the trigrams, those first that hold most and rarest."""
    if not grams:
        return []
    return database.execute(
        "SELECT n.entity, n.form, n.preferred, n.known, n.folded FROM name_text t "
        "JOIN name n ON n.number = t.rowid WHERE name_text MATCH ? ORDER BY rank LIMIT ?",
        (" OR ".join(map(_phrase, grams)), _RESEMBLING),
    ).fetchall()


def sentences(database: sqlite3.Connection, text: str, limit: int) -> list[str]:
    """Ids of sentences that hold every word of the text (of three or more characters), best first."""
    words = [_phrase(word) for word in text.split() if len(word) > 2]
    if words:
        found = database.execute(
            "SELECT s.id FROM sentence_text t JOIN sentence s ON s.number = t.rowid "
            "WHERE sentence_text MATCH ? ORDER BY rank, s.id LIMIT ?",
            (" AND ".join(words), limit),
        )
    else:
        found = database.execute(
            "SELECT id FROM sentence WHERE ? <> '' AND instr(text, ?) > 0 ORDER BY id LIMIT ?",
            (text.strip(), text.strip(), limit),
        )
    return [row[0] for row in found]


def _phrase(text: str) -> str:
    """An FTS5 string: quoted, so that no character of it is an operator."""
    return '"' + text.replace('"', '""').replace("\0", "") + '"'
