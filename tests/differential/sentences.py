"""Conditions of generated rule sets, as text: every construct of the language that needs no list of members."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Final

import attrs

from tests.differential.vocabulary import (
    COUNTS,
    EVENTS,
    FACTS,
    FIRST_YEAR,
    GRADES,
    LAST_YEAR,
    LEVELS,
    MEASURES,
    NEVER_EMPTY,
    RANKS,
    REGIONS,
    SAME_UNIT,
    SHARES,
    UNIT_TYPES,
    VERDICTS,
    chance,
    number,
    percentage,
    pick,
    small,
    some,
    weighted,
)

LOW: Final = (
    "ít nhất", "tối thiểu", "không dưới", "không ít hơn", "trên", "nhiều hơn", "vượt", "lớn hơn", "lớn hơn hoặc bằng",
)  # fmt: skip
HIGH: Final = (
    "không quá", "nhiều nhất", "tối đa", "không vượt quá", "dưới", "ít hơn", "chưa đến", "không nhiều hơn",
    "nhỏ hơn hoặc bằng",
)  # fmt: skip
EQUAL: Final = ("bằng", "đúng", "khác")
DAYS: Final = (
    "01/01", "14/02", "15/02", "28/02", "29/02", "01/03", "31/03", "01/06", "30/06", "30/09", "25/10", "30/11", "31/12",
)  # fmt: skip
YES: Final = {
    "xác nhận": ("có", "đã", "được", "bảo đảm"),
    "điều kiện": ("có",),
}
NONE_OF: Final = ("không có", "chưa có", "không để xảy ra", "không phát sinh", "không còn")


@attrs.define
class Author:
    """Writes the text of one set, and keeps in mind what it has used and has to declare."""

    random: random.Random
    policies: dict[str, str]
    used: dict[str, None] = attrs.field(factory=dict)
    blocks: list[str] = attrs.field(factory=list)
    readings: dict[str, int] = attrs.field(factory=dict)
    parameters: dict[str, str] = attrs.field(factory=dict)
    conditions: list[str] = attrs.field(factory=list)
    condition_count: int = 0
    ratio_count: int = 0
    sums: list[tuple[str, str]] = attrs.field(factory=list)
    tables: list[tuple[str, str]] = attrs.field(factory=list)
    phrases: list[str] = attrs.field(factory=list)
    speak_of: tuple[str, ...] = ()
    """The criteria that the one being written may speak of."""

    # ------------------------------------------------------------------------------------------ names
    def fact(self, code: str) -> str:
        """A fact's name in brackets; it will be declared."""
        self.used[code] = None
        return f"[{FACTS[code].name}]"

    def counted(self, code: str) -> str:
        """A figure's name, with the word for a number where it is a count."""
        is_count = FACTS[code].kind.startswith(("số đếm", "theo tháng"))
        return f"số {self.fact(code)}" if is_count and not chance(self.random, 15) else self.fact(code)

    def reading(self) -> tuple[str, tuple[str, ...]]:
        """A reading with the titles of its options; a new one now and then."""
        if self.readings and (len(self.readings) > 2 or chance(self.random, 60)):
            code = pick(self.random, tuple(self.readings))
        else:
            code = f"H{len(self.readings) + 1}"
            self.readings[code] = 2 if chance(self.random, 75) else 3
        return code, ("hẹp", "rộng", "khác")[: self.readings[code]]

    def parameter(self, unit: str) -> str:
        """A parameter in some unit (`%`, or a unit of count), declared here."""
        known = [name for name, its_unit in self.parameters.items() if its_unit == unit]
        if known and chance(self.random, 50):
            return f"[{pick(self.random, known)}]"
        name = f"mức {len(self.parameters) + 1}"
        self.parameters[name] = unit
        draw = self.random
        if unit == "%":
            lines = f"\ntham số [{name}] do tỉnh quy định, mặc định {percentage(draw)}\n"
            lines += "  khoảng: từ 0% đến 100%\n" if chance(draw, 50) else ""
        else:
            lines = f"\ntham số [{name}], mặc định {draw.randint(0, 9)} {unit}\n"
            lines += f"  khoảng: từ 0 {unit} trở lên\n" if chance(draw, 50) else ""
        self.blocks.append(lines + f"  mã: muc_{len(self.parameters)}\n")
        return f"[{name}]"

    # ------------------------------------------------------------------------------------------ quantities
    def figure(self, value: int | Fraction, unit: str) -> str:
        """A number with its unit, sometimes in another unit of the kind, sometimes without one."""
        draw = self.random
        if unit in MEASURES:
            value = Fraction(value)
            if chance(draw, 30):
                value += Fraction(draw.randint(1, 99), 100)
            return f"{number(value)} {pick(draw, MEASURES[unit])}"
        if unit == "%" and chance(draw, 80):
            return f"{number(value % 101)}%"
        written = f"{value:02d}" if isinstance(value, int) and value < 10 and chance(draw, 40) else number(value)
        return written if not unit or chance(draw, 10) else f"{written} {unit}"

    def year(self, often: int = 20) -> str:
        """Nothing, or an earlier year after a fact's name."""
        draw = self.random
        if not chance(draw, often):
            return ""
        return weighted(draw, [(6, " năm trước"), (2, " 2 năm trước"), (1, " năm 2022"), (1, f" năm {FIRST_YEAR - 1}")])

    def amount(self) -> tuple[str, str]:
        """Something to measure, and the unit of what it is held against."""
        draw = self.random
        kind = draw.randrange(100)
        if kind < 40:
            code = pick(draw, COUNTS)
            return self.counted(code) + self.year(), FACTS[code].unit
        if kind < 58:
            code = pick(draw, ("san_luong", "ke_hoach", "dat", "dat_cay", "quy", "thu", "ty_le", "diem", "can"))
            return self.counted(code) + self.year(), FACTS[code].unit
        if kind < 78:
            return self.sum()
        if kind < 83:
            code = pick(draw, COUNTS)
            factor = pick(draw, ("2", "0,5", "3", "1,25"))
            return f"{self.counted(code)} {pick(draw, ('×', '/'))} {factor}", FACTS[code].unit
        if kind < 88:
            code = pick(draw, COUNTS)
            return f"bình quân {draw.randint(2, 4)} năm số {self.fact(code)}", FACTS[code].unit
        if kind < 93:
            return f"cả năm số {self.fact('buoi')}{self.year(25)}", "buổi"
        return self.named_sum()

    def sum(self) -> tuple[str, str]:
        """Two or three figures of one unit added or taken from each other."""
        draw = self.random
        group = pick(draw, SAME_UNIT)
        codes = [pick(draw, group) for _ in range(draw.randint(2, 3))]
        parts = [self.counted(code) + self.year(15) for code in codes]
        if chance(draw, 15):
            parts[-1] = f"{pick(draw, ('2', '0,5'))} × {parts[-1]}"
        text = parts[0]
        for part in parts[1:]:
            text = f"{text} {'+' if chance(draw, 60) else '-'} {part}"
        return text, FACTS[codes[0]].unit

    def named_sum(self) -> tuple[str, str]:
        """A quantity with a name of its own."""
        if self.sums and chance(self.random, 50):
            return pick(self.random, self.sums)
        text, unit = self.sum()
        name = f"tổng {len(self.sums) + 1}"
        self.blocks.append(f"\nđặt [{name}] = {text}\n")
        self.sums.append((f"[{name}]", unit))
        return self.sums[-1]

    def worked_out(self) -> str:
        """A test of a figure that is worked out: a product, a quotient, a rounded one."""
        draw = self.random
        kind = draw.randrange(8)
        if kind == 0:
            part = self.counted(pick(draw, ("ho_ngheo", "ho_kho")))
            return f"{part} {pick(draw, LOW + HIGH)} {self.fact('ty_le')} × số {self.fact('ho')}"
        if kind == 1:
            quotient = f"{self.fact('thu')} / số {self.fact('dan')}"
            return f"{quotient}{self.rounded(60)} {pick(draw, LOW + HIGH)} {self.fact('binh_quan')}"
        if kind == 2:
            quotient = (
                f"{self.counted('luot')} / số {self.fact('can_bo')}{self.rounded(40)} {pick(draw, LOW + HIGH + EQUAL)}"
            )
            limit = self.fact("luot_nguoi")
            return f"{quotient} {limit if chance(draw, 50) else f'{number(draw.randint(0, 5))} lượt/người'}"
        if kind == 3:
            self.ratio_count += 1
            name = f"tỷ số {self.ratio_count}"
            moves = chance(draw, 35)
            earlier = 0 if moves else 10
            text = f"số {self.fact('can_bo_tot')}{self.year(earlier)} / số {self.fact('can_bo')}{self.year(earlier)}"
            self.blocks.append(f"\nđặt [{name}] = {text}{self.rounded(50)}\n")
            if moves:
                by = f"{draw.randint(0, 20)} điểm phần trăm"
                return f"[{name}] {pick(draw, ('tăng', 'giảm'))} {pick(draw, LOW + HIGH)} {by} so với năm trước"
            return f"[{name}] {pick(draw, LOW + HIGH + EQUAL)} {percentage(draw)}"
        if kind == 4:
            text, unit = self.sum()
            size = self.figure(small(draw), unit)
            return f"{text}{self.rounded(100)} {pick(draw, LOW + HIGH)} {size}"
        if kind == 5:
            part, whole = pick(draw, (("khen", "luot"), ("ho_ngheo", "ho"), ("can_bo_tot", "can_bo")))
            if not self.states_empty and whole not in NEVER_EMPTY:
                return self.threshold()
            return f"{self.counted(part)} / số {self.fact(whole)} {pick(draw, LOW + HIGH + EQUAL)} {percentage(draw)}"
        if kind == 6:
            if not self.states_empty:
                return self.threshold()
            part, whole = f"số {self.fact('ho_ngheo')}", f"số {self.fact('ho')}"
            if chance(draw, 50):
                return f"{part} chiếm {pick(draw, LOW + HIGH)} {self.fact('ty_le')} {self.fact('ho')}"
            return f"{part} / {whole} - {part} năm trước / {whole} năm trước không quá {percentage(draw)}"
        every = pick(draw, ("100", "1.000", "10.000"))
        base = self.fact(pick(draw, ("dan", "can_bo")))
        return f"số {self.fact('vu')} {pick(draw, LOW + HIGH)} {draw.randint(0, 9)} vụ tính trên {every} {base}"

    def rounded(self, often: int) -> str:
        """That a figure is rounded, so often."""
        return f" (làm tròn đến {self.random.randint(0, 2)} chữ số thập phân)" if chance(self.random, often) else ""

    @property
    def states_empty(self) -> bool:
        """Whether the header says what holds where there is nothing to look at."""
        return "khi không có đối tượng" in self.policies

    # ------------------------------------------------------------------------------------------ tests of figures
    def threshold(self) -> str:
        """A figure against a limit."""
        text, unit = self.amount()
        return f"{text} {self.limit(unit)}"

    def limit(self, unit: str) -> str:
        """A limit for what is measured in some unit."""
        draw = self.random
        kind = draw.randrange(100)
        size = small(draw)
        if kind < 40:
            return f"{pick(draw, LOW)} {self.figure(size, unit)}"
        if kind < 65:
            return f"{pick(draw, HIGH)} {self.figure(size, unit)}"
        if kind < 77:
            return f"{pick(draw, EQUAL)} {self.figure(size, unit)}"
        if kind < 82:
            return f"từ {self.figure(size, unit)} trở {pick(draw, ('lên', 'xuống'))}"
        if kind < 92 and unit not in MEASURES and unit != "%":
            high = size + draw.randint(0, 5)
            return f"từ {self.figure(size, unit)} {pick(draw, ('đến', 'đến dưới'))} {self.figure(high, unit)}"
        if kind < 96 and unit in ("vụ", "lượt", "hộ", "người"):
            return f"{pick(draw, LOW + HIGH)} {self.parameter(unit)}"
        others = next((group for group in SAME_UNIT if FACTS[group[0]].unit == unit), ())
        if others:
            return f"{pick(draw, LOW + HIGH + EQUAL)} {self.counted(pick(draw, others))}{self.year(15)}"
        return f"{pick(draw, LOW)} {self.figure(size, unit)}"

    def change(self) -> str:
        """A figure against an earlier year."""
        draw = self.random
        codes = [code for group in SAME_UNIT for code in group]
        code = pick(draw, codes if chance(draw, 30) else COUNTS)
        unit = FACTS[code].unit
        text = self.counted(code)
        if chance(draw, 12):
            group = next(group for group in SAME_UNIT if code in group)
            text = f"{text} + {self.counted(pick(draw, group))}"
        base = weighted(
            draw,
            [(12, "so với năm trước"), (2, "so với cùng kỳ năm trước"), (2, "so với năm 2022"),
             (3, f"so với bình quân {draw.randint(2, 3)} năm trước")],
        )  # fmt: skip
        kind = draw.randrange(100)
        if kind < 30:
            return f"{text} {pick(draw, ('không tăng', 'không giảm', 'tăng', 'giảm'))} {base}{self.tails()}"
        if kind < 36 and base == "so với năm trước":
            return f"{text} {pick(draw, LOW + HIGH)} năm trước{self.tails()}"
        direction = pick(draw, ("giảm", "tăng"))
        if chance(draw, 4):
            by = f"{number(Fraction(draw.randint(0, 50), 10))} điểm phần trăm"
            return f"{self.fact('ty_le')} {direction} {pick(draw, LOW + HIGH)} {by} {base}{self.tails()}"
        by = percentage(draw)
        if kind >= 70 and unit not in MEASURES:
            by = f"{draw.randint(0, 4)} {unit}"
        elif kind >= 92:
            by = self.parameter("%")
        elif kind >= 88:
            group = next(group for group in SAME_UNIT if code in group)
            return f"{text} {direction} {pick(draw, LOW + HIGH)} {self.fact(pick(draw, group))} {base}"
        how = weighted(
            draw,
            [(5, f"{pick(draw, LOW)} {by}"), (3, f"{pick(draw, HIGH)} {by}"), (1, f"đúng {by}"),
             (1, f"từ {by} trở lên")],
        )  # fmt: skip
        if how.startswith(("từ [", "đúng [")):
            how = f"ít nhất {by}"
        return f"{text} {direction} {how} {base}{self.tails()}"

    def tails(self) -> str:
        """What is said of a base of 0 and of a year that was not."""
        draw = self.random
        text = ""
        if chance(draw, 25):
            rule = pick(draw, (*VERDICTS, "không tăng là đạt"))
            text += f", năm trước bằng 0 thì {rule}"
        if chance(draw, 25):
            text += f", không có năm trước thì {pick(draw, VERDICTS)}"
        return text

    def share(self) -> str:
        """A part against its whole."""
        draw = self.random
        part, whole = pick(draw, SHARES)
        text, of = self.counted(part) + self.year(8), self.counted(whole) + self.year(8)
        if chance(draw, 10):
            others = next(group for group in SAME_UNIT if part in group)
            text = f"{text} + {self.counted(pick(draw, others))}"
        rounding = f" (tỷ lệ làm tròn đến {draw.randint(0, 2):02d} chữ số thập phân)" if chance(draw, 20) else ""
        rate = percentage(draw)
        empty = ""
        if (not self.states_empty and whole not in NEVER_EMPTY) or chance(draw, 25):
            empty = f", không có đối tượng thì {pick(draw, VERDICTS)}"
        kind = draw.randrange(100)
        if kind < 20:
            return f"{text} đạt {rate} {of}{rounding}{empty}"
        if kind < 70:
            rate = self.parameter("%") if chance(draw, 12) else rate
            of = pick(draw, ("", "", "tổng ", "so với ")) + of
            return f"{text} chiếm {pick(draw, LOW + HIGH)} {rate} {of}{rounding}{empty}"
        if kind < 80:
            return f"{text} chiếm từ {rate} trở {pick(draw, ('lên', 'xuống'))} {of}{rounding}{empty}"
        if kind < 90:
            low = draw.randint(0, 60)
            word = pick(draw, ("đến", "đến dưới"))
            return f"{text} chiếm từ {low}% {word} {low + draw.randint(1, 40)}% {of}{rounding}{empty}"
        return f"tỷ lệ số {self.fact(part)} trên số {self.fact(whole)} {pick(draw, LOW + HIGH)} {rate}{rounding}{empty}"

    def months(self) -> str:
        """Figures of every month, or of all of them together."""
        draw = self.random
        subject = f"số {self.fact('buoi')}{self.year(10)}"
        if chance(draw, 10):
            subject = f"{subject} {pick(draw, ('+', '-'))} số {self.fact('buoi_giao')}"
        if chance(draw, 60):
            if chance(draw, 15):
                return f"hằng tháng {subject} {pick(draw, LOW + HIGH + EQUAL)} số {self.fact('buoi_giao')}"
            if chance(draw, 6):
                return f"hằng tháng {subject} {pick(draw, LOW + HIGH)} [{self.table_of('buổi')}]"
            low = draw.randint(0, 3)
            if chance(draw, 20):
                return f"hằng tháng {subject} từ {low} buổi đến {low + draw.randint(0, 3)} buổi"
            return f"hằng tháng {subject} {pick(draw, LOW + HIGH + EQUAL)} {low:02d} buổi"
        subject = f"cả năm số {self.fact('buoi')}{self.year(15)}"
        if chance(draw, 20):
            return f"{subject} {pick(draw, LOW + HIGH)} cả năm số {self.fact('buoi_giao')}{self.year(20)}"
        return f"{subject} {pick(draw, LOW + HIGH + EQUAL)} {draw.randint(0, 30)} buổi"

    # ------------------------------------------------------------------------------------------ other kinds
    def grade(self) -> str:
        """A grade against those of its scale."""
        draw = self.random
        code, names = pick(draw, (("muc", GRADES), ("muc", GRADES), ("hang", RANKS)))
        subject = self.fact(code) + self.year(15)
        name = f'"{pick(draw, names)}"'
        forms = (
            f"từ {name} trở lên", f"từ {name} trở xuống", f"bằng {name}", f"khác {name}", f"không quá {name}",
            f"ít nhất {name}", f"trên {name}", f"dưới {name}", f"là {name}", f"không là {name}", f"đạt {name} trở lên",
        )  # fmt: skip
        if chance(draw, 15):
            low, high = sorted(draw.sample(range(len(names)), 2))
            return f'{subject} từ "{names[low]}" {pick(draw, ("đến", "đến dưới"))} "{names[high]}"'
        if chance(draw, 10):
            at = draw.randrange(len(names) - 1)
            return f'{subject} thuộc "{names[at]}"; "{names[at + 1]}"'
        return f"{subject} {pick(draw, forms)}"

    def choice(self) -> str:
        """One of a list."""
        draw = self.random
        if chance(draw, 12):
            word = pick(draw, ("là", "không là"))
            return f'{self.fact("ket_qua")}{self.year(50)} {word} "{pick(draw, VERDICTS)}"'
        code, names = pick(draw, (("cap", LEVELS), ("vung", REGIONS)))
        subject = self.fact(code) + self.year(12)
        if chance(draw, 50):
            return f'{subject} {pick(draw, ("là", "không là", "bằng", "khác"))} "{pick(draw, names)}"'
        members = "; ".join(f'"{name}"' for name in some(draw, names, 1, 2))
        return f"{subject} {pick(draw, ('thuộc', 'không thuộc'))} {members}"

    def set(self) -> str:
        """What a reported set has."""
        draw = self.random
        subject = self.fact("ngay_hoi") + self.year(12)
        members = "; ".join(f'"{name}"' for name in some(draw, EVENTS, 1, 3))
        title, size = pick(draw, (("Ngày hội", 4), ("Cốt lõi", 2)))
        forms = (
            f'gồm "{pick(draw, EVENTS)}"', f'không gồm "{pick(draw, EVENTS)}"', f"gồm đủ: {members}",
            f'gồm đủ danh mục "{title}"', f'gồm ít nhất {draw.randint(1, size)} trong danh mục "{title}"',
            f'đúng bằng danh mục "{title}"',
        )  # fmt: skip
        return f"{subject} {pick(draw, forms)}"

    def day(self, with_year: int = 20) -> str:
        """A day of a deadline."""
        draw = self.random
        day = pick(draw, DAYS)
        if chance(draw, with_year):
            year = draw.randint(FIRST_YEAR, LAST_YEAR)
            return f"{'28/02' if day == '29/02' and year % 4 else day}/{year}"
        return day

    def date(self) -> str:
        """A date against the calendar."""
        draw = self.random
        subject = self.fact(pick(draw, ("ngay", "ngay", "ngay_hop", "ngay_nop"))) + self.year(10)
        kind = draw.randrange(100)
        if kind < 12:
            self.phrase()
            return f"{subject} trong quý {pick(draw, ('I', 'II', 'III', 'IV', '2'))}"
        if kind < 22:
            return f"{subject} trong tháng {draw.randint(1, 12)}"
        if kind < 27:
            return f"{subject} trong năm"
        if kind < 67:
            word = pick(draw, ("trước", "không muộn hơn", "chậm nhất", "sau", "không sớm hơn"))
            tail = ", kể cả trước năm xét" if chance(draw, 20) else ""
            return f"{subject} {word} ngày {self.day()}{tail}"
        if kind < 75:
            return f"{subject} {pick(draw, ('bằng', 'khác'))} ngày {self.day()}"
        low, high = sorted(draw.sample(range(len(DAYS)), 2))
        if chance(draw, 25):
            return f"{subject} từ ngày {DAYS[low]}/2024 {pick(draw, ('đến', 'đến dưới'))} ngày {DAYS[high]}/2024"
        return f"{subject} từ ngày {DAYS[low]} {pick(draw, ('đến', 'đến dưới'))} ngày {DAYS[high]}"

    def phrase(self) -> None:
        """Now and then, what a phrase means under each option of a reading."""
        if self.phrases or not chance(self.random, 25):
            return
        self.phrases.append("trong quý I")
        code, options = self.reading()
        meanings = ("trong quý I", "không muộn hơn 31/03, kể cả trước năm xét", "trước ngày 31/03")
        lines = "".join(f'  - "{option}": {meanings[at]}\n' for at, option in enumerate(options))
        self.blocks.append(f'\ncụm từ "trong quý I" theo cách hiểu {code}:\n{lines}')

    def two_dates(self) -> str:
        """One date against another."""
        draw = self.random
        first, second = draw.sample(("ngay", "ngay_hop", "ngay_nop"), 2)
        subject, other = self.fact(first), self.fact(second) + self.year(8)
        units = ("ngày", "tuần", "tháng", "năm") if "khi tháng không có ngày đó" in self.policies else ("ngày", "tuần")
        unit = pick(draw, units)
        span = f"{draw.randint(0, 40) if unit == 'ngày' else draw.randint(0, 5)} {unit}"
        kind = draw.randrange(3)
        if kind == 0:
            word = pick(draw, ("kể từ", "sau", "tính từ"))
            return f"{subject} trong vòng {span} {word} ngày {other}"
        if kind == 1:
            return (
                f"{subject} {pick(draw, ('trước', 'sau', 'không muộn hơn', 'không sớm hơn', 'chậm nhất'))} ngày {other}"
            )
        return f"{subject} {pick(draw, ('trước', 'sau'))} ngày {other} {pick(draw, LOW + HIGH)} {span}"

    def said(self) -> str:
        """Yes or no, there or not there."""
        draw = self.random
        kind = draw.randrange(100)
        if kind < 60:
            code = pick(draw, ("tot", "dung", "quy_che", "cho", "to_chuc"))
            if chance(draw, 8):
                return self.fact(code)
            verb = pick(draw, YES[FACTS[code].kind]) if chance(draw, 65) else pick(draw, NONE_OF[:2])
            return f"{verb} {self.fact(code)}{self.year(12)}"
        if kind < 80:
            code = pick(draw, ("ngay", "muc", "cap", "vung", "ngay_hoi", "hang"))
            return f"{pick(draw, ('có', 'không có', 'chưa có'))} {self.fact(code)}{self.year(12)}"
        code = pick(draw, COUNTS)
        if chance(draw, 25):
            return f"có ít nhất {draw.randint(1, 4):02d} {self.fact(code)}"
        return f"{pick(draw, ('có', *NONE_OF))} {self.fact(code)}{self.year(12)}"

    def in_a_row(self) -> str:
        """Something in so many years in a row."""
        draw = self.random
        kind = draw.randrange(6)
        tail = f"trong {draw.randint(2, 3):02d} năm liên tục"
        if kind == 0:
            return f"có {self.fact(pick(draw, ('tot', 'dung')))} {tail}"
        if kind == 1:
            return f'{self.fact("muc")} từ "Khá" trở lên {tail}'
        if kind == 2:
            return f"số {self.fact(pick(draw, COUNTS))} không tăng so với năm trước {tail}"
        if kind == 3:
            return f"{self.fact('ngay')} trước ngày 15/02 {tail}"
        if kind == 4:
            ratio = f"số {self.fact('can_bo_tot')} / số {self.fact('can_bo')}"
            return f"{ratio}{self.rounded(50)} {pick(draw, LOW + HIGH)} {percentage(draw)} {tail}"
        return f"số {self.fact(pick(draw, COUNTS))} không quá {draw.randint(0, 9)} {tail}"

    # ------------------------------------------------------------------------------------------ names, tables
    def other_criterion(self) -> str:
        """What another criterion came to."""
        if not self.speak_of:
            return self.threshold()
        return f"tiêu chí {pick(self.random, self.speak_of)} {pick(self.random, VERDICTS)}"

    def named(self) -> str:
        """A condition with a name of its own."""
        draw = self.random
        if self.conditions and chance(draw, 50):
            return f"[{pick(draw, self.conditions)}]"
        keep, self.speak_of = self.speak_of, ()
        self.condition_count += 1
        name = f"mệnh đề {self.condition_count}"
        if chance(draw, 25):
            code, options = self.reading()
            lines = "".join(f'\n  - "{option}": {self.condition(1)}' for option in options)
            block = f"\nmệnh đề [{name}] theo cách hiểu {code}:{lines}\n"
        elif chance(draw, 30):
            items = "".join(f"\n  - {self.condition(0)}" for _ in range(2))
            block = f"\nmệnh đề [{name}]: {pick(draw, ('có đủ', 'có một trong'))}:{items}\n"
        else:
            block = f"\nmệnh đề [{name}]: {self.condition(1)}\n"
        self.speak_of = keep
        self.conditions.append(name)
        self.blocks.append(block)
        return f"[{name}]"

    def looked_up(self) -> str:
        """A limit that a table gives."""
        draw = self.random
        kind = pick(draw, ("vụ", "vụ", "%", "cấp"))
        name = self.table_of(kind)
        if kind == "vụ":
            return f"số {self.fact('vu')} {pick(draw, LOW + HIGH)} [{name}]"
        if kind == "%":
            return f"số {self.fact('can_bo_tot')} chiếm {pick(draw, LOW + HIGH)} [{name}] số {self.fact('can_bo')}"
        return f"{self.fact('cap')} là [{name}]"

    def table_of(self, kind: str) -> str:
        """The name of a table whose values are of some kind; a new one now and then."""
        known = [name for name, its_kind in self.tables if its_kind == kind]
        if known and chance(self.random, 50):
            return pick(self.random, known)
        name = f"bảng {len(self.tables) + 1}"
        self.blocks.append(self.table(name, kind))
        self.tables.append((name, kind))
        return name

    def table(self, name: str, kind: str) -> str:
        """A table by some keys; every case is in one row."""
        draw = self.random

        def value() -> str:
            if chance(draw, 10):
                return "không áp dụng"
            if kind == "buổi":
                return f"{draw.randint(0, 3)} buổi"
            if kind == "vụ":
                return self.parameter("vụ") if chance(draw, 10) else f"{draw.randint(0, 9)} vụ"
            return percentage(draw) if kind == "%" else f'"{pick(draw, LEVELS)}"'

        rest = f"  - còn lại: {value()}\n"
        key = draw.randrange(6)
        if key == 0:
            head, split = self.fact("vung"), draw.randint(0, 3)
            rows = "".join(f'  - "{region}": {value()}\n' for region in REGIONS[:split])
            return f"\nbảng [{name}] theo {head}:\n{rows}{rest if split < 3 or chance(draw, 30) else ''}"
        if key == 1:
            code = pick(draw, ("dan", "luot", "ho"))
            unit, first = FACTS[code].unit, draw.randint(1, 6)
            second = first + draw.randint(1, 9)
            rows = f"  - dưới {first} {unit}: {value()}\n"
            if chance(draw, 50):
                rows += f"  - từ {first} đến dưới {second} {unit}: {value()}\n"
                return f"\nbảng [{name}] theo {self.fact(code)}:\n{rows}  - từ {second} {unit} trở lên: {value()}\n"
            return f"\nbảng [{name}] theo {self.fact(code)}:\n{rows}{rest}"
        if key == 2:
            rows = f"  - đến hết năm 2023: {value()}\n  - từ năm 2024: {value()}\n"
            return f"\nbảng [{name}] theo năm:\n{rows}"
        if key == 3:
            rows = f'  - "{UNIT_TYPES[0]}": {value()}\n  - "{UNIT_TYPES[1]}": {value()}\n'
            return f"\nbảng [{name}] theo loại đơn vị:\n{rows}{rest}"
        if key == 4:
            rows = f'  - từ "Khá" trở lên: {value()}\n  - "Yếu": {value()}\n'
            return f"\nbảng [{name}] theo {self.fact('muc')}:\n{rows}{rest}"
        rows = f'  - "I"; đến hết năm 2023: {value()}\n  - "II", "III"; bất kỳ: {value()}\n'
        return f"\nbảng [{name}] theo {self.fact('vung')}, năm:\n{rows}{rest}"

    # ------------------------------------------------------------------------------------------ conditions
    def test(self) -> str:
        """One test of some kind, simple ones more often."""
        return weighted(self.random, _TESTS)(self)

    def asked_of_unit(self) -> str:
        """A test as a conclusion takes it, which is not every one."""
        return weighted(self.random, _TESTS_OF_UNIT)(self)

    def condition(self, depth: int) -> str:
        """A condition nested at the most so deep; it needs brackets where something joins it."""
        draw = self.random
        kind = draw.randrange(100) if depth else 0
        if kind < 60:
            return self.test()
        inner = [self.bracketed(depth - 1) for _ in range(2)]
        if kind < 72:
            word = pick(draw, ("và", "hoặc"))
            more = [self.bracketed(depth - 1)] if chance(draw, 30) else []
            return f" {word} ".join(inner + more)
        if kind < 80:
            return f"không phải ({self.condition(depth - 1)})"
        if kind < 90:
            return f"(nếu {inner[0]} thì {inner[1]} nếu không thì {self.bracketed(depth - 1)})"
        return f"(nếu {inner[0]} thì {inner[1]})"

    def bracketed(self, depth: int) -> str:
        """A condition in brackets."""
        return f"({self.condition(depth)})"


_TESTS: Final[tuple[tuple[int, Callable[[Author], str]], ...]] = (
    (24, Author.threshold),
    (14, Author.change),
    (14, Author.share),
    (12, Author.said),
    (6, Author.grade),
    (6, Author.choice),
    (6, Author.set),
    (6, Author.date),
    (5, Author.two_dates),
    (5, Author.months),
    (4, Author.worked_out),
    (3, Author.in_a_row),
    (3, Author.looked_up),
    (3, Author.named),
    (4, Author.other_criterion),
)
_TESTS_OF_UNIT: Final[tuple[tuple[int, Callable[[Author], str]], ...]] = (
    (4, Author.threshold),
    (2, Author.change),
    (2, Author.grade),
    (2, Author.choice),
    (1, Author.set),
    (1, Author.date),
    (1, Author.two_dates),
    (1, Author.looked_up),
)
