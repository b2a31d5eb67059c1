"""How relations name several things in one sentence."""

from __future__ import annotations

from gabarito.judging import messages

MOST = 4
"""Things that are named; of more, the others are not."""


def listed(words: list[str]) -> str:
    """Words as in a sentence: a comma between them, and "e" before the last one."""
    words = list(dict.fromkeys(words))
    if len(words) > MOST:
        words = [*words[:MOST], messages.OTHERS]
    first = messages.COMMA.join(words[:-1])
    return messages.AND.join([first, words[-1]]) if first else "".join(words)
