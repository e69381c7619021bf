"""Numbers and days are read and written the Vietnamese way, exactly."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from antq_rules.syntax.numbers import (
    AmbiguousNumber,
    TooLong,
    format_day,
    format_number,
    parse_date,
    parse_day,
    parse_number,
)
from antq_rules.types import DayOfYear


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", Fraction(0)),
        ("01", Fraction(1)),
        ("1.000", Fraction(1000)),
        ("12.345.678", Fraction(12345678)),
        ("1.234,5", Fraction(12345, 10)),
        ("0,125", Fraction(1, 8)),
        ("1,5", Fraction(3, 2)),
        ("1,2345", Fraction(12345, 10000)),
    ],
)
def test_number(text: str, value: Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "decimal", "thousands"),
    [
        ("1.5", "1,5", ""),
        ("1,000", "1", "1.000"),
        ("1.00", "1", ""),
        ("12.3456", "12,3456", ""),
        ("1,234", "1,2340", "1.234"),
        ("1.2.3", "1,23", "123"),
    ],
)
def test_number_that_can_be_read_in_two_ways(text: str, decimal: str, thousands: str) -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number(text)
    assert (caught.value.first, caught.value.second) == (decimal, thousands)
    for meant in filter(None, (decimal, thousands)):
        parse_number(meant)
        assert f"Viết {decimal}" in caught.value.advice and thousands in caught.value.advice


def test_number_of_thirty_digits() -> None:
    assert parse_number("9" * 30) == Fraction(10**30 - 1)
    with pytest.raises(TooLong):
        parse_number("9" * 31)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction(1234567), 6, "1.234.567"),
        (Fraction(-3, 2), 6, "-1,5"),
        (Fraction(1, 3), 2, "0,33…"),
        (Fraction(7, 3), 0, "2…"),
        (Fraction(4), 0, "4"),
    ],
)
def test_written_number(value: Fraction, digits: int, text: str) -> None:
    assert format_number(value, digits) == text


def test_day() -> None:
    assert parse_day("15/02") == DayOfYear(2, 15)
    assert parse_day("29/02") == DayOfYear(2, 29)
    assert parse_day("29/02/2023") is None
    assert parse_day("31/4") is None
    assert format_day(DayOfYear(2, 5)) == "05/02"
    assert format_day(DayOfYear(2, 5, 2023)) == "05/02/2023"


def test_date() -> None:
    assert parse_date("15/02/2023") == parse_date("2023-02-15") == datetime.date(2023, 2, 15)
    assert parse_date("31/02/2023") is None
    assert parse_date("15/02") is None
    assert parse_date("2023-2-5") is None
