"""A drawing that a citizen might have added to an idea, made by code: no binary is kept here."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from app.core.assets import path_of

WIDTH, HEIGHT = 1200, 800
SKY, WATER, GROUND, INK = "#eef5fb", "#9cc3e0", "#d9cdb8", "#1b2433"
METAL, PANEL, GREEN, RED = "#f7f8fa", "#24466b", "#2e7d4f", "#b3261e"
FLOOD, POLE = 560, 250
"""Where the water stood, and where the pole stands, in pixels from the top and from the left."""
WORDS = (
    (430, 130, "แผงโซลาร์ 2 แผง ผู้ใหญ่บ้านเช็ดฝุ่นเดือนละครั้ง"),
    (430, 260, "ตู้เหล็กมีหลังคา: เราเตอร์ + แบตเตอรี่ 48 ชั่วโมง"),
    (430, 360, "ติดสูงกว่าระดับน้ำปี 54 อย่างน้อยครึ่งเมตร"),
    (430, 600, "ระดับน้ำสูงสุดที่เคยท่วม"),
)


def cabinet_above_the_flood() -> bytes:
    """A PNG: a pole with a solar panel and a cabinet, above the highest flood."""
    image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, FLOOD, WIDTH, HEIGHT), fill=WATER)
    draw.rectangle((0, 720, WIDTH, HEIGHT), fill=GROUND)
    _draw_pole(draw)
    _draw_flood_mark(draw)
    for left, top, words in WORDS:
        _write(draw, left, top, words, 36)
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _draw_pole(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((POLE - 10, 150, POLE + 10, 740), fill=INK)
    draw.polygon([(120, 190), (160, 90), (400, 90), (360, 190)], fill=PANEL, outline=INK, width=4)
    for part in (1, 2):
        draw.line((120 + 80 * part, 190, 160 + 80 * part, 90), fill=SKY, width=3)
    draw.rectangle((POLE - 90, 250, POLE + 90, 420), fill=METAL, outline=INK, width=5)
    draw.polygon([(140, 250), (250, 205), (360, 250)], fill=INK)
    draw.ellipse((POLE - 60, 290, POLE - 36, 314), fill=GREEN)
    draw.rectangle((POLE - 60, 345, POLE + 60, 400), fill=PANEL)


def _draw_flood_mark(draw: ImageDraw.ImageDraw) -> None:
    for left in range(0, WIDTH, 40):
        draw.line((left, FLOOD, left + 24, FLOOD), fill=RED, width=6)
    draw.line((400, 420, 400, FLOOD), fill=RED, width=4)
    draw.polygon([(390, 435), (410, 435), (400, 418)], fill=RED)
    draw.polygon([(390, FLOOD - 15), (410, FLOOD - 15), (400, FLOOD - 2)], fill=RED)


def _write(draw: ImageDraw.ImageDraw, left: int, top: int, words: str, size: int) -> None:
    path = str(path_of("Sarabun-Medium.ttf"))
    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)
    draw.text((left, top), words, font=font, fill=INK, language="th")
