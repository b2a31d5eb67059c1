"""Answers the calls that a check makes, in a process forked for the purpose."""

from __future__ import annotations

import ast
import builtins
import contextlib
import socket
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import msgspec
from guest import chance, frames, outputs, protocol, values

_MESSAGE = 2000

_MOST_PLACES = 20

instruments: dict[str, Any] = {}
"""Functions of the lab's helpers that checks ask for by name, whatever a notebook calls so."""


def serve(
    channel: socket.socket,
    names: dict[str, Any],
    defined: dict[str, Any],
    request: protocol.AnswerCalls,
    left: list[Any],
) -> None:
    """Answer calls until the grader closes the channel.

    Args:
        names: the notebook's globals.
        defined: the functions that cells defined, by name, also where a value has since
            taken the name.
        left: how the notebook's cells left chance, see :func:`chance.state`.
    """
    chance.restore(left)
    _refuse(request.refused)
    for name in request.supply:
        names[name] = defined[name] = _supplied(name, channel)
    stay = values.Stay()
    while True:
        try:
            asked = frames.receive(channel, protocol.ASKED)
        except frames.WireError:
            return
        if isinstance(asked, protocol.Calls):
            frames.send(channel, answers(asked, names, defined, left))
            continue
        if asked.fresh:
            chance.restore(left)
        frames.send(channel, _answer(asked, names, defined, stay))


def answers(
    request: protocol.Calls, names: dict[str, Any], defined: dict[str, Any], left: list[Any]
) -> protocol.Answers:
    """What calls that came together come to; the arguments as for :func:`serve`.

    The generators are left where the notebook's cells left them.
    """
    stay, packed = values.Stay(), []
    with warnings.catch_warnings():
        _refuse(request.refused)
        for raw in request.calls:
            call = frames.unpack(bytes(raw), protocol.CALL)
            if call.fresh:
                chance.restore(left)
            packed.append(msgspec.Raw(frames.pack(_answer(call, names, defined, stay))))
    chance.restore(left)
    return protocol.Answers(packed)


def _refuse(deprecations: list[str]) -> None:
    for message in deprecations:
        warnings.filterwarnings("error", message, DeprecationWarning)


def _answer(
    call: protocol.Call, names: dict[str, Any], defined: dict[str, Any], stay: values.Stay
) -> protocol.Outcome:
    decoder = values.Decoder(stay=stay)
    try:
        arguments = [decoder.decode(item) for item in call.args]
        keywords = {name: decoder.decode(item) for name, item in call.kwargs.items()}
        function = _function(call.name, names, defined)
        if function is None:
            return protocol.Undefined("NameError")
        return _returned(function(*arguments, **keywords), decoder.objects, stay)
    except BaseException as error:
        return raised(error, decoder.objects)


def _function(name: str, names: dict[str, Any], defined: dict[str, Any]) -> Any:
    """The function of that name, or None."""
    if name in instruments:
        return instruments[name]
    function = names.get(name)
    return function if callable(function) else defined.get(name)


def _returned(result: Any, objects: dict[int, Any], stay: values.Stay) -> protocol.Returned:
    encoder = values.Encoder(_numbers(objects), stay)
    return protocol.Returned(encoder.encode(result), _after(encoder, objects))


def _numbers(objects: dict[int, Any]) -> dict[int, int]:
    return {id(value): number for number, value in objects.items()}


def _after(encoder: values.Encoder, objects: dict[int, Any]) -> protocol.After:
    """The arguments as they stand after the call."""
    return [(number, encoder.contents(value)) for number, value in objects.items()]


def raised(error: BaseException, objects: dict[int, Any], cell: str = "") -> protocol.Raised:
    """What is said of an exception.

    Args:
        objects: the arguments of a call, by number.
        cell: label of the cell that raised it, if one did.
    """
    try:
        message = str(error.msg if isinstance(error, SyntaxError) else error)[:_MESSAGE]
    except BaseException:
        message = ""
    after = _after(values.Encoder(_numbers(objects)), objects)
    return protocol.Raised(_kind(error), message, _places(error, cell), after)


def _kind(error: BaseException) -> str:
    """The exception's type, or what it is of Python's own: NumPy has subclasses of them."""
    kinds = type(error).__mro__
    return next(kind.__name__ for kind in kinds if kind.__module__ == builtins.__name__)


def _places(error: BaseException, cell: str) -> list[tuple[str, int]]:
    """The last line in each cell that the exception came through, innermost last."""
    found: dict[str, int] = {}
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename in outputs.labels:
            label = outputs.labels[frame.filename]
            found.pop(label, None)
            found[label] = frame.lineno or 0
    if cell and not found and isinstance(error, SyntaxError):  # none of its lines has run
        found[cell] = error.lineno or 0
    return list(found.items())[-_MOST_PLACES:]


def _supplied(name: str, channel: socket.socket) -> Callable[..., Any]:
    """A function that the grader answers for; it changes its arguments as one of its own would."""

    def supplied(*args: Any, **kwargs: Any) -> Any:
        encoder = values.Encoder()
        packed = [encoder.encode(value) for value in args]
        named = {key: encoder.encode(value) for key, value in kwargs.items()}
        frames.send(channel, protocol.Supply(name, packed, named))
        answer = frames.receive(channel, protocol.ANSWER)
        own = {encoder.numbers[id(value)]: value for value in encoder.kept}
        decoder = values.Decoder(dict(own))
        if isinstance(answer, protocol.Raised):
            values.write_back(answer.after, own, decoder)
            raise _exception(answer)
        result = decoder.decode(answer.result)
        values.write_back(answer.after, own, decoder)
        return result

    supplied.__name__ = name
    return supplied


def _exception(raised: protocol.Raised) -> Exception:
    """An exception of the type that was raised, where Python itself has it."""
    kind = getattr(builtins, raised.error, None)
    if isinstance(kind, type) and issubclass(kind, Exception):
        with contextlib.suppress(TypeError, ValueError, SyntaxError):  # some want more than that
            return kind(ast.literal_eval(raised.message) if kind is KeyError else raised.message)
    return RuntimeError(raised.message)
