"""A borrower's matter: answers, checks of a call, letters; everything verified before it is shown."""

from assistant.answer import Action, Answer, Cited, Claim, Conclusion, Found, Question, Support, Withheld
from assistant.assistant import Assistant
from assistant.conduct import RuleTable, read_rules
from assistant.conversation import Conversation
from assistant.lint import lint_bases, lint_guides, lint_rules
from assistant.settings import MAX_QUESTION, Settings, read_settings
from assistant.verification import Verifier, split_sentences, states_law

__all__ = [
    "MAX_QUESTION",
    "Action",
    "Answer",
    "Assistant",
    "Cited",
    "Claim",
    "Conclusion",
    "Conversation",
    "Found",
    "Question",
    "RuleTable",
    "Settings",
    "Support",
    "Verifier",
    "Withheld",
    "lint_bases",
    "lint_guides",
    "lint_rules",
    "read_rules",
    "read_settings",
    "split_sentences",
    "states_law",
]
