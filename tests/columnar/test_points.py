"""Points over columns against the model: criteria, groups, totals, what is asked of them, classes, what is missing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import pytest

import antq_rules
from antq_rules.columnar import polars_table as t
from antq_rules.columnar.expressions import Expression
from antq_rules.columnar.figures import NotInTables
from antq_rules.columnar.lowering import Plan, lower, setting_of
from antq_rules.columnar.outcomes import Outcome
from antq_rules.columnar.ratios import Ratio
from antq_rules.engine import assess as a
from antq_rules.engine.evaluate import Need
from antq_rules.engine.explain import needs
from antq_rules.engine.points import Tally, needs_of
from antq_rules.types import FAILS, HOLDS, NOT_APPLICABLE, Verdict
from tests import pages
from tests.columnar.prepared import prepared
from tests.columnar.random_facts import FactsOf
from tests.generation import RandomChooser, chance, pick
from tests.properties.test_points import make_set

ROOT = pages.ROOT
Row = dict[str, Any]


# ------------------------------------------------------------------------------------------------ what columns say
class Judged:
    """Units judged over columns."""

    def __init__(self, rules: antq_rules.RuleSet, units: Sequence[antq_rules.Assessment]) -> None:
        frame, known = prepared(rules.program, [unit._judge.data for unit in units])
        self.plan: Plan = lower(rules.program, rules._facts, setting_of(rules.program, units[0].readings), known)
        self.truths: dict[str, Expression] = {}
        self.numbers: dict[str, Ratio] = {}
        self.waits: dict[str, dict[str, Need]] = {}
        self._collect()
        wanted = t.Wanted(dict(t.all_wanted(self.plan)), self.truths, self.numbers)
        self.rows = t.run(frame.lazy(), wanted, {name: name for name in frame.columns}).collect().rows(named=True)

    def _collect(self) -> None:
        for criterion in self.plan.criteria:
            for item in criterion.items:
                self._outcome(f"mục {item.id}", item.outcome)
            for kind, waits in (("chờ", criterion.waits), ("chờ điểm", criterion.waits_of_points)):
                for number, wait in enumerate(waits):
                    name = f"{kind} {criterion.number} {number}"
                    self.truths[name] = wait.test
                    need = Need(wait.fact, wait.moment.offset, wait.month, wait.reason)
                    self.waits.setdefault(f"{kind} {criterion.number}", {})[name] = need
        for name, points in self.points():
            self.truths[f"{name} tính"], self.truths[f"{name} bỏ"] = points.counts, points.drops
            ends = points.low, points.high, points.maximum_low, points.maximum_high
            self.numbers.update({f"{name} {place}": end for place, end in enumerate(ends)})
        for title, classes in self.plan.classes:
            self.truths.update({f"loại {title} {name}": test for name, test in classes})
        for title, outcome in self.plan.conclusions:
            self._outcome(f"kết luận {title}", outcome)

    def _outcome(self, name: str, outcome: Outcome) -> None:
        parts = zip(("đạt", "không", "bỏ"), (outcome.holds, outcome.fails, outcome.drops), strict=True)
        self.truths.update({f"{name} {part}": test for part, test in parts})

    def points(self) -> Iterator[tuple[str, Any]]:
        """All points of the plan by name."""
        for criterion in self.plan.criteria:
            if criterion.points is not None:
                yield f"điểm {criterion.number}", criterion.points
        yield from ((f"nhóm {title}", points) for title, points in self.plan.groups)
        if self.plan.total is not None:
            yield "tổng", self.plan.total

    # ------------------------------------------------------------------------------------------ read back
    def tally(self, row: Row, name: str) -> Tally:
        low, high, *most = (_number(row, f"{name} {place}") for place in range(4))
        applies = (HOLDS if row[f"{name} tính"] else 0) | (NOT_APPLICABLE if row[f"{name} bỏ"] else 0)
        return Tally(low, high, most[0] or Fraction(0), most[1] or Fraction(0), applies)

    def outcomes(self, row: Row, name: str) -> int:
        bits = zip(("đạt", "không", "bỏ"), (HOLDS, FAILS, NOT_APPLICABLE), strict=True)
        return sum(bit for part, bit in bits if row[f"{name} {part}"])

    def needs(self, row: Row, name: str, year: int) -> set[Need]:
        found = [need for column, need in self.waits.get(name, {}).items() if row[column]]
        assert len(found) == len(set(found))
        return {Need(need.fact, year + need.year, need.month, need.reason) for need in found}


def _number(row: Row, name: str) -> Fraction | None:
    if name in row:
        return None if row[name] is None else Fraction(row[name])
    top, bottom = row[f"{name} ({t.NUMERATOR})"], row[f"{name} ({t.DENOMINATOR})"]
    return None if top is None else Fraction(top, bottom)


# ------------------------------------------------------------------------------------------------ what the model says
def compare(rules: antq_rules.RuleSet, units: Sequence[antq_rules.Assessment]) -> None:
    judged = Judged(rules, units)
    for unit, row in zip(units, judged.rows, strict=True):
        reported = (unit.unit_type, unit.year, unit._judge.data.values, unit._judge.data.wrong)
        for name, found, expected in differences(judged, unit, row):
            assert found == expected, (name, reported, rules.program.title)


def differences(judged: Judged, unit: antq_rules.Assessment, row: Row) -> Iterator[tuple[str, Any, Any]]:
    """Everything that both say, by name."""
    judge, results = unit._judge, unit._results
    verdicts = a.verdicts(judge, results)
    for number, result in results.items():
        yield number, row[number], Verdict.of_outcomes(result.outcomes).vietnamese
        waiting = set(needs(result))
        yield f"chờ {number}", judged.needs(row, f"chờ {number}", unit.year), waiting
    for name, outcomes in verdicts.items.items():
        yield name, judged.outcomes(row, f"mục {name}"), outcomes
    for title, outcomes in verdicts.conclusions.items():
        yield title, judged.outcomes(row, f"kết luận {title}"), outcomes
    for criterion in judge.program.criteria:
        if criterion.scoring is not None:
            scored, tally = judge.points(criterion.number)
            name = f"điểm {criterion.number}"
            yield name, judged.tally(row, name), tally
            waiting = set() if tally.decided else set(needs_of(judge, scored))
            yield f"chờ {name}", judged.needs(row, f"chờ {name}", unit.year), waiting
    for title in a.scored_groups(judge):
        yield title, judged.tally(row, f"nhóm {title}"), a.group_points(judge, title)
    if a.scored_groups(judge):
        yield "tổng", judged.tally(row, "tổng"), a.total_points(judge)
    possible = a.classes(judge, results)
    for title, classes in judged.plan.classes:
        yield title, tuple(name for name, _ in classes if row[f"loại {title} {name}"]), possible[title]


def drawn(rules: antq_rules.RuleSet, text: str, count: int, seed: int = 1) -> list[antq_rules.Assessment]:
    """Units with facts at random, more and less complete, of every type of the set and of another one."""
    chooser = RandomChooser(random.Random(seed))  # noqa: S311 - not secrets
    facts = FactsOf(rules.program, text, chooser)
    readings = {reading.code: pick(chooser, reading.options).code for reading in rules.program.readings}
    found = []
    for _ in range(count):
        unknown = pick(chooser, (0, 10, 40))
        year = max(2023, rules.program.first_year or 0) + chooser.integer(0, 1)
        found.append(
            rules.assess(
                facts.year(unknown),
                year=year,
                unit_type=pick(chooser, rules.program.unit_types) if rules.program.unit_types else None,
                previous=facts.year(unknown),
                existed_before=not chance(chooser, 10),
                readings=readings,
            )
        )
    return found


# ------------------------------------------------------------------------------------------------ sets
def _tutorial_before_lists() -> str:
    folder = pages.DOCS / "huong-dan" / "bo-cham-diem"
    titles = ("bo-mau.rules", f"{pages.APPENDED}bo-mau.rules")
    blocks = [
        block.text
        for page in sorted(folder.glob("buoc-[123]-*.md"))
        for block in pages.blocks(page.read_text("utf-8"))
        if block.title in titles
    ]
    return "\n".join(blocks)


def _shown_sets() -> Iterator[str]:
    """The complete sets of the documentation that score something."""
    for page in sorted(pages.DOCS.rglob("*.md")):
        for block in pages.blocks(page.read_text("utf-8")):
            whole = block.title.startswith(pages.WHOLE) or not block.title
            if block.language == "rules" and whole and "chấm điểm:" in block.text and "danh sách (" not in block.text:
                yield block.text


CONSTRUCTS = ("cham-diem", "thi-dua", "bang-va-tham-so", "nong-thon-moi")


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_sets_of_every_construct(name: str) -> None:
    path = ROOT / "tests" / "constructs" / f"{name}.rules"
    rules = antq_rules.load_file(path)
    compare(rules, drawn(rules, path.read_text("utf-8"), 150))


def test_the_tutorial_of_points() -> None:
    text = _tutorial_before_lists()
    compare(antq_rules.load_text(text), drawn(antq_rules.load_text(text), text, 150))


@pytest.mark.parametrize("text", list(_shown_sets()))
def test_sets_that_the_documentation_shows(text: str) -> None:
    rules = antq_rules.load_text(text)
    compare(rules, drawn(rules, text, 60))


@pytest.mark.parametrize("seed", range(12))
def test_sets_at_random(seed: int) -> None:
    text = make_set(RandomChooser(random.Random(seed))).text  # noqa: S311 - not secrets
    rules = antq_rules.load_text(text)
    compare(rules, drawn(rules, text, 60, seed))


def test_a_set_with_a_list_is_not_for_tables() -> None:
    rules = antq_rules.load_file(ROOT / "tests" / "constructs" / "khu-dan-cu-van-hoa.rules")
    with pytest.raises(NotInTables, match="danh sách"):
        lower(rules.program, rules._facts, setting_of(rules.program, rules.defaults))
