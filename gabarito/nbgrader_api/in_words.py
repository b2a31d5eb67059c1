"""Lateness, penalties and hand-given points, as a person reads them.

Nothing of nbgrader is imported here: that takes a second.
"""

from __future__ import annotations

from collections.abc import Sequence

from gabarito.nbgrader_api import messages
from gabarito.results.decimal_comma import decimal_comma
from gabarito.results.record import ByHand, Late, Question


def late_words(late: Late) -> str:
    """How late, and what it cost: ``entregue com atraso de 2 dias, desconto de 5``."""
    words = []
    if late.seconds:
        words.append(messages.LATE.format(how_long=how_long(late.seconds)))
    if late.penalty:
        words.append(messages.PENALTY.format(points=decimal_comma(late.penalty)))
    return together(words if late.penalty else [*words, messages.NO_PENALTY])


def given_words(given: ByHand) -> list[str]:
    """What a person gave: ``["nota dada à mão: 1", "ponto extra: 0,5", "comentário: …"]``."""
    words = []
    if given.score is not None:
        words.append(messages.GIVEN_SCORE.format(points=decimal_comma(given.score)))
    if given.extra_credit:
        words.append(messages.EXTRA_CREDIT.format(points=decimal_comma(given.extra_credit)))
    if given.comment:
        words.append(messages.COMMENT.format(comment=given.comment))
    return words


def points_words(question: Question, given: ByHand | None, score: float) -> str:
    """A question's points: ``0,5 de 1``, ``0,5 de 1 + ponto extra: 0,5``, ``ponto extra: 0,5``.

    Args:
        score: what it has now, extra credit left out.
    """
    points = messages.POINTS.format(
        score=decimal_comma(score), max_score=decimal_comma(question.max_score)
    )
    if given is None or not given.extra_credit:
        return points
    extra = messages.EXTRA_CREDIT.format(points=decimal_comma(given.extra_credit))
    return messages.PLUS.format(points=points, extra=extra) if question.max_score else extra


def how_long(seconds: float) -> str:
    """A length of time in its two largest units, at least a second: ``1 dia e 2 horas``."""
    left, words = max(1, round(seconds)), []
    for size, one, several in messages.DURATIONS:
        count, left = divmod(left, size)
        if count:
            words.append(one if count == 1 else several.format(count=count))
        if words and (len(words) == 2 or not count):
            break
    return messages.AND.format(first=words[0], second=words[1]) if len(words) > 1 else words[0]


def together(words: Sequence[str]) -> str:
    """Several things said one after the other."""
    return messages.SEPARATOR.join(words)


def sentences(late: Late | None) -> list[str]:
    """The warnings of a record that came late."""
    if late is None:
        return []
    words = late_words(late)
    return [messages.SENTENCE.format(words=words[0].upper() + words[1:])]
