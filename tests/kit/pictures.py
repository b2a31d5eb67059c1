"""Pictures as students paste them, and files that only look like pictures."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import numpy as np
from PIL import Image

FORMATS = ("png", "jpeg", "gif", "webp")


def picture(kind: str = "png", width: int = 40, height: int = 30, **options: object) -> bytes:
    """A real picture, with a red corner."""
    file = io.BytesIO()
    drawn(width, height).save(file, kind, **options)
    return file.getvalue()


def drawn(width: int, height: int) -> Image.Image:
    pixels = np.full((height, width, 3), 255, dtype=np.uint8)
    pixels[: height // 2, : width // 2] = (200, 0, 0)
    return Image.fromarray(pixels)


def pixels(content: bytes) -> np.ndarray:
    """What a decoder sees in a picture."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def moving(kind: str, frames: int) -> bytes:
    """An animation; each frame has another size of corner."""
    file = io.BytesIO()
    first, *others = (drawn(20 + n % 7, 20 + n % 5).resize((20, 20)) for n in range(frames))
    first.save(file, kind, save_all=True, append_images=others)
    return file.getvalue()


def text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_png_chunk(chunk: bytes) -> bytes:
    """A picture with one more chunk after its header."""
    content = picture()
    return content[:33] + chunk + content[33:]


def huge(kind: str, side: int = 50_000) -> bytes:
    """A small file whose header promises a picture of `side` times `side`."""
    content = bytearray(picture(kind))
    if kind == "png":
        content[8:33] = png_chunk(b"IHDR", struct.pack(">II", side, side) + content[24:29])
    elif kind == "gif":
        content[6:10] = struct.pack("<HH", side, side)
    elif kind == "jpeg":
        place = content.index(b"\xff\xc0")
        content[place + 5 : place + 9] = struct.pack(">HH", side, side)
    else:  # the largest that its own header can name is below, the container's is not
        size = (side - 1).to_bytes(3, "little")
        extended = b"VP8X" + struct.pack("<I", 10) + b"\0" * 4 + size + size
        content = content[:12] + extended + content[12:]
        content[4:8] = struct.pack("<I", len(content) - 8)
    return bytes(content)


SVG = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script>
<image href="http://127.0.0.1:1/quem.png"/><text>&b;</text></svg>"""
