"""The shape of what people send, and what is said when it does not fit."""

from app.develop.forms.answers import (
    ANSWER_CHARACTERS,
    AnswerForm,
    RatingForm,
)
from app.develop.forms.challenges import (
    ChallengeForm,
    ChallengeWordsForm,
    ExtendForm,
)
from app.develop.forms.comments import (
    CommentForm,
    EditCommentForm,
    ReplyForm,
)
from app.develop.forms.costs import (
    CostForm,
)
from app.develop.forms.families import (
    AskForm,
    DuplicateForm,
    FamilyForm,
    FamilyTitleForm,
)
from app.develop.forms.fields import (
    BODY_CHARACTERS,
    COMMENT_CHARACTERS,
    INPUT_FORMAT,
    MOST_BAHT,
    REASON_CHARACTERS,
    TITLE_CHARACTERS,
    BangkokTime,
    WholeNumber,
    a_time,
    check_between,
    check_later,
    one_kind_of_newline,
    says_something,
)
from app.develop.forms.ideas import (
    DraftForm,
    IdeaForm,
)
from app.develop.forms.ledger import (
    DoubtForm,
    ReceiptForm,
)
from app.develop.forms.moderation import (
    ReasonForm,
)

__all__ = [
    "ANSWER_CHARACTERS",
    "BODY_CHARACTERS",
    "COMMENT_CHARACTERS",
    "INPUT_FORMAT",
    "MOST_BAHT",
    "REASON_CHARACTERS",
    "TITLE_CHARACTERS",
    "AnswerForm",
    "AskForm",
    "BangkokTime",
    "ChallengeForm",
    "ChallengeWordsForm",
    "CommentForm",
    "CostForm",
    "DoubtForm",
    "DraftForm",
    "DuplicateForm",
    "EditCommentForm",
    "ExtendForm",
    "FamilyForm",
    "FamilyTitleForm",
    "IdeaForm",
    "RatingForm",
    "ReasonForm",
    "ReceiptForm",
    "ReplyForm",
    "WholeNumber",
    "a_time",
    "check_between",
    "check_later",
    "one_kind_of_newline",
    "says_something",
]
