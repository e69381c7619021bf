"""The kit on DuckDB, and the query as somebody would write it: one column for each criterion."""

from __future__ import annotations

import itertools

import duckdb

from benchmarks.table_criteria import Ranks, criteria
from benchmarks.table_data import ABSENT, part_column
from benchmarks.workload import YEAR


def query(source: str, ranks: Ranks | None = None) -> str:
    """The query over a table, a view or a call that reads files."""
    columns = ",\n  ".join(f'{condition} as "{number}"' for number, condition in criteria(SqlKit(ranks)).items())
    return f"select\n  {columns}\nfrom {source}"


def judge(connection: duckdb.DuckDBPyConnection, source: str, ranks: Ranks | None = None) -> None:
    """Verdicts into the table `verdicts`."""
    connection.execute(f"create or replace temp table verdicts as {query(source, ranks)}")


class SqlKit:
    """SQL is three-valued of itself."""

    def __init__(self, ranks: Ranks | None) -> None:
        self.ranks = ranks

    def yes(self, *answers: str) -> str:
        return self.all_of(*map(_name, answers))

    def none(self, *figures: str) -> str:
        return self.all_of(*(f"{_name(figure)} = 0" for figure in figures))

    def least(self, figure: str, limit: int) -> str:
        return f"{_name(figure)} >= {limit}"

    def most(self, figure: str, limit: int) -> str:
        return f"{_name(figure)} <= {limit}"

    def not_below(self, figure: str, other: str) -> str:
        return f"{_name(figure)} >= {_name(other)}"

    def agree(self, *figures: str) -> str:
        pairs = itertools.combinations(map(_name, figures), 2)
        return self.all_of(*(f"coalesce({one} = {other}, true)" for one, other in pairs))

    def sum_least(self, first: str, second: str, limit: int) -> str:
        one, other = _name(first), _name(second)
        return f"({one} >= {limit} or {other} >= {limit} or {one}::integer + {other} >= {limit})"

    def compare(self, weight: int, figure: str, operator: str, other_weight: int, other: str, addend: int) -> str:
        return f"{weight} * {_name(figure)}::integer {operator} {other_weight} * {_name(other)}::integer + {addend}"

    def first_quarter(self, day: str) -> str:
        return f"{_name(day)} between date '{YEAR}-01-01' and date '{YEAR}-03-31'"

    def one_of(self, grade: str, members: frozenset[str]) -> str:
        if self.ranks is None:
            return f"{_name(grade)} in ({', '.join(map(_text, sorted(members)))})"
        least = self.ranks[grade, members]
        return f"({_name(grade)} >= {least} and not {_name(part_column(grade, ABSENT))})"

    def all_of(self, *parts: str) -> str:
        return f"({' and '.join(parts)})"

    def any_of(self, *parts: str) -> str:
        return f"({' or '.join(parts)})"


def _name(column: str) -> str:
    return f'"{column}"'


def _text(text: str) -> str:
    return f"'{text}'"
