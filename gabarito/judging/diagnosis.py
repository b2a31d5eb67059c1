"""What a wrong answer is told: the known mistake that it is, else a relation that holds for it,
else which kind of change makes the reference behave like it."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from gabarito.checks.verificador import BUSY, CheckTimeout, time_limit
from gabarito.judging import messages, raised, run_check
from gabarito.judging.judge_check import Process
from gabarito.judging.known_mistakes import KnownMistakes
from gabarito.judging.mutants import Mutants
from gabarito.judging.probes import Played
from gabarito.judging.relations import tell
from gabarito.judging.relations.library import Relations
from gabarito.judging.two_mistakes import Share
from gabarito.results.record import MistakeFrom
from gabarito.sandbox.faults import Fault

CALLS_S = 60.0
"""Time of all calls to a student's function; honest ones take about a second, where they train
some ten. As the sandbox counts it: a busy machine must not change what a student is told."""

READING_S = 5.0
"""CPU time of reading what a student's function answers; honest answers take milliseconds."""


@dataclass(frozen=True)
class Told:
    """A diagnosis.

    Attributes:
        name: of the mistake, or of the relation.
        source: where it comes from.
        sentence: what the student reads.
    """

    name: str
    source: MistakeFrom
    sentence: str


class UndiagnosedError(Exception):
    """A relation, or something else of a diagnosis, failed; says so in one sentence."""


class Diagnosis:
    """Knows the mistakes of a lab, what its reference answers, and what changed ones do."""

    def __init__(self, known: KnownMistakes, relations: Relations, mutants: Mutants) -> None:
        self.known, self.relations, self.mutants = known, relations, mutants

    def told(
        self, question: str, process: Process, at: raised.Statement, *, discreet: bool = False
    ) -> Told | None:
        """What the function in `process` is told, precise before broad; None where nothing is sure.

        Args:
            process: of the student's, with right versions of wrong functions that it calls.
            at: the statements of the student's cells that define the function.
            discreet: right functions are supplied: of what they answer no relation may tell, which
                the student's function could have chosen by it.
        Raises:
            Fault: the sandbox failed.
            UndiagnosedError: a relation did.
        """
        try:
            self.known.learn(question)
            self.relations.learn(question)
            process.left_s = CALLS_S
            with run_check.bounded(), time_limit(BUSY * CALLS_S, READING_S):
                return self._told(question, Played(process, at), discreet)
        except (CheckTimeout, MemoryError):
            return None
        except Fault:
            raise
        except Exception as error:  # the grade is there already, and stays
            raise UndiagnosedError(_what_failed(question, error)) from error
        finally:
            process.rest()

    def _told(self, question: str, theirs: Played, discreet: bool) -> Told | None:
        mistake = self.known.mistake(question, theirs)
        if mistake:
            sentence = messages.KNOWN_MISTAKE.format(diagnosis=mistake.diagnosis)
            return Told(mistake.name, "known", sentence)
        two = self.known.two(question, theirs)
        if two:
            return self._of_two(*two)
        samples = None if discreet else self.relations.samples(question, theirs)
        if samples is None:
            return None
        relation = self.relations.told(question, samples)
        if relation is None or relation[0] in tell.VAGUE:
            mutant = self.mutants.told(question, self.relations.asked(question), samples)
            if mutant:
                return Told(mutant[0], "mutant", mutant[1])
        if relation is None or not relation[1]:  # the checks say it already
            return None
        return Told(relation[0], "relation", relation[1])

    def _of_two(self, first: Share, second: Share, wrong: int) -> Told:
        """Two known mistakes, each with its share of the calls that are wrong."""
        sentence = messages.TWO_MISTAKES.format(
            first=self.known.mistakes[first.name].diagnosis,
            second=self.known.mistakes[second.name].diagnosis,
            in_first=first.calls,
            in_second=second.calls,
            wrong=wrong,
        )
        return Told(f"{first.name}+{second.name}", "known", sentence)


def _what_failed(question: str, error: Exception) -> str:
    """One sentence: which exception, and where; not what it says, which may be of an answer."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    kind = type(error).__name__
    return messages.UNDIAGNOSED.format(question=question, kind=kind, place=place)
