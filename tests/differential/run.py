"""Compares an executor with the model over many cases; a case is one unit under one set.

python -m tests.differential.run --executor NAME --cases 1000000 --seed 1
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

import attrs

from tests.differential.cases import Case, Shape, Unit, generate
from tests.differential.executors import Executor, executor, names
from tests.differential.reference import Outcome, Reference, differences
from tests.differential.shrink import shrink

UNITS = 200
MOST_SHOWN = 3


@attrs.frozen
class Divergence:
    """A unit of which an executor says something else than the model, or on which one of them stops."""

    seed: int
    position: int
    case: Case = attrs.field(repr=False)
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The rules, the unit's facts, what was expected and what came, for a person to read."""
        case = self.case
        parts = [f"seed {self.seed}, unit {self.position}", "", case.text.rstrip(), ""]
        parts += [f"readings {dict(case.readings)}"] if case.readings else []
        parts += [f"parameters {dict(case.parameters)}"] if case.parameters else []
        parts += [f"cut-off {case.cutoff}"] if case.cutoff is not None else []
        parts += [line for unit in case.units for line in _unit_lines(unit)]
        return "\n".join([*parts, "", *self.lines])


def _unit_lines(unit: Unit) -> Iterator[str]:
    yield f"unit: {unit.unit_type}, {unit.year}{'' if unit.existed_before else ', did not exist before'}"
    for year, known in sorted(unit.facts.items(), reverse=True):
        yield f"  {year}: " + (", ".join(f"{code} = {value!r}" for code, value in known.items()) or "-")
    if unit.same_period:
        yield "  same period: " + ", ".join(f"{code} = {value!r}" for code, value in unit.same_period.items())


@attrs.define
class Report:
    """How many cases were compared, which sets were refused and why, and where an executor differs."""

    cases: int = 0
    sets: int = 0
    seconds: float = 0.0
    refused: Counter[str] = attrs.field(factory=Counter)
    diverging: int = 0
    divergences: list[Divergence] = attrs.field(factory=list)

    def add(self, other: Report) -> None:
        """Put another report's figures to these."""
        self.cases += other.cases
        self.sets += other.sets
        self.seconds += other.seconds
        self.refused.update(other.refused)
        self.diverging += other.diverging
        self.divergences += other.divergences[: max(MOST_SHOWN - len(self.divergences), 0)]

    @property
    def text(self) -> str:
        """The report for a person to read."""
        rate = f"{self.cases / self.seconds:.0f} cases a second and process" if self.seconds else ""
        lines = [f"{self.cases} cases under {self.sets} sets, {self.diverging} diverge; {rate}"]
        lines += [f"  {count} sets refused: {reason}" for reason, count in self.refused.most_common()]
        lines += [f"\n{'=' * 100}\n{one.text}" for one in self.divergences]
        return "\n".join(lines)


def compare(
    judging: Executor, seeds: Iterable[int], units: int = UNITS, shape: Shape | None = None, shrinking: bool = True
) -> Report:
    """Compare an executor with the model over the cases of some seeds."""
    report = Report()
    started = time.perf_counter()
    for seed in seeds:
        case = generate(seed, units, shape)
        refusal = judging.supports(case.rules)
        if refusal:
            report.refused[refusal] += 1
            continue
        report.sets += 1
        report.cases += len(case.units)
        found = divergences_of(judging, case)
        report.diverging += len(found)
        for position, lines in itertools.islice(found.items(), MOST_SHOWN - len(report.divergences)):
            report.divergences.append(_divergence(judging, case, position, lines, shrinking))
    report.seconds = time.perf_counter() - started
    return report


def divergences_of(judging: Executor, case: Case) -> dict[int, tuple[str, ...]]:
    """Where an executor differs from the model: by the position of the unit, what is different."""
    reference = Reference(case)
    try:
        judged: list[Outcome] = judging.judge(case)
    except Exception:
        return {0: (f"{judging.name} stops: {traceback.format_exc(limit=-3)}",)}
    if len(judged) != len(case.units):
        return {0: (f"{judging.name} has {len(judged)} outcomes for {len(case.units)} units",)}
    found = {}
    for position, (unit, outcome) in enumerate(zip(case.units, judged, strict=True)):
        try:
            lines = differences(reference.outcome(unit), outcome)
        except Exception:
            lines = [f"the model stops: {traceback.format_exc(limit=-3)}"]
        if lines:
            found[position] = tuple(lines)
    return found


def _divergence(judging: Executor, case: Case, position: int, lines: tuple[str, ...], shrinking: bool) -> Divergence:
    alone = attrs.evolve(case, units=(case.units[position],))
    if shrinking and divergences_of(judging, alone):
        alone = shrink(alone, lambda smaller: bool(divergences_of(judging, smaller)))
        lines = divergences_of(judging, alone)[0]
    elif shrinking:
        lines = (*lines, "(only in its table, not alone)")
    return Divergence(case.seed, position, alone, lines)


# ------------------------------------------------------------------------------------------------ many processes
def _work(name: str, seeds: range, units: int, shape: Shape, shrinking: bool) -> Report:
    return compare(executor(name), seeds, units, shape, shrinking)


def run(
    name: str, cases: int, seed: int = 1, units: int = UNITS, jobs: int = 2, shape: Shape | None = None,
    shrinking: bool = True,
) -> Report:  # fmt: skip
    """Compare an executor over at least so many cases, in several processes."""
    sets = -(-cases // units)
    per_job = max(1, min(50, -(-sets // jobs)))
    parts = [range(start, min(start + per_job, seed + sets)) for start in range(seed, seed + sets, per_job)]
    report = Report()
    if jobs == 1:
        for part in parts:
            report.add(_work(name, part, units, shape or Shape(), shrinking))
        return report
    with ProcessPoolExecutor(jobs) as pool:
        waiting = [pool.submit(_work, name, part, units, shape or Shape(), shrinking) for part in parts]
        for done in waiting:
            report.add(done.result())
    return report


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential.run", description=__doc__)
    parser.add_argument("--executor", required=True, choices=names())
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first set")
    parser.add_argument("--units", type=int, default=UNITS, help="units of a table")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--huge", type=int, default=Shape().huge, help="tables with huge figures, in a hundred")
    parser.add_argument("--strange", type=int, default=Shape().strange, help="tables with refused values, in a hundred")
    parser.add_argument("--no-shrink", action="store_true")
    given = parser.parse_args(arguments)
    started = time.perf_counter()
    shape = Shape(given.huge, given.strange)
    report = run(given.executor, given.cases, given.seed, given.units, given.jobs, shape, not given.no_shrink)
    passed = time.perf_counter() - started
    sys.stdout.write(f"{report.text}\n{passed:.1f} s in all, {report.cases / passed:.0f} cases a second\n")
    return 1 if report.diverging else 0


if __name__ == "__main__":
    raise SystemExit(main())
