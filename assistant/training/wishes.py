"""Logistic regression of what a message asks for that is not answered, for `assistant.wishes`.

The messages are by people who knew nothing of the patterns of `scope.toml`: of each wish, and close neighbours of it.
"""

from __future__ import annotations

import re

import numpy as np

from assistant.hearing import Table
from assistant.training.asides import guide_ways
from assistant.training.asides import rows as aside_rows
from assistant.training.corpus import ELSEWHERE, MATTER, read_messages, read_wishes
from assistant.training.features import features_of, fitted, table_of
from kb import CREDITOR, Embedder, read_corpus

WRONG, FRAUD, LENDER, TOPIC = "wrong", "fraud", "lender", "topic"
FAMILIES = (WRONG, FRAUD, "abroad", LENDER, TOPIC)
NOT_ASKED = frozenset({"innocent", TOPIC})
"""Labels whose messages were written before anybody looked for fraud in them: of that they tell nothing."""
ON_FRAUD = frozenset({"scams", "identity-loans"})
"""Guides whose ways to ask tell nothing of it either."""
WEIGHT, ELSEWHERE_WEIGHT = 3.0, 0.5
"""How much a message weighs beside sentences that were written for other tables, which are of this field, and how much
one of these on a matter elsewhere. Of 1 and 3, of 325 messages by another writer .53 and .71 of the wrong wishes are
heard at a chance of .3, and .76 of the other topics with both."""
MESSAGE_WEIGHT = 1.0
"""How much a message for a section weighs, by who is asked for money; only of who lent it, of which it tells surely."""
EVEN = 0.5
_OWED = re.compile(
    r"欠我|欠(?:了|着)?(?:我|俺|咱)|借(?:了|出去)?给|借出|债主|债权人|不还|不给钱|货款|要账|要回|他欠|她欠|欠钱的|欠款的|讨"
)


def learn(embedder: Embedder) -> Table:
    """Learn from all that we have: each family as against everything else, and each kind as against its siblings."""
    theirs = {g.section_ref(s) for g in read_corpus().guides if g.reader == CREDITOR for s in g.sections}
    sections = [*guide_ways().items(), *((text, ref) for ref, text in read_messages())]
    owed = frozenset(text for text, ref in sections if ref in theirs)
    found = [(label, text, WEIGHT) for label, text in read_wishes()]
    found += [(LENDER, text, WEIGHT) for text in sorted(owed) if _OWED.search(text)]
    messages = frozenset(text for _, text in read_messages()) - owed
    found += [(MATTER, text, MESSAGE_WEIGHT) for text in sorted(messages)]
    for line in aside_rows():
        if line.text in owed:
            continue
        if MATTER in line.facts or ELSEWHERE in line.facts:
            elsewhere = ELSEWHERE in line.facts
            found.append((TOPIC if elsewhere else MATTER, line.text, ELSEWHERE_WEIGHT if elsewhere else line.weight))
    labels = np.array([label for label, _, _ in found])
    families = np.array([label.partition("-")[0] for label in labels])
    weights = np.array([weight for _, _, weight in found])
    on_fraud = {text for text, ref in sections if ref.removeprefix("guide:").partition("#")[0] in ON_FRAUD}
    silent = np.array([label in NOT_ASKED or text in on_fraud for label, text, _ in found])
    features = features_of((text for _, text, _ in found), embedder)
    others = np.where([text in messages for _, text, _ in found], 0.0, weights)
    weighed = {FRAUD: np.where(silent, 0.0, others), LENDER: weights}
    models = [fitted(features, families == f, weighed.get(f, others)) for f in FAMILIES]
    wrong = families == WRONG
    kinds = sorted(set(labels[wrong].tolist()))
    models += [fitted(features[wrong], labels[wrong] == kind, weights[wrong]) for kind in kinds]
    return table_of((*FAMILIES, *kinds), models, EVEN, embedder)
