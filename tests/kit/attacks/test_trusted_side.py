"""Attacks on the trusted side: what lies in a submission's folder, and what people are shown."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import command_names
import hostile
import nbformat
import pytest
from arena import DOBRO, HONEST, Arena, Attack, scores
from minicourse import write_class
from nbgrader.apps import NbGraderApp

from gabarito.authoring import made_up_class
from gabarito.channels.gradescope.package import package
from gabarito.cli import tables
from gabarito.course.layout import Course
from gabarito.errors import SubmissionError
from gabarito.grading import grade_class, staging
from gabarito.grading.stored import stored_record
from gabarito.grading.submissions import Submission
from gabarito.guest import frames, protocol
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.notebook.handed_in import MAX_BYTES
from gabarito.pages.student import feedback
from gabarito.results.job import Job

# --- the door ---------------------------------------------------------------------------


def a_link(path, arena):
    path.symlink_to(arena.neighbour)


def a_link_to_a_device(path, arena):
    path.symlink_to("/dev/zero")


def a_pipe(path, arena):
    os.mkfifo(path)


def a_folder(path, arena):
    path.mkdir()


def a_socket(path, arena):
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.getcwd()
        os.chdir(path.parent)  # the path of a socket must be short
        try:
            listening.bind(path.name)
        finally:
            os.chdir(here)


def far_too_large(path, arena):
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)


DOORS = [a_link, a_link_to_a_device, a_pipe, a_folder, a_socket, far_too_large]


@pytest.mark.parametrize("put", DOORS, ids=lambda put: put.__name__)
def test_only_a_common_file_of_common_size_is_opened(arena, tmp_path, put):
    path = tmp_path / "mini.ipynb"
    put(path, arena)
    with pytest.raises(SubmissionError):
        judge.judge(arena.examiner, Job(path))


def test_a_folder_that_is_a_link_is_refused(arena, tmp_path):
    link = tmp_path / "mini"
    link.symlink_to(arena.neighbour.parent)
    with pytest.raises(SubmissionError, match="atalho"):
        staging.staged(arena.examiner.lab, Submission("ana", (link,)), tmp_path / "rascunho")


# --- a class whose submissions are hostile, graded whole --------------------------------

ACTIVE = {
    "script": "<script>alert(1)</script>",
    "handler": '<img src=x onerror="alert(1)">',
    "frame": '<iframe src="javascript:alert(1)"></iframe>',
    "link": '<a href="javascript:alert(1)">x</a>',
    "style": "<style>body{display:none}</style>",
    "svg": "<svg onload=alert(1)></svg>",
    "template": "{{ 7*191 }}{% for x in range(3) %}laço{% endfor %}",
    "markup": "[bold red]x[/bold red][link=file:///etc/passwd]y[/link]",
    "escape": "\x1b[2J\x1b]0;dono\x07\x1b[31m",
    "formula": '=HYPERLINK("http://x";"y")',
    "end": "</pre></body></html>--><!--",
}
LOUD = "\n".join(ACTIVE.values())


def hostile_cells():
    return (
        f"texto = {LOUD!r}\nprint(texto)\nimport sys\nprint(texto, file=sys.stderr)",
        "from IPython.display import *\ndisplay(HTML(texto), Javascript('alert(1)'), "
        "SVG('<svg onload=\"alert(1)\"/>'), Markdown(texto), Latex(texto))",
        "display({'text/html': texto, 'image/png': '\"><script>alert(1)</script>', "
        "'text/plain': texto, '<script>': 'x'}, raw=True)",
        "raise type(texto, (Exception,), {})(texto)",
        "### BEGIN HIDDEN TESTS\n1",
    )


def manual(notebook):
    next(cell for cell in notebook.cells if cell.id == "q_aberta").source = LOUD


INVADED = "invadido"
"""The file that a submission's modules make, were they ever imported."""


@pytest.fixture(scope="module")
def hostile_class(arena_lab, tmp_path_factory):
    """A course with one hostile and one honest submission, graded and with feedback."""
    root = tmp_path_factory.mktemp("hostil") / "curso"
    shutil.copytree(arena_lab.course.root, root)
    lab = Course.at(root).lab("mini")
    with PreparedLab(lab) as examiner:
        arena = Arena(examiner, tmp_path_factory.mktemp("entregas"))
        attack = Attack(
            "hostile",
            dobro=f"texto = {LOUD!r}\ndef dobro(x):\n    raise ValueError(texto)",
            before=hostile_cells(),
            edit=manual,
        )
        contents = {"ana": arena.submission(attack), "bia": arena.submission(Attack("honest"))}
    for student, content in contents.items():
        folder = lab.course.submitted / student / "mini"
        folder.mkdir(parents=True)
        (folder / "mini.ipynb").write_bytes(content)
        (folder / "timestamp.txt").symlink_to("/dev/zero")
        for name in ("numpy", "nbformat", "json", "apoio", "sitecustomize", "nbgrader_config"):
            (folder / f"{name}.py").write_text(f"open({str(root / INVADED)!r}, 'w').close()")
    cohort = grade_class.grade(lab, workers=1)
    assert not cohort.failures
    pages = {student: feedback(lab, student) for student in contents}
    return lab, cohort, {student: page.read_text() for student, page in pages.items()}


@pytest.mark.slow(reason="whole commands, several times each")
def test_the_honest_one_is_not_touched(hostile_class):
    cohort = hostile_class[1]
    assert cohort.records["bia"].score == 2.0
    assert cohort.records["ana"].score <= 1.0


@pytest.mark.slow(reason="makes the pages of a class")
def test_nothing_in_a_page_is_active(hostile_class):
    page = hostile_class[2]["ana"]
    body = page[page.index("<body") :]
    assert not re.search(r"<script(?![^>]*gabarito)", body)
    assert not re.search(r"<(iframe|svg|object|embed|style|form)\b", body)
    assert not re.search(r"<[^>]*\son\w+\s*=", body)
    assert not re.search(r"<[^>]*javascript:", body)
    assert "1337" not in page
    assert "laçolaço" not in page
    assert page.count("</html>") == 1


def test_a_page_holds_no_hidden_check(hostile_class):
    for page in hostile_class[2].values():
        assert "7193.25" not in page
        assert "e1f9a7" not in page
        assert "b27c40" not in page


def test_the_terminal_is_not_driven(hostile_class, capsys):
    record = hostile_class[1].records["ana"]
    tables.show_record(record)
    tables.show_cohort(hostile_class[1])
    shown = capsys.readouterr().out
    assert "\x1b]0" not in shown
    assert "\x1b[2J" not in shown
    assert "[bold red]" in shown  # rich shows the words, and does not obey them


def test_no_module_of_a_submission_is_imported(hostile_class):
    assert not (hostile_class[0].course.root / INVADED).exists()


def test_the_gradebook_holds_the_records_word(hostile_class):
    from nbgrader.api import Gradebook

    lab, cohort, _ = hostile_class
    with Gradebook(lab.course.default_db) as book:
        assert book.find_submission("mini", "bia").score == 2.0
        assert book.find_submission("mini", "ana").score == cohort.records["ana"].score


# --- commands that are started in a hostile folder ---------------------------------------

BIN = Path(sys.executable).parent


class Trap:
    """A course with two submissions; a folder of one of them is full of traps.

    Attributes:
        folder: the hostile one.
        sprung: the names of what ran.
    """

    def __init__(self, lab, folder, **options):
        self.lab, self.folder = lab, folder
        self.marker = lab.course.root / INVADED
        hostile.fill(folder, self.marker, **options)

    @property
    def sprung(self):
        return self.marker.read_text().split() if self.marker.exists() else []

    def run(self, *command, code=0, cwd=None, **environment):
        done = subprocess.run(
            [BIN / command[0], *map(str, command[1:])], cwd=cwd or self.folder,
            env=hostile.plain_environment(**environment), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        assert self.sprung == []
        return done

    def gabarito(self, *arguments, **options):
        return self.run("gabarito", "--curso", self.lab.course.root, *arguments, **options)


@pytest.fixture
def handed_in(mini):
    """The folder of a right submission in the small course."""
    folder = mini.course.submitted / "ana" / "mini"
    notebook = nbformat.read(mini.released / "mini.ipynb", as_version=4)
    next(cell for cell in notebook.cells if cell.id == "dobro").source = DOBRO
    folder.mkdir(parents=True)
    (folder / "mini.ipynb").write_bytes(made_up_class.as_json(notebook))
    (folder / "turma.csv").write_text("nome;e-mail;matrícula\nAna;ana@x.br;ana\nBia;bia@x.br;bia\n")
    (folder / "entregas" / "bia").mkdir(parents=True)
    shutil.copy(folder / "mini.ipynb", folder / "entregas" / "bia")
    return folder


@pytest.mark.slow(reason="whole commands, several times each")
@pytest.mark.parametrize(
    ("spring", "caught"),
    [
        (("-c", "import random, msgspec"), ["random", "msgspec"]),
        (("-c", "import sitecustomize, usercustomize"), ["sitecustomize", "usercustomize"]),
        (("-Pc", "import site; site.addsitedir('.')"), ["site"]),  # algo.pth
        (("-P", "-m", "pytest", "-q"), ["conftest"]),
        (("-P", "-m", "nbgrader", "db", "student", "list"), ["builtins"]),  # nbgrader_config.py
    ],
    ids=["modules", "customize", "pth", "pytest", "nbgrader"],
)
def test_the_traps_are_real(mini, tmp_path, spring, caught):
    """Each would run, were it started carelessly; the last is what nbgrader itself does."""
    trap = Trap(mini, tmp_path / "armadilha")
    command = [sys.executable, *spring]
    subprocess.run(
        command, cwd=trap.folder, env=hostile.plain_environment(), check=False, capture_output=True
    )
    assert set(caught) <= set(trap.sprung)


OURS = {
    ("build", "mini"): 0,
    ("release", "mini"): 0,
    ("roster", "turma.csv"): 0,
    ("collect", "mini", "entregas"): 0,
    ("check", "mini", "mini.ipynb"): 0,
    ("grade", "mini", "--workers", "2"): 0,
    ("history", "ana"): 0,
    ("feedback", "mini"): 0,
    ("report", "mini", "--similarity"): 0,
    ("export", "mini", "--format", "csv"): 0,
    ("grade", "mini", "--dry-run"): 0,
    ("grade", "mini", "--dask", "local:1", "--force"): 0,
    ("grade", "mini", "--from-journal"): 0,
    ("bundle", "--target", "colab"): 0,
    ("bundle", "mini", "--target", "otter"): 0,
    ("bundle", "mini", "--target", "gradescope"): 0,
    ("bundle", "mini", "--target", "gradescope", "--engine", "gabarito"): 0,
    ("data", "fetch"): 2,  # this course registers none
    ("data", "verify"): 2,
    ("pdf", "mini.ipynb"): 2,  # nobody ran it
    ("lab", "--help"): 0,  # a server: what it imports, tests/kit/channels/test_jupyterlab.py sees
    ("new-lab", "outro"): 0,
    ("init", "../../../../novo_curso"): 0,
}
"""Arguments of every command, and what it exits with; those below that need a class of students."""

DEMO = "../../../../demo"
"""From the folder of a submission: beside the course."""

OF_A_CLASS = {
    ("demo", "mini", "--em", DEMO): 0,
    ("audit", "mini", "--json"): 1,  # two or three survivors
}


def test_every_command_of_ours_has_its_case():
    assert {command_names.of(arguments) for arguments in OURS | OF_A_CLASS} == command_names.ours()


@pytest.mark.slow(reason="whole commands, several times each")
def test_no_command_of_ours_runs_what_lies_where_it_is_started(mini, handed_in):
    trap = Trap(mini, handed_in)
    for arguments, code in OURS.items():
        assert "Traceback" not in trap.gabarito(*arguments, code=code).stderr
    trap.gabarito("--version")
    assert stored_record(mini, "ana").score == 1.0


@pytest.mark.slow(reason="whole commands, several times each")
def test_demo_and_audit_run_nothing_of_it_either(mini, handed_in):
    write_class(mini)
    trap = Trap(mini, handed_in)
    for arguments, code in OF_A_CLASS.items():
        trap.gabarito(*arguments, code=code)
    assert (handed_in / DEMO / "mini" / "gradebook.db").is_file()


@pytest.mark.slow(reason="whole commands, several times each")
@pytest.mark.parametrize("place", ["submitted", "submitted/ana", "autograded/ana/mini", "feedback"])
def test_grading_runs_nothing_of_any_folder_that_students_fill(mini, handed_in, place):
    trap = Trap(mini, mini.course.root / place)
    trap.gabarito("grade", "mini", "--force")
    trap.run("gabarito", "grade", "mini", code=2)  # not a course, whatever it holds
    assert stored_record(mini, "ana").score == 1.0


@pytest.mark.slow(reason="whole commands, several times each")
def test_a_folder_that_is_handed_in_is_no_course(mini, handed_in):
    trap = Trap(mini, handed_in)
    (handed_in / "source").mkdir()
    (handed_in / "source" / "mini.py").write_text("")
    for command in (["build"], ["grade", "mini"], ["check", "mini", "mini.ipynb"], ["demo"]):
        said = trap.run("gabarito", *command, code=2).stderr
        assert "está entre as entregas do curso" in said
        assert len(said.splitlines()) == 1


def imported_before_ours(folder):
    """What ``python -m`` itself imports, from the working folder, before it comes to us."""
    (folder / "vazio.py").write_text("import sys; print(*sys.modules)")
    command = [sys.executable, "-m", "vazio"]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout.decode()


@pytest.mark.slow(reason="whole commands, several times each")
def test_python_m_runs_nothing_either(mini, handed_in, tmp_path):
    before = imported_before_ours(tmp_path).split()
    assert "random" not in before
    trap = Trap(mini, handed_in, without=(*before, "gabarito"))
    course = ["--curso", mini.course.root]
    trap.run("python", "-m", "gabarito", *course, "grade", "mini")
    trap.run("python", "-P", "-m", "gabarito", *course, "grade", "mini", "--force")


@pytest.mark.nightly
@pytest.mark.slow(reason="every command twice more, a second or more each")
@pytest.mark.parametrize("how", [("-m",), ("-P", "-m")], ids=" ".join)
def test_python_m_runs_nothing_with_any_command(mini, handed_in, tmp_path, how):
    write_class(mini)
    before = () if "-P" in how else (*imported_before_ours(tmp_path).split(), "gabarito")
    trap = Trap(mini, handed_in, without=before)
    for arguments, code in (OURS | OF_A_CLASS).items():
        course = ["--curso", mini.course.root]
        trap.run("python", *how, "gabarito", *course, *arguments, code=code)


@pytest.mark.slow(reason="whole commands, several times each")
def test_an_empty_folder_in_pythonpath_is_not_the_working_folder_to_workers(mini, handed_in):
    own = mini.course.root / "da_professora"
    own.mkdir()
    (own / "dela.py").write_text("")
    pythons = {"sitecustomize", "usercustomize", "_distutils_hack", "coverage"}
    pythons |= sys.stdlib_module_names - {"random"}  # imports them before it comes to us
    trap = Trap(mini, handed_in, without=(*pythons, "gabarito"))
    trap.gabarito("grade", "mini", PYTHONPATH=f"{own}{os.pathsep}")
    asks = "from gabarito.sandbox import trusted_path as t; t.secure(); import os, sys; "
    asks += "print(os.environ['PYTHONPATH'], sys.path); import dela"
    said = trap.run("python", "-c", asks, PYTHONPATH=f"{own}{os.pathsep}").stdout
    assert said.startswith(f"{own} [")
    assert f"{trap.folder}'" not in said


@pytest.mark.slow(reason="whole commands, several times each")
def test_the_professors_own_modules_do_not_break_grading(mini, handed_in):
    hostile.fill(mini.course.root / "dela", mini.course.root / INVADED)
    for module in ("random", "types", "numpy", "statistics", "click", "nbformat"):
        shutil.copy(mini.course.root / "dela" / f"{module}.py", mini.course.root)
    trap = Trap(mini, mini.course.root / "outra")
    for program in (["gabarito"], ["python", "-P", "-m", "gabarito"]):
        trap.run(*program, "grade", "mini", "--force", cwd=mini.course.root)
    trap.run("nbgrader", "autograde", "mini", "--force", cwd=mini.course.root)
    assert stored_record(mini, "ana").score == 1.0


@pytest.mark.slow(reason="whole commands, several times each")
def test_nbgraders_commands_run_nothing_of_a_submission(mini, handed_in):
    """In the course's folder; what is started elsewhere, the next test sees."""
    trap = Trap(mini, handed_in, without=hostile.OWN_CONFIGURATIONS)
    for command in ("autograde", "generate_feedback"):
        trap.run("nbgrader", command, "mini", cwd=mini.course.root)
    trap.run("nbgrader", "db", "upgrade", cwd=mini.course.root)
    trap.run("nbgrader", "export", cwd=mini.course.root)
    assert stored_record(mini, "ana").score == 1.0


NBGRADERS = {
    ("generate_assignment", "mini"): 0,
    ("assign", "mini"): 0,
    ("generate_solution", "mini"): 0,
    ("release_assignment", "mini"): 0,
    ("release", "mini", "--force"): 0,
    ("collect", "mini"): 0,
    ("zip_collect", "mini"): 0,
    ("autograde", "mini"): 0,
    ("generate_feedback", "mini"): 0,
    ("feedback", "mini"): 0,
    ("release_feedback", "mini"): 0,
    ("list",): 0,
    ("export",): 0,
    ("db", "upgrade"): 0,
    ("db", "student", "list"): 0,
    ("db", "assignment", "list"): 0,
    ("update", "mini.ipynb"): 0,
}
"""Arguments of nbgrader's commands, and what each exits with."""

OTHER_NAMES = {"assign", "release", "feedback", "zip_collect", "generate_solution", "update"}
"""Commands that are others under an older name, or begin and read as another does."""

BY_DAY = [
    arguments
    for arguments in NBGRADERS
    if arguments[0] not in OTHER_NAMES
    and arguments[:2] not in (("db", "upgrade"), ("db", "assignment"))
]
"""From the assignment to the feedback, and one that reads the gradebook."""

OF_STUDENTS = {"fetch", "fetch_assignment", "fetch_feedback", "submit", "validate"}
"""On a machine of their own; `validate` runs the notebook where it lies, as Jupyter does."""

WITHOUT_A_COURSE = {"quickstart", "generate_config", "formgrade", "extension"}
"""Two make what is not there yet, and two only say what replaces them."""


def test_every_command_of_nbgraders_has_its_case():
    known = {arguments[0] for arguments in NBGRADERS}
    assert known | OF_STUDENTS | WITHOUT_A_COURSE == set(NbGraderApp().subcommands)


@pytest.mark.slow(reason="nbgrader takes seconds to start, and has eighteen commands")
@pytest.mark.parametrize(
    "commands",
    [
        pytest.param(BY_DAY, id="a cycle"),
        pytest.param([*NBGRADERS], id="all", marks=pytest.mark.nightly),
    ],
)
def test_no_command_of_nbgraders_runs_what_lies_where_it_is_started(
    mini, handed_in, tmp_path, commands
):
    """But the configuration that it looks for in the current folder: test_the_traps_are_real."""
    trap = Trap(mini, handed_in, without=hostile.OWN_CONFIGURATIONS)
    (handed_in / "timestamp.txt").write_text("2026-03-02 10:00:00 UTC")
    (handed_in / "submission_secret.txt").write_text("segredo de ana")
    (tmp_path / "troca").mkdir()
    (tmp_path / "troca").chmod(0o777)
    there = [f"--CourseDirectory.root={mini.course.root}", f"--Exchange.root={tmp_path / 'troca'}"]
    for arguments in commands:
        said = trap.run("nbgrader", *arguments, *there, code=NBGRADERS[arguments])
        assert "Traceback" not in said.stderr


@pytest.mark.slow(reason="whole commands, several times each")
def test_gradescopes_script_runs_nothing_of_a_submission(mini, handed_in, tmp_path):
    layout = tmp_path / "autograder"
    with zipfile.ZipFile(io.BytesIO(package(mini))) as archive:
        archive.extractall(layout / "source")
    (layout / "venv").symlink_to(sys.prefix)
    shutil.copy(layout / "source" / "run_autograder", layout)
    shutil.copytree(handed_in, layout / "submission")
    trap = Trap(mini, layout / "submission")
    for cwd in (trap.folder, layout):
        script = ["bash", str(layout / "run_autograder")]
        subprocess.run(
            script, cwd=cwd, env=hostile.plain_environment(), check=True, capture_output=True
        )
        assert json.loads((layout / "results" / "results.json").read_text())["score"] == 1.0
        assert trap.sprung == []


# --- the wire, from this side -----------------------------------------------------------


def test_two_examiners_do_not_meet(arena, arena_lab):
    """What one student leaves running cannot touch the sandbox of another examiner."""
    with PreparedLab(arena_lab, arena.examiner.warm.tier.name) as other:
        second = Arena(other, arena.folder / "outro")
        hung = Attack("hung", before=("import os\nos.kill(-1, 9) if os.getpid() > 1 else None",))
        results = {}

        def attack():
            results["attack"] = arena.judge(arena.submission(hung))

        thread = threading.Thread(target=attack)
        thread.start()
        results["honest"] = second.judge(second.submission(Attack("honest")))
        thread.join()
    assert scores(results["honest"]) == HONEST


def test_a_frame_is_read_within_its_time():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall((1000).to_bytes(8, "big") + b"x")
        theirs.close()
        with pytest.raises(frames.WireError):
            frames.receive(ours, protocol.ANSWER)


def test_a_judged_notebook_is_a_valid_one(arena):
    attack = Attack("loud", before=hostile_cells())
    judged = arena.judge(arena.submission(attack))
    nbformat.validate(nbformat.reads(judged.notebook, as_version=4))
