"""What a wrong answer is told that nobody listed: each known mistake, diagnosed without itself.

Each mistake of ``tests/<lab>/mistakes.py`` is taken out in turn and diagnosed with the rest; so
are the reference and the alternatives, which must be told nothing. What a mistake is told, a
person reads against what it is:

* *rightly*: the sentence names the argument, part, factor or place that the change made wrong;
* *compatible*: it is true of the mistake in every call, and whoever looks where it points (the
  argument, the part, the branch) looks at the changed line, or at what that line works out;
* *wrong*: it is false in some call, or points at what the change did not touch;
* *nothing*: no sentence; where the function raises in every call, the check itself says where.

The person's verdicts are kept in ``tests/<lab>/diagnoses.toml``, see
:mod:`gabarito.audit.readings`: a sentence that changes asks for another reading.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from gabarito.audit import readings
from gabarito.course.known_answers import Variant, load_alternatives, load_mistakes
from gabarito.course.layout import Lab
from gabarito.judging import raised
from gabarito.judging.call_process import CallProcess
from gabarito.judging.diagnosis import Told
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.probes import Played

LABEL = "resposta"


UNREAD, NOTHING, RAISES = "nao_lido", "nada", "para"


@dataclass(frozen=True)
class Case:
    """A known mistake, diagnosed without itself.

    Attributes:
        told: what it is told.
        verdict: a person's on that sentence; UNREAD; NOTHING; or RAISES, of a mistake that is told
            nothing and raises in every call.
        cpu_s: CPU time that it took, of this process and of all in the sandbox: they start, run the
            cells and answer.
    """

    mistake: Variant
    told: Told | None
    verdict: str
    cpu_s: float


@dataclass
class Diagnosed:
    """What the answers of a lab are told.

    Attributes:
        cases: the known mistakes.
        right: the right answers that are told something.
    """

    cases: list[Case] = field(default_factory=list)
    right: list[tuple[Variant, Told]] = field(default_factory=list)

    @property
    def verdicts(self) -> Counter[str]:
        """How many mistakes there are of each verdict."""
        return Counter(case.verdict for case in self.cases)

    @property
    def cpu_s(self) -> float:
        """CPU time of a diagnosis, in the median."""
        return statistics.median([case.cpu_s for case in self.cases] or [0.0])


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
    mistakes, found, read = load_mistakes(lab), Diagnosed(), readings.load(lab)
    with PreparedLab(lab) as prepared:
        right = list(_right(prepared))
        on_start(len(mistakes) + len(right))
        for name, variant in mistakes.items():
            with _only_others_known(prepared, variant):
                found.cases.append(_case(prepared, variant, read.get(name)))
            on_done()
        for variant in right:
            said = told(prepared, variant)
            found.right += [(variant, said)] if said else []
            on_done()
    return found


def _only_others_known(prepared: PreparedLab, variant: Variant) -> AbstractContextManager[None]:
    """What is asked and known of a question is learnt; one of its mistakes is left out."""
    prepared.diagnosis.known.learn(variant.question)
    prepared.diagnosis.relations.learn(variant.question)
    return prepared.diagnosis.known.without(variant.name)


def _case(prepared: PreparedLab, variant: Variant, read: readings.Reading | None) -> Case:
    begun = _cpu_s(prepared)
    said = told(prepared, variant)
    cpu_s = _cpu_s(prepared) - begun
    if said:
        same = read is not None and read.told == said.sentence
        return Case(variant, said, read.verdict if read and same else UNREAD, cpu_s)
    return Case(variant, None, RAISES if _raises(prepared, variant) else NOTHING, cpu_s)


def _cpu_s(prepared: PreparedLab) -> float:
    return time.process_time() + sum(process.cpu_s for process in prepared.warm.running())


def _raises(prepared: PreparedLab, variant: Variant) -> bool:
    """Whether an answer raises whatever it is called with."""
    with _defined(prepared, variant) as process:
        relations = prepared.diagnosis.relations
        samples = relations.samples(variant.question, Played(process, lambda *_: "")) or []
    return bool(samples) and all(sample.given.raised for sample in samples)


def _right(prepared: PreparedLab) -> Iterator[Variant]:
    yield from load_alternatives(prepared.lab).values()
    for question, source in prepared.solutions.items():
        yield Variant(question, question, source)


def told(prepared: PreparedLab, variant: Variant) -> Told | None:
    """What an answer is told."""

    def at(label: str, line: int) -> str:
        return raised.statement(variant.source, line) if label == LABEL else ""

    with _defined(prepared, variant) as process:
        return prepared.diagnosis.told(variant.question, process, at)


@contextmanager
def _defined(prepared: PreparedLab, variant: Variant) -> Iterator[CallProcess]:
    """A process with the reference's functions, and an answer in the place of one."""
    with prepared.right_answers.reference() as session:
        limit_s = prepared.right_answers.limit_s
        session.run(variant.source, LABEL, [variant.question], limit_s, False)
        yield CallProcess(session)
