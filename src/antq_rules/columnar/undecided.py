"""What is undecided where something is not known, said without asking whether it is known.

Comparisons with null are null of themselves, so a test of figures that may be unknown needs no branch: what is decided
without a figure is only added to the test (`or` what surely holds, `and` what may hold).
"""

from __future__ import annotations

from collections.abc import Iterable

from antq_rules.columnar.expressions import NUMBER, Builder, Expression, walk


def unless_known(builder: Builder, asked: Expression, unknown: Expression, known: Expression) -> Expression:
    """`unknown` where `asked` is null, else `known`.

    What `unknown` decides, `known` must decide in the same way for every value that `asked` can have; so it is where no
    figure's limits contradict each other.
    """
    found = builder.choose(builder.is_null(asked), unknown, known)
    column = asked.operands[0] if asked.operation == "within" else asked
    if found.operation != "choose" or column.operation != "column":
        return found
    if _where_null(builder, known, column).operation != "null" or builder.unknown not in unknown.operands:
        return found
    parts = [part for part in unknown.operands if part is not builder.unknown]
    if unknown.operation == "or":
        return builder.or_([known, *(_sure(builder, part, known) for part in parts)])
    if unknown.operation == "and":
        return builder.and_([known, *(_possible(builder, part, known) for part in parts)])
    return found


def _sure(builder: Builder, part: Expression, known: Expression) -> Expression:
    """What surely holds, as it stands where whatever makes it null leaves the test undecided or met too."""
    decided = all(never_false(builder, one) for one in _without_each(builder, [part], known))
    return part if decided and _is_strict(part) else builder.surely(part)


def _possible(builder: Builder, part: Expression, known: Expression) -> Expression:
    """What may hold, as it stands where whatever makes it null leaves the test undecided or failed too."""
    decided = all(never_true(builder, one) for one in _without_each(builder, [part], known))
    return part if decided and _is_strict(part) else builder.possibly(part)


def _is_strict(part: Expression) -> bool:
    """Whether only its columns can make a test null: a figure that is refused is null where its column is not."""
    return all(one.operation not in ("null", "choose") for one in walk([part]))


def _without_each(builder: Builder, parts: Iterable[Expression], known: Expression) -> list[Expression]:
    """A test where one of the columns that some others read is null, for each of them."""
    return [_where_null(builder, known, column) for column in nullable_columns(parts)]


def nullable_columns(parts: Iterable[Expression]) -> list[Expression]:
    """The columns that some expressions read and that may be null."""
    return [one for one in walk(parts) if one.operation == "column" and one.nullable]


def _where_null(builder: Builder, one: Expression, column: Expression) -> Expression:
    return builder.replaced(one, {column.number: builder.none if column.kind == NUMBER else builder.unknown})


def never_false(builder: Builder, one: Expression) -> bool:
    """Whether a test is seen to be true or undecided."""
    return _never(builder, one, "and", "or")


def never_true(builder: Builder, one: Expression) -> bool:
    """Whether a test is seen to be false or undecided."""
    return _never(builder, one, "or", "and")


def _never(builder: Builder, one: Expression, every: str, some: str) -> bool:
    if one.operation == "null" or one is (builder.true if some == "or" else builder.false):
        return True
    if one.operation == some:
        return any(_never(builder, part, every, some) for part in one.operands)
    if one.operation == every:
        return all(_never(builder, part, every, some) for part in one.operands)
    return one.operation == "choose" and all(_never(builder, part, every, some) for part in one.operands[1:])


def adds_nothing(builder: Builder, agreed: Expression, test: Expression) -> bool:
    """Whether what both ways of a branch agree on is never met where the test between them is undecided."""
    columns = nullable_columns([test])
    if len(columns) != 1 or builder.is_null(test) is not builder.is_null(columns[0]):
        return False
    return never_true(builder, _where_null(builder, agreed, columns[0]))
