"""What Gradescope gives a package and reads of it: its folders and its results.json."""

from __future__ import annotations

import io
import json
import shutil
import stat
import zipfile

VISIBILITY = {"visible", "hidden", "after_due_date", "after_published"}
TEXT_FORMAT = {"text", "html", "simple_format", "md", "ansi"}
NUMBER = (int, float)
DOCUMENT = {
    "score": NUMBER,
    "execution_time": NUMBER,
    "output": str,
    "output_format": TEXT_FORMAT,
    "test_output_format": TEXT_FORMAT,
    "test_name_format": TEXT_FORMAT,
    "visibility": VISIBILITY,
    "stdout_visibility": VISIBILITY,
    "extra_data": dict,
    "tests": list,
}
ENTRY = {
    "score": NUMBER,
    "max_score": NUMBER,
    "status": {"passed", "failed"},
    "name": str,
    "name_format": TEXT_FORMAT,
    "number": str,
    "output": str,
    "output_format": TEXT_FORMAT,
    "tags": list,
    "visibility": VISIBILITY,
    "extra_data": dict,
}


def validated(document):
    """The document, if every field of it is of Gradescope's specification."""
    _validate(document, DOCUMENT)
    assert "score" in document
    assert document["stdout_visibility"] == "hidden"
    for entry in document["tests"]:
        _validate(entry, ENTRY)
    json.dumps(document, allow_nan=False).encode()
    return document


def _validate(fields, known):
    for name, value in fields.items():
        kind = known[name]
        assert value in kind if isinstance(kind, set) else isinstance(value, kind), name
        assert not isinstance(value, bool)


def for_students(document, moments=("visible",)):
    """All that students read at these moments."""
    entries = [entry for entry in document["tests"] if entry["visibility"] in moments]
    return json.dumps([document["output"], entries], ensure_ascii=False)


def unpack(content, folder):
    """Gradescope's layout, with the package where it is unpacked."""
    for name in ("source", "submission", "results"):
        (folder / name).mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder / "source")
        for entry in archive.infolist():  # as unzip does, and Python does not
            (folder / "source" / entry.filename).chmod(stat.S_IMODE(entry.external_attr >> 16))
    shutil.copy(folder / "source" / "run_autograder", folder)
    return folder
