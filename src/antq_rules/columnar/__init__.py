"""A set of criteria as expressions over columns, for executors that judge many units at once.

`lowering` turns a compiled set into a `Plan` of expressions that know nothing of any engine; the executors (Polars and
SQL) print those. No executor decides anything by itself, so that all give the verdicts of the model in `engine`.
"""
