"""What a person says of the sentences that known mistakes are told: `tests/<lab>/diagnoses.toml`.

A table for each mistake, with the sentence that was read and a verdict. A sentence that is no
longer the same counts as not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from gabarito.audit import messages
from gabarito.course.layout import Lab
from gabarito.errors import CourseError

FILE = "diagnoses.toml"

Verdict = Literal["certo", "compativel", "errado"]


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence that a person read.

    Attributes:
        told: the sentence.
        verdict: by the rule in :mod:`gabarito.audit.diagnosis`.
    """

    told: str
    verdict: Verdict


Readings = Mapping[str, Reading]


def load(lab: Lab) -> Readings:
    """The readings of a lab, by name of the mistake; none where there is no file.

    Raises:
        CourseError: it is no such file.
    """
    path = lab.checks / FILE
    if not path.is_file():
        return {}
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, Reading])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(messages.BAD_READINGS.format(path=path, error=error)) from None
