"""A course without checks of ours: the one that ``nbgrader quickstart`` makes, and a harder task.

What plain ``nbgrader autograde`` gives is computed here, by it, on copies of the same files.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbgrader.api import Gradebook
from nbgrader_steps import nbgrader_command, quickstart_command

from gabarito.course.layout import Assignment, Course
from gabarito.errors import CourseError, SubmissionError
from gabarito.foreign import judge as foreign
from gabarito.grading import grade_class, judge_for
from gabarito.grading.stored import stored_record
from gabarito.nbgrader_api import converters
from gabarito.results.job import Job

EXAMPLES = Path(nbgrader.__file__).parent / "docs/source/user_guide/submitted"
"""Submissions of ps1 that come with nbgrader."""

LIMIT_S = 4
"""For a cell; two of the submissions wait it out, under nbgrader and under gabarito."""

SOLUTION = """\
def dobro(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
"""
HIDDEN = '''\
"""O dobro confere."""
assert dobro(2) == 4
### BEGIN HIDDEN TESTS
assert dobro(-7.25) == -14.5
### END HIDDEN TESTS
'''
PARTIAL = "0.5 * (dobro(1) == 2) + 1.0 * (dobro(3) == 6)"
FILE = """\
import os
assert open("apoio.txt").read() == "da professora"
assert os.environ["NBGRADER_EXECUTION"]
"""
TESTS = {"oculto": (HIDDEN, 1), "parcial": (PARTIAL, 1.5), "arquivo": (FILE, 0.5)}
ALL = {"oculto": 1.0, "parcial": 1.5, "arquivo": 0.5}

RIGHT = "def dobro(x):\n    return x + x"


def task():
    """The instructor's notebook of the harder task."""
    cells = [cell("dobro", SOLUTION, solution=True)]
    cells += [cell(name, code, points=points) for name, (code, points) in TESTS.items()]
    cells += [cell("aberta", "Resposta.", solution=True, points=2, kind="markdown")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def cell(name, source, *, solution=False, points=None, kind="code"):
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}[kind]
    graded = points is not None
    scored = {"points": points} if graded else {}
    marks = {"grade_id": name, "grade": graded, "solution": solution, "locked": False, **scored}
    return make(source, metadata={"nbgrader": {**marks, "schema_version": 3, "task": False}})


def answer(code, *more):
    """An edit that answers `dobro`, and the further cells of the student's own."""

    def edit(notebook):
        cells = by_name(notebook)
        cells["dobro"].source = code
        place = notebook.cells.index(cells["dobro"]) + 1
        notebook.cells[place:place] = [nbformat.v4.new_code_cell(source) for source in more]

    return edit


def by_name(notebook):
    named = [c for c in notebook.cells if "nbgrader" in c.metadata]
    return {c.metadata.nbgrader.grade_id: c for c in named}


def without_a_test(notebook):
    answer(RIGHT)(notebook)
    notebook.cells.remove(by_name(notebook)["parcial"])


def twice(notebook):
    """An older copy of the answer is still there, above the one that counts."""
    answer(RIGHT)(notebook)
    old = cell("dobro", "def dobro(x):\n    return 0", solution=True)
    notebook.cells.insert(0, old)


def cheating(notebook):
    """Points, tags and tests of the student's own making."""
    answer("def dobro(x):\n    return 0")(notebook)
    for name in TESTS:
        test = by_name(notebook)[name]
        test.source, test.metadata["tags"] = "1", ["skip-execution"]
        test.metadata.nbgrader["points"] = 10


NOISY = "import sys\ndef dobro(x):\n    print('oi', file=sys.stderr)\n    return 2 * x"
SLOW = "def dobro(x):\n    while x == -7.25:\n        pass\n    return 2 * x"
CRASH = "import os\ndef dobro(x):\n    x == -7.25 and os._exit(1)\n    return 2 * x"
STATEFUL = (
    "visto = []\ndef dobro(x):\n    visto.append(x)\n    return 2 * x if visto[0] == 2 else 0"
)

HONEST = {
    "certa": answer(RIGHT),
    "meia": answer("def dobro(x):\n    return x + x if x > 2 else 4"),
    "barulhenta": answer(NOISY),
    "lenta": answer(SLOW, "while True:\n    pass"),
    "sem_teste": without_a_test,
    "em_branco": lambda notebook: None,
}
"""Submissions that nbgrader can grade and that do not try to fool it."""
OTHERS = {
    "repetida": twice,
    "morre": answer(CRASH),
    "morre_antes": answer(STATEFUL, "import os\nos._exit(1)"),
    "trapaceia": cheating,
}


def gradebook_lines(root, assignment):
    """Each line of a gradebook: points, whether a person is needed, the automatic comment."""
    found = {}
    with converters.quiet(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for entry in book.assignment_submissions(assignment):
            found[entry.student.id, "total"] = entry.score, entry.max_score, entry.timestamp
            for notebook in entry.notebooks:
                place = entry.student.id, notebook.name
                for g in notebook.grades:
                    found[*place, g.name] = g.auto_score, g.needs_manual_grade, g.max_score
                found |= {(*place, c.name, "nota"): c.auto_comment for c in notebook.comments}
    return found


@pytest.fixture(scope="module")
def quickstart(tmp_path_factory):
    """The course of ``nbgrader quickstart``, with a second task and all submissions."""
    root = tmp_path_factory.mktemp("outro") / "curso"
    quickstart_command(root.parent, root.name)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Execute.timeout = {LIMIT_S}\n")
    (root / "source/ps2").mkdir()
    (root / "source/ps2/apoio.txt").write_text("da professora")
    nbformat.write(task(), root / "source/ps2/dobro.ipynb")
    shutil.copytree(EXAMPLES, root / "submitted")
    for assignment in ("ps1", "ps2"):
        generate = nbgrader_command("generate_assignment", assignment)
        subprocess.run(generate, cwd=root, check=True, capture_output=True)
    for student, edit in HONEST.items():
        hand_in(root, student, edit)
    return root


def hand_in(root, student, edit):
    notebook = nbformat.read(root / "release/ps2/dobro.ipynb", as_version=4)
    edit(notebook)
    folder = root / "submitted" / student / "ps2"
    folder.mkdir(parents=True)
    (folder / "apoio.txt").write_text("do aluno")  # nbgrader puts the instructor's in its place
    (folder / "dobro.ipynb").write_text(json.dumps(notebook))  # as the student's tool left it
    return folder


@pytest.fixture(scope="module")
def plain(quickstart, tmp_path_factory):
    """The same course for plain nbgrader, which grades in the background."""
    root = tmp_path_factory.mktemp("puro") / "curso"
    shutil.copytree(quickstart, root)
    processes = [
        subprocess.Popen(
            nbgrader_command("autograde", assignment),
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for assignment in ("ps1", "ps2")
    ]
    yield root, processes
    for process in processes:
        process.kill()


@pytest.fixture(scope="module")
def course(quickstart, tmp_path_factory):
    """The course for gabarito, graded: honest submissions first, then the others."""
    root = tmp_path_factory.mktemp("nosso") / "curso"
    shutil.copytree(quickstart, root)
    return Course.at(root)


@pytest.fixture(scope="module")
def ps1(course):
    return grade_class.grade(course.gradable("ps1"), workers=1).records


@pytest.fixture(scope="module")
def ps2(course):
    return grade_class.grade(course.gradable("ps2"), workers=1).records


@pytest.fixture(scope="module")
def others(course, ps2):
    for student, edit in OTHERS.items():
        hand_in(course.root, student, edit)
    return grade_class.grade(course.gradable("ps2"), students=list(OTHERS), workers=1).records


@pytest.mark.slow(reason="nbgrader grades two assignments for a minute")
@pytest.mark.parametrize("assignment", ["ps1", "ps2"])
def test_the_gradebook_is_that_of_nbgrader_line_by_line(assignment, plain, course, ps1, ps2):
    root, processes = plain
    for process in processes:
        process.wait(timeout=400)
    ours = gradebook_lines(course.root, assignment)
    theirs = gradebook_lines(root, assignment)
    assert ours == theirs
    assert len({line[0] for line in ours}) == {"ps1": 2, "ps2": len(HONEST)}[assignment]


def scores(record):
    return {q.name: q.score for q in record.questions if q.state != "manual"}


@pytest.mark.slow(reason="nbgrader grades a class, or limits of time are waited for")
def test_a_question_for_each_graded_cell_of_both_notebooks(ps1):
    questions = {q.name: q for q in ps1["bitdiddle"].questions}
    assert list(questions) == [
        "problem1/correct_squares",
        "problem1/squares_invalid_input",
        "problem1/correct_sum_of_squares",
        "problem1/sum_of_squares_uses_squares",
        "problem1/sum_of_squares_equation",
        "problem1/sum_of_squares_application",
        "problem1/cell-938593c4a215c6cc",
        "problem2/part-a",
        "problem2/part-b",
    ]
    assert [q.state for q in questions.values()] == [
        *("failed", "passed", "failed", "passed"),
        *["manual"] * 5,
    ]
    failed = questions["problem1/correct_squares"].checks[0]
    assert failed.message.startswith("Check that squares returns the correct output")
    assert (ps1["bitdiddle"].score, ps1["bitdiddle"].max_score) == (1.5, 13.0)


@pytest.mark.slow(reason="nbgrader grades a class, or limits of time are waited for")
def test_what_each_thing_costs(ps2):
    assert scores(ps2["certa"]) == ALL
    assert scores(ps2["meia"]) == {**ALL, "oculto": 0.0, "parcial": 1.0}
    assert scores(ps2["barulhenta"]) == {"oculto": 0.0, "parcial": 0.0, "arquivo": 0.5}
    assert scores(ps2["lenta"]) == {**ALL, "oculto": 0.0}
    assert scores(ps2["sem_teste"]) == {**ALL, "parcial": 0.0}
    states = {q.name: q.state for q in ps2["meia"].questions}
    assert states == {
        **{"oculto": "failed", "parcial": "partial", "arquivo": "passed"},
        "aberta": "manual",
    }


@pytest.mark.slow(reason="nbgrader grades a class, seconds each")
def test_the_record_says_that_hidden_tests_were_readable(ps1, ps2):
    for record in [*ps1.values(), *ps2.values()]:
        assert any("ocultos podiam ser lidos" in warning for warning in record.warnings)
        assert record.isolation in ("namespaces", "landlock")


@pytest.mark.slow(reason="nbgrader grades a class, or limits of time are waited for")
def test_of_a_cell_that_is_there_twice_the_last_counts(others):
    """nbgrader means to do so too, but 0.9 refuses its own result."""
    assert scores(others["repetida"]) == ALL
    assert "dobro: célula dobro repetida: vale a última" in others["repetida"].repairs


@pytest.mark.slow(reason="nbgrader grades a class, or limits of time are waited for")
def test_a_hidden_test_does_not_speak(ps2):
    (check,) = next(q for q in ps2["meia"].questions if q.name == "oculto").checks
    assert check.hidden
    assert check.message == "O dobro confere.\nAssertionError."


@pytest.mark.slow(reason="nbgrader grades a class, or limits of time are waited for")
def test_a_dead_process_costs_its_cell_only(others):
    assert scores(others["morre"]) == {**ALL, "oculto": 0.0}
    assert scores(others["morre_antes"]) == ALL
    assert any("encerrou o Python" in w for w in others["morre_antes"].warnings)


@pytest.fixture
def quick(tmp_path):
    """A judge of the harder task that gives a cell four seconds, and a way to hand in to it."""
    root = tmp_path / "curso"
    (root / "source/ps2").mkdir(parents=True)
    (root / "source/ps2/apoio.txt").write_text("da professora")
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.Execute.timeout = 4\n")
    nbformat.write(task(), root / "source/ps2/dobro.ipynb")
    judge = foreign.Judge(Course.at(root).gradable("ps2"))

    def hand_in_to(edit):
        notebook = task()
        edit(notebook)
        nbformat.write(notebook, tmp_path / "dobro.ipynb")
        return judge.judge(Job(tmp_path / "dobro.ipynb")).record

    yield judge, hand_in_to
    judge.close()


@pytest.mark.slow(reason="nbgrader grades a class, or limits of time are waited for")
def test_a_cell_that_is_interrupted_is_waited_for_once(quick, monkeypatch):
    monkeypatch.setattr("gabarito.judging.run_cells.AGAIN_S", 0.25)
    judge, hand_in_to = quick
    judge.warm.wait()
    before = judge.warm.spent_s
    record = hand_in_to(answer(RIGHT, "while True:\n    pass", "import os\nos._exit(1)"))
    assert scores(record)["oculto"] == 1.0
    assert judge.warm.spent_s - before < 2 * 4


def test_all_cells_together_have_one_budget(quick, monkeypatch):
    monkeypatch.setattr("gabarito.foreign.task_cells.MOST_S", 3.0)
    _, hand_in_to = quick
    record = hand_in_to(answer(RIGHT, *["while True:\n    pass"] * 6))
    by_name = {question.name: question for question in record.questions}
    assert by_name["oculto"].state == "broken"
    assert "tempo total da correção" in by_name["oculto"].checks[0].message


def test_a_student_who_speaks_as_the_grader_does_is_not_believed(quick):
    _, hand_in_to = quick
    said = "Não executada: muitas células antes desta derrubaram o Python."
    record = hand_in_to(answer(f"def dobro(x):\n    raise ValueError({said!r})"))
    by_name = {question.name: question for question in record.questions}
    assert by_name["oculto"].state == "failed"
    assert by_name["oculto"].checks[0].message == "O dobro confere.\nValueError."


@pytest.mark.slow(reason="nbgrader grades a class, or limits of time are waited for")
def test_points_tags_and_tests_of_the_student_count_for_nothing(others):
    assert scores(others["trapaceia"]) == {"oculto": 0.0, "parcial": 0.0, "arquivo": 0.5}
    assert others["trapaceia"].max_score == 5.0


@pytest.mark.slow(reason="nbgrader grades a class, or limits of time are waited for")
def test_every_notebook_is_kept_and_nothing_is_graded_twice(course, ps1):
    kept = course.autograded / "hacker/ps1"
    notebooks = {path.name: nbformat.read(path, as_version=4) for path in kept.glob("*.ipynb")}
    assert set(notebooks) == {"problem1.ipynb", "problem2.ipynb"}
    tests = by_name(notebooks["problem1.ipynb"])
    assert "assert squares(11)" in tests["correct_squares"].source
    assert tests["squares"].execution_count == 2
    assert stored_record(course.gradable("ps1"), "hacker") == ps1["hacker"]
    assert grade_class.grade(course.gradable("ps1"), workers=1).unchanged == {"bitdiddle", "hacker"}


@pytest.mark.slow(reason="nbgrader grades a class, or limits of time are waited for")
def test_nbgrader_makes_its_own_feedback_of_it_and_nothing_of_ours_travels_there(course, ps1):
    for step in ("generate_feedback", "autograde"):
        command = [*nbgrader_command(step, "ps1"), "--force"]
        subprocess.run(command, cwd=course.root, check=step == "generate_feedback")
        assert "correct_squares" in (course.feedback / "bitdiddle/ps1/problem1.html").read_text()
        for place in (course.feedback, course.autograded):
            names = {path.name for path in place.glob("*/ps1/*")}
            assert {"problem1.html", "problem1.ipynb"} & names
            assert not {name for name in names if "result" in name}


@pytest.mark.slow(reason="nbgrader grades a class, or limits of time are waited for")
def test_one_notebook_of_two_or_the_whole_folder(course, ps1):
    task = course.gradable("ps1")
    folder = course.submitted / "hacker/ps1"
    one = judge_for.check(task, folder / "problem1.ipynb")
    assert [q.name for q in one.questions] == [
        q.name for q in ps1["hacker"].questions if q.name.startswith("problem1/")
    ]
    whole = judge_for.check(task, folder)
    assert scores(whole) == scores(ps1["hacker"])


def test_a_missing_notebook_costs_its_own_cells(course, tmp_path):
    shutil.copy(EXAMPLES / "hacker/ps1/problem2.ipynb", tmp_path)
    record = judge_for.check(course.gradable("ps1"), tmp_path)
    assert record.questions[0].checks[0].message.endswith("O notebook não foi entregue.")
    assert (record.score, record.max_score) == (0.0, 13.0)


def test_files_beside_the_notebook_come_along(course, tmp_path):
    folder = tmp_path / "ps2"
    folder.mkdir()
    code = "from minha import dobro"
    released = nbformat.read(course.release / "ps2/dobro.ipynb", as_version=4)
    answer(code)(released)
    nbformat.write(released, folder / "dobro.ipynb")
    (folder / "minha.py").write_text(RIGHT)
    (folder / "atalho").symlink_to("/etc/passwd")
    assert scores(judge_for.check(course.gradable("ps2"), folder)) == ALL


def test_a_file_of_no_notebook_of_the_task_is_refused(course):
    with pytest.raises(SubmissionError, match=r"deixe ali problem1\.ipynb, problem2\.ipynb"):
        judge_for.check(course.gradable("ps1"), course.source / "header.ipynb")


def test_what_gabarito_does_not_do_for_such_a_course_is_said(course):
    assert isinstance(course.gradable("ps1"), Assignment)
    with pytest.raises(CourseError, match="nbgrader generate_feedback ps1"):
        course.lab("ps1")
    with pytest.raises(CourseError, match="não existe"):
        course.gradable("../source/ps1")


def test_another_language_is_refused(course, tmp_path):
    root = tmp_path / "curso"
    (root / "source/r").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    notebook = task()
    notebook.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    nbformat.write(notebook, root / "source/r/dobro.ipynb")
    with pytest.raises(CourseError, match="só executa Python"):
        judge_for.check(Course.at(root).gradable("r"), root / "source/r/dobro.ipynb")
