"""The set in force, against its plain definition: it covers type and year, and nothing that replaces it has begun."""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_rules import Catalogue, InvalidInput, RuleSet, load_text
from antq_rules.graph.model import Origin, Replacement

BASE = load_text(
    """bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã
dữ kiện [vụ cháy]
  kiểu: số đếm (vụ)
tiêu chí 1. "Không cháy"
  đạt khi không có [vụ cháy]
"""
).program
TYPES = ("xã", "phường", "đặc khu")
YEARS = range(2018, 2032)
NOWHERE = Origin("", 0, 0)


@st.composite
def sets(draw: st.DrawFn) -> list[RuleSet]:
    found: list[RuleSet] = []
    for number in range(draw(st.integers(1, 5))):
        first = draw(st.integers(2020, 2028))
        last = draw(st.none() | st.integers(first, 2029))
        types = draw(st.lists(st.sampled_from(TYPES), min_size=1, unique=True))
        replaced = draw(st.lists(st.integers(0, number - 1), unique=True)) if number else []
        links = []
        for old in replaced:  # an earlier set only, so that there is no cycle
            limited = draw(st.lists(st.sampled_from(found[old].program.unit_types), unique=True))
            links.append(Replacement(f"s{old}", tuple(limited), NOWHERE))
        program = attrs.evolve(
            BASE, code=f"s{number}", first_year=first, last_year=last, unit_types=tuple(types), replaces=tuple(links)
        )
        found.append(RuleSet(program))
    return draw(st.permutations(found))


def begun_over(all_sets: list[RuleSet], code: str, unit_type: str, year: int) -> bool:
    """Whether something that replaces a set for a type, directly or through others, has begun by a year."""
    for other in all_sets:
        for link in other.program.replaces:
            if link.code == code and (not link.unit_types or unit_type in link.unit_types):
                first = other.program.first_year
                assert first is not None
                if first <= year or begun_over(all_sets, other.code, unit_type, year):
                    return True
    return False


def in_force(all_sets: list[RuleSet], unit_type: str, year: int) -> list[str]:
    found = []
    for rules in all_sets:
        first, last = rules.program.first_year, rules.program.last_year
        covers = unit_type in rules.program.unit_types and (first or 0) <= year <= (last or 9999)
        if covers and not begun_over(all_sets, rules.code, unit_type, year):
            found.append(rules.code)
    return found


@settings(max_examples=400, deadline=None)
@given(sets())
def test_the_set_in_force_is_the_one_of_the_definition(all_sets: list[RuleSet]) -> None:
    expected = {(name, year): in_force(all_sets, name, year) for name in TYPES for year in YEARS}
    conflicts = {frozenset(codes) for codes in expected.values() if len(codes) > 1}
    try:
        catalogue = Catalogue.of_sets(all_sets)
    except InvalidInput as error:
        pairs = [dict(problem.values) for problem in error.diagnostics]
        assert {problem.code for problem in error.diagnostics} == {"AQ507"}
        named = {frozenset((pair["first"], pair["second"])) for pair in pairs}
        assert named == {frozenset((a, b)) for codes in conflicts for a in codes for b in codes if a != b}
        return
    assert conflicts == set()
    for (name, year), codes in expected.items():
        try:
            assert [catalogue.in_force(name, year).code] == codes
        except InvalidInput:
            assert codes == []
