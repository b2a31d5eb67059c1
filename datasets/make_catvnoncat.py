"""Draws the synthetic cat / non-cat set that stands in for the real one.

The real photos have no licence to be handed on, so a release ships these drawings instead:
same files, same HDF5 layout, same class balance. They are made to teach the same lesson on
a flattened 64x64 image: a shallow network learns them, a deep one with tiny initial weights
stalls. Everything comes from one seed, so the committed files can always be made again::

    python datasets/make_catvnoncat.py [--out PASTA] [--seed N]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import h5py
import numpy as np

SIDE = 64
# Drawn twice as fine and averaged down, so that edges are smooth.
FINE = 2 * SIDE
# Chosen because here the lab's networks end up alike from different initial weights.
SEED = 0
CLASSES = np.array([b"non-cat", b"cat"], dtype="S7")
# split: (images, cats among them), as in the real set.
SPLITS = {"train": (209, 72), "test": (50, 33)}
# Both classes take their colours from here: colour alone must not give the class away.
PALETTE = np.array(
    [
        (222, 136, 60), (96, 92, 98), (236, 226, 208), (58, 50, 48), (158, 108, 70),
        (198, 172, 136), (150, 60, 54), (70, 108, 150), (84, 136, 84), (226, 190, 84),
        (126, 150, 170), (170, 130, 160),
    ],
    dtype=float,
)  # fmt: skip
DARK = (28, 26, 30)
PINK = (224, 150, 150)
GRASS = (90, 140, 74)
WHITE = (240, 238, 232)
# The drawing plane: x to the right, y down, both from 0 to 1, at pixel centres.
Y, X = (np.mgrid[0:FINE, 0:FINE] + 0.5) / FINE

Colour = Sequence[float] | np.ndarray
Mask = np.ndarray
Point = tuple[float, float]


# --- shapes: each returns the (128, 128) mask of the pixels it covers ---------------------


def disc(x: float, y: float, rx: float, ry: float | None = None) -> Mask:
    """An ellipse of radii ``rx`` and ``ry`` (a circle without ``ry``) centred on (x, y)."""
    return ((X - x) / rx) ** 2 + ((Y - y) / (ry or rx)) ** 2 <= 1


def box(x0: float, y0: float, x1: float, y1: float) -> Mask:
    """An upright rectangle from its upper left to its lower right corner."""
    return (x0 <= X) & (x1 >= X) & (y0 <= Y) & (y1 >= Y)


def triangle(a: Point, b: Point, c: Point) -> Mask:
    """The triangle with these corners, in any order."""
    edges = ((a, b), (b, c), (c, a))
    sides = [(q[0] - p[0]) * (Y - p[1]) - (q[1] - p[1]) * (X - p[0]) for p, q in edges]
    return np.all([s >= 0 for s in sides], axis=0) | np.all([s <= 0 for s in sides], axis=0)


def stroke(a: Point, b: Point, width: float) -> Mask:
    """A straight line from ``a`` to ``b``, ``width`` wide."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    t = np.clip(((X - a[0]) * dx + (Y - a[1]) * dy) / (dx**2 + dy**2), 0, 1)
    return np.hypot(X - a[0] - t * dx, Y - a[1] - t * dy) <= width / 2


# --- one image --------------------------------------------------------------------------


def colours(rng: np.random.Generator, n: int) -> np.ndarray:
    """``n`` different palette colours, each a little lighter or darker; shape (n, 3)."""
    chosen = PALETTE[rng.choice(len(PALETTE), size=n, replace=False)]
    return chosen * rng.uniform(0.8, 1.1, size=(n, 1))


def background(rng: np.random.Generator, near: Colour, far: Colour) -> np.ndarray:
    """A plain wall or a vertical gradient in a few bands; float (128, 128, 3)."""
    bands = rng.integers(1, 7)
    level = np.floor(Y * bands) / max(bands - 1, 1)
    return (1 - level)[..., None] * np.asarray(far) + level[..., None] * np.asarray(near)


def grain(rng: np.random.Generator, cell: int, strength: float) -> np.ndarray:
    """Square blotches, ``cell`` fine pixels wide, a step lighter or darker; (128, 128, 1)."""
    steps = rng.integers(-1, 2, size=(FINE // cell, FINE // cell)) * strength
    return np.kron(steps, np.ones((cell, cell)))[..., None]


def cat(rng: np.random.Generator, image: np.ndarray, x: float, y: float, r: float) -> None:
    """A cat's face: ears, head, on every other cat stripes, muzzle, eyes, whiskers, nose."""
    fur, eye = colours(rng, 2)
    ears(image, x, y, r, fur, lean=rng.uniform(-0.12, 0.12) * r)
    image[disc(x, y, r, 0.88 * r)] = fur
    if rng.random() < 0.5:
        for shift in (-0.28, 0, 0.28):
            top = (x + shift * r, y - 0.8 * r)
            image[stroke(top, (top[0], top[1] + 0.32 * r), 0.11 * r)] = fur * 0.6
    image[disc(x, y + 0.42 * r, 0.42 * r, 0.3 * r)] = np.minimum(fur * 1.25 + 20, 250)
    for side in (-1, 1):
        image[disc(x + side * 0.42 * r, y - 0.1 * r, 0.2 * r, 0.17 * r)] = eye * 0.5 + 120
        image[disc(x + side * 0.42 * r, y - 0.1 * r, 0.07 * r, 0.16 * r)] = DARK
        for drop in (0.0, 0.2):
            start = (x + side * 0.4 * r, y + (0.38 + drop / 2) * r)
            image[stroke(start, (x + side * 1.15 * r, y + (0.25 + drop) * r), 0.045 * r)] = WHITE
    left, right = (x - 0.13 * r, y + 0.22 * r), (x + 0.13 * r, y + 0.22 * r)
    image[triangle(left, right, (x, y + 0.38 * r))] = PINK


def ears(image: np.ndarray, x: float, y: float, r: float, fur: Colour, lean: float) -> None:
    """A cat's two ears, their tips shifted by ``lean``."""
    for side in (-1, 1):
        tip = (x + side * 0.82 * r + lean, y - 1.3 * r)
        inner, outer = (x + side * 0.12 * r, y - 0.7 * r), (x + side * 0.98 * r, y - 0.1 * r)
        image[triangle(tip, inner, outer)] = fur
        tip = (tip[0] - side * 0.08 * r, tip[1] + 0.25 * r)
        inner, outer = (x + side * 0.34 * r, y - 0.62 * r), (x + side * 0.8 * r, y - 0.4 * r)
        image[triangle(tip, inner, outer)] = PINK


def house(rng: np.random.Generator, image: np.ndarray, x: float, y: float, r: float) -> None:
    """A wall with roof, door and window."""
    wall, roof, door = colours(rng, 3)
    image[box(x - 0.8 * r, y - 0.2 * r, x + 0.8 * r, y + r)] = wall
    image[triangle((x - r, y - 0.2 * r), (x + r, y - 0.2 * r), (x, y - 1.1 * r))] = roof
    image[box(x - 0.5 * r, y + 0.25 * r, x - 0.1 * r, y + r)] = door
    image[box(x + 0.2 * r, y + 0.1 * r, x + 0.6 * r, y + 0.5 * r)] = WHITE


def ball(rng: np.random.Generator, image: np.ndarray, x: float, y: float, r: float) -> None:
    """A ball with a coloured band and a highlight."""
    skin, band = colours(rng, 2)
    whole = disc(x, y, r)
    image[whole] = skin
    image[whole & (np.abs(Y - y + 0.4 * (X - x)) < 0.25 * r)] = band
    image[disc(x - 0.4 * r, y - 0.45 * r, 0.16 * r)] = WHITE


def tree(rng: np.random.Generator, image: np.ndarray, x: float, y: float, r: float) -> None:
    """A trunk with a round crown or two triangular ones."""
    trunk, crown = colours(rng, 2)
    image[box(x - 0.16 * r, y, x + 0.16 * r, y + 1.1 * r)] = trunk
    if rng.random() < 0.5:
        for dx, dy in ((-0.45, -0.2), (0.45, -0.2), (0.0, -0.65)):
            image[disc(x + dx * r, y + dy * r, 0.55 * r)] = crown
        return
    for top, base, half in ((-1.2, -0.2, 0.65), (-0.7, 0.45, 0.9)):
        left, right = (x - half * r, y + base * r), (x + half * r, y + base * r)
        image[triangle((x, y + top * r), left, right)] = crown


def car(rng: np.random.Generator, image: np.ndarray, x: float, y: float, r: float) -> None:
    """A car from the side."""
    body, glass = colours(rng, 2)
    image[box(x - 0.55 * r, y - 0.55 * r, x + 0.5 * r, y + 0.05 * r)] = body
    image[box(x - 0.42 * r, y - 0.42 * r, x - 0.06 * r, y)] = glass
    image[box(x + 0.04 * r, y - 0.42 * r, x + 0.38 * r, y)] = glass
    image[box(x - 1.1 * r, y, x + 1.1 * r, y + 0.5 * r)] = body * 0.9
    for side in (-1, 1):
        image[disc(x + side * 0.6 * r, y + 0.5 * r, 0.28 * r)] = DARK
        image[disc(x + side * 0.6 * r, y + 0.5 * r, 0.12 * r)] = WHITE


def parcel(rng: np.random.Generator, image: np.ndarray, x: float, y: float, r: float) -> None:
    """A wrapped box with a ribbon and a bow."""
    paper, ribbon = colours(rng, 2)
    image[box(x - 0.9 * r, y - 0.6 * r, x + 0.9 * r, y + 0.9 * r)] = paper
    image[box(x - 0.14 * r, y - 0.6 * r, x + 0.14 * r, y + 0.9 * r)] = ribbon
    image[box(x - 0.9 * r, y + 0.02 * r, x + 0.9 * r, y + 0.28 * r)] = ribbon
    for side in (-1, 1):
        image[disc(x + side * 0.26 * r, y - 0.75 * r, 0.26 * r, 0.17 * r)] = ribbon


def flower(rng: np.random.Generator, image: np.ndarray, x: float, y: float, r: float) -> None:
    """A stem, six petals and a centre."""
    petal, centre = colours(rng, 2)
    image[stroke((x, y), (x, y + 1.3 * r), 0.14 * r)] = GRASS
    for angle in np.arange(6) * np.pi / 3 + rng.uniform(0, 1):
        image[disc(x + 0.55 * r * np.cos(angle), y + 0.55 * r * np.sin(angle), 0.36 * r)] = petal
    image[disc(x, y, 0.32 * r)] = centre


THINGS: tuple[Callable[..., None], ...] = (house, ball, tree, car, parcel, flower)


def picture(rng: np.random.Generator, is_cat: bool) -> np.ndarray:
    """One image, uint8 (64, 64, 3): a thing of random colour, place and size on a background."""
    near, far = colours(rng, 2)
    image = background(rng, near, far) + grain(rng, 16, 7.0)
    x, y = rng.uniform(0.42, 0.58, size=2)
    r = rng.uniform(0.24, 0.36)
    thing = cat if is_cat else THINGS[rng.integers(len(THINGS))]
    thing(rng, image, x, y, r)
    # Photos are not equally lit. With equally bright drawings, the deep network stalled at the
    # class prior for every third seed, however well initialised.
    image *= rng.uniform(0.55, 1.1)
    smooth = image.reshape(SIDE, 2, SIDE, 2, 3).mean(axis=(1, 3))
    return np.clip(smooth, 0, 255).astype(np.uint8)


# --- the two files ----------------------------------------------------------------------


def split(rng: np.random.Generator, images: int, cats: int) -> tuple[np.ndarray, np.ndarray]:
    """``images`` pictures in random order: x uint8 (m, 64, 64, 3) and y int64 (m,), 1 = cat."""
    y = rng.permutation(np.arange(images) < cats).astype(np.int64)
    return np.stack([picture(rng, bool(label)) for label in y]), y


def write(path: Path, name: str, x: np.ndarray, y: np.ndarray) -> None:
    """Writes one split under the real file's keys, small and without time stamps."""
    small = {"compression": "gzip", "compression_opts": 9, "shuffle": True, "track_times": False}
    with h5py.File(path, "w") as file:
        # Lets a loader tell a drawing from a photo wherever the file was copied to.
        file.attrs["origem"] = "sintético"
        file.create_dataset("list_classes", data=CLASSES, track_times=False)
        file.create_dataset(f"{name}_set_x", data=x, chunks=x.shape, **small)
        file.create_dataset(f"{name}_set_y", data=y, track_times=False)


def make(out: Path, seed: int = SEED) -> list[Path]:
    """Writes both files into ``out`` (made if missing) and returns their paths."""
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    paths = []
    for name, (images, cats) in SPLITS.items():
        paths.append(out / f"{name}_catvnoncat.h5")
        write(paths[-1], name, *split(rng, images, cats))
    return paths


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Desenha o conjunto sintético gato / não gato.")
    default = Path(__file__).resolve().parent / "synthetic"
    parser.add_argument("--out", type=Path, default=default, help="pasta de saída")
    parser.add_argument("--seed", type=int, default=SEED, help="semente do sorteio")
    options = parser.parse_args()
    for path in make(options.out, options.seed):
        print(f"{path} ({path.stat().st_size / 1000:.0f} kB)")


if __name__ == "__main__":
    main()
