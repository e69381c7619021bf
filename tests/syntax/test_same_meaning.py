"""Natural ways of writing: those that are read as another form, and those that are refused with the form to write."""

from __future__ import annotations

import pytest

from antq_rules import check_text
from antq_rules.source import SourceText
from antq_rules.syntax import tree as t
from antq_rules.syntax.parser import parse

HEAD = """bộ tiêu chí "Thử (hư cấu)"
  mã: thu
  áp dụng cho: xã
  khi không có đối tượng: đạt
thang "Loại": "Yếu" < "Khá" < "Tốt"
dữ kiện [vụ]
  kiểu: số đếm (vụ)
dữ kiện [hộ]
  kiểu: số đếm (hộ)
dữ kiện [hộ nghèo]
  kiểu: số đếm (hộ)
dữ kiện [kế hoạch]
  kiểu: xác nhận
dữ kiện [ngày A]
  kiểu: ngày
dữ kiện [ngày B]
  kiểu: ngày
dữ kiện [hạng]
  kiểu: xếp loại (thang "Loại")
dữ kiện [quỹ]
  kiểu: số tiền (triệu đồng)
dữ kiện [thôn]
  kiểu: danh sách (thôn)
dữ kiện [quy ước]
  của: [thôn]
  kiểu: xác nhận
dữ kiện [hộ thôn]
  của: [thôn]
  kiểu: số đếm (hộ)
dữ kiện [buổi]
  kiểu: theo tháng (buổi)
"""
TWO = "\n    a) có [kế hoạch]\n    b) không có [vụ]"
SAME = [
    ("tỷ lệ [hộ nghèo] trên [hộ] không quá 5%", "[hộ nghèo] chiếm không quá 5% [hộ]"),
    ("tỷ lệ số [hộ nghèo] so với tổng số [hộ] đạt dưới 5%", "số [hộ nghèo] chiếm dưới 5% số [hộ]"),
    ("tỷ lệ [hộ nghèo] trên [hộ] đạt 70%", "[hộ nghèo] chiếm ít nhất 70% [hộ]"),
    (
        "tỷ lệ [hộ nghèo] trên [hộ] từ 5% trở xuống, không có đối tượng thì đạt",
        "[hộ nghèo] chiếm từ 5% trở xuống [hộ], không có đối tượng thì đạt",
    ),
    (
        "tỷ lệ [hộ nghèo] trên [hộ] từ 5% đến dưới 10%",
        "[hộ nghèo] chiếm từ 5% trở lên [hộ] và [hộ nghèo] chiếm dưới 10% [hộ]",
    ),
    (
        "số [hộ nghèo] chiếm từ 5% đến 10% [hộ]",
        "số [hộ nghèo] chiếm từ 5% trở lên [hộ] và số [hộ nghèo] chiếm không quá 10% [hộ]",
    ),
    ("có ít nhất 01 [vụ]", "số [vụ] ít nhất 01"),
    ("có tối thiểu 01 [vụ]", "số [vụ] tối thiểu 01"),
    ("có từ 02 [vụ] trở lên", "số [vụ] từ 02 trở lên"),
    ("hằng tháng có ít nhất 01 [buổi]", "hằng tháng số [buổi] ít nhất 01"),
    ("mỗi [thôn] có [quy ước]", "mọi [thôn] có [quy ước]"),
    ("100% số [thôn] có [quy ước]", "mọi [thôn] có [quy ước]"),
    ("có ít nhất 80% số [thôn] có [quy ước]", "có ít nhất 80% trong [thôn] có [quy ước]"),
    ("ít nhất 80% [thôn] có số [hộ thôn] từ 10 hộ trở lên", "ít nhất 80% trong [thôn] có [hộ thôn] từ 10 hộ trở lên"),
    ("từ 80% số [thôn] trở lên có [quy ước]", "ít nhất 80% trong [thôn] có [quy ước]"),
    ("không có [thôn] nào không có [quy ước]", "không [thôn] nào không có [quy ước]"),
    ("[ngày A] trong vòng 15 ngày sau [ngày B]", "[ngày A] trong vòng 15 ngày kể từ [ngày B]"),
    ("[ngày A] trước ngày 15 tháng 12", "[ngày A] trước 15/12"),
    ("[ngày A] muộn nhất ngày 5 tháng 02 năm 2024", "[ngày A] chậm nhất 05/02/2024"),
    ("[ngày A] không quá ngày 15/12", "[ngày A] không quá 15/12"),
    ("[ngày A] từ ngày 01/03 đến ngày 30/04", "[ngày A] từ 01/03 đến 30/04"),
    ("[ngày A] trong khoảng từ 01/03 đến 30/04", "[ngày A] từ 01/03 đến 30/04"),
    ("trong 02 năm liên tục, không xảy ra [vụ]", "không xảy ra [vụ] trong 02 năm liên tục"),
    ("hai năm liên tục không xảy ra [vụ]", "không xảy ra [vụ] trong 02 năm liền"),
    ("số [vụ] giảm 5% trở lên so với năm trước", "số [vụ] giảm từ 5% trở lên so với năm trước"),
    ("số [vụ] không cao hơn năm trước", "số [vụ] không tăng so với năm trước"),
    ("số [vụ] thấp hơn so với cùng kỳ năm trước", "số [vụ] giảm so với năm trước"),
    ("số [vụ] không thấp hơn năm trước", "số [vụ] không giảm so với năm trước"),
    ("số [vụ] cao hơn năm trước", "số [vụ] tăng so với năm trước"),
    ('[hạng] đạt từ "Khá" trở lên', '[hạng] từ "Khá" trở lên'),
    ('[hạng] đạt "Khá" trở lên', '[hạng] từ "Khá" trở lên'),
    ("[quỹ] đạt tối thiểu 20 triệu đồng", "[quỹ] tối thiểu 20 triệu đồng"),
    ("[quỹ] đạt 20 triệu đồng trở lên", "[quỹ] từ 20 triệu đồng trở lên"),
    ("không có [vụ] trừ khi có [kế hoạch]", "không có [vụ], trừ trường hợp có [kế hoạch]"),
    (
        "nếu số [hộ] dưới 9 hộ thì có [kế hoạch], nếu không thì không có [vụ]",
        "nếu số [hộ] dưới 9 hộ thì có [kế hoạch] nếu không thì không có [vụ]",
    ),
    (
        "nếu số [hộ] dưới 9 hộ thì có [kế hoạch]; ngược lại thì không có [vụ]",
        "nếu số [hộ] dưới 9 hộ thì có [kế hoạch] nếu không thì không có [vụ]",
    ),
    (f"đáp ứng đầy đủ các điều kiện sau:{TWO}", f"có đủ:{TWO}"),
    (f"đạt các yêu cầu sau đây:{TWO}", f"có đủ:{TWO}"),
    (f"một trong các tiêu chuẩn sau:{TWO}", f"có một trong:{TWO}"),
    (f"có ít nhất 2 trong các điều kiện sau:{TWO}", f"có ít nhất 2 trong:{TWO}"),
]
POINTS = [
    ("mỗi [vụ] được 5 điểm, tối đa 15 điểm", "cứ 1 [vụ] được 5 điểm, tối đa 15 điểm"),
    ("mỗi [vụ] trên 2 vụ trừ 1 điểm", "cứ 1 [vụ] trên 2 vụ trừ 1 điểm"),
]
CONCLUSIONS = [
    ("đạt tất cả các tiêu chí", "đạt tất cả tiêu chí"),
    ("mọi tiêu chí đều đạt", "đạt tất cả tiêu chí"),
    ("đạt 100% số tiêu chí", "đạt ít nhất 100% số tiêu chí"),
    ("đạt từ 90% số tiêu chí trở lên", "đạt ít nhất 90% số tiêu chí"),
    ("đạt tối thiểu 1 tiêu chí", "đạt ít nhất 1 tiêu chí"),
    ("đạt từ 1 tiêu chí trở lên", "đạt ít nhất 1 tiêu chí"),
]
# what is refused, with what is written at the place and the advice given there
REWORDED = [
    ("tỷ lệ [hộ nghèo] dưới 5% tổng số [hộ]", "tỷ lệ [hộ nghèo] trên [hộ] dưới 5%"),
    ("[hộ nghèo] dưới 5% tổng số [hộ]", "[hộ nghèo] chiếm dưới 5% [hộ]"),
    ("có tối thiểu 01 vụ [vụ]", "số [vụ] tối thiểu 01 vụ"),
    ("không có quá 02 [vụ]", "số [vụ] không quá 02"),
    ("không quá 02 [vụ]", "số [vụ] không quá 02"),
    ("100% [hộ] là [hộ nghèo]", "số [hộ nghèo] đạt 100% [hộ]"),
    ("có ít nhất 85% [hộ] đạt [hộ nghèo]", "số [hộ nghèo] chiếm ít nhất 85% [hộ]"),
    ("[ngày A] chậm nhất 15 ngày sau [ngày B]", "[ngày A] trong vòng 15 ngày kể từ [ngày B]"),
    ("[ngày A] không quá 15 ngày kể từ ngày [ngày B]", "[ngày A] trong vòng 15 ngày kể từ [ngày B]"),
    ("[ngày A] trong 6 tháng đầu năm", "từ 01/01 đến 30/06"),
    ("[ngày A] trong 6 tháng cuối năm", "từ 01/07 đến 31/12"),
    ("[ngày A] trong 9 tháng đầu năm", "từ 01/01 đến 30/09"),
    ("[ngày A] vào ngày 19/8", "đúng ngày 19/8"),
    ("số [vụ] bằng hoặc giảm so với năm trước", "không tăng so với năm trước"),
    ("số [vụ] bằng hoặc cao hơn năm trước", "không giảm so với năm trước"),
    ('[hạng] đạt loại "Khá" trở lên', 'từ "Khá" trở lên'),
    ('[hạng] là "Khá" hoặc "Tốt"', 'thuộc "Khá"; "Tốt"'),
    ("tổng số [hộ] và [hộ nghèo] không quá 5", "số [hộ] + số [hộ nghèo]"),
    ("số [vụ] trên 1.000 [hộ] dưới 2", "số [vụ] dưới 2 tính trên 1.000 [hộ]"),
]
ADVISED = [
    ("[ngày A] trước ngày 15/12 hằng năm", "15/12 hằng năm", "Bỏ “hằng năm”"),
    ("[ngày A] trong quý I hoặc trong quý II", "[ngày A] trong quý I hoặc trong", "… hoặc [ngày A] trong …"),
    ("số [vụ] năm trước và năm nay đều bằng 0", "[vụ] năm trước và năm nay", "“trong 02 năm liên tục”"),
    ("số [vụ] giảm từ 5% đến 10% so với năm trước", "[vụ] giảm từ 5% đến 10% so", "[vụ] giảm không quá 10%"),
    ("số [vụ] năm nay không cao hơn năm trước", "[vụ] năm nay", "Bỏ “năm nay”"),
    ("số [vụ] ít nhất là 5 vụ", "ít nhất là 5", "Bỏ chữ “là”: ít nhất 5."),
    ("tổng số [vụ] không quá 5 vụ", "tổng số [vụ]", "Viết: số [vụ]."),
    ("số [vụ] không quá 2 vụ/1.000 [hộ]", "số [vụ] không quá 2 vụ/1.000 [hộ]", "tính trên 1.000 [hộ]"),
    ("mỗi quý số [buổi] ít nhất 03 buổi", "mỗi quý", "“cả năm số [ ] …”"),
    ("bình quân mỗi tháng [buổi] ít nhất 2 buổi", "bình quân mỗi tháng [buổi]", "cả năm số [buổi]"),
    (f"có ít nhất 02 trong 03 nội dung sau:{TWO}", "có ít nhất 02 trong 03 nội dung sau", "có ít nhất 02 trong:"),
    ("đối với xã có trên 100 [hộ]: không có [vụ]", "đối với xã có trên 100 [hộ]", "“áp dụng khi …: …”"),
    ("có [kế hoạch], không có [vụ]", ",", "Nối hai câu bằng “và”"),
    (
        "trường hợp:\n    - số [hộ] dưới 100 hộ: không có [vụ]\n    - từ 100 hộ trở lên: số [vụ] dưới 3 vụ",
        "- từ 100 hộ trở lên:",
        "một câu đủ, nêu cả tên",
    ),
]


def criterion(sentence: str) -> str:
    return f'tiêu chí 1. "Một"\n  đạt khi {sentence}\n'


def blocks(text: str) -> tuple[t.Block, ...]:
    parsed = parse(SourceText.of_text("a.rules", text))
    assert parsed.diagnostics == ()
    return parsed.document.blocks


def errors(sentence: str) -> list[str]:
    return [problem.code for problem in check_text(HEAD + criterion(sentence)) if problem.severity.name == "ERROR"]


@pytest.mark.parametrize(("natural", "plain"), SAME)
def test_two_ways_of_writing_are_one_condition(natural: str, plain: str) -> None:
    assert blocks(criterion(natural)) == blocks(criterion(plain))
    assert errors(natural) == []


@pytest.mark.parametrize(("natural", "plain"), POINTS)
def test_two_ways_of_giving_points(natural: str, plain: str) -> None:
    head = 'tiêu chí 1. "Một"\n  điểm tối đa: 15 điểm\n  chấm điểm: '
    assert blocks(head + natural) == blocks(head + plain)


@pytest.mark.parametrize(("natural", "plain"), CONCLUSIONS)
def test_two_ways_of_concluding(natural: str, plain: str) -> None:
    head = 'kết luận "Đủ điều kiện"\n  khi '
    assert blocks(head + natural) == blocks(head + plain)


def test_points_expected_of_an_example() -> None:
    head = 'ví dụ "Một"\n  cho năm 2023:\n    [vụ]: 0 vụ\n  thì '
    assert blocks(head + "tổng điểm là 10 điểm, điểm tiêu chí 1 là 5 điểm") == blocks(
        head + "tổng điểm 10 điểm, điểm tiêu chí 1 bằng 5 điểm"
    )


@pytest.mark.parametrize(("sentence", "advice"), REWORDED)
def test_the_advice_is_a_sentence_that_is_accepted(sentence: str, advice: str) -> None:
    text = HEAD + criterion(sentence)
    (problem,) = [one for one in check_text(text) if one.severity.name == "ERROR"]
    assert (problem.code, problem.correction.split(". “Tổng”")[0].rstrip(".")) == ("AQ101", f"Viết: {advice}")
    line = problem.source_line
    mended = line[: problem.column - 1] + advice + line[problem.end_column - 1 :]
    assert errors(mended.split("đạt khi ")[1]) == []


@pytest.mark.parametrize(("sentence", "place", "advice"), ADVISED)
def test_a_clear_sentence_is_refused_with_the_way_to_write_it(sentence: str, place: str, advice: str) -> None:
    (problem,) = [one for one in check_text(HEAD + criterion(sentence)) if one.severity.name == "ERROR"]
    assert (problem.code, problem.source_line[problem.column - 1 : problem.end_column - 1]) == ("AQ101", place)
    assert advice in problem.correction


def test_numbered_items_are_told_the_markers() -> None:
    (problem,) = check_text(HEAD + criterion("có đủ:\n    1) có [kế hoạch]\n    2) không có [vụ]"))[:1]
    assert (problem.code, dict(problem.values)["found"]) == ("AQ106", "1)")
