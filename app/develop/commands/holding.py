"""What becomes of a post as it comes in: put with those that say the same, and held where due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.rules import is_staff
from app.core import audit, clock, limits, networks
from app.core.actors import Actor
from app.core.db import db, inserting
from app.develop.fingerprints import Fingerprint, fingerprint, links_in
from app.develop.models import Comment, Idea, TextGroup
from app.develop.queries import text_groups
from app.develop.rules.holding import HOUR, THRESHOLDS, Counted, hold_reason, is_new

Post = Idea | Comment
NEW_ACCOUNT_POSTS = limits.Limit("new-account-posts", 0, HOUR)
NEW_ACCOUNTS_HERE = limits.Limit("new-accounts-in-network", 0, HOUR)


def take_in(actor: Actor, post: Post, *, before: str = "") -> None:
    """Give a post that was just written or changed its group, and hold it where the rules say so.

    Part of the verb that writes it, once the row is flushed and before anything is counted.
    `before` is how it read until now.
    """
    text = words_of(post)
    group = group_of(text)
    post.text_group_id = group.id
    reason = None if is_staff(actor) else hold_reason(_counts(actor, post, group, before))
    if reason is not None and post.held_at is None:
        post.held_at, post.held_for = clock.now(), reason.value
    db.session.flush()
    if reason is not None:
        audit.record(None, f"{kind_of(post)}.hold", post, after={"for": reason.value})


def ensure_group(post: Post) -> int:
    """The group of a post from before there were any, or of any other."""
    if post.text_group_id is None:
        post.text_group_id = group_of(words_of(post)).id
        db.session.flush()
    return post.text_group_id


def words_of(post: Post) -> str:
    return f"{post.title}\n{post.body}" if isinstance(post, Idea) else post.body


def kind_of(post: Post) -> str:
    return "idea" if isinstance(post, Idea) else "comment"


def group_of(text: str) -> TextGroup:
    mark = fingerprint(text)
    return text_groups.group_near(mark) or _new_group(mark)


def _new_group(mark: Fingerprint) -> TextGroup:
    """Two equal texts at once make one group: the second finds the first one's."""
    bands = {f"band_{number}": band for number, band in enumerate(mark.bands)}
    values = {"simhash": mark.hexadecimal, "short": mark.short, "created_at": clock.now()}
    new = inserting(TextGroup).values(**bands, **values).on_conflict_do_nothing()
    db.session.execute(new)
    made = sa.select(TextGroup).where(TextGroup.simhash == mark.hexadecimal)
    return db.session.scalars(made).one()


def _counts(actor: Actor, post: Post, group: TextGroup, before: str) -> Mapping[Counted, int]:
    """What the thresholds are asked with; what need not be counted is not."""
    author = db.session.get_one(Person, actor.actor_id)
    new = is_new(author.created_at)
    links = links_in(words_of(post))
    added = links if links > links_in(before) else 0
    return (
        {Counted.LINKS: added, Counted.LINKS_BY_NEW: added if new else 0}
        | (_said_by_one(author, post) if group.short else _said_before(author, post))
        | ({Counted.NEW_ACCOUNTS: _new_accounts(author)} if new else {})
    )


def _said_by_one(author: Person, post: Post) -> dict[Counted, int]:
    return {Counted.SHORT_BY_ONE: _repeats(Counted.SHORT_BY_ONE, post, author.id)}


def _said_before(author: Person, post: Post) -> dict[Counted, int]:
    return {
        Counted.SAME_BY_ONE: _repeats(Counted.SAME_BY_ONE, post, author.id),
        Counted.SAME_BY_ALL: _repeats(Counted.SAME_BY_ALL, post, None),
    }


def _repeats(counted: Counted, post: Post, by: int | None) -> int:
    """With the post itself; not further than it takes to be too many."""
    threshold = THRESHOLDS[counted]
    group_id = cast(int, post.text_group_id)
    return 1 + text_groups.said_lately(
        group_id, threshold.seconds, threshold.most, besides=post, by=by
    )


def _new_accounts(author: Person) -> int:
    """How many different new accounts have posted from the network within the hour.

    Only counters know of it: no post says where it came from.
    """
    network = networks.here()
    if network is None:
        return 0
    if limits.tally(NEW_ACCOUNT_POSTS, f"{network} {author.id}") == 1:
        return limits.tally(NEW_ACCOUNTS_HERE, network)
    return limits.tallied(NEW_ACCOUNTS_HERE, network)
