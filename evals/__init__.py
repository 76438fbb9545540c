"""Is it still well grounded? Cases, metrics and reports."""

from evals.cases import Case, read_cases, select, unheld
from evals.comparison import Baseline, Comparison, read_baseline
from evals.crisis import crisis_dict, crisis_text, measure_crisis
from evals.grounding import Fault, Gate, check_reply
from evals.masking import masking_dict, masking_passed, masking_text, measure_masking
from evals.metrics import Rate, wilson
from evals.mutations import MutationReport, evaluate_mutations
from evals.replies import MalformedReply, Reply, read_reply
from evals.report import Report, write_baseline
from evals.runner import BASELINE, QUESTIONS, evaluate, run
from evals.scores import Asked, Check, Score, score

__all__ = [
    "BASELINE", "QUESTIONS", "Asked", "Baseline", "Case", "Check", "Comparison", "Fault", "Gate", "MalformedReply",
    "MutationReport", "Rate", "Reply", "Report", "Score", "check_reply", "crisis_dict", "crisis_text", "evaluate",
    "evaluate_mutations", "masking_dict", "masking_passed", "masking_text", "measure_crisis", "measure_masking",
    "read_baseline", "read_cases", "read_reply", "run", "score", "select", "unheld", "wilson", "write_baseline",
]  # fmt: skip
