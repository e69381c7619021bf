"""Parameters of a set given other figures from outside its files."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from antq_rules.diagnostics import Diagnostic, InvalidInput, nearest
from antq_rules.engine.intake import exact_figure
from antq_rules.graph import model as g
from antq_rules.source import fold_name


def with_parameters(program: g.Program, values: Mapping[str, object]) -> g.Program:
    """A program with some of its parameters set. Raises `InvalidInput` with every problem found."""
    known = {fold_name(key): one for one in program.parameters for key in (one.fact.code, one.fact.name)}
    problems: list[Diagnostic] = []
    chosen: dict[str, g.Parameter] = {}
    for name, value in values.items():
        parameter = known.get(fold_name(str(name).strip("[]")))
        if parameter is None:
            members = [one.fact.code for one in program.parameters]
            problems.append(
                _problem(name, value, "không có tham số nào mã hoặc tên như vậy", nearest(str(name), members))
            )
            continue
        figure = exact_figure(parameter.fact, value)
        if isinstance(figure, str):
            problems.append(_problem(parameter.fact.name, value, figure, []))
        else:
            chosen[parameter.fact.code] = attrs.evolve(parameter, value=figure, changed=True)
    if problems:
        raise InvalidInput(problems)
    return attrs.evolve(program, parameters=tuple(chosen.get(one.fact.code, one) for one in program.parameters))


def _problem(name: str, value: object, reason: str, likely: list[str]) -> Diagnostic:
    texts = (("name", str(name)), ("found", str(value)), ("reason", reason))
    return Diagnostic("DL133", values=texts, suggestions=tuple(likely))
