"""Whatever a student's file is, what can be read of it is read, and the rest costs itself."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest

from gabarito.errors import SubmissionError
from gabarito.notebook import handed_in, messages, raw_notebook

PATH = Path("entrega.ipynb")
ANSWER = {"cell_type": "code", "source": "def f(): return 'ção'", "metadata": {}, "outputs": []}
MB = 1 << 20


def notebook(*cells, **changes):
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells or [ANSWER]}
    return json.dumps(whole | changes, ensure_ascii=False)


def sources(content):
    return [cell.source for cell in handed_in.parse(content, PATH)[0].cells]


def test_a_usual_notebook_needs_no_repair():
    parsed, repairs = handed_in.parse(notebook().encode(), PATH)
    assert [cell.source for cell in parsed.cells] == [ANSWER["source"]]
    assert repairs == []


ENCODED = {
    "utf-8 with a mark": codecs.BOM_UTF8 + notebook().encode(),
    "utf-16": notebook().encode("utf-16"),
    "utf-16 without a mark": notebook().encode("utf-16-le"),
    "the other utf-16": notebook().encode("utf-16-be"),
    "utf-32": notebook().encode("utf-32"),
    "cp1252": notebook().encode("cp1252"),
    "latin-1": notebook({**ANSWER, "source": ANSWER["source"] + "#\x81"}).encode("latin-1"),
}


@pytest.mark.parametrize("how", ENCODED)
def test_a_file_that_an_editor_saved_in_its_own_way_is_read(how):
    parsed, (repair,) = handed_in.parse(ENCODED[how], PATH)
    assert parsed.cells[0].source.startswith(ANSWER["source"])
    assert repair.startswith("texto em ")


STRANGE = {
    "a number for a source": {**ANSWER, "source": 7},
    "numbers for lines": {**ANSWER, "source": [1, 2]},
    "a dict for a source": {**ANSWER, "source": {"a": 1}},
    "no source": {"cell_type": "code", "metadata": {}},
    "an impossible type": {**ANSWER, "cell_type": "heading"},
    "a type that is no text": {**ANSWER, "cell_type": ["code"]},
    "a number": 7,
    "a text": "def f(): pass",
    "nothing": None,
    "a list": [],
    "another's depth": {**ANSWER, "source": json.loads("[" * 400 + "]" * 400)},
}


@pytest.mark.parametrize("minor", [5, "5"])
@pytest.mark.parametrize("what", STRANGE)
def test_a_cell_that_is_none_costs_itself(what, minor):
    """With a version in text the file is read in the other way."""
    content = notebook(ANSWER, STRANGE[what], ANSWER, nbformat_minor=minor).encode()
    parsed, repairs = handed_in.parse(content, PATH)
    assert [cell.source for cell in parsed.cells] == [ANSWER["source"]] * 2
    assert repairs == [messages.NO_CELL.format(number=2)]


def test_of_many_such_cells_a_few_are_named():
    _, repairs = handed_in.parse(notebook(ANSWER, *[7] * 500).encode(), PATH)
    assert len(repairs) == handed_in.MAX_REPAIRS + 1


def test_half_a_character_somewhere_costs_nothing():
    broken = {**ANSWER, "outputs": [{"text": "\ud800"}]}
    content = json.dumps(json.loads(notebook(ANSWER)) | {"cells": [broken, ANSWER]}).encode()
    assert sources(content) == [ANSWER["source"]] * 2


def test_empty_cells_do_not_push_the_work_out():
    empty = {**ANSWER, "source": ""}
    assert sources(notebook(*[empty] * 20_000, ANSWER).encode()) == [ANSWER["source"]]


def test_a_few_empty_cells_stay_where_they_are():
    empty = {**ANSWER, "source": ""}
    assert sources(notebook(empty, ANSWER).encode()) == ["", ANSWER["source"]]


def test_old_outputs_of_any_size_count_for_nothing():
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 60 * MB}
    drawn = {**ANSWER, "outputs": [output]}
    parsed, repairs = handed_in.parse(notebook(drawn, ANSWER).encode(), PATH)
    assert [cell.source for cell in parsed.cells] == [ANSWER["source"]] * 2
    assert parsed.cells[0].outputs == []
    assert repairs == [messages.OUTPUTS_LEFT_OUT.format(number=1)]


def test_outputs_of_a_usual_size_are_there_for_who_keeps_them():
    output = {"output_type": "stream", "name": "stdout", "text": "x"}
    (cell,) = handed_in.parse(notebook({**ANSWER, "outputs": [output]}).encode(), PATH)[0].cells
    assert cell.outputs == [output]


def test_an_old_notebook_has_to_be_read_whole_and_is_not_beyond_a_size(monkeypatch):
    monkeypatch.setattr(raw_notebook, "MAX_WHOLE", 1000)
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "x" * 1000}, "worksheets": []}
    with pytest.raises(SubmissionError, match="acima de"):
        handed_in.parse(json.dumps(old).encode(), PATH)


LARGE = {
    "lines": {**ANSWER, "source": ["\n"] * (8 * MB)},
    "numbers": {**ANSWER, "source": [1] * (8 * MB)},
    "attachments": {**ANSWER, "cell_type": "markdown", "attachments": {"a": [0] * (16 * MB)}},
    "outputs that are lists": {**ANSWER, "outputs": [[]] * (8 * MB)},
}


@pytest.mark.slow(reason="reads megabytes, seconds each")
@pytest.mark.parametrize("what", LARGE)
def test_a_large_part_costs_itself_at_most(what):
    content = notebook(LARGE[what], ANSWER).encode()
    assert sources(content)[-1] == ANSWER["source"]
