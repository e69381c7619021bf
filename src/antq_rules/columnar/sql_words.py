"""Small parts of SQL as trees: names, texts, truth values, cases, and long chains that no parser chokes on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from sqlglot import exp

_PLAIN: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+\Z")
_KEYWORDS: Final = ("current_", "session_", "system_", "local")
_LONGEST_NAME: Final = 63
_LONGEST_CHAIN: Final = 40


def text(value: str) -> exp.Expr:
    """A text."""
    return exp.Literal.string(value)


def number(value: int) -> exp.Expr:
    """A whole number."""
    return exp.Literal.number(value)


def truth(value: bool) -> exp.Expr:
    """True or false."""
    return exp.Boolean(this=value)


def name(written: str) -> exp.Identifier:
    """A name, in quotation marks unless it can be no word of any dialect."""
    plain = _PLAIN.match(written) is not None and not written.startswith(_KEYWORDS)
    return exp.Identifier(this=written, quoted=not plain)


def column(written: str, table: str = "") -> exp.Expr:
    """A column."""
    return exp.Column(this=name(written), table=name(table) if table else None)


def short(written: str) -> str:
    """A name that fits in every database: what is too long keeps its beginning and gets a check of the whole.

    >>> short("so_vu")
    'so_vu'
    """
    if len(written.encode()) <= _LONGEST_NAME:
        return written
    return f"{written[: _LONGEST_NAME - 9]}_{hashlib.sha256(written.encode()).hexdigest()[:8]}"


def alias(value: exp.Expr, written: str, comment: str = "") -> exp.Expr:
    """A value under a name, with a comment."""
    found = exp.Alias(this=value, alias=name(written))
    if comment:
        found.add_comments([" ".join(comment.split())])
    return found


def case(branches: Iterable[tuple[exp.Expr, exp.Expr]], otherwise: exp.Expr | None = None) -> exp.Expr:
    """The value of the first branch that is true."""
    ifs = [exp.If(this=test, true=value) for test, value in branches]
    return exp.Case(ifs=ifs, default=exp.Null() if otherwise is None else otherwise)


def is_null(value: exp.Expr) -> exp.Expr:
    """Whether a value is null."""
    return exp.Is(this=value, expression=exp.Null())


def not_null(value: exp.Expr) -> exp.Expr:
    """Whether a value is not null."""
    return exp.Not(this=is_null(value))


def surely(test: exp.Expr) -> exp.Expr:
    """Whether a test is true."""
    return exp.Coalesce(this=test, expressions=[truth(False)])


def among(value: exp.Expr, values: Iterable[exp.Expr]) -> exp.Expr:
    """Whether a value is one of some."""
    return exp.In(this=value, expressions=list(values))


def all_of(tests: Sequence[exp.Expr]) -> exp.Expr:
    """Whether all hold."""
    return chained(tests, lambda a, b: exp.And(this=a, expression=b))


def any_of(tests: Sequence[exp.Expr]) -> exp.Expr:
    """Whether any holds."""
    return chained(tests, lambda a, b: exp.Or(this=a, expression=b))


def chained(parts: Sequence[exp.Expr], join: Callable[[exp.Expr, exp.Expr], exp.Expr]) -> exp.Expr:
    """All parts joined in order; long chains in groups, since databases limit how deep an expression is."""
    found = list(parts)
    while len(found) > _LONGEST_CHAIN:
        groups = [found[at : at + _LONGEST_CHAIN] for at in range(0, len(found), _LONGEST_CHAIN)]
        found = [exp.Paren(this=_flat(group, join)) if len(group) > 1 else group[0] for group in groups]
    return _flat(found, join)


def _flat(parts: Sequence[exp.Expr], join: Callable[[exp.Expr, exp.Expr], exp.Expr]) -> exp.Expr:
    whole, *rest = parts
    for part in rest:
        whole = join(whole, part)
    return whole
