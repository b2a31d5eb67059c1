"""Submissions per minute: gabarito beside ``nbgrader autograde`` and ``otter run``.

Whole processes on the same made-up classes, one tool after the other, several rounds, so
that the machine's other work weighs on all. The slow tools get a sample of each class; what
the whole would take is then their start plus the time of one more submission, times the rest.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import cohort
import nbformat
from memory import Watch
from rich import box
from rich.console import Console
from rich.table import Table

from gabarito.channels.otter import student_notebook
from gabarito.channels.packages import PACKAGES
from gabarito.course.layout import CONFIG_FILE, Course, Lab
from gabarito.results.decimal_comma import decimal_comma

BIN = Path(sys.executable).parent
HERE = Path(__file__).parent
WORKERS, FLOOR_SAMPLE = 2, 12
GABARITO, NBGRADER, OTTER, FLOOR = "gabarito grade", "nbgrader autograde", "otter run", "piso"
EVERYTHING = "tudo: gabarito grade, todas as células"
FLOOR_OF_ALL = "piso-de-tudo: todas as células, desenhadas"


@dataclass
class Measured:
    """What one tool took on one lab: medians over the rounds, in seconds.

    Attributes:
        start: what a run takes whatever its size; zero where each has its own process.
        each: one more submission.
        cpu: of processor, for one more submission.
        peak: bytes, of the whole process tree; for gabarito only.
        growth: see :meth:`memory.Watch.growth`.
    """

    start: float
    each: float
    cpu: float
    peak: int = 0
    growth: float | None = None
    runs: list[Any] = field(default_factory=list)

    def total(self, submissions: int) -> float:
        """Seconds for a class of that size."""
        return self.start + submissions * self.each


def main() -> None:
    """Run the comparison, print it and write it."""
    asked = _arguments()
    course = Course.at(Path.cwd())
    with tempfile.TemporaryDirectory(prefix="gabarito-bench-") as scratch:
        labs = [course.lab(name) for name in asked.labs or course.lab_names()]
        bench, found = Bench(labs, Path(scratch), asked), {}
        for lab in bench.labs:
            found[lab.name] = bench.measure(lab)
            plain = _write(found, asked)
    _show(found, asked)
    print("\n".join(["", *ratios(plain)]))


def _write(found: dict[str, dict[str, Measured]], asked: argparse.Namespace) -> dict[str, Any]:
    """What was measured so far, as it is written down: a lab takes minutes."""
    plain = {
        lab: {tool: asdict(measured) for tool, measured in tools.items()}
        for lab, tools in found.items()
    }
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    content = {"submissions": asked.submissions, "workers": WORKERS, "labs": plain}
    asked.json.write_text(json.dumps(content, indent=1) + "\n")
    return plain


class Bench:
    """The classes, and how each tool is run on them."""

    def __init__(self, labs: Sequence[Lab], scratch: Path, asked: argparse.Namespace) -> None:
        self.asked, self.scratch = asked, scratch
        self.labs = cohort.prepare(labs, scratch / "curso", asked.submissions, asked.perfect)
        self.tools = {
            GABARITO: self._gabarito,
            EVERYTHING: self._everything,
            NBGRADER: self._nbgrader,
            OTTER: self._otter,
            FLOOR: self._floor,
            FLOOR_OF_ALL: lambda lab: self._floor(lab, "--all"),
        }
        if NBGRADER in asked.tools:
            self.plain = cohort.plain_nbgrader(self.labs, scratch / "puro", asked.sample)
            for lab in self.labs:
                _run([BIN / "nbgrader", "generate_assignment", lab.name], self.plain)
        if OTTER in asked.tools:
            self.zips = {
                lab.name: PACKAGES["gradescope", "otter"].write(lab, scratch) for lab in self.labs
            }

    def measure(self, lab: Lab) -> dict[str, Measured]:
        """Every tool on one lab, in turns."""
        rounds: dict[str, list[Measured]] = {tool: [] for tool in self.asked.tools}
        for _ in range(self.asked.rounds):
            for tool, runs in rounds.items():
                runs.append(self.tools[tool](lab))
                print(f"{lab.name}: {tool}: {runs[-1]}", file=sys.stderr)
        return {tool: _median(runs) for tool, runs in rounds.items()}

    def _everything(self, lab: Lab) -> Measured:
        """The same class, with every cell that is no demonstration run."""
        config = lab.course.root / CONFIG_FILE
        before = config.read_text("utf-8")
        config.write_text(f'{before}\nc.Gabarito.execute = "all"\n', "utf-8")
        try:
            return self._gabarito(lab)
        finally:
            config.write_text(before, "utf-8")

    def _gabarito(self, lab: Lab) -> Measured:
        command = [BIN / "python", "-m", "gabarito", "grade", lab.name, "--force"]
        command += ["--workers", str(WORKERS)]
        students = list(lab.course.submissions(lab))[: max(1, self.asked.submissions // 4)]
        some = [*command, *(f"--student={student}" for student in students)]
        _run(command, lab.course.root)  # what is kept for later runs is there in both below
        few, whole = _run(some, lab.course.root), _run(command, lab.course.root)
        memory = (whole[1].peak, whole[1].growth())
        return _linear(few, whole, (len(students), self.asked.submissions), *memory)

    def _nbgrader(self, lab: Lab) -> Measured:
        command = [BIN / "nbgrader", "autograde", lab.name, "--force"]
        notebooks = cohort.sample(lab, self.asked.sample)
        first = _run([*command, f"--student={notebooks[0].parts[-3]}"], self.plain)
        return _linear(first, _run(command, self.plain), (1, len(notebooks)))

    def _otter(self, lab: Lab) -> Measured:
        command = [BIN / "otter", "run", "-a", self.zips[lab.name], "-o", self.scratch]
        times = []
        for notebook in cohort.sample(lab, self.asked.sample):
            handed_in = student_notebook.convert(nbformat.read(notebook, as_version=4))
            nbformat.write(handed_in, self.scratch / "entrega.ipynb")
            seconds, watch = _run([*command, self.scratch / "entrega.ipynb"], self.scratch)
            times.append((seconds, watch.cpu_s))
        return _each(times)

    def _floor(self, lab: Lab, *options: str) -> Measured:
        notebooks = cohort.sample(lab, FLOOR_SAMPLE)
        command = [BIN / "python", HERE / "floor.py", *options]
        command += [lab.course.root, lab.name, *notebooks]
        process = subprocess.run(command, check=True, capture_output=True, env=_environment())
        return _each(json.loads(process.stdout))


def _each(times: Sequence[Sequence[float]]) -> Measured:
    """Means of pairs of seconds, on the wall and of processor, of processes that took one each."""
    wall, cpu = (statistics.mean(column) for column in zip(*times, strict=True))
    return Measured(0.0, wall, cpu, runs=list(times))


def _linear(
    few: tuple[float, Watch],
    whole: tuple[float, Watch],
    sizes: tuple[int, int],
    peak: int = 0,
    growth: float | None = None,
) -> Measured:
    """Start and slope from a run with a few submissions and a run with all.

    The few are so many that every worker begins in both runs: what that takes is of the start.
    """
    more = sizes[1] - sizes[0]
    each = (whole[0] - few[0]) / more
    cpu = (whole[1].cpu_s - few[1].cpu_s) / more
    runs = [(seconds, watch.cpu_s) for seconds, watch in (few, whole)]
    return Measured(whole[0] - sizes[1] * each, each, cpu, peak, growth, runs)


def _median(runs: Sequence[Measured]) -> Measured:
    growth = [run.growth for run in runs if run.growth is not None]
    return Measured(
        statistics.median(run.start for run in runs),
        statistics.median(run.each for run in runs),
        statistics.median(run.cpu for run in runs),
        max(run.peak for run in runs),
        statistics.median(growth) if growth else None,
        [run.runs for run in runs],
    )


def _run(command: Sequence[str | Path], root: Path) -> tuple[float, Watch]:
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment()
    )
    with Watch(process.pid) as watch:
        code = process.wait()
    seconds = time.perf_counter() - start
    if code:
        raise SystemExit(f"{' '.join(map(str, command))}: saída {code}")
    return seconds, watch


def _environment() -> dict[str, str]:
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    backend = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    return {**os.environ, **threads, **backend, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


# --- showing -------------------------------------------------------------------------


def _show(found: dict[str, dict[str, Measured]], asked: argparse.Namespace) -> None:
    size = asked.submissions
    whose = "certas" if asked.perfect else "de turma"
    title = f"{size} entregas {whose} por lab, gabarito com {WORKERS} processos isolados"
    people = sys.stdout.isatty()
    table = Table(title=title, box=box.HEAVY_HEAD if people else box.MARKDOWN)
    for name in (
        "lab",
        "ferramenta",
        "partida (s)",
        "por entrega (s)",
        "CPU (s)",
        "turma (s)",
        "por minuto",
    ):
        words = name in ("lab", "ferramenta")
        table.add_column(name, justify="left" if words else "right", no_wrap=True)
    table.add_column("vezes mais lenta", justify="right", no_wrap=True)
    for lab, tools in found.items():
        _rows(table, lab, tools, size)
        if people:
            table.add_section()
    together = {
        tool: Measured(
            sum(tools[tool].start for tools in found.values()),
            sum(tools[tool].each for tools in found.values()),
            sum(tools[tool].cpu for tools in found.values()),
        )
        for tool in asked.tools
    }
    _rows(table, "todos", together, size, labs=len(found))
    console = Console(width=None if people else 200)
    console.print(table)
    _notes(console, found, asked)


RATIOS = {
    f"{NBGRADER}, vezes": (NBGRADER, GABARITO, "each"),
    f"{OTTER}, vezes": (OTTER, GABARITO, "each"),
    "executando tudo: nbgrader, vezes": (NBGRADER, EVERYTHING, "each"),
    "processador, vezes o piso": (GABARITO, FLOOR, "cpu"),
    "executando tudo, vezes o piso": (EVERYTHING, FLOOR_OF_ALL, "cpu"),
}
"""Columns of the table that the README shows: what is divided by what, for one more submission."""


def ratios(found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterator[str]:
    """Lines of that table.

    Args:
        found: as in the JSON file: lab, tool, what was measured.
    """
    yield f"| lab | segundos por entrega | {' | '.join(RATIOS)} |"
    yield "|:--|--:|" + "--:|" * len(RATIOS)
    for lab, tools in found.items():
        cells = [decimal_comma(tools[GABARITO]["each"], ".2f")]
        for upper, lower, what in RATIOS.values():
            there = upper in tools and lower in tools
            ratio = tools[upper][what] / tools[lower][what] if there else 0.0
            cells.append(decimal_comma(ratio, ".0f" if ratio > 10 else ".1f") if there else "—")
        yield f"| `{lab}` | {' | '.join(cells)} |"


def _rows(
    table: Table, lab: str, tools: dict[str, Measured], size: int, labs: int = 1
) -> None:  # fmt: skip
    ours = tools[GABARITO].total(size) if GABARITO in tools else None
    for tool, measured in tools.items():
        seconds = measured.total(size)
        table.add_row(
            lab,
            tool,
            decimal_comma(measured.start, ".1f"),
            decimal_comma(measured.each / labs, ".3f"),
            decimal_comma(measured.cpu / labs, ".3f"),
            decimal_comma(seconds, ".1f"),
            decimal_comma(60 * size * labs / seconds, ".1f"),
            decimal_comma(seconds / ours, ".1f") if ours else "",
        )


def _notes(
    console: Console, found: dict[str, dict[str, Measured]], asked: argparse.Namespace
) -> None:  # fmt: skip
    console.print(
        f"Medianas de {asked.rounds} rodada(s). nbgrader e otter corrigiram só {asked.sample} "
        "entregas de cada lab; a turma deles é a partida mais o tempo por entrega vezes as "
        f"entregas. O piso são {FLOOR_SAMPLE} entregas: um processo quente, um fork para cada uma, "
        "as células das respostas e todas as verificações, sem isolamento; o de tudo executa e "
        "desenha também as outras células. CPU é por entrega; "
        "vezes, quanto a turma demora a mais que com o gabarito."
    )
    for lab, tools in found.items():
        ours = tools.get(GABARITO)
        if ours and ours.peak:
            grown = ""
            if ours.growth is not None:
                grown = f", do começo ao fim ×{decimal_comma(ours.growth, '.2f')}"
            console.print(f"Memória em {lab}: pico de {ours.peak / 2**20:.0f} MB{grown}.")


def _arguments() -> argparse.Namespace:
    tools = [GABARITO, EVERYTHING, NBGRADER, OTTER, FLOOR, FLOOR_OF_ALL]
    names = {tool.split()[0].rstrip(":"): tool for tool in tools}
    parser = argparse.ArgumentParser(description="Entregas por minuto, ferramenta a ferramenta.")
    parser.add_argument("--labs", nargs="+", metavar="LAB", help="o padrão são todos")
    parser.add_argument(
        "--submissions", type=int, default=40, metavar="N", help="turma de cada lab; 8 ou mais"
    )
    parser.add_argument(
        "--perfect", action="store_true", help="todos entregam a resposta da referência"
    )
    parser.add_argument(
        "--sample", type=int, default=4, metavar="N", help="para nbgrader e otter; 2 ou mais"
    )
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--tools", nargs="+", choices=names, default=list(names))
    parser.add_argument("--json", type=Path, default=Path("build/throughput.json"))
    asked = parser.parse_args()
    asked.tools = [names[name] for name in asked.tools]
    return asked


if __name__ == "__main__":
    main()
