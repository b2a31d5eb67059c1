"""Answers the calls that a check makes, in a process forked for the purpose."""

from __future__ import annotations

import socket
import traceback
import warnings
from collections.abc import Callable
from typing import Any

from guest import frames, values

_MESSAGE = 2000


def serve(
    channel: socket.socket, names: dict[str, Any], defined: dict[str, Any], request: dict[str, Any]
) -> None:
    """Answer calls until the grader closes the channel.

    Args:
        names: the notebook's globals.
        defined: the functions that cells defined, by name, also where a value has since
            taken the name.
        request: ``supply`` lists names whose function the grader answers for.
    """
    for name in request.get("supply", []):
        names[name] = defined[name] = _supplied(name, channel)
    while True:
        try:
            call = frames.receive(channel)
        except frames.WireError:
            return
        frames.send(channel, _answer(call, names, defined))


def _answer(call: dict[str, Any], names: dict[str, Any], defined: dict[str, Any]) -> dict[str, Any]:
    decoder = values.Decoder()
    try:
        arguments = [decoder.decode(item) for item in call["args"]]
        keywords = {name: decoder.decode(item) for name, item in call["kwargs"].items()}
        function = _function(call["name"], names, defined)
        if function is None:
            return {"missing": True, "error": "NameError"}
        with warnings.catch_warnings():
            for message in call.get("refused", []):  # what a newer NumPy makes an error
                warnings.filterwarnings("error", message, DeprecationWarning)
            result = function(*arguments, **keywords)
        return _packed(result, decoder.objects)
    except BaseException as error:
        answer = _failure(error)
        answer["after"] = _after(values.Encoder(_numbers(decoder.objects)), decoder.objects)
        return answer


def _function(name: str, names: dict[str, Any], defined: dict[str, Any]) -> Any:
    """The function of that name, or None."""
    function = names.get(name)
    return function if callable(function) else defined.get(name)


def _packed(result: Any, objects: dict[int, Any]) -> dict[str, Any]:
    encoder = values.Encoder(_numbers(objects))
    return {"result": encoder.encode(result), "after": _after(encoder, objects)}


def _numbers(objects: dict[int, Any]) -> dict[int, int]:
    return {id(value): number for number, value in objects.items()}


def _after(encoder: values.Encoder, objects: dict[int, Any]) -> list[Any]:
    """The arguments as they stand after the call."""
    return [[number, encoder.contents(value)] for number, value in objects.items()]


def _failure(error: BaseException) -> dict[str, Any]:
    """What is said of an exception: its type, its message and the last line in a cell."""
    cells = [
        [frame.filename, frame.lineno]
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith("<célula ")
    ]
    try:
        message = str(error)[:_MESSAGE]
    except BaseException:
        message = ""
    return {"error": type(error).__name__, "message": message, "cell": cells[-1:]}


def _supplied(name: str, channel: socket.socket) -> Callable[..., Any]:
    """A function that the grader answers for."""

    def supplied(*args: Any, **kwargs: Any) -> Any:
        encoder = values.Encoder()
        packed = {
            "supply": name,
            "args": [encoder.encode(value) for value in args],
            "kwargs": {key: encoder.encode(value) for key, value in kwargs.items()},
        }
        frames.send(channel, packed)
        answer = frames.receive(channel)
        objects = {encoder.numbers[id(value)]: value for value in encoder.kept}
        decoder = values.Decoder(objects)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return decoder.decode(answer["result"])

    supplied.__name__ = name
    return supplied
