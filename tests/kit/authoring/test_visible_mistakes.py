"""The known mistakes that a lab tells in the student's notebook: of the visible example only."""

from __future__ import annotations

import json

import pytest
from minicourse import MISTAKES

from gabarito.authoring import build, release, visible_mistakes
from gabarito.course import assembled

MORE = """

@mistake("dobro", diagnosis="Sorteia.")
def com_sorteio(x):
    return x * np.random.rand()


@mistake("dobro", diagnosis="Só os negativos.")
def errado_nos_negativos(x):
    return np.where(x > 0, 2 * x, 0)


@mistake("triplo", diagnosis="Para com um erro.")
def com_erro(x):
    return x @ None
"""


@pytest.fixture
def telling(mini):
    """The small lab, whose header asks for it, with more mistakes."""
    text = mini.text.read_text(encoding="utf-8")
    asked = text.replace("#     lab: mini\n", "#     lab: mini\n#     tell_mistakes: true\n")
    assert asked != text
    mini.text.write_text(asked, encoding="utf-8")
    source = f"import numpy as np\n{MISTAKES}{MORE}"
    (mini.checks / "mistakes.py").write_text(source, encoding="utf-8")
    build.build(mini)
    return mini


def content(lab):
    return json.loads(assembled.causes_file(lab).read_text(encoding="utf-8"))


def test_only_what_a_visible_check_shows_is_written_down(telling):
    found = content(telling)
    assert list(found) == ["dobro"]
    assert [entry["sentences"] for entry in found["dobro"]] == [["Falta dobrar."]]
    ((mark,),) = [entry["marks"] for entry in found["dobro"]]
    assert mark[:3] == ["resposta", [2], 0]


def test_nothing_of_a_hidden_check_is_in_it(telling):
    text = assembled.causes_file(telling).read_text(encoding="utf-8")
    for secret in ("test_outros_numeros", "7.5", "3.25", "negativos", "test_entrada_intacta"):
        assert secret not in text


def test_it_is_the_same_each_time_and_travels_with_the_lab(telling):
    assert visible_mistakes.as_text(telling) == visible_mistakes.as_text(telling)
    release.release(telling)
    name = assembled.causes_file(telling).name
    made = assembled.causes_file(telling).read_bytes()
    assert (telling.folder / name).read_bytes() == made
    assert (telling.released / name).read_bytes() == made


def test_a_lab_that_does_not_ask_ships_none(mini):
    build.build(mini)
    assert not assembled.causes_file(mini).exists()
    assert not list(mini.folder.glob("causas_*"))
