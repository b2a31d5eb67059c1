"""What the conversion of a pickled .npy keeps, and what it lets no file do.

The same attacks as a whole download, served over HTTP, are in ``test_fetch.py``.
"""

from __future__ import annotations

import io
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hostile_pickles import KEYS, Bomb, array_of, box, dumps, four_arrays, npy

from gabarito.data import pickled_arrays
from gabarito.errors import DataError

ODD = {
    "columns first": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "big endian": np.arange(5, dtype=">i4"),
    "single precision": np.array([[0.1, -np.inf, np.nan]], np.float32),
    "bytes": np.array([0, 128, 255], np.uint8),
}


def converted(content: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(pickled_arrays.to_npz(content, KEYS, "fsf.npy"))) as file:
        return {key: file[key] for key in file.files}


@pytest.mark.parametrize("kind", ODD)
def test_every_kind_of_numbers_is_kept(kind: str) -> None:
    expected = ODD[kind]
    found = converted(npy(dumps(box(*[expected] * 3, np.ones(1)))))
    assert list(found) == KEYS
    for key in KEYS[:3]:
        assert (found[key].shape, found[key].dtype) == (expected.shape, expected.dtype)
        np.testing.assert_array_equal(found[key], expected)


def test_the_same_content_gives_the_same_bytes() -> None:
    """`np.savez` would too, but not on every system: the registry knows one sha256."""
    content = npy(dumps(box(*four_arrays())))
    first, second = (pickled_arrays.to_npz(content, KEYS, "fsf.npy") for _ in range(2))
    assert first == second


def text(value: str) -> bytes:
    """The instruction that loads a string."""
    return b"X" + struct.pack("<I", len(value.encode())) + value.encode()


def command(mark: Path) -> str:
    return f"touch {mark}"


# Written by hand, with instructions that NumPy does not write or not in that order.
Attack = Callable[[Path], bytes]
BY_HAND: dict[str, Attack] = {
    "INST": lambda mark: f"(S'{command(mark)}'\nios\nsystem\n.".encode(),
    "OBJ": lambda mark: b"\x80\x02(cos\nsystem\n" + text(command(mark)) + b"o.",
    "NEWOBJ": lambda mark: b"\x80\x02cos\nsystem\n" + text(command(mark)) + b"\x85\x81.",
    "Python 2 name": lambda mark: b"\x80\x02c__builtin__\neval\n" + text("1") + b"\x85R.",
    "name from the stack": lambda mark: b"\x80\x04" + text("os") + text("system") + b"\x93.",
    "known name, BUILD": lambda mark: b"\x80\x02cnumpy\ndtype\n}" + text("a") + b"Nsb.",
    "code of a known name": lambda mark: (
        b"\x80\x02cnumpy.core.multiarray\n_reconstruct\nN}" + text("__code__") + b"Ns\x86b."
    ),
    "another encoding": lambda mark: (
        b"\x80\x02c_codecs\nencode\n" + text("a") + text("idna") + b"\x86R."
    ),
    "string without an end": lambda mark: b"\x80\x02X\xff\xff\xff\x7fabc.",
    "number without an end": lambda mark: b"\x80\x02\x8b\xff\xff\xff\x3fabc.",
    "bytes without an end": lambda mark: b"\x80\x05\x96" + struct.pack("<Q", 1 << 40) + b".",
    "frame without an end": lambda mark: b"\x80\x04\x95" + struct.pack("<Q", 1 << 40) + b".",
    "memo by its text": lambda mark: b"\x80\x02Np9999999\n.",
    "nothing": lambda mark: b"\x80\x02.",
    "a command after the end": lambda mark: (
        dumps(box(1)) + b"cos\nsystem\n" + text(command(mark)) + b"\x85R."
    ),
    "constructor's arguments": lambda mark: dumps(Bomb(np.dtype, "f8", *[1] * 5)),
    "state of another size": lambda mark: dumps(Bomb(np.ndarray, (1,), state=(1, 2))),
    "records": lambda mark: dumps(box(*[np.zeros(2, [("a", "f8")])] * 4)),
    "dates": lambda mark: dumps(box(*[np.zeros(2, "M8[s]")] * 4)),
    "more bytes than numbers": lambda mark: array_of((3,), "f8", bytes(32)),
    "letters for bytes": lambda mark: array_of((1,), "f8", "12345678"),
}


@pytest.mark.parametrize("attack", BY_HAND)
def test_a_pickle_written_by_hand_is_refused_unexecuted(attack: str, tmp_path: Path) -> None:
    mark = tmp_path / "executado"
    known = [dict(vars(one)) for one in pickled_arrays._KNOWN.values()]
    content = npy(BY_HAND[attack](mark))
    tracemalloc.start()
    with pytest.raises(DataError, match="recusado sem ser executado") as caught:
        pickled_arrays.to_npz(content, KEYS, "fsf.npy")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(caught.value).startswith("O arquivo fsf.npy ")
    assert caught.value.__suppress_context__
    assert not mark.exists()
    assert peak < 5_000_000
    assert [dict(vars(one)) for one in pickled_arrays._KNOWN.values()] == known


def test_arrays_inside_arrays_are_refused_at_any_depth() -> None:
    nested = box(*four_arrays())
    for _ in range(3):
        nested = box(nested, *four_arrays()[1:])
        with pytest.raises(DataError, match="recusado"):
            pickled_arrays.to_npz(npy(dumps(nested)), KEYS, "fsf.npy")


def test_an_array_that_holds_itself_is_refused() -> None:
    itself = box(*four_arrays())
    itself[2] = itself
    with pytest.raises(DataError, match="recusado"):
        pickled_arrays.to_npz(npy(dumps(itself)), KEYS, "fsf.npy")


@pytest.mark.parametrize("shape", [(), (3,), (5,), (2, 2), (4, 1)])
def test_a_header_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(DataError, match="recusado"):
        pickled_arrays.to_npz(npy(dumps(box(*four_arrays())), shape), KEYS, "fsf.npy")


@pytest.mark.parametrize("n", [0, 3, 5])
def test_as_many_arrays_as_keys(n: int) -> None:
    keys = [f"k{i}" for i in range(n)]
    with pytest.raises(DataError, match=f"lista de {n} arrays"):
        pickled_arrays.to_npz(npy(dumps(box(*four_arrays()))), keys, "fsf.npy")
