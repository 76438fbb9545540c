"""Sets of sentences that are only scored: a line is labels, a tab and the sentence."""

from __future__ import annotations

from pathlib import Path

from kb import InputProblem


def read_labelled(path: Path) -> tuple[tuple[str, str], ...]:
    """The labels and the sentence of every line.

    Raises:
        InputProblem: the set cannot be read, or a line is not of its format.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem(f"{path} 读不出来：{error}；请换一个文件") from error
    for number, line in enumerate(lines, 1):
        if line.count("\t") != 1:
            raise InputProblem(f"{path}:{number}: 这一行应是「标签，制表符，一句话」；请改正后重试")
    return tuple((label, text) for label, _, text in (line.partition("\t") for line in lines))
