"""Growth curves as an SVG picture with logarithmic axes, drawn with nothing but text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

import attrs

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 250, 40, 50
COLOURS = ("#1b6ca8", "#c8553d", "#2e7d32", "#7b4fa3", "#8d6e00", "#555555")


@attrs.frozen
class Curve:
    """What is measured (times what it was at the start) at growing sizes (times the start)."""

    name: str
    sizes: tuple[float, ...]
    costs: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """The slope of the straight line through the logarithms, by least squares; 1 is linear growth."""
        xs, ys = [math.log(size) for size in self.sizes], [math.log(cost) for cost in self.costs]
        mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
        spread = sum((x - mean_x) ** 2 for x in xs)
        return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread

    @property
    def relative(self) -> tuple[tuple[float, float], ...]:
        """Size and cost as multiples of the first."""
        return tuple((s / self.sizes[0], c / self.costs[0]) for s, c in zip(self.sizes, self.costs, strict=True))


def svg(title: str, across: str, curves: Sequence[Curve]) -> str:
    """The picture; the dashed line is linear growth.

    >>> svg("t", "x", [Curve("a", (1, 10), (2, 20))]).startswith("<svg")
    True
    """
    decades = max(math.ceil(math.log10(max(point))) for curve in curves for point in curve.relative)
    plot = _Plot(max(decades, 1))
    body = [*plot.frame(title, across), plot.line([(1.0, 1.0), (10.0**plot.decades,) * 2], "#999999", "4 4")]
    for number, curve in enumerate(curves):
        body += plot.curve(curve, COLOURS[number % len(COLOURS)], number)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *body, "</svg>\n"])


@attrs.frozen
class _Plot:
    decades: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        across = LEFT + (WIDTH - LEFT - RIGHT) * math.log10(x) / self.decades
        up = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * math.log10(max(y, 0.5)) / self.decades
        return round(across, 1), round(up, 1)

    def frame(self, title: str, across: str) -> Iterator[str]:
        yield _text(LEFT, 22, title, 15)
        yield _text(LEFT, HEIGHT - 12, across, 12)
        for decade in range(self.decades + 1):
            step = 10.0**decade
            (x, floor), (left, y) = self.place(step, 1), self.place(1, step)
            yield f'<path d="M{x} {TOP}V{floor}M{left} {y}H{WIDTH - RIGHT}" stroke="#dddddd" fill="none"/>'
            yield _text(x - 8, floor + 16, f"×{step:,.0f}", 11)
            yield _text(LEFT - 48, y + 4, f"×{step:,.0f}", 11)

    def line(self, points: Sequence[tuple[float, ...]], colour: str, dashes: str = "none") -> str:
        path = " ".join(f"{x},{y}" for x, y in (self.place(*point) for point in points))
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'

    def curve(self, curve: Curve, colour: str, number: int) -> Iterator[str]:
        yield self.line(curve.relative, colour)
        for point in curve.relative:
            x, y = self.place(*point)
            yield f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'
        y = TOP + 20 + 36 * number
        yield f'<path d="M{WIDTH - RIGHT + 14} {y - 4}h16" stroke="{colour}" stroke-width="3"/>'
        yield _text(WIDTH - RIGHT + 36, y, curve.name, 12)
        yield _text(WIDTH - RIGHT + 36, y + 15, f"exponent {curve.exponent:.2f}", 11)


def _text(x: float, y: float, text: str, size: int) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="#222222">{escape(text)}</text>'
