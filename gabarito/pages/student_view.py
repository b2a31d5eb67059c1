"""What is on a student's page, ready for the template: made of the record and the notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from gabarito.nbgrader_api import in_words
from gabarito.notebook import lab_text
from gabarito.pages import own_code, pictures, reasons, shown_cells
from gabarito.pages.pictures import Picture
from gabarito.pages.regrade import RegradeLinks
from gabarito.results import for_the_student, record
from gabarito.results.record import ByHand, Check, Question, Record

_UNDER = 2
"""Levels of headings that the page has of its own."""


@dataclass(frozen=True)
class QuestionView:
    """One question as the page shows it.

    Attributes:
        asked: what it asks for, in a line.
        points: in words, extra credit included; empty of one that is worth none.
        share: of its points, 0 to 1, for the bar; None where it has none.
        code: the student's own cell, the line of the reason marked.
        answer: what the student wrote, of a question that a person grades.
        comments: the teacher's.
        regrade: link to ask for a second look; empty where the course has none.
    """

    question: Question
    asked: str
    points: str
    share: float | None
    reason: reasons.Reason | None
    code: Markup
    answer: Markup
    comments: list[str]
    regrade: str

    @property
    def picture(self) -> Picture | None:
        """Of the first numbers that differ."""
        found = self._pictured
        return _picture(found) if found else None

    @property
    def _pictured(self) -> Check | None:
        return next((check for check in self.question.checks if check.difference), None)

    @property
    def lost(self) -> list[tuple[Check, list[str], Picture | None]]:
        """The checks that did not pass, with what of each was not said or drawn before."""
        said = {self.reason.diagnosis, self.reason.difference} if self.reason else set()
        found = []
        for check in self.question.checks:
            if check.state != "passed":
                new = [line for line in reasons.details(check) if line not in said]
                said.update(new)
                found.append((check, new, _picture(check) if check is not self._pictured else None))
        return found

    @property
    def passed(self) -> list[Check]:
        """Those that did."""
        return [check for check in self.question.checks if check.state == "passed"]


@dataclass(frozen=True)
class PageView:
    """The page.

    Attributes:
        late: lateness and what it cost, in sentences.
        notebook: the executed cells, for :mod:`~gabarito.pages.shown_cells`'s template.
    """

    title: str
    student: str
    score: float
    max_score: float
    late: list[str]
    warnings: list[str]
    repairs: list[str]
    questions: list[QuestionView]
    notebook: list[dict[str, Any]]


def page(
    found: Record,
    nb: NotebookNode,
    student: str,
    asked: Mapping[str, str],
    comments: Mapping[str, str],
    max_score: float,
    links: RegradeLinks,
) -> PageView:
    """The page of one submission.

    Args:
        found: with what the gradebook holds by now.
        nb: executed; nothing active or hidden in it.
        asked: see :func:`gabarito.pages.asked.in_a_line`.
        comments: the teacher's, by nbgrader's id of the cell.
        max_score: of the assignment.
    """
    late = in_words.sentences(found.late)
    return PageView(
        title=nb.metadata.get("gabarito", {}).get("title", found.lab),
        student=student,
        score=record.final_score(found),
        max_score=max_score,
        late=late,
        warnings=[one for one in for_the_student.warnings(found) if one not in late],
        repairs=found.repairs,
        questions=list(_questions(found, nb, asked, comments, links)),
        notebook=list(_cells(nb, comments)),
    )


def _questions(
    found: Record,
    nb: NotebookNode,
    asked: Mapping[str, str],
    comments: Mapping[str, str],
    links: RegradeLinks,
) -> Iterator[QuestionView]:
    kinds = ("solution", "checks", "manual")
    own, graded, written = (lab_text.named_cells(nb, kind) for kind in kinds)
    given = {one.question: one for one in found.by_hand}
    for question in found.questions:
        name = question.name
        why = reasons.reason(question)
        cells = [of_kind[name] for of_kind in (own, graded, written) if name in of_kind]
        score = _score(question, given.get(name))
        yield QuestionView(
            question=question,
            asked=asked.get(name, ""),
            points=_points(question, given.get(name), score),
            share=min(1.0, max(0.0, score / question.max_score)) if question.max_score else None,
            reason=why,
            code=own_code.numbered(own[name].source, why.line if why else 0)
            if name in own
            else Markup(""),
            answer=shown_cells.below(_UNDER, shown_cells.text(written[name]))
            if name in written
            else Markup(""),
            comments=[said for cell in cells if (said := _comment(cell, comments))],
            regrade=links.link(name),
        )


def _picture(check: Check) -> Picture | None:
    return pictures.of(check.difference) if check.difference else None


def _points(question: Question, given: ByHand | None, score: float) -> str:
    worthless = not question.max_score and not (given and given.extra_credit)
    return "" if worthless else in_words.points_words(question, given, score)


def _score(question: Question, given: ByHand | None) -> float:
    return question.score if given is None or given.score is None else given.score


def _comment(cell: NotebookNode, comments: Mapping[str, str]) -> str:
    return comments.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), "")


def _cells(nb: NotebookNode, comments: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The notebook without what the page has above: checks, and answers that a person reads."""
    for number, cell in enumerate(nb.cells, start=1):
        own = cell.metadata.get("gabarito", {})
        kind, _ = lab_text.marker(cell) or ("", "")
        if kind not in ("checks", "manual") and not own.get("made"):
            said = {
                "number": number,
                "comment": "" if kind else _comment(cell, comments),
                "kept": own.get("kept_outputs"),
            }
            shown = shown_cells.shown(cell)
            if "text" in shown:
                shown["text"] = shown_cells.below(_UNDER, shown["text"])
            yield shown | said
