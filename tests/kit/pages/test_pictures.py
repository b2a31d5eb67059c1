"""Small pictures: each number in its place, in words for who does not see it."""

from __future__ import annotations

from xml.etree import ElementTree

from gabarito.pages import pictures, templating
from gabarito.results.difference import Difference, Window

MATRIX = Difference("Z", [[1.0, -2.0], [0.0, 3.0]], [[1.0, 2.0], [0.0, 4.0]], [1, 3])
CURVE = Difference("custos", [[1.0, 2.0, 3.0]], [[1.0, 0.5, 0.0]], [1, 2], line=True)
DRAWN = templating._environment().get_template("student/picture.html.j2")


def test_a_matrix_is_obtained_expected_and_their_difference():
    panels = pictures.of(MATRIX).panels
    assert [panel.title for panel in panels] == ["obtido", "esperado", "diferença"]
    assert [[cell.said for cell in panel.cells] for panel in panels] == [
        ["1", "−2", "0", "3"],
        ["1", "2", "0", "4"],
        ["0", "−4", "0", "−1"],
    ]
    assert panels[0].spoken == "Z, obtido, linha por linha: 1 −2; 0 3"


def test_no_zero_has_a_sign():
    panels = pictures.of(Difference("Z", [[-0.0, 1.0]], [[0.0, 2.0]], [1])).panels
    assert [panel.cells[0].said for panel in panels] == ["0", "0", "0"]


def test_the_places_that_differ_have_a_border_except_where_they_are_right():
    obtained, expected, off = pictures.of(MATRIX).panels
    assert [cell.wrong for cell in obtained.cells] == [False, True, False, True]
    assert [cell.wrong for cell in off.cells] == [False, True, False, True]
    assert not any(cell.wrong for cell in expected.cells)


def test_obtained_and_expected_share_a_scale_of_colour():
    obtained, expected, off = pictures.of(MATRIX).panels
    assert (obtained.cells[1].sign, expected.cells[1].sign) == ("negative", "positive")
    assert obtained.cells[1].strength == expected.cells[1].strength
    strongest = max(float(cell.strength) for cell in (*obtained.cells, *expected.cells))
    assert float(expected.cells[3].strength) == strongest
    assert float(off.cells[1].strength) == strongest


def test_what_the_first_wrong_number_reads_is_framed():
    image = [[1.0, 2.0, 0.0], [0.5, 1.0, 3.0], [2.0, 0.0, 1.0]]
    window = Window([0, 1], image, (0, 2), (1, 3), [[1.0, 0.0], [0.0, -1.0]])
    found = pictures.of(Difference("Z", MATRIX.got, MATRIX.want, MATRIX.wrong, window=window))
    entrance, weights = found.window.panels
    left, top, width, height = entrance.frame
    inside = [
        cell.said
        for cell in entrance.cells
        if left <= cell.x < left + width and top <= cell.y < top + height
    ]
    assert inside == ["2", "0", "1", "3"]
    assert "[0, 1]" in entrance.spoken
    assert "linhas 0:2 e colunas 1:3" in entrance.spoken
    assert [cell.said for cell in weights.cells] == ["1", "0", "0", "−1"]
    assert str(DRAWN.module.drawn(found)).count("read-part") == 1


def test_a_curve_goes_up_where_the_numbers_do():
    line = pictures.of(CURVE).line
    heights = [[float(p.split(",")[1]) for p in row.split()] for row in (line.got, line.want)]
    assert heights[0] == sorted(heights[0], reverse=True)  # SVG counts from the top
    assert heights[1] == sorted(heights[1])
    assert heights[0][0] == heights[1][0]
    assert len(line.wrong) == 2
    assert (line.highest, line.lowest) == ("3", "0")


def test_a_picture_is_well_formed_and_says_its_name_escaped():
    for found in (MATRIX, CURVE):
        name = '<script>"&'
        found = Difference(name, found.got, found.want, found.wrong, found.line)
        drawn = DRAWN.module.drawn(pictures.of(found))
        root = ElementTree.fromstring(str(drawn))
        assert root.tag == "figure"
        assert {one.tag for one in root.iter()} & {"script"} == set()
        for svg in root.iter("svg"):
            assert svg.get("aria-label").startswith(name)
