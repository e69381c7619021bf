"""What databases get wrong when they are left to decide: each as a case on each of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs
import pytest

import antq_rules
from antq_rules import RuleSet
from antq_rules.columnar.expressions import NUMBER, TRUTH, Builder, Expression
from antq_rules.graph import model as g
from tests.columnar.engines import Run, differences
from tests.columnar.rows import Unit
from tests.columnar.values import Value, value_of

pytest.importorskip("sqlglot")
from sqlglot import exp  # noqa: E402

from antq_rules.columnar.sql_code import SqlCode, fits  # noqa: E402
from antq_rules.columnar.sql_dialects import dialect_of  # noqa: E402
from antq_rules.columnar.sql_words import alias  # noqa: E402

Engine = tuple[str, Run]
Query = Callable[[str], list[tuple[Any, ...]]]
BIG: Final = 10**18
NUMBERS: Final = (None, 0, 1, 2, 3, 7, -1, -2, -7, BIG, -BIG, BIG - 1)


@pytest.fixture(params=["duckdb", "sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> tuple[str, Query]:
    """A database: the name of its dialect, and how a query is run on it."""
    if request.param == "sqlite":
        import sqlite3

        link = sqlite3.connect(":memory:")
        request.addfinalizer(link.close)
        return "sqlite", lambda query: link.execute(query).fetchall()
    if request.param == "duckdb":
        duckdb = pytest.importorskip("duckdb")
        other = duckdb.connect()
        request.addfinalizer(other.close)
        return "duckdb", lambda query: [tuple(row) for row in other.execute(query).fetchall()]
    psycopg = pytest.importorskip("psycopg")
    server = psycopg.connect(request.getfixturevalue("postgres_server"))
    request.addfinalizer(server.close)
    return "postgres", lambda query: [tuple(row) for row in server.execute(query).fetchall()]


def _rows(dialect: str, rows: Sequence[tuple[Value, ...]], names: Sequence[str], kinds: Sequence[str]) -> exp.Expr:
    values = []
    for row in rows:
        cells = []
        for cell, kind in zip(row, kinds, strict=True):
            plain: exp.Expr = exp.Null()
            if isinstance(cell, bool):
                plain = exp.Boolean(this=cell)
            elif cell is not None:
                plain = exp.Literal.number(cell)
            cells.append(plain if dialect == "sqlite" else exp.cast(plain, kind))
        values.append(exp.Tuple(expressions=cells))
    return exp.CTE(
        this=exp.Values(expressions=values),
        alias=exp.TableAlias(this=exp.to_identifier("r"), columns=[exp.to_identifier(name) for name in names]),
    )


def _checked(database: tuple[str, Query], made: Sequence[Expression], rows: Sequence[tuple[Value, ...]]) -> None:
    """Work expressions out on a database and in Python."""
    name, query = database
    dialect = dialect_of(name)
    names = ["so_a", "so_b", "that_p", "that_q"]
    kept = [one for one in made if fits([one], dialect.widest)]
    code = SqlCode(dialect, {one: one for one in names})
    shown = [alias(code.expression(one), f"ra_{at}") for at, one in enumerate(kept)]
    select = exp.Select(expressions=shown).from_("r")
    kinds = ("bigint", "bigint", "boolean", "boolean")
    select.set("with_", exp.With(expressions=[_rows(name, rows, names, kinds)]))
    found = query(select.sql(dialect=name))
    for row, said in zip(rows, found, strict=True):
        cells = dict(zip(names, row, strict=True))
        for one, value in zip(kept, said, strict=True):
            expected = value_of(one, cells)
            got = None if value is None else bool(value) if one.kind == TRUTH else int(value)
            assert got == expected, (exp.Select(expressions=[code.expression(one)]).sql(dialect=name), cells)


def _columns(b: Builder, end: int = BIG) -> tuple[Expression, Expression, Expression, Expression]:
    return (
        b.column("so_a", NUMBER, True, -end, end), b.column("so_b", NUMBER, True, -end, end),
        b.column("that_p", TRUTH), b.column("that_q", TRUTH),
    )  # fmt: skip


def _all_rows(numbers: Sequence[int | None]) -> list[tuple[Value, ...]]:
    truths = (None, True, False)
    pairs = [(p, q) for p in truths for q in truths]
    return [(x, y, *pairs[(i * len(numbers) + j) % 9]) for i, x in enumerate(numbers) for j, y in enumerate(numbers)]


def test_numbers_wider_than_64_bits(database: tuple[str, Query]) -> None:
    b = Builder()
    x, y, _, _ = _columns(b)
    zero = b.whole(0)
    made = [
        b.multiply(x, y), b.add([x, y]), b.add([x, b.scale(y, -1)]), b.scale(x, 1000), b.multiply(b.scale(x, 7), y),
        b.compare(">=", b.multiply(x, y), b.whole(BIG * BIG - BIG)),
        b.add([b.multiply(x, y), b.multiply(x, x), zero]),
        b.multiply(b.choose(b.surely(b.compare(">", x, zero)), b.whole(2**31 - 1), b.whole(5)),
                   b.choose(b.surely(b.compare(">", y, zero)), b.whole(2**31 - 1), b.whole(3))),
    ]  # fmt: skip
    _checked(database, made, _all_rows(NUMBERS))


def test_division_rounds_down(database: tuple[str, Query]) -> None:
    b = Builder()
    x, y, _, _ = _columns(b)
    above = b.within(b.choose(b.surely(b.compare(">", y, b.whole(0))), y, b.whole(3)), 1, BIG)
    made = [b.floor_divide(x, b.whole(one)) for one in (2, 3, 7, 10**6)]
    made += [b.floor_divide(x, above), b.floor_divide(b.multiply(x, x), above), b.floor_divide(b.multiply(x, y), above)]
    small, _, _, _ = _columns(b, 10**6)
    made += [b.floor_divide(b.add([small, b.whole(10**6)]), b.whole(7))]
    _checked(database, made[:-1], _all_rows(NUMBERS))
    _checked(database, made[-1:], _all_rows((None, 5, -5, 10**6, -(10**6))))


def test_nulls(database: tuple[str, Query]) -> None:
    b = Builder()
    x, y, p, q = _columns(b)
    numbers = [b.least([x, y]), b.greatest([x, y]), b.least([x, y, b.whole(2)]), b.greatest([x, y, b.whole(2)])]
    numbers += [b.coalesce(x, y), b.choose(b.surely(p), x, y), b.count([b.surely(p), b.possibly(q), b.is_null(x)])]
    truths = [b.and_([p, q]), b.or_([p, q]), b.not_(p), b.surely(p), b.possibly(p), b.is_null(q)]
    truths += [b.compare(one, x, y) for one in (">=", ">", "<=", "<", "=", "!=")]
    truths += [b.among(x, (1, 2, 3)), b.not_(b.among(x, (1, 2, 3))), b.choose(b.surely(p), q, b.unknown)]
    truths += [b.and_([p, b.not_(b.or_([q, b.compare("<", x, y)]))]), b.or_([p, b.and_([q, b.unknown])])]
    _checked(database, [*numbers, *truths], _all_rows(NUMBERS))


def _random_number(source: random.Random, b: Builder, known: list[Expression], truths: list[Expression]) -> Expression:
    left, right, test = source.choice(known), source.choice(known), b.surely(source.choice(truths))
    made = (
        b.add([left, right]), b.scale(left, source.choice((-3, 2, 1000))), b.multiply(left, right),
        b.floor_divide(left, b.whole(source.choice((2, 5, 400)))), b.least([left, right, source.choice(known)]),
        b.greatest([left, right]), b.coalesce(left, right), b.choose(test, left, right),
    )  # fmt: skip
    return source.choice(made)


def _random_truth(source: random.Random, b: Builder, known: list[Expression], truths: list[Expression]) -> Expression:
    left, right = source.choice(known), source.choice(known)
    one, other = source.choice(truths), source.choice(truths)
    operator = source.choice((">=", ">", "=", "!="))
    made = (b.compare(operator, left, right), b.and_([one, other]), b.or_([one, other]), b.not_(one), b.is_null(left))
    return source.choice(made)


@pytest.mark.parametrize("seed", range(4))
def test_expressions_at_random(database: tuple[str, Query], seed: int) -> None:
    source = random.Random(seed)
    b = Builder()
    x, y, p, q = _columns(b)
    numbers: list[Expression] = [x, y, b.whole(3), b.whole(-2)]
    truths: list[Expression] = [p, q]
    for _ in range(60):
        number = _random_number(source, b, numbers, truths)
        if (number.high or 0) < 10**35 and len(numbers) < 24:
            numbers.append(number)
        truths.append(_random_truth(source, b, numbers, truths))
    _checked(database, [*numbers, *truths[:30]], _all_rows(NUMBERS[:8]))


# ------------------------------------------------------------------------------------------------ in the language
TEXT: Final = """bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã
  khi không có đối tượng: đạt
dữ kiện [vụ]
  mã: vu
  kiểu: số đếm (vụ)
dữ kiện [hộ]
  mã: ho
  kiểu: số đếm (hộ)
dữ kiện [hộ nghèo]
  mã: ho_ngheo
  kiểu: số đếm (hộ)
  trong số: [hộ]
tiêu chí 1. "Thử"
  đạt khi {condition}
"""


def _unit(code: str, previous: dict[str, int] | None = None, **cells: int) -> Unit:
    rows: list[dict[str, Any]] = [{"ma_don_vi": code, "nam": 2023, "loai": "xã", **cells}]
    if previous:
        rows.append({"ma_don_vi": code, "nam": 2022, "loai": "xã", **previous})
    return Unit(code, "xã", 2023, True, cells, previous or {}, {}, rows)


def _same(engine: Engine, rules: RuleSet, units: Sequence[Unit], missing: bool = True) -> list[str]:
    """The verdicts of the first criterion on a database, which are those of the model."""
    dialect, run = engine
    view = rules.sql(dialect, items=True, missing=missing)
    answer = run(view, [row for unit in units for row in unit.rows])
    assert differences(rules, view, units, answer, {}) == []
    judged = {(row["ma_don_vi"], row["nam"]): row["tc_1"] for row in answer[0]}
    return [str(judged[unit.code, unit.year]) for unit in units]


def _set(condition: str) -> RuleSet:
    return antq_rules.load_text(TEXT.format(condition=condition))


def test_what_was_not_reported_is_not_false(engine: Engine) -> None:
    units = [_unit("a"), _unit("b", vu=0), _unit("c", vu=1)]
    said = _same(engine, _set("không phải (số [vụ] không quá 00 vụ)"), units)
    assert said == ["chưa đủ dữ liệu", "không đạt", "đạt"]


def test_every_item_over_what_was_not_reported(engine: Engine) -> None:
    rules = _set("có đủ:\n    a) số [vụ] không quá 02 vụ\n    b) số [hộ] ít nhất 05 hộ")
    assert _same(engine, rules, [_unit("a", vu=1), _unit("b", vu=3), _unit("c", vu=1, ho=5)]) == [
        "chưa đủ dữ liệu", "không đạt", "đạt",
    ]  # fmt: skip


def test_a_share_at_its_threshold(engine: Engine) -> None:
    rules = _set("số [hộ nghèo] chiếm không quá 33,3% số [hộ]")
    units = [_unit("a", ho=1000, ho_ngheo=333), _unit("b", ho=3, ho_ngheo=1), _unit("c", ho=0, ho_ngheo=0)]
    units += [
        _unit("d", ho=10**17 * 9, ho_ngheo=299700000000000000),
        _unit("e", ho=10**17 * 9, ho_ngheo=299700000000000001),
    ]
    if engine[0] == "sqlite":
        units = units[:3]
    assert _same(engine, rules, units) == ["đạt", "không đạt", "đạt", "đạt", "không đạt"][: len(units)]


def test_a_fall_at_its_threshold(engine: Engine) -> None:
    rules = _set("số [vụ] giảm ít nhất 5% so với năm trước")
    units = [
        _unit("a", {"vu": 60}, vu=57),
        _unit("b", {"vu": 60}, vu=58),
        _unit("c", None, vu=0),
        _unit("d", {"vu": 1}, vu=0),
    ]
    assert _same(engine, rules, units)[:2] == ["đạt", "không đạt"]


def _with_tree(rules: RuleSet, tree: g.Tree, tests: Sequence[g.Test]) -> RuleSet:
    (criterion,) = rules.program.criteria
    criteria = (attrs.evolve(criterion, tree=tree),)
    return RuleSet(attrs.evolve(rules.program, criteria=criteria, tests=tuple(tests)))


def _limits(rules: RuleSet, count: int) -> list[g.Test]:
    """Tests that a number is not above 0, 1, 2 …"""
    (test,) = rules.program.tests
    assert isinstance(test, g.Comparison)
    return [attrs.evolve(test, right=g.Form((), Fraction(limit))) for limit in range(count)]


def test_a_condition_nested_140_deep(engine: Engine) -> None:
    rules = _set("số [vụ] không quá 01 vụ")
    tests = _limits(rules, 141)
    tree: g.Tree = g.Leaf(test=140)
    for depth in range(140):
        tree = g.Joined(kind="any" if depth % 2 else "all", children=(g.Leaf(test=139 - depth), tree))
    units = [_unit("none"), *(_unit(f"u{number}", vu=number) for number in (0, 1, 2, 69, 70, 139, 140, 141))]
    _same(engine, _with_tree(rules, tree, tests), units, False)


def test_a_list_of_500_items(engine: Engine) -> None:
    rules = _set("số [vụ] không quá 01 vụ")
    tree = g.Joined(kind="all", children=tuple(g.Leaf(test=number) for number in range(500)))
    least = g.Joined(kind="count", count=250, children=tree.children)
    units = [_unit("none"), _unit("a", vu=0), _unit("b", vu=1), _unit("c", vu=250), _unit("d", vu=251)]
    tests = _limits(rules, 500)
    said = _same(engine, _with_tree(rules, tree, tests), units, False)
    assert said == ["chưa đủ dữ liệu", "đạt", "không đạt", "không đạt", "không đạt"]
    assert _same(engine, _with_tree(rules, least, tests), units, False) == [
        "chưa đủ dữ liệu",
        "đạt",
        "đạt",
        "đạt",
        "không đạt",
    ]
