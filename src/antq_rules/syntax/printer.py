"""The syntax tree written as a rule file again: reading what is printed gives an equal tree.

Comments and the author's line breaks are not part of the tree and are not printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import assert_never

from antq_rules.syntax import tree as t
from antq_rules.syntax.numbers import format_day, format_number
from antq_rules.types import DayOfYear, Verdict

_LIKE_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}\Z")
_TYPES = {
    "attestation": "xác nhận",
    "condition": "điều kiện",
    "count": "số đếm",
    "positive_count": "số đếm dương",
    "amount": "số đo",
    "money": "số tiền",
    "monthly": "theo tháng",
    "date": "ngày",
    "grade": "xếp loại",
    "set": "tập",
    "choice": "loại",
    "list": "danh sách",
    "result": "kết quả",
}
_MERGING = {
    "sum": "cộng",
    "lowest": "lấy mức thấp nhất",
    "highest": "lấy mức cao nhất",
    "union": "hợp các mục",
}


def print_document(document: t.Document) -> str:
    """A file's tree as text, blocks apart by an empty line.

    >>> from antq_rules.source import SourceText
    >>> from antq_rules.syntax.parser import parse
    >>> document = parse(SourceText.of_text("a.rules", 'thang   "Mức": "Yếu" <\\n "Khá"')).document
    >>> print_document(document)
    'thang "Mức": "Yếu" < "Khá"\\n'
    """
    return "\n\n".join(print_block(block) for block in document.blocks) + "\n"


def print_block(block: t.Block) -> str:
    """One block as text."""
    match block:
        case t.SetHeader():
            return _lines(f"bộ tiêu chí {quoted(block.title)}", _header(block))
        case t.Group():
            return _lines(f"nhóm {quoted(block.title)}", _points_fields(block.points))
        case t.Scale():
            return f"thang {_vocabulary(block, ' < ')}"
        case t.Catalogue():
            return f"danh mục {_vocabulary(block, '; ')}"
        case t.Reading():
            only = " (chỉ ghi chú)" if block.note_only else ""
            return _lines(f"cách hiểu {block.code} {quoted(block.title)}{only}", map(_option, block.options))
        case t.Phrase():
            options = (f"- {quoted(name.text)}: {predicate_text(p)}" for name, p in block.options)
            return _lines(f"cụm từ {quoted(block.text)} theo cách hiểu {block.reading}:", options)
        case t.FactBlock():
            return _lines(f"dữ kiện [{block.name}]", _fact(block))
        case t.Parameter():
            return _lines(_parameter_head(block), _parameter(block))
        case t.Table():
            keys = ", ".join(_table_key(key) for key in block.keys)
            return _lines(f"bảng [{block.name}] theo {keys}:", map(_row, block.rows))
        case t.NamedCondition() | t.Derived():
            return definition_text(block, "")
        case t.Criterion():
            return _lines(f"tiêu chí {block.number}. {quoted(block.title)}", _criterion(block))
        case t.Conclusion():
            return f"kết luận {quoted(block.title)}\n  khi {_conclusion(block.test)}"
        case t.Classification():
            return _lines(f"xếp loại {quoted(block.title)}:", _classification(block))
        case t.Ranking():
            return _lines(f"xếp hạng {quoted(block.title)}:", _ranking(block))
        case t.Example():
            return _lines(f"ví dụ {quoted(block.title)}", _example(block))
        case _:
            assert_never(block)


def _lines(head: str, fields: Iterable[str]) -> str:
    return "\n".join([head, *(f"  {field}" for field in fields)])


# ------------------------------------------------------------------------------------------------ words and numbers
def quoted(text: str) -> str:
    """A text in the quotation marks that it does not hold itself."""
    return f"“{text}”" if '"' in text else f'"{text}"'


def number_text(value: Fraction) -> str:
    """A number so that it can be read in one way only.

    >>> number_text(Fraction(9, 8)), number_text(Fraction(1500))
    ('1,1250', '1.500')
    """
    text = format_number(value, 40)
    return f"{text}0" if _LIKE_THOUSANDS.match(text) else text


def _percentage(node: t.Percentage) -> str:
    return node.spelling or f"{number_text(node.value * 100)}%"


def _names(names: Iterable[t.Name]) -> str:
    return "; ".join(quoted(name.text) for name in names)


def _years(first: int | None, last: int | None) -> str:
    if first is not None and first == last:
        return f"năm {first}"
    if last is None:
        return f"từ năm {first}"
    return f"đến hết năm {last}" if first is None else f"từ năm {first} đến năm {last}"


def _by_reading(reading: str) -> str:
    return f"theo cách hiểu {reading}:"


# ------------------------------------------------------------------------------------------------ quantities
def value_text(value: t.Value) -> str:
    """A quantity, a text or a day where a value stands."""
    match value:
        case t.FactReference():
            return _reference(value)
        case t.Figure():
            number = value.spelling or number_text(value.value)
            return f"{number} {value.unit}" if value.unit else number
        case t.Percentage():
            return _percentage(value)
        case t.CountWhere():
            return f"số {_reference(value.collection)} mà ({condition_text(value.condition)})"
        case t.SumOver():
            return f"tổng {_reference(value.fact)} trong [{value.collection}]"
        case t.Rate():
            return f"{value_text(value.amount)} tính trên {number_text(value.per)} {_reference(value.base)}"
        case t.Arithmetic():
            return f"{value_text(value.left)} {value.operator} {value_text(value.right)}"
        case t.Rounded():
            return f"{value_text(value.value)} (làm tròn đến {value.places} chữ số thập phân)"
        case t.Text():
            return quoted(value.text)
        case t.Day():
            return format_day(value.day)
        case _:
            assert_never(value)


def _reference(node: t.FactReference) -> str:
    average = f"bình quân {node.average} năm " if node.average else ""
    before = f"{average}{'cả năm ' if node.whole_year else ''}{'số ' if node.counted else ''}"
    return f"{before}[{node.name}]{_year(node.offset, node.year)}"


def _year(offset: int, year: int | None) -> str:
    if year is not None:
        return f" năm {year}"
    return "" if not offset else " năm trước" if offset == -1 else f" {-offset} năm trước"


# ------------------------------------------------------------------------------------------------ predicates
def predicate_text(node: t.Predicate) -> str:
    """What is asked of a quantity."""
    match node:
        case t.Compare():
            end = ", kể cả trước năm xét" if node.earlier_years else ""
            return _limit(node.words, value_text(node.value)) + end
        case t.Between():
            return f"từ {value_text(node.low)} đến {'dưới ' if node.open else ''}{value_text(node.high)}"
        case t.Change():
            amount = f" {_limit(node.words, value_text(node.amount))}" if node.amount is not None else ""
            return f"{node.direction}{amount} {_base(node.base)}{_tails(node.tails)}"
        case t.Share():
            limit = _limit(node.words, value_text(node.percentage))
            link = f" {node.link}" if node.link else ""
            places = f" (tỷ lệ làm tròn đến {node.rounding} chữ số thập phân)" if node.rounding is not None else ""
            return f"{node.verb} {limit}{link} {value_text(node.whole)}{places}{_tails(node.tails)}"
        case t.IsOneOf():
            verb = "là" if node.single else "thuộc"
            return f"{'không ' if node.negated else ''}{verb} {_names(node.members)}"
        case t.Includes():
            return _includes(node)
        case t.DateAgainst():
            gap = f" {node.gap_words} {_duration(node.gap)}" if node.gap is not None else ""
            return f"{node.words} ngày {_reference(node.other)}{gap}"
        case t.Within():
            return f"trong vòng {_duration(node.duration)} kể từ ngày {_reference(node.other)}"
        case t.Period():
            return {"quarter": f"trong quý {node.number}", "month": f"trong tháng {node.number}"}.get(
                node.kind, "trong năm"
            )
        case _:
            assert_never(node)


def _duration(node: t.Duration) -> str:
    return f"{node.count} {node.unit}"


def _limit(words: str, value: str) -> str:
    if "…" in words:
        return words.replace("…", value)
    return f"{words} {value}" if words else value


def _base(base: t.Base) -> str:
    if base.year is not None:
        return f"so với năm {base.year}"
    return "so với năm trước" if base.years_before > 0 else f"so với bình quân {-base.years_before} năm trước"


def _tails(tails: t.Tails) -> str:
    zero = "không tăng là đạt" if tails.base_zero == "no_rise" else _verdict(tails.base_zero)
    stated = (
        ("năm trước bằng 0 thì", zero),
        ("không có năm trước thì", _verdict(tails.no_base)),
        ("không có đối tượng thì", _verdict(tails.empty)),
    )
    return "".join(f", {words} {value}" for words, value in stated if value)


def _verdict(verdict: Verdict | str | None) -> str:
    return "" if verdict is None else Verdict(verdict).vietnamese


def _includes(node: t.Includes) -> str:
    catalogue = f"danh mục {quoted(node.catalogue.text)}" if node.catalogue is not None else ""
    match node.kind:
        case "one":
            return f"gồm {_names(node.members)}"
        case "none":
            return f"không gồm {_names(node.members)}"
        case "some":
            return f"gồm ít nhất {node.count} trong {catalogue}"
        case "exactly":
            return f"đúng bằng {catalogue}"
        case _:
            return f"gồm đủ {catalogue}" if catalogue else f"gồm đủ: {_names(node.members)}"


# ------------------------------------------------------------------------------------------------ conditions
def condition_text(node: t.Condition, inside: bool = False) -> str:
    """A condition; `inside` another one, what is joined or branched takes brackets."""
    match node:
        case t.Junction():
            text = f" {node.word} ".join(condition_text(part, True) for part in node.parts)
            return f"({text})" if inside else text
        case t.Branch():
            text = f"nếu {_side(node.test)} thì {_side(node.then)}"
            if node.otherwise is not None:
                text += f" nếu không thì {_side(node.otherwise)}"
            return f"({text})" if inside else text
        case t.Not():
            return f"không phải ({condition_text(node.part)})"
        case t.Test():
            return f"{value_text(node.subject)} {predicate_text(node.predicate)}"
        case t.Monthly():
            return f"hằng tháng {condition_text(node.test)}"
        case t.Attested():
            return f"{node.verb} {_reference(node.fact)}"
        case t.Named():
            return f"[{node.name}]"
        case t.CriterionState():
            return f"tiêu chí {node.number} {_verdict(node.verdict)}"
        case t.Consecutive():
            inner = _bracketed(node.condition, isinstance(node.condition, t.Consecutive | t.Quantified))
            return f"{inner} trong {node.years} năm liên tục"
        case t.Quantified():
            return _quantified(node)
        case _:
            assert_never(node)


def _bracketed(node: t.Condition, wanted: bool) -> str:
    return f"({condition_text(node)})" if wanted else condition_text(node, True)


def _quantified(node: t.Quantified) -> str:
    amount = _percentage(node.amount) if isinstance(node.amount, t.Percentage) else str(node.amount)
    kept = f" mà {condition_text(node.filter)} thì" if node.filter is not None else ""
    middle = f"{_reference(node.collection)}{kept}"
    condition = _bracketed(node.condition, isinstance(node.condition, t.Consecutive))
    end = _tails(t.Tails(empty=node.empty))
    match node.kind:
        case "every":
            return f"mọi {middle} {condition}{end}"
        case "none":
            return f"không {middle} nào {condition}"
        case _:
            return f"{node.words} {amount} trong {middle} {condition}{end}"


def _side(node: t.Condition) -> str:
    return condition_text(node, isinstance(node, t.Branch))


# ------------------------------------------------------------------------------------------------ bodies
def body_text(node: t.Body, indent: str) -> str:
    """What a criterion or an item asks; lists start on the next line."""
    match node:
        case t.Constant():
            return node.verdict.vietnamese
        case t.Listing():
            items = (
                _item(part, indent) if isinstance(part, t.Item) else _grouping(part, indent) for part in node.items
            )
            return f"{_choice(node.choice)}:" + "".join(items)
        case t.ByReading():
            return _by_reading(node.reading) + "".join(_item(item, indent) for item in node.items)
        case t.Applies():
            return f"áp dụng khi {condition_text(node.condition)}: {body_text(node.body, indent)}"
        case t.ForTypes():
            return f"đối với {', '.join(name.text for name in node.types)}: {body_text(node.body, indent)}"
        case t.ForYears():
            return f"đối với {_years(node.first, node.last)}: {body_text(node.body, indent)}"
        case t.Cases():
            lines = (
                f"\n{indent}  {node.marker} {'còn lại' if case.condition is None else condition_text(case.condition)}: "
                f"{body_text(case.body, indent + '  ')}"
                for case in node.cases
            )
            return "trường hợp:" + "".join(lines)
        case t.Excepted():
            return f"{condition_text(node.body)}, trừ trường hợp {condition_text(node.exception)}"
        case _:
            return condition_text(node)


def _choice(choice: t.Choice) -> str:
    if choice.fact is not None:
        return f"có ít nhất {_reference(choice.fact)} trong"
    return {"all": "có đủ", "any": "có một trong"}.get(choice.kind, f"có ít nhất {choice.count} trong")


def _item(item: t.Item, indent: str) -> str:
    marker = f"{item.marker})" if item.marker.isalpha() else item.marker
    head = quoted(item.label) if item.label is not None else ""
    if item.code is not None:
        citation = f"; trích: {quoted(item.citation)}" if item.citation is not None else ""
        head = f"{head} (mã: {item.code}{citation})".strip()
    marker += " (bắt buộc)" if item.mandatory else ""
    return f"\n{indent}  {marker} {f'{head}: ' if head else ''}{body_text(item.body, indent + '  ')}"


def _grouping(node: t.Grouping, indent: str) -> str:
    letters = f"{', '.join(node.letters[:-1])} và {node.letters[-1]}"
    options = "".join(f"\n{indent}    - {quoted(name.text)}: {_choice(choice)}" for name, choice in node.options)
    return f"\n{indent}  các mục {letters} {_by_reading(node.reading)}{options}"


# ------------------------------------------------------------------------------------------------ points
def score_text(node: t.Score, indent: str) -> str:
    """How points are earned; lists start on the next line."""
    match node:
        case t.Points():
            condition = f" nếu {condition_text(node.condition)}" if node.condition is not None else ""
            return value_text(node.quantity) + condition
        case t.Steps():
            above = f" vượt {value_text(node.above)}" if node.above is not None else ""
            what = f"{value_text(node.size)} {value_text(node.quantity)}{above}"
            return f"cứ mỗi {what} {node.words} {value_text(node.points)}"
        case t.Curve():
            knots = "; ".join(f"{value_text(knot.at)} được {value_text(knot.points)}" for knot in node.knots)
            return f"nội suy theo {value_text(node.quantity)}: {knots}"
        case t.NoPoints():
            return "không áp dụng"
        case t.Limited():
            words = {"at_most": "tối đa", "at_least": "tối thiểu", "round_to": "làm tròn đến"}[node.kind]
            return f"{score_text(node.score, indent)}, {words} {value_text(node.limit)}"
        case t.Bands():
            lines = (
                f"\n{indent}  {node.marker} {'còn lại' if band.condition is None else condition_text(band.condition)}: "
                f"{score_text(band.score, indent + '  ')}"
                for band in node.bands
            )
            return "theo bậc:" + "".join(lines)
        case t.ScoreSum():
            return "cộng các mục:" + "".join(_scored_item(item, indent) for item in node.items)
        case t.ScoreApplies():
            return f"áp dụng khi {condition_text(node.condition)}: {score_text(node.score, indent)}"
        case t.ScoreForTypes():
            return f"đối với {', '.join(name.text for name in node.types)}: {score_text(node.score, indent)}"
        case _:
            assert_never(node)


def _scored_item(item: t.ScoredItem, indent: str) -> str:
    marker = f"{item.marker})" if item.marker.isalpha() else item.marker
    parts = [quoted(item.label)] if item.label is not None else []
    if item.code is not None:
        citation = f"; trích: {quoted(item.citation)}" if item.citation is not None else ""
        parts.append(f"(mã: {item.code}{citation})")
    if item.maximum is not None:
        parts.append(f"(tối đa {value_text(item.maximum)})")
    head = f"{' '.join(parts)}: " if parts else ""
    return f"\n{indent}  {marker} {head}{score_text(item.score, indent + '  ')}"


def _points_fields(points: t.PointsFields) -> Iterator[str]:
    if points.maximum is not None:
        yield f"điểm tối đa: {value_text(points.maximum)}"
    if points.minimum is not None:
        yield f"điểm tối thiểu: {value_text(points.minimum)}"
    if points.weight is not None:
        yield f"hệ số: {number_text(points.weight)}"
    if points.bonus:
        yield "không tính vào điểm tối đa"


def _classification(block: t.Classification) -> Iterator[str]:
    for line in block.lines:
        yield f"- {quoted(line.name)}: {'còn lại' if line.test is None else _conclusion(line.test)}"
    for turn in block.turns:
        what = f"không quá {quoted(turn.cap)}" if turn.cap else f"hạ {turn.steps} bậc"
        yield f"{what} khi {_conclusion(turn.test)}"


def _ranking(block: t.Ranking) -> Iterator[str]:
    if block.entrants:
        yield f"trong số: {' và '.join(map(_entrant, block.entrants))}"
    if block.keys:
        yield f"theo: {', '.join(map(_rank_key, block.keys))}"
    if block.count is not None:
        yield f"chọn: {block.count} đơn vị"
    if block.share is not None:
        way = "lên" if block.rounds_up else "xuống"
        yield f"chọn: {_percentage(block.share)} số đơn vị, làm tròn {way}"
    if block.by_type:
        yield f"chọn theo loại: {', '.join(f'{name.text} {count}' for name, count in block.by_type)}"
    if block.ties:
        yield f"khi bằng nhau: {block.ties}"


def _entrant(entrant: t.Entrant) -> str:
    if entrant.verdict is not None:
        return f"kết luận {quoted(entrant.title)} {entrant.verdict.vietnamese}"
    return f"xếp loại {quoted(entrant.title)} từ {quoted(entrant.at_least)} trở lên"


def _rank_key(key: t.RankKey) -> str:
    subjects = {"total": "tổng điểm", "group": f"điểm nhóm {quoted(key.name)}", "points": f"điểm tiêu chí {key.name}"}
    subject = subjects[key.kind] if key.quantity is None else value_text(key.quantity)
    return f"{subject} {'giảm' if key.falling else 'tăng'} dần"


def definition_text(node: t.NamedCondition | t.Derived, indent: str) -> str:
    """A named condition or quantity."""
    if isinstance(node, t.Derived):
        return f"đặt [{node.name}] = {value_text(node.quantity)}"
    if node.body is not None:
        return f"mệnh đề [{node.name}]: {body_text(node.body, indent)}"
    options = "".join(
        f"\n{indent}  - {quoted(name.text)}: {body_text(body, indent + '  ')}" for name, body in node.options
    )
    return f"mệnh đề [{node.name}] {_by_reading(node.reading or '')}{options}"


# ------------------------------------------------------------------------------------------------ blocks
def _header(block: t.SetHeader) -> Iterator[str]:
    if block.code is not None:
        yield f"mã: {block.code.text}"
    if block.basis:
        yield f"căn cứ: {', '.join(map(quoted, block.basis))}"
    if block.first_year is not None or block.last_year is not None:
        yield f"áp dụng: {_years(block.first_year, block.last_year)}"
    if block.unit_types:
        yield f"áp dụng cho: {', '.join(block.unit_types)}"
    if block.uses:
        yield f"dùng: {', '.join(name.text for name in block.uses)}"
    if block.period_start is not None:
        yield f"kỳ số liệu: từ {format_day(block.period_start)} đến ngày chốt số liệu"
    for policy in block.policies:
        if policy.reading is None:
            yield f"{policy.key}: {policy.value}"
        else:
            yield f"{policy.key} {_by_reading(policy.reading)}"
            yield from (f"  - {quoted(name.text)}: {value}" for name, value in policy.options)
    yield from _notes(block.notes)
    if block.replaces:
        yield f"thay thế: {', '.join(map(_replaced, block.replaces))}"
    if block.topic:
        yield f"chủ đề: {quoted(block.topic)}"


def _replaced(node: t.Replaced) -> str:
    types = f" (đối với {', '.join(name.text for name in node.unit_types)})" if node.unit_types else ""
    return node.code + types


def _notes(notes: tuple[str, ...]) -> Iterator[str]:
    yield from (f"ghi chú: {quoted(note)}" for note in notes)


def _vocabulary(block: t.Scale | t.Catalogue, separator: str) -> str:
    members = separator.join(f"{quoted(member.text)}{_code_tag(member.code)}" for member in block.members)
    return f"{quoted(block.title)}{_code_tag(block.code)}: {members}"


def _code_tag(code: str | None) -> str:
    return "" if code is None else f" (mã: {code})"


def _option(option: t.Option) -> str:
    tags = [*(["mặc định"] * option.default), *([f"mã: {option.code}"] if option.code is not None else [])]
    return f"- {quoted(option.title)} ({'; '.join(tags)}): {option.gloss}"


def _fact(block: t.FactBlock) -> Iterator[str]:
    if block.code is not None:
        yield f"mã: {block.code.text}"
    if block.old_codes:
        yield f"mã cũ: {', '.join(block.old_codes)}"
    if block.type is not None:
        yield f"kiểu: {_fact_type(block.type)}"
    if block.meaning:
        yield f"nghĩa: {quoted(block.meaning)}"
    if block.evidence:
        yield f"minh chứng: {quoted(block.evidence)}"
    if block.part_of is not None:
        yield f"trong số: [{block.part_of.text}]"
    if block.low is not None:
        end = "trở lên" if block.high is None else f"đến {number_text(block.high)}"
        yield f"khoảng: từ {number_text(block.low)} {end}"
    if block.step is not None:
        yield f"bước: {number_text(block.step)}"
    if block.fixed:
        yield "cố định"
    if block.owner is not None:
        yield f"của: [{block.owner.text}]"
    yield from _notes(block.notes)
    if block.merging:
        yield f"khi sáp nhập: {_MERGING[block.merging]}"


def _parameter_head(block: t.Parameter) -> str:
    setter = f" do {block.setter} quy định" if block.setter else ""
    return f"tham số [{block.name}]{setter}, mặc định {value_text(block.default)}"


def _parameter(block: t.Parameter) -> Iterator[str]:
    if block.code is not None:
        yield f"mã: {block.code.text}"
    if block.meaning:
        yield f"nghĩa: {quoted(block.meaning)}"
    if block.low is not None:
        end = "trở lên" if block.high is None else f"đến {value_text(block.high)}"
        yield f"khoảng: từ {value_text(block.low)} {end}"
    yield from _notes(block.notes)


def _table_key(key: t.TableKey) -> str:
    return {"year": "năm", "type": "loại đơn vị"}.get(key.kind, f"[{key.name}]")


def _row(row: t.Row) -> str:
    cells = "còn lại" if row.cells is None else "; ".join(map(_cell, row.cells))
    return f"- {cells}: {'không áp dụng' if row.value is None else value_text(row.value)}"


def _cell(cell: t.Cell) -> str:
    match cell.kind:
        case "members":
            return ", ".join(quoted(name.text) for name in cell.members)
        case "years":
            return _years(cell.first, cell.last)
        case "any":
            return "bất kỳ"
        case _:
            assert cell.predicate is not None
            return predicate_text(cell.predicate)


def _fact_type(node: t.FactType) -> str:
    if node.kind == "result":
        return f"kết quả (bộ {node.vocabulary})"
    vocabulary = {"grade": "thang", "set": "danh mục", "choice": "danh mục"}.get(node.kind)
    if vocabulary is not None:
        return f"{_TYPES[node.kind]} ({vocabulary} {quoted(node.vocabulary)})"
    return f"{_TYPES[node.kind]} ({node.unit})" if node.unit else _TYPES[node.kind]


def _criterion(block: t.Criterion) -> Iterator[str]:
    if block.code is not None:
        yield f"mã: {block.code}"
    if block.citation:
        yield f"trích: {', '.join(map(_citation, block.citation))}"
    yield from _notes(block.notes)
    if block.quotation:
        yield f"nguyên văn: {quoted(block.quotation)}"
    if block.applies_when is not None:
        yield f"áp dụng khi {condition_text(block.applies_when)}"
    if block.unit_types:
        yield f"đối với {', '.join(name.text for name in block.unit_types)}"
    for definition in block.definitions:
        yield definition_text(definition, "  ")
    yield from _points_fields(block.points)
    if block.score is not None:
        yield f"chấm điểm: {score_text(block.score, '  ')}"
    for level in block.levels:
        yield f"mức {quoted(level.name)} khi {body_text(level.body, '  ')}"
    if block.body is not None:
        yield f"đạt khi {body_text(block.body, '  ')}"
    yield from (f"trừ trường hợp {condition_text(condition)}" for condition in block.exceptions)
    yield from (f"được coi là đạt khi {condition_text(condition)}" for condition in block.deemed)
    yield from (f"không đạt khi {condition_text(condition)}" for condition in block.vetoes)


def _citation(part: str) -> str:
    return part if re.fullmatch(r"(tiêu chí|mục) \d+(\.[0-9a-zđ]+)*[a-zđ]?", part) else quoted(part)


def _conclusion(test: t.ConclusionTest, inside: bool = False) -> str:
    match test.kind:
        case "all":
            return "đạt tất cả tiêu chí"
        case "share":
            assert test.percentage is not None
            return f"đạt ít nhất {_percentage(test.percentage)} số tiêu chí"
        case "count":
            return f"đạt ít nhất {test.count} tiêu chí"
        case "criterion":
            return f"tiêu chí {test.criterion} {_verdict(test.verdict)}"
        case "minimum_groups":
            return "mọi nhóm đạt điểm tối thiểu"
        case "minimum_criteria":
            return "mọi tiêu chí đạt điểm tối thiểu"
        case "level":
            return f"mọi tiêu chí đạt mức {quoted(test.name)}"
        case "fact":
            assert test.condition is not None
            return condition_text(test.condition, True)
        case "total" | "group" | "points" | "no_group" | "no_criterion":
            assert test.predicate is not None
            subject = {
                "total": "tổng điểm", "group": f"điểm nhóm {quoted(test.name)}", "points": f"điểm tiêu chí {test.name}",
                "no_group": "không nhóm nào", "no_criterion": "không tiêu chí nào",
            }[test.kind]  # fmt: skip
            return f"{subject} {predicate_text(test.predicate)}{' điểm tối đa' if test.of_maximum else ''}"
        case word:
            text = f" {word} ".join(_conclusion(part, True) for part in test.parts)
            return f"({text})" if inside else text


def _example(block: t.Example) -> Iterator[str]:
    if block.unit_type is not None:
        yield f"đối với: {block.unit_type.text}"
    for code, option in block.readings:
        yield f"theo cách hiểu {code.text}: {quoted(option.text)}"
    if block.cutoff is not None:
        yield f"ngày chốt số liệu: {format_day(block.cutoff)}"
    for name, figure in block.parameters:
        yield f"tham số [{name.text}]: {value_text(figure)}"
    if block.year is not None:
        yield f"cho năm {block.year}:"
    for given in block.given:
        member = f" của {quoted(given.member)}" if given.member is not None else ""
        yield f"  [{given.name}]{member}: {'; '.join(_parts(given.parts))}"
    yield f"thì {', '.join(map(_expectation, block.expectations))}"


def _parts(parts: tuple[t.GivenPart, ...]) -> Iterator[str]:
    before: tuple[int, int | None] = (0, None)
    for part in parts:
        when = (part.offset, part.year)
        prefix = "" if when == before else f"năm {part.year}: " if part.year is not None else _year(*when).strip() + " "
        before = when
        yield prefix + _given(part)


def _given(part: t.GivenPart) -> str:
    match part.kind:
        case "number" | "every_month":
            assert part.number is not None
            text = " ".join([number_text(part.number), *([part.unit] if part.unit else [])])
            return f"hằng tháng {text}" if part.kind == "every_month" else text
        case "text":
            return quoted(part.text)
        case "evidence":
            return f"có (minh chứng: {quoted(part.text)})"
        case "date":
            return format_day(part.day or DayOfYear(1, 1))
        case kind:
            return _GIVEN[kind]


_GIVEN = {
    "yes": "có",
    "no_evidence": "có (thiếu minh chứng)",
    "no": "không",
    "empty": "không mục nào",
    "absent": "không có",
    "no_year": "không có năm trước",
    "unknown": "chưa báo cáo",
}


def _expectation(node: t.Expectation) -> str:
    points = "" if node.points is None else value_text(node.points)
    match node.kind:
        case "class":
            outcome = "chưa đủ dữ liệu" if node.outcome is None else quoted(node.outcome)
            return f"xếp loại {quoted(node.name)} {outcome}"
        case "total":
            return f"tổng điểm {points}"
        case "group":
            return f"điểm nhóm {quoted(node.name)} bằng {points}"
        case "points":
            return f"điểm tiêu chí {node.name} bằng {points}"
        case kind:
            name = {"criterion": f"tiêu chí {node.name}", "item": f"mục {node.name}"}.get(kind)
            return f"{name or f'kết luận {quoted(node.name)}'} {_verdict(node.verdict)}"
