"""A course from an empty folder: what is written, what is refused, and what works there at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from file_trees import tree

from gabarito.authoring import build, leaks, new_course, release
from gabarito.course.layout import Course
from gabarito.errors import CourseError, OutputError

ROOT = Path(__file__).parents[3]
LAB = new_course.FIRST_LAB


def run(*command, cwd, code=0, **environment):
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=os.environ | environment, capture_output=True, text=True
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def gabarito(*arguments, cwd, code=0):
    return run(sys.executable, "-m", "gabarito", *arguments, cwd=cwd, code=code)


def test_an_empty_folder_becomes_a_course_with_a_lab_that_can_be_released(tmp_path):
    lab = new_course.start(tmp_path / "curso")
    assert (lab.course.root, lab.name) == (tmp_path / "curso", LAB)
    build.build(lab)
    folder = release.release(lab)
    assert leaks.find_leaks(lab, folder) == []
    assert sorted(lab.checks.glob("*.py")) == [
        lab.checks / f"{name}.py"
        for name in ("alternatives", "mistakes", "test_erro_medio", "test_preveja", "turma")
    ]


def test_a_course_is_called_as_its_folder_whatever_its_name(tmp_path):
    lab = new_course.start(tmp_path / 'Introdução "à" IA\\')
    assert lab.course.config.CourseDirectory.course_id == "Introducao_a_IA"


def test_what_people_keep_in_a_new_folder_may_be_there(tmp_path):
    (tmp_path / ".git").mkdir()
    new_course.start(tmp_path)
    assert (tmp_path / ".gitignore").is_file()
    assert [path.name for path in tmp_path.glob(".gabarito-*")] == []


@pytest.mark.parametrize("name", ["README.md", "notas", ".gitignore"])
def test_a_folder_that_is_not_empty_stays_as_it_is(tmp_path, name):
    (tmp_path / name).write_text("meu")
    with pytest.raises(OutputError, match=f"não está vazia .tem {name}"):
        new_course.start(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "curso").write_text("meu")
    with pytest.raises(OutputError, match="não é uma pasta"):
        new_course.start(tmp_path / "curso")


def test_a_course_that_could_not_be_filled_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(new_course, "FIRST_LAB", "não serve")
    with pytest.raises(CourseError):
        new_course.start(tmp_path / "curso")
    assert list((tmp_path / "curso").iterdir()) == []


def test_a_second_lab_lies_beside_the_first(tmp_path):
    course = new_course.start(tmp_path / "curso").course
    lab = new_course.add_lab(course, "lab2")
    assert course.lab_names() == ["lab2", LAB]
    assert build.build(lab) == course.source / "lab2" / "lab2.ipynb"


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("Introdução à IA", "Introducao_a_IA"),
        ("../fora", "fora"),
        ("2_redes", "redes"),
        ("a/b", "a_b"),
        ("", LAB),
        ("lab 1\n", "lab_1"),
        ("x" * 61, "x" * 60),
    ],
)
def test_a_name_that_cannot_be_a_lab_s_is_refused_with_one_that_can(tmp_path, name, example):
    course = new_course.start(tmp_path / "curso").course
    before = tree(course.root)
    with pytest.raises(CourseError, match=rf"começando por uma letra, como {example}\.$"):
        new_course.add_lab(course, name)
    assert tree(course.root) == before
    assert new_course.add_lab(course, "w" + example[1:]).text.is_file()


@pytest.mark.parametrize("name", [LAB, LAB.upper(), "tarefa", "so_testes"])
def test_a_lab_that_exists_is_not_written_over(tmp_path, name):
    course = new_course.start(tmp_path / "curso").course
    (course.source / "Tarefa").mkdir()
    (course.source / "Tarefa" / "a.ipynb").write_text("{}")
    (course.root / "tests" / "so_testes").mkdir()
    before = tree(course.root)
    with pytest.raises(CourseError, match="Já existe"):
        new_course.add_lab(course, name)
    assert tree(course.root) == before


def test_a_course_among_submissions_is_refused(mini):
    place = mini.course.submitted / "ana" / "curso"
    with pytest.raises(CourseError, match="está entre as entregas"):
        new_course.start(place)


def test_a_pytest_of_another_environment_says_where_it_is_to_be_installed(tmp_path):
    course = new_course.start(tmp_path / "curso").course
    done = run(sys.executable, "-S", "conftest.py", cwd=course.root, code=1)
    assert 'pip install "gabarito[audit]"' in done.stderr


def test_the_release_of_the_example_has_nothing_to_warn_of(tmp_path):
    lab = new_course.start(tmp_path / "curso")
    build.build(lab)
    said: list[str] = []
    release.release(lab, say=said.append)
    assert said == []


@pytest.mark.slow(reason="whole commands, a pytest of the course's own and an audit")
def test_all_that_the_guide_promises_works_in_a_new_course(tmp_path):
    gabarito("init", "curso", cwd=tmp_path)
    course = tmp_path / "curso"
    gabarito("new-lab", "lab2", cwd=course)
    assert "6 passed" in run(sys.executable, "-m", "pytest", f"tests/{LAB}", cwd=course).stdout
    assert "12 passed" in run(sys.executable, "-m", "pytest", cwd=course).stdout
    gabarito("audit", LAB, cwd=course)  # exits 1 where something survives


def test_a_check_that_the_reference_fails_fails_in_pytest(tmp_path):
    lab = new_course.start(tmp_path / "curso")
    lab.text.write_text(lab.text.read_text("utf-8").replace("@ w + b", "@ w - b"), "utf-8")
    done = run(sys.executable, "-m", "pytest", cwd=lab.course.root, code=1)
    assert "previsao" in done.stdout


# --- the wheel ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, made of the files of the working tree."""
    folder = tmp_path_factory.mktemp("roda")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    copy = folder / "projeto"
    names = ["gabarito", "pyproject.toml", "requirements.txt", "README.md", "LICENSE"]
    run("cp", "-r", *(ROOT / name for name in names), _made(copy), cwd=ROOT)
    run(*pip, "--wheel-dir", folder, copy, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


def _made(folder):
    folder.mkdir()
    return folder


def own_labs():
    course = Course.at(ROOT)
    return [course.lab(name) for name in course.lab_names()]


@pytest.mark.slow(reason="builds the wheel")
@pytest.mark.parametrize("lab", own_labs(), ids=lambda lab: lab.name)
def test_the_wheel_holds_no_solution_and_no_hidden_check_of_our_labs(wheel, lab):
    secrets = leaks.secret_lines(lab.built())
    assert len(secrets) > 50
    with zipfile.ZipFile(wheel) as archive:
        texts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert "gabarito/authoring/templates/lab/texto.py" in texts
    found = [
        (name, line)
        for name, text in texts.items()
        for line in text.splitlines()
        if leaks._normalize(line) in secrets
    ]
    assert found == []


LIBRARIES = [path for path in sys.path if path.endswith("site-packages")]


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory):
    """An environment of its own with the wheel in it, and nobody's working tree."""
    place = tmp_path_factory.mktemp("ambiente") / "venv"
    venv.create(place, symlinks=True)
    (libraries,) = (place / "lib").glob("python3*/site-packages")
    pip = [sys.executable, "-m", "pip", "--python", place / "bin" / "python", "install", "--quiet"]
    run(*pip, "--no-index", "--no-deps", wheel, cwd=place)
    (libraries / "dependencias.pth").write_text("\n".join(LIBRARIES))
    return place / "bin"


OFFLINE = ["unshare", "--net"]


def offline():
    """How to run a command that has no network, where this account may."""
    done = subprocess.run([*OFFLINE, "true"], check=False, capture_output=True)
    return OFFLINE if done.returncode == 0 else []


@pytest.mark.slow(reason="builds the wheel, makes an environment, and grades a class in it")
def test_init_and_demo_work_from_the_wheel_offline(elsewhere, tmp_path):
    said = run(
        elsewhere / "python", "-c", "import gabarito; print(gabarito.__file__)", cwd=tmp_path
    )
    assert Path(said.stdout.strip()).is_relative_to(elsewhere.parent)
    command = [*offline(), elsewhere / "gabarito"]
    environment = {"HOME": str(tmp_path), "PATH": f"{elsewhere}:{os.environ['PATH']}"}
    run(*command, "init", "curso", cwd=tmp_path, **environment)
    run(*command, "demo", cwd=tmp_path / "curso", **environment)
    graded = tmp_path / "curso" / "demo" / LAB / "autograded"
    scores = {
        path.parts[-3]: json.loads(path.read_text())["score"]
        for path in graded.glob(f"*/{LAB}/result.json")
    }
    assert scores == {
        "ana_certa": 8,
        "bia_em_branco": 0,
        "caio_sem_vies": 4,
        "duda_so_a_primeira": 4,
        "edu_no_colab": 4,
    }
