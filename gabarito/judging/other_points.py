"""A record, and the notebook that goes with it, where the same results are worth other points.

Nothing is run: which checks pass does not depend on what they are worth, as long as those that are
worth nothing stay the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

import nbformat
from msgspec import structs
from nbformat import NotebookNode

from gabarito.checks.verificador import max_score, question_score
from gabarito.course import released
from gabarito.course.layout import Lab
from gabarito.judging import prepared_lab
from gabarito.judging.answers import show_report
from gabarito.judging.kept import Kept, results
from gabarito.notebook import lab_text
from gabarito.results import executed_notebook
from gabarito.results.job import Judged
from gabarito.results.record import Check, Question, Record, manual_question, total

Points = Mapping[str, Mapping[str, float]]
"""By question, those of each check; of a written answer, under its own name."""


def _question(question: Question, points: Mapping[str, float], credit: float) -> Question:
    if question.state == "manual":
        return manual_question(question.name, points[question.name])
    checks = [_check(check, points.get(check.name), credit) for check in question.checks]
    new = structs.replace(question, checks=checks)
    said = results(new)
    return structs.replace(new, score=question_score(said), max_score=max_score(said))


def _check(check: Check, points: float | None, credit: float) -> Check:
    """The check; with its own points where they are not said as a number."""
    if points is None or points == check.max_score:
        return check
    own = check.state == "passed" and check.score == check.max_score
    share = 1.0 if own else credit if check.state == "passed" else 0.0
    return structs.replace(
        check, max_score=points, score=round(share * points, 9) if share else 0.0
    )


class OtherPoints:
    """Makes new records, notebooks and marks of a lab's from old ones.

    Args:
        points: those that hold now.
    """

    def __init__(self, lab: Lab, points: Points) -> None:
        self.lab, self.points = lab, points
        self.source = lab.built()
        self.released = released.as_released(lab, self.source)
        self.credit = prepared_lab.inherited_credit(lab)

    def record(self, before: Record) -> Record:
        """The same record with these points.

        Args:
            before: as it was judged.
        """
        questions = [
            _question(question, self.points[question.name], self.credit)
            for question in before.questions
        ]
        return structs.replace(before, questions=questions, **total(questions))

    def judged(self, before: Record, notebook: str) -> Judged:
        """What judging the same submission would give now.

        Args:
            before: as it was judged.
            notebook: as it was executed then.
        Raises:
            ValueError: it is none.
        """
        now = self.record(before)
        executed = nbformat.reads(notebook, as_version=4)
        self._say(executed, now)
        executed_notebook.finish(executed, self.released)
        marks = list(executed_notebook.marks(self.lab.name, executed, self.released, now.questions))
        return Judged(now, {self.lab.name: executed_notebook.as_json(executed)}, marks)

    def _say(self, executed: NotebookNode, now: Record) -> None:
        """Have the graded cells say what is in the record, and what is in the lab now."""
        asked = lab_text.named_cells(self.source, "checks")
        answers = Kept({question.name: question for question in now.questions}).answers()
        for name, cell in lab_text.named_cells(executed, "checks").items():
            cell.source, cell.metadata = asked[name].source, deepcopy(asked[name].metadata)
            show_report(cell, name, answers[name])
        written = lab_text.named_cells(self.source, "manual")
        for name, cell in lab_text.named_cells(executed, "manual").items():
            cell.metadata = deepcopy(written[name].metadata)
