"""Marks of the known answers of a question: wrong ones, and other right ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def mistake(question: str, *, diagnosis: str) -> Callable[[Any], Any]:
    """Mark a function as a known wrong answer to `question`.

    Args:
        diagnosis: what a good teacher would say of it, in Portuguese.
    """
    return _mark(question, diagnosis)


def alternative(question: str) -> Callable[[Any], Any]:
    """Mark a function as another right answer to `question`."""
    return _mark(question, None)


def _mark(question: str, diagnosis: str | None) -> Callable[[Any], Any]:
    def mark(function: Any) -> Any:
        function.known_answer = (question, diagnosis)
        return function

    return mark
