"""Ctrl-C where it must not arrive."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading

import pytest

from gabarito.sandbox import interrupts


def test_an_interruption_inside_comes_at_the_end_though_what_is_inside_swallows_all():
    done = []

    def inside():
        with interrupts.postponed(), contextlib.suppress(BaseException):
            signal.raise_signal(signal.SIGINT)
            done.append("the rest")

    with pytest.raises(KeyboardInterrupt):
        inside()
    assert done == ["the rest"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)  # as before


def test_other_threads_get_none_and_are_left_alone():
    handlers = []

    def work():
        with interrupts.postponed():
            handlers.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert handlers == [signal.getsignal(signal.SIGINT)]


def test_what_is_started_inside_gets_no_interruption():
    code = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('vivo')"
    with interrupts.not_inherited():
        helper = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert helper.stdout == "vivo\n"
    plain = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert plain.stdout == ""


def test_a_request_to_end_is_postponed_where_it_is_an_interruption_and_only_there():
    code = """
import signal, sys
from gabarito.cli import interruption
from gabarito.sandbox import interrupts
{before}
try:
    with interrupts.postponed():
        signal.raise_signal(signal.SIGTERM)
        print("the rest", flush=True)
except KeyboardInterrupt:
    print("interrupted")
"""
    for before, said in {"interruption.raise_later()": "the rest\ninterrupted\n", "": ""}.items():
        program = [sys.executable, "-c", code.format(before=before)]
        done = subprocess.run(program, capture_output=True, text=True)
        assert done.stdout == said, done.stderr
