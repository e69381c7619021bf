"""Readers of data files: units with their reported facts."""

from antq_rules.facts.reading import merge_years, read_files, read_units, read_units_text
from antq_rules.facts.record import UnitRecord

__all__ = ["UnitRecord", "merge_years", "read_files", "read_units", "read_units_text"]
