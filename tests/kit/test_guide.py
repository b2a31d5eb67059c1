"""The guide: every command in it runs, in order, in a course that starts as an empty folder."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import help_page
import msgspec
import pytest
from nbgrader.utils import parse_utc

from gabarito.authoring import build, made_up_class, release
from gabarito.channels.gradescope import results_json
from gabarito.cli.commands import cli
from gabarito.course.layout import Course
from gabarito.grading import instructor_first
from gabarito.results import record

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
TITLE = re.compile(r'title="(.+)"')
ELSEWHERE = {"pip", "python3", "source", "sphinx-build"}
"""Commands shown in a block that is not run: they fetch, or make the environment that runs this."""


def text(page: str) -> str:
    return (DOCS / f"{page}.md").read_text(encoding="utf-8")


def pages() -> list[str]:
    """The guide's pages in the order of its table of contents."""
    (contents,) = re.findall(r"```\{toctree\}\n:hidden:\n\n(.*?)```", text("index"), re.DOTALL)
    return contents.split()


@dataclass(frozen=True)
class Step:
    """A block of a page: `file` is to be written with `body`, or `body` is to be run."""

    file: str | None
    body: str


def steps(page: str) -> list[Step]:
    """What a reader of the page does, in order; examples to look at are no steps."""
    found = []
    for fence in FENCE.finditer(text(page)):
        title = TITLE.search(fence["info"])
        if title or fence["info"] == "bash":
            found.append(Step(title[1] if title else None, fence["body"]))
    return found


def test_every_page_is_in_the_table_of_contents():
    assert sorted(pages()) == sorted({path.stem for path in DOCS.glob("*.md")} - {"index"})


@pytest.mark.parametrize("page", ["index", *sorted({*pages()} - {"comandos"})])
def test_a_block_that_is_not_run_holds_no_command_that_could_be(page):
    shown = [fence["body"] for fence in FENCE.finditer(text(page)) if fence["info"] == "text"]
    assert {line.split()[0] for body in shown for line in body.splitlines()} <= ELSEWHERE
    assert not [fence for fence in FENCE.finditer(text(page)) if not fence["info"]]


# --- commands in the middle of a sentence ------------------------------------------------

SENTENCE = re.compile(r"`(gabarito [^`\n]+)`")
READERS = ["README.md", "SECURITY.md", *(f"docs/{page}.md" for page in ["index", *pages()])]


def named() -> list[str]:
    """Commands of ours that a page, or the help, names in passing."""
    prose = [FENCE.sub("", (ROOT / name).read_text(encoding="utf-8")) for name in READERS]
    examples = re.findall(r"^ {4,}(gabarito [^\n]+)$", text("comandos"), re.MULTILINE)
    return sorted({*examples, *(line for page in prose for line in SENTENCE.findall(page))})


@pytest.mark.parametrize("line", named())
def test_every_command_that_is_named_exists_with_its_options(line):
    words = shlex.split(line)[1:]
    group, given = cli, []
    while words:
        word, *words = words
        if word == "--":
            return  # the rest is another program's
        if word.startswith("--"):
            assert word.partition("=")[0] in {o for p in group.params for o in p.opts}
            options = {o: p for p in group.params for o in p.opts}
            if not getattr(options[word.partition("=")[0]], "is_flag", False) and "=" not in word:
                words = words[1:]
        elif isinstance(group, click.Group):
            if word in {"COMANDO", "--help"}:
                return
            assert word in group.commands
            group = group.commands[word]
        else:
            given.append(word)
    if not isinstance(group, click.Group):
        arguments = [p for p in group.params if isinstance(p, click.Argument)]
        assert len(given) <= len(arguments) or any(p.nargs == -1 for p in arguments)


# --- the commands, run -------------------------------------------------------------------


class Reader:
    """Somebody who does what the guide says, in a folder that was empty."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder / "casa", folder
        self.folder.mkdir()

    def do(self, step: Step) -> str:
        if step.file:
            (self.folder / step.file).write_text(step.body, encoding="utf-8")
            return ""
        return self._run(step.body)

    def _run(self, script: str) -> str:
        """Run the lines in one shell; where it ends is where the next one starts."""
        place = self.home / "pasta"
        done = subprocess.run(
            ["bash", "-e", "-x", "-c", f"{script}\npwd > {shlex.quote(str(place))}"],
            cwd=self.folder,
            env=os.environ | self._environment(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        self.folder = Path(place.read_text().strip())
        return done.stdout

    def _environment(self) -> dict[str, str]:
        binaries = Path(sys.executable).parent
        return {"PATH": f"{binaries}:{os.environ['PATH']}", "HOME": str(self.home)}


def submissions(lab) -> dict[str, bytes]:
    """What three of the guide's students hand in."""
    made = made_up_class.material(lab)
    question = next(iter(made.answers))
    return {
        "Ana Souza": made_up_class.as_json(made.submission(made.answers)),
        "Íris Álvares": made_up_class.as_colab(made.submission({question: made.answers[question]})),
        "Zé Prado": made_up_class.as_json(made.submission()),
    }


def moodle_zip(lab) -> bytes:
    """What Moodle downloads of an assignment."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for number, (name, content) in enumerate(submissions(lab).items(), start=101):
            folder = f"{name}_{number}_assignsubmission_file_"
            archive.writestr(f"{folder}/{lab.name}.ipynb", content)
    return whole.getvalue()


PARTICIPANTS = """\
Nome,Sobrenome,"Endereço de email","Número de identificação"
Ana,Souza,ana@exemplo.br,20261001
Íris,Álvares,iris@exemplo.br,20261002
Zé,Prado,ze@exemplo.br,20261004
"""
WORKSHEET = (
    'Identificador,"Nome completo","Endereço de email",Status,Nota,"Nota máxima",'
    '"Nota pode ser alterada","Última modificação (envio)","Última modificação (nota)",'
    '"Comentários de feedback"\n'
    'Participante101,"Ana Souza",ana@exemplo.br,"Enviado para avaliação",,"10,00",Sim,-,-,\n'
    'Participante102,"Íris Álvares",iris@exemplo.br,"Enviado para avaliação",,"10,00",Sim,-,-,\n'
    'Participante103,"Zé Prado",ze@exemplo.br,"Enviado para avaliação",,"10,00",Sim,-,-,\n'
)


def a_zip_for_the_first_lab(course):
    (course.root / "envios.zip").write_bytes(moodle_zip(course.lab("ativacoes")))


def a_submission_at_hand(course):
    lab = course.lab("primeiro_lab")
    build.build(lab)
    release.release(lab)
    content = submissions(lab)["Ana Souza"]
    (course.root / "entrega.ipynb").write_bytes(content)
    handed_in = course.submitted / "20261001" / lab.name / f"{lab.name}.ipynb"
    handed_in.parent.mkdir(parents=True)
    handed_in.write_bytes(content)


def moodles_three_files(course):
    lab = course.lab("primeiro_lab")
    (course.root / "Turma A-Lab 3-1234.zip").write_bytes(moodle_zip(lab))
    (course.root / "participantes.csv").write_text(PARTICIPANTS, encoding="utf-8")
    (course.root / "Notas.csv").write_text(WORKSHEET, encoding="utf-8")


DOWNLOADED = {
    "corrigir-turma": a_zip_for_the_first_lab,
    "isolamento": a_submission_at_hand,
    "moodle": moodles_three_files,
}
"""What a reader of that page comes with."""


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> Iterator[dict[str, str]]:
    """What the commands of each page said, one page after the other; and the course's folder."""
    reader = Reader(tmp_path_factory.mktemp("leitora"))
    said = {}
    for page in pages():
        if page in DOWNLOADED:
            DOWNLOADED[page](Course.at(reader.folder))
        said[page] = "".join(map(reader.do, steps(page)))
    return {**said, "pasta": str(reader.folder)}


SEEN = {
    "primeiro-lab": ["6 passed", "100,0%", "release/ativacoes", "caio_modulo"],
    "corrigir-turma": ["Íris Álvares", "José da Silva", "não entregou", "exports/ativacoes.csv"],
    "correcao": ["Ana Souza", "pontos"],
    "verificacoes": ["primeiro_lab", "100,0%"],
    "isolamento": ["Nota: 8 de 10"],
    "moodle": ["Zé Prado", "exports/primeiro_lab-moodle.csv"],
    "gradescope": ["bundles/primeiro_lab-gradescope-gabarito.zip"],
}


@pytest.mark.slow(reason="the whole guide: a demonstration, audits and three classes")
@pytest.mark.parametrize("page", [page for page in pages() if steps(page)])
def test_what_a_page_says_to_run_works_and_shows_what_it_says(read, page):
    shown = " ".join(read[page].split())
    assert [words for words in SEEN[page] if words not in shown] == []


@pytest.mark.slow(reason="the whole guide: a demonstration, audits and three classes")
def test_a_reader_ends_with_grades_in_the_worksheet(read):
    filled = (Path(read["pasta"]) / "exports" / "primeiro_lab-moodle.csv").read_text("utf-8")
    assert re.findall(r'avaliação",("?[\d,]+"?),', filled) == ['"8,00"', '"4,00"', '"0,00"']


# --- what the reference says is what the program has ---------------------------------------


def test_the_page_of_commands_is_what_the_help_says():
    assert text("comandos") == help_page.page()


def test_every_option_of_ours_is_explained_and_no_other():
    modules = "".join(path.read_text("utf-8") for path in (ROOT / "gabarito").rglob("*.py"))
    by_name = set(re.findall(r'config\.Gabarito\.get\("(\w+)"', modules))
    ours = by_name | {"repository", "branch", "release_url", instructor_first.SWITCH}
    assert set(re.findall(r"c\.Gabarito\.(\w+)", text("configuracao"))) == ours


def test_the_values_of_an_option_are_those_it_takes():
    shown = text("configuracao")
    assert all(f'"{value}"' in shown for value in results_json.WHEN_SHOWN)


@pytest.mark.parametrize(
    "struct", [record.Record, record.Question, record.Check, record.Late, record.ByHand]
)
def test_every_field_of_the_record_is_explained(struct):
    fields = {field.name for field in msgspec.structs.fields(struct)}
    assert fields <= set(re.findall(r"`(\w+)`", text("registro")))


@pytest.mark.slow(reason="builds the site")
def test_the_guide_is_built_without_a_warning(tmp_path):
    shutil.copytree(DOCS, tmp_path / "docs")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-q", "docs", "site"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "primeiro-lab.html").read_text("utf-8")
    assert '<html lang="pt-BR"' in page
    assert "corrigir-turma.html" in page


DEADLINE = re.compile(r'--duedate="([^"]+)"')


@pytest.mark.parametrize("page", READERS)
def test_a_deadline_means_to_nbgrader_what_it_says_to_a_person(page):
    for said in DEADLINE.findall((ROOT / page).read_text(encoding="utf-8")):
        when, _, zone = said.rpartition(" ")
        if zone[0] in "+-":
            meant = datetime.fromisoformat(when + zone)
        else:
            meant = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone))
        assert parse_utc(said) == meant.astimezone(UTC).replace(tzinfo=None), said
