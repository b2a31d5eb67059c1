"""What of a record the student reads."""

from __future__ import annotations

from gabarito.results.record import Record
from gabarito.sandbox import promises


def warnings(record: Record) -> list[str]:
    """A record's warnings on the submission; those on the tier are for the professor."""
    of_the_tier = promises.warnings(record.isolation)
    return [warning for warning in record.warnings if warning not in of_the_tier]
