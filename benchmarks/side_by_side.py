"""The same class graded in several ways by turns: workers of a cluster, gradebooks.

Each round grades a copy of one class in every way, one after the other: a machine that becomes
slower meanwhile becomes so for all of them.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cohort
from scale import Run
from scale_page import Measured, head, row, said

from gabarito.course.layout import Course, Lab

sys.path.append(str(Path(__file__).parents[1] / "tests" / "kit"))
import postgres_server  # the server that the tests start

COLUMNS = ("como", "por minuto", "de … a …", "em relação ao primeiro", "caderno de notas")


@dataclass
class Way:
    """One way of grading a class.

    Attributes:
        dask: address of a cluster; processes of this machine when None.
        postgres: whether the gradebook is there, and not a file.
        measured: a class for each round.
    """

    name: str
    workers: int = 2
    dask: str | None = None
    postgres: bool = False
    measured: list[Measured] = field(default_factory=list)

    @property
    def speeds(self) -> list[float]:
        """Submissions a minute, from the first grade on, round by round."""
        return [one.per_minute for one in self.measured]


def main() -> None:
    """Grade, and print what came of it."""
    asked = _arguments()
    course = Course.at(Path.cwd())
    lab = course.lab(asked.lab or course.lab_names()[0])
    ways = [Way(address, dask=address) for address in asked.dask]
    if asked.db:
        ways += [Way("SQLite"), Way("PostgreSQL", postgres=True)]
    with tempfile.TemporaryDirectory(prefix="gabarito-bench-") as scratch, _server(ways) as server:
        (prepared,) = cohort.prepare([lab], Path(scratch, "curso"), asked.submissions, False)
        for number in range(asked.rounds):
            for way in ways:
                way.measured.append(_graded(prepared, way, Path(scratch, "copia"), server))
                print(f"{number + 1}: {way.name}: {way.speeds[-1]:.0f}/min", file=sys.stderr)
    print("\n".join(_table(ways)))


@contextlib.contextmanager
def _server(ways: list[Way]) -> Iterator[str]:
    if not any(way.postgres for way in ways):
        yield ""
    elif postgres_server.programs() is None:
        sys.exit("Não há um servidor PostgreSQL nesta máquina: instale o pacote postgresql.")
    else:
        with postgres_server.running(durable=True) as folder:
            yield folder


def _graded(prepared: Lab, way: Way, folder: Path, server: str) -> Measured:
    """Grade a copy of the class, which is then removed."""
    shutil.copytree(prepared.course.root, folder)
    try:
        twin = Course.at(folder).lab(prepared.name)
        url = postgres_server.new_database(server) if way.postgres else None
        asked = argparse.Namespace(dask=way.dask, workers=way.workers, db=url)
        return Run(twin, asked).measure(len(twin.course.submissions(twin)))
    finally:
        shutil.rmtree(folder)


def _table(ways: list[Way]) -> Iterator[str]:
    yield from head(COLUMNS)
    first = statistics.median(ways[0].speeds)
    for way in ways:
        median = statistics.median(way.speeds)
        share = statistics.median(one.database for one in way.measured)
        yield row(
            way.name, said(median, 0), f"{said(min(way.speeds), 0)} a {said(max(way.speeds), 0)}",
            f"{said(median / first, 2)} ×", f"{said(100 * share)} %",
        )  # fmt: skip


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Corrige a mesma turma de vários modos, e compara."
    )
    parser.add_argument("--lab", help="o primeiro do curso, se nada se diz")
    parser.add_argument("--submissions", type=int, default=500, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--dask", nargs="*", default=["local:1", "local:2"], metavar="URL")
    parser.add_argument("--db", action="store_true", help="SQLite e PostgreSQL também")
    return parser.parse_args()


if __name__ == "__main__":
    main()
