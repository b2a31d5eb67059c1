"""setup.sh and run_autograder, run for real in a folder of Gradescope's layout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import hostile
import nbformat
import pytest
from gradescope_layout import for_students, unpack, validated
from minicourse import UNGRADABLE

from gabarito.authoring import made_up_class
from gabarito.channels.gradescope import results_json
from gabarito.channels.gradescope.package import package
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job
from gabarito.sandbox import tiers


class TestScripts:
    """The small course's class, graded by the scripts as Gradescope calls them."""

    pytestmark = pytest.mark.slow(reason="setup.sh installs a Python environment with everything")

    @pytest.fixture(scope="class")
    def installed(self, mini_class):
        """The layout after setup.sh, in a folder that every user may enter, as there.

        It is started in a folder full of traps: none may spring.
        """
        folder = Path(tempfile.mkdtemp(prefix="gradescope-"))
        folder.chmod(0o755)
        sprung = folder / "invadido"
        hostile.fill(folder / "armadilha", sprung)
        unpack(package(mini_class), folder)
        trial = ["python3", "-m", "pip", "install", "-q", "--target", folder / "uv", "uv"]
        if subprocess.run(trial, capture_output=True, check=False).returncode:
            shutil.rmtree(folder)
            pytest.skip("o pip não alcança um índice de pacotes")
        try:
            for _ in range(2):  # the second time must do no harm
                ran = subprocess.run(
                    ["bash", folder / "source" / "setup.sh"],
                    cwd=folder / "armadilha",
                    env=hostile.plain_environment(),
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert not sprung.exists(), sprung.read_text()
                assert ran.returncode == 0, ran.stderr
                assert "a resposta do professor tira 2 de 2" in ran.stdout
            yield folder
        finally:
            shutil.rmtree(folder)

    @pytest.fixture(scope="class")
    def expected(self, mini_class):
        """What `gabarito check` says of each student here."""
        with PreparedLab(mini_class) as examiner:
            return {
                student: judge.judge(examiner, Job(folder / "mini.ipynb")).record
                for student, folder in mini_class.course.submissions(mini_class).items()
                if student != UNGRADABLE
            }

    def run(self, installed, submission, *options):
        shutil.rmtree(installed / "submission")
        shutil.copytree(submission, installed / "submission")
        ran = subprocess.run(
            [installed / "run_autograder", *options],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return validated(json.loads((installed / "results" / "results.json").read_text()))

    def outcome(self, document):
        kept = ("number", "name", "score", "max_score", "status", "visibility")
        return [{key: entry.get(key) for key in kept} for entry in document["tests"]]

    def test_the_class_gets_what_check_gives(self, mini_class, installed, expected):
        assert len(expected) > 4
        folders = mini_class.course.submissions(mini_class)
        for student, record in expected.items():
            found = self.run(installed, folders[student])
            assert self.outcome(found) == self.outcome(results_json.results(record))
            assert found["score"] == record.score

    @pytest.mark.parametrize("tier", tiers.NAMES[1:])  # the first is what graded the class
    def test_so_in_the_other_tiers(self, mini_class, installed, expected, tier):
        if tiers.named(tier).obstacle:
            pytest.skip(tiers.named(tier).obstacle)
        folder = mini_class.course.submissions(mini_class)["caio_sem_dobrar"]
        found = self.run(installed, folder, "--isolation", tier)
        assert found["extra_data"]["isolation"] == tier
        graded = results_json.results(expected["caio_sem_dobrar"])
        assert self.outcome(found) == self.outcome(graded)

    @pytest.mark.parametrize("tier", tiers.NAMES)
    def test_the_files_of_the_package_cannot_be_read_or_written(
        self, mini_class, installed, tmp_path, tier
    ):
        """Not even in `limits`: root grades there, and a student's process is nobody."""
        if tiers.named(tier).obstacle:
            pytest.skip(tiers.named(tier).obstacle)
        if os.geteuid() != 0:
            pytest.skip("só como root, como no Gradescope")
        found = nbformat.read(mini_class.released / "mini.ipynb", as_version=4)
        (cell,) = (cell for cell in found.cells if cell.id == "dobro")
        cell.source = SPY.format(root=installed)
        (tmp_path / "mini.ipynb").write_bytes(made_up_class.as_json(found))
        told = for_students(self.run(installed, tmp_path, "--isolation", tier))
        if "sendo 0" in told and tier == "limits":
            pytest.skip("o Python daqui está em pasta privada: não há como trocar de conta")
        assert "procurei, achei 0" in told


SPY = """\
import os
def dobro(x):
    found = [names for names in os.walk("{root}/source/curso")]
    for path in ("source/curso/tests/mini/test_dobro.py", "results/results.json"):
        for mode in ("r", "a"):
            try:
                open("{root}/" + path, mode)
                found.append(path)
            except OSError:
                pass
    raise ValueError(f"procurei, achei {{len(found)}}, sendo {{os.getuid()}}")
"""
