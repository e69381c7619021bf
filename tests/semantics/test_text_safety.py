"""Spelling never changes a verdict; characters that deceive are refused by name; hostile text ends in problems."""

from __future__ import annotations

import functools
import json
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conformance.test_conformance import CASES, assess

import antq_rules
from antq_rules import Diagnostic, InvalidInput, RuleSet, Verdict
from antq_rules.compiler import compile_all
from antq_rules.source import SourceText

FILES = sorted(CASES.glob("*.rules"))
TONES = """bộ tiêu chí "Hòa giải (hư cấu)"
  mã: hoa-giai
  áp dụng cho: xã
thang "Xếp loại khóa": "Chưa thỏa đáng" < "Thỏa đáng"
danh mục "Việc thủy lợi": "Hủy bỏ"; "Khỏe"
cách hiểu A1 "Hòa"
  - "ủy nhiệm" (mặc định; mã: uy_nhiem): hẹp
  - "đủ cả" (mã: du_ca): rộng
dữ kiện [vụ hòa giải thành]
  mã: hoa_giai
  kiểu: số đếm (vụ)
dữ kiện [xếp loại]
  mã: xep_loai
  kiểu: xếp loại (thang "Xếp loại khóa")
dữ kiện [việc đã làm]
  mã: viec
  kiểu: tập (danh mục "Việc thủy lợi")
mệnh đề [hòa giải đạt]: số [vụ hòa giải thành] ít nhất 02 vụ
tiêu chí 1. "Một"
  đạt khi có đủ:
    a) [hòa giải đạt]
    b) [xếp loại] bằng "Thỏa đáng"
    c) [việc đã làm] gồm đủ: "Hủy bỏ"; "Khỏe"
tiêu chí 2. "Hai"
  đạt khi theo cách hiểu A1:
    - "ủy nhiệm": số [vụ hòa giải thành] ít nhất 03 vụ
    - "đủ cả": có [xếp loại]
"""
FACTS: dict[str, object] = {"vụ hòa giải thành": 2, "xếp loại": "Thỏa đáng", "việc đã làm": ["Hủy bỏ", "Khỏe"]}
MOVED = {"hòa": "hoà", "Hòa": "Hoà", "khóa": "khoá", "thỏa": "thoả", "Thỏa": "Thoả", "thủy": "thuỷ", "Hủy": "Huỷ",
         "Khỏe": "Khoẻ", "ủy": "uỷ"}  # fmt: skip


def moved_tones(text: str) -> str:
    """The tone mark of open syllables on the last vowel: `hoà` for `hòa`."""
    for new, old in MOVED.items():
        text = text.replace(new, old)
    return text


def verdicts(rules: RuleSet, file: Path) -> list[dict[str, str]]:
    """Verdicts of every conformance case of a file."""
    cases = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    return [{result.number: result.verdict.value for result in assess(rules, case)} for case in cases]


@functools.cache
def expected(file: Path) -> list[dict[str, str]]:
    """The verdicts under the file as it stands."""
    return verdicts(antq_rules.load_file(file), file)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "decomposed tone marks": lambda text: unicodedata.normalize("NFD", text),
    "composed tone marks": lambda text: unicodedata.normalize("NFC", text),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of old machines": lambda text: text.replace("\n", "\r"),
    "non-breaking spaces": lambda text: text.replace(" ", "\u00a0"),
    "narrow and wide spaces": lambda text: text.replace(" ", "\u202f\u3000"),
    "a mark at the start of the file": lambda text: "\ufeff" + text,
    "tabs and no indentation": lambda text: "\n".join("\t" + line.strip() for line in text.split("\n")),
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spelling_of_a_file_gives_the_same_verdicts(file: Path, spelling: str) -> None:
    respelled = SPELLINGS[spelling](file.read_text(encoding="utf-8"))
    assert verdicts(antq_rules.load_text(respelled), file) == expected(file)


def test_windows_file_on_disk_gives_the_same_set(tmp_path: Path) -> None:
    text = FILES[0].read_text(encoding="utf-8")
    copy = tmp_path / FILES[0].name
    copy.write_bytes(unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode("utf-8-sig"))
    assert antq_rules.load_file(copy).hash == antq_rules.load_file(FILES[0]).hash


@pytest.mark.parametrize("text", [TONES, moved_tones(TONES)], ids=["hòa", "hoà"])
@pytest.mark.parametrize("respell", [str, moved_tones, lambda text: unicodedata.normalize("NFD", text)])
def test_place_of_the_tone_mark_does_not_matter(text: str, respell: Callable[[str], str]) -> None:
    facts: dict[str, object] = {
        respell("vụ hòa giải thành"): 2,
        respell("xếp loại"): respell("Thỏa đáng"),
        respell("việc đã làm"): [respell("Hủy bỏ"), respell("Khỏe")],
    }
    rules = antq_rules.load_text(text)
    assessment = rules.assess(facts, year=2023)
    assert assessment.errors == ()
    assert (assessment["1"].verdict, assessment["2"].verdict) == (Verdict.PASS, Verdict.FAIL)
    other = rules.assess(facts, year=2023, readings={"A1": respell("đủ cả")})
    assert other["2"].verdict is Verdict.PASS


def test_declared_one_way_and_used_the_other() -> None:
    head, _, tail = TONES.partition("mệnh đề")
    rules = antq_rules.load_text(moved_tones(head) + "mệnh đề" + tail)
    assert rules.assess(FACTS, year=2023)["1"].verdict is Verdict.PASS


# ------------------------------------------------------------------------------------------------ refused characters
PLACES = {
    "name": ("dữ kiện [vụ{}cháy]", 5, 12),
    "keyword": ("  đạt{}khi không có [vụ cháy]", 8, 6),
    "text": ('tiêu chí 1. "Không{}cháy"', 7, 19),
    "comment": ("# ghi{}chú", 9, 6),
}
REFUSED = [
    ("\u00d0", "SEC004", "U+00D0 (LATIN CAPITAL LETTER ETH)"),
    ("\u0189", "SEC004", "U+0189 (LATIN CAPITAL LETTER AFRICAN D)"),
    ("\u202e", "SEC001", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    ("\u2066", "SEC001", "U+2066 (LEFT-TO-RIGHT ISOLATE)"),
    ("\u200f", "SEC001", "U+200F (RIGHT-TO-LEFT MARK)"),
    ("\u200b", "SEC002", "U+200B (ZERO WIDTH SPACE)"),
    ("\u200c", "SEC002", "U+200C (ZERO WIDTH NON-JOINER)"),
    ("\u200d", "SEC002", "U+200D (ZERO WIDTH JOINER)"),
    ("\u2060", "SEC002", "U+2060 (WORD JOINER)"),
    ("\ufeff", "SEC002", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
    ("\u00ad", "SEC002", "U+00AD (SOFT HYPHEN)"),
    ("\u0000", "SEC002", "U+0000 (không có tên)"),
    ("\u0430", "SEC004", "U+0430 (CYRILLIC SMALL LETTER A)"),
    ("\u0436", "SEC002", "U+0436 (CYRILLIC SMALL LETTER ZHE)"),
]


def damaged(place: str, character: str) -> str:
    lines = {name: line.format(" ") for name, (line, _, _) in PLACES.items()}
    lines[place] = PLACES[place][0].format(character)
    return f"""bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã

{lines["name"]}
  kiểu: số đếm (vụ)
{lines["text"]}
{lines["keyword"]}
{lines["comment"]}
"""


def problem_of(place: str, character: str) -> Diagnostic:
    with pytest.raises(InvalidInput) as caught:
        antq_rules.load_text(damaged(place, character))
    return next(problem for problem in caught.value.diagnostics if problem.code.startswith("SEC"))


def test_undamaged_text_is_accepted() -> None:
    assert antq_rules.check_text(damaged("name", " ")) == ()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("character", "code", "named"), REFUSED, ids=[f"{ord(entry[0]):04X}" for entry in REFUSED])
def test_character_is_refused_with_its_code_point(character: str, code: str, named: str, place: str) -> None:
    problem = problem_of(place, character)
    _, line, column = PLACES[place]
    assert (problem.code, problem.line, problem.column) == (code, line, column)
    assert named in problem.message


def test_eth_for_the_vietnamese_d_is_refused_and_the_right_letter_named() -> None:
    problem = problem_of("text", " \u00d0ội ")
    assert problem.code == "SEC004"
    assert problem.message == "có chữ trông giống “Đ” nhưng là ký tự khác: U+00D0 (LATIN CAPITAL LETTER ETH)"
    assert problem.correction == "Xóa ký tự này và gõ lại chữ “Đ”."


def test_right_to_left_override_is_refused() -> None:
    problem = problem_of("text", "\u202e")
    assert problem.message == "có ký tự đổi chiều chữ U+202E (RIGHT-TO-LEFT OVERRIDE)"
    assert problem.correction == "Xóa ký tự này: nó làm chữ hiện ra khác với chữ được đọc."


def test_left_to_right_isolate_is_refused() -> None:
    assert problem_of("comment", "\u2066").message == "có ký tự đổi chiều chữ U+2066 (LEFT-TO-RIGHT ISOLATE)"


def test_zero_width_space_is_refused() -> None:
    problem = problem_of("name", "\u200b")
    assert problem.message == "có ký tự không được dùng: U+200B (ZERO WIDTH SPACE)"
    assert problem.correction == "Xóa ký tự này và gõ lại bằng chữ tiếng Việt thường."


# ------------------------------------------------------------------------------------------------ hostile text
OPENING = """bộ tiêu chí "x"
  mã: x
  áp dụng cho: xã
dữ kiện [vụ]
  kiểu: số đếm (vụ)
tiêu chí 1. "x"
  đạt khi """
MANY = 100_000
HOSTILE = {
    "opening brackets of names": ("[" * MANY, "AQ103", (7, 11)),
    "closed empty names": ("[]" * MANY, "AQ101", (7, 13)),
    "nested names": ("[" * MANY + "]" * MANY, "AQ103", (7, 11)),
    "straight quotation marks": ('"' * MANY, "AQ101", (7, 11)),
    "an odd straight quotation mark": ('"' * (MANY + 1), "AQ104", (7, 11 + MANY)),
    "curved quotation marks": ("“" * MANY, "AQ104", (7, 11)),
    "opening parentheses": ("(" * MANY, "LIM002", (7, 11)),
    "nested parentheses": ("(" * MANY + "không có [vụ]" + ")" * MANY, "LIM002", (7, 11)),
    "nested parentheses over lines": ("(\n" * MANY + "không có [vụ]" + ")" * MANY, "LIM002", (7, 11)),
    "nested negations": ("không phải (" * 60_000 + "không có [vụ]" + ")" * 60_000, "LIM002", (7, 22)),
    "closing parentheses": (")" * MANY, "AQ119", (7, 11)),
    "closing brackets": ("]" * MANY, "AQ118", (7, 11)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_ends_in_a_problem_at_its_place(kind: str) -> None:
    text, code, place = HOSTILE[kind]
    start = time.process_time()
    problems = antq_rules.check_text(OPENING + text)
    assert [(problem.code, (problem.line, problem.column)) for problem in problems] == [(code, place)]
    assert len(problems[0].text()) < 1_000
    assert time.process_time() - start < 20


@pytest.mark.parametrize("piece", ["[", '"', "(", "“", "]", ")", "()", "((", '["'])
def test_nothing_but_marks_is_no_rule_file(piece: str) -> None:
    (compilation,) = compile_all(SourceText.of_bytes("x.rules", (piece * MANY).encode()), {})
    assert compilation.program is None
    assert [(problem.code, problem.line, problem.column) for problem in compilation.diagnostics] == [("AQ111", 1, 1)]


def test_a_problem_on_the_first_line_has_its_place() -> None:
    (problem,) = antq_rules.check_text('bộ tiêu chí "x"\n  mã: x\n  áp dụng cho: xã\n')
    assert (problem.code, problem.line, problem.column, problem.source_line) == ("AQ314", 1, 1, 'bộ tiêu chí "x"')


def test_an_unreadable_criterion_is_not_told_as_no_criterion() -> None:
    problems = antq_rules.check_text(OPENING + "không có [vụ")
    assert [problem.code for problem in problems] == ["AQ103"]
