"""Frames on the pipe between the grader and a student's process.

A frame is eight bytes of length and a MessagePack document, one of the messages of
:mod:`protocol`: nothing that comes in one is imported, called or evaluated.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec.msgpack import Decoder

from .protocol import M, Message

MAX_FRAME = 64 * 1024 * 1024
"""Bytes of a frame; the largest honest answer of the labs has under one hundred thousand."""

MAX_ITEMS = 2_000_000
"""Items of a frame: each costs up to a hundred times its bytes once it is decoded."""

_SMALL_FRAME = 1 << 20

_AT_ONCE = 1 << 14
"""Bytes of a first read: most frames whole."""

_HEADER = struct.Struct(">Q")


class WireError(Exception):
    """The other end closed, or sent what is not in the format."""


class Closed(WireError):
    """The other end is gone."""


def send(channel: socket.socket, message: Message | msgspec.Raw) -> None:
    """Send one message, or one that is encoded already.

    Raises:
        WireError: it is too large, or the other end is gone or does not read.
    """
    payload = pack(message)
    if len(payload) > MAX_FRAME:
        raise WireError("too large")
    try:
        channel.sendall(_HEADER.pack(len(payload)) + payload)
    except OSError as error:
        raise Closed(str(error)) from None


def pack(message: Any) -> bytes:
    """A message as a frame carries it."""
    try:
        return msgspec.msgpack.encode(message)
    except (UnicodeEncodeError, TypeError, OverflowError):  # half a surrogate pair, say
        return msgspec.msgpack.encode(_plain(message))


def receive(
    channel: socket.socket, expected: Decoder[M], watch: Callable[[], None] = lambda: None
) -> M:
    """The next message.

    Args:
        expected: decodes those that may come.
        watch: called before each read, and whenever the socket's timeout runs out; it
            raises to give up.
    Raises:
        WireError: the other end is gone, or what came is no such message.
    """
    return unpack(receive_payload(channel, watch), expected)


def send_request(
    channel: socket.socket, request: Message | msgspec.Raw, descriptors: Sequence[int] = ()
) -> None:
    """Send a byte that carries the descriptors, then the request.

    Raises:
        WireError: it is too large.
        OSError: the other end is gone or does not read.
    """
    socket.send_fds(channel, [b"!"], descriptors)
    send(channel, request)


def receive_request(channel: socket.socket, expected: Decoder[M]) -> tuple[M, list[int]]:
    """The next request, and the descriptors that came with it.

    Raises:
        WireError: the other end is gone, or what came is no such request.
    """
    mark, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
    if not mark:
        raise Closed("closed")
    # no further than the frame: descriptors of another request may come right behind it
    return unpack(receive_payload(channel, most=_HEADER.size), expected), descriptors


def unpack(payload: bytes, expected: Decoder[M]) -> M:
    """The message in a frame.

    Raises:
        WireError: it is none of those `expected`, or has too many items.
    """
    if len(payload) > _SMALL_FRAME:
        _count_items(payload)
    try:
        return expected.decode(payload)
    except MemoryError:
        raise WireError("too large") from None
    except (msgspec.MsgspecError, RecursionError, ValueError, TypeError) as error:
        raise WireError(str(error)) from None


def _plain(item: Any) -> Any:
    """`item` without what MessagePack cannot say."""
    if isinstance(item, str):
        return item.encode("utf-8", "replace").decode()
    if isinstance(item, msgspec.Struct):
        kind, fields = item.__struct_config__, msgspec.structs.asdict(item)
        return {str(kind.tag_field): kind.tag, **_plain(fields)}
    if isinstance(item, dict):
        return {_plain(key): _plain(value) for key, value in item.items()}
    if isinstance(item, (list, tuple)):
        return [_plain(value) for value in item]
    if item is None or type(item) in (bool, float, bytes):
        return item
    if type(item) is int and -(2**63) <= item < 2**64:
        return item
    return type(item).__name__


# MessagePack's first bytes → bytes to the next item; for those with a length field, minus
# its width: https://github.com/msgpack/msgpack/blob/master/spec.md
_STEP = [1] * 256
_STEP[0xA0:0xC0] = range(1, 33)
_STEP[0xCA:0xD9] = 5, 9, 2, 3, 5, 9, 2, 3, 5, 9, 3, 4, 6, 10, 18
_STEP[0xDC:0xE0] = 3, 5, 3, 5
_STEP[0xC4:0xCA] = -1, -2, -4, -1, -2, -4
_STEP[0xD9:0xDC] = -1, -2, -4
_EXTENSIONS = range(0xC7, 0xCA)


def _count_items(payload: bytes) -> int:
    """How many items a document has, containers and what is in them.

    Raises:
        WireError: more than :data:`MAX_ITEMS`.
    """
    at = count = 0
    while at < len(payload):
        count += 1
        if count > MAX_ITEMS:
            raise WireError("too many items")
        first = payload[at]
        step = _STEP[first]
        if step < 0:
            length = int.from_bytes(payload[at + 1 : at + 1 - step])
            step = 1 - step + length + (first in _EXTENSIONS)
        at += step
    return count


def receive_payload(
    channel: socket.socket, watch: Callable[[], None] = lambda: None, most: int = _AT_ONCE
) -> bytes:
    """The next message, as the frame carries it.

    Args:
        watch: see :func:`receive`.
        most: bytes of the first read, which mostly is the only one: a process that waits wakes up
            for each.
    Raises:
        WireError: the other end is gone, or it is too large.
    """
    try:
        return _payload(channel, watch, most)
    except MemoryError:
        raise WireError("too large") from None


def _payload(channel: socket.socket, watch: Callable[[], None], most: int) -> bytes:
    data = bytearray(_read(channel, most, watch))
    while len(data) < _HEADER.size:
        data += _read(channel, _HEADER.size - len(data), watch)
    (length,) = _HEADER.unpack_from(data)
    if length > MAX_FRAME:
        raise WireError("too large")
    while (left := _HEADER.size + length - len(data)) > 0:
        data += _read(channel, min(left, 1 << 20), watch)
    if left < 0:
        raise WireError("more than was asked for")
    return bytes(data[_HEADER.size :])


def _read(channel: socket.socket, most: int, watch: Callable[[], None]) -> bytes:
    """Some bytes, one at least."""
    while True:
        watch()
        try:
            piece = channel.recv(most)
        except TimeoutError:
            continue
        except OSError as error:
            raise Closed(str(error)) from None
        if not piece:
            raise Closed("closed")
        return piece
