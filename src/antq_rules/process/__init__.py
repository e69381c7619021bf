"""Where a unit stands in the whole process of the plan, from selection to recognition, and what comes next."""

from antq_rules.process.model import (
    Body,
    Competence,
    Deadline,
    DeadlineState,
    Dossier,
    Part,
    ProcessStatus,
    Recognition,
    Stage,
    Step,
)
from antq_rules.process.rendering import status_data, status_markdown, status_text
from antq_rules.process.status import process_status

__all__ = [
    "Body",
    "Competence",
    "Deadline",
    "DeadlineState",
    "Dossier",
    "Part",
    "ProcessStatus",
    "Recognition",
    "Stage",
    "Step",
    "process_status",
    "status_data",
    "status_markdown",
    "status_text",
]
