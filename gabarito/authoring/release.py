"""The student's version of a lab: made by nbgrader, published only when nothing leaks."""

from __future__ import annotations

from pathlib import Path

from nbgrader.converters import GenerateAssignment

from gabarito import build, colab, files, leaks, nbgrader_app
from gabarito.course import Course, Gradable, Lab
from gabarito.errors import CourseError, LeakError


def release(lab: Lab, db_url: str | None = None) -> Path:
    """Write ``release/<lab>/`` and record the lab's questions in the gradebook.

    Returns:
        The released folder.
    Raises:
        CourseError: the lab is not built, or was changed since, or nbgrader refuses it.
        LeakError: the release would show a secret; the previous one stays.
        OutputError: ``release/`` cannot be written.
    """
    with files.scratch_folder(lab.course.release) as scratch:
        generate(lab, scratch, db_url or lab.course.default_db)
        files.write_bytes(scratch / lab.name / f"{lab.name}.zip", _fetched_zip(lab))
        require_no_leak(lab, scratch / lab.name)
        files.replace_folder(scratch / lab.name, lab.released)
    return lab.released


def _fetched_zip(lab: Lab) -> bytes:
    """What the released notebook fetches where the files beside it are missing.

    Raises:
        CourseError: a file in ``source/<lab>/`` is not the one that was built.
    """
    names = build.shipped_files(lab).values()
    content = colab.files_zip({lab.folder / name: name for name in names})
    if not any(colab.sha256(content) in cell.source for cell in lab.built().cells):
        raise CourseError(
            f"Algum arquivo de {lab.folder} não é o que foi montado: rode `gabarito build "
            f"{lab.name}` antes; nada foi publicado."
        )
    return content


def register(lab: Gradable, db_url: str) -> None:
    """Record the lab's questions and points in a gradebook, releasing nothing."""
    with files.scratch_folder(lab.course.autograded) as scratch:
        generate(lab, scratch, db_url)


def generate(lab: Gradable, target: Path, db_url: str) -> None:
    """Run nbgrader's GenerateAssignment with `target` as its release folder.

    Raises:
        CourseError: the lab is not built, or nbgrader's own words on what it refuses.
    """
    lab.require_built()
    course: Course = lab.course
    try:
        nbgrader_app.run(
            GenerateAssignment,
            course.config,
            root=course.root,
            lab=lab.name,
            db_url=db_url,
            folders={"source": course.source, "release": target},
        )
    except nbgrader_app.ConversionError as error:
        raise CourseError(_sentence(lab, error)) from None


def require_no_leak(lab: Lab, folder: Path) -> None:
    """Refuse a release that shows a solution or a hidden check.

    Raises:
        LeakError: naming the first leaked line and its file.
    """
    found = leaks.find_leaks(lab, folder)
    if found:
        first = found[0]
        raise LeakError(
            f"A entrega de {lab.name} mostraria {len(found)} linha(s) de solução ou de "
            f"verificação oculta; a primeira é `{first.text[:80]}` em {first.file}: "
            "tire-a dali; nada foi publicado."
        )


def _sentence(lab: Gradable, error: nbgrader_app.ConversionError) -> str:
    if "there are submissions associated" in str(error):
        return (
            f"{lab.name} ganhou ou perdeu células depois de haver entregas no caderno de notas: "
            "desfaça a mudança ou comece um caderno novo (renomeie gradebook.db)."
        )
    return f"O nbgrader não gerou a versão do aluno de {lab.name}: {error.reason}."
