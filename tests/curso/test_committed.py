"""What is in git is what the texts build: nobody edits a generated file by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from file_trees import tree

from gabarito.authoring import build, colab, demo, leaks, release
from gabarito.course.layout import Course
from gabarito.notebook import lab_text

ROOT = Path(__file__).parents[2]
LABS = Course.at(ROOT).lab_names()


@pytest.fixture(scope="module", params=LABS)
def pair(request, tmp_path_factory):
    """A lab as committed, and the same lab built and released anew elsewhere."""
    committed = Course.at(ROOT).lab(request.param)
    folder = tmp_path_factory.mktemp("novo") / "curso"
    demo.copy_course(committed, folder)
    rebuilt = Course.at(folder).lab(request.param)
    build.build(rebuilt)
    release.release(rebuilt)
    return committed, rebuilt


def test_source_is_what_the_text_builds(pair):
    committed, rebuilt = pair
    assert tree(committed.folder) == tree(rebuilt.folder)


def test_release_is_what_source_releases(pair):
    committed, rebuilt = pair
    assert tree(committed.released) == tree(rebuilt.released)


def test_nothing_leaks_in_the_committed_release(pair):
    committed, _ = pair
    assert leaks.find_leaks(committed, committed.released) == []


def test_a_release_warns_of_no_free_text_that_goes_whole(pair):
    committed, _ = pair
    answers = lab_text.named_cells(committed.built(), "manual").values()
    assert all(leaks.marked(cell.source) for cell in answers)


def test_the_text_is_in_the_form_that_going_back_writes(pair):
    committed, _ = pair
    written = committed.text.read_text(encoding="utf-8")
    assert lab_text.write_text(committed.parse(), previous=written) == written


def test_a_lab_is_worth_ten_points(pair):
    committed, _ = pair
    cells = lab_text.named_cells(committed.built(), "checks").values()
    assert sum(cell.metadata["nbgrader"]["points"] for cell in cells) == pytest.approx(10)


def test_the_readme_has_the_badge_of_each_lab():
    published = colab.Publication.of(Course.at(ROOT))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for lab in LABS:
        assert f"| {published.badge(lab)} |" in readme
