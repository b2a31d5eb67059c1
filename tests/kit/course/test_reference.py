"""The reference answers of a lab, as live functions."""

from __future__ import annotations

import sys

from gabarito.course.reference import reference_namespace


def test_cells_may_import_what_asks_questions_in_passing(mini):
    text = mini.text.read_text("utf-8")
    mini.text.write_text(text + "\n\n# %%\nimport palpites\n", "utf-8")
    assert callable(reference_namespace(mini)["palpites"].responda)
    assert "palpites" not in sys.modules
