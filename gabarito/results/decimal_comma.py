"""Numbers as Portuguese writes them."""

from __future__ import annotations


def decimal_comma(number: float, form: str = "g") -> str:
    """`number` with a comma.

    The same as in ``verificador.py``, which students have by itself: whoever only shows a number
    should not wait for what that file imports.

    Args:
        form: as of :func:`format`.
    """
    return format(number, form).replace(".", ",")
