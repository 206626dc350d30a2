"""On public Thai data that people labelled: the floor below which the engine must not fall.

The sets lie outside the project; benchmarks/README.md tells where they come from. Without them
these tests are left out. How much better than the floor, and than others: `benchmarks/topics.py`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score

import analytics

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
LEAST = 10  # texts that a label needs in order to count

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.exists(), reason="the public data sets are not here"),
]


def labelled(file: str, column: str) -> pd.DataFrame:
    """Texts with their first label, of labels that enough texts have."""
    frame = pd.read_csv(DATA / file, dtype=str).dropna(subset=["text", column])
    frame["label"] = frame[column].str.split("|").str[0]
    frequent = frame["label"].map(frame["label"].value_counts()) >= LEAST
    return frame[frequent]


@pytest.mark.parametrize(
    ("file", "column", "floor"),
    [
        ("citizen-reports/reports.csv", "types", 0.34),
        ("call-centre/utterances.csv", "object", 0.25),
    ],
)
def test_topics_agree_with_what_people_said(file: str, column: str, floor: float) -> None:
    frame = labelled(file, column)
    params = analytics.Params(topics=frame["label"].nunique(), seed=1)
    result = analytics.run(frame[["id", "text"]], params)
    topic_of = {one.id: one.topic for one in result.assignments}
    found = [topic_of.get(ident, -1) for ident in frame["id"]]
    assert adjusted_mutual_info_score(frame["label"], found) >= floor
