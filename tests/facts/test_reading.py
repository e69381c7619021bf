"""Files as they lie on a disk: their suffix, their encoding, their size, and several files of the same units."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from antq_rules import Diagnostic, InvalidInput, read_files, read_units, read_units_text
from antq_rules.cli import main
from antq_rules.facts.text_file import MAX_BYTES

CSV = "mã đơn vị;loại;năm;vu\nx1;xã;{year};{value}\n"


def unit(code: str, year: int, **more: object) -> dict[str, object]:
    return {"đơn vị": {"mã": code, "loại": "xã"}, "năm": year, "dữ kiện": {"vu": year}, **more}


def written(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def problems(*paths: Path | str) -> tuple[Diagnostic, ...]:
    with pytest.raises(InvalidInput) as caught:
        read_files(paths)
    return caught.value.diagnostics


# ------------------------------------------------------------------------------------------------ forms
@pytest.mark.parametrize("suffix", [".json", ".JSON", ".yaml", ".yml", ".csv", ".tsv", ".CSV"])
def test_the_suffix_picks_the_reader(tmp_path: Path, suffix: str) -> None:
    texts = {
        "json": json.dumps(unit("x1", 2023)),
        "yaml": "đơn vị: {mã: x1, loại: xã}\nnăm: 2023\ndữ kiện: {vu: 2023}\n",
        "csv": CSV.format(year=2023, value=2023),
    }
    form = {".yml": "yaml", ".tsv": "csv"}.get(suffix, suffix[1:].lower())
    file = tmp_path / f"don-vi{suffix}"
    file.write_text(texts[form], encoding="utf-8")
    (read,) = read_units(file)
    assert (read.code, read.year, read.file) == ("x1", 2023, file.name)


def test_another_suffix_is_told_with_those_that_are_read(tmp_path: Path) -> None:
    file = written(tmp_path / "don-vi.jsn", unit("x1", 2023))
    (problem,) = problems(file)
    assert (problem.code, problem.suggestions) == ("DL122", (".json",))
    assert "Các đuôi tệp đọc được: .json, .yaml, .yml, .csv, .tsv." in problem.correction
    with pytest.raises(InvalidInput) as caught:
        read_units_text("", "x.xml", "xml")
    assert [p.code for p in caught.value.diagnostics] == ["DL122"]


@pytest.mark.parametrize("form", ["json", "yaml", "csv"])
def test_marks_may_be_typed_apart(form: str) -> None:
    import unicodedata

    text = {"json": json.dumps(unit("xã-1", 2023), ensure_ascii=False), "csv": CSV.replace("x1", "xã-1"),
            "yaml": "đơn vị: {mã: xã-1, loại: xã}\nnăm: 2023\ndữ kiện:\n"}[form]  # fmt: skip
    text = text.replace("{year}", "2023").replace("{value}", "1")
    (apart,) = read_units_text(unicodedata.normalize("NFD", text), form=form)
    assert (apart.code, apart.unit_type) == ("xã-1", "xã")


# ------------------------------------------------------------------------------------------------ encodings
@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-32", "UTF-32"),
        ("cp1258", "Windows-1258"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".csv", ".json", ".yaml"])
def test_another_encoding_is_named(tmp_path: Path, encoding: str, named: str, suffix: str) -> None:
    file = tmp_path / f"don-vi{suffix}"
    file.write_bytes("ma;loai;nam\nđơn vị".encode(encoding, errors="replace"))
    (problem,) = problems(file)
    assert problem.code == "DL121"
    assert named in problem.message
    assert "CSV UTF-8" in problem.correction


def test_the_line_of_the_first_strange_byte_is_named(tmp_path: Path) -> None:
    file = tmp_path / "don-vi.csv"
    file.write_bytes(b"ma,loai,nam\nx1,x\xe3,2023\n")
    assert "từ dòng 2" in problems(file)[0].message


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "don-vi.csv"
    file.write_bytes(b"\xef\xbb\xbf" + CSV.format(year=2023, value=1).encode())
    assert read_units(file)[0].code == "x1"


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    found = problems(tmp_path / "khong-co.csv", tmp_path, "a\0.json")
    assert [problem.code for problem in found] == ["DL101"] * 3
    assert "không có tệp này" in found[0].message and "thư mục" in found[1].message


def test_a_file_or_text_that_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "don-vi.csv"
    with file.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert "quá lớn" in problems(file)[0].message
    with pytest.raises(InvalidInput, match="quá lớn"):
        read_units_text(" " * (MAX_BYTES + 1))


@pytest.mark.parametrize("text", ["[]", '{"các đơn vị": []}'])
def test_a_file_without_a_unit_is_told(text: str) -> None:
    with pytest.raises(InvalidInput, match="không có đơn vị nào"):
        read_units_text(text)


# ------------------------------------------------------------------------------------------------ several years
def test_years_of_one_unit_come_together_from_files_of_every_form(tmp_path: Path) -> None:
    (tmp_path / "2022.csv").write_text(CSV.format(year=2022, value=7), encoding="utf-8")
    (tmp_path / "2021.yaml").write_text(
        "đơn vị: {mã: x1, loại: thị trấn}\nnăm: 2021\ndữ kiện: {vu: 9}\n", encoding="utf-8"
    )
    now = written(tmp_path / "2023.json", [unit("x1", 2023), unit("x2", 2023)])
    first, second = read_files([tmp_path / "2022.csv", tmp_path / "2021.yaml", now])
    assert (first.code, first.year, first.unit_type, first.file) == ("x1", 2023, "xã", "2023.json")
    assert first.facts == {2023: {"vu": 2023}, 2022: {"vu": "7"}, 2021: {"vu": "9"}}
    assert first.places == {(2022, "vu"): ("2022.csv", 2, 4), (2021, "vu"): ("2021.yaml", 3, 11)}
    assert second.facts == {2023: {"vu": 2023}}


def test_a_previous_file_beside(tmp_path: Path) -> None:
    before = written(tmp_path / "truoc.json", unit("x1", 2022))
    (read,) = read_units(written(tmp_path / "nay.json", unit("x1", 2023)), previous=before)
    assert read.facts == {2023: {"vu": 2023}, 2022: {"vu": 2022}}
    assert read.places == {(2022, "vu"): ("truoc.json", 0, 0)}


def test_only_the_facts_of_an_earlier_file_are_kept(tmp_path: Path) -> None:
    before = unit(
        "x1", 2022, **{"ngày chốt số liệu": "25/10/2022", "cách hiểu": {"A1": "rong"}, "năm trước": {"vu": 1}}
    )
    (read,) = read_files([written(tmp_path / "a.json", unit("x1", 2023)), written(tmp_path / "b.json", before)])
    assert (read.cutoff, read.readings, sorted(read.facts)) == (None, {}, [2021, 2022, 2023])


def test_two_years_of_a_unit_in_one_list_are_one_record() -> None:
    (read,) = read_units_text(json.dumps([unit("x1", 2022), unit("x1", 2023)]))
    assert (read.year, sorted(read.facts)) == (2023, [2022, 2023])


def test_a_year_given_twice_is_refused_and_both_files_are_named(tmp_path: Path) -> None:
    now = written(tmp_path / "nay.json", unit("x1", 2023, **{"năm trước": {"vu": 5}}))
    (problem,) = problems(now, written(tmp_path / "truoc.json", unit("x1", 2022)))
    assert (problem.code, problem.file, problem.place) == ("DL111", "truoc.json", "đã có trong nay.json")
    assert problem.message == "đơn vị “x1” năm 2022 có hai lần"
    (problem,) = problems(now, now)
    assert (problem.code, problem.place, problem.values) == ("DL111", "", (("name", "x1"), ("year", "2023")))


def test_an_earlier_year_given_by_two_files_is_refused(tmp_path: Path) -> None:
    now, before = unit("x1", 2023, **{"các năm trước": {"2021": {}}}), unit("x1", 2022, **{"năm trước": {}})
    (problem,) = problems(written(tmp_path / "nay.json", now), written(tmp_path / "truoc.json", before))
    assert problem.message == "đơn vị “x1” năm 2021 có hai lần"


def test_all_files_are_read_before_anything_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    (tmp_path / "b.csv").write_text("mã\n", encoding="utf-8")
    assert [problem.file for problem in problems(tmp_path / "a.json", tmp_path / "b.csv")] == ["a.json", "b.csv"]


def test_the_command_puts_files_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "mã;loại;năm;so_vu_pham_toi_ttxh\nx1;xã;{}\n"
    (tmp_path / "2023.csv").write_text(rows.format("2023;57"), encoding="utf-8")
    (tmp_path / "2022.csv").write_text(rows.format("2022;60"), encoding="utf-8")
    paths = [str(tmp_path / "2023.csv"), str(tmp_path / "2022.csv")]
    assert main(["evaluate", "pl1", *paths, "--criteria", "18", "--json"]) == 0
    (data,) = json.loads(capsys.readouterr().out)
    assert [criterion["verdict"] for criterion in data["criteria"] if criterion["number"] == "18"] == ["pass"]
    assert main(["evaluate", "pl1", paths[0], paths[0]]) == 2
    assert "DL111" in capsys.readouterr().err
