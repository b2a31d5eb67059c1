"""What is kept of an image that somebody else made."""

from __future__ import annotations

import zlib

import numpy as np
import pictures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import FORMATS, SVG, picture

from gabarito.notebook import images


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size", [(40, 30), (1, 1), (1600, 1200)])
def test_a_picture_stays_pixel_for_pixel(kind, size):
    content = picture(kind, *size)
    found = images.clean(content)
    assert (found.kind, found.pixels) == (kind, size[0] * size[1])
    assert np.array_equal(pictures.pixels(found.content), pictures.pixels(content))


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "jpeg", "progressive": True, "comment": b"oi", "quality": 95},
        {"kind": "webp", "lossless": True},
        {"kind": "webp", "exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"},
        {"kind": "png", "optimize": True, "dpi": (72, 72)},
        {"kind": "gif", "interlace": 1, "comment": b"oi"},
    ],
)
def test_so_does_one_that_was_saved_in_another_way(options):
    content = picture(**options)
    assert np.array_equal(pictures.pixels(images.clean(content).content), pictures.pixels(content))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_bomb_is_known_by_its_header(kind):
    assert images.clean(pictures.huge(kind, 50)) is not None
    assert images.clean(pictures.huge(kind)) is None


@pytest.mark.parametrize("kind", ["gif", "png"])
def test_an_animation_becomes_its_first_frame(kind):
    from io import BytesIO

    from PIL import Image

    content = pictures.moving(kind, 500)
    assert Image.open(BytesIO(content)).n_frames == 500
    kept = images.clean(content).content
    assert getattr(Image.open(BytesIO(kept)), "n_frames", 1) == 1
    assert len(kept) < len(content) / 20
    assert np.array_equal(pictures.pixels(kept), pictures.pixels(content))


def test_a_webp_that_moves_is_refused():
    assert images.clean(pictures.moving("webp", 3)) is None


def test_texts_profiles_and_what_lies_behind_are_left_out():
    bomb = zlib.compress(b"\0" * 10_000_000)
    for name in (b"zTXt", b"iCCP"):
        chunk = pictures.png_chunk(name, b"x\0\0" + bomb)
        assert images.clean(pictures.with_png_chunk(chunk)) == images.clean(picture())
    for kind in FORMATS:
        behind = picture(kind) + b"PK\x03\x04<script>alert(1)</script>"
        assert images.clean(behind) == images.clean(picture(kind))


@pytest.mark.parametrize(
    "content",
    [SVG, b"", b"GIF89a", b"<html><script>alert(1)</script>", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4",
     b"RIFF\x10\0\0\0WAVEfmt ", b"\xff\xd8\xff", picture()[:-20], b"BM" + bytes(60),
     picture() + bytes(images.MAX_BYTES)],
)  # fmt: skip
def test_what_is_no_picture_is_none(content):
    assert images.clean(content) is None


def test_a_drawing_in_a_thousand_passes_is_refused():
    content = picture("jpeg", progressive=True)
    scan = content[content.index(b"\xff\xda") : -2]
    assert images.clean(content[:-2] + 1000 * scan + b"\xff\xd9") is None


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(FORMATS),
    cut=st.integers(0, 900),
    place=st.integers(0, 900),
    noise=st.binary(max_size=12),
)
def test_whatever_the_bytes_cleaning_ends_and_cleaned_is_clean(kind, cut, place, noise):
    content = bytearray(picture(kind))
    content[place : place + len(noise)] = noise
    found = images.clean(bytes(content[: len(content) - cut] if cut % 3 == 0 else content))
    if found is not None:
        assert images.clean(found.content) == found
        assert found.pixels <= images.MAX_PIXELS
