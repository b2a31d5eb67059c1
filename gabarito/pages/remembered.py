"""What a lab's own texts become is worked out once for a class: all students have them."""

from __future__ import annotations

import functools
from collections.abc import Callable

LONGEST = 20_000
"""Characters of a text that is remembered; a lab's have some thousand."""

MOST = 256
"""Texts that one process remembers, the last that were used; a lab has half as many."""


def remembered(function: Callable[[str], str]) -> Callable[[str], str]:
    """`function`, which depends on its argument only, worked out once for each short text."""
    known = functools.lru_cache(MOST)(function)

    @functools.wraps(function)
    def recalled(text: str) -> str:
        return known(text) if len(text) <= LONGEST else function(text)

    return recalled
