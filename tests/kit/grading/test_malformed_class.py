"""A class of malformed submissions, and a right one now and then: all are accounted for.

``GABARITO_SOAK`` is how many there are; they are drawn from a seeded generator.
"""

from __future__ import annotations

import copy
import json
import os
import random
import zipfile

import pytest
from running_grade import RIGHT, hand_in

from gabarito.channels.collect import take
from gabarito.course.layout import Course
from gabarito.grading import grade_class
from gabarito.grading.submissions import printable, shown

COUNT = int(os.environ.get("GABARITO_SOAK", "60"))
EVERY = 10
"""One in so many is right."""

NAMES = [
    "José",
    "Зоя",
    "李雷",
    "علي",
    "नीता",
    "O'Neil",
    "=1+1",
    "$(rm)",
    "a;b",
    "\u202eabc",
    "x\ny",
]
ODD = [None, True, -1, 1e300, 10**400, "x" * 50_000, [], {}, [[]] * 50, "\ud800", "\0", "../../x"]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252", "cp500")


def put(draw, tree):
    """Something odd in some place of a tree of JSON."""
    while True:
        key = draw.choice([*tree]) if isinstance(tree, dict) else draw.randrange(len(tree))
        below = tree[key]
        if not below or not isinstance(below, (dict, list)) or draw.random() < 0.3:
            tree[key] = copy.deepcopy(draw.choice(ODD))
            return
        tree = below


def another_tree(draw, content):
    tree = json.loads(content)
    for _ in range(draw.randint(1, 5)):
        put(draw, tree)
        if not tree:
            break
    return json.dumps(tree, ensure_ascii=draw.random() < 0.5).encode(
        draw.choice(ENCODINGS), "replace"
    )


def lost_bytes(draw, content):
    first, last = sorted(draw.choices(range(len(content)), k=2))
    return draw.choice([content[:first], content[:first] + content[last:], content[first:]])


def noise(draw, content):
    return draw.choice(
        [b"", b"\0" * 999, draw.randbytes(2000), b"\xff\xfe", b"PK\x03\x04" + content]
    )


def nested(draw, _):
    depth = draw.choice([900, 5_000, 200_000])
    return draw.choice([b"[" * depth, b'{"cells":' * depth, b"[" * depth + b"]" * depth])


def many_cells(draw, content):
    tree = json.loads(content)
    tree["cells"] *= draw.choice([0, 2, 60])
    return json.dumps(tree).encode()


CONTENTS = (another_tree, another_tree, lost_bytes, noise, nested, many_cells)


def link(draw, path, _):
    path.symlink_to(draw.choice(["/etc/passwd", "/dev/zero", ".", path.name]))


def pipe(_, path, __):
    os.mkfifo(path)


def folder(_, path, __):
    path.mkdir()


def archive(draw, path, content):
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as whole:
        for name in draw.sample(["a/mini.ipynb", "../x.ipynb", "/y.ipynb", "mini.ipynb.zip"], 2):
            whole.writestr(name, content)


def two_files(_, path, content):
    path.write_bytes(content)
    path.with_name("Mini (1).ipynb").write_bytes(content[:-1])


def nothing(_, path, __):
    path.with_name("notas.txt").write_text("amanhã entrego")


THINGS = (link, pipe, folder, archive, two_files, nothing)


def malformed(draw, place, content):
    """One submission in a folder of its own."""
    place.mkdir(parents=True)
    path = place / draw.choice(["mini.ipynb"] * 5 + ["Mini.IPYNB", "lab mini.ipynb"])
    if draw.random() < 0.75:
        path.write_bytes(draw.choice(CONTENTS)(draw, content))
    else:
        draw.choice(THINGS)(draw, path, content)


@pytest.fixture(scope="module")
def seed():
    return random.Random(20261126)


@pytest.fixture
def content(mini):
    hand_in(mini, "modelo")
    path = mini.course.submitted / "modelo" / "mini" / "mini.ipynb"
    found = path.read_bytes()
    path.unlink()
    path.parent.rmdir()
    path.parent.parent.rmdir()
    return found


def names(seed, count):
    return [f"{seed.choice(NAMES)} {number}" for number in range(count)]


def graded(lab):
    return grade_class.grade(Course.at(lab.course.root).lab("mini"), workers=2)


def require_all(lab, cohort, right):
    """Everybody has a record, a reason, or is named as unclear; the right ones their points."""
    named = {*cohort.records, *cohort.failures}
    unclear = "\n".join(cohort.unclear)
    for place in lab.course.submitted.iterdir():
        assert place.name in named or shown(place) in unclear
    assert [cohort.records[one].score for one in right] == [1.0] * len(right)
    said = [*cohort.failures.values(), *cohort.unclear.values()]
    assert [words for words in said if "\n" in words or "Erro inesperado" in words] == []


@pytest.mark.slow(reason="a class of malformed submissions")
def test_a_class_put_into_its_folders_is_graded_to_the_last(mini, content, seed):
    right = []
    for number, name in enumerate(names(seed, COUNT)):
        if number % EVERY == 0:
            right.append(f"certa{number}")
            hand_in(mini, right[-1], answers=RIGHT)
        else:
            malformed(seed, mini.course.submitted / name / "mini", content)
    require_all(mini, graded(mini), right)
    again = graded(mini)
    assert set(right) <= again.unchanged


@pytest.mark.slow(reason="a class of malformed submissions")
def test_a_folder_of_them_is_collected_and_what_is_taken_is_graded(mini, content, seed, tmp_path):
    place, right = tmp_path / "entregas", []
    for number, name in enumerate(names(seed, COUNT)):
        if number % EVERY == 0:
            right.append(f"certa{number}")
            (place / right[-1]).mkdir(parents=True)
            (place / right[-1] / "mini.ipynb").write_bytes(content)
        else:
            malformed(seed, place / name, content)
    lines = take.collect(mini, [place], {})
    named = " ".join(printable(line.origin) for line in lines)
    files = [one for one in place.rglob("*") if not one.is_dir() or one.is_symlink()]
    holders = {one.relative_to(place).parts[0] for one in files}
    assert [one for one in holders if printable(one) not in named] == []
    assert [line.words for line in lines if "\n" in line.words] == []
    require_all(mini, graded(mini), right)
