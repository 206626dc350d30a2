from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import analytics
from analytics import InputError, Params, RunResult, Stage

ROOT = Path(__file__).parents[2]


def subjects_of(result: RunResult, frame: pd.DataFrame) -> list[Counter[str]]:
    subject = dict(zip(frame["id"], frame["subject"], strict=True))
    found = [Counter[str]() for _ in result.topics]
    for item in result.assignments:
        found[item.topic][subject[item.id]] += 1
    return found


def test_finds_the_subjects(result: RunResult, frame: pd.DataFrame) -> None:
    found = subjects_of(result, frame)
    assert {max(counts, key=lambda name: counts[name]) for counts in found} == set(frame["subject"])
    right = sum(max(counts.values()) for counts in found)
    assert right >= 0.9 * len(frame)


def test_every_comment_is_somewhere_once(result: RunResult, frame: pd.DataFrame) -> None:
    ids = [item.id for item in result.assignments] + [item.id for item in result.left_out]
    assert sorted(ids) == sorted(frame["id"])
    assert result.counts["assigned"] == sum(topic.comments for topic in result.topics)


def test_topics_are_numbered_by_size(result: RunResult) -> None:
    sizes = [topic.comments for topic in result.topics]
    assert sizes == sorted(sizes, reverse=True)
    assert [topic.id for topic in result.topics] == list(range(len(sizes)))


def test_people_are_counted_beside_comments(result: RunResult) -> None:
    assert all(topic.people == 32 for topic in result.topics if topic.comments == 32)


def test_one_who_writes_often_is_one_person(frame: pd.DataFrame) -> None:
    unknown = frame["id"] <= 2
    found = analytics.run(
        frame.assign(person="p1").mask(unknown, None).assign(id=frame["id"], text=frame["text"]),
        Params(topics=4, stability_runs=0),
    )
    topic_of = {item.id: item.topic for item in found.assignments}
    assert topic_of[1] == topic_of[2]
    assert [topic.people for topic in found.topics] == [
        3 if topic.id == topic_of[1] else 1 for topic in found.topics
    ]  # who is not known may be anybody: each counts as one


def test_channels_and_times_are_told(result: RunResult) -> None:
    channels = [set(topic.channels) for topic in result.topics]
    assert {"web", "email", "phone", "meeting"} == set().union(*channels)
    assert min(topic.first_at or "" for topic in result.topics) == "2025-10-01T00:00:00"


def test_labels_are_words_of_the_comments(result: RunResult, frame: pd.DataFrame) -> None:
    everything = " ".join(frame["text"]).replace(" ", "").lower()
    labels = [topic.label for topic in result.topics]
    assert len(set(labels)) == len(labels)
    for part in (part for label in labels for part in label.split(" · ")):
        assert part.replace(" ", "") in everything


def test_quotes_are_as_written_and_differ(result: RunResult, frame: pd.DataFrame) -> None:
    written = dict(zip(frame["id"], frame["text"], strict=True))
    for topic in result.topics:
        texts = [quote.text for quote in topic.quotes]
        assert texts == [written[quote.id] for quote in topic.quotes]
        assert len(set(texts)) == len(texts) > 1


def test_weights_and_places_are_in_range(result: RunResult) -> None:
    for item in result.assignments:
        assert 0 < item.weight <= 1
        assert -1.01 <= item.x <= 1.01
        assert -1.01 <= item.y <= 1.01
        assert item.topic not in dict(item.also)


def test_measures_itself(result: RunResult) -> None:
    assert -1 <= result.measures["coherence"] <= 1
    assert result.measures["stability"] > 0.6
    for topic in result.topics:
        assert topic.stability is not None
        assert 0 <= topic.stability.low <= topic.stability.mean <= topic.stability.high <= 1


def test_finds_a_number_of_topics(frame: pd.DataFrame) -> None:
    found = analytics.run(frame, Params(stability_runs=0))
    assert found.topic_counts_tried
    assert len(found.topics) in dict(found.topic_counts_tried)
    pure = sum(max(counts.values()) for counts in subjects_of(found, frame))
    assert pure >= 0.9 * len(frame)


def test_the_order_of_rows_does_not_matter(result: RunResult, frame: pd.DataFrame) -> None:
    shuffled = frame.sample(frac=1, random_state=5)
    before = shuffled.copy()
    again = analytics.run(shuffled, Params(topics=4))
    assert again.to_json() == result.to_json()
    pd.testing.assert_frame_equal(shuffled, before)


def test_other_processes_give_the_same_bytes(frame: pd.DataFrame, tmp_path: Path) -> None:
    frame.to_csv(tmp_path / "frame.csv", index=False)
    code = (
        "import sys, pandas, analytics;"
        "frame = pandas.read_csv(sys.argv[1]);"
        "sys.stdout.write(analytics.run(frame, analytics.Params(topics=4)).to_json())"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "frame.csv")],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "", "OMP_NUM_THREADS": threads},
            capture_output=True,
            check=True,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    ]
    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])["counts"]["topics"] == 4


def test_timings_are_not_part_of_the_bytes(result: RunResult) -> None:
    slower = replace(result, timings={"features": 99.0})
    assert slower.to_json() == result.to_json()
    assert "timings" in json.loads(result.to_json(timings=True))


def test_another_text_gives_another_hash(result: RunResult, frame: pd.DataFrame) -> None:
    changed = frame.copy()
    changed.loc[0, "text"] += "!"
    assert analytics.run(changed, Params(topics=4)).data_hash != result.data_hash


def test_repeated_comments_are_merged_and_counted(frame: pd.DataFrame) -> None:
    copies = frame.head(3).assign(id=[901, 902, 903], text=frame["text"].head(3) + " !!")
    found = analytics.run(pd.concat([frame, copies]), Params(topics=4))
    assert found.counts["duplicates"] == 3
    assert {(group.kept, group.merged) for group in found.duplicates} == {
        (1, (901,)),
        (2, (902,)),
        (3, (903,)),
    }
    topic_of = {item.id: item.topic for item in found.assignments}
    assert all(topic_of[copy] == topic_of[kept] for copy, kept in ((901, 1), (902, 2), (903, 3)))


def test_what_says_nothing_is_left_out_with_the_reason(frame: pd.DataFrame) -> None:
    odd = pd.DataFrame({"id": [901, 902, 903, 904], "text": ["", None, "?!", "!?"]})
    found = analytics.run(pd.concat([frame, odd]), Params(topics=4))
    reasons = {item.id: item.reason for item in found.left_out}
    assert reasons == {901: "empty", 902: "empty", 903: "no_words", 904: "no_words"}


def test_personal_data_reaches_no_result(frame: pd.DataFrame) -> None:
    talkative = frame.assign(text=frame["text"] + " โทร 081-234-5678")
    found = analytics.run(talkative, Params(topics=4))
    assert found.masked == {"phone": len(frame)}
    assert "081-234" not in found.to_json()
    assert "[phone]" in found.topics[0].quotes[0].text


def test_huge_comments_are_read_in_part(frame: pd.DataFrame) -> None:
    huge = pd.DataFrame(
        {"id": [901, 902, 903], "text": ["เน็ตหลุด " * 200_000, "ก" * 300_000, "5" * 20_000]}
    )
    found = analytics.run(pd.concat([frame, huge]), Params(topics=4))
    assert found.counts["truncated"] == 3
    assert {item.id for item in found.assignments} >= {901}


def test_progress_rises_through_all_stages(frame: pd.DataFrame) -> None:
    seen: list[tuple[float, str]] = []
    analytics.run(frame, Params(topics=4), lambda fraction, stage: seen.append((fraction, stage)))
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert list(dict.fromkeys(stage for _, stage in seen)) == [str(stage) for stage in Stage]


@pytest.mark.parametrize("when", list(Stage))
def test_a_callback_can_cancel(frame: pd.DataFrame, when: Stage) -> None:
    class Cancelled(Exception):
        pass

    def cancel(fraction: float, stage: str) -> None:
        if stage == when:
            raise Cancelled

    with pytest.raises(Cancelled):
        analytics.run(frame, Params(topics=4), cancel)


def test_text_ids_are_kept_as_text(frame: pd.DataFrame) -> None:
    found = analytics.run(frame.assign(id="c" + frame["id"].astype(str)), Params(topics=4))
    assert {item.id for item in found.assignments} == {f"c{number}" for number in frame["id"]}


def bad(code: str, frame: pd.DataFrame, params: Params | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        analytics.run(frame, params)
    assert caught.value.code == code
    return caught.value


def texts(*values: str | None) -> pd.DataFrame:
    return pd.DataFrame({"id": range(len(values)), "text": values})


def test_says_what_is_wrong_with_the_data(frame: pd.DataFrame) -> None:
    assert "id, subject" in str(bad("no_column", frame.drop(columns="text")))
    bad("no_rows", frame.head(0))
    bad("all_empty", texts("", None, "  "))
    bad("all_equal", texts(*["เน็ตช้ามาก"] * 50))
    assert "Only 1 different" in str(bad("too_few", texts("เน็ตช้ามาก")))
    bad("duplicate_id", frame.assign(id=7))
    bad("missing_id", frame.assign(id=None))


def test_more_topics_than_the_data_bears(frame: pd.DataFrame) -> None:
    error = bad("too_many_topics", frame, Params(topics=400))
    assert error.details["maximum"] == 64
    assert "at most 64" in str(error)
