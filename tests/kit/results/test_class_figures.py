"""The figures of a class, counted by hand on classes small enough to count."""

from __future__ import annotations

import pytest

from gabarito.results import class_figures
from gabarito.results.record import ByHand, Check, Question, Record


def check(name, state, hidden=False, message="A conta confere."):
    return Check(name, state, 1.0 if state == "passed" else 0.0, 1.0, hidden, message, "")


def question(name, score, *checks, state="partial", mistake=None, inherited=False):
    return Question(name, score, 2.0, state, inherited, mistake, list(checks))


def record(*questions, **more):
    return Record(
        schema=1, lab="l", student=None, submission_sha256="", isolation="limits",
        score=sum(q.score for q in questions), max_score=4.0, questions=list(questions),
        repairs=[], warnings=[], timings={}, **more,
    )  # fmt: skip


def pair(a, b, **more):
    return record(question("a", a), question("b", b), **more)


def test_means_medians_and_tenths():
    found = class_figures.of_records([pair(0, 0), pair(2, 2), pair(2, 1), pair(0, 1)])
    assert (found.mean, found.median) == (2.0, 2.0)
    assert found.bins == [1, 0, 1, 0, 0, 0, 0, 1, 0, 1]  # 0, 1, 3 and 4 of 4
    assert [(q.name, q.mean, q.facility) for q in found.questions] == [
        ("a", 1.0, 0.5),
        ("b", 1.0, 0.5),
    ]


def test_what_a_person_gave_counts():
    found = class_figures.of_records([pair(0, 0, by_hand=[ByHand("a", 2.0, 0.5)])])
    assert (found.scores, found.questions[0].mean) == ([2.5], 2.5)


def test_a_question_that_goes_with_the_others_discriminates_and_its_opposite_does_not():
    good = class_figures.of_records([pair(n % 3, n % 3) for n in range(6)])
    bad = class_figures.of_records([pair(n % 3, 2 - n % 3) for n in range(6)])
    assert good.questions[0].discrimination == pytest.approx(1.0)
    assert bad.questions[0].discrimination == pytest.approx(-1.0)


@pytest.mark.parametrize("records", [[pair(1, 1), pair(2, 2)], [pair(1, n % 2) for n in range(6)]])
def test_too_few_records_and_equal_points_have_no_discrimination(records):
    assert class_figures.of_records(records).questions[0].discrimination is None


def test_mistakes_are_counted_and_the_most_common_is_first():
    failed = check("t", "failed", message="A conta confere.\n3, e era 4.\nFalta dobrar.")
    rare = question("a", 0, failed, mistake="rara")
    common = question("a", 0, failed, mistake="comum", inherited=True)
    (found,) = class_figures.of_records([record(q) for q in (rare, common, common)]).questions
    assert [(m.name, m.diagnosis, m.made_by) for m in found.mistakes] == [
        ("comum", "Falta dobrar.", [1, 2]),
        ("rara", "Falta dobrar.", [0]),
    ]
    assert found.inherited == pytest.approx(2 / 3)


def test_checks_that_tell_nobody_apart_are_named_and_empty_answers_say_nothing_of_them():
    never, always, tells = ("Nunca falha.", "Sempre falha.", "Às vezes.")

    def answered(state):
        named = {"n": "passed", "s": "failed", "t": state}
        sentences = {"n": never, "s": always, "t": tells}
        return record(
            question("a", 1, *(check(k, v, False, sentences[k]) for k, v in named.items()))
        )

    empty = record(question("a", 0, check("n", "failed", message=never), state="missing"))
    records = [answered("passed"), answered("failed"), empty]
    (found,) = class_figures.of_records(records).questions
    assert [one.sentence for one in found.never_fail] == [never]
    assert [one.sentence for one in found.always_fail] == [always]
