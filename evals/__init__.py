"""Is it still well grounded? Cases, metrics and reports."""

from evals.affected import CITING, Affected, Rerun, affected, rerun
from evals.canaries import Canaries, lint_canaries, read_canaries, sing
from evals.cases import Case, read_cases, select, unheld
from evals.comparison import Baseline, Comparison, read_baseline
from evals.crisis import crisis_dict, crisis_text, measure_crisis
from evals.grounding import Fault, Gate, check_reply
from evals.impact import Impact, Side, impact_text, trace, with_reruns
from evals.impact_page import impact_page
from evals.masking import masking_dict, masking_passed, masking_text, measure_masking
from evals.metrics import Rate, wilson
from evals.mutations import MutationReport, evaluate_mutations
from evals.replies import MalformedReply, Reply, read_reply
from evals.report import Report, write_baseline
from evals.runner import BASELINE, QUESTIONS, evaluate, run
from evals.scores import Asked, Check, Score, score

__all__ = [
    "BASELINE",
    "CITING",
    "QUESTIONS",
    "Affected",
    "Asked",
    "Baseline",
    "Canaries",
    "Case",
    "Check",
    "Comparison",
    "Fault",
    "Gate",
    "Impact",
    "MalformedReply",
    "MutationReport",
    "Rate",
    "Reply",
    "Report",
    "Rerun",
    "Score",
    "Side",
    "affected",
    "check_reply",
    "crisis_dict",
    "crisis_text",
    "evaluate",
    "evaluate_mutations",
    "impact_page",
    "impact_text",
    "lint_canaries",
    "masking_dict",
    "masking_passed",
    "masking_text",
    "measure_crisis",
    "measure_masking",
    "read_baseline",
    "read_canaries",
    "read_cases",
    "read_reply",
    "rerun",
    "run",
    "score",
    "select",
    "sing",
    "trace",
    "unheld",
    "wilson",
    "with_reruns",
    "write_baseline",
]
