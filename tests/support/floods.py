"""Floods: texts that a reader takes for one, however they are varied."""

from __future__ import annotations

import random

UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u202e", "\u00ad")
EMOJI = "😀🔥👍❤✨🎉💥🚀"
INSERTED = ("ครับ", "ค่ะ", "นะคะ", "ด่วน", "จริงๆ", "เลย", "ok", "สมชาย", "วันนี้")
TEXT = "รับสมัครงานออนไลน์ ทำที่บ้านได้ รายได้วันละ 3,500 บาท สนใจแอดไลน์ @job9999 ด่วนก่อนเต็ม รับจำนวนจำกัด"


def varied(text: str, chance: random.Random) -> str:
    """The text with other numbers, an inserted word, emoji, and signs that nobody sees."""
    text = "".join(chance.choice("0123456789") if c.isdigit() else c for c in text)
    at = chance.randrange(len(text) + 1)
    text = text[:at] + chance.choice(INSERTED) + text[at:]
    noisy = "".join(c + (chance.choice(UNSEEN) if chance.random() < 0.2 else "") for c in text)
    return f"{noisy}{chance.choice(EMOJI) * chance.randrange(4)} {chance.randrange(10_000)}"


def flood(count: int, text: str = TEXT, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [varied(text, chance) for _ in range(count)]
