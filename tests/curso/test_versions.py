"""The labs' checks, mistakes and alternatives on the oldest and the newest versions allowed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from labs import NAMES

_REASON = "two virtual environments with other versions of NumPy: minutes each"
pytestmark = [pytest.mark.slow(reason=_REASON), pytest.mark.nightly]

ROOT = Path(__file__).parents[2]
PACKAGE = ("gabarito", "pyproject.toml", "requirements.txt", "README.md", "LICENSE")
LABS = [f"tests/{name}" for name in NAMES]
JUDGED = [*LABS, "tests/curso/test_lab_checks.py", "tests/kit/checks"]


def oldest() -> list[str]:
    """The start of each range of what the labs use, with its corrections."""
    _, _, rest = (ROOT / "requirements.txt").read_text().partition("# labs\n")
    ranges = re.findall(r"^([\w-]+)>=([\d.]+)", rest.partition("\n\n")[0], re.MULTILINE)
    assert "numpy" in dict(ranges)
    return [f"{name}~={at}{'' if at.count('.') > 1 else '.0'}" for name, at in ranges]


@pytest.mark.parametrize("versions", [oldest(), []], ids=["oldest", "newest"])
def test_the_labs_checks_say_the_same(versions, tmp_path):
    for name in PACKAGE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        tmp_path,
        "hypothesis",
        "pytest",
        "pytest-xdist",
    ]
    installed = subprocess.run([*install, *versions], capture_output=True, text=True)
    if installed.returncode:
        pytest.skip(f"o pip não instalou {', '.join(versions)}: {installed.stderr[-300:]}")
    command = [python, "-m", "pytest", "-n0", *JUDGED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
