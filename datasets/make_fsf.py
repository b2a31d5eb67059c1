"""Makes up the football plays that stand in for the real ones in the regularization lab.

The real files have no licence to be handed on, so a release ships these instead: same names,
keys, shapes, types and ranges, and one key more, ``origem``, that says what they are. A play
is where the ball fell and who won it. The frontier is a slanted line with noise: a network
without regularization bends around stray plays, a regularized one draws it smooth.

Everything comes from one seed a file, so the committed files can always be made again::

    python datasets/make_fsf.py [--out PASTA]
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.io import savemat

ORIGIN = "sintético"
# SciPy writes the hour into a .mat header; these 116 bytes make the same file every time.
MAT_HEADER = b"MATLAB 5.0 MAT-file, jogadas inventadas para o lab de regularizacao".ljust(116)


class Plays(NamedTuple):
    """How one file's plays are drawn; coordinates are (along the field, across it).

    Attributes:
        seed: chosen because here the three trainings of the lab teach what they teach on the
            real plays; ``tests/curso/test_claims.py`` holds what the lab says of both.
        centre, spread: mean and standard deviation of where the ball falls.
        low, high: the real file's range.
        noise: how far from the frontier the weaker side still wins some balls.
        train, test: number of plays.
    """

    seed: int
    centre: tuple[float, float]
    spread: tuple[float, float]
    low: tuple[float, float]
    high: tuple[float, float]
    noise: float
    train: int
    test: int


FSF = Plays(8, (-0.2, 0.0), (0.17, 0.2), (-0.79, -0.48), (0.2, 0.53), 0.08, train=200, test=50)
TWO_D = Plays(
    14, (-0.12, -0.05), (0.2, 0.3), (-0.6, -0.66), (0.3, 0.6), 0.07, train=211, test=200
)  # fmt: skip


def draw(rng: np.random.Generator, plays: Plays, m: int) -> tuple[np.ndarray, np.ndarray]:
    """`m` plays: positions, shape (2, m), and who won each, shape (1, m), 1.0 for France."""
    centre, spread, low, high = (
        np.array(pair)[:, np.newaxis]
        for pair in (plays.centre, plays.spread, plays.low, plays.high)
    )
    X = np.clip(rng.normal(centre, spread, size=(2, m)), low, high)
    # France's side is the upper left one: it grows wider towards the top.
    lead = 0.5 * X[1] - (X[0] - plays.centre[0])
    return X, (lead + rng.normal(0, plays.noise, m) > 0)[np.newaxis].astype(float)


def make(out: Path) -> list[Path]:
    """Writes both files into `out` (made if missing) and returns their paths."""
    out.mkdir(parents=True, exist_ok=True)
    return [write_npz(out / "fsf.npz"), write_mat(out / "data.mat")]


def write_npz(path: Path) -> Path:
    """Examples are columns, as the lab wants them."""
    rng = np.random.default_rng(FSF.seed)
    (train_X, train_Y), (test_X, test_Y) = (draw(rng, FSF, m) for m in (FSF.train, FSF.test))
    np.savez(
        path,
        **{"train_X": train_X, "train_Y": train_Y, "test_X": test_X, "test_Y": test_Y},
        origem=np.array(ORIGIN),
    )
    return path


def write_mat(path: Path) -> Path:
    """Examples are rows and labels are bytes, as in the real file."""
    rng = np.random.default_rng(TWO_D.seed)
    (X, y), (Xval, yval) = (draw(rng, TWO_D, m) for m in (TWO_D.train, TWO_D.test))
    content = {"X": X.T, "y": y.T.astype(np.uint8), "yval": yval.T.astype(np.uint8), "Xval": Xval.T}
    written = io.BytesIO()
    savemat(written, {**content, "origem": ORIGIN}, do_compression=True)
    path.write_bytes(MAT_HEADER + written.getvalue()[len(MAT_HEADER) :])
    return path


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Inventa as jogadas do lab de regularização.")
    default = Path(__file__).resolve().parent / "synthetic"
    parser.add_argument("--out", type=Path, default=default, help="pasta de saída")
    for path in make(parser.parse_args().out):
        print(f"{path} ({path.stat().st_size / 1000:.0f} kB)")


if __name__ == "__main__":
    main()
