"""Sets as SQL, with the reason told where that cannot be done."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from antq_rules.columnar.figures import NotInTables
from antq_rules.diagnostics import Diagnostic, InvalidInput
from antq_rules.graph import model as g

if TYPE_CHECKING:
    from antq_rules.columnar.sql_view import SqlView


def needs_extra(library: str, extra: str) -> InvalidInput:
    """What is said where the library of an extra is not installed."""
    return InvalidInput([Diagnostic("DL138", values=(("name", library), ("extra", extra)))])


def not_in_tables(program: g.Program, reason: NotInTables) -> InvalidInput:
    """What is said of a set that no table of units can be judged by."""
    return InvalidInput([Diagnostic("DL136", values=(("name", program.code), ("reason", reason.reason)))])


def write_sql(
    program: g.Program,
    dialect: str,
    readings: Mapping[str, str],
    cutoff: datetime.date | None,
    columns: Mapping[str, str] | Collection[str] | None,
    names: tuple[str, str],
    items: bool,
    missing: bool,
    decimals: int | None,
    carried: Sequence[str] = (),
    layout: tuple[bool, bool, int | None] = (False, False, None),
) -> SqlView:
    """A set as SQL; `names` are those of the table and of the view, `layout` says whether the table is wide and checked
    and which year is judged. Raises `InvalidInput`.
    """
    try:
        from antq_rules.columnar.sql_view import Options, sql_view
    except ImportError:
        raise needs_extra("sqlglot", "sql") from None
    options = Options(names[0], names[1], items, missing, decimals, tuple(carried), *layout)
    try:
        return sql_view(program, dialect, readings=readings, cutoff=cutoff, columns=columns, options=options)
    except NotInTables as reason:
        raise not_in_tables(program, reason) from None
