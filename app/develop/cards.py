"""A picture of an idea or a challenge for whoever shares its address.

Drawn with Pillow in Sarabun; libraqm puts Thai vowels and tone marks where they belong. Lines break
between Thai words. The picture holds no figures: it stays right for as long as the words do.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import astuple, dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from analytics.text.normalise import normalise
from analytics.text.tokens import cut_normalised
from app.core.assets import path_of

WIDTH, HEIGHT = 1200, 630
"""What Facebook, LINE and X show whole."""
LEFT, RIGHT = 80, 80
SIZES = (72, 60, 50)
"""The title is set in the largest in which it fits its lines."""
MOST_LINES = 4
LEADING = 1.5
"""Thai needs room above and below."""
INK, SOFT, PAPER = "#1b2433", "#55606e", "#ffffff"
DRAWING = 1
"""Raised when cards are drawn in another way: addresses change with it."""
KEPT = 64


@dataclass(frozen=True)
class Card:
    """What stands on a card: a small line above the title, and one below."""

    title: str
    above: str
    below: str
    colour: str

    @property
    def version(self) -> str:
        """Changes with anything that can be seen."""
        content = "\x1f".join((str(DRAWING), *astuple(self)))
        return hashlib.sha256(content.encode()).hexdigest()[:16]


@lru_cache(maxsize=KEPT)
def png(card: Card) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 18), fill=card.colour)
    draw.rectangle((0, 18, 18, HEIGHT), fill=card.colour)
    _line(draw, 62, card.above, _font("Medium", 32), SOFT)
    font, lines = _set_title(drawable(card.title))
    step = int(font.size * LEADING)
    top = 330 - len(lines) * step // 2
    for number, line in enumerate(lines):
        draw.text((LEFT, top + number * step), line, font=font, fill=INK, language="th")
    _line(draw, 530, card.below, _font("Medium", 34), card.colour)
    stream = BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def drawable(text: str) -> str:
    """Without what the font cannot draw and what turns the reading direction."""
    kept = (c for c in normalise(text) if unicodedata.category(c) not in _NOT_DRAWN)
    return " ".join("".join(kept).split())


_NOT_DRAWN = {"Cc", "Cf", "Cn", "Co", "Cs", "So", "Sk"}


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines no wider than `width`, broken between words; within a word where it alone is wider."""
    lines, line = [], ""
    for word in _words(text):
        if not line or font.getlength(line + word.rstrip(), language="th") <= width:
            line += word
        else:
            lines.append(line.rstrip())
            line = word.lstrip()
        while font.getlength(line.rstrip(), language="th") > width:
            fits = _longest_start(line, font, width)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(text: str) -> list[str]:
    """The text in pieces between which a line may break."""
    cut = cut_normalised(text)
    lengths = [len(piece) for piece in cut]
    if sum(lengths) != len(text) or "".join(cut) != text.lower():
        return [piece + " " for piece in text.split(" ")]
    pieces, start = [], 0
    for length in lengths:
        pieces.append(text[start : start + length])
        start += length
    return pieces


def _longest_start(line: str, font: ImageFont.FreeTypeFont, width: int) -> int:
    fits = 1
    while fits < len(line) and font.getlength(line[: fits + 1], language="th") <= width:
        fits += 1
    while fits < len(line) and fits > 1 and unicodedata.category(line[fits]) == "Mn":
        fits -= 1  # a mark stays with its letter
    return fits


def _set_title(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    width = WIDTH - LEFT - RIGHT
    for size in SIZES:
        font = _font("SemiBold", size)
        lines = wrap(title, font, width)
        if len(lines) <= MOST_LINES:
            return font, lines
    return font, [*lines[: MOST_LINES - 1], _shortened(lines[MOST_LINES - 1], font, width)]


def _shortened(line: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """With an ellipsis, as narrow as the line may be."""
    while line and font.getlength(line + "…", language="th") > width:
        line = line[:-1].rstrip()
    return line + "…"


def _line(
    draw: ImageDraw.ImageDraw, top: int, text: str, font: ImageFont.FreeTypeFont, colour: str
) -> None:
    lines = wrap(drawable(text), font, WIDTH - LEFT - RIGHT)
    if lines:
        shown = _shortened(lines[0], font, WIDTH - LEFT - RIGHT) if lines[1:] else lines[0]
        draw.text((LEFT, top), shown, font=font, fill=colour, language="th")


@lru_cache(maxsize=8)
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    path = path_of(f"Sarabun-{weight}.ttf")
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)
