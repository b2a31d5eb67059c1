"""Names in zips of others: in whatever encoding the program that packed them had."""

from __future__ import annotations

import struct
import unicodedata
import zipfile

_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_MARKED = {
    "\N{COMBINING ACUTE ACCENT}": "aeiou",
    "\N{COMBINING GRAVE ACCENT}": "a",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "aeo",
    "\N{COMBINING TILDE}": "aon",
    "\N{COMBINING DIAERESIS}": "u",
    "\N{COMBINING CEDILLA}": "c",
}
"""The letters that names of people here have besides the plain ones."""


def meant(info: zipfile.ZipInfo) -> str:
    """The name as it was meant, composed, with ``/``.

    Without the UTF-8 flag a name is in the code page of whoever packed it: macOS writes UTF-8 and
    does not say so; Windows in Brazil writes cp850, some programs cp1252; Python assumes cp437.
    """
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        told = extra(info, _UNICODE_PATH)
        name = _decoded(raw) if told is None else told[5:].decode("utf-8", "replace")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def extra(info: zipfile.ZipInfo, wanted: int) -> bytes | None:
    """One of the extra fields of a member."""
    rest = info.extra
    while len(rest) >= 4:
        kind, size = struct.unpack("<HH", rest[:4])
        if kind == wanted and len(rest) >= 4 + size:
            return rest[4 : 4 + size]
        rest = rest[4 + size :]
    return None


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for encoding in ("cp850", "cp1252"):
        text = raw.decode(encoding, "replace")
        if all(character.isascii() or _is_ours(character) for character in text):
            return text
    return raw.decode("cp850")


def _is_ours(character: str) -> bool:
    taken_apart = unicodedata.normalize("NFD", character.lower())
    return taken_apart[0] in _MARKED.get(taken_apart[1:], "")
