"""What becomes of each option of nbgrader's when gabarito grades an assignment of any course.

A grade is either the one that ``nbgrader autograde`` would give, or nobody's. So each option
that nbgrader reads on the way from a source to a grade has a row here, which
:mod:`gabarito.foreign.options` asks and ``docs/nbgrader.md`` prints; a test compares the rows with
the options that nbgrader has.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nbgrader.converters import Autograde

from gabarito.course.layout import Course

Accepts = Callable[[Any, Course], bool]

EVERY = "*"
"""All options of a section that have no row of their own."""


class Treatment(StrEnum):
    """What gabarito does about an option."""

    HONOURED = "vale"
    REFUSED = "recusada"
    IRRELEVANT = "não muda a nota"


@dataclass(frozen=True)
class Option:
    """What becomes of some options of one section.

    Attributes:
        section: nbgrader's class.
        names: of the options; ``EVERY`` for those without a row of their own.
        why: for the teacher; of a refused one, what nbgrader would do.
        accepts: whether a value is taken; of a refused option, only the default when None, and
            of the others, any.
    """

    section: str
    names: tuple[str, ...]
    treatment: Treatment
    why: str
    accepts: Accepts | None = None


def _honoured(section: str, names: str, why: str, accepts: Accepts | None = None) -> Option:
    return Option(section, tuple(names.split()), Treatment.HONOURED, why, accepts)


def _irrelevant(section: str, names: str, why: str) -> Option:
    return Option(section, tuple(names.split()), Treatment.IRRELEVANT, why)


def _refused(section: str, names: str, why: str, accepts: Accepts | None = None) -> Option:
    return Option(section, tuple(names.split()), Treatment.REFUSED, why, accepts)


def _ends_with_assignment(structure: str, _: Course) -> bool:
    """Whether a source's folder has the assignment's name, which the folders of a trial need."""
    place = structure.format(nbgrader_step="p", student_id=".", assignment_id="t")
    return os.path.basename(os.path.normpath(place)) == "t"


def _names(steps: list[Any]) -> list[str]:
    return [str(getattr(step, "__name__", step)).rpartition(".")[2] for step in steps]


def _usual_steps(steps: list[Any], _: Course) -> bool:
    """nbgrader's own steps, however they are written, or those of a course with labs of ours."""
    usual = _names(Autograde.class_traits()["autograde_preprocessors"].default(Autograde()))
    given = _names(steps)
    return given == usual or given[:1] == ["Examine"]


_BY_NBGRADER = "quem gera a versão do aluno e guarda as células é o próprio nbgrader"
_NO_KERNEL = "não há kernel: as células rodam no processo isolado do gabarito"
_FILES_ONLY = "só muda arquivos e permissões"

OPTIONS = (
    _honoured(
        "CourseDirectory",
        "source_directory release_directory submitted_directory autograded_directory "
        "feedback_directory db_url student_id student_id_exclude",
        "as pastas, o caderno de notas e os alunos são os do nbgrader",
    ),
    _honoured(
        "CourseDirectory", "ignore", "o que o nbgrader não copia não existe para o notebook"
    ),
    _honoured(
        "CourseDirectory",
        "directory_structure",
        "o nome da tarefa tem de ser o da última pasta da fonte",
        _ends_with_assignment,
    ),
    _refused(
        "CourseDirectory",
        "notebook_id",
        "o nbgrader corrigiria só uma parte dos notebooks da tarefa",
    ),
    _refused(
        "CourseDirectory",
        "root",
        "o nbgrader corrigiria o curso de outra pasta",
        lambda value, course: os.path.realpath(value) == str(course.root),
    ),
    _irrelevant(
        "CourseDirectory", "assignment_id", "a tarefa é a que o comando `gabarito grade` nomeia"
    ),
    _irrelevant("CourseDirectory", "course_id", "o caderno de notas tem um curso só"),
    _irrelevant(
        "CourseDirectory",
        "solution_directory source_with_tests_directory groupshared include max_file_size "
        "max_dir_size",
        "não entra na correção",
    ),
    _honoured(
        "Autograde",
        "exclude_overwriting",
        "o arquivo que conta é o do aluno; quem não o entregou fica sem ele",
    ),
    _honoured(
        "Autograde", "create_student", "com False, quem não está no caderno de notas fica sem nota"
    ),
    _refused(
        "Autograde",
        "autograde_preprocessors",
        "o nbgrader faria outros passos ao corrigir",
        _usual_steps,
    ),
    _refused(
        "Autograde", "sanitize_preprocessors", "o nbgrader prepararia as entregas de outro jeito"
    ),
    _refused(
        "Autograde",
        "pre_convert_hook post_convert_hook",
        "o nbgrader chamaria código do curso antes ou depois de cada entrega",
    ),
    _refused("Autograde", "exporter_class", "o nbgrader gravaria outra coisa que um notebook"),
    _irrelevant("Autograde", "force", "o que mudou é corrigido de novo; para tudo, `--force`"),
    _irrelevant("Autograde", "permissions", _FILES_ONLY),
    _honoured("GenerateAssignment", EVERY, _BY_NBGRADER),
    _refused(
        "GenerateAssignment",
        "no_database",
        "o nbgrader não guardaria as células de teste, e não teria com que corrigir",
    ),
    _irrelevant("GenerateAssignment", "force permissions", _FILES_ONLY),
    _refused(
        "ComputeChecksums", "enabled", "sem elas o nbgrader recusa todas as entregas que corrige"
    ),
    _refused(
        "SaveCells",
        "enabled",
        "o nbgrader não guardaria as células de teste, e não teria com que corrigir",
    ),
    *(
        _honoured(section, EVERY, _BY_NBGRADER)
        for section in (
            "IncludeHeaderFooter", "LockCells", "ClearSolutions", "ClearHiddenTests",
            "ClearMarkScheme", "InstantiateTests",
        )
    ),
    _honoured(
        "Execute",
        "timeout timeout_func",
        "o tempo de cada célula; sem limite (None, 0 ou -1), vale o do processo isolado",
    ),
    _honoured("Execute", "skip_cells_with_tag", "a etiqueta conta nas células do professor"),
    _refused("Execute", "enabled", "o nbgrader daria nota pelas saídas, sem executar nada"),
    _refused(
        "Execute",
        "interrupt_on_timeout",
        "o nbgrader deixaria sem nota a entrega inteira em que uma célula demora",
    ),
    _refused(
        "Execute",
        "error_on_timeout",
        "sem este erro, o nbgrader pode dar pontos a um teste que não terminou",
        lambda value, _: bool(value),
    ),
    _refused(
        "Execute",
        "force_raise_errors",
        "o nbgrader deixaria sem nota a entrega inteira em que uma célula dá erro",
    ),
    _refused(
        "Execute",
        "extra_arguments",
        "o nbgrader iniciaria o kernel de outro jeito",
        lambda value, _: all("hist_file" in argument for argument in value),
    ),
    _refused(
        "Execute",
        "kernel_name",
        "o nbgrader executaria em outro kernel",
        lambda value, _: value in ("python", "python3"),
    ),
    _irrelevant("Execute", "kernel_manager_class", "o nbgrader usa sempre o seu"),
    _refused(
        "Execute",
        "on_notebook_start on_notebook_complete on_notebook_error on_cell_start on_cell_execute "
        "on_cell_complete on_cell_error",
        "o nbgrader chamaria código do curso durante a execução",
    ),
    _irrelevant("Execute", "allow_error_names", "um erro nunca interrompe a correção"),
    _irrelevant(
        "Execute",
        "startup_timeout iopub_timeout raise_on_iopub_timeout shell_timeout_interval "
        "shutdown_kernel execute_retries ipython_hist_file",
        _NO_KERNEL,
    ),
    _irrelevant("Execute", "record_timing store_widget_state", "só muda os metadados"),
    _honoured(
        "OverwriteCells",
        "add_missing_cells missing_cell_notification",
        "a célula que falta volta com o texto e no lugar em que o nbgrader a põe",
    ),
    _refused(
        "OverwriteCells", "enabled", "valeriam os testes e os pontos que estão na entrega"
    ),
    _honoured("IgnorePattern", EVERY, "quem tira as saídas é o próprio nbgrader"),
    _honoured("LimitOutput", EVERY, "quem corta as saídas é o próprio nbgrader"),
    _honoured("ClearMetadataPreprocessor", EVERY, "quem tira os metadados é o próprio nbgrader"),
    _refused("SaveAutoGrades", "enabled", "o nbgrader não gravaria nota nenhuma"),
    _honoured("AssignLatePenalties", EVERY, "quem calcula a multa é o plugin do curso"),
    _honoured("LateSubmissionPlugin", EVERY, "quem calcula a multa é o plugin do curso"),
    _irrelevant("ClearOutput", EVERY, "todas as células são executadas, e as saídas, refeitas"),
    _irrelevant(
        "DeduplicateIds", EVERY, "de uma célula repetida vale sempre a última, e o registro diz"
    ),
    _irrelevant("OverwriteKernelspec", EVERY, "o kernel é sempre o Python da correção"),
    _irrelevant(
        "CheckCellMetadata", EVERY, "os metadados que contam são os do professor, não os da entrega"
    ),
)  # fmt: skip


def row(section: str, name: str) -> Option:
    """What becomes of one option.

    Raises:
        KeyError: the table does not say.
    """
    for wanted in (name, EVERY):
        for option in OPTIONS:
            if option.section == section and wanted in option.names:
                return option
    raise KeyError(f"{section}.{name}")


def table() -> Iterator[str]:
    """The lines of the Markdown table that the documentation shows."""
    yield "| opções | no gabarito | por quê |"
    yield "|:--|:--|:--|"
    for option in OPTIONS:
        names = " ".join(f"`{option.section}.{name}`" for name in option.names)
        yield f"| {names} | **{option.treatment}** | {option.why} |"
