"""The football plays: the synthetic files that ship, and the loaders students use."""

from __future__ import annotations

import contextlib
import gc
import io
import pickle
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dados_futebol
import matplotlib.pyplot as plt
import numpy as np
import pytest
import reg_utils
from scipy.io import loadmat, savemat
from test_dados import module_at

ROOT = Path(__file__).resolve().parents[2]
SYNTHETIC = ROOT / "datasets" / "synthetic"
REAL = ROOT.parent / "shared" / "data"
LOADERS = {"fsf.npz": dados_futebol.load_fsf_dataset, "data.mat": dados_futebol.load_2D_dataset}
SIZES = {"fsf.npz": (200, 50), "data.mat": (211, 200)}
real_only = pytest.mark.skipif(not REAL.is_dir(), reason="dados reais ausentes (../shared/data)")
each = pytest.mark.parametrize("name", LOADERS)


@pytest.fixture(autouse=True)
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A notebook's folder, the working directory; its figures are closed at the end."""
    folder = tmp_path / "curso" / "release" / "lab"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    yield folder
    plt.close("all")


def contents(path: Path) -> dict[str, np.ndarray]:
    """Every array in a file; a .mat's own notes aside."""
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as file:
            return {key: file[key] for key in file.files}
    return {key: value for key, value in loadmat(path).items() if not key.startswith("__")}


def write(path: Path, arrays: dict[str, Any]) -> None:
    if path.suffix == ".npz":
        np.savez(path, **arrays)
    else:
        savemat(path, arrays)


def without_mark(name: str) -> dict[str, np.ndarray]:
    """The synthetic plays, as a file that does not say that they are synthetic."""
    arrays = contents(SYNTHETIC / name)
    del arrays["origem"]
    return arrays


# --- the synthetic files ----------------------------------------------------------------


@each
def test_generator_makes_the_committed_files(name: str, tmp_path: Path) -> None:
    paths = module_at(ROOT / "datasets" / "make_fsf.py").make(tmp_path / "novos")
    assert [path.name for path in paths] == list(LOADERS)
    made, committed = contents(tmp_path / "novos" / name), contents(SYNTHETIC / name)
    assert made.keys() == committed.keys()
    for key in made:
        np.testing.assert_array_equal(made[key], committed[key])


def test_generator_writes_the_same_bytes_whatever_the_hour(tmp_path: Path) -> None:
    maker = module_at(ROOT / "datasets" / "make_fsf.py")
    first, second = maker.make(tmp_path / "a"), maker.make(tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@real_only
@each
def test_synthetic_layout_and_range_are_the_real_ones(name: str) -> None:
    ours, real = without_mark(name), contents(REAL / name)
    assert ours.keys() == real.keys()
    for key, array in ours.items():
        assert (array.shape, array.dtype) == (real[key].shape, real[key].dtype)
        if key in ("train_X", "X"):
            axis = 1 if key == "train_X" else 0
            assert np.all(array.min(axis) >= real[key].min(axis) - 0.01)
            assert np.all(array.max(axis) <= real[key].max(axis) + 0.03)


@each
def test_synthetic_files_are_small(name: str) -> None:
    assert (SYNTHETIC / name).stat().st_size < 10_000


@each
@pytest.mark.slow(reason="trains networks")
def test_synthetic_plays_teach_the_lesson(name: str) -> None:
    """L2 gives up training accuracy, shrinks the weights, and no test play is lost by it."""
    X, Y, test_X, test_Y = LOADERS[name](SYNTHETIC)
    plain, decayed = (trained(X, Y, lambd) for lambd in (0, 0.7))
    assert accuracy(plain, X, Y) > accuracy(decayed, X, Y) > 0.8
    assert accuracy(decayed, test_X, test_Y) >= accuracy(plain, test_X, test_Y)
    assert squares(decayed) < squares(plain) / 10


def trained(X: np.ndarray, Y: np.ndarray, lambd: float) -> dict[str, np.ndarray]:
    p = reg_utils.initialize_parameters([2, 20, 3, 1])
    for _ in range(30000):
        _, cache = reg_utils.forward_propagation(X, p)
        grads = reg_utils.backward_propagation(X, Y, cache)
        for W in ("W1", "W2", "W3"):
            grads["d" + W] = grads["d" + W] + lambd / X.shape[1] * p[W]
        p = reg_utils.update_parameters(p, grads, 0.3)
    return p


def accuracy(parameters: dict[str, np.ndarray], X: np.ndarray, Y: np.ndarray) -> float:
    return float(np.mean(reg_utils.predict_dec(parameters, X) == Y))


def squares(parameters: dict[str, np.ndarray]) -> float:
    return float(sum(np.sum(parameters[W] ** 2) for W in ("W1", "W2", "W3")))


# --- the loaders ------------------------------------------------------------------------


@each
def test_arrays_have_the_promised_shapes(name: str) -> None:
    train_X, train_Y, test_X, test_Y = LOADERS[name]()
    m, k = SIZES[name]
    assert (train_X.shape, train_Y.shape) == ((2, m), (1, m))
    assert (test_X.shape, test_Y.shape) == ((2, k), (1, k))
    assert {array.dtype for array in (train_X, train_Y, test_X, test_Y)} == {np.dtype(float)}
    assert set(train_Y.flat) == set(test_Y.flat) == {0.0, 1.0}


@each
def test_values_are_those_of_the_file(name: str) -> None:
    train_X, train_Y, test_X, test_Y = LOADERS[name](SYNTHETIC)
    file = contents(SYNTHETIC / name)
    keys = ("train_X", "train_Y", "test_X", "test_Y")
    if name == "data.mat":
        file = {key: file[mat].T for key, mat in zip(keys, ("X", "y", "Xval", "yval"), strict=True)}
    for key, array in zip(keys, (train_X, train_Y, test_X, test_Y), strict=True):
        np.testing.assert_array_equal(array, file[key])


@each
def test_the_plays_are_drawn_on_the_field(name: str) -> None:
    train_X, train_Y, _, _ = LOADERS[name]()
    (number,) = plt.get_fignums()
    blue, red = plt.figure(number).axes[0].collections
    np.testing.assert_array_equal(blue.get_offsets(), train_X[:, train_Y[0] == 1].T)
    np.testing.assert_array_equal(red.get_offsets(), train_X[:, train_Y[0] == 0].T)


@each
def test_synthetic_plays_come_with_a_notice(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    LOADERS[name]()
    said = capfd.readouterr()
    assert "SINTÉTICOS" in said.out
    assert f"ponha {name} na pasta do notebook" in said.out
    assert said.err == ""


@each
def test_the_mark_goes_with_the_file(
    name: str, notebook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(SYNTHETIC / name, notebook)
    LOADERS[name]()
    assert "SINTÉTICOS" in capsys.readouterr().out


@each
def test_the_original_beside_the_notebook_wins(
    name: str, notebook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(notebook / name, without_mark(name))
    LOADERS[name]()
    assert capsys.readouterr().out == "Dados lidos da pasta do notebook.\n"


@real_only
def test_the_loaders_read_the_real_files(capsys: pytest.CaptureFixture[str]) -> None:
    blue = {name: [Y.sum() for Y in load(REAL)[1::2]] for name, load in LOADERS.items()}
    assert blue == {"fsf.npz": [95, 18], "data.mat": [106, 87]}
    assert "SINTÉTICOS" not in capsys.readouterr().out


@each
def test_a_given_folder_without_the_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="corrija o caminho"):
        LOADERS[name](tmp_path)


@each
@pytest.mark.parametrize("kept", [0, 3, 200, 0.5, 0.98])
def test_a_cut_file_is_named(name: str, kept: float, notebook: Path) -> None:
    whole = (SYNTHETIC / name).read_bytes()
    (notebook / name).write_bytes(
        whole[: kept if isinstance(kept, int) else int(kept * len(whole))]
    )
    with pytest.raises(OSError, match="apague-o e copie-o de novo") as caught:
        LOADERS[name]()
    assert str(notebook / name) in str(caught.value)


@each
def test_a_cut_file_is_closed(name: str, notebook: Path) -> None:
    whole = (SYNTHETIC / name).read_bytes()
    (notebook / name).write_bytes(whole[: len(whole) // 2])
    gc.collect()  # what other tests have left
    with warnings.catch_warnings(record=True) as left:
        warnings.simplefilter("always", ResourceWarning)
        with contextlib.suppress(OSError):
            LOADERS[name]()
        gc.collect()
    assert [str(warning.message) for warning in left] == []


class Spy:
    """Unpickled, it would make a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return open, (str(self.mark), "w")


def hostile(mark: Path, inside: bool) -> bytes:
    """An .npz with a pickle in it, or a bare pickle."""
    if not inside:
        return pickle.dumps(Spy(mark))
    written = io.BytesIO()
    np.savez(written, **without_mark("fsf.npz") | {"train_X": np.array([Spy(mark)], dtype=object)})
    return written.getvalue()


@pytest.mark.parametrize("inside", [True, False])
def test_a_pickle_is_never_opened(inside: bool, notebook: Path, tmp_path: Path) -> None:
    mark = tmp_path / "executado"
    (notebook / "fsf.npz").write_bytes(hostile(mark, inside))
    with pytest.raises(OSError, match="apague-o e copie-o de novo"):
        dados_futebol.load_fsf_dataset()
    assert not mark.exists()


def changes(name: str) -> dict[str, dict[str, Any]]:
    """Files that open well and are not the ones wanted."""
    good = without_mark(name)
    points, labels = list(good)[:2] if name == "fsf.npz" else ("X", "y")
    three = np.concatenate([good[points]] * 2, axis=0 if name == "fsf.npz" else 1)
    return {
        "another": {"x": np.ones(3)},
        "one key less": {key: value for key, value in good.items() if key != labels},
        "four coordinates": good | {points: three},
        "a label for half": good | {labels: good[labels].ravel()[:50].reshape(1, 50)},
        "label two": good | {labels: good[labels] * 2},
        "not a number": good | {points: good[points] * np.nan},
        "text": good | {points: np.full(good[points].shape, "a")},
        "three axes": good | {points: good[points][np.newaxis]},
    }


@each
@pytest.mark.parametrize("change", changes("fsf.npz"))
def test_another_content_is_refused_in_one_sentence(name: str, change: str, notebook: Path) -> None:
    write(notebook / name, changes(name)[change])
    with pytest.raises(ValueError, match="não é o esperado") as caught:
        LOADERS[name]()
    assert str(notebook / name) in str(caught.value)
    assert plt.get_fignums() == []


def test_reg_utils_offers_the_loaders() -> None:
    assert reg_utils.load_fsf_dataset is dados_futebol.load_fsf_dataset
    assert reg_utils.load_2D_dataset is dados_futebol.load_2D_dataset
