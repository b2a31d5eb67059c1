"""What was measured of large classes, as a page of the guide, and what follows from it on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gabarito.results.decimal_comma import decimal_comma

ON_PAPER, MACHINES, CORES = 100_000, (1, 2, 4, 8, 16, 32), 8
NETWORK = 125e6
"""Bytes a second of a common network, one gigabit."""


PAGE = """\
# Em escala

Turmas inventadas do lab `{lab}` (respostas certas, erros conhecidos, em branco, que derrubam o
Python), corrigidas de uma vez com {workers} trabalhadores nesta mesma máquina:

{table}

p50, p95 e p99 são o que uma entrega toma de um trabalhador; o caderno de notas, a parte do tempo em
que se lê ou grava nele.

![Entregas corrigidas e memória ao longo do tempo](escala.svg)

## No papel: {many} entregas

Do que foi medido: cada trabalhador a mais divide o tempo, até que o coordenador (que lê as
entregas, escreve o diário, grava no caderno: {coordinator} ms por entrega) ou a rede dele
({kilobytes} KB por entrega, ida e volta) não dê conta. Com máquinas de {cores} núcleos, por
`--dask` ([várias máquinas](correcao.md)):

{paper}

O coordenador basta para até {enough} trabalhadores. O agendador do Dask, com uma mensagem a cada
vinte entregas, não chega a contar; disco comum não há: cada trabalhador recebe o lab uma vez e
guarda uma cópia.
"""


@dataclass
class Measured:
    """One class.

    Attributes:
        failures: submissions without a record.
        seconds: all of it; `start` until the first grade.
        per_minute: submissions, between the first grade and the last.
        p50, p95, p99: seconds that a submission takes its worker.
        cpu: of processor for a submission, all processes together.
        coordinator: the same, of the coordinator alone: what no other machine takes from it.
        database: the gradebook's share of the time, 0 to 1.
        peak: bytes of memory, all processes together.
        growth: memory at the end over that after the first thousand.
        bytes: of a submission on its way to a cluster.
        line: seconds, submissions done, bytes of memory.
    """

    submissions: int
    failures: int
    seconds: float
    start: float
    per_minute: float
    p50: float
    p95: float
    p99: float
    cpu: float
    coordinator: float
    database: float
    peak: int
    growth: float
    bytes: float
    line: list[tuple[float, int, int]]


def write(found: list[Measured], workers: int, lab: str, path: Path) -> None:
    """Write the page, and the figure beside it.

    Args:
        workers: that there were.
    """
    _draw(found, path.with_suffix(".svg"))
    path.write_text(_page(found, workers, lab), encoding="utf-8")


def _limits(one: Measured, workers: int, judges: int) -> dict[str, float]:
    """Seconds for one more submission with so many workers, by what takes them."""
    return {
        "os trabalhadores": 60 * judges / one.per_minute / workers,
        "o coordenador": one.coordinator,
        "a rede": one.bytes / NETWORK,
    }


def seconds_on_paper(one: Measured, submissions: int, workers: int, judges: int) -> float:
    """What it takes with so many workers: the slowest of all that must be done decides.

    Args:
        judges: the workers that were measured.
    """
    return one.start + submissions * max(_limits(one, workers, judges).values())


COLUMNS = (
    "entregas", "por minuto", "até a primeira nota", "p50", "p95", "p99", "processador por entrega",
    "caderno de notas", "memória, pico", "memória, fim/começo",
)  # fmt: skip
ON_MACHINES = ("máquinas", "trabalhadores", "horas", "horas de núcleo", "o que limita")


def table(found: list[Measured]) -> Iterator[str]:
    """Lines of a Markdown table of what was measured."""
    yield from head(COLUMNS)
    for one in found:
        seconds = (one.p50, one.p95, one.p99, one.cpu)
        yield row(
            str(one.submissions), said(one.per_minute, 0), f"{said(one.start)} s",
            *(f"{said(each, 2)} s" for each in seconds), f"{said(100 * one.database)} %",
            f"{said(one.peak / 2**20, 0)} MB", said(one.growth, 2),
        )  # fmt: skip


def on_paper(one: Measured, judges: int) -> Iterator[str]:
    """Lines of one of what follows for many submissions on many machines.

    Args:
        judges: the workers that were measured.
    """
    yield from head(ON_MACHINES)
    for machines in MACHINES:
        workers = machines * CORES
        hours = seconds_on_paper(one, ON_PAPER, workers, judges) / 3600
        limits = _limits(one, workers, judges)
        slowest = max(limits, key=lambda name: limits[name])
        yield row(str(machines), str(workers), said(hours, 2), said(hours * workers), slowest)


def head(columns: tuple[str, ...]) -> Iterator[str]:
    """The first two lines of a Markdown table."""
    yield row(*columns)
    yield f"|{'--:|' * len(columns)}"


def row(*cells: str) -> str:
    """A line of one."""
    return f"| {' | '.join(cells)} |"


def _page(found: list[Measured], workers: int, lab: str) -> str:
    last = found[-1]
    return PAGE.format(
        lab=lab, workers=workers, table="\n".join(table(found)), cores=CORES,
        many=ON_PAPER, paper="\n".join(on_paper(last, workers)),
        coordinator=said(1000 * last.coordinator), kilobytes=said(last.bytes / 1024, 0),
        enough=int(60 * workers / last.per_minute / last.coordinator),
    )  # fmt: skip


def said(number: float, digits: int = 1) -> str:
    """A number as Portuguese writes it."""
    return decimal_comma(round(number, digits)) if digits else str(round(number))


def _draw(found: list[Measured], path: Path) -> None:
    """Submissions done, and memory, over time; one line for each class."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams |= {"svg.hashsalt": "gabarito", "svg.fonttype": "none"}
    from matplotlib import pyplot

    figure, (done, size) = pyplot.subplots(2, sharex=True, figsize=(7, 5), layout="constrained")
    for one in found:
        times = [point[0] / 60 for point in one.line]
        done.plot(times, [point[1] for point in one.line], label=f"{one.submissions} entregas")
        size.plot(times, [point[2] / 2**20 for point in one.line])
    done.set_ylabel("corrigidas")
    done.legend()
    size.set_ylabel("memória (MB)")
    size.set_ylim(bottom=0)
    size.set_xlabel("minutos")
    size.xaxis.set_major_formatter(lambda value, _: decimal_comma(value, ".3g"))
    figure.savefig(path, metadata={"Date": None})
