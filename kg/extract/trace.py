"""What a reading leaves out and why, and the frames that fired; recorded only where somebody asks.

Whoever decides takes `trace: Trace | None = None` and tells it what it rejects at the line that rejects it, so that an
explanation never repeats a decision. Without a trace nothing is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kg.extract.candidate import Candidate
from kg.model import Mention, Quantity, Span


class Why(StrEnum):
    """Why something was rejected."""

    # names
    BOILERPLATE = "boilerplate"
    PUBLICATION = "publication"
    PASSING = "passing"
    CURRENCY = "currency"
    PART_OF_NAME = "part-of-name"
    THIN = "thin"
    # relations
    EXCLUDED = "excluded"
    UNTRUSTED = "untrusted"
    UNSURE = "unsure"
    OPPOSITE = "opposite"
    IMPLIED = "implied"
    # figures
    NO_METRIC = "no-metric"
    NOT_MEASURED = "not-measured"
    OLD = "old"
    OUT_OF_BOUNDS = "out-of-bounds"
    NO_SUBJECT = "no-subject"
    ROUNDED = "rounded"
    ALTERNATIVE = "alternative"
    TOLD_AGAIN = "told-again"
    # both
    FORBIDDEN = "forbidden"

    @property
    def words(self) -> str:
        """The reason as a reader understands it."""
        return _WORDS[self]


_WORDS = {
    Why.BOILERPLATE: "stands in a part of the page that says nothing of its own",
    Why.PUBLICATION: "the publication's own name",
    Why.PASSING: "a word of origin in passing",
    Why.CURRENCY: "part of a currency's name",
    Why.PART_OF_NAME: "part of a longer name",
    Why.THIN: "too little shows that it is a name, or of what",
    Why.EXCLUDED: "a frame fired, but the judge all but excludes it",
    Why.UNTRUSTED: "a frame fired that is often wrong, and the judge is not sure enough",
    Why.UNSURE: "no frame fired, and the judge is not sure enough",
    Why.OPPOSITE: "less sure than the opposite direction",
    Why.IMPLIED: "said already by a narrower relation",
    Why.NO_METRIC: "nothing around the number names a metric",
    Why.NOT_MEASURED: "what the number counts is no metric",
    Why.OLD: "a former value, or where a change begins",
    Why.OUT_OF_BOUNDS: "no value that the metric can have",
    Why.NO_SUBJECT: "whose number it is is not clear",
    Why.ROUNDED: "the headline rounds what the text tells exactly",
    Why.ALTERNATIVE: "the same sum stands elsewhere in another currency",
    Why.TOLD_AGAIN: "told before",
    Why.FORBIDDEN: "the ontology does not allow it between such things",
}


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was looked at and left out.

    `kind` is `mention`, `relation` or `figure`; `span` its place: the name, the number, or the sentence that tells it;
    `text` the words of the name or number. `subject` and `object` are entity ids, `predicate` a relation or metric,
    where they are known; a figure's object is its value with the unit. `rules` name what spoke for it. `score` and
    `threshold` are the judge's, `favour` and `against` the features that spoke loudest, with their weights. `instead`
    is the statement that was preferred, as subject, predicate, object.
    """

    kind: str
    why: Why
    span: Span
    text: str = ""
    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    rules: tuple[str, ...] = ()
    score: float | None = None
    threshold: float | None = None
    favour: tuple[tuple[str, float], ...] = ()
    against: tuple[tuple[str, float], ...] = ()
    instead: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Fired:
    """A frame that fired: `subject` and `object` as the text writes them, each with its entity; `trigger` its word."""

    frame: str
    predicate: str
    subject: Mention
    object: Mention
    trigger: Span


@dataclass(slots=True)
class Trace:
    """What one reading records. `silent` holds the blocks that were not read for names."""

    rejected: list[Rejected] = field(default_factory=list)
    fired: list[Fired] = field(default_factory=list)
    silent: list[Span] = field(default_factory=list)

    def mention(self, why: Why, span: Span, text: str, entity: str | None = None) -> None:
        """A name that names nothing here; `entity` is what it would have named."""
        self.rejected.append(Rejected("mention", why, span, text, entity))

    def figure(self, why: Why, span: Span, text: str, metric: str | None = None, rule: str | None = None) -> None:
        """A number that tells nothing."""
        self.rejected.append(Rejected("figure", why, span, text, None, metric, rules=(rule,) if rule else ()))

    def candidate(self, why: Why, one: Candidate) -> None:
        """A relation or observation that was read and is left out after all."""
        if isinstance(one.object, Quantity):
            kind, words, value = "figure", one.object.text, f"{one.object.plain} {one.object.unit}"
        else:
            kind, words, value = "relation", "", one.object
        self.rejected.append(
            Rejected(kind, why, one.span, words, one.subject, one.predicate, value, (one.rule,), one.score)
        )
