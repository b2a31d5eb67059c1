"""Bundles for otter-grader: what is in them, what must not be, and what their tests say."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from otter.nbmeta_config import NBMetadataConfig
from otter.run.run_autograder.autograder_config import AutograderConfig
from otter.test_files import create_test_file

from gabarito.authoring import build, colab, leaks, made_up_class, release
from gabarito.channels import imports
from gabarito.channels.otter import package as packages
from gabarito.channels.otter import student_notebook, test_files
from gabarito.channels.packages import PACKAGES
from gabarito.checks import verificador
from gabarito.course.layout import Course
from gabarito.errors import CourseError, LeakError, MissingExtraError
from gabarito.grading import judge_for
from gabarito.notebook import lab_text

RIGHT = {"dobro": "def dobro(x):\n    return 2 * x", "triplo": "def triplo(x):\n    return 3 * x"}


def unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


@pytest.fixture
def unpacked(monkeypatch, tmp_path):
    """Unpack a zip into a folder of its own, from which its modules are imported."""

    def unpack(content, *inside):
        folder = tmp_path / "aberto"
        zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
        for module in ("verificador", "verificador_otter", "apoio"):
            monkeypatch.delitem(sys.modules, module, raising=False)
        monkeypatch.syspath_prepend(folder.joinpath(*inside))
        return folder

    yield unpack
    for module in ("verificador", "verificador_otter", "apoio"):
        sys.modules.pop(module, None)


def judged(folder, question, namespace):
    """otter's own result of a test file on the student's objects."""
    file = create_test_file(str(folder / "tests" / f"{question}.py"), NBMetadataConfig())
    file.run(namespace)
    return file


# --- what students get ---------------------------------------------------------------


def test_students_get_the_notebook_its_files_and_the_visible_checks_only(mini):
    content = unzipped(packages.student_package(mini))
    assert set(content) == {
        "mini.ipynb", "apoio.py", "causas.py", "verificador.py", "verificador_otter.py",
        "tests/dobro.py", "tests/triplo.py",
    }  # fmt: skip
    tests = content["tests/dobro.py"].decode()
    assert "test_exemplo" in tests
    for secret in ("_SEGREDO", "test_outros_numeros", "negativos", "7.5", "HIDDEN"):
        assert secret not in tests
    assert all(b"from gabarito" not in c and b"import gabarito" not in c for c in content.values())


def test_check_cells_ask_otter_and_stay_the_same_cells(mini):
    converted = nbformat.reads(unzipped(packages.student_package(mini))["mini.ipynb"], as_version=4)
    nbformat.validate(converted)
    before = nbformat.read(mini.released / "mini.ipynb", as_version=4)
    for question, cell in lab_text.named_cells(converted, "checks").items():
        assert cell.source.splitlines()[-1] == f'grader.check("{question}")'
    code = [cell.source for cell in converted.cells if cell.cell_type == "code"]
    assert "grader = otter.Notebook()" in code[0] + code[1]
    assert code[-1] == "grader.export(pdf=False)"
    made = [c for c in before.cells if colab.is_made(c) and "prepare_o_lab" not in c.source]
    old = {cell.id: cell.metadata for cell in before.cells if cell not in made}
    new = {cell.id: cell.metadata for cell in converted.cells}
    assert {identity: new[identity] for identity in old} == old
    assert set(new) - set(old) == {"otter_preparo", "otter_entrega", "otter_zip"}


@pytest.mark.slow(reason="importing otter takes seconds, in the sandbox too")
@pytest.mark.parametrize(
    ("saved_by", "metadata"), [(made_up_class.as_json, "kept"), (made_up_class.as_colab, "lost")]
)
def test_gabarito_grades_the_converted_notebook_too(mini, tmp_path, saved_by, metadata):
    released = nbformat.reads(unzipped(packages.student_package(mini))["mini.ipynb"], as_version=4)
    notebook = made_up_class.Material(released, RIGHT, {}).submission(RIGHT)
    if metadata == "lost":
        for cell in notebook.cells:
            cell.metadata = {}
    (tmp_path / "entrega.ipynb").write_bytes(saved_by(notebook))
    record = judge_for.check(mini, tmp_path / "entrega.ipynb")
    assert (record.score, record.max_score) == (2.0, 2.0)


def test_without_otter_the_first_cell_says_what_to_do(mini, monkeypatch):
    monkeypatch.setitem(sys.modules, "otter", None)
    converted = student_notebook.convert(mini.built())
    setup = next(cell for cell in converted.cells if cell.id == "otter_preparo")
    with pytest.raises(ModuleNotFoundError, match="rode %pip install otter-grader"):
        exec(setup.source, {})


def test_a_lab_that_is_not_released_is_one_sentence(mini):
    shutil.rmtree(mini.released)
    for make in (packages.student_package, packages.autograder):
        with pytest.raises(CourseError, match="rode `gabarito release mini` antes"):
            make(mini)


# --- secrets -------------------------------------------------------------------------

CANARIES = {
    "solution": "canario_da_solucao",
    "hidden value": "canario_do_valor_oculto",
    "hidden docstring": "Canario da frase oculta",
    "hidden hint": "Canario da dica oculta",
    "hidden helper": "canario_da_ajuda",
    "support module": "canario_do_apoio_oculto",
}


@pytest.fixture
def planted(mini):
    """The small lab with a canary in each place that students must not see."""
    source = mini.text.read_text()
    source = source.replace("np.multiply(2, x)", f"np.multiply(2, x)  # {CANARIES['solution']}")
    mini.text.write_text(source)
    (mini.course.utils / "oculto.py").write_text(f'NOME = "{CANARIES["support module"]}"\n')
    path = mini.checks_file("dobro")
    path.write_text(
        path.read_text()
        + f"""

import oculto


def _{CANARIES["hidden helper"]}():
    return oculto.NOME


@check(points=0.1, hint="{CANARIES["hidden hint"]}.")
def test_canario(dobro):
    \"\"\"{CANARIES["hidden docstring"]}.\"\"\"
    assert_close(dobro(len("{CANARIES["hidden value"]}")), 46, name="resposta")
"""
    )
    build.build(mini)
    release.release(mini, db_url=f"sqlite:///{mini.course.root / 'outro.db'}")
    return mini


def strings(value):
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return [value] if isinstance(value, str) else [s for v in value for s in strings(v)] if (
        isinstance(value, list)
    ) else []  # fmt: skip


def all_text(content):
    """Everything in a zip, zips in it and the strings of its JSON included."""
    for name, data in unzipped(content).items():
        yield name.encode() + b"\n" + data
        if name.endswith(".zip"):
            yield from all_text(data)
        if name.endswith(".ipynb"):
            yield "\n".join(strings(json.loads(data))).encode()


def test_no_byte_of_the_students_zip_is_a_secret(planted, tmp_path):
    package = packages.student_package(planted)
    everything = b"\n".join(all_text(package))
    assert [what for what, canary in CANARIES.items() if canary.encode() in everything] == []
    zipfile.ZipFile(io.BytesIO(package)).extractall(tmp_path / "aberto")
    assert leaks.find_leaks(planted, tmp_path / "aberto") == []


def test_the_autograder_holds_the_hidden_checks_and_what_they_import_but_no_solution(planted):
    everything = b"\n".join(all_text(packages.autograder(planted)))
    missing = [what for what, canary in CANARIES.items() if canary.encode() not in everything]
    assert missing == ["solution"]
    assert "files/oculto.py" in unzipped(packages.autograder(planted))


@pytest.mark.parametrize("canary", ["hidden value", "solution"])
def test_a_leak_is_refused_and_nothing_is_written(planted, canary):
    secrets = leaks.secret_lines(planted.built()) | {"resposta = np.multiply(2, x)"}
    line = next(s for s in sorted(secrets) if CANARIES[canary] in s or "multiply" in s)
    (planted.released / "apoio.py").write_text(f"UM = 1\n# antes\n{line}\n")
    with pytest.raises(LeakError, match=r"em apoio\.py"):
        PACKAGES["otter", "otter"].write(planted)
    assert not planted.course.bundles.exists()


# --- the same bytes ------------------------------------------------------------------


@pytest.mark.parametrize("make", [packages.student_package, packages.autograder])
def test_elsewhere_and_later_the_bytes_are_the_same(mini, tmp_path, monkeypatch, make):
    first = make(mini)
    shutil.copytree(mini.course.root, tmp_path / "em outro lugar")
    for path in (tmp_path / "em outro lugar").rglob("*"):
        os.utime(path, (0, 1e9))
    monkeypatch.chdir(tmp_path / "em outro lugar")
    assert make(Course.at(tmp_path / "em outro lugar").lab("mini")) == first
    stamps = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}


def test_leftovers_beside_the_release_stay_out(mini):
    first = packages.student_package(mini)
    (mini.released / ".ipynb_checkpoints").mkdir()
    (mini.released / ".ipynb_checkpoints" / "mini-checkpoint.ipynb").write_text("{}")
    (mini.released / "__pycache__").mkdir()
    (mini.released / "__pycache__" / "apoio.pyc").write_bytes(b"")
    assert packages.student_package(mini) == first


# --- the autograder ------------------------------------------------------------------


def test_the_autograder_is_what_otter_generate_makes(mini):
    content = unzipped(packages.autograder(mini))
    own = {name for name in content if not name.startswith(("files/", "tests/"))}
    assert own == {
        "environment.yml", "otter_config.json", "run_autograder", "run_otter.py", "setup.sh",
    }  # fmt: skip
    config = AutograderConfig(json.loads(content["otter_config.json"]))
    assert (config.pdf, config.token, config.seed, config.show_stdout) == (False, None, None, True)
    assert {"files/apoio.py", "files/verificador.py", "files/verificador_otter.py"} <= set(content)
    assert "files/mini.ipynb" not in content
    installed = content["environment.yml"].decode()
    assert "otter-grader[grading,plugins]==7" in installed
    assert "numpy>=2" in installed


def test_requirements_are_installed_packages_under_the_name_that_pip_knows():
    code = "import os, json\nimport sklearn.svm\nfrom gabarito import x\nimport modulo_do_lab\n"
    (line,) = imports.requirements([code])
    assert line.startswith("scikit-learn>=1.")
    assert line.endswith(",<2")


def test_points_and_hidden_are_those_of_the_checks(mini, unpacked):
    folder = unpacked(packages.autograder(mini), "files")
    file = judged(folder, "dobro", {"dobro": lambda x: 2 * x})
    assert [(case.name, case.points, case.hidden) for case in file.test_cases] == [
        ("test_exemplo", 0.25, False),
        ("test_outros_numeros", 0.5, True),
        ("test_entrada_intacta", 0.25, True),
    ]
    assert (file.score, file.possible) == (1.0, 1.0)


def spoils_its_input(x):
    x *= 2
    return x


ANSWERS = {
    "right": (lambda x: 2 * x, 1.0),
    "one hidden check fails": (spoils_its_input, 0.75),
    "a table of the example": (lambda x: [2.0, 4.0], 0.0),
    "the example wrong, the rest right": (lambda x: 2 * x if min(x) < 0 else x, 0.75),
    "nothing": (lambda x: None, 0.0),
    "no function": (7, 0.0),
    "it exits": (lambda x: sys.exit(), 0.0),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_scores_follow_the_rule_of_the_visible_checks(mini, unpacked, answer):
    """The points stated here are those that ``checks.question_score`` gives to the same checks."""
    function, points = ANSWERS[answer]
    folder = unpacked(packages.autograder(mini), "files")
    file = judged(folder, "dobro", {"dobro": function})
    assert file.score == points
    own = mini.load_module(mini.checks_file("dobro"))
    results = [
        verificador.run_check(check, {"dobro": function})
        for check in vars(own).values()
        if hasattr(check, "check")
    ]
    assert verificador.question_score(results) == points


def test_points_of_a_table_are_refused_with_the_reason(mini, unpacked):
    folder = unpacked(packages.autograder(mini), "files")
    file = judged(folder, "dobro", {"dobro": ANSWERS["a table of the example"][0]})
    said = file.summary(public_only=True)
    assert "O exemplo confere, mas nenhuma verificação oculta desta questão passou" in said
    assert "7.5" not in file.summary()


def test_for_students_the_example_alone_is_right(mini, unpacked):
    folder = unpacked(packages.student_package(mini))
    file = judged(folder, "dobro", {"dobro": ANSWERS["a table of the example"][0]})
    assert file.passed_all
    assert "O exemplo do enunciado confere." in file.summary()


def test_a_wrong_example_is_explained_in_the_words_of_gabarito(mini, unpacked):
    folder = unpacked(packages.student_package(mini))
    said = judged(folder, "dobro", {"dobro": lambda x: x}).summary()
    own = mini.load_module(mini.checks_file("dobro"))
    result = verificador.run_check(own.test_exemplo, {"dobro": lambda x: x})
    for line in [*result.message.splitlines(), f"Dica: {result.hint}"]:
        assert line in said
    assert "obtido 1, esperado 2" in said


def test_a_check_that_never_ends_costs_itself(mini, unpacked):
    folder = unpacked(packages.autograder(mini), "files")
    import verificador

    verificador.CHECK_LIMIT_S = 0.3

    def endless_below_zero(x):
        while min(x) < 0:
            pass
        return 2 * x

    file = judged(folder, "dobro", {"dobro": endless_below_zero})
    assert file.score == 0
    assert file.summary().count("Passou de 0,3 s: há algum laço que não termina?") == 2


def test_a_cell_that_never_ends_costs_itself(mini, unpacked):
    """In a kernel, as otter runs notebooks: without a limit of its own on a cell."""
    folder = unpacked(packages.autograder(mini), "files")
    lines = ("from verificador_otter import limit_cells", "while True: pass", "print('vivo')")
    cells = [nbformat.v4.new_code_cell(line) for line in lines]
    cells[0].source += "\nlimit_cells(0.5)\nlimit_cells(0.5)"
    notebook = nbformat.v4.new_notebook(cells=cells)
    place = {"metadata": {"path": str(folder / "files")}}
    NotebookClient(notebook, allow_errors=True, timeout=600, resources=place).execute()
    assert [output.get("ename") for output in notebook.cells[1].outputs] == ["CheckTimeout"]
    assert notebook.cells[2].outputs[0].text == "vivo\n"


def test_otter_missing_is_one_sentence(mini, monkeypatch):
    monkeypatch.setitem(sys.modules, "otter.generate", None)
    with pytest.raises(MissingExtraError, match="Falta o extra otter"):
        packages.autograder(mini)
    assert packages.student_package(mini)  # needs no otter


# --- text that could break out of its quotes -----------------------------------------

NASTY = {
    "quotes": """ "duplas", 'simples' e \\"\\"\\"três\\"\\"\\" """.strip(),
    "braces": "{} {0} {question} {{x}} %s %(a)s $x",
    "backslashes": r"\\alpha \\n \\x41 \\N fim\\\\",
    "newlines": "uma linha\n\n    outra, recuada\nmais uma",
    "accents": "ação, «→», 𝒙 e ”",
    "code": '"); import os; os._exit(1) # ',
}


@pytest.mark.parametrize("kind", NASTY)
@pytest.mark.parametrize("make", [packages.student_package, packages.autograder])
def test_any_docstring_and_hint_survive(mini, unpacked, kind, make):
    path = mini.checks_file("dobro")
    words = NASTY[kind].replace('"""', r"\"\"\"")
    source = path.read_text().replace('"""O exemplo do', f'"""{words} Fim.\n\n    O exemplo do')
    path.write_text(source.replace('hint="Reveja a conta."', f'hint="""{words} Fim."""'))
    said = mini.load_module(path).test_exemplo
    build.build(mini)
    content = make(mini)
    folder = unpacked(content, *(() if make is packages.student_package else ("files",)))
    file = judged(folder, "dobro", {"dobro": lambda x: x})
    (wrong,) = [r for r in file.test_case_results if r.test_case.name == "test_exemplo"]
    assert wrong.test_case.failure_message == f"Dica: {said.check.hint}"
    expected = verificador.run_check(said, {"dobro": lambda x: x}).message
    assert expected in wrong.message
    assert wrong.test_case.success_message in wrong.message


PROGRAMS = {
    "strings": 'x = "ação"  # comentário\ny = f"é {x} ü"\n',
    "many lines": 'def f():\n    """Não.\n\n    É 😀."""  # ção\n',
    "a hash in a string": 'x = "# ção"  # ção\n',
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_test_files_are_read_the_same_in_any_encoding(program):
    source = PROGRAMS[program]
    plain = test_files.ascii_source(source)
    assert plain.isascii()
    one, other = {}, {}
    exec(source, one)
    exec(plain, other)
    assert one.get("x") == other.get("x")
    assert getattr(one.get("f"), "__doc__", None) == getattr(other.get("f"), "__doc__", None)


def test_what_cannot_be_in_ascii_stays():
    for source in ('x = r"ção"\n', "ação = 1\n"):
        assert test_files.ascii_source(source) == source


def test_students_test_files_are_ascii(mini):
    content = unzipped(packages.student_package(mini))
    assert all(data.isascii() for name, data in content.items() if name.startswith("tests/"))


# --- otter itself --------------------------------------------------------------------


@pytest.mark.slow(reason="waits for what never comes")
def test_otter_check_waits_for_a_cell_for_ever(mini, tmp_path):
    """Long after the loop began: it has no limit of its own."""
    build.build(mini)
    with zipfile.ZipFile(io.BytesIO(packages.student_package(mini))) as package:
        package.extractall(tmp_path)
    notebook = nbformat.read(tmp_path / "mini.ipynb", as_version=4)
    endless = "open('comecou', 'w').close()\nwhile True:\n    pass"
    notebook.cells.append(nbformat.v4.new_code_cell(endless))
    nbformat.write(notebook, tmp_path / "mini.ipynb")
    otter = Path(sys.executable).parent / "otter"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen(
        [otter, "check", "mini.ipynb"], cwd=tmp_path, start_new_session=True, **quiet
    )
    try:
        deadline = time.monotonic() + 240
        while not (tmp_path / "comecou").exists():
            assert running.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(timeout=15)
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
