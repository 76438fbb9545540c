"""A borrower's matter: answers, checks of a call, letters; everything verified before it is shown."""

from typing import TYPE_CHECKING, Any

from assistant.answer import Action, Answer, Cited, Claim, Conclusion, Found, Question, Support, Withheld
from assistant.assistant import Assistant
from assistant.calls import Calls
from assistant.checked import Breach, Report
from assistant.conduct import EVERYBODY, RuleTable, read_rules
from assistant.conversation import Conversation
from assistant.described import Call, Form, read_form
from assistant.figures import Figures, read_figures
from assistant.lint import lint_bases, lint_figures, lint_guides, lint_rules
from assistant.notice import PublicNotice, public_notice
from assistant.scope import Notice, Scope, read_scope
from assistant.sentences import split_sentences, states_law
from assistant.settings import MAX_QUESTION, Settings, read_settings
from assistant.sources import CITING
from assistant.verification import Verifier

if TYPE_CHECKING:
    from assistant.chain import ChatComposer, StatuteRetriever, open_chat_model

__all__ = [
    "CITING",
    "EVERYBODY",
    "MAX_QUESTION",
    "Action",
    "Answer",
    "Assistant",
    "Breach",
    "Call",
    "Calls",
    "ChatComposer",
    "Cited",
    "Claim",
    "Conclusion",
    "Conversation",
    "Figures",
    "Form",
    "Found",
    "Notice",
    "PublicNotice",
    "Question",
    "Report",
    "RuleTable",
    "Scope",
    "Settings",
    "StatuteRetriever",
    "Support",
    "Verifier",
    "Withheld",
    "lint_bases",
    "lint_figures",
    "lint_guides",
    "lint_rules",
    "open_chat_model",
    "public_notice",
    "read_figures",
    "read_form",
    "read_rules",
    "read_scope",
    "read_settings",
    "split_sentences",
    "states_law",
]

_CHAIN = frozenset({"ChatComposer", "StatuteRetriever", "open_chat_model"})


def __getattr__(name: str) -> Any:
    """LangChain is loaded only when somebody enters its room."""
    if name in _CHAIN:
        from assistant import chain

        return getattr(chain, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
