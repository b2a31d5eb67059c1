"""Values as plain items that a frame can carry, and back.

A value is a tree of plain MessagePack items; what MessagePack lacks is a map with one tag
(see `_DECODERS`). Decoding builds plain values and base-class arrays only, whatever the
other end sends. Lists, dicts and arrays carry a number, and one met again is a reference to
it, so identity survives the wire.
"""

from __future__ import annotations

import functools
import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from . import messages
from .frames import MAX_FRAME, WireError

MAX_DEPTH = 40
"""Nesting of a value; deeper ones, and cycles beyond a reference, are refused."""

MAX_DIMENSIONS, MAX_COLUMNS = 32, 4096

MAX_DIGITS = 1000
"""Decimal digits of an integer too large for 64 bits."""

MAX_STAYING = 256
"""Objects that one process keeps for handles; one more crosses by its type's name only."""

MAX_WEIGHT = 4 * MAX_FRAME
"""Bytes, about, of a value with every reference written out."""


class Opaque:
    """Stands for an object that cannot cross: only the name of its type did."""

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


class Handle(Opaque):
    """Stands for an object that stays in the process it comes from, and may be sent back there.

    Args:
        place: in that process's :class:`Stay`.
        process: number that this side gave the process; nothing that came from there.
    """

    def __init__(self, type_name: str, place: int, process: int) -> None:
        super().__init__(type_name)
        self.place, self.process = place, process


class ForeignHandle(WireError):
    """A handle was to be sent to another process than it came from."""


class Stay:
    """Objects that stay in this process: each crosses as its place here."""

    def __init__(self) -> None:
        self._objects: list[Any] = []

    def place(self, value: Any) -> int | None:
        """The place of an object, a new one if it has none; None where there is no more room."""
        for place, known in enumerate(self._objects):
            if known is value:
                return place
        if len(self._objects) >= MAX_STAYING:
            return None
        self._objects.append(value)
        return len(self._objects) - 1

    def at(self, place: Any) -> Any:
        """The object at a place.

        Raises:
            WireError: there is none.
        """
        if type(place) is not int or not 0 <= place < len(self._objects):
            raise WireError("bad handle")
        return self._objects[place]


# --- from values to plain items -------------------------------------------------------

_AS_THEY_ARE = frozenset({bool, float, str})
_NUMBERED = frozenset({np.ndarray, dict, list})


class Encoder:
    """Encodes values; remembers each list, dict and array by number.

    Args:
        numbers: id → number of what the other end knows.
        stay: keeps what cannot cross, in the process that calls are made to.
        process: whose handles may be sent, in the one that calls.
    """

    def __init__(
        self,
        numbers: dict[int, int] | None = None,
        stay: Stay | None = None,
        process: int | None = None,
    ) -> None:
        self.stay, self.process = stay, process
        self.numbers = dict(numbers or {})  # id → number
        self.kept: list[Any] = []  # an id is only good while its object lives

    def encode(self, value: Any, depth: int = 0) -> Any:
        """`value` as plain MessagePack items.

        Raises:
            WireError: it is nested too deeply, or a handle of another process.
        """
        if depth > MAX_DEPTH:
            raise WireError("too deep")
        kind = type(value)
        if value is None or kind in _AS_THEY_ARE:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**64 else {"i": _digits(value)}
        if kind is tuple:
            return {"t": [self.encode(item, depth + 1) for item in value]}
        if id(value) in self.numbers:
            return {"r": self.numbers[id(value)]}
        if kind in _NUMBERED:
            return self._container(value, depth)
        if isinstance(value, np.generic) and value.dtype.kind in "biufcUS":
            plain = np.asarray(value)  # an empty text is one character wide there
            return {"s": [plain.dtype.str, plain.tobytes()]}
        if issubclass(kind, (list, dict, tuple, np.ndarray)):
            return self._container(value, depth)
        return self._foreign(value, depth)

    def contents(self, value: Any, depth: int = 0) -> Any:
        """A numbered container as it stands now, even where it was sent before."""
        return self._body(value, depth)

    def _container(self, value: Any, depth: int) -> Any:
        number = len(self.numbers) + 1
        self.numbers[id(value)] = number
        self.kept.append(value)
        return {"#": [number, self._body(value, depth)]}

    def _body(self, value: Any, depth: int) -> Any:
        kind = type(value)  # what it is, whatever its __class__ says
        if issubclass(kind, np.ndarray):
            return self._array(value, depth)
        if issubclass(kind, dict):
            pairs = dict.items(value)
            return {"d": [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in pairs]}
        tag = "l" if issubclass(kind, list) else "t"
        return {tag: [self.encode(item, depth + 1) for item in value]}

    def _array(self, value: np.ndarray, depth: int) -> Any:
        plain = value if type(value) is np.ndarray else np.array(value, subok=False, order="C")
        if plain.dtype.kind in "biufcUS":
            return {"a": [plain.dtype.str, list(plain.shape), plain.tobytes()]}
        if plain.dtype.kind == "O":
            items = [self.encode(item, depth + 1) for item in plain.ravel().tolist()]
            return {"o": [list(plain.shape), items]}
        return {"x": messages.ARRAY_OF.format(kind=plain.dtype.name)}

    def _foreign(self, value: Any, depth: int) -> Any:
        """What pandas and PyTorch have, sets, subclasses of plain types; else a handle."""
        name = type(value).__name__
        if type(value) is Handle:
            return self._handle(value)
        if is_tensor(value):
            return self._array(np.asarray(value.detach().cpu().numpy()), depth)
        if isinstance(value, (bool, int, float, str)):
            base = next(b for b in (bool, int, float, str) if isinstance(value, b))
            return self.encode(base(value), depth)
        if isinstance(value, (bytes, bytearray)):
            return {"b": bytes(value)}
        if isinstance(value, complex):
            return {"c": [value.real, value.imag]}
        if isinstance(value, (set, frozenset)):
            return {"e": [self.encode(item, depth + 1) for item in value]}
        if name == "DataFrame" and hasattr(value, "columns"):
            columns = [self._array(value[c].to_numpy(), depth) for c in value.columns]
            names = [self.encode(c, depth + 1) for c in value.columns]
            return {"D": [names, self._array(np.asarray(value.index), depth), columns]}
        if name == "Series" and hasattr(value, "to_numpy"):
            index = self._array(np.asarray(value.index), depth)
            return {"S": [self.encode(value.name), index, self._array(value.to_numpy(), depth)]}
        if type(value).__module__.startswith("pandas.") and hasattr(value, "to_numpy"):
            return self._array(value.to_numpy(), depth)  # its own arrays, of texts for one
        place = None if self.stay is None else self.stay.place(value)
        return {"x": name[:80]} if place is None else {"h": [place, name[:80]]}

    def _handle(self, value: Handle) -> Any:
        if self.process is not None and value.process != self.process:
            raise ForeignHandle
        return {"h": [value.place, value.type_name]}


def is_tensor(value: Any) -> bool:
    """Whether it is a tensor of PyTorch's, which counts as its array."""
    module = getattr(type(value), "__module__", None)
    return type(module) is str and module.split(".")[0] == "torch" and hasattr(value, "detach")


def _digits(value: int) -> str:
    if value.bit_length() > 3 * MAX_DIGITS:
        raise WireError("integer too large")
    return str(value)


# --- and back -------------------------------------------------------------------------


class Decoder:
    """Builds values.

    Args:
        objects: holds each numbered list, dict and array.
        stay: what handles stand for, in the process that keeps it.
        process: number of the process that handles come from, in the one that calls.
    """

    def __init__(
        self,
        objects: dict[int, Any] | None = None,
        stay: Stay | None = None,
        process: int = 0,
    ) -> None:
        self.objects = {} if objects is None else objects
        self.stay, self.process = stay, process

    def decode(self, item: Any, depth: int = 0) -> Any:
        """The value that `item` stands for.

        Raises:
            WireError: it is not in the format.
        """
        if item is None or type(item) in (bool, int, float, str):
            return item
        try:
            ((tag, body),) = item.items()
            return _DECODERS[tag](self, body, depth + 1)
        except WireError:
            raise
        except Exception as error:  # whatever a malformed item trips over
            raise WireError(f"malformed value ({type(error).__name__})") from None

    def _numbered(self, body: Any, depth: int) -> Any:
        number, item = body
        if type(number) is not int or number in self.objects:
            raise WireError("bad number")
        ((tag, inner),) = item.items()
        if tag == "l":
            made: Any = []
        elif tag == "d":
            made = {}
        else:
            self.objects[number] = self.decode(item, depth)
            return self.objects[number]
        self.objects[number] = made
        self.fill(made, tag, inner, depth)
        return made

    def fill(self, made: Any, tag: str, inner: Any, depth: int = 0) -> None:
        """Replace what the list or dict `made` holds by the decoded items."""
        if tag == "l":
            made[:] = self._items(inner, depth)
        else:
            pairs = [(self.decode(k, depth), self.decode(v, depth)) for k, v in inner]
            made.clear()
            for key, value in pairs:  # a loop can be interrupted where keys collide
                made[key] = value

    def _items(self, body: Any, depth: int) -> list[Any]:
        if depth > MAX_DEPTH + 2:
            raise WireError("too deep")
        return [self.decode(item, depth) for item in body]

    def _handle(self, body: Any, depth: int) -> Any:
        place, name = body
        if self.stay is not None:
            return self.stay.at(place)
        if type(place) is not int or not 0 <= place < MAX_STAYING:
            raise WireError("bad handle")
        return Handle(_exactly_of(str, name)[:80], place, self.process)

    def _reference(self, body: Any, depth: int) -> Any:
        return self.objects[body]

    def _array(self, body: Any, depth: int) -> np.ndarray:
        dtype, shape, data = body
        kind = _plain_dtype(dtype)
        if type(data) is not bytes or _size(shape) * kind.itemsize != len(data):
            raise WireError("bad array")
        return _read(data, kind).reshape(shape).copy()

    def _objects(self, body: Any, depth: int) -> np.ndarray:
        shape, items = body
        if type(items) is not list or _size(shape) != len(items):
            raise WireError("bad array")
        flat = np.empty(len(items), object)
        for i, item in enumerate(self._items(items, depth)):
            flat[i] = item
        return flat.reshape(shape)

    def _scalar(self, body: Any, depth: int) -> Any:
        dtype, data = body
        kind = _plain_dtype(dtype)
        if type(data) is not bytes or len(data) != kind.itemsize:
            raise WireError("bad scalar")
        return _read(data, kind)[0]

    def _integer(self, body: Any, depth: int) -> int:
        if type(body) is not str or len(body) > MAX_DIGITS:
            raise WireError("bad integer")
        return int(body)

    def _frame(self, body: Any, depth: int) -> Any:
        import pandas as pd

        names, index, columns = body
        rows = self.decode(index, depth)
        arrays = [self.decode(column, depth) for column in columns]
        if len(columns) > MAX_COLUMNS or not all(_column(array, rows) for array in arrays):
            raise WireError("bad frame")
        frame = pd.DataFrame(dict(enumerate(arrays)), index=rows)
        frame.columns = pd.Index(self._items(names, depth))
        return frame

    def _series(self, body: Any, depth: int) -> Any:
        import pandas as pd

        name, index, data = body
        rows, values = self.decode(index, depth), self.decode(data, depth)
        if not _column(values, rows):
            raise WireError("bad series")
        return pd.Series(values, rows, name=self.decode(name, depth))


def _size(shape: Any) -> int:
    """Elements of an array of that shape."""
    if type(shape) is not list or len(shape) > MAX_DIMENSIONS:
        raise WireError("bad shape")
    if not all(type(n) is int and 0 <= n < 2**62 for n in shape):
        raise WireError("bad shape")
    return math.prod(shape)


def _column(values: Any, rows: Any) -> bool:
    """Whether both are arrays in a row of one length: pandas would repeat anything else."""
    arrays = isinstance(values, np.ndarray) and isinstance(rows, np.ndarray)
    return arrays and values.ndim == rows.ndim == 1 and len(values) == len(rows)


def _complex(body: Any) -> complex:
    real, imaginary = body
    if type(real) is not float or type(imaginary) is not float:
        raise WireError("bad number")
    return complex(real, imaginary)


def _exactly_of(kind: type, body: Any) -> Any:
    if type(body) is not kind:
        raise WireError("bad item")
    return body


def _read(data: bytes, kind: np.dtype[Any]) -> np.ndarray:
    """The elements in `data`; texts only of what are characters: NumPy takes any four bytes."""
    if kind.kind == "U":
        points = np.frombuffer(data, np.dtype(np.uint32).newbyteorder(kind.byteorder))
        halves = (points >= 0xD800) & (points <= 0xDFFF)
        if halves.any() or (points > sys.maxunicode).any():
            raise WireError("bad text")
    return np.frombuffer(data, kind)


def _plain_dtype(name: Any) -> np.dtype[Any]:
    return _dtype_of(name) if type(name) is str and len(name) < 12 else _dtype_of("O")


@functools.lru_cache(64)
def _dtype_of(name: str) -> np.dtype[Any]:
    kind = np.dtype(name)
    if kind.kind not in "biufcUS" or kind.itemsize == 0 or kind.fields is not None:
        raise WireError("bad dtype")
    return kind


_DECODERS: dict[str, Callable[[Decoder, Any, int], Any]] = {
    "#": Decoder._numbered,
    "r": Decoder._reference,
    "l": Decoder._items,
    "t": lambda self, body, depth: tuple(self._items(body, depth)),
    "d": lambda self, body, depth: {self.decode(k, depth): self.decode(v, depth) for k, v in body},
    "e": lambda self, body, depth: {item for item in self._items(body, depth)},  # noqa: C416
    "a": Decoder._array,
    "o": Decoder._objects,
    "s": Decoder._scalar,
    "i": Decoder._integer,
    "b": lambda self, body, depth: _exactly_of(bytes, body),
    "c": lambda self, body, depth: _complex(body),
    "D": Decoder._frame,
    "S": Decoder._series,
    "h": Decoder._handle,
    "x": lambda self, body, depth: Opaque(_exactly_of(str, body)[:80]),
}


def write_back(after: list[tuple[int, Any]], own: dict[int, Any], decoder: Decoder) -> None:
    """Change arguments as the other process changed its copies.

    Args:
        after: numbered containers as that process left them.
        own: the arguments by number.
    Raises:
        WireError, LookupError, TypeError, ValueError, AttributeError: `after` is malformed.
    """
    for number, item in after:
        mine = own.get(number)
        ((tag, inner),) = item.items()
        if isinstance(mine, np.ndarray):
            value = decoder.decode(item)
            same = isinstance(value, np.ndarray) and value.shape == mine.shape
            if same and mine.flags.writeable and value.dtype.kind == mine.dtype.kind:
                mine[...] = value
        elif (isinstance(mine, list) and tag == "l") or (isinstance(mine, dict) and tag == "d"):
            decoder.fill(mine, tag, inner)


# --- how large a value really is ------------------------------------------------------


def weigh(value: Any, known: dict[int, int] | None = None) -> int:
    """Bytes, about, of a decoded value with every reference written out.

    A list of references to a list of references is small on the wire and endless to whoever
    walks through it, NumPy first.

    Raises:
        WireError: more than :data:`MAX_WEIGHT`, or it contains itself.
    """
    try:
        return _weight(value, {} if known is None else known)
    except RecursionError:
        raise WireError("too deep") from None


def _weight(value: Any, known: dict[int, int]) -> int:
    if isinstance(value, np.ndarray) and value.dtype.kind != "O":
        return value.nbytes
    if not isinstance(value, (list, tuple, dict, set, np.ndarray)):
        return 8
    if id(value) not in known:
        known[id(value)] = MAX_WEIGHT + 1  # met again before it is known: a cycle
        items = [*value, *value.values()] if isinstance(value, dict) else value
        flat = items.ravel().tolist() if isinstance(items, np.ndarray) else items
        known[id(value)] = 8 + sum(8 + _weight(item, known) for item in flat)
    if known[id(value)] > MAX_WEIGHT:
        raise WireError("too heavy")
    return known[id(value)]
