"""A finished run by hand, and comments that a real run can tell apart."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.core.db import commit
from app.diagnose.models import AnalysisRun, Channel, Submission, Topic
from app.diagnose.queries.analysis import topics_of
from app.missions.models import MissionGroup
from tests.support import make
from tests.support.cast import Cast

PHONE = "081-234-5678"

NETWORK = ("เน็ตหมู่บ้านช้า", "อินเทอร์เน็ตหลุดบ่อย", "สัญญาณเน็ตไม่ถึงบ้าน", "เน็ตประชารัฐใช้ไม่ได้")
ROADS = ("ถนนเป็นหลุม", "ถนนชำรุดรถตกหลุม", "ผิวถนนพังมีหลุมลึก", "หลุมบนถนนอันตราย")
PLACES = ("หน้าโรงเรียน", "ใกล้วัด", "ตรงตลาด", "ข้างสถานีอนามัย", "ปากซอย", "ริมคลอง")


@dataclass(frozen=True)
class Scene:
    cast: Cast
    group: MissionGroup
    submissions: list[Submission]
    run: AnalysisRun
    topics: list[Topic]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """A run of six submissions in two topics; Mali wrote all of the first."""
    group = make.mission_group()
    texts = ["เน็ตช้า โทร " + PHONE, "ถนนพัง", "เน็ตหลุด", "ถนนเป็นหลุม", "เน็ตไม่มา", "หลุมลึก"]
    submissions = [
        make.submission(text, cast.mali if number % 2 == 0 else None, mission_group_id=group.id)
        for number, text in enumerate(texts)
    ]
    run = make.run(cast.ana, submissions)
    commit()
    return Scene(cast, group, submissions, run, topics_of(run.id))


def written(count: int = 48) -> list[Submission]:
    """Different comments on two subjects, from the telephone; the last repeats the first."""
    sentences = [f"{what}{where}" for where in PLACES for what in (*NETWORK, *ROADS)]
    texts = [*sentences[: count - 1], sentences[0]]
    return [
        make.submission(text, channel=Channel.TELEPHONE, source_person=f"p{number % 20}")
        for number, text in enumerate(texts)
    ]
