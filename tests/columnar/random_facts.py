"""Facts made at random for any set without lists: numbers near those that its text states, some left out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from antq_rules.graph import model as g
from tests.generation import Chooser, chance, pick

_NUMBER = re.compile(r"\d+(?:,\d+)?")


class FactsOf:
    """Draws facts of one set."""

    def __init__(self, program: g.Program, text: str, chooser: Chooser) -> None:
        self.program = program
        self.chooser = chooser
        stated = {Fraction(found.replace(",", ".")) for found in _NUMBER.findall(text)}
        self.numbers = sorted(number for number in stated if number <= 1000)
        self.vocabularies = {(one.ordered, one.title): one for one in program.vocabularies}
        self.facts = {fact.code: fact for fact in program.facts if not fact.owner}

    def year(self, unknown: int) -> dict[str, Any]:
        """The facts of one year; each is left out `unknown` times in a hundred."""
        found: dict[str, Any] = {}
        for fact in self.facts.values():
            self._take(fact, found)
        return {code: value for code, value in found.items() if not chance(self.chooser, unknown)}

    def _take(self, fact: g.Fact, found: dict[str, Any]) -> None:
        if fact.code in found:
            return
        if fact.part_of:
            self._take(self.facts[fact.part_of], found)
        found[fact.code] = self._number(fact, found) if fact.is_numeric else self._other(fact)

    def _number(self, fact: g.Fact, found: dict[str, Any]) -> Any:
        if fact.kind == "monthly":
            return [None if chance(self.chooser, 5) else self.chooser.integer(0, 3) for _ in range(12)]
        value = pick(self.chooser, self.numbers) + self.chooser.integer(-1, 1)
        if not fact.is_integer and chance(self.chooser, 30):
            value += Fraction(1, 4)
        if fact.part_of and not chance(self.chooser, 10):
            value = min(value, Fraction(found[fact.part_of]))
            if chance(self.chooser, 30):
                value = Fraction(found[fact.part_of])
        if fact.high is not None and not chance(self.chooser, 5):
            value = min(value, fact.high / fact.factor)
        value = max(value, Fraction(self.chooser.integer(-1, 1) if chance(self.chooser, 5) else 0))
        return int(value) if fact.is_integer else float(value)

    def _other(self, fact: g.Fact) -> Any:
        chooser = self.chooser
        makers: dict[str, Callable[[], Any]] = {
            "attestation": self._attested,
            "condition": lambda: chance(chooser, 50),
            "date": lambda: str(datetime.date(2023, 1, 1) + datetime.timedelta(days=chooser.integer(0, 900))),
            "grade": lambda: pick(chooser, [one.code for one in self.vocabularies[True, fact.vocabulary].members]),
            "choice": lambda: pick(chooser, [one.code for one in self.vocabularies[False, fact.vocabulary].members]),
            "set": lambda: [
                one.code for one in self.vocabularies[False, fact.vocabulary].members if chance(chooser, 50)
            ],
        }
        if fact.may_be_absent and chance(chooser, 10):
            return "không có"
        return makers[fact.kind]()

    def _attested(self) -> Any:
        return pick(
            self.chooser,
            (True, True, False, {"giá trị": True, "minh chứng": "Báo cáo"}, {"giá trị": True, "minh chứng": None}),
        )
