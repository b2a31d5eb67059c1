"""The training helpers that students import: progress bar, guard, cost curve."""

import io

import numpy as np
import pytest
from progresso import FaltaCompletar, acompanhe, compare_custos, exige


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
    assert "custo 0.500000" in text


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
    assert ("custo 0.250000" in text) == (cost is not None)


def test_bar_closes_its_line_when_training_fails():
    output = io.StringIO()
    bar = acompanhe(range(10), saida=output)
    next(bar)
    bar.close()
    assert output.getvalue().endswith("\n")


@pytest.mark.parametrize("result", [None, (1, None), {"W1": None}, [((1, None), 2)]])
def test_guard_names_the_unfinished_function(result):
    def custo():
        return result

    with pytest.raises(FaltaCompletar, match="`custo`"):
        exige(custo)()


def test_guard_turns_a_none_on_the_way_into_one_sentence():
    def linear_forward():
        return None + 1

    def L_modelo_forward():
        return linear_forward()

    with pytest.raises(FaltaCompletar, match="parou em `linear_forward`") as caught:
        exige(L_modelo_forward)()
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_guard_refuses_data_of_an_unfinished_exercise():
    def L_layer_modelo(X, parametros=None):
        return X

    with pytest.raises(FaltaCompletar, match="`L_layer_modelo` recebeu None"):
        exige(L_layer_modelo)(None)
    assert exige(L_layer_modelo)(1, parametros=None) == 1


def test_guard_sees_none_behind_another_error():
    def linear_ativacao_backward(dA):
        raise ValueError("dA tem formato ()")

    def L_modelo_backward():
        return linear_ativacao_backward(None)

    with pytest.raises(FaltaCompletar, match="parou em `linear_ativacao_backward`"):
        exige(L_modelo_backward)()


def test_guard_explains_a_function_replaced_by_a_number():
    with pytest.raises(FaltaCompletar, match="float"):
        exige(0.28)


@pytest.mark.parametrize("error", [TypeError("outra coisa"), ValueError("formatos")])
def test_guard_lets_other_errors_through(error):
    def custo():
        raise error

    with pytest.raises(type(error)) as caught:
        exige(custo)()
    assert caught.value is error


def test_guard_returns_the_result_untouched():
    array = np.ones(3)
    assert exige(lambda x, y=0: (x, y))(array, y=2) == (array, 2)


def test_curves_are_drawn_each_hundred_iterations():
    fig = compare_custos({"a": [0.7, 0.5, 0.3], "b": [0.7, np.array([[0.6]]), None]}, 0.0075)
    first, second = fig.axes[0].lines
    assert list(first.get_xdata()) == [0, 100, 200]
    assert list(second.get_ydata())[:2] == [0.7, 0.6]
    assert "0,0075" in fig.axes[0].get_title()
