"""The floor: Appendix I in plain Python, one function per criterion, two-valued; every fact must be known.

Written by hand from rules/phu-luc-1.rules at the default readings, as somebody would who needs no more than verdicts.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

Facts = Mapping[str, Any]
FIRST, LAST = datetime.date(2023, 1, 1), datetime.date(2023, 3, 31)
WELL_DONE = frozenset({"Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ"})
TITLES = frozenset({"Tập thể lao động tiên tiến", "Tập thể lao động xuất sắc"})
TOPICS = ("cao_diem_tran_ap_toi_pham", "pccc", "xay_dung_duy_tri_mo_hinh", "phat_dong_phong_trao")
EVENTS = (
    "ngay_hoi_antq_19_8", "ngay_pccc_04_10", "thang_ma_tuy_06", "ngay_ma_tuy_26_6",
    "ngay_mua_ban_nguoi_30_7", "ngay_moi_truong_5_6", "thang_atgt_09",
)  # fmt: skip
PARTNERS = ("mat_tran_to_quoc", "doan_the", "luc_luong_vu_trang")


def judge(facts: Facts, before: Facts) -> tuple[object, ...]:
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


def criterion_1(f: Facts) -> object:
    return (
        f["quan_triet_van_ban_antt"]
        and f["trien_khai_van_ban_antt_day_du"]
        and f["trien_khai_van_ban_antt_hieu_qua"]
        and f["pho_bien_den_ban_nganh_doan_the"]
        and f["pho_bien_den_thon_to_dan_pho"]
    )


def criterion_2(f: Facts) -> object:
    topics = f["chuyen_de_da_trien_khai"]
    return (
        FIRST <= f["ngay_nghi_quyet_dang_uy_antt"] <= LAST
        and (FIRST <= f["ngay_chuong_trinh_ubnd_antt"] <= LAST or FIRST <= f["ngay_ke_hoach_ubnd_antt"] <= LAST)
        and FIRST <= f["ngay_chuong_trinh_ban_chi_dao"] <= LAST
        and all(topic in topics for topic in TOPICS)
        and f["trien_khai_du_chuyen_de_khac"]
    )


def criterion_3(f: Facts) -> object:
    return (
        (f["so_hoi_nghi_tong_ket_rieng"] >= 1 or f["so_hoi_nghi_tong_ket_long_ghep"] >= 1)
        and (f["so_hoi_nghi_trien_khai_rieng"] >= 1 or f["so_hoi_nghi_trien_khai_long_ghep"] >= 1)
        and (f["so_cach_lam_hay_duy_tri"] >= 1 or f["so_cach_lam_hay_moi"] >= 1)
    )


def criterion_4(f: Facts) -> object:
    return f["ho_tro_kinh_phi_dap_ung"] and f["ho_tro_co_so_vat_chat_dap_ung"] and f["ho_tro_trang_thiet_bi_dap_ung"]


def criterion_5(f: Facts) -> object:
    return (
        f["niem_yet_lich_tiep_cong_dan"]
        and min(f["so_buoi_tiep_cong_dan_theo_thang"]) >= 1
        and f["so_yeu_cau_dot_xuat_da_tiep"] >= f["so_yeu_cau_tiep_dot_xuat"]
        and f["to_chuc_giai_quyet_don_thu"]
        and f["so_don_thu_ton_dong"] == 0
        and f["so_vu_khieu_to_phuc_tap_keo_dai"] == 0
    )


def criterion_6(f: Facts) -> object:
    return (
        f["xep_loai_dang_bo"] in WELL_DONE
        and f["danh_hieu_ubnd"] in TITLES
        and f["so_to_chuc_ctxh_kha_tro_len"] >= f["so_to_chuc_ctxh"]
        and f["so_cbccvc_vi_pham_phap_luat"] == 0
        and f["so_cbccvc_bi_ky_luat"] == 0
    )


def criterion_7(f: Facts) -> object:
    return f["so_bang_khen_nhan_dan_can_bo"] >= 1 or f["so_giay_khen_nhan_dan_can_bo"] >= 1


def criterion_8(f: Facts) -> object:
    return (
        f["ban_chi_dao_kien_toan_kip_thoi"]
        and f["ban_chi_dao_du_so_luong"]
        and f["ban_chi_dao_bao_dam_chat_luong"]
        and f["ban_chi_dao_co_quy_che"]
        and f["ban_chi_dao_hoat_dong_hieu_qua"]
    )


def criterion_9(f: Facts) -> object:
    return f["tuyen_truyen_antt_hieu_qua"] and f["so_lan_pho_bien_ket_hop_canh_giac"] >= 1


def criterion_10(f: Facts) -> object:
    held = f["su_kien_da_to_chuc"]
    return (
        all(event in held for event in EVENTS)
        and f["so_phong_trao_thi_dua_da_to_chuc"] >= f["so_phong_trao_thi_dua_phat_dong"]
        and f["noi_dung_hinh_thuc_phu_hop"]
        and f["ban_nganh_doan_the_tham_gia"]
        and f["quan_chung_tham_gia_dong_dao"]
    )


def criterion_11(f: Facts) -> object:
    return (
        f["luc_luong_nong_cot_cung_co_thuong_xuyen"]
        and f["luc_luong_nong_cot_dap_ung_yeu_cau"]
        and f["so_nguoi_nong_cot_vi_pham_phap_luat"] == 0
        and f["so_nguoi_nong_cot_bi_ky_luat"] == 0
    )


def criterion_12(f: Facts) -> object:
    partners = f["doi_tac_ke_hoach_phoi_hop"]
    return (
        all(partner in partners for partner in PARTNERS)
        and min(f["so_giao_ban_theo_thang"]) >= 1
        and f["so_so_ket_phoi_hop_6_thang"] >= 1
        and f["so_tong_ket_phoi_hop_nam"] >= 1
    )


def criterion_13(f: Facts) -> object:
    return (
        (f["so_mo_hinh_dan_van_kheo_moi"] >= 1 or f["so_mo_hinh_dan_van_kheo_duy_tri"] >= 1)
        and (f["so_mo_hinh_antq_moi"] >= 1 or f["so_mo_hinh_antq_duy_tri"] >= 1)
        and f["mo_hinh_gop_phan_bao_dam_antt"]
    )


def criterion_14(f: Facts) -> object:
    return (
        f["khen_thuong_kip_thoi"]
        and f["de_xuat_khen_thuong_kip_thoi"]
        and (f["so_luot_bang_khen_tap_the"] >= 1 or f["so_luot_bang_khen_ca_nhan"] >= 1)
        and f["so_luot_giay_khen_tap_the"] + f["so_luot_giay_khen_ca_nhan"] >= 2
        and (f["so_tap_the_dien_hinh_tien_tien"] >= 1 or f["so_ca_nhan_dien_hinh_tien_tien"] >= 1)
    )


def criterion_15(f: Facts) -> object:
    return f["xep_loai_phong_trao_antq"] == "Xuất sắc"


def criterion_16(f: Facts) -> object:
    return f["so_tu_diem_hinh_su"] == 0 and f["so_tu_diem_ma_tuy"] == 0 and f["so_tu_diem_te_nan_xa_hoi"] == 0


def criterion_17(f: Facts) -> object:
    return (
        f["so_vu_viec_phuc_tap_antt"] == 0
        and f["so_vu_toi_pham_xa_hoi_den"] == 0
        and f["so_vu_toi_pham_tin_dung_den"] == 0
        and f["so_vu_vi_pham_tin_dung_den"] == 0
    )


def criterion_18(f: Facts, before: Facts) -> object:
    cases, cases_before = f["so_vu_pham_toi_ttxh"], before["so_vu_pham_toi_ttxh"]
    return cases <= cases_before or 20 * cases <= 19 * cases_before


def criterion_19(f: Facts, before: Facts) -> object:
    addicts, addicts_before = f["so_nguoi_nghien_ma_tuy"], before["so_nguoi_nghien_ma_tuy"]
    return (
        (addicts == 0 or (5 * addicts <= 4 * addicts_before if addicts_before > 10 else addicts <= addicts_before - 2))
        and f["so_nguoi_nghien_moi"] == 0
        and f["so_nguoi_tai_nghien"] == 0
        and f["so_vu_trong_cay_ma_tuy"] == 0
        and f["so_vu_tai_trong_cay_ma_tuy"] == 0
    )


def criterion_20(f: Facts) -> object:
    return (
        f["tuyen_truyen_pccc_co_quan_don_vi"]
        and f["tuyen_truyen_pccc_ho_gia_dinh"]
        and f["so_vu_chay_no_nghiem_trong_tro_len"] == 0
        and f["so_co_so_pccc_da_lap_ho_so"] >= f["so_co_so_pccc_cap_xa_quan_ly"]
    )


def criterion_21(f: Facts) -> object:
    return f["so_vu_tngt_nghiem_trong_do_cu_dan"] == 0 and f["so_vu_dua_xe_trai_phep"] == 0


def criterion_22(f: Facts) -> object:
    return (
        f["so_vu_tai_nguyen_khoang_san_buc_xuc"] == 0
        and f["so_vu_moi_truong_buc_xuc"] == 0
        and f["so_vu_attp_buc_xuc"] == 0
    )


def criterion_23(f: Facts) -> object:
    return (
        f["so_vu_pham_toi_kinh_te"] == 0
        and f["so_vu_pham_toi_tham_nhung"] == 0
        and f["so_vu_buon_lau"] == 0
        and f["so_vu_gian_lan_thuong_mai"] == 0
        and f["so_vu_hang_gia"] == 0
        and f["so_vu_hang_cam"] == 0
    )


def criterion_24(f: Facts) -> object:
    return (
        f["so_vu_loi_dung_tap_trung_gay_roi"] == 0
        and f["so_vu_loi_dung_bieu_tinh"] == 0
        and f["so_vu_loi_dung_tuan_hanh"] == 0
        and f["so_vu_khieu_kien_vuot_cap"] == 0
        and f["so_vu_loi_dung_vi_pham_khac"] == 0
    )


def criterion_25(f: Facts) -> object:
    return (
        (f["co_chuong_trinh_cong_an"] or f["co_ke_hoach_cong_an"])
        and f["co_bien_phap_cong_an"]
        and f["thuc_hien_ctkh_cong_an_hieu_qua"]
    )


def criterion_26(f: Facts) -> object:
    hamlets = f["so_thon_to_dan_pho"]
    return f["so_thon_kiem_tra_antt"] >= hamlets and f["so_thon_kiem_tra_phong_trao"] >= hamlets


def criterion_27(f: Facts) -> object:
    return f["tap_huan_nong_cot_dung_quy_dinh"] and (
        f["so_hoat_dong_huong_dan_tap_huan"] >= 1 or f["so_hoat_dong_phoi_hop_tap_huan"] >= 1
    )


def criterion_28(f: Facts) -> object:
    return (
        f["quan_ly_nganh_nghe_co_dieu_kien"]
        and f["quan_ly_vu_khi_phao"]
        and f["quan_ly_cu_tru"]
        and f["quan_ly_nguoi_nuoc_ngoai"]
        and f["cap_quan_ly_can_cuoc"]
        and f["du_lieu_dan_cu_dung"]
        and f["du_lieu_dan_cu_du"]
        and f["du_lieu_dan_cu_sach"]
        and f["du_lieu_dan_cu_song"]
        and f["huong_dan_cai_cach_hanh_chinh"]
        and f["huong_dan_de_an_06"]
    )


def criterion_29(f: Facts) -> object:
    released = f["so_nguoi_dac_xa_tha_tu"]
    return (
        f["quan_ly_giam_sat_doi_tuong_tot"]
        and f["so_doi_tuong_co_ho_so_danh_sach"] >= f["so_doi_tuong_dien_quan_ly"]
        and f["cap_nhat_phan_mem_doi_tuong"]
        and (released == 0 or 200 * f["so_nguoi_dac_xa_tha_tu_tai_pham"] < 3 * released)
    )


def criterion_30(f: Facts) -> object:
    reports = f["so_tin_bao_to_giac"]
    return (
        f["to_chuc_truc_ban"]
        and f["so_tin_duoc_tiep_nhan"] >= reports
        and f["so_tin_duoc_kiem_tra_xac_minh"] >= reports
        and f["so_tin_duoc_chuyen_ngay"] >= reports
    )


def criterion_31(f: Facts) -> object:
    return (
        f["chap_hanh_dieu_lenh_cand"]
        and f["chap_hanh_quy_trinh_cong_tac"]
        and f["giu_vung_le_tiet_tac_phong"]
        and f["xay_dung_hinh_anh_cong_an"]
        and f["so_sang_kien_cai_tien"] >= 1
    )


def criterion_32(f: Facts) -> object:
    return f["so_don_thu_phan_anh_cong_an"] == 0 and f["so_cbcs_bi_ky_luat_lien_quan_antt"] == 0


def criterion_33(f: Facts) -> object:
    return (f["co_tru_so_doc_lap"] or f["noi_lam_viec_khang_trang"]) and f["cong_nhan_don_vi_van_hoa"]


def criterion_34(f: Facts) -> object:
    return (
        f["xep_loai_don_vi_cong_an"] in WELL_DONE
        and f["xep_loai_chi_bo_cong_an"] in WELL_DONE
        and f["so_cbcs_hoan_thanh_tot_tro_len"] >= f["so_cbcs_cong_an"]
    )
