"""``make`` where Python is too old or missing: one sentence, nothing in the way of another try."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="no make here")

OLD = """\
#!/bin/sh
# Python 3.9: says so of itself, and makes a .venv as it would
case "$1 $2" in
  "-c import sys; sys.exit(sys.version_info < (3, 11))") exit 1 ;;
  "-m venv") shift 2; for place; do :; done; mkdir -p "$place/bin"; cp "$0" "$place/bin/python" ;;
esac
"""


@pytest.fixture
def tree(tmp_path):
    """A folder with the Makefile, and a Python that is too old."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "gabarito").mkdir()
    old = tmp_path / "python3.9"
    old.write_text(OLD)
    old.chmod(0o755)
    return tmp_path


def make(tree, python):
    own = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "PYTHON")}
    return subprocess.run(
        ["make", ".venv/bin/python", f"PYTHON={python}"],
        cwd=tree, env=own, capture_output=True, text=True,
    )  # fmt: skip


def said_once(done):
    assert done.returncode != 0
    return [line for line in done.stderr.splitlines() if not line.startswith("make")]


@pytest.mark.parametrize("python", ["./python3.9", "./nenhum"])
def test_a_python_too_old_or_missing_is_one_sentence_before_anything_is_made(tree, python):
    (sentence,) = said_once(make(tree, python))
    assert sentence.startswith(f"O Gabarito precisa do Python 3.11 ou mais novo, e {python} não é")
    assert not (tree / ".venv").exists()


@pytest.mark.slow(reason="makes an environment")
def test_a_venv_made_by_an_old_python_does_not_block_the_next_try(tree):
    subprocess.run([tree / "python3.9", "-m", "venv", tree / ".venv"], check=True)
    assert (tree / ".venv/bin/python").is_file()
    said_once(make(tree, "./python3.9"))
    assert make(tree, sys.executable).returncode == 0
    assert is_new(tree)


@pytest.mark.slow(reason="makes an environment")
def test_half_a_venv_does_not_block_the_next_try(tree):
    (tree / ".venv/bin").mkdir(parents=True)
    (tree / ".venv/bin/python").symlink_to("/nao/ha/python3")
    assert make(tree, sys.executable).returncode == 0
    assert is_new(tree)
    before = (tree / ".venv/pyvenv.cfg").stat().st_mtime_ns
    assert make(tree, "./python3.9").returncode == 0  # the one that is there serves
    assert (tree / ".venv/pyvenv.cfg").stat().st_mtime_ns == before


def is_new(tree):
    code = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([tree / ".venv/bin/python", "-c", code]).returncode == 0
