"""The visible checks on the typical slips, as a table: python tests/curso/slips_table.py."""

from __future__ import annotations

from slips import SLIPS
from test_slips import named, told


def row(lab: str) -> tuple[str, int, int, int]:
    """A lab, its slips, those whose cause is named, and those of which another one is told."""
    found = told(lab)
    right = [named(slip, printed) for slip, printed in found]
    other = [
        not right_one and "Causa provável" in printed
        for right_one, (_, printed) in zip(right, found, strict=True)
    ]
    return lab, len(found), sum(right), sum(other)


def main() -> None:
    """Print the table, with a last row for all labs."""
    rows = [row(lab) for lab in dict.fromkeys(slip.lab for slip in SLIPS)]
    print("| lab | deslizes | causa dita | outra causa |\n|:--|--:|--:|--:|")
    for lab, *numbers in [*rows, ("ao todo", *map(sum, list(zip(*rows, strict=True))[1:]))]:
        print(f"| {lab} | " + " | ".join(map(str, numbers)) + " |")


if __name__ == "__main__":
    main()
