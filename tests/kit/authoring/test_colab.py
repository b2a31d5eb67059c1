"""A release opened alone: it fetches what it needs, once, and says what went wrong."""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess
import sys
import threading

import nbconvert
import nbformat
import pytest
from file_trees import tree
from web import serving

from gabarito.authoring import build, colab, release
from gabarito.course.layout import CONFIG_FILE, Course
from gabarito.errors import CourseError
from gabarito.notebook import definitions, lab_text

FILES = ["apoio.py", "causas.py", "dados/numeros.csv", "verificador.py"]


def setup_functions():
    names = {}
    exec(colab.SETUP.read_text(encoding="utf-8"), names)
    return names["prepare_o_lab"], names["FaltamArquivos"]


prepare_o_lab, FaltamArquivos = setup_functions()


@pytest.fixture
def published(tmp_path):
    """A folder as on a server, with the files of a lab in one zip, and those files."""
    shipped = tmp_path / "arquivos"
    (shipped / "dados").mkdir(parents=True)
    for name in FILES:
        (shipped / name).write_text(f"# conteúdo de {name}\n" * 4000)
    site = tmp_path / "site"
    site.mkdir()
    (site / "lab.zip").write_bytes(zip_of(shipped))
    return site, shipped


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """An empty folder, where a notebook was opened; nothing of a lab is importable."""
    folder = tmp_path / "content"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def zip_of(folder):
    names = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    return colab.files_zip({folder / name: name for name in names})


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refusal(url, sha):
    with pytest.raises(FaltamArquivos) as caught:
        prepare_o_lab(FILES, url, sha)
    return str(caught.value)


# --- the files come, once -------------------------------------------------------------


def test_alone_it_fetches_the_files_and_never_again(published, alone, capsys):
    site, shipped = published
    with serving(site) as server:
        for _ in range(2):
            prepare_o_lab(FILES, f"{server.url}/lab.zip", sha256(site / "lab.zip"))
        assert server.asked == ["/lab.zip"]
    assert tree(alone) == tree(shipped)
    size = f"{(site / 'lab.zip').stat().st_size / 1e6:.1f}".replace(".", ",")
    assert capsys.readouterr().out == f"Arquivos do lab baixados ({size} MB).\n"


@pytest.mark.parametrize("where", ["beside the notebook", "in a folder of sys.path, as Drive's"])
def test_with_the_files_at_hand_it_asks_for_nothing(published, alone, monkeypatch, where):
    site, shipped = published
    if where == "beside the notebook":
        shutil.copytree(shipped, alone, dirs_exist_ok=True)
    else:
        monkeypatch.syspath_prepend(shipped)
    before = tree(alone)
    with serving(site) as server:
        prepare_o_lab(FILES, f"{server.url}/lab.zip", sha256(site / "lab.zip"))
        assert server.asked == []
    assert tree(alone) == before


def test_what_is_missing_is_fetched_where_part_is_there(published, alone):
    site, shipped = published
    shutil.copy(shipped / "apoio.py", alone)
    (alone / "minhas_contas.py").write_text("x = 1\n")
    with serving(site) as server:
        prepare_o_lab(FILES, f"{server.url}/lab.zip", sha256(site / "lab.zip"))
    assert tree(alone) == tree(shipped) | {"minhas_contas.py": b"x = 1\n"}


# --- what can go wrong ----------------------------------------------------------------


def test_404_names_the_address_and_the_way_out(published, alone):
    site, _ = published
    with serving(site) as server:
        said = refusal(f"{server.url}/outro.zip", "0" * 64)
        assert f"O servidor respondeu 404 para {server.url}/outro.zip: avise o professor" in said
    assert tree(alone) == {}


def test_no_network(alone):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        said = refusal(f"http://127.0.0.1:{taken.getsockname()[1]}/lab.zip", "0" * 64)
    assert said == "Sem conexão com 127.0.0.1: confira a internet e rode esta célula de novo."


def test_a_connection_that_breaks_in_the_middle(alone):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer_half, args=[listening])
        thread.start()
        said = refusal(f"http://127.0.0.1:{listening.getsockname()[1]}/lab.zip", "0" * 64)
        thread.join()
    assert said.startswith("Sem conexão com 127.0.0.1")
    assert tree(alone) == {}


def answer_half(listening):
    channel, _ = listening.accept()
    with channel:
        channel.recv(10_000)
        channel.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nmetade")


def test_something_else_came_a_login_page_for_one(published, alone):
    site, _ = published
    (site / "lab.zip").write_text("<html>Entre com a sua conta</html>")
    with serving(site) as server:
        said = refusal(f"{server.url}/lab.zip", "0" * 64)
    assert "não são os arquivos do lab, e nada foi gravado" in said
    assert tree(alone) == {}


def test_an_older_notebook_and_a_newer_zip(published, alone):
    site, shipped = published
    older = sha256(site / "lab.zip")
    (shipped / "apoio.py").write_text("# mudou\n")
    (site / "lab.zip").write_bytes(zip_of(shipped))
    with serving(site) as server:
        said = refusal(f"{server.url}/lab.zip", older)
    assert said.startswith("Este notebook é de uma versão do lab, e os arquivos em ")
    assert tree(alone) == {}


def test_a_cut_zip_is_not_taken_for_another_version(published, alone):
    site, _ = published
    (site / "lab.zip").write_bytes((site / "lab.zip").read_bytes()[:-100])
    with serving(site) as server:
        assert "não são os arquivos do lab" in refusal(f"{server.url}/lab.zip", "0" * 64)


def test_no_room_leaves_nothing_behind(published, alone):
    """No file of over 64 kB can be written, and each is larger."""
    site, _ = published
    with serving(site) as server:
        call = (
            f"prepare_o_lab({FILES!r}, {server.url + '/lab.zip'!r}, {sha256(site / 'lab.zip')!r})"
        )
        code = f"{colab.SETUP.read_text(encoding='utf-8')}\n{call}"
        limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        done = subprocess.run(
            [sys.executable, "-c", limit + code], capture_output=True, text=True, cwd=alone
        )
    assert "não puderam ser gravados" in done.stderr
    assert "libere espaço e rode esta célula de novo" in done.stderr
    assert tree(alone) == {}


def test_a_course_that_publishes_nothing_says_what_is_missing(alone):
    said = refusal(None, "0" * 64)
    assert said.startswith("Não encontrei apoio.py: ponha ao lado do notebook tudo o que veio")


def test_a_notebook_shows_the_sentence_alone(alone):
    assert FaltamArquivos("Uma frase.")._render_traceback_() == ["Uma frase."]


# --- what build and release make ------------------------------------------------------


def configured(lab, *lines):
    """The lab in a course whose configuration ends with `lines`."""
    path = lab.course.root / CONFIG_FILE
    path.write_text("\n".join([path.read_text(), *lines]))
    return Course.at(lab.course.root).lab(lab.name)


def test_the_badge_opens_the_release_of_the_configured_repository(mini):
    lab = configured(mini, 'c.Gabarito.repository = "ana/curso"', 'c.Gabarito.branch = "2026"')
    first = build.build_notebook(lab).cells[0].source
    url = "https://colab.research.google.com/github/ana/curso/blob/2026/release/mini/mini.ipynb"
    assert first.startswith("[![Abrir no Colab](")
    assert f"]({url})" in first


def test_without_a_repository_there_is_no_badge_and_no_address(mini):
    lab = configured(mini, "c.Gabarito.repository = None")
    cells = [cell for cell in build.build_notebook(lab).cells if colab.is_made(cell)]
    assert [cell.cell_type for cell in cells] == ["code", "markdown", "code"]
    assert "http" not in cells[0].source.replace("urlopen", "").partition("prepare_o_lab(\n")[2]


def test_a_name_that_is_no_repository_is_one_sentence(mini):
    lab = configured(mini, 'c.Gabarito.repository = "https://github.com/ana/curso"')
    with pytest.raises(CourseError, match='escreva "usuario/repositorio"'):
        build.build_notebook(lab)


def test_the_released_notebook_knows_the_released_zip(mini):
    found = sha256(mini.released / "mini.zip")
    notebook = nbformat.read(mini.released / "mini.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert found in code[0].source


def test_a_helper_edited_in_source_is_not_published(mini):
    before = tree(mini.released)
    (mini.folder / "apoio.py").write_text("UM = 2\n")
    with pytest.raises(CourseError, match=r"apoio\.py não é o que .* rode `gabarito build mini`"):
        release.release(mini)
    assert tree(mini.released) == before


def test_going_back_into_text_leaves_out_what_build_writes(mini):
    before = mini.text.read_bytes()
    lab = configured(mini, 'c.Gabarito.repository = "ana/curso"')  # built under another one
    build.from_notebook(lab)
    assert mini.text.read_bytes() == before


def test_the_last_cell_says_how_to_make_the_pdf_that_the_lab_asks_for(mini):
    assert "`NomeSobrenome-mini.pdf`" in build.build_notebook(mini).cells[-2].source
    text = mini.text.read_text("utf-8")
    mini.text.write_text(f"{text}\n# %% [markdown]\n# Mande NomeSobrenome-Lab-1.pdf.\n", "utf-8")
    assert "`NomeSobrenome-Lab-1.pdf`" in build.build_notebook(mini).cells[-2].source


def test_the_last_cell_never_runs_when_grading(mini):
    last = build.build_notebook(mini).cells[-1]
    assert last.source.endswith('faca_o_pdf("mini.ipynb", NOME)')
    assert not definitions.runs(last)


def test_an_export_shows_the_lesson_and_not_what_build_writes(mini):
    shown, _ = nbconvert.HTMLExporter().from_notebook_node(mini.built())
    assert "dobro" in shown
    assert "prepare_o_lab" not in shown
    assert "faca_o_pdf" not in shown


def test_an_edited_setup_cell_is_refused(mini):
    notebook = mini.built()
    next(cell for cell in notebook.cells if colab.is_made(cell)).source += "\nprint(1)"
    nbformat.write(notebook, mini.notebook)
    with pytest.raises(CourseError, match="célula de preparo ou a da entrega foi editada"):
        build.from_notebook(mini)


def test_no_question_depends_on_what_build_writes(mini):
    made = [cell for cell in mini.built().cells if colab.is_made(cell)]
    assert made
    assert not any(lab_text.marker(cell) for cell in made)
