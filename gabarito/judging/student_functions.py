"""A student's functions, as a check sees them: proxies for a process of the student's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import numpy as np

from gabarito.checks.verificador import NameProblem, StudentError
from gabarito.guest import frames, protocol, values

if TYPE_CHECKING:
    from gabarito.judging.judge_check import Answering

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{4,}")

Locate = Callable[[Sequence[tuple[str, int]]], tuple[str, str]]
Undefined = Callable[[str], str]

MALFORMED = (frames.WireError, LookupError, TypeError, ValueError, AttributeError)
"""What reading an answer raises where it is not in the format."""


class StudentFunctions:
    """Functions of one notebook at one point of its run.

    Args:
        process: answers the calls.
        locate: labels and lines → where that is, see
            :meth:`~gabarito.judging.student_lines.StudentLines.located`.
        undefined: name → what a check says where there is no such function.
        in_place: whether arguments change as the student changed them; else they stay as
            the check made them, but for empty lists and dicts, which are there to be filled.
    """

    def __init__(
        self,
        process: Answering,
        locate: Locate = lambda places: ("", ""),
        undefined: Undefined = str,
        in_place: bool = True,
    ) -> None:
        self.process, self.in_place = process, in_place
        self.locate, self.undefined = locate, undefined
        self._arguments: dict[int, tuple[Any, Any]] = {}  # id → argument, copy of what it held

    def functions(self, names: Iterable[str]) -> dict[str, Callable[..., Any]]:
        """Each by its name, see :meth:`function`."""
        return {name: self.function(name) for name in names}

    def function(self, name: str) -> Callable[..., Any]:
        """A function that calls the student's `name` and behaves like it.

        Results come back by value; lists, dicts and arrays given as arguments change in
        place as the student changed them, and one returned is the very one given.

        Raises (when called):
            StudentError: the student's function raised, or its process died.
            NameProblem: there is no such function.
        """

        def proxy(*args: Any, **kwargs: Any) -> Any:
            return self._call(name, args, kwargs)

        proxy.__name__ = name
        return proxy

    def restore(self) -> bool:
        """Give every argument back what it held before; whether a call had changed it.

        Arguments may be constants of the checks, shared with checks and students to come.
        """
        arguments = self._arguments.values()
        changed = any(
            _changed(value, before) for value, before in arguments if not _is_empty(before)
        )
        for value, before in arguments:
            if isinstance(value, np.ndarray):
                if value.flags.writeable:
                    value[...] = before
            elif isinstance(value, list):
                value[:] = before
            else:
                value.clear()
                value.update(before)
        self._arguments.clear()
        return changed

    def _call(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if not self.in_place:
            to_fill = {id(value): value for value in (*args, *kwargs.values()) if _is_empty(value)}
            args, kwargs = deepcopy((args, kwargs), to_fill)
        encoder = values.Encoder(process=self.process.number)
        try:
            packed = [encoder.encode(value) for value in args]
            named = {key: encoder.encode(value) for key, value in kwargs.items()}
        except values.ForeignHandle:  # what it stood for is gone
            raise self.process.broken() from None
        request = protocol.Call(name, packed, named)
        for value in encoder.kept:
            if isinstance(value, (np.ndarray, list, dict)):
                self._arguments.setdefault(id(value), (value, value.copy()))
        answer = self.process.ask(request)
        if isinstance(answer, protocol.Undefined):
            raise NameProblem(name, self.undefined(name))
        return self._understand(answer, encoder)

    def _understand(self, answer: protocol.Outcome, sent: values.Encoder) -> Any:
        try:
            return self._result(answer, sent)
        except MALFORMED:
            raise self.process.broken() from None

    def _result(self, answer: protocol.Outcome, sent: values.Encoder) -> Any:
        own = {sent.numbers[id(value)]: value for value in sent.kept}
        decoder = values.Decoder(dict(own), process=self.process.number)
        if isinstance(answer, protocol.Raised):
            values.write_back(answer.after, own, decoder)
            raise self._error(answer)
        result = decoder.decode(answer.result)
        values.write_back(answer.after, own, decoder)
        values.weigh([result, *own.values()])
        return result

    def _error(self, answer: protocol.Raised) -> StudentError:
        where, beyond = self.locate(answer.places)
        return StudentError(answer.error[:80], without_addresses(answer.message), where, beyond)


def without_addresses(message: str) -> str:
    """What an exception says, not too long, and the same at every run."""
    return _ADDRESS.sub("0x…", message[:2000])


def _is_empty(value: Any) -> bool:
    return isinstance(value, (list, dict)) and not value


def _changed(value: Any, before: Any) -> bool:
    """Whether an argument would be another on the wire: types, dtypes and bits count.

    Not :func:`~gabarito.checks.verificador.same`, which asks for values: an array of integers
    that became one of floats has changed here, and what a student's process left in an
    argument may contain itself, which the wire's numbered references can tell.
    """
    if _plain_array(value) and _plain_array(before):
        return _bits(value) != _bits(before)
    try:
        return _wire(value) != _wire(before)
    except frames.WireError:  # what came back is nested deeper than what was sent
        return True


def _wire(value: Any) -> bytes:
    """Bytes, which are equal where a value is, also one that differs from itself: nan."""
    return frames.pack(values.Encoder().encode(value))


def _plain_array(value: Any) -> bool:
    return type(value) is np.ndarray and value.dtype.kind in "biufc"


def _bits(array: np.ndarray) -> tuple[str, tuple[int, ...], bytes]:
    return array.dtype.str, array.shape, array.tobytes()
