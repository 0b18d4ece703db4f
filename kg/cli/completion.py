"""`kg completion`: the script that lets a shell complete commands, options, relations and names."""

from __future__ import annotations

import click

_INSTALL = {
    "bash": 'eval "$(kg completion bash)"        # in ~/.bashrc',
    "zsh": 'eval "$(kg completion zsh)"         # in ~/.zshrc',
    "fish": "kg completion fish | source         # in ~/.config/fish/config.fish",
}


@click.command(epilog="Example: " + _INSTALL["bash"])
@click.argument("shell", type=click.Choice(tuple(_INSTALL)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script for completion in a shell.

    It completes commands, options, relations, and names in the store, in English or Chinese.
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"There is no completion for {shell!r}.")
    click.echo(f"# {_INSTALL[shell]}")
    root = ctx.find_root()
    click.echo(made(root.command, {}, "kg", "_KG_COMPLETE").source())
