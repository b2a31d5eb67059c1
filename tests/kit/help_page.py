"""The guide's page of commands, made of what ``--help`` says.

After a change of the command line: ``python tests/kit/help_page.py > docs/comandos.md``.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from gabarito.cli import portuguese
from gabarito.cli.commands import cli

_HEAD = """\
# Comandos

O que `gabarito COMANDO --help` diz. Todo comando trabalha no curso da pasta atual, ou no de
`--curso PASTA`, que vem antes do nome do comando: `gabarito --curso ~/meu_curso grade LAB`.

A saída é 0 se tudo deu certo, 1 se algo pede atenção (uma entrega sem nota, um arquivo recusado), 2
se o comando não pôde ser feito, e 130 depois de Ctrl-C.
"""


def commands(
    group: click.Group = cli, before: str = "gabarito"
) -> Iterator[tuple[str, click.Command]]:
    """Each command with its whole name, groups aside, in alphabetical order."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


def _help(name: str, command: click.Command) -> str:
    context = portuguese.Context(command, info_name=name, max_content_width=88, terminal_width=88)
    return f"## {name}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join([_HEAD, *(_help(name, command) for name, command in commands())])


if __name__ == "__main__":
    print(page(), end="")
