"""A borrower's matter: answers, checks of a call, letters; everything verified before it is shown."""

from typing import TYPE_CHECKING, Any

from assistant.aims import Aim, Aims, Group, Offer, read_aims
from assistant.answer import Action, Answer, Cited, Claim, Conclusion, Found, Question, Support, Withheld
from assistant.assistant import Assistant
from assistant.breaker import ModelResting
from assistant.calllimits import Against, Counts, DayCount, Limit, LimitBasis, Limits, count, read_limits
from assistant.calllog import CallLog, Columns, LoggedCall, read_columns, read_log, write_log
from assistant.calls import Calls
from assistant.checked import Breach, Report
from assistant.composer import Composer, Draft, ExtractiveComposer, Material
from assistant.conduct import EVERYBODY, RuleTable, read_rules
from assistant.conversation import Conversation
from assistant.described import Call, Field, Form, read_form
from assistant.english_lint import lint_english
from assistant.evidence import Checklist, EvidenceChannel, Keep, lint_checklist, read_checklist
from assistant.feedback import Feedback, Reason, feedback_place, keep_feedback, masked_again, read_feedback, reason_of
from assistant.figures import Figures, read_figures
from assistant.inbox.drafts import SHORT, Drafts
from assistant.inbox.editing import edited
from assistant.inbox.inbox import Hidden, Inbox, Opened, in_order
from assistant.inbox.intake import Fact, Intake, Source
from assistant.inbox.lint import lint_inbox
from assistant.inbox.paragraphs import Paragraph, Used, approved, spread
from assistant.inbox.progress import Saved, SavedWork, read_progress, resumed, resumed_paragraphs, saved_progress
from assistant.inbox.review import Review, State, Step
from assistant.inbox.threads import Thread
from assistant.letter import Letter, LetterCitation, LetterLine
from assistant.letter_lint import lint_letters
from assistant.letters import Letters
from assistant.lines import Lines, OpenLines, PublicLine, line_pattern, open_now, read_lines
from assistant.lint import lint_bases, lint_figures, lint_guides, lint_rules
from assistant.lint_aids import lint_limits, lint_lines
from assistant.manifest import (
    DISCLAIMER,
    DISCLAIMER_EN,
    MANIFEST_HEADER,
    Fate,
    Manifest,
    Verdict,
    compare_manifest,
    files_listed,
    make_manifest,
    read_manifest,
    write_manifest,
)
from assistant.masking import Masked, Masker, mask, read_masker
from assistant.matters import MAX_TEXT, Asked, Matter, MatterForm, Part, read_matter_form
from assistant.notice import PublicNotice, public_notice
from assistant.options import Option, Options, read_options
from assistant.personal import KINDS
from assistant.replies import Replies, Situation, lint_replies, read_replies, replies_for, situation_of
from assistant.scope import Notice, Scope, read_scope
from assistant.selection import Likely
from assistant.sentences import CITE_MARK, split_sentences, states_law
from assistant.settings import MAX_QUESTION, Settings, read_settings
from assistant.sources import CITING
from assistant.spreadsheet import to_csv
from assistant.templates import Template, read_template, read_templates
from assistant.terms import Term, read_terms, terms_in
from assistant.timeline import Timeline, Timelines
from assistant.translation import in_english
from assistant.verification import Verifier
from assistant.wanted import letter_wanted
from assistant.weighing import BREAKABLE

if TYPE_CHECKING:
    from assistant.chain import ChatComposer, StatuteRetriever, open_chat_model

__all__ = [
    "BREAKABLE",
    "CITE_MARK",
    "CITING",
    "DISCLAIMER",
    "DISCLAIMER_EN",
    "EVERYBODY",
    "KINDS",
    "MANIFEST_HEADER",
    "MAX_QUESTION",
    "MAX_TEXT",
    "SHORT",
    "Action",
    "Against",
    "Aim",
    "Aims",
    "Answer",
    "Asked",
    "Assistant",
    "Breach",
    "Call",
    "CallLog",
    "Calls",
    "ChatComposer",
    "Checklist",
    "Cited",
    "Claim",
    "Columns",
    "Composer",
    "Conclusion",
    "Conversation",
    "Counts",
    "DayCount",
    "Draft",
    "Drafts",
    "EvidenceChannel",
    "ExtractiveComposer",
    "Fact",
    "Fate",
    "Feedback",
    "Field",
    "Figures",
    "Form",
    "Found",
    "Group",
    "Hidden",
    "Inbox",
    "Intake",
    "Keep",
    "Letter",
    "LetterCitation",
    "LetterLine",
    "Letters",
    "Likely",
    "Limit",
    "LimitBasis",
    "Limits",
    "Lines",
    "LoggedCall",
    "Manifest",
    "Masked",
    "Masker",
    "Material",
    "Matter",
    "MatterForm",
    "ModelResting",
    "Notice",
    "Offer",
    "OpenLines",
    "Opened",
    "Option",
    "Options",
    "Paragraph",
    "Part",
    "PublicLine",
    "PublicNotice",
    "Question",
    "Reason",
    "Replies",
    "Report",
    "Review",
    "RuleTable",
    "Saved",
    "SavedWork",
    "Scope",
    "Settings",
    "Situation",
    "Source",
    "State",
    "StatuteRetriever",
    "Step",
    "Support",
    "Template",
    "Term",
    "Thread",
    "Timeline",
    "Timelines",
    "Used",
    "Verdict",
    "Verifier",
    "Withheld",
    "approved",
    "compare_manifest",
    "count",
    "edited",
    "feedback_place",
    "files_listed",
    "in_english",
    "in_order",
    "keep_feedback",
    "letter_wanted",
    "line_pattern",
    "lint_bases",
    "lint_checklist",
    "lint_english",
    "lint_figures",
    "lint_guides",
    "lint_inbox",
    "lint_letters",
    "lint_limits",
    "lint_lines",
    "lint_replies",
    "lint_rules",
    "make_manifest",
    "mask",
    "masked_again",
    "open_chat_model",
    "open_now",
    "public_notice",
    "read_aims",
    "read_checklist",
    "read_columns",
    "read_feedback",
    "read_figures",
    "read_form",
    "read_limits",
    "read_lines",
    "read_log",
    "read_manifest",
    "read_masker",
    "read_matter_form",
    "read_options",
    "read_progress",
    "read_replies",
    "read_rules",
    "read_scope",
    "read_settings",
    "read_template",
    "read_templates",
    "read_terms",
    "reason_of",
    "replies_for",
    "resumed",
    "resumed_paragraphs",
    "saved_progress",
    "situation_of",
    "split_sentences",
    "spread",
    "states_law",
    "terms_in",
    "to_csv",
    "write_log",
    "write_manifest",
]

_CHAIN = frozenset({"ChatComposer", "StatuteRetriever", "open_chat_model"})


def __getattr__(name: str) -> Any:
    """LangChain is loaded only when somebody enters its room."""
    if name in _CHAIN:
        from assistant import chain

        return getattr(chain, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
