"""A release as a student meets it in Colab: the notebook alone, in a real kernel.

The kernel runs in an environment with what Colab has, and nothing of Gabarito.
"""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import nbformat
import pytest
from labs import NAMES, NEEDS_KERAS, SAMPLE
from nbclient import NotebookClient
from web import serving

from gabarito.authoring import build, colab, demo, made_up_class, release
from gabarito.course.layout import CONFIG_FILE, Course
from gabarito.grading import judge_for
from gabarito.notebook import lab_text

pytestmark = pytest.mark.slow(reason="installs a Python environment with everything")

ROOT = Path(__file__).parents[2]
PACKAGES = ["numpy", "matplotlib", "h5py", "scipy", "scikit-learn", "pandas", "ipykernel"]
BESIDES = {NEEDS_KERAS: ["torch", "keras"]}
"""What Colab has and a lab needs, too large to install for the others."""

PAIRS = [(lab, "3.11") for lab in NAMES] + [("lab3_rede_densa", "3.12"), ("regularizacao", "3.13")]

CASES = [
    pytest.param(
        pair,
        id=" com Python ".join(pair),
        marks=() if pair == (SAMPLE, "3.11") else pytest.mark.nightly,
    )
    for pair in PAIRS
]

STUB = "def mount(where):\n    print(f'Mounted at {where}')\n"


@pytest.fixture(scope="session")
def kernels(tmp_path_factory):
    """Lab, version of Python → folder of a Jupyter kernel like Colab's, made at its first use."""

    def kernel(lab, version):
        return made(version, *BESIDES.get(lab, []))

    @functools.cache
    def made(version, *besides):
        python = interpreter(version)
        if python is None:
            pytest.skip(f"falta o Python {version}")
        folder = tmp_path_factory.mktemp("python")
        make, install = environment(python, folder / "venv")
        subprocess.run(make, check=True)
        own = folder / "venv" / "bin" / "python"
        install += [*PACKAGES, *besides]
        installed = subprocess.run(install, capture_output=True, text=True)
        if installed.returncode:
            lacking = ", ".join([*PACKAGES, *besides])
            pytest.skip(f"não se instalou {lacking}: {installed.stderr[-300:]}")
        write_kernel(folder, own)
        return folder

    return kernel


def environment(python, place):
    """Commands that make a Python environment with pip, and that install into it.

    By uv where `make` left it beside the Python that runs this: in a fifth of the time.
    """
    uv = Path(sys.executable).with_name("uv")
    own = place / "bin" / "python"
    if uv.is_file():
        make = [uv, "venv", "--quiet", "--seed", "--python", python, place]
        return make, [uv, "pip", "install", "--quiet", "--python", own]
    return [python, "-m", "venv", place], [own, "-m", "pip", "install", "--quiet", "--no-compile"]


def interpreter(version):
    """A Python of that version that starts, on the path or among pyenv's, or None."""
    found = [shutil.which(f"python{version}"), f"python{version}"]
    found += sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
    return next((python for python in found if python and starts(python)), None)


def starts(python):
    try:
        return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def write_kernel(folder, python):
    """A kernel in an environment of its own, where ``google.colab`` can be imported."""
    stub = folder / "stub" / "google" / "colab"
    stub.mkdir(parents=True)
    (stub / "__init__.py").write_text("from google.colab import drive\n")
    (stub / "drive.py").write_text(STUB)
    spec = {
        "argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Colab",
        "language": "python",
        "env": {"PYTHONPATH": str(folder / "stub"), "MPLBACKEND": "agg"},
    }
    place = folder / "share" / "kernels" / "colab"
    place.mkdir(parents=True)
    (place / "kernel.json").write_text(json.dumps(spec))


@pytest.fixture(scope="module", params=CASES)
def case(request):
    return request.param


@pytest.fixture(scope="module")
def served(case, tmp_path_factory):
    """A lab whose release/ is served on loopback, built for that address, and the server."""
    folder = tmp_path_factory.mktemp("publicado") / "curso"
    demo.copy_course(Course.at(ROOT).lab(case[0]), folder)
    course = Course.at(folder)
    course.release.mkdir()
    with serving(course.release) as server, (folder / CONFIG_FILE).open("a") as config:
        config.write(f"\nc.Gabarito.release_url = {server.url!r}\n")
        config.flush()
        lab = Course.at(folder).lab(case[0])
        build.build(lab)
        release.release(lab)
        yield lab, server


@pytest.fixture
def session(case, served, kernels, tmp_path, monkeypatch):
    """Runs a notebook of the served lab alone in an empty folder; returns it, executed."""

    def run(notebook):
        monkeypatch.setenv("JUPYTER_PATH", str(kernels(*case) / "share"))
        monkeypatch.delenv("PYTHONPATH", raising=False)
        alone = tmp_path / "content"
        alone.mkdir()
        client = NotebookClient(
            notebook,
            kernel_name="colab",
            timeout=600,
            allow_errors=True,
            resources={"metadata": {"path": str(alone)}},
        )
        return client.execute(), alone

    return run


def printed(cell):
    return "".join(output.get("text", "") for output in cell.get("outputs", []))


def errors(notebook):
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    return [output.evalue for output in outputs if output.output_type == "error"]


def test_the_notebook_alone_sets_itself_up_and_is_graded_as_if_untouched(served, session, tmp_path):
    lab, server = served
    server.asked.clear()
    done, alone = session(made_up_class.material(lab).submission(answers(lab)))
    assert errors(done) == []
    assert server.asked == [f"/{lab.name}/{lab.name}.zip"]
    helpers = {path.name for path in lab.folder.glob("*.py")}
    assert "verificador.py" in helpers
    assert {path.name for path in alone.iterdir()} >= helpers
    for name, cell in lab_text.named_cells(done, "checks").items():
        assert f"{name}: " in printed(cell)
        assert "✘" not in printed(cell)
    records = {
        form: check(lab, content, tmp_path / form)
        for form, content in {
            "jupyter": made_up_class.as_json(done),
            "colab": made_up_class.as_colab(done),
            "colab_sem_nbgrader": made_up_class.as_colab(done, nbgrader=False),
        }.items()
    }
    assert records["jupyter"].score == 10
    assert records["jupyter"].repairs == []
    for form in ("colab", "colab_sem_nbgrader"):
        assert records[form].repairs
        assert same(records[form]) == same(records["jupyter"])


def test_the_untouched_release_says_what_is_missing_and_breaks_nowhere_else(served, session):
    lab, _ = served
    notebook = nbformat.read(lab.released / f"{lab.name}.ipynb", as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(DRIVE))
    done, _ = session(notebook)
    setup = next(cell for cell in done.cells if colab.is_made(cell) and cell.cell_type == "code")
    assert printed(setup).startswith("Arquivos do lab baixados")
    assert not [said for said in errors(done) if "No module named" in said]


DRIVE = "from google.colab import drive\ndrive.mount('/content/drive')"


def answers(lab):
    return made_up_class.material(lab).answers


def check(lab, content, folder):
    folder.mkdir()
    path = folder / f"{lab.name}.ipynb"
    path.write_bytes(content)
    return judge_for.check(lab, path)


def same(record):
    """A record without what tells one file from another."""
    return msgspec.structs.replace(record, submission_sha256="", repairs=[], timings={})
