"""The printed values of Lab 3, Part 2, and the known preparation of the real table.

`golden_lab3_multiclasse.json` holds facts found before the lab was written; the lab's
reference answers must give them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from gabarito.course.layout import Course
from gabarito.course.reference import reference_namespace

ROOT = Path(__file__).resolve().parents[2]
LAB = Course.at(ROOT).lab("lab3_multiclasse")
REAL = ROOT.parent / "shared" / "data" / "Data.csv"
GOLDEN = json.loads(
    Path(__file__).with_name("golden_lab3_multiclasse.json").read_text(encoding="utf-8")
)
BY_ID = {entry["id"]: entry for entry in GOLDEN}


@pytest.fixture(scope="module")
def lab() -> dict[str, Any]:
    return reference_namespace(LAB)


# --- printed values ---------------------------------------------------------------------


def called(lab: dict[str, Any], entry: dict[str, Any]) -> Any:
    """What the function of the entry answers; some entries feed one function to another."""
    arguments = dict(entry["arguments"])
    if "softmax_of" in arguments:
        arguments["Y_pred"] = lab["softmax"](arguments.pop("softmax_of"))
    return lab[entry["function"]](**arguments)


PRINTED = [entry for entry in GOLDEN if entry["function"] != "pipeline"]


@pytest.mark.parametrize("entry", PRINTED, ids=lambda e: e["id"])
def test_printed_value(lab: dict[str, Any], entry: dict[str, Any]) -> None:
    found, expected = called(lab, entry), entry["expected"]["out"]
    assert np.shape(found) == np.shape(expected)
    np.testing.assert_allclose(found, expected, rtol=0, atol=entry["tolerance"])
    if "soma" in entry["expected"]:
        assert np.sum(found) == pytest.approx(entry["expected"]["soma"], abs=1e-15)


def test_entries_are_all_there() -> None:
    printed = {"one_hot", "softmax.vec", "softmax.batch", "xent.bad", "xent.good", "xent.batch"}
    assert set(BY_ID) == printed | {"data_csv"}


# --- the real table ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def prepared(lab: dict[str, Any]) -> dict[str, Any]:
    """Each stage of the lab's preparation of the real table."""
    if not REAL.is_file():
        pytest.skip(f"needs the real file {REAL}")
    X, answers = lab["separe_X_y"](pd.read_csv(REAL))
    filled = lab["preencha_faltantes"](X)
    coded, y = lab["codifique_pais"](filled), lab["codifique_rotulos"](answers)
    return {"X": X, "answers": answers, "filled": filled, "coded": coded, "y": y}


EXPECTED = BY_ID["data_csv"]["expected"]


def close(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=BY_ID["data_csv"]["tolerance"])


def test_real_table_has_the_known_columns(prepared: dict[str, Any]) -> None:
    assert list(pd.read_csv(REAL).columns) == EXPECTED["columns"]
    assert list(prepared["X"].shape) == EXPECTED["X_shape"]
    assert list(prepared["answers"].shape) == EXPECTED["y_shape"]


def test_real_gaps_get_the_known_means(prepared: dict[str, Any]) -> None:
    holes = pd.isna(pd.DataFrame(prepared["X"])).to_numpy()
    assert np.argwhere(holes).tolist() == [[4, 2], [6, 1]]
    means = EXPECTED["impute_mean"]
    close(prepared["filled"][holes].astype(float), [means["Salary"], means["Age"]])


def test_real_countries_get_columns_in_order(prepared: dict[str, Any]) -> None:
    for row, country in zip(prepared["coded"], prepared["X"][:, 0], strict=True):
        assert [name == country for name in EXPECTED["onehot_categories"]] == row[:3].tolist()


def test_real_answers_are_numbered(prepared: dict[str, Any]) -> None:
    assert prepared["y"].tolist() == EXPECTED["y"]


def test_real_rows_are_split_as_known(lab: dict[str, Any], prepared: dict[str, Any]) -> None:
    *_, train, test = lab["divida_e_escale"](prepared["coded"], np.arange(10))
    assert train.tolist() == EXPECTED["train_idx"]
    assert test.tolist() == EXPECTED["test_idx"]


def test_real_rows_are_scaled_as_known(lab: dict[str, Any], prepared: dict[str, Any]) -> None:
    train, test, *_ = lab["divida_e_escale"](prepared["coded"], prepared["y"])
    close(train, EXPECTED["X_train_scaled"])
    close(test, EXPECTED["X_test_scaled"])
    scaler = EXPECTED["scaler_fit_on_train_cols_age_salary"]
    raw = prepared["coded"][EXPECTED["test_idx"], -2:]
    close(test[:, -2:], (raw - scaler["mean"]) / scaler["scale"])


# --- what the text says of its own training ---------------------------------------------


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, ...]:
    """Training and test images, training and test classes, as the notebook splits them."""
    data = load_digits()
    return tuple(train_test_split(data.data / 16, data.target, test_size=0.2, random_state=0))


@pytest.fixture(scope="module")
def trained(lab: dict[str, Any], digits: tuple[np.ndarray, ...]) -> dict[str, Any]:
    train, _, classes, _ = digits
    costs: list[float] = []
    model = lab["treine_softmax"](train, lab["one_hot"](10, classes), 0.5, 1000, custos=costs)
    return {**model, "costs": costs}


def comma(number: float, places: int) -> str:
    return f"{number:.{places}f}".replace(".", ",")


def test_the_text_tells_the_accuracies_that_one_gets(
    lab: dict[str, Any], digits: tuple[np.ndarray, ...], trained: dict[str, Any]
) -> None:
    train, test, train_classes, test_classes = digits
    right: Callable[..., float] = lambda X, y: lab["acuracia"](lab["preveja_classe"](X, trained), y)  # noqa: E731
    first, last = trained["costs"][0], trained["costs"][-1]
    assert first == pytest.approx(math.log(10), abs=1e-6)
    prose = " ".join(LAB.text.read_text(encoding="utf-8").replace("\n#", "").split())
    assert f"chega a {comma(last, 2)} na iteração 900" in prose
    said = f"{comma(right(train, train_classes), 2)} no treino e "
    said += f"{comma(right(test, test_classes), 2)} no teste"
    assert f"A acurácia é {said}" in prose


def test_training_is_as_good_as_the_library_s(
    lab: dict[str, Any], digits: tuple[np.ndarray, ...], trained: dict[str, Any]
) -> None:
    """The same model and the same convex cost, trained by another method."""
    train, test, train_classes, test_classes = digits
    library = LogisticRegression(C=10, max_iter=1000).fit(train, train_classes)
    found = lab["acuracia"](lab["preveja_classe"](test, trained), test_classes)
    assert found == pytest.approx(library.score(test, test_classes), abs=0.02)
