"""Where a submission went, in plain words: the steps of the evidence chain on its pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.i18n import show_date, show_datetime, show_number
from app.core.labels import label
from app.diagnose import onward
from app.diagnose.models import Issue, Submission
from app.diagnose.queries.intake import Journey, Stop

Step = dict[str, Any]


def steps(submission: Submission, journey: Journey, *, open_topics: bool = False) -> list[Step]:
    """For the macro `chain`. `open_topics`: the reader may follow topics to their pages."""
    found = [_received(submission), _read(journey)]
    found += [_topic(stop, open_topics) for stop in journey.stops]
    links = onward.made_of([issue.id for issue in journey.issues])
    for issue in journey.issues:
        found += _issue(issue, links[issue.id])
    return found if journey.issues else [*found, _waiting(journey)]


def _received(submission: Submission) -> Step:
    return {
        "kind": _("Received"),
        "title": show_datetime(submission.received_at),
        "facts": label(submission.channel),
    }


def _read(journey: Journey) -> Step:
    if not journey.reads:
        return {
            "kind": _("Analysis"),
            "title": _("Waiting to be read together with what others wrote"),
            "state": "waiting",
        }
    count = journey.read_with or 0
    facts = ngettext("%(count)s comment", "%(count)s comments", count, count=show_number(count))
    if not journey.stops:
        facts = _("It did not fit into a group with others, and is kept beside them.")
    return {
        "kind": _("Analysis"),
        "title": _("Read together with others on %(day)s", day=show_date(journey.read_at)),
        "facts": facts,
    }


def _topic(stop: Stop, open_topics: bool) -> Step:
    topic = stop.topic
    count = topic.comments_count
    facts = ngettext(
        "%(count)s comment is about this",
        "%(count)s comments are about this",
        count,
        count=show_number(count),
    )
    run = f" · {topic.run.title}, {show_date(topic.run.created_at)}" if open_topics else ""
    return {
        "kind": _("Topic"),
        "title": topic.title,
        "href": url_for("diagnose.topic", topic_id=topic.id) if open_topics else None,
        "facts": facts + run,
    }


def _issue(issue: Issue, links: list[onward.Onward]) -> Iterator[Step]:
    yield {
        "kind": _("Policy issue"),
        "title": issue.title,
        "href": url_for("diagnose.issue", issue_id=issue.id),
        "facts": label(issue.state),
    }
    for link in links:
        yield {"kind": _("What was made of it"), "title": link.text, "href": link.href} | (
            {"facts": link.state} if link.state else {}
        )


def _waiting(journey: Journey) -> Step:
    title = _("Not part of one so far; analysts choose, and give their reasons")
    return {
        "kind": _("Policy issue"),
        "title": title if journey.reads else _("Analysts make issues of what many people say"),
        "state": "waiting",
    }
