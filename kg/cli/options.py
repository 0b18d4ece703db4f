"""What several commands share: their arguments, options and the store they open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from kg.labels import LANGUAGES

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.query.graph import Filters, Graph

    TextType = click.ParamType[str]
    _AnyType = click.ParamType[Any]
    _NumberType = click.ParamType[float]
else:  # older clicks have no type parameter here
    TextType = _AnyType = _NumberType = click.ParamType

_Command = TypeVar("_Command", bound=Callable[..., Any])

#: So many names are offered to complete one.
_COMPLETIONS = 20
_TIMES = "2025-03-06, 2025-03, 2025-Q1, 2025-H1 or 2025"


class Name(TextType):
    """The name of an entity: any text that holds a character."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuses what no name can be."""
        text = str(value).strip()
        if not text:
            self.fail("the name is empty.", param, ctx)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            self.fail("the name is no valid UTF-8.", param, ctx)
        return text

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Names in the store that begin so, in either language and script.

        One with spaces has hyphens in their place, which a look-up ignores and no shell splits at.
        """
        from kg.errors import KgError
        from kg.ontology.script import simplified
        from kg.store.names import fold

        found: dict[str, CompletionItem] = {}
        starts = [fold(text) for text in dict.fromkeys((incomplete, simplified(incomplete)))] if incomplete else []
        try:
            with open_graph(ctx) as graph:
                for start in starts:
                    for view in graph.search(start, _COMPLETIONS):
                        forms = (*view.labels.values(), *view.aliases)
                        form = next((form for form in forms if fold(form).startswith(start) and _is_word(form)), None)
                        if form is not None:
                            about = f"{graph.wording.type(view.type)} · {' · '.join(view.labels.values())}"
                            found.setdefault(view.id, CompletionItem("-".join(form.split()), help=about))
        except KgError:  # the command itself says what is wrong
            return []
        return list(found.values())


def _is_word(form: str) -> bool:
    """True for a name that a shell takes as one word, spaces aside."""
    return all(char.isalnum() or char in "._+- " for char in form)


class Predicate(Name):
    """A relation of the ontology, by any of its names; the question itself looks it up."""

    name = "predicate"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The relations that begin so, each with its definition."""
        from kg.ontology.schema import load
        from kg.ontology.script import simplified

        start = simplified(incomplete).lower()
        found = []
        for relation in sorted(load().relations.values(), key=lambda relation: relation.command):
            names = [relation.command, *(form for form in relation.labels.values() if not form.isascii())]
            about = relation.definitions.get("en")
            found += [CompletionItem(name, help=about) for name in names if start and name.startswith(start)]
            found += [CompletionItem(relation.command, help=about)] if not start else []
        return found


class Time(_AnyType):
    """A day, month, quarter, half-year or year."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Text → When."""
        from kg.model.when import When

        if isinstance(value, When):
            return value
        try:
            return When.parse(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date: write {_TIMES}.", param, ctx)


class Published(_AnyType):
    """A publication date, in the ways that people write one."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Text → When."""
        from kg.ingest import parse_published

        if not isinstance(value, str):
            return value
        try:
            return parse_published(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Modalities(_AnyType):
    """Modalities, joined by commas, or `all`."""

    name = "modality"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Text → the set of modalities."""
        if isinstance(value, frozenset):
            return value
        known, wanted = self._known(), [part.strip().lower() for part in str(value).split(",")]
        if "all" in wanted:
            return frozenset(known)
        for part in wanted:
            if part not in known:
                self.fail(f"{part!r} is no modality: choose {', '.join(known)} or all.", param, ctx)
        return frozenset(wanted)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that begin so."""
        return [CompletionItem(word) for word in (*self._known(), "all") if word.startswith(incomplete)]

    @staticmethod
    def _known() -> tuple[str, ...]:
        from kg.model import Modality

        return tuple(one.value for one in Modality)


class Positive(_NumberType):
    """A number of seconds above 0."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Text → a finite number above 0."""
        try:
            number = float(value)
        except ValueError:
            self.fail(f"{value!r} is no number.", param, ctx)
        if not 0 < number < float("inf"):
            self.fail(f"{value!r} is not above 0.", param, ctx)
        return number


class Whole(click.IntRange):
    """A whole number within bounds."""

    name = "whole number"


def formats(*names: str) -> Callable[[_Command], _Command]:
    """Adds `--format`; the first name is the default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True, help="How to write it."
    )


def labelled(command: _Command) -> _Command:
    """Adds `--lang`, the language of labels."""
    about = "Language of labels. Default: KG_LANG, else en."
    return click.option("--lang", type=click.Choice(LANGUAGES), help=about)(command)


def filtered(command: _Command) -> _Command:
    """Adds the options that bound the evidence; the command gets them as `filters`."""
    import functools

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        names = ("since", "until", "modality", "source", "min_sources")
        return command(*args, filters=_filters(**{name: kwargs.pop(name) for name in names}), **kwargs)

    for option in (
        click.option("--min-sources", type=Whole(min=1), metavar="N", default=1, help="Told by so many publishers."),
        click.option("--source", metavar="TEXT", help="Only from a publisher or speaker whose name holds this."),
        click.option(
            "--modality",
            type=Modalities(),
            multiple=True,
            metavar="NAME",
            help="asserted (the default), planned, speculated, denied, or all; again or with commas for several.",
        ),
        click.option("--until", type=Time(), metavar="DATE", help="Told for this time or an earlier one."),
        click.option(
            "--since",
            type=Time(),
            metavar="DATE",
            help=f"Told for this time or a later one: {_TIMES}. Without a told time, the publication date counts.",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]


def _filters(
    since: Any, until: Any, modality: tuple[frozenset[str], ...], source: str | None, min_sources: int
) -> Filters:
    from kg.query.graph import DEFAULT

    if since and until and since.start > until.end:
        raise click.UsageError(f"--since {since} is after --until {until}.")
    modalities = frozenset[str]().union(*modality) or DEFAULT.modalities
    wanted = source.strip() if source and source.strip() else None
    return replace(DEFAULT, since=since, until=until, modalities=modalities, source=wanted, min_sources=min_sources)


def settings(ctx: click.Context) -> Settings:
    """The settings, with the store that `kg --store` names."""
    from kg.config import Settings

    store = ctx.find_root().params.get("store")
    return Settings() if store is None else Settings(store=Path(store))


def open_graph(ctx: click.Context, lang: str | None = None) -> Graph:
    """The store for reading, labelled in that language; None is the one of the settings."""
    from kg.assembly import open_graph as opened

    return opened(settings=settings(ctx), language=lang)
