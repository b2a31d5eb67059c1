"""What the Keras lab says of its own runs holds, on the drawn data and on the real bank notes.

What it says of hundreds of trainings, or of the whole MNIST, is measured by keras_programs.py.
"""

from __future__ import annotations

import math
import os
import re

import numpy as np
import pytest
from experiments import REAL, prose, run
from labs import has_keras

if not has_keras():
    pytest.skip("rede_densa_keras: falta o Keras; make keras", allow_module_level=True)

os.environ.setdefault("KERAS_BACKEND", "torch")

NAME = "rede_densa_keras"
NOTES = "data_banknote_authentication.txt"
TEXT = prose(NAME)
WHY = "trains every network of the lab"
pytestmark = [pytest.mark.keras, pytest.mark.slow(reason=WHY), pytest.mark.nightly]


@pytest.fixture(scope="module", params=["sintéticos", "originais"])
def lab(request, tmp_path_factory):
    import keras

    real = () if request.param == "sintéticos" else (NOTES,)
    if not all((REAL / file).is_file() for file in real):
        pytest.skip(f"needs {NOTES} in {REAL}")
    keras.utils.set_random_seed(1)
    return run(NAME, tmp_path_factory.mktemp("keras"), real)


def number(told):
    return float(told.replace(",", "."))


def test_one_example_at_a_time_ends_lowest_and_only_the_whole_batch_goes_down_smoothly(lab):
    whole, _, one = lab["curvas"].values()
    assert min(lab["curvas"].values(), key=lambda losses: losses[-1]) is one
    assert np.all(np.diff(whole) < 0)
    assert np.any(np.diff(one) > 0)
    assert "O que houve: c, um a um." in lab["printed"]


def test_weights_in_kilos_are_not_learned_and_prepared_they_are(lab):
    assert "previsto: ['C', 'B', 'A']   certo: C B A" in lab["printed"]
    assert "O que houve: c, um ou nenhum." in lab["printed"]
    assert (lab["abc"].count_params(), lab["abc2"].count_params()) == (18, 21)
    ruler, _ = lab["prepare_pesos"]([65], ["A"])
    assert ruler.item() == pytest.approx(0.3)
    assert "65 kg viram $0{,}3$" in TEXT


def test_the_colour_does_not_change_the_answer_at_20_kilos_and_may_between_classes(lab):
    answers = dict(re.findall(r"^(\d+) kg, cor de 0 a 100: (\w+)$", lab["printed"], re.MULTILINE))
    most = max(answers["20"].count(letter) for letter in "ABC")
    assert most >= 10  # of eleven
    assert any(len({*answers[kilos]}) > 1 for kilos in ("10", "40"))


def test_noise_columns_hardly_change_the_error_and_the_notes_do(lab):
    shuffled = re.findall(r"com a coluna (\d) embaralhada: +([\d,]+) %", lab["printed"])
    errors = {int(column): number(error) for column, error in shuffled}
    right = number(re.search(r"erro no teste: ([\d,]+) %", lab["printed"])[1])
    assert right < 2.5
    assert all(abs(errors[column] - right) < 1.5 for column in (4, 5, 6))
    assert max(errors[column] for column in range(4)) > right + 10


def test_the_first_loss_is_a_little_above_the_logarithm_of_ten(lab):
    assert math.log(10) < lab["antes"] < math.log(10) + 1.5
    assert lab["perda"] < lab["antes"] / 3
    assert "O que houve: c, mais do que ln 10." in lab["printed"]


def test_training_loss_goes_on_falling_and_that_of_validation_stays(lab):
    training, validation = lab["curva"]["loss"], lab["curva"]["val_loss"]
    assert len(training) == 30
    assert training[29] < training[9] / 5
    assert 0.5 < validation[29] / validation[9] < 2
    assert np.argmin(validation) < 29
    hits = lab["curva"]["val_accuracy"]
    assert abs(hits[29] - hits[np.argmin(validation)]) < 0.025
    assert "O que houve: b, fica perto." in lab["printed"]
    assert "Da época 10 à 30, a perda no treino cai para menos de um quinto" in TEXT


def test_the_lesson_of_the_table_is_told_alike_in_the_text():
    """One training on the whole MNIST, in the table, which keras_programs.py makes."""
    (told,) = re.findall(r"MNIST, 80 épocas: acerto de (\d+,\d\d) % no teste", TEXT)
    assert f"o treino de 80 épocas acabou em {told} %" in TEXT
    missed = f"{100 - float(told.replace(',', '.')):.2f}".replace(".", ",")
    assert f"{missed} % no treino de 80 épocas" in TEXT


def test_parameters_of_the_networks_of_images(lab):
    assert (784 + 1) * 400 + (400 + 1) * 10 == 318_010
    assert r"318\,010$ parâmetros" in TEXT
    sizes = {pixels: (pixels + 1) * 400 + 401 * 100 + 101 * 10 for pixels in (14 * 14, 784)}
    assert [round(size, -3) for size in sizes.values()] == [120_000, 355_000]
    weights = [lab[name].trainable_weights for name in ("menor", "mlp2")]
    assert [sum(math.prod(w.shape) for w in ws) for ws in weights] == [*sizes.values()]


def test_what_was_saved_comes_back_to_the_last_bit(lab):
    assert "iguais até o último bit: True" in lab["printed"]


def test_gradients_add_up_unless_they_are_erased(lab):
    kept = re.findall(r"gradiente guardado: ([\d.]+)", lab["printed"])
    assert [float(one) for one in kept] == [6, 12, 18]


def test_numbers_of_the_losses_by_hand():
    for probability, loss in ((0.8, "0{,}22314"), (0.66, "0{,}41552"), (0.6, "0{,}51083")):
        assert f"{-math.log(probability):.5f}".replace(".", "{,}") == loss
        assert loss in TEXT
    assert f"{-math.log(1e-7):.3f}".replace(".", "{,}") == "16{,}118"
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(np.float32(89)))
        assert np.isinf(np.exp(np.float64(710)))
