"""Zips that no honest program makes, and honest ones with the odd habits of systems."""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile


def made(*members, compression=zipfile.ZIP_DEFLATED):
    """A zip of (name or ZipInfo, content)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


def raw_named(raw, content=b"{}", system=0):
    """A zip whose only name is these bytes, with no word on their encoding."""
    stand_in = b"x" * len(raw)
    info = zipfile.ZipInfo(stand_in.decode(), (2026, 3, 5, 23, 0, 0))
    info.create_system = system
    return made((info, content), compression=zipfile.ZIP_STORED).replace(stand_in, raw)


def special(kind):
    """A member that is no common file; what it holds is where a link leads."""
    info = zipfile.ZipInfo("x/especial.ipynb")
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    return info


def locked(name):
    """A zip with a password on its only member."""
    good = made((name, b"{}"))
    central = good.rindex(b"PK\x01\x02")
    return good[: central + 8] + b"\x01" + good[central + 9 :]


def packed_in_no_known_way(name):
    """A zip whose only member has a compression that nobody has."""
    good = made((name, b"{}"))
    central = good.rindex(b"PK\x01\x02")
    return good[: central + 10] + b"\x63" + good[central + 11 :]


def with_a_wrong_sum(name):
    """A zip whose only member is not what was packed."""
    good = made((name, b"algum texto" * 100), compression=zipfile.ZIP_STORED)
    return good.replace(b"algum texto", b"outro texto", 1)


def lying_bomb(name):
    """Three million zeros that call themselves ten bytes."""
    honest = made((name, b"\0" * 3_000_000))
    return honest.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 10))


MEMBERS = {
    "up": (made(("../../fora.ipynb", b"{}")), "leva para fora"),
    "up inside": (made(("a/../../fora.ipynb", b"{}")), "leva para fora"),
    "up with backslashes": (made(("..\\..\\fora.ipynb", b"{}")), "leva para fora"),
    "absolute": (made(("/tmp/fora.ipynb", b"{}")), "leva para fora"),
    "drive": (made(("C:\\Windows\\x.ipynb", b"{}")), "leva para fora"),
    "drive without slash": (made(("C:x.ipynb", b"{}")), "leva para fora"),
    "network": (made(("\\\\server\\x.ipynb", b"{}")), "leva para fora"),
    "link": (made((special(stat.S_IFLNK), b"/etc/passwd")), "é um atalho"),
    "fifo": (made((special(stat.S_IFIFO), b"")), "não é um arquivo comum"),
    "device": (made((special(stat.S_IFCHR), b"")), "não é um arquivo comum"),
    "block device": (made((special(stat.S_IFBLK), b"")), "não é um arquivo comum"),
    "socket": (made((special(stat.S_IFSOCK), b"")), "não é um arquivo comum"),
    "Windows device": (made(("a/NUL.ipynb", b"{}")), "não serve"),
    "Windows device, bare": (made(("a/con", b"{}")), "não serve"),
    "Windows device, numbered": (made(("a/Com1.tar.ipynb", b"{}")), "não serve"),
    "invisible": (made(("a/x\u200b.ipynb", b"{}")), "não serve"),
    "terminal escape": (made(("a/\x1b[2Jx.ipynb", b"{}")), "não serve"),
    "right-to-left": (made(("a/\u202excod.ipynb", b"{}")), "não serve"),
    "long": (made((f"{'a' * 300}.ipynb", b"{}")), "não serve"),
    "deep": (made(("a/" * 40 + "x.ipynb", b"{}")), "não serve"),
    "zip inside": (made(("a/lab.zip", made(("lab.ipynb", b"{}")))), "compactado"),
    "zip called a notebook": (made(("a/l.ipynb", made(("lab.ipynb", b"{}")))), "compactado"),
    "rar inside": (made(("a/lab.RAR", b"Rar!")), "compactado"),
    "tar inside": (made(("a/lab.tar.gz", b"\x1f\x8b")), "compactado"),
    "password": (locked("lab.ipynb"), "tem senha"),
    "unknown compression": (packed_in_no_known_way("lab.ipynb"), "não se abre aqui"),
    "wrong sum": (with_a_wrong_sum("lab.ipynb"), "estragado"),
    "lying bomb": (lying_bomb("lab.ipynb"), "estragado"),
}
"""Zip with one member that nobody takes, and a word of why."""

_GOOD = made(("a.ipynb", b"algum texto" * 100))
ARCHIVES = {
    "empty": b"",
    "two letters": b"PK",
    "a text": b"nada",
    "cut": _GOOD[:-30],
    "a beginning": b"PK\x03\x04nada",
}
"""What is no zip at all."""


def named(name):
    """The same name as each system and program packs it."""
    decomposed = unicodedata.normalize("NFD", name)
    return {
        "flag": made((name, b"{}")),
        "flag, decomposed": made((decomposed, b"{}")),
        "macOS": raw_named(name.encode(), system=3),
        "macOS, decomposed": raw_named(decomposed.encode(), system=3),
        "Windows": raw_named(name.encode("cp850")),
        "Windows, cp1252": raw_named(name.encode("cp1252")),
        "Windows, backslashes": raw_named(name.replace("/", "\\").encode("cp850")),
    }
