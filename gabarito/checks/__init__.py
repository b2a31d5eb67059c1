"""What checks and known answers are written with: the names that a course's files may import."""

from gabarito.checks.known import alternative, mistake
from gabarito.checks.verificador import (
    CheckFailed,
    assert_close,
    assert_true,
    assert_unchanged,
    check,
    numerical_gradient,
)

__all__ = [
    "CheckFailed",
    "alternative",
    "assert_close",
    "assert_true",
    "assert_unchanged",
    "check",
    "mistake",
    "numerical_gradient",
]
