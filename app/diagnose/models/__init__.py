"""Tables of Diagnose, a file a theme."""

from app.diagnose.models.analysis import AnalysisRun, RunItem, Topic, TopicAssignment
from app.diagnose.models.intake import Channel, ImportBatch, ImportProblem, ImportState, Submission
from app.diagnose.models.issues import Issue, IssueState, IssueStep, IssueTopic

__all__ = [
    "AnalysisRun",
    "Channel",
    "ImportBatch",
    "ImportProblem",
    "ImportState",
    "Issue",
    "IssueState",
    "IssueStep",
    "IssueTopic",
    "RunItem",
    "Submission",
    "Topic",
    "TopicAssignment",
]
