"""Benchmarks: one unit, tables, cold start, compile time, memory and growth, beside hand-written code and peers."""
