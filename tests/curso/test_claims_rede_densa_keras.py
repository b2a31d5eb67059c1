"""What the Keras lab says of its own runs holds, on the drawn data and on the real bank notes.

What it says of hundreds of trainings, or of the whole MNIST, is measured by keras_programs.py.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import math
import os
import re
from pathlib import Path

import numpy as np
import pytest
from experiments import COURSE, REAL, prose, run
from labs import has_keras
from told import NUMBER, told

from gabarito.checks import numerical_gradient
from gabarito.course.reference import reference_namespace

if not has_keras():
    pytest.skip("rede_densa_keras: falta o Keras; make keras", allow_module_level=True)

os.environ.setdefault("KERAS_BACKEND", "torch")

NAME = "rede_densa_keras"
NOTES = "data_banknote_authentication.txt"
TEXT = prose(NAME)
WHY = "trains every network of the lab"
BY_NIGHT = [pytest.mark.slow(reason=WHY), pytest.mark.nightly]
pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def right():
    """The reference answers, and what the given cells define: nothing is trained."""
    return reference_namespace(COURSE.lab(NAME))


@pytest.fixture(
    scope="module", params=[pytest.param(d, marks=BY_NIGHT) for d in ("sintéticos", "originais")]
)
def lab(request, tmp_path_factory):
    import keras

    real = () if request.param == "sintéticos" else (NOTES,)
    if not all((REAL / file).is_file() for file in real):
        pytest.skip(f"needs {NOTES} in {REAL}")
    keras.utils.set_random_seed(1)
    return run(NAME, tmp_path_factory.mktemp("keras"), real)


def shown(right, words):
    """What the cell with these words prints, the reference answers and the given data at hand."""
    (source,) = (c.source for c in COURSE.lab(NAME).parse().cells if words in c.source)
    names, out = right | {"ax": np.array([[0.9, 0.1], [0.1, 0.9]])}, io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(source, names)
    return names, out.getvalue()


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
    (shifted,) = re.findall(r"\| MNIST, 5 épocas: erro de (\d+,\d\d) % no teste", TEXT)
    assert f"deslocá-los bastou: {shifted} % de erro" in TEXT
    assert number(shifted) < 1.61


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


def test_the_wrong_certainty_costs_what_the_text_says_in_64_and_in_32_bits(right):
    (in_64,) = told(TEXT, rf"\\approx {NUMBER}\$, e não infinito")
    gap, in_32 = told(TEXT, rf"é \$1 - (\S+) \\cdot 10\^\{{-7\}}\$, e quem .*? paga {NUMBER}")
    library = right["keras"].losses.BinaryCrossentropy()
    yours = right["entropia_binaria"](np.array([1.0]), np.array([0]))
    assert yours == pytest.approx(in_64, abs=6e-4)
    assert library([[0.0]], [[1.0]]).item() == pytest.approx(in_32, abs=6e-4)
    assert library([[1.0]], [[0.0]]).item() == pytest.approx(in_64, abs=6e-4)
    assert 1 - float(np.float32(1 - 1e-7)) == pytest.approx(1e-7 * gap, abs=6e-10)


def test_the_neighbours_of_the_two_examples_are_answered_like_them(lab):
    """Two points that were learned and two beside them: each like its own, not like the other."""
    first, second, *beside = lab["modelo"].predict(lab["qx"], verbose=0)
    for answer, own, other in zip(beside, (first, second), (second, first), strict=True):
        assert np.linalg.norm(answer - own) < np.linalg.norm(answer - other)


def test_shifted_digits_are_five_times_as_many(lab):
    assert len(lab["AX5"]) == 5 * len(lab["AX"])
    assert "São cinco vezes mais imagens" in TEXT


# --- numbers and libraries: nothing of the lab is run -----------------------------------


def test_four_checks_train_for_real():
    """They are the ones that have more time than the others."""
    lab = COURSE.lab(NAME)
    modules = (lab.load_module(path) for path in sorted(lab.checks.glob("test_*.py")))
    checks = [one for module in modules for one in vars(module).values() if hasattr(one, "check")]
    assert sum(one.check.limit_s is not None for one in checks) == 4
    assert "Só quatro verificações treinam de verdade" in TEXT


def test_hidden_neurons_that_begin_equal_stay_equal(right):
    """The question that recalls the labs before."""
    weights = [np.full((2, 3), 0.3), np.full(3, 0.1), np.full((3, 1), -0.4), np.zeros(1)]
    X = np.random.default_rng(0).normal(size=(8, 2))
    after, losses = right["passos_sgd"](weights, X, X[:, :1] ** 2, ["sigmoid", "linear"], 0.1, 1000)
    assert np.ptp(after[0], axis=1) == pytest.approx([0, 0], abs=1e-12)
    assert np.ptp(after[2]) == pytest.approx(0, abs=1e-12)
    assert losses[-1] < losses[0]


def test_bytes_go_round_and_their_mean_does_not():
    three, five = np.array([3], np.uint8), np.array([5], np.uint8)
    assert told(TEXT, r"entre dois `uint8` \$3 - 5\$ dá (\d+)") == (three - five).tolist()
    limits = np.iinfo(np.uint8)
    assert told(TEXT, r"Um `uint8` vai de (\d+) a (\d+)") == [limits.min, limits.max]
    assert np.concatenate([three, five]).mean().dtype == float


def test_frameworks_count_in_32_bits_and_numpy_in_64(right):
    output = right["crie_regressao"](2, 2, 2, 1)(np.ones((1, 2)))
    assert (str(output.dtype), right["keras"].config.floatx()) == ("torch.float32", "float32")
    assert str(right["torch"].tensor([0.5]).dtype) == "torch.float32"
    assert np.ones(2).dtype == np.float64
    assert "O Keras e o PyTorch trabalham em `float32`; o NumPy" in TEXT


def test_the_backend_is_chosen_before_the_first_import_only(right, monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert right["keras"].backend.backend() == "torch"


def test_the_hidden_layer_has_half_of_the_twelve_parameters(right):
    layers = right["crie_regressao"](2, 2, 2, 1).layers
    assert told(TEXT, r"São \$2 \\cdot 2 \+ 2 = (\d)\$ parâmetros na oculta e mais (\d) na") == [
        layer.count_params() for layer in layers
    ]


def steps(right, rows, **options):
    """Steps of one epoch on so many rows."""
    network = right["crie_regressao"](2, 2, 2, 0.1)
    network.fit(np.zeros((rows, 2)), np.zeros((rows, 2)), epochs=1, verbose=0, **options)
    return right["detalhe"](network)["passos"]


def test_an_epoch_has_as_many_steps_as_batches_and_a_batch_32_rows_unless_told(right):
    assert [steps(right, 6, batch_size=batch) for batch in (6, 2, 1)] == [1, 3, 6]
    (usual,) = told(TEXT, r"Quem não o diz ganha \*\*(\d+)\*\*")
    assert steps(right, int(usual)) == 1
    assert steps(right, int(usual) + 1) == 2


def test_two_equal_examples_halve_the_error_twice_an_epoch_one_at_a_time(right):
    """By the steps of the bias alone, on paper; the library forgets as the text says."""
    squares = [(0.5**step) ** 2 for step in range(4)]
    losses = told(TEXT, rf"\(1 \+ 0,25\)/2 = {NUMBER}\$ e \$\([^)]*\)/2 = {NUMBER}\$")
    assert losses == pytest.approx([sum(squares[:2]) / 2, sum(squares[2:]) / 2], abs=5e-5)
    network = right["rede_de_exemplo"]([np.zeros((1, 1)), np.zeros(1)], ["linear"], 0.25)
    forgotten = network.fit(np.zeros((2, 1)), np.ones((2, 1)), epochs=2, verbose=0).history["loss"]
    assert told(TEXT, rf"dá um passo só em cada, e lê \${NUMBER}\$ e \${NUMBER}\$") == squares[:2]
    assert forgotten == pytest.approx(squares[:2])


def test_images_of_one_pixel_are_answered_as_on_paper(right):
    images = np.array([0.0, 200.0])
    mean, deviation = told(TEXT, r"0 e 200, têm média (\d+) e desvio (\d+)")
    assert (images.mean(), images.std()) == (mean, deviation)
    weights = [np.eye(1), np.zeros(1), np.array([[math.log(3), 0]]), np.zeros(2)]
    x = ((images - mean) / deviation)[:, None]
    answers = right["saida"](weights, x, ["relu", "softmax"])
    assert answers == pytest.approx(np.array([[0.5, 0.5], [0.75, 0.25]]))
    assert right["saida"](weights, x, ["sigmoid", "softmax"]) != pytest.approx(answers)


def test_first_weights_are_glorot_s_draw_unless_told(right):
    layer = right["layers"].Dense(200)
    layer.build((None, 100))
    largest = np.abs(right["keras"].ops.convert_to_numpy(layer.kernel)).max()
    assert largest / math.sqrt(6 / (100 + 200)) == pytest.approx(0.995, abs=0.005001)
    assert type(layer.kernel_initializer).__name__ == "GlorotUniform"
    he = right["layers"].Dense(3, kernel_initializer="he_normal")
    assert type(he.kernel_initializer).__name__ == "HeNormal"
    assert r"\pm\sqrt{6/(n_{entra}+n_{sai})}" in TEXT


def test_the_network_in_numpy_is_some_thirty_lines(right):
    """Its functions, without what only explains them."""
    source = Path(right["passos_sgd"].__code__.co_filename).read_text("utf-8")
    lines, written = source.splitlines(), 0
    for function in ast.parse(source).body:
        if isinstance(function, ast.FunctionDef):
            told_lines = set(range(function.lineno, function.end_lineno + 1))
            if ast.get_docstring(function):
                told_lines -= set(range(function.body[0].lineno, function.body[0].end_lineno + 1))
            written += sum(bool(lines[number - 1].strip()) for number in told_lines)
    assert round(written, -1) == 30
    assert "`rede_numpy` traz a rede em trinta linhas" in TEXT


def test_the_whole_batch_ends_where_the_table_says(right):
    """The one of the three descents that draws nothing, by the same steps in NumPy."""
    X = np.random.default_rng(0).uniform(0, 1, (6, 2))
    weights = right["sorteie_pesos"](1, [2, 2, 2])
    _, losses = right["passos_sgd"](weights, X, X[:, ::-1], ["sigmoid", "linear"], 1.0, 60)
    assert told(TEXT, rf"lote inteiro \(6\): {NUMBER};") == pytest.approx([losses[-1]], abs=6e-5)


def test_the_class_is_the_column_of_the_largest_output():
    *outputs, column = told(TEXT, r"Com saídas \$\((\S+);\\ (\S+);\\ (\S+)\)\$, a coluna é a (\d)")
    assert column == np.argmax(outputs)
    assert f"a coluna é a 2, e a classe, {'ABC'[np.argmax(outputs)]}" in TEXT


def test_derivatives_of_the_activations_are_the_formulas():
    x = np.linspace(-3, 3, 13)[np.arange(13) != 6]  # relu has none at 0
    s = 1 / (1 + np.exp(-x))
    for function, formula in (
        (np.tanh, 1 - np.tanh(x) ** 2),
        (lambda z: 1 / (1 + np.exp(-z)), s * (1 - s)),
        (lambda z: np.maximum(z, 0), (x > 0).astype(float)),
    ):
        slopes = numerical_gradient(lambda z, f=function: float(np.sum(f(z))), x)
        assert slopes == pytest.approx(formula, abs=1e-8)
    assert max(s * (1 - s)) < 0.25
    assert "a derivada dela nunca passa de $1/4$" in TEXT
    assert told(TEXT, r"a da sigmoide nunca passa de \$(0,\d+)\$") == [0.5 * (1 - 0.5)]


def test_in_kilos_the_hidden_sigmoids_are_saturated_from_the_start():
    """The derivative in the middle of many first draws, which multiplies the gradient."""
    kilos = np.array([4.0, 15, 65, 5, 18, 70])
    weights = np.random.default_rng(0).uniform(-1, 1, (10_000, 1)) * math.sqrt(6 / (1 + 3))
    crude, prepared = (
        np.median(s * (1 - s))
        for s in (1 / (1 + np.exp(-weights * x)) for x in (kilos, 2 * (kilos / 100 - 0.5)))
    )
    assert crude < prepared / 100


@pytest.mark.parametrize("data", ["sintéticos", "originais"])
def test_noise_columns_are_much_larger_than_the_measures(right, data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if data == "originais" and not (REAL / NOTES).is_file():
        pytest.skip(f"needs {NOTES} in {REAL}")
    ax, *_ = right["carregue_notas"](REAL if data == "originais" else None)
    spread = ax.std(axis=0)
    assert ax.shape[1] == 4 + 3
    assert spread[4:].min() > 2 * spread[:4].max()


def test_a_layer_standardizes_as_by_hand(right):
    camada = right["layers"].Normalization()
    camada.adapt(np.array([[2.0], [4.0], [6.0]]))
    found = camada(np.array([[2.0], [4.0], [6.0], [10.0]]))
    pattern = rf"viram \${NUMBER}\$, \${NUMBER}\$ e \${NUMBER}\$. Um 10 no teste vira \${NUMBER}\$"
    numbers = right["keras"].ops.convert_to_numpy(found).ravel()
    assert numbers == pytest.approx(told(TEXT, pattern), abs=6e-5)


def test_with_a_ruler_of_its_own_the_same_note_has_two_values(right):
    """The question asked in passing: each column has mean 0 and deviation 1 all the same."""
    train, test = np.array([[2.0], [4], [6]]), np.array([[4.0], [10]])
    _, honest = right["padronize"](train, test)
    own, _ = right["padronize"](test, test)
    assert (own.mean(), own.std()) == pytest.approx((0, 1))
    assert honest[0, 0] == right["padronize"](train, train)[0][1, 0] == 0
    assert own[0, 0] != 0


def test_a_softmax_of_one_neuron_always_says_one(right):
    z = np.array([[-50.0], [0], [3]], "float32")
    assert (
        right["keras"].ops.convert_to_numpy(right["keras"].activations.softmax(z)).tolist()
        == [[1]] * 3
    )


def test_validation_is_the_last_fifth_of_the_rows(right):
    network = right["crie_regressao"](2, 2, 1, 1e-9)
    right["ponha_pesos"](network, [np.zeros((2, 2)), np.zeros(2), np.zeros((2, 1)), np.zeros(1)])
    Y = np.array([0.0] * 8 + [5.0] * 2)[:, None]
    told_losses = network.fit(np.zeros((10, 2)), Y, validation_split=0.2, verbose=0).history
    assert told_losses["loss"] == pytest.approx([0], abs=1e-6)
    assert told_losses["val_loss"] == pytest.approx([25], abs=1e-4)


def test_callbacks_stop_early_and_lower_the_rate(right):
    callbacks, network = right["keras"].callbacks, right["crie_regressao"](2, 2, 2, 0.1)
    call = re.search(r"`(EarlyStopping\(.*?\))`", TEXT)[1]
    early = eval(call, {"EarlyStopping": callbacks.EarlyStopping})
    assert (early.monitor, early.patience, early.restore_best_weights) == ("val_loss", 5, True)
    (factor,) = told(TEXT, rf"multiplica a taxa por {NUMBER} a cada época")
    slower = callbacks.LearningRateScheduler(lambda epoch, rate: factor * rate)
    network.fit(np.zeros((2, 2)), np.zeros((2, 2)), epochs=3, verbose=0, callbacks=[slower])
    assert right["descreva"](network)["taxa"] == pytest.approx(0.1 * factor**3, rel=1e-5)


def test_weights_saved_alone_are_no_model(right, tmp_path):
    network = right["crie_regressao"](2, 2, 2, 1)
    network.save_weights(tmp_path / "so.weights.h5")
    with pytest.raises(ValueError, match="config"):
        right["keras"].models.load_model(tmp_path / "so.weights.h5")


def test_probabilities_lose_what_logits_keep(right):
    z, y = np.array([[1000.0, 0.0]]), np.array([1])
    probabilities = right["keras"].activations.softmax(z.astype("float32"))
    assert right["keras"].ops.convert_to_numpy(probabilities)[0, 1] == 0
    (loss,) = told(TEXT, r"A fórmula da direita dá (\d+), o valor certo")
    assert right["entropia_de_logits"](z, y) == loss


def test_the_loss_of_probabilities_by_hand(right):
    *p, y = told(TEXT, r"Para \$p = \((\S+);\\ (\S+);\\ (\S+)\)\$ e \$y = (\d)\$")
    (loss,) = told(TEXT, rf"\$-\\ln 0,8 = {NUMBER}\$")
    assert right["entropia_de_logits"](np.log([p]), np.array([int(y)])) == pytest.approx(
        loss, abs=6e-6
    )
    for pattern in (r"\$y = (1),\\ p = (\S+)\$ custa", r"\$y = (0),\\ p = (\S+)\$ custa"):
        label, probability = told(TEXT, pattern)
        (cost,) = told(TEXT, pattern.replace("(", "(?:") + rf" \$-\\ln 0,\d+ = {NUMBER}\$")
        found = right["entropia_binaria"](np.array([probability]), np.array([label]))
        assert found == pytest.approx(cost, abs=6e-6)


def test_four_questions_cost_in_logits_what_the_text_works_out(right):
    """By hand from the probabilities, and by the cell, which asks both libraries."""
    four = r"\((\S+);\\ (\S+);\\ (\S+);\\ (\S+)\)"
    numbers = told(TEXT, rf"os logits \${four}\$ e os rótulos \${four}\$")
    z, y = np.array(numbers[:4]), np.array(numbers[4:])
    p = 1 / (1 + np.exp(-z))
    each = -np.log(np.where(y == 1, p, 1 - p))
    pattern = rf"custam {NUMBER}, {NUMBER}, {NUMBER} e {NUMBER}, em média"
    assert told(TEXT, pattern) == pytest.approx(each, abs=5.1e-5)
    names, printed = shown(right, "BCEWithLogitsLoss()")
    assert names["z_4"][0].tolist() == z.tolist()
    assert names["y_4"][0].tolist() == y.tolist()
    assert names["cada"][0] == pytest.approx(each)
    (mean,) = told(TEXT, rf"\}}\{{4\}} = {NUMBER}\$")
    assert (
        re.findall(r"(?:média|Keras|PyTorch): (\S+)", printed)
        == [f"{mean:.4f}".replace(".", ",")] * 3
    )


def test_the_loss_of_logits_does_not_overflow_and_still_has_a_gradient(right):
    """The cut has none: whoever was wrong with all certainty learns nothing."""
    keras, torch = right["keras"], right["torch"]
    far, wanted = told(TEXT, rf"; com \$z = {NUMBER}\$ e \$y = 0\$, {NUMBER}\. Em")
    slopes = []
    for from_logits in (False, True):
        z = torch.tensor([[far]], requires_grad=True)
        output = z if from_logits else torch.sigmoid(z)
        loss = keras.losses.BinaryCrossentropy(from_logits=from_logits)(torch.zeros(1, 1), output)
        loss.backward()
        slopes.append(z.grad.item())
    assert slopes == [0, 1]
    assert loss.item() == wanted


def test_a_network_of_pytorch_as_a_list_and_as_a_class(right):
    """Twelve parameters each, kept transposed, and one answer; the graph is kept unless told."""
    names, printed = shown(right, "class Rede(")
    assert printed.count(": 12\n") == 2
    assert "a mesma resposta: True" in printed
    torch = right["torch"]
    assert tuple(torch.nn.Linear(3, 2).weight.shape) == (2, 3)
    assert right["crie_regressao"](3, 2, 2, 1).get_weights()[0].shape == (3, 2)
    assert names["em_classe"](names["exemplos"]).requires_grad
    with torch.no_grad():
        assert not names["em_classe"](names["exemplos"]).requires_grad


def test_a_network_and_its_data_in_two_places_are_an_error(right):
    torch = right["torch"]
    with pytest.raises(RuntimeError, match="device"):
        torch.nn.Linear(2, 2).to("meta")(torch.ones(1, 2))


def test_fit_shuffles_and_adam_goes_on_by_the_mean_of_past_gradients(right):
    keras = right["keras"]
    assert inspect.signature(keras.Model.fit).parameters["shuffle"].default is True
    places = []
    for optimizer in (keras.optimizers.SGD(0.1), keras.optimizers.Adam(0.1)):
        weight = keras.Variable([0.0])
        optimizer.build([weight])
        for gradient in (1.0, 0.0):
            optimizer.apply([keras.ops.convert_to_tensor([gradient])])
            places.append(keras.ops.convert_to_numpy(weight).item())
    assert places[0] == places[1] == pytest.approx(-0.1)
    assert places[3] < places[2] - 0.01


def test_a_fixed_ruler_for_pixels():
    least, most = told(
        TEXT, r"\$x/255 - 0,5\$ leva os pixels de 0 a 255 para \$\[(\S+);\\ (\S+)\]\$"
    )
    assert [least, most] == [0 / 255 - 0.5, 255 / 255 - 0.5]


def test_a_third_of_the_parameters_leaves_room_for_a_network(right):
    """The open exercise; what such networks miss was measured on the drawn and the real clothes."""
    images = np.zeros((2, 28, 28))
    big, small = (right["crie_mlp"](images, hidden, 10) for hidden in ([200, 50], [64]))
    assert small.count_params() < big.count_params() / 3
    assert "menos de um terço dos parâmetros" in TEXT.replace("*", "")


def test_what_changed_since_the_hand_out(right):
    keras = right["keras"]
    with pytest.raises(ValueError, match="lr"):
        keras.optimizers.SGD(lr=0.1)
    assert keras.utils.to_categorical([1], 3).dtype == np.float64
    assert "`to_categorical` devolve `float64`" in TEXT


@pytest.mark.parametrize("data", ["sintéticos", "originais"])
def test_real_digits_are_centred_and_the_drawn_ones_stand_anywhere(
    right, data, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    real = data == "originais"
    if real and not (REAL / "mnist").is_dir():
        pytest.skip(f"needs mnist in {REAL}")
    AX, _, QX, _ = right["carregue_digitos"](REAL if real else None)
    thousands, tens = told(TEXT, rf"A MNIST tem {NUMBER} mil dígitos .*? e {NUMBER} mil para teste")
    drawn = told(TEXT, rf"desenhados por um programa, {NUMBER} para treino e {NUMBER} para teste")
    if real:
        assert (len(AX), len(QX)) == (1000 * thousands, 1000 * tens)
    else:
        assert [len(AX), len(QX)] == drawn
    ink, places = AX[:1000].astype(float), np.arange(28)
    centres = [ink.sum(axis=k) @ places / ink.sum(axis=(1, 2)) for k in (1, 2)]
    assert np.std(centres) < 0.5 if real else np.std(centres) > 1
