"""Lists are paged; nobody loads a whole table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from flask import Flask, request, url_for
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import UnaryExpression

from app.core.db import db

Row = TypeVar("Row")
Order = tuple[UnaryExpression[Any], ...]
PER_PAGE = 20


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a longer list. `number` counts from 1."""

    rows: Sequence[Row]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.per_page, self.total)


def page_number() -> int:
    """The page asked for in the address; 1 where it is missing or no number."""
    return max(1, request.args.get("page", 1, type=int))


def paginate(
    query: sa.Select[Any], number: int, per_page: int = PER_PAGE, *, scalars: bool = True
) -> Page[Any]:
    """Run `query` for one page. Two queries, whatever the number of rows.

    A page past the end becomes the last one. `scalars` False gives tuples.
    """
    counted = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    total = db.session.scalar(counted) or 0
    number = min(number, max(1, -(-total // per_page)))
    result = db.session.execute(query.limit(per_page).offset((number - 1) * per_page))
    rows = result.scalars().unique().all() if scalars else result.all()
    return Page(rows, number, per_page, total)


def paginate_long(
    query: sa.Select[Any], order: Order, number: int, total: int, per_page: int = PER_PAGE
) -> Page[Any]:
    """One page of rows whose number is known, in one query that is quick on the last page too.

    `query` comes without an order; `order` is all `column.asc()` or `.desc()`, along an index. A
    page of the second half is read from the end, backwards: a database counts its way to an offset.
    """
    number = min(number, max(1, -(-total // per_page)))
    before = (number - 1) * per_page
    size = min(per_page, total - before)
    after = total - before - size
    if before <= after:
        rows = _rows(query.order_by(*order).limit(per_page).offset(before))
    else:
        backwards = query.order_by(*(_reversed(one) for one in order))
        rows = _rows(backwards.limit(size).offset(after))[::-1]
    return Page(rows, number, per_page, total)


def _rows(query: sa.Select[Any]) -> Sequence[Any]:
    return db.session.scalars(query).unique().all()


def _reversed(one: UnaryExpression[Any]) -> UnaryExpression[Any]:
    column: sa.ColumnElement[Any] = one.element
    return column.asc() if one.modifier is operators.desc_op else column.desc()


def page_url(number: int) -> str:
    """This page's address with another page number; all else in it is kept."""
    kept: dict[str, Any] = request.args.to_dict(flat=False)
    return url_for(str(request.endpoint), **(request.view_args or {}) | kept | {"page": number})


def init_app(app: Flask) -> None:
    app.jinja_env.globals["page_url"] = page_url
