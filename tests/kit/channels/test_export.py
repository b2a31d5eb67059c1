"""Grades for Moodle, Gradescope, Classroom and a spreadsheet, of a class that was graded."""

from __future__ import annotations

import codecs
import csv
import io
import re
import subprocess
import sys
import zipfile

import pytest
from msgspec import structs
from nbgrader.api import Gradebook

from gabarito.channels import csv_text, export, grades
from gabarito.channels.grades import Graded
from gabarito.channels.moodle import worksheet
from gabarito.course.people import Student
from gabarito.errors import CourseError, OutputError
from gabarito.grading import grade_class
from gabarito.nbgrader_api import converters, students
from gabarito.pages import student as pages

HEAD_PT = (
    'Identificador,"Nome completo","Endereço de email",Status,Nota,"Nota máxima",'
    '"Nota pode ser alterada","Última modificação (envio)","Última modificação (nota)",'
    '"Comentários de feedback"\r\n'
)
WHEN = '"segunda-feira, 14 set. 2026, 21:51"'
MOODLE_PT = (
    codecs.BOM_UTF8
    + (
        HEAD_PT + 'Participante101,"Íris da Conceição",iris@a.br,"Enviado para avaliação -  - ",,'
        f'"100,00",Sim,{WHEN},-,\r\n'
        f'Participante102,"Caio_Sá",caio@a.br,"Enviado para avaliação",,"100,00",Sim,{WHEN},-,\r\n'
        'Participante103,"Zoé Nada",zoe@a.br,"Nenhum envio -  - ",,"100,00",Sim,-,-,\r\n'
        f'Participante104,"=1+1 Perigo",bia@a.br,Enviado,,"100,00",Sim,{WHEN},-,'
        '"Bom, ""mesmo"""\r\n'
        f'Participante105,Davi,davi@a.br,Enviado,"7,00","100,00",Não,{WHEN},-,\r\n'
        f'Participante199,"Quem é",quem@a.br,Enviado,,"100,00",Sim,{WHEN},-,\r\n'
    ).encode()
)
MOODLE_EN = (
    b"Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    b"Last modified (submission),Last modified (grade),Feedback comments\n"
    b'"Participant 101",Iris,iris@a.br,"Submitted for grading",,2.00,Yes,"x, y",-,\n'
)
CLASS = [
    Student("ana_perfeita", "Íris", "da Conceição", "iris@a.br"),
    Student("bia_em_branco", "=1+1", "Perigo", "bia@a.br"),
    Student("caio_sem_dobrar", "Caio", "Sá", "caio@a.br"),
    Student("davi_no_lugar", "Davi", "", "davi@a.br"),
    Student("zoe", "Zoé", "Nada", "zoe@a.br"),
]


@pytest.fixture(scope="class")
def lab(mini_class):
    grade_class.grade(mini_class, workers=2)
    students.enroll(mini_class.course.default_db, CLASS)
    pages.feedback(mini_class, "ana_perfeita")
    pages.feedback(mini_class, "caio_sem_dobrar")
    return mini_class


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "Notas.csv"
    path.write_bytes(MOODLE_PT)
    return path


def moodle(lab, path, folder):
    return export.moodle(lab, path, folder, lab.course.default_db)


def table(lab, form, folder):
    (path,) = export.table(lab, form, folder, lab.course.default_db).paths
    delimiter = ";" if form == "csv" else ","
    text = path.read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


class TestExport:
    @pytest.mark.slow(reason="whole commands, seconds each")
    def test_only_grades_and_comments_of_who_was_graded_change(self, lab, sheet, tmp_path):
        moodle(lab, sheet, tmp_path / "x")
        assert sheet.read_bytes() == MOODLE_PT
        before, after = csv_text.parse(MOODLE_PT), csv_text.read(tmp_path / "x" / "mini-moodle.csv")
        changed = {
            (row, column)
            for row, cells in enumerate(before.rows)
            for column, cell in enumerate(cells)
            if after.rows[row][column] != cell
        }
        assert changed == {(1, 4), (1, 9), (2, 4), (2, 9), (4, 4)}
        assert (after.bom, after.endings, len(after.rows)) == (
            before.bom, before.endings, len(before.rows),
        )  # fmt: skip

    def test_grades_are_on_the_worksheets_scale_with_its_comma(self, lab, sheet, tmp_path):
        moodle(lab, sheet, tmp_path / "x")
        after = csv_text.read(tmp_path / "x" / "mini-moodle.csv")
        assert after.rows[1][4] == '"100,00"'  # 2 of 2
        assert after.rows[4][4] == '"0,00"'
        assert after.rows[3][4] == ""  # nothing handed in: no grade, not 0

    def test_an_english_worksheet_keeps_its_point_and_its_line_endings(self, lab, tmp_path):
        path = tmp_path / "Grades.csv"
        path.write_bytes(MOODLE_EN)
        moodle(lab, path, tmp_path / "x")
        written = (tmp_path / "x" / "mini-moodle.csv").read_bytes()
        assert written.startswith(MOODLE_EN.partition(b",,2.00")[0] + b",2.00,2.00,Yes,")
        assert b"\r" not in written

    def test_comments_are_html_in_which_nothing_is_active(self, lab, sheet, tmp_path):
        moodle(lab, sheet, tmp_path / "x")
        after = csv_text.read(tmp_path / "x" / "mini-moodle.csv")
        assert re.match("Correção do Gabarito: 2 de 2.<br>dobro: 1 de 1<br>", after.value(1, 9))
        why = "O exemplo do enunciado confere. É um erro conhecido. Falta dobrar."
        said = f"dobro: 0 de 1. Não passou: {why}"
        assert said in after.value(2, 9).split("<br>")
        assert not re.search(r"<(?!br>)", after.value(2, 9))
        assert after.value(4, 9) == 'Bom, "mesmo"'

    @pytest.mark.parametrize("form", ["csv", "moodle"])
    def test_who_handed_in_without_a_grade_is_named_and_who_did_not_is_not(
        self, lab, sheet, tmp_path, form
    ):
        (lab.course.submitted / "zoe" / "mini").mkdir(parents=True, exist_ok=True)
        made = export.table(lab, form, tmp_path, lab.course.default_db) if form == "csv" else None
        said = (made or moodle(lab, sheet, tmp_path)).notes
        (lab.course.submitted / "zoe" / "mini").rmdir()
        assert "Zoé Nada: entregou, e não tem nota; `gabarito grade mini` diz por quê." in said
        assert not any(
            "não tem nota" in note
            for note in export.table(lab, "csv", tmp_path, lab.course.default_db).notes
            if "Zoé" in note
        )

    def test_texts_that_nobody_has_read_are_counted(self, lab):
        graded = [one for one in grades.of_class(lab, lab.course.default_db) if one.record]
        worth = [
            Graded(one.student, structs.replace(one.record, questions=[
                structs.replace(q, max_score=1.0) if q.state == "manual" else q
                for q in one.record.questions
            ]))
            for one in graded
        ]  # fmt: skip
        said = list(export.unread(worth))
        assert f"Falta quem corrija à mão {len(graded)} resposta(s) de q_aberta" in said[0]
        assert not list(export.unread(graded))

    def test_what_asks_for_attention_is_said(self, lab, sheet, tmp_path):
        notes = moodle(lab, sheet, tmp_path / "x").notes
        told = "\n".join(notes)
        assert "=1+1 Perigo: já havia um comentário de outra pessoa" in told
        assert "Davi: o Moodle não deixa mudar a nota" in told
        assert "Quem é: está na planilha, mas não no caderno" in told
        assert "eva_colab: tem nota, mas nenhuma linha" in told
        assert "Zoé" not in told

    def test_twice_is_the_same_also_on_the_worksheet_that_was_filled(self, lab, sheet, tmp_path):
        moodle(lab, sheet, tmp_path / "x")
        first = (tmp_path / "x" / "mini-moodle.csv").read_bytes()
        moodle(lab, tmp_path / "x" / "mini-moodle.csv", tmp_path / "y")
        assert (tmp_path / "y" / "mini-moodle.csv").read_bytes() == first

    def test_a_cp1252_worksheet_stays_one(self, lab, tmp_path):
        path = tmp_path / "Notas.csv"
        path.write_bytes(MOODLE_PT[3:].decode().encode("cp1252"))
        moodle(lab, path, tmp_path / "x")
        again = csv_text.read(tmp_path / "x" / "mini-moodle.csv")
        assert (again.bom, again.encoding) == (b"", "cp1252")
        assert again.value(1, 1) == "Íris da Conceição"

    def test_pages_lie_in_the_folders_that_moodle_knows(self, lab, sheet, tmp_path):
        moodle(lab, sheet, tmp_path / "x")
        with zipfile.ZipFile(tmp_path / "x" / "mini-moodle-devolutivas.zip") as archive:
            names = archive.namelist()
            assert b"<html" in archive.read(names[1]).lower()
        assert names == [
            "Caio Sá_102_assignsubmission_file_/mini.html",
            "Íris da Conceição_101_assignsubmission_file_/mini.html",
        ]
        for name in names:  # as mod/assign/feedback/file/importziplib.php takes it apart
            assert name.split("/")[0].split("_", 4)[1:4] == [
                name.split("_")[1], "assignsubmission", "file",
            ]  # fmt: skip

    def test_a_grade_given_by_hand_goes_and_above_the_maximum_is_cut_and_told(
        self, lab, sheet, tmp_path
    ):
        _extra_credit(lab, "ana_perfeita", 1.0)
        done = moodle(lab, sheet, tmp_path / "x")
        rows = table(lab, "csv", tmp_path / "x")
        _extra_credit(lab, "ana_perfeita", None)
        after = csv_text.read(tmp_path / "x" / "mini-moodle.csv")
        assert after.value(1, 4) == "100,00"
        assert any("Íris da Conceição: a nota passa do máximo" in note for note in done.notes)
        (row,) = [row for row in rows if row[1] == "ana_perfeita"]
        assert row[3:5] == ["3", "2"]

    @pytest.mark.parametrize("content", [b"nome,nota\nAna,1\n", b"Identificador\n1\n", b"\0"])
    def test_what_is_no_worksheet_is_refused_and_good_output_stays(
        self, lab, sheet, tmp_path, content
    ):
        moodle(lab, sheet, tmp_path / "x")
        before = {p.name: p.read_bytes() for p in (tmp_path / "x").iterdir()}
        sheet.write_bytes(content)
        with pytest.raises(CourseError, match=r"não é (a planilha de notas do Moodle|um CSV)"):
            moodle(lab, sheet, tmp_path / "x")
        assert {p.name: p.read_bytes() for p in (tmp_path / "x").iterdir()} == before

    def test_what_cannot_be_written_leaves_nothing_half_done(self, lab, tmp_path):
        (tmp_path / "x" / "mini.csv" / "dentro").mkdir(parents=True)
        with pytest.raises(OutputError, match=r"mini\.csv"):
            export.table(lab, "csv", tmp_path / "x", lab.course.default_db)
        assert [path.name for path in (tmp_path / "x").iterdir()] == ["mini.csv"]

    def test_the_plain_table_has_everybody_sorted_and_defused(self, lab, tmp_path):
        head, *rows = table(lab, "csv", tmp_path)
        assert head[:5] == ["nome", "identificador", "e-mail", "nota", "máximo"]
        assert head[7:] == ["dobro", "triplo", "q_aberta"]
        names = [row[0] for row in rows]
        assert names[0] == "'=1+1 Perigo"
        assert names.index("Íris da Conceição") < names.index("Zoé Nada")
        by_id = {row[1]: row for row in rows}
        assert by_id["zoe"][3:] == [""] * 7
        assert by_id["ana_perfeita"][3:5] == ["2", "2"]
        assert set(by_id) >= {"eva_colab", "fabio_morre"}

    def test_gradescopes_columns(self, lab, tmp_path):
        head, *rows = table(lab, "gradescope", tmp_path)
        assert head[:8] == [
            "First Name", "Last Name", "SID", "Email", "Total Score", "Max Points", "Status",
            "Lateness (H:M:S)",
        ]  # fmt: skip
        assert head[8] == "1: dobro (1.0 pts)"
        by_id = {row[2]: row for row in rows}
        assert by_id["ana_perfeita"][4:9] == ["2", "2", "Graded", "00:00:00", "1"]
        assert by_id["zoe"][4:8] == ["", "", "Missing", ""]

    def test_classrooms_columns(self, lab, tmp_path):
        head, points, *rows = table(lab, "classroom", tmp_path)
        assert head == ["Last Name", "First Name", "Email Address", "mini"]
        assert points == ["Points", "", "", "2"]
        assert ["da Conceição", "Íris", "iris@a.br", "2"] in rows
        assert ["Nada", "Zoé", "zoe@a.br", ""] in rows

    @pytest.mark.slow(reason="whole commands, seconds each")
    def test_the_command_says_what_it_wrote(self, lab, sheet):
        done = command(lab, "--format", "moodle", "--worksheet", sheet)
        assert done.returncode == 1
        assert "gabarito: Davi: o Moodle não deixa" in done.stderr
        assert done.stdout.split() == [
            "exports/mini-moodle.csv", "exports/mini-moodle-devolutivas.zip",
        ]  # fmt: skip
        done = command(lab, "--format", "csv")
        assert (done.returncode, done.stderr, done.stdout) == (0, "", "exports/mini.csv\n")

    @pytest.mark.parametrize("options", [["moodle"], ["csv", "--worksheet", "x"]])
    def test_a_worksheet_is_asked_for_by_moodle_and_by_no_other(self, lab, options):
        done = command(lab, "--format", *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--format moodle pede --worksheet" in done.stderr


def test_the_help_and_what_is_missing_are_in_portuguese(mini):
    shown = command(mini, "--help").stdout
    assert "Opções:" in shown
    assert "required" not in shown
    done = command(mini)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Falta dizer em que formato: --format csv, moodle" in done.stderr


def test_nothing_graded_is_a_sentence(mini, tmp_path):
    with pytest.raises(CourseError, match="Não há nada corrigido de mini"):
        grades.of_class(mini, mini.course.default_db)


def test_two_people_of_one_name_are_never_mixed_up(tmp_path):
    path = tmp_path / "Notas.csv"
    path.write_text("Identifier,Full name,Grade,Maximum Grade\nParticipant 1,Ana Sá,,10\n", "utf-8")
    twins = [grades.Graded(Student(one, "Ana", "Sá"), None) for one in ("a", "b")]
    assert worksheet.fill(path, twins).participants == {}


def test_a_class_of_twice_as_many_is_matched_in_twice_the_steps(tmp_path, monkeypatch):
    compared = []
    plain = worksheet.plain

    class Text(str):
        __hash__ = str.__hash__

        def __eq__(self, other):
            compared.append(self)
            return str.__eq__(self, other)

    monkeypatch.setattr(worksheet, "plain", lambda text: Text(plain(text)))

    def steps_for(count):
        path = tmp_path / "Notas.csv"
        lines = [f"Participant {number},Ana {number},,10" for number in range(count)]
        path.write_text("\n".join(["Identifier,Full name,Grade,Maximum Grade", *lines]), "utf-8")
        everybody = [Graded(Student(f"a{n}", "Ana", str(n)), None) for n in range(count)]
        compared.clear()
        assert len(worksheet.fill(path, everybody).participants) == count
        return len(compared)

    few = steps_for(20)
    assert steps_for(40) <= 2.5 * few


def _extra_credit(lab, student, points):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        line = book.find_grade("test_dobro", "mini", "mini", student)
        line.extra_credit = points
        book.db.commit()


def command(lab, *options):
    return subprocess.run(
        [sys.executable, "-m", "gabarito", "export", "mini", *map(str, options)],
        cwd=lab.course.root,
        capture_output=True,
        text=True,
    )
