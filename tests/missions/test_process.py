"""The page that explains the process, out of the stages that are stored."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.core.db import db
from app.missions.models import Stage, StageKey
from tests.support import make


def described_stage() -> None:
    stage = Stage(
        key=StageKey.DEVELOP, position=3, name_th="ออกแบบนโยบาย", name_en="Develop",
        summary_th="สรุปของขั้น", summary_en="In short", methods_th="วิธีหนึ่ง\nวิธีสอง",
        methods_en="One way\nAnother way", people_th="ประชาชน\nภาครัฐ",
        people_en="Citizens\nGovernment", provenance="บันทึกข้อความ ข้อ ๓",
    )  # fmt: skip
    db.session.add(stage)


def test_a_stage_is_explained_with_its_source(client: FlaskClient) -> None:
    described_stage()
    db.session.commit()
    page = client.get("/process").text
    for expected in ("ออกแบบนโยบาย", "สรุปของขั้น", "<li>วิธีหนึ่ง</li>", "<li>วิธีสอง</li>",
                     "ประชาชน · ภาครัฐ", "บันทึกข้อความ ข้อ ๓", 'id="develop"'):  # fmt: skip
        assert expected in page


def test_english_readers_read_english_and_the_source_stays_thai(client: FlaskClient) -> None:
    described_stage()
    db.session.commit()
    client.set_cookie("language", "en")
    page = client.get("/process").text
    for expected in ("In short", "<li>Another way</li>", "Citizens · Government",
                     '<span lang="th">บันทึกข้อความ ข้อ ๓</span>'):  # fmt: skip
        assert expected in page
    assert "สรุปของขั้น" not in page


def test_units_are_named_by_their_abbreviations(client: FlaskClient) -> None:
    group = make.mission_group()
    group.units = [make.unit("ยศ.", name_th="กองยุทธศาสตร์และแผนงาน"), make.unit("คท.")]
    db.session.commit()
    page = client.get("/process").text
    assert "ยศ. กองยุทธศาสตร์และแผนงาน" in page
    assert "คท.</span>" in page


def test_without_stages_the_page_says_so(client: FlaskClient) -> None:
    assert "ยังไม่มีคำอธิบายกระบวนการ" in client.get("/process").text


def test_groups_and_units_come_in_one_query_each(client: FlaskClient, queries: Callable) -> None:
    described_stage()
    for code in "abc":
        make.mission_group(code).units = [make.unit(code)]
    db.session.commit()
    with queries() as asked:
        client.get("/process")
    assert len(asked) == 3  # stages, mission groups, their units
