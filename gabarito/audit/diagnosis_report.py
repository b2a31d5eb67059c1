"""What known answers are told, for a person and for a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gabarito.audit import diagnosis, messages
from gabarito.audit.diagnosis import Diagnosed


def as_text(diagnosed: Diagnosed) -> Iterator[str]:
    """Each mistake with what it is told, and right answers that are told something."""
    for case in diagnosed.cases:
        variant, told = case.mistake, case.told
        yield messages.DIAGNOSED.format(
            question=variant.question, name=variant.name, diagnosis=variant.diagnosis
        )
        yield (
            messages.SAID.format(
                name=told.name, sentence=told.sentence, verdict=messages.VERDICTS[case.verdict]
            )
            if told
            else messages.SAID_NOTHING.format(verdict=messages.VERDICTS[case.verdict])
        )
    for variant, said in diagnosed.right:
        yield messages.RIGHT_TOLD.format(
            question=variant.question, name=variant.name, sentence=said.sentence
        )


def as_markdown(labs: Mapping[str, Diagnosed]) -> str:
    """A table with one line for each lab."""
    return "\n".join([*messages.DIAGNOSED_HEAD, *(_row(*one) for one in labs.items())])


def _row(lab: str, diagnosed: Diagnosed) -> str:
    count, verdicts = len(diagnosed.cases), diagnosed.verdicts
    told = sum(1 for case in diagnosed.cases if case.told)
    return messages.DIAGNOSED_ROW.format(
        lab=lab,
        mistakes=count,
        told=told,
        share=round(100 * told / max(count, 1)),
        rightly=verdicts["certo"],
        compatible=verdicts["compativel"],
        wrong=verdicts["errado"],
        unread=verdicts[diagnosis.UNREAD],
        raises=verdicts[diagnosis.RAISES],
        nothing=verdicts[diagnosis.NOTHING],
        right=len(diagnosed.right),
        cpu=round(1000 * diagnosed.cpu_s),
    )


def as_json(diagnosed: Diagnosed) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "mistakes": [
            {
                "question": case.mistake.question,
                "mistake": case.mistake.name,
                "source": case.told.source if case.told else None,
                "told": case.told.sentence if case.told else None,
                "verdict": case.verdict,
            }
            for case in diagnosed.cases
        ],
        "right": [
            {"question": variant.question, "answer": variant.name, "told": said.sentence}
            for variant, said in diagnosed.right
        ],
    }
