"""promptfoo `output.json`: one row a provider and prompt. A test that failed to run is neither passed nor failed."""

from __future__ import annotations

from msgspec import Struct, field

from modelpick.results.rows import ReadResults, ResultFile, ResultRow, day_of, decoded, shares_by_task

TOOL = "promptfoo"
WHAT = "the JSON output of promptfoo"
ERROR = 2
"""The `failureReason` of a test that did not run; 1 is an assertion that did not hold."""


class _Counts(Struct):
    testPassCount: int = 0
    testFailCount: int = 0
    testErrorCount: int = 0


class _Prompt(Struct):
    provider: str
    metrics: _Counts = field(default_factory=_Counts)
    label: str | None = None


class _Provider(Struct):
    id: str | None = None
    label: str | None = None


class _Row(Struct):
    promptIdx: int = 0
    testIdx: int = 0
    success: bool = False
    failureReason: int = 0
    provider: _Provider | str | None = None


class _Results(Struct):
    prompts: list[_Prompt]
    results: list[_Row] = field(default_factory=list)
    timestamp: str | None = None


class _Config(Struct):
    description: str | None = None


class _Metadata(Struct):
    promptfooVersion: str | None = None
    evaluationCreatedAt: str | None = None


class _Output(Struct):
    results: _Results
    config: _Config = field(default_factory=_Config)
    metadata: _Metadata = field(default_factory=_Metadata)


def read(file: ResultFile) -> ReadResults:
    """The rows of an evaluation, in the order of its columns."""
    output = decoded(file.content, _Output, WHAT)
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


def _id_of_provider(rows: list[_Row], named: str) -> str:
    """What the provider calls itself; its label in a configuration is somebody's own word."""
    for row in rows:
        if isinstance(row.provider, _Provider) and row.provider.id:
            return row.provider.id
    return named
