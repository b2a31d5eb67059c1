"""Attacks that leave something behind for a later cell of somebody else."""

from __future__ import annotations

import pytest
from arena import Attack, outputs, scores

MARK = "deixado-aqui"

LEFT = {
    "files in every folder": f"""
import os
for folder in ("~", ".", "/tmp", "/content", "/mpl", "/dev/shm", "/var/tmp", os.environ["TMPDIR"],
               os.environ["MPLCONFIGDIR"], os.environ["IPYTHONDIR"]):
    try:
        os.makedirs(os.path.expanduser(folder), exist_ok=True)
        open(os.path.join(os.path.expanduser(folder), "{MARK}"), "w").close()
    except OSError:
        pass""",
    "modules that shadow": f"""
import os
for folder in (".", os.environ["TMPDIR"], os.environ["MPLCONFIGDIR"]):
    for name in ("numpy", "json", "apoio", "sitecustomize", "usercustomize", "guest"):
        try:
            open(os.path.join(folder, name + ".py"), "w").write("print('{MARK}')")
        except OSError:
            pass""",
    "start-up files": f"""
import os, site
places = [os.path.expanduser("~/.ipython/profile_default/startup"), site.getusersitepackages(),
          os.path.join(os.environ["IPYTHONDIR"], "profile_default/startup")]
for folder in places:
    try:
        os.makedirs(folder, exist_ok=True)
        for name in ("00.py", "usercustomize.py", "x.pth"):
            open(os.path.join(folder, name), "w").write("print('{MARK}')")
    except OSError:
        pass""",
    "settings of Matplotlib": f"""
import os
for folder in (".", os.environ["MPLCONFIGDIR"], os.path.expanduser("~/.config/matplotlib")):
    try:
        os.makedirs(folder, exist_ok=True)
        open(os.path.join(folder, "matplotlibrc"), "w").write("figure.titlesize: {MARK}")
    except OSError:
        pass""",
    "bytecode": f"""
import os, py_compile
open("veneno.py", "w").write("print('{MARK}')")
for folder in (os.path.dirname(os.path.realpath("apoio.py")), "."):
    try:
        os.makedirs(folder + "/__pycache__", exist_ok=True)
        py_compile.compile("veneno.py", folder + "/__pycache__/apoio.cpython-311.pyc")
    except OSError:
        pass""",
    "patched libraries": f"""
import builtins, json, numpy, os, sys
numpy.multiply = numpy.array = None
builtins.print = json.dumps = None
os.environ["{MARK}"] = "1"
sys.path.insert(0, "/{MARK}")
get_ipython().push(dict(x="{MARK}"))""",
    "a daemon": f"""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            try:
                open("/tmp/{MARK}", "w").close()
            except OSError:
                pass
            time.sleep(0.05)
    os._exit(0)""",
    "a daemon that flees by forking": """
import os
if os.fork() == 0:
    os.setsid()
    while True:
        try:
            if os.fork():
                os._exit(0)
        except OSError:
            pass""",
    "a program of its own": """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)""",
    "a thread": """
import threading, time
threading.Thread(target=time.sleep, args=(600,)).start()""",
    "shared memory": f"""
from multiprocessing import shared_memory
try:
    shared_memory.SharedMemory("{MARK}", create=True, size=4096)
except OSError:
    pass""",
    "locked folders": """
import os
os.makedirs("a/b/c")
for folder in ("a/b/c", "a/b", "a"):
    open(folder + "/x", "w").close()
    try:
        os.chmod(folder, 0)
    except OSError:
        pass""",
    "links and pipes": """
import os
os.symlink("/", "raiz")
os.symlink("raiz", "outra")
os.mkfifo("cano")
os.link("cano", "cano2")""",
}
LOOK = """
import apoio, os, sys, json, numpy as np
assert np.multiply(2, 2) == 4 and json.dumps(1) == "1"
seen = [os.path.join(folder, name) for folder, _, names in os.walk(os.getcwd()) for name in names]
for folder in ("/tmp", "/content", "/mpl", "/dev/shm", os.environ["TMPDIR"],
               os.environ["MPLCONFIGDIR"]):
    if os.path.isdir(folder):
        try:
            seen += os.listdir(folder)
        except OSError:
            pass
print("olhei", seen, sys.path, dict(os.environ), "x" in globals())
import matplotlib; print(matplotlib.rcParams["figure.titlesize"])
"""


@pytest.mark.parametrize("what", LEFT)
@pytest.mark.parametrize("when", ["in a cell", "in a check"])
def test_nothing_is_left_for_the_next(arena, what, when):
    body = LEFT[what].replace("\n", "\n    ")
    code = f"def dobro(x):\n    {body}\n    return 2 * x"
    first = Attack(what, before=(LEFT[what],)) if when == "in a cell" else Attack(what, dobro=code)
    arena.judge(arena.submission(first))
    assert arena.surroundings() == arena.before
    after = arena.fight(Attack("look", before=(LOOK,), shown="olhei"))
    printed = "".join(output.get("text", "") for output in outputs(after))
    assert MARK not in printed
    assert "veneno" not in printed
    assert scores(after) == {"dobro": 1.0, "triplo": 1.0}
