"""What relations tell of a function, in calls of a test's own: real parts, in one process."""

from __future__ import annotations

import copy
import inspect

import numpy as np

from gabarito.guest import protocol, values
from gabarito.judging.alike import alike
from gabarito.judging.probes import Done, Step
from gabarito.judging.relations import left_behind, tell, variations
from gabarito.judging.relations.imagined import RAISED
from gabarito.judging.relations.samples import MISSING, Sample, signature


def told_by_relations(asked, answer, calls, seen=1):
    """What `answer` is told where `asked` is asked for; the first calls are those seen."""
    known = signature(inspect.getsource(asked), asked.__name__)
    steps = [Step(packed(asked, args), None) for args in calls]
    varied = variations.variations([[step] for step in steps], known.arguments, known.defaults)
    plain = [(step.call, None, place < seen) for place, step in enumerate(steps)]
    samples: list[Sample] = []
    for call, change, visible in [*plain, *((call, change, False) for change, call in varied)]:
        expected, *given = (done(function, call) for function in (asked, answer, answer))
        if expected.returned:
            arguments = variations.named(call, known.arguments, known.defaults)
            steady = alike(given[0].plain, given[1].plain)
            samples.append(Sample(arguments, expected, given[0], visible, change, steady))

    def imagine(number, hypothesis):
        changes = hypothesis.changes(samples[number].arguments)
        if changes is None:
            return MISSING
        call = variations.with_others(steps[number].call, known.arguments, changes)
        found = done(asked, call)
        return found.result if found.returned else RAISED

    written = {n for s in samples for n in left_behind.written(s.arguments, s.expected)}
    if written and all(sample.right for sample in samples):
        return tell.told_of_arguments(samples, known, sorted(written))
    return tell.told(samples, known, imagine)


def packed(function, args):
    encoder = values.Encoder()
    return protocol.Call(function.__name__, [encoder.encode(copy.deepcopy(a)) for a in args], {})


def done(function, call):
    args, kwargs = variations.decoded(call)
    try:
        with np.errstate(all="ignore"):
            result = function(*args, **kwargs)
    except Exception as error:
        line = error.__traceback__.tb_next.tb_lineno
        return Done([type(error).__name__, "", str(line)], None, args, kwargs)
    return Done(None, result, args, kwargs)
