"""What the report says itself, in Thai and English."""

from __future__ import annotations

_ENGLISH = {
    "heading": "What people wrote about",
    "summary_text": (
        "{topics} topics in {assigned} of {received} comments; {left_out} fit none and were "
        "kept apart."
    ),
    "map_title": "Topics near each other are worded alike",
    "map_note": "Circles are topics, by number of comments; points are comments.",
    "sizes_title": "Comments in each topic",
    "overview_title": "The topics in a table",
    "topics_title": "The topics one by one",
    "topic": "Topic",
    "comment": "Comment",
    "comments": "comments",
    "people": "people",
    "terms": "Distinctive words",
    "phrases": "Distinctive phrases",
    "coherence": "Coherence",
    "stability": "Stability",
    "remarks": "Remarks",
    "contested": "between topics",
    "unsteady": "changes when repeated",
    "channels": "Channels",
    "groups": "Participant groups",
    "period": "Period",
    "quotes": "In their own words",
    "went_in_title": "What went in",
    "count_received": "Comments received",
    "count_different": "Different comments",
    "count_duplicates": "Repetitions, counted with the first",
    "count_truncated": "Longer than is read",
    "count_assigned": "In a topic",
    "count_left_out": "In no topic",
    "left_out_title": "What was left out",
    "nothing_left_out": "Nothing was left out.",
    "reason": "Reason",
    "reason_empty": "empty",
    "reason_no_words": "no words in it",
    "reason_no_fit": "resembles no topic",
    "first_ids": "First ids",
    "masked_title": "Personal data masked",
    "how_title": "How this was made",
    "parameters_title": "Parameters",
    "versions_title": "Versions",
    "hash_title": "Fingerprint of the data (SHA-256)",
    "figures_title": "How to read the figures",
    "figures_note": (
        "Coherence (NPMI, -1 to 1) is high where the words of a topic meet in the same comments. "
        "Stability (0 to 1) tells how much of a topic comes back when the analysis is repeated on "
        "80% of the comments, with the 10th and 90th percentile; under 0.5 read it with care. "
        "Labels are words out of the comments, not findings: read the quotations."
    ),
}

_THAI = {
    "heading": "ประชาชนเขียนถึงเรื่องอะไร",
    "summary_text": (
        "พบ {topics} กลุ่มความเห็น จากความเห็น {assigned} จาก {received} รายการ "
        "อีก {left_out} รายการไม่เข้ากลุ่มใดและแยกไว้ต่างหาก"
    ),
    "map_title": "กลุ่มที่อยู่ใกล้กันใช้ถ้อยคำคล้ายกัน",
    "map_note": "วงกลมคือกลุ่มความเห็น ขนาดตามจำนวนความเห็น จุดคือความเห็นแต่ละรายการ",
    "sizes_title": "จำนวนความเห็นในแต่ละกลุ่ม",
    "overview_title": "ตารางกลุ่มความเห็น",
    "topics_title": "กลุ่มความเห็นทีละกลุ่ม",
    "topic": "กลุ่มความเห็น",
    "comment": "ความเห็นที่",
    "comments": "ความเห็น",
    "people": "คน",
    "terms": "คำเด่น",
    "phrases": "วลีเด่น",
    "coherence": "ความสอดคล้อง",
    "stability": "ความคงเส้นคงวา",
    "remarks": "ข้อสังเกต",
    "contested": "คาบเกี่ยวหลายกลุ่ม",
    "unsteady": "เปลี่ยนไปเมื่อวิเคราะห์ซ้ำ",
    "channels": "ช่องทาง",
    "groups": "กลุ่มผู้มีส่วนร่วม",
    "period": "ช่วงเวลา",
    "quotes": "ถ้อยคำของผู้แสดงความเห็น",
    "went_in_title": "ข้อมูลที่นำมาวิเคราะห์",
    "count_received": "ความเห็นที่ได้รับ",
    "count_different": "ความเห็นที่ไม่ซ้ำกัน",
    "count_duplicates": "ความเห็นที่ซ้ำ นับรวมกับรายการแรก",
    "count_truncated": "ยาวเกินส่วนที่อ่าน",
    "count_assigned": "อยู่ในกลุ่ม",
    "count_left_out": "ไม่อยู่ในกลุ่มใด",
    "left_out_title": "สิ่งที่แยกไว้ต่างหาก",
    "nothing_left_out": "ไม่มีความเห็นที่แยกไว้",
    "reason": "เหตุผล",
    "reason_empty": "ว่างเปล่า",
    "reason_no_words": "ไม่มีถ้อยคำ",
    "reason_no_fit": "ไม่คล้ายกลุ่มใด",
    "first_ids": "รหัสลำดับแรก ๆ",
    "masked_title": "ข้อมูลส่วนบุคคลที่ปิดไว้",
    "how_title": "วิธีวิเคราะห์",
    "parameters_title": "ค่าที่กำหนด",
    "versions_title": "รุ่นของซอฟต์แวร์",
    "hash_title": "ลายนิ้วมือของข้อมูล (SHA-256)",
    "figures_title": "วิธีอ่านตัวเลข",
    "figures_note": (
        "ความสอดคล้อง (NPMI ตั้งแต่ -1 ถึง 1) สูงเมื่อคำเด่นของกลุ่มปรากฏร่วมกันในความเห็นเดียวกัน "
        "ความคงเส้นคงวา (0 ถึง 1) บอกว่าเมื่อวิเคราะห์ซ้ำด้วยความเห็นร้อยละ 80 กลุ่มเดิมกลับมามากเพียงใด "
        "พร้อมเปอร์เซ็นไทล์ที่ 10 และ 90 หากต่ำกว่า 0.5 ควรอ่านด้วยความระมัดระวัง "
        "ชื่อกลุ่มเป็นถ้อยคำจากความเห็น ไม่ใช่ข้อสรุป โปรดอ่านถ้อยคำจริงประกอบ"
    ),
}

TEXTS: dict[str, dict[str, str]] = {"en": _ENGLISH, "th": _THAI}
