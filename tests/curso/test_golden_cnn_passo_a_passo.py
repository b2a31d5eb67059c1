"""The CNN lab's printed values, given by its reference answers and by the known mistakes.

`golden_cnn_passo_a_passo.json` holds facts found before the lab was written: seeds, shapes and
values. The entries called ``student_bug`` are what someone who ignored the stride had printed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gabarito.checks import numerical_gradient
from gabarito.checks.verificador import run_check
from gabarito.course.known_answers import load_mistakes
from gabarito.course.layout import Course
from gabarito.course.reference import reference_namespace

LAB = Course.at(Path(__file__).parents[2]).lab("cnn_passo_a_passo")
GOLDEN = json.loads(
    Path(__file__).with_name("golden_cnn_passo_a_passo.json").read_text(encoding="utf-8")
)
Functions = dict[str, Any]
Entry = dict[str, Any]


@pytest.fixture
def right() -> Functions:
    """The reference answers."""
    return reference_namespace(LAB)


def with_mistakes(functions: Functions, *names: str) -> Functions:
    """The same functions, some replaced by known mistakes."""
    functions, mistakes = dict(functions), load_mistakes(LAB)
    for name in names:
        exec(mistakes[name].source, functions)
    return functions


def drawn(entry: Entry) -> list[np.ndarray]:
    """The inputs of an entry: legacy draws, in the order written."""
    arrays = []
    for seed, shapes in entry["seeds"].items():
        np.random.seed(int(seed))
        arrays += [np.random.randn(*shape) for shape in shapes.values()]
    return arrays


# --- one recipe for each entry ----------------------------------------------------------


def zero_pad(f: Functions, entry: Entry) -> dict[str, Any]:
    (x,) = drawn(entry)
    x_pad = f["zero_pad"](x, entry["arguments"]["pad"])
    shapes = {"shape_x": x.shape, "shape_x_pad": x_pad.shape}
    return shapes | {"x[1,1]": x[1, 1], "x_pad[1,1]": x_pad[1, 1]}


def conv_single_step(f: Functions, entry: Entry) -> dict[str, Any]:
    return {"Z": f["conv_single_step"](*drawn(entry))}


def conv_forward(f: Functions, entry: Entry) -> dict[str, Any]:
    Z, cache = f["conv_forward"](*drawn(entry), entry["arguments"])
    found = {"mean": np.mean(Z), "Z[3,2,1]": Z[3, 2, 1]}
    return found | {"cache[0][1][2][3]": cache[0][1][2][3], "Z_shape": Z.shape}


def conv_backward(f: Functions, entry: Entry) -> dict[str, Any]:
    Z, cache = f["conv_forward"](*drawn(entry), entry["arguments"])
    gradients = dict(zip(("dA", "dW", "db"), f["conv_backward"](Z, cache), strict=True))
    means = {f"{name}_mean": np.mean(value) for name, value in gradients.items()}
    return means | {f"{name}_shape": value.shape for name, value in gradients.items()}


def pool_forward(f: Functions, entry: Entry) -> dict[str, Any]:
    (A_prev,) = drawn(entry)
    return {mode: f["pool_forward"](A_prev, entry["arguments"], mode)[0] for mode in MODES}


def mask(f: Functions, entry: Entry) -> dict[str, Any]:
    (x,) = drawn(entry)
    return {"x": x, "mask": f["create_mask_from_window"](x)}


def distribute(f: Functions, entry: Entry) -> dict[str, Any]:
    dz, shape = entry["arguments"].values()
    return {"a": f["distribute_value"](dz, tuple(shape))}


def pool_backward(f: Functions, entry: Entry) -> dict[str, Any]:
    A_prev, dA = drawn(entry)
    found = {"mean_dA": np.mean(dA)}
    for mode in MODES:
        _, cache = f["pool_forward"](A_prev, entry["arguments"], mode)
        found[f"{mode} dA_prev[1,1]"] = f["pool_backward"](dA, cache, mode)[1, 1]
    return found


MODES = ("max", "average")
RECIPES: dict[str, Callable[[Functions, Entry], dict[str, Any]]] = {
    "zero_pad": zero_pad,
    "conv_single_step": conv_single_step,
    "conv_forward": conv_forward,
    "conv_backward": conv_backward,
    "pool_forward": pool_forward,
    "mask": mask,
    "distribute": distribute,
    "pool_backward": pool_backward,
}
IGNORED_STRIDE = ("conv_forward_ignora_stride", "conv_backward_ignora_stride")
IGNORED_STRIDE_POOLING = ("pool_forward_ignora_stride", "pool_backward_ignora_stride")


# --- the tests --------------------------------------------------------------------------


def compare(functions: Functions, entry: Entry) -> None:
    found = RECIPES[entry["id"].removesuffix(".student_bug")](functions, entry)
    for key, expected in entry["expected"].items():
        assert np.shape(found[key]) == np.shape(expected), key
        np.testing.assert_allclose(
            found[key], expected, rtol=0, atol=entry["tolerance"], err_msg=key
        )


@pytest.mark.parametrize("entry", GOLDEN, ids=lambda e: e["id"])
def test_golden_value(right: Functions, entry: Entry) -> None:
    bug = entry["id"].endswith(".student_bug")
    compare(with_mistakes(right, *IGNORED_STRIDE) if bug else right, entry)


def test_every_recipe_has_an_entry() -> None:
    assert {entry["id"].removesuffix(".student_bug") for entry in GOLDEN} == set(RECIPES)


@pytest.mark.parametrize("entry", GOLDEN, ids=lambda e: e["id"])
def test_who_ignores_the_stride_is_seen_by_the_convolution_only(
    right: Functions, entry: Entry
) -> None:
    """The printed pooling examples cannot see it: that is what the lab's own checks are for."""
    wrong = with_mistakes(right, *IGNORED_STRIDE, *IGNORED_STRIDE_POOLING)
    if entry["id"] in ("conv_forward", "conv_backward"):
        with pytest.raises(AssertionError):
            compare(wrong, entry)
    else:
        compare(wrong, entry)


def test_step_of_three_axes_is_the_known_mistake(right: Functions) -> None:
    entry = next(e for e in GOLDEN if e["id"] == "conv_single_step")
    Z = conv_single_step(with_mistakes(right, "passo_com_tres_eixos"), entry)["Z"]
    assert Z.shape == (1, 1, 1)
    assert Z.item() == pytest.approx(entry["expected"]["Z"], abs=1e-8)


def by_finite_differences(dZ: np.ndarray, cache: Any) -> tuple[np.ndarray, ...]:
    """Gradients of sum(dZ * Z), with Z computed window by window from the definition."""
    A_prev, W, b, hparameters = cache
    f, pad, stride = W.shape[0], hparameters["pad"], hparameters["stride"]

    def cost(A: np.ndarray, W: np.ndarray, b: np.ndarray) -> float:
        A = np.pad(A, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
        total = 0.0
        for i, h, w, c in np.ndindex(dZ.shape):
            top, left = h * stride, w * stride
            window = A[i, top : top + f, left : left + f]
            total += dZ[i, h, w, c] * (np.sum(window * W[..., c]) + b[0, 0, 0, c])
        return total

    return (
        numerical_gradient(lambda v: cost(v, W, b), A_prev),
        numerical_gradient(lambda v: cost(A_prev, v, b), W),
        numerical_gradient(lambda v: cost(A_prev, W, v), b),
    )


def test_every_expected_gradient_is_the_numerical_one() -> None:
    """The lab's own example of `conv_backward`, and all that the hidden checks expect."""
    module = LAB.load_module(LAB.checks_file("conv_backward"))
    checks = [value for value in vars(module).values() if hasattr(value, "check")]
    results = [run_check(check, {"conv_backward": by_finite_differences}) for check in checks]
    assert [r.message for r in results if r.state != "passed"] == []
