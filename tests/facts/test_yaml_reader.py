"""YAML data files: every scalar is its text, and what YAML can do beyond plain data is refused with its place."""

from __future__ import annotations

import sys

import pytest
import yaml
from tests.facts.small_rules import typed

from antq_rules import Diagnostic, InvalidInput, UnitRecord, read_units_text

UNIT = "đơn vị: {mã: x1, loại: xã}\nnăm: 2023\n"


def read(text: str) -> tuple[UnitRecord, ...]:
    return read_units_text(text, "x.yaml", "yaml")


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(InvalidInput) as caught:
        read(text)
    return caught.value.diagnostics


def facts(lines: str) -> dict[str, object]:
    (unit,) = read(f"{UNIT}dữ kiện:\n" + "".join(f"  {line}\n" for line in lines.splitlines()))
    return dict(unit.facts[2023])


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["12", "012", "1e3", "0x1F", "12.5", "true", "no", "on", "2023-02-15", "1:30", "NULL"])
def test_no_scalar_is_guessed_at(text: str) -> None:
    assert facts(f"a: {text}\nb: '{text}'") == {"a": text, "b": text}


@pytest.mark.usefixtures("parser")
def test_nothing_null_and_tilde_are_not_reported_and_quoted_they_are_text() -> None:
    assert facts("a:\nb: null\nc: ~\nd: 'null'\ne: \"\"") == {"a": None, "b": None, "c": None, "d": "null", "e": ""}


def test_a_unit_with_everything() -> None:
    (unit,) = read(
        "don_vi:\n  ma: 01\n  ten: Xã Ví Dụ (hư cấu)\n  loai: xa\nnam: '2023'\n"
        "ghi_chu: dữ liệu hư cấu\ndu_kien:\n  tot: {giá trị: có, minh chứng: Báo cáo số 5}\n  buoi: [1, ~, 2]\n"
        "nam_truoc: {vu: 3}\ncac_nam_truoc:\n  2020: {vu: 7}\n  2019:\n"
        "cung_ky_nam_truoc: {vu: 2}\nngay_chot_so_lieu: 25/10/2023\nchua_thanh_lap_nam_truoc: không\n"
        "cach_hieu: {A1: rong}\n"
    )
    assert (unit.code, unit.name, unit.unit_type, unit.year) == ("01", "Xã Ví Dụ (hư cấu)", "xa", 2023)
    assert unit.facts == {
        2023: {"tot": {"giá trị": "có", "minh chứng": "Báo cáo số 5"}, "buoi": ["1", None, "2"]},
        2022: {"vu": "3"}, 2020: {"vu": "7"}, 2019: {},
    }  # fmt: skip
    assert (unit.same_period, str(unit.cutoff), unit.existed_before) == ({"vu": "2"}, "2023-10-25", True)
    assert unit.readings == {"A1": "rong"}


@pytest.mark.parametrize(("word", "existed"), [("có", False), ("true", False), ("không", True), ("", True)])
def test_a_unit_founded_this_year(word: str, existed: bool) -> None:
    (unit,) = read(f"{UNIT}dữ kiện: {{}}\nchưa thành lập năm trước: {word}\n")
    assert unit.existed_before is existed


def test_several_documents_and_lists_are_several_units() -> None:
    units = "".join(f"---\nđơn vị: {{mã: x{n}, loại: xã}}\nnăm: 2023\ndữ kiện:\n" for n in (1, 2))
    listed = "---\ncác đơn vị:\n- {đơn vị: {mã: x3, loại: xã}, năm: 2023, dữ kiện: {}}\n...\n---\n"
    assert [unit.code for unit in read(units + listed)] == ["x1", "x2", "x3"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("line", "column", "what", "advice"),
    [
        ("a: &neo 1", 6, "neo “&neo”", "Xóa “&neo”"),
        ("a: !!int 1", 6, "nhãn kiểu “!!int”", "Xóa nhãn"),
        ("a: !!python/object/apply:os.system [x]", 6, "nhãn kiểu “!!python/object/apply:os.system”", "Xóa nhãn"),
        ("a: ! 1", 6, "nhãn kiểu “!”", "Xóa nhãn"),
        ("<<: {b: 1}", 3, "khóa gộp “<<”", "Ghi đủ các khóa"),
        ("? [a, b]\n  : 1", 5, "khóa là nhóm hoặc danh sách", "Khóa chỉ là chữ."),
    ],
)
def test_more_than_plain_data_is_refused_with_its_place(line: str, column: int, what: str, advice: str) -> None:
    (problem,) = problems(f"{UNIT}dữ kiện:\n  {line}\n")
    assert (problem.code, problem.line, problem.column) == ("DL124", 4, column)
    assert what in problem.message and advice in problem.correction


@pytest.mark.usefixtures("parser")
def test_an_alias_is_refused_where_it_stands_as_value_and_as_key() -> None:
    found = problems(f"{UNIT}dữ kiện:\n  a: &x [1]\n  b: *x\n  *x : 2\n")
    assert [(p.code, p.line, p.column) for p in found] == [("DL124", 4, 6), ("DL124", 5, 6), ("DL124", 6, 3)]
    assert "Chép lại giá trị thay cho “*x”." in found[1].correction


def test_a_billion_laughs_are_refused_before_anyone_laughs() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    assert {problem.code for problem in problems("\n".join(lines))} == {"DL124", "LIM003"}


def test_a_key_written_twice_is_refused_with_its_line() -> None:
    (problem,) = problems(f"{UNIT}dữ kiện:\n  vu: 1\n  ho: 2\n  vu: 3\n")
    assert (problem.code, problem.line, problem.column) == ("DL114", 6, 3)
    (problem,) = problems(f"{UNIT}dữ kiện:\n  vu: {{giá trị: 1, minh chứng: a, minh chứng: b}}\n")
    assert (problem.code, problem.line) == ("DL114", 4)


def test_the_shape_is_checked_with_lines() -> None:
    found = problems(f"{UNIT}dữ kiệm: {{}}\n---\nđơn vị: {{tên: A}}\nnăm: 23\ndữ kiện: 5\n---\n7\n")
    assert [(p.code, p.line, p.place) for p in found if p.line] == [
        ("DL112", 1, "đơn vị thứ 1"), ("DL120", 3, "đơn vị thứ 1"), ("DL112", 5, "đơn vị thứ 2"),
        ("DL112", 5, "đơn vị thứ 2"), ("DL115", 6, "đơn vị thứ 2"), ("DL101", 7, "đơn vị thứ 2"),
    ]  # fmt: skip
    assert [p.place for p in found if not p.line] == ["đơn vị thứ 3"]
    assert next(p for p in found if p.code == "DL120").suggestions == ("dữ kiện",)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("a: b: c", 1, "giá trị có “: ” thì đặt trong dấu nháy kép"),
        ("a:\n\t- b", 2, "không dùng phím Tab"),
        ("a: 1\nb: %5", 2, "bắt đầu bằng ký hiệu này thì đặt trong dấu nháy kép"),
        ("a: [1", 1, "dấu ngoặc"),
        ("a: 'x", 1, "dấu nháy"),
        ("a: \x07", 1, "Xóa ký tự đó."),
        ("a: *", 1, "Kiểm tra"),
        ("- " * 100, 1, "Nhiều nhất 64 tầng."),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text: str, line: int, advice: str) -> None:
    (problem,) = problems(text)
    assert problem.code == "DL101"
    assert problem.line - line in (0, 1)  # what is never closed is noticed at the end of the text
    assert advice in problem.correction
    assert "token" not in problem.text() and "yaml." not in problem.text()


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000,
             '"\\UFFFFFFFF"', "%YAML " + "9" * 5000 + "\n--- a", "&a" * 100_000, "\ud800"]
)  # fmt: skip
def test_hostile_texts_end_in_one_diagnostic(text: str) -> None:
    assert [problem.code for problem in problems(text)] == ["DL101"] or text.startswith("&")


def test_an_empty_file_has_no_unit() -> None:
    for text in ("", "---\n", "# chỉ có chú thích\n", "[]"):
        (problem,) = problems(text)
        assert "không có đơn vị nào" in problem.message


def test_without_pyyaml_the_official_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    (problem,) = problems(UNIT)
    assert (problem.code, problem.file) == ("DL123", "x.yaml")
    assert 'pip install "antq-rules[yaml]"' in problem.correction


def test_a_wrong_value_is_told_with_its_line() -> None:
    (unit,) = read(f"{UNIT}dữ kiện:\n  san_luong: 12.5\n  vụu: 1\nnăm trước:\n  vu: -1\ncùng kỳ năm trước:\n  vu: x\n")
    found = {problem.code: problem for problem in typed(unit).errors}
    places = [(p.code, p.file, p.line, p.column) for p in typed(unit).errors]
    assert sorted(places) == [("DL102", "x.yaml", 5, 3), ("DL103", "x.yaml", 4, 3), ("DL103", "x.yaml", 9, 3),
                              ("DL104", "x.yaml", 7, 3)]  # fmt: skip
    assert found["DL102"].suggestions == ("vu", "vụ")
    assert found["DL104"].place == "x1, năm 2022"
