"""Plain types that every layer shares: outcomes, verdicts, dates without a year, places in a file."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import Final

import attrs

HOLDS: Final = 1
FAILS: Final = 2
NOT_APPLICABLE: Final = 4
UNKNOWN: Final = HOLDS | FAILS


class Verdict(enum.Enum):
    """What an assessment says of a criterion, an item or a conclusion.

    >>> Verdict.PASS.vietnamese
    'đạt'
    """

    PASS = "pass"
    FAIL = "fail"
    INSUFFICIENT_DATA = "insufficient_data"
    NOT_APPLICABLE = "not_applicable"

    @property
    def vietnamese(self) -> str:
        """The word an official reads."""
        return _VIETNAMESE[self]

    @classmethod
    def of_outcomes(cls, outcomes: int) -> Verdict:
        """The verdict of a set of outcomes still possible (bits `HOLDS`, `FAILS`, `NOT_APPLICABLE`).

        >>> Verdict.of_outcomes(HOLDS | NOT_APPLICABLE)
        <Verdict.INSUFFICIENT_DATA: 'insufficient_data'>
        """
        return _OF_OUTCOMES.get(outcomes, cls.INSUFFICIENT_DATA)

    @classmethod
    def of_words(cls, words: str) -> Verdict:
        """The verdict that Vietnamese words name; `KeyError` for any other words."""
        return _OF_WORDS[" ".join(words.casefold().split())]

    @property
    def outcomes(self) -> int:
        """The set of outcomes that the verdict stands for when a rule states it."""
        return _OUTCOMES[self]


_VIETNAMESE: Final = {
    Verdict.PASS: "đạt",
    Verdict.FAIL: "không đạt",
    Verdict.INSUFFICIENT_DATA: "chưa đủ dữ liệu",
    Verdict.NOT_APPLICABLE: "không áp dụng",
}
_OF_WORDS: Final = {words: verdict for verdict, words in _VIETNAMESE.items()}
_OUTCOMES: Final = {
    Verdict.PASS: HOLDS,
    Verdict.FAIL: FAILS,
    Verdict.INSUFFICIENT_DATA: UNKNOWN,
    Verdict.NOT_APPLICABLE: NOT_APPLICABLE,
}
_OF_OUTCOMES: Final = {HOLDS: Verdict.PASS, FAILS: Verdict.FAIL, NOT_APPLICABLE: Verdict.NOT_APPLICABLE}


@attrs.frozen
class Span:
    """A stretch of one file: name of the file, and offsets into its normalised text, end excluded."""

    file: str
    start: int
    end: int


@attrs.frozen(order=True)
class DayOfYear:
    """A day as a rule writes it: with a year, or without one (then of the assessed year)."""

    month: int
    day: int
    year: int | None = None


Number = Fraction
