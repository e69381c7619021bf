"""`antq process`, called as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import antq_rules
from antq_rules.cli import main
from antq_rules.resources import folder

DATA = {
    name: str(folder("examples").joinpath("quy-trinh", f"{name}.json"))
    for name in ("xa-cho-cong-nhan", "co-quan-thieu-ho-so", "huyen-bao-cao-muon")
}


def test_text_names_the_next_step(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert main(["process", DATA["xa-cho-cong-nhan"], "--as-of", "20/11/2023"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Xã Ví Dụ Mười Một (hư cấu) · xã · năm 2023 · tính đến ngày 20/11/2023\n")
    assert "1. Họp xét, công nhận đơn vị điển hình (Ban Chỉ đạo 138 cấp huyện; chậm nhất 31/12/2023" in out


def test_json_by_either_option(capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for option in (["--json"], ["--format", "json"]):
        assert main(["process", DATA["co-quan-thieu-ho-so"], "--as-of", "2023-11-15", *option]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    (data,) = answers[0]
    assert data["competence"]["route"] == "T2" and data["dossier"]["missing"] == ["Biên bản họp xét"]
    assert data["deadlines"][0]["state"] == "done"


def test_several_files_and_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["process", *DATA.values(), "--as-of", "30/10/2024", "--format", "markdown"]) == 0
    titles = [line for line in capsys.readouterr().out.splitlines() if line.startswith("# ")]
    assert [title.split(" (hư cấu)")[0] for title in titles] == [
        "# Xã Ví Dụ Mười Một",
        "# Cơ quan Ví Dụ Mười Hai",
        "# Huyện Ví Dụ Mười Ba",
    ]


def test_a_reading_is_chosen_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["process", DATA["huyen-bao-cao-muon"], "--as-of", "25/10/2024", "--reading", "A20=ke_ca"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Cách hiểu khác mặc định: A20 (Trước ngày): kể cả ngày đó." in out
    assert "đến hết 25/10/2024 – còn hạn, hôm nay là ngày cuối" in out


def test_output_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tinh-trang.md"
    arguments = ["process", DATA["xa-cho-cong-nhan"], "--as-of", "20/11/2023", "--format", "markdown", "-o", str(file)]
    assert main(arguments) == 0
    assert capsys.readouterr().out == ""
    assert file.read_text(encoding="utf-8").startswith("# Xã Ví Dụ Mười Một (hư cấu)")


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (["--as-of", "31/02/2023"], "DL116"),
        (["--as-of", "20/11/2023", "--cutoff", "hôm qua"], "DL116"),
        (["--as-of", "20/11/2023", "--reading", "A25=cap_xa"], "DL118"),
    ],
)
def test_bad_input_is_said_in_vietnamese(extra: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["process", DATA["xa-cho-cong-nhan"], *extra]) == 2
    assert f"lỗi {code}: " in capsys.readouterr().err
    assert main(["process", DATA["xa-cho-cong-nhan"], *extra, "--json"]) == 2
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["diagnostics"]] == [code]


def test_the_day_has_to_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["process", DATA["xa-cho-cong-nhan"]])
    assert caught.value.code == 2


def test_an_empty_file_has_no_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rong.json"
    file.write_text("[]", encoding="utf-8")
    assert main(["process", str(file), "--as-of", "20/11/2023"]) == 2
    assert "tệp không có đơn vị nào" in capsys.readouterr().err


def test_the_public_name_is_the_same_thing() -> None:
    from antq_rules.process import process_status

    assert antq_rules.process_status is process_status
