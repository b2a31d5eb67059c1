"""Why a student's process can go on no more, as types that whoever catches one tells apart."""

from __future__ import annotations


class Fault(Exception):
    """A session is over, or one answer of it; what it was for goes on without."""


class OutOfTime(Fault):
    """It took longer than it may, and could not be stopped; or no time was left for it."""


class Died(Fault):
    """It is gone: it ended itself, was killed, or closed its line."""


class ProtocolBroken(Fault):
    """It said what is no answer."""


class TooMuch(Fault):
    """It took more than it may; with it all that ran beside it, which may be somebody else's."""


class TooMuchMemory(TooMuch):
    """All its processes together took more memory than they may."""


class TooManyProcesses(TooMuch):
    """It had more processes than it may."""


class TooMuchDisk(TooMuch):
    """It wrote more than it may."""


class SessionOver(Fault):
    """It was ended before, and is asked for something all the same."""
