"""Tables: how a reference to one is replaced by its rows, and whether the rows leave gaps or overlap."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import floor, prod
from typing import Any, Final, TypeVar

import attrs

from antq_rules.graph import model as g
from antq_rules.semantics.symbols import Symbols
from antq_rules.source import fold_name
from antq_rules.syntax import tree as t
from antq_rules.syntax.numbers import format_number

_MOST_COMBINATIONS: Final = 20_000
_MOST_INLINED: Final = 32
_MOST_LOOKED_AT: Final = 1_000_000
NOT_ALL_CHECKED: Final = "một trường hợp nào đó (các dòng này máy không kiểm được hết)"
_Node = TypeVar("_Node", bound=t.Node)
Point = str | int | Fraction


# ------------------------------------------------------------------------------------------------ references
def references_in(node: object) -> Iterator[t.FactReference]:
    """Every fact reference of a stretch of the tree, in the order of the text."""
    if isinstance(node, t.FactReference):
        yield node
    elif isinstance(node, t.Node):
        for field in attrs.fields(type(node)):
            yield from references_in(getattr(node, field.name))
    elif isinstance(node, tuple):
        for part in node:
            yield from references_in(part)


def replaced(node: _Node, target: t.FactReference, value: t.Node) -> _Node:
    """The same stretch of the tree with a value in place of every equal reference."""
    changed: Any = _replaced(node, target, value)
    return changed  # type: ignore[no-any-return]


def _replaced(node: Any, target: t.FactReference, value: t.Node) -> Any:
    if node == target:
        return attrs.evolve(value, span=node.span)
    if isinstance(node, tuple):
        return tuple(_replaced(part, target, value) for part in node)
    if not isinstance(node, t.Node):
        return node
    names = [field.name for field in attrs.fields(type(node)) if field.name != "span"]
    return attrs.evolve(node, **{name: _replaced(getattr(node, name), target, value) for name in names})


def with_tables_in_sight(node: _Node, symbols: Symbols) -> _Node:
    """The same stretch of the tree with named quantities that look something up put in place of their names."""
    for _ in range(_MOST_INLINED):
        hidden = next((ref for ref in references_in(node) if _looks_up(ref, symbols, set())), None)
        if hidden is None:
            break
        symbols.used_names.add(fold_name(hidden.name))
        node = replaced(node, hidden, symbols.derived[fold_name(hidden.name)].quantity)
    return node


def _looks_up(reference: t.FactReference, symbols: Symbols, seen: set[str]) -> bool:
    key = fold_name(reference.name)
    if key not in symbols.derived or key in seen or _is_circular(key, symbols):
        return False
    inside = list(references_in(symbols.derived[key].quantity))
    return any(table_of(ref, symbols) or _looks_up(ref, symbols, seen | {key}) for ref in inside)


def _is_circular(key: str, symbols: Symbols) -> bool:
    """Whether a named quantity comes back to itself: put in place of its name, it would only grow."""
    waiting, seen = [key], set[str]()
    while waiting:
        derived = symbols.derived.get(waiting.pop())
        inside = set() if derived is None else {fold_name(ref.name) for ref in references_in(derived.quantity)}
        if key in inside:
            return True
        waiting.extend(inside - seen)
        seen |= inside
    return False


def table_of(reference: t.FactReference, symbols: Symbols) -> t.Table | None:
    """The table that a reference names, if any."""
    return symbols.tables.get(fold_name(reference.name))


# ------------------------------------------------------------------------------------------------ gaps, overlaps
@attrs.frozen
class Axis:
    """One key of a table: its points as they are shown, and what each row's cell says of each point."""

    points: tuple[Point, ...]
    names: tuple[str, ...]
    rows: tuple[frozenset[int], ...]


def overlap(axes: Sequence[Axis], rows: Sequence[int]) -> tuple[int, int, str] | None:
    """Two rows that are both right for some case, and that case."""
    for first, second in itertools.combinations(rows, 2):
        shared = [axis.rows[first] & axis.rows[second] for axis in axes]
        if all(shared):
            return first, second, _case([axis.names[min(points)] for axis, points in zip(axes, shared, strict=True)])
    return None


def gap(axes: Sequence[Axis], rows: Sequence[int]) -> str | None:
    """A case that no row is right for; where there are too many to look at all, that is said."""
    ranges = [range(len(axis.points)) for axis in axes]
    for case in itertools.islice(itertools.product(*ranges), _MOST_COMBINATIONS):
        if not any(all(point in axis.rows[row] for axis, point in zip(axes, case, strict=True)) for row in rows):
            return _case([axis.names[point] for axis, point in zip(axes, case, strict=True)])
    return NOT_ALL_CHECKED if prod(map(len, ranges)) > _MOST_COMBINATIONS else None


def _case(names: Sequence[str]) -> str:
    return "; ".join(names)


def axis_of_members(members: Sequence[tuple[str, str]], cells: Sequence[Callable[[str], bool] | None]) -> Axis:
    """An axis over ids and names; a cell of `None` takes every point."""
    points = [code for code, _ in members]
    rows = tuple(frozenset(i for i, point in enumerate(points) if cell is None or cell(point)) for cell in cells)
    return Axis(tuple(points), tuple(f"“{name}”" for _, name in members), rows)


def axis_of_tests(fact: g.Fact, vocabulary: g.Vocabulary | None, cells: Sequence[g.Test | None]) -> Axis | None:
    """An axis over the values of a fact that the cells look at; `None` where it cannot be told."""
    if vocabulary is not None:
        ordered = fact.kind == "grade"
        members = [(str(i) if ordered else m.code, m.text) for i, m in enumerate(vocabulary.members)]
        holds = [None if cell is None else _member_test(cell) for cell in cells]
        return axis_of_members(members, holds)
    limits = [limit for cell in cells for limit in _limits(cell)]
    if not fact.is_numeric or any(cell is not None and not _is_simple(cell) for cell in cells):
        return None
    points = _samples(fact, limits)
    if len(points) * len(cells) > _MOST_LOOKED_AT:
        return None
    rows = tuple(
        frozenset(i for i, point in enumerate(points) if cell is None or _meets(cell, point)) for cell in cells
    )
    names = tuple(f"{format_number(point / fact.factor)} {fact.unit}".strip() for point in points)
    return Axis(tuple(points), names, rows)


def axis_of_years(first: int | None, last: int | None, cells: Sequence[tuple[int | None, int | None] | None]) -> Axis:
    """An axis over assessed years within those that the set covers."""
    ends = [end for cell in cells if cell is not None for end in cell if end is not None]
    low = first if first is not None else min(ends, default=2000)
    high = last if last is not None else max([*ends, low]) + 1
    years = list(range(low, high + 1))

    def inside(cell: tuple[int | None, int | None] | None, year: int) -> bool:
        return cell is None or ((cell[0] is None or cell[0] <= year) and (cell[1] is None or year <= cell[1]))

    rows = tuple(frozenset(i for i, year in enumerate(years) if inside(cell, year)) for cell in cells)
    return Axis(tuple(years), tuple(f"năm {year}" for year in years), rows)


def _member_test(test: g.Test) -> Callable[[str], bool]:
    def holds(point: str) -> bool:
        if isinstance(test, g.ChoiceTest):
            return (point in test.members) is not test.negated
        assert isinstance(test, g.GradeTest)
        return test.low <= int(point) <= test.high and int(point) != test.excluded

    return holds


def _is_simple(test: g.Test) -> bool:
    if not isinstance(test, g.Comparison) or test.monthly or len(test.left.terms) != 1:
        return False
    return not test.right.terms and (test.upper is None or not test.upper.terms)


def _limits(test: g.Test | None) -> Iterator[Fraction]:
    if isinstance(test, g.Comparison):
        yield test.right.constant
        if test.upper is not None:
            yield test.upper.constant


def _samples(fact: g.Fact, limits: Sequence[Fraction]) -> list[Fraction]:
    """Points below, at and above every limit, and between neighbours, within the fact's range."""
    known = sorted(set(limits))
    step = Fraction(1) if fact.is_integer else fact.step or fact.factor / 1000
    points = {fact.lowest}
    for limit in known:
        points |= {limit - step, limit, limit + step}
    points |= {(low + high) / 2 for low, high in itertools.pairwise(known)}
    if fact.high is not None:
        points.add(fact.high)
    if fact.is_integer:
        points = {Fraction(floor(point)) for point in points}
    top = fact.high
    return sorted(point for point in points if point >= fact.lowest and (top is None or point <= top))


def _meets(test: g.Test, point: Fraction) -> bool:
    assert isinstance(test, g.Comparison)
    ((_, weight),) = test.left.terms
    value = weight * point + test.left.constant
    if not _compared(value, test.operator, test.right.constant):
        return False
    return test.upper is None or _compared(value, test.upper_operator, test.upper.constant)


def _compared(value: Fraction, operator: str, limit: Fraction) -> bool:
    return {
        ">=": value >= limit, ">": value > limit, "<=": value <= limit, "<": value < limit,
        "=": value == limit, "!=": value != limit,
    }[operator]  # fmt: skip
