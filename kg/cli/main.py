"""`kg`: the group of all commands, loaded one by one, and what becomes of errors.

Importing this loads neither the parser nor any library for graphs or pages: a look-up answers at once.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Mapping, Sequence

import click

from kg.cli.plain import clean
from kg.errors import KgError

_STOPPED = 130
_READER_GONE = 141

#: Heading in the help → command → the module that has it.
_SECTIONS: Mapping[str, Mapping[str, str]] = {
    "Read articles": {"ingest": "ingest", "extract": "ingest", "delete": "ingest"},
    "Ask": {
        "rivals": "ask",
        "who": "ask",
        "what": "ask",
        "show": "ask",
        "evidence": "ask",
        "timeline": "ask",
        "path": "ask",
        "compare": "ask",
        "conflicts": "ask",
        "stats": "ask",
        "query": "query",
    },
    "Show": {"serve": "serve"},
    "Write files": {"explore": "output", "export": "output"},
    "Check": {"validate": "check", "evaluate": "check", "ontology": "check", "registry": "check"},
    "Learn": {"learn": "learn"},
    "Shell": {"completion": "completion"},
}
_LOOK_UPS = "ask"
_MODULES = {name: module for section in _SECTIONS.values() for name, module in section.items()}


class Commands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in _MODULES:
            return None
        if _MODULES[cmd_name] != _LOOK_UPS:
            gc.enable()
        module = importlib.import_module(f"kg.cli.{_MODULES[cmd_name]}")
        command = getattr(module, cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under their headings."""
        for heading, names in _SECTIONS.items():
            found = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(heading):
                formatter.write_dl([(name, command.get_short_help_str(66)) for name, command in found if command])


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"kg {version('china-ai-kg')}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: kg ingest article.md && kg rivals Alibaba",
)
@click.option(
    "--store",
    type=click.Path(file_okay=True, path_type=str),
    metavar="DIR",
    help="Folder of the store; made on first use. Default: KG_STORE, else the user's data folder.",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def cli(store: str | None) -> None:
    """Reads news about China's AI ecosystem into a knowledge graph with a sentence behind every edge."""
    if store is not None and not store.strip():
        raise click.BadParameter("the name of the folder is empty.", param_hint="'--store'")


def main() -> None:
    """The entry point of `kg`."""
    gc.disable()  # a look-up ends before there is anything to collect
    status = run(sys.argv[1:])
    if f"kg.cli.{_LOOK_UPS}" in sys.modules:
        # Taking the interpreter apart would take a look-up an eighth of its time; the store is closed by now.
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and gives its exit status; every error that a user can cause becomes one message."""
    streams = sys.stdout, sys.stderr
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        result = cli.main(list(arguments), prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except KgError as error:
        _complain(str(error))
        return error.exit_status
    except click.ClickException as error:
        return _misused(error)
    except (click.Abort, KeyboardInterrupt):
        return _STOPPED
    except BrokenPipeError:
        return _reader_gone()
    except SystemExit:
        if sys.stdout is streams[0]:
            raise
        sys.stdout, sys.stderr = streams  # click wraps them where the reader is gone, and ends
        return _reader_gone()
    except OSError as error:
        where = f"{clean(error.filename)}: " if error.filename else ""
        _complain(f"{where}{error.strerror or error}")
        _silence()
        return 1
    return result if isinstance(result, int) else 0


def _complain(message: str) -> None:
    lines = [clean(line) for line in message.splitlines()] or [""]
    click.echo("\n".join(("Error: " + lines[0], *lines[1:])), err=True)


def _misused(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        click.echo(error.format_message(), err=True)
        return error.exit_code
    if isinstance(context, click.Context):
        click.echo(f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n", err=True)
    message = error.format_message()
    if isinstance(error, click.NoSuchOption) and error.option_name == "--store":
        message += " It stands before the command: kg --store DIR COMMAND."
    _complain(message)
    return error.exit_code


def _reader_gone() -> int:
    _silence()
    return _READER_GONE


def _silence() -> None:
    """Sends what is still buffered nowhere, so that closing standard output says nothing more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):  # a stream without a file, as in tests
            continue


if __name__ == "__main__":
    main()
