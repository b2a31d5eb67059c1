"""What known answers are told, for a person and for a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gabarito.audit import messages
from gabarito.audit.diagnosis import Diagnosed


def as_text(diagnosed: Diagnosed) -> Iterator[str]:
    """Each mistake with what it is told, and right answers that are told something."""
    for variant, told in diagnosed.mistakes:
        yield messages.DIAGNOSED.format(
            question=variant.question, name=variant.name, diagnosis=variant.diagnosis
        )
        yield (
            messages.SAID.format(name=told.name, sentence=told.sentence)
            if told
            else messages.SAID_NOTHING
        )
    for variant, said in diagnosed.right:
        yield messages.RIGHT_TOLD.format(
            question=variant.question, name=variant.name, sentence=said.sentence
        )


def as_markdown(labs: Mapping[str, Diagnosed]) -> str:
    """A table with one line for each lab."""
    return "\n".join([*messages.DIAGNOSED_HEAD, *(_row(*one) for one in labs.items())])


def _row(lab: str, diagnosed: Diagnosed) -> str:
    count, sources = len(diagnosed.mistakes), diagnosed.sources
    return messages.DIAGNOSED_ROW.format(
        lab=lab,
        mistakes=count,
        known=sources["known"],
        relation=sources["relation"],
        mutant=sources["mutant"],
        nothing=sources[""],
        share=round(100 * sources[""] / max(count, 1)),
        right=len(diagnosed.right),
    )


def as_json(diagnosed: Diagnosed) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "mistakes": [
            {
                "question": variant.question,
                "mistake": variant.name,
                "source": told.source if told else None,
                "told": told.sentence if told else None,
            }
            for variant, told in diagnosed.mistakes
        ],
        "right": [
            {"question": variant.question, "answer": variant.name, "told": said.sentence}
            for variant, said in diagnosed.right
        ],
    }
