"""The databases that views are run on, and what the model says in the same words."""

from __future__ import annotations

import datetime
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from antq_rules.columnar.slots import Moment, column_name
from antq_rules.columnar.sql_names import criterion_name, machine_name
from antq_rules.columnar.sql_view import SqlView
from antq_rules.engine.assess import verdicts
from antq_rules.engine.explain import needs
from antq_rules.ruleset import Assessment, RuleSet
from antq_rules.source import fold_name
from antq_rules.types import Verdict
from tests.columnar.rows import Cells, Unit

Answer = tuple[list[Cells], list[Cells]]
Error = tuple[str, str, int]
Run = Callable[[SqlView, Sequence[Cells]], Answer]


def _cells(view: SqlView, rows: Iterable[Cells]) -> tuple[list[str], list[list[Any]]]:
    return list(view.columns), [[row.get(name) for name in view.columns] for row in rows]


def _queries(view: SqlView) -> tuple[str, str]:
    names = re.findall(r"VIEW (\S+) AS", view.create_view + view.errors_view)
    return f"SELECT * FROM {names[0]}", f"SELECT * FROM {names[1]}"


def on_sqlite(view: SqlView, rows: Sequence[Cells]) -> Answer:
    """The rows of both views in SQLite."""
    link = sqlite3.connect(":memory:")
    link.row_factory = sqlite3.Row
    for statement in (view.input_table, view.create_view, view.errors_view):
        link.execute(statement)
    columns, cells = _cells(view, rows)
    cells = [[float(one) if isinstance(one, Decimal) else one for one in row] for row in cells]
    link.executemany(f"INSERT INTO du_lieu VALUES ({', '.join('?' * len(columns))})", cells)
    found = [[dict(row) for row in link.execute(query)] for query in _queries(view)]
    link.close()
    return found[0], found[1]


def on_duckdb(view: SqlView, rows: Sequence[Cells]) -> Answer:
    """The rows of both views in DuckDB."""
    import duckdb

    with duckdb.connect() as link:
        for statement in (view.input_table, view.create_view, view.errors_view):
            link.execute(statement)
        columns, cells = _cells(view, rows)
        link.executemany(f"INSERT INTO du_lieu VALUES ({', '.join('?' * len(columns))})", cells)
        found = []
        for query in _queries(view):
            cursor = link.execute(query)
            names = [one[0] for one in cursor.description or ()]
            found.append([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])
    return found[0], found[1]


def on_postgres(server: str) -> Run:
    """A function that gives the rows of both views in PostgreSQL."""

    def run(view: SqlView, rows: Sequence[Cells]) -> Answer:
        import psycopg
        from psycopg.rows import dict_row

        with psycopg.connect(server, row_factory=dict_row) as link, link.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS thu CASCADE; CREATE SCHEMA thu; SET search_path = thu")
            for statement in (view.input_table, view.create_view, view.errors_view):
                cursor.execute(statement.encode())
            columns, cells = _cells(view, rows)
            with cursor.copy(f"COPY du_lieu ({', '.join(columns)}) FROM STDIN") as copy:
                for row in cells:
                    copy.write_row(row)
            found = [cursor.execute(query.encode()).fetchall() for query in _queries(view)]
        return found[0], found[1]

    return run


# ------------------------------------------------------------------------------------------------ the model
def _written(row: Mapping[str, Any], key: str) -> str:
    return str(row[key] or "")


def told_by_model(rules: RuleSet, found: Assessment) -> dict[str, object]:
    """Verdicts, missing facts and errors of a unit by the names of the view's columns."""
    all_verdicts = verdicts(found._judge, found._results)
    said: dict[str, object] = {criterion_name(one.number): one.verdict.vietnamese for one in found.criteria}
    for criterion in rules.criteria:
        for item in criterion.items:
            outcomes = all_verdicts.items.get(item.id)
            verdict = None if outcomes is None else Verdict.of_outcomes(outcomes).vietnamese
            said[criterion_name(item.id)] = verdict
    for title, outcomes in all_verdicts.conclusions.items():
        said[f"kl_{machine_name(title)}"] = Verdict.of_outcomes(outcomes).vietnamese
    for number, result in found._results.items():
        waited = set()
        for one in needs(result) if found._judge.data.unit_type else ():
            what = column_name(one.fact, Moment(one.year - found.year), str(one.month) if one.month else "")
            mark = {"evidence": " (mc)", "wrong": " (sai)"}.get(one.reason, "")
            waited.add(what + mark)
        said[f"{criterion_name(number)}_thieu"] = waited
    said["errors"] = _errors(rules, found)
    return said


def _errors(rules: RuleSet, found: Assessment) -> set[Error]:
    codes = {fold_name(fact.name): fact.code for fact in rules.program.facts}
    said = set()
    for problem in found.errors:
        name = dict(problem.values).get("name", "")
        year = re.search(r"năm (\d{4})", problem.place)
        said.add((problem.code, codes[fold_name(name)], int(year[1]) if year else found.year))
    return said


def told_by_view(row: Cells, errors: Iterable[Cells]) -> dict[str, object]:
    """The same of a row of the view and its errors."""
    said: dict[str, object] = {}
    for name, value in row.items():
        if name in ("ma_don_vi", "nam", "loai"):
            continue
        said[name] = value
        if name.endswith("_thieu"):
            parts = str(value).split("; ") if value else []
            said[name] = {_relative(part, int(row["nam"])) for part in parts}
    own = [one for one in errors if one["ma_don_vi"] == row["ma_don_vi"] and one["nam"] == row["nam"]]
    said["errors"] = {(one["ma_loi"], one["du_kien"], one["nam_so_lieu"]) for one in own}
    return said


def _relative(written: str, year: int) -> str:
    written = written.replace("@cung_ky", "@-1")
    return re.sub(r"@(\d{4})", lambda match: f"@{int(match[1]) - year}" if int(match[1]) != year else "", written)


def differences(
    rules: RuleSet,
    view: SqlView,
    units: Sequence[Unit],
    answer: Answer,
    readings: Mapping[str, str],
    cutoff: datetime.date | None = None,
) -> list[tuple[str, str, object, object]]:
    """Where a view and the model do not say the same: the unit, what of it, what the view and the model say.

    Of facts that the set does not read, a view says nothing.
    """
    rows, wrong = answer
    by_unit = {(row["ma_don_vi"], row["nam"]): row for row in rows}
    by_code: dict[str, list[Cells]] = {}
    for one in wrong:
        by_code.setdefault(one["ma_don_vi"], []).append(one)
    found: list[tuple[str, str, object, object]] = []
    for unit in units:
        said = told_by_view(by_unit[unit.code, unit.year], by_code.get(unit.code, ()))
        expected = told_by_model(rules, unit.assessed(rules, readings, cutoff))
        for one in (said, expected):
            one["errors"] = set(_read_errors(one["errors"], view, unit.year, cutoff is not None))
        expected = {key: value for key, value in expected.items() if key in said}
        found += [(unit.code, key, said[key], value) for key, value in expected.items() if said[key] != value]
    return found


def _read_errors(errors: object, view: SqlView, year: int, cutoff: bool) -> Iterable[Error]:
    assert isinstance(errors, set)
    for code, fact, of_year in errors:
        relative = f"{fact}@{of_year - year}" if of_year != year else fact
        same = f"{fact}@cung_ky"
        if cutoff and of_year == year - 1 and (relative in view.facts) != (same in view.facts):
            continue  # the model does not tell apart which of the two figures of that year it refuses
        if {relative, f"{fact}@{of_year}"} & set(view.facts):
            yield code, fact, of_year
