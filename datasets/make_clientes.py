"""Makes up the ten clients of a sales site that stand in for the real ``Data.csv``.

The real table has no licence to be handed on, so a release ships this one instead: same
header, ten rows, three countries, one client without an age, another without a salary.
Everything comes from one seed, so the committed file can always be made again::

    python datasets/make_clientes.py [--out PASTA] [--seed N]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

NAME = "Data.csv"
HEADER = "Country,Age,Salary,Purchased"
COUNTRIES = ("Brazil", "Chile", "Peru")
CLIENTS = 10
# Chosen because here the gaps fall into the training part of the lab's split, as in the real
# table, and each country has both buyers and non-buyers.
SEED = 10


def clients(seed: int) -> list[tuple[str, str, str, str]]:
    """One row per client, as text; a missing number is an empty field."""
    rng = np.random.default_rng(seed)
    countries = rng.permutation(np.resize(COUNTRIES, CLIENTS))
    ages = rng.choice(np.arange(24, 60), CLIENTS, replace=False)
    salaries = 1000 * (22 + ages + rng.integers(-6, 7, CLIENTS))
    bought = rng.permutation(np.resize(["No", "Yes"], CLIENTS))
    no_age, no_salary = rng.choice(CLIENTS, 2, replace=False)
    return [
        (
            str(countries[i]),
            "" if i == no_age else str(ages[i]),
            "" if i == no_salary else str(salaries[i]),
            str(bought[i]),
        )
        for i in range(CLIENTS)
    ]


def make(out: Path, seed: int = SEED) -> Path:
    """Writes the table into ``out`` (made if missing) and returns its path."""
    out.mkdir(parents=True, exist_ok=True)
    lines = [HEADER, *(",".join(row) for row in clients(seed))]
    path = out / NAME
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Inventa a tabela de clientes do Lab 3, Parte 2.")
    default = Path(__file__).resolve().parent / "synthetic"
    parser.add_argument("--out", type=Path, default=default, help="pasta de saída")
    parser.add_argument("--seed", type=int, default=SEED, help="semente do sorteio")
    options = parser.parse_args()
    path = make(options.out, options.seed)
    print(f"{path} ({path.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
