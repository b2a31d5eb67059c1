"""The messages between the grader and the processes of the sandbox, as both ends know them.

Each message is a struct with a tag; a frame is refused when it holds another message than those
that may come next, a field too many or too few, or one of another type. Values (arguments,
results) stay plain items here: :mod:`values` says what they stand for.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec.msgpack import Decoder

M = TypeVar("M", bound="Message")

After = list[tuple[int, dict[str, Any]]]
"""What numbered containers hold, as :meth:`values.Encoder.contents` says it."""


class Message(msgspec.Struct, tag=True, forbid_unknown_fields=True):
    """What one frame carries."""


# --- the warm process: one answer to each request ----------------------------------------


class Ready(Message):
    """The warm process has imported what it could; `failed` are there and could not be imported."""

    failed: list[str]


class Start(Message):
    """Fork a session that talks on the descriptor that comes along; answered by `Started`."""


class Started(Message):
    """The session's first process, or its keeper."""

    pid: int


class Signal(Message):
    """Send a signal to a session's first process; answered by `Done`, like those below."""

    pid: int
    number: int


class Sweep(Message):
    """Kill what a session has started."""

    pid: int


class End(Message):
    """Kill a session and all it has started."""

    pid: int


class Done(Message):
    """It has been done, or the session was gone before."""


READY = Decoder(Ready)
STARTED = Decoder(Started)
DONE = Decoder(Done)
CONTROL: Decoder[Start | Signal | Sweep | End] = Decoder(Start | Signal | Sweep | End)

# --- a session ---------------------------------------------------------------------------


class RunCell(Message):
    """Run one cell; answered by `CellRan`.

    Attributes:
        label: what tracebacks call the cell.
        names: functions asked for; those that the cell defines are remembered.
        render: draw the figures that the cell shows.
        sweep: end first what earlier cells have started.
    """

    source: str
    label: str
    names: list[str]
    render: bool
    sweep: bool


class CellRan(Message):
    """What came of a cell.

    Attributes:
        outputs: of nbformat, if the process is honest.
        error: what ended it, where it did not run to its end.
        linked: a file of the lab that was asked for where it is not, and put there.
    """

    outputs: list[Any]
    count: int
    error: Raised | None
    linked: str | None


class AnswerCalls(Message):
    """Fork a process that answers calls on the descriptor that comes along; not answered.

    Attributes:
        supply: names whose functions the grader answers for.
        refused: regular expressions of deprecations that count as errors.
    """

    supply: list[str]
    refused: list[str] = []


class Calls(Message):
    """Make these calls, one after the other; answered by `Answers`, perhaps after some `Supply`.

    Attributes:
        calls: each a `Call`.
        refused: as in `AnswerCalls`.
    """

    calls: list[msgspec.Raw]
    refused: list[str]


SESSION: Decoder[RunCell | AnswerCalls | Calls] = Decoder(RunCell | AnswerCalls | Calls)

# --- a process that answers calls --------------------------------------------------------


class Call(Message):
    """Call a function; answered by `Returned` or `Raised`, perhaps after some `Supply`.

    Attributes:
        fresh: draw as if it were the first call.
    """

    name: str
    args: list[Any]
    kwargs: dict[str, Any]
    fresh: bool = False


class Answers(Message):
    """What `Calls` came to.

    Attributes:
        answers: each an :data:`Outcome`, if the process is honest.
    """

    answers: list[msgspec.Raw]


class Returned(Message):
    """The function's result, and its arguments as they stand after the call."""

    result: Any
    after: After


class Raised(Message):
    """The function raised.

    Attributes:
        error: the exception's type.
        places: the last line in each cell that it came through, innermost last: the cell's
            label, and the line in it.
    """

    error: str
    message: str = ""
    places: list[tuple[str, int]] = []
    after: After = []


class Undefined(Raised):
    """There is no function of that name."""


Outcome = Returned | Raised
"""What a call came to; :class:`Undefined` is one that raised."""


class Supply(Message):
    """The process calls a function that the grader answers for; answered as `Call` is."""

    name: str
    args: list[Any]
    kwargs: dict[str, Any]


CELL_RAN = Decoder(CellRan)
CALL = Decoder(Call)
ASKED: Decoder[Call | Calls] = Decoder(Call | Calls)
ANSWERS = Decoder(Answers)
SUPPLY = Decoder(Supply)
ANSWER: Decoder[Returned | Raised | Undefined] = Decoder(Returned | Raised | Undefined)
