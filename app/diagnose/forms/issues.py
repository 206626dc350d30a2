"""What analysts and coordinators fill in about policy issues."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from app.core.forms import Form, at_most, choices, required
from app.core.i18n import in_language
from app.core.labels import label
from app.diagnose.models import Issue, IssueState
from app.missions.models import MissionGroup

NOT_OFFERED = _l("Please choose one of those offered.")


class WordingForm(Form):
    """Title, summary and mission group of an issue."""

    title = StringField(_l("Title"), [required(), at_most(200)])
    summary = TextAreaField(_l("Summary"), [required(), at_most(5000)])
    mission_group = SelectField(
        _l("Mission group"), [required()], invalid_choice_message=NOT_OFFERED
    )

    def offer(self, groups: Sequence[MissionGroup]) -> None:
        names = [(str(group.id), in_language(group, "name")) for group in groups]
        self.mission_group.choices = [("", _l("Please choose")), *names]

    def fill(self, issue: Issue) -> None:
        self.title.data, self.summary.data = issue.title, issue.summary
        self.mission_group.data = str(issue.mission_group_id)


class PromoteForm(WordingForm):
    reason = TextAreaField(_l("Reasons for making this an issue"), [required(), at_most(2000)])


class StepForm(Form):
    to = SelectField(_l("New state"), [required()], invalid_choice_message=NOT_OFFERED)
    reason = TextAreaField(_l("Reasons"), [required(), at_most(2000)])

    def offer(self, states: Sequence[IssueState]) -> None:
        self.to.choices = choices(states, label, empty=_l("Please choose"))


class ToIssueForm(Form):
    """Choose the candidate issue that a topic is added to."""

    issue = SelectField(_l("Issue"), [required()], invalid_choice_message=NOT_OFFERED)

    def offer(self, issues: Sequence[Issue]) -> None:
        self.issue.choices = [(str(issue.id), issue.title) for issue in issues]
