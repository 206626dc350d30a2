"""Why something was refused, as a word: the pages say it in the reader's language."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    NOT_ALLOWED = "not_allowed"
    ADDRESS_TAKEN = "address_taken"
    LINK_DEAD = "link_dead"
    NOT_THE_PASSWORD = "not_the_password"  # noqa: S105  a reason, no password
    OFFICER_NEEDS_UNIT = "officer_needs_unit"
    HELD_ALREADY = "held_already"
    NOT_HELD = "not_held"
    LAST_ADMINISTRATOR = "last_administrator"
    OWN_ADMINISTRATION = "own_administration"
    ONESELF = "oneself"
    NOTHING_TO_DO = "nothing_to_do"
    NOT_THE_CODE = "not_the_code"
    STAFF_NEED_IT = "staff_need_it"
    LINKED_ELSEWHERE = "linked_elsewhere"
    LINKED_ALREADY = "linked_already"
