"""The images and notes of the Keras lab: the synthetic ones, and the real ones where they are."""

from __future__ import annotations

import gzip
import importlib.util
import re
from pathlib import Path

import dados_keras
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SYNTHETIC = ROOT / "datasets" / "synthetic"
NAMES = ("digitos.npz", "roupas.npz", "data_banknote_authentication.txt")


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """An empty folder that a notebook runs in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("load", [dados_keras.carregue_digitos, dados_keras.carregue_roupas])
def test_synthetic_images_have_the_layout_of_the_real_ones(load, notebook, capsys):
    AX, AY, QX, QY = load()
    assert AX.shape[1:] == QX.shape[1:] == (28, 28)
    assert AX.dtype == AY.dtype == np.uint8
    assert set(AY) == set(QY) == set(range(10))
    assert (len(AX), len(QX)) == (len(AY), len(QY))
    said = capsys.readouterr().out
    assert "SINTÉTICOS" in said
    assert re.search(r"^O.* foram desenhados|^As roupas são desenhos.*, lidos da pasta", said, re.M)


def test_notes_are_even_and_odd_rows_with_three_columns_of_noise(notebook, capsys):
    ax, ay, qx, qy = dados_keras.carregue_notas()
    assert ax.shape == qx.shape == (686, 7)
    assert ay.shape == qy.shape == (686, 1)
    table = np.loadtxt(SYNTHETIC / NAMES[2], delimiter=",")
    np.testing.assert_array_equal(ax[:, :4], table[::2, :4])
    np.testing.assert_array_equal(qy, table[1::2, 4:])
    assert 25 < np.abs(ax[:, 4:]).max() <= 30


def idx(array: np.ndarray) -> bytes:
    head = bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape)
    return gzip.compress(head + array.tobytes())


def test_original_files_come_first(notebook, capsys):
    sorteio = np.random.default_rng(1)
    arrays = [
        sorteio.integers(0, 256, shape).astype(np.uint8)
        for shape in ((3, 28, 28), 3, (2, 28, 28), 2)
    ]
    (notebook / "mnist").mkdir()
    for part, array in zip(dados_keras.PARTES, arrays, strict=True):
        (notebook / "mnist" / f"{part}-ubyte.gz").write_bytes(idx(array))
    for found, array in zip(dados_keras.carregue_digitos(), arrays, strict=True):
        np.testing.assert_array_equal(found, array)
    assert "Dados originais: 3 imagens" in capsys.readouterr().out
    (notebook / "mnist" / f"{dados_keras.PARTES[0]}-ubyte.gz").write_bytes(b"nada")
    with pytest.raises(OSError, match="corrompido"):
        dados_keras.carregue_digitos()


@pytest.mark.slow(reason="draws the data sets again")
def test_the_committed_files_are_what_the_program_draws(tmp_path):
    path = ROOT / "datasets" / "make_imagens.py"
    spec = importlib.util.spec_from_file_location("make_imagens", path)
    make_imagens = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_imagens)
    make_imagens.make(tmp_path)
    for name in NAMES[:2]:  # compressed bytes are zlib's affair
        with np.load(tmp_path / name) as made, np.load(SYNTHETIC / name) as committed:
            for key in committed.files:
                np.testing.assert_array_equal(made[key], committed[key])
    assert (tmp_path / NAMES[2]).read_bytes() == (SYNTHETIC / NAMES[2]).read_bytes()
    assert sum((SYNTHETIC / name).stat().st_size for name in NAMES) < 800_000


def page(rows, columns, ink):
    """A white 28 × 28 image with `ink` in these rows and columns."""
    image = np.full((28, 28), 255, np.uint8)
    image[rows, columns] = ink
    return image


def test_white_margins_are_cut_off_and_the_rest_fills_the_square():
    small = page(slice(3, 17), slice(10, 24), np.arange(196).reshape(14, 14))
    np.testing.assert_array_equal(
        dados_keras.apare_e_reduza(small[None])[0], np.arange(196).reshape(14, 14)
    )


def test_a_pixel_is_the_mean_of_what_it_covers():
    ink = np.random.default_rng(0).integers(0, 255, (28, 28))
    means = ink.reshape(14, 2, 14, 2).mean(axis=(1, 3))
    made = dados_keras.apare_e_reduza(page(slice(None), slice(None), ink)[None])[0]
    np.testing.assert_array_equal(made, np.rint(means))
    three = dados_keras.apare_e_reduza(np.array([[[0, 90, 240]]], np.uint8), lado=2)[0]
    np.testing.assert_array_equal(three, [[30, 190]] * 2)  # 90 conta metade em cada um


def test_a_narrow_digit_is_widened():
    one = page(slice(4, 24), 13, 0)
    assert (dados_keras.apare_e_reduza(one[None]) == 0).all()


def test_a_white_image_stays_white_and_none_is_changed():
    images = np.stack([page(0, 0, 255), page(5, slice(2, 9), 7)])
    before = images.copy()
    made = dados_keras.apare_e_reduza(images)
    assert (made[0] == 255).all()
    assert (made[1] == 7).all()
    assert made.dtype == np.uint8
    np.testing.assert_array_equal(images, before)
