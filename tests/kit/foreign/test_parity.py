"""Grade by grade what ``nbgrader autograde`` gives: an assignment for each thing that counts.

Each is written into a course of its own, made by ``nbgrader quickstart``, and graded twice, by
nbgrader and by gabarito; the gradebooks must say the same of every cell.
"""

from __future__ import annotations

import shutil
import subprocess

import nbformat
import pytest
from nbgrader_steps import nbgrader_command
from plain_courses import (
    KERNEL,
    TASK,
    Case,
    answer,
    by_name,
    cell,
    changed,
    edited,
    gradebook_lines,
    locked,
    plain,
    quickstart,
    run_nbgrader,
)

from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.grading import grade_class

F = cell("f", f"def f(x):\n{answer('    return 2 * x')}", solution=True)
T = cell("t", "assert f(2) == 4\n### BEGIN HIDDEN TESTS\nassert f(-3) == -6\n### END HIDDEN TESTS",
         points=2)  # fmt: skip
RIGHT, WRONG = edited(f="def f(x):\n    return x + x"), edited(f="def f(x):\n    return 4")
BOTH = {"certa": RIGHT, "errada": WRONG}
BOTH_TOTALS = {"certa": 2.0, "errada": 0.0}


def usual(config="", **more):
    """The usual task under another configuration: two students, one right and one wrong."""
    case = {"totals": BOTH_TOTALS, "notebooks": {"p1": [F, T]}, "students": BOTH}
    return Case(**{**case, "config": config, **more})


def slow_cell(seconds):
    return [F, plain(f"import time\ntime.sleep({seconds})\nacordou = True"),
            cell("t", "assert acordou\nassert f(-3) == -6", points=2)]  # fmt: skip


def modelo(content):
    def edit(folder):
        (folder / "modelo.py").unlink()
        if content:
            (folder / "modelo.py").write_text(content)

    return edit


def delete(*names):
    def edit(folder):
        RIGHT(folder)
        (path,) = folder.glob("*.ipynb")
        with changed(path) as notebook:
            for name in names:
                notebook.cells.remove(by_name(notebook)[name])

    return edit


def also(*edits):
    """Several changes, one after the other."""
    return lambda folder: [edit(folder) for edit in edits]


def file(name, content):
    def edit(folder):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)

    return edit


def write_json_config(root):
    (root / "nbgrader_config.json").write_text('{"Execute": {"timeout": 2}}')


NOISY = edited(f="import sys\ndef f(x):\n    print('aviso', file=sys.stderr)\n    return 2 * x")
LONG = edited(
    f="import sys\ndef f(x):\n    print('a\\n' * 30)\n    print('b', file=sys.stderr)\n"
    "    return 2 * x"
)
POOL = "from multiprocessing import Pool\ndef g(x):\n    return 2 * x\n"
MANUAL = cell("aberta", "Resposta.", solution=True, points=3, kind="markdown")
WORK = cell("tarefa", "Faça.", kind="markdown", task=True, locked=True, grade=False, points=1)

USUAL = {
    "arquivo que não é sobrescrito": Case(
        totals={"certa": 3.0, "errada": 1.0, "sem": 1.0},
        notebooks={
            "p1": [
                locked("imp", "from modelo import f"),
                T,
                cell("dado", "assert open('d.csv').read() == '6'", points=1),
            ]
        },
        files={"modelo.py": "def f(x):\n    return 2 * x\n", "d.csv": "6"},
        config=f"c.Autograde.exclude_overwriting = {{'{TASK}': ['modelo.py']}}",
        students={
            "certa": modelo("def f(x):\n    return x + x\n"),
            "errada": also(modelo("def f(x):\n    return 0\n"), file("d.csv", "7")),
            "sem": modelo(None),
        },
    ),
    "comandos do sistema": usual(
        notebooks={
            "p1": [
                plain("!mkdir -p dados && echo 2 > dados/a.txt"),
                plain("%%bash\necho 1 >> dados/a.txt"),
                plain("x = !cat dados/a.txt"),
                F,
                cell("t", "assert x == ['2', '1'] and f(2) == 4 and f(-3) == -6", points=2),
            ]
        }
    ),
}
"""In every run."""

RARE = {
    "várias opções de uma vez": usual(
        "c.CourseDirectory.student_id = 'turma1-*'\n"
        "c.Autograde.create_student = False\n"
        "c.Execute.timeout = 1\n"
        "c.Execute.timeout_func = lambda cell: 60 if 'sleep(2)' in cell.source else 30\n"
        "c.Execute.skip_cells_with_tag = 'pule'\n"
        "c.IgnorePattern.enabled = True\n"
        "c.IgnorePattern.pattern = 'aviso'",
        notebooks={"p1": [
            plain("import time\ntime.sleep(2)"),
            plain(f"{POOL}with Pool(2) as p:\n    y = p.map(g, [1, 2])"),
            F,
            plain("f = None", "pule"),
            cell("t", "assert y == [2, 4] and f(-3) == -6", points=2),
        ]},
        students={"turma1-ana": NOISY, "turma1-bia": WRONG, "turma1-duda": RIGHT,
                  "turma2-caio": RIGHT},
        totals={"turma1-ana": 2.0, "turma1-bia": 0.0},
        prepare=lambda root: add_students(root, "turma1-ana", "turma1-bia", "turma2-caio"),
    ),
    "pastas com outros nomes": usual(
        "c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/{student_id}'\n"
        "c.CourseDirectory.source_directory = 'fonte'\n"
        "c.CourseDirectory.release_directory = 'enunciado'\n"
        "c.CourseDirectory.submitted_directory = 'turmas/entregas'\n"
        "c.CourseDirectory.autograded_directory = 'corrigidas'\n"
        "c.CourseDirectory.student_id_exclude = 'fora,outra'",
        source=f"fonte/{TASK}",
        release=f"enunciado/{TASK}",
        place=f"turmas/entregas/{TASK}/{{student}}",
        students={**BOTH, "fora": RIGHT},
    ),
    "só alguns alunos": usual(
        "c.CourseDirectory.student_id = 'turma1-*'",
        students={"turma1-ana": RIGHT, "turma1-bia": WRONG, "turma2-caio": RIGHT},
        totals={"turma1-ana": 2.0, "turma1-bia": 0.0},
    ),
    "tempo": usual("c.Execute.timeout = 2", notebooks={"p1": slow_cell(0)}, students={
        "certa": RIGHT,
        "errada": edited(f="import time\ntime.sleep(9)\ndef f(x):\n    return 2 * x"),
    }),
    "tempo, pelo nome do nbconvert": usual(
        "c.ExecutePreprocessor.timeout = 2",
        notebooks={"p1": slow_cell(0)},
        students={
            "certa": RIGHT,
            "errada": edited(f="import time\ntime.sleep(9)\ndef f(x):\n    return 2 * x"),
        },
    ),
    "tempo, em JSON": usual(
        notebooks={"p1": slow_cell(0)},
        students={
            "certa": RIGHT,
            "errada": edited(f="import time\ntime.sleep(9)\ndef f(x):\n    return 2 * x"),
        },
        prepare=write_json_config,
    ),
    "sem limite de tempo": usual("c.Execute.timeout = -1", notebooks={"p1": slow_cell(3)}),
    "limite nenhum": usual("c.Execute.timeout = None", notebooks={"p1": slow_cell(3)}),
    "tempo de cada célula": usual(
        "c.Execute.timeout = 1\n"
        "c.Execute.timeout_func = lambda cell: 60 if 'sleep(3)' in cell.source else 5",
        notebooks={"p1": slow_cell(3)},
    ),
    "células que não rodam": usual(
        "c.Execute.skip_cells_with_tag = 'pule'",
        notebooks={"p1": [F, plain("f = None", "pule"), T]},
    ),
    "células que voltam": usual(
        "c.OverwriteCells.add_missing_cells = True\n"
        "c.OverwriteCells.missing_cell_notification = 'faltava {cell_id}\\n\\n'",
        notebooks={"p1": [F, T, MANUAL, WORK]},
        students={"certa": delete("t", "aberta", "tarefa"), "errada": delete("t")},
        totals={"certa": 2.0, "errada": 2.0},
    ),
    "células que não voltam": usual(
        notebooks={"p1": [F, T, MANUAL, WORK]},
        students={"certa": RIGHT, "errada": delete("t", "aberta", "tarefa")},
    ),
    "avisos ignorados": usual(
        "c.IgnorePattern.enabled = True\nc.IgnorePattern.pattern = 'aviso'",
        students={"certa": NOISY, "errada": LONG},
    ),
    "avisos que contam": usual(students={"certa": RIGHT, "errada": NOISY}),
    "saídas cortadas": usual(
        "c.LimitOutput.max_lines = 10", students={"certa": LONG, "errada": NOISY}
    ),
    "metadados tirados": usual(
        "c.ClearMetadataPreprocessor.enabled = True\n"
        "c.ClearMetadataPreprocessor.preserve_cell_metadata_mask = ['nbgrader']"
    ),
    "marcas com outros nomes": usual(
        "c.ClearSolutions.begin_solution_delimeter = 'INÍCIO'\n"
        "c.ClearSolutions.end_solution_delimeter = 'FIM'\n"
        "c.ClearHiddenTests.begin_test_delimeter = 'OCULTO'\n"
        "c.ClearHiddenTests.end_test_delimeter = 'VISTO'\n"
        "c.ClearSolutions.code_stub = {'python': 'pass'}",
        notebooks={"p1": [
            cell("f", "def f(x):\n    # INÍCIO\n    return 2 * x\n    # FIM", solution=True),
            cell("t", "assert f(2) == 4\n# OCULTO\nassert f(-3) == -6\n# VISTO", points=2),
        ]},
    ),
    "cabeçalho": usual(
        "c.IncludeHeaderFooter.header = 'source/topo.ipynb'",
        notebooks={"p1": [F, cell("t", "assert f(DOIS) == 4 and f(-3) == -6", points=2)]},
        prepare=lambda root: nbformat.write(
            nbformat.v4.new_notebook(cells=[plain("DOIS = 2")], metadata={"kernelspec": KERNEL}),
            root / "source/topo.ipynb",
        ),
    ),
    "nomes ignorados": usual(
        "c.CourseDirectory.ignore = ['*.tmp', 'rascunho']",
        notebooks={"p1": [F, cell("t", "import os\nassert f(-3) == -6\n"
                                  "assert not os.path.exists('a.tmp')\n"
                                  "assert not os.path.exists('rascunho')\n"
                                  "assert not os.path.exists('fonte.tmp')", points=2)]},
        files={"fonte.tmp": "x"},
        students={"certa": also(RIGHT, file("a.tmp", ""), file("rascunho/b", "")),
                  "errada": WRONG},
    ),
    "arquivos ocultos": usual(
        notebooks={"p1": [F, cell("t", "assert f(-3) == -6 and open('.r').read() == '1'",
                                  points=2)]},
        files={".r": "1"},
        students={"certa": also(RIGHT, file(".r", "2")), "errada": WRONG},
    ),
    "arquivos do aluno": usual(
        notebooks={"p1": [F, cell("t", "import os\nassert f(-3) == -6\n"
                                  "assert os.path.exists('.meu/a') and not os.path.exists('meu')",
                                  points=2), ]},
        files={".meu/a": ""},
        students={"certa": also(RIGHT, file(".meu/b", "1")), "errada": WRONG},
    ),
    "escrever por cima": usual(
        notebooks={"p1": [plain("with open('d.csv', 'a') as a:\n    a.write('7')"), F,
                          cell("t", "assert f(-3) == -6 and open('d.csv').read() == '67'",
                               points=2)]},
        files={"d.csv": "6"},
    ),
    "ler o próprio notebook": usual(
        notebooks={"p1": [F, cell("t", "import json\ncelulas = json.load(open('p1.ipynb'))['cells']"
                                  "\nassert f(-3) == -6 and any('def f' in ''.join(c['source'])"
                                  " for c in celulas)", points=2)]},
    ),
    "processos": usual(
        notebooks={"p1": [plain(f"{POOL}with Pool(2) as p:\n    y = p.map(g, [1, 2])"), F,
                          cell("t", "assert y == [2, 4] and f(2) == 4 and f(-3) == -6", points=2)]},
    ),
    "processos de uma célula para outra": usual(
        notebooks={"p1": [plain(f"{POOL}p = Pool(2)"), F,
                          cell("t", "assert p.map(g, [1, 2]) == [2, 4] and f(-3) == -6",
                               points=2)]},
    ),
    "outra pasta no meio": usual(
        notebooks={"p1": [plain("!mkdir dados\n%cd dados\n!echo 1 > a.txt"), F,
                          cell("t", "assert open('a.txt').read() == '1\\n' and f(-3) == -6",
                               points=2)]},
    ),
    "só quem está no caderno": usual(
        "c.Autograde.create_student = False", totals={"certa": 2.0},
        prepare=lambda root: add_students(root, "certa"),
    ),
    "outro caderno": usual(
        "c.CourseDirectory.db_url = 'sqlite:///notas.db'\nc.CourseDirectory.course_id = 'x'"
    ),
    "um notebook não entregue": usual(
        notebooks={"p1": [F, T], "p2": [F, T]},
        students={"certa": lambda folder: [edited_in(folder, n) for n in ("p1", "p2")],
                  "errada": lambda folder: [edited_in(folder, "p1"),
                                            (folder / "p2.ipynb").unlink()]},
        totals={"certa": 4.0, "errada": 2.0},
    ),
    "passos por extenso": usual(
        "c.Autograde.autograde_preprocessors = ["
        "'nbgrader.preprocessors.Execute', 'nbgrader.preprocessors.IgnorePattern', "
        "'nbconvert.preprocessors.ClearMetadataPreprocessor', "
        "'nbgrader.preprocessors.LimitOutput', 'nbgrader.preprocessors.SaveAutoGrades', "
        "'nbgrader.preprocessors.AssignLatePenalties', 'nbgrader.preprocessors.CheckCellMetadata']"
    ),
}  # fmt: skip


def edited_in(folder, name):
    with changed(folder / f"{name}.ipynb") as notebook:
        by_name(notebook)["f"].source = "def f(x):\n    return 2 * x"


def add_students(root, *students):
    (root / "turma.csv").write_text("\n".join(["id", *students]))
    command = [*nbgrader_command("db", "student"), "import", "turma.csv"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


LONG = pytest.mark.slow(reason="nbgrader grades each case for half a minute")
BY_NIGHT = {
    "tempo, pelo nome do nbconvert", "tempo, em JSON", "sem limite de tempo", "limite nenhum",
    "marcas com outros nomes", "nomes ignorados", "processos de uma célula para outra",
    "outra pasta no meio", "outro caderno", "metadados tirados", "células que não voltam",
    "avisos que contam", "saídas cortadas", "cabeçalho", "arquivos ocultos", "escrever por cima",
    "ler o próprio notebook", "passos por extenso", "arquivos do aluno",
    "só alguns alunos", "só quem está no caderno", "tempo de cada célula", "células que não rodam",
    "avisos ignorados", "processos",
}  # fmt: skip
"""Other spellings of what is tried by day, what is asked for least, and alone what is there with
others in one case."""

assert set(RARE) > BY_NIGHT

CASES = [
    *(pytest.param(name, id=name) for name in USUAL),
    *(pytest.param(name, id=name, marks=LONG) for name in RARE if name not in BY_NIGHT),
    *(pytest.param(name, id=name, marks=[LONG, pytest.mark.nightly]) for name in sorted(BY_NIGHT)),
]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return quickstart(tmp_path_factory.mktemp("modelo"))


@pytest.fixture
def written(template, tmp_path):
    """Writes a case into a course of its own."""

    def write(case):
        root = tmp_path / "curso"
        shutil.copytree(template, root)
        case.write(root)
        return root

    return write


def totals(lines):
    return {key[0]: value[0] for key, value in lines.items() if key[1] == "total"}


def graded(root, case):
    """What gabarito writes into the gradebook of a copy of the course."""
    ours = root.parent / "nosso"
    shutil.copytree(root, ours)
    grade_class.grade(Course.at(ours).gradable(TASK), workers=1)
    return gradebook_lines(ours, name=book(case))


def book(case):
    return "notas.db" if "notas.db" in case.config else "gradebook.db"


@pytest.mark.slow(reason="nbgrader grades each case for half a minute")
@pytest.mark.parametrize("name", CASES)
def test_the_gradebook_is_that_of_nbgrader_cell_by_cell(name, written):
    case = (USUAL | RARE)[name]
    root = written(case)
    ours = graded(root, case)
    ran = run_nbgrader(root, "autograde")
    theirs = gradebook_lines(root, name=book(case))
    assert totals(theirs) == case.totals, ran.stderr.decode()
    assert ours == theirs


@pytest.mark.slow(reason="nbgrader grades each case for half a minute")
def test_a_refused_option_leaves_everything_as_it_was(written):
    root = written(usual("c.Execute.kernel_name = 'ir'"))
    before = gradebook_lines(root)
    with pytest.raises(CourseError, match=r"c\.Execute\.kernel_name"):
        grade_class.grade(Course.at(root).gradable(TASK), workers=1)
    assert gradebook_lines(root) == before == {}
    assert not list(root.glob("autograded/*"))


def renamed(old, new):
    return lambda folder: (folder / f"{old}.ipynb").rename(folder / new)


@pytest.mark.slow(reason="nbgrader grades each case for half a minute")
def test_a_notebook_under_another_name_is_graded_and_the_repair_is_noted(written):
    """nbgrader gives nothing for it: this is where more is given than it would."""
    case = usual(
        notebooks={"parte 1": [F, T], "parte_2": [F, T]},
        students={
            "ana": lambda folder: None,
            "bia": renamed("parte_2", "parte_2 (1).ipynb"),
            "caio": renamed("parte 1", "Parte 1.ipynb"),
            "duda": also(
                renamed("parte_2", "parte_2 (2).ipynb"),
                lambda folder: shutil.copy(
                    folder / "parte_2 (2).ipynb", folder / "parte_2 (1).ipynb"
                ),
            ),
        },
    )
    case.students = {
        student: also(*(lambda folder, n=n: edited_in(folder, n) for n in case.notebooks), edit)
        for student, edit in case.students.items()
    }
    root = written(case)
    cohort = grade_class.grade(Course.at(root).gradable(TASK), workers=1)
    assert {student: one.score for student, one in cohort.records.items()} == {
        "ana": 4.0, "bia": 4.0, "caio": 4.0,
    }  # fmt: skip
    assert "parte_2 (1).ipynb conta como parte_2.ipynb" in cohort.records["bia"].repairs
    assert "Parte 1.ipynb conta como parte 1.ipynb" in cohort.records["caio"].repairs
    assert "mais de um arquivo pode ser parte_2.ipynb" in cohort.failures["duda"]


@pytest.mark.slow(reason="nbgrader grades each case for half a minute")
def test_an_installation_is_noted(written):
    root = written(usual(notebooks={"p1": [plain("!pip -q install nada 2>/dev/null"), F, T]}))
    cohort = grade_class.grade(Course.at(root).gradable(TASK), workers=1)
    (warning,) = (w for w in cohort.records["certa"].warnings if "instalou" in w)
    assert warning.startswith("p1: célula 4: `!pip -q install nada 2>/dev/null` não instalou nada")
