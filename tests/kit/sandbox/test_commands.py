"""Commands of the system in a notebook: they run, confined like the notebook's own code."""

from __future__ import annotations

import contextlib

import pytest

from gabarito.sandbox import tiers
from gabarito.sandbox.faults import TooManyProcesses
from gabarito.sandbox.launch import Contents
from gabarito.sandbox.warm_process import WarmProcess

LIMIT_S = 60.0


@pytest.fixture(scope="module", params=tiers.NAMES[:-1])
def warm(request):
    tier = tiers.named(request.param)
    if tier.obstacle is not None:
        pytest.skip(tier.obstacle)
    with WarmProcess(Contents(locks=True), tier) as process:
        yield process


@pytest.fixture
def run(warm):
    """Runs cells one after another in one session; what each showed, and whether it failed."""
    with warm.session() as session:

        def cell(source, limit_s=LIMIT_S, **how):
            ran = session.run(source, "0", [], limit_s, **how)
            shown = [(o.get("name", o["output_type"]), o.get("text", "")) for o in ran.outputs]
            return shown, ran.failed

        yield cell


@pytest.fixture
def python(warm):
    """Skip where a new program could not read the libraries: they are in a private folder."""
    if warm.launched.settings.get("read_search"):
        pytest.skip("as bibliotecas estão em uma pasta privada")


def test_a_command_runs_where_the_notebook_does(run):
    assert run("!mkdir -p dados && echo 1 > dados/a.txt") == ([], False)
    assert run("print(open('dados/a.txt').read(), end='')") == ([("stdout", "1\n")], False)


def test_what_a_command_writes_is_shown_errors_included(run):
    shown, failed = run("!echo olá; echo não >&2; exit 3")
    assert shown == [("stdout", "olá\nnão\n")]
    assert not failed  # as in Jupyter
    assert run("print(_exit_code)")[0] == [("stdout", "3\n")]


def test_lines_of_a_command_can_be_had(run):
    assert run("x = !printf 'a\\nb'\nprint(x)")[0] == [("stdout", "['a', 'b']\n")]


def test_a_command_sees_the_variables_of_the_notebook(run):
    run("nome = 'ana'")
    assert run("!echo {nome} $nome")[0] == [("stdout", "ana ana\n")]


@pytest.mark.parametrize("magic", ["%%bash", "%%sh"])
def test_a_whole_cell_may_be_for_the_shell(run, magic):
    assert run(f"{magic}\nfor i in 1 2; do echo $i; done")[0] == [("stdout", "1\n2\n")]
    assert run(f"{magic}\nexit 3")[1]


@pytest.mark.usefixtures("python")
def test_python_is_the_one_that_runs_the_notebook(run):
    shown, _ = run("!python -c 'import sys; print(sys.prefix)'")
    assert shown == run("import sys\nprint(sys.prefix)")[0]


@pytest.mark.parametrize("command", ["!pip -q install nada", "%pip install nada"])
def test_nothing_is_installed_and_it_is_said(run, command):
    shown, failed = run(f"{command}")
    assert shown == [("stdout", "[sem internet na correção: nada é instalado]\n")]
    assert not failed


def test_what_stands_beside_an_installation_runs(run):
    shown, _ = run("!pip install nada 2>/dev/null >&2 && echo depois")
    assert shown == [("stdout", "depois\n")]


@pytest.mark.usefixtures("python")
def test_an_installation_by_other_ways_fails_at_once(run):
    shown, _ = run("!python -m pip install nada-que-exista")
    assert "No matching distribution" in shown[0][1]


@pytest.mark.usefixtures("python")
def test_a_command_has_no_network(run):
    code = "import socket; socket.create_connection(('1.1.1.1', 53), 2)"
    shown, _ = run(f'!python -c "{code}" 2>&1 | tail -1')
    assert "PermissionError" in shown[0][1]


def test_a_command_reads_nothing_of_the_machine_that_the_notebook_cannot(run, tmp_path):
    secret = tmp_path / "segredo.txt"
    secret.write_text("gabarito")
    shown, _ = run(f"!cat {secret}")
    assert "gabarito" not in shown[0][1]
    assert "cat:" in shown[0][1]


def test_no_program_gives_powers(run):
    shown, _ = run("!su -c id root 2>&1; mount -t tmpfs x /tmp 2>&1; id -u")
    assert "uid=0" not in shown[0][1]
    assert shown[0][1].splitlines()[-1] != "0"


def test_a_command_without_end_is_interrupted_and_the_next_cell_runs(run):
    _, failed = run("!while true; do :; done", limit_s=1.0)
    assert failed
    assert run("print(1)") == ([("stdout", "1\n")], False)


@pytest.mark.slow(reason="waits for limits of time")
def test_a_bomb_of_commands_ends_with_its_cell(warm):
    """Or with its session, where it is counted before the system refuses it more processes."""
    with warm.session() as session:
        with contextlib.suppress(TooManyProcesses):
            session.run("!bomba() { bomba | bomba & }; bomba; sleep 1", "0", [], 5.0)
            assert session.run("print(1)", "0", [], LIMIT_S).outputs[0]["text"] == "1\n"
    assert len(warm.running()) < 10
    with warm.session() as session:
        assert session.run("print(1)", "0", [], LIMIT_S).outputs[0]["text"] == "1\n"


def test_a_background_command_is_refused_as_in_jupyter(run):
    shown, failed = run("!sleep 100 &")
    assert failed
    assert shown[0][0] == "error"


def test_processes_of_a_pool_work_where_locks_can_be_had(run, warm):
    if warm.tier.name != "namespaces":
        pytest.skip("/dev/shm only exists with namespaces")
    code = "from multiprocessing import Pool\ndef f(x):\n    return x * x\n"
    shown, failed = run(f"{code}with Pool(2) as p:\n    print(p.map(f, [1, 2, 3]))")
    assert not failed
    assert shown == [("stdout", "[1, 4, 9]\n")]


def test_the_folder_changes_among_the_notebooks_own_only(run):
    run("!mkdir -p dados/x")
    shown, _ = run("%cd dados\n%cd x\n%cd /usr\n%cd nada\nimport os\nprint(os.getcwd()[-7:])")
    assert shown == [("stdout", "dados/x\n")]


def test_what_a_cell_has_started_goes_on_where_it_is_spared(run):
    run("import subprocess\np = subprocess.Popen(['sleep', '60'])")
    assert run("print(p.poll())", sweep=False)[0] == [("stdout", "None\n")]
    assert run("print(p.poll())")[0] != [("stdout", "None\n")]
