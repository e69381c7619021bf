"""`antq rank`: units assessed and ranked against each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from antq_rules.report.display import wrap
from antq_rules.ruleset import Assessment, RankedUnit, RankingResult, RuleSet
from antq_rules.types import Verdict

_WORDS = {
    Verdict.PASS: "✓ được chọn",
    Verdict.FAIL: "✗ không được chọn",
    Verdict.INSUFFICIENT_DATA: "? chưa chắc",
    Verdict.NOT_APPLICABLE: "– không xếp hạng",
}


def ranking_report(rules: RuleSet, assessments: Sequence[Assessment], title: str | None, form: str, width: int) -> str:
    """A ranking as text, Markdown or JSON. Raises `InvalidInput` where the set has no such ranking."""
    result = rules.rank(assessments, title)
    match form:
        case "json":
            return json.dumps(ranking_data(result), ensure_ascii=False, indent=2)
        case "markdown":
            return _markdown(result)
        case _:
            return _text(result, width)


def ranking_data(result: RankingResult) -> dict[str, Any]:
    """A ranking as plain data."""
    return {"title": result.title, "keys": list(result.keys), "units": [_unit(unit) for unit in result.units]}


def _unit(unit: RankedUnit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "type": unit.unit_type,
        "figures": list(unit.figures),
        "best": unit.best,
        "worst": unit.worst,
        "outcome": unit.outcome.value,
        "reason": unit.reason,
    }


def _text(result: RankingResult, width: int) -> str:
    lines = [f"{result.title} (theo: {', '.join(result.keys)})", ""]
    for unit in result.units:
        place = f"{unit.place}." if unit.place else " –"
        text = f"{unit.name or unit.code}: {'; '.join(unit.figures)} · {_WORDS[unit.outcome]} ({unit.reason})"
        lines += wrap(text, width, f"{place:>5} ", "      ")
    return "\n".join(lines)


def _markdown(result: RankingResult) -> str:
    from antq_rules.report.markdown_document import escaped

    rows = [f"# {escaped(result.title)}", "", f"| Hạng | Đơn vị | {' | '.join(map(escaped, result.keys))} | Kết quả |"]
    rows.append("|---:|---|" + "---|" * len(result.keys) + "---|")
    for unit in result.units:
        figures = " | ".join(map(escaped, unit.figures))
        outcome = escaped(f"{_WORDS[unit.outcome]} ({unit.reason})")
        rows.append(f"| {unit.place} | {escaped(unit.name or unit.code)} | {figures} | {outcome} |")
    return "\n".join(rows)
