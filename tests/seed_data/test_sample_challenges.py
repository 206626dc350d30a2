"""Sample issues, challenges, ideas and what happened to them fit together."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tests.support.seed_files import MISSION_GROUPS, read


def test_issues_have_reached_their_state_step_by_step(
    develop: dict[str, Any], people: dict[str, dict[str, Any]]
) -> None:
    ladder = ["candidate", "shortlisted", "selected"]
    for issue in develop["issues"]:
        steps = [reason["state"] for reason in issue["reasons"]]
        assert steps == ladder[: ladder.index(issue["state"]) + 1]
        days = [reason["days_ago"] for reason in issue["reasons"]]
        assert days == sorted(days, reverse=True)
        assert all(
            people[r["actor"]]["role"] in {"analyst", "coordinator"} for r in issue["reasons"]
        )
        assert issue["mission_group"] in MISSION_GROUPS
    states = Counter(issue["state"] for issue in develop["issues"])
    assert states == {"selected": 5, "shortlisted": 1, "candidate": 1}


def test_the_keywords_of_an_issue_are_found_in_submissions(
    develop: dict[str, Any], submissions: list[dict[str, str]]
) -> None:
    for issue in develop["issues"]:
        for word in issue["keywords"]:
            assert sum(word.lower() in row["text"].lower() for row in submissions) >= 3, word


def test_something_is_open_for_ideas_and_for_votes_and_something_has_closed(
    develop: dict[str, Any],
) -> None:
    open_now = {
        challenge["key"].removeprefix("challenge-"): {
            phase["kind"]
            for phase in challenge["phases"]
            if phase["opens_days_ago"] >= 0 > phase["closes_days_ago"]
        }
        for challenge in develop["challenges"]
    }
    assert open_now == {
        "village-internet": {"ideas", "voting"},
        "online-scams": set(),
        "gov-services": {"voting"},
        "community-fund": set(),
        "small-business": {"ideas"},
    }


def test_every_ballot_is_there(develop: dict[str, Any]) -> None:
    kinds = {challenge.get("ballot", {}).get("kind") for challenge in develop["challenges"]}
    assert kinds == {None, "updown", "limited", "budget"}


def test_ballots_stay_within_the_budget(
    develop: dict[str, Any], ideas: list[dict[str, Any]]
) -> None:
    costs = {idea["key"]: idea["cost"] for idea in ideas if "cost" in idea}
    (challenge,) = [one for one in develop["challenges"] if "ballots" in one]
    for kind in challenge["ballots"]:
        chosen = sum(costs[idea] for idea in kind["chooses"])
        assert 0 < chosen <= challenge["ballot"]["budget_total"]
    voters = sum(kind["count"] for kind in challenge["ballots"])
    assert 30 <= voters <= json.loads(read("people.json"))["voters"]


def test_a_challenge_comes_from_a_selected_issue_after_it_was_selected(
    develop: dict[str, Any], people: dict[str, dict[str, Any]]
) -> None:
    issues = {issue["key"]: issue for issue in develop["issues"]}
    for challenge in develop["challenges"]:
        issue = issues[challenge["issue"]]
        assert issue["state"] == "selected"
        assert challenge["published_days_ago"] <= issue["reasons"][-1]["days_ago"]
        assert people[challenge["opened_by"]]["role"] == "coordinator"
        assert len(challenge["title"]) <= 200
        assert len(challenge["question"]) <= 300


def test_ideas_are_posted_while_ideas_are_taken(develop: dict[str, Any]) -> None:
    for challenge in develop["challenges"]:
        (phase,) = [p for p in challenge["phases"] if p["kind"] == "ideas"]
        assert 5 <= len(challenge["ideas"]) <= 20
        for idea in challenge["ideas"]:
            age = idea["created_days_ago"]
            assert phase["opens_days_ago"] >= age >= max(phase["closes_days_ago"], 0)


def test_ideas_are_by_members_and_fit_the_form(
    ideas: list[dict[str, Any]], people: dict[str, dict[str, Any]]
) -> None:
    assert len({idea["key"] for idea in ideas}) == len(ideas)
    assert len({idea["title"] for idea in ideas}) == len(ideas)
    for idea in ideas:
        assert people[idea["author"]]["role"] == "member"
        assert len(idea["title"]) <= 120
        assert 150 <= len(idea["body"]) <= 1500


def test_votes_are_one_each_by_members_other_than_the_author(
    ideas: list[dict[str, Any]], people: dict[str, dict[str, Any]]
) -> None:
    for idea in ideas:
        assert len(set(idea["votes"])) == len(idea["votes"])
        assert idea["author"] not in idea["votes"]
        assert all(people[voter]["role"] == "member" for voter in idea["votes"])


def test_comments_follow_the_idea_in_order_and_have_authors(
    ideas: list[dict[str, Any]], people: dict[str, dict[str, Any]]
) -> None:
    assert sum(len(idea["comments"]) >= 2 for idea in ideas) >= 20
    for idea in ideas:
        days = [idea["created_days_ago"], *(c["created_days_ago"] for c in idea["comments"])]
        assert days == sorted(days, reverse=True)
        assert all(comment["author"] in people and comment["text"] for comment in idea["comments"])


def test_happenings_come_in_a_time_that_fits(
    ideas: list[dict[str, Any]], people: dict[str, dict[str, Any]]
) -> None:
    posted = {idea["key"]: idea["created_days_ago"] for idea in ideas}
    happenings = json.loads(read("happenings.json"))["happenings"]
    for one in happenings:
        assert one.get("by", "member-01") in people
        named = [one["idea"]] if "idea" in one else one.get("ideas", [])
        assert all(posted[idea] > one["days_ago"] >= 0 for idea in named)


def test_answers_are_by_an_officer_of_a_responsible_unit(
    develop: dict[str, Any], people: dict[str, dict[str, Any]], framework: dict[str, Any]
) -> None:
    units = {group["slug"]: group["units"] for group in framework["mission_groups"]}
    groups = {issue["key"]: issue["mission_group"] for issue in develop["issues"]}
    group_of = {idea["key"]: groups[challenge["issue"]]
                for challenge in develop["challenges"] for idea in challenge["ideas"]}  # fmt: skip
    answers = [one for one in json.loads(read("happenings.json"))["happenings"]
               if one["what"] in ("answer", "change_answer")]  # fmt: skip
    assert {one["state"] for one in answers} == {"under_review", "planned", "piloted", "not_now"}
    for one in answers:
        assert people[one["by"]]["unit"] in units[group_of[one["idea"]]]
        assert (one["state"] == "not_now") == bool(one.get("reason"))
