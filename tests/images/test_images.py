"""Pictures: their sizes without decoding, their files without notes, the same bytes for the same picture."""

import io
import struct

import pytest
from PIL import Image

from ssg.images import encode
from ssg.images.header import Header, header
from ssg.images.strip import stripped

GPS = {1: "N", 2: (37.0, 34.0, 0.0), 3: "E", 4: (126.0, 58.0, 0.0)}


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), *, orientation: int = 1, notes: bool = True) -> bytes:  # fmt: skip
    """A picture with a red corner (top left of what is stored), with the place where it was taken."""
    drawn = Image.new("RGB", size, "white")
    drawn.paste("red", (0, 0, size[0] // 3, size[1] // 3))
    exif = Image.Exif()
    if orientation != 1:
        exif[0x0112] = orientation
    if notes:
        exif[0x010F] = "CanaryCam"
        exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    drawn.save(out, kind, exif=exif.tobytes() if len(exif) else b"")
    return out.getvalue()


def red_corner(raw: bytes) -> str:
    """Where the red is, as a reader sees it."""
    from PIL import ImageOps

    shown = ImageOps.exif_transpose(Image.open(io.BytesIO(raw))).convert("RGB")
    width, height = shown.size
    places = {"top left": (2, 2), "top right": (width - 3, 2),
              "bottom left": (2, height - 3), "bottom right": (width - 3, height - 3)}  # fmt: skip

    def redness(at: tuple[int, int]) -> int:
        r, g, b = shown.getpixel(at)  # type: ignore[misc]
        return int(r) - int(g) - int(b)

    return max(places, key=lambda name: redness(places[name]))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
@pytest.mark.parametrize("size", [(60, 40), (1, 300), (255, 257)])
def test_the_size_is_the_one_that_a_decoder_finds(kind: str, size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    assert header(out.getvalue()) == Header(kind.lower(), *size)


@pytest.mark.parametrize("options", [{"lossless": True}, {"exact": True, "quality": 40}])
def test_the_size_of_every_kind_of_webp(options: dict[str, object]) -> None:
    for mode in ("RGB", "RGBA"):
        out = io.BytesIO()
        Image.new(mode, (123, 45), (1, 2, 3, 4)[: len(mode)]).save(out, "WEBP", **options)
        assert header(out.getvalue()) == Header("webp", 123, 45)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_picture_on_its_side_is_as_wide_as_it_is_shown(kind: str, orientation: int) -> None:
    found = header(photo(kind, orientation=orientation))
    size = (40, 60) if orientation >= 5 else (60, 40)
    assert found == Header(kind.lower(), *size, orientation)


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg xmlns="x" width="30" height="20px">', (30, 20)),
        ('<?xml version="1.0"?><svg viewBox="0 0 640 480">', (640, 480)),
        ('<svg width="100%" viewBox="0,0,64,48">', (64, 48)),
        ("<svg>", None),
    ],
)
def test_the_size_of_a_drawing(svg: str, size: tuple[int, int] | None) -> None:
    assert header(svg.encode()) == (Header("svg", *size) if size else None)


def test_what_is_broken_or_no_picture_has_no_size() -> None:
    whole = photo()
    for raw in (b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF    WEBP", b"\0\0\0\x1cftypavif", b"text", whole[:150]):  # fmt: skip
        assert header(raw) is None
        assert stripped(raw) == raw


@pytest.mark.parametrize("cut", range(0, 600, 7))
def test_no_cut_or_changed_file_is_a_fault_of_ours(cut: int) -> None:
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        raw = photo(kind, orientation=6)
        header(raw[:cut])
        stripped(raw[:cut])
        changed = bytearray(raw)
        if cut < len(changed):
            changed[cut] ^= 0xFF
        header(bytes(changed))
        stripped(bytes(changed))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_notes_go_and_the_picture_stays_as_it_is_shown(kind: str, orientation: int) -> None:
    raw = photo(kind, orientation=orientation)
    clean = stripped(raw)
    assert b"CanaryCam" in raw
    assert b"CanaryCam" not in clean
    exif = Image.open(io.BytesIO(clean)).getexif()
    upright = orientation == 1 or kind == "PNG"
    assert dict(exif) == ({} if upright else {0x0112: orientation})
    assert list(Image.open(io.BytesIO(raw)).convert("RGB").tobytes()) == list(Image.open(io.BytesIO(clean)).convert("RGB").tobytes())  # fmt: skip
    if kind != "PNG":
        assert red_corner(clean) == red_corner(raw)
    assert stripped(clean) == clean


def test_xmp_iptc_and_comments_go_colour_profiles_stay() -> None:
    raw = photo(notes=False)
    at = 2

    def part(marker: int, content: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content

    more = (part(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>place</x:xmpmeta>") + part(0xED, b"Photoshop 3.0\0name")
            + part(0xFE, b"a comment") + part(0xE2, b"ICC_PROFILE\0\x01\x01colours"))  # fmt: skip
    clean = stripped(raw[:at] + more + raw[at:])
    assert clean == raw[:at] + part(0xE2, b"ICC_PROFILE\0\x01\x01colours") + raw[at:]


@pytest.mark.parametrize("kind", ["webp", "avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_smaller_version_is_upright_and_says_nothing(kind: str, orientation: int) -> None:
    raw = photo(size=(120, 80), orientation=orientation)
    made = encode.resized(raw, 30, kind)
    found = header(made)
    assert found is not None
    assert (found.kind, found.width, found.orientation) == (kind, 30, 1)
    assert found.height == (45 if orientation >= 5 else 20)
    assert red_corner(made) == red_corner(raw)
    assert b"CanaryCam" not in made
    assert not dict(Image.open(io.BytesIO(made)).getexif())


@pytest.mark.parametrize("kind", ["webp", "avif"])
def test_the_same_picture_gives_the_same_bytes(kind: str) -> None:
    raw = photo(size=(300, 200))
    assert encode.resized(raw, 100, kind) == encode.resized(raw, 100, kind)


def test_only_still_whole_pictures_are_made_smaller() -> None:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    moving = io.BytesIO()
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    whole = photo(size=(300, 200))
    assert encode.drawable(whole)
    for raw in (moving.getvalue(), whole[: len(whole) // 2], b"", b"<svg width='1' height='1'>"):
        assert not encode.drawable(raw)
    bomb = (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
        + struct.pack(">II", 30000, 30000)
        + b"\x08\x02\0\0\0"
        + bytes(4)
    )
    assert not encode.drawable(bomb)
