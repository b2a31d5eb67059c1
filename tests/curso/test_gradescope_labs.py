"""This course's labs in a Gradescope package: it has all that grading them needs."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from gradescope_layout import unpack, validated
from labs import LABS, NEEDS_KERAS, has_keras

from gabarito.authoring import made_up_class
from gabarito.channels.gradescope.package import package
from gabarito.cli import in_gradescope
from gabarito.course.layout import Course

COURSE = Course.at(Path(__file__).parents[2])


@pytest.mark.slow(reason="runs the whole reference notebook")
@pytest.mark.parametrize("name", LABS)
def test_the_reference_passes_from_the_package_alone(name, tmp_path):
    place = unpack(package(COURSE.lab(name)), tmp_path / "autograder")
    assert "tira 10 de 10" in in_gradescope.rehearse(place)


@pytest.fixture
def everybodys():
    """A folder that every user may enter, as Gradescope's is."""
    folder = Path(tempfile.mkdtemp(prefix="gradescope-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def run(script, folder, **environment):
    """Run a script of the package; what it printed."""
    ran = subprocess.run(
        ["bash", script],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def as_installed_here(folder):
    """The same Keras and PyTorch that are here, from where pip takes them."""
    versions = [f"{name}=={importlib.metadata.version(name)}" for name in ("keras", "torch")]
    constraints = folder / "versions.txt"
    constraints.write_text("\n".join(versions))
    links = os.environ.get("PIP_FIND_LINKS", "")
    return {"UV_CONSTRAINT": str(constraints), "UV_FIND_LINKS": links}


@pytest.mark.keras
@pytest.mark.nightly
@pytest.mark.slow(reason="installs PyTorch and grades twice")
@pytest.mark.skipif(not has_keras(), reason="falta o Keras; make keras")
def test_the_scripts_of_the_keras_lab_install_and_grade(everybodys):
    lab = COURSE.lab(NEEDS_KERAS)
    unpack(package(lab), everybodys)
    trial = ["python3", "-m", "pip", "download", "-qd", everybodys / "pip", "--no-deps", "uv"]
    if subprocess.run(trial, capture_output=True, check=False).returncode:
        pytest.skip("o pip não alcança um índice de pacotes")
    said = run(everybodys / "source" / "setup.sh", everybodys, **as_installed_here(everybodys))
    assert "a resposta do professor tira 10 de 10" in said
    answered = made_up_class.material(lab)
    right = answered.submission(dict(answered.answers))
    for notebook, points in ((right, 10), (answered.submission({}), 0)):
        place = everybodys / "submission" / f"{lab.name}.ipynb"
        place.write_bytes(made_up_class.as_json(notebook))
        run(everybodys / "run_autograder", everybodys)
        results = everybodys / "results" / "results.json"
        assert validated(json.loads(results.read_text()))["score"] == points
