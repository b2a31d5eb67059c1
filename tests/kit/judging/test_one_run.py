"""Cells run once, and only those that a grade needs: what that must not change."""

from __future__ import annotations

import json

import nbformat
import pytest
from minicourse import DOBRO, write_course

from gabarito.authoring import build, made_up_class, release
from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.judging import judge as judging
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.notebook import forgetful
from gabarito.results.job import Job

SHOWN = """
# %%
print("dobro de 21:", dobro(21))

# %% solution="triplo"
"""
"""A cell of the instructor's that shows something of the student's and that nothing needs."""


def scores(record):
    return {q.name: q.score / q.max_score for q in record.questions if q.max_score}


BOTH = {"dobro": 1.0, "triplo": 1.0}

REMEMBERED = {
    "a global list": ("vezes = []", "vezes.append(1)", "not vezes"),
    "a global number": ("vezes = 0", "global vezes; vezes += 1", "vezes == 0"),
    "an attribute of the function": ("", "dobro.vezes = 1", "not hasattr(dobro, 'vezes')"),
    "a module": ("", "np.vezes = 1", "not hasattr(np, 'vezes')"),
    "a setting": ("", "np.seterr(all='raise')", "np.geterr()['divide'] == 'warn'"),
    "a variable of the environment": (
        "import os", "os.environ['VEZES'] = '1'", "'VEZES' not in os.environ",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("top", "remember", "forgotten"), REMEMBERED.values(), ids=REMEMBERED)
def test_what_one_question_leaves_behind_does_not_change_the_next(judged, top, remember, forgotten):
    dobro = f"{top}\ndef dobro(x):\n    {remember}\n    return 2 * x"
    triplo = f"def triplo(x):\n    return 3 * x if {forgotten} else None"
    assert scores(judged(dobro=dobro, triplo=triplo)) == BOTH


@pytest.mark.parametrize(
    "later",
    [
        "dobro = None",
        "np.multiply = None",
        "np.seterr(all='raise')",
        "import os; os._exit(1)",
        "import sys; sys.exit()",
        "import warnings; warnings.simplefilter('error')",
        "del dobro",
        "globals().clear()",
    ],
)
def test_a_function_is_judged_where_it_stands(judged, later):
    """What is after the last check cell of the notebook takes nothing away."""
    record = judged(after=[later])
    assert scores(record) == BOTH


def test_one_that_dies_leaves_the_other_questions_and_checks_alone(judged):
    """The process that answered for all of them is another afterwards."""
    record = judged(triplo="def triplo(x):\n    return 3 * x if x[0] > 5 else x.dies[0]")
    assert scores(record)["dobro"] == 1
    states = {check.name: check.state for check in record.questions[1].checks}
    assert states["test_exemplo"] == "failed"
    assert states["test_outros_numeros"] == "passed"


@pytest.fixture
def shown(tmp_path):
    """The small course with a cell that shows what the student's function gives."""

    def prepare(execute):
        lab = write_course(tmp_path / "curso").lab("mini")
        text = lab.text.read_text("utf-8").replace('\n# %% solution="triplo"\n', SHOWN)
        lab.text.write_text(text, "utf-8")
        config = lab.course.root / "nbgrader_config.py"
        config.write_text(f"{config.read_text()}\n{execute}\n")
        lab = Course.at(lab.course.root).lab("mini")
        build.build(lab)
        release.release(lab)
        return lab

    return prepare


def executed(lab, said, cells=()):
    """The cell that shows something, and the record, after judging right answers."""
    notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    for cell in notebook.cells:
        answers = {"dobro": DOBRO, "triplo": "def triplo(x):\n    return 3 * x"}
        cell.source = answers.get(cell.id, cell.source)
        if "dobro(21)" in cell.source:
            cell.outputs = said
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in cells]
    path = lab.course.root / "entrega.ipynb"
    path.write_bytes(made_up_class.as_json(notebook))
    with PreparedLab(lab) as prepared:
        judged = judging.judge(prepared, Job(path))
    assert scores(judged.record) == BOTH
    made = json.loads(judged.notebook)["cells"]
    return next(cell for cell in made if "dobro(21)" in "".join(cell["source"]))


def stream(text):
    return nbformat.v4.new_output("stream", name="stdout", text=text)


def test_what_no_grade_needs_keeps_what_was_handed_in_and_says_so(shown):
    hostile = nbformat.from_dict({"output_type": "stream", "name": "stdout", "text": 7})
    cell = executed(shown(""), [stream("dobro de 21: 42 (em casa)\n"), hostile])
    assert [out["text"] for out in cell["outputs"]] == [["dobro de 21: 42 (em casa)\n"]]
    assert cell["metadata"]["gabarito"] == {"kept_outputs": True}
    assert cell["execution_count"] is None


def test_a_course_may_ask_for_all_cells(shown):
    cell = executed(shown('c.Gabarito.execute = "all"'), [stream("mentira\n")])
    assert [out["text"] for out in cell["outputs"]] == [["dobro de 21: 42\n"]]
    assert "gabarito" not in cell["metadata"]
    assert cell["execution_count"]


def test_another_word_is_refused_in_a_sentence(shown):
    lab = shown('c.Gabarito.execute = "tudo"')
    with pytest.raises(CourseError, match=r"c\.Gabarito\.execute vale 'tudo'"):
        PreparedLab(lab)


HOOKED = "import builtins\nSEEN = []\nbuiltins.print = SEEN.append\nbuiltins.sorted = SEEN.__str__"
"""Functions that read as if they kept nothing, and keep what they are called with."""
KEEPS = "def dobro(x):\n    print(x)\n    return 2 * x"
TELLS = "def triplo(x):\n    raise ValueError(sorted())"


def test_one_process_for_all_questions_tells_no_hidden_input_of_another(judged):
    both = frozenset({"dobro", "triplo"})
    assert forgetful.forgetful([HOOKED, KEEPS, TELLS], frozenset(), both) == both
    record = judged(before=[HOOKED], dobro=KEEPS, triplo=TELLS)
    told = [check.message for question in record.questions for check in question.checks]
    assert scores(record) == {"dobro": 1.0, "triplo": 0.0}
    assert any("1., 2." in message for message in told)  # the example's, which everybody has
    assert not any(secret in message for message in told for secret in ("7.5", "3.25"))
