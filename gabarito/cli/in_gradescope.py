"""One submission graded inside Gradescope's container: ``python -m gabarito.cli.in_gradescope``."""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

import click
import msgspec

from gabarito.channels.gradescope import results_json
from gabarito.cli import messages, portuguese
from gabarito.course.layout import Course, Lab
from gabarito.errors import CourseError, GabaritoError, SandboxError, SubmissionError
from gabarito.grading import judge_for
from gabarito.grading.staging import staged
from gabarito.grading.submissions import Submission
from gabarito.sandbox import tiers
from gabarito.storage import atomic, temporary

EXIT_DONE, EXIT_UNEXPECTED, EXIT_WRONG = 0, 1, 2


def grade(folder: Path, isolation: str | None = None) -> int:
    """Grade the one notebook of ``submission/`` into ``results/results.json``.

    There is a result whatever happens; the professor's part of it goes to stdout, too.

    Args:
        folder: Gradescope's ``/autograder``.
        isolation: sandbox tier; the strongest that works here when None.
    Returns:
        The exit code.
    Raises:
        OutputError: ``results/`` cannot be written.
    """
    try:
        made, code = _graded(folder, isolation), EXIT_DONE
    except SubmissionError as error:
        made, code = results_json.refused(str(error)), EXIT_DONE
    except GabaritoError as error:
        made, code = results_json.failed(str(error)), EXIT_WRONG
    except Exception:
        made, code = results_json.failed(traceback.format_exc()), EXIT_UNEXPECTED
    content = json.dumps(made, ensure_ascii=False, indent=1)
    atomic.write_text(folder / "results" / "results.json", content + "\n")
    click.echo("\n".join(e["output"] for e in made["tests"] if e["visibility"] == "hidden"))
    return code


def rehearse(folder: Path, isolation: str | None = None) -> str:
    """Grade the professor's own notebook, as a trial of the container; how it went.

    Raises:
        CourseError: it does not pass its own checks here.
        SandboxError: the tier asked for does not work here.
    """
    lab = _lab(folder)
    record = judge_for.check(lab, lab.notebook, _tier(isolation))
    wrong = [q.name for q in record.questions if q.state not in ("passed", "manual")]
    if wrong:
        raise CourseError(
            messages.REFERENCE_DOES_NOT_PASS.format(lab=lab.name, questions=", ".join(wrong))
        )
    return messages.REHEARSED.format(total=results_json.total(record), tier=record.isolation)


def _graded(folder: Path, isolation: str | None) -> results_json.Json:
    lab = _lab(folder)
    hidden = results_json.hidden_visibility(lab.course)
    handed_in = Submission("", (folder / "submission",))
    with temporary.folder() as scratch:
        one = staged(lab, handed_in, scratch)
        record = judge_for.check(lab, one.place, _tier(isolation))
    record = msgspec.structs.replace(record, repairs=[*one.repairs, *record.repairs])
    return results_json.results(record, hidden)


def _lab(folder: Path) -> Lab:
    """The package's only lab."""
    course = Course.at(folder / "source" / "curso")
    (name,) = course.lab_names()
    return course.lab(name)


def _tier(asked: str | None) -> str:
    """The tier asked for, else the strongest; the weakest too: the container is there anyway."""
    try:
        return tiers.choose(asked).name
    except SandboxError:
        if asked is not None:
            raise
        return tiers.choose(tiers.NAMES[-1]).name


@click.command(cls=portuguese.Command)
@click.argument("folder", metavar="PASTA", type=click.Path(path_type=Path))
@click.option(
    "--isolation", type=click.Choice(tiers.NAMES), help="Camada; o padrão é a mais forte."
)
@click.option("--ensaio", is_flag=True, help="Só corrige a resposta do professor.")
def command(folder: Path, isolation: str | None, ensaio: bool) -> int:
    """Corrige, dentro do Gradescope, a entrega de PASTA/submission."""
    if ensaio:
        click.echo(messages.COMPLAINT.format(message=rehearse(folder, isolation)))
        return EXIT_DONE
    return grade(folder, isolation)


def main() -> None:
    """Run the command; what goes wrong is one sentence."""
    try:
        sys.exit(command.main(standalone_mode=False))
    except (GabaritoError, click.ClickException) as error:
        said = str(error) if isinstance(error, GabaritoError) else portuguese.sentence(error)
        click.echo(messages.COMPLAINT.format(message=said), err=True)
        sys.exit(EXIT_WRONG)


if __name__ == "__main__":
    main()
