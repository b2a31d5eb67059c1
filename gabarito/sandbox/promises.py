"""Which promises each sandbox tier keeps, and how: the one list that says so.

The warning in a record and the table of ``docs/isolamento.md`` are made from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

TIERS = ("namespaces", "landlock", "limits")
"""From the strongest to the weakest."""


class Level(StrEnum):
    """How well a tier keeps a promise."""

    KEPT = "cumprida"
    WEAKER = "mais fraca"
    BROKEN = "não cumprida"


@dataclass(frozen=True)
class Kept:
    """How a tier keeps a promise, in Portuguese for the professor."""

    level: Level
    how: str


@dataclass(frozen=True)
class Promise:
    """One promise.

    Attributes:
        short: a few words that name it in a warning.
        text: what is promised.
        tiers: how each tier keeps it, in the order of `TIERS`.
    """

    short: str
    text: str
    tiers: tuple[Kept, Kept, Kept]


def _kept(how: str) -> Kept:
    return Kept(Level.KEPT, how)


def _weaker(how: str) -> Kept:
    return Kept(Level.WEAKER, how)


def _broken(how: str) -> Kept:
    return Kept(Level.BROKEN, how)


PROMISES = (
    Promise(
        "segredo",
        "O processo do aluno nunca recebe valores esperados, verificações nem respostas.",
        (
            _kept("só recebe entradas; os arquivos do curso não existem para ele"),
            _kept(
                "só recebe entradas; o Landlock nega a leitura dos arquivos do curso e da "
                "memória dos outros processos"
            ),
            _broken("os arquivos do curso podem ser lidos do disco"),
        ),
    ),
    Promise(
        "só dados",
        "O que volta do aluno é decodificado como dado, nunca executado.",
        (_kept("decodificador próprio, com limites de tamanho"),) * 2
        + (_weaker("igual; mas o programa que corrige pode ser atacado por fora do canal"),),
    ),
    Promise(
        "falhas isoladas",
        "Uma falha custa uma verificação.",
        (
            _kept(
                "um processo por questão, trocado a cada falha; "
                "o namespace de processos leva tudo o que sobra"
            ),
            _kept(
                "um processo por questão, trocado a cada falha; "
                "um processo guardião encerra tudo o que sobra"
            ),
            _weaker("igual, mas o código do aluno pode encerrar o guardião e a correção"),
        ),
    ),
    Promise(
        "rede",
        "Sem rede.",
        (
            _kept("namespace de rede vazio; abrir soquetes é negado pelo seccomp"),
            _kept("abrir soquetes é negado pelo seccomp, e o TCP também pelo Landlock"),
            _broken("a rede fica aberta"),
        ),
    ),
    Promise(
        "conteúdo dos arquivos",
        "Nenhum arquivo fora da pasta de rascunho é lido ou escrito.",
        (
            _kept("só há o Python e os arquivos do lab, para leitura; o rascunho é memória"),
            _kept(
                "o Landlock só deixa ler o Python, o sistema em /usr e os arquivos do lab; "
                "chmod, utime, xattr e flock são negados pelo seccomp"
            ),
            _broken("lê e escreve o que a conta que corrige pode"),
        ),
    ),
    Promise(
        "nomes de arquivos",
        "Nada se sabe dos arquivos fora da pasta de rascunho.",
        (
            _kept("não existem para o processo"),
            _weaker("quem adivinha um caminho vê se existe, o tamanho e a data (stat)"),
            _broken("tudo é visível"),
        ),
    ),
    Promise(
        "outros processos",
        "Nenhum outro processo é visto, lido ou perturbado.",
        (
            _kept("namespaces de processos e de IPC; ptrace é negado"),
            _weaker(
                "sinais, memória e prioridades são negados (antes do Linux 6.12, sinais só pelo "
                "seccomp); mas dá para saber que números de processo existem"
            ),
            _broken("os da mesma conta podem ser vistos, lidos e encerrados"),
        ),
    ),
    Promise(
        "sem sobras",
        "Nada fica depois da correção.",
        (
            _kept("processos e rascunho somem com os namespaces"),
            _kept("o guardião encerra todos os descendentes e a pasta de rascunho é apagada"),
            _weaker("igual, se o código do aluno não encerrar o guardião nem escrever fora"),
        ),
    ),
    Promise(
        "processos e memória",
        "Limites de tempo, CPU, memória e processos, impostos de fora.",
        (
            _kept("rlimits por processo; a soma da sessão é vigiada a cada 0,25 s"),
            _weaker(
                "igual; sem ser root, o limite de processos conta também os outros programas da "
                "conta, e por isso tem folga"
            ),
            _weaker("igual, se o código do aluno não encerrar quem vigia"),
        ),
    ),
    Promise(
        "disco",
        "Limites de tamanho do que se escreve.",
        (
            _kept("rascunho em memória, com no máximo 64 MB por pasta"),
            _weaker(
                "64 MB por arquivo e 128 MB na pasta de rascunho, conferidos a cada 0,25 s; "
                "arquivos apagados e ainda abertos escapam da conta"
            ),
            _broken("64 MB por arquivo, em qualquer lugar"),
        ),
    ),
    Promise(
        "mesmo resultado",
        "A mesma entrega dá o mesmo resultado, byte a byte.",
        (
            _kept("as pastas têm sempre o mesmo nome"),
            _weaker("o nome da pasta de rascunho muda, e aparece em quem o imprime"),
            _weaker("o nome da pasta de rascunho muda, e aparece em quem o imprime"),
        ),
    ),
    Promise(
        "caminhos do Colab",
        "Um notebook feito no Colab roda como lá.",
        (
            _kept("/content e /tmp existem e podem ser escritos"),
            _weaker("/content não existe; arquivos temporários vão para a pasta de rascunho"),
            _weaker("/content só existe se existir na máquina"),
        ),
    ),
)


def warnings(tier: str) -> list[str]:
    """The sentence that a record carries about the tier that graded it, if any is due."""
    index = TIERS.index(tier)
    parts = [
        f"{level}: {', '.join(shorts)}"
        for level in (Level.BROKEN, Level.WEAKER)
        if (shorts := [p.short for p in PROMISES if p.tiers[index].level is level])
    ]
    if not parts:
        return []
    return [f"Corrigida na camada de isolamento {tier}. {_capital('; '.join(parts))}. "
            "Veja docs/isolamento.md."]  # fmt: skip


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def table() -> Iterator[str]:
    """The lines of the Markdown table that the documentation shows."""
    yield f"| promessa | {' | '.join(f'`{tier}`' for tier in TIERS)} |"
    yield f"|:--|{':--|' * len(TIERS)}"
    for promise in PROMISES:
        cells = [f"**{kept.level}**: {kept.how}" for kept in promise.tiers]
        yield f"| *{promise.short}*: {promise.text} | {' | '.join(cells)} |"
