"""The words of the page in both languages, the lines one can call, and the ten usual situations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant import line_pattern, read_lines

LANGUAGES = ("zh", "en")

TITLE = "有据 youju"
"""The same in both: Gradio writes it over whatever the document says."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "name": "有据",
        "motto": "每一句法律，都有核对过的出处",
        "scope": "仅限中国大陆；不登录，不保存你的内容。",
        "scope_model": "仅限中国大陆；不登录，不保存你的内容。文字由大模型 {model} 组织，问题会发给它，同样逐句核对。",
        "other_language": "English",
        "skip": "跳到提问框",
        "danger": "我现在有危险",
        "danger_title": "先保证人没事，欠款的事放一放",
        "danger_close": "我没事，收起",
        "leave": "快速离开",
        "leave_hint": "马上清空这个页面，并换成空白页",
        "left": "空白页",
        "situations": "常见情形：点一下就问",
        "question": "你遇到了什么？写下来就能问",
        "placeholder": "例如：有人要来我单位闹",
        "send": "问",
        "forget": "清空对话",
        "not_lawyer": "不是律师，不代替法律意见。",
        "conversation": "问答",
        "you_asked": "你问",
        "answered": "答复",
        "stage_search": "检索",
        "stage_draft": "起草",
        "stage_check": "核对",
        "stages": "进度",
        "sources": "依据：点开看全文",
        "source_open": "打开依据 {n}：{label}",
        "summary": "大意",
        "ask_back": "想先问一句",
        "withheld": "有 {n} 句没有通过核对，没有显示。",
        "notice": "提示",
        "copy": "复制答复",
        "copied": "已复制",
        "failed": "没有做成",
        "bug": "程序出错了，这个问题没有答成。请再问一次；还不行，可以先打 12348 法律咨询。",
        "lost": "连不上服务，正在重连。急用请直接打 110、120、12356。",
        "busy": "现在问的人多，请稍后再试。",
        "sheet": "所引法条全文",
        "sheet_empty": "点答复里的 [1]，这里显示那一条的全文，所引的话会标出来。",
        "sheet_close": "关闭",
        "rank": "效力层级",
        "status": "现在的效力",
        "in_force": "{day} 起施行",
        "until": "{day} 起不再适用",
        "exact": "官方原文，逐字核对过",
        "exact_source": "官方原文，逐字核对过；来源：{source}；核对日 {day}",
        "is_summary": "这是大意，不是原文。",
        "why_summary": "官方原文没有收录或没有核实，由我们概括。不要当作原话引用。",
        "unconfirmed": "条号待核：这一条的号码没有得到官方文本的确认。",
        "not_binding": "这不是法律。违反它是“{breach}”，不等于违法。",
        "breach_standard": "不符合国家推荐标准",
        "breach_industry": "违反行业规范",
        "cited": "引用的部分",
        "was": "以前的对应条文：{labels}（{day} 以前）。",
        "about": "说明",
        "js_lost": "页面需要脚本才能问答。急用可以直接拨打上面的电话。",
    },
    "en": {
        "name": "youju 有据",
        "motto": "Every sentence of law has a checked source",
        "scope": "Mainland China only. No sign-in; what you write is not kept.",
        "scope_model": "Mainland China only. No sign-in; what you write is not kept. The model {model} words the "
        "answers and receives your question; every sentence is checked all the same.",
        "other_language": "中文",
        "skip": "Skip to the question box",
        "danger": "I am in danger",
        "danger_title": "You first; the debt can wait",
        "danger_close": "I am safe, close this",
        "leave": "Quick exit",
        "leave_hint": "Clears this page at once and shows a blank one",
        "left": "Blank page",
        "situations": "Usual situations: tap to ask",
        "question": "What happened? Write it here",
        "placeholder": "e.g. 半夜打电话合法吗",
        "send": "Ask",
        "forget": "Clear",
        "not_lawyer": "Not a lawyer. Ask in Chinese.",
        "conversation": "Questions and answers",
        "you_asked": "You asked",
        "answered": "Answer",
        "stage_search": "Searching",
        "stage_draft": "Writing",
        "stage_check": "Checking",
        "stages": "Progress",
        "sources": "Sources: tap for the whole article",
        "source_open": "Open source {n}: {label}",
        "summary": "summary",
        "ask_back": "One question first",
        "withheld": "{n} sentence(s) did not pass the check and are not shown.",
        "notice": "Note",
        "copy": "Copy the answer",
        "copied": "Copied",
        "failed": "This did not work",
        "bug": "The program failed and there is no answer. Please ask again, or call 12348 for legal advice.",
        "lost": "The connection is lost; trying again. In an emergency call 110, 120 or 12356.",
        "busy": "Many people are asking just now; please try again in a moment.",
        "sheet": "The cited article in full",
        "sheet_empty": "Tap [1] in an answer: the whole article appears here, with the cited words marked.",
        "sheet_close": "Close",
        "rank": "Rank",
        "status": "Status",
        "in_force": "In force since {day}",
        "until": "no longer applies from {day}",
        "exact": "Official wording, checked word for word",
        "exact_source": "Official wording, checked word for word; source: {source}; checked on {day}",
        "is_summary": "This is a summary, not the official wording.",
        "why_summary": "The official wording is not held or not verified; these are our own words. Do not quote them.",
        "unconfirmed": "Article number unconfirmed: no official text confirms the number of this article.",
        "not_binding": "This is not law. Going against it is “{breach}”, which is not the same as unlawful.",
        "breach_standard": "a departure from a recommended national standard",
        "breach_industry": "a breach of an industry rule",
        "cited": "The cited part",
        "was": "Formerly: {labels} (before {day}).",
        "about": "Note",
        "js_lost": "Questions need scripts to be allowed. In an emergency call one of the numbers above.",
    },
}

RANKS_EN: Mapping[str, str] = {
    "law": "law",
    "regulation": "administrative regulation",
    "judicial_interpretation": "judicial interpretation",
    "judicial_document": "judicial document",
    "departmental_rule": "departmental rule",
    "local_regulation": "local regulation",
    "normative_document": "normative document",
    "standard": "national standard (recommended)",
    "industry_rule": "industry self-regulation",
    "guide": "guide",
}

STATUS_EN: Mapping[str, str] = {
    "in_force": "in force",
    "superseded": "amended since",
    "repealed": "repealed",
    "not_yet": "not yet in force",
}


LINES = read_lines().lines
"""Only these become links; any other number stays plain text."""

URGENT = tuple(line for line in LINES if line.urgent)

LINE_PATTERN = line_pattern(LINES)
"""A line's number where it stands as a number to call, not as an amount or an article."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One of the ten usual situations: its button, and the question it asks."""

    id: str
    zh: str
    en: str
    question: str


SITUATIONS = (
    Situation(
        "contacts", "爆通讯录", "Calls to my contacts", "催收给我通讯录里的亲戚朋友打电话，说我欠钱不还，合法吗？"
    ),
    Situation("night", "半夜打", "Calls at night", "催收半夜十二点还打电话给我，合法吗？"),
    Situation("insults", "骂人", "Insults", "催收打电话骂我，用脏话侮辱我，合法吗？"),
    Situation("officials", "冒充公检法", "Posing as police", "对方冒充警察打电话，说我欠钱不还要来抓我，是真的吗？"),
    Situation("visits", "上门", "At the door", "催收说明天要上门到我家要债，合法吗？我该怎么办？"),
    Situation("code", "要验证码", "Asks for a code", "对方让我把短信验证码告诉他，说是帮我办分期，能给吗？"),
    Situation("letter", "收到律师函", "Lawyer's letter", "收到一封律师函，说再不还钱就起诉我，怎么办？"),
    Situation("employer", "打给单位", "Calls to my work", "催收打电话到我单位，告诉领导我欠钱，合法吗？"),
    Situation("picture", "P图", "Doctored photo", "催收把我的照片P成侮辱人的图片发给亲友，合法吗？"),
    Situation("negotiate", "我想协商", "I want to negotiate", "我暂时还不上，想和平台协商分期还款，怎么谈？"),
)


def word(lang: str, key: str, **values: object) -> str:
    """A text of the page; placeholders filled."""
    return WORDS[lang][key].format(**values) if values else WORDS[lang][key]
