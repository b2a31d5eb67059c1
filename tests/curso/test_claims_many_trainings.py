"""What the Keras lab says of thousands of trainings holds: they are trained again, all at once."""

from __future__ import annotations

import numpy as np
import pytest
from experiments import REAL, prose
from labs import has_keras

if not has_keras():
    pytest.skip("rede_densa_keras: falta o Keras; make keras", allow_module_level=True)

import dados_keras
import rede_numpy
import torch
from many_networks import Recipe, initial, outputs, trained

pytestmark = [pytest.mark.keras, pytest.mark.slow(reason="trains thousands of small networks")]

TEXT = prose("rede_densa_keras")
NOTES = "data_banknote_authentication.txt"

PAIR = np.array([[0.9, 0.1], [0.1, 0.9]])
REGRESSION = Recipe((2, 2, 2), ("sigmoid", "linear"), "sgd", 1.0, "mse", batch=2, epochs=100)
CLASSES = Recipe((1, 3, 3), ("sigmoid", "sigmoid"), "sgd", 10.0, "mse", batch=2, epochs=400)
BANKNOTES = Recipe((7, 16, 1), ("relu", "sigmoid"), "adam", 0.01, "entropy", batch=32, epochs=50)
PLAIN = Recipe((7, 8, 1), ("sigmoid", "sigmoid"), "sgd", 1.0, "mse", batch=32, epochs=50)

KILOS, LETTERS = np.array([[4.0], [15], [65], [5], [18], [70]]), "BCABCA"
ASKED, RIGHT = np.array([[16.0], [3], [75]]), [2, 1, 0]


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def prepared(kilos):
    return 2 * (kilos / 100 - 0.5)


def answers(count, ruler):
    """The column of the largest output, (count, 3): what each network says of those asked about."""
    columns = np.array([[float(letter == one) for one in "ABC"] for letter in LETTERS])
    weights = trained(CLASSES, ruler(KILOS), columns, initial(CLASSES, count, seed=2))
    return outputs(CLASSES, weights, ruler(ASKED)).argmax(2).numpy()


def last_losses(recipe, count):
    wanted = PAIR[:, ::-1].copy()
    weights = trained(recipe, PAIR, wanted, initial(recipe, count, seed=1))
    off = outputs(recipe, weights, PAIR).numpy() - wanted
    return np.mean(off**2, axis=(1, 2))


def test_many_networks_at_once_are_each_what_one_is():
    start = initial(REGRESSION, 3, seed=5)
    found = trained(REGRESSION, PAIR, PAIR[:, ::-1].copy(), start)
    for network in range(3):
        one = [w[network].numpy() if w.shape[1] > 1 else w[network, 0].numpy() for w in start]
        wanted, _ = rede_numpy.passos_sgd(
            one, PAIR, PAIR[:, ::-1], REGRESSION.activations, 1.0, REGRESSION.epochs
        )
        for mine, other in zip(found, wanted, strict=True):
            np.testing.assert_allclose(mine[network].numpy().squeeze(), other, atol=1e-4)


def test_one_in_three_hundred_stops_on_a_plateau_and_none_that_goes_one_by_one():
    losses = last_losses(REGRESSION, 10_000)
    assert np.median(losses) == pytest.approx(7e-8, rel=0.2)
    assert 1 / 500 < np.mean(losses > 1e-3) < 1 / 200
    assert last_losses(REGRESSION._replace(batch=1), 100_000).max() < 1e-3
    assert "Repetido dez mil vezes com pesos sorteados, a mediana é $7 \\cdot 10^{-8}$" in TEXT
    assert "1 em 300 redes para acima de $10^{-3}$" in TEXT
    assert "com lote 1, nenhuma de cem mil" in TEXT


@pytest.mark.parametrize("count", [2000, pytest.param(50_000, marks=pytest.mark.nightly)])
def test_prepared_weights_are_always_learned(count):
    assert (answers(count, prepared) == RIGHT).all()
    assert "Em 50 mil treinos de 400 épocas, os três testes saíram certos em **todos**" in TEXT


def test_weights_in_kilos_get_one_answer_for_all():
    said = answers(2000, lambda kilos: kilos)
    assert 0.98 < np.mean((said == said[:, :1]).all(axis=1)) < 0.995
    assert "em 99 % das vezes a rede dá a mesma resposta a todo mundo" in TEXT


def test_without_zero_grad_no_training_in_a_hundred_arrives():
    weights = [w.requires_grad_() for w in initial(REGRESSION, 100, seed=4)]
    wanted = torch.tensor(PAIR[:, ::-1].copy(), dtype=torch.float32)
    for _ in range(REGRESSION.epochs):
        losses = ((outputs(REGRESSION, weights, PAIR) - wanted) ** 2).mean((1, 2))
        losses.sum().backward()  # adds to what is there
        with torch.no_grad():
            for w in weights:
                w -= REGRESSION.rate * w.grad
    assert losses.min() > 1e-3
    assert "Em 100 treinos sem essa linha, nenhum chegou a uma perda de $10^{-3}$" in TEXT


def test_errors_of_two_hundred_networks_on_the_real_notes():
    if not (REAL / NOTES).is_file():
        pytest.skip(f"needs {NOTES} in {REAL}")
    ax, ay, qx, qy = dados_keras.carregue_notas(REAL)
    ruler = ax.mean(axis=0), ax.std(axis=0)

    def errors(recipe):
        weights = trained(recipe, (ax - ruler[0]) / ruler[1], ay, initial(recipe, 200, seed=1))
        said = outputs(recipe, weights, (qx - ruler[0]) / ruler[1]).numpy() > 0.5
        return 100 * np.mean(said != qy, axis=(1, 2))

    found, plain = errors(BANKNOTES), errors(PLAIN)
    assert np.median(found) == pytest.approx(0.3, abs=0.15)
    assert found.max() <= 1
    assert np.median(plain) == pytest.approx(1.3, abs=0.2)
    assert "200 redes dessas erraram cerca de 0,3 % do teste, e nenhuma, mais de 1 %" in TEXT
    assert "com 8 sigmoides, `mse` e SGD, o erro fica perto de 1,3 %" in TEXT


def test_a_column_s_own_ruler_is_a_jolt_on_the_mnist():
    if not (REAL / "mnist").is_dir():
        pytest.skip(f"needs mnist in {REAL}")
    first = 255 - dados_keras.carregue_digitos(REAL)[0][:, :, 0].astype(float)
    assert np.sum((first < 255).any(axis=1)) == 14
    assert first.std() == pytest.approx(0.39, abs=0.005)
    assert (0 - first.mean()) / first.std() == pytest.approx(-647, abs=0.5)
    assert "só 14 das 60 mil imagens têm tinta na primeira coluna, cujo desvio é 0,39" in TEXT
    assert "entraria na rede como $-647$" in TEXT
