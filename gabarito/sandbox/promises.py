"""Which promises each sandbox tier keeps, and how, in Portuguese for the professor: data only.

The one list that says so: the warning in a record and the table of ``docs/isolamento.md`` are
made from it (:meth:`gabarito.sandbox.tier.Tier.warnings`, :func:`gabarito.sandbox.tiers.table`).
A translation replaces the sentences of this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How well a tier keeps a promise."""

    KEPT = "cumprida"
    WEAKER = "mais fraca"
    BROKEN = "não cumprida"


@dataclass(frozen=True)
class Promise:
    """One promise.

    Attributes:
        short: a few words that name it in a warning.
        text: what is promised.
    """

    short: str
    text: str


@dataclass(frozen=True)
class Keeping:
    """How a tier keeps a promise."""

    level: Level
    how: str


Column = Mapping[Promise, Keeping]
"""How one tier keeps all promises."""


def _kept(how: str) -> Keeping:
    return Keeping(Level.KEPT, how)


def _weaker(how: str) -> Keeping:
    return Keeping(Level.WEAKER, how)


def _broken(how: str) -> Keeping:
    return Keeping(Level.BROKEN, how)


_ONE_PROCESS = (
    "um processo por questão, ou um só para as que não guardam nada de uma chamada para a outra, "
    "trocado a cada falha"
)

SECRECY = Promise(
    "segredo", "O processo do aluno nunca recebe valores esperados, verificações nem respostas."
)
ONLY_DATA = Promise("só dados", "O que volta do aluno é decodificado como dado, nunca executado.")
ISOLATED_FAULTS = Promise("falhas isoladas", "Uma falha custa uma verificação.")
NETWORK = Promise("rede", "Sem rede.")
FILE_CONTENTS = Promise(
    "conteúdo dos arquivos", "Nenhum arquivo fora da pasta de rascunho é lido ou escrito."
)
FILE_NAMES = Promise("nomes de arquivos", "Nada se sabe dos arquivos fora da pasta de rascunho.")
OTHER_PROCESSES = Promise("outros processos", "Nenhum outro processo é visto, lido ou perturbado.")
NO_LEFTOVERS = Promise("sem sobras", "Nada fica depois da correção.")
PROCESSES_AND_MEMORY = Promise(
    "processos e memória", "Limites de tempo, CPU, memória e processos, impostos de fora."
)
DISK = Promise("disco", "Limites de tamanho do que se escreve.")
SAME_RESULT = Promise("mesmo resultado", "A mesma entrega dá o mesmo resultado, byte a byte.")
COLAB_PATHS = Promise("caminhos do Colab", "Um notebook feito no Colab roda como lá.")

PROMISES = (
    SECRECY,
    ONLY_DATA,
    ISOLATED_FAULTS,
    NETWORK,
    FILE_CONTENTS,
    FILE_NAMES,
    OTHER_PROCESSES,
    NO_LEFTOVERS,
    PROCESSES_AND_MEMORY,
    DISK,
    SAME_RESULT,
    COLAB_PATHS,
)

NAMESPACES: Column = {
    SECRECY: _kept("só recebe entradas; os arquivos do curso não existem para ele"),
    ONLY_DATA: _kept("decodificador próprio, com limites de tamanho"),
    ISOLATED_FAULTS: _kept(f"{_ONE_PROCESS}; o namespace de processos leva tudo o que sobra"),
    NETWORK: _kept("namespace de rede vazio; abrir soquetes é negado pelo seccomp"),
    FILE_CONTENTS: _kept("só há o Python e os arquivos do lab, para leitura; o rascunho é memória"),
    FILE_NAMES: _kept("não existem para o processo"),
    OTHER_PROCESSES: _kept("namespaces de processos e de IPC; ptrace é negado"),
    NO_LEFTOVERS: _kept("processos e rascunho somem com os namespaces"),
    PROCESSES_AND_MEMORY: _kept("rlimits por processo; a soma da sessão é vigiada a cada 0,25 s"),
    DISK: _kept("rascunho em memória, com no máximo 64 MB por pasta"),
    SAME_RESULT: _kept("as pastas têm sempre o mesmo nome"),
    COLAB_PATHS: _kept("/content e /tmp existem e podem ser escritos"),
}
LANDLOCK: Column = {
    SECRECY: _kept(
        "só recebe entradas; o Landlock nega a leitura dos arquivos do curso e da memória dos "
        "outros processos"
    ),
    ONLY_DATA: _kept("decodificador próprio, com limites de tamanho"),
    ISOLATED_FAULTS: _kept(f"{_ONE_PROCESS}; um processo guardião encerra tudo o que sobra"),
    NETWORK: _kept("abrir soquetes é negado pelo seccomp, e o TCP também pelo Landlock"),
    FILE_CONTENTS: _kept(
        "o Landlock só deixa ler o Python, o sistema em /usr e os arquivos do lab; chmod, "
        "utime, xattr e flock são negados pelo seccomp"
    ),
    FILE_NAMES: _weaker("quem adivinha um caminho vê se existe, o tamanho e a data (stat)"),
    OTHER_PROCESSES: _weaker(
        "sinais, memória e prioridades são negados (antes do Linux 6.12, sinais só pelo "
        "seccomp); mas dá para saber que números de processo existem"
    ),
    NO_LEFTOVERS: _kept("o guardião encerra todos os descendentes e a pasta de rascunho é apagada"),
    PROCESSES_AND_MEMORY: _weaker(
        "igual; sem ser root, o limite de processos conta também os outros programas da conta, "
        "e por isso tem folga"
    ),
    DISK: _weaker(
        "64 MB por arquivo e 128 MB na pasta de rascunho, conferidos a cada 0,25 s; arquivos "
        "apagados e ainda abertos escapam da conta"
    ),
    SAME_RESULT: _weaker("o nome da pasta de rascunho muda, e aparece em quem o imprime"),
    COLAB_PATHS: _weaker("/content não existe; arquivos temporários vão para a pasta de rascunho"),
}
LIMITS: Column = {
    SECRECY: _broken("os arquivos do curso podem ser lidos do disco"),
    ONLY_DATA: _weaker("igual; mas o programa que corrige pode ser atacado por fora do canal"),
    ISOLATED_FAULTS: _weaker("igual, mas o código do aluno pode encerrar o guardião e a correção"),
    NETWORK: _broken("a rede fica aberta"),
    FILE_CONTENTS: _broken("lê e escreve o que a conta que corrige pode"),
    FILE_NAMES: _broken("tudo é visível"),
    OTHER_PROCESSES: _broken("os da mesma conta podem ser vistos, lidos e encerrados"),
    NO_LEFTOVERS: _weaker("igual, se o código do aluno não encerrar o guardião nem escrever fora"),
    PROCESSES_AND_MEMORY: _weaker("igual, se o código do aluno não encerrar quem vigia"),
    DISK: _broken("64 MB por arquivo, em qualquer lugar"),
    SAME_RESULT: _weaker("o nome da pasta de rascunho muda, e aparece em quem o imprime"),
    COLAB_PATHS: _weaker("/content só existe se existir na máquina"),
}
