"""The student's version: stubs and visible checks in, every secret out."""

from __future__ import annotations

import nbformat
import pytest

from gabarito.authoring import build, leaks, release
from gabarito.errors import CourseError, LeakError
from gabarito.notebook import lab_text


def released(lab):
    return nbformat.read(lab.released / f"{lab.name}.ipynb", as_version=4)


def test_the_release_shows_stubs_and_visible_checks_only(mini):
    notebook = released(mini)
    answer = lab_text.named_cells(notebook, "solution")["dobro"].source
    assert "resposta = None  # ToDo: o dobro de x" in answer
    assert "np.multiply" not in answer
    shown = lab_text.named_cells(notebook, "checks")["dobro"].source
    assert "test_exemplo" in shown
    assert "test_outros_numeros" not in shown
    assert "parcelas iguais" not in lab_text.named_cells(notebook, "manual")["q_aberta"].source
    assert {path.name for path in mini.released.iterdir()} == {
        "mini.ipynb",
        "mini.zip",
        "apoio.py",
        "causas.py",
        "verificador.py",
    }


def test_releasing_twice_gives_the_same_bytes(mini):
    first = (mini.released / "mini.ipynb").read_bytes()
    release.release(mini)
    assert (mini.released / "mini.ipynb").read_bytes() == first


def test_stubs_run_and_say_what_is_missing(mini):
    names = {}
    exec(lab_text.named_cells(released(mini), "solution")["dobro"].source, names)
    assert names["dobro"](3) is None


PLANTS = {
    "solution in a helper": ("utils/apoio.py", "resposta = np.multiply(2, x)\n"),
    "reformatted solution": ("utils/apoio.py", "    resposta=np.multiply( 2,x )  # pronto\n"),
    "hidden check in a helper": ("utils/apoio.py", "_SEGREDO = np.array([7.5, -3.25])\n"),
    "solution in the prose": (
        "source/mini.py",
        "\n# %% [markdown]\n# resposta = np.multiply(2, x)\n",
    ),
    "model answer in the prose": (
        "source/mini.py",
        "\n# %% [markdown]\n# O dobro é uma soma de parcelas iguais.\n",
    ),
    "solution in cell metadata": (
        "source/mini.py",
        '\n# %% [markdown] nota="resposta = np.multiply(2, x)"\n# Prosa.\n',
    ),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_secret_is_refused_and_the_old_release_stays(mini, plant):
    before = (mini.released / "mini.ipynb").read_bytes()
    name, secret = PLANTS[plant]
    path = mini.course.root / name
    path.write_text(path.read_text() + secret)
    build.build(mini)
    with pytest.raises(LeakError, match=r"mostraria .* nada foi publicado"):
        release.release(mini)
    assert (mini.released / "mini.ipynb").read_bytes() == before
    assert [path.name for path in mini.course.release.iterdir()] == ["mini"]


def test_a_checks_file_left_in_source_is_found(mini):
    extra = mini.folder / "sobra" / "test_dobro.py"
    extra.parent.mkdir()
    extra.write_bytes(mini.checks_file("dobro").read_bytes())
    with pytest.raises(LeakError, match="sobra/test_dobro"):
        release.release(mini)


def test_common_lines_are_no_leak(mini):
    assert "import numpy as np" not in leaks.secret_lines(mini.built())


def test_releasing_before_building_says_what_to_do(mini):
    mini.notebook.unlink()
    with pytest.raises(CourseError, match="rode `gabarito build mini` antes"):
        release.release(mini)
