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
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

import attrs

from antq_rules.diagnostics import InvalidInput
from tests.differential.cases import Case, Shape, Unit, generate
from tests.differential.executors import Executor, available, executor, names
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

    name: str
    cases: int = 0
    sets: int = 0
    seconds: float = 0.0  # of CPU in this process
    seconds_of_model: float = 0.0
    refused: Counter[str] = attrs.field(factory=Counter)
    diverging: int = 0
    divergences: list[Divergence] = attrs.field(factory=list)

    def add(self, other: Report) -> None:
        """Put another report's figures to these."""
        self.cases += other.cases
        self.sets += other.sets
        self.seconds += other.seconds
        self.seconds_of_model += other.seconds_of_model
        self.refused.update(other.refused)
        self.diverging += other.diverging
        self.divergences += other.divergences[: max(MOST_SHOWN - len(self.divergences), 0)]

    @property
    def text(self) -> str:
        """The report for a person to read."""
        lines = [f"{self.name}: {self.cases} cases under {self.sets} sets, {self.diverging} diverge"]
        if self.cases:
            own, model = (seconds / self.cases * 1e6 for seconds in (self.seconds, self.seconds_of_model))
            lines.append(f"  {own:.0f} µs of CPU a case, and {model:.0f} for the model")
        lines += [f"  {count} sets refused: {reason}" for reason, count in self.refused.most_common()]
        lines += [f"\n{'=' * 100}\n{one.text}" for one in self.divergences]
        return "\n".join(lines)


def compare(
    judging: Executor, seeds: Iterable[int], units: int = UNITS, shape: Shape | None = None, shrinking: bool = True
) -> Report:
    """Compare an executor with the model over the cases of some seeds."""
    return compare_all((judging,), seeds, units, shape, shrinking)[0]


def compare_all(
    judging: Sequence[Executor],
    seeds: Iterable[int],
    units: int = UNITS,
    shape: Shape | None = None,
    shrinking: bool = True,
) -> list[Report]:
    """Compare several executors with the model, which judges each case once for all of them."""
    reports = [Report(one.name) for one in judging]
    for seed in seeds:
        case = generate(seed, units, shape)
        refusals = [one.supports(case.rules) for one in judging]
        started = time.process_time()
        expected = said_by_model(case) if not all(refusals) else []
        of_model = time.process_time() - started
        for one, report, refusal in zip(judging, reports, refusals, strict=True):
            if refusal:
                report.refused[refusal] += 1
                continue
            report.sets += 1
            report.cases += len(case.units)
            started = time.process_time()
            try:
                found = divergences_of(one, case, expected)
            except InvalidInput as refused:  # under the readings or the day of this very case
                report.sets -= 1
                report.cases -= len(case.units)
                report.refused[reason_of(refused)] += 1
                continue
            report.seconds += time.process_time() - started
            report.seconds_of_model += of_model
            report.diverging += len(found)
            for position, lines in itertools.islice(found.items(), MOST_SHOWN - len(report.divergences)):
                report.divergences.append(_divergence(one, case, position, lines, shrinking))
    return reports


NOT_IN_TABLES = "DL136"


def reason_of(refused: InvalidInput) -> str:
    """Why a set is refused."""
    return dict(refused.diagnostics[0].values).get("reason", refused.diagnostics[0].code)


def said_by_model(case: Case) -> list[Outcome | str]:
    """What the model says of each unit, or how it stops."""
    reference = Reference(case)
    found: list[Outcome | str] = []
    for unit in case.units:
        try:
            found.append(reference.outcome(unit))
        except Exception:
            found.append(f"the model stops: {traceback.format_exc(limit=-3)}")
    return found


def divergences_of(
    judging: Executor, case: Case, expected: Sequence[Outcome | str] | None = None
) -> dict[int, tuple[str, ...]]:
    """Where an executor differs from the model: by the position of the unit, what is different."""
    expected = said_by_model(case) if expected is None else expected
    try:
        judged = judging.judge(case)
    except InvalidInput as refused:
        if refused.diagnostics[0].code == NOT_IN_TABLES:
            raise
        return {0: (f"{judging.name} stops: {refused}",)}
    except Exception:
        return {0: (f"{judging.name} stops: {traceback.format_exc(limit=-3)}",)}
    if len(judged) != len(case.units):
        return {0: (f"{judging.name} has {len(judged)} outcomes for {len(case.units)} units",)}
    found = {}
    for position, (wanted, outcome) in enumerate(zip(expected, judged, strict=True)):
        lines = [wanted] if isinstance(wanted, str) else differences(wanted, outcome)
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
def _work(named: Sequence[str], seeds: range, units: int, shape: Shape, shrinking: bool) -> list[Report]:
    return compare_all([executor(name) for name in named], seeds, units, shape, shrinking)


def run(
    named: Sequence[str], cases: int, seed: int = 1, units: int = UNITS, jobs: int = 2, shape: Shape | None = None,
    shrinking: bool = True,
) -> list[Report]:  # fmt: skip
    """Compare executors over at least so many cases, in several processes."""
    sets = -(-cases // units)
    per_job = max(1, min(50, -(-sets // jobs)))
    parts = [range(start, min(start + per_job, seed + sets)) for start in range(seed, seed + sets, per_job)]
    given = shape or Shape()
    reports = [Report(name) for name in named]

    def add(found: list[Report]) -> None:
        for report, one in zip(reports, found, strict=True):
            report.add(one)

    if jobs == 1:
        for part in parts:
            add(_work(named, part, units, given, shrinking))
        return reports
    with ProcessPoolExecutor(jobs) as pool:
        for done in [pool.submit(_work, named, part, units, given, shrinking) for part in parts]:
            add(done.result())
    return reports


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential.run", description=__doc__)
    parser.add_argument("--executor", required=True, help=f"some of {', '.join(names())}, or all, divided by commas")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first set")
    parser.add_argument("--units", type=int, default=UNITS, help="units of a table")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--huge", type=int, default=Shape().huge, help="tables with huge figures, in a hundred")
    parser.add_argument("--strange", type=int, default=Shape().strange, help="tables with refused values, in a hundred")
    parser.add_argument("--no-shrink", action="store_true")
    given = parser.parse_args(arguments)
    named = list(available()) if given.executor == "all" else given.executor.split(",")
    unknown = sorted(set(named) - set(names()))
    if unknown:
        parser.error(f"no executor {', '.join(unknown)}; there are {', '.join(names())}")
    started = time.perf_counter()
    shape = Shape(given.huge, given.strange)
    reports = run(named, given.cases, given.seed, given.units, given.jobs, shape, not given.no_shrink)
    passed = time.perf_counter() - started
    sys.stdout.write("".join(f"{report.text}\n" for report in reports))
    cases = sum(report.cases for report in reports)
    sys.stdout.write(f"{passed:.1f} s in all, {cases / passed:.0f} cases a second\n")
    return 1 if any(report.diverging for report in reports) else 0


if __name__ == "__main__":
    raise SystemExit(main())
