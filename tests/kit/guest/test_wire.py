"""The codec: what crosses keeps its meaning, and whatever is sent, only plain values come out.

And the messages around the values: each end takes those that may come, to the letter.
"""

from __future__ import annotations

import os
import random
import socket
import tempfile
import threading

import msgspec
import numpy as np
import pytest
from wire import crossed, digest, same

from gabarito.guest import frames, protocol, values
from gabarito.guest.frames import WireError
from gabarito.guest.values import Decoder, Encoder, Opaque

PLAIN = {
    "nothing": None,
    "truth": True,
    "numbers": [0, -1, 2**63 - 1, -(2**63), 2**64 - 1, 1.5, float("inf"), float("-inf")],
    "huge integers": [2**64, -(2**63) - 1, 10**900, -(10**900)],
    "not a number": float("nan"),
    "complex": 1 + 2j,
    "text": "ação \0 \U0001f600",
    "bytes": b"\0\xff",
    "tuples": ((), (1, (2,)), [()]),
    "maps": {"a": {1: None, (1, 2): [3]}, None: 0, 2.5: "x"},
    "sets": {1, "a", (2, 3)},
    "array": np.arange(6.0).reshape(2, 3),
    "empty arrays": [np.zeros((0,)), np.zeros((0, 3)), np.zeros((2, 0, 5), "f4")],
    "no dimension": np.array(3.5),
    "one of every type": [np.ones(2, kind) for kind in "?bBhHiIlLqQefdFD"],
    "text in an array": np.array([["a", "bcd"]]),
    "bytes in an array": np.array([b"a", b"bcd"]),
    "not numbers in an array": np.array([np.nan, np.inf, -np.inf, -0.0]),
    "another byte order": np.arange(3, dtype=">i4"),
    "column order": np.asfortranarray(np.arange(6).reshape(2, 3)),
    "a view with steps": np.arange(20).reshape(4, 5)[::-2, ::3],
    "zero strides": np.broadcast_to(np.float32(2), (3, 4)),
    "objects in an array": np.array([[1, "a"], [None, 10**30]], dtype=object),
    "scalars": [np.float64(1.5), np.int8(-3), np.bool_(True), np.complex64(1j), np.str_("ã")],
    "empty scalars": [np.str_(""), np.bytes_(b"")],
}


@pytest.mark.parametrize("what", PLAIN)
def test_what_crosses_stays_what_it_was(what):
    assert same(PLAIN[what], crossed(PLAIN[what]))


def test_an_array_that_crossed_can_be_written():
    assert crossed(np.broadcast_to(0.0, (2, 2))).flags.writeable


def test_aliases_survive():
    shared = np.zeros(2)
    one, other, (inner, outer) = crossed([shared, shared, ({"a": shared}, [shared])])
    assert one is other is inner["a"] is outer[0]


def test_equal_but_distinct_values_stay_distinct():
    one, other = crossed([[1], [1]])
    assert one == other
    assert one is not other


def test_a_list_inside_itself_crosses_and_is_too_heavy_to_use():
    loop = [1]
    loop.append(loop)
    back = crossed(loop)
    assert back[1] is back
    with pytest.raises(WireError):
        values.weigh(back)


class Liar(np.ndarray):
    __array_priority__ = 1e9

    def __eq__(self, other):
        return True

    def __array_finalize__(self, source):
        raise_after = getattr(self, "armed", False)
        if raise_after:
            raise ValueError


class LyingList(list):
    __class__ = property(lambda self: dict)

    def __eq__(self, other):
        return True

    def __iter__(self):
        return iter([])


class Text(str):
    def __str__(self):
        return "outro"


BASE = {
    "a subclass of array": (np.zeros(2).view(Liar), np.zeros(2)),
    "masked": (np.ma.array([1.0, 2.0], mask=[0, 1]), np.array([1.0, 2.0])),
    "a subclass of float": (type("F", (float,), {})(1.5), 1.5),
    "a subclass of int": (type("I", (int,), {})(7), 7),
    "a subclass of bool's": (np.bool_(False), np.bool_(False)),
}


@pytest.mark.parametrize("what", BASE)
def test_subclasses_become_their_base(what):
    value, base = BASE[what]
    assert same(crossed(value), base)


def test_a_text_is_what_it_holds_or_what_it_says_but_a_text():
    assert type(crossed(Text("um"))) is str


def test_a_list_that_lies_of_its_class_is_a_list():
    assert crossed(LyingList([1])) == []  # what it gives to whoever walks through it


OPAQUE = [object(), len, np, type("Modelo", (), {}), (n for n in ()), np.zeros(1, "V4"),
          np.zeros(1, "M8[s]"), np.zeros(1, [("a", "f8")])]  # fmt: skip


@pytest.mark.parametrize("value", OPAQUE, ids=lambda value: type(value).__name__)
def test_the_rest_is_a_name(value):
    assert type(crossed(value)) is Opaque


def test_a_table_crosses():
    pd = pytest.importorskip("pandas")
    table = pd.DataFrame({"n": [1, 2], "x": [0.5, np.nan], "s": ["a", None]}, index=["p", "q"])
    pd.testing.assert_frame_equal(crossed(table), table)
    pd.testing.assert_series_equal(crossed(table["x"]), table["x"])


def test_what_cannot_be_sent_is_said_at_once():
    deep = []
    for _ in range(values.MAX_DEPTH + 1):
        deep = [deep]
    for value in (deep, 1 << 100_000):
        with pytest.raises(WireError):
            Encoder().encode(value)


@pytest.mark.parametrize("point", [0xD800, 0xDFFF, 0x110000, 0x7FFFFFFF, 0xFFFFFFFF])
@pytest.mark.parametrize("order", "<>")
def test_an_array_of_what_are_no_characters_is_refused(point, order):
    """Each later look at them would raise, and not the same error everywhere."""
    texts = np.array([[65, point], [0x10FFFF, 0]], dtype=f"{order}u4").view(f"{order}U1")
    scalar = {"s": [texts.dtype.str, texts[0, 1:].tobytes()]}
    for item in (Encoder().encode(texts), scalar, Encoder().encode({"a": [texts]})):
        with pytest.raises(WireError, match="bad text"):
            Decoder().decode(item)
    assert same(texts[1:], crossed(texts[1:]))


def test_half_a_character_is_sent_as_a_question_mark():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        frames.send(
            ours, protocol.Returned({"a": ["x\ud800", 1.5, 2**70, b"\0", {"b": object()}]}, [])
        )
        result = {"a": ["x?", 1.5, "int", b"\0", {"b": "object"}]}
        assert frames.receive(theirs, protocol.ANSWER) == protocol.Returned(result, [])


def test_a_frame_comes_whole_or_not_at_all():
    for sent in (b"", b"\0\0", b"\0" * 7 + b"\5abc", b"\xff" * 8, b"\0" * 7 + b"\1\xc1"):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.sendall(sent)
            ours.close()
            with pytest.raises(WireError):
                frames.receive(theirs, protocol.ANSWER)


def test_a_frame_with_more_behind_it_is_refused():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for _ in range(2):
            frames.send(ours, protocol.Returned(1, []))
        with pytest.raises(WireError, match="more"):
            frames.receive(theirs, protocol.ANSWER)


@pytest.mark.parametrize("size", [1, 1 << 14, (1 << 14) + 1, 3 << 20])
def test_a_frame_of_any_size_comes_whole_in_any_pieces(size):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sent = threading.Thread(
            target=lambda: frames.send(ours, protocol.Returned(b"x" * size, []))
        )
        sent.start()
        assert frames.receive(theirs, protocol.ANSWER).result == b"x" * size
        sent.join()


def test_each_request_comes_with_its_own_descriptors():
    """Also where the next one is there already."""
    ours, theirs = socket.socketpair()
    with ours, theirs, tempfile.TemporaryFile() as one, tempfile.TemporaryFile() as two:
        for file in (one, two):
            request = protocol.AnswerCalls([str(os.fstat(file.fileno()).st_ino)])
            frames.send_request(ours, request, [file.fileno()])
        for file in (one, two):
            request, (descriptor,) = frames.receive_request(theirs, protocol.SESSION)
            inode = os.fstat(descriptor).st_ino
            os.close(descriptor)
            assert [str(inode)] == request.supply == [str(os.fstat(file.fileno()).st_ino)]


# --- the messages -----------------------------------------------------------------------

MESSAGES = [
    (protocol.READY, protocol.Ready(["torch"])),
    (protocol.STARTED, protocol.Started(7)),
    (protocol.DONE, protocol.Done()),
    (protocol.CONTROL, protocol.Start()),
    (protocol.CONTROL, protocol.Signal(7, 2)),
    (protocol.CONTROL, protocol.Sweep(7)),
    (protocol.CONTROL, protocol.End(7)),
    (protocol.SESSION, protocol.RunCell("x = 1", "3", ["relu"], True, True)),
    (protocol.SESSION, protocol.AnswerCalls(["relu"])),
    (protocol.SESSION, protocol.Calls([msgspec.Raw(b"\xc0")], ["deprecated"])),
    (protocol.ANSWERS, protocol.Answers([msgspec.Raw(b"\xc0")])),
    (protocol.CELL_RAN, protocol.CellRan([{"output_type": "stream"}], 3, None, None)),
    (protocol.CELL_RAN, protocol.CellRan([], 3, protocol.Raised("OSError"), "dados.h5")),
    (protocol.CALL, protocol.Call("relu", [1.5], {"x": None})),
    (protocol.ASKED, protocol.Call("relu", [1.5], {"x": None})),
    (protocol.ASKED, protocol.Calls([msgspec.Raw(b"\xc0")], ["deprecated"])),
    (protocol.ANSWER, protocol.Returned({"t": []}, [(1, {"l": [2]})])),
    (protocol.ANSWER, protocol.Raised("ValueError", "não", [("3", 2)], [(1, {"l": []})])),
    (protocol.ANSWER, protocol.Undefined("NameError")),
    (protocol.SUPPLY, protocol.Supply("relu", [], {})),
]
DECODERS = [
    value for value in vars(protocol).values() if isinstance(value, msgspec.msgpack.Decoder)
]
ANYTHING = {"result"}
"""Fields that may hold any item."""


def by_name(message):
    return type(message).__name__


@pytest.mark.parametrize(
    ("decoder", "message"), MESSAGES, ids=map(by_name, [m for _, m in MESSAGES])
)
def test_a_message_arrives_and_is_refused_where_another_is_due(decoder, message):
    payload = msgspec.msgpack.encode(message)
    assert any(decoder is known for known in DECODERS)
    takes = [known for known, other in MESSAGES if type(other) is type(message)]
    for other in DECODERS:
        if any(other is known for known in takes):
            assert frames.unpack(payload, other) == message
        else:
            with pytest.raises(WireError):
                frames.unpack(payload, other)


def test_what_is_supplied_is_the_outcome_of_a_call_and_asks_for_nothing():
    for _, message in MESSAGES:
        payload = msgspec.msgpack.encode(message)
        if isinstance(message, protocol.Outcome):
            assert frames.unpack(payload, protocol.ANSWER) == message
        else:
            with pytest.raises(WireError):
                frames.unpack(payload, protocol.ANSWER)


def test_there_is_no_message_that_these_tests_do_not_know():
    known = {type(message) for _, message in MESSAGES}

    def below(kind):
        return {kind}.union(*map(below, kind.__subclasses__()))

    assert below(protocol.Message) - {protocol.Message} == known


def bent(message):
    """The message with something wrong: a field too few, too many, or of another type."""
    honest = msgspec.msgpack.decode(msgspec.msgpack.encode(message))
    optional = {f.name for f in msgspec.structs.fields(message) if not f.required}
    optional |= {"type"}  # msgspec asks for none where one message only may come
    yield from ({**honest, "outro": 1}, {**honest, "type": "Outra"}, {**honest, 1: 2})
    for name in honest.keys() - optional:
        yield {key: value for key, value in honest.items() if key != name}
    for name in honest.keys() - ANYTHING:
        for wrong in (None, True, 1, 1.5, "x", b"x", [1], [[1, 2]], {"x": 1}, {1: 2}):
            if not acceptable(message, name, wrong):
                yield {**honest, name: wrong}


def acceptable(message, name, value):
    """Whether that field may hold the value, by its annotation."""
    if name == "type":
        return False
    kinds = {f.name: f.type for f in msgspec.structs.fields(message)}
    try:
        msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=kinds[name])
    except msgspec.ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("decoder", "message"), MESSAGES, ids=map(by_name, [m for _, m in MESSAGES])
)
def test_a_bent_message_is_refused(decoder, message):
    """Not for what it would do: whoever sends it is no honest end, and is believed nothing."""
    tried = list(bent(message))
    for wrong in tried:
        with pytest.raises(WireError):
            frames.unpack(msgspec.msgpack.encode(wrong), decoder)
    assert len(tried) > len(type(message).__struct_fields__)


# --- what a hostile end may send --------------------------------------------------------

DTYPES = ["<f8", "|O", "V8", "<U2", "S0", "M8[s]", "f8,f8", "(2,)f8", "", "x", "<i4", "U99999999"]
SIZES = [0, 1, 2, -1, 3, 2**31, 2**62, 2**63, 1.5, None, "2", [1]]


def random_item(dice, depth=0):
    """A tree that looks like the format, and often is not."""
    leaves = [None, True, 0, -1, 2**64 - 1, 1.5, float("nan"), "", "a" * 40, b"", b"x" * 8, "l"]
    if depth > 5 or dice.random() < 0.25:
        return dice.choice(leaves)

    def more():
        return random_item(dice, depth + 1)

    def some():
        return [more() for _ in range(dice.randrange(4))]

    tag = dice.choice([*values._DECODERS, "zz", 7])
    shaped = {
        "a": lambda: [dice.choice(DTYPES), dice.choices(SIZES, k=dice.randrange(3)), b"x" * 8],
        "o": lambda: [dice.choices(SIZES, k=dice.randrange(3)), some()],
        "s": lambda: [dice.choice(DTYPES), dice.choice([b"x" * 8, 8, None])],
        "#": lambda: [dice.choice([1, 2, 3, 4, None, "1"]), more()],
        "r": lambda: dice.choice([1, 2, 3, 4, -1, None, "1", [1], {}]),
        "d": lambda: [[more(), more()] for _ in range(dice.randrange(3))],
        "i": lambda: dice.choice(["7", "-" + "9" * 40, "1_0", " 5", "x", 7, "9" * 5000]),
        "c": lambda: dice.choice([[1.0, 2.0], [1, 2], ["1", "2"], "12", 3]),
        "D": lambda: [some(), more(), some()],
        "S": lambda: [more(), more(), more()],
    }
    body = shaped[tag]() if tag in shaped and dice.random() < 0.8 else dice.choice([some, more])()
    return {tag: body, "l": []} if dice.random() < 0.02 else {tag: body}


def test_trees_that_look_like_values(recwarn):
    dice = random.Random(7193)
    good = sum(digest(msgspec.msgpack.encode(random_item(dice))) for _ in range(20_000))
    assert 1000 < good < 19_000  # the dice reach both ends


def test_noise():
    dice = random.Random(4421)
    for _ in range(20_000):
        noise = dice.randbytes(dice.randrange(60))
        digest(noise)
        with pytest.raises(WireError):
            frames.unpack(noise, protocol.ANSWER)


def test_honest_frames_with_a_few_wrong_bytes():
    dice = random.Random(14386)
    frames = [msgspec.msgpack.encode(Encoder().encode(value)) for value in PLAIN.values()]
    for _ in range(20_000):
        frame = bytearray(dice.choice(frames))
        for _ in range(dice.randrange(1, 4)):
            frame[dice.randrange(len(frame))] = dice.randrange(256)
        digest(bytes(frame))


def test_items_are_counted_as_they_are():
    dice = random.Random(8843)

    def count(item):
        if isinstance(item, dict):
            return 1 + sum(count(key) + count(value) for key, value in item.items())
        return 1 + sum(map(count, item)) if isinstance(item, list) else 1

    sizes = [0, 5, 31, 32, 255, 256, 65535, 65536]
    long = [kind * size for kind in ("x", b"x") for size in sizes] + [[0] * n for n in sizes]
    long += [{n: -n for n in range(size)} for size in (15, 16, 70_000)]
    long += [[-1, -32, -33, 127, 128, 2**16, 2**32, -(2**15), -(2**31), 1.5, None, True]]
    for item in [*long, *(random_item(dice) for _ in range(2000))]:
        assert frames._count_items(msgspec.msgpack.encode(item)) == count(item)


def test_extensions_are_counted_and_refused():
    for size in (0, 1, 2, 4, 8, 16, 17, 300, 70_000):
        payload = msgspec.msgpack.encode([msgspec.msgpack.Ext(5, b"x" * size), 1])
        assert frames._count_items(payload) == 3
        assert not digest(payload)


def test_a_frame_of_very_many_items_is_refused_before_it_is_built():
    payload = b"\xdd\x00\x40\x00\x00" + b"\x90" * (1 << 22)
    with pytest.raises(WireError, match="too many items"):
        frames.unpack(payload, protocol.ANSWER)


def test_small_on_the_wire_and_endless_to_walk():
    tree = {"#": [10, {"l": [0.0] * 10}]}
    for level in range(1, 30):
        tree = {"l": [tree, *[{"r": 9 + level}] * 9]}
        tree = {"#": [10 + level, tree]}
    assert len(msgspec.msgpack.encode(tree)) < 10_000
    with pytest.raises(WireError, match="too heavy"):
        values.weigh(Decoder().decode(tree))
