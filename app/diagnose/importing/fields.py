"""The fields that a column may give, and how columns and values are recognised by their names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from app.accounts.models import ParticipantGroup
from app.diagnose.models import Channel
from app.missions.models import MissionGroup


class Field(StrEnum):
    TEXT = "text"
    ID = "id"
    PERSON = "person"
    CREATED_AT = "created_at"
    CHANNEL = "channel"
    MISSION_GROUP = "mission_group"
    PARTICIPANT_GROUP = "participant_group"


_NAMES: dict[StrEnum, str] = {
    Field.TEXT: """
        text comment comments message messages content body feedback opinion complaint description
        detail details utterance ข้อความ ความคิดเห็น ความเห็น รายละเอียด เนื้อหา เรื่องร้องเรียน
        ข้อร้องเรียน ข้อเสนอแนะ ปัญหา คำร้อง""",
    Field.ID: """
        id no number ref reference ticket ticketid caseid commentid
        รหัส เลขที่ ลำดับ ลำดับที่ เลขที่เรื่อง เลขเรื่อง เลขรับ""",
    Field.PERSON: """
        person personid user userid author authorid sender pseudonym respondent participant
        participantid ผู้แจ้ง ผู้ส่ง ผู้ร้อง รหัสผู้แจ้ง รหัสผู้ใช้ นามแฝง""",
    Field.CREATED_AT: """
        createdat created date datetime time timestamp saidat submittedat postedat receivedat
        วันที่ วันที่แจ้ง วันที่รับ วันที่รับเรื่อง วันเวลา วันที่ส่ง เวลา""",
    Field.CHANNEL: "channel source via medium ช่องทาง ช่องทางรับเรื่อง แหล่งที่มา ที่มา",
    Field.MISSION_GROUP: "missiongroup mission กลุ่มภารกิจ ภารกิจ ด้าน",
    Field.PARTICIPANT_GROUP: """
        participantgroup group stakeholdergroup
        กลุ่ม กลุ่มผู้มีส่วนร่วม ประเภทผู้แจ้ง กลุ่มผู้แจ้ง""",
}
"""How files call the columns, the commonest first."""

_CHANNELS: dict[StrEnum, str] = {
    Channel.WEB: "web website online เว็บ เว็บไซต์ ออนไลน์",
    Channel.EMAIL: "email mail อีเมล อีเมล์ ไปรษณีย์อิเล็กทรอนิกส์",
    Channel.TELEPHONE: """
        telephone phone tel call callcentre callcenter hotline โทรศัพท์ โทร สายด่วน""",
    Channel.SOCIAL: """
        social socialmedia facebook line twitter x tiktok pantip โซเชียล โซเชียลมีเดีย
        สื่อสังคม สื่อสังคมออนไลน์ สังคมออนไลน์ เฟซบุ๊ก ไลน์""",
    Channel.PAPER: "paper letter form post กระดาษ จดหมาย หนังสือ แบบฟอร์ม เอกสาร",
    Channel.MEETING: "meeting hearing forum ประชุม การประชุม เวที รับฟังความคิดเห็น",
    Channel.API: "api app application แอป แอปพลิเคชัน ระบบอื่น",
}

_GROUPS: dict[StrEnum, str] = {
    ParticipantGroup.CITIZEN: "citizen citizens public people ประชาชน ภาคประชาชน บุคคลทั่วไป",
    ParticipantGroup.GOVERNMENT: """
        government gov publicsector state ภาครัฐ รัฐ ราชการ หน่วยงานรัฐ หน่วยงานภาครัฐ""",
    ParticipantGroup.BUSINESS: """
        business private company ธุรกิจ เอกชน ภาคธุรกิจ ภาคเอกชน ภาคธุรกิจเอกชน""",
    ParticipantGroup.STAKEHOLDER: """
        stakeholder stakeholders ngo civilsociety ผู้มีส่วนได้ส่วนเสีย ภาคประชาสังคม ประชาสังคม""",
}


def plain(name: str) -> str:
    """What is compared of a name: letters and digits, one case. `Created at` is `created_at`."""
    folded = unicodedata.normalize("NFKC", name.casefold())
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LMN")


def _by_name(names: Mapping[StrEnum, str]) -> dict[str, str]:
    return {plain(name): key.value for key, known in names.items() for name in known.split()}


CHANNELS = _by_name(_CHANNELS)
PARTICIPANT_GROUPS = _by_name(_GROUPS)


def mission_groups_by_name(groups: Iterable[MissionGroup]) -> dict[str, int]:
    """Mission group by its slug or either of its names."""
    return {
        plain(name): group.id
        for group in groups
        for name in (group.slug, group.name_th, group.name_en)
    }


def guess(header: Sequence[str]) -> dict[Field, str]:
    """Which column gives which field, judging by names alone. No column is guessed twice."""
    found: dict[Field, str] = {}
    free = list(header)
    for field in Field:
        names = _NAMES[field].split()
        column = next((c for name in names for c in free if plain(c) == plain(name)), None)
        if column is not None:
            found[field] = column
            free.remove(column)
    if Field.TEXT not in found and len(header) == 1:
        found[Field.TEXT] = header[0]
    return found
