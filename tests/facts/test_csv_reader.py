"""CSV data files: both layouts, every spelling, and what is wrong told with the cell it stands in."""

from __future__ import annotations

import csv
import io
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.facts.small_rules import rules, typed

from antq_rules import Diagnostic, InvalidInput, UnitRecord, read_units_text, report
from antq_rules.engine.values import Attested, Evidence
from antq_rules.report.batch import safe_cell
from antq_rules.source import without_tone_marks

WIDE = "mã đơn vị,tên đơn vị,loại,năm,vu,tot,tot (minh chứng)\n"
LONG = "mã đơn vị;loại;năm;mã dữ kiện;giá trị;đơn vị tính;minh chứng\n"


def read(text: str) -> tuple[UnitRecord, ...]:
    return read_units_text(text, "x.csv", "csv")


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(InvalidInput) as caught:
        read(text)
    return caught.value.diagnostics


def told(text: str) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.line, problem.column) for problem in problems(text)]


def one_row(**columns: str) -> UnitRecord:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(["mã đơn vị", "loại", "năm", *columns])
    writer.writerow(["x1", "xã", "2023", *columns.values()])
    return read(target.getvalue())[0]


# ------------------------------------------------------------------------------------------------ layouts
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_told_by_the_heading(delimiter: str, end: str) -> None:
    rows = [["Mã đơn vị", "LOẠI", "nam", "vu", "san_luong"], ["x1", "xã", "2023", "5", '"12,5"']]
    (unit,) = read(end.join(delimiter.join(row) for row in rows))
    assert (unit.code, unit.unit_type, unit.year) == ("x1", "xã", 2023)
    assert unit.facts == {2023: {"vu": "5", "san_luong": "12,5"}}


def test_a_decimal_comma_needs_no_quotes_between_semicolons() -> None:
    (unit,) = read("mã đơn vị;loại;năm;san_luong\nx1;xã;2023;12,5\n")
    assert unit.facts == {2023: {"san_luong": "12,5"}}


def test_the_latest_year_is_assessed_and_earlier_rows_are_its_earlier_years() -> None:
    first, second = read(
        WIDE + "x1,Xã Cũ,xã,2021,9,,\nx2,Xã B,xã,2022,1,,\nx1,Xã A,phường,2023,5,có,BC 5\nx1,,,2022,7,không,\n"
    )
    assert (first.code, first.name, first.unit_type, first.year) == ("x1", "Xã A", "phường", 2023)
    assert first.facts == {
        2023: {"vu": "5", "tot": {"giá trị": "có", "minh chứng": "BC 5"}},
        2022: {"vu": "7", "tot": "không"},
        2021: {"vu": "9", "tot": None},
    }
    assert (second.code, second.year) == ("x2", 2022)


def test_one_row_for_each_fact() -> None:
    (unit,) = read(
        LONG + "x1;;2023;vu;5;;\nx1;xã;2023;no;1.500;nghìn đồng;\nx1;;2023;tot;có;;BC 5\n"
        "x1;;2023;dung;;;\nx1;;2022;vu;7;;\nx1;;cùng kỳ 2022;vu;3;;\n"
    )
    assert unit.facts == {
        2023: {"vu": "5", "no": {"giá trị": "1.500", "đơn vị": "nghìn đồng"},
               "tot": {"giá trị": "có", "minh chứng": "BC 5"}, "dung": None},
        2022: {"vu": "7"},
    }  # fmt: skip
    assert unit.same_period == {"vu": "3"}
    assert typed(unit).values["no", 2023] == 1_500_000


def test_what_the_sheet_says_of_a_unit() -> None:
    (unit,) = read(
        "STT,Mã,Loại,Năm,Ngày chốt số liệu,Chưa thành lập năm trước,Cách hiểu,Ghi chú,vu\n"
        "1,x1,xã,2023,25/10/2023,có,A1=rong; A2 = hep,hư cấu,5\n"
    )
    assert (str(unit.cutoff), unit.existed_before) == ("2023-10-25", False)
    assert unit.readings == {"A1": "rong", "A2": "hep"}
    assert unit.facts == {2023: {"vu": "5"}}


@pytest.mark.parametrize("words", [str.upper, str.title, without_tone_marks, str])
def test_headings_and_the_same_period_in_any_case_and_without_marks(words: Callable[[str], str]) -> None:
    titles = ["mã đơn vị", "loại", "năm", "tot", "tot (minh chứng)", "buoi (tháng 1)"]
    (unit,) = read(";".join(map(words, titles)) + f"\nx1;xã;2023;có;BC;2\nx1;xã;{words('cùng kỳ năm 2022')};;;1\n")
    assert typed(unit).evidence == {("tot", 2023): "BC"}
    assert typed(unit).values["buoi", 2023] == (2, *[None] * 11)
    assert typed(unit).same_period["buoi"] == (1, *[None] * 11)


def test_empty_rows_and_padding_are_nothing() -> None:
    (unit,) = read(",,,,\nmã đơn vị,loại,năm,vu,\n,,,,\n x1 , xã , 2023 , 5 ,\n\n")
    assert unit.facts == {2023: {"vu": "5"}}


# ------------------------------------------------------------------------------------------------ spellings
def test_spellings_of_every_kind_of_fact() -> None:
    unit = one_row(vu="5", ho="", san_luong="2.500 kg", no="1,5", buoi="1 | 0 || 2|1|1|1|1|1|1|1|1", ngay="15/02/2023",
                   muc="không có", cap="huyện", ngay_hoi="Ngày A | ngay_b", tot="có (minh chứng: BC 5)",
                   dung="có (thiếu minh chứng)", to_chuc="không")  # fmt: skip
    data = typed(unit)
    assert data.errors == ()
    values = {code: value for (code, _), value in data.values.items()}
    assert values["vu"] == 5 and "ho" not in values
    assert (values["san_luong"], values["no"]) == (2500, 1_500_000)
    assert values["buoi"] == (1, 0, None, 2, *[1] * 8)
    assert values["ngay_hoi"] == frozenset({"ngay_a", "ngay_b"})
    assert values["tot"] == Attested(True, Evidence.GIVEN)
    assert values["dung"] == Attested(True, Evidence.MISSING)
    assert data.evidence == {("tot", 2023): "BC 5"}


def test_no_member_of_a_set_is_not_an_unreported_set() -> None:
    assert typed(one_row(ngay_hoi="không mục nào")).values["ngay_hoi", 2023] == frozenset()
    assert ("ngay_hoi", 2023) not in typed(one_row(ngay_hoi="")).values


def test_a_column_for_each_month() -> None:
    unit = one_row(**{f"buoi (tháng {month})": "" if month == 3 else "1" for month in range(1, 13)})
    assert typed(unit).values["buoi", 2023] == (1, 1, None, *[1] * 9)
    assert one_row(**{f"buoi (tháng {month})": "" for month in range(1, 13)}).facts == {2023: {"buoi": None}}
    (problem,) = typed(one_row(**{"buoi (Tháng 13)": "1"})).errors
    assert problem.code == "DL109"


@pytest.mark.parametrize(
    ("words", "evidence"), [("BC số 5", Evidence.GIVEN), ("thiếu", Evidence.MISSING), ("", Evidence.NOT_SHOWN)]
)
def test_the_evidence_column(words: str, evidence: Evidence) -> None:
    data = typed(one_row(**{"tot": "có", "TOT  (minh chứng)": words}))
    assert data.values["tot", 2023] == Attested(True, evidence)


def test_evidence_without_a_value_reports_nothing() -> None:
    data = typed(one_row(**{"tot": "", "tot (minh chứng)": "BC 5"}))
    assert (data.values, data.errors, data.evidence) == ({}, (), {})


@given(st.text(st.characters(exclude_categories=["C", "Z", "M"]), min_size=1).filter(lambda text: text[0] != "'"))
def test_the_apostrophe_before_what_looks_like_a_formula_is_off_again(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert one_row(vu=safe_cell(text)).facts == {2023: {"vu": text}}


def test_an_apostrophe_before_anything_else_stays() -> None:
    assert one_row(vu="'012", ho="'-5").facts == {2023: {"vu": "'012", "ho": "-5"}}


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1.5", "Viết 1,5: dấu phẩy ngăn phần thập phân, dấu chấm chỉ ngăn hàng nghìn."),
        ("1.00", "Viết 1: dấu phẩy ngăn phần thập phân, dấu chấm chỉ ngăn hàng nghìn."),
        ("1,000", "Viết 1 nếu dấu ấy ngăn phần thập phân, hoặc 1.000 nếu dấu ấy ngăn hàng nghìn."),
    ],
)
def test_a_number_with_two_meanings_is_refused_with_both(text: str, advice: str) -> None:
    (problem,) = typed(one_row(san_luong=text)).errors
    assert (problem.code, problem.line, problem.column) == ("DL103", 2, 4)
    assert problem.correction == advice


def test_wrong_values_are_told_with_their_cells() -> None:
    (unit,) = read("mã,loại,năm,vụ,ho_ngheoo,ho\nx1,xã,2022,-3,,\nx1,xã,2023,1,,hai\n")
    found = {problem.code: problem for problem in typed(unit).errors}
    assert {p.code: (p.line, p.column, p.place) for p in found.values()} == {
        "DL104": (2, 4, "x1, năm 2022"), "DL103": (3, 6, "x1, năm 2023"), "DL102": (3, 5, "x1, năm 2023"),
    }  # fmt: skip
    assert found["DL102"].suggestions[0] == "ho_ngheo"


def test_a_report_names_the_line_and_column_of_a_wrong_value() -> None:
    result = rules().assess(read("mã,loại,năm,vụ\nx1,xã,2023,-3\n")[0])
    for shown in (report.text(result, 120), report.markdown(result).replace("\\", ""), report.page(result)):
        assert "x.csv:2:4: x1, năm 2023: [vụ] là -3, ngoài khoảng từ 0 trở lên (DL104)" in " ".join(shown.split())


# ------------------------------------------------------------------------------------------------ problems
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("DL101", 0, 0)]),
        (" \n\n", [("DL101", 0, 0)]),
        (WIDE, [("DL101", 0, 0)]),
        ("mã đơn vị|loại|năm\n", [("DL101", 1, 1)]),
        (WIDE + "x1,A,xã,2023,5,có\n", [("DL125", 2, 7)]),
        (WIDE + "x1,A,xã,2023,5,có,BC,thừa\n", [("DL125", 2, 8)]),
        ("mã,loại,năm,\nx1,xã,2023,lạc\n", [("DL127", 2, 4)]),
        ("mã,loại,năm,vu,Vụ,VU\n", [("DL114", 1, 6)]),
        ("mã,loại,năm,Mã đơn vị\n", [("DL114", 1, 4)]),
        ("mã,loại,năm,buoi (tháng 1),buoi\n", [("DL114", 1, 5)]),
        ("mã,loại,năm,buoi,buoi (tháng 1)\n", [("DL114", 1, 5)]),
        (WIDE + ",A,xã,2023,5,,\nx1,A,xã,,5,,\n", [("DL112", 2, 1), ("DL112", 3, 4)]),
        (WIDE + "x1,A,,2023,5,,\n", [("DL112", 2, 3)]),
        (WIDE + "x1,A,xã,2023,5,,\nx1,A,xã,2023,5,,\n", [("DL111", 3, 1)]),
        (WIDE + "x1,A,xã,cùng kỳ 2022,5,,\nx1,A,xã,cùng kỳ năm 2022,5,,\n", [("DL115", 2, 4), ("DL111", 3, 1)]),
        (WIDE + "x1,A,xã,23,5,,\n", [("DL115", 2, 4)]),
        (WIDE + "x1,A,xã,2.023,5,,\nx1,A,xã,năm ngoái,5,,\n", [("DL115", 2, 4), ("DL115", 3, 4)]),
        (WIDE + "x1,A,xã,2023,5,,\nx1,A,xã,cùng kỳ 2021,5,,\n", [("DL115", 3, 4)]),
        (WIDE + '"x1,A\n', [("DL101", 2, 1)]),
        (WIDE + 'x1,"A"b,xã,2023,5,,\n', [("DL101", 2, 1)]),
        ('"mã,loại,năm\n', [("DL101", 1, 1)]),
        (LONG + "x1;xã;2023;vu;5;;\nx1;xã;2023;VU;6;;\n", [("DL114", 3, 4)]),
        (LONG + "x1;xã;2023;;5;;\n", [("DL101", 2, 4)]),
        (LONG + "x1;xã;2023;vu;5;;\nx1;phường;2023;ho;6;;\n", [("DL128", 3, 2)]),
        ("mã,loại,năm,ngày chốt số liệu\nx1,xã,2023,30/02/2023\n", [("DL116", 2, 4)]),
        ("mã,loại,năm,chưa thành lập năm trước\nx1,xã,2023,hả\n", [("DL101", 2, 4)]),
        ("mã,loại,năm,cách hiểu\nx1,xã,2023,A1=rong;A1=hep;A2\n", [("DL114", 2, 4), ("DL101", 2, 4)]),
    ],
)
def test_problems(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert told(text) == expected


def test_missing_and_misspelt_columns_get_suggestions() -> None:
    (problem,) = problems("mã đơnvị,loại,năm,vu\n")
    assert (problem.code, problem.place, problem.suggestions) == ("DL126", "ô A1", ("mã đơnvị",))
    assert "bảng thiếu cột “mã đơn vị”" in problem.message
    (problem,) = problems(LONG.replace("minh chứng", "minh chứngg"))
    assert (problem.code, problem.place, problem.suggestions) == ("DL120", "ô G1", ("minh chứng",))
    (problem,) = problems("mã,loại,năm,to,tot,dung,tott (minh chứng)\n")
    assert (problem.code, problem.place) == ("DL126", "ô G1")
    assert "bảng thiếu cột “tott”" in problem.message and problem.suggestions[0] == "tot"
    assert [p.values[0][1] for p in problems("năm,vu\n")] == ["mã đơn vị", "loại"]
    assert [p.values[0][1] for p in problems("mã,loại,năm,mã dữ kiện\n")] == ["giá trị"]


def test_a_decimal_comma_that_splits_a_cell_is_explained() -> None:
    (problem,) = problems("mã,loại,năm,san_luong\nx1,xã,2023,12,5\n")
    assert problem.place == "ô E2"
    assert "hàng có 5 ô, hàng tiêu đề có 4 cột" in problem.message
    assert "12,5" in problem.correction and "dấu nháy kép" in problem.correction


def test_a_same_period_without_its_year_is_told() -> None:
    (problem,) = problems(WIDE + "x1,A,xã,cùng kỳ 2022,5,,\n")
    assert "năm “cùng kỳ 2022” không hợp" in problem.message and "Thêm hàng của năm xét." in problem.correction


def test_a_sheet_with_too_many_columns_is_refused_at_once() -> None:
    (problem,) = problems("mã đơn vị,loại," + ",".join(f"f{n}" for n in range(200_000)))
    assert (problem.code, problem.column) == ("DL101", 5001)
    assert "quá nhiều cột" in problem.message


def test_only_the_first_hundred_problems_are_told() -> None:
    found = problems(WIDE + "x1\n" * 150)
    assert len(found) == 101
    assert (found[-1].code, found[-1].message) == ("LIM003", "còn nhiều lỗi khác không hiện (50 lỗi)")


def test_a_long_heading_is_read_in_no_time() -> None:
    start = time.process_time()
    title = "a" + " (" * 20_000 + " " * 80_000 + "b"
    (unit,) = read(f"mã,loại,năm,{title}\nx1,xã,2023,5\n")
    assert unit.facts == {2023: {title: "5"}}
    assert time.process_time() - start < 10
