"""Frames and values on the pipe between the examiner and a student's process.

A frame is eight bytes of length and a MessagePack document. A value is a tree of plain
MessagePack items; what MessagePack lacks is a map with one tag (see `_DECODERS`). Decoding
builds plain values and base-class arrays only, whatever the other end sends: nothing is
imported, called or evaluated. Lists, dicts and arrays carry a number, and one met again is
a reference to it, so identity survives the wire.
"""

from __future__ import annotations

import math
import socket
import struct
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np

MAX_FRAME = 64 * 1024 * 1024
"""Bytes of a frame; the largest honest answer of the labs has under one hundred thousand."""

MAX_DEPTH = 40
"""Nesting of a value; deeper ones, and cycles beyond a reference, are refused."""

MAX_DIGITS = 1000
"""Decimal digits of an integer too large for 64 bits."""

_HEADER = struct.Struct(">Q")


class WireError(Exception):
    """The other end closed, or sent what is not in the format."""


class Opaque:
    """Stands for an object that cannot cross: only the name of its type did."""

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


# --- frames --------------------------------------------------------------------------


def send(channel: socket.socket, message: Any) -> None:
    """Send one message of plain MessagePack items.

    Raises:
        WireError: it is too large, or the other end is gone or does not read.
    """
    payload = msgspec.msgpack.encode(message)
    if len(payload) > MAX_FRAME:
        raise WireError("too large")
    try:
        channel.sendall(_HEADER.pack(len(payload)) + payload)
    except OSError as error:
        raise WireError(str(error)) from None


def receive(channel: socket.socket, watch: Callable[[], None] = lambda: None) -> Any:
    """The next message.

    Args:
        watch: called before each read, and whenever the socket's timeout runs out; it
            raises to give up.
    Raises:
        WireError: the other end is gone, or what came is no message.
    """
    (length,) = _HEADER.unpack(_exactly(channel, _HEADER.size, watch))
    if length > MAX_FRAME:
        raise WireError("too large")
    try:
        return msgspec.msgpack.decode(_exactly(channel, length, watch))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise WireError(str(error)) from None


def _exactly(channel: socket.socket, count: int, watch: Callable[[], None]) -> bytearray:
    data = bytearray()
    while len(data) < count:
        watch()
        try:
            piece = channel.recv(min(count - len(data), 1 << 20))
        except TimeoutError:
            continue
        except OSError as error:
            raise WireError(str(error)) from None
        if not piece:
            raise WireError("closed")
        data += piece
    return data


# --- from values to plain items ------------------------------------------------------


class Encoder:
    """Encodes values; remembers each list, dict and array by number."""

    def __init__(self, numbers: dict[int, int] | None = None) -> None:
        self.numbers = dict(numbers or {})  # id → number
        self.kept: list[Any] = []  # an id is only good while its object lives

    def encode(self, value: Any, depth: int = 0) -> Any:
        """`value` as plain MessagePack items.

        Raises:
            WireError: it is nested too deeply.
        """
        if depth > MAX_DEPTH:
            raise WireError("too deep")
        kind = type(value)
        if value is None or kind in (bool, float, str):
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**64 else {"i": _digits(value)}
        if kind is tuple:
            return {"t": [self.encode(item, depth + 1) for item in value]}
        if isinstance(value, np.generic) and value.dtype.kind in "biufcUS":
            return {"s": [value.dtype.str, np.asarray(value).tobytes()]}
        if id(value) in self.numbers:
            return {"r": self.numbers[id(value)]}
        return self._container(value, depth)

    def contents(self, value: Any, depth: int = 0) -> Any:
        """A numbered container as it stands now, even where it was sent before."""
        return self._body(value, depth)

    def _container(self, value: Any, depth: int) -> Any:
        if not isinstance(value, (list, dict, tuple, np.ndarray)):
            return self._foreign(value, depth)
        number = len(self.numbers) + 1
        self.numbers[id(value)] = number
        self.kept.append(value)
        return {"#": [number, self._body(value, depth)]}

    def _body(self, value: Any, depth: int) -> Any:
        if isinstance(value, np.ndarray):
            return self._array(value, depth)
        if isinstance(value, dict):
            pairs = dict.items(value)
            return {"d": [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in pairs]}
        tag = "l" if isinstance(value, list) else "t"
        return {tag: [self.encode(item, depth + 1) for item in value]}

    def _array(self, value: np.ndarray, depth: int) -> Any:
        plain = np.array(value, subok=False, order="C")
        if plain.dtype.kind in "biufcUS":
            return {"a": [plain.dtype.str, list(plain.shape), plain.tobytes()]}
        if plain.dtype.kind == "O":
            items = [self.encode(item, depth + 1) for item in plain.ravel().tolist()]
            return {"o": [list(plain.shape), items]}
        return {"x": f"ndarray de {plain.dtype.name}"}

    def _foreign(self, value: Any, depth: int) -> Any:
        """DataFrame, Series, sets, subclasses of plain types; else the type's name only."""
        name = type(value).__name__
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
        return {"x": name[:80]}


def _digits(value: int) -> str:
    if value.bit_length() > 3 * MAX_DIGITS:
        raise WireError("integer too large")
    return str(value)


# --- and back ------------------------------------------------------------------------


class Decoder:
    """Builds values; `objects` holds each numbered list, dict and array."""

    def __init__(self, objects: dict[int, Any] | None = None) -> None:
        self.objects = {} if objects is None else objects

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
            made.update(pairs)

    def _items(self, body: Any, depth: int) -> list[Any]:
        if depth > MAX_DEPTH + 2:
            raise WireError("too deep")
        return [self.decode(item, depth) for item in body]

    def _reference(self, body: Any, depth: int) -> Any:
        return self.objects[body]

    def _array(self, body: Any, depth: int) -> np.ndarray:
        dtype, shape, data = body
        kind = _plain_dtype(dtype)
        if not all(type(n) is int and n >= 0 for n in shape) or len(shape) > 32:
            raise WireError("bad shape")
        if math.prod(shape) * kind.itemsize != len(data):
            raise WireError("bad array")
        return np.frombuffer(bytes(data), kind).reshape(shape).copy()

    def _objects(self, body: Any, depth: int) -> np.ndarray:
        shape, items = body
        if not all(type(n) is int and n >= 0 for n in shape) or math.prod(shape) != len(items):
            raise WireError("bad array")
        flat = np.empty(len(items), object)
        for i, item in enumerate(self._items(items, depth)):
            flat[i] = item
        return flat.reshape(shape)

    def _scalar(self, body: Any, depth: int) -> Any:
        dtype, data = body
        return np.frombuffer(bytes(data), _plain_dtype(dtype))[0]

    def _integer(self, body: Any, depth: int) -> int:
        if type(body) is not str or len(body) > MAX_DIGITS:
            raise WireError("bad integer")
        return int(body)

    def _frame(self, body: Any, depth: int) -> Any:
        import pandas as pd

        names, index, columns = body
        arrays = [self.decode(column, depth) for column in columns]
        frame = pd.DataFrame(dict(enumerate(arrays)), index=self.decode(index, depth))
        frame.columns = pd.Index(self._items(names, depth))
        return frame

    def _series(self, body: Any, depth: int) -> Any:
        import pandas as pd

        name, index, data = body
        return pd.Series(self.decode(data, depth), self.decode(index, depth), name=name)


def _plain_dtype(name: Any) -> np.dtype[Any]:
    kind = np.dtype(name) if type(name) is str and len(name) < 12 else np.dtype(object)
    if kind.kind not in "biufcUS" or kind.itemsize == 0 or kind.fields is not None:
        raise WireError("bad dtype")
    return kind


_DECODERS: dict[str, Callable[[Decoder, Any, int], Any]] = {
    "#": Decoder._numbered,
    "r": Decoder._reference,
    "l": Decoder._items,
    "t": lambda self, body, depth: tuple(self._items(body, depth)),
    "d": lambda self, body, depth: {self.decode(k, depth): self.decode(v, depth) for k, v in body},
    "e": lambda self, body, depth: set(self._items(body, depth)),
    "a": Decoder._array,
    "o": Decoder._objects,
    "s": Decoder._scalar,
    "i": Decoder._integer,
    "b": lambda self, body, depth: bytes(body),
    "c": lambda self, body, depth: complex(float(body[0]), float(body[1])),
    "D": Decoder._frame,
    "S": Decoder._series,
    "x": lambda self, body, depth: Opaque(str(body)[:80]),
}
