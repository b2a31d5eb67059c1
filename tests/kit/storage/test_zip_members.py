"""Zips of others: names in any encoding, and a list of attacks."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from datetime import UTC, datetime

import hostile_zips
import pytest
from hostile_zips import made

from gabarito.storage import zip_members

NAME = "Íris da Conceição_101_assignsubmission_file_/lição.ipynb"
LIMITS = zip_members.Limits(total=2 << 20, member=1 << 20, members=100)


def open_zip(content, limits=LIMITS):
    return zip_members.ZipMembers(io.BytesIO(content), limits)


def only(content):
    with open_zip(content) as archive:
        (member,) = archive.members()
        return member


@pytest.mark.parametrize("system", hostile_zips.named(NAME))
def test_a_name_is_what_was_meant_whoever_packed_it(system):
    assert "/".join(only(hostile_zips.named(NAME)[system]).parts) == NAME


def test_the_unix_time_of_a_member_is_exact_and_a_wall_clocks_is_local():
    info = zipfile.ZipInfo("a", (2026, 3, 5, 20, 0, 0))
    info.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1_772_755_199)
    assert only(made((info, b""))).when == datetime(2026, 3, 5, 23, 59, 59, tzinfo=UTC)
    info = zipfile.ZipInfo("a", (2026, 3, 5, 20, 0, 0))
    assert only(made((info, b""))).when == datetime(2026, 3, 5, 20).astimezone(UTC)
    assert only(made((zipfile.ZipInfo("a"), b""))).when is None  # 1980: not known


def test_the_time_of_a_zip_without_a_zone_is_this_machines(monkeypatch):
    monkeypatch.setenv("TZ", "BRT3")
    time.tzset()
    try:
        info = zipfile.ZipInfo("a", (2026, 3, 5, 23, 30, 0))
        when = only(made((info, b""))).when
    finally:
        monkeypatch.undo()
        time.tzset()
    assert when == datetime(2026, 3, 6, 2, 30, tzinfo=UTC)


def test_what_systems_leave_is_no_file_of_anybodys():
    names = ["__MACOSX/._a", ".DS_Store", "x/.ipynb_checkpoints/a.ipynb", "Thumbs.db", "d/", "~$a"]
    with open_zip(made(*((name, b"") for name in names))) as archive:
        assert list(archive.members()) == []


@pytest.mark.parametrize("attack", hostile_zips.MEMBERS)
def test_a_hostile_member_is_refused_in_words(attack):
    content, told = hostile_zips.MEMBERS[attack]
    with open_zip(content) as archive:
        (member,) = archive.members()
        refused = member.refused
        if not refused:
            with pytest.raises(zip_members.RefusedError) as error:
                archive.read(member)
            refused = str(error.value)
    assert told in refused


@pytest.mark.parametrize("kind", hostile_zips.ARCHIVES)
def test_what_is_no_zip_is_refused_whole(kind):
    with pytest.raises(zip_members.RefusedError, match="não é um zip"):
        open_zip(hostile_zips.ARCHIVES[kind])


def test_the_second_of_two_equal_names_is_refused():
    members = [("a/Lab.ipynb", b"1"), ("a/lab.ipynb", b"2"), ("A\\LAB.ipynb", b"3")]
    with open_zip(made(*members)) as archive:
        refused = ["mesmo nome" in member.refused for member in archive.members()]
    assert refused == [False, True, True]


@pytest.mark.parametrize("names", [("a", "A/mini.ipynb"), ("a/mini.ipynb", "A"), ("a/b/c", "a/b")])
def test_a_file_where_another_needs_a_folder_is_refused(names):
    with open_zip(made(*((name, b"") for name in names))) as archive:
        refused = ["mesmo nome" in member.refused for member in archive.members()]
    assert refused == [False, True]


def test_what_programs_pack_for_themselves_is_data():
    names = ["pesos.npz", "planilha.xlsx", "train-images-idx3-ubyte.gz"]
    inner = made(("x", b"dados"))
    with open_zip(made(*((name, inner) for name in names))) as archive:
        assert [archive.read(member) for member in archive.members()] == [inner] * 3


def test_a_bomb_is_not_unpacked():
    with open_zip(made(("a.ipynb", b"\0" * 3_000_000))) as archive:
        (member,) = archive.members()
        with pytest.raises(zip_members.RefusedError, match="passa de 1 MB"):
            archive.read(member)
        assert archive.left == LIMITS.total, "the size alone was enough"


def test_many_small_bombs_stop_at_the_sum_and_no_more_is_read():
    content = made(*((f"{number}.ipynb", b"\0" * 1000) for number in range(9)))
    limits = zip_members.Limits(total=1500, member=1000, members=9)
    with open_zip(content, limits) as archive:
        first, *others = archive.members()
        assert len(archive.read(first)) == 1000
        lefts = []
        for member in others:
            with pytest.raises(zip_members.RefusedError, match="o zip abre em mais"):
                archive.read(member)
            lefts.append(archive.left)
    assert set(lefts) == {-1}


def test_too_many_members_are_refused_unread():
    limits = zip_members.Limits(total=1, member=1, members=2)
    with pytest.raises(zip_members.RefusedError, match="mais de 2 arquivos"):
        open_zip(made(*((str(n), b"") for n in range(3))), limits)


def test_unpacking_writes_what_is_taken_and_names_the_rest(tmp_path):
    content = made(
        ("a/mini.ipynb", b"{}"),
        ("../fora", b"x"),
        ("a/mini.ipynb/x", b""),
        ("grande", b"\0" * (1 << 20 | 1)),
    )
    left_out = zip_members.unpack(io.BytesIO(content), tmp_path / "dentro", LIMITS)
    assert [name for name, _ in left_out] == ["../fora", "a/mini.ipynb/x", "grande"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [tmp_path / "dentro/a/mini.ipynb"]
