"""Every error Gabarito expects, as one family.

::

    GabaritoError
    ├── CourseError       the course or a lab in it is not as it should be
    ├── SubmissionError   one submission cannot be read or graded
    ├── LeakError         a release would show a solution or a hidden check
    ├── SandboxError      this machine cannot isolate student code as asked
    │   └── SandboxLostError  a sandbox was there, and was ended by nobody of ours
    ├── DataError         a data set is missing, unreachable or not the registered one
    ├── OutputError       a result cannot be written
    ├── BusyError         another process is at the same work
    ├── ClusterError      other machines cannot be reached, or cannot judge as this one does
    └── MissingExtraError an optional part of the package is not installed

The message is one Portuguese sentence: what happened, where, and what to do.
The command line prints it and exits; it never shows a traceback for these. The sentences are
in the ``messages.py`` of the package that raises them; the one that is the same wherever it is
raised is here.
"""

MISSING_EXTRA = 'Falta o extra {extra}: instale com pip install "gabarito[{extra}]".'


class GabaritoError(Exception):
    """Base of all expected errors; ``str(error)`` is what the user reads."""


class CourseError(GabaritoError):
    """The course folder, its configuration or a lab's files are not usable."""


class SubmissionError(GabaritoError):
    """A submission cannot be read, repaired or executed; the others can."""


class LeakError(GabaritoError):
    """The student release holds something only the instructor may see."""


class SandboxError(GabaritoError):
    """Student code cannot be isolated as asked on this machine."""


class SandboxLostError(SandboxError):
    """A sandbox is gone that nobody told to end; another one can be made."""


class DataError(GabaritoError):
    """A data file is missing, cannot be fetched, or has the wrong sha256."""


class OutputError(GabaritoError):
    """A result cannot be written where it belongs."""


class BusyError(GabaritoError):
    """Another process does what only one may do at a time."""


class ClusterError(GabaritoError):
    """Workers on other machines cannot be reached, or would not judge as this one does."""


class MissingExtraError(GabaritoError):
    """What was asked for needs an extra that is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(MISSING_EXTRA.format(extra=extra))
