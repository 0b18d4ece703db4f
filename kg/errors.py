"""Every error that a user can cause or meet, in one tree.

KgError                     base; the command line prints its message and exits with `exit_status`
 ├─ UsageError              wrong use: a bad option value, name, date or query        (exit 2)
 │   ├─ UnknownNameError    no entity of that name; carries suggestions
 │   │   └─ UnknownIdError  no document, statement or entity of that id
 │   ├─ QueryError          a SPARQL query that is invalid or refused
 │   │   └─ QueryStoppedError  one that ran out of time or memory, or for which there was no time
 │   └─ MissingExtraError   a command that needs an optional package
 ├─ ConfigError             a setting that cannot be used                             (exit 2)
 ├─ DocumentError           one document that cannot be read; the batch goes on       (exit 1)
 ├─ OntologyError           a fault in the ontology, registry or frames               (exit 1)
 └─ StoreError              the store cannot be used                                  (exit 1)
     ├─ StoreLockedError    another process is writing
     ├─ StoreLayoutError    a store of another layout
     └─ StoreDamagedError   files that cannot be read
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors; `str(error)` is one message for the user: what, where, what to do."""

    exit_status = 1


class UsageError(KgError):
    """The request itself is wrong."""

    exit_status = 2


class UnknownNameError(UsageError):
    """No entity has that name.

    `suggestions` holds up to five near names, best first.
    """

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        self.name = name
        self.suggestions = suggestions
        hint = f" Did you mean {', '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"No entity is named {name!r}.{hint}")


class UnknownIdError(UnknownNameError):
    """The store has nothing of that id. `what` is `document`, `statement` or `entity`."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(name)
        self.what = what
        self.args = (f"The store has no {what} {name!r}.",)


class QueryError(UsageError):
    """A SPARQL query that is invalid or refused."""


class QueryStoppedError(QueryError):
    """A SPARQL query that ran out of time or memory, or for which there was no time; it may be asked again."""


class MissingExtraError(UsageError):
    """A command needs an optional package that is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f'{feature} needs an optional package: pip install "china-ai-kg[{extra}]"')


class ConfigError(KgError):
    """A setting cannot be used."""

    exit_status = 2


class DocumentError(KgError):
    """One document cannot be read. `source` names it (path, URL, or path:line)."""

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"{source}: {reason}")

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str]]:
        """Made again from what it was made of, since it passes between processes."""
        return type(self), (self.source, self.reason)


class OntologyError(KgError):
    """The ontology, the registry or a frame file has a fault."""


class StoreError(KgError):
    """The store cannot be used."""


class StoreLockedError(StoreError):
    """Another process is writing to the store."""


class StoreLayoutError(StoreError):
    """The store was written in another layout."""


class StoreDamagedError(StoreError):
    """The store's files cannot be read."""
