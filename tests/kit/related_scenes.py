"""What relations tell of functions on objects that stay where they are, in one process."""

from __future__ import annotations

import inspect

from gabarito.guest import protocol, values
from gabarito.judging import probes
from gabarito.judging.call_process import CallProcess
from gabarito.judging.probes import Played
from gabarito.judging.relations import tell_of_objects
from gabarito.judging.relations.samples import signature
from gabarito.judging.relations.staged import Staged


class InProcess(CallProcess):
    """Answers calls as a process of a session's does, with functions of a test's own."""

    def __init__(self, functions):
        super().__init__(None)
        self.functions, self.stay = functions, values.Stay()

    def rest(self):
        self.stay = values.Stay()

    def ask(self, request):
        decoder = values.Decoder(stay=self.stay)
        args = [decoder.decode(item) for item in request.args]
        kwargs = {name: decoder.decode(item) for name, item in request.kwargs.items()}
        try:
            result = self.functions[request.name](*args, **kwargs)
        except Exception as error:
            return protocol.Raised(type(error).__name__, str(error))
        known = {id(value): number for number, value in decoder.objects.items()}
        encoder = values.Encoder(known, self.stay)
        encoded = encoder.encode(result)
        after = [(number, encoder.contents(v)) for number, v in decoder.objects.items()]
        return protocol.Returned(encoded, after)


def staged(asked, checks, instruments, asking, right=()):
    """A question as relations know it, and what answers calls with `asked` in its place."""
    name = asked.__name__

    def process(function):
        return InProcess({**instruments, name: function})

    found = probes.recorded(name, {name: checks}, list(instruments), process(asked))
    known = signature(inspect.getsource(asked), name)
    one = Staged(found, name, known, asking.of_objects, process(asked))
    for function in right:
        one.agree_on(process(function))
    return one, process


def told_of_objects(asked, answer, checks, instruments, asking, right=()):
    """What `answer` is told where `asked` is asked for by checks, and others are right, too."""
    one, process = staged(asked, checks, instruments, asking, right)
    samples = one.samples(Played(process(answer), lambda *_: ""))
    reference = process(asked)

    def imagine(index, hypothesis):
        return one.imagined(lambda: reference, index, hypothesis)

    return samples and tell_of_objects.told(samples, one.known, asking, imagine)
