"""Small pictures of numbers that differ, as coordinates and words for a template to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gabarito.pages import messages
from gabarito.results.decimal_comma import decimal_comma
from gabarito.results.difference import Difference, Window

_LETTER, _ROW, _GAP = 7.0, 26, 12
"""Width of a figure, height of a row, and room beside a number, in CSS pixels."""

_FULL = 0.75
"""Opacity of the strongest colour: the number on it has to stay legible in both themes."""

_WIDE, _HIGH = 320, 150
"""Of the plot of a line, without its margins."""

_MARGIN, _BESIDE = 14, 52
"""About it, and on its left, where the largest and the smallest number stand."""


@dataclass(frozen=True)
class Cell:
    """One number of a matrix: where, as written, its sign and how strong its colour is."""

    x: float
    y: float
    said: str
    sign: str
    strength: str
    wrong: bool


@dataclass(frozen=True)
class Panel:
    """A matrix as coloured cells; all of a size.

    Attributes:
        spoken: what it shows, for who does not see it.
        frame: about a part of it, left, top, width and height; None where there is none.
    """

    title: str
    spoken: str
    cells: list[Cell]
    cell_width: float
    width: float
    height: float
    cell_height: int = _ROW
    frame: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Line:
    """Two rows of points in one plot: as of SVG's ``points``, and the wrong points' places."""

    spoken: str
    got: str
    want: str
    wrong: list[tuple[str, str]]
    highest: str
    lowest: str
    last: int
    left: int = _BESIDE
    width: int = _BESIDE + _WIDE + _MARGIN
    height: int = _HIGH + 2 * _MARGIN


@dataclass(frozen=True)
class WindowPicture:
    """What one value reads: the matrix with a frame about the window, then the weights."""

    place: str
    panels: list[Panel]


@dataclass(frozen=True)
class Picture:
    """Either three panels or a line; beside panels, what the first wrong value reads."""

    name: str
    panels: list[Panel]
    line: Line | None
    window: WindowPicture | None = None


def of(found: Difference) -> Picture:
    """The picture of numbers that differ: a plot of an array with one axis, or heat maps."""
    if found.line:
        return Picture(found.name, [], _line(found))
    window = _window(found.window) if found.window else None
    return Picture(found.name, _panels(found), None, window)


# --- matrices ------------------------------------------------------------------------


def _panels(found: Difference) -> list[Panel]:
    off = [
        [one - other for one, other in zip(*rows, strict=True)]
        for rows in zip(found.got, found.want, strict=True)
    ]
    scale, wrong = _strongest(found.got, found.want), set(found.wrong)
    return [
        _panel(title, rows, strongest, marked, found.name)
        for title, rows, strongest, marked in (
            (messages.OBTAINED, found.got, scale, wrong),
            (messages.EXPECTED, found.want, scale, set[int]()),
            (messages.OFF, off, _strongest(off), wrong),
        )
    ]


def _window(found: Window) -> WindowPicture:
    (top, bottom), (left, right) = found.rows, found.columns
    place = f"[{', '.join(map(str, found.place))}]"
    name = messages.READ_BY.format(place=place, rows=f"{top}:{bottom}", columns=f"{left}:{right}")
    read = _panel(messages.READ, found.values, _strongest(found.values), set(), name)
    width, height = read.cell_width, read.cell_height
    frame = (width * left, height * top, width * (right - left), height * (bottom - top))
    panels = [replace(read, frame=frame)]
    if found.weights:
        scale = _strongest(found.weights)
        panels.append(_panel(messages.TIMES, found.weights, scale, set(), place))
    return WindowPicture(place, panels)


def _strongest(*matrices: Sequence[Sequence[float]]) -> float:
    return max(abs(number) for rows in matrices for row in rows for number in row)


def _panel(
    title: str, rows: Sequence[Sequence[float]], scale: float, wrong: set[int], name: str
) -> Panel:
    written = [[_said(number) for number in row] for row in rows]
    width = _LETTER * max(len(said) for row in written for said in row) + _GAP
    cells = [
        Cell(
            x=column * width,
            y=line * _ROW,
            said=written[line][column],
            sign="negative" if number < 0 else "positive",
            strength=f"{_FULL * abs(number) / (scale or 1.0):.2f}",
            wrong=line * len(row) + column in wrong,
        )
        for line, row in enumerate(rows)
        for column, number in enumerate(row)
    ]
    spoken = messages.MATRIX.format(
        name=name, title=title, rows="; ".join(" ".join(row) for row in written)
    )
    return Panel(title, spoken, cells, width, width * len(rows[0]), _ROW * len(rows))


def _said(number: float) -> str:
    return decimal_comma(number or 0.0, ".3g").replace("-", "−")


# --- lines ---------------------------------------------------------------------------


def _line(found: Difference) -> Line:
    (got,), (want,) = found.got, found.want
    lowest, highest = min(*got, *want), max(*got, *want)

    def place(number: int, value: float) -> tuple[str, str]:
        x = _BESIDE + _WIDE * number / (len(want) - 1)
        y = _MARGIN + _HIGH * (highest - value) / (highest - lowest)
        return f"{x:.1f}", f"{y:.1f}"

    def points(values: Sequence[float]) -> str:
        return " ".join(",".join(place(number, value)) for number, value in enumerate(values))

    first = found.wrong[0]
    return Line(
        spoken=messages.CURVES.format(
            name=found.name, count=len(want), wrong=len(found.wrong), first=first,
            got=_said(got[first]), want=_said(want[first]),
        ),
        got=points(got), want=points(want),
        wrong=[place(number, got[number]) for number in found.wrong],
        highest=_said(highest), lowest=_said(lowest), last=len(want) - 1,
    )  # fmt: skip
