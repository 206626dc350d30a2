"""What the engine says by codes is told in the reader's words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from analytics.errors import MESSAGES
from analytics.params import MOST_TOPICS, Params
from analytics.progress import Stage
from app.diagnose import analysis, run_words
from app.diagnose.jobs.analysis import READ, STORE

CODES = [*MESSAGES, "worker_lost", "unexpected"]
THAI = re.compile("[ก-๙]")


@pytest.mark.parametrize("code", CODES)
def test_each_failure_is_explained_in_both_languages(app: Flask, code: str) -> None:
    assert code in run_words.FAILURES
    with app.test_request_context(), force_locale("th"):
        assert THAI.search(run_words.failure(code))
    with app.test_request_context(), force_locale("en"):
        assert not THAI.search(run_words.failure(code))


@pytest.mark.parametrize("stage", [*Stage, READ, STORE])
def test_each_stage_has_a_name(stage: str) -> None:
    assert str(stage) in run_words.STAGES


def test_each_reason_to_leave_a_comment_out_has_a_name() -> None:
    source = "".join(path.read_text() for path in Path("analytics").glob("*.py"))
    reasons = set(re.findall(r'left_out\[[^]]+\] = "(\w+)"', source)) | {"no_fit"}
    assert reasons <= set(run_words.LEFT_OUT)


def test_an_unknown_code_is_our_own_fault(app: Flask) -> None:
    with app.test_request_context():
        assert run_words.failure("brand_new") == run_words.failure("unexpected")


def test_the_form_offers_the_numbers_of_topics_that_the_engine_takes() -> None:
    assert analysis.MOST_TOPICS == MOST_TOPICS
    assert Params(topics=analysis.FEWEST_TOPICS).topics == analysis.FEWEST_TOPICS
