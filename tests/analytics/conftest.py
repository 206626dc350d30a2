"""A small corpus of four subjects, written for these tests: its topics are known."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest

import analytics

SUBJECTS = {
    "internet": (
        ["เน็ตประชารัฐ", "อินเทอร์เน็ตหมู่บ้าน", "สัญญาณไวไฟ", "เน็ตบ้าน"],
        ["หลุดบ่อยมาก", "ช้าจนเรียนออนไลน์ไม่ได้", "ใช้ไม่ได้มาสามวัน", "สัญญาณอ่อนตอนกลางคืน"],
    ),
    "scams": (
        ["แก๊งคอลเซ็นเตอร์", "มิจฉาชีพ", "เพจปลอม", "บัญชีม้า"],
        ["หลอกโอนเงินผู้สูงอายุ", "โทรมาหลอกให้กดลิงก์", "หลอกเอาเงินในบัญชีธนาคาร", "หลอกขายของแล้วโอนเงิน"],
    ),
    "training": (
        ["อบรมทักษะดิจิทัล", "หลักสูตรคอมพิวเตอร์", "ครูสอนคอมพิวเตอร์", "ห้องเรียนดิจิทัล"],
        ["สำหรับเกษตรกรในตำบล", "ให้ครูโรงเรียนขนาดเล็ก", "มีที่เรียนไม่พอ", "อยากให้เปิดสอนวันหยุด"],
    ),
    "satellites": (
        ["ภาพถ่ายดาวเทียม", "ข้อมูลดาวเทียม", "จานรับสัญญาณดาวเทียม", "ดาวเทียมสำรวจโลก"],
        ["ใช้เตือนน้ำท่วมและไฟป่า", "ช่วยดูพื้นที่เพาะปลูกข้าว", "ควรเปิดให้นักวิจัยใช้ฟรี", "ติดตามพื้นที่ป่าและน้ำ"],
    ),
}
ENDINGS = ("ครับ", "อยากให้แก้ไขด่วน")


def sentences(subject: str) -> list[str]:
    """All that the corpus says about one subject: 32 different comments."""
    things, events = SUBJECTS[subject]
    return [f"{thing} {event} {end}" for thing, event, end in product(things, events, ENDINGS)]


@pytest.fixture(scope="session")
def frame() -> pd.DataFrame:
    """128 comments of four subjects by 32 people, in four channels."""
    rows = [
        {"subject": subject, "text": text, "person": f"p{number % 32}", "channel": channel}
        for subject, channel in zip(SUBJECTS, ("web", "email", "phone", "meeting"), strict=True)
        for number, text in enumerate(sentences(subject))
    ]
    frame = pd.DataFrame(rows)
    frame.insert(0, "id", range(1, len(frame) + 1))
    frame["created_at"] = pd.date_range("2025-10-01", periods=len(frame), freq="h")
    return frame


@pytest.fixture(scope="session")
def result(frame: pd.DataFrame) -> analytics.RunResult:
    return analytics.run(frame, analytics.Params(topics=4))
