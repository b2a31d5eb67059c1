"""Files whose names are almost right: what can mean one notebook only is taken for it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from gabarito.course import file_names

TWO = ["parte 1", "parte_2"]


def match(*names, notebooks=TWO):
    return file_names.match([Path("entrega", name) for name in names], notebooks)


@pytest.mark.parametrize(
    "name",
    [
        "parte_2 (1).ipynb",
        "parte_2(3).ipynb",
        "parte_2 - Copia.ipynb",
        "parte_2 - Cópia (2).ipynb",
        "parte_2-Copy1.ipynb",
        "parte_2 copy.ipynb",
        "Cópia de parte_2.ipynb",
        "Cópia de Cópia de parte_2 (1).ipynb",
        "Copy of parte_2.ipynb",
        "Parte_2.ipynb",
        "PARTE 2.ipynb",
        "parte_2.IPYNB",
        "parte_2.ipynb.txt",
        "parte_2.ipynb.json",
        "parte_2.ipynb.ipynb",
    ],
)
def test_a_name_that_can_mean_one_notebook_only_is_it(name):
    named = match("parte 1.ipynb", name)
    assert named.exact == {"parte 1": Path("entrega/parte 1.ipynb")}
    assert named.close == {"parte_2": Path("entrega", name)}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_accent_may_be_one_letter_or_two(form):
    name = unicodedata.normalize(form, "Questão.ipynb")
    other = unicodedata.normalize("NFD" if form == "NFC" else "NFC", "Questão")
    assert match(name, notebooks=[other]).close == {other: Path("entrega", name)}


@pytest.mark.parametrize("name", ["parte_3.ipynb", "resposta.ipynb", "parte.ipynb", "parte_2.txt"])
def test_another_name_is_nothing(name):
    named = match("parte 1.ipynb", name)
    assert not named.close
    assert not named.doubtful


def test_the_right_name_goes_before_its_copies():
    named = match("parte_2.ipynb", "parte_2 (1).ipynb")
    assert named.exact == {"parte_2": Path("entrega/parte_2.ipynb")}
    assert not named.close
    assert not named.doubtful


def test_the_right_name_in_capitals_goes_before_copies():
    assert match("Parte_2.ipynb", "parte_2 (1).ipynb").close == {
        "parte_2": Path("entrega/Parte_2.ipynb")
    }


def test_two_copies_and_no_original_are_doubtful():
    named = match("parte_2 (1).ipynb", "parte_2 (2).ipynb")
    assert not named.close
    assert set(named.doubtful) == {"parte_2"}


def test_a_file_that_could_be_two_notebooks_is_doubtful():
    named = match("LISTA 1.ipynb", notebooks=["Lista 1", "lista_1"])
    assert not named.close
    assert set(named.doubtful) == {"Lista 1", "lista_1"}


def test_a_notebook_that_ends_in_a_number_in_brackets_is_itself():
    named = match("aula (1).ipynb", "aula (2).ipynb", notebooks=["aula (1)", "aula (2)"])
    assert set(named.exact) == {"aula (1)", "aula (2)"}


def test_a_copy_of_a_notebook_with_such_a_name_is_of_that_one():
    named = match("aula (1) (1).ipynb", notebooks=["aula (1)", "aula (2)"])
    assert named.close == {"aula (1)": Path("entrega/aula (1) (1).ipynb")}
