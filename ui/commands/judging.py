"""`youju eval --judge`: a chat model reads our sentences, with the consent that any model needs."""

from __future__ import annotations

import argparse
from dataclasses import replace

from evals import SEED, Report, claims_of, judge
from kb import InputProblem, read_corpus
from ui.commands.common import open_model, settings_of


def judged(args: argparse.Namespace, report: Report) -> Report:
    """The report with the model's opinion beside it; whether it passed stays as it was.

    Raises:
        InputProblem: no repeats.
    """
    if args.repeats < 1:
        raise InputProblem(f"--repeats 应是正整数，得到 {args.repeats}")
    model = open_model(args.judge, allow_remote=settings_of(args).allow_remote)
    claims = claims_of(report.scores, read_corpus(settings_of(args).library), SEED)
    return replace(report, judgement=judge(claims, model.reply, args.judge, args.repeats))
