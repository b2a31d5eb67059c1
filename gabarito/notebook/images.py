"""Images that somebody else made: what they are by their bytes, and what of them is kept.

Nothing is decoded: a decoder is what a hostile image aims at, and a bomb is seen by the size that
its header names. Each format is walked by its chunks; what shows the picture is written out again,
and what lies between or behind (texts, profiles, further frames, another file) is left out.
Sources: PNG 1.2 §3-5, ITU T.81 annex B, GIF89a, the WebP container specification.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 16 << 20
"""Of one image; a photograph from a telephone has under ten million."""

MAX_PIXELS = 64_000_000
"""Of one image: a browser takes four bytes for each."""

_MAX_SIDE = 20_000
_MAX_SCANS = 64
"""Of a progressive JPEG, each of which draws the whole picture; encoders write ten."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"pHYs"})
_WEBP_KEPT = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH"})
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_KEPT = frozenset({0xC4, 0xDB, 0xDD, 0xE0, 0xE1, 0xEE}) | _JPEG_SIZES
"""Tables, sizes, and the segments that say which colours and which way up."""

_ALPHA, _ANIMATION = 0x10, 0x02


@dataclass(frozen=True)
class Image:
    """A still picture that any browser may be given.

    Attributes:
        kind: png, jpeg, gif or webp, by its bytes.
        content: a file with nothing but that picture.
        pixels: how many it has.
    """

    kind: str
    content: bytes
    pixels: int

    @property
    def mime(self) -> str:
        """Its media type."""
        return f"image/{self.kind}"

    @property
    def text(self) -> str:
        """The file in base64, as notebooks and ``data:`` addresses have it."""
        return base64.b64encode(self.content).decode("ascii")


def clean(content: bytes) -> Image | None:
    """The picture in a file, whatever the file is called; None if there is none to be shown.

    PNG, JPEG, GIF and WebP are known; SVG is a program, and is not. An animation becomes its
    first frame, but for that of a WebP, which is refused.
    """
    if len(content) > MAX_BYTES:
        return None
    for signature, kind, read in _FORMATS:
        if content.startswith(signature):
            try:
                kept, sizes = read(content)
            except (ValueError, IndexError, struct.error):
                return None
            fits = sizes and all(0 < w <= _MAX_SIDE and 0 < h <= _MAX_SIDE for w, h in sizes)
            pixels = max((width * height for width, height in sizes), default=0)
            return Image(kind, kept, pixels) if fits and pixels <= MAX_PIXELS else None
    return None


def decoded(text: Any) -> bytes | None:
    """The bytes that base64 stands for, in one text or in lines; None for anything else."""
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    if not isinstance(text, str) or len(text) > 2 * MAX_BYTES:
        return None
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def from_base64(text: Any) -> Image | None:
    """The picture in a file that is written in base64; see :func:`clean`."""
    content = decoded(text)
    return clean(content) if content else None


_Read = tuple[bytes, list[tuple[int, int]]]
"""What is kept of a file, and every (width, height) that it names."""


def _png(content: bytes) -> _Read:
    kept, drawn = [_PNG], False
    sizes: list[tuple[int, int]] = []
    for name, whole, body in _png_chunks(content):
        if name in _PNG_KEPT:
            kept.append(whole)
        if name == b"IHDR":
            sizes.append(struct.unpack(">II", body[:8]))
        drawn = drawn or name == b"IDAT"
        if name == b"IEND" and drawn:
            return b"".join(kept), sizes
    raise ValueError("no picture")


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    place = len(_PNG)
    while place < len(content):
        (length,) = struct.unpack_from(">I", content, place)
        end = place + 12 + length
        if end > len(content):
            raise ValueError("cut off")
        yield content[place + 4 : place + 8], content[place:end], content[place + 8 : end - 4]
        place = end


def _jpeg(content: bytes) -> _Read:
    kept, place = [content[:2]], 2
    sizes: list[tuple[int, int]] = []
    while True:
        if content[place] != 0xFF:
            raise ValueError("no marker")
        marker = content[place + 1]
        (length,) = struct.unpack_from(">H", content, place + 2)
        if marker == 0xDA:
            scans = content[place:]
            if scans.count(b"\xff\xda") > _MAX_SCANS:
                raise ValueError("too many scans")
            return b"".join([*kept, scans[: scans.index(b"\xff\xd9") + 2]]), sizes
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            sizes.append((width, height))
        if marker in _JPEG_KEPT:
            kept.append(content[place : place + 2 + length])
        place += 2 + length


def _gif(content: bytes) -> _Read:
    """The first frame."""
    sizes = [struct.unpack_from("<HH", content, 6)]
    place = 13 + _palette(content[10])
    kept = [content[:place]]
    while content[place] == 0x21:
        end = _sub_blocks(content, place + 2)
        if content[place + 1] == 0xF9:  # what is transparent
            kept.append(content[place:end])
        place = end
    if content[place] != 0x2C:
        raise ValueError("no frame")
    sizes.append(struct.unpack_from("<HH", content, place + 5))
    end = _sub_blocks(content, place + 11 + _palette(content[place + 9]))
    return b"".join([*kept, content[place:end], b"\x3b"]), sizes


def _palette(flags: int) -> int:
    """Bytes that a palette takes."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(content: bytes, place: int) -> int:
    """Where the blocks that begin at `place` end."""
    while content[place]:
        place += 1 + content[place]
    return place + 1


def _webp(content: bytes) -> _Read:
    kept: list[bytes] = []
    sizes: list[tuple[int, int]] = []
    place, content = 12, content[: 8 + int.from_bytes(content[4:8], "little")]
    if content[8:12] != b"WEBP":
        raise ValueError("another RIFF file")
    while place + 8 <= len(content):
        name, length = content[place : place + 4], struct.unpack_from("<I", content, place + 4)[0]
        body = content[place + 8 : place + 8 + length]
        if len(body) < length:
            raise ValueError("cut off")
        if name == b"VP8X":
            if body[0] & _ANIMATION:
                raise ValueError("animated")
            body = bytes([body[0] & _ALPHA]) + body[1:]
        if name in _WEBP_KEPT:
            sizes += _webp_size(name, body)
            kept.append(name + struct.pack("<I", length) + body + b"\0" * (length % 2))
        place += 8 + length + length % 2
    if not any(chunk.startswith((b"VP8 ", b"VP8L")) for chunk in kept):
        raise ValueError("no picture")
    chunks = b"".join(kept)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks, sizes


def _webp_size(name: bytes, body: bytes) -> list[tuple[int, int]]:
    if name == b"VP8X":
        width, height = (int.from_bytes(body[i : i + 3], "little") + 1 for i in (4, 7))
    elif name == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", body, 6))
    elif name == b"VP8L":
        (bits,) = struct.unpack_from("<I", body, 1)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        return []
    return [(width, height)]


_FORMATS = (
    (_PNG, "png", _png),
    (b"\xff\xd8\xff", "jpeg", _jpeg),
    (b"GIF87a", "gif", _gif),
    (b"GIF89a", "gif", _gif),
    (b"RIFF", "webp", _webp),
)
