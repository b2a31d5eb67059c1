"""The Keras lab's printed values, from facts that are not its own answers.

They are those of the hand-out that the lab follows, or follow from a formula of a textbook's.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gabarito.checks.verificador import numerical_gradient
from gabarito.course import instruments
from gabarito.course.layout import Course
from gabarito.course.reference import reference_namespace

LAB = Course.at(Path(__file__).parents[2]).lab("rede_densa_keras")
TEXT = LAB.text.read_text("utf-8")


@pytest.fixture(scope="module")
def right() -> dict[str, Any]:
    """The reference answers, the instruments and what the lab's given cells define."""
    return reference_namespace(LAB)


def test_losses_of_the_hand_out(right):
    binary = right["entropia_binaria"]
    assert binary(np.array([0.4]), np.array([0.0])) == pytest.approx(-math.log(0.6))
    several = binary(np.array([[0.6, 0.35, 0.75, 0.15]]), np.array([[1.0, 0, 1, 0]]))
    terms = [-math.log(p) for p in (0.6, 0.65, 0.75, 0.85)]
    assert several == pytest.approx(sum(terms) / 4)
    z = np.log(np.array([[0.1, 0.8, 0.1]]))
    assert right["entropia_de_logits"](z, np.array([1])) == pytest.approx(0.22314355)
    for said in ("0{,}22314", "0{,}51083", "0{,}41552", "16{,}118"):
        assert said in TEXT
    assert -math.log(0.66) == pytest.approx(0.41552, abs=1e-5)
    assert -math.log(1e-7) == pytest.approx(16.118, abs=1e-3)


def test_losses_are_the_framework_s(right):
    keras = right["keras"]
    sorteio = np.random.default_rng(1)
    z, y = sorteio.normal(0, 3, (6, 4)), sorteio.integers(0, 4, 6)
    theirs = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, z)
    ours = right["entropia_de_logits"](z, y)
    assert float(keras.ops.convert_to_numpy(theirs)) == pytest.approx(ours, abs=1e-5)
    p, t = sorteio.uniform(0, 1, (5, 3)), sorteio.integers(0, 2, (5, 3)).astype(float)
    p[0, 0] = 0
    theirs = keras.losses.BinaryCrossentropy()(t, p)
    ours = right["entropia_binaria"](p, t)
    assert float(keras.ops.convert_to_numpy(theirs)) == pytest.approx(ours, abs=1e-4)


def test_activations_of_the_hand_out(right):
    keras = right["keras"]
    a = np.array([-4, -2, 0, 2, 4], "float32")
    printed = {
        "tanh": [-0.9993292, -0.9640276, 0, 0.9640276, 0.9993292],
        "sigmoid": [0.01798621, 0.11920292, 0.5, 0.880797, 0.98201376],
        "relu": [0, 0, 0, 2, 4],
    }
    for name, values in printed.items():
        found = keras.ops.convert_to_numpy(getattr(keras.activations, name)(a))
        np.testing.assert_allclose(found, values, atol=1e-6)
    inputs = np.array([[-0.1, 1.3, 0.2]], "float32")
    found = keras.ops.convert_to_numpy(keras.activations.softmax(inputs))
    np.testing.assert_allclose(found[0], [0.1561266, 0.6331246, 0.21074888], atol=1e-6)


def test_the_network_in_numpy_goes_down_its_own_gradient(right):
    """Its step is the finite differences of its loss: nothing else judges the trainings."""
    passos_sgd, saida = right["passos_sgd"], right["saida"]
    sorteio = np.random.default_rng(2)
    X, Y = sorteio.normal(0, 1, (5, 3)), sorteio.normal(0, 1, (5, 2))
    for hidden in ("sigmoid", "relu", "tanh"):
        weights = right["sorteie_pesos"](3, [3, 4, 2])
        after, losses = passos_sgd(weights, X, Y, [hidden, "linear"], 0.1, 1)
        for k, before in enumerate(weights):
            gradient = numerical_gradient(
                lambda w, k=k, weights=weights, hidden=hidden: np.mean(
                    (saida([*weights[:k], w, *weights[k + 1 :]], X, [hidden, "linear"]) - Y) ** 2
                ),
                before,
            )
            np.testing.assert_allclose(after[k], before - 0.1 * gradient, atol=1e-7)
        assert losses == pytest.approx([np.mean((saida(weights, X, [hidden, "linear"]) - Y) ** 2)])


def test_parameters_of_the_hand_out(right):
    assert right["descreva"](right["crie_regressao"](2, 2, 2, 1))["parametros"] == 12
    assert right["rede_abc"](1).count_params() == 18
    assert right["rede_abc"](2).count_params() == 21
    images = np.random.default_rng(4).integers(0, 256, (20, 28, 28)).astype(np.uint8)
    assert right["descreva"](right["crie_mlp"](images, [400, 100], 10))["parametros"] == 355_110
    assert (784 + 1) * 400 + (400 + 1) * 10 == 318_010
    for said in ("318\\,010", "318 010", "355 110", "**12**"):
        assert said in TEXT


def test_numbers_of_the_standardization(right):
    train, test = right["padronize"](np.array([[2.0], [4.0], [6.0]]), np.array([[10.0]]))
    assert train[0, 0] == pytest.approx(-math.sqrt(1.5))
    assert test[0, 0] == pytest.approx(6 / math.sqrt(8 / 3))
    for said in ("-1{,}2247", "3{,}6742", "1{,}633"):
        assert said in TEXT


def test_the_backend_is_pytorch(right):
    assert right["keras"].backend.backend() == "torch"


def test_an_integer_rate_is_refused_by_keras_as_the_text_says(right):
    with pytest.raises(ValueError, match="learning_rate"):
        right["keras"].optimizers.SGD(learning_rate=1)


@pytest.mark.slow(reason="trains a network forty times")
@pytest.mark.nightly
@pytest.mark.parametrize(
    ("seed", "scales"),
    [(52, ()), (56, ([200, 0.5, 3, 40], [-900, 2, 60, 7]))],
    ids=["hidden", "visible"],
)
def test_right_answers_to_the_notes_are_far_below_the_limit(right, seed, scales):
    module = LAB.load_module(LAB.checks_file("treine_notas"))
    x, y = module._notas(seed, 256, *scales)
    new, certain = module._notas(seed + 1, 400, *scales)
    errors = []
    for seed in range(40):
        right["keras"].utils.set_random_seed(seed)
        p = right["prediga"](right["treine_notas"](x, y, 20), new)
        errors.append(float(np.mean((p > 0.5) != certain)))
    assert max(errors) < 0.01


def test_what_a_diagnosis_asks_of_a_model_is_what_it_is(right):
    """However it was written: other right answers are described as the reference is."""
    layers, keras = right["layers"], right["keras"]
    images = np.random.default_rng(5).integers(0, 256, (20, 4, 3)).astype(np.uint8)
    found = right["detalhe"](right["crie_mlp"](images, [6, 5], 3))
    assert found == {
        "normaliza": True,
        "entrada": [4, 3],
        "ocultas": [6, 5],
        "ativacoes": ["relu"],
        "saida": [3],
        "ativacao_da_saida": "softmax",
        "perda": "sparse_categorical_crossentropy",
        "perda_recebe": "probabilidades",
        "otimizador": "Adam",
        "taxa": pytest.approx(5e-4),
        "passos": 0,
    }
    apart = keras.Sequential([keras.Input((4, 3)), layers.Flatten(), layers.Dense(6)])
    apart.add(layers.ReLU())
    apart.add(layers.Dense(3))
    raw = right["detalhe"](apart)
    assert (raw["ativacoes"], raw["ativacao_da_saida"]) == (["relu"], "linear")
    assert (raw["normaliza"], raw["otimizador"], raw["taxa"]) == (False, None, None)
    logits = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    apart.compile(loss=logits, optimizer="sgd")
    apart.fit(images, np.zeros(20, int), batch_size=10, epochs=3, verbose=0)
    trained = right["detalhe"](apart)
    assert (trained["perda_recebe"], trained["otimizador"], trained["passos"]) == (
        "logits",
        "SGD",
        6,
    )


def test_a_keras_model_is_not_asked_for_as_one_of_pytorch_s(right):
    with pytest.raises(TypeError, match="modelo do Keras"):
        right["pesos_pytorch"](right["crie_regressao"](2, 2, 2, 1))


def test_all_that_a_diagnosis_may_name_has_a_word(right):
    asking = instruments.asking(LAB.folder)
    described = right["detalhe"](right["crie_regressao"](2, 2, 2, 1))
    assert described.keys() == asking.words["detalhe"].keys()
    assert set(asking.of_objects) <= set(instruments.of(LAB.folder))
    assert set(asking.words) <= set(instruments.of(LAB.folder))
