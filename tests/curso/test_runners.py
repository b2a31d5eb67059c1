"""One check, five runners: on every student of every class, all give the same."""

from __future__ import annotations

import pytest
from labs import NAMES, SAMPLE
from runners import Runners

pytestmark = pytest.mark.slow(reason="nbgrader and otter take minutes to grade a class")

NO_NOTEBOOK = {"iris_corrompida": "half a file, which is no JSON: no runner can open it"}

LACKS_A_PACKAGE = {
    "fabio_import": "elsewhere an import that fails takes with it what stands below it in the cell"
}

HANGS_OTTER_CHECK = {
    "gabriela_laco": "otter check has no limit on a cell and waits for ever, which "
    "test_otter_check_waits_for_a_cell_for_ever shows; the autograder brings a limit of its own"
}

FREE_TEXT = {
    "depuracao_rede_densa": ("ana_perfeita", "q_defeitos"),
    "lab3_rede_densa": ("ana_perfeita", "q_estagnacao"),
    "rede_densa_keras": ("ana_perfeita", "q_keras"),
    "regularizacao": ("alice_perfeita", "q_regularizacao"),
}


CASES = [
    pytest.param((SAMPLE, False), id=SAMPLE),
    *(
        pytest.param((name, True), id=f"{name}, everybody by otter run", marks=pytest.mark.nightly)
        for name in NAMES
    ),
]
"""A lab, and whether otter run grades all of its class, or who sees each check pass and fail."""


@pytest.fixture(scope="module", params=CASES)
def runners(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corredores")
    name, everybody = request.param
    with Runners(name, folder, frozenset(HANGS_OTTER_CHECK), everybody) as runners:
        yield runners


def nbgrader(runners):
    graded = runners.by_nbgrader()
    for student in runners.records:
        judged = runners.scores(student)
        yield student, {name: graded[student][name] for name in judged}, judged


def otter_run(runners):
    graded = runners.by_otter_run()
    assert len(graded) > 1
    assert set(graded) == set(runners.records) or not runners.everybody
    for student, scores in graded.items():
        yield student, scores, runners.scores(student)


def otter_check(runners):
    graded = runners.by_otter_check()
    everybody = [runners.visible(student).items() for student in runners.records]
    assert {o for passed in graded.values() for o in passed.items()} == set().union(*everybody)
    for student, passed in graded.items():
        yield student, passed, runners.visible(student)


def pytest_on_the_reference(runners):
    (perfect,) = [student for student in runners.records if "_perfeit" in student]
    yield perfect, runners.by_pytest(), runners.scores(perfect)


@pytest.mark.parametrize("runner", [nbgrader, otter_run, otter_check, pytest_on_the_reference])
def test_the_runner_agrees_with_the_isolated_engine_question_by_question(runners, runner):
    assert runners.failures.keys() <= NO_NOTEBOOK.keys(), runners.failures
    for student, given, expected in runner(runners):
        if student in LACKS_A_PACKAGE:
            assert given.keys() == expected.keys()
            assert all(given[question] <= expected[question] for question in given)
        else:
            assert given == pytest.approx(expected), student


def test_plain_nbgrader_leaves_the_free_text_to_a_person(runners):
    if runners.lab.name not in FREE_TEXT:
        pytest.skip("nobody in this class answers in free text")
    student, question = FREE_TEXT[runners.lab.name]
    assert runners.by_nbgrader()[student][question] is None
