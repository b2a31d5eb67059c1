"""Which labs the demonstration shows on a machine that lacks what one of them needs."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from gabarito.authoring import demo
from gabarito.cli import commands


def test_what_a_lab_ships_and_what_is_installed_is_there(mini):
    assert demo.lacking(mini) == []


@pytest.fixture
def needy(mini):
    text = mini.text.read_text("utf-8")
    mini.text.write_text(f"{text}\n\n# %%\nimport pacote_que_nao_existe\n", "utf-8")
    return mini


def test_a_lab_that_cannot_run_here_is_left_out_by_name(needy):
    assert demo.lacking(needy) == ["pacote_que_nao_existe"]
    done = CliRunner().invoke(commands.cli, ["--curso", str(needy.course.root), "demo"])
    assert done.exit_code == 0, done.output
    assert "mini fica de fora: não há pacote_que_nao_existe nesta máquina." in done.output
    assert not (needy.course.root / "demo").exists()
