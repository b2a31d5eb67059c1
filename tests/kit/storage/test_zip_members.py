"""Zips of others: names in any encoding, and a list of attacks."""

from __future__ import annotations

import io
import stat
import struct
import time
import unicodedata
import zipfile
from datetime import UTC, datetime

import pytest

from gabarito.storage import zip_members

NAME = "Íris da Conceição_101_assignsubmission_file_/lição.ipynb"


def open_zip(folder, content):
    path = folder / "turma.zip"
    path.write_bytes(content)
    return zip_members.ZipMembers(path)


def made(*members, compression=zipfile.ZIP_DEFLATED):
    """A zip of (name or ZipInfo, content)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


def raw_named(raw, system=0):
    """A zip whose only name is these bytes, with no word on their encoding."""
    stand_in = b"x" * len(raw)
    info = zipfile.ZipInfo(stand_in.decode(), (2026, 3, 5, 23, 0, 0))
    info.create_system = system
    return made((info, b"{}")).replace(stand_in, raw)


def only(folder, content):
    with open_zip(folder, content) as archive:
        (member,) = archive.members()
        return member


@pytest.mark.parametrize(
    ("raw", "system"),
    [
        (NAME.encode("utf-8"), 3),
        (unicodedata.normalize("NFD", NAME).encode("utf-8"), 3),
        (NAME.encode("cp850"), 0),
        (NAME.encode("cp1252"), 0),
        (NAME.replace("/", "\\").encode("cp850"), 0),
    ],
    ids=["macOS", "macOS, decomposed", "Windows", "Windows, cp1252", "Windows, backslashes"],
)
def test_names_without_the_utf8_flag_are_what_was_meant(tmp_path, raw, system):
    assert "/".join(only(tmp_path, raw_named(raw, system)).parts) == NAME


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_with_the_flag_are_composed(tmp_path, form):
    content = made((unicodedata.normalize(form, NAME), b"{}"))
    assert "/".join(only(tmp_path, content).parts) == NAME


def test_the_unix_time_of_a_member_is_exact_and_a_wall_clocks_is_local(tmp_path):
    info = zipfile.ZipInfo("a", (2026, 3, 5, 20, 0, 0))
    info.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1_772_755_199)
    assert only(tmp_path, made((info, b""))).when == datetime(2026, 3, 5, 23, 59, 59, tzinfo=UTC)
    info = zipfile.ZipInfo("a", (2026, 3, 5, 20, 0, 0))
    assert only(tmp_path, made((info, b""))).when == datetime(2026, 3, 5, 20).astimezone(UTC)
    assert only(tmp_path, made((zipfile.ZipInfo("a"), b""))).when is None  # 1980: not known


def test_the_time_of_a_zip_without_a_zone_is_this_machines(tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "BRT3")
    time.tzset()
    try:
        info = zipfile.ZipInfo("a", (2026, 3, 5, 23, 30, 0))
        when = only(tmp_path, made((info, b""))).when
    finally:
        monkeypatch.undo()
        time.tzset()
    assert when == datetime(2026, 3, 6, 2, 30, tzinfo=UTC)


def test_what_systems_leave_is_no_file_of_anybodys(tmp_path):
    names = ["__MACOSX/._a", ".DS_Store", "x/.ipynb_checkpoints/a.ipynb", "Thumbs.db", "d/", "~$a"]
    with open_zip(tmp_path, made(*((name, b"") for name in names))) as archive:
        assert list(archive.members()) == []


def special(kind):
    info = zipfile.ZipInfo("x/lab.ipynb")
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    return info


ATTACKS = {
    "up": ("../../fora.ipynb", "leva para fora"),
    "up inside": ("a/../../fora.ipynb", "leva para fora"),
    "up with backslashes": ("..\\..\\fora.ipynb", "leva para fora"),
    "absolute": ("/etc/cron.d/x.ipynb", "leva para fora"),
    "drive": ("C:\\Windows\\x.ipynb", "leva para fora"),
    "drive without slash": ("C:x.ipynb", "leva para fora"),
    "network": ("\\\\server\\x.ipynb", "leva para fora"),
    "link": (special(stat.S_IFLNK), "é um atalho"),
    "fifo": (special(stat.S_IFIFO), "não é um arquivo comum"),
    "device": (special(stat.S_IFCHR), "não é um arquivo comum"),
    "Windows device": ("a/NUL.ipynb", "não serve"),
    "Windows device, bare": ("a/con", "não serve"),
    "Windows device, numbered": ("a/Com1.tar.ipynb", "não serve"),
    "socket": (special(stat.S_IFSOCK), "não é um arquivo comum"),
    "block device": (special(stat.S_IFBLK), "não é um arquivo comum"),
    "invisible": ("a/x\u200b.ipynb", "não serve"),
    "tar inside": ("a/lab.tar.gz", "compactado"),
    "terminal escape": ("a/\x1b[2Jx.ipynb", "não serve"),
    "right-to-left": ("a/\u202excod.ipynb", "não serve"),
    "long": (f"{'a' * 300}.ipynb", "não serve"),
    "deep": ("a/" * 40 + "x.ipynb", "não serve"),
    "zip inside": ("a/lab.zip", "compactado"),
    "rar inside": ("a/lab.RAR", "compactado"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_name_is_refused_in_words(tmp_path, attack):
    name, told = ATTACKS[attack]
    member = only(tmp_path, made((name, b"{}")))
    assert told in member.refused


def test_the_second_of_two_equal_names_is_refused(tmp_path):
    members = [("a/Lab.ipynb", b"1"), ("a/lab.ipynb", b"2"), ("A\\LAB.ipynb", b"3")]
    with open_zip(tmp_path, made(*members)) as archive:
        assert ["mesmo nome" in member.refused for member in archive.members()] == [
            False, True, True,
        ]  # fmt: skip


def test_a_bomb_is_not_unpacked_whatever_it_declares(tmp_path):
    honest = made(("a.ipynb", b"\0" * 3_000_000))
    with open_zip(tmp_path, honest) as archive:
        (member,) = archive.members()
        with pytest.raises(zip_members.RefusedError, match="passa de 1 MB"):
            archive.read(member, 1 << 20)
        assert archive.left == zip_members.MAX_TOTAL, "the size alone was enough"
    lying = honest.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 10))
    with open_zip(tmp_path, lying) as archive:
        (member,) = archive.members()
        with pytest.raises(zip_members.RefusedError):
            archive.read(member, 1 << 20)


def test_many_small_bombs_stop_at_the_sum(tmp_path, monkeypatch):
    monkeypatch.setattr(zip_members, "MAX_TOTAL", 1500)
    content = made(*((f"{number}.ipynb", b"\0" * 1000) for number in range(3)))
    with open_zip(tmp_path, content) as archive:
        first, second, _ = archive.members()
        assert len(archive.read(first, 1 << 20)) == 1000
        with pytest.raises(zip_members.RefusedError, match="o zip abre em mais"):
            archive.read(second, 1 << 20)


def test_too_many_members_are_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(zip_members, "MAX_MEMBERS", 2)
    with pytest.raises(zip_members.RefusedError, match="mais de 2 arquivos"):
        open_zip(tmp_path, made(*((str(n), b"") for n in range(3))))


def test_broken_locked_and_unknown_ones_are_refused(tmp_path):
    good = made(("a.ipynb", b"algum texto" * 100), compression=zipfile.ZIP_STORED)
    for content in (b"", b"PK", b"nada", good[:-30]):
        with pytest.raises(zip_members.RefusedError, match="não é um zip"):
            open_zip(tmp_path, content)
    changed = good.replace(b"algum texto", b"outro texto", 1)
    with open_zip(tmp_path, changed) as archive:
        (member,) = archive.members()
        with pytest.raises(zip_members.RefusedError, match="estragado"):
            archive.read(member, 1 << 20)
    central = good.rindex(b"PK\x01\x02")
    locked = good[: central + 8] + b"\x01" + good[central + 9 :]
    assert "tem senha" in only(tmp_path, locked).refused
    packed = good[: central + 10] + b"\x63" + good[central + 11 :]
    with open_zip(tmp_path, packed) as archive:
        (member,) = archive.members()
        with pytest.raises(zip_members.RefusedError):
            archive.read(member, 1 << 20)
