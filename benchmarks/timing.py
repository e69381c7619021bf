"""CPU time of several ways to do one thing, in rounds that alternate in one process, beside the first of them."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence

import attrs

LEAST_SECONDS = 0.03
"""How long one round of one way takes at least; a fast way goes over its units again."""
MOST_SECONDS = 0.5
"""A slow way takes fewer units."""


@attrs.frozen
class Way:
    """A way to judge units: what it is called, what judges one, and the units in the shape that it takes."""

    name: str
    judge: Callable[..., object]
    units: Sequence[tuple[object, ...]]


@attrs.frozen
class Measured:
    """CPU microseconds a unit, and their ratio to the first way: medians over the rounds, and the ratio's ends."""

    name: str
    microseconds: float
    ratio: float
    least: float
    greatest: float


def measure(ways: Sequence[Way], rounds: int) -> list[Measured]:
    """Every way's time in alternating rounds; each ratio is of one round, and the median of the rounds is shown."""
    plans = [_plan(way) for way in ways]
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, (units, times), seconds in zip(ways, plans, taken, strict=True):
            gc.collect()
            seconds.append(_seconds(way.judge, units, times) / (len(units) * times))
    return [_measured(way.name, seconds, taken[0]) for way, seconds in zip(ways, taken, strict=True)]


def _plan(way: Way) -> tuple[Sequence[tuple[object, ...]], int]:
    """How many units a round takes and how many times, so that it is neither too short nor too long."""
    _seconds(way.judge, way.units[:1], 1)
    one = max(_seconds(way.judge, way.units[:5], 1) / min(5, len(way.units)), 1e-7)
    count = max(1, min(len(way.units), int(MOST_SECONDS / one)))
    return way.units[:count], max(1, round(LEAST_SECONDS / (one * count)))


def _seconds(judge: Callable[..., object], units: Sequence[tuple[object, ...]], times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        for unit in units:
            judge(*unit)
    return time.process_time() - start


def _measured(name: str, seconds: Sequence[float], floor: Sequence[float]) -> Measured:
    ratios = [one / other for one, other in zip(seconds, floor, strict=True)]
    return Measured(name, 1e6 * statistics.median(seconds), statistics.median(ratios), min(ratios), max(ratios))
