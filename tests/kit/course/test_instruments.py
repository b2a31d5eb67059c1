"""What the helpers of a lab say of their instruments is read, and never run."""

from __future__ import annotations

from gabarito.course import instruments

HELPER = """
raise SystemExit
INSTRUMENTOS = ("detalhe", "pesos")
PERGUNTAS = ("detalhe",)
PALAVRAS = {"pesos": "os pesos", "detalhe": {"taxa": "a taxa"}}
"""


def test_what_is_asked_of_objects_is_read_with_its_words(tmp_path):
    (tmp_path / "redes.py").write_text(HELPER)
    (tmp_path / "outro.py").write_text('PERGUNTAS = ("apague",)\nPALAVRAS = {"apague": "tudo"}\n')
    found = instruments.asking(tmp_path)
    assert found.of_objects == ("detalhe",)
    assert found.words == {"pesos": "os pesos", "detalhe": {"taxa": "a taxa"}}
    assert found.describes("detalhe")
    assert not found.describes("pesos")
    assert instruments.of(tmp_path) == {"detalhe": "redes", "pesos": "redes"}


def test_a_lab_may_say_nothing(tmp_path):
    (tmp_path / "redes.py").write_text('INSTRUMENTOS = ("pesos",)\n')
    assert instruments.asking(tmp_path) == instruments.Asking()
    assert instruments.asking(tmp_path / "nada") == instruments.Asking()
