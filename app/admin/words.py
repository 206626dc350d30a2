"""What the codes of the audit log and of jobs mean, in the reader's words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.labels import EVENTS
from app.accounts.models import Role
from app.core.labels import label

ACTIONS: dict[str, Any] = {
    **EVENTS,
    "account.digest": _l("News by mail chosen"),
    "account.warn": _l("Account warned"),
    "account.erase": _l("Account erased"),
    "account.erase_again": _l("Account erased again after a restore"),
    "consent.give": _l("Consent given"),
    "consent.withdraw": _l("Consent withdrawn"),
    "job.cancel": _l("Job asked to stop"),
    "job.retry": _l("Job started again"),
    "answer.give": _l("Official answer given"),
    "answer.change": _l("Official answer changed"),
    "appeal.make": _l("Appeal made"),
    "appeal.settle": _l("Appeal settled"),
    "challenge.open": _l("Challenge drafted"),
    "challenge.edit": _l("Challenge edited"),
    "challenge.publish": _l("Challenge published"),
    "challenge.count": _l("Budget ballot counted again"),
    "phase.extend": _l("Phase extended"),
    "phase.reopen": _l("Phase opened again"),
    "idea.post": _l("Idea posted"),
    "idea.edit": _l("Idea edited"),
    "idea.withdraw": _l("Idea withdrawn"),
    "idea.withhold_version": _l("Words of an earlier version deleted"),
    "idea.bring_back": _l("Withdrawn idea brought back"),
    "idea.close": _l("Idea closed as a duplicate"),
    "idea.reopen": _l("Closed idea opened again"),
    "idea.cost": _l("Cost of an idea set"),
    "idea.hold": _l("Idea held for a moderator"),
    "idea.hide": _l("Idea hidden"),
    "idea.restore": _l("Idea restored"),
    "idea.release": _l("Held idea let be seen"),
    "idea.dismiss": _l("Reports on an idea set aside"),
    "idea.recount": _l("Counters of an idea put right"),
    "comment.post": _l("Comment posted"),
    "comment.edit": _l("Comment edited"),
    "comment.withdraw": _l("Comment withdrawn"),
    "comment.hold": _l("Comment held for a moderator"),
    "comment.hide": _l("Comment hidden"),
    "comment.restore": _l("Comment restored"),
    "comment.release": _l("Held comment let be seen"),
    "comment.dismiss": _l("Reports on a comment set aside"),
    "comment.recount": _l("Counters of a comment put right"),
    "text_group.hide": _l("Group of posts hidden"),
    "text_group.restore": _l("Group of posts restored"),
    "text_group.release": _l("Group of held posts let be seen"),
    "text_group.dismiss": _l("Reports on a group of posts set aside"),
    "moderation.undo": _l("Decision of a moderator undone"),
    "report.make": _l("Post reported"),
    "allowance.recount": _l("Spent votes of a person put right"),
    "votes.flag": _l("Votes flagged as doubtful"),
    "votes.clear": _l("Doubtful votes cleared"),
    "votes.doubt": _l("Cleared votes put back in doubt"),
    "family.found": _l("Family of ideas founded"),
    "family.ask": _l("Author asked into a family of ideas"),
    "family.agree": _l("Author joined a family of ideas"),
    "family.decline": _l("Author declined a family of ideas"),
    "family.leave": _l("Idea left its family"),
    "family.take_back": _l("Request into a family of ideas withdrawn"),
    "family.rename": _l("Family of ideas renamed"),
    "run.start": _l("Analysis started"),
    "run.cancel": _l("Analysis stopped"),
    "topic.rename": _l("Topic renamed"),
    "topic.mark_noise": _l("Topic marked as noise"),
    "topic.unmark_noise": _l("Topic no longer noise"),
    "import.upload": _l("File uploaded for import"),
    "import.read_as": _l("How an import is read was chosen"),
    "import.check": _l("Check of an import started"),
    "import.checked": _l("Import checked"),
    "import.confirm": _l("Import confirmed"),
    "import.imported": _l("Import stored"),
    "import.discard": _l("Import discarded"),
    "import.stop": _l("Import stopped"),
    "submission.record": _l("Submission recorded by staff"),
    "submission.receive": _l("Submission received"),
    "submission.withdraw": _l("Submission withdrawn"),
    "issue.create": _l("Policy issue made"),
    "issue.edit": _l("Policy issue edited"),
    "issue.step": _l("State of a policy issue changed"),
    "issue.add_topic": _l("Topic added to a policy issue"),
    "issue.remove_topic": _l("Topic taken from a policy issue"),
    "mission_group.edit": _l("Mission group edited"),
    "mission_group.seed": _l("Mission group set up"),
    "unit.add": _l("Unit added"),
    "unit.edit": _l("Unit edited"),
    "unit.seed": _l("Unit set up"),
    "stage.edit": _l("Stage edited"),
    "stage.seed": _l("Stage set up"),
    "stage_window.open": _l("Time of a stage added"),
    "stage_window.close": _l("Time of a stage ended"),
    "stage_window.drop": _l("Time of a stage removed"),
    "stage_window.seed": _l("Time of a stage set up"),
    "places.seed": _l("Provinces and districts set up"),
}
"""Actions of the audit log by their code."""

OBJECTS: dict[str, Any] = {
    "people": _l("account"),
    "submissions": _l("submission"),
    "import_batches": _l("import"),
    "analysis_runs": _l("analysis run"),
    "topics": _l("topic"),
    "issues": _l("policy issue"),
    "challenges": _l("challenge"),
    "phases": _l("phase"),
    "ideas": _l("idea"),
    "comments": _l("comment"),
    "text_groups": _l("group of posts"),
    "decisions": _l("decision"),
    "appeals": _l("appeal"),
    "reports": _l("report"),
    "answers": _l("answer"),
    "idea_families": _l("family of ideas"),
    "family_members": _l("place in a family of ideas"),
    "allowances": _l("allowance of votes"),
    "auth_sessions": _l("session"),
    "consents": _l("consent"),
    "jobs": _l("job"),
    "units": _l("unit"),
    "mission_groups": _l("mission group"),
    "stages": _l("stage"),
    "stage_windows": _l("time of a stage"),
    "provinces": _l("province"),
    "role_grants": _l("role given"),
    "linked_identities": _l("linked identity"),
    "authenticator_apps": _l("authenticator app"),
}
"""What actions are done to, by table."""

JOBS: dict[str, Any] = {
    "analysis": _l("Analyse submissions"),
    "import.check": _l("Check a file to import"),
    "import.store": _l("Import a file"),
    "develop.count_ballot": _l("Count a budget ballot again"),
    "develop.count_ballots": _l("Count budget ballots that have closed"),
    "develop.seal": _l("Seal new events of the ledger"),
    "develop.phase_news": _l("Tell followers of phases that open and close"),
    "develop.doubts": _l("Look for doubtful votes"),
    "develop.similar": _l("Prepare the search for similar ideas"),
    "develop.order_ideas": _l("Put ideas in order"),
    "develop.order_threads": _l("Put comments in order"),
    "accounts.digests": _l("Send news by mail"),
    "core.retention": _l("Forget what need not be kept"),
}
"""Kinds of jobs by their code."""


def said(words: dict[str, Any], code: str) -> str:
    """The words of a code; the code itself where somebody has newer code than words."""
    return str(words.get(code, code))


def roles_said(names: str) -> str:
    """The roles that stand in an entry of the audit log, in words."""
    return ", ".join(label(Role(name)) if name in set(Role) else name for name in names.split())
