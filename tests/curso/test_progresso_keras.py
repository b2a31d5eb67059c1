"""Progress of a training in Keras: one line, wherever the notebook runs."""

from __future__ import annotations

import io
from pathlib import Path

import nbformat
import numpy as np
import pytest
from labs import has_keras

if not has_keras():
    pytest.skip("rede_densa_keras: falta o Keras; make keras", allow_module_level=True)

import instrumentos_keras
import keras
from nbclient import NotebookClient
from progresso_keras import Progresso

from gabarito.notebook import plain_outputs

pytestmark = pytest.mark.keras

X = np.array([[0.9, 0.1], [0.1, 0.9]])
WEIGHTS = [np.eye(2), np.zeros(2)]
CELL = """
import numpy as np
import instrumentos_keras
from progresso_keras import Progresso

X = np.eye(2)
rede = instrumentos_keras.rede_de_exemplo([X, np.zeros(2)], ["linear"])
_ = rede.fit(X, X, epochs=30, verbose=0, callbacks=[Progresso(intervalo=0)])
"""


def train(epochs, **options):
    """What is written while a small network learns, and its losses."""
    output = io.StringIO()
    network = instrumentos_keras.rede_de_exemplo(WEIGHTS, ["linear"], taxa=0.1)
    bar = Progresso(saida=output, **options)
    history = network.fit(X, X[:, ::-1], epochs=epochs, verbose=0, callbacks=[bar])
    return output.getvalue(), history.history["loss"]


def test_the_line_says_epoch_and_loss():
    text, losses = train(5)
    assert "100 %  época 5/5" in text
    assert f"perda {losses[-1]:.6f}".replace(".", ",") in text
    assert "custo" not in text


def test_the_line_moves_with_every_epoch():
    text, losses = train(4, intervalo=0)
    lines = text.split("\r")[1:]
    assert [f"época {done}/4" in line for done, line in enumerate(lines[:4], 1)] == [True] * 4
    told = [f"{loss:.6f}".replace(".", ",") for loss in losses]
    assert all(loss in line for loss, line in zip(told, lines, strict=False))
    assert text.count("\n") == 1


def test_the_line_ends_when_training_stops_early():
    output = io.StringIO()
    network = instrumentos_keras.rede_de_exemplo(WEIGHTS, ["linear"], taxa=0.1)
    stop = keras.callbacks.EarlyStopping(monitor="loss", min_delta=9, patience=1)
    bar = Progresso(saida=output)
    network.fit(X, X, epochs=50, verbose=0, callbacks=[bar, stop])
    assert "época 2/50" in output.getvalue()
    assert output.getvalue().endswith("\n")


def test_what_is_kept_of_a_stream_is_one_line():
    text, _ = train(30, intervalo=0)
    output = {"output_type": "stream", "name": "stdout", "text": text}
    kept = plain_outputs.plain_output(output)["text"]
    assert kept.count("\n") == 1
    assert "\r" not in kept
    assert "época 30/30" in kept


@pytest.mark.slow(reason="starts a kernel that imports Keras")
def test_a_kernel_keeps_one_line():
    cell = nbformat.v4.new_code_cell(CELL)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    folder = str(Path(instrumentos_keras.__file__).parent)
    NotebookClient(notebook, resources={"metadata": {"path": folder}}).execute()
    (output,) = cell.outputs
    assert output["data"]["text/plain"].count("\n") == 0
    assert "época 30/30" in output["data"]["text/plain"]
