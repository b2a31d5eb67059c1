"""A folder as a student might hand it in: whatever of it runs leaves its name in a file."""

from __future__ import annotations

import os
import sys
from importlib import metadata
from pathlib import Path

OWN_CONFIGURATIONS = ("nbgrader_config", "jupyter_config", "jupyter_nbconvert_config")


_PYPROJECT = """\
[build-system]
requires = []
build-backend = "setup"
backend-path = ["."]
[tool.uv]
index-url = "http://127.0.0.1:1/"
"""


def plain_environment(**more: str) -> dict[str, str]:
    """As a person has it: nothing that this very process was told about paths."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    return {**kept, "PATH": path, **more}


def fill(folder: Path, marker: Path, *, without: tuple[str, ...] = ()) -> None:
    """Put into `folder` everything by which its maker could run in somebody else's Python.

    Args:
        marker: the file that what runs adds its name to.
        without: modules to leave out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    trap = f"open({str(marker)!r}, 'a').write(__name__ + ' ')\n"
    names = {*sys.stdlib_module_names, *metadata.packages_distributions(), *OWN_CONFIGURATIONS}
    for name in names | {"sitecustomize", "usercustomize", "conftest", "setup"}:
        if name.isidentifier() and name not in without:
            (folder / f"{name}.py").write_text(trap)
    if "gabarito" not in without:
        (folder / "gabarito.py").unlink(missing_ok=True)
        (folder / "gabarito").mkdir()
        (folder / "gabarito" / "__init__.py").write_text(trap)
    (folder / "algo.pth").write_text(f"import os; {trap}")
    _configure(folder, trap)


def _configure(folder: Path, trap: str) -> None:
    template = "{{ cycler.__init__.__globals__.os.system(%r) }}"
    for name in ("lab", "base", "student", "feedback"):
        (folder / name).mkdir(exist_ok=True)
        command = f"{sys.executable} -c {trap.replace('__name__', repr(name))!r}"
        for page in ("index.html.j2", "page.html.j2"):
            (folder / name / page).write_text(template % command)
    (folder / "pyproject.toml").write_text(_PYPROJECT)
    (folder / "setup.cfg").write_text("[tool:pytest]\npython_files = *.py\n")
    (folder / "uv.toml").write_text('index-url = "http://127.0.0.1:1/"\n')
    (folder / "gabarito.toml").write_text('isolation = "limits"\n')
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = .\nprepend_sys_path = .\n")
    (folder / "env.py").write_text(trap)
    (folder / "matplotlibrc").write_text("backend: module://random\n")
