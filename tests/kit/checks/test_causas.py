"""What the visible checks of a notebook say of why they fail: true of the example, or nothing."""

from __future__ import annotations

import json

import numpy as np
import pytest

from gabarito.checks import assert_close, assert_shape, causas, check, verificador

A = np.array([[1.0, 2.0, 4.0], [0.5, -3.0, 7.0]])
RIGHT = A @ A.T / 3


def run(answer, capsys, *, want=RIGHT, given=(A,), name="G"):
    """What a notebook prints of a check that wants `want` of `answer`."""

    @check(points=1, visible=True, hint="Pense.")
    def test_exemplo(gram):
        """O exemplo confere."""
        assert_close(gram(*given), want, name=name)

    verificador.run_checks("gram", [test_exemplo], {"gram": answer})
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda X: X @ X.T, "multiplicado por 3, que é o número de colunas de X"),
        (lambda X: X @ X.T / 9, "dividido por 3, que é o número de colunas de X"),
        (lambda X: 0.7 * (X @ X.T / 3), "G é 0,7 vezes o esperado em todas as posições"),
        (lambda X: -X @ X.T / 3, "G está com o sinal trocado"),
        (lambda X: X @ X.T / 3 + 0.25, "G passa do esperado em 0,25 em todas as posições"),
        (lambda X: (X @ X.T / 3).ravel(), "só o formato é outro: é (4,), e o pedido é (2, 2)"),
        (lambda X: (X @ X.T / 3)[::-1], "as linhas de G conferem, mas em outra ordem"),
        (lambda X: (X @ X.T / 3)[:, ::-1], "as colunas de G conferem, mas em outra ordem"),
        (
            lambda X: np.zeros((2, 2)),
            "G só tem zeros: ou a conta não chegou a ser guardada ali, ou dá zero em toda parte.",
        ),
        (lambda X: X @ X.T / 0, "G tem nan ou inf"),
        (lambda X: np.zeros((3, 3)), "nos eixos 0 e 1, G tem 1 a mais do que o pedido"),
        (lambda X: np.dot(X, X), "no produto de (2,3) por (2,3), o primeiro tem 3 colunas"),
        (lambda X: X + X.T, "junta formatos que não se encaixam: (2,3) (3,2)"),
        (lambda X: X[:, 3], "pediu-se a posição 3 do eixo 1, que só tem 3"),
        (lambda X: X[0, 0, 0], "há 3 índices para um array de 2 eixo(s)"),
        (lambda X: X.reshape(4, 2), "6 números não cabem exatamente no formato (4,2)"),
        (lambda X: np.zeros(3 / 1), "precisa de números inteiros"),
        (lambda X: X(2), "há parênteses logo depois de um array"),
    ],
)
def test_what_holds_between_the_two_values_is_said_in_the_place_of_the_hint(answer, said, capsys):
    printed = run(answer, capsys)
    assert said in printed
    assert "Dica" not in printed


def test_a_mask_of_zeros_marks_nothing(capsys):
    mask = (A.max() == A) * 1.0
    printed = run(lambda X: np.argmax(X) == X, capsys, want=mask)
    assert "Repare: G só tem zeros: nenhuma posição foi marcada." in printed


def test_of_one_number_only_the_sign_is_told(capsys):
    printed = run(lambda X: -X.sum(), capsys, want=A.sum())
    assert "Repare: G está com o sinal trocado.\n" in printed


def test_of_a_line_with_parentheses_only_the_shapes_are_said_in_portuguese():
    message = (
        "ValueError: operands could not be broadcast together with shapes (3,2) (1,3) . Foi na "
        "linha 30 da sua célula, «dW2 = np.dot(dZ2, A1.T) / m»."
    )
    assert causas.in_portuguese(message) == (
        "Em português: a conta elemento a elemento junta formatos que não se encaixam: (3,2) (1,3)."
    )


@pytest.mark.parametrize(
    "answer",
    [
        lambda X: X @ X.T / 3 + np.eye(2),
        lambda X: np.array([[1.0, 2.0], [3.0, 4.0]]),
        lambda X: np.ones((2, 5)),
        lambda X: X @ X.T / 3 * np.array([[1.0], [2.0]]),
    ],
)
def test_where_nothing_holds_the_hint_stays(answer, capsys):
    printed = run(answer, capsys)
    assert "Dica: Pense." in printed
    assert "Repare" not in printed
    assert "Causa" not in printed


def test_other_relations_of_shapes_and_marks(capsys):
    column = np.array([[1.0], [2.0]])
    row_sum = run(lambda X: X.sum(axis=0, keepdims=True), capsys, want=column)
    assert "confira o eixo da soma (axis)" in row_sum
    assert "transposta" in run(lambda X: column.T, capsys, want=column)
    mask = np.array([[1, 0, 1], [1, 1, 0]])
    assert "G está ao contrário" in run(lambda X: 1 - mask, capsys, want=mask)


def test_a_single_number_is_told_only_a_factor_that_the_call_explains(capsys):
    assert "número de colunas de X" in run(lambda X: 3 * 0.27, capsys, want=0.27)
    assert "Repare" not in run(lambda X: 5 * 0.27, capsys, want=0.27)


def test_parts_that_change_places_are_named(capsys):
    @check(points=1, visible=True)
    def test_partes(split):
        """As duas partes conferem."""
        first, second = split(A)
        assert_close(first, A[0], name="a")
        assert_close(second, A[1], name="b")

    verificador.run_checks("split", [test_partes], {"split": lambda X: (X[1], X[0])})
    assert "a vale o que se espera de b" in capsys.readouterr().out


def test_what_holds_for_one_value_of_a_name_and_not_for_another_is_not_said(capsys):
    @check(points=1, visible=True, hint="Pense.")
    def test_um(f):
        """Um exemplo."""
        assert_close(f(1), [1.0, 2.0], name="y")

    @check(points=1, visible=True, hint="Pense.")
    def test_outro(f):
        """Outro exemplo."""
        assert_close(f(2), [1.0, 5.0], name="y")

    wrong = {1: np.array([2.0, 4.0]), 2: np.array([7.0, 1.0])}
    verificador.run_checks("f", [test_um, test_outro], {"f": wrong.get})
    printed = capsys.readouterr().out
    assert printed.count("Dica: Pense.") == 2
    assert "Repare" not in printed


@pytest.mark.parametrize("stub", [lambda X: None, lambda X: 2 * None, lambda X: (None, None)])
def test_an_untouched_stub_gets_no_hint(stub, capsys):
    printed = run(stub, capsys)
    assert "None" in printed
    assert "Dica" not in printed
    assert "Repare" not in printed


def test_a_right_answer_is_told_nothing(capsys):
    printed = run(lambda X: X @ X.T / 3, capsys)
    assert printed.splitlines()[1:] == ["  ✔ O exemplo confere."]


def test_hidden_checks_and_results_say_what_they_said():
    @check(points=1, hint="Pense.")
    def test_oculta(gram):
        """Oculta."""
        assert_close(gram(A), RIGHT, name="G")

    report = verificador.run_checks("gram", [test_oculta], {"gram": lambda X: X @ X.T})
    assert "Repare" not in str(report)
    assert report.results[0].hint == "Pense."


def test_a_check_that_is_gone_through_leaves_nothing_behind():
    def fails(f):
        assert_shape(f(), (2,), name="y")
        assert_close(f(), [1.0], name="y")
        raise KeyboardInterrupt

    found = verificador.compared("f", [check(points=1, visible=True)(fails)], {"f": lambda: [3.0]})
    assert [(one.name, one.right) for one in found[0]] == [
        ("y", False),
        ("y", False),
        ("KeyboardInterrupt", True),
    ]
    with pytest.raises(verificador.CheckFailed):
        assert_close([3.0], [1.0], name="y")


# --- known mistakes -------------------------------------------------------------------------


def exemplo(f):
    """O exemplo."""
    assert_close(f(A), A.sum(axis=1), name="s")
    assert_close(f(2 * A), 2 * A.sum(axis=1), name="t")


CHECKS = [check(points=1, visible=True)(exemplo)]


def written(folder, **answers):
    """A file of known mistakes, by the answer that each gives."""
    entries = [
        {"marks": causas.marks(verificador.compared("f", CHECKS, {"f": f})), "sentences": [name]}
        for name, f in answers.items()
    ]
    path = folder / causas.FILE.format(lab="lab")
    path.write_text(json.dumps({"f": entries}), encoding="utf-8")
    return path


def told(answer, folder):
    return causas.known_mistake("f", verificador.compared("f", CHECKS, {"f": answer}), folder)


def test_a_known_mistake_is_told_by_what_it_obtains(tmp_path):
    written(tmp_path, Máximo=lambda X: X.max(axis=1), Média=lambda X: X.mean(axis=1))
    assert told(lambda X: np.sort(X)[:, -1], tmp_path) == "Causa provável: Máximo"
    assert told(lambda X: X.mean(axis=1) + 1e-12, tmp_path) == "Causa provável: Média"
    assert told(lambda X: X.min(axis=1), tmp_path) == ""


def test_one_that_is_made_in_a_part_only_is_told_of_that_part(tmp_path):
    written(tmp_path, Média=lambda X: X.mean(axis=1))
    half = lambda X: X.mean(axis=1) if X is A else X.sum(axis=1)  # noqa: E731
    assert told(half, tmp_path) == "Causa provável, em s: Média"


def test_half_of_a_mistake_that_another_error_shows_in_one_check_is_not_told(tmp_path):
    first = check(points=1, visible=True)(lambda f: assert_close(f(A), A.sum(axis=1), name="s"))
    other = check(points=1, visible=True)(lambda f: assert_close(f(-A), -A.sum(axis=1), name="t"))
    checks = [first, other]

    def only_in_one(X):
        return X.sum(axis=1) if X[0, 0] > 0 else X.mean(axis=1)

    marks = causas.marks(verificador.compared("f", checks, {"f": only_in_one}))
    entry = {"marks": marks, "sentences": ["Média na segunda"]}
    path = tmp_path / causas.FILE.format(lab="lab")
    path.write_text(json.dumps({"f": [entry]}), encoding="utf-8")

    def both(X):
        return X.max(axis=1) if X[0, 0] > 0 else X.mean(axis=1)

    found = verificador.compared("f", checks, {"f": both})
    assert causas.known_mistake("f", found, tmp_path) == ""


def test_two_that_the_example_does_not_tell_apart_are_both_told(tmp_path):
    path = written(tmp_path, Média=lambda X: X.mean(axis=1))
    content = json.loads(path.read_text(encoding="utf-8"))
    content["f"][0]["sentences"].append("Divisão")
    path.write_text(json.dumps(content), encoding="utf-8")
    said = told(lambda X: X.mean(axis=1), tmp_path)
    assert said == "Causa provável, uma destas: Média Ou: Divisão"


@pytest.mark.parametrize("content", ["", "{", '{"f": [', '{"g": []}'])
def test_a_file_that_is_cut_is_as_good_as_none(content, tmp_path):
    (tmp_path / causas.FILE.format(lab="lab")).write_text(content, encoding="utf-8")
    assert told(lambda X: X.mean(axis=1), tmp_path) == ""
