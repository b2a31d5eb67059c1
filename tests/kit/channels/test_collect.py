"""Submissions as Moodle, Classroom, a disk and nbgrader's exchange hand them out."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
import zipfile
from datetime import UTC, datetime

import hostile_zips
import pytest
from nbgrader.api import Gradebook

from gabarito.channels.collect import places, take
from gabarito.course.people import Student
from gabarito.errors import CourseError
from gabarito.grading import grade_class
from gabarito.nbgrader_api import converters, students

CLASS = {
    one.id: one
    for one in (
        Student("1001", "Íris", "da Conceição", "iris@a.br"),
        Student("1002", "Zé", "Muñoz Sá", "ze@a.br"),
        Student("1003", "Ana", "Lima", "ana@a.br"),
        Student("1004", "Ana", "Lima Dias", "ana.dias@a.br"),
    )
}
IRIS, ZE = "Íris da Conceição_101_assignsubmission_file_", "Zé Muñoz Sá_102_assignsubmission_file_"
FIRST, SECOND = (2026, 3, 5, 20, 0, 0), (2026, 3, 6, 9, 30, 0)


def zipped(path, *members):
    """Write a zip of (name, content, time)."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content, when in members:
            info = zipfile.ZipInfo(name, when)
            archive.writestr(info, content)
    return path


def utc(when):
    return datetime(*when).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def home(lab, student):
    return lab.course.submitted / student / lab.name


def taken(lab, student):
    folder = home(lab, student)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}


def states(lines):
    return [(line.student, line.state) for line in lines]


def test_moodles_zip_gives_each_student_their_notebook_and_its_time(mini, tmp_path):
    path = zipped(
        tmp_path / "Turma A-Lab-7.zip",
        (f"{IRIS}/mini.ipynb", b"{1}", FIRST),
        (f"{IRIS}/Íris-Lab3.pdf", b"%PDF", FIRST),
        (unicodedata.normalize("NFD", f"{ZE}/meu lab.ipynb"), b"{2}", SECOND),
    )
    lines = take.collect(mini, [path], CLASS)
    assert states(lines) == [("1001", "taken"), ("1002", "renamed")]
    assert taken(mini, "1001") == {
        "mini.ipynb": b"{1}", "Íris-Lab3.pdf": b"%PDF", "timestamp.txt": utc(FIRST).encode(),
    }  # fmt: skip
    assert taken(mini, "1002") == {"mini.ipynb": b"{2}", "timestamp.txt": utc(SECOND).encode()}


@pytest.mark.parametrize(
    "name",
    [
        "Íris da Conceição_101_assignsubmission_file_mini.ipynb",
        "Grupo A-Íris da Conceição_101_assignsubmission_file_mini.ipynb",
        "Íris da Conceição_101_assignsubmission_file/mini.ipynb",
        "Lab 3/Íris da Conceição - mini.ipynb",
        "Lab 3/Íris da Conceição - Cópia de mini (1).ipynb",
        "Íris da Conceição/mini.ipynb",
        "1001/mini/mini.ipynb",
        "1001_lab3.ipynb",
        "iris@a.br.ipynb",
        "iris/lab.ipynb",
        "ÍrisConceição-Lab3.ipynb",
        "Cópia de Iris_da_Conceicao_mini (2).ipynb",
        "1001+mini+2026-03-05 20:00:00.000000 UTC/mini.ipynb",
    ],
)
def test_each_platforms_way_to_say_whose_a_file_is(mini, tmp_path, name):
    path = zipped(tmp_path / "x.zip", (name, b"{}", FIRST))
    assert [line.student for line in take.collect(mini, [path], CLASS)] == ["1001"]
    assert taken(mini, "1001")["mini.ipynb"] == b"{}"


@pytest.mark.parametrize("name", ["Ana_Paula.ipynb", "Ana.ipynb", "mini.ipynb", "Rui/mini.ipynb"])
def test_nobodys_work_is_given_to_nobody(mini, tmp_path, name):
    known = {**CLASS, "ana": Student("ana", "Ana", "Souza")} if name == "Ana_Paula.ipynb" else CLASS
    known = known if name != "Ana.ipynb" else {"1": Student("1", "Ana"), "2": Student("2", "Ana")}
    path = zipped(tmp_path / "x.zip", (name, b"{}", FIRST))
    (line,) = take.collect(mini, [path], known)
    assert (line.student, line.state) == ("", "refused")
    assert "ninguém da lista" in line.words or "mais de uma pessoa" in line.words


def test_two_people_of_one_name_in_moodle_get_nothing_of_each_other(mini, tmp_path):
    path = zipped(
        tmp_path / "x.zip",
        ("Ana Lima_7_assignsubmission_file_/mini.ipynb", b"{7}", FIRST),
        ("Ana Lima_8_assignsubmission_file_/outro.ipynb", b"{8}", SECOND),
    )
    lines = take.collect(mini, [path], CLASS)
    assert states(lines) == [("", "refused"), ("", "refused")]
    assert "mais de uma pessoa no Moodle" in lines[0].words
    assert not home(mini, "1003").exists()


def test_a_name_inside_a_students_folder_gives_nothing_to_another(mini, tmp_path):
    path = zipped(tmp_path / "x.zip", (f"{IRIS}/{ZE}/mini.ipynb", b"{}", FIRST))
    assert [line.student for line in take.collect(mini, [path], CLASS)] == ["1001"]
    assert not home(mini, "1002").exists()


def test_without_a_class_list_the_folders_name_is_the_id(mini, tmp_path):
    path = zipped(tmp_path / "x.zip", ("ana_perfeita/mini.ipynb", b"{}", FIRST))
    assert states(take.collect(mini, [path], {})) == [("ana_perfeita", "taken")]


def test_the_last_attempt_counts_and_the_others_are_named(mini, tmp_path):
    path = zipped(
        tmp_path / "x.zip",
        (f"{IRIS}/Tentativa 2/mini.ipynb", b"{2}", SECOND),
        (f"{IRIS}/Tentativa 1/mini.ipynb", b"{1}", FIRST),
    )
    lines = take.collect(mini, [path], CLASS)
    assert states(lines) == [("1001", "older"), ("1001", "taken")]
    assert taken(mini, "1001")["mini.ipynb"] == b"{2}"


def test_again_takes_only_what_is_new_and_never_what_is_older(mini, tmp_path):
    old = zipped(tmp_path / "1.zip", (f"{IRIS}/mini.ipynb", b"{1}", FIRST))
    new = zipped(
        tmp_path / "2.zip",
        (f"{IRIS}/mini.ipynb", b"{2}", SECOND),
        (f"{ZE}/mini.ipynb", b"{3}", FIRST),
    )
    assert states(take.collect(mini, [old], CLASS)) == [("1001", "taken")]
    stamp = (home(mini, "1001") / "mini.ipynb").stat().st_mtime_ns
    assert states(take.collect(mini, [old], CLASS)) == [("1001", "unchanged")]
    assert (home(mini, "1001") / "mini.ipynb").stat().st_mtime_ns == stamp
    assert states(take.collect(mini, [new], CLASS)) == [("1001", "replaced"), ("1002", "taken")]
    assert states(take.collect(mini, [old], CLASS)) == [("1001", "older")]
    assert taken(mini, "1001") == {"mini.ipynb": b"{2}", "timestamp.txt": utc(SECOND).encode()}


def test_nbgraders_exchange_says_when_and_which_lab(mini, tmp_path):
    for lab, when in (
        ("mini", "05 20:00:00.123456"),
        ("mini", "06 20:00:00.5"),
        ("outro", "07 10:00:00"),
    ):
        folder = tmp_path / "inbound" / f"1001+{lab}+2026-03-{when} UTC"
        folder.mkdir(parents=True)
        (folder / "mini.ipynb").write_text(when)
        (folder / "timestamp.txt").write_text("2020-01-01 00:00:00 UTC")
        (folder / "submission_secret.txt").write_text("s3gredo")
    lines = take.collect(mini, [tmp_path / "inbound"], CLASS)
    assert ("1001", "taken") in states(lines)
    assert any("é de outro lab (outro)" in line.words for line in lines)
    assert taken(mini, "1001") == {
        "mini.ipynb": b"06 20:00:00.5",
        "submission_secret.txt": b"s3gredo",
        "timestamp.txt": b"2026-03-06 20:00:00 UTC",
    }


def test_a_folder_is_walked_its_zips_opened_and_its_links_refused(mini, tmp_path):
    folder = tmp_path / "entregas"
    (folder / "Zé Muñoz Sá").mkdir(parents=True)
    secret = tmp_path / "segredo.ipynb"
    secret.write_bytes(b"segredo")
    (folder / "Zé Muñoz Sá" / "mini.ipynb").write_bytes(b"{z}")
    os.utime(folder / "Zé Muñoz Sá" / "mini.ipynb", (1_772_755_199, 1_772_755_199))
    (folder / "1003.ipynb").symlink_to(secret)
    os.mkfifo(folder / "1004.ipynb")
    os.mkfifo(folder / "1004.zip")
    zipped(folder / "moodle.zip", (f"{IRIS}/mini.ipynb", b"{i}", FIRST))
    lines = take.collect(mini, [folder], CLASS)
    assert set(states(lines)) == {
        ("1001", "taken"), ("1002", "taken"), ("1003", "refused"), ("1004", "refused"),
    }  # fmt: skip
    assert taken(mini, "1002")["timestamp.txt"] == b"2026-03-05 23:59:59 UTC"
    assert not home(mini, "1003").exists()


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ([("timestamp.txt", b"2020-01-01 00:00:00 UTC")], "a data vem da plataforma"),
        ([("submission_secret.txt", b"x")], "a data vem da plataforma"),
        ([("lab.zip", b"PK")], "compactado"),
        ([("lab.ipynb", b"PK\x03\x04...")], "compactado"),
        ([("../1002/mini/mini.ipynb", b"{}")], "leva para fora"),
        ([("a.ipynb", b"1"), ("b.ipynb", b"2")], "não se sabe qual é o notebook"),
        ([("lab.pdf", b"%PDF")], "não há notebook"),
    ],
)
def test_what_is_refused_is_said_and_nothing_of_it_stays(mini, tmp_path, members, told):
    path = zipped(
        tmp_path / "x.zip", *((f"{IRIS}/{name}", content, FIRST) for name, content in members)
    )
    lines = take.collect(mini, [path], CLASS)
    assert told in "\n".join(line.words for line in lines)
    assert [p for p in mini.course.root.rglob("*") if p.is_file() and p.parent.name == "mini"
            and "submitted" in p.parts] == []  # fmt: skip


def test_what_a_student_typed_is_no_notebook(mini, tmp_path):
    name = "Íris da Conceição_101_assignsubmission_onlinetext_/onlinetext.html"
    path = zipped(tmp_path / "x.zip", (name, b"<p>", FIRST))
    (line,) = take.collect(mini, [path], CLASS)
    assert "texto digitado no Moodle" in line.words


def test_nothing_is_written_through_a_link(mini, tmp_path):
    (tmp_path / "fora").mkdir()
    mini.course.submitted.mkdir(exist_ok=True)
    (mini.course.submitted / "1001").symlink_to(tmp_path / "fora")
    path = zipped(tmp_path / "x.zip", (f"{IRIS}/mini.ipynb", b"{}", FIRST))
    (line,) = take.collect(mini, [path], CLASS)
    assert line.state == "refused"
    assert list((tmp_path / "fora").iterdir()) == []


@pytest.mark.parametrize("attack", {**hostile_zips.MEMBERS, **hostile_zips.ARCHIVES})
def test_a_hostile_zip_is_refused_in_words_and_leaves_nothing(mini, tmp_path, attack):
    content, told = {
        **hostile_zips.MEMBERS,
        **dict.fromkeys(hostile_zips.ARCHIVES, (hostile_zips.ARCHIVES.get(attack), "não é um zip")),
    }[attack]
    folder = tmp_path / "turma"
    folder.mkdir()
    (folder / "envios.zip").write_bytes(content)
    (line,) = take.collect(mini, [folder / "envios.zip"], CLASS)
    assert (line.state, told in line.words) == ("refused", True), line.words
    assert [path for path in tmp_path.rglob("*") if path.parent == folder] == [
        folder / "envios.zip"
    ]
    assert not list(mini.course.submitted.rglob("*.ipynb"))


def test_a_file_where_another_zips_file_needs_a_folder_is_refused(mini, tmp_path):
    folder = tmp_path / "turma"
    folder.mkdir()
    zipped(folder / "1.zip", (f"{IRIS}/mini.ipynb", b"{}", FIRST), (f"{IRIS}/x", b"", FIRST))
    zipped(folder / "2.zip", (f"{IRIS}/x/y.txt", b"", FIRST))
    lines = take.collect(mini, [folder], CLASS)
    assert states(lines) == [("1001", "refused"), ("1001", "taken")]
    assert "mesma entrega" in lines[0].words or "este nome" in lines[0].words


def test_loose_files_have_the_same_refusals(mini, tmp_path):
    folder = tmp_path / "turma/1001"
    folder.mkdir(parents=True)
    names = ["a\x1b[2J.ipynb", "con.ipynb", "dados.rar"]
    for name in names:
        (folder / name).write_bytes(b"{}")
    (folder / "mini.ipynb").write_bytes(hostile_zips.made(("mini.ipynb", b"{}")))
    words = {line.words for line in take.collect(mini, [folder.parent], CLASS)}
    assert len(words) == 2
    assert all("não serve" in said or "compactado" in said for said in words)


def test_a_broken_zip_does_not_stop_the_others(mini, tmp_path):
    (tmp_path / "1.zip").write_bytes(b"nada")
    good = zipped(tmp_path / "2.zip", (f"{IRIS}/mini.ipynb", b"{}", FIRST))
    lines = take.collect(mini, [tmp_path / "1.zip", good], CLASS)
    assert states(lines) == [("", "refused"), ("1001", "taken")]
    assert "não é um zip" in lines[0].words


def test_a_path_that_is_not_there_is_a_sentence(mini, tmp_path):
    with pytest.raises(CourseError, match="não existe: dê o zip"):
        take.collect(mini, [tmp_path / "nada.zip"], CLASS)


def test_the_command_lists_by_name_and_says_who_is_missing(mini, tmp_path):
    students.enroll(mini.course.default_db, list(CLASS.values()))
    path = zipped(
        tmp_path / "x.zip",
        (f"{IRIS}/mini.ipynb", b"{}", FIRST),
        ("Zé Muñoz Sá_2_assignsubmission_file_/a.zip", b"PK", FIRST),
    )
    done = subprocess.run(
        [sys.executable, "-m", "gabarito", "collect", "mini", path],
        cwd=mini.course.root, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    printed = " ".join(done.stdout.replace("│", " ").split())
    assert "recolhida" in printed
    assert "Íris da Conceição" in printed
    assert "Sem entrega (3): Ana Lima, Ana Lima Dias, Zé Muñoz Sá." in printed


def test_the_name_beside_a_file_stands_for_moodles_folder():
    assert places.inside(f"x.zip: {IRIS}/a/mini.ipynb") == "x.zip: a/mini.ipynb"
    assert places.inside("x.zip: Lab 3/mini.ipynb") == "x.zip: Lab 3/mini.ipynb"


def test_an_exchange_in_the_local_time_zone_says_when_all_the_same(mini):
    """nbgrader's ``c.Exchange.timezone`` writes zones that have no name as numbers."""
    for zone, hour in (("UTC", 20), ("-03", 23), ("-0330", 23)):
        place = places.understood((f"ana+mini+2026-03-05 20:00:00.5 {zone}", "mini.ipynb"), "mini")
        assert place.when is not None
        assert (place.lab, place.when.hour) == ("mini", hour)


def test_what_is_collected_late_is_graded_as_late(mini, tmp_path):
    notebook = (mini.released / "mini.ipynb").read_bytes()
    path = zipped(tmp_path / "x.zip", (f"{IRIS}/mini.ipynb", notebook, SECOND))
    take.collect(mini, [path], CLASS)
    due = datetime(*FIRST).astimezone(UTC).replace(tzinfo=None)
    with converters.quiet(), Gradebook(mini.course.default_db) as book:
        book.update_or_create_assignment("mini", duedate=due)
    record = grade_class.grade(mini, workers=1).records["1001"]
    assert record.late.seconds == (datetime(*SECOND) - datetime(*FIRST)).total_seconds()


def test_a_place_keeps_the_file_inside_the_students_folder():
    assert str(places.understood((IRIS, "sub", "a.ipynb"), "mini").file) == "sub/a.ipynb"
