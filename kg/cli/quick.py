"""The entry point of `kg`: the commonest look-up at once, everything else with the whole.

`kg [--store DIR] rivals NAME` as it is typed most is answered before click, the model or the ontology are imported,
where nothing about it is out of the ordinary. A test holds its output to that of the whole.
"""

from __future__ import annotations

import os
import sys

from kg.labels import LANGUAGES, USUAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_STOPPED, _READER_GONE = 130, 141


def main() -> None:
    """Runs the command line."""
    try:
        text = answer(sys.argv[1:])
    except KeyboardInterrupt:
        os._exit(_STOPPED)
    if text is None:
        from kg.cli.main import main as whole

        whole()
        return
    try:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(_READER_GONE)
    # Taking the interpreter apart would take as long as the question; there is nothing left to write or close.
    os._exit(0)


def answer(arguments: Sequence[str]) -> str | None:
    """What `kg` prints for these arguments, or None where the whole must be asked."""
    asked = _asked(arguments)
    if asked is None:
        return None
    from kg.query.quick import rivals

    edges: Any = rivals(*asked)  # with the fields of the views that `say` reads
    if edges is None:
        return None
    from kg.cli import say
    from kg.cli.plain import MEASURE, NARROWEST, columns_of_terminal, wrap
    from kg.cli.tongue import Tongue

    tongue = Tongue(asked[2])
    measure = min(columns_of_terminal(), MEASURE)
    bold = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    lines: list[str] = []
    for edge in edges:
        if lines:
            lines.append("")
        lines += [f"{bold[0]}{line}{bold[1]}" for line in wrap(say.heading(edge, None), measure) or [""]]
        for told in say.edge_lines(edge, tongue):
            lines += ["  " + line for line in wrap(told, max(NARROWEST, measure - 2))]
    return "\n".join(lines) + "\n"


def _asked(arguments: Sequence[str]) -> tuple[str, str, str] | None:
    """Folder, name and language of `[--store DIR] rivals NAME [--lang LANGUAGE]`, or None for anything else."""
    rest = list(arguments)
    store = os.environ.get("KG_STORE", "")
    if not store.strip():
        store = _default_store()
    if rest[:1] == ["--store"] and len(rest) > 1:
        store = rest[1]
        del rest[:2]
    language = os.environ.get("KG_LANG", "").strip() or USUAL
    if len(rest) == 4 and "--lang" in rest[1:3]:
        place = rest.index("--lang")
        language = rest[place + 1]
        del rest[place : place + 2]
    if language not in LANGUAGES:
        return None
    if len(rest) != 2 or rest[0] != "rivals" or not store.strip():
        return None
    name = rest[1].strip()
    # What starts with a hyphen is an option; other settings may be wrong, and the whole says so.
    usual = name and name[0] != "-" and name.isprintable()
    others = any(key.startswith("KG_") and key not in ("KG_STORE", "KG_LANG") for key in os.environ)
    return (store, name, language) if usual and not others else None


def _default_store() -> str:
    """The folder that `config` finds where none is named, without its import; empty where the rule may be another."""
    base, home = os.environ.get("XDG_DATA_HOME", ""), os.environ.get("HOME", "")
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ:
        return ""
    if not base and home.startswith("/"):
        base = f"{home}/.local/share"
    return f"{base}/china-ai-kg/store" if base.startswith("/") else ""
