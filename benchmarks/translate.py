"""The neutral conditions as rules of the peers: one writer of infix expressions, one of JSONLogic."""

from __future__ import annotations

import attrs

from benchmarks import conditions as c


@attrs.frozen
class Dialect:
    """How a language writes what the neutral conditions need; templates are filled in with `format`."""

    conjunction: str
    disjunction: str
    equals: str
    choose: str = "({test} ? {then} : {otherwise})"
    one_of: str = "({fact} in [{members}])"
    includes: str = "({member} in {fact})"
    each_month: str = "{fact}.all(m, m {operator} {limit})"
    yes: str = "{fact}"
    within: str = "({fact} >= {first} and {fact} <= {last})"
    always: str = "true"


CEL = Dialect("&&", "||", "==", within="({fact} >= {first} && {fact} <= {last})")
ZEN = Dialect("and", "or", "==", each_month="all({fact}, # {operator} {limit})")
RULE_ENGINE = Dialect(
    "and",
    "or",
    "==",
    each_month="($all([m {operator} {limit} for m in {fact}]))",
)


def infix(expression: c.Expression, dialect: Dialect) -> str:
    """An expression in an infix language."""
    match expression:
        case c.All():
            return _joined(expression.parts, dialect.conjunction, dialect) or dialect.always
        case c.Any():
            return _joined(expression.parts, dialect.disjunction, dialect)
        case c.Choose():
            texts = {name: infix(getattr(expression, name), dialect) for name in ("test", "then", "otherwise")}
            return dialect.choose.format(**texts)
        case c.Yes():
            return dialect.yes.format(fact=expression.fact)
        case c.Figure():
            return f"({_sum(expression)} {_operator(expression.operator, dialect)} {expression.limit})"
        case c.EachMonth():
            return dialect.each_month.format(
                fact=expression.fact, operator=_operator(expression.operator, dialect), limit=expression.limit
            )
        case c.Within():
            return dialect.within.format(fact=expression.fact, first=expression.first, last=expression.last)
        case c.OneOf():
            return dialect.one_of.format(fact=expression.fact, members=", ".join(map(_quoted, expression.members)))
        case c.Includes():
            tests = [dialect.includes.format(member=_quoted(one), fact=expression.fact) for one in expression.members]
            return f"({f' {dialect.conjunction} '.join(tests)})"


def json_logic(expression: c.Expression) -> object:
    """An expression in JSONLogic."""
    match expression:
        case c.All():
            return {"and": [json_logic(part) for part in expression.parts]} if expression.parts else True
        case c.Any():
            return {"or": [json_logic(part) for part in expression.parts]}
        case c.Choose():
            return {"if": [json_logic(one) for one in (expression.test, expression.then, expression.otherwise)]}
        case c.Yes():
            return {"var": expression.fact}
        case c.Figure():
            return {_json_operator(expression.operator): [_json_sum(expression), expression.limit]}
        case c.EachMonth():
            condition = {_json_operator(expression.operator): [{"var": ""}, expression.limit]}
            return {"all": [{"var": expression.fact}, condition]}
        case c.Within():
            return {"<=": [expression.first, {"var": expression.fact}, expression.last]}
        case c.OneOf():
            return {"in": [{"var": expression.fact}, list(expression.members)]}
        case c.Includes():
            return {"and": [{"in": [member, {"var": expression.fact}]} for member in expression.members]}


def _joined(parts: tuple[c.Expression, ...], operator: str, dialect: Dialect) -> str:
    texts = [infix(part, dialect) for part in parts]
    return f"({f' {operator} '.join(texts)})" if texts else ""


def _operator(operator: str, dialect: Dialect) -> str:
    return dialect.equals if operator == "=" else operator


def _json_operator(operator: str) -> str:
    return "===" if operator == "=" else operator


def _sum(figure: c.Figure) -> str:
    """A sum of facts, the first with a plus."""
    text = ""
    for name, weight in sorted(figure.terms, key=lambda term: term[1] < 0):
        factor = f"{abs(weight)} * {name}" if abs(weight) != 1 else name
        text += (" - " if weight < 0 else " + " if text else "") + factor
    return text


def _json_sum(figure: c.Figure) -> object:
    terms = [{"*": [weight, {"var": name}]} if weight != 1 else {"var": name} for name, weight in figure.terms]
    return {"+": terms} if len(terms) > 1 else terms[0]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'
