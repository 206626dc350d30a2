"""Pictures made anew out of their pixels: no place, no camera, no profile, no comment, no second
meaning is left of the file that was sent."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from app.core.refused_files import NotTaken, WhyNot

LONGEST_SIDE = 2_000
MEGAPIXEL = 1_000_000
MOST_PIXELS = {"baseline": 80 * MEGAPIXEL, "progressive": 24 * MEGAPIXEL, "other": 10 * MEGAPIXEL}
"""As the head of the file declares them: nothing is decoded before. A JPEG is decoded at a fraction
of its size; of a PNG or WebP three whole copies lie in memory at once."""
QUALITY = 85
LARGE_PNG = 1 << 20
_ORIENTATION = 0x0112
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
_one_at_a_time = threading.Lock()  # what one picture needs of memory, not what eight threads' do


@dataclass(frozen=True)
class Picture:
    content: bytes
    ending: str
    width: int
    height: int


def is_image(content: bytes) -> bool:
    """JPEG, PNG, GIF or WebP, by the first bytes."""
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")) or (
        content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    )


def remake(content: bytes) -> Picture:
    """The picture (of moving ones the first), upright and small enough. Raises `NotTaken`."""
    with _one_at_a_time:
        try:
            with Image.open(BytesIO(content), formats=("JPEG", "PNG", "GIF", "WEBP")) as image:
                _check_size(image)
                return _encoded(_pixels(image), image.format or "")
        except Image.DecompressionBombError:
            raise NotTaken(WhyNot.TOO_MANY_PIXELS) from None
        except NotTaken:
            raise
        except Exception:  # Pillow's decoders raise anything at all on a broken file
            raise NotTaken(WhyNot.BROKEN) from None


def _check_size(image: Image.Image) -> None:
    progressive = "progressive" if image.info.get("progressive") else "baseline"
    most = MOST_PIXELS[progressive if image.format == "JPEG" else "other"]
    if image.width * image.height > most:
        raise NotTaken(WhyNot.TOO_MANY_PIXELS)


def _pixels(image: Image.Image) -> Image.Image:
    """A new image with the old one's pixels: upright, shrunk, and without anything beside them."""
    turns = _TURNS.get(image.getexif().get(_ORIENTATION, 1), ())
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG alone heeds it
    small = _in_colours(image)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    for turn in turns:
        small = small.transpose(turn)
    clean = Image.new(small.mode, small.size)
    clean.paste(small)
    return clean


def _in_colours(image: Image.Image) -> Image.Image:
    if image.mode in ("RGB", "RGBA", "L"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _encoded(image: Image.Image, was: str) -> Picture:
    if was == "WEBP":
        return _saved(image, "WEBP", quality=QUALITY)
    if was == "JPEG":
        return _saved(image, "JPEG", quality=QUALITY, optimize=True)
    drawn = _saved(image, "PNG", optimize=True)
    if len(drawn.content) > LARGE_PNG and image.mode != "RGBA":  # a photo
        return _saved(image, "JPEG", quality=QUALITY, optimize=True)
    return drawn


def _saved(image: Image.Image, kind: str, **options: object) -> Picture:
    target = BytesIO()
    image.save(target, kind, **options)
    return Picture(target.getvalue(), _ENDINGS[kind], image.width, image.height)
