"""The executors over SQL: a case's units as rows of the documented table, judged by a view of the set."""

from __future__ import annotations

import datetime
import functools
import os
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from antq_rules import InvalidInput, RuleSet, Verdict
from antq_rules.columnar.sql_names import criterion_name, machine_name
from antq_rules.columnar.sql_view import DECIMALS
from antq_rules.columnar.sql_words import short
from tests.columnar import engines
from tests.columnar.rows import Cells
from tests.differential.cases import Case, State, Unit, Yes
from tests.differential.reference import Missing, Outcome, Reference

_WORDS = {verdict.vietnamese: verdict.value for verdict in Verdict}
_WAITED = re.compile(r"(?P<fact>[^@. ]+)(?:@(?P<year>cung_ky|-?\d+))?(?:\.(?P<month>\d+))?(?: \((?P<mark>mc|sai)\))?")
_MOST = 10**18
_FOUND_IN_TABLES = ("DL104", "DL105", "DL110")
"""What is wrong with values that a column can hold; others (a word for a count, half a case) no row of a table has."""
_REASONS = {"mc": "evidence", "sai": "wrong", None: "missing"}


class Views:
    """A view of the set in a database; it tells of errors in words of its own, and nothing of points.

    A unit with a figure that the table does not take (too long, or with more decimals) is told of there and not
    compared.
    """

    def __init__(self, dialect: str, run: engines.Run, wide: bool = False) -> None:
        self.name = dialect
        self._run = run
        self._wide = wide

    def supports(self, rules: RuleSet) -> str:
        """Why a set cannot be said in SQL."""
        try:
            rules.sql(self.name)
        except InvalidInput as refused:
            return dict(refused.diagnostics[0].values).get("reason", refused.diagnostics[0].code)
        return ""

    def judge(self, case: Case) -> list[Outcome]:
        """What the view says of each unit."""
        rules = case.rules.with_parameters(case.parameters) if case.parameters else case.rules
        sql = functools.partial(
            rules.sql, self.name, readings=case.readings, cutoff=case.cutoff, items=True, missing=True, wide=self._wide
        )
        view = sql()
        vocabularies = {(one.ordered, one.title): one for one in rules.program.vocabularies}
        members = {
            fact.code: [member.code for member in vocabularies[False, fact.vocabulary].members]
            for fact in rules.program.facts
            if fact.kind == "set"
        }
        written = _wide_rows if self._wide else _rows
        table = [
            row
            for place, unit in enumerate(case.units)
            if _fits(unit)
            for row in written(f"u{place}", unit, case.cutoff, members)
        ]
        found, errors = self._run(view, table) if table else ([], [])
        if self._wide:  # what has no errors comes to the same where none are looked for
            wrong = {one["ma_don_vi"] for one in errors}
            checked = sql(checked=True)
            sound = [row for row in table if row["ma_don_vi"] not in wrong]
            again = self._run(checked, sound)[0] if sound else []
            found = [*again, *(row for row in found if row["ma_don_vi"] in wrong)]
        by_unit = {(row["ma_don_vi"], int(row["nam"])): row for row in found}
        refused = {one["ma_don_vi"] for one in errors if one["ma_loi"] in ("DL134", "DL135")}
        reference = Reference(case)
        outcomes = []
        for place, unit in enumerate(case.units):
            code = f"u{place}"
            expected = reference.outcome(unit)
            typed = all(problem in _FOUND_IN_TABLES for problem, _, _ in expected.errors)
            if code in refused or not typed or not _fits(unit):
                outcomes.append(expected)
            else:
                outcomes.append(_told(rules, by_unit[code, unit.year], unit))
        return outcomes


def _fits(unit: Unit) -> bool:
    """Whether the columns of the table can say every value of a unit."""
    values = [value for known in (*unit.facts.values(), unit.same_period) for value in known.values()]
    months = [month for value in values if isinstance(value, tuple) for month in value if month is not None]
    figures = [Fraction(value) for value in (*values, *months) if isinstance(value, int | Decimal | Fraction)]
    return all(abs(figure) < _MOST and 10**DECIMALS % figure.denominator == 0 for figure in figures)


def _rows(code: str, unit: Unit, cutoff: datetime.date | None, members: Mapping[str, list[str]]) -> Iterator[Cells]:
    key = {"ma_don_vi": code, "loai": unit.unit_type, "ky": "ca_nam"}
    for year, facts in unit.facts.items():
        own = {"da_co_nam_truoc": unit.existed_before} if year == unit.year else {}
        yield {**key, "nam": year, **own, **_cells(facts, members)}
    if cutoff is not None and unit.same_period:
        yield {**key, "nam": unit.year - 1, "ky": "cung_ky", **_cells(unit.same_period, members)}


def _wide_rows(
    code: str, unit: Unit, cutoff: datetime.date | None, members: Mapping[str, list[str]]
) -> Iterator[Cells]:
    row: Cells = {"ma_don_vi": code, "loai": unit.unit_type, "nam": unit.year, "da_co_nam_truoc": unit.existed_before}
    parts = [(year, f"@{offset}" if (offset := year - unit.year) else "") for year in unit.facts]
    years = [(suffix, unit.facts[year]) for year, offset in parts for suffix in (offset, f"@{year}")]
    if cutoff is not None:
        years.append(("@cung_ky", unit.same_period))
    for suffix, facts in years:
        for fact, value in facts.items():
            for name, cell in _cells({fact: value}, members).items():
                row[short(f"{fact}{suffix}{name[len(fact) :]}")] = cell
    yield row


def _cells(facts: Mapping[str, Any], members: Mapping[str, list[str]]) -> Cells:
    found: dict[str, Any] = {}
    for code, value in facts.items():
        match value:
            case State.ABSENT:
                found[f"{code}_khong_co"] = True
            case State.NO_YEAR:
                found[f"{code}_khong_co_nam"] = True
            case tuple():
                found |= {f"{code}_t{month}": one for month, one in enumerate(value, 1)}
            case frozenset():
                found |= {f"{code}__{member}": member in value for member in members[code]}
            case Yes():
                found |= {code: value.yes, f"{code}_mc": value.evidence is not None}
            case Fraction():
                with localcontext() as context:
                    context.prec = 80
                    found[code] = Decimal(value.numerator) / Decimal(value.denominator)
            case _:
                found[code] = value
    return found


def _told(rules: RuleSet, row: Mapping[str, Any], unit: Unit) -> Outcome:
    numbers = [criterion.number for criterion in rules.criteria]
    items = [item.id for criterion in rules.criteria for item in criterion.items]
    verdicts = {item: row.get(criterion_name(item)) for item in items}  # of options not chosen there is none
    return Outcome(
        (),
        {number: _WORDS[row[criterion_name(number)]] for number in numbers},
        {item: _WORDS[verdict] for item, verdict in verdicts.items() if verdict is not None},
        {one.title: _WORDS[row[f"kl_{machine_name(one.title)}"]] for one in rules.program.conclusions},
        {number: tuple(sorted(set(_missing(row[f"{criterion_name(number)}_thieu"], unit.year)))) for number in numbers},
        untold=("errors", "points", "groups", "total", "classes"),
    )


def _missing(written: str | None, year: int) -> Iterator[Missing]:
    for part in (written or "").split("; ") if written else ():
        found = _WAITED.fullmatch(part)
        assert found is not None, part
        moved = found["year"]
        of = year if moved is None else year - 1 if moved == "cung_ky" else int(moved)
        yield found["fact"], of if of > 1000 else year + of, int(found["month"] or 0), _REASONS[found["mark"]]


def duckdb() -> Views:
    """In DuckDB."""

    return Views("duckdb", engines.on_duckdb)


def duckdb_wide() -> Views:
    """In DuckDB, over a table whose rows carry their earlier years; where nothing is wrong, as a checked table."""

    return Views("duckdb", engines.on_duckdb, wide=True)


def sqlite() -> Views:
    """In SQLite."""

    return Views("sqlite", engines.on_sqlite)


def postgres() -> Views:
    """In a PostgreSQL server whose address is in `ANTQ_POSTGRES`."""

    server = os.environ.get("ANTQ_POSTGRES")
    if not server:
        raise ImportError("ANTQ_POSTGRES names no server")
    return Views("postgres", engines.on_postgres(server))
