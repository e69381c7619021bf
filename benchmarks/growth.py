"""Growth with the number of criteria (and the length of the file) and of units: exponents fitted to log-log curves.

Run: python -m benchmarks.growth [SVG]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import antq_rules
from antq_rules import load_text
from antq_rules.syntax.parser import forget
from benchmarks.plot import Curve, svg
from benchmarks.workload import UNIT_TYPE, YEAR, Unit, rule_set, units

CRITERIA = (15, 150, 1_500)
UNITS = (5, 50, 500)
Judge = Callable[[antq_rules.RuleSet, Mapping[str, object], Mapping[str, object]], object]
ROUNDS = 3
_HEADER = """
bộ tiêu chí "Bộ hư cấu để đo"
  mã: do
  áp dụng cho: xã
  khi không có đối tượng: đạt
  khi không có năm trước: chưa đủ dữ liệu
"""
_CRITERION = """
dữ kiện [việc {n}]
  mã: viec_{n}
  kiểu: xác nhận
dữ kiện [vụ {n}]
  mã: vu_{n}
  kiểu: số đếm (vụ)
dữ kiện [tin {n}]
  mã: tin_{n}
  kiểu: số đếm (tin)
dữ kiện [tin đã chuyển {n}]
  mã: tin_da_chuyen_{n}
  kiểu: số đếm (tin)
  trong số: [tin {n}]
tiêu chí {n}. "Tiêu chí {n}"
  đạt khi có đủ:
    a) "Việc": có [việc {n}]
    b) "Vụ": có một trong:
      - không có [vụ {n}]
      - số [vụ {n}] giảm ít nhất 5% so với năm trước
    c) "Tin": số [tin đã chuyển {n}] đạt 100% [tin {n}]
"""


def main(picture: Path | None = None) -> None:
    """Measure, print each curve with its exponent, and write the picture where a path is given."""
    curves = [*of_criteria(), *of_units()]
    print("| growth | sizes | CPU ms | exponent |")
    print("|---|---|---|---:|")
    for curve in curves:
        sizes = " · ".join(f"{size:,.0f}" for size in curve.sizes)
        costs = " · ".join(f"{1000 * cost:,.1f}" for cost in curve.costs)
        print(f"| {curve.name} | {sizes} | {costs} | {curve.exponent:.2f} |")
    if picture is not None:
        picture.write_text(svg("Growth (1 is linear)", "times the first size", curves), encoding="utf-8")


def of_criteria() -> list[Curve]:
    """Compiling and judging with ever more criteria, each with facts of its own."""
    texts = [text(count) for count in CRITERIA]
    found = [Curve("compile, by criteria", CRITERIA, tuple(_seconds(partial(_compiled, one)) for one in texts))]
    given = [(load_text(text(count)), facts(count), facts(count, 4)) for count in CRITERIA]
    for name, judge in _judges().items():
        found.append(Curve(f"{name}, by criteria", CRITERIA, tuple(_seconds(partial(judge, *one)) for one in given)))
    return found


def _compiled(text: str) -> antq_rules.RuleSet:
    """A set from its text, nothing of it remembered from before."""
    forget()
    return load_text(text)


def of_units() -> list[Curve]:
    """Judging ever more units under Appendix I."""
    found = []
    for name, judge in _judges().items():
        sizes = UNITS if name == "assess" else tuple(100 * size for size in UNITS)
        given = units(sizes[-1])
        costs = tuple(_seconds(partial(_judge_all, judge, given[:size])) for size in sizes)
        found.append(Curve(f"{name}, by units", sizes, costs))
    return found


def _judge_all(judge: Judge, given: Sequence[Unit]) -> None:
    for one in given:
        judge(rule_set(), one.facts, one.before)


def text(count: int) -> str:
    """A rule file of so many criteria, five lines of conditions and four facts each."""
    return _HEADER + "".join(_CRITERION.format(n=number) for number in range(1, count + 1))


def facts(count: int, cases: int = 3) -> dict[str, object]:
    """Facts that meet all criteria of such a file, with one more case the year before."""
    names: Mapping[str, object] = {"viec": True, "vu": cases, "tin": 5, "tin_da_chuyen": 5}
    return {f"{name}_{number}": value for number in range(1, count + 1) for name, value in names.items()}


def _judges() -> dict[str, Judge]:
    def assess(rules: antq_rules.RuleSet, one: Mapping[str, object], before: Mapping[str, object]) -> object:
        return rules.assess(one, year=YEAR, unit_type=UNIT_TYPE, previous=before).criteria

    def verdicts(rules: antq_rules.RuleSet, one: Mapping[str, object], before: Mapping[str, object]) -> object:
        return rules.verdicts(one, year=YEAR, unit_type=UNIT_TYPE, previous=before).criteria

    return {"assess": assess, "verdicts": verdicts}


def _seconds(run: Callable[[], object]) -> float:
    """The least CPU time of some rounds, after one to warm up."""
    taken: Sequence[float] = [_once(run) for _ in range(ROUNDS + 1)]
    return min(taken[1:])


def _once(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
