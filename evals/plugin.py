"""pytest plugin: `pytest --youju-cases my.jsonl` asks youju every case of a file, one test each (docs/evaluation.md).

Nothing of youju is loaded unless the option is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from evals.cases import Case

OPTION = "--youju-cases"


class CaseFailed(Exception):
    """A case fails a gate or a check; its text says which and why."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option."""
    group = parser.getgroup("youju", "有据")
    group.addoption(OPTION, action="append", default=[], metavar="FILE.jsonl", help="ask youju the cases of a file")


def pytest_configure(config: pytest.Config) -> None:
    """Collect the files; alone, if nothing else was named."""
    files = _files(config)
    if files:
        named = config.args if config.args_source is pytest.Config.ArgsSource.ARGS else []
        config.args = [*named, *map(str, files)]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """A file of cases, where it is one that was asked for."""
    if file_path.suffix != ".jsonl" or file_path.resolve() not in _files(parent.config):
        return None
    return CaseFile.from_parent(parent, path=file_path)


def _files(config: pytest.Config) -> list[Path]:
    return [Path(name).resolve() for name in config.getoption(OPTION)]


class CaseFile(pytest.File):
    """A file of cases as docs/formats.md describes it."""

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each case.

        Raises:
            CollectError: the file is at fault; says where and how to mend it.
        """
        from evals.cases import read_cases
        from kb import InputProblem

        try:
            cases = read_cases(self.path)
        except InputProblem as fault:
            raise self.CollectError(str(fault)) from fault
        for case in cases:
            yield CaseItem.from_parent(self, name=case.id, case=case)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case

    def runtest(self) -> None:
        """Ask it, and fail with what was wrong."""
        from evals.runner import run
        from evals.scores import score

        assistant = self.config.stash.setdefault(_OPEN, None) or _opened(self.config)
        scored = score(run((self.case,), assistant)[0], assistant.corpus)
        if scored.failed:
            faults = [f"{f.gate.chinese}：{f.message}" for f in scored.faults]
            raise CaseFailed("\n".join([*faults, *(f"{m.check.chinese}：{m.message}" for m in scored.misses)]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *rest: Any) -> Any:
        """The causes alone; a traceback would say nothing of them."""
        if isinstance(excinfo.value, CaseFailed):
            return f"{self.case.question}\n{excinfo.value}"
        return super().repr_failure(excinfo, *rest)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The line of the file that the case stands on."""
        return self.path, self.case.line - 1, self.name


_OPEN: pytest.StashKey[Any] = pytest.StashKey()


def _opened(config: pytest.Config) -> Any:
    """The assistant, opened once."""
    from assistant import Assistant

    config.stash[_OPEN] = Assistant.open()
    return config.stash[_OPEN]
