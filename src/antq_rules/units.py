"""The one door to pint: units of measure with exact factors, and units of count that facts declare by being used.

The registry is our own, so no other library's units can leak in or out.
"""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import Any, Final

import attrs

from antq_rules.source import fold_name

# Tên tiếng Việt -> (tên trong sổ đơn vị, định nghĩa theo đơn vị gốc)
_MEASURES: Final = {
    "mét": ("metre_vn", "[length_vn]"),
    "m": ("metre_short", "metre_vn"),
    "km": ("kilometre_vn", "1000 * metre_vn"),
    "ki-lô-mét": ("kilometre_long", "1000 * metre_vn"),
    "cm": ("centimetre_vn", "metre_vn / 100"),
    "mét vuông": ("square_metre_vn", "metre_vn ** 2"),
    "m²": ("square_metre_short", "metre_vn ** 2"),
    "ha": ("hectare_vn", "10000 * metre_vn ** 2"),
    "héc-ta": ("hectare_long", "10000 * metre_vn ** 2"),
    "km²": ("square_kilometre_vn", "1000000 * metre_vn ** 2"),
    "m³": ("cubic_metre_vn", "metre_vn ** 3"),
    "lít": ("litre_vn", "metre_vn ** 3 / 1000"),
    "kg": ("kilogram_vn", "[mass_vn]"),
    "gam": ("gram_vn", "kilogram_vn / 1000"),
    "tấn": ("tonne_vn", "1000 * kilogram_vn"),
    "tạ": ("quintal_vn", "100 * kilogram_vn"),
    "giờ": ("hour_vn", "[time_vn]"),
    "phút": ("minute_vn", "hour_vn / 60"),
    "đồng": ("dong_vn", "[currency_vn]"),
    "nghìn đồng": ("thousand_dong", "1000 * dong_vn"),
    "ngàn đồng": ("thousand_dong_south", "1000 * dong_vn"),
    "triệu đồng": ("million_dong", "1000000 * dong_vn"),
    "tỷ đồng": ("billion_dong", "1000000000 * dong_vn"),
    "tỉ đồng": ("billion_dong_other", "1000000000 * dong_vn"),
}
_RATES: Final = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "điểm phần trăm": Fraction(1, 100)}
_PINT_NAMES: Final = {
    "meter": "mét", "kilometer": "km", "centimeter": "cm", "meter ** 2": "m²", "kilometer ** 2": "km²",
    "meter ** 3": "m³", "hectare": "ha", "liter": "lít", "gram": "gam", "kilogram": "kg", "metric ton": "tấn",
    "hour": "giờ", "minute": "phút", "percent": "%", "permille": "‰",
}  # fmt: skip
_BY_FOLDED: Final = {fold_name(name): slug for name, (slug, _) in _MEASURES.items()}


@attrs.frozen
class Unit:
    """A unit: what it measures (units of one kind can be compared) and its exact size in the kind's root unit."""

    name: str
    kind: str
    factor: Fraction = Fraction(1)


POINT: Final = Unit("điểm", "điểm")


@functools.cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(None, non_int_type=Fraction, cache_folder=None)
    for slug, definition in _MEASURES.values():
        registry.define(f"{slug} = {definition}")
    return registry


@functools.cache
def measure(name: str) -> Unit | None:
    """The built-in unit of measure with that name, or `None`.

    >>> measure("triệu đồng").factor
    Fraction(1000000, 1)
    """
    slug = _BY_FOLDED.get(fold_name(name))
    if slug is None:
        rate = _RATES.get(fold_name(name))
        return None if rate is None else Unit(name, "%", rate)
    quantity = _registry().Quantity(Fraction(1), slug).to_root_units()
    kind = " ".join(f"{base}^{power}" for base, power in sorted(quantity.dimensionality.items()))
    return Unit(name, kind, Fraction(quantity.magnitude))


def declared(name: str) -> Unit:
    """The unit that a fact's declaration brings in: a unit of measure, or else a unit of count of its own kind.

    So much of one thing for one of another is a kind of its own, with the factors of both.

    >>> declared("vụ").kind, declared("triệu đồng/người").factor
    ('vụ', Fraction(1000000, 1))
    """
    first, *others = name.split("/")
    unit = measure(first.strip()) or Unit(first, fold_name(first))
    for other in others:
        below = measure(other.strip()) or Unit(other, fold_name(other))
        unit = Unit(name, f"{unit.kind}/{below.kind}", unit.factor / below.factor)
    return unit


def reported(name: str) -> Unit | None:
    """The unit that a value was reported in, which pint may name its own way; `None` for pint's unit of no dimension.

    >>> reported("hectare") == measure("ha"), reported("dimensionless")
    (True, None)
    """
    return None if name == "dimensionless" else declared(_PINT_NAMES.get(name, name))
