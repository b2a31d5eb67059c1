"""What the diagnosis tells of each known mistake when it is not in the library.

Each mistake of ``tests/<lab>/mistakes.py`` is taken out in turn and diagnosed with the rest, as a
wrong answer that nobody listed would be; so are the reference and the alternatives, which must be
told nothing::

    python benchmarks/leave_one_out.py regularizacao

What is told is read against what the mistake is:

* *rightly*: the sentence names the argument, part, factor or place that the change made wrong;
* *compatible*: it is true of the mistake in every call, and whoever looks where it points (the
  argument, the part, the branch) looks at the changed line, or at what that line works out;
* *wrong*: it is false in some call, or points at what the change did not touch;
* *nothing*: no sentence, or one that the check itself says already.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from gabarito.course.known_answers import Variant, load_alternatives, load_mistakes
from gabarito.course.layout import Course
from gabarito.judging import raised
from gabarito.judging.call_process import CallProcess
from gabarito.judging.diagnosis import Told
from gabarito.judging.prepared_lab import PreparedLab

COURSE = Course.at(Path(__file__).parents[1])


def diagnosed(prepared: PreparedLab, variant: Variant) -> tuple[Told | None, float]:
    """What a variant is told, and the CPU time of this process that it took, in seconds."""

    def at(label: str, line: int) -> str:
        return raised.statement(variant.source, line) if label == "resposta" else ""

    with prepared.right_answers.reference() as session:
        session.run(variant.source, "resposta", [variant.question], 5.0, False)
        start = time.process_time()
        told = prepared.diagnosis.told(variant.question, CallProcess(session), at)
        return told, time.process_time() - start


def left_out(prepared: PreparedLab) -> tuple[Counter[str], list[float]]:
    """Diagnose each mistake without itself; print what it is told beside what it is."""
    counts: Counter[str] = Counter()
    spent = []
    known = prepared.diagnosis.known
    for name, variant in load_mistakes(prepared.lab).items():
        known.learn(variant.question)
        prepared.diagnosis.relations.learn(variant.question)
        with known.without(name):
            told, seconds = diagnosed(prepared, variant)
        spent.append(seconds)
        counts[told.source if told else "nada"] += 1
        print(f"\n{variant.question} · {name}: {variant.diagnosis}")
        print(f"    → {told.name if told else '–'}: {told.sentence if told else 'nada'}")
    return counts, spent


def main(lab: str) -> None:
    """Print what each mistake of a lab is told, then the counts."""
    with PreparedLab(COURSE.lab(lab)) as prepared:
        counts, spent = left_out(prepared)
        right = load_alternatives(prepared.lab)
        reference = {
            f"referência de {q}": Variant(q, q, source) for q, source in prepared.solutions.items()
        }
        for name, variant in {**right, **reference}.items():
            told, _ = diagnosed(prepared, variant)
            counts["certas com diagnóstico"] += bool(told)
            if told:
                print(f"\nCERTA COM DIAGNÓSTICO: {name}: {told.sentence}")
        print(f"\n{lab}: {dict(counts)}; {statistics.median(spent) * 1e3:.0f} ms cada, na mediana")


if __name__ == "__main__":
    for each in sys.argv[1:]:
        main(each)
