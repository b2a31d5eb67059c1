"""Values over the wire, as tests look at them: what crosses, and what garbage turns into."""

from __future__ import annotations

import msgspec
import numpy as np

from gabarito.guest import frames, protocol, values
from gabarito.guest.frames import WireError
from gabarito.guest.values import Decoder, Encoder, Handle, Opaque


def crossed(value):
    """`value` after a trip, through real bytes."""
    payload = msgspec.msgpack.encode(protocol.Returned(Encoder().encode(value), []))
    return Decoder().decode(frames.unpack(payload, protocol.ANSWER).result)


def same(one, other):
    """Equal in type, shape, bits and structure; NaN is itself."""
    if isinstance(one, np.ndarray):
        alike = type(other) is np.ndarray and one.dtype == other.dtype and one.shape == other.shape
        if one.dtype == object:
            return alike and all(map(same, one.ravel().tolist(), other.ravel().tolist()))
        return alike and np.ascontiguousarray(one).tobytes() == other.tobytes()
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return one == other or (one != one and other != other)


PLAIN_TYPES = (
    type(None), bool, int, float, str, bytes, complex, list, tuple, dict, set, Opaque, Handle,
)  # fmt: skip


def only_plain(value, seen):
    """Nothing but plain values and base-class arrays, all the way down."""
    if id(value) in seen:
        return True
    seen.add(id(value))
    if isinstance(value, np.generic):
        return value.dtype.kind in "biufcUS"
    if type(value) is np.ndarray:
        inside = value.ravel().tolist() if value.dtype.kind == "O" else []
        return value.dtype.kind in "biufcUSO" and all(only_plain(v, seen) for v in inside)
    if type(value).__module__.startswith("pandas"):
        return type(value).__name__ in ("DataFrame", "Series")
    if type(value) not in PLAIN_TYPES:
        return False
    inside = [*value, *value.values()] if isinstance(value, dict) else value
    return not isinstance(value, (list, tuple, set, dict)) or all(
        only_plain(item, seen) for item in inside
    )


def digest(payload):
    """Decode a result as the grader does; True where something came out of it."""
    frame = msgspec.msgpack.encode(protocol.Returned(msgspec.Raw(payload), []))
    try:
        result = frames.unpack(frame, protocol.ANSWER).result
        value = Decoder({1: [0], 2: np.zeros(2)}).decode(result)
        values.weigh(value)
    except WireError:
        return False
    assert only_plain(value, set())
    return True
