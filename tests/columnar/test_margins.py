"""Margins over columns against the model: which tests have one, how far they are from their limits, in which unit."""

from __future__ import annotations

import datetime
import os
import random
from collections.abc import Sequence
from fractions import Fraction

import attrs
import polars as pl
import pytest

import antq_rules
from antq_rules import RuleSet
from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.figures import NotInTables
from antq_rules.columnar.lowering import Plan, lower, setting_of
from antq_rules.columnar.margin_nodes import MarginMade
from antq_rules.columnar.polars_code import TooWide
from antq_rules.columnar.polars_table import Run, Wanted
from antq_rules.graph import model as g
from tests import pages
from tests.columnar.model_margins import Margins, margins_of_model
from tests.columnar.prepared import has_decimals_only, prepared
from tests.columnar.rows import Maker
from tests.columnar.test_points import drawn
from tests.differential.cases import generate
from tests.differential.reference import Reference
from tests.generation import RandomChooser
from tests.properties.test_points import make_set

ROOT = pages.ROOT


def margins_of_plan(plan: Plan, frame: pl.DataFrame) -> list[Margins]:
    """The margins of each row of a prepared frame."""
    wholes: dict[str, Expression] = {}
    places: list[tuple[str, MarginMade]] = []
    for criterion in plan.criteria:
        for one in criterion.margins:
            name = str(len(places))
            wholes |= {f"{name} top": one.amount.top, f"{name} bottom": one.amount.bottom}
            places.append((criterion.number, one))
    rows = Run(Wanted({}, {}, wholes=wholes), {name: name for name in frame.columns}, frame.schema).frame(
        frame.with_columns(pl.lit(1).alias("\0"))
    )
    found: list[Margins] = [{} for _ in range(frame.height)]
    for number, (of_criterion, made) in enumerate(places):
        for row, top, bottom in zip(found, rows[f"{number} top"], rows[f"{number} bottom"], strict=True):
            if top is not None:
                said = (Fraction(top, bottom), made.unit)
                assert row.setdefault((of_criterion, made.node), said) == said
    return found


def compare(rules: RuleSet, units: Sequence[antq_rules.Assessment]) -> int:
    """Compare units of one year; how many margins were the same."""
    frame, known = prepared(rules.program, [unit._judge.data for unit in units])
    setting = setting_of(rules.program, units[0].readings, units[0].cutoff)
    plan = lower(rules.program, rules._facts, setting, known, margins=True)
    count = 0
    for unit, found in zip(units, margins_of_plan(plan, frame), strict=True):
        wanted = margins_of_model(unit)
        assert found == wanted, unit._judge.data.values
        count += len(wanted)
    return count


@pytest.mark.parametrize("cutoff", [None, datetime.date(2023, 10, 25)])
@pytest.mark.parametrize("code", antq_rules.bundled())
def test_bundled_sets(code: str, cutoff: datetime.date | None) -> None:
    rules = antq_rules.load(code)
    chance = random.Random(code)  # noqa: S311 - not secrets
    for unknown in (0, 30):
        readings = {
            reading.code: chance.choice(reading.options).code for reading in rules.readings if not reading.note_only
        }
        maker = Maker(rules, chance, unknown)
        units = [maker.unit(str(number), 2023, cutoff is not None) for number in range(15)]
        compare(rules, [unit.assessed(rules, readings, cutoff) for unit in units])


CONSTRUCTS = ("cham-diem", "thi-dua", "bang-va-tham-so", "nong-thon-moi")


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_sets_of_every_construct(name: str) -> None:
    path = ROOT / "tests" / "constructs" / f"{name}.rules"
    rules = antq_rules.load_file(path)
    assert compare(rules, drawn(rules, path.read_text("utf-8"), 60))


@pytest.mark.parametrize("seed", range(8))
def test_scored_sets_at_random(seed: int) -> None:
    text = make_set(RandomChooser(random.Random(seed))).text  # noqa: S311 - not secrets
    rules = antq_rules.load_text(text)
    compare(rules, drawn(rules, text, 40, seed))


CASES = int(os.environ.get("ANTQ_MARGIN_CASES", "40"))


def test_generated_sets() -> None:
    """Every kind of test: sums, shares, changes, grades, sets, dates, months, workings, cases, readings."""
    count = 0
    for seed in range(CASES):
        count += compare_case(seed)
    assert count > CASES


def compare_case(seed: int) -> int:
    case = generate(seed, 40)
    reference = Reference(case)
    judges = [reference.judge(unit) for unit in case.units]
    judges = [one for one in judges if has_decimals_only(one.data)]
    count = 0
    for year in dict.fromkeys(one.data.year for one in judges):
        own = [one for one in judges if one.data.year == year]
        frame, known = prepared(reference.program, [one.data for one in own])
        setting = setting_of(reference.program, reference.readings, case.cutoff, year)
        try:
            plan = lower(reference.program, reference.facts, setting, known, margins=True)
            rows = margins_of_plan(plan, frame)
        except (NotInTables, TooWide):
            continue
        for judge, found in zip(own, rows, strict=True):
            wanted = margins_of_model(_assessment(reference, judge))
            assert found == wanted, (seed, judge.data, case.text)
            count += len(wanted)
    return count


def _assessment(reference: Reference, judge: antq_rules.engine.evaluate.Judge) -> antq_rules.Assessment:
    from antq_rules.engine.assess import evaluate
    from antq_rules.engine.intake import RawUnit

    return antq_rules.Assessment(
        reference.program, "", judge, RawUnit("", judge.data.year, {}), ("", ""), evaluate(judge)
    )


MONTHS = """bộ tiêu chí "Tháng (hư cấu)"
  mã: thang
  áp dụng cho: xã
  khi không có năm trước: không áp dụng
dữ kiện [buổi]
  kiểu: theo tháng (buổi)
dữ kiện [buổi học]
  kiểu: theo tháng (buổi)
tiêu chí 1. "Tháng"
  đạt khi hằng tháng số [buổi] năm trước + số [buổi học] ít nhất 3 buổi
"""


def test_months_of_a_year_that_was_not_do_not_fail() -> None:
    rules = antq_rules.load_text(MONTHS)
    units = [
        rules.assess({"buổi học": [count] * 12}, year=2024, previous={"buổi": before}, existed_before=existed)
        for count, before, existed in (
            (1, [1] * 11 + [2], True),
            (3, None, True),
            (0, [0] * 12, False),
            (2, [1] * 12, True),
        )
    ]
    assert compare(rules, units) == 1
    assert margins_of_model(units[0]) == {("1", "1"): (Fraction(-11), "tháng")}


def test_a_figure_that_cancels_out_need_not_be_known() -> None:
    rules = antq_rules.load_text(MONTHS.replace("hằng tháng số [buổi] năm trước + số [buổi học] ít nhất 3 buổi",
                                                "cả năm số [buổi] ít nhất 3 buổi"))  # fmt: skip
    program = rules.program
    (test,) = program.tests
    assert isinstance(test, g.Comparison)
    ((year, _),) = test.left.terms  # a month is taken off the year, as no rule can say it yet
    form = attrs.evolve(test.left, terms=(*test.left.terms, (attrs.evolve(year, month=3), Fraction(-1))))
    rules = RuleSet(attrs.evolve(program, tests=(attrs.evolve(test, left=form),)))
    units = [rules.assess({"buổi": [1, 1, third, *[1] * 9]}, year=2024) for third in (None, 5)]
    assert compare(rules, units) == 2
