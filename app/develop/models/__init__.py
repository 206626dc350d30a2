"""Tables of Develop, a file a theme."""

from app.develop.models.answers import Answer, AnswerRating, AnswerState
from app.develop.models.challenges import Ballot, Challenge, Phase, PhaseKind
from app.develop.models.comments import Comment, CommentMention, CommentReaction, Stance
from app.develop.models.families import FamilyMember, IdeaFamily
from app.develop.models.following import Follow, PhaseEvent, PhaseNews
from app.develop.models.ideas import (
    Attachment,
    AttachmentKind,
    Idea,
    IdeaDraft,
    IdeaTag,
    IdeaVersion,
    Tag,
)
from app.develop.models.ledger import CHOICES, Choice, LedgerSeal, VoteEvent, VoteFlag
from app.develop.models.moderation import (
    POST_KEY,
    POSTS,
    Action,
    Appeal,
    AppealOutcome,
    Decision,
    HoldReason,
    HouseRule,
    Report,
    TextGroup,
)
from app.develop.models.orders import IdeaOrder
from app.develop.models.similarity import IdeaVector, WordVectors
from app.develop.models.votes import Allowance, BallotCount, CountMethod, IdeaVote

__all__ = [
    "CHOICES",
    "POSTS",
    "POST_KEY",
    "Action",
    "Allowance",
    "Answer",
    "AnswerRating",
    "AnswerState",
    "Appeal",
    "AppealOutcome",
    "Attachment",
    "AttachmentKind",
    "Ballot",
    "BallotCount",
    "Challenge",
    "Choice",
    "Comment",
    "CommentMention",
    "CommentReaction",
    "CountMethod",
    "Decision",
    "FamilyMember",
    "Follow",
    "HoldReason",
    "HouseRule",
    "Idea",
    "IdeaDraft",
    "IdeaFamily",
    "IdeaOrder",
    "IdeaTag",
    "IdeaVector",
    "IdeaVersion",
    "IdeaVote",
    "LedgerSeal",
    "Phase",
    "PhaseEvent",
    "PhaseKind",
    "PhaseNews",
    "Report",
    "Stance",
    "Tag",
    "TextGroup",
    "VoteEvent",
    "VoteFlag",
    "WordVectors",
]
