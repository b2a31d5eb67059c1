"""Versions that a grade depends on."""

from __future__ import annotations

import platform
import subprocess
import sys
import sysconfig
from importlib import metadata

import IPython
import numpy
import sklearn

from gabarito.storage import versions


def test_a_grade_names_python_and_the_packages_behind_what_is_imported():
    assert versions.of_a_grade(["sklearn.metrics", "os", "numpy.linalg", "apoio_do_lab"]) == {
        "python": platform.python_version(),
        "ipython": IPython.__version__,
        "numpy": numpy.__version__,
        "scikit-learn": sklearn.__version__,
    }


def test_ipython_and_numpy_are_named_whatever_is_imported():
    assert list(versions.of_a_grade([])) == ["python", "ipython", "numpy"]


def test_what_is_installed_names_more_than_any_grade():
    found = versions.installed()
    assert versions.of_a_grade(["sklearn"]).items() <= found.items()
    assert found["pytest"]


def test_a_package_that_is_not_there_has_no_version():
    assert versions.of("pacote-que-nao-existe") is None


def test_what_setuptools_brings_of_its_own_is_not_installed():
    """nbgrader imports it: whoever looks later would find other versions."""
    code = "from gabarito.storage import versions as v; a = v.installed(); "
    code += "import setuptools, sys; assert any(p.endswith('_vendor') for p in sys.path); "
    code += "v.installed.cache_clear(); assert v.installed() == a"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_versions_are_those_that_the_packages_state_themselves():
    there = metadata.distributions(path=[sysconfig.get_path("purelib")])
    stated = {one.metadata["Name"].lower(): one.version for one in there}
    assert "numpy" in stated
    assert stated.items() <= versions.installed().items()
