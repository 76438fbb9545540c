"""A described call is held against its report."""

from __future__ import annotations

from datetime import date

from assistant import Call, Calls, Report, read_form
from assistant.answer import Action, Conclusion
from assistant.checked import Breach
from evals.callcases import CallCase, call_suite, read_call_cases, weigh
from kb import read_corpus


def _report(conclusion: Conclusion, *rules: str) -> Report:
    breaches = tuple(Breach(r, r, conclusion, (), (), (), "", (), (), (), (), "") for r in rules)
    return Report({}, date(2026, 1, 1), "today", "zh", Action.ANSWER, conclusion, "", "", findings=breaches)


CASE = CallCase("C", "phone", "open", Call(), ("unlawful",), (("insulted", "rude"),), ("night-contact",), "因")


def test_any_rule_of_a_group_will_do_and_a_forbidden_one_is_a_miss() -> None:
    """Verdict, rules that must be found, rules that must not."""
    assert weigh(CASE, _report(Conclusion.UNLAWFUL, "rude")).outcome.failed == ()
    wrong = weigh(CASE, _report(Conclusion.LAWFUL, "night-contact"))

    assert wrong.outcome.failed == ("find", "flip", "never", "verdict")
    assert wrong.found.count == 0
    assert call_suite([wrong]).passing.count == 0


def test_a_case_that_ships_goes_all_the_way() -> None:
    """A threat to break a leg: read from the file, checked by the library, found."""
    case = next(c for c in read_call_cases(form=read_form()) if c.id == "CALL-03")
    report = Calls(read_corpus()).check(case.call, date(2026, 11, 22))

    assert weigh(case, report).outcome.failed == ()
