"""Whole rule sets as text: header, declarations, criteria, points, conclusions, classes."""

from __future__ import annotations

import random
from typing import Final

import attrs

from tests.differential.sentences import HIGH, LOW, Author
from tests.differential.vocabulary import (
    COUNTS,
    FACTS,
    FIRST_YEAR,
    LAST_YEAR,
    UNIT_TYPES,
    VERDICTS,
    VOCABULARIES,
    chance,
    number,
    pick,
    some,
    weighted,
)

LETTERS: Final = "abcdđeg"
POLICIES: Final = {
    "khi không có đối tượng": (70, VERDICTS),
    "khi đối tượng luôn có mà bằng 0": (20, VERDICTS),
    "khi thiếu minh chứng": (20, VERDICTS),
    "khi không nêu minh chứng": (20, VERDICTS),
    "khi không có năm trước": (40, VERDICTS),
    "khi tổng có phần chưa báo cáo": (20, ("lấy phần đã biết", "chưa đủ dữ liệu")),
    "khi điều kiện chưa báo cáo": (20, ("xét cả hai khả năng", "chưa đủ dữ liệu")),
    "khi tập không nêu một mục": (20, ("không đạt", "chưa đủ dữ liệu")),
    "khi tháng không có ngày đó": (60, ("lấy ngày cuối tháng", "lấy ngày đầu tháng sau")),
}
MARKERS: Final = ("", "-", "+")
FEW_ITEMS: Final = 3


@attrs.define
class Writer:
    """Writes one set; `author` writes the conditions."""

    random: random.Random
    author: Author
    policies: str
    scored: list[str] = attrs.field(factory=list)
    groups: list[str] = attrs.field(factory=list)
    scored_groups: list[str] = attrs.field(factory=list)
    least_of_criteria: bool = False
    least_of_groups: bool = False
    levelled: bool = False

    # ------------------------------------------------------------------------------------------ bodies
    def body(self, level: int) -> str:
        """A body at a level of lists: 0 may have `a)` or `-`, 1 has `-`, 2 has `+`, 3 has no list."""
        draw = self.random
        kind = draw.randrange(100)
        if level >= FEW_ITEMS or kind < 45:
            return self.simple(level)
        if kind < 75:
            return self.listing(level)
        if kind < 80:
            return self.by_reading(level)
        if kind < 88:
            return self.cases(level)
        if kind < 92:
            return f"áp dụng khi {self.author.condition(1)}: {self.body(level)}"
        if kind < 96:
            return f"đối với {', '.join(some(draw, UNIT_TYPES, 1, 2))}: {self.body(level)}"
        return f"đối với {self.years()}: {self.body(level)}"

    def simple(self, level: int) -> str:
        """A condition, a verdict stated outright, or a condition with an exception."""
        draw = self.random
        if level and chance(draw, 4):
            return pick(draw, VERDICTS)
        text = self.author.condition(2 if level < 2 else 1)
        return f"{text}, trừ trường hợp {self.author.condition(0)}" if chance(draw, 5) else text

    def years(self) -> str:
        """Some assessed years."""
        draw = self.random
        year = draw.randint(FIRST_YEAR, LAST_YEAR - 1)
        return pick(draw, (f"năm {year}", f"từ năm {year}", f"đến hết năm {year}", f"từ năm {year} đến năm {year + 1}"))

    def listing(self, level: int) -> str:
        """A list of items, all of them asked for, one, or so many."""
        draw = self.random
        count = draw.randint(2, 4 if level == 0 else FEW_ITEMS)
        below = level if level else draw.randrange(2)
        letters = LETTERS[:count] if below == 0 else ""
        choice = weighted(
            draw,
            [(6, "có đủ"), (5, "có một trong"), (4, f"có ít nhất {draw.randint(1, count)} trong"), (1, "")],
        )
        if not choice:
            choice = f"có ít nhất số {self.author.fact('can')} trong"
        lines = []
        if letters and count > 2 and chance(draw, 12):
            code, options = self.author.reading()
            chosen = " và ".join(letters[:2])
            kinds = ("có đủ", "có một trong", "có ít nhất 2 trong")
            lines.append(f"các mục {chosen} theo cách hiểu {code}:")
            lines += [f'- "{option}": {pick(draw, kinds)}' for option in options]
        for at in range(count):
            marker = f"{letters[at]})" if letters else MARKERS[max(below, 1)]
            must = "(bắt buộc) " if chance(draw, 8) else ""
            label = f'"Mục {at + 1}": ' if chance(draw, 15) else ""
            lines.append(f"{marker} {must}{label}{self.body(max(below, 1) + (1 if not letters else 0))}")
        indent = "  " * (level + 2)
        return f"{choice}:\n" + "\n".join(f"{indent}{line}" for line in lines)

    def by_reading(self, level: int) -> str:
        """A body for each option of a reading."""
        code, options = self.author.reading()
        at = max(level, 1)
        indent = "  " * (level + 2)
        lines = [f'{indent}{MARKERS[at]} "{option}": {self.body(at + 1)}' for option in options]
        return f"theo cách hiểu {code}:\n" + "\n".join(lines)

    def cases(self, level: int) -> str:
        """Cases of one figure that leave none out, or conditions tried in their order."""
        draw = self.random
        at = max(level, 1)
        indent = f"{'  ' * (level + 2)}{MARKERS[at]}"
        if chance(draw, 40):
            code = pick(draw, COUNTS)
            first = draw.randint(1, 5)
            name, unit = f"số {self.author.fact(code)}", FACTS[code].unit
            heads = [f"{name} dưới {first} {unit}", f"{name} từ {first} {unit} trở lên"]
            if chance(draw, 40):
                heads[1:] = [f"{name} từ {first} đến {first + 3} {unit}"]
        else:
            heads = [f"({self.author.condition(1)}) và ({self.author.condition(0)})" for _ in range(draw.randint(1, 2))]
        lines = [f"{indent} {head}: {self.body(at + 1)}" for head in heads]
        if chance(draw, 65):
            lines.append(f"{indent} còn lại: {self.body(at + 1)}")
        return "trường hợp:\n" + "\n".join(lines)

    # ------------------------------------------------------------------------------------------ points
    def score(self, level: int, most: int) -> tuple[str, bool]:
        """How so many points are earned, and whether it may drop out."""
        draw = self.random
        kind = draw.randrange(100)
        author = self.author
        if level < FEW_ITEMS and kind < 20:
            return self.bands(level, most)
        if level < FEW_ITEMS and kind < 28:
            text, _ = self.score(level, most)
            return f"áp dụng khi {author.condition(0)}: {text}", True
        if level < FEW_ITEMS and kind < 34:
            return f"đối với {', '.join(some(draw, UNIT_TYPES, 1, 2))}: {self.score(level, most)[0]}", True
        if kind < 62:
            return f"{most} điểm nếu ({author.condition(1)}){self.cut(most)}", True
        if kind < 66:
            return f"{most} điểm", False
        if kind < 74:
            return f"{author.fact('diem')}{self.cut(most)}", False
        if kind < 86:
            code = pick(draw, COUNTS)
            unit = FACTS[code].unit
            above = f" vượt {draw.randint(1, 9)} {unit}" if chance(draw, 40) else ""
            word = pick(draw, ("được", "cộng", "trừ"))
            each = pick(draw, ("0,5", "1", "2", "0,25"))
            text = f"cứ mỗi {draw.randint(1, 4)} {unit} số {author.fact(code)}{above} {word} {each} điểm"
            return text + (f", tối đa {most} điểm" if chance(draw, 60) else ""), False
        if kind < 95:
            code = pick(draw, COUNTS)
            unit, start = FACTS[code].unit, draw.randint(0, 4)
            knots = [(start, 0), (start + draw.randint(1, 5), most)]
            if chance(draw, 40):
                knots.append((knots[-1][0] + draw.randint(1, 6), draw.randint(0, most)))
            shown = "; ".join(f"{at} {unit} được {points} điểm" for at, points in knots)
            return f"nội suy theo số {author.fact(code)}: {shown}", False
        part, whole = pick(draw, (("can_bo_tot", "can_bo"), ("ho_ngheo", "ho"), ("ho_kho", "ho")))
        if not author.states_empty and whole != "can_bo":
            return f"{most} điểm", False
        ratio = f"số {author.fact(part)} / số {author.fact(whole)}"
        return f"nội suy theo {ratio}: 50% được 0 điểm; 100% được {most} điểm", False

    def cut(self, most: int) -> str:
        """Limits of a score, applied from left to right."""
        draw = self.random
        text = ""
        if chance(draw, 25):
            text += f", làm tròn đến {pick(draw, ('0,5', '1', '0,1'))} điểm"
        if chance(draw, 25):
            text += f", tối đa {max(most - draw.randint(0, 1), 0)} điểm"
        if chance(draw, 10):
            text += ", tối thiểu 1 điểm"
        return text

    def bands(self, level: int, most: int) -> tuple[str, bool]:
        """Points of the first line whose condition holds."""
        draw = self.random
        at = max(level, 1)
        if at >= FEW_ITEMS:
            return f"{most} điểm", False
        indent = f"{'  ' * (level + 2)}{MARKERS[at]}"
        lines = []
        for step in range(draw.randint(1, 3)):
            value = f"{max(most - step, 0)} điểm" if chance(draw, 80) else self.score(FEW_ITEMS, most)[0]
            lines.append(f"{indent} {self.author.condition(1 if chance(draw, 30) else 0)}: {value}")
        lines.append(f"{indent} còn lại: {'không áp dụng' if chance(draw, 10) else '0 điểm'}")
        return "theo bậc:\n" + "\n".join(lines), True

    def points(self, criterion: str) -> str:
        """The lines of a criterion about its points."""
        draw = self.random
        self.scored.append(criterion)
        if self.groups[-1:] and self.groups[-1] not in self.scored_groups:
            self.scored_groups.append(self.groups[-1])
        if chance(draw, 50):
            most = draw.randint(1, 10)
            text = self.score(0, most)[0]
        else:
            items, most = [], 0
            for letter in LETTERS[: draw.randint(2, 4)]:
                own = draw.randint(1, 5)
                score, _ = self.score(1, own)
                items.append(f'    {letter}) "Nội dung {letter}" (tối đa {own} điểm): {score}')
                most += own
            text = "cộng các mục:\n" + "\n".join(items)
        lines = [f"  điểm tối đa: {most} điểm\n"]
        if chance(draw, 35):
            self.least_of_criteria = True
            lines.append(f"  điểm tối thiểu: {pick(draw, ('50%', '80%', f'{most // 2} điểm'))}\n")
        if chance(draw, 20):
            lines.append(f"  hệ số: {pick(draw, ('2', '0,5', '3'))}\n")
        if chance(draw, 10):
            lines.append("  không tính vào điểm tối đa\n")
        return f"{''.join(lines)}  chấm điểm: {text}\n"

    def group(self) -> str:
        """The start of a group of criteria."""
        draw = self.random
        title = f"Nhóm {len(self.groups) + 1}"
        self.groups.append(title)
        text = f'\nnhóm "{title}"\n'
        if chance(draw, 25):
            text += f"  điểm tối đa: {draw.randint(3, 15)} điểm\n"
        if chance(draw, 35):
            self.least_of_groups = True
            text += f"  điểm tối thiểu: {pick(draw, ('50%', '70%'))}\n"
        if chance(draw, 25):
            text += f"  hệ số: {pick(draw, ('2', '1,5'))}\n"
        return text

    # ------------------------------------------------------------------------------------------ criteria
    def criterion(self, name: str, scores: bool) -> str:
        """One criterion with its turns."""
        draw = self.random
        author = self.author
        parts = [f'\ntiêu chí {name}. "Tiêu chí {name}"\n']
        if chance(draw, 8):
            parts.append(f"  đối với {', '.join(some(draw, UNIT_TYPES, 1, 2))}\n")
        if chance(draw, 8):
            parts.append(f"  áp dụng khi {author.condition(1)}\n")
        if scores and chance(draw, 75):
            if chance(draw, 20):
                parts.append(f"  đạt khi {self.body(1)}\n")
            parts.append(self.points(name))
            return "".join(parts)
        if chance(draw, 5) and len(parts) == 1:
            self.levelled = True
            parts.append(f'  mức "Đạt" khi {self.body(1)}\n  mức "Tốt" khi {self.body(1)}\n')
            return "".join(parts)
        parts.append(f"  đạt khi {self.body(0)}\n")
        for words, often in (("trừ trường hợp", 6), ("được coi là đạt khi", 6), ("không đạt khi", 6)):
            if chance(draw, often):
                parts.append(f"  {words} {author.condition(1)}\n")
        return "".join(parts)

    # ------------------------------------------------------------------------------------------ conclusions
    def conclusion_part(self, numbers: list[str]) -> str:
        """One thing that a conclusion asks."""
        draw = self.random
        kind = draw.randrange(100)
        if self.scored and kind < 45:
            return self.of_points()
        if self.levelled and kind < 60:
            return f'mọi tiêu chí đạt mức "{pick(draw, ("Đạt", "Tốt"))}"'
        if kind < 60:
            return "đạt tất cả tiêu chí"
        if kind < 72:
            return f"đạt ít nhất {pick(draw, ('50%', '66%', '90%', '100%', '1%'))} số tiêu chí"
        if kind < 82:
            return f"đạt ít nhất {draw.randint(1, len(numbers))} tiêu chí"
        if kind < 93:
            return f"tiêu chí {pick(draw, numbers)} {pick(draw, VERDICTS)}"
        return self.author.asked_of_unit()

    def of_points(self) -> str:
        """One thing that a conclusion asks of points."""
        draw = self.random
        kind = draw.randrange(7)
        if kind == 5:
            if self.least_of_groups:
                return "mọi nhóm đạt điểm tối thiểu"
            kind = 0
        if kind == 6:
            if self.least_of_criteria:
                return "mọi tiêu chí đạt điểm tối thiểu"
            kind = 0
        subject = "tổng điểm"
        if kind == 1 and self.scored_groups:
            subject = f'điểm nhóm "{pick(draw, self.scored_groups)}"'
        elif kind == 2:
            subject = f"điểm tiêu chí {pick(draw, self.scored)}"
        elif kind in (3, 4):
            subject = pick(draw, ("không nhóm nào", "không tiêu chí nào"))
        share = draw.randint(0, 1)
        if chance(draw, 15):
            low = draw.randint(0, 6)
            return f"{subject} từ {low} đến dưới {low + draw.randint(1, 6)} điểm"
        limit = f"{draw.randint(1, 9)}0% điểm tối đa" if share else f"{number(draw.randint(0, 12))} điểm"
        return f"{subject} {pick(draw, LOW[:5] + HIGH[:5])} {limit}"

    def asked(self, numbers: list[str]) -> str:
        """What a conclusion or a class asks."""
        draw = self.random
        parts = [self.conclusion_part(numbers) for _ in range(weighted(draw, [(6, 1), (3, 2), (1, 3)]))]
        if len(parts) == 3:
            return f"({parts[0]} hoặc {parts[1]}) và {parts[2]}"
        return f" {pick(draw, ('và', 'hoặc'))} ".join(parts)

    def classes(self, numbers: list[str]) -> str:
        """Classes from best to worst, and what moves a unit down."""
        draw = self.random
        names = ("Xuất sắc", "Tốt", "Khá")[: draw.randint(1, 3)]
        lines = [f'  - "{name}": {self.asked(numbers)}\n' for name in names]
        lines.append('  - "Không xếp loại": còn lại\n')
        if chance(draw, 40):
            lines.append(f"  hạ {pick(draw, ('một bậc', '1 bậc'))} khi {self.asked(numbers)}\n")
        if chance(draw, 40):
            lines.append(f'  không quá "{names[-1]}" khi {self.asked(numbers)}\n')
        return f'\nxếp loại "Xếp loại năm":\n{"".join(lines)}'

    # ------------------------------------------------------------------------------------------ the whole
    def declarations(self) -> str:
        """The facts, scales, lists and readings that the set uses."""
        draw = self.random
        used = self.author.used
        needed: dict[str, None] = {}
        for code in used:
            chain = [code]
            while FACTS[chain[-1]].part_of:
                chain.append(FACTS[chain[-1]].part_of)
            needed.update(dict.fromkeys(reversed(chain)))
        parts = [text for code, text in VOCABULARIES.items() if code in needed]
        for code, count in self.author.readings.items():
            titles = ("hẹp", "rộng", "khác")[:count]
            default = draw.randrange(count)
            parts.append(f'cách hiểu {code} "Cách hiểu {code}"\n')
            for at, title in enumerate(titles):
                tag = "mặc định; " if at == default else ""
                parts.append(f'  - "{title}" ({tag}mã: lua_chon_{at + 1}): nghĩa {title}\n')
        for code in FACTS:
            if code in needed:
                parts.append(self.declaration(code))
        return "".join(parts)

    def declaration(self, code: str) -> str:
        """One fact's declaration."""
        draw = self.random
        fact = FACTS[code]
        text = f"dữ kiện [{fact.name}]\n  mã: {code}\n  kiểu: {fact.written}\n"
        if fact.part_of and chance(draw, 85):
            text += f"  trong số: [{FACTS[fact.part_of].name}]\n"
        is_figure = fact.kind.startswith(("số", "theo tháng"))
        if is_figure and fact.ranged and chance(draw, 18):
            low = draw.randint(0, 2)
            text += f"  khoảng: từ {low} {pick(draw, ('trở lên', f'đến {low + draw.randint(1, 20)}'))}\n"
        if fact.kind in ("số đo", "số tiền") and chance(draw, 10):
            text += f"  bước: {pick(draw, ('0,5', '2'))}\n"
        if chance(draw, 5):
            text += "  cố định\n"
        return text


def write(random_: random.Random) -> str:
    """The text of a rule set that compiles without errors."""
    policies: dict[str, str] = {}
    by_reading: list[str] = []
    for key, (often, values) in POLICIES.items():
        if chance(random_, often):
            policies[key] = pick(random_, values)
            if chance(random_, 12):
                by_reading.append(key)
    author = Author(random_, policies)
    lines = []
    for key, value in policies.items():
        if key not in by_reading:
            lines.append(f"  {key}: {value}\n")
            continue
        code, options = author.reading()
        lines.append(f"  {key} theo cách hiểu {code}:\n")
        lines += [f'    - "{option}": {pick(random_, POLICIES[key][1])}\n' for option in options]
    writer = Writer(random_, author, "".join(lines))
    count = weighted(random_, [(5, 1), (6, 2), (5, 3), (3, 4), (2, 5), (1, 6)])
    return _whole(writer, [str(at) for at in range(1, count + 1)])


def _whole(writer: Writer, numbers: list[str]) -> str:
    draw = writer.random
    scores = chance(draw, 25)
    order = numbers[:]
    draw.shuffle(order)
    criteria = []
    for at, name in enumerate(numbers):
        if chance(draw, 30 if scores else 10) and (scores or at == 0):
            criteria.append(writer.group())
        writer.author.speak_of = tuple(order[: order.index(name)])
        criteria.append(writer.criterion(name, scores))
    writer.author.speak_of = tuple(numbers)
    ends = []
    for at in range(weighted(draw, [(2, 0), (6, 1), (3, 2)])):
        ends.append(f'\nkết luận "Kết luận {at + 1}"\n  khi {writer.asked(numbers)}\n')
    if chance(draw, 50 if scores else 8):
        ends.append(writer.classes(numbers))
    header = 'bộ tiêu chí "Bộ sinh ngẫu nhiên (hư cấu)"\n  mã: sinh-ngau-nhien\n'
    if chance(draw, 30):
        header += f"  áp dụng: từ năm {FIRST_YEAR} đến năm {LAST_YEAR}\n"
    header += f"  áp dụng cho: {', '.join(UNIT_TYPES)}\n{writer.policies}"
    return "".join([header, writer.declarations(), *writer.author.blocks, *criteria, *ends])
