"""Attacks from inside Gradescope's container, where the checks lie beside the submission."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import nbformat
import pytest
from arena import SECRETS

from gabarito.authoring import made_up_class
from gabarito.channels.gradescope.package import package
from gabarito.cli import in_gradescope
from gabarito.sandbox import tiers
from gabarito.sandbox.launch import Contents

SPY = """\
import os, re

def seek(folder):
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                with open(os.path.join(place, name), "rb") as file:
                    yield from re.findall("CANARIO-([0-9a-f]+)", file.read().decode("latin-1"))
            except OSError:
                pass

def dobro(x):
    own = open("apoio.py").read().count("UM")
    places = ("../source", "../../source", "/autograder/source", SOURCE)
    found = sorted(set(text for place in places for text in seek(place)))
    raise ValueError(f"li {own}, achei {len(found)}: " + " ".join(found))
"""


def spy(place):
    return SPY.replace("SOURCE", repr(str(place / "source")))


@pytest.fixture
def place(arena_lab, tmp_path):
    """Gradescope's layout, with the package of the course with canaries."""
    (tmp_path / "submission").mkdir()
    with zipfile.ZipFile(io.BytesIO(package(arena_lab))) as archive:
        archive.extractall(tmp_path / "source")
    return tmp_path


def graded(lab, place, tier, dobro):
    notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.id == "dobro")
    cell.source = dobro
    (place / "submission" / "mini.ipynb").write_bytes(made_up_class.as_json(notebook))
    assert in_gradescope.grade(place, tier) == in_gradescope.EXIT_DONE
    return (place / "results" / "results.json").read_text(encoding="utf-8")


def needs(tier):
    if tiers.named(tier).obstacle:
        pytest.skip(f"{tier}: {tiers.named(tier).obstacle}")


@pytest.mark.parametrize("tier", tiers.NAMES[:-1])
def test_the_package_cannot_be_read_from_a_submission(arena_lab, place, tier):
    needs(tier)
    said = graded(arena_lab, place, tier, spy(place))
    assert "li 1, achei 0:" in said
    assert not [secret for secret in SECRETS if secret in said]
    assert json.loads(said)["score"] == 0


def test_where_nothing_isolates_the_same_spy_finds_it(arena_lab, place):
    """So that the test above can fail; on Gradescope the scripts take care of this tier."""
    needs("limits")
    trial = tiers.named("limits").launch(Contents(), warm=False)
    trial.discard()
    if trial.settings["uid"] != os.geteuid():
        pytest.skip("aqui o código do aluno troca de conta, e não entra nesta pasta")
    said = graded(arena_lab, place, "limits", spy(place))
    assert "e1f9a7" in said


@pytest.mark.slow(reason="whole commands, seconds each")
@pytest.mark.parametrize(
    "dobro",
    [
        "def dobro(x):\n    return x",  # a known mistake
        "def dobro(x):\n    raise ValueError(str(x))",  # says what it was called with
        "def dobro(x):\n    return [str(x)] * 3",
        "dobro = 3",
    ],
)
def test_a_failing_submission_shows_nothing_of_the_hidden_checks(arena_lab, place, dobro):
    said = graded(arena_lab, place, None, dobro)
    assert not [secret for secret in SECRETS if secret in said]
    assert json.loads(said)["score"] == 0


def test_the_result_says_the_same_wherever_it_lies(arena_lab, place):
    """Not even a path of the container gets out."""
    said = graded(arena_lab, place, None, "def dobro(x):\n    return x.nada")
    assert str(place) not in said
    assert str(Path.home()) not in said
