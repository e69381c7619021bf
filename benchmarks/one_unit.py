"""One unit, dict in, 34 verdicts out: ours beside hand-written Python and other engines, as ratios to the floor.

Run: python -m benchmarks.one_unit [ROUNDS]
"""

from __future__ import annotations

import collections
import importlib.metadata
import sys
from collections.abc import Sequence

from benchmarks import floor, floor_three_valued
from benchmarks.peers import PEERS, Judge, Peer
from benchmarks.timing import Measured, Way, measure
from benchmarks.workload import UNIT_TYPE, YEAR, Unit, criteria, expected, rule_set, units

UNITS = 300
ROUNDS = 9
UNKNOWN = 0.03
Expected = Sequence[tuple[bool | None, ...]]


def main(rounds: int = ROUNDS) -> None:
    """Check every way against the model, then time them in alternating rounds and print the table."""
    whole, partial = units(UNITS), units(UNITS, UNKNOWN)
    of_whole, of_partial = [expected(unit) for unit in whole], [expected(unit) for unit in partial]
    ways = list(_floors(whole, partial, of_whole, of_partial)) + list(_ours(whole, partial, of_whole, of_partial))
    notes: list[str] = []
    for peer in PEERS:
        way = _peer(peer, whole, of_whole, notes)
        if way is not None:
            ways.append(way)
            if not peer.traced:
                notes.append(_of_unknown(peer, partial, of_partial))
    print(f"One unit: {len(criteria())} criteria, {UNITS} invented units, {rounds} alternating rounds, CPU time\n")
    print(table(measure(ways, rounds)))
    print(f"\nVerdicts of {UNITS} units with {UNKNOWN:.0%} of their facts unknown, {len(criteria())} each:")
    print("\n".join(notes))


def table(rows: Sequence[Measured]) -> str:
    """The measurements as a Markdown table."""
    lines = ["| one unit | µs | ÷ floor | from – to |", "|---|---:|---:|---:|"]
    for row in rows:
        ends = f"{_short(row.least)} – {_short(row.greatest)}"
        lines.append(f"| {row.name} | {_short(row.microseconds)} | {_short(row.ratio)} | {ends} |")
    return "\n".join(lines)


def _short(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"


def _floors(whole: Sequence[Unit], partial: Sequence[Unit], of_whole: Expected, of_partial: Expected) -> Sequence[Way]:
    given, given_partly = _pairs(whole), _pairs(partial)
    name = "plain Python, three-valued"
    return (
        _checked(Way("floor: plain Python, two-valued", floor.judge, given), of_whole),
        _checked(Way(name, floor_three_valued.judge, given), of_whole),
        _checked(Way(f"{name}, {UNKNOWN:.0%} unknown", floor_three_valued.judge, given_partly), of_partial),
    )


def _ours(whole: Sequence[Unit], partial: Sequence[Unit], of_whole: Expected, of_partial: Expected) -> list[Way]:
    rules, given, given_partly = rule_set(), _pairs(whole), _pairs(partial)

    def assess(facts: object, before: object) -> Sequence[object]:
        return rules.assess(facts, year=YEAR, unit_type=UNIT_TYPE, previous=before).criteria  # type: ignore[arg-type]

    def explain(facts: object, before: object) -> object:
        return rules.assess(facts, year=YEAR, unit_type=UNIT_TYPE, previous=before).explain_all()  # type: ignore[arg-type]

    def judge(facts: object, before: object) -> Sequence[object]:
        found = rules.verdicts(facts, year=YEAR, unit_type=UNIT_TYPE, previous=before)  # type: ignore[arg-type]
        return list(found.criteria.values())

    def trace(facts: object, before: object) -> object:
        return rules.verdicts(facts, year=YEAR, unit_type=UNIT_TYPE, previous=before).trace()  # type: ignore[arg-type]

    return [
        _checked(Way("ours, verdicts", judge, given), of_whole),
        _checked(Way(f"ours, verdicts, {UNKNOWN:.0%} unknown", judge, given_partly), of_partial),
        Way("ours, verdicts with the outcome of every node", trace, given),
        Way("ours, the model: assess", assess, given),
        Way("ours, the model: assess, explain all", explain, given),
    ]


def _pairs(given: Sequence[Unit]) -> list[tuple[object, ...]]:
    return [(unit.facts, unit.before) for unit in given]


def _checked(way: Way, wanted: Expected) -> Way:
    """The way, after its verdicts were the model's on every unit."""
    for unit, verdicts in zip(way.units, wanted, strict=True):
        found = tuple(_plain(one) for one in _listed(way.judge(*unit)))
        if found != verdicts:
            raise AssertionError(f"{way.name} differs from the model: {_places(found, verdicts)}")
    return way


def _listed(found: object) -> Sequence[object]:
    """Verdicts in the order of the criteria; from a mapping, its values."""
    values = getattr(found, "values", None)
    return list(values()) if values is not None else list(found)  # type: ignore[call-overload]


def _plain(verdict: object) -> object:
    """A verdict as `True`, `False` or `None`, from ours as from plain values."""
    own = getattr(verdict, "verdict", verdict)
    return {"pass": True, "fail": False, "insufficient_data": None}.get(getattr(own, "value", ""), own)


def _places(found: Sequence[object], wanted: Sequence[object]) -> str:
    pairs = enumerate(zip(found, wanted, strict=True), 1)
    return ", ".join(f"criterion {number}: {one}, not {other}" for number, (one, other) in pairs if one is not other)


def _peer(peer: Peer, whole: Sequence[Unit], wanted: Expected, notes: list[str]) -> Way | None:
    """A peer's way, checked; a peer that is not installed or judges complete facts wrong is noted, not timed."""
    try:
        judge = peer.judge()
    except ImportError:
        notes.append(f"- {peer.name}: not installed (pip install {peer.distribution})")
        return None
    name = f"{peer.name} {importlib.metadata.version(peer.distribution)}"
    try:
        return _checked(Way(name, judge, [(peer.taken(unit),) for unit in whole]), wanted)
    except AssertionError as error:
        notes.append(f"- {peer.name}: not timed; {error}")
        return None


def _of_unknown(peer: Peer, partial: Sequence[Unit], wanted: Expected) -> str:
    """How a peer's verdicts differ from the model's where facts are unknown: given as null, and left out."""
    judge = peer.judge()
    given = [peer.taken(unit) for unit in partial]
    told = [f"as null: {_differences(judge, given, wanted)}"]
    if isinstance(given[0], dict) and any(None in facts.values() for facts in given):
        without = [{name: value for name, value in facts.items() if value is not None} for facts in given]
        told.append(f"left out: {_differences(judge, without, wanted)}")
    return f"- {peer.name}: {'; '.join(told)}"


def _differences(judge: Judge, given: Sequence[object], wanted: Expected) -> str:
    counts: collections.Counter[str] = collections.Counter()
    for facts, verdicts in zip(given, wanted, strict=True):
        try:
            found = judge(facts)
        except Exception as error:  # what a peer raises is its own
            counts[f"units given up ({type(error).__name__})"] += 1
            continue
        if isinstance(found, str):
            counts["units answered by an error as a text value"] += 1
            continue
        counts.update(_difference(one, other) for one, other in zip(found, verdicts, strict=True) if one is not other)
    return ", ".join(f"{count} {what}" for what, count in sorted(counts.items())) or "none differ"


def _difference(found: object, wanted: bool | None) -> str:
    if found is True:
        return "granted though not known" if wanted is None else "granted wrongly"
    if found is False:
        return "refused though not known" if wanted is None else "refused wrongly"
    answer = "an error as a text value" if isinstance(found, str) else repr(found)
    return f"answered {answer}" + (" where not known" if wanted is None else " where known")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
