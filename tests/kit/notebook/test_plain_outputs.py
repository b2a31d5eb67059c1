"""Outputs that are kept: the same that nbformat's own, slower check takes."""

from __future__ import annotations

import nbformat
import pytest

from gabarito.notebook import plain_outputs

FORMS = [
    {"output_type": "stream", "name": "stdout", "text": "a"},
    {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
    {"output_type": "display_data", "data": {"text/plain": "a"}, "metadata": {"x": {}}},
    {"output_type": "display_data", "data": {"application/json": {"a": [1]}}, "metadata": {}},
    {"output_type": "display_data", "data": {"application/x+json": [1]}, "metadata": {}},
    {"output_type": "execute_result", "execution_count": None, "data": {}, "metadata": {}},
    {"output_type": "execute_result", "execution_count": 3, "data": {}, "metadata": {}},
    {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["a"]},
]
NO_FORMS = [
    {"output_type": "stream", "name": "stdout"},
    {"output_type": "stream", "name": 1, "text": ""},
    {"output_type": "stream", "name": "stdout", "text": "a", "more": 1},
    {"output_type": "display_data", "data": {"text/plain": 1}, "metadata": {}},
    {"output_type": "display_data", "data": {"text/plain": ["a", 1]}, "metadata": {}},
    {"output_type": "display_data", "data": {"text/x+json": [1]}, "metadata": {}},
    {"output_type": "display_data", "data": [], "metadata": {}},
    {"output_type": "display_data", "data": {}},
    {"output_type": "execute_result", "execution_count": -1, "data": {}, "metadata": {}},
    {"output_type": "execute_result", "execution_count": "1", "data": {}, "metadata": {}},
    {"output_type": "execute_result", "data": {}, "metadata": {}},
    {"output_type": "error", "ename": "E", "evalue": "", "traceback": "a"},
    {"output_type": "pyout", "text": "a"},
]


@pytest.mark.parametrize("output", FORMS)
def test_what_nbformat_takes_is_kept(output):
    nbformat.v4.nbbase.validate(output, ref=output["output_type"])
    assert plain_outputs.plain_output(output) == output


@pytest.mark.parametrize("output", NO_FORMS)
def test_what_nbformat_refuses_is_not_kept(output):
    with pytest.raises(Exception, match=r"valid|definitions"):
        nbformat.v4.nbbase.validate(output, ref=output["output_type"])
    assert plain_outputs.plain_output(output) is None


@pytest.mark.parametrize("output", [{}, [], None, 3, {"output_type": ["stream"]}])
def test_what_is_no_output_at_all_is_not_kept(output):
    assert plain_outputs.plain_output(output) is None
