"""promptfoo `output.json`: one row a provider and prompt. A test that failed to run is neither passed nor failed."""

from __future__ import annotations

from msgspec import Struct, field

from modelpick.results.rows import ReadResults, ResultFile, ResultRow, day_of, decoded, shares_by_task

TOOL = "promptfoo"
WHAT = "the JSON output of promptfoo"
ERROR = 2
"""The `failureReason` of a test that did not run; 1 is an assertion that did not hold."""


class _PromptfooCounts(Struct):
    testPassCount: int = 0
    testFailCount: int = 0
    testErrorCount: int = 0


class _PromptfooPrompt(Struct):
    provider: str
    metrics: _PromptfooCounts = field(default_factory=_PromptfooCounts)
    label: str | None = None


class _PromptfooProvider(Struct):
    id: str | None = None
    label: str | None = None


class _PromptfooRow(Struct):
    promptIdx: int = 0
    testIdx: int = 0
    success: bool = False
    failureReason: int = 0
    provider: _PromptfooProvider | str | None = None


class _PromptfooResults(Struct):
    prompts: list[_PromptfooPrompt]
    results: list[_PromptfooRow] = field(default_factory=list)
    timestamp: str | None = None


class _PromptfooConfig(Struct):
    description: str | None = None


class _PromptfooMetadata(Struct):
    promptfooVersion: str | None = None
    evaluationCreatedAt: str | None = None


class _PromptfooOutput(Struct):
    results: _PromptfooResults
    config: _PromptfooConfig = field(default_factory=_PromptfooConfig)
    metadata: _PromptfooMetadata = field(default_factory=_PromptfooMetadata)


def read(file: ResultFile) -> ReadResults:
    """The rows of an evaluation, in the order of its columns."""
    output = decoded(file.content, _PromptfooOutput, WHAT)
    prompts, seen = output.results.prompts, set()
    rows = []
    for place, prompt in enumerate(prompts):
        mine = [row for row in output.results.results if row.promptIdx == place]
        model = _id_of_provider(mine, prompt.provider)
        counts = prompt.metrics
        n = counts.testPassCount + counts.testFailCount
        rows.append(
            ResultRow(
                model=model,
                benchmark=output.config.description or file.stem,
                metric="tests",
                n=n,
                passed=counts.testPassCount,
                mean=counts.testPassCount / n if n else None,
                errors=counts.testErrorCount,
                attempts=n + counts.testErrorCount,
                partial=False,
                harness=f"promptfoo {output.metadata.promptfooVersion or ''}".strip(),
                on=day_of(output.metadata.evaluationCreatedAt or output.results.timestamp),
                tasks=shares_by_task((str(r.testIdx), float(r.success)) for r in mine if r.failureReason != ERROR),
                reading=f"prompt {prompt.label or place}",
                first=model not in seen,
            )
        )
        seen.add(model)
    return ReadResults(TOOL, tuple(rows))


def _id_of_provider(rows: list[_PromptfooRow], named: str) -> str:
    """What the provider calls itself; its label in a configuration is somebody's own word."""
    for row in rows:
        if isinstance(row.provider, _PromptfooProvider) and row.provider.id:
            return row.provider.id
    return named
