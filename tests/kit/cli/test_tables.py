"""What a terminal shows: a student's words stay words, and on lines that are marked as theirs."""

from __future__ import annotations

import io

import msgspec
import pytest
from rich.console import Console

from gabarito.cli import tables
from gabarito.cli.printable import printable
from gabarito.grading.cohort import Cohort
from gabarito.results.record import SCHEMA, Check, Question, Record

FORGED = "Nota: 10 de 10"
HOSTILE = {
    "a newline": f"erro\n{FORGED}\n",
    "a carriage return": f"erro\r{FORGED}",
    "U+2028": f"erro\u2028{FORGED}",
    "U+0085": f"erro\x85{FORGED}",
    "spaces up to the edge": "erro" + " " * 200 + FORGED,
    "long words up to the edge": "x" * 76 + " " + FORGED + " " + "x" * 75 + " " + FORGED,
    "colours": f"erro\x1b[2K\x1b[1G{FORGED}",
}


def shown(record=None, cohort=None):
    console = Console(file=io.StringIO(), width=80, force_terminal=False)
    if record:
        tables.show_record(record, console)
    else:
        tables.show_cohort(cohort, console)
    return console.file.getvalue()


def record(message="", repair="", warning="", student=None):
    check = Check("test_a", "failed", 0.0, 1.0, False, f"Confere.\n{message}", "")
    question = Question("q", 0.0, 1.0, "failed", False, None, [check])
    return Record(
        schema=SCHEMA, lab="mini", student=student, submission_sha256="", isolation="namespaces",
        score=0.0, max_score=1.0, questions=[question], repairs=[repair] if repair else [],
        warnings=[warning] if warning else [], timings={},
    )  # fmt: skip


@pytest.mark.parametrize("how", HOSTILE)
@pytest.mark.parametrize("where", ["message", "repair", "warning"])
def test_no_line_of_a_record_begins_as_a_student_wants(where, how):
    lines = [line.strip() for line in shown(record(**{where: HOSTILE[how]})).splitlines()]
    assert not [line for line in lines if line.startswith(FORGED)]
    assert lines[-1] == "Nota: 0 de 1"


@pytest.mark.parametrize("how", HOSTILE)
def test_no_line_of_a_class_begins_as_a_student_wants(how):
    said = shown(cohort=Cohort(failures={"ana": HOSTILE[how]}))
    assert not [line for line in said.splitlines() if line.strip().startswith(FORGED)]


def test_a_class_is_told_once_what_its_students_import_and_the_grader_lacks():
    lacking = {"ana": ["seaborn", "seabom"], "bia": ["seaborn"], "caio": []}
    records = {s: msgspec.structs.replace(record(), not_installed=p) for s, p in lacking.items()}
    said = " ".join(shown(cohort=Cohort(records=records)).replace("│", "").split())
    assert "seaborn não está instalado onde a correção roda: 2 entrega(s). Para instalar: " in said
    assert "-m pip install seaborn" in said
    assert "seabom não existe onde a correção roda: 1 entrega(s). É um arquivo" in said
    assert "install seabom" not in said


def test_a_link_leaves_nothing_but_what_it_shows():
    assert printable("a\x1b]8;;https://mau.example/\x1b\\b\x1b]8;;\x07c") == "abc"
    assert printable("a\x9d8;;https://mau.example/\x9cb\x9b31mc\x1bPq#0\x1b\\d") == "abcd"
    assert printable("a\x1b]0;nunca termina") == "a"


def test_what_turns_or_hides_text_is_shown_as_its_number():
    assert printable("a\u202eb\u200bc\u2066d\ufeffe\x00f") == (
        "a\\u202eb\\u200bc\\u2066d\\ufeffe\\x00f"
    )


def test_portuguese_and_mathematics_stay_as_they_are():
    assert printable("é não, W·A + b ≤ ∂J/∂θ ✔ 𝐖 日本") == "é não, W·A + b ≤ ∂J/∂θ ✔ 𝐖 日本"


def test_a_class_of_twice_as_many_is_named_in_twice_the_steps():
    compared = []

    class Name(str):
        __hash__ = str.__hash__

        def __eq__(self, other):
            compared.append(self)
            return str.__eq__(self, other)

    def steps_for(count):
        names = {f"a{number}": Name(f"Aluno {number}") for number in range(count)}
        compared.clear()
        assert "Aluno 7" in shown(cohort=Cohort(failures=dict.fromkeys(names, "x"), names=names))
        return len(compared)

    few = steps_for(20)
    assert steps_for(40) <= 2.2 * few


def test_namesakes_are_told_apart_by_their_ids():
    names = {"a1": "Ana Sá", "a2": "Ana Sá", "b1": "Bia Luz"}
    said = shown(cohort=Cohort(failures=dict.fromkeys(names, "x"), names=names))
    assert all(f"Ana Sá ({one})" in said for one in ("a1", "a2"))
    assert "b1" not in said
