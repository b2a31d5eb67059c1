"""What of a record the student reads."""

from __future__ import annotations

from gabarito.results.record import Record
from gabarito.sandbox import tiers


def warnings(record: Record) -> list[str]:
    """A record's warnings on the submission; those on the tier are for the professor."""
    of_the_tier = tiers.named(record.isolation).warnings()
    return [warning for warning in record.warnings if warning not in of_the_tier]
