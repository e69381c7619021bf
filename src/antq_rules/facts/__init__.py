"""Readers of data files: units with their reported facts."""

from antq_rules.facts.json_reader import read_units, read_units_text
from antq_rules.facts.record import UnitRecord

__all__ = ["UnitRecord", "read_units", "read_units_text"]
