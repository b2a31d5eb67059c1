"""The training helpers that students import: progress bar, cost curve."""

import io

import numpy as np
import progresso
import pytest
from progresso import acompanhe, compare_custos, milhar


def walk(steps, costs=None, **options):
    """What the bar writes while walking `steps`, and the steps that came through."""
    output = io.StringIO()
    passed = list(acompanhe(steps, costs, saida=output, **options))
    return output.getvalue(), passed


def test_bar_yields_every_step_and_ends_its_line():
    text, passed = walk(range(7), [0.5])
    assert passed == list(range(7))
    assert text.endswith("\n")
    assert text.count("\n") == 1
    assert "100 %" in text
    assert "iteração 7/7" in text
    assert "custo 0,500000" in text


def test_thousands_have_a_space_from_ten_thousand_on():
    assert [milhar(n) for n in (0, 2500, 9999, 10_000, 1_234_567)] == [
        "0", "2500", "9999", "10 000", "1 234 567"
    ]  # fmt: skip
    text, _ = walk(range(30_000), intervalo=60)
    assert "iteração 30 000/30 000" in text


def test_iterations_on_the_axis_have_their_space_too():
    axis = compare_custos({"a": [0.7] * 31}, 0.3, a_cada=1000).axes[0].xaxis
    assert axis.get_major_formatter()(30_000) == "30 000"


def test_bar_is_silent_when_not_asked(capsys):
    assert walk(range(3), mostrar=False) == ("", [0, 1, 2])
    assert list(acompanhe(range(3), mostrar=False)) == [0, 1, 2]
    assert capsys.readouterr().out == ""


def test_bar_rewrites_its_line_and_says_what_is_left():
    text, _ = walk(range(4), intervalo=0)
    lines = text.split("\r")[1:]
    assert len(lines) == 5
    assert " 25 %" in lines[0]
    assert "faltam" in lines[0]
    assert len({len(line.rstrip("\n")) for line in lines}) == 1


def test_bar_is_throttled():
    text, _ = walk(range(5000), intervalo=60)
    assert text.count("\r") == 1


@pytest.mark.parametrize("cost", [None, 0.25, np.float64(0.25), np.array([[0.25]])])
def test_bar_takes_whatever_cost_the_student_kept(cost):
    text, _ = walk(range(2), [cost])
    assert ("custo 0,250000" in text) == (cost is not None)


def test_bar_closes_its_line_when_training_fails():
    output = io.StringIO()
    bar = acompanhe(range(10), saida=output)
    next(bar)
    bar.close()
    assert output.getvalue().endswith("\n")


def test_curves_are_drawn_each_hundred_iterations():
    fig = compare_custos({"a": [0.7, 0.5, 0.3], "b": [0.7, np.array([[0.6]]), None]}, 0.0075)
    first, second = fig.axes[0].lines
    assert list(first.get_xdata()) == [0, 100, 200]
    assert list(second.get_ydata())[:2] == [0.7, 0.6]
    assert "0,0075" in fig.axes[0].get_title()


def test_curves_are_named_to_who_does_not_see_them_where_there_are_several():
    one, two = (compare_custos({n: [0.7] for n in names}, 0.0075) for names in ("a", "ab"))
    alts = [fig._repr_mimebundle_()[1]["image/png"]["alt"] for fig in (one, two)]
    told = "O custo ao longo das iterações, taxa de aprendizado 0,0075"
    assert alts == [f"{told}.", f"{told}: a; b."]


def test_a_curve_that_nobody_sees_is_not_drawn(monkeypatch):
    """Training with print_custo=True is checked outside a notebook: a figure costs more than it."""
    monkeypatch.setattr("matplotlib.pyplot.subplots", None)
    progresso.desenhe_custo([0.7, 0.5], 0.0075)
