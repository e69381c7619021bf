"""Invented CSV tables for any set: every spelling that officials use, mistakes among them, several years of a unit."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator

from antq_rules import RuleSet
from antq_rules.graph.model import Fact

YEAR = 2023
_COUNTS = ["0", "1", "2", "3", "5", "10", "12", "1.000", "07", "", "", "2 vụ", "chưa báo cáo"]
_WRONG_COUNTS = [
    "-1",
    "1,5",
    "1.5",
    "1,000",
    "nhiều",
    "không có",
    "chưa có",
    "12345678901234567890123456789012",
    "3 kg",
]
_YES = ["có", "có", "không", "Có", "true", "", "có (minh chứng: QĐ 12)", "có (thiếu minh chứng)", "chưa"]
_WRONG_YES = ["1", "x", "chưa có", "khong co"]
_DATES = ["15/02/2023", "31/03/2023", "1/4/2023", "không có", "", "29/02/2024"]
_WRONG_DATES = ["30/02/2023", "2023", "hôm qua"]
_AMOUNTS = ["0", "1,5", "12", "1.000.000", "100 triệu đồng", "", "2,25"]
_EVIDENCE = ["", "", "QĐ 15/2023", "không có", "thiếu", "biên bản"]


class RandomTable:
    """A table for one set; `errors` is the probability of a mistake in a cell, `known` of anything in it."""

    def __init__(self, rules: RuleSet, seed: int, errors: float = 0.02, known: float = 0.85) -> None:
        self.rules = rules
        self.chance = random.Random(seed)
        self.errors = errors
        self.known = known
        self.vocabularies = {(one.ordered, one.title): one for one in rules.program.vocabularies}

    def csv(self, units: int, same_period: bool = False) -> str:
        """The table as the text of a CSV file."""
        facts = [fact for fact in self.rules.program.facts if not fact.owner and fact.kind != "list"]
        columns = [(title, fact, part) for fact in facts for title, part in self._titles(fact)]
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["mã đơn vị", "loại", "năm", "chưa thành lập năm trước", *(title for title, _, _ in columns)])
        rows = []
        for number in range(units):
            kind = self.chance.choice(self.rules.program.unit_types)
            new = self.chance.choice(["", "", "", "không", "có"])
            for year in self._years(same_period):
                rows.append([f"x{number}", kind, year, new, *self._row(columns)])
        self.chance.shuffle(rows)
        writer.writerows(rows)
        return out.getvalue()

    def _years(self, same_period: bool) -> Iterator[str]:
        yield str(YEAR)
        if self.chance.random() < 0.8:
            yield str(YEAR - 1)
        if self.chance.random() < 0.4:
            yield str(YEAR - 2)
        if same_period and self.chance.random() < 0.5:
            yield f"cùng kỳ {YEAR - 1}"

    def _titles(self, fact: Fact) -> Iterator[tuple[str, str]]:
        written = self.chance.choice([fact.code, fact.name])
        if fact.kind == "monthly" and self.chance.random() < 0.7:
            for month in range(1, 13):
                yield f"{written} (tháng {month})", str(month)
            return
        yield written, ""
        if fact.kind == "attestation" and self.chance.random() < 0.3:
            yield f"{written} (minh chứng)", "evidence"

    def _row(self, columns: list[tuple[str, Fact, str]]) -> list[str]:
        return ["" if self.chance.random() > self.known else self._cell(fact, part) for _, fact, part in columns]

    def _cell(self, fact: Fact, part: str) -> str:
        pick = self.chance.choice
        wrong = self.chance.random() < self.errors
        if part == "evidence":
            return pick(_EVIDENCE)
        match fact.kind:
            case "attestation" | "condition":
                return pick(_WRONG_YES if wrong else _YES)
            case "date":
                return pick(_WRONG_DATES if wrong else _DATES)
            case "grade" | "choice":
                members = self.vocabularies[fact.kind == "grade", fact.vocabulary].members
                return (
                    pick(["mức lạ", "3"]) if wrong else pick([*(m.text for m in members), members[0].code, "không có"])
                )
            case "set":
                codes = [member.code for member in self.vocabularies[False, fact.vocabulary].members]
                if wrong:
                    return pick(["mục lạ", f"{codes[0]}; {codes[0]}"])
                return "; ".join(code for code in codes if self.chance.random() < 0.85) or "không mục nào"
            case "monthly" if not part:
                count = 11 if wrong else 12
                return ";".join(pick(["0", "1", "2", ""]) for _ in range(count))
            case "amount" | "money":
                return pick(["-5", "nhiều"]) if wrong else pick(_AMOUNTS if fact.kind == "money" else _AMOUNTS[:4])
            case _:
                return pick(_WRONG_COUNTS if wrong else _COUNTS)
