"""What Moodle's feedback comment says of a record: a line for each question."""

from __future__ import annotations

import html
from collections.abc import Iterator

from gabarito.channels import messages
from gabarito.nbgrader_api import in_words
from gabarito.results.decimal_comma import decimal_comma
from gabarito.results.record import Question, Record, final_score, points


def comment(record: Record) -> str:
    """HTML, as Moodle keeps feedback comments; nothing of the record's text is active in it."""
    return "<br>".join(html.escape(line) for line in _lines(record))


def is_ours(text: str) -> bool:
    """Whether a comment is one that was made here, perhaps wrapped by Moodle's editor."""
    return messages.COMMENT_MARK in text


def _lines(record: Record) -> Iterator[str]:
    score, most = decimal_comma(final_score(record)), decimal_comma(record.max_score)
    yield messages.COMMENT_GRADE.format(mark=messages.COMMENT_MARK, score=score, most=most)
    if record.late:
        yield messages.COMMENT_LATE.format(words=in_words.late_words(record.late))
    earned, by_hand = points(record), {one.question: one for one in record.by_hand}
    for question in record.questions:
        yield messages.COMMENT_QUESTION.format(
            name=question.name,
            score=decimal_comma(earned[question.name]),
            most=decimal_comma(question.max_score),
            why=_why(question),
        )
        given = by_hand.get(question.name)
        if given and given.comment:
            yield given.comment


def _why(question: Question) -> str:
    """The first check that does not pass, and what known mistake it is."""
    failed = (check.message for check in question.checks if check.state != "passed")
    lines = next(filter(None, failed), "").split("\n")
    told = [lines[0], lines[-1]] if question.mistake and len(lines) > 1 else lines[:1]
    return messages.COMMENT_WHY.format(message=" ".join(told)) if any(told) else ""
