"""Appendix I in plain Python with unknown facts: `True`, `False`, or `None` where the facts do not decide.

Written by hand from rules/phu-luc-1.rules at the default readings. An unknown figure is `None` and is not true, so a
sum of known trespasses or achievements is looked at first, and what is missing after that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.floor import EVENTS, FIRST, LAST, PARTNERS, TITLES, TOPICS, WELL_DONE

Facts = Mapping[str, Any]
Verdict = bool | None


def judge(facts: Facts, before: Facts) -> tuple[Verdict, ...]:
    """The verdicts of the 34 criteria."""
    return (
        criterion_1(facts), criterion_2(facts), criterion_3(facts), criterion_4(facts), criterion_5(facts),
        criterion_6(facts), criterion_7(facts), criterion_8(facts), criterion_9(facts), criterion_10(facts),
        criterion_11(facts), criterion_12(facts), criterion_13(facts), criterion_14(facts), criterion_15(facts),
        criterion_16(facts), criterion_17(facts), criterion_18(facts, before), criterion_19(facts, before),
        criterion_20(facts), criterion_21(facts), criterion_22(facts), criterion_23(facts), criterion_24(facts),
        criterion_25(facts), criterion_26(facts), criterion_27(facts), criterion_28(facts), criterion_29(facts),
        criterion_30(facts), criterion_31(facts), criterion_32(facts), criterion_33(facts), criterion_34(facts),
    )  # fmt: skip


def all_of(*parts: object) -> Verdict:
    """Every part holds; one that fails decides."""
    return False if False in parts else None if None in parts else True


def some(first: object, second: object) -> Verdict:
    """One of two figures is at least 1, or one of two answers is yes."""
    return True if first or second else None if first is None or second is None else False


def none(*figures: object) -> Verdict:
    """Every figure is 0."""
    for figure in figures:
        if figure:
            return False
    return None if None in figures else True


def in_first_quarter(day: Any) -> Verdict:
    return None if day is None else FIRST <= day <= LAST


def within(grade: object, members: frozenset[str]) -> Verdict:
    return None if grade is None else grade in members


def includes(listed: Any, members: tuple[str, ...]) -> Verdict:
    return None if listed is None else all(member in listed for member in members)


def each_month(figures: Any) -> Verdict:
    return None if figures is None else False if 0 in figures else None if None in figures else True


def full(part: Any, whole: Any, others: tuple[Any, ...] = (), least: int = 0) -> Verdict:
    """All of a whole; a part lies within it, as the other parts do."""
    if whole == 0:
        return True
    if part is None:
        return None
    if whole is not None:
        enough: bool = part >= whole
        return enough
    return False if part < max((least, *(other or 0 for other in others))) else None


def criterion_1(f: Facts) -> Verdict:
    return all_of(
        f["quan_triet_van_ban_antt"],
        f["trien_khai_van_ban_antt_day_du"],
        f["trien_khai_van_ban_antt_hieu_qua"],
        f["pho_bien_den_ban_nganh_doan_the"],
        f["pho_bien_den_thon_to_dan_pho"],
    )


def criterion_2(f: Facts) -> Verdict:
    return all_of(
        in_first_quarter(f["ngay_nghi_quyet_dang_uy_antt"]),
        some(in_first_quarter(f["ngay_chuong_trinh_ubnd_antt"]), in_first_quarter(f["ngay_ke_hoach_ubnd_antt"])),
        in_first_quarter(f["ngay_chuong_trinh_ban_chi_dao"]),
        includes(f["chuyen_de_da_trien_khai"], TOPICS),
        f["trien_khai_du_chuyen_de_khac"],
    )


def criterion_3(f: Facts) -> Verdict:
    return all_of(
        some(f["so_hoi_nghi_tong_ket_rieng"], f["so_hoi_nghi_tong_ket_long_ghep"]),
        some(f["so_hoi_nghi_trien_khai_rieng"], f["so_hoi_nghi_trien_khai_long_ghep"]),
        some(f["so_cach_lam_hay_duy_tri"], f["so_cach_lam_hay_moi"]),
    )


def criterion_4(f: Facts) -> Verdict:
    return all_of(f["ho_tro_kinh_phi_dap_ung"], f["ho_tro_co_so_vat_chat_dap_ung"], f["ho_tro_trang_thiet_bi_dap_ung"])


def criterion_5(f: Facts) -> Verdict:
    return all_of(
        f["niem_yet_lich_tiep_cong_dan"],
        each_month(f["so_buoi_tiep_cong_dan_theo_thang"]),
        full(f["so_yeu_cau_dot_xuat_da_tiep"], f["so_yeu_cau_tiep_dot_xuat"]),
        f["to_chuc_giai_quyet_don_thu"],
        none(f["so_don_thu_ton_dong"], f["so_vu_khieu_to_phuc_tap_keo_dai"]),
    )


def criterion_6(f: Facts) -> Verdict:
    return all_of(
        within(f["xep_loai_dang_bo"], WELL_DONE),
        within(f["danh_hieu_ubnd"], TITLES),
        full(f["so_to_chuc_ctxh_kha_tro_len"], f["so_to_chuc_ctxh"], least=1),
        none(f["so_cbccvc_vi_pham_phap_luat"], f["so_cbccvc_bi_ky_luat"]),
    )


def criterion_7(f: Facts) -> Verdict:
    return some(f["so_bang_khen_nhan_dan_can_bo"], f["so_giay_khen_nhan_dan_can_bo"])


def criterion_8(f: Facts) -> Verdict:
    return all_of(
        f["ban_chi_dao_kien_toan_kip_thoi"],
        f["ban_chi_dao_du_so_luong"],
        f["ban_chi_dao_bao_dam_chat_luong"],
        f["ban_chi_dao_co_quy_che"],
        f["ban_chi_dao_hoat_dong_hieu_qua"],
    )


def criterion_9(f: Facts) -> Verdict:
    times = f["so_lan_pho_bien_ket_hop_canh_giac"]
    return all_of(f["tuyen_truyen_antt_hieu_qua"], None if times is None else times >= 1)


def criterion_10(f: Facts) -> Verdict:
    return all_of(
        includes(f["su_kien_da_to_chuc"], EVENTS),
        full(f["so_phong_trao_thi_dua_da_to_chuc"], f["so_phong_trao_thi_dua_phat_dong"]),
        f["noi_dung_hinh_thuc_phu_hop"],
        f["ban_nganh_doan_the_tham_gia"],
        f["quan_chung_tham_gia_dong_dao"],
    )


def criterion_11(f: Facts) -> Verdict:
    return all_of(
        f["luc_luong_nong_cot_cung_co_thuong_xuyen"],
        f["luc_luong_nong_cot_dap_ung_yeu_cau"],
        none(f["so_nguoi_nong_cot_vi_pham_phap_luat"], f["so_nguoi_nong_cot_bi_ky_luat"]),
    )


def criterion_12(f: Facts) -> Verdict:
    half, whole = f["so_so_ket_phoi_hop_6_thang"], f["so_tong_ket_phoi_hop_nam"]
    return all_of(
        includes(f["doi_tac_ke_hoach_phoi_hop"], PARTNERS),
        each_month(f["so_giao_ban_theo_thang"]),
        None if half is None else half >= 1,
        None if whole is None else whole >= 1,
    )


def criterion_13(f: Facts) -> Verdict:
    return all_of(
        some(f["so_mo_hinh_dan_van_kheo_moi"], f["so_mo_hinh_dan_van_kheo_duy_tri"]),
        some(f["so_mo_hinh_antq_moi"], f["so_mo_hinh_antq_duy_tri"]),
        f["mo_hinh_gop_phan_bao_dam_antt"],
    )


def criterion_14(f: Facts) -> Verdict:
    groups, persons = f["so_luot_giay_khen_tap_the"], f["so_luot_giay_khen_ca_nhan"]
    enough = (groups or 0) + (persons or 0) >= 2
    return all_of(
        f["khen_thuong_kip_thoi"],
        f["de_xuat_khen_thuong_kip_thoi"],
        some(f["so_luot_bang_khen_tap_the"], f["so_luot_bang_khen_ca_nhan"]),
        True if enough else None if groups is None or persons is None else False,
        some(f["so_tap_the_dien_hinh_tien_tien"], f["so_ca_nhan_dien_hinh_tien_tien"]),
    )


def criterion_15(f: Facts) -> Verdict:
    grade = f["xep_loai_phong_trao_antq"]
    return None if grade is None else grade == "Xuất sắc"


def criterion_16(f: Facts) -> Verdict:
    return none(f["so_tu_diem_hinh_su"], f["so_tu_diem_ma_tuy"], f["so_tu_diem_te_nan_xa_hoi"])


def criterion_17(f: Facts) -> Verdict:
    return none(
        f["so_vu_viec_phuc_tap_antt"],
        f["so_vu_toi_pham_xa_hoi_den"],
        f["so_vu_toi_pham_tin_dung_den"],
        f["so_vu_vi_pham_tin_dung_den"],
    )


def criterion_18(f: Facts, before: Facts) -> Verdict:
    cases, cases_before = f["so_vu_pham_toi_ttxh"], before["so_vu_pham_toi_ttxh"]
    if cases == 0:
        return True
    return None if cases is None or cases_before is None else cases <= cases_before


def criterion_19(f: Facts, before: Facts) -> Verdict:
    addicts, addicts_before = f["so_nguoi_nghien_ma_tuy"], before["so_nguoi_nghien_ma_tuy"]
    fewer: Verdict = None
    if addicts == 0:
        fewer = True
    elif addicts is not None and addicts_before is not None:
        fewer = 5 * addicts <= 4 * addicts_before if addicts_before > 10 else addicts <= addicts_before - 2
    return all_of(
        fewer,
        none(
            f["so_nguoi_nghien_moi"],
            f["so_nguoi_tai_nghien"],
            f["so_vu_trong_cay_ma_tuy"],
            f["so_vu_tai_trong_cay_ma_tuy"],
        ),
    )


def criterion_20(f: Facts) -> Verdict:
    return all_of(
        f["tuyen_truyen_pccc_co_quan_don_vi"],
        f["tuyen_truyen_pccc_ho_gia_dinh"],
        none(f["so_vu_chay_no_nghiem_trong_tro_len"]),
        full(f["so_co_so_pccc_da_lap_ho_so"], f["so_co_so_pccc_cap_xa_quan_ly"]),
    )


def criterion_21(f: Facts) -> Verdict:
    return none(f["so_vu_tngt_nghiem_trong_do_cu_dan"], f["so_vu_dua_xe_trai_phep"])


def criterion_22(f: Facts) -> Verdict:
    return none(f["so_vu_tai_nguyen_khoang_san_buc_xuc"], f["so_vu_moi_truong_buc_xuc"], f["so_vu_attp_buc_xuc"])


def criterion_23(f: Facts) -> Verdict:
    return none(
        f["so_vu_pham_toi_kinh_te"],
        f["so_vu_pham_toi_tham_nhung"],
        f["so_vu_buon_lau"],
        f["so_vu_gian_lan_thuong_mai"],
        f["so_vu_hang_gia"],
        f["so_vu_hang_cam"],
    )


def criterion_24(f: Facts) -> Verdict:
    return none(
        f["so_vu_loi_dung_tap_trung_gay_roi"],
        f["so_vu_loi_dung_bieu_tinh"],
        f["so_vu_loi_dung_tuan_hanh"],
        f["so_vu_khieu_kien_vuot_cap"],
        f["so_vu_loi_dung_vi_pham_khac"],
    )


def criterion_25(f: Facts) -> Verdict:
    return all_of(
        some(f["co_chuong_trinh_cong_an"], f["co_ke_hoach_cong_an"]),
        f["co_bien_phap_cong_an"],
        f["thuc_hien_ctkh_cong_an_hieu_qua"],
    )


def criterion_26(f: Facts) -> Verdict:
    whole, security, movement = (
        f["so_thon_to_dan_pho"],
        f["so_thon_kiem_tra_antt"],
        f["so_thon_kiem_tra_phong_trao"],
    )
    return all_of(full(security, whole, (movement,), 1), full(movement, whole, (security,), 1))


def criterion_27(f: Facts) -> Verdict:
    return all_of(
        f["tap_huan_nong_cot_dung_quy_dinh"],
        some(f["so_hoat_dong_huong_dan_tap_huan"], f["so_hoat_dong_phoi_hop_tap_huan"]),
    )


def criterion_28(f: Facts) -> Verdict:
    return all_of(
        f["quan_ly_nganh_nghe_co_dieu_kien"],
        f["quan_ly_vu_khi_phao"],
        f["quan_ly_cu_tru"],
        f["quan_ly_nguoi_nuoc_ngoai"],
        f["cap_quan_ly_can_cuoc"],
        f["du_lieu_dan_cu_dung"],
        f["du_lieu_dan_cu_du"],
        f["du_lieu_dan_cu_sach"],
        f["du_lieu_dan_cu_song"],
        f["huong_dan_cai_cach_hanh_chinh"],
        f["huong_dan_de_an_06"],
    )


def criterion_29(f: Facts) -> Verdict:
    released, relapsed = f["so_nguoi_dac_xa_tha_tu"], f["so_nguoi_dac_xa_tha_tu_tai_pham"]
    few: Verdict = None
    if released == 0 or relapsed == 0:
        few = True
    elif released is not None and relapsed is not None:
        few = 200 * relapsed < 3 * released
    return all_of(
        f["quan_ly_giam_sat_doi_tuong_tot"],
        full(f["so_doi_tuong_co_ho_so_danh_sach"], f["so_doi_tuong_dien_quan_ly"]),
        f["cap_nhat_phan_mem_doi_tuong"],
        few,
    )


def criterion_30(f: Facts) -> Verdict:
    reports = f["so_tin_bao_to_giac"]
    parts = f["so_tin_duoc_tiep_nhan"], f["so_tin_duoc_kiem_tra_xac_minh"], f["so_tin_duoc_chuyen_ngay"]
    return all_of(
        f["to_chuc_truc_ban"],
        full(parts[0], reports, parts),
        full(parts[1], reports, parts),
        full(parts[2], reports, parts),
    )


def criterion_31(f: Facts) -> Verdict:
    initiatives = f["so_sang_kien_cai_tien"]
    return all_of(
        f["chap_hanh_dieu_lenh_cand"],
        f["chap_hanh_quy_trinh_cong_tac"],
        f["giu_vung_le_tiet_tac_phong"],
        f["xay_dung_hinh_anh_cong_an"],
        None if initiatives is None else initiatives >= 1,
    )


def criterion_32(f: Facts) -> Verdict:
    return none(f["so_don_thu_phan_anh_cong_an"], f["so_cbcs_bi_ky_luat_lien_quan_antt"])


def criterion_33(f: Facts) -> Verdict:
    return all_of(some(f["co_tru_so_doc_lap"], f["noi_lam_viec_khang_trang"]), f["cong_nhan_don_vi_van_hoa"])


def criterion_34(f: Facts) -> Verdict:
    return all_of(
        within(f["xep_loai_don_vi_cong_an"], WELL_DONE),
        within(f["xep_loai_chi_bo_cong_an"], WELL_DONE),
        full(f["so_cbcs_hoan_thanh_tot_tro_len"], f["so_cbcs_cong_an"], least=1),
    )
