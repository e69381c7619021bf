"""Appendix I over columns, by hand from rules/phu-luc-1.rules: written once, against a small kit for each engine.

A kit (`polars_by_hand`, `duckdb_by_hand`, `numpy_by_hand`) says what each word is on its engine, three-valued: null
where the facts do not decide. What is said here of unknown parts and wholes is what somebody has to know who writes
the query by hand: a part lies within its whole, so the whole is at least as large as each part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from benchmarks.floor import EVENTS, PARTNERS, TITLES, TOPICS, WELL_DONE
from benchmarks.table_data import BEFORE, MONTHS, part_column
from benchmarks.workload import rule_set, vocabulary_of

EXCELLENT = frozenset({"Xuất sắc"})
Condition = Any
"""A three-valued column of an engine."""


Ranks = Mapping[tuple[str, frozenset[str]], int]
"""The lowest rank of some members of a grade's scale."""


class Kit(Protocol):
    """The words that the criteria are written in."""

    def yes(self, *answers: str) -> Condition:
        """Every answer is yes."""

    def none(self, *figures: str) -> Condition:
        """Every figure is 0."""

    def least(self, figure: str, limit: int) -> Condition:
        """A figure is at least a limit."""

    def not_below(self, figure: str, other: str) -> Condition:
        """A figure is at least another."""

    def agree(self, *figures: str) -> Condition:
        """No two of some figures are known to differ."""

    def sum_least(self, first: str, second: str, limit: int) -> Condition:
        """The sum of two figures is at least a limit; known where one alone is enough."""

    def compare(self, weight: int, figure: str, operator: str, other_weight: int, other: str, addend: int) -> Condition:
        """`weight * figure operator other_weight * other + addend`, in numbers wide enough."""

    def most(self, figure: str, limit: int) -> Condition:
        """A figure is at most a limit."""

    def first_quarter(self, day: str) -> Condition:
        """A day lies in the first quarter of the assessed year."""

    def one_of(self, grade: str, members: frozenset[str]) -> Condition:
        """A grade is one of some, which are the best of its scale; no grade is none of them."""

    def all_of(self, *parts: Condition) -> Condition:
        """Every part holds."""

    def any_of(self, *parts: Condition) -> Condition:
        """At least one part holds."""


def criteria(k: Kit) -> dict[str, Condition]:
    """The 34 criteria by number."""
    return {**_leadership(k), **_movement(k), **_security(k), **_police(k)}


def lowest_ranks() -> Ranks:
    """The ranks that the criteria ask for, for tables whose grades are ranks."""
    scales = {f.code: [m.text for m in vocabulary_of(f).members] for f in rule_set().program.facts if f.kind == "grade"}
    return {
        (code, members): min(scale.index(member) for member in members)
        for code, scale in scales.items()
        for members in (WELL_DONE, TITLES, EXCELLENT)
        if members <= set(scale)
    }


def _some(k: Kit, first: str, second: str) -> Condition:
    return k.any_of(k.least(first, 1), k.least(second, 1))


def _either(k: Kit, first: str, second: str) -> Condition:
    return k.any_of(k.yes(first), k.yes(second))


def _full(k: Kit, part: str, whole: str) -> Condition:
    """All of a whole; nothing of nothing is all, whether or not the part was reported."""
    return k.any_of(k.none(whole), k.not_below(part, whole))


def _full_positive(k: Kit, part: str, whole: str) -> Condition:
    """All of a whole that is never empty: with an unknown whole, a part of 0 cannot be all."""
    return k.all_of(k.not_below(part, whole), k.least(part, 1))


def _includes(k: Kit, listed: str, members: Sequence[str]) -> Condition:
    return k.yes(*(part_column(listed, member) for member in members))


def _each_month(k: Kit, figure: str) -> Condition:
    return k.all_of(*(k.least(part_column(figure, month), 1) for month in MONTHS))


def _leadership(k: Kit) -> dict[str, Condition]:
    return {
        "1": k.yes(
            "quan_triet_van_ban_antt",
            "trien_khai_van_ban_antt_day_du",
            "trien_khai_van_ban_antt_hieu_qua",
            "pho_bien_den_ban_nganh_doan_the",
            "pho_bien_den_thon_to_dan_pho",
        ),
        "2": k.all_of(
            k.first_quarter("ngay_nghi_quyet_dang_uy_antt"),
            k.any_of(k.first_quarter("ngay_chuong_trinh_ubnd_antt"), k.first_quarter("ngay_ke_hoach_ubnd_antt")),
            k.first_quarter("ngay_chuong_trinh_ban_chi_dao"),
            _includes(k, "chuyen_de_da_trien_khai", TOPICS),
            k.yes("trien_khai_du_chuyen_de_khac"),
        ),
        "3": k.all_of(
            _some(k, "so_hoi_nghi_tong_ket_rieng", "so_hoi_nghi_tong_ket_long_ghep"),
            _some(k, "so_hoi_nghi_trien_khai_rieng", "so_hoi_nghi_trien_khai_long_ghep"),
            _some(k, "so_cach_lam_hay_duy_tri", "so_cach_lam_hay_moi"),
        ),
        "4": k.yes("ho_tro_kinh_phi_dap_ung", "ho_tro_co_so_vat_chat_dap_ung", "ho_tro_trang_thiet_bi_dap_ung"),
        "5": k.all_of(
            k.yes("niem_yet_lich_tiep_cong_dan", "to_chuc_giai_quyet_don_thu"),
            _each_month(k, "so_buoi_tiep_cong_dan_theo_thang"),
            _full(k, "so_yeu_cau_dot_xuat_da_tiep", "so_yeu_cau_tiep_dot_xuat"),
            k.none("so_don_thu_ton_dong", "so_vu_khieu_to_phuc_tap_keo_dai"),
        ),
        "6": k.all_of(
            k.one_of("xep_loai_dang_bo", WELL_DONE),
            k.one_of("danh_hieu_ubnd", TITLES),
            _full_positive(k, "so_to_chuc_ctxh_kha_tro_len", "so_to_chuc_ctxh"),
            k.none("so_cbccvc_vi_pham_phap_luat", "so_cbccvc_bi_ky_luat"),
        ),
        "7": _some(k, "so_bang_khen_nhan_dan_can_bo", "so_giay_khen_nhan_dan_can_bo"),
    }


def _movement(k: Kit) -> dict[str, Condition]:
    return {
        "8": k.yes(
            "ban_chi_dao_kien_toan_kip_thoi",
            "ban_chi_dao_du_so_luong",
            "ban_chi_dao_bao_dam_chat_luong",
            "ban_chi_dao_co_quy_che",
            "ban_chi_dao_hoat_dong_hieu_qua",
        ),
        "9": k.all_of(k.yes("tuyen_truyen_antt_hieu_qua"), k.least("so_lan_pho_bien_ket_hop_canh_giac", 1)),
        "10": k.all_of(
            _includes(k, "su_kien_da_to_chuc", EVENTS),
            _full(k, "so_phong_trao_thi_dua_da_to_chuc", "so_phong_trao_thi_dua_phat_dong"),
            k.yes("noi_dung_hinh_thuc_phu_hop", "ban_nganh_doan_the_tham_gia", "quan_chung_tham_gia_dong_dao"),
        ),
        "11": k.all_of(
            k.yes("luc_luong_nong_cot_cung_co_thuong_xuyen", "luc_luong_nong_cot_dap_ung_yeu_cau"),
            k.none("so_nguoi_nong_cot_vi_pham_phap_luat", "so_nguoi_nong_cot_bi_ky_luat"),
        ),
        "12": k.all_of(
            _includes(k, "doi_tac_ke_hoach_phoi_hop", PARTNERS),
            _each_month(k, "so_giao_ban_theo_thang"),
            k.least("so_so_ket_phoi_hop_6_thang", 1),
            k.least("so_tong_ket_phoi_hop_nam", 1),
        ),
        "13": k.all_of(
            _some(k, "so_mo_hinh_dan_van_kheo_moi", "so_mo_hinh_dan_van_kheo_duy_tri"),
            _some(k, "so_mo_hinh_antq_moi", "so_mo_hinh_antq_duy_tri"),
            k.yes("mo_hinh_gop_phan_bao_dam_antt"),
        ),
        "14": k.all_of(
            k.yes("khen_thuong_kip_thoi", "de_xuat_khen_thuong_kip_thoi"),
            _some(k, "so_luot_bang_khen_tap_the", "so_luot_bang_khen_ca_nhan"),
            k.sum_least("so_luot_giay_khen_tap_the", "so_luot_giay_khen_ca_nhan", 2),
            _some(k, "so_tap_the_dien_hinh_tien_tien", "so_ca_nhan_dien_hinh_tien_tien"),
        ),
        "15": k.one_of("xep_loai_phong_trao_antq", EXCELLENT),
    }


def _security(k: Kit) -> dict[str, Condition]:
    cases, addicts = "so_vu_pham_toi_ttxh", "so_nguoi_nghien_ma_tuy"
    before = addicts + BEFORE
    return {
        "16": k.none("so_tu_diem_hinh_su", "so_tu_diem_ma_tuy", "so_tu_diem_te_nan_xa_hoi"),
        "17": k.none(
            "so_vu_viec_phuc_tap_antt",
            "so_vu_toi_pham_xa_hoi_den",
            "so_vu_toi_pham_tin_dung_den",
            "so_vu_vi_pham_tin_dung_den",
        ),
        "18": k.any_of(k.none(cases), k.not_below(cases + BEFORE, cases)),
        "19": k.all_of(
            k.any_of(
                k.none(addicts),
                k.all_of(k.least(before, 11), k.compare(5, addicts, "<=", 4, before, 0)),
                k.all_of(k.most(before, 10), k.compare(1, addicts, "<=", 1, before, -2)),
            ),
            k.none(
                "so_nguoi_nghien_moi", "so_nguoi_tai_nghien", "so_vu_trong_cay_ma_tuy", "so_vu_tai_trong_cay_ma_tuy"
            ),
        ),
        "20": k.all_of(
            k.yes("tuyen_truyen_pccc_co_quan_don_vi", "tuyen_truyen_pccc_ho_gia_dinh"),
            k.none("so_vu_chay_no_nghiem_trong_tro_len"),
            _full(k, "so_co_so_pccc_da_lap_ho_so", "so_co_so_pccc_cap_xa_quan_ly"),
        ),
        "21": k.none("so_vu_tngt_nghiem_trong_do_cu_dan", "so_vu_dua_xe_trai_phep"),
        "22": k.none("so_vu_tai_nguyen_khoang_san_buc_xuc", "so_vu_moi_truong_buc_xuc", "so_vu_attp_buc_xuc"),
        "23": k.none(
            "so_vu_pham_toi_kinh_te",
            "so_vu_pham_toi_tham_nhung",
            "so_vu_buon_lau",
            "so_vu_gian_lan_thuong_mai",
            "so_vu_hang_gia",
            "so_vu_hang_cam",
        ),
        "24": k.none(
            "so_vu_loi_dung_tap_trung_gay_roi",
            "so_vu_loi_dung_bieu_tinh",
            "so_vu_loi_dung_tuan_hanh",
            "so_vu_khieu_kien_vuot_cap",
            "so_vu_loi_dung_vi_pham_khac",
        ),
    }


def _police(k: Kit) -> dict[str, Condition]:
    hamlets, security, movement = "so_thon_to_dan_pho", "so_thon_kiem_tra_antt", "so_thon_kiem_tra_phong_trao"
    released, relapsed = "so_nguoi_dac_xa_tha_tu", "so_nguoi_dac_xa_tha_tu_tai_pham"
    reports = "so_tin_bao_to_giac"
    handled = ("so_tin_duoc_tiep_nhan", "so_tin_duoc_kiem_tra_xac_minh", "so_tin_duoc_chuyen_ngay")
    return {
        "25": k.all_of(
            _either(k, "co_chuong_trinh_cong_an", "co_ke_hoach_cong_an"),
            k.yes("co_bien_phap_cong_an", "thuc_hien_ctkh_cong_an_hieu_qua"),
        ),
        "26": k.all_of(
            *(_full_positive(k, part, hamlets) for part in (security, movement)),
            k.agree(security, movement),  # of two that differ one cannot be all, whatever the whole
        ),
        "27": k.all_of(
            k.yes("tap_huan_nong_cot_dung_quy_dinh"),
            _some(k, "so_hoat_dong_huong_dan_tap_huan", "so_hoat_dong_phoi_hop_tap_huan"),
        ),
        "28": k.yes(
            "quan_ly_nganh_nghe_co_dieu_kien",
            "quan_ly_vu_khi_phao",
            "quan_ly_cu_tru",
            "quan_ly_nguoi_nuoc_ngoai",
            "cap_quan_ly_can_cuoc",
            "du_lieu_dan_cu_dung",
            "du_lieu_dan_cu_du",
            "du_lieu_dan_cu_sach",
            "du_lieu_dan_cu_song",
            "huong_dan_cai_cach_hanh_chinh",
            "huong_dan_de_an_06",
        ),
        "29": k.all_of(
            k.yes("quan_ly_giam_sat_doi_tuong_tot", "cap_nhat_phan_mem_doi_tuong"),
            _full(k, "so_doi_tuong_co_ho_so_danh_sach", "so_doi_tuong_dien_quan_ly"),
            k.any_of(k.none(released), k.none(relapsed), k.compare(200, relapsed, "<", 3, released, 0)),
        ),
        "30": k.all_of(
            k.yes("to_chuc_truc_ban"),
            *(_full(k, part, reports) for part in handled),
            k.agree(*handled),
        ),
        "31": k.all_of(
            k.yes(
                "chap_hanh_dieu_lenh_cand",
                "chap_hanh_quy_trinh_cong_tac",
                "giu_vung_le_tiet_tac_phong",
                "xay_dung_hinh_anh_cong_an",
            ),
            k.least("so_sang_kien_cai_tien", 1),
        ),
        "32": k.none("so_don_thu_phan_anh_cong_an", "so_cbcs_bi_ky_luat_lien_quan_antt"),
        "33": k.all_of(_either(k, "co_tru_so_doc_lap", "noi_lam_viec_khang_trang"), k.yes("cong_nhan_don_vi_van_hoa")),
        "34": k.all_of(
            k.one_of("xep_loai_don_vi_cong_an", WELL_DONE),
            k.one_of("xep_loai_chi_bo_cong_an", WELL_DONE),
            _full_positive(k, "so_cbcs_hoan_thanh_tot_tro_len", "so_cbcs_cong_an"),
        ),
    }
