"""What checks and known answers are written with: the names that a course's files may import."""

from gabarito.checks.known import alternative, mistake
from gabarito.checks.verificador import (
    CheckFailed,
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    is_close,
    numerical_gradient,
    premise,
    remembered,
)

__all__ = [
    "CheckFailed",
    "alternative",
    "assert_close",
    "assert_shape",
    "assert_true",
    "assert_unchanged",
    "check",
    "is_close",
    "mistake",
    "numerical_gradient",
    "premise",
    "remembered",
]
