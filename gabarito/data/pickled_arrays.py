"""From an old .npy, a pickled list of arrays, to an .npz that needs no pickle.

A pickle is a program, and NumPy's own classes run it with whatever sizes it asks for. Here
only the instructions that NumPy itself writes are let through, and they meet stand-ins that
take notes: four names resolve to them, any other name refuses the file. Arrays are made
afterwards, of numbers only, from exactly the bytes noted.
"""

from __future__ import annotations

import io
import math
import pickle
import pickletools
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import numpy as np

from gabarito.data import messages
from gabarito.errors import DataError

_NUMERIC = re.compile("[fiu][1248]")

# What NumPy needs to pickle a few arrays. The memo, for one, has no more than 256 places: a
# larger number would make Python reserve that much memory.
_INSTRUCTIONS = re.compile(
    "PROTO|GLOBAL|REDUCE|BUILD|STOP|MARK|BINPUT|BINGET|NONE|NEWTRUE|NEWFALSE|BININT[12]?|"
    "BINUNICODE|EMPTY_LIST|APPENDS?|TUPLE[123]?"
)


def to_npz(content: bytes, keys: Sequence[str], name: str) -> bytes:
    """The arrays of a pickled .npy as the content of an .npz.

    Args:
        content: the whole .npy: a one-dimensional object array of numeric arrays.
        keys: what the arrays are called in the .npz, in their order.
        name: the file's name, for the message.

    Raises:
        DataError: it is anything else. Nothing it names has been imported or called.
    """
    try:
        arrays = _arrays(content)
        if len(arrays) != len(keys):
            raise ValueError(f"{len(arrays)} arrays, {len(keys)} keys")
    except Exception:  # a hostile file may raise anything
        raise DataError(messages.NOT_PLAIN_ARRAYS.format(name=name, count=len(keys))) from None
    return _npz(dict(zip(keys, arrays, strict=True)))


def _npz(arrays: dict[str, np.ndarray]) -> bytes:
    """What ``np.savez`` writes on Linux, on every system: the registry knows its sha256."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for key, array in arrays.items():
            member = zipfile.ZipInfo(f"{key}.npy")
            member.create_system = 3
            with archive.open(member, "w", force_zip64=True) as file:
                np.lib.format.write_array(file, array, allow_pickle=False)
    return written.getvalue()


def _arrays(content: bytes) -> list[np.ndarray]:
    file = io.BytesIO(content)
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("unknown .npy version")
    shape, _, dtype = np.lib.format.read_array_header_1_0(file)
    if dtype != np.dtype(object):
        raise ValueError("no pickle inside")
    start = file.tell()
    if not all(_INSTRUCTIONS.fullmatch(code.name) for code, _, _ in pickletools.genops(file)):
        raise ValueError("an instruction that NumPy does not write")
    file.seek(start)
    return _Unpickler(file).load().items(shape)


class _Dtype:
    """Notes of a pickled ``numpy.dtype``."""

    def __init__(self, spec: str, align: int, copy: int) -> None:
        self.spec = spec
        self.order: Any = "|"

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        _, self.order, *rest = state
        if rest[:3] != [None, None, None]:
            raise ValueError("a dtype with fields")

    def numeric(self) -> np.dtype[Any]:
        if not _NUMERIC.fullmatch(self.spec) or self.order not in ("<", ">", "|"):
            raise ValueError("a dtype of something else than numbers")
        return np.dtype(self.spec).newbyteorder(self.order)


class _Array:
    """Notes of a pickled ``numpy.ndarray``."""

    def __setstate__(self, state: tuple[int, tuple[int, ...], _Dtype, bool, Any]) -> None:
        _, self.shape, self.dtype, self.fortran, self.data = state

    def items(self, shape: tuple[int, ...]) -> list[np.ndarray]:
        """The arrays inside an object array of that `shape`."""
        if self.dtype.spec != "O8" or self.shape != shape or shape != (len(self.data),):
            raise ValueError("not a plain list of arrays")
        return [item.numbers() for item in self.data]

    def numbers(self) -> np.ndarray:
        """The array itself; its shape must account for every byte, so no size is invented."""
        dtype = self.dtype.numeric()
        if any(n < 0 for n in self.shape):
            raise ValueError("a negative size")
        if math.prod(self.shape) * dtype.itemsize != len(self.data):
            raise ValueError("a shape that does not fit the bytes")
        order: Any = "F" if self.fortran else "C"
        return np.frombuffer(self.data, dtype).reshape(self.shape, order=order)


def _reconstruct(subtype: type, shape: tuple[int, ...], kind: bytes) -> _Array:
    """Stands for NumPy's function, which would allocate `shape`."""
    return _Array()


def _encode(text: str, encoding: str) -> bytes:
    """Stands for ``_codecs.encode``: protocol 2 writes bytes as Latin-1 text."""
    if encoding != "latin1":
        raise ValueError("an encoding that NumPy does not write")
    return text.encode("latin1")


_KNOWN = {
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy", "ndarray"): _Array,
    ("numpy", "dtype"): _Dtype,
    ("_codecs", "encode"): _encode,
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """The stand-in of one of the four known names; nothing is ever imported."""
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return _KNOWN[module, name]
