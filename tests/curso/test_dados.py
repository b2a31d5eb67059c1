"""The cat images: the synthetic files that ship, and the loader students use."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import arquivos
import dados
import h5py
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
SYNTHETIC = ROOT / "datasets" / "synthetic"
REAL = ROOT.parent / "shared" / "data"
PARTS = {"train": 209, "test": 50}
NAMES = [f"{part}_catvnoncat.h5" for part in PARTS]


def layout(path: Path) -> dict[str, tuple[tuple[int, ...], np.dtype]]:
    with h5py.File(path) as file:
        return {key: (file[key].shape, file[key].dtype) for key in file}


def contents(path: Path) -> dict[str, np.ndarray]:
    with h5py.File(path) as file:
        return {key: file[key][()] for key in file}


# --- the synthetic files ----------------------------------------------------------------


@pytest.mark.parametrize(("part", "images"), PARTS.items())
def test_synthetic_layout(part: str, images: int) -> None:
    assert layout(SYNTHETIC / f"{part}_catvnoncat.h5") == {
        "list_classes": ((2,), np.dtype("S7")),
        f"{part}_set_x": ((images, 64, 64, 3), np.dtype("uint8")),
        f"{part}_set_y": ((images,), np.dtype("int64")),
    }


@pytest.mark.parametrize(("part", "cats"), [("train", 72), ("test", 33)])
def test_synthetic_classes_are_balanced_as_in_the_real_set(part: str, cats: int) -> None:
    found = contents(SYNTHETIC / f"{part}_catvnoncat.h5")
    assert found["list_classes"].tolist() == [b"non-cat", b"cat"]
    assert set(found[f"{part}_set_y"]) == {0, 1}
    assert found[f"{part}_set_y"].sum() == cats


@pytest.mark.skipif(not REAL.is_dir(), reason="dados reais ausentes (../shared/data)")
@pytest.mark.parametrize("name", NAMES)
def test_synthetic_layout_is_the_real_one(name: str) -> None:
    assert layout(SYNTHETIC / name) == layout(REAL / name)


def test_synthetic_files_are_small() -> None:
    assert sum((SYNTHETIC / name).stat().st_size for name in NAMES) < 300_000


def test_generator_makes_the_committed_files(tmp_path: Path) -> None:
    paths = module_at(ROOT / "datasets" / "make_catvnoncat.py").make(tmp_path)
    assert [path.name for path in paths] == NAMES
    for path in paths:
        made, committed = contents(path), contents(SYNTHETIC / path.name)
        assert made.keys() == committed.keys()
        for key in made:
            np.testing.assert_array_equal(made[key], committed[key])


def module_at(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{path.stem}_sob_teste", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow(reason="trains networks on photos")
@pytest.mark.parametrize(
    ("dims", "seed", "scale", "train", "test"),
    [
        ([12288, 7, 1], 3, "small", (0.95, 1.0), (0.70, 0.95)),
        pytest.param(  # stalls: no cat at all
            *([12288, 20, 7, 5, 1], 3, "small", (0.65, 0.66), (0.34, 0.34)),
            marks=pytest.mark.nightly,
        ),
        pytest.param(
            *([12288, 20, 7, 5, 1], 1, "sqrt", (0.95, 1.0), (0.70, 0.95)), marks=pytest.mark.nightly
        ),
    ],
)
def test_synthetic_data_teach_the_lesson(
    dims: list[int],
    seed: int,
    scale: str,
    train: tuple[float, float],
    test: tuple[float, float],
) -> None:
    treino_x, treino_y, teste_x, teste_y, _ = dados.load_dataset(SYNTHETIC)
    weights, biases = trained(columns(treino_x), treino_y, dims, seed, scale)
    for images, labels, (low, high) in ((treino_x, treino_y, train), (teste_x, teste_y, test)):
        output = forward(columns(images), weights, biases)[-1]
        assert low <= np.mean((output > 0.5) == labels) <= high


def columns(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1).T / 255


def forward(X: np.ndarray, weights: list[np.ndarray], biases: list[np.ndarray]) -> list[np.ndarray]:
    """Activations of every layer, the input first: ReLU inside, sigmoid at the end."""
    A = [X]
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A.append(np.maximum(W @ A[-1] + b, 0))
    return [*A, 1 / (1 + np.exp(-(weights[-1] @ A[-1] + biases[-1])))]


def trained(
    X: np.ndarray, Y: np.ndarray, dims: list[int], seed: int, scale: str
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Weights and biases after 2500 steps of gradient descent at the lab's rate."""
    np.random.seed(seed)
    weights = [
        np.random.randn(n, before) * (0.01 if scale == "small" else before**-0.5)
        for before, n in pairwise(dims)
    ]
    biases = [np.zeros((n, 1)) for n in dims[1:]]
    for _ in range(2500):
        A = forward(X, weights, biases)
        dZ = A[-1] - Y
        for i in reversed(range(len(weights))):
            dW, db = dZ @ A[i].T / X.shape[1], dZ.mean(axis=1, keepdims=True)
            if i > 0:
                dZ = (weights[i].T @ dZ) * (A[i] > 0)
            weights[i] -= 0.0075 * dW
            biases[i] -= 0.0075 * db
    return weights, biases


# --- the loader -------------------------------------------------------------------------


def photo_like(folder: Path, *names: str) -> Path:
    """Files of the real layout that do not say that they are synthetic."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or NAMES:
        shutil.copyfile(SYNTHETIC / name, folder / name)
        with h5py.File(folder / name, "r+") as file:
            del file.attrs["origem"]
    return folder


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notebook's folder, two below a course root; the working directory."""
    folder = tmp_path / "curso" / "release" / "lab"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_arrays_have_the_promised_shapes(notebook: Path) -> None:
    treino_x, treino_y, teste_x, teste_y, classes = dados.load_dataset()
    assert (treino_x.shape, treino_x.dtype) == ((209, 64, 64, 3), np.uint8)
    assert (teste_x.shape, teste_x.dtype) == ((50, 64, 64, 3), np.uint8)
    assert (treino_y.shape, treino_y.dtype) == ((1, 209), np.int64)
    assert (teste_y.shape, teste_y.dtype) == ((1, 50), np.int64)
    assert classes.tolist() == [b"non-cat", b"cat"]


def test_synthetic_data_come_with_a_notice(
    notebook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dados.load_dataset()
    said = capsys.readouterr()
    assert "SINTÉTICOS" in said.out
    assert str(SYNTHETIC) in said.out
    assert "gabarito data fetch" in said.out
    assert said.err == ""


def test_release_ships_its_own_synthetic_data(notebook: Path) -> None:
    shutil.copytree(SYNTHETIC, notebook / "dados_sinteticos")
    for helper in (dados, arquivos):
        shutil.copy(helper.__file__, notebook)
    ran = subprocess.run(
        [sys.executable, "-c", "import dados; dados.load_dataset()"],
        cwd=notebook,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "lidos da pasta dados_sinteticos." in ran.stdout


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (".", "do notebook"),
        ("datasets", "datasets"),
        ("datasets/real", "datasets/real"),
        ("../../datasets/real", "{curso}/datasets/real"),
    ],
)
def test_real_files_win_wherever_they_are_sensibly_put(
    place: str, shown: str, notebook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo_like(notebook / place)
    dados.load_dataset()
    folder = shown.format(curso=notebook.parents[1])
    assert capsys.readouterr().out == f"Dados lidos da pasta {folder}.\n"


@pytest.mark.parametrize("alone", NAMES)
def test_one_real_file_is_never_completed_with_a_synthetic_one(
    alone: str, notebook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo_like(notebook, alone)
    dados.load_dataset()
    said = capsys.readouterr().out
    (missing,) = set(NAMES) - {alone}
    assert f"a pasta {notebook} foi ignorada porque nela falta {missing}" in said
    assert "SINTÉTICOS" in said


def test_a_mixed_folder_is_refused(notebook: Path) -> None:
    photo_like(notebook, NAMES[0])
    shutil.copyfile(SYNTHETIC / NAMES[1], notebook / NAMES[1])
    with pytest.raises(ValueError, match="um dos arquivos é das fotos originais e o outro"):
        dados.load_dataset()


def test_the_given_folder_is_the_one_read(
    notebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo_like(notebook)
    mine = photo_like(tmp_path / "minha pasta")
    dados.load_dataset(str(mine))
    assert str(mine) in capsys.readouterr().out


def test_given_synthetic_data_are_still_called_synthetic(
    capsys: pytest.CaptureFixture[str],
) -> None:
    dados.load_dataset(SYNTHETIC)
    assert "SINTÉTICOS" in capsys.readouterr().out


@pytest.mark.parametrize("present", [[], NAMES[:1]])
def test_a_given_folder_without_both_files_is_refused(
    present: list[str], notebook: Path, tmp_path: Path
) -> None:
    photo_like(notebook)  # must not be taken instead
    folder = tmp_path / "vazia"
    folder.mkdir()
    if present:
        photo_like(folder, *present)
    with pytest.raises(FileNotFoundError, match="corrija o caminho") as caught:
        dados.load_dataset(folder)
    assert str(folder) in str(caught.value)
    assert "test_catvnoncat.h5" in str(caught.value)


def test_nothing_anywhere(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arquivos, "PASTAS_SINTETICAS", (notebook / "dados_sinteticos",))
    with pytest.raises(FileNotFoundError, match="copie para junto do notebook"):
        dados.load_dataset()


@pytest.mark.parametrize("kept", [0, 100, 0.5, 0.98])
def test_a_cut_file_is_named(kept: float, notebook: Path) -> None:
    broken = photo_like(notebook) / NAMES[0]
    whole = broken.read_bytes()
    broken.write_bytes(whole[: kept if isinstance(kept, int) else int(kept * len(whole))])
    with pytest.raises(OSError, match="corrompido ou incompleto") as caught:
        dados.load_dataset()
    assert str(broken) in str(caught.value)


def test_damaged_images_are_named(notebook: Path) -> None:
    broken = photo_like(notebook) / NAMES[0]
    whole = bytearray(broken.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 1000] = bytes(1000)
    broken.write_bytes(whole)
    with pytest.raises(OSError, match="corrompido ou incompleto"):
        dados.load_dataset()


def test_swapped_files_are_named(notebook: Path) -> None:
    photo_like(notebook)
    train, test = (notebook / name for name in NAMES)
    train.rename(notebook / "t")
    test.rename(train)
    (notebook / "t").rename(test)
    with pytest.raises(ValueError, match="confira se não trocou os arquivos"):
        dados.load_dataset()


def test_other_images_are_refused(notebook: Path) -> None:
    photo_like(notebook)
    with h5py.File(notebook / NAMES[0], "r+") as file:
        del file["train_set_x"]
        file["train_set_x"] = np.zeros((209, 32, 32, 3), np.uint8)
    with pytest.raises(ValueError, match="não é o esperado"):
        dados.load_dataset()


@pytest.mark.skipif(not REAL.is_dir(), reason="dados reais ausentes (../shared/data)")
def test_the_loader_reads_the_real_files(capsys: pytest.CaptureFixture[str]) -> None:
    treino_x, treino_y, teste_x, teste_y, classes = dados.load_dataset(REAL)
    assert (treino_x.shape, teste_x.shape) == ((209, 64, 64, 3), (50, 64, 64, 3))
    assert (treino_y.sum(), teste_y.sum()) == (72, 33)
    assert classes.tolist() == [b"non-cat", b"cat"]
    assert "SINTÉTICOS" not in capsys.readouterr().out
