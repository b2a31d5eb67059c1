"""Pickled .npy files, as the public one and as an attack: arrays, and what is none."""

from __future__ import annotations

import copyreg
import hashlib
import io
import os
import pickle

import numpy as np

KEYS = ["train_X", "train_Y", "test_X", "test_Y"]


def npy(dumped: bytes, shape: tuple[int, ...] = (4,)) -> bytes:
    """A pickle inside the .npy header that NumPy wrote in 2018."""
    header = f"{{'descr': '|O', 'fortran_order': False, 'shape': {shape}, }}"
    return b"\x93NUMPY\x01\x00v\x00" + header.ljust(117).encode() + b"\n" + dumped


def dumps(value: object) -> bytes:
    """A protocol 2 pickle with the module and dtype arguments that NumPy had in 2018."""

    def old_dtype(dtype: np.dtype) -> tuple[object, ...]:
        make, (spec, *_), state = dtype.__reduce__()
        return make, (spec, 0, 1), state

    written = io.BytesIO()
    pickler = pickle.Pickler(written, protocol=2)
    kinds = {type(np.dtype(kind)) for kind in ("O", "f8", "i8", "c16", "S3")}
    pickler.dispatch_table = copyreg.dispatch_table | dict.fromkeys(kinds, old_dtype)
    pickler.dump(value)
    return written.getvalue().replace(b"numpy._core", b"numpy.core")


def box(*items: object) -> np.ndarray:
    """An object array of exactly these items."""
    array = np.empty(len(items), dtype=object)
    array[:] = [None] * len(items)
    for i, item in enumerate(items):
        array[i] = item
    return array


def four_arrays() -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [
        rng.normal(size=(2, 6)),
        np.ones((1, 6)),
        np.asfortranarray(np.eye(2)),
        np.zeros((1, 2)),
    ]


def savez(arrays: list[np.ndarray]) -> bytes:
    written = io.BytesIO()
    np.savez(written, **dict(zip(KEYS, arrays, strict=True)))
    return written.getvalue()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Bomb:
    """Pickled, it is a call of `function` with `arguments`, and perhaps a state."""

    def __init__(self, function: object, *arguments: object, state: object = None) -> None:
        self.reduced = (function, arguments) if state is None else (function, arguments, state)

    def __reduce__(self) -> tuple[object, ...]:
        return self.reduced


def memo_bomb() -> bytes:
    """Two billion places in the unpickler's memo."""
    return b"\x80\x02N" + b"r" + (2**31 - 1).to_bytes(4, "little") + b"."


def array_of(shape: tuple[int, ...], kind: str, data: object) -> bytes:
    """A pickled array whose shape and bytes need not agree."""
    make, empty, (version, _, _, fortran, _) = np.zeros(1).__reduce__()
    state = (version, shape, np.dtype(kind), fortran, data)
    return dumps(box(*[Bomb(make, *empty, state=state)] * 4))


HUGE = (1 << 40, 1 << 20)
ATTACKS = {
    "os_system": lambda mark: dumps(box(*[Bomb(os.system, f"touch {mark}")] * 4)),
    "at_the_top": lambda mark: dumps(Bomb(os.system, f"touch {mark}")),
    "builtin_eval": lambda mark: dumps(Bomb(eval, f"open({str(mark)!r}, 'w').close()")),
    "builtin_open": lambda mark: dumps(Bomb(open, str(mark), "w")),
    "getattr_chain": lambda mark: dumps(Bomb(getattr, Bomb(__import__, "os"), "system")),
    "numpy_load": lambda mark: dumps(Bomb(np.load, str(mark), None, True)),
    "numpy_memmap": lambda mark: dumps(Bomb(np.memmap, str(mark), "u1", "w+", 0, (9,))),
    "known_name_elsewhere": lambda mark: b"\x80\x02cos\nndarray\nq\x00.",
    "dotted_name": lambda mark: b"\x80\x04\x8c\x05numpy\x8c\x0bf2py.os.abc\x93.",
    "persistent_id": lambda mark: b"\x80\x02Pos.system\n.",
    "extension_registry": lambda mark: b"\x80\x02\x82\x01.",
    "giant_by_constructor": lambda mark: dumps(box(*[Bomb(np.ndarray, HUGE, np.dtype("f8"))] * 4)),
    "giant_by_state": lambda mark: array_of(HUGE, "f8", b""),
    "giant_object_array": lambda mark: array_of((1 << 33,), "O", []),
    "negative_sizes": lambda mark: array_of((-1, -8), "f8", bytes(64)),
    "giant_memo": lambda mark: memo_bomb(),
    "objects_inside": lambda mark: dumps(box(*[box(1, "x")] * 4)),
    "strings_inside": lambda mark: dumps(box(*[np.array([b"abc"])] * 4)),
    "complex_inside": lambda mark: dumps(box(*[np.ones(2, complex)] * 4)),
    "no_arrays": lambda mark: dumps(box(1, 2, 3, 4)),
    "three_arrays": lambda mark: dumps(box(*four_arrays()[:3])),
    "not_an_array": lambda mark: dumps({"train_X": 1}),
    "cut": lambda mark: dumps(box(*four_arrays()))[:200],
    "empty": lambda mark: b"",
}
