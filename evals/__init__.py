"""Is it still well grounded? Cases, metrics and reports.

Each room is entered when somebody asks for what is in it, so that the pytest plugin costs other runs nothing.
No room has the name of something that is promised here: once entered, it would stand in its place.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evals.bench import Bench, Done, Each, Task, Work
    from evals.briefing import junit, summary
    from evals.canaries import Canaries, lint_canaries, read_canaries, sing
    from evals.cases import Case, read_cases, select, unheld
    from evals.comparison import Baseline, Comparison, read_baseline
    from evals.crisis import crisis_dict, crisis_text, measure_crisis, measure_wide
    from evals.exports import FORMATS, export_inspect, export_promptfoo
    from evals.feedback import Candidates, candidates, read_feedback
    from evals.grounding import Fault, Gate, check_reply
    from evals.impact import Impact, Side, impact_text, trace, with_reruns
    from evals.impact_html import impact_page
    from evals.masking import masking_dict, masking_passed, masking_text, measure_masking
    from evals.metrics import Rate, wilson
    from evals.mutations import MutationReport, evaluate_mutations
    from evals.opinion import Judgement, claims_of, judge
    from evals.outcomes import Outcome, Suite
    from evals.pairs import SEED
    from evals.rankings import OneByOne
    from evals.replies import MalformedReply, Reply, read_reply
    from evals.report import Report, write_baseline
    from evals.reruns import CITING, Affected, Rerun, affected, rerun
    from evals.runner import BASELINE, QUESTIONS, evaluate, run
    from evals.scores import Asked, Check, Score, score
    from evals.suites import SUITES, Filters, all_questions

__all__ = [
    "BASELINE",
    "CITING",
    "FORMATS",
    "QUESTIONS",
    "SEED",
    "SUITES",
    "Affected",
    "Asked",
    "Baseline",
    "Bench",
    "Canaries",
    "Candidates",
    "Case",
    "Check",
    "Comparison",
    "Done",
    "Each",
    "Fault",
    "Filters",
    "Gate",
    "Impact",
    "Judgement",
    "MalformedReply",
    "MutationReport",
    "OneByOne",
    "Outcome",
    "Rate",
    "Reply",
    "Report",
    "Rerun",
    "Score",
    "Side",
    "Suite",
    "Task",
    "Work",
    "affected",
    "all_questions",
    "candidates",
    "check_reply",
    "claims_of",
    "crisis_dict",
    "crisis_text",
    "evaluate",
    "evaluate_mutations",
    "export_inspect",
    "export_promptfoo",
    "impact_page",
    "impact_text",
    "judge",
    "junit",
    "lint_canaries",
    "masking_dict",
    "masking_passed",
    "masking_text",
    "measure_crisis",
    "measure_masking",
    "measure_wide",
    "read_baseline",
    "read_canaries",
    "read_cases",
    "read_feedback",
    "read_reply",
    "rerun",
    "run",
    "score",
    "select",
    "sing",
    "summary",
    "trace",
    "unheld",
    "wilson",
    "with_reruns",
    "write_baseline",
]

_ROOMS = {
    "reruns": "Affected CITING Rerun affected rerun",
    "bench": "Bench Done Each Task Work",
    "canaries": "Canaries lint_canaries read_canaries sing",
    "feedback": "Candidates candidates read_feedback",
    "cases": "Case read_cases select unheld",
    "comparison": "Baseline Comparison read_baseline",
    "crisis": "crisis_dict crisis_text measure_crisis measure_wide",
    "exports": "FORMATS export_inspect export_promptfoo",
    "grounding": "Fault Gate check_reply",
    "impact": "Impact Side impact_text trace with_reruns",
    "impact_html": "impact_page",
    "opinion": "Judgement claims_of judge",
    "masking": "masking_dict masking_passed masking_text measure_masking",
    "metrics": "Rate wilson",
    "mutations": "MutationReport evaluate_mutations",
    "outcomes": "Outcome Suite",
    "pairs": "SEED",
    "rankings": "OneByOne",
    "replies": "MalformedReply Reply read_reply",
    "report": "Report write_baseline",
    "runner": "BASELINE QUESTIONS evaluate run",
    "scores": "Asked Check Score score",
    "suites": "Filters SUITES all_questions",
    "briefing": "junit summary",
}
"""Which room holds which names; a test holds it against the imports above."""


def __getattr__(name: str) -> Any:
    """Enter the room that holds a name."""
    for room, names in _ROOMS.items():
        if name in names.split():
            return getattr(import_module(f"evals.{room}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
