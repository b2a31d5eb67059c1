"""What the labs' texts say of their trainings holds on the data students have, and on the real.

Each lab is run as a student would run it, once on the synthetic files that are shipped and, where
they exist, once on the real ones. Every figure and every comparison of its text is asserted.
"""

from __future__ import annotations

import itertools
import json
import math
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from gabarito.course.layout import Course

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data"
FILES = {
    "regularizacao": ("fsf.npz", "data.mat"),
    "lab3_rede_densa": ("train_catvnoncat.h5", "test_catvnoncat.h5"),
}
REPORTS = {
    "regularizacao": """
import json

def medidas(modelos, treino, teste):
    return {
        nome.partition(",")[0]: {
            "treino": acertos(*treino, p), "teste": acertos(*teste, p),
            "quadrados": float(sum(np.sum(np.square(p[W])) for W in ("W1", "W2", "W3"))),
        }
        for nome, p in modelos.items()
    }

muda = np.any(np.array(respostas)[:, 0] != respostas[0][0], axis=0)
longe = np.abs(forward_propagation(test_X, mascaras_novas)[0] - 0.5)

print("RELATO " + json.dumps({
    "federacao": medidas(modelos, (train_X, train_Y), (test_X, test_Y)),
    "outras": medidas(modelos_2, (outras_X, outras_Y), (outro_teste_X, outro_teste_Y)),
    "sementes": {
        nome.partition(",")[0]: [acertos(outro_teste_X, outro_teste_Y, r.parameters) for r in redes]
        for nome, redes in varias.items()
    },
    "entropias": {
        nome.partition(",")[0]: [
            float(compute_cost(forward_propagation(outro_teste_X, r.parameters)[0], outro_teste_Y))
            for r in redes
        ]
        for nome, redes in varias.items()
    },
    "discordancias": [
        discordancias(modelos_2["sem regularização"], modelos_2[outro])
        for outro in ("L2, λ = 0,7", "dropout, p = 0,86")
    ],
    "validacao": {rede.lambd: rede.validacao for rede in candidatos},
    "treino": {rede.lambd: rede.treino for rede in candidatos},
    "juntos": [float(entropia) for entropia in entropias_juntos],
    "acertos_juntos": certas,
    "mudaram": mudaram,
    "distancia": [float(np.mean(longe[0, mexe])) for mexe in (muda, ~muda)],
}))
""",
    "lab3_rede_densa": """
import json

print("RELATO " + json.dumps({
    "custos": {"2": custos_2, "4": custos_4, "raiz": custos_raiz},
    "acuracias": {
        nome: [acuracia(preveja(X, p), Y) for X, Y in ((treino_x, treino_y), (teste_x, teste_y))]
        for nome, p in (("2", parametros_2), ("4", parametros_4), ("raiz", parametros_raiz))
    },
    "variacoes": list(variacoes.values()),
    "gradientes": list(gradientes.values()),
    "gatos": [int(treino_y.sum()), treino_y.size, int(teste_y.sum()), teste_y.size],
    "atalho": float(diferenca_do_atalho),
    "erros": [int(previsto_raiz[0, i]) for i in errados],
}))
""",
}
KINDS = [
    pytest.param("sintéticos", marks=pytest.mark.slow(reason="runs a whole lab, trainings too")),
    pytest.param(
        "originais",
        marks=[pytest.mark.slow(reason="runs a whole lab, trainings too"), pytest.mark.nightly],
    ),
]


def run(name, kind, folder):
    """The lab's text, what its cells printed, and its report, on one kind of data."""
    lab = Course.at(ROOT).lab(name)
    shutil.copytree(lab.folder, folder / name)
    if kind == "originais":
        if not all((REAL / file).is_file() for file in FILES[name]):
            pytest.skip(f"needs the real files {', '.join(FILES[name])} in {REAL}")
        for file in FILES[name]:
            shutil.copy(REAL / file, folder / name)
    notebook = nbformat.read(folder / name / lab.notebook.name, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(REPORTS[name]))
    for cell in notebook.cells:
        cell.metadata.pop("tags", None)
    where = {"metadata": {"path": str(folder / name)}}
    NotebookClient(notebook, timeout=900, kernel_name="python3", resources=where).execute()
    printed = [
        "".join(o.text for o in cell.get("outputs", []) if o.output_type == "stream")
        for cell in notebook.cells
    ]
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    report = json.loads(printed[-1].removeprefix("RELATO "))
    return kind, text, "\n".join(printed), report


@pytest.fixture(scope="module", params=KINDS)
def football(request, tmp_path_factory):
    return run("regularizacao", request.param, tmp_path_factory.mktemp("jogadas"))


@pytest.fixture(
    scope="module",
    params=[pytest.param(*one.values, marks=[*one.marks, pytest.mark.nightly]) for one in KINDS],
)
def cats(request, tmp_path_factory):
    return run("lab3_rede_densa", request.param, tmp_path_factory.mktemp("imagens"))


def rows(text, kind):
    """Rows of the text's tables that are about this kind of data, as numbers."""
    found = re.findall(rf"^\| [\w ]*{kind} \|(.*)\|$", text, re.MULTILINE)
    return [[number(cell) for cell in row.split("|") if number(cell) is not None] for row in found]


def number(cell):
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return None


def said_costs(printed):
    """The printed costs, a training after the other."""
    found = re.findall(r"Custo após a iteração ([\d ]+): ([\d.]+)", printed)
    costs = []
    for iteration, cost in found:
        if iteration == "0":
            costs.append([])
        costs[-1].append(float(cost))
    return costs


@pytest.mark.parametrize("name", Course.at(ROOT).lab_names())
def test_no_text_promises_the_time_of_some_machine(name):
    """Seconds are told by the bar of the training, and measured where they are the subject."""
    text = " ".join(cell.source for cell in Course.at(ROOT).lab(name).parse().cells
                    if cell.cell_type == "markdown")  # fmt: skip
    assert not re.findall(r"(?:\d|poucos|alguns|uns)\s+(?:segundos|minutos)\b", text)


# --- regularization -------------------------------------------------------------------------


def test_the_tables_of_the_football_lab_are_those_of_its_runs(football):
    kind, text, printed, report = football
    plain, decayed, fixed, fresh = said_costs(printed)
    clubs, others = report["federacao"], report["outras"]
    first, second, *lessons = rows(text, kind)
    for row, costs, name in ((first, plain, "sem regularização"), (second, decayed, "L2")):
        assert row[:3] == pytest.approx(costs, abs=5e-6)
        right = [clubs[name]["treino"] / 200, clubs[name]["teste"] / 50]
        assert row[3:] == pytest.approx(right, abs=5e-4)
    stable = [["treino", 211], ["teste", 200]]
    for row, (part, size) in zip(lessons, stable, strict=True):
        right = [others[name][part] / size for name in ("sem regularização", "L2", "dropout")]
        assert row[:2] == pytest.approx(right[:2], abs=6e-4)
        assert row[2] == pytest.approx(right[2], abs=0.026)  # chaotic: a few plays more or less
    assert f"{fixed[0]:.6f}".replace(".", ",") in text
    assert fresh[1] > 1.25 * fixed[1]
    assert "O que houve: c, maior." in printed
    assert fresh[2] > fixed[2]


# A training with fixed masks is chaotic: what is told of it is told as near as it is known.
ABOUT_DROPOUT = {
    "originais": ("de 0,87 no treino e de 0,83 no teste", (0.87, 0.83), "0,219", (0.905, 0.88)),
    "sintéticos": ("de 0,89 e de 0,86 com os sint", (0.89, 0.86), "0,245", (0.92, 0.84)),
}


def test_dropout_with_fixed_masks_and_with_new_ones_goes_as_the_text_says(football):
    kind, text, printed, _ = football
    text = " ".join(text.split())
    said, near, cost, right = ABOUT_DROPOUT[kind]
    _, _, fixed, fresh = said_costs(printed)
    hits = [float(one) for one in re.findall(r"Accuracy: ([\d.]+)", printed)]
    assert hits[4] == pytest.approx(near[0], abs=0.02)
    assert hits[5] == pytest.approx(near[1], abs=0.041)  # two plays of fifty
    assert fresh[1] == pytest.approx(number(cost), abs=2e-3)
    assert fixed[1] < fresh[1] * 2 / 3
    assert hits[6:8] == pytest.approx(right, abs=0.011)
    assert said in text
    assert cost in text
    assert " e ".join(f"{hit:g}".replace(".", ",") for hit in right) in text


def test_the_cost_without_regularization_rises_and_with_l2_it_does_not(football):
    plain, decayed, *_ = said_costs(football[2])
    assert plain[2] > plain[1]
    assert decayed[2] < decayed[1]


def test_l2_shrinks_the_weights_and_gives_up_training_accuracy(football):
    for models in (football[3]["federacao"], football[3]["outras"]):
        plain, decayed = models["sem regularização"], models["L2"]
        assert decayed["quadrados"] < plain["quadrados"] / 10
        assert decayed["treino"] < plain["treino"]


def test_sums_of_squares_are_those_that_the_text_tells(football):
    """To whole numbers: of training without dropout, which is no chaos."""
    kind, text, _, report = football
    text = " ".join(text.split())
    pattern = r"de (\d+) para (\d+) com os (?:dados )?(originais|sintéticos)"
    told = {name: [float(one), float(other)] for one, other, name in re.findall(pattern, text)}
    models = report["federacao"]
    found = [models[name]["quadrados"] for name in ("sem regularização", "L2")]
    assert found == pytest.approx(told[kind], abs=0.5)
    assert 100 < found[0] < 1000
    assert "que era de algumas centenas sem regularização" in text


def test_the_answer_about_dropout_tells_what_its_training_gave(football):
    """In the open question's answer, of the original plays."""
    kind, _, printed, report = football
    if kind != "originais":
        pytest.skip("tells the original plays")
    *_, fixed, _ = said_costs(printed)
    assert all(0.1 < cost < 0.2 for cost in fixed[1:])
    assert report["federacao"]["dropout"]["quadrados"] > 400
    assert report["federacao"]["dropout"]["teste"] in (41, 42)
    plain, decayed = (report["federacao"][n]["treino"] for n in ("sem regularização", "L2"))
    assert (plain, decayed) == (175, 173)


def test_fifty_plays_do_not_tell_the_models_apart(football):
    """The text: no better with regularization, and the differences are within chance."""
    models = football[3]["federacao"]
    plain, decayed = models["sem regularização"]["teste"], models["L2"]["teste"]
    assert plain - 2.6 < decayed <= plain
    assert abs(models["dropout"]["teste"] - plain) <= 2
    kind, text, *_ = football
    before = {"originais": "o teste deu ", "sintéticos": "dados originais, e "}[kind]
    assert f"{before}{plain} e {decayed} " in " ".join(text.split())


def test_on_two_hundred_plays_training_gets_worse_and_testing_better(football):
    models = football[3]["outras"]
    plain = models["sem regularização"]
    for name in ("L2", "dropout"):
        assert models[name]["treino"] < plain["treino"]
        assert models[name]["teste"] > plain["teste"]
    assert re.search(r"O que houve: (b, L2|c, dropout)\.", football[2])


def test_dropout_does_not_aim_at_the_weights(football):
    kind, text, _, report = football
    clubs, others = report["federacao"], report["outras"]
    assert clubs["dropout"]["quadrados"] > clubs["sem regularização"]["quadrados"]
    if kind == "originais":
        squares = [others[name]["quadrados"] for name in ("sem regularização", "dropout")]
        assert squares == pytest.approx([728, 352], rel=0.05)
        assert "de 728 para 352" in text


def test_no_disagreement_on_the_same_plays_is_beyond_chance(football):
    _, text, printed, report = football
    told = [number(p) for p in re.findall(r"p = (\d,\d+)$", printed, re.MULTILINE)]
    assert len(told) == 1 + 3
    assert all(p > 0.05 for p in told)
    decayed, dropped = report["discordancias"]
    assert "{} : {}".format(*decayed) in text
    near = {"originais": (2, 9), "sintéticos": (1, 5)}[football[0]]
    assert dropped == pytest.approx(near, abs=1)
    assert "{} : {}".format(*near) in text


def test_seeds_differ_more_than_models_and_l2_errs_with_less_confidence(football):
    hits, entropies = football[3]["sementes"], football[3]["entropias"]
    means = [sum(found) / len(found) for found in hits.values()]
    assert max(means) - min(means) < min(max(found) - min(found) for found in hits.values())
    mean = {name: sum(found) / len(found) for name, found in entropies.items()}
    assert min(mean, key=mean.get) == "L2"
    assert max(mean, key=mean.get) == "dropout"


def test_validation_prefers_a_penalty_and_prediction_needs_all_neurons(football):
    validation = football[3]["validacao"]
    assert validation["0.7"][-1] < validation["0"][-1]
    assert football[3]["mudaram"] > 0


def test_the_plays_whose_answer_changes_are_nearer_to_the_border(football):
    changing, steady = football[3]["distancia"]
    assert changing < steady


def test_figures_of_the_noise_and_of_the_prior_by_hand(football):
    _, text, printed, _ = football
    for keep, told in ((0.5, 1), (0.86, 0.163)):
        assert (1 - keep) / keep == pytest.approx(told, abs=5e-4)
    assert "p = 0,5: média 1,00, variância 1,00\np = 0,86: média 1,00, variância 0,16" in printed
    assert r"$0{,}163\, a^2$" in text
    deviation = 0.7**-0.5
    assert deviation == pytest.approx(1.2, abs=0.05)
    assert r"$1/\sqrt{0{,}7} = 1{,}2$" in text


def test_without_penalty_training_falls_while_validation_rises_and_with_it_both_stop(football):
    """From the first measure after the start to the mean of the last five."""
    changed = {
        (part, lambd): sum(measured[-5:]) / 5 - measured[1]
        for part in ("treino", "validacao")
        for lambd, measured in football[3][part].items()
    }
    assert changed["treino", "0"] < -0.01
    assert changed["validacao", "0"] > 0.02
    assert all(abs(changed[part, "0.7"]) < 0.01 for part in ("treino", "validacao"))


def test_validation_may_be_the_easier_part_by_chance(football):
    kind, _, _, report = football
    easier = report["validacao"]["0.7"][-1] < report["treino"]["0.7"][-1]
    assert easier == (kind == "sintéticos")


def test_both_penalties_together_are_near_l2_and_far_below_dropout(football):
    kind, _, _, report = football
    mean = {name: sum(found) / len(found) for name, found in report["entropias"].items()}
    both = sum(report["juntos"]) / len(report["juntos"])
    assert both == pytest.approx({"originais": 0.238, "sintéticos": 0.174}[kind], abs=0.02)
    assert both == pytest.approx(mean["L2"], rel=0.15)
    assert both < (0.5 if kind == "originais" else 0.8) * mean["dropout"]
    hits = [*report["sementes"].values(), report["acertos_juntos"]]
    means = [sum(found) / len(found) for found in hits]
    assert max(means) - min(means) < min(max(found) - min(found) for found in hits)


# --- dense network --------------------------------------------------------------------------


def test_the_tables_of_the_dense_lab_are_those_of_its_runs(cats):
    kind, text, _, report = cats
    for row, network in zip(rows(text, kind), ("2", "raiz"), strict=True):
        costs = report["custos"][network]
        assert row[:2] == pytest.approx([costs[0], costs[-1]], abs=5e-6)
        assert row[2:] == pytest.approx(report["acuracias"][network], abs=5e-5)


def test_the_shallow_network_s_first_cost_is_that_of_one_half_and_a_peak_passes(cats):
    kind, text, _, report = cats
    costs = report["custos"]["2"]
    assert costs[0] == pytest.approx(math.log(2), abs=1e-3)
    (iteration,) = re.findall(r"nas fotos, o da iteração (\d+)\)", " ".join(text.split()))
    peak = int(iteration) // 100
    if kind == "originais":
        assert costs[peak] > 1.2 * max(costs[peak - 1], costs[peak + 1])
        assert costs[-1] < min(costs[: peak + 1])


def test_the_stalled_network_calls_no_test_photo_a_cat(cats):
    assert re.search(r"fotos de teste que ela chama de gato: 0 de 50$", cats[2], re.MULTILINE)


def test_the_deep_network_stalls_at_the_share_of_cats(cats):
    report = cats[3]
    share = report["gatos"][0] / report["gatos"][1]
    stalled = -share * math.log(share) - (1 - share) * math.log(1 - share)
    assert report["custos"]["4"][-1] == pytest.approx(0.643985, abs=5e-6)
    assert report["custos"]["4"][-1] == pytest.approx(stalled, abs=1e-4)
    assert report["acuracias"]["4"] == pytest.approx([0.6555, 0.34], abs=5e-5)
    assert "O que houve: c, maior." in cats[2]


def test_with_other_initial_weights_the_deep_network_beats_the_shallow_one(cats):
    accuracies = cats[3]["acuracias"]
    assert accuracies["raiz"][1] > accuracies["2"][1]
    assert "No teste, a rede funda passa a ganhar da rasa." in cats[1]
    assert accuracies["2"][0] > accuracies["2"][1] + 0.1


def test_gradients_shrink_as_the_text_says(cats):
    small, root, _, *wide = cats[3]["gradientes"]
    assert root[0] > 100_000 * small[0]
    for others in zip(root, *wide, strict=True):
        assert max(others) < 10 * min(others)
    spread_small, spread_root, *_ = cats[3]["variacoes"]
    assert spread_small[-1] < 1e-6
    assert spread_root[-1] > 0.01


def test_the_shortcut_is_the_same_training(cats):
    assert cats[3]["atalho"] < 1e-9
    assert cats[3]["custos"]["2"][-1] == pytest.approx(
        {"originais": 0.041928, "sintéticos": 0.077809}[cats[0]], abs=5e-7
    )


def test_a_signal_vanishes_with_half_of_he_and_explodes_with_its_double(cats):
    found = re.findall(r"(\S+ de He|He) +tamanho depois de 50 camadas: (\S+)", cats[2])
    size = {name: number(told) for name, told in found}
    assert 0.1 < size["He"] < 10
    assert size["metade de He"] == pytest.approx(size["He"] / 2**50, rel=0.2)
    assert size["dobro de He"] == pytest.approx(size["He"] * 2**50, rel=0.2)


def test_mistakes_on_the_photos_are_false_cats_and_on_the_drawings_missed_ones(cats):
    told = {"originais": (10, 7), "sintéticos": (5, 2)}
    assert (len(cats[3]["erros"]), sum(cats[3]["erros"])) == told[cats[0]]
    assert "sete dos dez erros são falsos gatos" in " ".join(cats[1].split())
    assert "três dos cinco são gatos" in " ".join(cats[1].split())


def test_photos_differ_a_thousand_times_less_at_the_end_of_the_deeper_network(cats):
    deep, _, shallow, *_ = cats[3]["variacoes"]
    assert shallow[-1] > 1000 * deep[-1]
    assert "mais de mil vezes menos" in " ".join(cats[1].split())


def test_the_frameworks_agree_up_to_rounding(cats):
    """Told with few digits; Keras 3.15 multiplies matrices of doubles in single precision."""
    found = re.findall(r"^(?:PyTorch|Keras), maior diferença .*: (\S+)$", cats[2], re.MULTILINE)
    assert found
    assert all(re.fullmatch(r"\de[+-]\d\d", one) and number(one) < 1e-6 for one in found)


def test_figures_of_section_8_5_by_hand(cats):
    text = cats[1]
    wide = (12288, 20, 7, 5, 1)
    factors = [0.01 * math.sqrt(n) for n in wide]
    assert factors[0] > 1
    assert [round(1 / factor) for factor in (factors[1], factors[3])] == [22, 45]
    assert "dividem o sinal por 22 a 45 cada uma" in " ".join(text.split())
    assert 1e-6 < factors[4] * factors[3] * factors[2] < 1e-5  # some millionths
    ratios = [math.sqrt(n / before) for before, n in itertools.pairwise(wide[1:])]
    assert min(ratios) > 0.4
    assert max(ratios) < 0.9


def test_figures_of_the_shallow_parts_by_hand(cats):
    text = cats[1]
    assert 7 * 12288 + 7 + 7 + 1 == 86031
    assert "86 031" in text
    far = 1 / (1 + math.exp(-5))
    assert 0.006 < far * (1 - far) < 0.007
    assert "menos de 0,7 %" in text
    assert 55 < 12288 / 209 < 60
    assert cats[3]["custos"]["2"][0] == pytest.approx(math.log(2), abs=1e-3)
    told = {1 / 6: 0.71, 1 / 36: 0.95}  # what multiplies the gradient, and the difference
    assert [(1 - c) / (1 + c) for c in told] == pytest.approx([*told.values()], abs=5e-3)
