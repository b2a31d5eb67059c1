"""Whatever is done to a notebook's file, it is graded as a notebook or refused in a sentence.

The default run tries the same changes every time; `make nightly` tries thousands of new ones.
"""

from __future__ import annotations

import copy
import json

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gabarito.course.layout import Course
from gabarito.errors import SubmissionError
from gabarito.judging import match_cells
from gabarito.notebook import lab_text, plain_outputs

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
    st.sampled_from([
        10**400, "x" * 100_000, [], {}, [[]] * 50, "\ud800", "\x00", "../../etc/passwd", "NaN",
        "code", "markdown", "raw", "heading", {"nbgrader": {"grade_id": "checks_dobro"}},
        {"grade_id": "dobro", "solution": True, "grade": True, "locked": False, "points": 1e300},
        ["def dobro(x):\n", "    return x + x"], {"image/png": "!!!"}, {"text/plain": [1, None]},
    ]),
)  # fmt: skip
"""What may stand in the place of anything."""

CHANGES = ("replace", "delete", "double", "wrap", "rename", "swap")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252")


@pytest.fixture(scope="module")
def source(mini_template):
    """The instructor's notebook."""
    return Course.at(mini_template).lab("mini").built()


@pytest.fixture(scope="module")
def notebook(mini_template):
    """What students get, as JSON."""
    lab = Course.at(mini_template).lab("mini")
    return json.loads((lab.released / "mini.ipynb").read_text(encoding="utf-8"))


def places(tree, above=()):
    """Every place in a tree of JSON, as keys from the top."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, one in inside:
        yield (*above, key)
        if isinstance(one, (dict, list)):
            yield from places(one, (*above, key))


def changed(draw, tree):
    """The tree with one thing in it done something to."""
    where = draw(st.sampled_from(list(places(tree))))
    holder = tree
    for key in where[:-1]:
        holder = holder[key]
    key, change = where[-1], draw(st.sampled_from(CHANGES))
    if change == "delete":
        del holder[key]
    elif change == "wrap":
        holder[key] = draw(st.sampled_from([[holder[key]], {"": holder[key]}]))
    elif change == "rename" and isinstance(holder, dict):
        holder[draw(st.text(max_size=5))] = holder.pop(key)
    elif change in ("double", "swap") and isinstance(holder, list):
        other = draw(st.integers(0, len(holder) - 1))
        doubled = copy.deepcopy(holder[key])
        if change == "double":
            holder.insert(other, doubled)
        else:
            holder[key], holder[other] = holder[other], doubled
    else:
        holder[key] = copy.deepcopy(draw(ODD))  # a later change may be to its inside
    return tree


def damaged(draw, content):
    """The bytes of a file, some of them lost or others."""
    first, last = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    kind = draw(st.sampled_from(["whole"] * 5 + ["cut", "hole", "noise"]))
    if kind == "cut":
        return content[:first]
    if kind == "hole":
        return content[:first] + content[last:]
    if kind == "noise":
        return content[:first] + draw(st.binary(max_size=8)) + content[first:]
    return content


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_it_is_a_notebook_with_the_instructors_checks_or_one_sentence(
    data, notebook, source, tmp_path_factory
):
    tree = copy.deepcopy(notebook)
    for _ in range(data.draw(st.integers(1, 6))):
        tree = changed(data.draw, tree)
    text = json.dumps(tree, ensure_ascii=data.draw(st.booleans()))
    encoded = text.encode(data.draw(st.sampled_from(ENCODINGS)), "replace")
    path = tmp_path_factory.getbasetemp() / "entrega.ipynb"
    path.write_bytes(damaged(data.draw, encoded))
    try:
        entry = match_cells.read(path, source)
    except SubmissionError as error:
        sentence = str(error)
    else:
        require_gradable(entry, source)
        return
    assert "entrega.ipynb" in sentence
    assert "\n" not in sentence


def require_gradable(entry, source):
    """A valid notebook, with the instructor's own checks in it.

    Outputs stay as they came until it is known which ones are kept.
    """
    budget = plain_outputs.OutputBudget()
    for cell in entry.notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = budget.within(cell.outputs)
    nbformat.validate(entry.notebook)
    theirs, ours = (lab_text.named_cells(one, "checks") for one in (entry.notebook, source))
    assert {name: cell.source for name, cell in theirs.items()} == {
        name: cell.source for name, cell in ours.items()
    }
    assert all("\n" not in said for said in [*entry.repairs, *entry.warnings])
