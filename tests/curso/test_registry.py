"""The registry of this course's real data files, and those files where they are at hand."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hostile_pickles import KEYS, box, dumps, npy, sha256

from gabarito.data import pickled_arrays
from gabarito.data.registry import registry

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data"
NAMES = ["train_catvnoncat.h5", "test_catvnoncat.h5"]


def test_the_course_registry_is_complete() -> None:
    files = registry(ROOT)
    assert set(NAMES) <= set(files)
    for file in files.values():
        assert file.bytes > 0
        assert len(file.sha256) == 64
        assert file.urls or file.converted_from in files
        assert all(url.startswith("https://") for url in file.urls)
        assert file.used_by


@pytest.mark.skipif(not REAL.is_dir(), reason="dados reais ausentes (../shared/data)")
@pytest.mark.parametrize("name", NAMES)
def test_the_registry_knows_the_real_files(name: str) -> None:
    file, data = registry(ROOT)[name], (REAL / name).read_bytes()
    assert (file.bytes, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.skipif(not REAL.is_dir(), reason="dados reais ausentes (../shared/data)")
def test_the_public_pickle_becomes_the_registered_npz() -> None:
    """The public file, rebuilt bit for bit from its arrays: the registry knows its sha256."""
    known = registry(ROOT)
    with np.load(REAL / "fsf.npz") as arrays:
        public = npy(dumps(box(*(arrays[key] for key in KEYS))))
    assert (len(public), sha256(public)) == (known["fsf.npy"].bytes, known["fsf.npy"].sha256)
    converted = pickled_arrays.to_npz(public, known["fsf.npz"].keys, "fsf.npy")
    assert converted == (REAL / "fsf.npz").read_bytes()
    assert (len(converted), sha256(converted)) == (known["fsf.npz"].bytes, known["fsf.npz"].sha256)
