"""The link by which a student asks for a second look: the course's address, filled in."""

from __future__ import annotations

import string
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.pages import messages

_FIELDS = {"lab", "question", "key"}
_SCHEMES = ("mailto", "https", "http")

SHOWN_OF_A_KEY = 16
"""Characters of a record's key that tell it from all others of a course."""


@dataclass(frozen=True)
class RegradeLinks:
    """Links for one record.

    Args:
        template: see :func:`template_of`.
        key: of the record.
    """

    template: str
    lab: str
    key: str

    def link(self, question: str) -> str:
        """Where to ask about `question`; empty where the course has no such place."""
        known = {"lab": self.lab, "question": question, "key": self.key[:SHOWN_OF_A_KEY]}
        return self.template.format(**{name: quote(said, safe="") for name, said in known.items()})


def template_of(course: Course) -> str:
    """``c.Gabarito.regrade_url``, ready to be filled in; empty where there is none.

    An e-mail address alone gets a subject and a text.

    Raises:
        CourseError: it is no link, or has another field.
    """
    asked = course.config.Gabarito.get("regrade_url", "")
    if not asked:
        return ""
    if not isinstance(asked, str) or not _is_link(asked) or not _fields(asked) <= _FIELDS:
        raise CourseError(messages.WRONG_REGRADE_URL.format(value=asked))
    alone = asked.startswith("mailto:") and "?" not in asked
    return asked + _letter() if alone else asked


def _is_link(asked: str) -> bool:
    try:
        return urlsplit(asked).scheme in _SCHEMES
    except ValueError:
        return False


def _fields(template: str) -> set[str]:
    try:
        return {
            f"{name}{form}{conversion or ''}"
            for _, name, form, conversion in string.Formatter().parse(template)
            if name is not None
        }
    except ValueError:  # a brace that nothing closes
        return {""}


def _letter() -> str:
    subject, body = (quote(said, safe="{}") for said in (messages.SUBJECT, messages.LETTER))
    return f"?subject={subject}&body={body}"
