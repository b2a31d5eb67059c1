"""What a wrong answer is told that nobody listed: each known mistake, diagnosed without itself.

Each mistake of ``tests/<lab>/mistakes.py`` is taken out in turn and diagnosed with the rest; so
are the reference and the alternatives, which must be told nothing. What a mistake is told, a
person reads against what it is:

* *rightly*: the sentence names the argument, part, factor or place that the change made wrong;
* *compatible*: it is true of the mistake in every call, and whoever looks where it points (the
  argument, the part, the branch) looks at the changed line, or at what that line works out;
* *wrong*: it is false in some call, or points at what the change did not touch;
* *nothing*: no sentence, or one that the check itself says already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gabarito.course.known_answers import Variant, load_alternatives, load_mistakes
from gabarito.course.layout import Lab
from gabarito.judging import raised
from gabarito.judging.call_process import CallProcess
from gabarito.judging.diagnosis import Told
from gabarito.judging.prepared_lab import PreparedLab

LABEL = "resposta"


@dataclass
class Diagnosed:
    """What the answers of a lab are told.

    Attributes:
        mistakes: each known mistake, with what it is told without itself.
        right: the right answers that are told something.
    """

    mistakes: list[tuple[Variant, Told | None]] = field(default_factory=list)
    right: list[tuple[Variant, Told]] = field(default_factory=list)

    @property
    def sources(self) -> Counter[str]:
        """How many mistakes are told something, by where it comes from; nothing as ""."""
        return Counter(told.source if told else "" for _, told in self.mistakes)


def diagnose(
    lab: Lab,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[], None] = lambda: None,
) -> Diagnosed:
    """Diagnose every known answer of a lab.

    Args:
        on_start: called with how many answers there are.
        on_done: called after each.
    Raises:
        CourseError: a file of the lab is missing or wrong.
        SandboxError: this machine cannot isolate them.
    """
    mistakes, found = load_mistakes(lab), Diagnosed()
    with PreparedLab(lab) as prepared:
        right = list(_right(prepared))
        on_start(len(mistakes) + len(right))
        for name, variant in mistakes.items():
            known = prepared.diagnosis.known
            known.learn(variant.question)
            with known.without(name):
                found.mistakes.append((variant, told(prepared, variant)))
            on_done()
        for variant in right:
            said = told(prepared, variant)
            found.right += [(variant, said)] if said else []
            on_done()
    return found


def _right(prepared: PreparedLab) -> Iterator[Variant]:
    yield from load_alternatives(prepared.lab).values()
    for question, source in prepared.solutions.items():
        yield Variant(question, question, source)


def told(prepared: PreparedLab, variant: Variant) -> Told | None:
    """What an answer is told."""

    def at(label: str, line: int) -> str:
        return raised.statement(variant.source, line) if label == LABEL else ""

    with prepared.right_answers.reference() as session:
        limit_s = prepared.right_answers.limit_s
        session.run(variant.source, LABEL, [variant.question], limit_s, False)
        return prepared.diagnosis.told(variant.question, CallProcess(session), at)
