"""Points over columns against the model: criteria, groups, totals, what is asked of them, classes, what is missing."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
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
        self.plan: Plan = lower(
            rules.program, rules._facts, setting_of(rules.program, units[0].readings, units[0].cutoff), known
        )
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


def drawn(
    rules: antq_rules.RuleSet, text: str, count: int, seed: int = 1, cutoff: datetime.date | None = None
) -> list[antq_rules.Assessment]:
    """Units with facts at random, more and less complete, of every type of the set and of another one."""
    chooser = RandomChooser(random.Random(seed))  # noqa: S311 - not secrets
    facts = FactsOf(rules.program, text, chooser)
    readings = {reading.code: pick(chooser, reading.options).code for reading in rules.program.readings}
    found = []
    for _ in range(count):
        unknown = pick(chooser, (0, 10, 40))
        year = max(2023, rules.program.first_year or 0) + chooser.integer(0, 1) if cutoff is None else cutoff.year
        unit_type = "doanh nghiệp" if chance(chooser, 3) else pick(chooser, rules.program.unit_types)
        found.append(
            rules.assess(
                facts.year(unknown),
                year=year,
                unit_type=unit_type,
                previous=facts.year(unknown),
                cutoff=cutoff,
                existed_before=not chance(chooser, 10),
                readings=readings,
            )
        )
    return found


# ------------------------------------------------------------------------------------------------ sets of its own
TEXT = """bộ tiêu chí "Điểm (hư cấu)"
  mã: diem
  áp dụng cho: xã, phường
  khi không có đối tượng: {empty}
{no_year}dữ kiện [hộ]
  kiểu: số đếm (hộ)
dữ kiện [hộ ký]
  kiểu: số đếm (hộ)
  trong số: [hộ]
dữ kiện [vụ]
  kiểu: số đếm (vụ)
dữ kiện [buổi]
  kiểu: theo tháng (buổi)
dữ kiện [chợ]
  kiểu: điều kiện
dữ kiện [chợ tốt]
  kiểu: xác nhận
dữ kiện [điểm chấm]
  kiểu: số đo (điểm)
dữ kiện [điểm trừ]
  kiểu: số đo (điểm)
thang "Mức": "Thấp" < "Vừa" < "Cao"
dữ kiện [mức]
  kiểu: xếp loại (thang "Mức")
mệnh đề [ở phường]: đối với phường: có [chợ]
mệnh đề [ở chợ]: áp dụng khi [chợ]: số [vụ] ít nhất 3 vụ
nhóm "A"
  điểm tối đa: 15 điểm
  điểm tối thiểu: 4 điểm
  hệ số: 2
tiêu chí 1. "Một"
  điểm tối đa: 10 điểm
  điểm tối thiểu: {minimum}
  chấm điểm: {first}
tiêu chí 2. "Hai"
  điểm tối đa: 8 điểm
  hệ số: 3
  {bonus}chấm điểm: {second}
nhóm "B"
  điểm tối thiểu: 50%
tiêu chí 3. "Ba"
  điểm tối đa: 5 điểm
  chấm điểm: {third}
tiêu chí 4. "Bốn"
  đạt khi tiêu chí 1 đạt hoặc số [vụ] dưới 2 vụ
xếp loại "X":
  - "Tốt": tổng điểm trên 20 điểm và không nhóm nào dưới 40% điểm tối đa
  - "Khá": điểm nhóm "A" ít nhất 50% điểm tối đa và mọi nhóm đạt điểm tối thiểu
  - "Vừa": tổng điểm từ 5 đến dưới 20 điểm hoặc điểm tiêu chí 3 không quá 2 điểm
  - "Kém": còn lại
  hạ một bậc khi số [vụ] ít nhất 4 vụ
  không quá "Khá" khi [ở chợ]
"""
ASKED = (
    "không tiêu chí nào dưới 2 điểm",
    "mọi tiêu chí đạt điểm tối thiểu",
    "mọi nhóm đạt điểm tối thiểu",
    "tổng điểm bằng 5 điểm",
    "tổng điểm từ 20% đến 60% điểm tối đa",
    "điểm tiêu chí 2 dưới 50% điểm tối đa",
    'điểm nhóm "B" trên 2 điểm',
    "không nhóm nào trên 7 điểm",
)
SCORES = (
    "cứ mỗi 2 vụ số [vụ] được 0,5 điểm",
    "cứ mỗi 1 vụ số [vụ] trừ 1 điểm",
    "cứ mỗi 1 vụ số [vụ] trừ 1 điểm, làm tròn đến 5 điểm, tối đa 3 điểm",
    "cứ mỗi 1 vụ số [vụ] vượt 2 vụ được 1 điểm, làm tròn đến 2 điểm, tối đa 7 điểm",
    "nội suy theo số [vụ]: 2 vụ được 6 điểm; 4 vụ được 1 điểm",
    "nội suy theo số [vụ]: 1 vụ được 1 điểm; 3 vụ được 6 điểm; 7 vụ được 2,5 điểm, tối thiểu 2 điểm",
    "nội suy theo số [hộ ký] / số [hộ]: 10% được 0 điểm; 70% được 4 điểm; 90% được 10 điểm",
    "số [hộ ký] / số [hộ] × 5 điểm, làm tròn đến 0,25 điểm",
    "nội suy theo số [vụ] năm trước: 0 vụ được 5 điểm; 6 vụ được 0 điểm",
    "nội suy theo cả năm số [buổi]: 6 buổi được 0 điểm; 18 buổi được 5 điểm",
    "[điểm chấm]",
    "[điểm chấm] - [điểm trừ]",
    "[điểm chấm] nếu số [vụ] dưới 3 vụ",
    "4 điểm nếu [ở phường]",
    "theo bậc:\n    - [chợ]: cứ mỗi 1 vụ số [vụ] trừ 1 điểm\n    - còn lại: 5 điểm",
    "theo bậc:\n    - số [vụ] ít nhất 3 vụ: 3 điểm\n    - số [vụ] dưới 3 vụ: [điểm chấm]",
    'theo bậc:\n    - [mức] từ "Cao" trở lên: 3 điểm\n    - [mức] bằng "Thấp": 5 điểm\n    - còn lại: không áp dụng',
    "theo bậc:\n    - [ở chợ]: 4 điểm\n    - [ở phường]: 3 điểm\n    - còn lại: 1 điểm",
    "cộng các mục:\n    a) (tối đa 4 điểm): 4 điểm nếu [ở phường]\n    b) (tối đa 6 điểm): [điểm chấm]",
    "cộng các mục:\n    a) (tối đa 2 điểm): cứ mỗi 1 vụ số [vụ] trừ 1 điểm\n    b) (tối đa 8 điểm): đối với xã: 4 điểm",
    "cộng các mục:\n    a) (tối đa 3 điểm): áp dụng khi [chợ]: 2 điểm\n"
    "    b) (tối đa 4 điểm): áp dụng khi số [vụ] trên 2 vụ: 3 điểm nếu có [chợ tốt]",
    "cộng các mục:\n    a) (tối đa 4 điểm): áp dụng khi [ở chợ]: cứ mỗi 1 vụ số [vụ] trừ 1 điểm\n"
    "    b) (tối đa 4 điểm): theo bậc:\n      - [chợ]: 3 điểm\n      - còn lại: không áp dụng",
)


def scored_set(seed: int) -> str:
    """A set that scores three criteria in three of many ways and asks much of their points."""
    chooser = RandomChooser(random.Random(seed))  # noqa: S311 - not secrets
    words = ("đạt", "không đạt", "chưa đủ dữ liệu", "không áp dụng")
    before = pick(chooser, ("", *words))
    text = TEXT.format(
        empty=pick(chooser, words),
        no_year=f"  khi không có năm trước: {before}\n" if before else "",
        minimum=pick(chooser, ("3 điểm", "40%")),
        bonus=pick(chooser, ("", "không tính vào điểm tối đa\n  ")),
        first=SCORES[seed % len(SCORES)],
        second=pick(chooser, SCORES),
        third=pick(chooser, SCORES),
    )
    asked = [f'kết luận "Hỏi {number}"\n  khi {words}\n' for number, words in enumerate(ASKED)]
    return text + "".join(asked)


@pytest.mark.parametrize("seed", range(len(SCORES)))
def test_every_way_to_score(seed: int) -> None:
    text = scored_set(seed)
    rules = antq_rules.load_text(text)
    compare(rules, drawn(rules, text, 60, seed))
    compare(rules, drawn(rules, text, 30, seed, datetime.date(2024, 9, 30)))


# ------------------------------------------------------------------------------------------------ sets of others
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


# ------------------------------------------------------------------------------------------------ what comes out
def shown(score: str, facts: Sequence[dict[str, object]]) -> pl.DataFrame:
    """The columns of the points of a criterion scored so."""
    text = TEXT.format(
        empty="đạt", no_year="", minimum="1 điểm", bonus="", first=score, second="1 điểm", third="1 điểm"
    )
    rules = antq_rules.load_text(text)
    frame, known = prepared(rules.program, [rules.assess(one, year=2024)._judge.data for one in facts])
    plan = lower(rules.program, rules._facts, setting_of(rules.program, rules.defaults), known)
    points = plan.criteria[0].points
    assert points is not None
    return t.run(frame.lazy(), t.points_wanted("1", points), {name: name for name in frame.columns}).collect()


def test_points_are_exact_decimals_where_they_can_be() -> None:
    found = shown("cứ mỗi 1 vụ số [vụ] trừ 0,25 điểm", [{"vụ": 3}, {"vụ": 0}, {}])
    assert found["1: điểm thấp nhất"].to_list() == [Decimal("-0.75"), Decimal(0), None]
    assert found["1: điểm cao nhất"].to_list() == [Decimal("-0.75"), Decimal(0), Decimal(0)]
    assert found["1: điểm tối đa"].to_list() == [10] * 3
    assert found["1: có thể được tính"].to_list() == [True] * 3
    assert found["1: có thể không áp dụng"].to_list() == [False] * 3


def test_points_that_no_decimal_holds_are_two_whole_numbers() -> None:
    score = "nội suy theo số [vụ]: 0 vụ được 0 điểm; 3 vụ được 1 điểm"
    found = shown(score, [{"vụ": 1}, {"vụ": 5}])
    tops, bottoms = found["1: điểm thấp nhất (tử số)"], found["1: điểm thấp nhất (mẫu số)"]
    assert [Fraction(*pair) for pair in zip(tops, bottoms, strict=True)] == [Fraction(1, 3), Fraction(1)]


def test_points_of_a_row_stand_over_a_figure_of_the_row() -> None:
    found = shown("số [hộ ký] / số [hộ] × 10 điểm", [{"hộ": 7, "hộ ký": 2}, {"hộ": 3, "hộ ký": 3}])
    tops, bottoms = found["1: điểm cao nhất (tử số)"], found["1: điểm cao nhất (mẫu số)"]
    assert [Fraction(*pair) for pair in zip(tops, bottoms, strict=True)] == [Fraction(20, 7), Fraction(10)]


def test_decimals_that_would_be_too_long_are_two_whole_numbers() -> None:
    found = shown("cứ mỗi 1 vụ số [vụ] trừ 0,00000000000000000001 điểm", [{"vụ": 10**18}, {"vụ": 1}])
    tops, bottoms = found["1: điểm thấp nhất (tử số)"], found["1: điểm thấp nhất (mẫu số)"]
    expected = [Fraction(-1, 100), Fraction(-1, 10**20)]
    assert [Fraction(*pair) for pair in zip(tops, bottoms, strict=True)] == expected
