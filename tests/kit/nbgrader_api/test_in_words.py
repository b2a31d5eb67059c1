"""Lateness, penalties and hand-given points, in words."""

from __future__ import annotations

import pytest

from gabarito.nbgrader_api import in_words
from gabarito.results.record import ByHand, Late, manual_question

MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 segundo"),
        (59, "59 segundos"),
        (MINUTE, "1 minuto"),
        (2 * MINUTE + 1, "2 minutos e 1 segundo"),
        (HOUR + 5, "1 hora"),
        (25 * HOUR + 59 * MINUTE, "1 dia e 1 hora"),
        (3 * DAY + 59 * MINUTE, "3 dias"),
        (400 * DAY, "400 dias"),
    ],
)
def test_a_length_of_time_is_said_in_its_two_largest_units(seconds, words):
    assert in_words.how_long(seconds) == words


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (Late(HOUR, 0.0), "entregue com atraso de 1 hora, sem desconto"),
        (Late(HOUR, 2.5), "entregue com atraso de 1 hora, desconto de 2,5"),
        (Late(0.0, 2.5), "desconto de 2,5"),
    ],
)
def test_lateness_says_what_it_costs(late, words):
    assert in_words.late_words(late) == words


@pytest.mark.parametrize(
    ("worth", "given", "words"),
    [
        (1.0, None, "0,5 de 1"),
        (1.0, ByHand("q", score=0.5), "0,5 de 1"),
        (1.0, ByHand("q", extra_credit=0.25), "0,5 de 1 + ponto extra: 0,25"),
        (0.0, ByHand("q", extra_credit=0.25), "ponto extra: 0,25"),
    ],
)
def test_points_of_a_question_with_extra_credit(worth, given, words):
    assert in_words.points_words(manual_question("q", worth), given, 0.5) == words
