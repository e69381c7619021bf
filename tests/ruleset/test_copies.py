"""A rule set can be copied, and sent to another process, also after it has judged."""

from __future__ import annotations

import copy
import multiprocessing

import antq_rules
from antq_rules import RuleSet


def _judged(rules: RuleSet) -> str:
    return rules.verdicts({"so_don_thu_ton_dong": 2}, year=2023).criteria["5"].value


def test_copied_after_judging() -> None:
    rules = antq_rules.load("pl1")
    wanted = _judged(rules)
    again = copy.deepcopy(rules)
    assert again == rules
    assert _judged(again) == wanted


def test_sent_to_another_process_after_judging() -> None:
    rules = antq_rules.load("kh-huyen")
    rules.verdicts({}, year=2023)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        (title,) = pool.map(_title, [rules])
    assert title == rules.title


def _title(rules: RuleSet) -> str:
    return rules.title
