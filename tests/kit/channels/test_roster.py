"""Class lists of Moodle, Google Classroom and Gradescope, and a professor's own."""

from __future__ import annotations

import codecs
import subprocess
import sys

import pytest

from gabarito.channels import roster
from gabarito.course.people import Student
from gabarito.errors import CourseError
from gabarito.nbgrader_api import students

MOODLE_PT = (
    'Nome,Sobrenome,"Endereço de email","Número de identificação"\n'
    'Íris,"da Conceição Ávila",iris@aluno.br,20261\n'
    'José,Muñoz,"ze@aluno.br",20262\n'
)
MOODLE_EN = (
    '"First name","Last name","Email address",Groups\n'
    "Íris,da Conceição Ávila,iris@aluno.br,A\n"
    'José,Muñoz,ze@aluno.br,"A, B"\n'
)
CLASSROOM = (
    "Last Name,First Name,Email Address,Lab 3,Lab 4\n"
    "Date,,,2026-03-05,2026-03-12\n"
    "Points,,,10,10\n"
    "da Conceição Ávila,Íris,iris@aluno.br,,\n"
    "Muñoz,José,ze@aluno.br,9,\n"
)
GRADESCOPE = (
    "First Name,Last Name,SID,Email,Sections\n"
    "Íris,da Conceição Ávila,20261,iris@aluno.br,A\n"
    "José,Muñoz,20262,ze@aluno.br,A\n"
)
OWN = (
    "nome;e-mail;matrícula\nÍris da Conceição Ávila;iris@aluno.br;20261\n"
    "José Muñoz;ze@aluno.br;20262\n"
)
NUMBERED = [
    Student("20261", "Íris", "da Conceição Ávila", "iris@aluno.br"),
    Student("20262", "José", "Muñoz", "ze@aluno.br"),
]
BY_EMAIL = [
    Student(s.email.partition("@")[0], s.first_name, s.last_name, s.email) for s in NUMBERED
]


def read(folder, content, known=()):
    path = folder / "turma.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return roster.read(path, {student.id: student for student in known})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MOODLE_PT, NUMBERED),
        (MOODLE_EN, BY_EMAIL),
        (CLASSROOM, BY_EMAIL),
        (GRADESCOPE, NUMBERED),
        (OWN, NUMBERED),
        (OWN.partition("\n")[2], NUMBERED),
    ],
    ids=["Moodle", "Moodle in English", "Classroom", "Gradescope", "own", "no headings"],
)
def test_each_platforms_file_gives_the_students(tmp_path, text, expected):
    found = read(tmp_path, text)
    assert (found.students, found.refused) == (expected, [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
    ],
    ids=["UTF-8", "UTF-8 with its mark", "cp1252", "UTF-16"],
)
def test_any_encoding_delimiter_and_line_ending(tmp_path, delimiter, newline, encode):
    content = encode(OWN.replace(";", delimiter).replace("\n", newline))
    assert read(tmp_path, content).students == NUMBERED


def test_who_has_submissions_already_keeps_the_id(tmp_path):
    known = [Student("iris_velha", email="Iris@aluno.br")]
    assert [s.id for s in read(tmp_path, OWN, known).students] == ["iris_velha", "20262"]


def test_two_students_never_share_an_id(tmp_path):
    text = "nome,email\nAna,ana@a.br\nAna Outra,ana@b.br\n"
    with pytest.raises(CourseError, match=r"identificador ana \(Ana, Ana Outra\).*Nada foi grav"):
        read(tmp_path, text)


def test_the_same_person_twice_is_one(tmp_path):
    assert read(tmp_path, OWN + OWN.splitlines()[1]).students == NUMBERED


def test_teachers_and_nobodies_are_left_out_and_named(tmp_path):
    people = "Ana,Sá,ana@a.br,Estudante\nRui,Lima,rui@a.br,Professor\nZoé,,,\n"
    text = f"Nome,Sobrenome,Email,Papéis\n{people}"
    found = read(tmp_path, text)
    assert [student.id for student in found.students] == ["ana"]
    assert found.refused == [
        "linha 3 (Rui Lima): fora da lista, porque o papel é Professor.",
        "linha 4 (Zoé): fora da lista, porque não tem matrícula nem e-mail.",
    ]


@pytest.mark.parametrize(
    ("written", "folder"),
    [("2026/1-007", "2026-1-007"), ("../../etc", "etc"), (".oculta", "oculta"), ("a b", "a-b")],
)
def test_an_id_is_always_a_folders_name(tmp_path, written, folder):
    (student,) = read(tmp_path, f"nome;matrícula\nAna;{written}\n").students
    assert student.id == folder


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "não é um CSV"),
        (b"\x00\x01PNG", "não é um CSV"),
        (b"nome;nota\nAna;9\n", r"não tem coluna de e-mail nem de matrícula .*nome, nota"),
        ("nome;matrícula\n".encode(), "não tem nenhum aluno"),
    ],
)
def test_what_is_no_class_list_is_refused_in_a_sentence(tmp_path, content, told):
    with pytest.raises(CourseError, match=told):
        read(tmp_path, content)


@pytest.mark.slow(reason="whole commands, seconds each")
def test_the_command_fills_nbgraders_table_once_and_sorts_in_portuguese(mini):
    path = mini.course.root / "turma.csv"
    path.write_text("nome;e-mail;matrícula\nZé Sá;ze@a.br;1\níris Lima;iris@a.br;2\n", "utf-8")
    command = [sys.executable, "-m", "gabarito", "roster", "turma.csv"]
    done = [
        subprocess.run(command, cwd=mini.course.root, capture_output=True, text=True)
        for _ in range(2)
    ]
    assert [(one.returncode, one.stderr) for one in done] == [(0, ""), (0, "")]
    assert done[0].stdout.index("íris Lima") < done[0].stdout.index("Zé Sá")
    assert "2 aluno(s): 2 novo(s), 0 com mudança." in done[0].stdout
    assert "2 aluno(s): 0 novo(s), 0 com mudança." in done[1].stdout
    assert students.enrolled(mini.course.default_db) == {
        "1": Student("1", "Zé", "Sá", "ze@a.br"),
        "2": Student("2", "íris", "Lima", "iris@a.br"),
    }


def test_a_new_list_changes_what_it_says_and_forgets_nothing(mini):
    url = mini.course.default_db
    students.enroll(url, [Student("1", "Ana", "Sá", "ana@a.br"), Student("2", "Rui")])
    done = students.enroll(url, [Student("1", "Ana", "de Sá"), Student("3", "Zoé")])
    assert (done.added, done.changed, done.unchanged) == (["3"], ["1"], [])
    assert students.enrolled(url) == {
        "1": Student("1", "Ana", "de Sá", "ana@a.br"),
        "2": Student("2", "Rui"),
        "3": Student("3", "Zoé"),
    }
