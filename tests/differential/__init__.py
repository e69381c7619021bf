"""Differential tests: the same generated sets and units through every executor, compared with the model.

- `vocabulary`, `sentences`, `rule_texts`: rule sets as an author could have written them, from one `random.Random`;
- `cases`: a set compiled once, and a table of units whose facts lie at and around its own limits;
- `reference`: what the model says, as plain data, and what of it is compared (`differences`);
- `executors`: the executors by name; whoever writes one adds a line there. One has a `name`, says of a set why it
  `supports` it not (or nothing), and `judge`s a case: one `reference.Outcome` for each unit, in their order;
- `completions`: the model checked against itself, over ways to fill in what is unknown;
- `pitfalls`: where engines are known to go wrong, with verdicts worked out by hand;
- `run`, `shrink`: the comparison in volume, and diverging cases made small. `strategies`: the same for hypothesis.

    python -m tests.differential.run --executor all --cases 200000 --seed 1
"""
