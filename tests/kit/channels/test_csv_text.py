"""CSV files byte for byte, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gabarito.channels import csv_text

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=12)


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4), st.booleans())
def test_a_file_that_is_read_and_written_is_the_same_bytes(rows, quoted):
    made = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(made, quoting=quoting, lineterminator="\r\n").writerows(rows)
    content = made.getvalue().encode()
    assert csv_text.parse(content).to_bytes() == content


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4))
def test_a_new_file_says_what_it_was_given_to_pythons_own_reader(rows):
    text = csv_text.made(rows, ";").decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert read == [[csv_text.harmless(cell) for cell in row] for row in rows]


@pytest.mark.parametrize(
    "attack",
    [
        "=HYPERLINK(\"https://mau.example\")", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
        "-2+3*cmd|' /C calc'!A0", "＝1", "--3", "+55 31 99999-0000", "-3=1",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_becomes_text(attack):
    assert csv_text.harmless(attack) == f"'{attack}"


@pytest.mark.parametrize("text", ["-3", "-3,5", "-0.25", "7", "Ana", "ana@a.br", "a=b", "'=1", ""])
def test_numbers_and_common_texts_stay(text):
    assert csv_text.harmless(text) == text


def test_a_quoted_negative_number_stays_a_number():
    sheet = csv_text.parse(b'nota,x\n"-3,5",1\n')
    assert sheet.value(1, 0) == "-3,5"
    sheet.put(1, 1, "-3,5")
    assert sheet.to_bytes() == b'nota,x\n"-3,5","-3,5"\n'


def test_one_changed_cell_changes_no_other_byte():
    content = 'a;"b ""x""";c\r\n"1";2;"três\nlinhas"\r\n\r\n4;5'.encode("cp1252")
    sheet = csv_text.parse(content)
    sheet.put(1, 1, "dois")
    assert sheet.to_bytes() == content.replace(b"2", b"dois")
