"""Invented explanations and units, made by hand: every part that a report can show, none of it real."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Any

import attrs

from antq_rules.diagnostics import Diagnostic
from antq_rules.engine.explanation import (
    Change,
    Explanation,
    FactShown,
    Margin,
    Move,
    Need,
    Node,
    ReadingShown,
    Summary,
)
from antq_rules.report import Conclusion, UnitReport
from antq_rules.types import Verdict

PASS, FAIL, UNKNOWN, OTHER = Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE
LEADERSHIP, SECURITY = "Công tác lãnh đạo", "Công tác bảo đảm an ninh, trật tự"
NO_RISE = ReadingShown("A01", "Kiềm chế", "khong_tang", "không tăng", True)
BY_QUARTER = ReadingShown("A06", "Quý I hằng năm", "den_het_quy", "đến hết quý", False)
EMPTY_WHOLE = ReadingShown("A11", "Không có đối tượng", "dat", "đạt", True)


def fact(name: str, value: str, year: int = 2023, state: str = "reported", evidence: str = "") -> FactShown:
    return FactShown(f"ma_{len(name)}", name, year, value, state, evidence)


def check(text: str, verdict: Verdict, *facts: FactShown, **parts: Any) -> Node:
    return Node("0.t", "test", text, verdict, facts=facts, **parts)


def item(marker: str, label: str, child: Node, identity: str = "0.a", citation: str = "") -> Node:
    verdict = child.verdict
    return Node(
        identity, "item", label or child.text, verdict, marker, label, f"VD-{identity}", citation, children=(child,)
    )


def margin(amount: int, unit: str, text: str) -> Margin:
    return Margin(Fraction(amount), unit, text)


def choice(words: str, verdict: Verdict, *children: Node, **parts: Any) -> Node:
    return Node("0", "list", words, verdict, children=children, **parts)


def crime() -> Explanation:
    """A failure with two alternatives in the text and one smallest change: the sample of language.md, section 5."""
    name = "vụ phạm tội về trật tự xã hội"
    both = (fact(name, "21 vụ"), fact(name, "20 vụ", 2022))
    rise = check(
        f"số [{name}] không tăng so với năm trước",
        FAIL,
        *both,
        required="cần không quá 20 vụ",
        actual="tăng 1 vụ (5%)",
        margin=margin(-1, "vụ", "vượt 1 vụ"),
    )
    fall = check(
        f"số [{name}] giảm ít nhất 5% so với năm trước",
        FAIL,
        *both,
        required="cần không quá 19 vụ",
        actual="tăng 1 vụ (5%)",
        margin=margin(-2, "vụ", "vượt 2 vụ"),
    )
    any_of = choice("có một trong", FAIL, item("+", "", rise), item("+", "", fall))
    tree = Node("18", "reading", "theo cách hiểu A01", FAIL, reading=NO_RISE, children=(any_of,))
    move = Move("so_vu", name, 2023, "figure", 21, 20, f"[{name}] giảm thêm 1 vụ: từ 21 vụ thành 20 vụ")
    return Explanation(
        "18",
        "Kiềm chế hoặc kéo giảm tội phạm về trật tự xã hội",
        SECURITY,
        FAIL,
        "Phụ lục I, tiêu chí 18",
        tree,
        ("Khi xét trước 31/12 thì so với cùng kỳ năm trước.",),
        (NO_RISE,),
        (Change((move,), move.text),),
        no_longer_matter=("[vụ phạm tội chưa rõ thủ phạm] (năm nay)",),
    )


def addicts() -> Explanation:
    """A failure under a branch and a named condition, with alternatives and a search that stopped early."""
    name = "người nghiện ma túy"
    over_ten = check(
        f"[{name}] năm trước trên 10 người",
        PASS,
        fact(name, "11 người", 2022),
        required="cần trên 10 người",
        actual="thực tế 11 người",
        margin=margin(0, "người", "vừa đủ"),
    )
    fifth = check(
        f"[{name}] giảm ít nhất 20% so với năm trước",
        FAIL,
        fact(name, "9 người"),
        fact(name, "11 người", 2022),
        required="cần không quá 8 người",
        actual="giảm 2 người (18,18%)",
        margin=margin(-1, "người", "vượt 1 người"),
    )
    branch = Node(
        "19.a.2",
        "branch",
        f"nếu [{name}] năm trước trên 10 người thì [{name}] giảm ít nhất 20% so với năm trước",
        FAIL,
        children=(over_ten, fifth),
    )
    named = Node("19.a.1", "named", "[kéo giảm đủ mức]", FAIL, label="kéo giảm đủ mức", children=(branch,))
    none = check(
        f"không có [{name}]",
        FAIL,
        fact(name, "9 người"),
        required="cần đúng 0 người",
        actual="thực tế 9 người",
        margin=margin(-9, "người", "lệch 9 người"),
    )
    new = check(
        "không phát sinh [người nghiện mới]",
        PASS,
        fact("người nghiện mới", "0 người", evidence="Báo cáo số 12 (hư cấu)"),
        required="cần đúng 0 người",
        actual="thực tế 0 người",
        margin=margin(0, "người", "vừa đúng"),
    )
    either = choice("có một trong", FAIL, item("-", "", none), item("-", "", named))
    few = check("có [kế hoạch cai nghiện]", OTHER)
    tree = choice(
        "có đủ",
        FAIL,
        item("a)", "Không còn, hoặc kéo giảm đủ mức", either),
        item("b)", "", new),
        item(
            "c)",
            "Nơi có cơ sở cai nghiện",
            Node("19.c", "types", "đối với thị trấn", OTHER, remarks=("chỉ áp dụng cho thị trấn",)),
            citation="Phụ lục I, tiêu chí 19, vế 2",
        ),
        item("d)", "", Node("19.d", "not", "không phải (có [kế hoạch cai nghiện])", OTHER, children=(few,))),
    )  # fmt: skip
    fewer = Move("so_nghien", name, 2023, "figure", 9, 8, f"[{name}] giảm thêm 1 người: từ 9 người thành 8 người")
    others = (
        Move("ngay", "ngày ban hành kế hoạch", 2023, "deadline", None, "2023-03-31",
             "[ngày ban hành kế hoạch] chậm nhất 31/03/2023"),
        Move("kq", "kết quả cai nghiện", 2023, "evidence", False, True,
             "[kết quả cai nghiện] phải được xác nhận là có, kèm minh chứng"),
    )  # fmt: skip
    both = "; ".join(move.text for move in others)
    return Explanation(
        "19",
        "Người nghiện ma túy; cây có chứa chất ma túy",
        SECURITY,
        FAIL,
        "Phụ lục I, tiêu chí 19",
        tree,
        readings=(EMPTY_WHOLE,),
        changes=(Change((fewer,), fewer.text), Change(others, both)),
        changes_complete=False,
    )


def documents() -> Explanation:
    """Data missing in all four ways, under a reading that is not the default."""
    issued = check(
        "[ngày ban hành kế hoạch] trong quý I",
        UNKNOWN,
        fact("ngày ban hành kế hoạch", "chưa báo cáo", state="missing"),
        required="cần từ 01/01/2023 đến 31/03/2023",
    )
    phrase = Node("2.a.1", "reading", issued.text, UNKNOWN, reading=BY_QUARTER, children=(issued,))
    meetings = check(
        "hằng tháng số [cuộc giao ban] ít nhất 01 cuộc",
        UNKNOWN,
        fact("cuộc giao ban", "1, 1, 2, 1, 1, 1, 1, 1, 1, 1, chưa báo cáo, chưa báo cáo"),
        required="cần ít nhất 1 cuộc mỗi tháng",
        actual="10/12 tháng đạt",
        remarks=("chưa báo cáo: tháng 11, 12",),
    )
    checked = check(
        "số [thôn được kiểm tra] đạt 100% [thôn]",
        UNKNOWN,
        fact("thôn được kiểm tra", "số liệu đã báo cáo không hợp", state="wrong"),
        fact("thôn", "12 thôn"),
        required="cần ít nhất 12 thôn",
    )
    early = check(
        "[ngày họp tổng kết] trước ngày 15/02",
        PASS,
        fact("ngày họp tổng kết", "10/02/2023", evidence="Biên bản số 3 (hư cấu)"),
        required="cần trước 15/02/2023",
        actual="thực tế 10/02/2023",
        margin=margin(4, "ngày", "trước hạn 4 ngày"),
    )
    confirmed = check(
        "có [việc triển khai hiệu quả]",
        UNKNOWN,
        fact("việc triển khai hiệu quả", "có, thiếu minh chứng"),
        required="cần được xác nhận",
        remarks=("có xác nhận nhưng thiếu minh chứng",),
    )
    tree = choice(
        "có đủ",
        UNKNOWN,
        item("a)", "Kế hoạch của UBND", phrase, citation="Phụ lục I, tiêu chí 2, vế 1"),
        item("b)", "Giao ban", meetings),
        item("c)", "", checked),
        item("d)", "", early),
        item("đ)", "", confirmed),
        remarks=("các mục a, b: có đủ",),
        reading=ReadingShown("A05", "Kế hoạch; giao ban", "va", "cả hai", True),
    )
    needs = (
        Need("ngay", "ngày ban hành kế hoạch", 2023, "figure", "[ngày ban hành kế hoạch] (năm nay)"),
        Need("giao_ban", "cuộc giao ban", 2023, "figure", "[cuộc giao ban] (năm nay, tháng 11, 12)", (11, 12)),
        Need("hq", "việc thực hiện nghiêm túc", 2023, "assessment", "[việc thực hiện nghiêm túc] (năm nay)"),
        Need("tk", "việc triển khai hiệu quả", 2023, "evidence", "minh chứng của [việc triển khai hiệu quả] (năm nay)"),
        Need("thon", "thôn được kiểm tra", 2023, "correction",
             "[thôn được kiểm tra] (năm nay): số liệu đã báo cáo không hợp, cần báo cáo lại"),
    )  # fmt: skip
    readings = (BY_QUARTER, ReadingShown("A05", "Kế hoạch; giao ban", "va", "cả hai", True))
    return Explanation(
        "2", "Văn bản triển khai trong Quý I", LEADERSHIP, UNKNOWN, "Phụ lục I, tiêu chí 2", tree,
        readings=readings, needs=needs,
    )  # fmt: skip


def models() -> Explanation:
    """A pass with margins."""
    new = check(
        "số [mô hình mới] ít nhất 01 mô hình",
        PASS,
        fact("mô hình mới", "3 mô hình"),
        required="cần ít nhất 1 mô hình",
        actual="thực tế 3 mô hình",
        margin=margin(2, "mô hình", "hơn mức cần 2 mô hình"),
    )
    kept = check(
        "số [mô hình duy trì] chiếm ít nhất 80% [mô hình]",
        PASS,
        fact("mô hình duy trì", "4 mô hình"),
        fact("mô hình", "5 mô hình"),
        required="cần ít nhất 4 mô hình",
        actual="thực tế 4/5 mô hình = 80%",
        margin=margin(0, "mô hình", "vừa đủ"),
    )
    useful = check(
        "có [mô hình góp phần bảo đảm ANTT]",
        PASS,
        fact("mô hình góp phần bảo đảm ANTT", "có", evidence="Báo cáo số 50 (hư cấu)"),
        required="cần được xác nhận",
    )
    tree = choice("có đủ", PASS, item("a)", "", new), item("b)", "Duy trì", kept), item("c)", "", useful))
    return Explanation("13", "Mô hình phong trào", LEADERSHIP, PASS, "Phụ lục I, tiêu chí 13", tree)


def branches() -> Explanation:
    """A single test at the root, and nothing that helps."""
    tree = check(
        "[xếp loại phong trào] từ “Khá” trở lên",
        FAIL,
        fact("xếp loại phong trào", "không có", state="absent"),
        required="cần từ “Khá” trở lên",
        remarks=("không có (đã báo cáo là không có)",),
    )
    return Explanation(
        "15", "Phân loại phong trào", LEADERSHIP, FAIL, "Phụ lục I, tiêu chí 15", tree,
        outlook="Trong năm xét, đơn vị không còn cách nào làm cho tiêu chí này đạt.",
    )  # fmt: skip


def party() -> Explanation:
    """A criterion that does not apply, under a branch whose condition is not met or not known."""
    condition = check("có [tổ chức Đảng]", FAIL, fact("tổ chức Đảng", "không"), required="cần được xác nhận")
    unmet = Node("20.a", "branch", "áp dụng khi có [tổ chức Đảng]", OTHER, children=(condition,))
    return Explanation("20", "Nơi có tổ chức Đảng", SECURITY, OTHER, "Phụ lục I, tiêu chí 20", unmet)


def either_side() -> Explanation:
    """A branch whose condition is not known: both sides are shown."""
    condition = check("[hộ] trên 100 hộ", UNKNOWN, fact("hộ", "chưa báo cáo", state="missing"))
    large = check("số [tổ] ít nhất 02 tổ", PASS, fact("tổ", "2 tổ"), required="cần ít nhất 2 tổ",
                  actual="thực tế 2 tổ", margin=margin(0, "tổ", "vừa đủ"))  # fmt: skip
    small = check("số [tổ] bằng 01 tổ", FAIL, fact("tổ", "2 tổ"), required="cần đúng 1 tổ", actual="thực tế 2 tổ",
                  margin=margin(-1, "tổ", "lệch 1 tổ"))  # fmt: skip
    text = "nếu [hộ] trên 100 hộ thì số [tổ] ít nhất 02 tổ nếu không thì số [tổ] bằng 01 tổ"
    tree = Node("21", "branch", text, UNKNOWN, children=(condition, large, small))
    needs = (Need("ho", "hộ", 2023, "figure", "[hộ] (năm nay)"),)
    return Explanation("21", "Số tổ theo số hộ", SECURITY, UNKNOWN, "", tree, needs=needs)


CRITERIA = (documents(), models(), branches(), crime(), addicts(), party(), either_side())


def unit(**changes: Any) -> UnitReport:
    """A whole invented unit, with everything that a report on a unit can show."""
    title = "Đủ điều kiện đề nghị xét, công nhận"
    summary = Summary(
        title,
        FAIL,
        "Không đạt: 1/7 tiêu chí đạt, 3 không đạt, 2 chưa đủ dữ liệu, 1 không áp dụng.",
        ("13",),
        ("15", "18", "19"),
        ("2", "21"),
        ("20",),
        tuple(move for criterion in (crime(), addicts()) for move in criterion.changes[0].moves),
        (*documents().needs, *either_side().needs),
        ("15",),
        certain=False,
    )
    wrong = Diagnostic(
        "DL105",
        "vi-du.json",
        place="vd-xa-09, năm 2023",
        values=(("name", "thôn được kiểm tra"), ("found", "13"), ("whole", "thôn"), ("whole_value", "12")),
    )
    report = UnitReport(
        "vd",
        "Xã điển hình về phong trào toàn dân bảo vệ ANTQ (hư cấu)",
        "3557d18e5ca6" + "0" * 52,
        "0.1.0",
        "vd-xa-09",
        "Xã Ví Dụ Chín (hư cấu)",
        "xã",
        2023,
        datetime.date(2023, 10, 25),
        FAIL,
        summary,
        CRITERIA,
        (Conclusion(title, FAIL), Conclusion("Đạt khá", UNKNOWN)),
        (BY_QUARTER,),
        (wrong,),
    )
    return attrs.evolve(report, **changes)


def passing_unit() -> UnitReport:
    """An invented unit that meets everything."""
    title = "Đủ điều kiện đề nghị xét, công nhận"
    summary = Summary(title, PASS, "Đạt: 1/1 tiêu chí đạt.", ("13",), (), (), ())
    return unit(
        unit_code="vd-xa-10",
        unit_name="Xã Ví Dụ Mười (hư cấu)",
        cutoff=None,
        verdict=PASS,
        summary=summary,
        criteria=(models(),),
        conclusions=(Conclusion(title, PASS),),
        readings=(),
        errors=(),
    )
