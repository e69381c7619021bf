"""The evaluation graph: plain, typed, serialisable data that any executor can run without the compiler."""
