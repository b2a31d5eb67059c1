"""What Moodle's feedback comment says of a record: a line for each question."""

from __future__ import annotations

import html
from collections.abc import Iterator

from gabarito.channels import messages
from gabarito.channels.grades import question_score
from gabarito.checks.verificador import decimal_comma
from gabarito.nbgrader_api import in_words
from gabarito.results.record import Question, Record, final_score


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
    by_hand = {one.question: one for one in record.by_hand}
    for question in record.questions:
        yield messages.COMMENT_QUESTION.format(
            name=question.name,
            score=decimal_comma(question_score(record, question.name) or 0.0),
            most=decimal_comma(question.max_score),
            why=_why(question),
        )
        given = by_hand.get(question.name)
        if given and given.comment:
            yield given.comment


def _why(question: Question) -> str:
    """The first thing that the student's page says is wrong."""
    failed = (check.message for check in question.checks if check.state != "passed")
    first = next(filter(None, failed), "").partition("\n")[0]
    return messages.COMMENT_WHY.format(message=first) if first else ""
