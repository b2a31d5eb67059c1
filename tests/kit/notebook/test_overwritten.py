"""What is left of a line on which a program went back."""

from __future__ import annotations

import pytest

from gabarito.notebook import overwritten, plain_outputs


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("a\nb\n", "a\nb\n"),
        ("\r 10 %\r 20 %\r100 %\n", "100 %\n"),
        ("abc\rx", "xbc"),
        ("abc\r\nd", "abc\nd"),
        ("abc\b\bx", "axc"),
        ("\b\ba", "a"),
        ("1/2\b\b\b2/2\r\n\rfim", "2/2\nfim"),
        ("é 1\ré 2", "é 2"),
    ],
)
def test_a_line_is_left_as_in_a_terminal(written, left):
    assert overwritten.as_left(written) == left


def test_a_million_steps_back_on_a_long_line_are_as_fast_as_reading():
    line = "x" * 1_000_000 + "\ry" * 1_000_000 + "\b" * 1_000_000
    assert overwritten.as_left(line) == "y" + "x" * 999_999


@pytest.mark.parametrize("text", ["\r1/2\r2/2\n", ["\r1/2", "\r2/2\n"]])
def test_a_progress_bar_is_kept_as_its_last_state(text):
    output = {"output_type": "stream", "name": "stdout", "text": text}
    kept = plain_outputs.plain_output(output)
    assert kept == {**output, "text": "2/2\n"}
