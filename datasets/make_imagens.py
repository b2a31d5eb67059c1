"""Draws the images and the banknotes that stand in for MNIST, Fashion-MNIST and the real notes.

The real images are large and the course does not hand them on, so a release ships these: 28 × 28
grey images of ten classes, white on black as in MNIST. Digits are strokes, clothes are outlines,
each one bent, turned and moved a little. The notes have the layout of the real file: four numbers
and a class. Everything comes from one seed a file, so the committed files can always be made
again::

    python datasets/make_imagens.py [--out PASTA]
"""

from __future__ import annotations

import argparse
import io
import itertools
import zipfile
from pathlib import Path

import numpy as np
from matplotlib.path import Path as Outline

SIDE = 28
TRAIN, TEST = 1500, 500
DIGITS_SEED, CLOTHES_SEED, NOTES_SEED = 3, 4, 5
NOTES = 1372
ORIGIN = "sintético"


def _arc(x, y, rx, ry, start=0.0, end=2 * np.pi):
    angle = np.linspace(start, end, 15)
    return np.stack([x + rx * np.sin(angle), y - ry * np.cos(angle)], axis=1)


STROKES = [
    [_arc(0, 0, 0.5, 0.8)],
    [np.array([[-0.25, -0.5], [0.05, -0.8], [0.05, 0.8]])],
    [np.concatenate([_arc(0, -0.4, 0.45, 0.4, -1.4, 2.2), np.array([[-0.45, 0.8], [0.5, 0.8]])])],
    [_arc(0, -0.4, 0.42, 0.4, -1.3, 3.0), _arc(0, 0.4, 0.48, 0.42, 0.1, 4.4)],
    [np.array([[0.3, 0.8], [0.3, -0.8], [-0.45, 0.25], [0.55, 0.25]])],
    [
        np.array([[0.45, -0.8], [-0.35, -0.8], [-0.4, -0.1]]),
        _arc(0, 0.3, 0.48, 0.48, -0.9, 3.9),
    ],
    [
        np.array([[0.35, -0.8], [-0.2, -0.3], [-0.45, 0.3]]),
        _arc(0, 0.35, 0.45, 0.45),
    ],
    [np.array([[-0.5, -0.8], [0.5, -0.8], [-0.1, 0.8]])],
    [_arc(0, -0.4, 0.36, 0.38), _arc(0, 0.4, 0.45, 0.42)],
    [_arc(0, -0.35, 0.42, 0.42), np.array([[0.42, -0.3], [0.3, 0.3], [0.05, 0.8]])],
]

OUTLINES = [  # half of each outline, from the top to the bottom; the other half mirrors it
    [(0.15, -0.8), (0.8, -0.6), (0.75, -0.2), (0.45, -0.25), (0.45, 0.8)],
    [(0.35, -0.9), (0.4, 0.9), (0.1, 0.9), (0.03, -0.3)],
    [(0.2, -0.8), (0.6, -0.7), (0.85, 0.7), (0.6, 0.75), (0.45, -0.1), (0.45, 0.8)],
    [(0.2, -0.9), (0.3, -0.4), (0.22, 0.0), (0.5, 0.9)],
    [(0.25, -0.9), (0.6, -0.75), (0.75, 0.85), (0.55, 0.9), (0.5, 0.0), (0.55, 0.95)],
    [(0.9, -0.1), (0.95, 0.1), (0.2, 0.15), (0.1, -0.1)],
    [(0.3, -0.85), (0.7, -0.65), (0.75, 0.1), (0.55, 0.15), (0.42, -0.3), (0.4, 0.85)],
    [(0.3, -0.1), (0.6, 0.05), (0.95, 0.3), (0.9, 0.5), (0.2, 0.5)],
    [(0.1, -0.35), (0.75, -0.3), (0.8, 0.65), (0.3, 0.7)],
    [(0.35, -0.8), (0.35, 0.0), (0.6, 0.3), (0.55, 0.7), (0.2, 0.7)],
]
SHEARED = {5: 0.25, 7: 0.45, 9: 0.5}
"""Shoes point to one side."""


def _moved(points, rng, strength):
    """`points` a little turned, stretched, sheared and moved."""
    angle = rng.normal(0, 0.13 * strength)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    stretch = np.diag(1 + rng.normal(0, 0.1 * strength, 2))
    shear = np.array([[1, rng.normal(0, 0.15 * strength)], [0, 1]])
    return points @ (turn @ stretch @ shear).T + rng.normal(0, 0.07 * strength, 2)


def _grid():
    axis = np.linspace(-1.25, 1.25, SIDE)
    return np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)


def digit(number: int, rng: np.random.Generator) -> np.ndarray:
    """One digit, uint8 of shape (28, 28)."""
    width = rng.uniform(0.08, 0.16)
    place = np.random.default_rng(rng.integers(2**32))
    near = np.full(SIDE * SIDE, np.inf)
    seed = place.integers(2**32)
    for stroke in STROKES[number]:
        bent = stroke + rng.normal(0, 0.035, stroke.shape)
        points = _moved(bent, np.random.default_rng(seed), 1.5)
        for a, b in itertools.pairwise(points):
            near = np.minimum(near, _distance(_grid(), a, b))
    ink = np.clip((width + 0.05 - near) / 0.09, 0, 1)
    return (255 * ink).round().astype(np.uint8).reshape(SIDE, SIDE)


def _distance(points, a, b):
    along = b - a
    share = np.clip((points - a) @ along / max(along @ along, 1e-9), 0, 1)
    return np.linalg.norm(points - a - share[:, None] * along, axis=1)


def garment(kind: int, rng: np.random.Generator) -> np.ndarray:
    """One piece of clothing, uint8 of shape (28, 28)."""
    half = np.array(OUTLINES[kind]) + rng.normal(0, 0.05, (len(OUTLINES[kind]), 2))
    whole = np.concatenate([half, half[::-1] * [-1, 1]])
    whole[:, 0] += SHEARED.get(kind, 0) * whole[:, 1]
    inside = Outline(_moved(whole, rng, 0.8)).contains_points(_grid(), radius=0.03)
    cloth = rng.uniform(90, 230) + rng.uniform(0, 25) * np.sin(
        rng.uniform(2, 9) * _grid() @ rng.normal(0, 1, 2)
    )
    grey = np.where(inside, cloth + rng.normal(0, 8, len(inside)), 0)
    return np.clip(grey, 0, 255).astype(np.uint8).reshape(SIDE, SIDE)


def images(draw, seed: int) -> dict[str, np.ndarray]:
    """Images and labels, in random order."""
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.resize(np.arange(10), TRAIN + TEST)).astype(np.uint8)
    drawn = np.stack([draw(int(label), rng) for label in labels])
    return {
        "x_train": drawn[:TRAIN],
        "y_train": labels[:TRAIN],
        "x_test": drawn[TRAIN:],
        "y_test": labels[TRAIN:],
        "origem": np.array(ORIGIN),
    }


def notes(seed: int) -> np.ndarray:
    """Four attributes and the class, shape (1372, 5): no straight line parts the classes."""
    rng = np.random.default_rng(seed)
    fake = rng.permutation(np.arange(NOTES) < NOTES * 4 // 9)
    group = rng.integers(0, 2, NOTES)
    centres = np.array([[[3.5, 7.5, -2.5, -0.5], [-2.5, -3.5, 4.0, 0.5]],
                        [[-2.5, 6.5, 1.0, -1.0], [3.0, -5.0, 6.5, -0.5]]])  # fmt: skip
    found = centres[fake.astype(int), group] + rng.normal(0, 1, (NOTES, 4)) * [1.0, 1.3, 1.3, 0.8]
    return np.column_stack([found.round(4), fake])


def _npz(arrays: dict[str, np.ndarray]) -> bytes:
    """The same bytes at every run: NumPy's own writes the time into them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), content.getvalue(),
                             zipfile.ZIP_DEFLATED, 9)  # fmt: skip
    return packed.getvalue()


def make(out: Path) -> list[Path]:
    """Writes the three files into ``out`` (made if missing) and returns their paths."""
    out.mkdir(parents=True, exist_ok=True)
    lines = [",".join(f"{value:g}" for value in row) for row in notes(NOTES_SEED)]
    files = {
        "digitos.npz": _npz(images(digit, DIGITS_SEED)),
        "roupas.npz": _npz(images(garment, CLOTHES_SEED)),
        "data_banknote_authentication.txt": ("\n".join(lines) + "\n").encode(),
    }
    for name, content in files.items():
        (out / name).write_bytes(content)
    return [out / name for name in files]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Desenha os dados do lab de redes densas em Keras."
    )
    default = Path(__file__).resolve().parent / "synthetic"
    parser.add_argument("--out", type=Path, default=default, help="pasta de saída")
    for path in make(parser.parse_args().out):
        print(path)


if __name__ == "__main__":
    main()
