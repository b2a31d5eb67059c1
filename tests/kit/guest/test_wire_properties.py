"""What holds of every value and of every message, on values and messages made up by Hypothesis.

The default run tries the same examples every time; `make nightly` tries many new ones.
"""

from __future__ import annotations

import socket
import tracemalloc

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from wire import crossed, digest, same

from gabarito.guest import frames, protocol, values
from gabarito.guest.frames import WireError
from gabarito.guest.values import Decoder, Encoder

# --- honest values -------------------------------------------------------------------

DTYPES = st.one_of(
    npst.boolean_dtypes(),
    npst.integer_dtypes(endianness="?"),
    npst.unsigned_integer_dtypes(endianness="?"),
    npst.floating_dtypes(endianness="?"),
    npst.complex_number_dtypes(endianness="?"),
    npst.unicode_string_dtypes(endianness="?", max_len=5),
    npst.byte_string_dtypes(max_len=5),
)
ARRAYS = npst.arrays(DTYPES, npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
HUGE = st.integers(-(10**900), 10**900)
KEYS = st.one_of(
    *(st.none(), st.booleans(), st.integers(), HUGE, st.text(max_size=5), st.binary(max_size=5)),
    st.floats(allow_nan=False),
    st.tuples(st.integers(), st.text(max_size=3)),
)
LEAVES = st.one_of(KEYS, st.floats(), st.complex_numbers(), ARRAYS, DTYPES.flatmap(npst.from_dtype))


def containers(inside):
    return st.one_of(
        st.lists(inside, max_size=4),
        st.lists(inside, max_size=4).map(tuple),
        st.dictionaries(KEYS, inside, max_size=4),
        st.sets(KEYS, max_size=4),
        st.lists(inside, max_size=4).map(boxed),
    )


def boxed(items):
    """An array of exactly these objects."""
    array = np.empty(len(items), object)
    for i, item in enumerate(items):
        array[i] = item
    return array


VALUES = st.recursive(LEAVES, containers, max_leaves=20)


@given(VALUES)
def test_a_value_that_crosses_is_what_it_was(value):
    assert same(value, crossed(value))


@given(ARRAYS)
def test_of_a_view_only_what_it_shows_crosses(array):
    sliced = [array[..., ::-1], array[:1], array[::2]] if array.ndim else []
    for view in [array.T, *sliced]:
        assert same(view, crossed(view))


TEXTS = st.text(st.characters(exclude_categories=()), max_size=8)


@given(st.recursive(TEXTS, lambda more: st.lists(more, max_size=4), max_leaves=10))
def test_text_arrives_with_half_characters_as_question_marks(value):
    """One that UTF-8 cannot say must not cost the rest of an answer."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        frames.send(ours, protocol.Returned(Encoder().encode(value), []))
        result = frames.receive(theirs, protocol.ANSWER).result
        assert Decoder().decode(result) == readable(value)


def readable(value):
    if isinstance(value, list):
        return [readable(item) for item in value]
    return value.encode("utf-8", "replace").decode()


@st.composite
def tangles(draw):
    """Lists, dicts and arrays that hold each other and themselves, some of them many times."""
    knots = draw(
        st.lists(st.sampled_from([list, dict, lambda: np.zeros(2)]), min_size=1, max_size=5)
    )
    made = [make() for make in knots]
    for place, whom in draw(st.lists(st.tuples(*[st.integers(0, 4)] * 2), max_size=12)):
        holder, held = made[place % len(made)], made[whom % len(made)]
        if isinstance(holder, list):
            holder.append(held)
        elif isinstance(holder, dict):
            holder[len(holder)] = held
    return made


@given(tangles())
def test_who_is_who_survives_the_crossing(made):
    assert alike(made, crossed(made), {})


def alike(one, other, twins):
    """Equal, and the same object in `other` wherever it is the same in `one`, and only there."""
    if id(one) in twins or id(other) in twins.values():
        return twins.get(id(one)) == id(other)
    twins[id(one)] = id(other)
    if isinstance(one, np.ndarray):
        return same(one, other)
    if type(one) is not type(other) or len(one) != len(other):
        return False
    pairs = zip(*([x.values() if isinstance(x, dict) else x for x in (one, other)]), strict=True)
    return all(alike(mine, theirs, twins) for mine, theirs in pairs)


@given(tangles())
def test_what_holds_itself_is_too_heavy_and_the_rest_is_not(made):
    back = crossed(made)
    if any(inside_itself(knot) for knot in made):
        with pytest.raises(WireError):
            values.weigh(back)
    else:
        assert values.weigh(back) == values.weigh(made)


def inside_itself(value, above=()):
    if any(value is one for one in above):
        return True
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(inside_itself(item, (*above, value)) for item in items)


@given(HUGE, st.integers(1, 4))
def test_an_integer_crosses_or_is_refused_before_it_is_sent(number, power):
    try:
        sent = Encoder().encode(number**power)
    except WireError:
        assert abs(number**power) >= 10 ** (values.MAX_DIGITS - 100)
    else:
        assert Decoder().decode(sent) == number**power


# --- messages from a hostile end -----------------------------------------------------

TAGS = st.sampled_from([*values._DECODERS])
SIZES = st.one_of(st.integers(-1, 3), st.sampled_from([2**31, 2**62, 2**63, None, "2"]))
NAMES = st.sampled_from(["<f8", "<i4", "?", "<U2", "S8", "|O", "V8", "S0", "M8[s]", "f8,f8",
                         "(2,)f8", "<U99999999", "S2147483647", "", "x"])  # fmt: skip
PLAIN = st.one_of(
    *(st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats()),
    *(st.text(max_size=5), st.binary(max_size=16), st.just(b"x" * 8), NAMES),
)


def messages(inside):
    some, numbers = st.lists(inside, max_size=4), st.integers(0, 6)
    shaped = {
        "a": st.tuples(NAMES, st.lists(SIZES, max_size=3), st.sampled_from([b"", b"x" * 8])),
        "o": st.tuples(st.lists(SIZES, max_size=3), some),
        "s": st.tuples(NAMES, PLAIN),
        "#": st.tuples(numbers, inside),
        "r": numbers,
        "d": st.lists(st.tuples(inside, inside), max_size=3),
        "i": st.text("0123456789-_+ e.", max_size=6),
        "c": st.tuples(st.floats(), st.floats()),
        "l": some, "t": some, "e": some,
        "D": st.tuples(some, inside, some),
        "S": st.tuples(inside, inside, inside),
    }  # fmt: skip
    return st.one_of(
        *(body.map(lambda body, tag=tag: {tag: body}) for tag, body in shaped.items()),
        *(some, st.dictionaries(TAGS, inside, max_size=2), st.dictionaries(PLAIN_KEYS, inside)),
    )


PLAIN_KEYS = st.one_of(st.text(max_size=3), st.integers(0, 9), st.none())
MESSAGES = st.recursive(PLAIN, messages, max_leaves=25)
SPARE_BYTES = 1 << 20


@pytest.fixture(scope="module", autouse=True)
def pandas_at_hand():
    """Imported here: what an import takes is no message's."""
    pytest.importorskip("pandas")
    import pandas  # noqa: F401


@given(MESSAGES)
def test_a_message_is_a_plain_value_or_refused_and_takes_little_memory(message):
    payload = msgspec.msgpack.encode(message)
    tracemalloc.start()
    try:
        digest(payload)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < SPARE_BYTES + 500 * len(payload)


@given(st.binary(max_size=200))
def test_noise_is_a_plain_value_or_refused(payload):
    digest(payload)


@given(VALUES, st.data())
def test_an_honest_message_cut_or_spoilt_is_a_plain_value_or_refused(value, data):
    payload = bytearray(msgspec.msgpack.encode(Encoder().encode(value)))
    assume(len(payload) > 1)
    place = data.draw(st.integers(0, len(payload) - 1))
    assert not digest(bytes(payload[:place]))
    payload[place] = data.draw(st.integers(0, 255))
    digest(bytes(payload))


@given(MESSAGES)
def test_items_of_any_message_are_counted_as_they_are(message):
    def count(item):
        if isinstance(item, dict):
            return 1 + sum(count(key) + count(value) for key, value in item.items())
        return 1 + sum(map(count, item)) if isinstance(item, (list, tuple)) else 1

    assert frames._count_items(msgspec.msgpack.encode(message)) == count(message)
