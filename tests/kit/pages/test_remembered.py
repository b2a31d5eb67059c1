"""A lab's texts are worked out once; a student's endless ones take no memory."""

from __future__ import annotations

from gabarito.pages.remembered import LONGEST, MOST, remembered


def counted():
    asked = []

    @remembered
    def shout(text):
        asked.append(text)
        return text.upper()

    return shout, asked


def test_the_same_text_is_worked_out_once():
    shout, asked = counted()
    assert [shout("a"), shout("a"), shout("b")] == ["A", "A", "B"]
    assert asked == ["a", "b"]


def test_a_long_text_is_not_kept():
    shout, asked = counted()
    long = "x" * (LONGEST + 1)
    assert shout(long) == shout(long) == long.upper()
    assert asked == [long, long]


def test_so_many_are_kept_and_the_last_used_of_them():
    shout, asked = counted()
    for number in range(MOST + 1):
        shout("lab")
        shout(f"aluno {number}")
    assert asked.count("lab") == 1
    shout("aluno 0")
    assert asked.count("aluno 0") == 2
