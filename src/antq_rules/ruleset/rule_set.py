"""A compiled set of criteria: what it consists of, and assessing units with it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from antq_rules.diagnostics import Diagnostic, InvalidInput, nearest
from antq_rules.engine.assess import evaluate, judge_unit
from antq_rules.engine.evaluate import references
from antq_rules.engine.intake import RawUnit
from antq_rules.engine.predecessors import Predecessor
from antq_rules.engine.ranges import Facts
from antq_rules.graph import model as g
from antq_rules.ruleset.assessment import Assessment
from antq_rules.ruleset.dependence import looked_at
from antq_rules.ruleset.parameters import with_parameters
from antq_rules.ruleset.reported import ReportedUnit, raw_of_facts, raw_of_record
from antq_rules.ruleset.schema import unit_schema

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from antq_rules.columnar.spark_table import SparkTable
    from antq_rules.columnar.sql_view import SqlView
    from antq_rules.ruleset.ranking import RankingResult
    from antq_rules.ruleset.table_result import TableResult
    from antq_rules.ruleset.table_stream import TableWritten
    from antq_rules.ruleset.unit_verdicts import UnitVerdicts
    from antq_rules.verdicts.plan import Plan

    _Planned = tuple[Plan, Callable[..., UnitVerdicts], Callable[..., UnitVerdicts]]

_MOST_PLANS = 64


@attrs.frozen
class ItemInfo:
    """An item of a criterion: id (`19.a`), marker, label, the id of its obligation, wording, citation."""

    id: str
    marker: str
    label: str
    code: str
    text: str
    citation: str


@attrs.frozen
class CriterionInfo:
    """A criterion: number, title, group, citation, notes, and its items in the order of the text."""

    number: str
    title: str
    group: str
    citation: str
    notes: tuple[str, ...]
    items: tuple[ItemInfo, ...]


@attrs.frozen
class RuleSet:
    """A compiled set of criteria, ready to assess units; immutable and safe to share between threads.

    >>> import antq_rules
    >>> antq_rules.load("pl1").code
    'pl1'
    """

    program: g.Program
    examples: tuple[g.Example, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    _facts: Facts = attrs.field(init=False, eq=False, repr=False)
    _plans: dict[object, _Planned] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    @_facts.default
    def _index_facts(self) -> Facts:
        others = [*(one.fact for one in self.program.parameters), *(one.fact for one in self.program.computed)]
        return Facts(self.program.facts, others)

    def __reduce__(self) -> tuple[type[RuleSet], tuple[g.Program, tuple[g.Example, ...], tuple[Diagnostic, ...]]]:
        """Copied and sent to other processes without what was made for judging."""
        return RuleSet, (self.program, self.examples, self.diagnostics)

    @property
    def code(self) -> str:
        """The set's id, as `mã:` states it."""
        return self.program.code

    @property
    def title(self) -> str:
        """The set's title."""
        return self.program.title

    @property
    def hash(self) -> str:
        """SHA-256 (hex) of the names and normalised texts of the rule files the set was made from."""
        lines = "".join(f"{name}\0{digest}\n" for name, digest in sorted(self.program.sources))
        return hashlib.sha256(lines.encode()).hexdigest()

    @property
    def criteria(self) -> tuple[CriterionInfo, ...]:
        """The criteria with their items."""
        return tuple(
            CriterionInfo(c.number, c.title, c.group, c.citation, c.notes, _items(c.tree))
            for c in self.program.criteria
        )

    @property
    def facts(self) -> tuple[g.Fact, ...]:
        """The facts that the criteria look at, in the order of their declaration."""
        used = {reference.fact for test in self.program.tests for reference in references(test)}
        used |= set(looked_at(self.program))
        used |= {fact.owner for fact in self.program.facts if fact.code in used}
        wholes = {fact.part_of for fact in self.program.facts if fact.code in used}
        return tuple(fact for fact in self.program.facts if fact.code in used | wholes)

    @property
    def parameters(self) -> tuple[g.Parameter, ...]:
        """The figures that somebody outside the file may set, with the figures in force."""
        return self.program.parameters

    def with_parameters(self, values: Mapping[str, object]) -> RuleSet:
        """The same set with some of its parameters set, by code or name: plain numbers, or texts with their unit.

        Raises `InvalidInput` for an unknown parameter, a wrong unit, a figure outside the declared range.

        >>> import antq_rules
        >>> rules = antq_rules.load_text('''
        ... bộ tiêu chí "Ví dụ"
        ...   mã: vd
        ...   áp dụng cho: xã
        ...   khi không có đối tượng: đạt
        ... tham số [mức tối đa] do tỉnh quy định, mặc định 5%
        ... dữ kiện [hộ]
        ...   kiểu: số đếm dương (hộ)
        ... dữ kiện [hộ nghèo]
        ...   kiểu: số đếm (hộ)
        ... tiêu chí 1. "Hộ nghèo"
        ...   đạt khi số [hộ nghèo] chiếm không quá [mức tối đa] số [hộ]
        ... ''')
        >>> facts = {"ho": 100, "ho_ngheo": 6}
        >>> rules.assess(facts, year=2023)["1"].verdict.vietnamese
        'không đạt'
        >>> rules.with_parameters({"muc_toi_da": "7%"}).assess(facts, year=2023)["1"].verdict.vietnamese
        'đạt'
        """
        return attrs.evolve(self, program=with_parameters(self.program, values))

    def rank(self, assessments: Sequence[Assessment], title: str | None = None) -> RankingResult:
        """Rank units assessed under this set for one year by the set's ranking of that title (or its only one).

        Raises `InvalidInput` where there is no such ranking, or the units are of several sets or years.
        """
        known = {ranking.title: ranking for ranking in self.program.rankings}
        if title is None and len(known) == 1:
            title = next(iter(known))
        if title is None or title not in known:
            members = "; ".join(f"“{name}”" for name in known) or "không có"
            found = f"không có bảng xếp hạng tên là “{title}”"
            if title is None:
                found = "bộ có nhiều bảng xếp hạng, chưa nói bảng nào" if known else "bộ tiêu chí này không xếp hạng"
            values = (("name", title or ""), ("found", found), ("members", members))
            raise InvalidInput([Diagnostic("DL152", values=values, suggestions=tuple(nearest(title or "", known)))])
        from antq_rules.ruleset.ranking import rank  # most callers never rank

        return rank(known[title], assessments)

    @property
    def readings(self) -> tuple[g.Reading, ...]:
        """The places where the source can be read in more than one way."""
        return self.program.readings

    @property
    def defaults(self) -> dict[str, str]:
        """The default option of every reading that can be chosen."""
        return {reading.code: reading.default for reading in self.program.readings if not reading.note_only}

    def schema(self) -> dict[str, Any]:
        """JSON Schema of one unit's data file for this set."""
        return unit_schema(self.program, self.facts)

    def assess(
        self,
        facts: Mapping[str, object] | ReportedUnit,
        *,
        year: int | None = None,
        unit_type: str | None = None,
        previous: Mapping[str, object] | None = None,
        earlier: Mapping[int, Mapping[str, object]] | None = None,
        same_period: Mapping[str, object] | None = None,
        cutoff: datetime.date | None = None,
        existed_before: bool = True,
        readings: Mapping[str, str] | None = None,
        unit: tuple[str, str] = ("", ""),
        criteria: Iterable[str] | None = None,
        predecessors: Sequence[Predecessor] = (),
        parameters: Mapping[str, object] | None = None,
    ) -> Assessment:
        """Assess one unit for one year.

        `facts` maps fact codes or names to plain values of the assessed year (or is a unit read by `read_units`, which
        brings its own year, type and earlier years). `previous` holds the year before, `earlier` other years by
        number, `same_period` the year before up to the same day as `cutoff`. `readings` maps reading codes to options.
        `criteria` limits the assessment to some criteria; conclusions are then not drawn. `predecessors` are the units
        that went into this one: what is not reported of the year before is combined from theirs (`khi sáp nhập`).
        `parameters` sets parameters for this assessment alone (see `with_parameters`).

        Bad values are data errors of the assessment, not exceptions. Raises `InvalidInput` for an unknown reading,
        option, criterion, unit type or year.

        >>> import antq_rules
        >>> pl1 = antq_rules.load("pl1")
        >>> facts = {"so_vu_pham_toi_ttxh": 57}
        >>> result = pl1.assess(facts, year=2023, unit_type="xã", previous={"so_vu_pham_toi_ttxh": 60}, criteria=["18"])
        >>> result["18"].verdict.vietnamese
        'đạt'
        """
        if parameters:
            return self.with_parameters(parameters).assess(
                facts, year=year, unit_type=unit_type, previous=previous, earlier=earlier, same_period=same_period,
                cutoff=cutoff, existed_before=existed_before, readings=readings, unit=unit, criteria=criteria,
                predecessors=predecessors,
            )  # fmt: skip
        if isinstance(facts, Mapping):
            raw = raw_of_facts(
                self.program.unit_types,
                facts,
                year,
                unit_type,
                previous,
                earlier,
                same_period,
                cutoff,
                existed_before,
                unit,
                predecessors,
            )
        else:
            raw = raw_of_record(facts, cutoff, predecessors)
            unit = (facts.code, facts.name)
            readings = {**facts.readings, **(readings or {})}
        return self._assess(raw, self._options(readings or {}, raw), unit, self._numbers(criteria))

    def verdicts(
        self,
        facts: Mapping[str, object] | ReportedUnit,
        *,
        year: int | None = None,
        unit_type: str | None = None,
        previous: Mapping[str, object] | None = None,
        earlier: Mapping[int, Mapping[str, object]] | None = None,
        same_period: Mapping[str, object] | None = None,
        cutoff: datetime.date | None = None,
        existed_before: bool = True,
        readings: Mapping[str, str] | None = None,
        unit: tuple[str, str] = ("", ""),
        criteria: Iterable[str] | None = None,
        predecessors: Sequence[Predecessor] = (),
        parameters: Mapping[str, object] | None = None,
    ) -> UnitVerdicts:
        """The verdicts of one unit without their explanations, hundreds of times faster than `assess`.

        Takes what `assess` takes, gives the same verdicts and data errors, raises the same exceptions. The first call
        for a year, a unit type and readings makes the code that later calls use. What was not reported by its code and
        as a plain value (`5`, `True`, `"2023-01-31"`) costs more. Values inside `facts` must not change afterwards.

        >>> import antq_rules
        >>> pl1 = antq_rules.load("pl1")
        >>> found = pl1.verdicts({"so_don_thu_ton_dong": 2}, year=2023)
        >>> found.criteria["5"].vietnamese, found.items["5.đ"].vietnamese
        ('không đạt', 'không đạt')
        """
        if parameters:
            return self.with_parameters(parameters).verdicts(
                facts, year=year, unit_type=unit_type, previous=previous, earlier=earlier, same_period=same_period,
                cutoff=cutoff, existed_before=existed_before, readings=readings, unit=unit, criteria=criteria,
                predecessors=predecessors,
            )  # fmt: skip
        if criteria is not None:
            criteria = tuple(str(number) for number in criteria)
        if type(facts) is dict and type(year) is int and existed_before and cutoff is None:
            key = (year, unit_type, tuple(readings.items()) if readings else (), criteria)
            is_usual = not (same_period or predecessors or earlier) and (not readings or _is_text(readings))
            if is_usual and key in self._plans:
                plan, verdicts_of, _ = self._plans[key]
                return verdicts_of(self, plan, facts, previous, unit)
        if isinstance(facts, Mapping):
            raw = raw_of_facts(
                self.program.unit_types,
                facts,
                year,
                unit_type,
                previous,
                earlier,
                same_period,
                cutoff,
                existed_before,
                unit,
                predecessors,
            )
        else:
            raw = raw_of_record(facts, cutoff, predecessors)
            unit, unit_type = (facts.code, facts.name), facts.unit_type
            readings = {**facts.readings, **(readings or {})}
        plan, _, verdicts_of_raw = self._planned(raw, unit_type, readings or {}, criteria)
        return verdicts_of_raw(self, plan, raw, unit)

    def _planned(
        self, raw: RawUnit, unit_type: str | None, readings: Mapping[str, str], criteria: tuple[str, ...] | None
    ) -> _Planned:
        """The code for units like one, and how it is used; made when it is first asked for."""
        options = self._options(readings, raw)
        numbers = self._numbers(criteria)
        problems = list(self._check_period(raw))
        if problems:
            raise InvalidInput(problems)
        inner = (raw.year, raw.unit_type, tuple(options.items()), None if numbers is None else frozenset(numbers))
        planned = self._plans.get(inner)
        if planned is None:
            from antq_rules.ruleset.unit_verdicts import verdicts_of, verdicts_of_raw  # who only assesses needs no code
            from antq_rules.verdicts.plan import Plan

            plan = Plan(self.program, self._facts, raw.year, raw.unit_type, options, numbers)
            planned = (plan, verdicts_of, verdicts_of_raw)
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            self._plans[inner] = planned
        if _is_text(readings):
            self._plans[raw.year, unit_type, tuple(readings.items()), criteria] = planned
        return planned

    def sql(
        self,
        dialect: str,
        *,
        readings: Mapping[str, str] | None = None,
        cutoff: datetime.date | None = None,
        columns: Mapping[str, str] | Collection[str] | None = None,
        table: str = "du_lieu",
        view: str = "",
        items: bool = False,
        missing: bool = False,
        decimals: int | None = None,
        carried: Sequence[str] = (),
        wide: bool = False,
        checked: bool = False,
        year: int | None = None,
    ) -> SqlView:
        """The set as SQL for `duckdb`, `postgres`, `spark` or `sqlite`: a view of verdicts over a table of units.

        `columns` are the columns of a real table (a mapping says their types too); without them the view reads every
        column that the set asks for, as `input_table` declares them. `items` adds a column for each item, `missing` one
        for the facts that each criterion waits for. Amounts keep so many `decimals` (6, or as many as fit). Both views
        show the columns `carried` from the table as they are. The rows of a `wide` table carry their earlier years, in
        columns that name the year (`so_vu@-1`). Of a table that is `checked`, whose view of data errors is empty, the
        view of verdicts looks for none. Where a `year` is given, only its rows are judged. Raises `InvalidInput` where
        the set cannot be said of a table, for an unknown dialect, reading, option or year, and where sqlglot is not
        installed.

        >>> import antq_rules
        >>> antq_rules.load("kh-huyen").sql("sqlite").create_view.startswith("/* Quy trình của cấp huyện")
        True
        """
        from antq_rules.ruleset.sql import write_sql  # most callers never write SQL

        assumed = year or self.program.first_year or self.program.last_year or 2000
        assumed = assumed if cutoff is None else cutoff.year
        raw = RawUnit(self.program.unit_types[0], assumed, {}, cutoff=cutoff)
        problems = list(self._check_period(raw))
        if problems:
            raise InvalidInput(problems)
        options = self._options(dict(readings or {}), raw)
        names, layout = (table, view), (wide, checked, year)
        return write_sql(
            self.program, dialect, options, cutoff, columns, names, items, missing, decimals, carried, layout
        )

    def spark(
        self,
        source: DataFrame | str | Path,
        *,
        session: SparkSession | None = None,
        units: DataFrame | None = None,
        readings: Mapping[str, str] | None = None,
        cutoff: datetime.date | None = None,
        carried: Sequence[str] = (),
        items: bool = False,
        missing: bool = False,
        decimals: int | None = None,
    ) -> SparkTable:
        """The units of a Spark data frame, or of Parquet files, judged by Spark: frames of verdicts and data errors.

        The table has the columns that `sql("spark").input_table` declares. Nothing is run before the frames are used.
        With `units` (a frame with a column `ma_don_vi`) only those are judged. Raises `InvalidInput` where `sql` does,
        where the session does not compute in ANSI mode, and where a column has a type that no exact value comes out of.
        """
        from antq_rules.ruleset.spark import judge_spark

        return judge_spark(
            self, source, session=session, units=units, readings=readings, cutoff=cutoff, carried=carried,
            items=items, missing=missing, decimals=decimals,
        )  # fmt: skip

    def table(
        self,
        data: Any,
        *,
        year: int | None = None,
        unit_type: str | None = None,
        cutoff: datetime.date | None = None,
        readings: Mapping[str, str] | None = None,
        parameters: Mapping[str, object] | None = None,
        items: bool = False,
        missing: bool = False,
        margins: bool = False,
        points: bool = False,
    ) -> TableResult:
        """Judge a table of units on Polars (extra `table`), with the verdicts that `assess` gives each of them.

        `data` is a Polars frame (lazy or not), a pandas frame, a PyArrow table, or the path of a CSV, Parquet or Excel
        file. Rows hold one unit and year each, or one unit, year and fact each; headings are those of the CSV reader.
        Of each unit the latest year is judged, or `year`; rows of earlier years are its years before. Where columns
        tell the year of their facts (`so_vu@-1`), every row is judged by itself. `unit_type` stands in for a column of
        types. `items` asks for a column for each item, `missing` for the facts that undecided criteria wait for,
        `margins` for how far each figure is from its limit, `points` for the total points; see `TableResult`.

        Bad values are data errors of the result. Raises `InvalidInput` for columns that cannot be read, an unknown
        reading or option, and a set that asks what columns cannot say.

        >>> import antq_rules
        >>> import polars as pl
        >>> pl1 = antq_rules.load("pl1")
        >>> units = pl.DataFrame({"mã đơn vị": ["x1", "x1", "x2"], "loại": "xã", "năm": [2023, 2022, 2023],
        ...                       "so_vu_pham_toi_ttxh": [57, 60, None]})
        >>> found = pl1.table(units, margins=True)
        >>> found.verdicts.select("mã đơn vị", "năm", "18").rows()
        [('x1', 2023, 'đạt'), ('x2', 2023, 'chưa đủ dữ liệu')]
        >>> found.margins.select("mã đơn vị", "tiêu chí", "mục", "chênh lệch", "đơn vị").row(0)
        ('x1', '18', '18.a:1@khong_tang.1', Decimal('3.000000000'), 'vụ')
        >>> found.explain("x1", "18").verdict.vietnamese
        'đạt'
        """
        rules = self.with_parameters(parameters) if parameters else self
        _need_polars()
        from antq_rules.ruleset.tables import Choices, judge_table

        return judge_table(
            rules, data, Choices(year, unit_type, cutoff, readings or {}, items, missing, margins, points)
        )

    def table_to(
        self,
        data: Any,
        path: str | Path,
        *,
        year: int | None = None,
        unit_type: str | None = None,
        cutoff: datetime.date | None = None,
        readings: Mapping[str, str] | None = None,
        parameters: Mapping[str, object] | None = None,
        items: bool = False,
        missing: str | Path | None = None,
        margins: str | Path | None = None,
        points: str | Path | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> TableWritten:
        """Judge a table that may be larger than memory as `table` does, and write the verdicts to a Parquet file.

        `missing`, `margins` and `points` are further files (`.parquet` or `.csv`) for what the result of `table` has
        under these names. The rows of one unit are judged together, so units come out in no stated order. `progress` is
        told how many units and years are judged so far.

        >>> import tempfile
        >>> import antq_rules
        >>> import polars as pl
        >>> units = pl.DataFrame({"mã đơn vị": ["x1", "x2"], "loại": "xã", "năm": 2023, "so_vu_pham_toi_ttxh": [5, 6]})
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     out, missing = f"{folder}/ket-qua.parquet", f"{folder}/thieu.parquet"
        ...     written = antq_rules.load("pl1").table_to(units, out, missing=missing)
        ...     waits = pl.read_parquet(missing).filter(pl.col("tiêu chí") == "18")
        >>> written.rows
        2
        >>> waits.select("mã đơn vị", "mã dữ kiện", "năm").sort("mã đơn vị").rows()
        [('x1', 'so_vu_pham_toi_ttxh', 2022), ('x2', 'so_vu_pham_toi_ttxh', 2022)]
        """
        rules = self.with_parameters(parameters) if parameters else self
        _need_polars()
        from antq_rules.ruleset.table_stream import write_table
        from antq_rules.ruleset.tables import Choices

        beside = {"missing": missing, "margins": margins, "points": points}
        files = {name: Path(file) for name, file in beside.items() if file is not None}
        asked = {name: name in files for name in beside}
        choices = Choices(year, unit_type, cutoff, readings or {}, items, **asked)
        return write_table(rules, data, path, choices, progress, files)

    def _assess(
        self, raw: RawUnit, options: Mapping[str, str], unit: tuple[str, str], numbers: Sequence[str] | None
    ) -> Assessment:
        problems = list(self._check_period(raw))
        if problems:
            raise InvalidInput(problems)
        judge = judge_unit(self.program, self._facts, raw, options)
        return Assessment(self.program, self.hash, judge, raw, unit, evaluate(judge, numbers))

    def _check_period(self, raw: RawUnit) -> Iterator[Diagnostic]:
        if isinstance(raw.year, bool) or not isinstance(raw.year, int) or not 1900 <= raw.year <= 2999:
            values = (("found", str(raw.year)), ("advice", "Ghi năm bằng bốn chữ số, ví dụ 2023."))
            yield Diagnostic("DL115", raw.file, place=raw.name, values=values)
        elif not in_force(self.program, raw.year):
            values = (("found", str(raw.year)), ("advice", f"Bộ tiêu chí này áp dụng {years_in_force(self.program)}."))
            yield Diagnostic("DL115", raw.file, place=raw.name, values=values)
        elif raw.cutoff is not None and raw.cutoff.year != raw.year:
            values = (("found", str(raw.cutoff.year)), ("advice", "Ngày chốt số liệu phải thuộc năm xét."))
            yield Diagnostic("DL115", raw.file, place=raw.name, values=values)

    def _options(self, chosen: Mapping[str, str], raw: RawUnit) -> dict[str, str]:
        options = self.defaults
        problems = []
        by_code = {reading.code: reading for reading in self.program.readings}
        for code, wanted in chosen.items():
            reading = by_code.get(code) or by_code.get(str(code).upper())
            found = None
            if reading is not None and not reading.note_only:
                found = reading.option(str(wanted))
            if reading is None or found is None:
                members = [o.code for o in reading.options] if reading is not None and not reading.note_only else []
                values = (
                    ("option", str(wanted)),
                    ("reading", str(code)),
                    ("members", "; ".join(members) or "không có"),
                )
                likely = tuple(nearest(str(wanted), members))
                problems.append(Diagnostic("DL118", raw.file, place=raw.name, values=values, suggestions=likely))
            else:
                options[reading.code] = found.code
        if problems:
            raise InvalidInput(problems)
        return options

    def _numbers(self, criteria: Iterable[str] | None) -> tuple[str, ...] | None:
        if criteria is None:
            return None
        numbers = tuple(str(number) for number in criteria)
        known = [criterion.number for criterion in self.program.criteria]
        problems = [
            Diagnostic("AQ215", values=(("name", number), ("members", "; ".join(known))))
            for number in numbers
            if number not in known
        ]
        if problems:
            raise InvalidInput(problems)
        return numbers


def _is_text(readings: Mapping[str, str]) -> bool:
    """Whether readings and options are plain texts, so that they may stand in a key."""
    return all(type(part) is str for pair in readings.items() for part in pair)


def _need_polars() -> None:
    from importlib.util import find_spec  # Polars is an extra, and slow to import

    if find_spec("polars") is None:
        raise InvalidInput([Diagnostic("DL138", values=(("name", "polars"), ("extra", "table")))])


def in_force(program: g.Program, year: int) -> bool:
    """Whether a set covers an assessed year."""
    return (program.first_year or year) <= year <= (program.last_year or year)


def years_in_force(program: g.Program) -> str:
    """The years a set covers, in words."""
    return years_in_words(program.first_year, program.last_year)


def years_in_words(first: int | None, last: int | None) -> str:
    """Years from one to another, in words; either end may be open.

    >>> years_in_words(2023, 2025), years_in_words(2026, 2026), years_in_words(None, None)
    ('từ năm 2023 đến năm 2025', 'năm 2026', 'mọi năm')
    """
    if first is None and last is None:
        return "mọi năm"
    if first == last:
        return f"năm {first}"
    start = f"từ năm {first}" if first is not None else ""
    end = f"đến năm {last}" if last is not None else ""
    return f"{start} {end}".strip()


def _items(tree: g.Tree) -> tuple[ItemInfo, ...]:
    items = [node for node in g.walk(tree) if isinstance(node, g.Item)]
    return tuple(ItemInfo(n.id, n.marker, n.label, n.code, n.text, n.citation) for n in items)
