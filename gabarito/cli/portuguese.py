"""click in Portuguese: help headings, and one sentence for each wrong use."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import click

from gabarito.cli import messages


class Formatter(click.HelpFormatter):
    """Help text with Portuguese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line, introduced by ``Uso:``."""
        for english, ours in messages.USAGE_WORDS.items():
            args = args.replace(english, ours)
        super().write_usage(prog, args, messages.USAGE)

    def write_heading(self, heading: str) -> None:
        """Write a section's heading."""
        super().write_heading(messages.HEADINGS.get(heading, heading))


class Context(click.Context):
    """Context whose help goes through :class:`Formatter`."""

    formatter_class = Formatter


class _Portuguese:
    context_class: type[click.Context] = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = messages.HELP
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
            raise click.UsageError(messages.NO_SUCH_COMMAND.format(name=args[0], known=known))
        return super().resolve_command(ctx, args)


@singledispatch
def sentence(error: Any) -> str:
    """One Portuguese sentence for what click refused."""
    return f"{error.format_message()}"


@sentence.register
def _(error: click.NoSuchOption) -> str:
    return messages.NO_SUCH_OPTION.format(option=error.option_name)


@sentence.register
def _(error: click.MissingParameter) -> str:
    return messages.MISSING.format(parameter=_name(error))


@sentence.register
def _(error: click.BadParameter) -> str:
    return messages.BAD_VALUE.format(parameter=_name(error))


@sentence.register
def _(error: click.BadOptionUsage) -> str:
    return messages.NO_VALUE.format(option=error.option_name)


def _name(error: click.BadParameter) -> str:
    """What the user calls the parameter: an option's own name, an argument's metavar."""
    if error.param is None or error.ctx is None:
        return messages.SOME_ARGUMENT
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return error.param.make_metavar(error.ctx)
