"""`antq` with several sets: chosen for each unit by its type and year, and listed for a year."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from antq_rules.cli import main
from antq_rules.resources import folder

SET = """bộ tiêu chí "Bộ {code} (hư cấu)"
  mã: {code}
  áp dụng: từ năm {year}
  áp dụng cho: {types}
  {lines}
dữ kiện [vụ cháy]
  mã: vu
  kiểu: số đếm (vụ)
tiêu chí 1. "Ít cháy"
  đạt khi số [vụ cháy] không quá {most} vụ
"""


@pytest.fixture
def rules(tmp_path: Path) -> str:
    place = tmp_path / "bo"
    place.mkdir()
    old = SET.format(code="cu", year=2023, types="xã, thị trấn", lines="", most=3)
    new = SET.format(code="moi", year=2026, types="xã, đặc khu", lines="thay thế: cu", most=1)
    topic = SET.format(code="ho-so", year=2026, types="xã", lines='chủ đề: "Hồ sơ"', most=9)
    for name, text in (("cu", old), ("moi", new), ("ho-so", topic)):
        (place / f"{name}.rules").write_text(text, encoding="utf-8")
    return str(place)


def units(tmp_path: Path, *keys: tuple[str, str, int]) -> str:
    entries = [{"đơn vị": {"mã": c, "loại": t}, "năm": y, "dữ kiện": {"vu": 2}} for c, t, y in keys]
    file = tmp_path / "so.json"
    file.write_text(json.dumps(entries), encoding="utf-8")
    return str(file)


def test_each_unit_is_assessed_under_the_set_of_its_year(
    rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", rules, units(tmp_path, ("x", "xã", 2025), ("y", "xã", 2026)), "--json"]) == 0
    found = [(one["rules"]["code"], one["verdict"]) for one in json.loads(capsys.readouterr().out)]
    assert found == [("cu", "pass"), ("moi", "fail")]
    assert main(["evaluate", rules, units(tmp_path, ("x", "xã", 2025), ("y", "xã", 2026))]) == 0
    out = capsys.readouterr().out
    assert "Bộ cu (hư cấu)" in out and "Bộ moi (hư cấu)" in out


def test_auto_chooses_among_the_bundled_sets(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(folder("examples").joinpath(name)) for name in ("pl1-gan-dat.json", "pl2-dat.json")]
    assert main(["evaluate", "auto", *files, "--json"]) == 0
    assert [one["rules"]["code"] for one in json.loads(capsys.readouterr().out)] == ["pl1", "pl2"]
    assert main(["explain", "auto", "18", files[0]]) == 0
    assert "Tiêu chí 18" in capsys.readouterr().out


def test_a_unit_without_a_set_is_said_with_its_file(
    rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", rules, units(tmp_path, ("t1", "thị trấn", 2026))]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("so.json: t1: lỗi DL202")
    assert "được moi thay thế" in shown


def test_the_sets_in_force_in_a_year(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", rules, "--in-force", "--year", "2025"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "cu: Bộ cu (hư cấu) (1 tiêu chí)",
        "   xã, thị trấn: từ năm 2023 đến năm 2025, sau đó được moi thay thế",
    ]
    assert main(["list", rules, "--in-force", "--year", "2026", "--type", "xã"]) == 0
    out = capsys.readouterr().out
    assert "ho-so: Bộ ho-so (hư cấu) (1 tiêu chí) · chủ đề “Hồ sơ”" in out and "moi: " in out and "cu: " not in out
    assert main(["list", rules, "--in-force", "--year", "2020"]) == 0
    assert capsys.readouterr().out == "Năm 2020 không có bộ tiêu chí nào đang áp dụng.\n"


def test_the_sets_in_force_as_json(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", rules, "--in-force", "--year", "2025", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["code"], one["topic"]) == ("cu", "")
    assert one["types"][0] == {"type": "xã", "first_year": 2023, "last_year": 2025, "replaced_by": "moi"}


def test_a_folder_is_checked_as_a_whole(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", rules]) == 0
    assert capsys.readouterr().out == "3 tệp: 0 lỗi, 0 cảnh báo.\n"
    file = Path(rules, "moi.rules")
    file.write_text(file.read_text(encoding="utf-8").replace("  thay thế: cu\n", ""), encoding="utf-8")
    assert main(["check", rules]) == 2
    out = capsys.readouterr().out
    assert "moi.rules:1:1: lỗi AQ507" in out and "(cu.rules, dòng 1)" in out
    assert main(["check", str(file)]) == 0  # alone it has no other set to conflict with


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--in-force"], "DL206"),
        (["--in-force", "--year", "2026", "--type", "thôn"], "DL201"),
        (["--in-force", "--year", "2022", "--type", "xã"], "DL202"),
    ],
)
def test_what_cannot_be_listed_is_said(arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", *arguments]) == 2
    assert code in capsys.readouterr().err


def test_one_rule_file_and_the_bundled_sets_are_listed_too(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", f"{rules}/cu.rules", "--in-force", "--year", "2030"]) == 0
    assert "xã, thị trấn: từ năm 2023" in capsys.readouterr().out
    assert main(["list", "--in-force", "--year", "2026", "--type", "thi tran"]) == 0
    out = capsys.readouterr().out
    codes = [line.partition(":")[0] for line in out.splitlines() if not line.startswith(" ")]
    assert codes == ["kh-don-vi", "pl1"]  # pl2 and the plans of higher levels are for other types of unit
    assert "   xã, phường, thị trấn: từ năm 2023" in out
