"""Which expressions become columns of their own, and in which order: one stage for each level of the graph."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import attrs

from antq_rules.columnar.expressions import Expression, walk

_LEAVES: Final = ("column", "int", "true", "false", "null")
_CHEAP: Final = ("is_null", "not", "within")
_DEEPEST: Final = 12
_DEEPEST_TWICE: Final = 3


@attrs.frozen(eq=False)
class Stages:
    """The expressions to make columns of, stage by stage; each stands only on columns of stages before it."""

    stages: tuple[tuple[Expression, ...], ...]
    made: frozenset[int]


def staged(roots: Sequence[Expression], written_twice: Collection[str] = ()) -> Stages:
    """The stages behind some expressions: what is used more than once, what is deep, and the expressions themselves.

    Operations `written_twice` repeat what they stand on, so that would grow with every one within another.
    """
    ordered = walk(roots)
    uses: dict[int, int] = {}
    for one in ordered:
        for operand in set(one.operands):
            uses[operand.number] = uses.get(operand.number, 0) + 1
    wanted = {root.number for root in roots}
    doubled = {operand.number for one in ordered if one.operation in written_twice for operand in one.operands}
    depth: dict[int, int] = {}
    made: set[int] = set()
    level: dict[int, int] = {}
    for one in ordered:
        if one.operation in _LEAVES:
            depth[one.number] = level[one.number] = 0
            continue
        depth[one.number] = 1 + max((depth[operand.number] for operand in one.operands), default=0)
        level[one.number] = max((level[operand.number] for operand in one.operands), default=0)
        shared = uses.get(one.number, 0) > 1 and not _is_cheap(one)
        deepest = _DEEPEST_TWICE if one.number in doubled else _DEEPEST
        if one.number in wanted or shared or depth[one.number] >= deepest:
            made.add(one.number)
            level[one.number] += 1
            depth[one.number] = 0
    count = max((level[number] for number in made), default=0)
    stages: list[list[Expression]] = [[] for _ in range(count)]
    for one in ordered:
        if one.number in made:
            stages[level[one.number] - 1].append(one)
    return Stages(tuple(tuple(stage) for stage in stages), frozenset(made))


def _is_cheap(one: Expression) -> bool:
    return one.operation in _CHEAP and all(operand.operation in _LEAVES for operand in one.operands)


def names_read(roots: Collection[Expression]) -> list[str]:
    """The columns that some expressions stand on."""
    return list(dict.fromkeys(str(one.value) for one in walk(roots) if one.operation == "column"))
