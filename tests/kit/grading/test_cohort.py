"""What a class's records are held as."""

from __future__ import annotations

import msgspec
import pytest
from minicourse import write_class

from gabarito.authoring import made_up_class
from gabarito.grading import judge_for
from gabarito.grading.cohort import Cohort
from gabarito.results import record
from gabarito.results.job import Job


@pytest.fixture
def judged(mini):
    """Two right answers and one of another kind, each record its own objects."""
    write_class(mini)
    students = made_up_class.enroll(mini)
    judge = judge_for.judge_for(mini)
    places = [mini.course.submitted / s / mini.name / f"{mini.name}.ipynb" for s in students]
    found = [judge.judge(Job(place, executed=False)).record for place in places[:2]]
    judge.close()
    return [*found, record.from_json(record.to_json(found[0]))]


def test_what_students_have_alike_is_one_object_and_the_records_are_the_same(judged):
    cohort = Cohort()
    for number, one in enumerate(judged):
        cohort.add(str(number), one)
    first, other, again = cohort.records.values()
    assert [first, other, again] == judged
    assert list(map(id, again.questions)) == list(map(id, first.questions))
    assert again.versions is first.versions
    assert other.questions != first.questions
    changed = msgspec.structs.replace(judged[0].questions[0], score=-1.0)
    cohort.add("outra", msgspec.structs.replace(judged[0], questions=[changed]))
    assert cohort.records["outra"].questions == [changed]
