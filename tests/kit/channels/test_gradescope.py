"""The Gradescope package: what is in it and what it writes."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import zipfile

import nbformat
import pytest
from gradescope_layout import VISIBILITY, for_students, unpack, validated

from gabarito.authoring import build, made_up_class
from gabarito.channels.gradescope import results_json
from gabarito.channels.gradescope.package import package
from gabarito.checks.verificador import CheckResult
from gabarito.cli import in_gradescope
from gabarito.course.layout import CONFIG_FILE, Course
from gabarito.errors import CourseError
from gabarito.results import record
from gabarito.sandbox import tiers

# --- results.json --------------------------------------------------------------------


def checked(name, state="passed", *, points=0.5, hidden=False, told="Confere.", hint="", share=1):
    score = points * share if state == "passed" else 0.0
    return CheckResult(name, state, score, points, hidden, told, hint)


def made(*questions, **more):
    facts = {
        "schema": 1,
        "lab": "mini",
        "student": None,
        "submission_sha256": "0" * 64,
        "isolation": "namespaces",
        **record.total(questions),
        "questions": list(questions),
        "repairs": [],
        "warnings": [],
        "timings": {"total_s": 0.5},
    }
    return record.Record(**facts | more)


def question(name, *results, **more):
    return record.judged_question(name, results, **{"answered": True, **more})


ONE_OF_EACH = made(
    question("certa", checked("a"), checked("b", hidden=True)),
    question("de_tabela", checked("a"), checked("b", "failed", hidden=True)),
    question(
        "herdada",
        checked("a", "failed", told="O exemplo confere.\nZ difere."),
        checked("b", hidden=True, share=0.6),
        inherited_error=True,
    ),
    question("vazia", checked("a", "failed"), checked("b", "broken", hidden=True), answered=False),
    question("so_visivel", checked("a", points=0.3), checked("b", "failed")),
    record.manual_question("q_aberta", 2.0),
)


@pytest.mark.parametrize("hidden", results_json.WHEN_SHOWN)
def test_the_entries_add_up_to_the_score_of_the_record(hidden):
    found = validated(results_json.results(ONE_OF_EACH, hidden))
    assert found["score"] == ONE_OF_EACH.score == pytest.approx(1.0 + 0.3 + 0.3)
    assert sum(e.get("score", 0) for e in found["tests"]) == pytest.approx(found["score"])


def test_every_question_and_every_check_is_there_in_order():
    numbers = [e.get("number") for e in results_json.results(ONE_OF_EACH)["tests"]]
    pairs = [f"{n}{rest}" for n in range(1, 6) for rest in ("", ".1", ".2")]
    assert numbers == [*pairs, "6", None]


def by_number(document):
    return {entry.get("number"): entry for entry in document["tests"]}


def test_what_is_particular_is_told_in_words():
    entries = by_number(results_json.results(ONE_OF_EACH))
    assert "os pontos das visíveis não contam" in entries["2"]["output"]
    assert "Erro herdado" in entries["3"]["output"]
    assert "Não respondida" in entries["4"]["output"]
    assert (entries["6"]["score"], entries["6"]["max_score"]) == (0, 0)
    assert "Vale 2 ponto(s)" in entries["6"]["output"]
    assert entries["3.1"]["name"] == "herdada · O exemplo confere"
    assert entries["3.1"]["output"] == "Z difere."


def test_before_publication_nothing_tells_how_hidden_checks_went():
    """The same visible outcome, all hidden checks passed or failed: the same words."""

    def shown(state):
        results = checked("a"), checked("b", state, hidden=True, told="Escondida.")
        return for_students(results_json.results(made(question("q", *results))))

    assert shown("passed") == shown("failed")
    assert "Escondida" not in shown("failed")


@pytest.mark.parametrize("hidden", results_json.WHEN_SHOWN)
def test_hidden_checks_are_shown_when_the_course_says(hidden):
    entries = by_number(results_json.results(ONE_OF_EACH, hidden))
    assert {entries[n]["visibility"] for n in ("1", "1.2", "2", "3")} == {hidden}
    assert {entries[n]["visibility"] for n in ("1.1", "2.1", "5", "5.1", "6")} == {"visible"}


def test_the_total_is_told_where_nothing_is_kept_back():
    assert "Nota: 1,6 de 6" in results_json.results(ONE_OF_EACH, "visible")["output"]
    only_visible = made(question("q", checked("a"), checked("b", "failed")))
    assert "Nota: 0,5 de 1" in results_json.results(only_visible)["output"]


@pytest.mark.parametrize("tier", tiers.NAMES)
def test_only_the_professor_reads_of_the_tier(tier):
    graded = made(isolation=tier, warnings=[*tiers.named(tier).warnings(), "A célula 3 parou."])
    found = validated(results_json.results(graded))
    (professors,) = (e["output"] for e in found["tests"] if e["visibility"] == "hidden")
    assert tier in professors
    assert ("ATENÇÃO" in professors) is (tier == "limits")
    students = for_students(found, VISIBILITY - {"hidden"})
    assert tier not in students
    assert "A célula 3 parou." in students


def test_what_students_write_is_text_and_short():
    hostile = "<script>alert(1)</script>\x1b[2J\u202e\ud800\x00" + "A" * 100_000
    results = checked("a", "failed", told=f"Confere.\n{hostile}", hint="Leia.")
    found = validated(results_json.results(made(question("q", results), repairs=[hostile])))
    for entry in [found, *found["tests"]]:
        assert entry["output_format"] == "text"
        assert len(entry["output"]) <= results_json.MAX_TEXT + 1
        assert not set("\x1b\u202e\ud800\x00") & set(entry["output"])
    assert all(entry["name_format"] == "text" for entry in found["tests"])


# --- the package ---------------------------------------------------------------------


def names(content):
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def configured(lab, line):
    path = lab.course.root / CONFIG_FILE
    path.write_text(f"{path.read_text()}\n{line}\n")
    return Course.at(lab.course.root).lab(lab.name)


def test_another_place_and_another_time_give_the_same_bytes(mini, tmp_path):
    shutil.copytree(mini.course.root, tmp_path / "outra" / "pasta")
    twin = Course.at(tmp_path / "outra" / "pasta").lab("mini")
    os.utime(twin.text, (0, 0))
    twin.checks.chmod(0o700)
    (twin.checks / "__pycache__").mkdir(exist_ok=True)
    (twin.checks / "__pycache__" / "test_dobro.pyc").write_bytes(b"x")
    assert package(twin) == package(mini)


def test_it_holds_what_judging_needs_and_nothing_else(mini):
    for other in (
        "turma.py",
        "alternatives.py",
        "equivalent.toml",
        "diagnoses.toml",
        "mistakes.py",
    ):
        (mini.checks / other).write_text("")
    found = set(names(package(mini)))
    assert {name for name in found if not name.startswith("programa/")} == {
        *("setup.sh", "run_autograder", "curso/nbgrader_config.py", "curso/source/mini.py"),
        *(f"curso/source/mini/{n}.py" for n in ("apoio", "causas", "verificador")),
        "curso/source/mini/mini.ipynb",
        *(f"curso/tests/mini/{n}.py" for n in ("test_dobro", "test_triplo")),
        *(f"curso/tests/mini/{n}.py" for n in ("mistakes", "alternatives")),
        "curso/utils/apoio.py",
    }
    assert {"programa/pyproject.toml", "programa/gabarito/guest/zygote.py"} <= found


def test_passwords_of_the_course_stay_at_home(mini):
    lab = configured(mini, 'c.CourseDirectory.db_url = "postgresql://ana:SENHA-4411@banco"')
    assert b"SENHA-4411" not in package(lab)
    assert b"c.Execute.timeout = 20" in package(lab)


def test_a_lab_that_is_not_built_is_refused(mini):
    mini.notebook.unlink()
    with pytest.raises(CourseError, match="gabarito build mini"):
        package(mini)


@pytest.mark.parametrize("value", ["hidden", "sempre", None, 3])
def test_a_time_that_gradescope_does_not_know_is_refused(mini, value):
    with pytest.raises(CourseError, match="gradescope_hidden"):
        package(configured(mini, f"c.Gabarito.gradescope_hidden = {value!r}"))


# --- one submission ------------------------------------------------------------------

DOBRO, TRIPLO = "def dobro(x):\n    return 2 * x", "def triplo(x):\n    return dobro(x) + x"


def notebook(lab, dobro=DOBRO, triplo=TRIPLO, first=""):
    found = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    for cell in found.cells:
        cell.source = {"dobro": dobro, "triplo": triplo}.get(cell.id, cell.source)
    if first:
        found.cells.insert(0, nbformat.v4.new_code_cell(first))
    return made_up_class.as_json(found)


@pytest.fixture
def place(mini, tmp_path):
    """The layout, with the package of the small lab; no cell may take over a second."""
    lab = configured(mini, "c.Execute.timeout = 1")
    return unpack(package(lab), tmp_path / "autograder")


def graded(place, code=in_gradescope.EXIT_DONE):
    assert in_gradescope.grade(place) == code
    return validated(json.loads((place / "results" / "results.json").read_text()))


def test_an_honest_submission_gets_full_marks(mini, place, capsys):
    (place / "submission" / "qualquer nome.ipynb").write_bytes(notebook(mini))
    found = graded(place)
    assert found["score"] == 2.0
    assert {e["status"] for e in found["tests"] if "status" in e} == {"passed"}
    assert "Nota: 2 de 2" in capsys.readouterr().out


HOSTILE_CODE = {
    "dies at once": {"first": "import os; os._exit(0)"},
    "hangs at once": {"first": "while True: pass"},
    "writes results": {"first": "open('/autograder/results/results.json', 'w').write('{}')"},
    "exits": {"first": "import sys; sys.exit(3)"},
}


@pytest.mark.parametrize("attack", HOSTILE_CODE.values(), ids=HOSTILE_CODE)
def test_a_hostile_cell_costs_itself(mini, place, attack):
    (place / "submission" / "mini.ipynb").write_bytes(notebook(mini, **attack))
    assert graded(place)["score"] == 2.0


def test_a_hostile_answer_costs_its_question(mini, place):
    killer = "def dobro(x):\n    import os\n    os._exit(0)"
    alone = "def triplo(x):\n    return 3 * x"
    (place / "submission" / "mini.ipynb").write_bytes(notebook(mini, killer, alone))
    found = graded(place)
    assert {e["name"]: e["score"] for e in found["tests"] if e.get("max_score")} == {
        "dobro": 0.0,
        "triplo": 1.0,
    }


def _another_lab(folder, honest):
    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
    nbformat.write(other, folder / "mini.ipynb")


def _link(folder, honest):
    (folder.parent / "fora.ipynb").write_bytes(honest)
    (folder / "mini.ipynb").symlink_to("../fora.ipynb")


def _several(folder, honest):
    for name in ("a", "b"):
        (folder / f"{name}.ipynb").write_bytes(honest)


UNGRADABLE = {
    "nothing": (lambda folder, honest: None, "não há notebook"),
    "several": (_several, "há 2 notebooks"),
    "a link": (_link, "não é um arquivo comum"),
    "a FIFO": (lambda folder, honest: os.mkfifo(folder / "mini.ipynb"), "não é um arquivo comum"),
    "a folder": (lambda folder, honest: (folder / "mini.ipynb").mkdir(), "não é um arquivo comum"),
    "broken": (lambda folder, h: (folder / "mini.ipynb").write_text("{"), "não é JSON"),
    "a list": (lambda folder, h: (folder / "mini.ipynb").write_text("[]"), "não um notebook"),
    "another lab's": (_another_lab, "não é deste lab"),
    "a hostile name": (lambda f, h: (f / "\x1b[2J<b>.ipynb").write_text("{"), "<b>.ipynb"),
}


@pytest.mark.parametrize(("deliver", "words"), UNGRADABLE.values(), ids=UNGRADABLE)
def test_what_cannot_be_graded_says_why_in_one_sentence(mini, place, deliver, words, monkeypatch):
    monkeypatch.chdir(place)
    deliver(place / "submission", notebook(mini))
    found = graded(place)
    assert (found["score"], found["tests"]) == (0, [])
    assert words in found["output"]
    assert "submission" in found["output"]
    assert not {"\n", "\x1b"} & set(found["output"])
    assert str(place) not in found["output"]


def test_a_fault_of_the_program_is_told_to_the_professor_only(mini, place):
    (place / "submission" / "mini.ipynb").write_bytes(notebook(mini))
    (place / "source" / "curso" / "source" / "mini" / "mini.ipynb").write_text("{quebrado")
    found = graded(place, in_gradescope.EXIT_UNEXPECTED)
    assert found["score"] == 0
    assert "avise o professor" in found["output"]
    assert "Traceback" in found["tests"][0]["output"]
    assert "quebrado" not in for_students(found, VISIBILITY - {"hidden"})


def test_a_fault_of_the_package_is_one_sentence_to_the_professor(mini, place):
    (place / "submission" / "mini.ipynb").write_bytes(notebook(mini))
    (place / "source" / "curso" / "tests" / "mini" / "test_dobro.py").unlink()
    found = graded(place, in_gradescope.EXIT_WRONG)
    assert "avise o professor" in found["output"]
    assert "test_dobro" not in for_students(found, VISIBILITY - {"hidden"})
    (entry,) = found["tests"]
    assert "test_dobro.py" in entry["output"]
    assert "Traceback" not in entry["output"]


def test_the_trial_refuses_a_reference_that_does_not_pass(mini, place):
    assert "2 de 2" in in_gradescope.rehearse(place)
    path = place / "source" / "curso" / "tests" / "mini" / "test_triplo.py"
    path.write_text(path.read_text().replace("3 * np.array", "4 * np.array"))
    with pytest.raises(CourseError, match="rode `gabarito build mini`"):
        in_gradescope.rehearse(place)
    build.build(Course.at(place / "source" / "curso").lab("mini"))
    with pytest.raises(CourseError, match="não passa em triplo"):
        in_gradescope.rehearse(place)


def test_an_interrupted_correction_leaves_a_result_that_says_so(place):
    """As when the container runs out of memory: here there is not even a Python to start."""
    (place / "results" / "results.json").write_text('{"score": 10}')
    ran = subprocess.run([place / "run_autograder"], capture_output=True, check=False)
    assert ran.returncode != 0
    found = validated(json.loads((place / "results" / "results.json").read_text()))
    assert found["score"] == 0
    assert "não chegou ao fim" in found["output"]
    assert stat.S_IMODE((place / "source").stat().st_mode) == 0o700
