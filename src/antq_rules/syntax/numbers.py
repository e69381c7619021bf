"""Numbers and days written the Vietnamese way."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction
from typing import Final

from antq_rules.source import MAX_DIGITS
from antq_rules.types import DayOfYear

_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?\Z")
_PLAIN: Final = re.compile(r"\d+(?:,\d+)?\Z")
_ONE_MARK: Final = re.compile(r"\d+[.,](?!\d{3}\Z)\d+\Z")
_LIKE_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2},\d{3}\Z")


class AmbiguousNumber(ValueError):
    """A number that can be read in two ways; `first` is the decimal spelling, `second` that of thousands.

    `second` is empty where the mark cannot stand between thousands, as in `1.5`.
    """

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.first = first
        self.second = second

    @property
    def advice(self) -> str:
        """What to write instead, in Vietnamese."""
        if not self.second:
            return f"Viết {self.first}: dấu phẩy ngăn phần thập phân, dấu chấm chỉ ngăn hàng nghìn."
        return f"Viết {self.first} nếu dấu ấy ngăn phần thập phân, hoặc {self.second} nếu dấu ấy ngăn hàng nghìn."


class TooLong(ValueError):
    """A number with more digits than are read."""


def parse_number(text: str) -> Fraction:
    """The exact value of a number written the Vietnamese way.

    >>> parse_number("1.000"), parse_number("1,5"), parse_number("01")
    (Fraction(1000, 1), Fraction(3, 2), Fraction(1, 1))

    Raises `AmbiguousNumber` for spellings such as `1.5` and `1,000`, `TooLong` for more than 30 digits.
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) > MAX_DIGITS:
        raise TooLong(text)
    if (_GROUPED.match(text) or _PLAIN.match(text)) and not _LIKE_THOUSANDS.match(text):
        return Fraction(text.replace(".", "").replace(",", "."))
    head, _, tail = text.replace(".", ",").partition(",")
    tail = re.sub(r"\D", "", tail)
    decimals = tail + "0" if len(tail) == 3 and tail.strip("0") else tail
    decimal = f"{int(head)},{decimals}" if tail.strip("0") else str(int(head))
    raise AmbiguousNumber(decimal, "" if _ONE_MARK.match(text) else format_number(Fraction(digits)))


def format_number(value: Fraction, digits: int = 6) -> str:
    """A number as an official writes it; where decimals do not end, it is cut after `digits` places with `…`.

    >>> format_number(Fraction(12345, 10)), format_number(Fraction(-1, 3), 2)
    ('1.234,5', '-0,33…')
    """
    sign = "-" if value < 0 else ""
    value = abs(value)
    scaled, rest = divmod(value.numerator * 10**digits, value.denominator)
    whole, decimals = divmod(scaled, 10**digits)
    text = f"{whole:,}".replace(",", ".")
    shown = str(decimals).rjust(digits, "0").rstrip("0") if digits else ""
    if rest:
        return f"{sign}{text},{str(decimals).rjust(digits, '0')}…" if digits else f"{sign}{text}…"
    return f"{sign}{text},{shown}" if shown else f"{sign}{text}"


def spelled_number(value: Fraction) -> str | None:
    """A number in a spelling that `parse_number` reads back as the same, or `None` where its decimals do not end.

    >>> spelled_number(Fraction(491, 200)), spelled_number(Fraction(1, 3))
    ('2,4550', None)
    """
    text = format_number(value, MAX_DIGITS)
    if text.endswith("…"):
        return None
    return text + "0" if _LIKE_THOUSANDS.match(text) else text


def parse_day(text: str) -> DayOfYear | None:
    """A day `15/02`, `15/02/2023` or `15 tháng 02 năm 2023`; `None` where there is no such day.

    29/02 without a year is a day.
    """
    parts = [int(part) for part in re.findall(r"\d+", text)]
    day, month = parts[0], parts[1]
    year = parts[2] if len(parts) == 3 else None
    try:
        datetime.date(2024 if year is None else year, month, day)
    except ValueError:
        return None
    return DayOfYear(month, day, year)


def parse_date(text: str) -> datetime.date | None:
    """A day with its year, `15/02/2023` or `2023-02-15`; `None` for anything else.

    >>> parse_date("25/10/2023")
    datetime.date(2023, 10, 25)
    """
    parts = date_parts(text)
    try:
        return None if parts is None else datetime.date(*parts)
    except ValueError:
        return None


def date_parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day as written, `15/02/2023` or `2023-02-15`, whether or not there is such a day.

    >>> date_parts("31/02/2023"), date_parts("2023-2-5")
    ((2023, 2, 31), None)
    """
    match = re.fullmatch(r"\s*(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4}))\s*", text, re.ASCII)
    if match is None:
        return None
    parts = match.groups()
    year, month, day = parts[:3] if parts[0] else parts[:2:-1]
    return int(year), int(month), int(day)


def format_day(day: DayOfYear) -> str:
    """A day as an official writes it.

    >>> format_day(DayOfYear(2, 15))
    '15/02'
    """
    return f"{day.day:02d}/{day.month:02d}" + (f"/{day.year}" if day.year is not None else "")
