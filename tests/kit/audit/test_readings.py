"""What a person said of a sentence counts for that sentence, and for no other."""

from __future__ import annotations

import pytest
from minicourse import write_course

from gabarito.audit import diagnosis, readings
from gabarito.audit import diagnosis_report as report
from gabarito.audit.diagnosis import Case, Diagnosed
from gabarito.authoring import build
from gabarito.course.known_answers import Variant
from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.judging.diagnosis import Told

ONCE = '[triplo_de_um]\ntold = "Uma frase."\nverdict = "certo"\n'


MISTAKES = """
from gabarito.checks import mistake


@mistake("dobro", diagnosis="É o triplo.")
def triplo_de_um(x):
    return 3 * x


@mistake("dobro", diagnosis="Para sempre.")
def que_para(x):
    return x[{}]
"""


@pytest.fixture
def lab(tmp_path):
    return Course.at(write_course(tmp_path / "curso").root).lab("mini")


def test_a_lab_without_readings_has_none(lab):
    assert readings.load(lab) == {}


def test_a_reading_is_a_sentence_and_a_verdict(lab):
    (lab.checks / readings.FILE).write_text(ONCE, "utf-8")
    assert readings.load(lab) == {"triplo_de_um": readings.Reading("Uma frase.", "certo")}


@pytest.mark.parametrize(
    "text",
    [
        '[a]\ntold = "x"\n',
        '[a]\ntold = "x"\nverdict = "talvez"\n',
        '[a]\ntold = "x"\nverdict = "certo"\nmore = 1\n',
        "a = [",
        "a = 1",
    ],
)
def test_what_is_no_reading_is_said_in_one_sentence(lab, text):
    (lab.checks / readings.FILE).write_text(text, "utf-8")
    with pytest.raises(CourseError, match=r"diagnoses\.toml não serve"):
        readings.load(lab)


def test_the_table_counts_what_was_read_and_what_was_not():
    variant = Variant("q", "erro", "", "O que é.")
    told = Told("sinal", "relation", "Uma frase.")
    verdicts = ["certo", "certo", "compativel", diagnosis.UNREAD]
    cases = [Case(variant, told, verdict, 0.02) for verdict in verdicts]
    silent = [Case(variant, None, v, 0.02) for v in (diagnosis.RAISES, diagnosis.NOTHING)]
    row = report.as_markdown({"mini": Diagnosed(cases + silent)}).splitlines()[-1]
    assert row == "| `mini` | 6 | 4 (67 %) | 2 | 1 | 0 | 1 | 1 | 1 | 0 | 20 |"


@pytest.fixture(scope="module")
def diagnosed(tmp_path_factory):
    """Diagnose the small course's lab, with some readings."""
    course = write_course(tmp_path_factory.mktemp("leituras") / "curso")
    (course.root / "tests/mini/mistakes.py").write_text(MISTAKES, "utf-8")
    (course.root / "tests/mini/alternatives.py").write_text('"""Nenhuma."""\n', "utf-8")
    lab = Course.at(course.root).lab("mini")
    build.build(lab)

    def diagnose(text=""):
        (lab.checks / readings.FILE).write_text(text, "utf-8")
        return {case.mistake.name: case for case in diagnosis.diagnose(lab).cases}

    return diagnose


def test_a_sentence_that_changed_was_not_read(diagnosed):
    told = {name: case.told for name, case in diagnosed().items() if case.told}
    assert told
    name, same = next(iter(told.items()))
    entry = f"[{name}]\ntold = '''{same.sentence}'''\nverdict = \"compativel\"\n"
    assert diagnosed(entry)[name].verdict == "compativel"
    found = diagnosed(entry.replace("como se", "quase como se"))
    assert found[name].verdict == diagnosis.UNREAD
    assert found["que_para"].verdict == diagnosis.RAISES
