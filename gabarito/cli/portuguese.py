"""click in Portuguese: help headings, and one sentence for each wrong use."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import click

_HEADINGS = {"Options": "Opções", "Commands": "Comandos"}


class Formatter(click.HelpFormatter):
    """Help text with Portuguese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line, introduced by ``Uso:``."""
        words = {"[OPTIONS]": "[OPÇÕES]", "COMMAND [ARGS]...": "COMANDO [ARGUMENTOS]..."}
        for english, ours in words.items():
            args = args.replace(english, ours)
        super().write_usage(prog, args, "Uso: ")

    def write_heading(self, heading: str) -> None:
        """Write a section's heading."""
        super().write_heading(_HEADINGS.get(heading, heading))


class Context(click.Context):
    """Context whose help goes through :class:`Formatter`."""

    formatter_class = Formatter


class _Portuguese:
    context_class: type[click.Context] = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Mostra esta ajuda."
        return option


class Command(_Portuguese, click.Command):
    """A command whose help is in Portuguese."""


class Group(_Portuguese, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type  # subgroups are of this class too

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's, but an unknown command lists the known ones."""
        if self.get_command(ctx, args[0]) is None:
            known = ", ".join(self.list_commands(ctx))
            raise click.UsageError(f"O comando {args[0]} não existe: os que há são {known}.")
        return super().resolve_command(ctx, args)


@singledispatch
def sentence(error: Any) -> str:
    """One Portuguese sentence for what click refused."""
    return f"{error.format_message()}"


@sentence.register
def _(error: click.NoSuchOption) -> str:
    return f"A opção {error.option_name} não existe: veja as que há com --help."


@sentence.register
def _(error: click.MissingParameter) -> str:
    return f"Falta {_name(error)}: veja o uso com --help."


@sentence.register
def _(error: click.BadParameter) -> str:
    return f"O valor dado em {_name(error)} não serve: veja o uso com --help."


@sentence.register
def _(error: click.BadOptionUsage) -> str:
    return f"A opção {error.option_name} está sem o seu valor: veja o uso com --help."


def _name(error: click.BadParameter) -> str:
    """What the user calls the parameter: an option's own name, an argument's metavar."""
    if error.param is None or error.ctx is None:
        return "um argumento"
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return error.param.make_metavar(error.ctx)
